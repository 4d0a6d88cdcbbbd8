"""Which language a passage of a Word file is in: by what the file declares where that fits the letters, else by the letters.

Word marks whatever nobody marked with the language it was set to, so a declared language counts only for letters of a script
that it is written in (CLDR's likely subtags; UAX #24).
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby

from babel.core import get_global
from fontTools.unicodedata import script

from newsletter.intake.docx_styles import Declared
from newsletter.languages.cldr import find_locale

_script = functools.lru_cache(maxsize=4096)(script)
_NEUTRAL = frozenset({"Zyyy", "Zinh", "Zzzz"})


@functools.cache
def plain_tag(tag: str) -> str:
    """Return the language of a tag without region (``es-419`` is ``es``); an empty string for what CLDR does not know."""
    language = re.split(r"[-_]", tag)[0].lower()
    return language if re.fullmatch(r"[a-z]{2,3}", language) and find_locale(language) else ""


@functools.cache
def script_of(tag: str) -> str:
    """Return the script that a language is written in (ISO 15924); an empty string where CLDR does not know."""
    return str(get_global("likely_subtags").get(tag, "_")).split("_")[1]


@functools.cache
def _likely(of_script: str) -> str:
    """Return the language that most text of a script is in; an empty string for the script that most languages share."""
    likely = get_global("likely_subtags")
    return "" if of_script == script_of("und") else str(likely.get(f"und_{of_script}", "")).split("_")[0]


def split_languages(text: str, declared: Declared) -> Iterator[tuple[str, str]]:
    """Yield the parts of a text with their languages; an empty string where neither marks nor letters say which.

    Signs and spaces have no language: they belong to what stands round them, and are parts of their own between two languages.
    """
    kinds = [(kind, "".join(part)) for kind, part in groupby(text, _kind)]
    said = [(part, _language(kind, part, declared) if kind else None) for kind, part in kinds]
    for place, (part, tag) in enumerate(said):
        if tag is None:
            before = said[place - 1][1] if place else None
            after = said[place + 1][1] if place + 1 < len(said) else None
            said[place] = (part, before if before is not None and before == after else "")
    for tag, group in groupby(said, lambda entry: entry[1]):
        yield "".join(part for part, _ in group), tag or ""


def _kind(character: str) -> str:
    if unicodedata.category(character)[0] not in "LM":
        return ""
    if unicodedata.east_asian_width(character) in "WF":
        return "wide"
    found = _script(character)
    return "" if found in _NEUTRAL else str(found)


def _language(kind: str, part: str, declared: Declared) -> str:
    if kind == "wide":
        return plain_tag(declared.east_asian) or _likely(str(_script(part[0])))
    tags = (plain_tag(tag) for tag in ((declared.plain,) if kind == script_of("und") else (declared.complex, declared.plain)))
    return next((tag for tag in tags if tag and script_of(tag) == kind), "") or _likely(kind)


def count_letters(text: str) -> int:
    """Return how many letters a text has."""
    return sum(unicodedata.category(character)[0] == "L" for character in text)
