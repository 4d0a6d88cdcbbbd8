"""A language's typographic repairs: the no-break spaces that keep a mark with its word, as its file's ``spacing`` says."""

from __future__ import annotations

import functools
import re

from newsletter.languages.isolation import ADDRESS
from newsletter.model import Language


def repair_spacing(text: str, language: Language) -> str:
    """Return *text* with the language's repairs made, in their order; addresses are never touched.

    Repairs are written so that a second time changes nothing.
    """
    return _repair(text, tuple(language.spacing.items())) if language.spacing else text


@functools.lru_cache(maxsize=4096)
def _repair(text: str, repairs: tuple[tuple[str, str], ...]) -> str:
    """Return *text* with the repairs made; kept, because each medium of an edition asks for the same texts."""
    for expression, replacement in repairs:
        pattern = _compile(expression)
        if pattern.search(text):
            text = _replace(pattern, replacement, text)
    return text


@functools.cache
def _compile(expression: str) -> re.Pattern[str]:
    return re.compile(expression)


def _replace(pattern: re.Pattern[str], replacement: str, text: str) -> str:
    addresses = [found.span() for found in ADDRESS.finditer(text)]

    def repair(match: re.Match[str]) -> str:
        start, end = match.span()
        if any(start < last and first < end for first, last in addresses):
            return match[0]
        return match.expand(replacement)

    return pattern.sub(repair, text)
