"""The complete message of an edition, as it is handed to a mail server: header fields, text and HTML, and pictures where they travel in it."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import functools
import html
import re
import unicodedata
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime
from typing import NamedTuple
from urllib.parse import quote

from newsletter.digests import digest_bytes
from newsletter.letterhead import Letterhead, plain_url
from newsletter.model import Mail
from newsletter.render.mail_headers import make_policy
from newsletter.render.material import Material

_MORNING = dt.time(9, tzinfo=dt.UTC)
_LINE_END = re.compile(r"\r\n?|\n")
_FROM = re.compile(rb"^From ", re.MULTILINE)
"""Mailboxes put a sign before such a line, which would stay in the text (RFC 2049, 3)."""
_KINDS = {"jpg": "image/jpeg", "png": "image/png"}


class ProofMark(NamedTuple):
    """What makes a message a proof, to be looked at by one colleague."""

    word: str
    """The edition's word for a proof."""
    to: str
    """An e-mail address in plain letters."""
    moment: dt.datetime
    """When it is sent, with its time zone."""


def compose_message(mail: Mail, material: Material, mark: ProofMark | None = None) -> bytes:
    """Return a mail as a message of RFC 5322 and MIME: plain ASCII, lines of at most 78 characters in its bodies, CRLF throughout.

    The same mail gives the same bytes: date and Message-ID come from the issue and from what the mail says, never from a clock.
    It is addressed to the list of its language and knows no reader. With *mark* it is a proof for one colleague instead, whose
    subject says so.
    """
    head, language = material.publication.letterhead, material.edition.language.tag
    name = material.text(head.names)
    said = "\0".join((mail.subject, mail.preheader, mail.text, mail.html, *((mark.to, mark.moment.isoformat()) if mark else ())))
    digest = digest_bytes(said.encode("utf-8", "replace"))[:24]
    message = EmailMessage(_policy())
    sender = _plain(name.text if name else "")
    message["From"] = Address(sender, addr_spec=head.address)
    message["To"] = Address(addr_spec=mark.to) if mark else Address(sender, addr_spec=f"{language.lower()}@{head.host}")
    if head.reply_to:
        message["Reply-To"] = Address(addr_spec=head.reply_to)
    subject = _plain(mail.subject)
    message["Subject"] = f"[{_plain(mark.word)}] {subject}" if mark else subject
    message["Date"] = format_datetime(mark.moment if mark else dt.datetime.combine(material.edition.date, _MORNING))
    issue = re.sub(r"[^A-Za-z0-9]+", "-", material.edition.name).strip("-")[:40] or "issue"
    message["Message-ID"] = f"<{issue}.{language.lower()}.{'proof.' if mark else ''}{digest}@{head.host}>"
    _name_list(message, head, language)
    message["Content-Language"] = language
    if mark:
        message["X-Newsletter-Proof"] = f"{issue} {language}"
    message["MIME-Version"] = "1.0"
    message["Content-Type"] = f'multipart/alternative; boundary="=_{digest}"'
    message.attach(_write("plain", mail.text))
    message.attach(_write_html(mail.html, material, head, digest))
    return message.as_bytes()


@functools.cache
def _policy() -> EmailPolicy[EmailMessage]:
    return make_policy()


def _name_list(message: EmailMessage, head: Letterhead, language: str) -> None:
    """Say which list this is (RFC 2919), and how to leave it: by a page, a mail, or one click (RFC 2369, RFC 8058)."""
    page, address = plain_url(head.unsubscribe_page), quote(head.unsubscribe_address, safe="@!$'*+")
    message["List-Id"] = f"<{language.lower()}.{head.host}>"
    message["List-Unsubscribe"] = f"<{page}>, <mailto:{address}?subject=unsubscribe>"
    if page.startswith("https://"):
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"


def _write(kind: str, words: str) -> EmailMessage:
    """Return a part of text in the shorter of the two encodings that every server carries (RFC 2045, 6.7 and 6.8)."""
    data = _LINE_END.sub("\r\n", words).encode()
    encoded = _FROM.sub(b"=46rom=\r\n ", binascii.b2a_qp(data))
    encoding = "quoted-printable"
    if len(encoded) > len(data) * 78 / 57:
        encoding, encoded = "base64", _base64(data)
    part = EmailMessage(_policy())
    part["Content-Type"] = f'text/{kind}; charset="utf-8"'
    part["Content-Transfer-Encoding"] = encoding
    part.set_payload(encoded.decode("ascii"))
    return part


def _base64(data: bytes) -> bytes:
    return base64.encodebytes(data).replace(b"\n", b"\r\n")


def _write_html(source: str, material: Material, head: Letterhead, digest: str) -> EmailMessage:
    """Return the HTML; where pictures are to travel in the mail, together with those that it shows (RFC 2387, RFC 2392)."""
    if head.pictures == "hosted":
        return _write("html", source)
    parts = []
    for _, prepared in sorted(material.pictures.items()):
        file = prepared.mail.file
        shown = f'src="{html.escape(material.picture_address(file))}"'
        if shown not in source:
            continue
        data = (material.picture_folder / file).read_bytes()
        name = f"{digest_bytes(data)[:24]}@{head.host}"
        source = source.replace(shown, f'src="cid:{name}"')
        part = EmailMessage(_policy())
        part["Content-Type"] = _KINDS[file.rpartition(".")[2]]
        part["Content-Transfer-Encoding"] = "base64"
        part["Content-ID"] = f"<{name}>"
        part["Content-Disposition"] = "inline"
        part.set_payload(_base64(data).decode("ascii"))
        parts.append(part)
    if not parts:
        return _write("html", source)
    related = EmailMessage(_policy())
    related["Content-Type"] = f'multipart/related; type="text/html"; boundary="=_related_{digest}"'
    for part in (_write("html", source), *parts):
        related.attach(part)
    return related


def _plain(text: str) -> str:
    """Return words with a space in place of whatever would break a header field."""
    return "".join(" " if unicodedata.category(character) in {"Cc", "Cs", "Zl", "Zp"} else character for character in text)
