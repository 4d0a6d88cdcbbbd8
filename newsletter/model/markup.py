"""Finished HTML, and what a reader of it would ask: its headings, its links, its anchors, its pictures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading and its level."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link's address and its words (the alt texts of pictures in it included)."""

    target: str
    text: str


@dataclass(frozen=True, slots=True)
class Markup:
    """What finished HTML holds."""

    headings: tuple[Heading, ...]
    links: tuple[Link, ...]
    anchors: frozenset[str]
    pictures: tuple[Mapping[str, str | None], ...]
    """The attributes of every ``img``."""

    @staticmethod
    def of(html: str) -> Markup:
        """Return what *html* holds."""
        reader = _Reader()
        reader.feed(html)
        reader.close()
        return Markup(tuple(reader.headings), tuple(reader.links), frozenset(reader.anchors), tuple(reader.pictures))


@dataclass(slots=True)
class _Open:
    kind: str
    target: str = ""
    text: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.headings: list[Heading] = []
        self.links: list[Link] = []
        self.anchors: set[str] = set()
        self.pictures: list[Mapping[str, str | None]] = []
        self.open: list[_Open] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if anchor := values.get("id"):
            self.anchors.add(anchor)
        if tag == "img":
            self.pictures.append(values)
            self.handle_data(values.get("alt") or "")
        elif tag == "a":
            self.open.append(_Open("a", values.get("href") or ""))
        elif tag in {"h1", "h2", "h3", "h4", "h5", "h6"}:
            self.open.append(_Open(tag))

    def handle_endtag(self, tag: str) -> None:
        found = next((entry for entry in reversed(self.open) if entry.kind == tag), None)
        if found is None:
            return
        self.open.remove(found)
        text = " ".join("".join(found.text).split())
        if tag == "a":
            self.links.append(Link(found.target, text))
        else:
            self.headings.append(Heading(int(tag[1]), text))

    def handle_data(self, data: str) -> None:
        for entry in self.open:
            entry.text.append(data)
