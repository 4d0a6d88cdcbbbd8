"""Which runs of a text must be isolated from their surroundings, and with which direction (UAX #9, HTML ``bdi``).

The bidirectional algorithm gives neutral characters to whoever stands beside them: in right-to-left text ``12.5%`` shows
as ``%12.5``, a telephone number back to front, and a name of two words with a bracket in it falls apart.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator

from babel.numbers import list_currencies

from newsletter.model import Direction

Run = tuple[str, Direction | None]
"""Characters, and the direction they must be isolated with; None where they belong to their surroundings."""
Span = tuple[int, int]

_RTL = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_RTL_LETTER = f"(?![\u0600-\u0605\u060c\u0660-\u066c\u06dd\u06f0-\u06f9])[{_RTL}]"
_LTR_LETTER = f"[^\\W\\d_{_RTL}]"
_ENDS = "\n\r\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069"
"""Line ends and the controls that a writer sets by hand: no phrase goes on across them."""
_BY_HAND = re.compile("[\u2066-\u2068][^\u2069\n]*\u2069|[\u202a\u202b\u202d\u202e][^\u202c\n]*\u202c")
_TRIM = r"(?<![.,;:!?'\")\]}\u2019])"
ADDRESS = re.compile(
    rf"(?:(?:https?|ftp)://|www\.|mailto:|tel:)[^\s<>\u00ab\u00bb\u201c\u201d{_RTL}]+{_TRIM}"
    r"|(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"
    rf"|(?<![\w.@-])(?:[a-z0-9-]+\.)+(?:org|net|com|int|edu|gov|info|eu|io)\b(?:/[^\s<>\u00ab\u00bb\u201c\u201d{_RTL}]*{_TRIM})?",
)
"""Web and e-mail addresses, without the punctuation that follows them."""

_SPACE = "[ \u00a0\u2009\u202f]"
_NUMBER = rf"(?:[0-9]{{1,3}}(?:{_SPACE}[0-9]{{3}})+(?![0-9])(?:[.,][0-9]+)?|[0-9]+(?:[.,:/][0-9]+)*)"
_MONEY = r"[$\u00a2-\u00a5\u20a0-\u20cf\u0e3f]"
_SIGN = rf"(?:(?:[+\u2212\u00b1\u2213~\u2248<>\u2264\u2265]|(?<!\w)-){_SPACE}?)"
"""A hyphen after a letter is none: it joins the article to a number (``ال-20``)."""
_UNIT = rf"{_SPACE}?(?:[%\u2030\u2032\u2033\u00b0]|{_MONEY})(?!\w)"
_MEASURE = rf"{_SIGN}?(?:{_MONEY}{_SPACE}?)?{_NUMBER}(?:{_UNIT})?"
_JOIN = rf"(?:{_SPACE}?[\u2013\u2014\u2212\u00d7=+\u00f7]{_SPACE}?|[-\u2011])"
_FIGURE = rf"{_MEASURE}(?:{_JOIN}{_MEASURE})*"
_ANY_DIGIT = "[0-9\u0660-\u0669\u06f0-\u06f9]"
_PHONE = (
    rf"\+{_ANY_DIGIT}(?:[ \u00a0\u202f().\u2011-]{{0,2}}{_ANY_DIGIT}){{6,14}}(?!{_ANY_DIGIT})"
    rf"|\(?{_ANY_DIGIT}{{2,5}}\)?(?:[ \u00a0\u202f\u2011-]{_ANY_DIGIT}{{2,4}}){{2,5}}(?!{_ANY_DIGIT})"
)
_FIGURES = re.compile(rf"(?<![0-9\u0660-\u0669\u06f0-\u06f9.,])(?:(?P<phone>{_PHONE})|{_FIGURE})")
_PLAIN = re.compile(r"[0-9]+(?:[.,:/][0-9]+)*")
_YEARS = re.compile(r"(?:1[89]|20|24|25)[0-9]{2}(?: (?:1[89]|20|24|25)[0-9]{2})+")

_BEFORE = re.compile(rf"(?:(?<![0-9.,]){_MEASURE}(?:[-\u2011,]|{_SPACE}?\u00b0)?|[#@$\u20ac\u00a3&])\Z")
_BEFORE_UNIT = re.compile(rf"(?<![0-9.,]){_FIGURE}{_SPACE}\Z")
_AFTER = re.compile(rf"[+#\u00ae\u2122]+(?!\w)|(?:[-\u2011]|{_SPACE}?){_FIGURE}(?!\w)")
_UNITS = frozenset({
    "kg", "g", "mg", "km", "m", "cm", "mm", "ha", "l", "ml", "kW", "kWh", "kB", "KB", "MB", "GB", "TB", "Hz", "kHz", "MHz", "GHz", "ppm", "px", "pt",
})  # fmt: skip
_INITIALS = re.compile(r"(?:\b\w\.)+\w\Z")
_PAIRS = {")": "(", "]": "[", "}": "{", "\u00bb": "\u00ab", "\u201d": "\u201c", "\u203a": "\u2039"}
_OPENING = frozenset(_PAIRS.values())

_LTR_PHRASE = re.compile(rf"{_LTR_LETTER}(?:[^{_ENDS}{_RTL}]*{_LTR_LETTER})?")
_RTL_PHRASE = re.compile(rf"(?:{_RTL_LETTER})(?:(?:(?!{_LTR_LETTER})[^{_ENDS}])*(?:{_RTL_LETTER}))?")
_LETTERS: dict[Direction, re.Pattern[str]] = {"ltr": re.compile(_LTR_LETTER), "rtl": re.compile(_RTL_LETTER)}
_RTL_AFTER = re.compile(f"{_SPACE}?[\u0660-\u0669\u06f0-\u06f9]+(?:[.,\u066b\u066c][\u0660-\u0669\u06f0-\u06f9]+)*\u066a?")


@functools.lru_cache(maxsize=4096)
def isolates(text: str, base_direction: Direction) -> tuple[Run, ...]:
    """Return *text* cut into runs, each with the direction it must be isolated with, or None; joined they are *text*.

    In right-to-left text these are phrases of left-to-right letters (one run each, with the spaces and figures in them),
    addresses, telephone numbers, and numbers with a sign, a percentage, a currency or a range; a plain number needs
    none. In left-to-right text they are right-to-left phrases. What the writer isolated by hand stays as it is.
    """
    inside: Direction = "ltr" if base_direction == "rtl" else "rtl"
    if text.isascii() and inside == "rtl":
        return ((text, None),) if text else ()
    masked = _BY_HAND.sub(lambda match: "\n" * len(match[0]), text)
    masked = ADDRESS.sub(lambda match: "x" * len(match[0]), masked)
    spans = sorted(_ltr_spans(masked) if inside == "ltr" else _rtl_spans(masked))
    runs: list[Run] = []
    position = 0
    for start, end in spans:
        if start > position:
            runs.append((text[position:start], None))
        runs.append((text[start:end], inside))
        position = end
    if position < len(text):
        runs.append((text[position:], None))
    return tuple(runs)


def _ltr_spans(text: str) -> Iterator[Span]:
    """Yield phrases with what belongs to them, and the figures between the phrases."""
    position = 0
    for found in _LTR_PHRASE.finditer(text):
        for part in _balanced(text, *found.span(), "ltr"):
            start, end = _with_figures(text, *part, position)
            if start < position:
                continue
            yield from _figures(text, position, start)
            yield start, end
            position = end
    yield from _figures(text, position, len(text))


def _rtl_spans(text: str) -> Iterator[Span]:
    position = 0
    for found in _RTL_PHRASE.finditer(text):
        for start, end in _balanced(text, *found.span(), "rtl"):
            after = _RTL_AFTER.match(text, end)
            last = after.end() if after else end
            if start >= position:
                yield start, last
                position = last


def _figures(text: str, start: int, end: int) -> Iterator[Span]:
    for found in _FIGURES.finditer(text, start, end):
        years = found["phone"] and _YEARS.fullmatch(found[0])
        if not years and (found["phone"] or not _PLAIN.fullmatch(found[0])):
            yield found.span()


def _with_figures(text: str, start: int, end: int, floor: int) -> Span:
    """Widen a phrase over the figures that belong to it: ``5G``, ``500 USD``, ``COVID-19``, ``C++``, ``#name``."""
    earlier = text[max(floor, start - 40) : start]
    before = _BEFORE.search(earlier)
    first_word = re.match(r"\w+", text[start:end])
    if not before and first_word and (first_word[0] in _UNITS or first_word[0] in _currencies()):
        before = _BEFORE_UNIT.search(earlier)
    if before:
        start -= len(before[0])
    after = _AFTER.match(text, end)
    if after:
        end = after.end()
    elif text[end : end + 1] == "." and _INITIALS.search(text[max(start, end - 12) : end]):
        end += 1
    return _with_brackets(text, start, end)


