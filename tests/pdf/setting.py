"""How a tagged PDF is set: every run of text and every picture with its place, and the element of the structure that it belongs to.

Read from the pages' content and the structure tree themselves, not by a reader's guess at lines and columns: so a line knows
its paragraph, and a paragraph all its lines, whichever columns and pages they stand in.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pikepdf
from glyphs import Font
from pikepdf import Array, Dictionary, Name

MILLIMETRE = 72 / 25.4
CAPITAL = 0.72
"""How high a capital letter is, about, in sizes of the font."""
HEADING = re.compile(r"H[1-6]$")
BLOCKS = re.compile(r"(P|H[1-6]|LBody|Lbl|TH|TD|Caption|Note|Div)$")
"""Elements whose text is a paragraph: the nearest of them round a run."""
_PAINTING = "q Q cm BT ET Tm Td Tf TJ Tj Do BDC BMC EMC"


class Element(NamedTuple):
    """An element of the structure: what it is, and which."""

    role: str
    number: int


class Run(NamedTuple):
    """Some text in one font on one line; lengths in points from the trim's top and left."""

    page: int
    x0: float
    x1: float
    top: float
    baseline: float
    size: float
    text: str
    """In the order of reading, but for brackets and the like inside a run from right to left."""
    path: tuple[Element, ...]
    """The elements round it, the innermost first; none for furniture in the margins."""
    language: str
    """That of the run itself."""
    outer_language: str
    """That of the story round it."""

    @property
    def block(self) -> Element:
        """The paragraph or the note that the run is a part of."""
        blocks = (element for element in self.path if BLOCKS.match(element.role) and not self._is_mark_of_a_note(element))
        return next(blocks, self.path[-2])

    def _is_mark_of_a_note(self, element: Element) -> bool:
        return element.role == "Lbl" and self.is_inside("Note")

    def is_inside(self, role: str) -> bool:
        """Say whether the run belongs to an element of a role."""
        return any(element.role == role for element in self.path)


class Placed(NamedTuple):
    """A picture where it stands."""

    page: int
    x0: float
    x1: float
    top: float
    bottom: float
    path: tuple[Element, ...]


@dataclass(frozen=True)
class Line:
    """The runs of one paragraph that stand on one line."""

    runs: tuple[Run, ...]

    @property
    def page(self) -> int:
        return self.runs[0].page

    @property
    def baseline(self) -> float:
        return self.runs[0].baseline

    @property
    def story(self) -> Element | None:
        return next((element for element in self.runs[0].path if element.role == "Art"), None)

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    @property
    def x0(self) -> float:
        return min(run.x0 for run in self.runs)

    @property
    def x1(self) -> float:
        return max(run.x1 for run in self.runs)


@dataclass(frozen=True)
class Setting:
    """A document as it is set."""

    runs: tuple[Run, ...]
    """In the order of painting, which is that of the document but for what floats."""
    pictures: tuple[Placed, ...]
    sizes: tuple[tuple[float, float], ...]
    """Width and height of each page's trim."""
    language: str
    order: dict[Element, int]
    """Where each element stands in the order of reading."""

    def words(self) -> tuple[Run, ...]:
        """Return the runs of the document itself, furniture in the margins left out, that have a letter or a digit."""
        return tuple(run for run in self.runs if run.path and run.text.strip())

    def blocks(self) -> dict[Element, tuple[Line, ...]]:
        """Return the lines of every paragraph, paragraphs in the order of reading."""
        found: dict[Element, list[Run]] = {}
        for run in self.words():
            found.setdefault(run.block, []).append(run)
        return {block: tuple(_lines(found[block])) for block in sorted(found, key=lambda block: self.order[block])}


