"""The structure checks for the press see what they are for: each gets a file that was spoilt in one place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from presshouse import opened, printed, saved

from newsletter.model import PrintPlan
from newsletter.press_checks import check_press, walk_pages

Spoil = Callable[[pikepdf.Pdf], Any]


def said_of(spoil: Spoil) -> set[tuple[str, str]]:
    """Return what is said of a print PDF that was spoilt."""
    with opened(printed()) as pdf:
        spoil(pdf)
        return {(fault.check, fault.message) for fault in check_press(saved(pdf), PrintPlan())}


def draw(content: str, **resources: Any) -> Spoil:
    """Return what adds *content* to the third page, with resources of its own."""

    def spoil(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[2]
        own = page.obj.Resources = Dictionary({key: page.obj.Resources[key] for key in page.obj.Resources})
        for kind, things in resources.items():
            known = own.get(f"/{kind}", Dictionary())
            own[f"/{kind}"] = Dictionary({**{key: known[key] for key in known}, **{f"/{name}": thing(pdf) for name, thing in things.items()}})
        page.contents_add(f"\nq {content} Q".encode())

    return spoil


def an_image(space: Any, **more: Any) -> Callable[[pikepdf.Pdf], Any]:
    """Return what makes a small picture in a colour space."""
    return lambda pdf: pdf.make_stream(
        b"\0" * 4096, Type=Name.XObject, Subtype=Name.Image, Width=8, Height=8, BitsPerComponent=8, ColorSpace=space, **more
    )


def a_form(content: bytes, **more: Any) -> Callable[[pikepdf.Pdf], Any]:
    """Return what makes a form."""
    return lambda pdf: pdf.make_stream(content, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]), **more)


def a_pattern(content: bytes) -> Callable[[pikepdf.Pdf], Any]:
    """Return what makes a tiling pattern."""
    return lambda pdf: pdf.make_stream(
        content, PatternType=1, PaintType=1, TilingType=1, BBox=Array([0, 0, 9, 9]), XStep=9, YStep=9, Resources=Dictionary()
    )


def an_rgb_profile(pdf: pikepdf.Pdf) -> Any:
    return Array([Name.ICCBased, pdf.make_stream(b"x", N=3)])


def no_metadata(pdf: pikepdf.Pdf, old: bytes, new: bytes) -> None:
    packet = pdf.Root.Metadata.read_bytes()
    assert old in packet
    pdf.Root.Metadata.write(packet.replace(old, new))


def an_annotation(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].obj.Annots = Array([Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 9, 9]))])


def a_font_left_out(pdf: pikepdf.Pdf) -> None:
    del next(thing for thing in pdf.objects if isinstance(thing, Dictionary) and "/FontFile2" in thing)["/FontFile2"]


SPOILT: list[tuple[str, str, Spoil]] = [
    ("boxes", "the page does not say where it is cut", lambda pdf: pdf.pages[1].obj.__delitem__("/TrimBox")),
    ("boxes", "the page is 210.0 by 296.0 mm, not 210 by 297", lambda pdf: pdf.pages[1].obj.TrimBox.__setitem__(3, 839.055)),
    ("boxes", "the bleed is 2.0 mm, not 3", lambda pdf: pdf.pages[1].obj.BleedBox.__setitem__(0, -5.669)),
    ("boxes", "the medium is smaller than page and bleed", lambda pdf: pdf.pages[1].obj.MediaBox.__setitem__(0, 0)),
    ("colours", "a colour is set in RGB", draw("1 0 0 rg 0 0 9 9 re f")),
    ("colours", "a colour is set in grey", draw("0.5 G 0 0 m 9 9 l S")),
    ("colours", "a colour is set in RGB", draw("/Form Do", XObject={"Form": a_form(b"1 0 0 RG")})),
    ("colours", "a colour is set in RGB", draw("/Pattern cs /P scn 0 0 9 9 re f", Pattern={"P": a_pattern(b"1 0 0 rg 0 0 4 4 re f")})),
    ("colours", "a colour is set in RGB", draw("/Odd cs 1 0 0 scn", ColorSpace={"Odd": an_rgb_profile})),
    ("colours", "a colour is set in Lab", draw("/lab-d50 cs 50 0 0 scn")),
    ("colours", "a colour is set in Separation", draw("/Spot cs 1 scn", ColorSpace={"Spot": lambda pdf: Array([Name.Separation, Name.Gold, Name.DeviceCMYK, Dictionary()])})),
    ("colours", "a picture is in RGB", draw("1 0 0 1 0 0 cm /Im Do", XObject={"Im": an_image(Name.DeviceRGB)})),
    ("colours", "a picture is in grey", draw("1 0 0 1 0 0 cm /Im Do", XObject={"Im": an_image(Name.DeviceGray)})),
    ("colours", "a picture is in RGB", draw("/Im Do", XObject={"Im": an_image(Array([Name.Indexed, Name.DeviceRGB, 0, pikepdf.String("abc")]))})),
    ("colours", "a gradient is in RGB", draw("/Sh sh", Shading={"Sh": lambda pdf: Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB)})),
    ("colours", "a gradient is in 3 colours for four inks", draw("/Sh sh", Shading={"Sh": lambda pdf: Dictionary(ShadingType=2, ColorSpace=Name.DeviceCMYK, Function=Dictionary(FunctionType=2, C0=Array([1, 0, 0]), C1=Array([0, 0, 1]), N=1))})),
    ("colours", "transparency is mixed in RGB", draw("/Form Do", XObject={"Form": a_form(b"", Group=Dictionary(S=Name.Transparency, CS=Name.DeviceRGB))})),
    ("colours", "transparency is mixed in RGB", lambda pdf: setattr(pdf.pages[0].obj, "Group", Dictionary(S=Name.Transparency, CS=Name.DeviceRGB))),
    ("colours", "a transfer curve is set, which belongs to the press", draw("/T gs", ExtGState={"T": lambda pdf: Dictionary(TR=Name.Identity)})),
    ("colours", "a picture stands in the content itself, where its colours cannot be told", draw("BI /W 1 /H 1 /BPC 8 /CS /RGB ID abc EI")),
    ("colours", "a page holds PostScript", draw("/PS Do", XObject={"PS": lambda pdf: pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.PS)})),
    ("resolution", "a picture of 8 by 8 pixels stands 35 by 35 mm large: 6 pixels per inch, not 250", draw("100 0 0 100 0 0 cm /Im Do", XObject={"Im": an_image(Name.DeviceCMYK)})),
    ("fonts", "is not embedded", a_font_left_out),
    ("intent", "the file does not say what press it is for", lambda pdf: pdf.Root.__delitem__("/OutputIntents")),
    ("intent", "the output profile is missing, or is none of a CMYK press", lambda pdf: pdf.Root.OutputIntents[0].DestOutputProfile.write(b"no profile")),
    ("intent", "the printing condition has no name", lambda pdf: pdf.Root.OutputIntents[0].__delitem__("/OutputConditionIdentifier")),
    ("metadata", "the file does not say that it is PDF/X-4", lambda pdf: no_metadata(pdf, b"PDF/X-4", b"PDF/X-3")),
    ("metadata", "the metadata lack xmpMM:DocumentID", lambda pdf: no_metadata(pdf, b"xmpMM:DocumentID", b"xmpMM:Other")),
    ("metadata", "the file has no title", lambda pdf: pdf.docinfo.__delitem__("/Title")),
    ("metadata", "the file does not say whether it is trapped", lambda pdf: pdf.docinfo.__delitem__("/Trapped")),
    ("activity", "something on the page can be clicked", an_annotation),
    ("activity", "the file holds actions, a form or other files", lambda pdf: setattr(pdf.Root, "OpenAction", Dictionary(S=Name.JavaScript))),
]  # fmt: skip


def test_a_file_for_the_press_has_no_fault() -> None:
    assert said_of(lambda pdf: None) == set()


@pytest.mark.parametrize(("check", "message", "spoil"), SPOILT, ids=[f"{index}-{check}" for index, (check, _, _) in enumerate(SPOILT)])
def test_a_seeded_fault_is_told(check: str, message: str, spoil: Spoil) -> None:
    found = said_of(spoil)
    assert any(check == kind and message in said for kind, said in found), found


def test_forms_that_stand_in_themselves_are_not_followed_for_ever() -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        form = pdf.make_stream(b"/Self Do", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
        form.Resources = Dictionary(XObject=Dictionary(Self=form))
        draw("/Loop Do", XObject={"Loop": lambda _: form})(pdf)

    assert ("colours", "forms stand in forms too deeply to be followed") in said_of(spoil)


def test_the_size_of_a_picture_is_followed_through_forms() -> None:
    with opened(printed()) as pdf:
        image = an_image(Name.DeviceCMYK)(pdf)
        form = pdf.make_stream(
            b"72 0 0 36 0 0 cm /Im Do", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 99, 99]), Matrix=Array([2, 0, 0, 2, 0, 0])
        )
        form.Resources = Dictionary(XObject=Dictionary(Im=image))
        draw("1.5 0 0 1.5 0 0 cm /Form Do", XObject={"Form": lambda _: form})(pdf)
        (placed,) = [picture for picture in walk_pages(pdf).pictures if picture.pixels == (8, 8)]
    assert placed.size == pytest.approx((3 * 25.4, 1.5 * 25.4))
    assert placed.resolution == pytest.approx(8 / 3)
