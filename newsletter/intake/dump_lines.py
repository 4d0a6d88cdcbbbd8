"""The lines of a raw file, and a copy of a story cut out of them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from newsletter.intake.catalogue import Copy

_MARK = re.compile(r"(\s*)([\u2022\u2023\u25aa\u00b7*-]|\d{1,3}[.)])\s+(?=\S)")
_NOTE = re.compile(r"\[(\d{1,3})\]\s+(?=\S)")
HIDDEN = "[email protected]"
"""What web sites put in the place of an address to hide it from robots; the address itself is not in the file."""


@dataclass(frozen=True, slots=True)
class RawLine:
    """One line: its white space folded (no-break spaces too: the web editors put them in at random), its list mark taken off."""

    number: int
    text: str
    mark: str = ""
    """The list mark as it was written: a bullet, a hyphen, ``3.``; empty for other lines."""
    indent: int = 0

    @property
    def order(self) -> int:
        """The number of an ordered item; 0 for all others."""
        return int(self.mark[:-1]) if self.mark[:-1].isdecimal() else 0

    @property
    def note(self) -> int:
        """The number of the footnote that the line holds; 0 for all others."""
        match = _NOTE.match(self.text)
        return int(match[1]) if match and not self.mark else 0

    @property
    def whole(self) -> str:
        """The text with its list mark, as a reader would quote the line."""
        return f"{self.mark} {self.text}" if self.mark else self.text

    @property
    def letters(self) -> str:
        """Its letters and digits only, for comparing copies; numbers of ordered items are marks, not text."""
        return letters(self.text)

    def words(self, count: int) -> tuple[str, str]:
        """Split the text after its first *count* words."""
        words = self.text.split(" ")
        return " ".join(words[:count]), " ".join(words[count:])


@dataclass(frozen=True, slots=True)
class Cut:
    """A copy of a story, cut out of its file."""

    copy: Copy
    path: str
    lines: tuple[RawLine, ...]
    """All lines of its range, the empty ones too."""

    @property
    def text_lines(self) -> tuple[RawLine, ...]:
        """The lines that hold at least one letter or digit."""
        return tuple(line for line in self.lines if line.letters)

    def line(self, number: int) -> RawLine:
        """Return a line by its number in the file."""
        return self.lines[number - self.copy.lines[0]]


def read_lines(text: str) -> tuple[RawLine, ...]:
    """Return all lines of a raw file's *text*, the empty ones too."""
    return tuple(_read_line(number, line) for number, line in enumerate(text.split("\n"), 1))


def _read_line(number: int, line: str) -> RawLine:
    match = _MARK.match(line)
    if not match:
        return RawLine(number, fold(line))
    return RawLine(number, fold(line[match.end() :]), match[2], len(match[1].expandtabs(4)))


def fold(text: str) -> str:
    """Return *text* with every run of white space made one space."""
    return " ".join(text.split())


def letters(text: str) -> str:
    """Return the letters (with the marks of scripts that write vowels as marks) and digits of *text*, in small letters."""
    return "".join(character for character in text.casefold() if unicodedata.category(character)[0] in "LMN")
