"""The complete message, mail.eml, is not as mail servers and mail programs need it.

Why: a line too long, a byte that is not ASCII or an encoded unsubscribe address is mended on the way by whoever thinks he
knows how: letters are lost, signatures break, and the button that unsubscribes leads nowhere (RFC 5322, 2045, 2047, 2369, 8058).
What to do: give the unsubscribe page an https address, and keep pictures that travel in the mail small; the rest is the
program's own work and should be reported.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator, Mapping
from email.header import decode_header, make_header
from typing import NamedTuple

from newsletter.model import Mail, Problem, Proof, Severity

ID = "mail-message"

LONGEST_LINE = 998
LONGEST_BODY_LINE = 78
LONGEST_WORD = 75
HEAVIEST_PICTURES = 2_000_000
REPORT = "The program makes this by itself. Please report it, with the issue that shows it."
_ONE_CLICK = "List-Unsubscribe=One-Click"
_NEEDED = ("from", "to", "subject", "date", "message-id", "mime-version", "content-type", "list-id", "list-unsubscribe", "content-language")
_WORD = re.compile(rb"=\?[^\s?]+\?[bBqQ]\?[^\s?]*\?=")
_WAYS_OUT = re.compile(r"<https?://[^<>\s]+>,\s<mailto:[^<>\s]+>")
_BOUNDARY = re.compile(r'boundary="([^"]+)"')
_CID = re.compile(rb"cid:([^\"<>\s]+)")


class Fault(NamedTuple):
    """What is wrong with a message."""

    message: str
    hint: str = REPORT
    severity: Severity = "error"


class Part(NamedTuple):
    """A part of a message."""

    fields: Mapping[str, str]
    """By lower-case names, unfolded."""
    body: bytes


def check(proof: Proof) -> Iterator[Problem]:
    """Yield a problem for everything in a message's bytes that would not arrive, or not be understood."""
    for entry in proof.editions:
        if entry.mail is None or not entry.mail.message:
            continue
        tag, source = entry.edition.language.tag, entry.edition.source
        for fault in _faults(entry.mail):
            yield Problem(source, ID, f"the message of the {tag} mail {fault.message}", fault.hint, fault.severity, tag)


def _faults(mail: Mail) -> Iterator[Fault]:
    head, _, _ = mail.message.partition(b"\r\n\r\n")
    yield from _line_faults(mail.message, len(head))
    message = _read(mail.message)
    if message is None:
        yield Fault("has a head that cannot be read")
        return
    yield from _field_faults(message.fields, mail)
    if any(len(word) > LONGEST_WORD for word in _WORD.findall(head)):
        yield Fault(f"has an encoded word of more than {LONGEST_WORD} characters")
    yield from _unsubscribe_faults(message.fields)
    yield from _part_faults(message, mail)


def _line_faults(message: bytes, head: int) -> Iterator[Fault]:
    if not message.isascii():
        yield Fault("has bytes that are not ASCII")
    if not message.count(b"\r\n") == message.count(b"\n") == message.count(b"\r"):
        yield Fault("has lines that do not end in CRLF")
    if max(map(len, message[:head].split(b"\r\n"))) > LONGEST_LINE:
        yield Fault(f"has a line of more than {LONGEST_LINE} characters in its head")
    if max(map(len, message[head:].split(b"\r\n"))) > LONGEST_BODY_LINE:
        yield Fault(f"has a line of more than {LONGEST_BODY_LINE} characters")


def _field_faults(fields: Mapping[str, str], mail: Mail) -> Iterator[Fault]:
    if missing := [name for name in _NEEDED if not fields.get(name)]:
        yield Fault(f"lacks {', '.join(missing)}")
    if fields.get("content-language", mail.language) != mail.language:
        yield Fault(f"says that it is in {fields['content-language']}")
    try:
        subject = str(make_header(decode_header(fields.get("subject", ""))))
    except (ValueError, LookupError):
        subject = ""
    if subject != mail.subject:
        yield Fault("has another subject than the mail", "Look for characters in the subject that cannot be seen, and type it again.")


