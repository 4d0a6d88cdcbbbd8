"""Finished HTML, read once: its elements in order, its words, and what a reader of it would ask for.

Its headings, its links, its anchors, its pictures; what a mail program would ask for as well: which language and which
direction are in force at a place, what is styled there, and what stands in comments that only some programs open.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from types import MappingProxyType
from typing import NamedTuple

_VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"])
_HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
_NAMED = _HEADINGS | {"a"}
_RAW = frozenset({"style", "script"})
"""Elements whose text is not read for tags."""
_UNSEEN = frozenset({"head", "script", "style", "template", "title"})
_TOKEN = re.compile(
    r"([^<]+)"
    r"|(</[a-z][a-z0-9]*>|<[a-z][a-z0-9]*(?: [a-z][a-z0-9:-]*(?:=\"[^\"]*\")?)* ?/?>)"
    r"|<!--((?!-?>).*?)-->"
    r"|<![dD][^>]*>",
    re.DOTALL,
)
"""Text, a tag, a comment or the document type, as our templates write them: small letters, one space, double quotation marks."""
_ATTRIBUTE = re.compile(r"([a-z][a-z0-9:-]*)(?:=\"([^\"]*)\")?")
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
        if not reader.scan(html):
            reader = _Reader()
            parser = _Parser(reader)
            parser.feed(html)
            parser.close()
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


class _Reader:
    """One pass over the HTML. Its methods run thousands of times a mail, so they are flat."""

    def __init__(self) -> None:
        self.offset = 0
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

    def scan(self, html: str) -> bool:
        """Read HTML of the regular kind that our templates make; return False, with work half done, for any other.

        It goes from tag to tag, and knows a tag that it has read before by its characters; the parser of the standard library
        takes three times as long.
        """
        known: dict[str, tuple[str, Mapping[str, str], bool]] = {}
        place, end = 0, len(html)
        while place < end:
            found = _TOKEN.match(html, place)
            if found is None:
                return False
            text, tag, comment = found.groups()
            if text:
                self.take(unescape(text) if "&" in text else text)
            elif tag:
                name, attributes, is_end = known.get(tag) or known.setdefault(tag, _read_tag(tag))
                if is_end:
                    self.leave(name)
                elif tag[-2] == "/" and name not in _VOID:
                    return False
                else:
                    self.offset = place
                    self.enter(name, attributes)
            elif comment is not None:
                self.comments.append(comment)
            place = found.end()
            if tag and name in _RAW and not is_end:
                closing = html.find(f"</{name}", place)
                if closing < 0:
                    return False
                if closing > place:
                    self.take(html[place:closing])
                place = closing
        return True

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

    def leave(self, tag: str) -> None:
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

    def take(self, data: str) -> None:
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


def _read_tag(tag: str) -> tuple[str, Mapping[str, str], bool]:
    """Return a tag's name, its attributes (of two, the first: HTML Standard, 13.2.5.33), and whether it is an end tag."""
    if tag[1] == "/":
        return tag[2:-1].strip(), {}, True
    name, _, rest = tag[1:-1].rstrip(" /").partition(" ")
    pairs = _ATTRIBUTE.findall(rest)
    return name, {key: unescape(value) if "&" in value else value for key, value in reversed(pairs)}, False


class _Parser(HTMLParser):
    """The standard library's parser, for HTML that is not of the regular kind: a publication's own templates may write it."""

    def __init__(self, reader: _Reader) -> None:
        super().__init__(convert_charrefs=True)
        self.reader = reader
        self.lines = [0]

    def feed(self, data: str) -> None:
        self.lines += [match.end() for match in re.finditer("\n", data)]
        super().feed(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        line, column = self.getpos()
        self.reader.offset = self.lines[line - 1] + column
        self.reader.enter(tag, {name: value or "" for name, value in reversed(attrs)})

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        self.reader.leave(tag)

    def handle_data(self, data: str) -> None:
        self.reader.take(data)

    def handle_comment(self, data: str) -> None:
        self.reader.comments.append(data)
