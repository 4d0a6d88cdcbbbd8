"""The last pass over a PDF, after the engine: what neither CSS nor the engine can say.

Screen: the structure is mended for PDF/UA-1 (:mod:`newsletter.render.finishing_tags`). Print: every colour in inks
(:mod:`newsletter.render.finishing_colour`), photographs as large as their places, then boxes, marks and metadata
(:mod:`newsletter.render.finishing_press`).
Both: the reading direction for viewers, and bytes that depend on nothing but the edition.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name

from newsletter.model import Direction, Edition
from newsletter.render.drawings import Drawing
from newsletter.render.finishing_colour import use_inks
from newsletter.render.finishing_pictures import fit_photographs, place_drawings
from newsletter.render.finishing_press import declare_press, drop_what_only_screens_use, fill_up, set_boxes
from newsletter.render.finishing_tags import mend_tags
from newsletter.render.inks import Inks

_PLAIN = re.compile(rb"> <(00a0|00ad|2010|2011)>")
"""Letters of a ToUnicode map (ISO 32000-1, 9.10.3) that are drawn like a space or a hyphen."""

PRESS_VERSION = "1.6"
"""The version of PDF that PDF/X-4 is a part of."""


def finish_screen(data: bytes, direction: Direction, drawings: Mapping[str, Drawing]) -> bytes:
    """Return a tagged PDF with its structure mended for PDF/UA-1 (ISO 14289-1) and its viewer settings made.

    *drawings* are put in place of the engine's pictures of those names.
    """

    def change(pdf: pikepdf.Pdf) -> None:
        mend_tags(pdf)
        for page in pdf.pages:
            place_drawings(pdf, page.obj.Resources, drawings)

    return _finish(data, direction, change)


def finish_print(data: bytes, edition: Edition, inks: Inks, drawings: Mapping[str, Drawing]) -> bytes:
    """Return a PDF for the press with the structure of PDF/X-4 (ISO 15930-7), all its colours in *inks*.

    *drawings* are put in place of the engine's pictures of those names.
    """

    def change(pdf: pikepdf.Pdf) -> None:
        use_inks(pdf, inks, drawings)
        fit_photographs(pdf)
        drop_what_only_screens_use(pdf)
        fill_up(pdf, edition.print.multiple)
        set_boxes(pdf, edition.print)
        declare_press(pdf, inks, f"{edition.name}/{edition.language.tag}/print")

    return _finish(data, edition.language.direction, change, PRESS_VERSION)


def count_pages(data: bytes) -> int:
    """Return the number of pages of a PDF."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return len(pdf.pages)


def _finish(data: bytes, direction: Direction, change: Callable[[pikepdf.Pdf], None], version: str = "") -> bytes:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        change(pdf)
        _read_plain_letters(pdf)
        preferences: Any = pdf.Root.get("/ViewerPreferences", Dictionary())
        preferences.DisplayDocTitle = True
        if direction == "rtl":
            preferences.Direction = Name.R2L
        pdf.Root.ViewerPreferences = preferences
        pdf.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate, force_version=version)
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
