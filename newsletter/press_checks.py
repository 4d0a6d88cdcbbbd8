"""PDF/X-4 structure checks: what ISO 15930-7 asks of a file for the press, as far as it can be read out of the file.

There is no free validator of PDF/X; these checks do not make a file "validated". Each function takes an open PDF and yields
faults; :func:`check_press` runs them all.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name

from newsletter.model import PrintPlan
from newsletter.profiles import find_profile_fault

MILLIMETRE = 72 / 25.4
TOLERANCE = 0.1
"""Millimetres that a box may be off."""

RESOLUTION = 250
"""Pixels per inch that a picture needs at the size at which it stands."""

_DEEPEST = 16
_WATCHED = "q Q cm Do gs cs CS scn SCN rg RG g G sh BI ID EI"
_COLOURS = {"rg": "RGB", "RG": "RGB", "g": "grey", "G": "grey"}
_ALLOWED = {Name.DeviceCMYK, Name.Pattern}
_PLATES = {Name.All, Name.Black, Name.Cyan, Name.Magenta, Name.Yellow}


class Fault(NamedTuple):
    """Something that a press may refuse, or print otherwise than it was meant."""

    check: str
    """``boxes``, ``colours``, ``fonts``, ``resolution``, ``intent``, ``metadata`` or ``activity``."""
    page: int
    """From 1; 0 for the whole document."""
    message: str


class Placed(NamedTuple):
    """A picture where it stands on a page."""

    page: int
    pixels: tuple[int, int]
    size: tuple[float, float]
    """In millimetres."""
    number: tuple[int, int] = (0, 0)
    """Of the picture among the file's objects."""

    @property
    def resolution(self) -> float:
        """Pixels per inch, the smaller of across and down."""
        return min(pixels / (length / 25.4) if length else math.inf for pixels, length in zip(self.pixels, self.size, strict=True))


