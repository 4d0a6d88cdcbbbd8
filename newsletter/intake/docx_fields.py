"""Small parts of a Word file, found, or written as mammoth reads them: fields, signs of special fonts, joined cells, bookmarks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from xml.etree.ElementTree import Element, SubElement

from mammoth.docx.dingbats import dingbats

from newsletter.intake.docx_package import W
from newsletter.intake.docx_styles import value_of

MOST_OPEN = 20
"""Fields inside each other."""
_WIDEST = 40
"""Columns that a cell may cover; more are a slip or a trap."""


def sign_of(element: Element) -> str:
    """Return the character that a sign of a special font shows (17.3.3.30); an empty string where it is not known."""
    code = element.get(f"{W}char", "")
    try:
        codes = (int(code, 16), int(code[2:] or "0", 16))
    except ValueError:
        return ""
    return next((chr(found) for key in codes if (found := dingbats.get((element.get(f"{W}font"), key)))), "")


def write_field(element: Element, inside: Iterable[Element]) -> list[Element]:
    """Return a simple field as the row of runs that complex ones are (17.16.18), round the words that stand *inside*."""
    begin, words, separate, end = (Element(f"{W}r") for _ in range(4))
    for run, kind in ((begin, "begin"), (separate, "separate"), (end, "end")):
        SubElement(run, f"{W}fldChar", {f"{W}fldCharType": kind})
    SubElement(words, f"{W}instrText").text = element.get(f"{W}instr", "")
    return [begin, words, separate, *inside, end]


def only_fields(run: Element, keep: Callable[[Element], list[Element]]) -> list[Element]:
    """Return a run without its words, if it holds marks of fields that *keep* returns."""
    cleaned = Element(run.tag)
    cleaned.extend(kept for part in run if part.tag == f"{W}fldChar" for kept in keep(part))
    return [cleaned] if len(cleaned) else []


def span_of(properties: Element | None) -> Element:
    """Return a cell's properties with nothing left but the columns and rows that it covers (17.4.17 and 17.4.85)."""
    kept = Element(f"{W}tcPr")
    span = value_of(properties, "gridSpan")
    if span.isdecimal() and len(span) < 3 and 1 < int(span) <= _WIDEST:
        SubElement(kept, f"{W}gridSpan", {f"{W}val": span})
    merge = properties.find(f"{W}vMerge") if properties is not None else None
    if merge is not None:
        SubElement(kept, merge.tag, dict(merge.attrib))
    return kept


def bookmark(kind: str, index: int) -> Element:
    """Return a bookmark of our own."""
    return Element(f"{W}bookmarkStart", {f"{W}name": f"{kind}{index}"})


def by_id(root: Element | None, name: str) -> dict[str, Element]:
    """Return the comments or notes in a part by their ids."""
    return {element.get(f"{W}id", ""): element for element in (root.findall(f"{W}{name}") if root is not None else ())}
