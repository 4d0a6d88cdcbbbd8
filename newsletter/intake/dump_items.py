"""List items as they were found one after another, made into lists inside lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from newsletter.intake.writing import Node


@dataclass(slots=True)
class Item:
    """One item: how far it was indented, its number (0: a bullet), its label and its paragraphs."""

    indent: int
    depth: int | None
    """How deep it stands, where the indentation misleads."""
    order: int
    label: str
    paragraphs: list[Node]


def make_lists(items: Sequence[Item]) -> list[Node]:
    """Return *items* as lists; deeper items are lists inside the item above them.

    A list keeps its numbers: where the kind of mark changes or a number does not follow on, a new list begins.
    """
    return _lists([(depth, item) for depth, item in zip(_depths(items), items, strict=True)])


def _depths(items: Sequence[Item]) -> Iterator[int]:
    indents: list[int] = []
    last = -1
    for item in items:
        while indents and indents[-1] > item.indent:
            indents.pop()
        if not indents or indents[-1] < item.indent:
            indents.append(item.indent)
        depth = len(indents) - 1 if item.depth is None else item.depth
        last = min(depth, last + 1)
        yield last


def _lists(items: list[tuple[int, Item]]) -> list[Node]:
    lists: list[Node] = []
    place = 0
    while place < len(items):
        depth, item = items[place]
        end = next((index for index in range(place + 1, len(items)) if items[index][0] <= depth), len(items))
        node = Node("item", item.label, children=(*item.paragraphs, *_lists(items[place + 1 : end])))
        follows = lists and (item.order == lists[-1].number + len(lists[-1].children) if lists[-1].number else item.order == 0)
        if follows:
            lists[-1] = replace(lists[-1], children=(*lists[-1].children, node))
        else:
            lists.append(Node("list", number=item.order, children=(node,)))
        place = end
    return lists
