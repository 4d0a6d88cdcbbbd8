"""The complete message: head, text and HTML, byte by byte."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
import re
from email.header import decode_header, make_header
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from postoffice import read, words_of
from values import a_language, a_mail, a_png, a_publication, an_edition, told

from newsletter.letterhead import Letterhead
from newsletter.model import Mail
from newsletter.preflight.mail_message import check
from newsletter.render.mail_headers import encode_words
from newsletter.render.material import Material, Prepared, Rendition
from newsletter.render.message import ProofMark, compose_message

ARABIC = a_mail("<h1>معابر</h1>\n", "معابر\n", subject="تايلاند توقّع وتشيباس تُصغي: عدد تموز/يوليو", language="ar", direction="rtl")
NOON = dt.datetime(2026, 11, 23, 12, 30, tzinfo=dt.UTC)
LONG_PAGE = "https://crossings.example.org/unsubscribe/" + "A1b2C3d4E5f6" * 40 + "?c=ar"


def a_material(tag: str = "en", pictures: dict[str, Prepared] | None = None, folder: Path = Path(), **facts: Any) -> Material:
    """Return what a message is composed of besides the mail; *facts* are those of its letterhead."""
    publication = a_publication(mail=Letterhead(**facts))
    languages = {name: a_language(name) for name in ("en", "ar")}
    edition = an_edition(tag=tag)
    return Material(edition, publication, {}, languages, {}, ("en", "ar"), (), pictures=pictures or {}, picture_folder=folder)


def composed(mail: Mail | None = None, tag: str = "en", **facts: Any) -> bytes:
    """Return the message of a mail."""
    return compose_message(mail or a_mail(), a_material(tag, **facts))


def head_of(message: bytes) -> list[str]:
    """Return the lines of a message's head."""
    return message.partition(b"\r\n\r\n")[0].decode("ascii").split("\r\n")


def problems_of(mail: Mail, message: bytes, tag: str = "en") -> list[str]:
    """Return what preflight says about it."""
    from values import a_proof

    return told(check(a_proof(edition=an_edition(tag=tag), mail=dataclasses.replace(mail, message=message))))


def test_the_head_of_an_arabic_message_says_whom_it_is_from_which_list_it_belongs_to_and_how_to_leave() -> None:
    lines = head_of(composed(ARABIC, "ar", unsubscribe_page=LONG_PAGE))
    boundary = lines[-1].rpartition("=_")[2]
    assert lines == [
        "From: =?utf-8?b?2YXYudin2KjYsQ==?= <newsletter@crossings.example.org>",
        "To: =?utf-8?b?2YXYudin2KjYsQ==?= <ar@crossings.example.org>",
        "Subject: =?utf-8?b?2KrYp9mK2YTYp9mG2K8g2KrZiNmC2ZHYuSDZiNiq2LTZitio2Kc=?=",
        " =?utf-8?b?2LMg2KrZj9i12LrZijog2LnYr9ivINiq2YXZiNiyL9mK2YjZhNmK2Yg=?=",
        "Date: Fri, 29 Jul 2022 09:00:00 +0000",
        f"Message-ID: <2022-07.ar.{boundary[:-1]}@crossings.example.org>",
        "List-Id: <ar.crossings.example.org>",
        f"List-Unsubscribe: <{LONG_PAGE}>,",
        " <mailto:newsletter@crossings.example.org?subject=unsubscribe>",
        "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
        "Content-Language: ar",
        "MIME-Version: 1.0",
        f'Content-Type: multipart/alternative; boundary="=_{boundary}',
    ]


def test_the_letterhead_of_newsletter_yaml_is_used() -> None:
    message = read(
        composed(
            names={"en": 'Crossings, "the review"'},
            address="news@crossings.example.org",
            reply_to="letters@crossings.example.org",
            unsubscribe_address="a+b%c?d@crossings.example.org",
            host="lists.example.org",
        )
    )
    assert str(message["From"]) == '"Crossings, \\"the review\\"" <news@crossings.example.org>'
    assert str(message["Reply-To"]) == "letters@crossings.example.org"
    assert message["List-Id"] == "<en.lists.example.org>"
    assert message["List-Unsubscribe"].endswith("<mailto:a+b%25c%3Fd@crossings.example.org?subject=unsubscribe>")
    assert str(message["To"].addresses[0].addr_spec) == "en@lists.example.org"


def test_an_address_outside_ascii_is_written_as_hosts_and_paths_are_on_the_web() -> None:
    message = composed(unsubscribe_page="https://bücher.example.org/ab melden/für?a=b&c=ü".replace(" ", "%20"))
    assert b"List-Unsubscribe: <https://xn--bcher-kva.example.org/ab%20melden/f%C3%BCr?a=b&c=%C3%BC>," in message


