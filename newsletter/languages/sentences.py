"""Where a text may be cut short: at the end of a sentence, else between two words, never inside a letter.

Sentences, words and letters as readers count them are found by ICU (UAX #29, with CLDR's lists of abbreviations); what ICU cannot
know of a language, such as that Thai ends its sentences with a space, stands in the language's file.
"""

from __future__ import annotations

import dataclasses
import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator

from newsletter.model import Inline, Language

ELLIPSIS = "\u2026"
SPACE = " "
_CLOSING = "\"')]}\u00bb\u2019\u201d\u203a"
_PAIRS = {")": "(", "]": "[", "}": "{", "\u00bb": "\u00ab", "\u201d": "\u201c", "\u203a": "\u2039"}
_SHORT = re.compile(r"(?<!\w)(?:[^\W\d_]|([^\W\d_])[^\W\d_]{1,3}|[^\W\d_](?:\.[^\W\d_])+)\.\Z")
"""A single letter, a short word (whose first letter tells whether it has a capital), or initials, before a full stop."""
_LOOSE = re.compile(r"[\s,;:\u060c\u061b\u2013\u2014(\[{\u00ab\u201c\u2018-]+\Z")
_PHRASE = 15
"""Letters on both sides of a space that ends a sentence; between shorter ones it parts the items of a list."""


def cut_text(text: str, language: Language, at_most: int) -> str:
    """Return the opening of a text: whole sentences of about *at_most* letters (grapheme clusters, UAX #29) together.

    A text that is short enough is returned as it is. Where the first sentence is much too long it is cut between two words,
    which an ellipsis says.
    """
    if len(text) <= at_most:  # a cluster has one code point or more
        return text
    end, ellipsis = _find_cut(text, language, at_most)
    return text[:end] + ellipsis


def cut_runs(runs: tuple[Inline, ...], language: Language, at_most: int) -> tuple[Inline, ...]:
    """Return the opening of running text, as :func:`cut_text` does; references to notes are left out, for a teaser has none."""
    kept = tuple(_without_notes(runs))
    text = "".join(run.plain() for run in kept)
    if len(text) <= at_most:
        return kept
    end, ellipsis = _find_cut(text, language, at_most)
    opening = tuple(_take(kept, end))
    return (*opening, Inline("text", text=ellipsis)) if ellipsis else opening


def sentence_ends(text: str, language: Language) -> tuple[int, ...]:
    """Return the places after each sentence of a text, in code points; a doubtful end is no end.

    A sentence ends with one of the language's marks, outside brackets and quotation marks that close later on. A language that
    names the space among its marks has no others to rely on: a space between two long phrases counts.
    """
    from icu4py.breakers import SentenceBreaker  # noqa: PLC0415  its data are large, and most texts are short enough

    ends = []
    for end in _ends(SentenceBreaker(text, f"{language.locale}@ss=standard")):
        place = len(text[:end].rstrip())
        if place == len(text) or _is_end(text, place, language):
            ends.append(place)
    if SPACE in language.sentence_end:
        ends += _phrase_ends(text, language)
    return tuple(sorted({place for place in ends if _is_balanced(text[:place])}))


def _find_cut(text: str, language: Language, at_most: int) -> tuple[int, str]:
    """Return where to cut, and the ellipsis where no sentence ends there."""
    from icu4py.breakers import CharacterBreaker, LineBreaker  # noqa: PLC0415

    letters = list(_ends(CharacterBreaker(text, language.locale)))
    if len(letters) <= at_most:
        return len(text), ""
    limit = letters[at_most - 1]
    ends = sentence_ends(text, language)
    before = max((end for end in ends if end <= limit), default=0)
    after = min((end for end in ends if end > limit), default=len(text))
    if before >= limit / 4:
        return before, ""
    if after <= limit * 5 / 4:
        return after, ""
    words = [end for end in _ends(LineBreaker(text, language.locale)) if end < limit]
    place = len(_LOOSE.sub("", text[: max(words, default=limit)]))
    return place or limit, ELLIPSIS


def _ends(pieces: Iterable[str]) -> Iterator[int]:
    """Return where each piece of a text ends, in code points; ICU itself counts UTF-16 units, of which some letters have two."""
    return itertools.accumulate(map(len, pieces))


def _is_end(text: str, place: int, language: Language) -> bool:
    """Whether a sentence ends at *place*, where ICU thinks so."""
    sentence = text[:place].rstrip(_CLOSING)
    if not sentence or sentence[-1] not in language.sentence_end:
        return False
    following = text[place:].lstrip()[:1]
    short = _SHORT.search(sentence)
    is_abbreviation = short is not None and (short[1] is None or short[1].isupper())
    return not (is_abbreviation or following.islower() or following.isdigit())


def _phrase_ends(text: str, language: Language) -> Iterator[int]:
    """Yield the spaces that end a sentence in a script that parts phrases with them and nothing else."""
    places = [0, *(place for place in range(1, len(text) - 1) if text[place] == SPACE and _parts_phrases(text, place)), len(text)]
    for before, place, after in zip(places, places[1:], places[2:], strict=False):
        is_long = place - before > _PHRASE and after - place > _PHRASE
        if is_long and not text.startswith(language.sentence_joins, place + 1):
            yield place


def _parts_phrases(text: str, place: int) -> bool:
    """Whether a space stands between two words of such a script; not before a mark of repetition, a figure or a foreign name."""
    before, after = text[place - 1], text[place + 1]
    return not (before + after).isascii() and unicodedata.category(before) in {"Lo", "Mn", "Mc"} and unicodedata.category(after) == "Lo"


def _is_balanced(text: str) -> bool:
    """Whether what opens in a text closes in it."""
    return all(text.count(opening) <= text.count(closing) for closing, opening in _PAIRS.items())


def _without_notes(runs: Iterable[Inline]) -> Iterator[Inline]:
    for run in runs:
        if run.children:
            yield dataclasses.replace(run, children=tuple(_without_notes(run.children)))
        elif run.kind != "footnote":
            yield run


def _take(runs: Iterable[Inline], length: int) -> Iterator[Inline]:
    """Yield the first *length* characters of running text."""
    for run in runs:
        size = len(run.plain())
        if size <= length:
            yield run
        elif length > 0 and run.children:
            yield dataclasses.replace(run, children=tuple(_take(run.children, length)))
        elif length > 0:
            yield dataclasses.replace(run, text=run.text[:length])
        length -= size
