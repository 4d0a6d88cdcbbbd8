"""Sheets to be folded and stitched: every page once, in its place, whichever side the reader begins on."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from presshouse import MILLIMETRE, an_edition, opened, printed

from newsletter.model import PrintPlan
from newsletter.press_checks import check_press
from newsletter.render.imposition import impose, order_pages


def test_eight_pages_lie_on_two_sheets_as_a_printer_expects() -> None:
    order = [(first + 1, second + 1) for first, second in order_pages(8, is_mirrored=False)]
    assert order == [(8, 1), (2, 7), (6, 3), (4, 5)]


def test_a_booklet_read_from_the_other_side_is_mirrored() -> None:
    order = [(first + 1, second + 1) for first, second in order_pages(8, is_mirrored=True)]
    assert order == [(1, 8), (7, 2), (3, 6), (5, 4)]


@pytest.mark.parametrize("count", [4, 12, 40])
@pytest.mark.parametrize("is_mirrored", [False, True])
def test_folded_sheets_give_the_pages_in_order(count: int, is_mirrored: bool) -> None:  # noqa: FBT001  a parameter of the test
    """Read the stack as a reader does: down through the fronts to the middle, and back up."""
    sides = list(order_pages(count, is_mirrored=is_mirrored))
    turned = [(second, first) if is_mirrored else (first, second) for first, second in sides]
    down = [page for front, back in zip(turned[0::2], turned[1::2], strict=True) for page in (front[1], back[0])]
    up = [page for front, back in zip(turned[0::2], turned[1::2], strict=True) for page in (front[0], back[1])]
    assert down + up[::-1] == list(range(count))


@pytest.mark.parametrize("language", ["en", "ar"])
def test_sheets_are_as_ready_for_the_press_as_their_pages(language: str) -> None:
    plan = PrintPlan(is_imposed=True)
    data = impose(printed(language), an_edition(language))
    assert check_press(data, PrintPlan(2 * plan.width, plan.height)) == ()
    with opened(printed(language)) as before, opened(data) as after:
        assert len(after.pages) == -(-len(before.pages) // 4) * 2
        assert b"[3 2] 0 d" in after.pages[0].Contents.read_bytes(), "the fold is marked"
        assert after.open_metadata()["xmpMM:DocumentID"] != before.open_metadata()["xmpMM:DocumentID"]


def test_two_impositions_have_the_same_bytes() -> None:
    assert impose(printed(), an_edition()) == impose(printed(), an_edition())


@pytest.mark.parametrize(("language", "is_first"), [("en", False), ("ar", True)])
def test_the_cover_lies_beside_the_last_page_on_the_readers_side(language: str, is_first: bool) -> None:  # noqa: FBT001  a parameter of the test
    """The cover's picture runs into the bleed at the edge where the issue opens, which is the sheet's; the last page has none there."""
    data = impose(printed(language), an_edition(language))
    with pypdfium2.PdfDocument(io.BytesIO(data)) as document:
        image = document[0].render(scale=2).to_pil().convert("L").point(lambda tone: 255 if tone < 250 else 0)
    bleed, height = (round(part * MILLIMETRE * 2) for part in (7.2, 60))
    strips = [image.crop((start, height, start + 8, image.height - height)) for start in (bleed, image.width - bleed - 8)]
    inked = [strip.histogram()[255] / (strip.width * strip.height) for strip in strips]
    cover, other = inked if is_first else inked[::-1]
    assert cover > 0.3
    assert other == 0