def test_a_page_without_encryption_offers_no_single_click() -> None:
    message = compose_message(a_mail(), dataclasses.replace(a_material(), publication=a_publication(base="http://localhost:8000")))
    assert b"List-Unsubscribe: <http://localhost:8000/unsubscribe>,\r\n" in message
    assert b"List-Unsubscribe-Post" not in message


def test_text_comes_first_and_html_second_and_both_come_back_as_they_were() -> None:
    mail = a_mail("<p>" + "a = b; " * 200 + "</p>\n.\nFrom here\n \n<p>เริ่ม</p>\ttrailing \n", "Line one \n\n.\nข้ามแดน\n" * 9)
    message = composed(mail)
    text, html = read(message).iter_parts()
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    assert (text.get_content_charset(), html.get_content_charset()) == ("utf-8", "utf-8")
    assert (words_of(text), words_of(html)) == (mail.text, mail.html)
    assert problems_of(mail, message) == []


def test_no_line_begins_as_a_mailbox_parts_its_messages() -> None:
    mail = a_mail(
        "<p>x</p>\nFrom here to there\n" + "From all of them to all of the others, word after word, until the line is full" * 2, "From here on\n"
    )
    message = composed(mail)
    assert [line for line in message.split(b"\r\n\r\n", 1)[1].split(b"\r\n") if line.startswith(b"From ")] == []
    assert [words_of(part) for part in read(message).iter_parts()] == [mail.text, mail.html]
    assert problems_of(mail, message) == []


def test_each_part_travels_in_the_encoding_that_is_shorter() -> None:
    text, html = read(composed(a_mail("<p>Crossings</p>" * 50, "ข้ามแดน " * 50))).iter_parts()
    assert (text["Content-Transfer-Encoding"], html["Content-Transfer-Encoding"]) == ("base64", "quoted-printable")


def test_the_same_mail_gives_the_same_bytes_and_another_one_another_identity() -> None:
    assert composed(ARABIC, "ar") == composed(ARABIC, "ar")
    other = composed(dataclasses.replace(ARABIC, text="غيره\n"), "ar")
    assert head_of(other)[5] != head_of(composed(ARABIC, "ar"))[5]


def test_the_name_of_an_issue_cannot_break_the_identity() -> None:
    edition = an_edition(name="juillet é <x@y>\r\nBcc: all@example.org")
    message = compose_message(a_mail(), dataclasses.replace(a_material(), edition=edition))
    assert next(line for line in head_of(message) if line.startswith("Message-ID")).startswith("Message-ID: <juillet-x-y-Bcc-all-example-org.en.")


@pytest.mark.parametrize("sign", ["\r\n", "\n", "\r", "\x00", "\x85", "\u2028", "\u2029", "\x0b", "\x1c"])
def test_no_subject_and_no_name_can_begin_a_header_of_its_own(sign: str) -> None:
    forged = f"July{sign}Bcc: readers@example.org"
    message = composed(a_mail(subject=forged), names={"en": forged})
    assert [line for line in head_of(message) if line.startswith("Bcc")] == []
    assert read(message)["Bcc"] is None
    assert read(message)["Subject"].split() == ["July", "Bcc:", "readers@example.org"]


def test_a_subject_that_looks_encoded_stays_as_it_was_written() -> None:
    subject = "How to write =?utf-8?q?caf=C3=A9?= in a header"
    assert str(make_header(decode_header(read_raw(composed(a_mail(subject=subject)), "subject")))) == subject


def test_a_long_english_subject_is_folded_at_its_spaces_and_not_encoded() -> None:
    subject = "A bridge that was built from both of its banks, and a road that was not: " * 2
    message = composed(a_mail(subject=subject.strip()))
    assert b"=?" not in message.partition(b"\r\n\r\n")[0]
    assert max(map(len, head_of(message))) <= 78
    assert read(message)["Subject"] == subject.strip()


def read_raw(message: bytes, name: str) -> str:
    """Return a field as it travels, unfolded."""
    head = "\n".join(head_of(message)).replace("\n ", " ")
    return next(line.partition(": ")[2] for line in head.split("\n") if line.lower().startswith(f"{name}: "))


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=120))
def test_every_subject_comes_back_from_words_of_75_characters(subject: str) -> None:
    message = composed(a_mail(subject=subject))
    words = re.findall(r"=\?utf-8\?[bq]\?[^?\s]*\?=", "\n".join(head_of(message)))
    assert all(len(word) <= 75 for word in words)
    assert str(make_header(decode_header(read_raw(message, "subject")))).strip() == subject.strip()


