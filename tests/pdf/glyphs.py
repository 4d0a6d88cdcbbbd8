"""What the glyphs of a PDF's fonts say, and how wide they are."""

from __future__ import annotations

import functools
import re
from typing import Any

import pikepdf
from pikepdf import Array


class Font:
    """Widths and letters of a composite font, glyphs numbered by two bytes (ISO 32000-1, 9.7)."""

    def __init__(self, font: Any) -> None:
        self.widths: dict[int, float] = {}
        descendant = font.DescendantFonts[0]
        self.default = float(descendant.get("/DW", 1000))
        parts = list(descendant.get("/W", Array()))
        while parts:
            first, second = int(parts.pop(0)), parts.pop(0)
            if isinstance(second, Array):
                self.widths |= {first + index: float(width) for index, width in enumerate(second)}
            else:
                self.widths |= dict.fromkeys(range(first, int(second) + 1), float(parts.pop(0)))
        self.letters = letters_of(font.ToUnicode.read_bytes())

    def read(self, parts: Any) -> tuple[float, list[str]]:
        """Return how far a text goes, in sizes of the font, and the letters of its glyphs."""
        across: float = 0
        letters: list[str] = []
        for part in parts:
            if isinstance(part, pikepdf.String):
                data = bytes(part)
                for glyph in (int.from_bytes(data[at : at + 2], "big") for at in range(0, len(data), 2)):
                    across += self.widths.get(glyph, self.default)
                    letters.append(self.letters.get(glyph, ""))
            else:
                across -= float(part)
        return across / 1000, letters


@functools.lru_cache(64)
def letters_of(content: bytes) -> dict[int, str]:
    pairs = re.findall(rb"^<([0-9a-fA-F]+)> <([0-9a-fA-F]+)>\s*$", content, re.MULTILINE)
    return {int(glyph, 16): bytes.fromhex(text.decode()).decode("utf-16-be") for glyph, text in pairs}
