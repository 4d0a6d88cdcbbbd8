"""What a press needs around the pages of a print PDF: exact boxes, marks, the output intent, and metadata for PDF/X-4 (ISO 15930-7)."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name

from newsletter.model import PrintPlan
from newsletter.render.inks import CONDITION, Inks

MILLIMETRE = 72 / 25.4
SLUG = 7.0
"""Millimetres beyond the bleed, where the marks stand."""

MARK_OFFSET, MARK_LENGTH, MARK_WEIGHT = 1.0, 5.0, 0.25
"""Distance of a mark from the bleed and its length in millimetres; weight in points."""

_REGISTRY = "http://www.color.org"
"""Where the ICC keeps the names of printing conditions."""

_NAMES = (
    ("xmp", "http://ns.adobe.com/xap/1.0/"),
    ("xmpMM", "http://ns.adobe.com/xap/1.0/mm/"),
    ("dc", "http://purl.org/dc/elements/1.1/"),
    ("pdf", "http://ns.adobe.com/pdf/1.3/"),
    ("pdfxid", "http://www.npes.org/pdfx/ns/id/"),
)


class Box(NamedTuple):
    """A rectangle on a page, in points."""

    x0: float
    y0: float
    x1: float
    y1: float

    def grown(self, by: float) -> Box:
        """Return the rectangle with so much more on every side."""
        return Box(self.x0 - by, self.y0 - by, self.x1 + by, self.y1 + by)

    def array(self) -> Array:
        """Return it as a PDF writes it."""
        return Array([round(edge, 4) for edge in self])

    def path(self) -> bytes:
        """Return the operators of its outline."""
        return f"{self.x0:.4f} {self.y0:.4f} {self.x1 - self.x0:.4f} {self.y1 - self.y0:.4f} re".encode()


def box_of(page: pikepdf.Page, name: str = "/TrimBox") -> Box:
    """Return one of a page's boxes."""
    x0, y0, x1, y1 = (float(edge) for edge in page.obj[name])
    return Box(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def set_boxes(pdf: pikepdf.Pdf, plan: PrintPlan) -> None:
    """Set the boxes of every page, cut its art at the bleed, and draw marks beyond it where *plan* has some."""
    registration = make_registration(pdf)
    for page in pdf.pages:
        trim = exact_trim(page, plan)
        bleed = trim.grown(plan.bleed * MILLIMETRE)
        page.obj.TrimBox, page.obj.BleedBox = trim.array(), bleed.array()
        page.obj.MediaBox = page.obj.CropBox = (bleed.grown(SLUG * MILLIMETRE) if plan.has_marks else bleed).array()
        page.contents_add(b"q " + bleed.path() + b" W n", prepend=True)
        marks = page_marks(trim, plan.bleed) if plan.has_marks else ()
        draw_marks(page, marks, registration)


def exact_trim(page: pikepdf.Page, plan: PrintPlan) -> Box:
    """Return the trim of a page; the engine rounds lengths to its own pixels, the plan does not."""
    set_by_engine = box_of(page)
    width, height = plan.width * MILLIMETRE, plan.height * MILLIMETRE
    is_planned = abs(set_by_engine.x1 - set_by_engine.x0 - width) < 1 and abs(set_by_engine.y1 - set_by_engine.y0 - height) < 1
    return Box(set_by_engine.x0, set_by_engine.y1 - height, set_by_engine.x0 + width, set_by_engine.y1) if is_planned else set_by_engine


def fill_up(pdf: pikepdf.Pdf, multiple: int) -> None:
    """Add blank pages at the end until their number is a multiple of *multiple*."""
    first = pdf.pages[0].obj
    for _ in range(-len(pdf.pages) % multiple):
        blank = Dictionary(Type=Name.Page, Resources=Dictionary(), Contents=pdf.make_stream(b""))
        for name in ("/MediaBox", "/TrimBox", "/BleedBox"):
            if name in first:
                blank[name] = Array(list(first[name]))
        pdf.pages.append(pikepdf.Page(pdf.make_indirect(blank)))


def make_registration(pdf: pikepdf.Pdf) -> Any:
    """Return the colour of printer's marks, which prints on every plate (ISO 32000-1, 8.6.6.4)."""
    tint = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0, 0, 0, 0]), C1=Array([1, 1, 1, 1]), N=1)
    return pdf.make_indirect(Array([Name.Separation, Name.All, Name.DeviceCMYK, pdf.make_indirect(tint)]))