def _unsubscribe_faults(fields: Mapping[str, str]) -> Iterator[Fault]:
    ways = fields.get("list-unsubscribe", "")
    if ways and not _WAYS_OUT.fullmatch(ways):
        yield Fault("has no page and no address to unsubscribe, in plain letters")
    elif ways.startswith("<http:"):
        hint = "Give a page with https in newsletter.yaml: `mail: {unsubscribe: {page: https://…}}`. Large mail services want it."
        yield Fault("cannot be unsubscribed with one click: the page is not https", hint, "warning")
    elif ways and fields.get("list-unsubscribe-post") != _ONE_CLICK:
        yield Fault("does not offer to unsubscribe with one click")


def _part_faults(message: Part, mail: Mail) -> Iterator[Fault]:
    """Yield what is wrong with the parts: text first, then HTML (RFC 2046, 5.1.4), each saying what the mail says."""
    parts = _split(message, "multipart/alternative")
    if len(parts) != 2:
        yield Fault("has not two parts, text and HTML")
        return
    text, html = parts
    pictures: tuple[Part, ...] = ()
    if html.fields.get("content-type", "").startswith("multipart/related"):
        html, *rest = _split(html, "multipart/related") or (Part({}, b""),)
        pictures = tuple(rest)
    for part, kind, words in ((text, "plain", mail.text), (html, "html", mail.html)):
        if part.fields.get("content-type", "").lower() != f'text/{kind}; charset="utf-8"':
            yield Fault(f"has no text/{kind} in UTF-8 in its place")
        elif not _says(_decode(part), words.replace("\r\n", "\n").replace("\r", "\n").encode(), is_inline=bool(pictures)):
            yield Fault(f"says something else in text/{kind} than the mail")
    if pictures:
        yield from _picture_faults(pictures, _decode(html))


def _picture_faults(pictures: tuple[Part, ...], html: bytes) -> Iterator[Fault]:
    shown = {name.decode("ascii", "replace") for name in _CID.findall(html)}
    if shown != {part.fields.get("content-id", "").strip("<>") for part in pictures}:
        yield Fault("shows other pictures than those that travel in it")
    weight = sum(len(part.body) for part in pictures)
    if weight > HEAVIEST_PICTURES:
        hint = "Write `mail: {pictures: hosted}` in newsletter.yaml, or use fewer or smaller pictures."
        yield Fault(f"has {weight:,} bytes of pictures in it (at most {HEAVIEST_PICTURES:,})", hint)


def _says(found: bytes, words: bytes, *, is_inline: bool) -> bool:
    """Whether a decoded part says *words*; an address that begins with ``cid:`` stands for that of a picture on the web."""
    found = found.replace(b"\r\n", b"\n")
    if not is_inline:
        return found == words
    place = 0
    pieces = _CID.split(found)[::2]
    for piece in pieces[:-1]:
        if not words.startswith(piece, place):
            return False
        place = words.find(b'"', place + len(piece))
    return words[place:] == pieces[-1]


def _read(data: bytes) -> Part | None:
    """Return the fields and the body of a message or part; None where a line of its head is no field."""
    head, _, body = data.partition(b"\r\n\r\n")
    fields: dict[str, str] = {}
    for line in head.replace(b"\r\n ", b" ").decode("ascii", "replace").split("\r\n"):
        name, colon, value = line.partition(": ")
        if not colon or not name.replace("-", "").isalnum() or name.lower() in fields:
            return None
        fields[name.lower()] = value
    return Part(fields, body)


def _split(part: Part, kind: str) -> tuple[Part, ...]:
    """Return the parts of a multipart; none where it is not of its kind or cannot be read."""
    written = part.fields.get("content-type", "")
    boundary = _BOUNDARY.search(written)
    if not written.startswith(f"{kind};") or boundary is None:
        return ()
    mark = f"--{boundary[1]}".encode()
    start, *pieces = (b"\r\n" + part.body).split(b"\r\n" + mark)
    if start.strip() or not pieces or pieces[-1].strip() != b"--":
        return ()
    read = [_read(piece.removeprefix(b"\r\n")) for piece in pieces[:-1]]
    return tuple(piece for piece in read if piece) if all(read) else ()


def _decode(part: Part) -> bytes:
    """Return a part as it was before its transfer encoding (RFC 2045, 6.7 and 6.8)."""
    encoding = part.fields.get("content-transfer-encoding", "7bit").lower()
    try:
        if encoding == "quoted-printable":
            return binascii.a2b_qp(part.body)
        return binascii.a2b_base64(part.body) if encoding == "base64" else part.body
    except binascii.Error:
        return b""
