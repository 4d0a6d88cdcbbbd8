"""What a printer gets: inks, boxes, marks and the structure of PDF/X-4, from the real engine."""

from __future__ import annotations

import re
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image
from presshouse import MILLIMETRE, an_edition, heaviest, opened, printed, render, saved, separated

from newsletter.model import PrintPlan
from newsletter.press_checks import check_press, walk_pages

OWN = """
<p style="color: black; background: linear-gradient(to right, red, gold)">x</p><p style="color: teal">y</p>
<svg width="20" height="20"><rect width="20" height="20" fill="grey"/></svg><div style="opacity: 0.5">z</div>
<img src="seal.png" alt="s" style="width: 20mm"><img src="grey.png" alt="s" style="width: 20mm"><img src="seal.jpg" alt="s" style="width: 20mm">
"""
"""A template of one's own, in the colours of a screen."""


def pictures_of(data: bytes) -> set[tuple[str, str]]:
    """Return colour space and filter of every picture."""
    with opened(data) as pdf:
        pictures = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image"]
        spaces = [picture.ColorSpace if isinstance(picture.ColorSpace, pikepdf.Array) else [picture.ColorSpace] for picture in pictures]
        return {(" ".join(map(str, space[:2])), str(picture.Filter)) for picture, space in zip(pictures, map(list, spaces), strict=True)}


@pytest.mark.parametrize("language", ["en", "ar"])
def test_an_edition_passes_every_structure_check(language: str) -> None:
    assert check_press(printed(language), PrintPlan()) == ()


def test_a_photograph_arrives_as_jpeg_and_a_drawing_by_its_palette() -> None:
    assert pictures_of(printed()) == {("/DeviceCMYK", "/DCTDecode"), ("/Indexed /DeviceCMYK", "/FlateDecode")}


def test_two_builds_of_a_print_pdf_have_the_same_bytes() -> None:
    assert render(an_edition()) == printed()


def test_pictures_look_as_on_the_screen() -> None:
    """A colour of the drawing, through profile and engine, seen by a program that knows neither."""
    with pypdfium2.PdfDocument(printed()) as document:
        pages = [page.render(scale=1).to_pil().convert("RGB") for page in document]
    reds = [page for page in pages if any(red > 150 and green < 90 and blue < 90 for _, (red, green, blue) in page.getcolors(10**6) or [])]
    assert reds, "the drawing has a red field"


def test_a_photograph_is_not_turned_into_its_negative(tmp_path: Path) -> None:
    """JPEGs in CMYK have their inks the other way round, and the PDF has to say so."""
    snow = render(an_edition(), more={"photograph.jpg": Image.new("RGB", (2400, 1600), "white")})
    with opened(snow) as pdf:
        (photograph,) = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream) and thing.get("/Filter") == "/DCTDecode"]
        del photograph["/Decode"]
        night = saved(pdf)
    assert share_of_black(snow, tmp_path) < 10
    assert share_of_black(night, tmp_path) > 60


def share_of_black(data: bytes, folder: Path) -> float:
    """Return how dark the cover's black plate is."""
    tones = separated(data, folder, 40)[0].getchannel("K").histogram()
    return sum(tone * count for tone, count in enumerate(tones)) / sum(tones)


def test_neutral_colours_of_a_drawing_stay_on_the_black_plate() -> None:
    with opened(printed()) as pdf:
        (space,) = [
            thing.ColorSpace
            for thing in pdf.objects
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image" and isinstance(thing.ColorSpace, pikepdf.Array)
        ]
        palette = bytes(space[3])
    colours = {tuple(palette[at : at + 4]) for at in range(0, len(palette), 4)}
    assert {(0, 0, 0, 255), (0, 0, 0, 0)} <= colours
    greys = [colour for colour in colours if colour[:3] == (0, 0, 0) and 0 < colour[3] < 255]
    assert len(greys) == 1
    assert 100 < greys[0][3] < 180


def test_black_text_prints_over_what_lies_under_it() -> None:
    with opened(printed()) as pdf:
        content = pdf.pages[2].Contents.read_bytes()
        state = pdf.pages[2].Resources.ExtGState["/PrintsOver"]
    assert bool(state.op)
    assert int(state.OPM) == 1
    assert b"0 0 0 1 scn\n/PrintsOver gs\nBT" in content
    assert content.count(b"/PrintsOver gs") == content.count(b"/KnocksOut gs")


def test_the_file_says_what_press_it_is_for_and_that_it_is_x4() -> None:
    with opened(printed()) as pdf:
        (intent,) = pdf.Root.OutputIntents
        assert (intent.S, str(intent.OutputConditionIdentifier), int(intent.DestOutputProfile.N)) == ("/GTS_PDFX", "FOGRA39", 4)
        metadata = pdf.open_metadata()
        assert metadata["{http://www.npes.org/pdfx/ns/id/}GTS_PDFXVersion"] == "PDF/X-4"
        assert metadata["xmp:CreateDate"] == "2022-07-29T00:00:00Z"
        assert metadata["dc:title"] == str(pdf.docinfo.Title)
        assert pdf.docinfo.Trapped == "/False"
        assert pdf.pdf_version == "1.6"
        assert not any("/Annots" in page.obj for page in pdf.pages)