def draw_marks(page: pikepdf.Page, marks: Iterable[str], registration: Any) -> None:
    """Draw *marks* after a page's art, whose first operator has to be a ``q``.

    The engine's own ``marks:`` are DeviceRGB inside a transparency group, which no part of PDF/X allows.
    """
    drawn = "\n".join(marks)
    if drawn:
        spaces = page.obj.Resources.get("/ColorSpace", Dictionary())
        spaces["/Registration"] = registration
        page.obj.Resources.ColorSpace = spaces
        drawn = f"\nq /Registration CS 1 SCN {MARK_WEIGHT:g} w\n{drawn}\nQ"
    page.contents_add(f"Q{drawn}".encode())
    page.contents_coalesce()


def page_marks(trim: Box, bleed: float, *, has_fold: bool = False) -> list[str]:
    """Return the path operators of eight crop marks and of register marks around *trim*; *bleed* in millimetres.

    Register marks stand at the middle of each side; where a fold goes through the middle they stand beside it.
    """
    near = (bleed + MARK_OFFSET) * MILLIMETRE
    far, middle = near + MARK_LENGTH * MILLIMETRE, near + MARK_LENGTH / 2 * MILLIMETRE
    drawn = []
    for x, outwards in ((trim.x0, -1), (trim.x1, 1)):
        for y, upwards in ((trim.y0, -1), (trim.y1, 1)):
            drawn.append(line(x + outwards * near, y, x + outwards * far, y))
            drawn.append(line(x, y + upwards * near, x, y + upwards * far))
    halfway = (trim.y0 + trim.y1) / 2
    width = trim.x1 - trim.x0
    for part in (0.25, 0.75) if has_fold else (0.5,):
        drawn += _register_mark(trim.x0 + width * part, trim.y0 - middle) + _register_mark(trim.x0 + width * part, trim.y1 + middle)
    drawn += _register_mark(trim.x0 - middle, halfway) + _register_mark(trim.x1 + middle, halfway)
    return drawn


def line(x0: float, y0: float, x1: float, y1: float) -> str:
    """Return the path operators of a line."""
    return f"{x0:.3f} {y0:.3f} m {x1:.3f} {y1:.3f} l S"


def _register_mark(x: float, y: float) -> list[str]:
    """Return a circle of 1.5 mm with a cross through it; the circle as four Bézier curves."""
    radius = 1.5 * MILLIMETRE
    handle = 0.5523 * radius
    corners = (
        (x + radius, y + handle, x + handle, y + radius, x, y + radius),
        (x - handle, y + radius, x - radius, y + handle, x - radius, y),
        (x - radius, y - handle, x - handle, y - radius, x, y - radius),
        (x + handle, y - radius, x + radius, y - handle, x + radius, y),
    )
    curves = " ".join(" ".join(f"{number:.3f}" for number in corner) + " c" for corner in corners)
    circle = f"{x + radius:.3f} {y:.3f} m {curves} S"
    return [line(x - 1.4 * radius, y, x + 1.4 * radius, y), line(x, y - 1.4 * radius, x, y + 1.4 * radius), circle]