def read_setting(path: Any) -> Setting:
    """Return how a tagged PDF is set; *path* as pikepdf takes it."""
    with pikepdf.open(path) as pdf:
        root = pdf.Root.StructTreeRoot
        numbers = list(root.ParentTree.Nums)
        owners = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
        reader = _Reader(str(pdf.Root.Lang), _order(root))
        for number, page in enumerate(pdf.pages, 1):
            reader.page(page, number, list(owners.get(int(page.obj.get("/StructParents", -1)), ())))
        sizes = tuple((float(box[2] - box[0]), float(box[3] - box[1])) for box in (page.trimbox for page in pdf.pages))
    return Setting(tuple(reader.runs), tuple(reader.pictures), sizes, reader.language, reader.order)


def fragments(lines: Sequence[Line]) -> list[list[Line]]:
    """Return a paragraph's lines in the pieces that columns and pages cut it into: a line above the one before it begins a new one."""
    parts: list[list[Line]] = []
    for line in lines:
        if parts and parts[-1][-1].page == line.page and parts[-1][-1].baseline < line.baseline:
            parts[-1].append(line)
        else:
            parts.append([line])
    return parts


def _lines(runs: Sequence[Run]) -> Iterator[Line]:
    """Yield lines: runs of one page whose baselines are one, marks above the line included, without a column between them."""
    for _, group in itertools.groupby(_numbered(runs), key=lambda pair: pair[0]):
        yield Line(tuple(run for _, run in group))


def _numbered(runs: Sequence[Run]) -> Iterator[tuple[int, Run]]:
    number, last = 0, runs[0]
    for run in runs:
        if run.page != last.page or abs(run.baseline - last.baseline) > 0.6 * max(run.size, last.size):
            number += 1
        yield number, run
        last = run


def _order(root: Any) -> dict[Element, int]:
    found: dict[Element, int] = {}

    def walk(element: Any) -> None:
        found.setdefault(_element(element), len(found))
        for kid in kids(element):
            if isinstance(kid, Dictionary) and "/S" in kid:
                walk(kid)

    for kid in kids(root):
        walk(kid)
    return found


def kids(element: Any) -> list[Any]:
    """Return what a structure element holds."""
    found = element.get("/K", Array())
    return list(found) if isinstance(found, Array) else [found]


def _element(element: Any) -> Element:
    return Element(str(element.S).lstrip("/"), element.objgen[0])


class _Reader:
    """Follows what the pages paint."""

    def __init__(self, language: str, order: dict[Element, int]) -> None:
        self.language = language
        self.order = order
        self.runs: list[Run] = []
        self.pictures: list[Placed] = []
        self._fonts: dict[tuple[int, int], Font] = {}

    def page(self, page: pikepdf.Page, number: int, owners: list[Any]) -> None:
        """Follow one page; *owners* are the elements of its marked content."""
        trim = [float(edge) for edge in page.trimbox]
        pen = _Pen(number, trim[3] - trim[1], page.obj.Resources, owners, pikepdf.Matrix(1, 0, 0, 1, -trim[0], -trim[1]))
        for instruction in pikepdf.parse_content_stream(page, _PAINTING):
            name, operands = str(instruction.operator), list(instruction.operands)
            if name in {"BDC", "BMC"}:
                pen.marks.append(self._mark(operands, pen))
            elif name == "Tf":
                pen.font, pen.size = self._font(pen.resources.Font[str(operands[0])]), float(operands[1])
            elif name == "ET" and pen.drawn:
                self.runs.append(pen.run())
            elif name == "Do" and pen.resources.XObject[str(operands[0])].get("/Subtype") == Name.Image:
                self.pictures.append(pen.picture())
            else:
                pen.follow(name, operands)

    def _mark(self, operands: Any, pen: _Pen) -> _Mark:
        properties = operands[1] if len(operands) > 1 else None
        if not isinstance(properties, Dictionary):
            return _Mark() if operands[0] == Name.Artifact else pen.marks[-1]
        number = int(properties.get("/MCID", -1))
        spoken = str(properties.ActualText) if "/ActualText" in properties else None
        if not 0 <= number < len(pen.owners) or pen.owners[number] is None:
            return _Mark(spoken=spoken)
        return _Mark(*_path(pen.owners[number], self.language), spoken=spoken)

    def _font(self, font: Any) -> Font:
        if font.objgen not in self._fonts:
            self._fonts[font.objgen] = Font(font)
        return self._fonts[font.objgen]


