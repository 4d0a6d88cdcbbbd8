"""Who sends a mail stands in it, and how to get no more."""

from __future__ import annotations

import pytest
from values import a_mail, a_proof, told

from newsletter.model import Imprint
from newsletter.preflight.mail_imprint import check

OUT, VIEW = "https://x.org/unsubscribe", "https://x.org/2022-07/en/page.html"
IMPRINT = Imprint("Passage International", "14 Rue du Lac\n1207 Geneva", OUT, VIEW)
HTML = f'<p>Passage <b>International</b><br>14 Rue du Lac <br>1207 Geneva</p><a href="{VIEW}">View</a> <a href="{OUT}">Unsubscribe</a>'
TEXT = f"View <{VIEW}>\n\nPassage International\n14 Rue du Lac\n1207 Geneva\n\nUnsubscribe <{OUT}>\n"


def said_of(html: str = HTML, text: str = TEXT, imprint: Imprint | None = IMPRINT, **facts: str) -> list[str]:
    """Return what is said of a mail, without place and rule."""
    lines = told(check(a_proof(mail=a_mail(html, text, imprint=imprint, **facts))))
    return [line.removeprefix("2022-07.yaml:1: error: the en mail ").removesuffix(" (mail-imprint)") for line in lines]


def test_a_mail_with_sender_address_and_one_way_out_passes() -> None:
    assert said_of() == []


def test_without_a_mail_or_without_knowing_what_must_be_there_nothing_is_said() -> None:
    assert told(check(a_proof())) == []
    assert said_of("<p>A letter</p>", "A letter", imprint=None) == []


def test_a_mark_of_direction_does_not_hide_the_sender() -> None:
    assert said_of(text=TEXT.replace("Passage", "\u200ePassage")) == []


@pytest.mark.parametrize(
    ("html", "text", "said"),
    [
        (HTML.replace(OUT, "https://x.org"), TEXT, "has 0 links to unsubscribe in its HTML where it must have one"),
        (HTML + f'<a href="{OUT}">again</a>', TEXT, "has 2 links to unsubscribe in its HTML where it must have one"),
        (HTML, TEXT.replace(OUT, OUT + "/other"), "has 0 links to unsubscribe in its text part where it must have one"),
        (HTML, TEXT + OUT, "has 2 links to unsubscribe in its text part where it must have one"),
        (HTML.replace(VIEW, "https://x.org"), TEXT, "has no link to view it in a browser in its HTML"),
        (HTML, TEXT.replace(VIEW, "x"), "has no link to view it in a browser in its text part"),
        (HTML.replace("International", "of mine"), TEXT, "does not show the publisher in its HTML"),
        (HTML, TEXT.replace("1207 ", ""), "does not show the postal address in its text part"),
    ],
)
def test_what_the_law_wants_and_is_not_there_is_told(html: str, text: str, said: str) -> None:
    assert said_of(html, text) == [said]


def test_a_publication_without_an_address_is_told() -> None:
    assert said_of(imprint=IMPRINT._replace(address="")) == ["has no postal address"]


@pytest.mark.parametrize("piece", ["{{ name }}", "{% if x %}", "*|FNAME|*", "[[data:name]]"])
def test_a_piece_of_a_template_language_is_told_wherever_it_stands(piece: str) -> None:
    assert said_of(HTML + piece)[0].startswith("has a piece of a template left in its HTML: ")
    assert said_of(text=TEXT + piece) == [f"has a piece of a template left in its text part: {piece!r}"]
    assert said_of(subject=f"July {piece}") == [f"has a piece of a template left in its subject: {piece!r}"]


def test_the_mailing_services_own_address_is_no_left_over() -> None:
    tag = "*|UNSUB|*"
    assert said_of(HTML.replace(OUT, tag), TEXT.replace(OUT, tag), IMPRINT._replace(unsubscribe=tag)) == []