@pytest.mark.parametrize(
    "text", ["ที่นี่มีน้ำผึ้งป่าและเรื่องเล่าจากผู้คนบนเส้นทาง" * 4, "مُعَابِرُ النَّاسِ فِي تَرْحَالِهِمْ " * 8, "e\u0301te\u0301 " * 40, "\U0001f469\u200d\U0001f680 " * 20]
)
def test_encoded_words_are_cut_between_letters_as_readers_count_them(text: str) -> None:
    import unicodedata

    parts = [str(make_header(decode_header(word))) for word in encode_words(text, 9)]
    assert len(parts) > 1
    assert "".join(parts) == text
    for before, part in itertools.pairwise(parts):
        assert unicodedata.category(part[0]) not in {"Mn", "Mc", "Me"}
        assert "\u200d" not in (before[-1], part[0])


def test_a_letter_too_large_for_any_word_is_cut_all_the_same() -> None:
    text = "a" + "\u0301" * 200
    words = encode_words(text, 9)
    assert max(map(len, words)) <= 75
    assert "".join(str(make_header(decode_header(word))) for word in words) == text


def a_picture(folder: Path, name: str) -> Prepared:
    """Put a picture into *folder*; return it prepared for a mail."""
    (folder / f"{name}.png").write_bytes(a_png(len(name), 4))
    rendition = Rendition(f"{name}.png", len(name), 4)
    return Prepared(rendition, rendition, rendition, (len(name), 4))


def test_pictures_may_travel_in_the_mail_in_the_place_of_their_addresses(tmp_path: Path) -> None:
    pictures = {
        "a-bridge/lead": a_picture(tmp_path, "a-bridge"),
        "a-road/lead": a_picture(tmp_path, "a-road"),
        "b/lead": a_picture(tmp_path, "unseen"),
    }
    address = "https://crossings.example.org/2022-07/en/pictures/"
    mail = a_mail(
        f'<img src="{address}a-bridge.png"><a href="{address}a-bridge.png">x</a><img src="{address}a-road.png"><img src="{address}a-bridge.png">'
    )
    message = compose_message(mail, material_inline(pictures, tmp_path))
    text, related = read(message).iter_parts()
    html, *shown = related.iter_parts()
    assert (text.get_content_type(), related.get_content_type(), html.get_content_type()) == ("text/plain", "multipart/related", "text/html")
    assert [(part.get_content_type(), part.get_content_disposition()) for part in shown] == [("image/png", "inline")] * 2
    names = [part["Content-ID"].strip("<>") for part in shown]
    assert [part.get_payload(decode=True) for part in shown] == [(tmp_path / f"{name}.png").read_bytes() for name in ("a-bridge", "a-road")]
    assert re.findall(r'src="cid:([^"]+)"', words_of(html)) == [names[0], names[1], names[0]]
    assert f'href="{address}a-bridge.png"' in words_of(html)
    assert problems_of(mail, message) == []
    assert message == compose_message(mail, material_inline(pictures, tmp_path))


def material_inline(pictures: dict[str, Prepared], folder: Path) -> Material:
    """Return the material of a publication whose pictures travel in the mail."""
    material = a_material(pictures=pictures, folder=folder)
    return dataclasses.replace(material, publication=a_publication(mail=Letterhead(pictures="inline")))


def test_a_mail_without_pictures_is_the_same_wherever_they_lie(tmp_path: Path) -> None:
    assert compose_message(a_mail(), material_inline({}, tmp_path)) == composed()


def test_a_proof_is_marked_and_goes_to_one_colleague_today() -> None:
    material = a_material("ar")
    proof = compose_message(ARABIC, material, ProofMark("تجربة", "me@example.org", NOON))
    message = read(proof)
    assert message["Subject"] == f"[تجربة] {ARABIC.subject}"
    assert str(message["To"]) == "me@example.org"
    assert message["Date"].datetime == NOON
    assert message["X-Newsletter-Proof"] == "2022-07 ar"
    assert message["Message-ID"] not in {compose_message(ARABIC, material).decode(), read(compose_message(ARABIC, material))["Message-ID"]}
    other = read(compose_message(ARABIC, material, ProofMark("تجربة", "you@example.org", NOON)))
    assert other["Message-ID"] != message["Message-ID"]
    assert [words_of(part) for part in message.iter_parts()] == [ARABIC.text, ARABIC.html]


def test_a_message_for_readers_has_no_mark_of_a_proof() -> None:
    assert b"X-Newsletter-Proof" not in composed()
