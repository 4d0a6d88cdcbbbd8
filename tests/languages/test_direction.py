"""Direction of languages and texts."""

from __future__ import annotations

import pytest

from newsletter.languages import direction_of, first_strong, known_languages, load_language


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("en", "ltr"), ("ar", "rtl"), ("ar-TN", "rtl"), ("th", "ltr"), ("he", "rtl"), ("fa", "rtl"), ("ur", "rtl"), ("ckb", "rtl"),
        ("dv", "rtl"), ("yi", "rtl"), ("az-Arab", "rtl"), ("pa-Arab-PK", "rtl"), ("pa", "ltr"), ("ar-Latn", "ltr"), ("arc", "rtl"), ("km", "ltr"),
        ("nqo", "rtl"), ("tlh", "ltr"), ("zz", "ltr"), ("", "ltr"),
    ],
)  # fmt: skip
def test_a_language_without_files_has_its_direction_too(tag: str, expected: str) -> None:
    assert direction_of(tag) == expected


@pytest.mark.parametrize("tag", known_languages())
def test_the_files_and_cldr_agree_on_the_direction(tag: str) -> None:
    assert load_language(tag).direction == direction_of(tag)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12.5% من", "rtl"),
        ("«Passage» تقول", "ltr"),
        ("\u2066WHO\u2069 تقول", "rtl"),
        ("\u200fWHO", "rtl"),
        ("2022–2023", None),
        ("", None),
        ("๑ ไทย", "ltr"),
    ],
)
def test_the_first_strong_character_outside_isolates_decides(text: str, expected: str | None) -> None:
    assert first_strong(text) == expected
