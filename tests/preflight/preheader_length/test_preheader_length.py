"""The line beside the subject is neither short nor long, and goes on from the subject."""

from __future__ import annotations

import pytest
from values import a_mail, a_proof, a_text, an_edition, told

from newsletter.preflight.preheader_length import check


def said_of(preheader: str, subject: str = "July", tag: str = "en") -> list[str]:
    """Return what is said of a preheader."""
    return told(check(a_proof(edition=an_edition(tag=tag, preheader=a_text(preheader, tag), subject=a_text(subject, tag)))))


@pytest.mark.parametrize("length", [30, 80, 140])
def test_a_preheader_of_the_right_length_passes(length: int) -> None:
    assert said_of("x" * length) == []


def test_marks_above_and_below_letters_are_not_counted() -> None:
    assert said_of("ที่" * 60, tag="th") == []


@pytest.mark.parametrize("length", [1, 29, 141])
def test_a_preheader_of_another_length_fails(length: int) -> None:
    assert said_of("x" * length) == [f"2022-07.yaml:1: warning: the preheader of the en edition has {length} characters (preheader-length)"]


def test_a_preheader_that_repeats_the_subject_fails() -> None:
    text = "Thailand signs an agreement for children"
    assert said_of(text, text) == ["2022-07.yaml:1: warning: the preheader of the en edition repeats the subject (preheader-length)"]


def test_a_missing_preheader_is_another_rules_business() -> None:
    assert said_of("") == []


@pytest.mark.parametrize(
    ("preheader", "passes"), [("UNHCR: جسر بُني من ضفّتيه في وقت واحد", False), ("\u200fUNHCR: جسر بُني من ضفّتيه", True), ("2022", True)]
)
def test_a_preheader_that_begins_with_a_letter_of_the_other_direction_fails(preheader: str, *, passes: bool) -> None:
    edition = an_edition(tag="ar", preheader=a_text("جسر بُني من ضفّتيه في وقت واحد بأيدي جيرانه", "ar"))
    said = told(check(a_proof(edition=edition, mail=a_mail(preheader=preheader))))
    turned = "2022-07.yaml:1: error: the preheader of the ar mail begins with a letter that turns it round (preheader-length)"
    assert said == ([] if passes else [turned])
