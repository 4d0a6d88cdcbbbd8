"""A message that would not arrive as it was made is told; a sound one passes in silence."""

from __future__ import annotations

import base64
import dataclasses

import pytest
from values import a_mail, a_proof, told

from newsletter.model import Mail
from newsletter.preflight.mail_message import HEAVIEST_PICTURES, REPORT, check

MAIL = a_mail("<p>A bridge = a bridge</p>\n", "A bridge\n")
SOUND = b"""\
From: Crossings <news@crossings.example.org>
To: Crossings <en@crossings.example.org>
Subject: =?utf-8?q?The_July_issue?=
Date: Fri, 29 Jul 2022 09:00:00 +0000
Message-ID: <2022-07.en.0123@crossings.example.org>
List-Id: <en.crossings.example.org>
List-Unsubscribe: <https://crossings.example.org/unsubscribe>,
 <mailto:news@crossings.example.org?subject=unsubscribe>
List-Unsubscribe-Post: List-Unsubscribe=One-Click
Content-Language: en
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary="=_0123"

--=_0123
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: base64

QSBicmlkZ2UNCg==

--=_0123
Content-Type: text/html; charset="utf-8"
Content-Transfer-Encoding: quoted-printable

<p>A bridge =3D a bridge</p>

--=_0123--
""".replace(b"\n", b"\r\n")
HTML = SOUND[SOUND.index(b"Content-Type: text/html") : SOUND.index(b"\r\n--=_0123--")]
ADDRESS = "https://crossings.example.org/2022-07/en/pictures/bridge.png"


def said(message: bytes, mail: Mail = MAIL) -> list[str]:
    """Return what is said of a message, without what all of it begins with."""
    start, end = "2022-07.yaml:1: error: the message of the en mail ", " (mail-message)"
    return [line.removeprefix(start).removesuffix(end) for line in told(check(a_proof(mail=dataclasses.replace(mail, message=message))))]


def with_pictures(*pictures: tuple[str, bytes]) -> bytes:
    """Return the sound message with a picture shown in it, and pictures that travel in it."""
    html = HTML.replace(b"A bridge =3D", b'<img src=3D"cid:bridge@x">=\r\n<img src=3D"cid:bridge@x"> A bridge =3D')
    parts = [
        b"Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\nContent-ID: <" + name.encode() + b">\r\n\r\n" + data
        for name, data in pictures
    ]
    related = b"\r\n".join(b"--=_r\r\n" + part for part in [html, *parts])
    return SOUND.replace(HTML, b'Content-Type: multipart/related; type="text/html"; boundary="=_r"\r\n\r\n' + related + b"\r\n--=_r--\r\n")


def test_a_sound_message_passes() -> None:
    assert said(SOUND) == []


