"""Finished HTML, read once: its elements in order, its words, and what a reader of it would ask for.

Its headings, its links, its anchors, its pictures; what a mail program would ask for as well: which language and which
direction are in force at a place, what is styled there, and what stands in comments that only some programs open.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from types import MappingProxyType
from typing import NamedTuple

_VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"])
_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_NAMED = _HEADINGS | {"a"}
_REPEATED = frozenset(["a", "b", "div", "h2", "h3", "img", "li", "p", "span", "strong", "table", "tbody", "td", "th", "tr"])
"""Elements of a mail whose tags come again and again, letter for letter."""
_UNSEEN = frozenset({"head", "script", "style", "template", "title"})
_DECLARATION = re.compile(r"""([\w-]+)\s*:\s*((?:[^;"'(]|"[^"]*"|'[^']*'|\([^)]*\))*)""")


@functools.lru_cache(maxsize=4096)
def read_style(text: str) -> Mapping[str, str]:
    """Return the declarations of a ``style`` attribute by their lower-case properties; of two, the last (CSS Cascade 4, 6.1)."""
    return MappingProxyType({name.lower(): value.strip() for name, value in _DECLARATION.findall(text)})


class Element(NamedTuple):
    """An element, and what is in force in it."""

    name: str
    attributes: Mapping[str, str]
    """By lower-case names; empty for an attribute without a value."""
    parent: int
    """Index of the element around it; -1 at the top."""
    language: str
    """Its own ``lang``, or the nearest around it; empty where there is none."""
    direction: str
    """Its own ``dir``, or the nearest around it; empty where there is none."""
    offset: int = 0
    """Where its tag begins in the HTML, in characters."""

    @property
    def style(self) -> Mapping[str, str]:
        """Its inline declarations by lower-case property."""
        return read_style(self.attributes.get("style", ""))


class Run(NamedTuple):
    """Text between two tags, characters as readers see them (a mail's hidden preheader included)."""

    text: str
    element: int
    """Index of the element it stands in; -1 at the top."""


class Heading(NamedTuple):
    """A heading and its level."""

    level: int
    text: str
    element: int = -1


class Link(NamedTuple):
    """A link's address and its words (the alt texts of pictures in it included)."""

    target: str
    text: str
    element: int = -1


@dataclass(frozen=True, slots=True)
class Markup:
    """What finished HTML holds."""

    elements: tuple[Element, ...]
    """In document order."""
    runs: tuple[Run, ...]
    """In document order; joined they are the text of the body, spaces and all."""
    headings: tuple[Heading, ...]
    links: tuple[Link, ...]
    anchors: frozenset[str]
    comments: tuple[str, ...]
    """What stands in comments; what only Outlook reads is in these."""
    sheets: tuple[str, ...]
    """The text of every ``style`` element."""
    title: str

    @staticmethod
    def of(html: str) -> Markup:
        """Return what *html* holds."""
        reader = _Reader()
        reader.feed(html)
        reader.close()
        return reader.finish()

    @property
    def pictures(self) -> tuple[Mapping[str, str], ...]:
        """The attributes of every ``img``."""
        return tuple(element.attributes for element in self.elements if element.name == "img")

    def path(self, place: int) -> Iterator[int]:
        """Yield the index of an element and of each that is around it, from the inside."""
        while place >= 0:
            yield place
            place = self.elements[place].parent

    def around(self, place: int) -> Iterator[Element]:
        """Yield an element and each that is around it, from the inside."""
        return (self.elements[index] for index in self.path(place))


class _Reader(HTMLParser):
    """One pass over the HTML. Its methods run thousands of times a mail, so they are flat."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.offset = 0
        self.known: dict[str, tuple[str, Mapping[str, str]]] = {}
        self.elements: list[Element] = []
        self.runs: list[Run] = []
        self.open: list[int] = []
        self.named: list[tuple[int, list[str]]] = []
        """Open headings and links, with their words so far."""
        self.headings: list[Heading] = []
        self.links: list[Link] = []
        self.anchors: set[str] = set()
        self.comments: list[str] = []
        self.sheets: list[str] = []
        self.title = ""

    def updatepos(self, i: int, j: int) -> int:  # noqa: ARG002  the parser's own names
        """Keep the place, and no count of lines: nobody asks for it, and it takes a tenth of the time."""
        self.offset = j
        return j

    def parse_starttag(self, i: int) -> int:
        """Read a start tag at *i* and return where it ends; one that was read before is known by its characters.

        Three of four tags of a mail are, and reading them again would take half the time of all.
        """
        end = self.rawdata.find(">", i) + 1
        characters = self.rawdata[i:end]
        if known := self.known.get(characters):
            self.enter(*known)
            return end
        read = super().parse_starttag(i)
        element = self.elements[-1] if self.elements else None
        is_whole = read == end and characters.count('"') % 2 == 0 and not characters.endswith("/>")
        if is_whole and element and element.name in _REPEATED and element.offset == self.offset:
            self.known[characters] = (element.name, element.attributes)
        return read

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.enter(tag, {name: value or "" for name, value in reversed(attrs)})  # of two, the first (HTML, 13.2.5.33)

    def enter(self, tag: str, attributes: Mapping[str, str]) -> None:
        parent = self.open[-1] if self.open else -1
        if parent >= 0:
            around = self.elements[parent]
            language, direction = attributes.get("lang", around.language), attributes.get("dir", around.direction)
        else:
            language, direction = attributes.get("lang", ""), attributes.get("dir", "")
        index = len(self.elements)
        self.elements.append(Element(tag, attributes, parent, language, direction, self.offset))
        if "id" in attributes:
            self.anchors.add(attributes["id"])
        if tag in _VOID:
            if tag == "img":
                for _, words in self.named:
                    words.append(attributes.get("alt", ""))
            return
        self.open.append(index)
        if tag in _NAMED:
            self.named.append((index, []))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        place = len(self.open) - 1
        while place >= 0 and self.elements[self.open[place]].name != tag:
            place -= 1
        if place < 0:
            return
        closed = self.open[place]
        del self.open[place:]
        while self.named and self.named[-1][0] >= closed:
            self._name(*self.named.pop())

    def _name(self, index: int, words: list[str]) -> None:
        element, text = self.elements[index], " ".join("".join(words).split())
        if element.name == "a":
            self.links.append(Link(element.attributes.get("href", ""), text, index))
        else:
            self.headings.append(Heading(int(element.name[1]), text, index))

    def handle_data(self, data: str) -> None:
        index = self.open[-1] if self.open else -1
        name = self.elements[index].name if index >= 0 else ""
        if name in _UNSEEN:
            if name == "style":
                self.sheets.append(data)
            elif name == "title":
                self.title += data
            return
        self.runs.append(Run(data, index))
        for _, words in self.named:
            words.append(data)

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)

    def finish(self) -> Markup:
        while self.named:
            self._name(*self.named.pop())
        return Markup(
            tuple(self.elements),
            tuple(self.runs),
            tuple(self.headings),
            tuple(self.links),
            frozenset(self.anchors),
            tuple(self.comments),
            tuple(self.sheets),
            " ".join(self.title.split()),
        )
