"""The publication: names, languages and what stands in for each."""

from __future__ import annotations

from pathlib import Path

import pytest
from values import NEWSLETTER, a_publication, told, write_files

from newsletter.errors import ContentError
from newsletter.publication import choose, load_publication


def problems_of(folder: Path, text: str) -> list[str]:
    """Return what is wrong with a newsletter.yaml."""
    write_files(folder, {"newsletter.yaml": text})
    with pytest.raises(ContentError) as caught:
        load_publication(folder)
    return told(caught.value.problems)


def test_a_publication_keeps_the_order_of_its_languages_and_regions(tmp_path: Path) -> None:
    a_publication(tmp_path)
    publication = load_publication(tmp_path)
    assert publication.languages == ("en", "ar")
    assert list(publication.regions) == ["global", "asia-pacific"]
    assert publication.base == "https://crossings.example.org"
    assert publication.imprint["publisher"]["ar"] == "منظمة عبور"


def test_a_slash_at_the_end_of_the_base_makes_no_difference(tmp_path: Path) -> None:
    write_files(tmp_path, {"newsletter.yaml": NEWSLETTER.replace("example.org\n", "example.org/\n")})
    assert load_publication(tmp_path).base == "https://crossings.example.org"


def test_a_name_may_be_the_same_in_all_languages(tmp_path: Path) -> None:
    write_files(tmp_path, {"newsletter.yaml": NEWSLETTER.replace("{en: Crossings, ar: معابر}", "Crossings")})
    assert choose(load_publication(tmp_path).name, ("ar", "en")) == ("ar", "Crossings")


def test_a_reader_in_mexico_gets_spanish_before_english() -> None:
    publication = a_publication(fallbacks={"en": (), "es-MX": ("es", "en")})
    assert publication.chain("es-MX") == ("es-MX", "es", "en")
    assert choose({"en": "May", "es": "Mayo"}, publication.chain("es-MX")) == ("es", "Mayo")


def test_a_text_for_all_languages_counts_as_the_readers_own() -> None:
    assert choose({"en": "May", "*": "5"}, ("ar", "en")) == ("ar", "5")
    assert choose({"en": "May"}, ("ar",)) is None


def test_a_language_may_stand_in_without_an_edition_of_its_own(tmp_path: Path) -> None:
    write_files(tmp_path, {"newsletter.yaml": NEWSLETTER.replace("ar: [en]", "ar: [fr, en]")})
    assert load_publication(tmp_path).chain("ar") == ("ar", "fr", "en")


def test_languages_that_stand_in_for_each_other_are_a_circle(tmp_path: Path) -> None:
    said = problems_of(tmp_path, NEWSLETTER.replace("en: []", "en: [ar]"))
    assert said == [
        "newsletter.yaml:4: error: languages.en goes round in a circle: en > ar > en (publication)",
        "newsletter.yaml:5: error: languages.ar goes round in a circle: ar > en > ar (publication)",
    ]


def test_a_circle_may_go_through_others(tmp_path: Path) -> None:
    said = problems_of(tmp_path, NEWSLETTER.replace("en: []", "en: [fr]\n  fr: [ar]"))
    assert len(said) == 3
    assert "en > fr > ar > en" in said[0]


def test_a_language_cannot_stand_in_for_itself(tmp_path: Path) -> None:
    assert "circle: en > en" in problems_of(tmp_path, NEWSLETTER.replace("en: []", "en: [en]"))[0]


def test_a_language_stands_in_once(tmp_path: Path) -> None:
    assert "names a language twice" in problems_of(tmp_path, NEWSLETTER.replace("ar: [en]", "ar: [en, en]"))[0]


def test_every_reader_must_find_the_publisher(tmp_path: Path) -> None:
    said = problems_of(tmp_path, NEWSLETTER.replace("ar: [en]", "ar: []").replace(", ar: منظمة عبور", ""))
    assert said == ["newsletter.yaml:11: error: imprint.publisher has no text that readers of ar could have (publication)"]


def test_policies_for_languages_that_are_not_there_are_told(tmp_path: Path) -> None:
    said = problems_of(tmp_path, NEWSLETTER + "dates: {th: {calendar: buddhist}}\ndigits: {fr: latn}\n")
    assert said == [
        "newsletter.yaml:13: error: dates.th is no language of this publication (publication)",
        "newsletter.yaml:14: error: digits.fr is no language of this publication (publication)",
    ]


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(ContentError) as caught:
        load_publication(tmp_path)
    assert told(caught.value.problems) == ["newsletter.yaml:0: error: cannot be read: No such file or directory (file)"]


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    said = problems_of(tmp_path, "nme: Crossings\nbase: example.org\nlanguages: {}\nregions: {}\nimprint: {}\n")
    assert len(said) == 7
