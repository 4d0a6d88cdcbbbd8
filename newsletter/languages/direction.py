"""Which way a language or a text runs (UAX #9, CLDR)."""

from __future__ import annotations

import functools
import re
import unicodedata

from babel.core import get_global

from newsletter.languages.cldr import find_locale
from newsletter.model import Direction

RTL_SCRIPTS = frozenset({
    "Adlm", "Arab", "Aran", "Armi", "Avst", "Chrs", "Cprt", "Elym", "Gara", "Hatr", "Hebr", "Hung", "Khar",
    "Lydi", "Mand", "Mani", "Mend", "Merc", "Mero", "Narb", "Nbat", "Nkoo", "Orkh", "Ougr", "Palm", "Phli",
    "Phlp", "Phnx", "Prti", "Rohg", "Samr", "Sarb", "Sogd", "Sogo", "Syrc", "Thaa", "Todr", "Yezi",
})  # fmt: skip
"""Scripts whose letters run from right to left (ISO 15924)."""


@functools.cache
def direction_of(tag: str) -> Direction:
    """Return the direction of a language by its tag, whether or not it has files here; what nobody knows runs ltr."""
    parts = tag.replace("_", "-").split("-")
    for part in parts[1:]:
        if re.fullmatch(r"[A-Z][a-z]{3}", part):
            return direction_of_script(part)
    locale = find_locale(tag)
    if locale is not None:
        return "rtl" if locale.character_order == "right-to-left" else "ltr"
    likely = str(get_global("likely_subtags").get(parts[0], "")).split("_")
    return direction_of_script(likely[1]) if len(likely) > 1 else "ltr"


def direction_of_script(script: str) -> Direction:
    """Return the direction of a script (ISO 15924)."""
    return "rtl" if script in RTL_SCRIPTS else "ltr"


def first_strong(text: str) -> Direction | None:
    """Return the direction of the first strong character outside isolates (UAX #9, P2); None where there is none."""
    depth = 0
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in {"LRI", "RLI", "FSI"}:
            depth += 1
        elif kind == "PDI":
            depth = max(0, depth - 1)
        elif depth == 0 and kind in {"L", "R", "AL"}:
            return "ltr" if kind == "L" else "rtl"
    return None