@pytest.mark.parametrize(
    ("plan", "size"),
    [
        ({"width": 148.0, "height": 210.0}, (148, 210)),
        ({"width": 215.9, "height": 279.4, "bleed": 5.0}, (215.9, 279.4)),
        ({"width": 170.0, "height": 240.0, "bleed": 0.0, "has_marks": False}, (170, 240)),
    ],
)
def test_page_bleed_and_marks_are_as_the_manifest_asks(plan: dict[str, float], size: tuple[float, float]) -> None:
    data = printed(**plan)
    assert [fault for fault in check_press(data, PrintPlan(**plan)) if fault.check != "resolution"] == []
    with opened(data) as pdf:
        for page in pdf.pages:
            trim, bleed, medium = ([float(edge) / MILLIMETRE for edge in page.obj[name]] for name in ("/TrimBox", "/BleedBox", "/MediaBox"))
            assert (trim[2] - trim[0], trim[3] - trim[1]) == pytest.approx(size, abs=0.001)
            assert trim[0] - bleed[0] == pytest.approx(plan.get("bleed", 3), abs=0.001)
            assert bleed[0] - medium[0] == pytest.approx(7 if plan.get("has_marks", True) else 0, abs=0.001)
            assert (b"/Registration CS" in page.Contents.read_bytes()) is plan.get("has_marks", True)


def test_art_reaches_the_bleed_and_no_further() -> None:
    with pypdfium2.PdfDocument(printed(bleed=5.0)) as document:
        image = document[0].render(scale=4).to_pil().convert("L").point(lambda tone: 255 if tone < 250 else 0)

    def ring(outer: float, inner: float) -> int:
        """Return how much is inked between two distances from the edge of the medium, in millimetres."""
        paper, (near, far) = image.copy(), (round(distance * MILLIMETRE * 4) for distance in (outer, inner))
        paper.paste(0, (far, far, image.width - far, image.height - far))
        return paper.crop((near, near, image.width - near, image.height - near)).histogram()[255]

    assert ring(7.1, 7.4) > 500, "art goes to the end of the bleed"
    assert ring(6.3, 6.9) == 0, "and no further; marks begin a millimetre beyond"


def test_blank_pages_at_the_end_fill_the_last_sheet() -> None:
    plain, filled = printed(), printed(multiple=4)
    with opened(plain) as before, opened(filled) as after:
        assert len(after.pages) == -(-len(before.pages) // 4) * 4
        assert [page.Contents.read_bytes() for page in after.pages[: len(before.pages)]] == [page.Contents.read_bytes() for page in before.pages]
        for page in after.pages[len(before.pages) :]:
            assert not re.search(rb"\b(Do|BT|f)\b", page.Contents.read_bytes())
    assert check_press(filled, PrintPlan(multiple=4)) == ()


def test_colours_of_a_screen_in_ones_own_templates_become_inks(tmp_path: Path) -> None:
    """Words of CSS, a gradient, a transparent picture: nothing is left in RGB or grey."""
    (tmp_path / "print").mkdir()
    seal = Image.new("RGBA", (900, 900), (200, 30, 30, 120))
    (tmp_path / "print/imprint.html").write_text(OWN)
    data = render(an_edition(), (tmp_path,), more={"seal.png": seal, "grey.png": seal.convert("L"), "seal.jpg": seal.convert("RGB")})
    assert [fault for fault in check_press(data, PrintPlan()) if fault.check != "resolution"] == []
    with opened(data) as pdf:
        content = b"".join(page.Contents.read_bytes() for page in pdf.pages)
        assert b"\n0 0 0 1 k\n" in content, "black is the black ink alone"
        ends = ends_of_gradients(pdf)
    assert ends
    assert {len(end) for end in ends} == {4}


def ends_of_gradients(pdf: pikepdf.Pdf) -> list[list[float]]:
    """Return the colours at the ends of every gradient."""
    ends = []

    def follow(function: pikepdf.Object) -> None:
        for inner in function.get("/Functions", []):
            follow(inner)
        ends.extend([float(ink) for ink in function[key]] for key in ("/C0", "/C1") if key in function)

    for thing in pdf.objects:
        resources = thing.get("/Resources", {}) if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream) else {}
        for shading in resources.get("/Shading", {}).values():
            follow(shading.Function)
    return ends


@pytest.mark.heavy
@pytest.mark.parametrize("language", ["en", "ar"])
def test_no_ink_is_above_300_per_cent_and_text_is_black_alone(language: str, tmp_path: Path) -> None:
    pages = separated(printed(language), tmp_path, 150)
    assert max(map(heaviest, pages)) <= 300
    text = pages[-1]
    dark = [(colour, count) for count, colour in text.getcolors(text.width * text.height) if colour[3] >= 200]
    assert dark, "there is text on the page"
    assert {colour[:3] for colour, _ in dark} == {(0, 0, 0)}


@pytest.mark.heavy
def test_a_page_with_too_much_ink_is_seen(tmp_path: Path) -> None:
    with opened(printed()) as pdf:
        pdf.pages[0].contents_add(b"\nq 1 1 1 0.5 k 100 100 200 200 re f Q")
        assert heaviest(separated(saved(pdf), tmp_path)[0]) > 340


@pytest.mark.heavy
def test_a_photograph_in_a_small_place_loses_the_pixels_that_no_plate_would_show(tmp_path: Path) -> None:
    data = render(an_edition(files=("drawing.png", "photograph.jpg")))
    with opened(data) as pdf:
        small = [picture for picture in walk_pages(pdf).pictures if picture.size[0] < 100]
    assert [round(picture.resolution) for picture in small] == [350]
    assert len(data) < len(printed()) / 2
    assert check_press(data, PrintPlan()) == ()
    assert max(map(heaviest, separated(data, tmp_path, 72))) <= 300


def test_the_walk_sees_every_picture_where_it_stands() -> None:
    with opened(printed()) as pdf:
        placed = walk_pages(pdf).pictures
    assert {picture.pixels for picture in placed} == {(2400, 1600)}
    assert {picture.page for picture in placed} >= {1, 3}
    assert max(picture.size[0] for picture in placed) > 150
    assert all(picture.size[0] / picture.size[1] == pytest.approx(1.5, abs=0.01) for picture in placed)
