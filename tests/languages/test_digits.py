"""Numbers in the digits and with the separators of a language."""

from __future__ import annotations

import unicodedata

import pytest

from newsletter.languages import format_number, load_language, to_digits, with_policy
from newsletter.languages.digits import SYSTEMS


@pytest.mark.parametrize(
    ("tag", "digits", "expected"),
    [
        ("en", None, "1,234,567.5"),
        ("th", None, "1,234,567.5"),
        ("ar", None, "1,234,567.5"),
        ("ar", "arab", "١٬٢٣٤٬٥٦٧٫٥"),
        ("th", "thai", "๑,๒๓๔,๕๖๗.๕"),
        ("es", None, "1.234.567,5"),
        ("fr", None, "1\u202f234\u202f567,5"),
    ],
)
def test_a_number_has_the_separators_and_digits_of_its_language(tag: str, digits: str | None, expected: str) -> None:
    assert format_number(1234567.5, with_policy(load_language(tag), digits=digits)) == expected


def test_a_year_is_written_without_thousands() -> None:
    assert format_number(2022, load_language("en"), grouping=False) == "2022"


def test_only_ascii_digits_are_rewritten() -> None:
    assert to_digits("A4, p. 10", "khmr") == "A៤, p. ១០"
    assert to_digits("١", "thai") == "١"


@pytest.mark.parametrize("system", sorted(SYSTEMS))
def test_every_numbering_system_counts_from_nought_to_nine(system: str) -> None:
    digits = to_digits("0123456789", system)
    values = [unicodedata.digit(digit, None) for digit in digits]
    assert values in ([*range(10)], [None] * 10), "the digits are newer than this Python's Unicode, or wrong"
