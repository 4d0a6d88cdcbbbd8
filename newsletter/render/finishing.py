"""The last pass over a PDF, after the engine: what neither CSS nor the engine can say.

Screen: the structure is mended for PDF/UA-1 (:mod:`newsletter.render.finishing_tags`). Print: boxes and printer's marks.
Both: the reading direction for viewers, and bytes that depend on nothing but the edition.
"""

from __future__ import annotations

import importlib.resources
import io
import re
from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from newsletter.model import Direction
from newsletter.render.finishing_tags import mend_tags

MILLIMETRE = 72 / 25.4
BLEED = 3.0
"""Millimetres of colour beyond the trim; the same as in templates/print/style.css."""

SLUG = 7.0
"""Millimetres beyond the bleed, where the marks stand."""

_PLAIN = re.compile(rb"> <(00a0|00ad|2010|2011)>")
"""Letters of a ToUnicode map (ISO 32000-1, 9.10.3) that are drawn like a space or a hyphen."""

MARK_OFFSET, MARK_LENGTH, MARK_WEIGHT = 3.5, 5.0, 0.25
"""Distance from the trim and length in millimetres (marks never touch the bleed), weight in points."""


def finish_screen(data: bytes, direction: Direction) -> bytes:
    """Return a tagged PDF with its structure mended for PDF/UA-1 (ISO 14289-1) and its viewer settings made."""
    return _finish(data, direction, mend_tags)


def finish_print(data: bytes, direction: Direction) -> bytes:
    """Return a PDF for the press: exact boxes, and printer's marks in the registration colour (ISO 15930-7, 6.11 and 6.2)."""
    return _finish(data, direction, _make_ready_for_press)


def count_pages(data: bytes) -> int:
    """Return the number of pages of a PDF."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return len(pdf.pages)


def _finish(data: bytes, direction: Direction, change: Callable[[pikepdf.Pdf], None]) -> bytes:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        _read_plain_letters(pdf)
        preferences: Any = pdf.Root.get("/ViewerPreferences", Dictionary())
        preferences.DisplayDocTitle = True
        if direction == "rtl":
            preferences.Direction = Name.R2L
        pdf.Root.ViewerPreferences = preferences
        pdf.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target.getvalue()


def _read_plain_letters(pdf: pikepdf.Pdf) -> None:
    """Let spaces and hyphens be read back as the plain ones.

    Fonts draw a no-break space with the glyph of the space; the engine gives a glyph the letter that it first met with it, so
    that one no-break space would make every space of the document one, and no search would find two words.
    """
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream) and "/Subtype" not in thing and "/Type" not in thing:
            content = thing.read_bytes()
            if content.startswith(b"/CIDInit"):
                thing.write(_PLAIN.sub(lambda match: b"> <0020>" if match[1] == b"00a0" else b"> <002d>", content))


def _make_ready_for_press(pdf: pikepdf.Pdf) -> None:
    _add_marks(pdf)
    _name_picture_colours(pdf)


def _name_picture_colours(pdf: pikepdf.Pdf) -> None:
    """Say of every picture in bare RGB that it is sRGB, so that the press converts it by its own profile (ISO 15930-7, 6.2.2)."""
    profile = pdf.make_stream(importlib.resources.files("weasyprint.pdf").joinpath("sRGB2014.icc").read_bytes(), N=3)
    named = pdf.make_indirect(Array([Name.ICCBased, profile]))
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == Name.Image:
            space = thing.get("/ColorSpace")
            if space == Name.DeviceRGB:
                thing.ColorSpace = named
            elif isinstance(space, Array) and space[0] == Name.Indexed and space[1] == Name.DeviceRGB:
                space[1] = named


def _add_marks(pdf: pikepdf.Pdf) -> None:
    """Set the boxes of every page and draw crop and register marks in /Separation /All.

    The engine's own ``marks:`` are DeviceRGB inside a transparency group, which no part of PDF/X allows.
    """
    tint = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0, 0, 0, 0]), C1=Array([1, 1, 1, 1]), N=1)
    registration = pdf.make_indirect(Array([Name.Separation, Name.All, Name.DeviceCMYK, pdf.make_indirect(tint)]))
    for page in pdf.pages:
        left, bottom, right, top = (float(edge) for edge in page.TrimBox)
        bleed, slug = BLEED * MILLIMETRE, (BLEED + SLUG) * MILLIMETRE
        page.obj.BleedBox = Array([left - bleed, bottom - bleed, right + bleed, top + bleed])
        page.obj.MediaBox = Array([left - slug, bottom - slug, right + slug, top + slug])
        page.obj.Resources.ColorSpace["/Registration"] = registration
        marks = "\n".join(["q", f"/Registration CS 1 SCN {MARK_WEIGHT:g} w", *_marks(left, bottom, right, top), "Q"])
        page.contents_add(b"q", prepend=True)
        page.contents_add(f"Q\n{marks}".encode())
        page.contents_coalesce()


def _marks(left: float, bottom: float, right: float, top: float) -> list[str]:
    """Return the path operators of eight crop marks and four register marks."""
    near, far = MARK_OFFSET * MILLIMETRE, (MARK_OFFSET + MARK_LENGTH) * MILLIMETRE
    drawn = []
    for x, outwards in ((left, -1), (right, 1)):
        for y, upwards in ((bottom, -1), (top, 1)):
            drawn.append(_line(x + outwards * near, y, x + outwards * far, y))
            drawn.append(_line(x, y + upwards * near, x, y + upwards * far))
    middle = (near + far) / 2
    for x, y in (((left + right) / 2, bottom - middle), ((left + right) / 2, top + middle)):
        drawn += _register_mark(x, y)
    for x, y in ((left - middle, (bottom + top) / 2), (right + middle, (bottom + top) / 2)):
        drawn += _register_mark(x, y)
    return drawn


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f"{x1:.3f} {y1:.3f} m {x2:.3f} {y2:.3f} l S"


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
    return [_line(x - 1.4 * radius, y, x + 1.4 * radius, y), _line(x, y - 1.4 * radius, x, y + 1.4 * radius), circle]
