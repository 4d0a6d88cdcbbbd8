"""Which letters a glyph stands for when the text of a PDF is read back (ISO 32000-1, 9.10.3).

The engine gives a glyph the text of the cluster in which it first meets it. A cluster is what a font shapes as one, and where
it draws one with two glyphs, the first takes all letters and the second none, here and everywhere else in the document. Some
fonts draw a lam before a kaf as their usual lam with a small piece of the join: after one such word every lam was gone for a
search and a screen reader; and an alef with a hamza, met below a vowel sign, came back twice or not at all.

Here no glyph is settled before all clusters are known. A glyph that has a cluster of its own somewhere keeps its text; of a
cluster that several glyphs share, each unknown one gets what the known ones leave.
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

NOTHING = "\u200d"
"""What a glyph stands for that adds no letter. It must stand for something (ISO 14289-1, 7.21.7), and readers that find
nothing print its number. A joiner belongs inside Arabic words, and is ignored where words are compared (UTS 10)."""


class Letters(dict[int, str]):
    """The letters of a font's glyphs, in place of the engine's dictionary: takes all that it is told, and settles it at the end."""

    def __init__(self) -> None:
        """Begin with nothing met."""
        super().__init__()
        self._clusters: dict[tuple[int, ...], str] = {}
        self._open: list[int] = []
        self._text = ""

    def __contains__(self, glyph: object) -> bool:
        """Say that no glyph is known: the engine tells each only as long as it is not."""
        return False

    def __setitem__(self, glyph: int, text: str) -> None:
        """Take one glyph as the engine draws it, from left to right; it tells the whole text of a cluster once.

        From right to left, with the first of its glyphs; from left to right, with the last.
        """
        super().setdefault(glyph, "")
        if text:
            self._close()
            self._open, self._text = [glyph], text
        elif self._open and unicodedata.bidirectional(self._text[0]) in {"R", "AL", "NSM"}:
            self._open.append(glyph)

    def _close(self) -> None:
        if self._open:
            self._clusters.setdefault(tuple(self._open), self._text)
        self._open = []

    def settled(self) -> dict[int, str]:
        """Return every glyph that was met, in that order, with its letters."""
        self._close()
        known = {glyphs[0]: text for glyphs, text in self._clusters.items() if len(glyphs) == 1}
        shared = {glyphs: text for glyphs, text in self._clusters.items() if len(glyphs) > 1}
        while shared:
            glyphs = min(shared, key=lambda glyphs: sum(glyph not in known for glyph in glyphs))
            _divide(glyphs, shared.pop(glyphs), known)
        return {glyph: known.get(glyph) or NOTHING for glyph in self}


def _divide(glyphs: Sequence[int], text: str, known: dict[int, str]) -> None:
    """Give what *known* glyphs leave of a cluster's text to the others: to the one drawn last, where the cluster begins."""
    left = functools.reduce(lambda rest, glyph: rest.replace(known.get(glyph, ""), "", 1), glyphs, text)
    unknown = [glyph for glyph in glyphs if glyph not in known]
    known.update(dict.fromkeys(unknown, ""))
    if unknown:
        known[unknown[-1]] = left


def font_with_letters(original: Callable[..., None]) -> Callable[..., None]:
    """Wrap ``Font.__init__``: the engine's font, whose letters are settled later."""

    @functools.wraps(original)
    def begin(self: Any, *arguments: Any, **options: Any) -> None:
        original(self, *arguments, **options)
        self.to_unicode = Letters()

    return begin


def dictionary_with_letters(original: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap ``build_fonts_dictionary``: all text is drawn by then, and the letters of each font can be settled."""

    @functools.wraps(original)
    def build(pdf: Any, fonts: Any, *arguments: Any, **options: Any) -> Any:
        for font in fonts.values():
            if isinstance(font.to_unicode, Letters):
                font.to_unicode = font.to_unicode.settled()
        return original(pdf, fonts, *arguments, **options)

    return build
