"""Repairs to the structure tree that the engine writes, each with the clause it is for.

Clauses are of ISO 14289-1 (PDF/UA-1) and of ISO 32000-1, to which it refers.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

Element = Any
"""A structure element: a dictionary with /S. pikepdf's objects have no narrower type."""


def mend_tags(pdf: pikepdf.Pdf) -> None:
    """Mend the whole tree of *pdf* in place; a file without one is left alone."""
    if "/StructTreeRoot" not in pdf.Root:
        return
    root = pdf.Root.StructTreeRoot
    elements = tuple(_walk(root, set()))
    parents = _number_tree(root)
    _drop_nested_links(pdf, root, parents)
    for element in elements:
        if element.get("/S") == Name.LI:
            _wrap_item_body(pdf, element)
        elif element.get("/S") == Name.Table:
            _give_scope(element)
    _make_artifacts(pdf, root, parents, {element.objgen for element in elements})


def _kids(element: Element) -> list[Any]:
    kids = element.get("/K")
    if kids is None:
        return []
    return list(kids) if isinstance(kids, Array) else [kids]


def _is_element(kid: Any) -> bool:
    return isinstance(kid, Dictionary) and "/S" in kid


def _walk(element: Element, seen: set[tuple[int, int]]) -> Iterator[Element]:
    for kid in _kids(element):
        if _is_element(kid) and kid.objgen not in seen:
            seen.add(kid.objgen)
            yield kid
            yield from _walk(kid, seen)


def _number_tree(root: Element) -> dict[int, Any]:
    numbers = list(root.ParentTree.Nums)
    return {int(key): value for key, value in zip(numbers[::2], numbers[1::2], strict=True)}


def _write_number_tree(root: Element, parents: dict[int, Any]) -> None:
    root.ParentTree.Nums = Array([part for key in sorted(parents) for part in (key, parents[key])])


def _drop_nested_links(pdf: pikepdf.Pdf, root: Element, parents: dict[int, Any]) -> None:
    """Drop the second annotation that the engine makes for an element inside a link; the link has its own (7.18.5)."""
    for page in pdf.pages:
        kept = Array()
        for annotation in page.obj.get("/Annots", Array()):
            key = int(annotation.get("/StructParent", -1))
            element = parents.get(key)
            if annotation.get("/Subtype") != Name.Link or element is None or element.get("/S") == Name.Link:
                kept.append(annotation)
                continue
            element.K = Array([kid for kid in _kids(element) if not _refers_to(kid, annotation)])
            del parents[key]
        if "/Annots" in page.obj:
            page.obj.Annots = kept
    _write_number_tree(root, parents)


def _refers_to(kid: Any, annotation: Any) -> bool:
    return isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR and bool(kid.Obj.objgen == annotation.objgen)


def _wrap_item_body(pdf: pikepdf.Pdf, item: Element) -> None:
    """Put all of a list item but its label into one LBody (7.6; ISO 32000-1, table 336)."""
    kids = _kids(item)
    stray = [kid for kid in kids if not (_is_element(kid) and kid.S in {Name.Lbl, Name.LBody, Name.L})]
    if not stray:
        return
    body = next((kid for kid in kids if _is_element(kid) and kid.get("/S") == Name.LBody), None)
    if body is None:
        body = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.LBody, P=item, K=Array()))
        if "/Pg" in item:
            body.Pg = item.Pg
        kids.insert(_position(kids, stray[0]), body)
    inside: list[Any] = []
    outside: list[Any] = []
    for kid in kids:
        if _is_same(kid, body):
            inside += _kids(body)
            outside.append(kid)
        elif any(_is_same(kid, one) for one in stray):
            inside.append(kid)
            if _is_element(kid):
                kid.P = body
        else:
            outside.append(kid)
    body.K = Array(inside)
    item.K = Array(outside)


def _is_same(one: Any, other: Any) -> bool:
    if isinstance(one, Dictionary) and isinstance(other, Dictionary):
        return bool(one.objgen == other.objgen)
    return type(one) is type(other) and bool(one == other)


def _position(kids: list[Any], wanted: Any) -> int:
    return next(index for index, kid in enumerate(kids) if _is_same(kid, wanted))


def _give_scope(table: Element) -> None:
    """Give every header cell its Scope: the column's in a header row, else the row's (7.5)."""
    for in_head, row in _rows(table, in_head=False):
        cells = [kid for kid in _kids(row) if _is_element(kid) and kid.S in {Name.TH, Name.TD}]
        heads_columns = in_head or all(cell.S == Name.TH for cell in cells)
        for cell in cells:
            if cell.S == Name.TH:
                attributes = cell.get("/A", Dictionary(O=Name.Table))
                attributes.Scope = Name.Column if heads_columns else Name.Row
                cell.A = attributes


def _rows(element: Element, *, in_head: bool) -> Iterator[tuple[bool, Element]]:
    for kid in _kids(element):
        if not _is_element(kid) or kid.get("/S") == Name.Table:
            continue
        if kid.get("/S") == Name.TR:
            yield in_head, kid
        else:
            yield from _rows(kid, in_head=in_head or kid.get("/S") == Name.THead)


def _make_artifacts(pdf: pikepdf.Pdf, root: Element, parents: dict[int, Any], reachable: set[tuple[int, int]]) -> None:
    """Turn running heads and folios, which the engine tags outside the tree, into pagination artifacts (7.8)."""
    for page in pdf.pages:
        key = int(page.obj.get("/StructParents", -1))
        if key not in parents:
            continue
        owners = list(parents[key])
        outside = {mark for mark, owner in enumerate(owners) if not (isinstance(owner, Dictionary) and owner.objgen in reachable)}
        if not outside:
            continue
        instructions: list[Any] = []
        for instruction in pikepdf.parse_content_stream(page):
            operands, operator = instruction.operands, instruction.operator
            properties = operands[1] if str(operator) == "BDC" else None
            if isinstance(properties, Dictionary) and int(properties.get("/MCID", -1)) in outside:
                instructions.append(([Name.Artifact, Dictionary(Type=Name.Pagination)], operator))
            else:
                instructions.append(instruction)
        page.obj.Contents = pdf.make_stream(pikepdf.unparse_content_stream(instructions))
        parents[key] = Array([None if mark in outside else owner for mark, owner in enumerate(owners)])
    _write_number_tree(root, parents)
