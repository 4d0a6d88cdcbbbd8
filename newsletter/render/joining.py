"""One element of the structure for one of the document, however many columns and pages it is set over; notes where they are mentioned.

A screen reader pauses after every paragraph, counts the items of a list and the rows of a table: what was broken by the page
must be whole again (ISO 32000-1, 14.8.2.3.1: the order and the extent of elements are those of the text, not of its layout).
"""

from __future__ import annotations

from typing import Any

from pikepdf import Array, Dictionary, Name, String

from newsletter.render.structure import NOTES, Element

_TABLE_PARTS = {"Table", "TR"}
"""Elements whose pieces lie beside pieces of others: a row that is broken has the ends of all its cells after all beginnings."""
_REPEATED = {"THead", "TFoot"}
"""What the engine draws again where a table goes on."""
_AFTER = {"P", "H1", "H2", "H3", "H4", "H5", "H6", "Caption"}
_WITHIN = {"LBody", "TD", "TH", "Div", "BlockQuote", "Art", "Sect", "Part", "Document"}
"""A note is read after the paragraph that mentions it, or at the end of what holds text without a paragraph."""


def join_pieces(root: Element) -> None:
    """Join all pieces of one element that follow each other, everywhere below *root*."""
    renamed: dict[bytes, bytes] = {}
    _join(root, renamed)
    if renamed:
        _rename_headers(root, renamed)


def _join(element: Element, renamed: dict[bytes, bytes]) -> None:
    kids = _without_shells(element)
    element.kids = []
    for kid in kids:
        other = _piece_before(element, kid) if isinstance(kid, Element) else None
        if other is None or not isinstance(kid, Element):
            element.kids.append(kid)
            continue
        _match_names(other, kid, renamed)
        if kid.role not in _REPEATED:
            other.kids += kid.kids
    for one in element.elements:
        _join(one, renamed)


def _without_shells(element: Element) -> list[Any]:
    """Return the kids of an element, with those in place of it that are boxes of the element itself: a column of it, or a line."""
    kids: list[Any] = []
    for kid in element.kids:
        kids += _without_shells(kid) if isinstance(kid, Element) and _is_shell(kid, element) else [kid]
    return kids


def _is_shell(kid: Element, parent: Element) -> bool:
    if kid.role == parent.role == "Link":
        return kid.origin.partition("::")[0] == parent.origin.partition("::")[0] != ""
    return kid.origin == parent.origin != "" and kid.role in {parent.role, "NonStruct"}


def _piece_before(parent: Element, kid: Element) -> Element | None:
    """Return the piece that *kid* goes on from: right before it, in a table anywhere before it."""
    if not kid.origin or kid.role == "Figure":
        return None
    candidates = parent.kids if parent.role in _TABLE_PARTS else parent.kids[-1:]
    return next((one for one in candidates if isinstance(one, Element) and (one.origin, one.role) == (kid.origin, kid.role)), None)


def _match_names(kept: Element, dropped: Element, renamed: dict[bytes, bytes]) -> None:
    """Note which header cells stand for which, where a table's head is repeated or one of its header cells is broken."""
    names = {cell.origin: bytes(cell.object.ID) for cell in kept.walk() if cell.role == "TH" and "/ID" in cell.object}
    for cell in dropped.walk():
        if cell.role == "TH" and cell.origin in names:
            renamed[bytes(cell.object.ID)] = names[cell.origin]


def _rename_headers(root: Element, renamed: dict[bytes, bytes]) -> None:
    """Let cells name the header cells that are left (14.8.5.7, Headers), each once."""
    for cell in root.walk():
        if cell.role in {"TD", "TH"} and "/Headers" in cell.object.get("/A", Dictionary()):
            names = dict.fromkeys(renamed.get(bytes(name), bytes(name)) for name in cell.object.A.Headers)
            cell.object.A.Headers = Array([String(name) for name in names])


def take_notes(root: Element) -> dict[str, list[Element]]:
    """Take the footnotes out of the feet of their pages; return the pieces of each by the number of its element."""
    mentioned = {_number(element) for element in root.walk() if element.role == "Reference"}
    notes: dict[str, list[Element]] = {}
    for area in [element for element in root.walk() if element.origin == NOTES]:
        for note in area.elements:
            note.role = "Note"
            if _number(note) in mentioned:
                notes.setdefault(_number(note), []).append(note)
                area.kids.remove(note)
    return notes


def place_notes(root: Element, notes: dict[str, list[Element]]) -> None:
    """Put each note behind the paragraph that mentions it, with an identifier (ISO 14289-1, 7.9); one whose mention is gone comes last."""
    _place(root, None, None, notes)
    for pieces in notes.values():
        _insert(pieces, None, root.elements[0])
    for number, note in enumerate((element for element in root.walk() if element.role == "Note"), 1):
        note.object.ID = String(f"note-{number}")
        note.object.A = Dictionary(O=Name.Layout, Placement=Name.Block)


def _place(element: Element, block: Element | None, around: Element | None, notes: dict[str, list[Element]]) -> None:
    """Place the notes that are mentioned below *element*: *block* is the nearest paragraph, *around* what holds it."""
    for kid in element.elements:
        if kid.role == "Reference":
            _insert(notes.pop(_number(kid), []), block, around)
        elif kid.role in _AFTER and block is None:
            _place(kid, kid, element, notes)
        elif kid.role in _WITHIN:
            _place(kid, None, kid, notes)
        else:
            _place(kid, block, around, notes)


def _insert(pieces: list[Element], block: Element | None, around: Element | None) -> None:
    if not pieces or around is None:
        return
    first, *others = pieces
    for other in others:
        first.kids += other.kids
    place = len(around.kids) if block is None else around.kids.index(block) + 1
    while place < len(around.kids) and getattr(around.kids[place], "role", "") == "Note":
        place += 1
    around.kids.insert(place, first)


def _number(element: Element) -> str:
    return element.origin.partition("::")[0]
