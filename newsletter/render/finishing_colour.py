"""Every colour of a print PDF in the inks of the press: drawings by their palettes, and what is left in the colours of a screen.

Templates write the recipes of look.yaml, and photographs arrive in CMYK; what comes another way (a colour word in a template of
one's own, a picture that templates bring along) is converted here, so that nothing else is ever left (ISO 15930-7, 6.2).
Text in black alone prints over what lies under it, so that no paper shows where plates are a hair apart.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Mapping
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from newsletter.render.drawings import Drawing
from newsletter.render.finishing_pictures import place_drawings
from newsletter.render.inks import Inks

_NUMBER = rb"-?[0-9]*\.?[0-9]+"
_SCREEN_COLOUR = re.compile(rb"^(%s) (%s) (%s) (rg|RG)$|^(%s) (g|G)$" % ((_NUMBER,) * 4), re.MULTILINE)
_BLACK = re.compile(rb"(?:0(?:\.0+)? ){3}1(?:\.0+)? (?:scn|sc|k)")
_FILLS = (b" scn", b" sc", b" k", b" rg", b" g")
OVER, KNOCKOUT = "/PrintsOver", "/KnocksOut"


def use_inks(pdf: pikepdf.Pdf, inks: Inks, drawings: Mapping[str, Drawing]) -> None:
    """Turn every colour of *pdf* into *inks*; *drawings* are put in place of the pictures of those names."""
    over = pdf.make_indirect(Dictionary(Type=Name.ExtGState, op=True, OPM=1))
    under = pdf.make_indirect(Dictionary(Type=Name.ExtGState, op=False, OPM=0))
    things = [thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary | pikepdf.Stream)]
    for resources in (found for thing in things for found in (thing, thing.get("/Resources")) if isinstance(found, Dictionary | pikepdf.Stream)):
        place_drawings(pdf, resources, drawings, inks)
        for shading in _inside(resources, "/Shading"):
            _use_shading_inks(shading, inks)
    streams = [thing for thing in things if isinstance(thing, pikepdf.Stream)]
    masks = {stream.SMask.objgen for stream in streams if "/SMask" in stream}
    for stream in streams:
        if stream.get("/Subtype") == Name.Image and stream.objgen not in masks:
            _use_picture_inks(stream, inks)
        elif stream.get("/Subtype") == Name.Form or stream.get("/PatternType") == 1:
            _use_content_inks(stream, stream, inks, (over, under))
    for page in pdf.pages:
        page.contents_coalesce()
        _use_content_inks(page.obj.Contents, page.obj, inks, (over, under))


def _inside(resources: Any, kind: str) -> list[Any]:
    """Return the resources of one kind; none where *resources* are none."""
    found = resources.get(kind)
    return list(found.values()) if isinstance(found, Dictionary) else []


def _use_content_inks(content: Any, owner: Any, inks: Inks, states: tuple[Any, Any]) -> None:
    """Convert the colours that a content stream sets, and let its black text print over."""
    before = content.read_bytes()
    after, prints_over = _print_over(_SCREEN_COLOUR.sub(lambda found: _in_inks(found, inks), before))
    if after != before:
        content.write(after)
    if prints_over:
        known = owner.Resources.get("/ExtGState", Dictionary())
        known[OVER], known[KNOCKOUT] = states
        owner.Resources.ExtGState = known


def _in_inks(found: re.Match[bytes], inks: Inks) -> bytes:
    parts = (found[1], found[2], found[3]) if found[4] else (found[5],) * 3
    red, green, blue = (max(0, min(255, round(float(part) * 255))) for part in parts)
    (colour,) = inks.colours([(red, green, blue)])
    operator = b"k" if (found[4] or found[6]).islower() else b"K"
    return b" ".join([*(b"%g" % round(ink / 255, 4) for ink in colour), operator])


def _print_over(content: bytes) -> tuple[bytes, bool]:
    """Return a content stream whose text prints over where it is black alone, and whether there is any.

    The engine writes one operator a line; colours are kept and brought back with the graphics state (ISO 32000-1, 8.4.2).
    """
    written: list[bytes] = []
    is_black, kept, changed = False, [], False
    for line in content.split(b"\n"):
        if line == b"q":
            kept.append(is_black)
        elif line == b"Q":
            is_black = kept.pop() if kept else False
        elif line.endswith(_FILLS):
            is_black = _BLACK.fullmatch(line) is not None
        if line == b"BT" and is_black:
            changed = True
            written += [f"{OVER} gs".encode(), line]
        elif line == b"ET" and is_black:
            written += [line, f"{KNOCKOUT} gs".encode()]
        else:
            written.append(line)
    return b"\n".join(written), changed


def _use_picture_inks(picture: Any, inks: Inks) -> None:
    """Convert a picture that is in the colours of a screen, or in grey; a soft mask (which prints nothing) stays as it is."""
    space = picture.get("/ColorSpace")
    if space is None or space == Name.DeviceCMYK or (isinstance(space, Array) and space[0] == Name.Indexed and space[1] == Name.DeviceCMYK):
        return
    image = pikepdf.PdfImage(picture).as_pil_image()
    inked = inks.grey(image) if image.mode in {"1", "L"} else inks.photograph(image.convert("RGB"))
    if picture.get("/Filter") == Name.DCTDecode:
        buffer = io.BytesIO()
        inked.save(buffer, "JPEG", quality=92)
        picture.write(buffer.getvalue(), filter=Name.DCTDecode)
        picture.Decode = Array([1, 0] * 4)  # what is marked as Adobe's has its inks the other way round
    else:
        picture.write(zlib.compress(inked.tobytes(), 6), filter=Name.FlateDecode)
        if "/Decode" in picture:
            del picture["/Decode"]
    picture.ColorSpace, picture.BitsPerComponent = Name.DeviceCMYK, 8


def _use_shading_inks(shading: Any, inks: Inks) -> None:
    """Convert a gradient between colours of a screen; the engine calls its space that of the document, whatever they are."""
    if shading.get("/ColorSpace") != Name.DeviceGray and _convert_function(shading.get("/Function"), inks):
        shading.ColorSpace = Name.DeviceCMYK


def _convert_function(function: Any, inks: Inks) -> bool:
    if not isinstance(function, Dictionary):
        return False
    inner = [_convert_function(part, inks) for part in function.get("/Functions", [])]
    ends = [key for key in ("/C0", "/C1") if len(function.get(key, [])) == 3]
    for key in ends:
        red, green, blue = (max(0, min(255, round(float(part) * 255))) for part in function[key])
        (colour,) = inks.colours([(red, green, blue)])
        function[key] = Array([round(ink / 255, 4) for ink in colour])
    return bool(ends) or any(inner)
