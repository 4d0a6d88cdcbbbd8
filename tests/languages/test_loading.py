"""Languages as two files: found, checked, and enough."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from newsletter.errors import ContentError
from newsletter.languages import (
    country_name,
    format_date,
    format_date_range,
    format_list,
    format_time,
    isolates,
    known_languages,
    load_language,
    repair_spacing,
    words,
)

PACKAGE = Path(words.__code__.co_filename).parent
HEBREW = """\
name: עברית
direction: rtl
script: Hebr
locale: he
dates: {range-year: d בMMMM y – d בMMMM y}
hyphenation: false
emphasis: weight
spacing:
  '(?<=\\d) +(?=%)': "\\u00a0"
quotes: [”, “]
"""
HEBREW_WORDS = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Language: he\\n"
"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n==2 ? 1 : 2);\\n"

msgid "Read more"
msgstr "להמשך קריאה"

msgid "%(num)s page"
msgid_plural "%(num)s pages"
msgstr[0] "עמוד אחד"
msgstr[1] "שני עמודים"
msgstr[2] "%(num)s עמודים"
"""
GOOD = "name: X\ndirection: ltr\nscript: Latn\nlocale: en\n"


def a_language(folder: Path, text: str, tag: str = "xx") -> tuple[Path]:
    """Write a language file and return the folders to look in."""
    (folder / f"{tag}.yaml").write_text(text, encoding="utf-8")
    return (folder,)


def problems_of(folder: Path, text: str) -> list[str]:
    """Return the problems of a language file, as the editor sees them."""
    with pytest.raises(ContentError) as caught:
        load_language("xx", a_language(folder, text))
    return [f"{problem.source}: {problem.message}" for problem in caught.value.problems]


def test_a_new_language_is_two_files_and_nothing_else(tmp_path: Path) -> None:
    folders = a_language(tmp_path, HEBREW, "he")
    (tmp_path / "he.po").write_text(HEBREW_WORDS, encoding="utf-8")
    hebrew = load_language("he", folders)
    furniture = words("he", ("en",), folders)
    day = dt.date(2022, 7, 29)
    assert (hebrew.direction, hebrew.start, hebrew.script) == ("rtl", "right", "Hebr")
    assert "he" in known_languages(folders)
    assert "he" not in known_languages()
    assert format_date(day, hebrew) == "29 ביולי 2022"
    assert format_date(day, hebrew, "month") == "יולי 2022"
    assert format_date_range(day, dt.date(2022, 7, 31), hebrew) == "29–31 ביולי 2022"
    assert format_date_range(day, dt.date(2023, 8, 2), hebrew) == "29 ביולי 2022 – 2 באוגוסט 2023"
    assert format_time(dt.datetime(2022, 7, 29, 9, 30), hebrew) == "9:30"  # noqa: DTZ001
    assert country_name("TH", hebrew).text == "תאילנד"
    assert format_list(["א", "ב", "ג"], hebrew) == "א, ב וג"
    assert furniture("Read more") == "להמשך קריאה"
    assert [furniture.count("%(num)s page", "%(num)s pages", number) for number in (1, 2, 7)] == ["עמוד אחד", "שני עמודים", "7 עמודים"]
    assert furniture("Page %(page)s", page=3) == "Page 3"
    assert furniture.find("Unsubscribe").language == "en"
    assert repair_spacing("12 %", hebrew) == "12\u00a0%"
    assert isolates("שיעור 12% כאן", hebrew.direction)[1] == ("12%", "ltr")


@pytest.mark.parametrize("tag", ["km", "sw", "tr", "ru", "fa", "ckb", "zh-Hant", "am", "de"])
def test_cldr_alone_is_enough_for_dates_in_any_language(tag: str, tmp_path: Path) -> None:
    direction, script = ("rtl", "Arab") if tag in {"fa", "ckb"} else ("ltr", "Latn")
    folders = a_language(tmp_path, f"name: X\ndirection: {direction}\nscript: {script}\nlocale: {tag}\n", tag)
    language = load_language(tag, folders)
    day = dt.date(2022, 7, 29)
    for form in ("long", "short", "month", "weekday-long", "day-month", "year"):
        assert format_date(day, language, form).strip()
    for last in (dt.date(2022, 7, 31), dt.date(2022, 9, 1), dt.date(2023, 1, 1)):
        shown = format_date_range(day, last, language)
        assert "2022" in shown
        assert "29" in shown
    assert format_time(dt.datetime(2022, 7, 29, 15, 30, tzinfo=dt.UTC), language)


