"""Footnotes of a page: short links to something further down, and what they lead to."""

from __future__ import annotations

import re

from newsletter.intake.html_tree import Element, Words

_MARK = re.compile(r"\W*(?:[0-9]{1,3}|[ivx]{1,5}|[a-z])?\W*", re.IGNORECASE)
MAX_NOTE = 3000
"""Characters of the longest footnote; what is longer is a part of the text."""


def find_notes(tree: Element) -> dict[str, Element]:
    """Return the elements that short links (``[1]``, ``2``, ``*``) earlier on the page lead to, by their ids, in order of the links."""
    order: dict[int, int] = {}
    parents: dict[int, Element] = {}
    targets: dict[str, Element] = {}
    marks: list[Element] = []
    for place, element in enumerate(tree.walk()):
        order[id(element)] = place
        for child in element.children:
            if isinstance(child, Element):
                parents[id(child)] = element
        for name in (element.attributes.get("id", ""), element.attributes.get("name", "")):
            if name:
                targets.setdefault(name, element)
        if element.name == "a" and element.attributes.get("href", "").startswith("#") and _is_mark(element):
            marks.append(element)
    notes: dict[str, Element] = {}
    taken: dict[int, str] = {}
    for mark in marks:
        reference = mark.attributes["href"][1:]
        target = targets.get(reference)
        if target is None or order[id(target)] < order[id(mark)]:
            continue
        note = target
        while note.name not in {"li", "p", "dd", "div"} and id(note) in parents:
            note = parents[id(note)]
        is_inside = any(part is mark for part in note.walk())
        if note.name in {"li", "p", "dd", "div"} and not is_inside and 0 < len(note.plain()) <= MAX_NOTE and id(note) not in taken:
            taken[id(note)] = reference
            notes[reference] = note
    return notes


def _is_mark(element: Element) -> bool:
    words = element.plain()
    return 0 < len(words) <= 6 and bool(_MARK.fullmatch(words)) and element.find("img") is None


def take_notes(tree: Element, notes: dict[str, Element]) -> None:
    """Take the footnotes out of the tree, and out of them the number and the links that lead back."""
    taken = {id(note) for note in notes.values()}
    for element in (tree, *tree.walk()):
        element.children = [child for child in element.children if isinstance(child, Words) or id(child) not in taken]
    for note in notes.values():
        for element in (note, *note.walk()):
            element.children = [child for child in element.children if isinstance(child, Words) or not _leads_back(child)]
        _drop_number(note)


def _leads_back(element: Element) -> bool:
    return element.name == "a" and element.attributes.get("href", "#").startswith("#") and (_is_mark(element) or not element.plain())


def _drop_number(note: Element) -> None:
    first = next((child for child in note.children if isinstance(child, Words) and child.text.strip()), None)
    if first is not None:
        note.children[note.children.index(first)] = Words(re.sub(r"\A\s*(?:\[[0-9]{1,3}\]|[0-9]{1,3}[.)]|\^)\s+", "", first.text), first.line)
