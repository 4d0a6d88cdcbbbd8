"""A Word file read by mammoth, and turned into plain values: lines of text, pictures and tables in their order.

mammoth reads runs, links, fields, notes, joined cells and text boxes. It gets a file of our own making, which holds nothing but
the cleaned text, so that nothing of a hostile file reaches it.
"""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import Element, SubElement, tostring

from mammoth import documents
from mammoth.docx import read

from newsletter.intake.docx_cleaning import clean_package
from newsletter.intake.docx_drawings import Drawing
from newsletter.intake.docx_languages import split_languages
from newsletter.intake.docx_losses import Doubts, shorten
from newsletter.intake.docx_marks import Mark, Marks
from newsletter.intake.docx_package import Package, Part
from newsletter.intake.docx_styles import Declared, Role
from newsletter.intake.runs import Look, Run, plain, write_target
from newsletter.sources import UNUSABLE

_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_FAILURES = (KeyError, ValueError, TypeError, AttributeError, IndexError, RecursionError, OSError)
"""What mammoth may raise over a file that is not what it says."""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph."""

    mark: Mark
    runs: tuple[Run, ...]
    """The language of a run is empty where neither marks nor letters say which."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table, and how many columns and rows it covers."""

    entries: tuple[Line | Drawing | Grid, ...]
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Grid:
    """A table."""

    rows: tuple[tuple[Cell, ...], ...]
    headings: int
    """How many rows at the top are headings."""


Entry = Line | Drawing | Grid


@dataclass(frozen=True, slots=True)
class Reading:
    """What a Word file says."""

    entries: tuple[Entry, ...]
    notes: Mapping[int, tuple[Line, ...]]
    """By the number that their marks in the text have."""
    marks: Marks


def read_package(package: Package, doubts: Doubts) -> Reading | None:
    """Return what a Word file says, or None where it cannot be read; what was lost or left out is told."""
    trees, marks = clean_package(package, doubts)
    try:
        document = read(io.BytesIO(_pack(package, trees))).value
        reader = _Reader(marks, doubts)
        notes = {number: tuple(reader.lines(document.notes.find_note(*key).body)) for key, number in reader.numbers.items()}
        return Reading(tuple(reader.entries(document.children)), notes, marks)
    except _FAILURES:
        return None


def _pack(package: Package, trees: Mapping[str, Element]) -> bytes:
    """Return a Word file that holds the cleaned parts, and of their relations only the addresses of links."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("[Content_Types].xml", tostring(Element(f"{{{_TYPES}}}Types")))
        for name, tree in trees.items():
            part = package.document if name == "document" else package.parts[name][0]
            archive.writestr(f"word/{name}.xml", tostring(tree))
            archive.writestr(f"word/_rels/{name}.xml.rels", tostring(_links(part)))
    return buffer.getvalue()


def _links(part: Part) -> Element:
    root = Element(f"{{{_RELATIONS}}}Relationships")
    for key, relation in part.relations.items():
        if relation.is_external:
            SubElement(root, f"{{{_RELATIONS}}}Relationship", {"Id": key, "Type": f"{_OFFICE}/{relation.kind}", "Target": relation.target})
    return root


class _Reader:
    """Turns mammoth's elements into values; what a bookmark stands for holds until the next."""

    def __init__(self, marks: Marks, doubts: Doubts) -> None:
        self.marks, self.doubts = marks, doubts
        self.mark = Mark(0, Role(), None)
        self.declared = Declared()
        self.numbers = {key: number for number, key in enumerate(marks.notes, 1)}

    def lines(self, elements: list[Any]) -> Iterator[Line]:
        """Yield the paragraphs among *elements*, those of tables too."""
        for entry in self.entries(elements):
            yield from lines_of(entry)

    def entries(self, elements: list[Any]) -> Iterator[Entry]:
        for element in elements:
            if isinstance(element, documents.Paragraph):
                yield from self.paragraph(element)
            elif isinstance(element, documents.Table):
                yield self.table(element)
            elif isinstance(element, documents.HasChildren):
                yield from self.entries(element.children)

    def paragraph(self, element: Any) -> Iterator[Entry]:
        """Yield a paragraph; pictures that begin it stand before it, others after."""
        self.declared = Declared()
        before: list[Drawing] = []
        after: list[Drawing] = []
        runs: list[Run] = []
        for part in self.parts(element.children, Look()):
            if isinstance(part, Run):
                runs.append(part)
            elif any(run.text.strip() for run in runs):
                after.append(part)
            else:
                before.append(part)
        yield from before
        if any(run.text.strip() or run.note for run in runs) or self.mark.role.name == "separator":
            yield Line(self.mark, tuple(runs))
        yield from after

    def parts(self, elements: list[Any], look: Look) -> Iterator[Run | Drawing]:
        for element in elements:
            match element:
                case documents.Bookmark():
                    yield from self.bookmark(element.name)
                case documents.Run():
                    yield from self.parts(element.children, look._replace(strong=element.is_bold, emphasis=element.is_italic))
                case documents.Hyperlink():
                    yield from self.parts(element.children, self.linked(element, look))
                case documents.Text():
                    yield from self.text(element.value, look)
                case documents.Tab():
                    yield Run(" ", look)
                case documents.Break():
                    yield Run("\n", look)
                case documents.NoteReference():
                    yield Run("", Look(), self.numbers[element.note_type, element.note_id])
                case documents.Checkbox():
                    yield Run("\u2611" if element.checked else "\u2610", look)
                case documents.HasChildren():
                    yield from self.parts(element.children, look)

    def bookmark(self, name: str) -> Iterator[Drawing]:
        index = int(name[1:])
        match name[0]:
            case "p":
                self.mark = self.marks.paragraphs[index]
            case "l":
                self.declared = self.marks.declared[index]
            case _:
                yield self.marks.drawings[index]

    def linked(self, element: Any, look: Look) -> Look:
        """Give letters the address of their link, where it leads somewhere for a reader."""
        if not element.href:
            return look
        if target := write_target(str(element.href).split('"')[0]):
            return look._replace(target=target)
        self.doubts.tell(self.mark.place, "lost-link", shorten(plain(run for run in self.parts(element.children, look) if isinstance(run, Run))))
        return look

    def text(self, value: str, look: Look) -> Iterator[Run]:
        whole = unicodedata.normalize("NFC", value.replace("\u2028", "\n").replace("\u2029", "\n"))
        kept = UNUSABLE.sub("", "".join(character for character in whole if unicodedata.category(character) != "Co"))
        if len(kept) < len(whole):
            self.doubts.tell(self.mark.place, "lost-symbol")
        yield from (Run(part, look._replace(language=tag)) for part, tag in split_languages(kept, self.declared))

    def table(self, element: Any) -> Grid:
        headings = 0
        rows: list[tuple[Cell, ...]] = []
        for row in element.children:
            headings += row.is_header and headings == len(rows)
            rows.append(tuple(Cell(tuple(self.entries(cell.children)), cell.colspan, cell.rowspan) for cell in row.children))
        return Grid(tuple(rows), min(headings, 3))


def lines_of(entry: Entry) -> Iterator[Line]:
    """Yield the paragraphs of an entry, those of a table cell by cell."""
    if isinstance(entry, Line):
        yield entry
    elif isinstance(entry, Grid):
        for row in entry.rows:
            for cell in row:
                for inner in cell.entries:
                    yield from lines_of(inner)
