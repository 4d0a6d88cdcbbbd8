"""Headings go down a step at a time."""

from __future__ import annotations

import pytest
from values import a_block, a_mail, a_page, a_proof, a_slot, an_article, told

from newsletter.preflight.heading_order import check


def crossheads(*levels: int) -> list[str]:
    """Return what is said of an article with crossheads of *levels*, from line 5 on."""
    blocks = tuple(a_block("crosshead", "Head", line=line, level=level) for line, level in enumerate(levels, 5))
    return told(check(a_proof(a_slot(an_article(blocks=blocks)))))


@pytest.mark.parametrize("levels", [(), (2,), (2, 3, 3, 2, 3), (2, 2)])
def test_crossheads_in_order_pass(levels: tuple[int, ...]) -> None:
    assert crossheads(*levels) == []


def test_a_lower_crosshead_before_any_other_fails() -> None:
    assert crossheads(3, 2) == ["en.md:5: warning: a lower crosshead (###) comes before any ## (heading-order)"]


def test_pages_and_mails_with_one_first_heading_and_no_gap_pass() -> None:
    html = "<h1>Crossings</h1><h2>Asia</h2><h3>A bridge</h3><h2>Africa</h2>"
    assert told(check(a_proof(page=a_page(html), mail=a_mail(f"<title>The July issue</title>{html}")))) == []


def test_pages_and_mails_with_gaps_fail() -> None:
    assert told(check(a_proof(page=a_page("<h1>Crossings</h1><h3>A bridge</h3>"), mail=a_mail("<title>The July issue</title><h2>Asia</h2>")))) == [
        "2022-07.yaml:1: error: the en mail has 0 headings of level 1 (heading-order)",
        "2022-07.yaml:1: error: the en page skips from level 1 to 3 at 'A bridge' (heading-order)",
    ]


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("<title> </title>", "the en mail has no title"),
        ("<title>Crossings</title>", "the en mail has the title 'Crossings' where its subject is 'The July issue'"),
    ],
)
def test_a_mail_whose_title_is_not_its_subject_fails(html: str, said: str) -> None:
    problems = told(check(a_proof(mail=a_mail(f"{html}<h1>Crossings</h1>"))))
    assert problems == [f"2022-07.yaml:1: error: {said} (heading-order)"]


def test_the_mark_that_gives_a_subject_its_direction_is_no_part_of_it() -> None:
    mail = a_mail("<title>UNHCR: عدد تموز</title><h1>معابر</h1>", subject="\u200fUNHCR: عدد تموز")
    assert told(check(a_proof(mail=mail))) == []
