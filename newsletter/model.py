"""The nouns of a newsletter, as frozen values that know nothing of files, engines or each other's makers.

Every piece of text carries its language and its direction (:class:`Text`, :class:`Inline`, :class:`Block`), so that a
passage shown in another language than its surroundings can always be marked, isolated and set in the right font.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

Direction = Literal["ltr", "rtl"]
Severity = Literal["error", "warning", "info"]
FallbackPolicy = Literal["show", "link", "omit"]
SlotState = Literal["translated", "stale", "fallback", "omitted"]


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """Where something was written: a file, and the line and column in it (both counted from 1; 0 is "the whole file")."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """Return ``path``, ``path:line`` or ``path:line:column``, as editors and terminals link it."""
        return ":".join([self.path, *(str(part) for part in (self.line, self.column) if part)])


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something an editor should look at."""

    source: Source
    rule: str
    """The rule or check that found it, as it is written in ``ignore:`` (``alt-text``, ``yaml``, ``manifest`` ...)."""
    message: str
    hint: str = ""
    """What to do about it, in the editor's words."""
    severity: Severity = "error"
    language: str = ""
    """The edition it was found in; empty where it concerns a file rather than an edition."""


@dataclass(frozen=True, slots=True)
class Language:
    """How a language behaves: everything that a template or a module may ask, so that none of them names one."""

    tag: str
    """BCP 47 tag, as in ``lang=`` (``en``, ``es-MX``)."""
    name: str
    """Its own name for itself (autonym)."""
    direction: Direction
    script: str
    """ISO 15924 code (``Latn``, ``Arab``, ``Thai``): what fonts and line heights are chosen by."""
    locale: str
    """The CLDR locale that dates, lists and country names are taken from."""
    calendar: str = "gregorian"
    digits: str = "latn"
    """CLDR numbering system of the furniture: ``latn``, ``arab``, ``thai`` ..."""
    months: str = ""
    """Which set of month names, where a language has several (``egypt``, ``levant``, ``maghreb``, ``dual``)."""
    dates: Mapping[str, str] = field(default_factory=dict)
    """Date patterns of our own, over CLDR's (``long``, ``month``, ``range-day`` ...)."""
    month_names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    hyphenation: bool = False
    emphasis: Literal["slant", "weight"] = "slant"
    """How emphasis is shown: scripts without italics use weight."""
    spacing: Mapping[str, str] = field(default_factory=dict)
    """Typographic repairs: regular expression -> replacement (no-break spaces before high punctuation and the like)."""
    sentence_end: str = ".!?"
    quotes: tuple[str, str] = ("\u201c", "\u201d")

    @property
    def start(self) -> Literal["left", "right"]:
        """The physical side where a line begins."""
        return "right" if self.direction == "rtl" else "left"

    @property
    def end(self) -> Literal["left", "right"]:
        """The physical side where a line ends."""
        return "left" if self.direction == "rtl" else "right"


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of plain text that knows its language and direction."""

    text: str
    language: str
    direction: Direction

    def __bool__(self) -> bool:
        """Whether there is any text."""
        return bool(self.text)

    def __str__(self) -> str:
        """Return the bare text."""
        return self.text


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

    @property
    def lead_picture(self) -> Picture | None:
        """The picture that opens the story: the one with the id ``lead``."""
        return self.pictures.get("lead")


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
    columns: int = 2
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


@dataclass(frozen=True, slots=True)
class Mail:
    """The rendered message."""

    subject: str
    preheader: str
    html: str
    text: str
    language: str
    direction: Direction


@dataclass(frozen=True, slots=True)
class Page:
    """The rendered web page."""

    html: str


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
    mjml: str = ""
    """What the mail was compiled from."""
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