class _Pen:
    """Where painting stands on a page (ISO 32000-1, 8.4 and 9.4)."""

    def __init__(self, page: int, height: float, resources: Any, owners: list[Any], matrix: pikepdf.Matrix) -> None:
        self.page, self.height, self.resources, self.owners, self.matrix = page, height, resources, owners, matrix
        self.kept: list[pikepdf.Matrix] = []
        self.marks = [_Mark()]
        self.text = pikepdf.Matrix()
        self.font: Font | None = None
        self.size = 0.0
        self.drawn: list[tuple[float, float, list[str]]] = []
        """Where pieces of the run begin and end, and their glyphs' letters."""

    def follow(self, name: str, operands: list[Any]) -> None:
        match name:
            case "q":
                self.kept.append(self.matrix)
            case "Q":
                self.matrix = self.kept.pop()
            case "cm":
                self.matrix = pikepdf.Matrix(*map(float, operands)) @ self.matrix
            case "EMC":
                self.marks.pop()
            case "BT":
                self.drawn = []
            case "Tm":
                self.text = pikepdf.Matrix(*map(float, operands))
            case "TJ" | "Tj":
                self.draw(operands[0] if name == "TJ" else operands)

    def draw(self, parts: Any) -> None:
        assert self.font is not None
        across, glyphs = self.font.read(parts)
        start = (self.text @ self.matrix).transform((0, 0))[0]
        self.text = pikepdf.Matrix(1, 0, 0, 1, across * self.size, 0) @ self.text
        self.drawn.append((start, (self.text @ self.matrix).transform((0, 0))[0], glyphs))

    def run(self) -> Run:
        mark, matrix = self.marks[-1], self.text @ self.matrix
        size, baseline = abs(matrix.d or matrix.b) * self.size, self.height - matrix.transform((0, 0))[1]
        text = mark.spoken if mark.spoken is not None else _in_reading_order([glyph for _, _, glyphs in self.drawn for glyph in glyphs])
        ends = [x for start, end, _ in self.drawn for x in (start, end)]
        return Run(self.page, min(ends), max(ends), baseline - CAPITAL * size, baseline, size, text, mark.path, mark.language, mark.outer_language)

    def picture(self) -> Placed:
        corners = [self.matrix.transform(corner) for corner in ((0, 0), (1, 0), (0, 1), (1, 1))]
        across, up = [x for x, _ in corners], [y for _, y in corners]
        return Placed(self.page, min(across), max(across), self.height - max(up), self.height - min(up), self.marks[-1].path)


def _in_reading_order(glyphs: list[str]) -> str:
    """Return what glyphs that stand from left to right say: letters that run the other way are turned round, numbers are not (UAX 9)."""
    if not any(unicodedata.bidirectional(letter) in {"R", "AL"} for glyph in glyphs for letter in glyph):
        return "".join(glyphs)
    return re.sub(r"[\d.,/+-]*\d", lambda number: number[0][::-1], "".join(reversed(glyphs)))


class _Mark(NamedTuple):
    """What marked content says of what it holds."""

    path: tuple[Element, ...] = ()
    language: str = ""
    outer_language: str = ""
    spoken: str | None = None


def _path(element: Any, language: str) -> tuple[tuple[Element, ...], str, str]:
    path, own, outer = [], "", ""
    while "/S" in element:
        path.append(_element(element))
        if "/Lang" in element:
            own = own or str(element.Lang)
            outer = str(element.Lang) if str(element.S) in {"/Art", "/Sect", "/Div", "/Table"} else outer
        element = element.P
    return tuple(path), own or language, outer or language
