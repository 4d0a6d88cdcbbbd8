"""Every edition goes through a real mail server and comes out as it went in."""

from __future__ import annotations

import datetime as dt
import smtplib
from collections.abc import Iterator

import pytest
from mailroom import ALL, posted
from postoffice import Letter, PostOffice, a_post_office, words_of

from newsletter.mailing.smtp import Server, send_proofs
from newsletter.render.message import ProofMark, compose_message

SENDER, ME = "desk@crossings.example.org", "me@example.org"


@pytest.fixture(scope="module")
def office() -> Iterator[PostOffice]:
    with a_post_office() as opened:
        yield opened


def delivered(office: PostOffice, message: bytes) -> Letter:
    """Hand a message over as a mailing programme does; return what arrived."""
    with smtplib.SMTP("127.0.0.1", office.port, "localhost") as connection:
        connection.sendmail(SENDER, [ME], message)
    return office.letters.pop()


@pytest.mark.parametrize(("name", "tag"), ALL)
def test_an_edition_arrives_byte_by_byte_and_says_the_same(office: PostOffice, name: str, tag: str) -> None:
    mail = posted(name, tag).mail
    message = compose_message(mail, posted(name, tag).material)
    letter = delivered(office, message)
    assert letter.content == message
    text, html = letter.message.iter_parts()
    assert (words_of(text), words_of(html)) == (mail.text, mail.html)
    assert letter.message["Subject"] == mail.subject
    assert letter.message["Content-Language"] == tag
    assert letter.message.defects == text.defects == html.defects == []


@pytest.mark.parametrize(("name", "tag"), ALL[:5])
def test_a_proof_arrives_with_its_mark_and_the_same_parts(office: PostOffice, name: str, tag: str) -> None:
    mail = posted(name, tag).mail
    proof = compose_message(mail, posted(name, tag).material, ProofMark("Proof", ME, dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC)))
    send_proofs({ME: proof}, SENDER, Server("127.0.0.1", office.port))
    letter = office.letters.pop()
    assert letter.content == proof
    assert letter.recipients == (ME,)
    assert letter.message["Subject"] == f"[Proof] {mail.subject}"
    assert [words_of(part) for part in letter.message.iter_parts()] == [mail.text, mail.html]
