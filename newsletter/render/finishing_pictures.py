"""Pictures in a finished PDF: drawings put back where blanks stood, photographs as large as their place needs.

The shelf makes one size of a photograph for all places, and a page rarely shows it all.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image

from newsletter.press_checks import walk_pages
from newsletter.render.drawings import Drawing
from newsletter.render.inks import Inks

ENOUGH = 350
"""Pixels per inch that are kept; a screen of 175 lines, the finest that presses use every day, shows no more."""

TOO_MANY = 450
"""From here on it is worth the work."""


def place_drawings(pdf: pikepdf.Pdf, resources: Any, drawings: Mapping[str, Drawing], inks: Inks | None = None) -> None:
    """Put drawings where the engine has set blanks, in *inks* or, without, in the colours of a screen.

    The engine's names of pictures end in whether they are smoothed.
    """
    named = resources.get("/XObject")
    for name, blank in named.items() if isinstance(named, Dictionary) else ():
        drawing = drawings.get(name[:-1])
        if drawing is None or blank.ColorSpace != Name.DeviceGray:
            continue
        colours = inks.colours(drawing.palette) if inks else drawing.palette
        palette = pikepdf.String(bytes(part for colour in colours for part in colour))
        space = Array([Name.Indexed, Name.DeviceCMYK if inks else Name.DeviceRGB, len(drawing.palette) - 1, palette])
        parameters = Dictionary(Predictor=15, Columns=drawing.width, Colors=1, BitsPerComponent=drawing.bits)
        blank.write(drawing.rows, filter=Name.FlateDecode, decode_parms=parameters)
        blank.Width, blank.Height = drawing.width, drawing.height
        blank.ColorSpace, blank.BitsPerComponent = pdf.make_indirect(space), drawing.bits


def fit_photographs(pdf: pikepdf.Pdf) -> None:
    """Take out the pixels that no plate would show, from photographs in CMYK; each is as large as its largest place needs.

    Pixels are averaged with weights above nothing, so that no edge gets more ink than what lies around it.
    """
    photographs = {
        thing.objgen: thing
        for thing in pdf.objects
        if isinstance(thing, pikepdf.Stream) and thing.get("/Filter") == Name.DCTDecode and thing.get("/ColorSpace") == Name.DeviceCMYK
    }
    if not photographs:
        return
    resolutions: dict[tuple[int, int], float] = {}
    for placed in walk_pages(pdf).pictures:
        resolutions[placed.number] = min(placed.resolution, resolutions.get(placed.number, placed.resolution))
    for number, photograph in photographs.items():
        if TOO_MANY < resolutions.get(number, 0) < float("inf"):
            _shrink(photograph, ENOUGH / resolutions[number])


def _shrink(photograph: pikepdf.Stream, factor: float) -> None:
    size = (max(1, round(int(photograph.Width) * factor)), max(1, round(int(photograph.Height) * factor)))
    buffer = io.BytesIO()
    with Image.open(io.BytesIO(photograph.read_raw_bytes())) as image:
        image.draft("CMYK", size)
        image.resize(size, Image.Resampling.BILINEAR).save(buffer, "JPEG", quality=92, optimize=True)
    photograph.write(buffer.getvalue(), filter=Name.DCTDecode)
    photograph.Width, photograph.Height = size
