"""Every page of the golden publication looks as it did when somebody last looked at it (``pytest --update-golden`` writes it anew).

Pictures depend on the versions of the engine, of the text libraries and of the fonts: elsewhere there is nothing to compare.
"""

from __future__ import annotations

import io
import json
from pathlib import Path

import pypdfium2
import pytest
from documents import document_of
from PIL import Image, ImageChops
from screens import SCRIPTS, spoilt

from newsletter.digests import versions

PAGES = Path(__file__).parents[1] / "golden" / "pages"
VERSIONS = PAGES / "versions.json"
MAKERS = (
    "weasyprint",
    "pypdfium2",
    "pillow",
    "libpango",
    "libharfbuzz",
    "fontpkg-amiri",
    "fontpkg-prompt",
    "fontpkg-sarabun",
    "fontpkg-source-sans-3",
    "fontpkg-source-serif-4",
)
RESOLUTION = 50
TOLERANCE = 24
"""Greys that a dot may be off: letters' edges, and the steps that pictures are kept in."""
DIFFERENCE = 0.01
"""The part of a page's dots that may be further off."""


def rendered(data: bytes) -> list[Image.Image]:
    """Return each page as a grey picture in sixteen steps."""
    with pypdfium2.PdfDocument(data) as document:
        return [
            page.render(scale=RESOLUTION / 72, grayscale=True).to_pil().convert("L").point(lambda grey: (grey + 8) // 17 * 17) for page in document
        ]


def difference(one: Image.Image, other: Image.Image) -> float:
    """Return the part of the dots that differ."""
    if one.size != other.size:
        return 1.0
    histogram = ImageChops.difference(one, other).histogram()
    return sum(histogram[TOLERANCE + 1 :]) / sum(histogram)


def png(image: Image.Image) -> bytes:
    """Return a picture of sixteen greys, small."""
    target = io.BytesIO()
    palette = image.point(lambda grey: grey // 17).convert("P")
    palette.putpalette([level * 17 for level in range(16) for _ in range(3)])
    palette.save(target, "PNG", optimize=True, bits=4)
    return target.getvalue()


@pytest.mark.parametrize("tag", SCRIPTS)
def test_every_page_looks_as_it_did(tag: str, request: pytest.FixtureRequest) -> None:
    made = rendered(document_of("golden", tag).data)
    here = versions(MAKERS)
    if request.config.getoption("--update-golden"):
        PAGES.mkdir(parents=True, exist_ok=True)
        for old in PAGES.glob(f"{tag}-*.png"):
            old.unlink()
        for number, image in enumerate(made, 1):
            (PAGES / f"{tag}-{number}.png").write_bytes(png(image))
        VERSIONS.write_text(json.dumps(here, indent=2) + "\n", "utf-8")
    if json.loads(VERSIONS.read_text("utf-8")) != here:
        pytest.skip("the pictures were made with other versions of the engine, its libraries or the fonts")
    kept = [Image.open(PAGES / f"{tag}-{number}.png").convert("L") for number in range(1, len(list(PAGES.glob(f"{tag}-*.png"))) + 1)]
    assert len(made) == len(kept)
    differences = {f"{tag}, page {number}": difference(one, other) for number, (one, other) in enumerate(zip(made, kept, strict=True), 1)}
    assert {page: round(share, 4) for page, share in differences.items() if share >= DIFFERENCE} == {}, (
        "look at the pages; if it is meant, --update-golden"
    )


def test_a_page_that_is_set_otherwise_is_seen() -> None:
    data = document_of("golden", "en").data
    page = rendered(data)[2]
    shifted = ImageChops.offset(page, 2, 0)
    assert difference(page, page) == 0
    assert difference(page, shifted) > DIFFERENCE
    without_a_picture = spoilt(data, lambda pdf: pdf.pages[2].obj.Resources.__delitem__("/XObject"))
    assert difference(page, rendered(without_a_picture)[2]) > DIFFERENCE
    assert difference(page, page.resize((page.width, page.height + 1))) == 1.0
