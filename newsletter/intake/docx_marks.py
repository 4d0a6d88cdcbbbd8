"""What the bookmarks stand for that the cleaning of a Word file puts into its text."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import NamedTuple

from newsletter.intake.docx_drawings import Drawing
from newsletter.intake.docx_languages import count_letters, split_languages
from newsletter.intake.docx_styles import Declared, Entry, Role


class Mark(NamedTuple):
    """What is known of a paragraph."""

    place: int
    """Its number in the file; a note has the number of the paragraph that points to it."""
    role: Role
    entry: Entry | None
    """Its place in a list."""


@dataclass(slots=True)
class Marks:
    """What the bookmarks stand for, and what was counted on the way."""

    paragraphs: list[Mark] = field(default_factory=list)
    declared: list[Declared] = field(default_factory=list)
    drawings: list[Drawing] = field(default_factory=list)
    letters: Counter[str] = field(default_factory=Counter)
    """Letters by language; an empty string for those of which nothing says."""
    assumed: str = ""
    """The language that Word was set to."""
    notes: dict[tuple[str, str], int] = field(default_factory=dict)
    """Paragraphs that point to a note, by its kind and id."""

    def count(self, text: str, declared: Declared) -> None:
        """Count the letters of a run by their language."""
        for part, tag in split_languages(text, declared):
            self.letters[tag] += count_letters(part)
