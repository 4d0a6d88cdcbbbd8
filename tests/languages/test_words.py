"""The furniture: complete, with its placeholders, in the right plural form."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po
from jinja2 import Environment, StrictUndefined

from newsletter.languages import known_languages, words
from newsletter.model import Problem

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "newsletter" / "languages"
PAGES = ("%(num)s page", "%(num)s pages")
ARABIC_PAGES = {
    0: "لا صفحات",
    1: "صفحة واحدة",
    2: "صفحتان",
    3: "3 صفحات",
    10: "10 صفحات",
    11: "11 صفحة",
    99: "99 صفحة",
    100: "100 صفحة",
    102: "102 صفحة",
    103: "103 صفحات",
    111: "111 صفحة",
}


def catalogue(tag: str) -> dict[object, object]:
    """Return msgids and translations of a file of ours."""
    with (PACKAGE / f"{tag}.po").open("rb") as file:
        return {message.id: message.string for message in read_po(file, locale=tag) if message.id}


def first(msgid: object) -> str:
    """Return a msgid, or the singular of one that counts."""
    return str(msgid[0] if isinstance(msgid, tuple) else msgid)


def a_catalogue(folder: Path, tag: str, *entries: tuple[str, str]) -> tuple[Path]:
    """Write a catalogue and return the folders to look in."""
    lines = ['msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n']
    lines += [f'msgid "{msgid}"\nmsgstr "{msgstr}"\n' for msgid, msgstr in entries]
    (folder / f"{tag}.po").write_text("\n".join(lines), encoding="utf-8")
    return (folder,)


@pytest.mark.parametrize("tag", known_languages())
def test_a_catalogue_has_every_word_and_leaves_none_empty(tag: str) -> None:
    every = {msgid for other in known_languages() for msgid in catalogue(other)}
    own = catalogue(tag)
    assert set(own) == every
    assert not [msgid for msgid, string in own.items() if not string or not all(string)]


@pytest.mark.parametrize("tag", known_languages())
def test_every_word_of_the_templates_is_in_the_catalogue(tag: str) -> None:
    known = {first(msgid) for msgid in catalogue(tag)}
    with (ROOT / "babel.cfg").open(encoding="utf-8") as file:
        _, options = parse_mapping_cfg(file)
    found = extract_from_dir(ROOT / "templates", [("**.*", "jinja2")], {"**.*": options["templates/**.*"]})
    assert not {f"{first(message)} (templates/{path}:{line})" for path, line, message, _, _ in found if first(message) not in known}


@pytest.mark.parametrize(("number", "expected"), ARABIC_PAGES.items())
def test_arabic_counts_in_six_forms(number: int, expected: str) -> None:
    assert words("ar").count(*PAGES, number) == expected


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("en", ["0 pages", "1 page", "2 pages"]),
        ("fr", ["0 page", "1 page", "2 pages"]),
        ("es", ["0 páginas", "1 página", "2 páginas"]),
        ("th", ["0 หน้า", "1 หน้า", "2 หน้า"]),
    ],
)
def test_other_languages_count_in_theirs(tag: str, expected: list[str]) -> None:
    assert [words(tag).count(*PAGES, number) for number in (0, 1, 2)] == expected


def test_a_count_may_be_shown_in_other_digits() -> None:
    assert words("ar").count(*PAGES, 7, num="٧") == "٧ صفحات"


def test_the_note_of_a_fallback_reads_as_one_sentence() -> None:
    message = "This story is available in %(language)s only."
    assert words("ar")(message, language="الإنجليزية") == "هذا المقال متاح بالإنجليزية فقط."
    assert words("th")(message, language="อังกฤษ") == "เรื่องนี้มีเฉพาะภาษาอังกฤษ"
    assert words("fr")(message, language="anglais") == "Cet article n’est disponible qu’en anglais."


def test_a_word_that_nobody_translated_comes_along_the_chain_and_says_so(tmp_path: Path) -> None:
    folders = a_catalogue(tmp_path, "es", ("A new word", "Una palabra nueva"))
    found = words("ar", ("es", "en"), folders).find("A new word")
    assert (found.text, found.language, found.direction) == ("Una palabra nueva", "es", "ltr")
    assert words("ar", ("en", "es"), folders).find("A new word").language == "en"
    assert words("ar", (), folders).find("A new word").language == "und"


def test_a_publication_may_change_one_word_and_keep_the_rest(tmp_path: Path) -> None:
    folders = a_catalogue(tmp_path, "fr", ("Read more", "Suite"))
    furniture = words("fr", (), folders)
    assert furniture("Read more") == "Suite"
    assert furniture("Unsubscribe") == "Se désabonner"


@pytest.mark.parametrize(
    ("msgid", "msgstr"),
    [("Page %(page)s", "Página"), ("Page %(page)s", "Página %(pagina)s"), ("Read more", "Leer %(x)s"), ("Contents", "100 %s")],
)
def test_a_translation_with_other_placeholders_is_a_problem_and_is_not_used(msgid: str, msgstr: str, tmp_path: Path) -> None:
    problems: list[Problem] = []
    furniture = words("xx", (), a_catalogue(tmp_path, "xx", (msgid, msgstr), ("End", "Fin")), problems)
    (problem,) = problems
    assert str(problem.source) == "languages/xx.po:4"
    assert msgid in problem.message
    assert furniture.gettext(msgid) == msgid
    assert furniture("End") == "Fin"


def test_a_broken_catalogue_is_a_problem_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "xx.po").write_text('msgid "Read more"\nnonsense\n', encoding="utf-8")
    problems: list[Problem] = []
    assert words("xx", (), (tmp_path,), problems)("Read more") == "Read more"
    assert [problem.source.path for problem in problems] == ["languages/xx.po"]


def test_a_word_marked_fuzzy_waits_for_a_person(tmp_path: Path) -> None:
    (tmp_path / "xx.po").write_text('msgid ""\nmsgstr ""\n\n#, fuzzy\nmsgid "End"\nmsgstr "Fine"\n', encoding="utf-8")
    assert words("xx", (), (tmp_path,))("End") == "End"


def test_a_language_without_a_catalogue_reads_its_chain() -> None:
    assert words("km", ("th", "en"))("Read more") == "อ่านต่อ"


def test_templates_take_the_words_as_they_are() -> None:
    environment = Environment(extensions=["jinja2.ext.i18n"], autoescape=True, undefined=StrictUndefined)
    furniture = words("ar", ("en",))
    environment.install_gettext_callables(furniture.gettext, furniture.ngettext, newstyle=True)  # type: ignore[attr-defined]
    source = '{{ _("Page %(page)s", page="<3>") }} {{ ngettext("%(num)s page", "%(num)s pages", 12, num="١٢") }}'
    assert environment.from_string(source).render() == "الصفحة &lt;3&gt; ١٢ صفحة"


@pytest.mark.parametrize("tag", known_languages())
def test_french_colons_have_their_space_and_arabic_punctuation_is_arabic(tag: str) -> None:
    for string in catalogue(tag).values():
        for text in [string] if isinstance(string, str) else string:  # type: ignore[attr-defined]
            assert tag != "fr" or not re.search(r"[^\u00a0]:|[^\u202f][;!?]", text), text
            assert tag != "ar" or not re.search(r"[,;?]", re.sub(r"%\(\w+\)s", "", text)), text
            assert text == text.strip()
