"""A place in a mail belongs to a story, so that a problem there can name it."""

from __future__ import annotations

import dataclasses
import pickle

import pytest
from values import a_mail, a_page, a_slot, an_article, an_edition

from newsletter.model import EditionProof, Imprint, Mail

OUT = "https://x.org/unsubscribe"
HTML = f"""<html><body><div><p><a href="https://x.org/page.html#a-road">In this issue</a></p><i>0</i>
<div><a href="https://x.org/page.html#a-bridge"><img alt="x"></a><h2><a href="https://x.org/page.html#a-bridge">A</a></h2><p>1</p></div>
<div><h3><a href="https://x.org/page.html#a-road">B</a></h3><p>2 <a href="https://x.org/page.html#a-bridge">also</a></p></div>
<div><p>Publisher</p><p><a href="{OUT}">Unsubscribe</a></p></div></div></body></html>"""


def a_proof_of(html: str = HTML) -> EditionProof:
    """Return an edition of two stories with a mail."""
    mail = a_mail(html, imprint=Imprint("Passage", "Geneva", OUT, "https://x.org"))
    return EditionProof(an_edition(a_slot(an_article("a-bridge")), a_slot(an_article("a-road"))), mail)


@pytest.mark.parametrize(
    ("words", "slug"),
    [("0", ""), ("In this issue", "a-road"), ("1", "a-bridge"), ("2 ", "a-road"), ("also", "a-bridge"), ("Publisher", ""), ("Unsubscribe", "")],
)
def test_a_place_belongs_to_the_story_it_links_to_or_to_the_headline_before_it(words: str, slug: str) -> None:
    proof = a_proof_of()
    assert proof.mail
    place = next(run.element for run in proof.mail.markup.runs if run.text == words)
    slot = proof.story_at(place)
    assert (slot.article.slug if slot else "") == slug


def test_stories_go_from_their_headline_to_the_next_and_the_last_to_the_footer() -> None:
    proof = a_proof_of()
    assert proof.mail
    elements = proof.mail.markup.elements
    pieces = [HTML[elements[start].offset : elements[end].offset] for _, start, end in proof.stories()]
    assert [slot.article.slug for slot, _, _ in proof.stories()] == ["a-bridge", "a-road"]
    assert pieces[1].startswith('<a href="https://x.org/page.html#a-road">B')
    assert pieces[1].endswith("</div>\n")


def test_without_a_mail_or_stories_there_is_no_story() -> None:
    assert list(EditionProof(an_edition()).stories()) == []
    assert EditionProof(an_edition()).story_at(0) is None
    assert a_proof_of("<p>A</p>").story_at(0) is None


def test_a_mail_is_read_once_and_stays_what_it_is() -> None:
    mail = a_mail()
    assert mail.markup is mail.markup
    assert mail == a_mail()
    assert hash(mail) == hash(a_mail())
    assert dataclasses.replace(mail, html="<p>B</p>").markup.runs[0].text == "B"
    again: Mail = pickle.loads(pickle.dumps(mail))
    assert (again, again.markup) == (mail, mail.markup)
    assert a_page().markup.headings[0].text == "Crossings"
