"""Stories, their articles, and what articles are made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from newsletter.model.problems import Source
from newsletter.model.texts import Direction, Text


@dataclass(frozen=True, slots=True)
class Inline:
    """A run inside a paragraph."""

    kind: Literal["text", "strong", "emphasis", "link", "foreign", "footnote", "break"]
    text: str = ""
    """The characters of a ``text`` run."""
    target: str = ""
    """A link's address (``https:``, ``mailto:``, ``tel:``, ``story:slug``), or a footnote's number in its article."""
    language: str = ""
    direction: Direction = "ltr"
    children: tuple[Inline, ...] = ()

    def plain(self) -> str:
        """Return the run's characters without mark-up."""
        if self.kind == "break":
            return "\n"
        return self.text + "".join(child.plain() for child in self.children)


@dataclass(frozen=True, slots=True)
class Block:
    """One block of an article: a paragraph, a list, an event notice."""

    kind: str
    """A key of ``newsletter.blocks.KINDS`` (or ``item``, ``row``, ``cell``, ``note``: parts of a block)."""
    line: int
    """Line in the article's file."""
    language: str
    direction: Direction
    fields: Mapping[str, Any] = field(default_factory=dict)
    """What the writer filled in; text fields are tuples of :class:`Inline`, absent ones are ``None``."""
    inlines: tuple[Inline, ...] = ()
    blocks: tuple[Block, ...] = ()

    def __getattr__(self, name: str) -> Any:
        """Return the writer's field of that name, so that templates read ``block.place``.

        Raises AttributeError for a name that this kind of block does not have.
        """
        fields: Mapping[str, Any] = object.__getattribute__(self, "fields")
        try:
            return fields[name]
        except KeyError:
            raise AttributeError(name) from None

    def plain(self) -> str:
        """Return the text of the block and of all blocks inside it, one block a line."""
        own = "".join(run.plain() for run in self.inlines)
        return "\n".join(part for part in (own, *(block.plain() for block in self.blocks)) if part)

    def words(self) -> str:
        """Return all words of the block and of all blocks inside it, those that the writer put into fields included."""
        parts = [self.plain()]
        for value in self.fields.values():
            if isinstance(value, tuple):
                parts.append("".join(run.plain() for run in value))
            elif value is not None:
                parts.append(str(value))
        parts += [block.words() for block in self.blocks]
        return "\n".join(parts)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of a story, with the words that one article gives it."""

    id: str
    file: Path
    credit: str
    licence: str
    form: Literal["landscape", "portrait"] = "landscape"
    decorative: bool = False
    alt: Text | None = None
    caption: Text | None = None
    line: int = 0
    """Where article.yaml declares it."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody named with a story; name and role in one language."""

    name: Text
    role: Text | None
    credit: str
    """What for: ``author``, ``translation``, ``photography``, ``editing`` ..."""


@dataclass(frozen=True, slots=True)
class Article:
    """One language version of a story: one file."""

    slug: str
    language: str
    direction: Direction
    headline: Text
    kicker: Text | None
    standfirst: Text | None
    blocks: tuple[Block, ...]
    notes: tuple[Block, ...]
    """The article's footnotes, in order of first mention; each has ``number`` and blocks."""
    pictures: Mapping[str, Picture]
    people: tuple[Person, ...]
    source: Source
    translated_from: str = ""
    """Fingerprint of the source text that this article was translated from; empty where nobody wrote it down."""
    fingerprint: str = ""
    """Fingerprint of this article's own text."""
    _words: list[str] = field(default_factory=list, init=False, repr=False, compare=False)

    @property
    def words(self) -> str:
        """All words of its blocks, in no order, to be searched or counted; gathered when they are first asked for."""
        if not self._words:
            words: list[str] = []
            waiting = list(self.blocks)
            while waiting:
                block = waiting.pop()
                waiting += block.blocks
                for value in (block.inlines, *block.fields.values()):
                    if isinstance(value, tuple):
                        words += [run.plain() if run.children else run.text for run in value]
                    elif value is not None:
                        words.append(str(value))
                    words.append("\n")
            self._words.append("".join(words))
        return self._words[0]


@dataclass(frozen=True, slots=True)
class Story:
    """What all translations of an article share."""

    slug: str
    date: dt.date
    regions: tuple[str, ...]
    """Main region first."""
    countries: tuple[str, ...]
    topics: tuple[str, ...]
    kind: str
    source_language: str
    articles: Mapping[str, Article]
    source: Source
    embargo: dt.datetime | None = None
    """Not before this moment (aware, UTC where the editor named no zone)."""
    draft: bool = False
    order: int = 0
