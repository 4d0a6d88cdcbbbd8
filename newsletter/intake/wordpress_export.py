"""A WordPress export (WXR: RSS with WordPress's own elements), read as a stream and then item by item.

One pass over the file notes what is where and keeps no text. An item is read when its turn comes, from its place in the file. So
an export of any size takes the memory of its longest item, and of a few hundred bytes for each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, NamedTuple
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from newsletter.intake.doubts import Doubts
from newsletter.intake.wordpress_records import GROUP_KEYS, LANGUAGE_KEYS, Record, RecordReader, RefusedError
from newsletter.model import Problem, Source

RULE = "wordpress"
CHUNK = 1 << 16
MAX_ITEM = 16_000_000
_CONTROLS = bytes.maketrans(bytes([*range(9), 11, 12, *range(14, 32)]), b" " * 29)
"""WordPress writes characters that XML forbids (XML 1.0, 2.2); a space in their place keeps every offset."""
_FORBIDDEN = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_PAIR = re.compile(r's:\d+:"([^"]{1,20})";i:(\d{1,15});')
_BROKEN = "Export the site again (Tools, Export), and take care that the download is whole."


class Entry(NamedTuple):
    """Where a post stands in the file, and what joins it to others."""

    number: int
    kind: str
    status: str
    slug: str
    link: str
    date: str
    language: str
    group: str
    source_language: str
    is_protected: bool
    line: int
    start: int
    length: int
    """Bytes up to the end tag."""


class Attachment(NamedTuple):
    """A file that was put on the site."""

    number: int
    address: str
    parent: int
    alt: str
    caption: str
    line: int


@dataclass(slots=True)
class Export:
    """What one pass over the file found."""

    path: Path
    header: bytes = b""
    site: dict[str, str] = field(default_factory=dict)
    authors: dict[str, str] = field(default_factory=dict)
    locales: dict[str, str] = field(default_factory=dict)
    """Polylang: a language's slug, and its locale."""
    joined: dict[int, tuple[str, str]] = field(default_factory=dict)
    """Polylang: a post's number, the name of its group and its language."""
    entries: list[Entry] = field(default_factory=list)
    attachments: dict[int, Attachment] = field(default_factory=dict)
    comments: int = 0

    def read(self, entry: Entry, file: BinaryIO) -> Record | None:
        """Return one item with its text; None where it is no longer what it was."""
        file.seek(entry.start)
        found: list[Record] = []
        reader = RecordReader(lambda record, _span: found.append(record), lambda _name, _record: None, with_content=True)
        parser = DefusedXMLParser(target=reader, forbid_dtd=True)
        reader.expat = parser.parser
        try:
            parser.feed(self.header + b"<channel>" + file.read(entry.length).translate(_CONTROLS) + b"</item></channel></rss>")
            parser.close()
        except (DefusedXmlException, ParseError, ValueError):
            return None
        return found[0] if found else None


def read_export(path: Path, doubts: Doubts) -> Export | None:
    """Return what is where in the export *path*, or None after telling why it cannot be read.

    The file must be UTF-8, as WordPress writes it. Entities, document types and everything external are refused (defusedxml).
    """
    export = Export(path)
    reader = RecordReader(lambda record, span: _note_item(export, record, span), lambda name, record: _note_head(export, name, record))
    parser = DefusedXMLParser(target=reader, forbid_dtd=True)
    reader.expat = parser.parser
    try:
        with path.open("rb") as file:
            for chunk in _chunks(file, doubts):
                parser.feed(chunk)
                reader.check_pending(len(chunk))
            parser.close()
            export.header = _read_header(file, reader.root_start)
    except OSError as error:
        return _refuse(doubts, 0, f"cannot be read: {error.strerror}", "Check the name and that the file is there.")
    except DefusedXmlException:
        return _refuse(
            doubts, reader.line, "declares entities or a document type, which no export has", "Do not use this file unless you know its sender."
        )
    except ParseError as error:
        return _refuse(doubts, int(error.position[0]), f"is broken here: {error.msg}", _BROKEN)
    except RefusedError as error:
        return _refuse(doubts, reader.line, str(error), _BROKEN)
    except ValueError as error:
        return _refuse(doubts, reader.line, f"is broken here: {error}", _BROKEN)
    return export


def _refuse(doubts: Doubts, line: int, message: str, hint: str) -> Export | None:
    doubts.add(Problem(Source(doubts.path, line), RULE, message, hint))
    return None


