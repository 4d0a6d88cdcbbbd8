"""Names of countries and languages in the reader's words, from CLDR."""

from __future__ import annotations

from collections.abc import Sequence

from newsletter.languages.cldr import find_locale, read_table
from newsletter.languages.direction import direction_of
from newsletter.model import Language, Text


def country_name(code: str, language: Language, chain: Sequence[str] = ()) -> Text:
    """Return the name of a country (ISO 3166-1 alpha-2), else in the first language of *chain* that has one, else its code."""
    return _find("territories", (code.upper(),), language, chain) or Text(code.upper(), "und", "ltr")


def language_name(tag: str, language: Language, chain: Sequence[str] = ()) -> Text:
    """Return a language's name as it stands in a sentence, else in the first language of *chain* that has one, else its tag."""
    name = tag.replace("-", "_")
    keys = [name]
    while "_" in name:
        name = name.rpartition("_")[0]
        keys.append(name)
    return _find("languages", tuple(keys), language, chain) or Text(tag, "und", "ltr")


def _find(table: str, keys: Sequence[str], language: Language, chain: Sequence[str]) -> Text | None:
    own = [(language.tag, language.locale, language.direction)]
    others = [(tag, tag, direction_of(tag)) for tag in chain if tag != language.tag]
    for tag, locale, direction in own + others:
        if find_locale(locale) is None:
            continue
        names = read_table(locale, table)
        for key in keys:
            if key in names:
                return Text(str(names[key]), tag, direction)
    return None
