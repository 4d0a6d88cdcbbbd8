"""Saddle stitching: the pages of a print PDF two by two on sheets, in the order in which folded sheets are read.

Of a booklet of eight pages the outermost sheet holds pages 8 and 1 on its front, 2 and 7 on its back. A reader who begins on the
other side gets everything mirrored: 1 stands to the left of 8, and the spine is at the right. Pages are moved as they are; at
the fold each is cut at its trim, outside it keeps its bleed. Paper has no thickness here: creep is the printer's to correct.
"""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf
from pikepdf import Array, Dictionary, Name

from newsletter.model import Edition
from newsletter.render.finishing_press import (
    MARK_LENGTH,
    MARK_OFFSET,
    MILLIMETRE,
    SLUG,
    Box,
    box_of,
    declare_again,
    draw_marks,
    fill_up,
    line,
    make_registration,
    page_marks,
)

SIDES = 4
"""Pages of a folded sheet."""


def impose(data: bytes, edition: Edition) -> bytes:
    """Return the sheets of a finished print PDF, with marks for cutting and folding; blank pages fill the last sheet."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        fill_up(pdf, SIDES)
        pages = list(pdf.pages)
        registration = make_registration(pdf)
        forms = [_form(pdf, page, edition.print.bleed) for page in pages]
        trim = box_of(pages[0])
        spreads = list(order_pages(len(pages), is_mirrored=edition.language.direction == "rtl"))
        for first, second in spreads:
            pdf.pages.append(_sheet(pdf, (forms[first], forms[second]), trim, edition.print.bleed, registration))
        del pdf.pages[: len(pages)]
        if "/Outlines" in pdf.Root:  # they point to pages that are none any more
            del pdf.Root.Outlines
        declare_again(pdf, f"{edition.name}/{edition.language.tag}/print-imposed")
        pdf.remove_unreferenced_resources()
        pdf.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target.getvalue()


def order_pages(count: int, *, is_mirrored: bool) -> Iterator[tuple[int, int]]:
    """Yield the two pages (from 0, in the order of their places on paper) of each side of each sheet, the outermost sheet first."""
    for sheet in range(count // SIDES):
        front, back = (count - 1 - 2 * sheet, 2 * sheet), (2 * sheet + 1, count - 2 - 2 * sheet)
        for first, second in (front, back):
            yield (second, first) if is_mirrored else (first, second)


def _form(pdf: pikepdf.Pdf, page: pikepdf.Page, bleed: float) -> pikepdf.Object:
    """Return a page as a form that begins at its trim and reaches to its bleed; its own marks are left behind."""
    trim = box_of(page)
    page.contents_coalesce()
    form = pdf.make_stream(
        page.obj.Contents.read_bytes(),
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=trim.grown(bleed * MILLIMETRE).array(),
        Matrix=Array([1, 0, 0, 1, round(-trim.x0, 4), round(-trim.y0, 4)]),
        Resources=page.obj.Resources,
    )
    return pdf.make_indirect(form)


def _sheet(pdf: pikepdf.Pdf, forms: tuple[pikepdf.Object, pikepdf.Object], trim: Box, bleed: float, registration: pikepdf.Object) -> pikepdf.Page:
    """Return one side of a sheet: two pages that meet at the fold."""
    width, height = trim.x1 - trim.x0, trim.y1 - trim.y0
    sheet, room = Box(0, 0, 2 * width, height), bleed * MILLIMETRE
    halves = (Box(-room, -room, width, height + room), Box(width, -room, 2 * width + room, height + room))
    placed = b"\n".join(
        b"q " + half.path() + f" W n 1 0 0 1 {shift:.4f} 0 cm /{name} Do Q".encode()
        for half, shift, name in zip(halves, (0, width), ("First", "Second"), strict=True)
    )
    grown = sheet.grown(room)
    made = Dictionary(
        Type=Name.Page,
        MediaBox=grown.grown(SLUG * MILLIMETRE).array(),
        BleedBox=grown.array(),
        TrimBox=sheet.array(),
        Resources=Dictionary(XObject=Dictionary(First=forms[0], Second=forms[1])),
        Contents=pdf.make_stream(b"q " + placed),
    )
    page = pikepdf.Page(pdf.make_indirect(made))
    draw_marks(page, [*page_marks(sheet, bleed, has_fold=True), *_fold_marks(sheet, bleed)], registration)
    return page


def _fold_marks(sheet: Box, bleed: float) -> list[str]:
    """Return the path operators of the broken lines above and below the fold."""
    near, far = (bleed + MARK_OFFSET) * MILLIMETRE, (bleed + MARK_OFFSET + MARK_LENGTH) * MILLIMETRE
    middle = (sheet.x0 + sheet.x1) / 2
    return [
        "[3 2] 0 d",
        line(middle, sheet.y0 - near, middle, sheet.y0 - far),
        line(middle, sheet.y1 + near, middle, sheet.y1 + far),
        "[] 0 d",
    ]
