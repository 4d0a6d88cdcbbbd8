"""A Word file opened: a zip of XML parts (ECMA-376, part 2), read under limits and without entities.

Nothing is ever unpacked to the disk, and no name in the file is used as a path. What is too large, too deep or broken is refused
as a whole, with the reason.
"""

from __future__ import annotations

import io
import posixpath
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from xml.etree.ElementTree import Element, ParseError, TreeBuilder

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from newsletter.model import Problem, Source

RULE = "docx"
MAX_BYTES = 60_000_000
MAX_ENTRIES = 2_000
MAX_UNPACKED = 300_000_000
MAX_RATIO = 200
"""How many times its size a large part may unpack to; text packs about ten times, drawings a hundred."""
MAX_XML = 6_000_000
MAX_ALL_XML = 15_000_000
MAX_ELEMENTS = 150_000
MAX_DEPTH = 60
"""Elements inside each other; a table inside a text box needs about thirty."""

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{_WORD}}}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_STRICT = {
    "http://purl.oclc.org/ooxml/wordprocessingml/main": _WORD,
    "http://purl.oclc.org/ooxml/officeDocument/relationships": R[1:-1],
    "http://purl.oclc.org/ooxml/drawingml/wordprocessingDrawing": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "http://purl.oclc.org/ooxml/drawingml/main": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "http://purl.oclc.org/ooxml/officeDocument/math": "http://schemas.openxmlformats.org/officeDocument/2006/math",
}
"""The names of ISO/IEC 29500 Strict, and those that everybody writes."""
AGAIN = "Open the file in Word or LibreOffice, save it again as .docx, and import that."


class Relation(NamedTuple):
    """What a part refers to by an id."""

    kind: str
    """The last word of its type: ``hyperlink``, ``image``, ``styles`` ..."""
    target: str
    """An address, or the name of a part of the file."""
    is_external: bool


@dataclass(frozen=True, slots=True)
class Part:
    """An XML part and what it refers to."""

    root: Element
    relations: Mapping[str, Relation] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Package:
    """A Word file: the parts that hold words, and a way to its pictures."""

    path: str
    document: Part
    parts: Mapping[str, tuple[Part, ...]]
    """Other parts by kind: ``styles``, ``numbering``, ``footnotes``, ``endnotes``, ``comments``, ``header``, ``footer``, ``core-properties``."""
    names: frozenset[str]
    read: Callable[[str], bytes | None]
    """Return a picture by the name of its part; None where it cannot be read."""

    def root(self, kind: str) -> Element | None:
        """Return the root of the first part of a kind."""
        return self.parts[kind][0].root if self.parts.get(kind) else None


def open_package(path: Path, problems: list[Problem]) -> Package | None:
    """Return the Word file at *path*, or None after adding the reason to *problems*."""
    try:
        return _open(path)
    except _Unusable as error:
        problems.append(Problem(Source(str(path)), RULE, str(error), error.hint))
    except OSError as error:
        hint = "Check the name and that the file is there."
        problems.append(Problem(Source(str(path)), RULE, f"cannot be read: {error.strerror or 'it is damaged'}", hint))
    return None


class _Unusable(Exception):
    def __init__(self, message: str, hint: str = AGAIN) -> None:
        super().__init__(message)
        self.hint = hint


_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, KeyError, struct.error, OSError)


def _open(path: Path) -> Package:
    if not path.is_file():
        raise _Unusable("is not a file", "Give the name of a .docx file.")
    if path.stat().st_size > MAX_BYTES:
        raise _Unusable(f"is larger than {MAX_BYTES // 1_000_000} MB", "Make its pictures smaller (in Word: Compress Pictures).")
    data = path.read_bytes()
    if data.startswith(_OLE):
        hint = "Open it in Word and save it as .docx, without a password."
        raise _Unusable("is a Word file of the old kind (.doc), or locked with a password", hint)
    if not data.startswith(b"PK"):
        raise _Unusable("is not a Word file", "Only .docx can be read. Open it in Word or LibreOffice and save it as .docx.")
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        _check_entries(archive.infolist())
        return _read_parts(str(path), archive)
    except _BROKEN:
        raise _Unusable("is damaged") from None


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename for entry in entries]
    if len(entries) > MAX_ENTRIES:
        raise _Unusable(f"holds more than {MAX_ENTRIES} parts")
    if len(set(names)) < len(names):
        raise _Unusable("holds two parts of the same name")
    if any(".." in name.replace("\\", "/").split("/") or name.startswith(("/", "\\")) for name in names):
        raise _Unusable("names a part outside of itself", "Word writes no such file; ask the sender how it was made.")
    if any(entry.flag_bits & 1 for entry in entries):
        raise _Unusable("is locked with a password", "Save it without a password.")
    is_bomb = any(entry.file_size > max(1, entry.compress_size) * MAX_RATIO and entry.file_size > 1_000_000 for entry in entries)
    if is_bomb or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise _Unusable("unpacks to far more than a text needs", "Word writes no such file; ask the sender how it was made.")