def check_press(data: bytes, plan: PrintPlan) -> tuple[Fault, ...]:
    """Return every fault of a PDF that is to be printed by *plan*."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        walk = walk_pages(pdf)
        found = [*check_boxes(pdf, plan), *walk.faults, *check_resolution(walk.pictures), *check_fonts(pdf)]
        found += [*check_intent(pdf), *check_metadata(pdf), *check_activity(pdf)]
    return tuple(dict.fromkeys(found))


def check_boxes(pdf: pikepdf.Pdf, plan: PrintPlan) -> Iterator[Fault]:
    """Trim is the page that *plan* asks for, bleed goes so far beyond it, and the medium holds both (ISO 15930-7, 6.11)."""
    for number, page in enumerate(pdf.pages, 1):
        if "/TrimBox" not in page.obj or "/BleedBox" not in page.obj:
            yield Fault("boxes", number, "the page does not say where it is cut")
            continue
        trim, bleed, medium = (_box(page.obj.get(name, page.mediabox)) for name in ("/TrimBox", "/BleedBox", "/MediaBox"))
        width, height = trim[2] - trim[0], trim[3] - trim[1]
        if abs(width - plan.width) > TOLERANCE or abs(height - plan.height) > TOLERANCE:
            yield Fault("boxes", number, f"the page is {width:.1f} by {height:.1f} mm, not {plan.width:g} by {plan.height:g}")
        edges = [trim[0] - bleed[0], trim[1] - bleed[1], bleed[2] - trim[2], bleed[3] - trim[3]]
        if any(abs(edge - plan.bleed) > TOLERANCE for edge in edges):
            yield Fault("boxes", number, f"the bleed is {min(edges):.1f} mm, not {plan.bleed:g}")
        if medium[0] > bleed[0] + 0.01 or medium[1] > bleed[1] + 0.01 or medium[2] < bleed[2] - 0.01 or medium[3] < bleed[3] - 0.01:
            yield Fault("boxes", number, "the medium is smaller than page and bleed")


def _box(box: Any) -> list[float]:
    x0, y0, x1, y1 = (float(edge) / MILLIMETRE for edge in box)
    return [min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)]


class Walk:
    """What painting all pages meets: faults of colour, and pictures where they stand."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.faults: list[Fault] = []
        self.pictures: list[Placed] = []
        self._known: set[tuple[str, tuple[int, int]]] = set()

    def page(self, page: pikepdf.Page, number: int) -> None:
        """Follow a page, with every form and pattern that it uses."""
        self._group(page.obj, number)
        self._content(page.obj, page.obj.get("/Resources", Dictionary()), pikepdf.Matrix(), number, 0)

    def _complain(self, number: int, message: str) -> None:
        self.faults.append(Fault("colours", number, message))

    def _content(self, stream: Any, resources: Any, matrix: pikepdf.Matrix, number: int, depth: int) -> None:
        if depth > _DEEPEST:
            self._complain(number, "forms stand in forms too deeply to be followed")
            return
        kept: list[pikepdf.Matrix] = []
        for instruction in pikepdf.parse_content_stream(stream, _WATCHED):
            operator, operands = str(instruction.operator), instruction.operands
            if operator == "q":
                kept.append(matrix)
            elif operator == "Q":
                matrix = kept.pop() if kept else matrix
            elif operator == "cm":
                matrix = pikepdf.Matrix(*map(float, operands)) @ matrix
            elif operator == "Do":
                self._object(_named(resources, "/XObject", operands), resources, matrix, number, depth)
            else:
                self._colour(operator, operands, resources, number)

    def _colour(self, operator: str, operands: Any, resources: Any, number: int) -> None:
        if operator in _COLOURS:
            self._complain(number, f"a colour is set in {_COLOURS[operator]}")
        elif operator in {"cs", "CS"}:
            spaces = resources.get("/ColorSpace", Dictionary())
            self._space(spaces.get(str(operands[0]), operands[0]), number, "a colour is set in")
        elif operator in {"scn", "SCN"} and operands and isinstance(operands[-1], Name):
            self._pattern(_named(resources, "/Pattern", operands), number)
        elif operator == "sh":
            self._shading(_named(resources, "/Shading", operands), number)
        elif operator == "gs":
            state = _named(resources, "/ExtGState", operands)
            if state is not None and any(key in state for key in ("/TR", "/HTP")):
                self._complain(number, "a transfer curve is set, which belongs to the press")
        elif operator == "INLINE IMAGE":
            self._complain(number, "a picture stands in the content itself, where its colours cannot be told")

    def _object(self, thing: Any, resources: Any, matrix: pikepdf.Matrix, number: int, depth: int) -> None:
        if thing is None:
            return
        if thing.get("/Subtype") == Name.Image:
            across, down = math.hypot(matrix.a, matrix.b) / MILLIMETRE, math.hypot(matrix.c, matrix.d) / MILLIMETRE
            self.pictures.append(Placed(number, (int(thing.Width), int(thing.Height)), (across, down), thing.objgen))
            if not thing.get("/ImageMask") and self._is_new("image", thing):
                self._space(thing.get("/ColorSpace"), number, "a picture is in")
        elif thing.get("/Subtype") == Name.Form:
            self._group(thing, number)
            own = pikepdf.Matrix(*map(float, thing.Matrix)) if "/Matrix" in thing else pikepdf.Matrix()
            self._content(thing, thing.get("/Resources", resources), own @ matrix, number, depth + 1)
        else:
            self._complain(number, "a page holds PostScript")

    def _is_new(self, kind: str, thing: Any) -> bool:
        key = (kind, thing.objgen)
        is_new = key not in self._known or thing.objgen == (0, 0)
        self._known.add(key)
        return is_new

    def _pattern(self, pattern: Any, number: int) -> None:
        if pattern is None or not self._is_new("pattern", pattern):
            return
        if int(pattern.get("/PatternType", 0)) == 2:
            self._shading(pattern.get("/Shading"), number)
        else:
            self._content(pattern, pattern.get("/Resources", Dictionary()), pikepdf.Matrix(), number, 1)

    def _shading(self, shading: Any, number: int) -> None:
        if shading is None:
            return
        self._space(shading.get("/ColorSpace"), number, "a gradient is in")
        ends = {len(end) for end in _ends(shading.get("/Function"))}
        if shading.get("/ColorSpace") == Name.DeviceCMYK and ends - {4}:
            self._complain(number, f"a gradient is in {min(ends)} colours for four inks")

    def _group(self, thing: Any, number: int) -> None:
        """Transparency is mixed in the inks of the press (ISO 15930-7, 6.20)."""
        space = thing.get("/Group", Dictionary()).get("/CS")
        if space not in {None, Name.DeviceCMYK}:
            self._complain(number, f"transparency is mixed in {_spell(space)}")

    def _space(self, space: Any, number: int, what: str) -> None:
        if isinstance(space, Array) and space[0] == Name.Indexed:
            space = space[1]
        is_plate = isinstance(space, Array) and space[0] == Name.Separation and space[1] in _PLATES and space[2] == Name.DeviceCMYK
        is_pattern = isinstance(space, Array) and space[0] == Name.Pattern
        if not is_plate and not is_pattern and (isinstance(space, Array) or space not in _ALLOWED):
            self._complain(number, f"{what} {_spell(space)}")


def _named(resources: Any, kind: str, operands: Any) -> Any:
    return resources.get(kind, Dictionary()).get(str(operands[-1]))


def _ends(function: Any) -> Iterator[Any]:
    """Yield the colours at the ends of a gradient and of its parts."""
    if isinstance(function, Dictionary):
        yield from (function[key] for key in ("/C0", "/C1") if key in function)
        for part in function.get("/Functions", []):
            yield from _ends(part)


