"""Addresses that a website has hidden are told."""

from __future__ import annotations

import pytest
from values import a_block, a_proof, a_slot, an_article, blocks_of, told

from newsletter.preflight.hidden_address import check


def said_of(*markdown: str) -> list[str]:
    """Return what is said of an article."""
    return told(check(a_proof(a_slot(an_article(blocks=blocks_of("\n\n".join(markdown)))))))


def test_an_address_that_can_be_read_passes() -> None:
    assert said_of("Write to [us](mailto:desk@example.org).", "The e-mail is protected by law.") == []


@pytest.mark.parametrize(
    "written", ["Write to [email protected].", "Write to [email\u00a0protected].", "- **Mail:** [email protected]", "> [email protected]"]
)
def test_a_hidden_address_fails_wherever_it_stands(written: str) -> None:
    assert said_of("Text.", written) == ["en.md:3: warning: an e-mail address is hidden here: [email protected] (hidden-address)"]


def test_a_hidden_address_in_a_field_fails() -> None:
    fence = "::: signature\nname: Nadia\nrole: '[email protected]'\n:::"
    assert said_of(fence) == ["en.md:1: warning: an e-mail address is hidden here: [email protected] (hidden-address)"]


def test_a_link_to_the_hiding_place_fails() -> None:
    assert len(told(check(a_proof(a_slot(an_article(blocks=(a_block(text="/cdn-cgi/l/email-protection#a1"),))))))) == 1