def test_the_publications_own_file_comes_before_the_packages(tmp_path: Path) -> None:
    folders = a_language(tmp_path, GOOD + 'dates: {long: "MMMM d, y"}\n', "en")
    assert format_date(dt.date(2022, 7, 29), load_language("en", folders)) == "July 29, 2022"
    assert format_date(dt.date(2022, 7, 29), load_language("en")) == "29 July 2022"


def test_a_change_of_a_file_is_seen_at_once(tmp_path: Path) -> None:
    folders = a_language(tmp_path, GOOD)
    assert load_language("xx", folders).name == "X"
    a_language(tmp_path, GOOD.replace("name: X", "name: Y"))
    assert load_language("xx", folders).name == "Y"


def test_a_variety_without_files_behaves_like_its_language() -> None:
    mexican = load_language("es-MX")
    assert (mexican.tag, mexican.locale, mexican.direction) == ("es-MX", "es_MX", "ltr")
    assert words("es-MX")("Read more") == "Leer más"


def test_a_language_without_files_is_a_problem_with_a_way_out() -> None:
    with pytest.raises(ContentError) as caught:
        load_language("eo")
    (problem,) = caught.value.problems
    assert problem.source.path == "languages/eo.yaml"
    assert "'es'" in problem.hint or "languages/eo.po" in problem.hint


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("name: X\n", ["direction is missing", "locale is missing", "script is missing"]),
        (GOOD + "colour: red\n", ["xx.yaml:5:1: the key 'colour' is not known"]),
        (GOOD.replace("ltr", "up"), ["xx.yaml:2:1: direction should be one of ltr, rtl, not 'up'"]),
        (GOOD.replace("ltr", "rtl"), ["xx.yaml:2:1: direction is rtl, but Latn runs the other way"]),
        (GOOD.replace("Latn", "Latin"), ["script should be a code of ISO 15924"]),
        (GOOD.replace("locale: en", "locale: qq"), ["locale 'qq' is not known to CLDR"]),
        (GOOD + "digits: roman\n", ["digits has no choice 'roman'"]),
        (GOOD + "calendar: mayan\n", ["calendar should be one of gregorian, buddhist"]),
        (GOOD + "months: dual\n", ["months has no choice 'dual'"]),
        (GOOD + "month-names: {dual: [a, b]}\n", ["month-names.dual is empty"]),
        (GOOD + "dates: {long: d of MMMM}\n", ["xx.yaml:5:9: dates.long has the letter 'o'"]),
        (GOOD + "dates: {range-day: d MMMM}\n", ["dates.range-day has no field twice"]),
        (GOOD + "dates: {time: \"'noon'\"}\n", ["dates.time has no field"]),
        (GOOD + "dates: {time: d MMMM}\n", ["dates.time has the letter 'd'"]),
        (GOOD + "spacing: {'(': x}\n", ["is not a regular expression"]),
        (GOOD + "spacing: {a: '\\2'}\n", ["is not a regular expression"]),
        (GOOD + "quotes: [x]\n", ["quotes is empty"]),
        ("name: [\n", ["is not valid YAML"]),
    ],
)
def test_a_language_file_is_checked_line_by_line(text: str, expected: list[str], tmp_path: Path) -> None:
    found = problems_of(tmp_path, text)
    assert len(found) == len(expected), found
    assert all(any(wanted in problem for problem in found) for wanted in expected), found


@pytest.mark.parametrize("tag", known_languages())
def test_every_language_of_the_package_has_both_files_and_no_problem(tag: str) -> None:
    problems: list[object] = []
    assert load_language(tag).name
    assert (PACKAGE / f"{tag}.po").is_file()
    words(tag, (), (), problems)  # type: ignore[arg-type]
    assert not problems


def test_no_module_names_a_language() -> None:
    tags = known_languages()
    for path in PACKAGE.glob("*.py"):
        text = path.read_text(encoding="utf-8")
        assert not [tag for tag in tags if f'"{tag}"' in text or f"'{tag}'" in text], path.name