def test_without_a_message_nothing_is_said() -> None:
    assert told(check(a_proof(mail=MAIL))) == []
    assert told(check(a_proof())) == []


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (b"Crossings <news", "Traversées <news".encode(), "has bytes that are not ASCII"),
        (b"</p>\r\n", b"</p>\n", "has lines that do not end in CRLF"),
        (b"Date: ", b"X-Long: " + b"x" * 1000 + b"\r\nDate: ", "has a line of more than 998 characters in its head"),
        (b"QSBicmlkZ2UNCg==", b"QSBicmlkZ2UNCg==" + b" " * 70, "has a line of more than 78 characters"),
        (b"Date: Fri, 29 Jul 2022 09:00:00 +0000\r\n", b"", "lacks date"),
        (b"Message-ID: <2022-07.en.0123@crossings.example.org>\r\n", b"", "lacks message-id"),
        (b"Content-Language: en\r\n", b"", "lacks content-language"),
        (b"Content-Language: en", b"Content-Language: ar", "says that it is in ar"),
        (b"=?utf-8?q?The_July_issue?=", b"The June issue", "has another subject than the mail"),
        (b"=?utf-8?q?The_July_issue?=", b"=?utf-8?b?%%%?=", "has another subject than the mail"),
        (b"Message-ID: ", b"X-Name: =?utf-8?q?" + b"x" * 70 + b"?=\r\nMessage-ID: ", "has an encoded word of more than 75 characters"),
        (b"<https://crossings.example.org/unsubscribe>,\r\n ", b"", "has no page and no address to unsubscribe, in plain letters"),
        (b",\r\n <mailto:news@crossings.example.org?subject=unsubscribe>", b"", "has no page and no address to unsubscribe, in plain letters"),
        (
            b"<https://crossings.example.org/unsubscribe>",
            b"=?utf-8?q?=3Chttps=3A//x=3E?=",
            "has no page and no address to unsubscribe, in plain letters",
        ),
        (b"=One-Click", b"=one-click", "does not offer to unsubscribe with one click"),
        (b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n", b"", "does not offer to unsubscribe with one click"),
        (b"multipart/alternative;", b"multipart/mixed;", "has not two parts, text and HTML"),
        (b"--=_0123--", b"--=_0124--", "has not two parts, text and HTML"),
        (b'text/plain; charset="utf-8"', b'text/plain; charset="iso-8859-1"', "has no text/plain in UTF-8 in its place"),
        (b"QSBicmlkZ2UNCg==", b"QSByb2FkDQo=", "says something else in text/plain than the mail"),
        (b"=3D a", b"=3D the", "says something else in text/html than the mail"),
        (b"MIME-Version: 1.0", b"MIME-Version: 1.0\r\nMIME-Version: 1.0", "has a head that cannot be read"),
        (b"MIME-Version: 1.0", b"MIME-Version 1.0", "has a head that cannot be read"),
    ],
)
def test_a_seeded_defect_is_told(old: bytes, new: bytes, expected: str) -> None:
    assert SOUND.count(old) == 1
    assert said(SOUND.replace(old, new)) == [expected]


def test_html_before_text_is_told() -> None:
    text = SOUND[SOUND.index(b"Content-Type: text/plain") : SOUND.index(b"\r\n--=_0123\r\nContent-Type: text/html")]
    turned = SOUND.replace(HTML, b"?").replace(text, HTML).replace(b"?\r\n--=_0123--", text + b"\r\n--=_0123--")
    assert said(turned) == ["has no text/html in UTF-8 in its place", "has no text/plain in UTF-8 in its place"]


def test_a_page_without_encryption_is_warned_of_with_what_to_do() -> None:
    message = SOUND.replace(b"<https:", b"<http:").replace(b"List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n", b"")
    (problem,) = check(a_proof(mail=dataclasses.replace(MAIL, message=message)))
    assert (problem.severity, problem.message) == (
        "warning",
        "the message of the en mail cannot be unsubscribed with one click: the page is not https",
    )
    assert "newsletter.yaml" in problem.hint


def test_what_the_program_made_wrong_is_to_be_reported() -> None:
    (problem,) = check(a_proof(mail=dataclasses.replace(MAIL, message=SOUND.replace(b"=One-Click", b"=1"))))
    assert problem.hint == REPORT


PICTURED = a_mail(f'<p><img src="{ADDRESS}"><img src="{ADDRESS}"> A bridge = a bridge</p>\n', "A bridge\n")
DATA = base64.encodebytes(b"picture").replace(b"\n", b"\r\n")


def test_pictures_that_travel_in_the_mail_pass() -> None:
    assert said(with_pictures(("bridge@x", DATA)), PICTURED) == []


def test_a_picture_that_is_missing_or_not_shown_is_told() -> None:
    expected = ["shows other pictures than those that travel in it"]
    assert said(with_pictures(("road@x", DATA)), PICTURED) == expected
    assert said(with_pictures(("bridge@x", DATA), ("road@x", DATA)), PICTURED) == expected


def test_other_html_round_a_picture_is_told() -> None:
    other = with_pictures(("bridge@x", DATA)).replace(b"=3D a bridge", b"=3D the bridge")
    assert said(other, PICTURED) == ["says something else in text/html than the mail"]


def test_pictures_that_are_too_heavy_to_travel_are_told() -> None:
    heavy = (b"A" * 76 + b"\r\n") * (HEAVIEST_PICTURES // 78 + 1)
    (problem,) = check(a_proof(mail=dataclasses.replace(PICTURED, message=with_pictures(("bridge@x", heavy)))))
    assert "bytes of pictures in it (at most 2,000,000)" in problem.message
    assert "pictures: hosted" in problem.hint