def _read_parts(path: str, archive: zipfile.ZipFile) -> Package:
    names = frozenset(archive.namelist())
    if "mimetype" in names:
        raise _Unusable("is not a Word file but an OpenDocument or e-book", "Open it in LibreOffice and save it as .docx.")
    top = _relations(archive, names, "")
    main = next((relation.target for relation in top.values() if relation.kind == "officeDocument"), "word/document.xml")
    if main not in names:
        raise _Unusable("is a zip file, but not a Word file", "Only .docx can be read.")
    document = Part(_parse(archive, main), _relations(archive, names, main))
    if document.root.tag != f"{W}document" or document.root.find(f"{W}body") is None:
        raise _Unusable("is an Office file, but not a text made with Word", "Only .docx can be read.")
    parts: dict[str, tuple[Part, ...]] = {}
    related = sorted({*document.relations.values(), *top.values()})
    wanted = [relation for relation in related if relation.kind in _KINDS and not relation.is_external and relation.target in names]
    if sum(archive.getinfo(name).file_size for name in (main, *(relation.target for relation in wanted))) > MAX_ALL_XML:
        raise _Unusable("holds far more text than a story", "Split it into one file for each story.")
    for kind, target, _ in wanted:
        parts[kind] = (*parts.get(kind, ()), Part(_parse(archive, target), _relations(archive, names, target)))

    def read(name: str) -> bytes | None:
        try:
            return archive.read(name)
        except _BROKEN:
            return None

    return Package(path, document, parts, names, read)


_KINDS = frozenset({"styles", "numbering", "footnotes", "endnotes", "comments", "header", "footer", "core-properties"})


def _relations(archive: zipfile.ZipFile, names: frozenset[str], part: str) -> dict[str, Relation]:
    """Return the relations of a part (ECMA-376, part 2, 9.3); of the package itself for an empty name."""
    folder, _, name = part.rpartition("/")
    place = posixpath.join(folder, "_rels", f"{name}.rels")
    relations = {}
    for element in _parse(archive, place) if place in names else ():
        kind, target = element.get("Type", "").rpartition("/")[2], element.get("Target", "")
        is_external = element.get("TargetMode") == "External"
        if not is_external:
            target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        relations[element.get("Id", "")] = Relation(kind, target, is_external)
    return relations


def _parse(archive: zipfile.ZipFile, name: str) -> Element:
    if archive.getinfo(name).file_size > MAX_XML:
        raise _Unusable("holds far more text than a story", "Split it into one file for each story.")
    parser = DefusedXMLParser(target=_Builder(), forbid_dtd=True)
    try:
        parser.feed(archive.read(name))
        root: Element = parser.close()
    except DefusedXmlException:
        raise _Unusable("holds declarations that no Word file needs (a DTD or entities)", "Ask the sender how it was made.") from None
    except (ParseError, LookupError):
        raise _Unusable("is damaged") from None
    return root


class _Builder(TreeBuilder):
    """Builds a tree that is neither too large nor too deep, in the one set of names."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = self.count = 0

    def start(self, tag: str, attributes: dict[str, str], /) -> Element:
        self.depth += 1
        self.count += 1
        if self.depth > MAX_DEPTH:
            raise _Unusable("is nested too deeply")
        if self.count > MAX_ELEMENTS:
            raise _Unusable("holds far more text than a story", "Split it into one file for each story.")
        return super().start(_plain(tag), {_plain(name): value for name, value in attributes.items()})

    def end(self, tag: str, /) -> Element:
        self.depth -= 1
        return super().end(_plain(tag))


def _plain(name: str) -> str:
    if name[:1] == "{":
        space, _, local = name[1:].partition("}")
        return f"{{{_STRICT[space]}}}{local}" if space in _STRICT else name
    return name


def text_of(element: Element) -> str:
    """Return the words of an element, paragraphs parted by a space."""
    return " ".join("".join(_words(element)).split())


def _words(element: Element) -> Iterator[str]:
    for part in element.iter():
        if part.tag in {f"{W}t", f"{W}delText"} or part.tag.endswith("/math}t"):
            yield part.text or ""
        elif part.tag in {f"{W}p", f"{W}tab", f"{W}br"}:
            yield " "
