"""A reader can follow every link of a mail, and knows where it goes."""

from __future__ import annotations

import pytest
from values import a_mail, a_proof, a_slot, an_article, an_edition, told

from newsletter.preflight.mail_links import check

HEADLINE = '<h2><a href="https://x.org/page.html#a-bridge">A bridge</a></h2>'


def said_of(html: str) -> list[str]:
    """Return what is said of a mail with the story a-bridge, without the rule."""
    edition = an_edition(a_slot(an_article("a-bridge")))
    return [line.removesuffix(" (mail-links)") for line in told(check(a_proof(edition=edition, mail=a_mail(html))))]


@pytest.mark.parametrize(
    "html",
    [
        '<a href="https://x.org/a?b=1&amp;c=2#d">The report</a>',
        '<a href="mailto:desk@x.org">desk@x.org</a>',
        '<a href="tel:+12129631234">+1 (212) 963-1234</a>',
        '<a href="https://x.org"><img src="https://x.org/a.png" alt="A bridge"></a>',
        '<a href="https://x.org" aria-label="A bridge">&rarr;</a>',
        '<a href="https://x.org" aria-hidden="true"><img src="https://x.org/a.png" alt=""></a>',
        '<a href="#note-1">Note</a><p id="note-1">Here</p>',
        '<a href="https://x.org/a/b">https://x.org/a/b</a>',  # in no story: the publication's own
        HEADLINE + '<a href="https://x.org">x.org</a>',  # a name, and short
    ],
)
def test_a_link_with_words_and_an_address_passes(html: str) -> None:
    assert said_of(html) == []


@pytest.mark.parametrize("target", ["", "javascript:alert(1)", "data:text/html,x", "page.html", "//x.org/a", "ftp://x.org/a", "https://", "mailto:"])
def test_a_link_that_mail_programs_do_not_follow_fails(target: str) -> None:
    said = said_of(f'<a href="{target}">The report</a>')
    assert len(said) == 1
    assert said[0].startswith("2022-07.yaml:1: error: the en mail links to ")


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ('<a href="#nowhere">Note</a>', "error: the en mail links to #nowhere, which is not in it ('Note')"),
        ('<a href="http://x.org/a">Report</a>', "warning: the en mail links without encryption to http://x.org/a"),
        ('<a href="https://x.org/?a=1&amp;amp;b=2">R</a>', "error: the en mail links to a damaged address, 'https://x.org/?a=1&amp;b=2'"),
        ('<a href="https://x.org/a b">R</a>', "error: the en mail links to a damaged address, 'https://x.org/a b'"),
        ('<a href="https://x.org/?a=1&b=2">R</a>', """error: the en mail has a bare & in it: '&b=2">R</a>'"""),
        ('<a href="https://x.org/a">&rarr;</a>', "error: the en mail has a link without words to https://x.org/a"),
        ('<a href="https://x.org/a"><img src="x" alt=""></a>', "error: the en mail has a link without words to https://x.org/a"),
    ],
)
def test_a_link_that_leads_or_says_nothing_is_told(html: str, said: str) -> None:
    assert said_of(html) == [f"2022-07.yaml:1: {said}"]


@pytest.mark.parametrize("address", ["https://x.org/a/long/one", "www.x.org"])
def test_an_address_as_the_words_of_a_storys_link_is_told_at_the_story(address: str) -> None:
    said = said_of(f'{HEADLINE}<p>See <a href="https://x.org/a/long/one">{address}</a></p>')
    assert said == [f"en.md:2: warning: the en mail has an address as the words of a link: {address}"]


def read_more(label: str = "", context: str = "") -> str:
    """Return two links with the same words and different addresses."""
    return "".join(
        f'<p>{context and f"{context} {place}"} <a href="https://x.org/{place}"{label and f""" aria-label="{label} {place}" """}>Read more</a></p>'
        for place in ("a", "b")
    )


def test_links_that_say_the_same_and_lead_to_different_places_are_told() -> None:
    assert said_of(read_more()) == ["2022-07.yaml:1: warning: the en mail has links to different places with the same words: 'Read more'"]


@pytest.mark.parametrize("html", [read_more(label="Read more about"), read_more(context="The report of")])
def test_a_label_or_the_sentence_round_them_tells_them_apart(html: str) -> None:
    assert said_of(html) == []


def test_links_that_say_the_same_may_lead_to_the_same_place() -> None:
    assert said_of('<a href="https://x.org/a">A bridge</a> <a href="https://x.org/a">A bridge</a>') == []
