"""A subject fits into an inbox, and is shown from its beginning."""

from __future__ import annotations

import pytest
from values import a_mail, a_proof, an_edition, told

from newsletter.preflight.mail_subject import check


def said_of(subject: str, tag: str = "en") -> list[str]:
    """Return what is said of a mail's subject."""
    return told(check(a_proof(edition=an_edition(tag=tag), mail=a_mail(subject=subject))))


@pytest.mark.parametrize(
    ("subject", "tag"), [("x" * 150, "en"), ("ที่" * 140, "th"), ("2022", "ar"), ("عدد تموز", "ar"), ("\u200fUNHCR: عدد تموز", "ar"), ("", "en")]
)
def test_a_subject_of_one_line_that_begins_in_its_language_passes(subject: str, tag: str) -> None:
    assert said_of(subject, tag) == []


@pytest.mark.parametrize(
    ("subject", "tag", "said"),
    [
        ("x" * 151, "en", "warning: the subject of the en edition has 151 characters"),
        ("July\nBcc: all@x.org", "en", "error: the subject of the en edition has more than one line"),
        ("UNHCR: عدد تموز", "ar", "error: the subject of the ar mail begins with a letter that turns it round"),
        ("عدد of July", "en", "error: the subject of the en mail begins with a letter that turns it round"),
    ],
)
def test_a_subject_that_an_inbox_cuts_or_turns_is_told(subject: str, tag: str, said: str) -> None:
    assert said_of(subject, tag) == [f"2022-07.yaml:1: {said} (mail-subject)"]


def test_without_a_mail_the_editors_words_are_measured() -> None:
    assert told(check(a_proof())) == []
