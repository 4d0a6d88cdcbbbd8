"""Pictures, text boxes and other drawings of a Word file: DrawingML, and the older VML."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element

from newsletter.intake.docx_losses import shorten
from newsletter.intake.docx_package import Part, R, W

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_V = "{urn:schemas-microsoft-com:vml}"
_O = "{urn:schemas-microsoft-com:office:office}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_DECORATIVE = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"


class Drawing(NamedTuple):
    """A picture in the text."""

    place: int
    """The number of its paragraph."""
    part: str
    """The name of the part that holds it."""
    alt: str
    decorative: bool


def alternative_of(element: Element) -> Element | None:
    """Return the form of a thing that is read: the newer one where it holds a picture or a text box, else the one for old programs."""
    choices = [child for child in element if child.tag == f"{_MC}Choice"]
    fallback = element.find(f"{_MC}Fallback")
    is_read = {f"{_A}blip", f"{W}txbxContent", f"{W}t"}
    return next((choice for choice in choices if any(part.tag in is_read for part in choice.iter())), fallback)


def is_rule(element: Element) -> bool:
    """Say whether a shape is a line drawn across the page."""
    return element.tag in {f"{_V}rect", f"{_V}line"} and element.get(f"{_O}hr") in {"t", "true", "1"}


def frames_of(element: Element) -> Iterator[Element]:
    """Yield the outermost text boxes in a drawing."""
    for child in element:
        if child.tag == f"{W}txbxContent":
            yield child
        elif child.tag == f"{_MC}AlternateContent":
            chosen = alternative_of(child)
            yield from frames_of(chosen) if chosen is not None else ()
        else:
            yield from frames_of(child)


def find_drawings(element: Element, part: Part, place: int, tell: Callable[..., None]) -> Iterator[Drawing]:
    """Yield the pictures of a drawing, those in its text boxes left out; tell a drawing that holds nothing to take over."""
    alt, decorative = _words(element)
    shapes = list(_outside_frames(element))
    blips = [shape for shape in shapes if shape.tag in {f"{_A}blip", f"{_V}imagedata"}]
    for blip in blips:
        relation = part.relations.get(blip.get(f"{R}embed") or blip.get(f"{R}id") or "")
        if relation is None or relation.is_external:
            tell(place, "lost-picture", "it is not in the file, which only says where it was")
        else:
            yield Drawing(place, relation.target, alt, decorative)
    if not blips and not any(is_rule(shape) for shape in shapes) and next(frames_of(element), None) is None:
        tell(place, "lost-drawing", f": {shorten(alt)}" if alt else "")


def _words(element: Element) -> tuple[str, bool]:
    """Return the alt text of a drawing, and whether it is marked as decorative."""
    properties = next((found for found in element.iter(f"{_WP}docPr")), None)
    if properties is not None:
        mark = next(properties.iter(_DECORATIVE), None)
        words = properties.get("descr", "").strip() or properties.get("title", "").strip()
        return " ".join(words.split()), mark is not None and mark.get("val") in {"1", "true"}
    shape = next((found for found in element.iter() if found.tag.startswith(_V) and found.get("alt")), None)
    data = next(element.iter(f"{_V}imagedata"), None)
    words = (shape.get("alt", "") if shape is not None else "") or (data.get(f"{_O}title", "") if data is not None else "")
    return " ".join(words.split()), False


def _outside_frames(element: Element) -> Iterator[Element]:
    for child in element:
        if child.tag == f"{W}txbxContent":
            continue
        yield child
        if child.tag == f"{_MC}AlternateContent":
            chosen = alternative_of(child)
            yield from _outside_frames(chosen) if chosen is not None else ()
        else:
            yield from _outside_frames(child)