def _chunks(file: BinaryIO, doubts: Doubts) -> Iterator[bytes]:
    line, was_told = 1, False
    while chunk := file.read(CHUNK):
        if line == 1 and re.match(rb"\xff\xfe|\xfe\xff|\x00", chunk):
            raise RefusedError("is not UTF-8 text")
        named = re.match(rb"\s*<\?xml[^>]{0,200}encoding=[\"']([^\"']{1,40})", chunk.removeprefix(b"\xef\xbb\xbf")) if line == 1 else None
        if named and named[1].lower() not in {b"utf-8", b"utf8"}:
            raise RefusedError("is not UTF-8 text")
        if not was_told and (forbidden := _FORBIDDEN.search(chunk)):
            was_told = True
            message = "holds control characters, which XML does not allow; spaces stand in their place"
            doubts.add(Problem(Source(doubts.path, line + chunk.count(b"\n", 0, forbidden.start())), RULE, message, "", "info"))
        line += chunk.count(b"\n")
        yield chunk.translate(_CONTROLS)


def _read_header(file: BinaryIO, start: int) -> bytes:
    file.seek(start)
    return file.read(CHUNK).partition(b">")[0].replace(b"\n", b" ").replace(b"\r", b" ") + b">"


def _note_head(export: Export, name: str, record: Record) -> None:
    fields = {key: value.strip() for key, value in record.fields.items()}
    if name in {"title", "link", "language", "wp:base_site_url", "wp:base_blog_url"}:
        export.site.setdefault(name, fields.get("", ""))
    elif name == "wp:author" and fields.get("wp:author_login"):
        export.authors[fields["wp:author_login"]] = fields.get("wp:author_display_name", "")
    elif name == "wp:term" and fields.get("wp:term_taxonomy") == "language":
        locale = re.search(r'"locale";s:\d+:"([\w@.-]{2,20})"', fields.get("wp:term_description", ""))
        export.locales[fields.get("wp:term_slug", "")] = locale[1] if locale else ""
    elif name == "wp:term" and fields.get("wp:term_taxonomy") == "post_translations":
        for language, number in _PAIR.findall(fields.get("wp:term_description", "")):
            export.joined[int(number)] = (fields.get("wp:term_slug", ""), language)


def _note_item(export: Export, record: Record, span: tuple[int, int]) -> None:
    fields = record.fields
    number, kind = record.number("wp:post_id"), fields.get("wp:post_type", "").strip()
    export.comments += record.comments
    if kind == "attachment":
        address = fields.get("wp:attachment_url", "").strip()
        alt = " ".join(record.meta.get("_wp_attachment_image_alt", "").split())[:500]
        caption = fields.get("excerpt:encoded", "").strip()[:1000]
        export.attachments[number] = Attachment(number, address, record.number("wp:post_parent"), alt, caption, record.line)
        return
    language, group = _language_of(export, record, number)
    export.entries.append(
        Entry(
            number=number,
            kind=kind,
            status=fields.get("wp:status", "").strip(),
            slug=fields.get("wp:post_name", "").strip(),
            link=fields.get("link", "").strip(),
            date=fields.get("wp:post_date", "").strip(),
            language=language,
            group=group,
            source_language=record.meta.get("_wpml_import_source_language_code", "").strip(),
            is_protected=bool(fields.get("wp:post_password", "").strip()),
            line=record.line,
            start=span[0],
            length=span[1],
        )
    )


def _language_of(export: Export, record: Record, number: int) -> tuple[str, str]:
    """Return the language of a post and the group of its translations, as Polylang or WPML wrote them down."""
    terms = {term.domain: term for term in record.terms}
    joined = export.joined.get(number, ("", ""))
    if "language" in terms or joined[0]:
        slug = terms["language"].slug if "language" in terms else joined[1]
        group = terms["post_translations"].slug if "post_translations" in terms else joined[0]
        return export.locales.get(slug) or slug, f"polylang {group}" if group else ""
    language = next((value for key in LANGUAGE_KEYS if (value := record.meta.get(key, "").strip())), "")
    group = next((value for key in GROUP_KEYS if (value := record.meta.get(key, "").strip())), "")
    original = record.meta.get("_icl_lang_duplicate_of", "").strip()
    return language, f"wpml {group}" if group else f"copy {original}" if original else ""
