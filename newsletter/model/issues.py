"""What an issue asks for, and what an edition holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from newsletter.model.problems import Source
from newsletter.model.stories import Article
from newsletter.model.texts import Language, Text

FallbackPolicy = Literal["show", "link", "omit"]
SlotState = Literal["translated", "stale", "fallback", "omitted"]


@dataclass(frozen=True, slots=True)
class Selection:
    """What a manifest or a section asks for; empty means "any"."""

    since: dt.date | None = None
    until: dt.date | None = None
    """Inclusive."""
    regions: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SectionPlan:
    """A section as the manifest asks for it, before any language is chosen."""

    line: int
    region: str = ""
    title: Mapping[str, str] = field(default_factory=dict)
    stories: tuple[str, ...] | None = None
    """Chosen by hand, in this order; None where the section is a query."""
    selection: Selection = field(default_factory=Selection)
    limit: int | None = None
    fallback: FallbackPolicy | None = None


@dataclass(frozen=True, slots=True)
class Waiver:
    """A preflight rule silenced in this issue, and why."""

    rule: str
    reason: str
    story: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class PrintPlan:
    """How an issue is printed, in millimetres."""

    width: float = 210.0
    height: float = 297.0
    bleed: float = 3.0
    """How far colour goes on beyond the trim."""
    has_marks: bool = True
    multiple: int = 1
    """Blank pages at the end make the number of pages a multiple of this."""
    is_imposed: bool = False
    """Whether sheets for folding and stitching are made as well."""


@dataclass(frozen=True, slots=True)
class Issue:
    """One dated number, before any language is chosen."""

    name: str
    date: dt.date
    languages: tuple[str, ...]
    selection: Selection
    sections: tuple[SectionPlan, ...]
    source: Source
    lead: str = ""
    title: Mapping[str, str] = field(default_factory=dict)
    exclude: tuple[str, ...] = ()
    subject: Mapping[str, str] = field(default_factory=dict)
    preheader: Mapping[str, str] = field(default_factory=dict)
    mail_form: Literal["teasers", "full"] = "teasers"
    teaser: int = 280
    """How many letters of a story a teaser has, about."""
    columns: int = 2
    print: PrintPlan = field(default_factory=PrintPlan)
    fallback: FallbackPolicy | None = None
    edition_fallbacks: Mapping[str, FallbackPolicy] = field(default_factory=dict)
    ignore: tuple[Waiver, ...] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """One place in an edition: a story, in the best language that the reader can have."""

    article: Article
    wanted: str
    """The edition's language."""
    policy: FallbackPolicy
    stale: bool
    date: dt.date
    region: str
    """The story's main region: what its colour is chosen by."""
    countries: tuple[str, ...] = ()
    kind: str = ""

    @property
    def is_fallback(self) -> bool:
        """Whether the article is shown in another language because the wanted one is missing."""
        return self.article.language != self.wanted

    @property
    def is_link(self) -> bool:
        """Whether the slot gives only the headline and a link to the other language's page."""
        return self.is_fallback and self.policy == "link"

    @property
    def state(self) -> SlotState:
        """The slot's cell in the table of the proof."""
        if self.is_fallback:
            return "fallback"
        return "stale" if self.stale else "translated"


@dataclass(frozen=True, slots=True)
class Section:
    """A run of slots under one heading."""

    heading: Text
    region: str
    """Empty where the section was made by hand."""
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """One issue in one language."""

    name: str
    """The issue's name (``2022-07``)."""
    date: dt.date
    language: Language
    title: Text
    """The publication's name."""
    issue_title: Text | None
    lead: Slot | None
    sections: tuple[Section, ...]
    subject: Text
    preheader: Text
    mail_form: Literal["teasers", "full"]
    columns: int
    teaser: int = 280
    """How many letters of a story its teaser has, about."""
    print: PrintPlan = field(default_factory=PrintPlan)
    omitted: tuple[str, ...] = ()
    """Slugs that the reader does not get because no acceptable language exists."""
    source: Source = field(default_factory=lambda: Source(""))

    @property
    def slots(self) -> tuple[Slot, ...]:
        """All slots in reading order, the lead first."""
        first = (self.lead,) if self.lead else ()
        return first + tuple(slot for section in self.sections for slot in section.slots)

    def slot_of(self, slug: str) -> Slot | None:
        """Return the slot of a story in this edition, or None."""
        return next((slot for slot in self.slots if slot.article.slug == slug), None)
