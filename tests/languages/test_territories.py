"""Names of countries and languages."""

from __future__ import annotations

import pytest

from newsletter.languages import country_name, format_list, language_name, load_language


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("en", "Thailand"), ("ar", "تايلاند"), ("th", "ไทย"), ("es", "Tailandia"), ("fr", "Thaïlande")],
)
def test_a_country_has_the_readers_name(tag: str, expected: str) -> None:
    found = country_name("th", load_language(tag))
    assert (found.text, found.language) == (expected, tag)


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("en", "Spanish"), ("ar", "الإسبانية"), ("th", "สเปน"), ("es", "español"), ("fr", "espagnol")],
)
def test_a_language_has_the_readers_name(tag: str, expected: str) -> None:
    assert language_name("es", load_language(tag)).text == expected


def test_a_variety_without_a_name_has_its_languages() -> None:
    assert language_name("th-TH", load_language("en")).text == "Thai"


def test_what_nobody_can_name_shows_its_code() -> None:
    found = country_name("qz", load_language("ar"), ("en",))
    assert (found.text, found.language, found.direction) == ("QZ", "und", "ltr")
    assert language_name("tlh-x", load_language("ar")).direction in {"ltr", "rtl"}


@pytest.mark.parametrize(
    ("tag", "expected"),
    [("en", "A, B and C"), ("ar", "A وB وC"), ("es", "A, B y C"), ("fr", "A, B et C"), ("th", "A B และC")],
)
def test_names_are_put_together_as_the_language_does_it(tag: str, expected: str) -> None:
    assert format_list(["A", "B", "C"], load_language(tag)) == expected


def test_one_name_or_none_needs_no_word_for_and() -> None:
    english = load_language("en")
    assert [format_list(names, english) for names in ([], ["A"], ["A", "B"])] == ["", "A", "A and B"]
