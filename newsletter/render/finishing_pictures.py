"""Photographs as large as their place needs: the shelf makes one size for all places, and a page rarely shows it all."""

from __future__ import annotations

import io

import pikepdf
from pikepdf import Name
from PIL import Image

from newsletter.press_checks import walk_pages

ENOUGH = 350
"""Pixels per inch that are kept; a screen of 175 lines, the finest that presses use every day, shows no more."""

TOO_MANY = 450
"""From here on it is worth the work."""


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