def _spell(space: Any) -> str:
    name = str(space[0] if isinstance(space, Array) else space).lstrip("/")
    if name == "ICCBased":
        return {1: "grey", 3: "RGB"}.get(int(space[1].get("/N", 0)), "the colours of another profile")
    return {"DeviceRGB": "RGB", "CalRGB": "RGB", "DeviceGray": "grey", "CalGray": "grey", "None": "no colour space"}.get(name, name)


def walk_pages(pdf: pikepdf.Pdf) -> Walk:
    """Return what painting all pages meets: only CMYK and the registration colour are no fault; soft masks print nothing."""
    walk = Walk()
    for number, page in enumerate(pdf.pages, 1):
        walk.page(page, number)
    return walk


def check_resolution(pictures: list[Placed]) -> Iterator[Fault]:
    """Every picture has the pixels that its place needs."""
    for picture in pictures:
        if picture.resolution < RESOLUTION - 0.5:
            across, down = picture.pixels
            size = f"{picture.size[0]:.0f} by {picture.size[1]:.0f} mm"
            message = f"a picture of {across} by {down} pixels stands {size} large: {picture.resolution:.0f} pixels per inch, not {RESOLUTION}"
            yield Fault("resolution", picture.page, message)


def check_fonts(pdf: pikepdf.Pdf) -> Iterator[Fault]:
    """Every font is embedded (ISO 15930-7, 6.13)."""
    for thing in pdf.objects:
        if isinstance(thing, Dictionary) and thing.get("/Type") == Name.Font and thing.get("/Subtype") not in {Name.Type0, Name.Type3}:
            descriptor = thing.get("/FontDescriptor", Dictionary())
            if not any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3")):
                yield Fault("fonts", 0, f"the font {str(thing.get('/BaseFont', '')).lstrip('/')} is not embedded")


def check_intent(pdf: pikepdf.Pdf) -> Iterator[Fault]:
    """One output intent says what press the file is for, with its profile (ISO 15930-7, 6.7)."""
    intents = [intent for intent in pdf.Root.get("/OutputIntents", []) if intent.get("/S") == Name.GTS_PDFX]
    if len(intents) != 1:
        yield Fault("intent", 0, "the file does not say what press it is for")
        return
    profile = intents[0].get("/DestOutputProfile")
    if profile is None or int(profile.get("/N", 0)) != 4 or find_profile_fault(profile.read_bytes()):
        yield Fault("intent", 0, "the output profile is missing, or is none of a CMYK press")
    if not str(intents[0].get("/OutputConditionIdentifier", "")):
        yield Fault("intent", 0, "the printing condition has no name")


def check_metadata(pdf: pikepdf.Pdf) -> Iterator[Fault]:
    """Yield what the file leaves unsaid of itself: that it is PDF/X-4, its identity, title and dates, whether it is trapped (6.3 to 6.5)."""
    packet = pdf.Root.Metadata.read_bytes().decode("utf-8", "replace") if "/Metadata" in pdf.Root else ""
    needed = ("xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate", "xmpMM:DocumentID", "xmpMM:VersionID", "xmpMM:RenditionClass", "dc:title")
    if not re.search(r"GTS_PDFXVersion[>=\"' ]+PDF/X-4\b", packet):
        yield Fault("metadata", 0, "the file does not say that it is PDF/X-4")
    if missing := [name for name in needed if name not in packet]:
        yield Fault("metadata", 0, f"the metadata lack {', '.join(missing)}")
    if "/Title" not in pdf.docinfo:
        yield Fault("metadata", 0, "the file has no title")
    if pdf.docinfo.get("/Trapped") not in {Name("/True"), Name("/False")}:
        yield Fault("metadata", 0, "the file does not say whether it is trapped")
    if "/ID" not in pdf.trailer:
        yield Fault("metadata", 0, "the file has no identifier")
    if pdf.is_encrypted or pdf.pdf_version > "1.6":
        yield Fault("metadata", 0, "the file is encrypted" if pdf.is_encrypted else f"the file is PDF {pdf.pdf_version}, not 1.6")


def check_activity(pdf: pikepdf.Pdf) -> Iterator[Fault]:
    """Nothing can be clicked, filled in or run (6.16 to 6.18)."""
    for number, page in enumerate(pdf.pages, 1):
        marks = [note for note in page.obj.get("/Annots", []) if note.get("/Subtype") not in {Name.PrinterMark, Name.TrapNet}]
        if marks or "/AA" in page.obj:
            yield Fault("activity", number, "something on the page can be clicked")
    names = pdf.Root.get("/Names", Dictionary())
    if any(key in pdf.Root for key in ("/OpenAction", "/AA", "/AcroForm")) or any(key in names for key in ("/JavaScript", "/EmbeddedFiles")):
        yield Fault("activity", 0, "the file holds actions, a form or other files")
