"""What the engine is made to say about its structure elements, so that they can be mended afterwards.

Functions that wrap private ones of WeasyPrint; :mod:`newsletter.render.shims` puts them in place, for the one version that they
are for, and :mod:`newsletter.render.finishing_tags` reads what they write. Clauses are of ISO 32000-1.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pydyf
from weasyprint.formatting_structure import boxes

from newsletter.render.structure import NOTES, ORIGIN

_UNSPOKEN = re.compile("[\u00ad\u200b\u2060]")
"""What says where lines may break."""


class _NotePart(NamedTuple):
    role: str
    here: str
    there: str
    """What its own place is called among the destinations, and the one that it leads to; a colon is in no story's name."""


_NOTE_PARTS = {"footnote-call": _NotePart("/Reference", "mention:", "note:"), "footnote-marker": _NotePart("/Lbl", "note:", "mention:")}
"""The two ends of a footnote: its number in the text, and the number before the note."""


def tree_with_origins(original: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap ``_build_box_tree``: each element says what it was made for, and its language where that is declared (14.9.2).

    Leaders are marked as artifacts, and the two ends of footnotes by their roles (14.8.4.4).
    """

    @functools.wraps(original)
    def build(box: Any, parent: Any, pdf: Any, *arguments: Any) -> Iterator[Any]:
        inner = getattr(box, "_box", box)  # an absolutely placed box comes in a placeholder
        origin, language = _origin(inner, pdf), _language(inner)
        note = _NOTE_PARTS.get(_generated(inner))
        for element in original(box, parent, pdf, *arguments):
            if ORIGIN[1:] not in element:  # the root's kids are yielded for the root as well
                element[ORIGIN[1:]] = pydyf.String(origin)
            if note:
                element["S"] = note.role
            elif inner.is_leader:
                element["S"] = "/Artifact"
            if language and "Lang" not in element:
                element["Lang"] = pydyf.String(language)
                if element["S"] == "/NonStruct" and isinstance(inner, boxes.InlineBox):
                    element["S"] = "/Span"
            yield element

    return build


def _origin(box: Any, pdf: Any) -> str:
    """Return the number of the element of the document that a box was made for, in the order of the document's boxes."""
    if isinstance(box, boxes.FootnoteAreaBox):
        return NOTES
    if box.element is None:
        return ""
    numbers = pdf.__dict__.setdefault("_origins", {})
    number = numbers.setdefault(box.element, len(numbers) + 1)
    generated = _generated(box)
    return f"{number}::{generated}" if generated else str(number)


def _generated(box: Any) -> str:
    """Return the name of the pseudo-element that a box is, if it is one."""
    return (box.element_tag or "").partition("::")[2]


def _language(box: Any) -> str:
    """Return the ``lang=`` of the element that a box was made for; the root's is in the catalogue already."""
    if box.element is None or _generated(box) or box.element_tag in {"html", "body"}:
        return ""
    return box.element.get("lang") or ""


def links_with_notes(original: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap ``resolve_links``: the links of each page, with those between mentions and notes, both ways.

    A note that is mentioned twice is set twice, so that each mention has its own.
    """

    @functools.wraps(original)
    def resolve(pages: Any) -> Iterator[tuple[list[Any], list[Any]]]:
        numbers: dict[Any, int] = {}
        ends = [[box for box in _all_boxes(page._page_box) if _generated(box) in _NOTE_PARTS] for page in pages]  # noqa: SLF001
        met = {(box.element, _generated(box)) for box in itertools.chain(*ends)}
        for on_page, (links, anchors) in zip(ends, original(pages), strict=True):
            for box in on_page:
                if all((box.element, end) in met for end in _NOTE_PARTS):
                    part, number = _NOTE_PARTS[_generated(box)], numbers.setdefault(box.element, len(numbers) + 1)
                    x, y, width, height = box.hit_area()
                    links.append(("internal", f"{part.there}{number}", (x, y, x + width, y + height), box))
                    anchors.append((f"{part.here}{number}", x, y))
            yield links, anchors

    return resolve


def _all_boxes(box: Any) -> Iterator[Any]:
    yield box
    for child in box.all_children():
        yield from _all_boxes(child)


def links_with_words(original: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap ``add_links``: an annotation says the words of its link, not its target (ISO 14289-1, 7.18.5)."""

    @functools.wraps(original)
    def add(links_and_anchors: Any, *arguments: Any) -> None:
        original(links_and_anchors, *arguments)
        for _, _, _, box in links_and_anchors[0]:
            annotation = box.link_annotation
            if annotation is not None and "Contents" in annotation and (words := _words(box)):
                annotation["Contents"] = pydyf.String(words)

    return add


def _words(box: Any) -> str:
    """Return what a link says: its text, else that of its pictures; an end of a footnote what the template says of it."""
    said = box.element.get(f"data-{_generated(box)}") if _generated(box) else None
    said = said or "".join(box.element.itertext())
    if not said.strip():
        said = " ".join(picture.get("alt", "") for picture in box.element.iter("img"))
    return " ".join(_UNSPOKEN.sub("", said).split())
