"""What was rendered, together: what the rules of preflight read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from newsletter.model.issues import Edition, Issue
from newsletter.model.markup import Markup
from newsletter.model.problems import Problem
from newsletter.model.texts import Direction


@dataclass(frozen=True, slots=True)
class Mail:
    """The rendered message."""

    subject: str
    preheader: str
    html: str
    text: str
    language: str
    direction: Direction

    @property
    def markup(self) -> Markup:
        """What the HTML part holds."""
        return Markup.of(self.html)


@dataclass(frozen=True, slots=True)
class Page:
    """The rendered web page."""

    html: str

    @property
    def markup(self) -> Markup:
        """What the page holds."""
        return Markup.of(self.html)


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


@dataclass(frozen=True, slots=True)
class Proof:
    """All editions of an issue, to be checked."""

    issue: Issue
    editions: tuple[EditionProof, ...]
    matrix: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Story slug -> language -> what the reader gets (``translated``, ``stale``, ``fallback:en``, ``omitted``)."""
    problems: tuple[Problem, ...] = ()
    """What was found before rendering (empty sections and the like)."""
