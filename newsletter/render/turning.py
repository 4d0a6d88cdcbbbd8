"""Direction marks for words that can carry no mark-up: subjects, titles and the lines of a text part (UAX #9, 2.6 and P2)."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from newsletter.languages.direction import first_strong
from newsletter.model import Direction

MARKS: dict[Direction, str] = {"ltr": "\u200e", "rtl": "\u200f"}
"""Characters that show nothing and give a line its direction."""

_ADDRESS = re.compile(r"<[^<>\s]+>|https?://\S+|(?<![^\s>])\S+@\S+")
_MAYBE_RTL = re.compile("[\u0590-\u08ff\u200f\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff]")
_MAYBE_LTR = re.compile(
    "[^\x00-@\\[-`{-\u00a9\u00ab-\u00b4\u00b6-\u00b9\u00bb-\u00bf\u0590-\u08ff\u2000-\u200d\u200f-\u206f\ufb1d-\ufdff\ufe70-\ufeff]"
)
"""What may be a strong character of either direction: every one that is, and some that are not."""


def mark_of(words: str, direction: Direction) -> str:
    """Return the mark that *words* need in front of them to be shown in a direction, or nothing where they begin with its letters."""
    return "" if first_strong(words) in {direction, None} else MARKS[direction]


def turn_line(line: str) -> str:
    """Return a line so that programs which go by its first letter give it the direction of most of its letters.

    A paragraph in Arabic that begins with a name in Latin letters would be shown from the left otherwise. Addresses are
    not counted.
    """
    if not _MAYBE_RTL.search(line) or not _MAYBE_LTR.search(line):
        return line
    first, words = first_strong(line), _ADDRESS.sub("", line)
    if first is None or (first == "rtl" and not _MAYBE_LTR.search(words)):
        return line
    counts = {"ltr": 0, "rtl": 0}
    for character, times in Counter(words).items():
        kind = unicodedata.bidirectional(character)
        if kind in {"L", "R", "AL"}:
            counts["ltr" if kind == "L" else "rtl"] += times
    other: Direction = "rtl" if first == "ltr" else "ltr"
    return MARKS[other] + line if counts[other] > counts[first] else line