@functools.cache
def _currencies() -> frozenset[str]:
    return frozenset(list_currencies())


def _with_brackets(text: str, start: int, end: int) -> Span:
    """Take in the brackets that close after a phrase what opens inside it."""
    while text[end : end + 1] in _PAIRS and text[start:end].count(_PAIRS[text[end]]) > text[start:end].count(text[end]):
        end += 1
    return start, end


def _balanced(text: str, start: int, end: int, direction: Direction) -> Iterator[Span]:
    """Yield the phrase, or the parts of it between brackets whose other half lies outside."""
    end = _with_marks(text, end)
    for stray in (*_stray_brackets(text, start, end), end):
        if start < stray:
            last = end if stray == end else _last_letter(text, start, stray, direction)
            if start < last:
                yield _with_brackets(text, _before_bracket(text, start, last), last)
        found = _LETTERS[direction].search(text, stray, end)
        start = found.start() if found else end


def _stray_brackets(text: str, start: int, end: int) -> list[int]:
    """Return the places of brackets without their other half in the phrase, or beside it."""
    opened: list[int] = []
    stray: list[int] = []
    for place in range(start, end):
        character = text[place]
        if character in _OPENING:
            opened.append(place)
        elif character not in _PAIRS:
            continue
        elif opened and text[opened[-1]] == _PAIRS[character]:
            opened.pop()
        elif stray or not start or text[start - 1] != _PAIRS[character] or character in text[start:place]:
            stray.append(place)
    return sorted(stray + ([] if _closes(text, end, len(opened)) else opened))


def _before_bracket(text: str, start: int, end: int) -> int:
    """Take in the bracket that opens just before a phrase and closes inside it."""
    closing = next((close for close, opening in _PAIRS.items() if start and text[start - 1] == opening), "")
    depth = 0
    for character in text[start:end] if closing else "":
        depth += (character == _PAIRS[closing]) - (character == closing)
        if depth < 0:
            return start - 1
    return start


def _closes(text: str, end: int, number: int) -> bool:
    """Whether brackets close right after the phrase, perhaps after its last figure."""
    after = _AFTER.match(text, end)
    end = after.end() if after else end
    return all(text[place : place + 1] in _PAIRS for place in range(end, end + number))


def _last_letter(text: str, start: int, end: int, direction: Direction) -> int:
    """Return the place after the last letter between two places."""
    last = max((found.end() for found in _LETTERS[direction].finditer(text, start, end)), default=start)
    return _with_marks(text, last) if last > start else start


def _with_marks(text: str, end: int) -> int:
    while end < len(text) and unicodedata.category(text[end]) in {"Mn", "Mc"}:
        end += 1
    return end
