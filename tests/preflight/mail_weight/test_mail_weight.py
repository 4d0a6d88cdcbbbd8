"""A mail that Gmail would cut off is told, and which story to shorten."""

from __future__ import annotations

import quopri

import pytest
from values import a_block, a_mail, a_proof, a_slot, an_article, an_edition, told

from newsletter.model import Imprint, Problem, Slot
from newsletter.preflight.mail_weight import check

OUT = "https://x.org/unsubscribe"
BOUNDS = "(advised: 90,000; Gmail cuts at 102,400) (mail-weight)"


def said_of(html: str, *slots: Slot, form: str = "teasers") -> list[Problem]:
    """Return what is said of a mail."""
    mail = a_mail(html, imprint=Imprint("Passage", "Geneva", OUT, "https://x.org"))
    return list(check(a_proof(edition=an_edition(*slots, mail_form=form), mail=mail)))


def a_letter(*stories: tuple[str, int], footer: int = 0) -> str:
    """Return a mail with stories, each a headline and so many letters under it, and a footer with so many."""
    told = "".join(
        f'<div><h3><a href="https://x.org/2022-07/en/page.html#{slug}">{slug}</a></h3><p>{"x" * letters}</p></div>' for slug, letters in stories
    )
    return f'<html><body><div>{told}<div><p>{"x" * footer}</p><a href="{OUT}">Unsubscribe</a></div></div></body></html>'


@pytest.mark.parametrize("html", ["x" * 90_000, "ก" * 11_000])
def test_a_light_mail_passes(html: str) -> None:
    assert said_of(html) == []


def test_without_a_mail_nothing_is_said() -> None:
    assert told(check(a_proof())) == []


@pytest.mark.parametrize(("size", "severity"), [(95_000, "warning"), (100_001, "error")])
def test_a_mail_near_the_limit_is_warned_of_and_one_over_it_fails(size: int, severity: str) -> None:
    encoded = len(quopri.encodestring(b"x" * size))
    assert told(said_of("x" * size)) == [
        f"2022-07.yaml:1: {severity}: the en mail weighs {size:,} bytes of HTML, {encoded:,} encoded for transport {BOUNDS}"
    ]


def test_a_script_that_weighs_more_on_its_way_is_weighed_as_it_travels() -> None:
    assert told(said_of("ก" * 15_000)) == [
        f"2022-07.yaml:1: warning: the en mail weighs 45,000 bytes of HTML, 138,598 encoded for transport {BOUNDS}"
    ]


def test_the_story_that_takes_most_of_this_mail_is_named_and_how_much_must_go() -> None:
    """A teaser is short however long its article is, and the footer is nobody's story."""
    long_article = a_slot(an_article("a-novel", blocks=(a_block(text="word " * 9000),)))
    html = a_letter(("a-bridge", 30_000), ("a-road", 40_000), ("a-novel", 500), footer=25_000)
    (problem,) = said_of(html, a_slot(an_article("a-bridge")), a_slot(an_article("a-road")), long_article)
    story = len('<a href="https://x.org/2022-07/en/page.html#a-road">a-road</a></h3><p></p></div><div><h3>') + 40_000
    excess = len(html) - 90_000
    assert problem.hint == f"Take stories out, or shorten a-road first: it takes {story:,} bytes of the mail, and about {excess:,} must go."


def test_the_bytes_of_a_script_are_counted_and_not_its_letters() -> None:
    html = a_letter(("a-bridge", 30_000), ("a-road", 35_000)).replace("x" * 30_000, "ก" * 30_000, 1)
    assert "shorten a-bridge first" in said_of(html, a_slot(an_article("a-bridge")), a_slot(an_article("a-road")))[0].hint


def test_stories_in_full_can_be_made_teasers() -> None:
    (problem,) = said_of(a_letter(("a-bridge", 95_000)), a_slot(an_article("a-bridge")), form="full")
    assert problem.hint.startswith("Choose `form: teasers`, or shorten a-bridge first: it takes 95,")


def test_a_style_block_that_gmail_drops_is_told() -> None:
    assert told(said_of(f"<style>{'x' * 16_384}</style>")) == []
    assert told(said_of(f"<style>{'x' * 16_385}</style>")) == [
        "2022-07.yaml:1: error: a style block of the en mail has 16,385 bytes; Gmail drops it above 16,384 (mail-weight)"
    ]
