"""Repairs to the structure tree that the engine writes, each with the clause it is for.

Clauses are of ISO 14289-1 (PDF/UA-1) and of ISO 32000-1, to which it refers. The engine's tree is one of boxes: what goes on in
another column, on another page or another line is there as often as it has boxes, and each page carries its own notes. Here it
becomes one of the document (:mod:`newsletter.render.joining`), and what is left is mended element by element.
"""

from __future__ import annotations

from collections.abc import Container, Iterator
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name

from newsletter.render.joining import join_pieces, place_notes, take_notes
from newsletter.render.structure import Annotation, Element, Mark, read_structure, write_structure


def mend_tags(pdf: pikepdf.Pdf) -> None:
    """Mend the whole tree of *pdf* in place; a file without one is left alone."""
    if "/StructTreeRoot" not in pdf.Root:
        return
    root = read_structure(pdf)
    cosmetic = set(_take_artifacts(root))
    _drop_nested_links(root, is_inside=False)
    notes = take_notes(root)
    _drop_empty(root)
    join_pieces(root)
    place_notes(root, notes)
    for element in root.walk():
        if element.role == "LI":
            _wrap_item_body(element)
        elif element.role == "Table":
            _give_scope(element)
        elif element.role in {"Reference", "Lbl"}:
            _wrap_link(element)
    owners = write_structure(pdf, root)
    _make_artifacts(pdf, owners, cosmetic)


def _take_artifacts(element: Element) -> Iterator[Mark]:
    """Take what is no content out of the tree (the dots that lead to a page number), and yield its marks (7.1; 14.8.2.2)."""
    for kid in element.elements:
        if kid.role == "Artifact":
            element.kids.remove(kid)
            yield from (leaf for leaf in kid.leaves() if isinstance(leaf, Mark))
        else:
            yield from _take_artifacts(kid)


def _drop_nested_links(element: Element, *, is_inside: bool) -> None:
    """Drop the further annotations that the engine makes for each box inside a link; the link has its own (7.18.5)."""
    is_link = element.role == "Link" and any(isinstance(kid, Annotation) for kid in element.kids)
    if is_inside or element.role not in {"Link", "Reference", "Lbl", "Form"}:
        element.kids = [kid for kid in element.kids if not isinstance(kid, Annotation)]
    for kid in element.elements:
        _drop_nested_links(kid, is_inside=is_inside or is_link)


def _drop_empty(element: Element) -> None:
    """Drop elements that hold nothing, which are read out as blanks; a table needs its empty cells."""
    for kid in element.elements:
        _drop_empty(kid)
    element.kids = [kid for kid in element.kids if not isinstance(kid, Element) or kid.kids or kid.role in {"TD", "TH"}]


def _wrap_item_body(item: Element) -> None:
    """Put all of a list item but its label and lists inside it into one LBody (7.6; table 336)."""
    stray = [kid for kid in item.kids if not (isinstance(kid, Element) and kid.role in {"Lbl", "LBody", "L"})]
    if not stray:
        return
    body = next((kid for kid in item.elements if kid.role == "LBody"), None)
    if body is None:
        body = Element("LBody")
        item.kids.insert(item.kids.index(stray[0]), body)
    inside: list[Any] = []
    for kid in item.kids:
        inside += body.kids if kid is body else [kid] if kid in stray else []
    item.kids = [kid for kid in item.kids if kid not in stray]
    body.kids = inside


def _wrap_link(element: Element) -> None:
    """Put what leads to a note, or back to its mention, into a Link of its own inside its Reference or Lbl (14.8.4.4.2)."""
    if any(isinstance(kid, Annotation) for kid in element.kids):
        element.kids = [Element("Link", element.kids)]


def _give_scope(table: Element) -> None:
    """Give every header cell its Scope: the column's in a header row, else the row's (7.5)."""
    for in_head, row in _rows(table, in_head=False):
        cells = [kid for kid in row.elements if kid.role in {"TH", "TD"}]
        heads_columns = in_head or all(cell.role == "TH" for cell in cells)
        for cell in cells:
            if cell.role == "TH":
                attributes = cell.object.get("/A", Dictionary(O=Name.Table))
                attributes.Scope = Name.Column if heads_columns else Name.Row
                cell.object.A = attributes


def _rows(element: Element, *, in_head: bool) -> Iterator[tuple[bool, Element]]:
    for kid in element.elements:
        if kid.role == "TR":
            yield in_head, kid
        elif kid.role != "Table":
            yield from _rows(kid, in_head=in_head or kid.role == "THead")


def _make_artifacts(pdf: pikepdf.Pdf, owners: list[dict[int, Element]], cosmetic: Container[Mark]) -> None:
    """Turn marked content that no element owns into artifacts (7.8; 14.8.2.2.2): of layout what is *cosmetic*, else of pagination."""
    for number, (page, marks) in enumerate(zip(pdf.pages, owners, strict=True)):
        instructions: list[Any] = []
        is_changed = False
        for instruction in pikepdf.parse_content_stream(page):
            operands, operator = instruction.operands, instruction.operator
            properties = operands[1] if str(operator) == "BDC" else None
            mark = int(properties.get("/MCID", -1)) if isinstance(properties, Dictionary) else -1
            if mark >= 0 and mark not in marks:
                kind = Name.Layout if Mark(number, mark) in cosmetic else Name.Pagination
                instructions.append(([Name.Artifact, Dictionary(Type=kind)], operator))
                is_changed = True
            else:
                instructions.append(instruction)
        if is_changed:
            page.obj.Contents = pdf.make_stream(pikepdf.unparse_content_stream(instructions))
