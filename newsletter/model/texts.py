"""Languages, and text that knows its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Direction = Literal["ltr", "rtl"]


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
    unbroken: str = ""
    """Two words without a space between them, where the script has none: a test of the machine's line breaking."""
    sentence_end: str = ".!?"
    """Characters that end a sentence; a space among them says that the language has hardly any other."""
    sentence_joins: tuple[str, ...] = ()
    """What goes on with a sentence after such a space."""
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