def drop_what_only_screens_use(pdf: pikepdf.Pdf) -> None:
    """Take out links, actions and forms: nothing on the page may do anything (ISO 15930-7, 6.16 and 6.17)."""
    for page in pdf.pages:
        for key in ("/Annots", "/AA"):
            if key in page.obj:
                del page.obj[key]
    for key in ("/OpenAction", "/AA", "/AcroForm", "/Names", "/PageMode"):
        if key in pdf.Root:
            del pdf.Root[key]


def declare_press(pdf: pikepdf.Pdf, inks: Inks, name: str) -> None:
    """Write the output intent with its profile, and the metadata of PDF/X-4; *name* tells this document from all others."""
    profile = pdf.make_stream(inks.profile, N=4)
    intent = Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFX,
        OutputConditionIdentifier=inks.condition,
        OutputCondition=inks.condition,
        Info=inks.condition,
        DestOutputProfile=profile,
    )
    if inks.condition == CONDITION:
        intent.RegistryName = _REGISTRY
    pdf.Root.OutputIntents = Array([pdf.make_indirect(intent)])
    pdf.docinfo.Trapped = Name("/False")
    declare_again(pdf, name)


def declare_again(pdf: pikepdf.Pdf, name: str) -> None:
    """Write the metadata of what was made of a document, which is another one."""
    pdf.Root.Metadata = pdf.make_stream(_metadata(pdf, name).encode(), Type=Name.Metadata, Subtype=Name.XML)


def _metadata(pdf: pikepdf.Pdf, name: str) -> str:
    """Return the XMP packet (ISO 16684-1); its identifiers are digests, so that the same edition gives the same bytes."""
    told = {key: escape(str(pdf.docinfo.get(f"/{key}", ""))) for key in ("Title", "Author", "Subject", "Producer")}
    document = uuid.uuid5(uuid.NAMESPACE_URL, name)
    content = hashlib.sha256(b"".join(page.obj.Contents.read_bytes() for page in pdf.pages)).hexdigest()
    moment = _moment(str(pdf.docinfo.get("/CreationDate", "")))
    title = f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{told["Title"]}</rdf:li></rdf:Alt></dc:title>'
    subject = f'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{told["Subject"]}</rdf:li></rdf:Alt></dc:description>'
    parts = [
        *(f"<xmp:{key}>{moment}</xmp:{key}>" for key in ("CreateDate", "ModifyDate", "MetadataDate")),
        f"<xmpMM:DocumentID>uuid:{document}</xmpMM:DocumentID>",
        f"<xmpMM:InstanceID>uuid:{uuid.uuid5(document, content)}</xmpMM:InstanceID>",
        "<xmpMM:VersionID>1</xmpMM:VersionID>",
        "<xmpMM:RenditionClass>default</xmpMM:RenditionClass>",
        "<dc:format>application/pdf</dc:format>",
        title,
        subject if told["Subject"] else "",
        f"<dc:creator><rdf:Seq><rdf:li>{told['Author']}</rdf:li></rdf:Seq></dc:creator>" if told["Author"] else "",
        f"<pdf:Producer>{told['Producer']}</pdf:Producer>",
        "<pdf:Trapped>False</pdf:Trapped>",
        "<pdfxid:GTS_PDFXVersion>PDF/X-4</pdfxid:GTS_PDFXVersion>",
    ]
    names = " ".join(f'xmlns:{prefix}="{address}"' for prefix, address in _NAMES)
    body = f'<rdf:Description rdf:about="" {names}>{"".join(parts)}</rdf:Description>'
    graph = f'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">{body}</rdf:RDF>'
    packet = f'<x:xmpmeta xmlns:x="adobe:ns:meta/">{graph}</x:xmpmeta>'
    return f'<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n{packet}\n<?xpacket end="r"?>'


def _moment(told: str) -> str:
    """Return a date of the document information as XMP writes it (``D:20210625000000Z``)."""
    digits = told.removeprefix("D:")[:14].ljust(14, "0")
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}T{digits[8:10]}:{digits[10:12]}:{digits[12:14]}Z"
