"""What was rendered, together: what the rules of preflight read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from newsletter.model.issues import Edition, Issue, Slot
from newsletter.model.markup import Markup
from newsletter.model.problems import Problem
from newsletter.model.texts import Direction


class Imprint(NamedTuple):
    """What the law wants of every mail, as it must stand in this one."""

    publisher: str
    address: str
    """The postal address."""
    unsubscribe: str
    """Where the reader gives notice, or what the mailing service puts the place in for."""
    view: str
    """Where the mail can be read in a browser."""


@dataclass(frozen=True, slots=True)
class Mail:
    """The rendered message."""

    subject: str
    preheader: str
    html: str
    text: str
    language: str
    direction: Direction
    imprint: Imprint | None = None
    """None where nothing is known of it."""
    message: bytes = field(default=b"", repr=False)
    """The complete message with its head, as mail servers take it (``mail.eml``); empty where it was not made."""
    _read: list[Markup] = field(default_factory=list, init=False, repr=False, compare=False)

    @property
    def markup(self) -> Markup:
        """What the HTML part holds; read when it is first asked for."""
        if not self._read:
            self._read.append(Markup.of(self.html))
        return self._read[0]


@dataclass(frozen=True, slots=True)
class Page:
    """The rendered web page."""

    html: str
    _read: list[Markup] = field(default_factory=list, init=False, repr=False, compare=False)

    @property
    def markup(self) -> Markup:
        """What the page holds; read when it is first asked for."""
        if not self._read:
            self._read.append(Markup.of(self.html))
        return self._read[0]


@dataclass(frozen=True, slots=True)
class Pdf:
    """A rendered PDF."""

    name: str
    """``screen`` or ``print``."""
    data: bytes
    pages: int


@dataclass(frozen=True, slots=True)
class EditionProof:
    """An edition together with everything that was made of it; None where it was not asked for."""

    edition: Edition
    mail: Mail | None = None
    page: Page | None = None
    pdfs: tuple[Pdf, ...] = ()
    pictures: Mapping[str, tuple[int, int]] = field(default_factory=dict)
    """Original width and height in pixels, by ``slug/id``."""
    problems: tuple[Problem, ...] = ()
    """What the engines said while rendering."""

    def story_at(self, place: int) -> Slot | None:
        """Return the story that an element of the mail belongs to.

        Takes the element's index. It is the story that a link round it leads to, else that of the nearest headline before
        it; None before the first story, in the footer, and without a mail.
        """
        if self.mail is None:
            return None
        targets = (element.attributes.get("href", "") for element in self.mail.markup.around(place) if element.name == "a")
        linked = (self._story_of(target) for target in targets)
        around = (slot for slot, start, end in self.stories() if start <= place < end)
        return next(filter(None, linked), None) or next(around, None)

    def stories(self) -> Iterator[tuple[Slot, int, int]]:
        """Yield each story of the mail, with the elements that it goes from and to: its headline, and the next or the footer."""
        if self.mail is None:
            return
        markup = self.mail.markup
        headings = {heading.element for heading in markup.headings}
        found = [
            (slot, link.element)
            for link in markup.links
            if (slot := self._story_of(link.target)) and headings.intersection(markup.path(link.element))
        ]
        ends = [start for _, start in found[1:]] + [self._footer(markup)]
        for (slot, start), end in zip(found, ends, strict=False):
            yield slot, start, end

    def _story_of(self, target: str) -> Slot | None:
        return self.edition.slot_of(target.partition("#")[2])

    def _footer(self, markup: Markup) -> int:
        """Return the index of the outermost box, inside the mail's own, in which the reader gives notice."""
        notice = self.mail.imprint.unsubscribe if self.mail and self.mail.imprint else None
        for link in reversed(markup.links):
            if link.target == notice:
                outside_in = list(markup.path(link.element))[::-1]
                return next((outside_in[at + 2] for at, one in enumerate(outside_in[:-2]) if markup.elements[one].name == "body"), link.element)
        return len(markup.elements)


@dataclass(frozen=True, slots=True)
class Proof:
    """All editions of an issue, to be checked."""

    issue: Issue
    editions: tuple[EditionProof, ...]
    matrix: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Story slug -> language -> what the reader gets (``translated``, ``stale``, ``fallback:en``, ``omitted``)."""
    problems: tuple[Problem, ...] = ()
    """What was found before rendering (empty sections and the like)."""
    accepted_features: Mapping[str, str] | None = None
    """What the templates use although some mail client lacks it, by name, with the reason; None where nobody has looked."""
