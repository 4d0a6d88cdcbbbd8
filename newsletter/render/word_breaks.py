"""Lines end between words where a script puts no spaces between them: what ICU calls one word stays on one line.

Pango has the places from libthai, which divides compounds that ICU keeps whole (ประเทศ|ไทย, ชาย|แดน), and divides after an
opening quotation mark. Here a place that libthai chose and ICU does not know is forbidden to Pango, and the line is broken
again; what is left is where both agree. Only the end of a line is asked about, so that most lines cost nothing more.

A word that is wider than its column is divided as the engine does it, by libthai or by ``overflow-wrap``; a word that has only
to go to the next line is not. Widths of content (CSS Sizing 3, 5.1) are those of whole words too.

What is wrapped is private to WeasyPrint: :func:`newsletter.render.shims.install` calls :func:`install`, for the one version
that it is for.
"""

from __future__ import annotations

import functools
import itertools
import re
import unicodedata
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from weasyprint.layout import inline, preferred
from weasyprint.text import line_break
from weasyprint.text.ffi import ffi, pango

UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf\ua9e0-\ua9ff\uaa60-\uaadf\U00011700-\U0001174f]")
"""Blocks whose letters are of class SA (UAX #14, "complex context"): Thai, Lao, Burmese, Khmer and the scripts of other Tai languages."""

_AHEAD = 64
"""Letters after a break that have a say in where the words before it end."""
_TRIES = 8
"""Places that are forbidden for one line at most; words have one or two, but text of strangers may have none where a line may end."""
_KEPT = 4096
"""Pieces of text whose words are remembered."""
_ANY_LANGUAGE = "und"
"""ICU chooses the dictionary by the script."""

_FORBIDDEN: ContextVar[set[int] | None] = ContextVar("places where the line that is being broken may not end", default=None)
"""In bytes of the text of a layout; None while no line is being broken, and all is the engine's alone."""

ffi.cdef("""
    PangoAttribute * pango_attr_allow_breaks_new (gboolean allow_breaks);
    PangoAttrList * pango_attr_list_copy (PangoAttrList *list);
""")


def install() -> None:
    """Put the wrapped functions in place."""
    line_break.Layout.set_text = _text_of_whole_words(line_break.Layout.set_text)
    split = _line_of_whole_words(line_break.split_first_line)
    for module in (line_break, inline, preferred):
        module.split_first_line = split


def _line_of_whole_words(original: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap ``split_first_line``: words stay whole, unless the line has room for nothing else."""

    @functools.wraps(original)
    def split(
        text: str,
        style: Any,
        context: Any,
        max_width: float | None,
        justification_spacing: float,
        is_line_start: bool = True,  # noqa: FBT001, FBT002
        minimum: bool = False,  # noqa: FBT001, FBT002
    ) -> Any:
        line = functools.partial(original, text, style, context, max_width, justification_spacing, is_line_start, minimum)
        forbidden: set[int] = set()
        before = _FORBIDDEN.set(forbidden)
        try:
            found = line()
        finally:
            _FORBIDDEN.reset(before)
        has_to_fit = max_width is not None and is_line_start and not minimum
        return line() if forbidden and has_to_fit and not _fits(found, text, max_width) else found

    return split


def _fits(found: Any, text: str, max_width: Any) -> bool:
    """Whether a line is no wider than its column, and was not broken at any letter to be so."""
    _, _, resume_at, width, *_ = found
    return bool(width <= max_width) and not _is_in_word(text, resume_at or 0)


def _text_of_whole_words(original: Callable[..., None]) -> Callable[..., None]:
    """Wrap ``Layout.set_text``: while a line is being broken, it does not end inside a word."""

    @functools.wraps(original)
    def set_text(self: Any, text: str, *justify: bool, **more: bool) -> None:
        original(self, text, *justify, **more)
        forbidden = _FORBIDDEN.get()
        if forbidden is None:
            return
        seen: set[int] = set()
        while len(seen) < _TRIES and (place := _end_of_line(self.layout)) not in seen and _is_in_word(self.text, place):
            _forbid(self.layout, self.text, place)
            seen.add(place)
        forbidden |= seen

    return set_text


def _end_of_line(layout: Any) -> int:
    """Return where the second line of a layout begins, in bytes of its text; 0 where there is but one."""
    line = pango.pango_layout_get_line_readonly(layout, 1)
    return 0 if line == ffi.NULL else int(line.start_index)


def _is_in_word(text: str, place: int) -> bool:
    """Whether a line that ends before the byte *place* divides a word of a script without spaces, or leaves a quotation mark behind.

    After a closing mark a line may end; ICU forbids it on both sides of all marks (UAX #14, LB19), since elsewhere spaces tell.
    """
    encoded = text.encode() if place else b""
    if place >= len(encoded) or encoded[place - 1 : place].isspace():
        return False
    before, after = encoded[:place].decode(), encoded[place:].decode()
    last, first = before[-1], after[0]
    if last.isspace() or first.isspace():
        return False
    leaves_mark = unicodedata.category(last) == "Pi" or unicodedata.category(first) == "Pf"
    if not leaves_mark and (unicodedata.category(last) == "Pf" or not UNSPACED.search(last + first)):
        return False
    start = before.split()[-1]
    return len(start) not in _ends_of_words(start + after[:_AHEAD].split()[0])


@functools.lru_cache(_KEPT)
def _ends_of_words(text: str) -> frozenset[int]:
    """Return where a line may end in a text without spaces, as ICU sees it (UAX #14, with dictionaries for class SA)."""
    from icu4py.breakers import LineBreaker  # noqa: PLC0415  its data are large, and most languages part their words

    return frozenset(itertools.accumulate(len(word) for word in LineBreaker(text, _ANY_LANGUAGE)))


def _forbid(layout: Any, text: str, place: int) -> None:
    """Let Pango not break between the letters before and after *place*.

    A range forbids what lies inside it, and so spans both letters. The engine may share the attributes of a layout, and Pango
    lays out again only for others than it has: they are copied. The copy takes the new attribute as its own.
    """
    attributes = pango.pango_layout_get_attributes(layout)
    copied = pango.pango_attr_list_new() if attributes == ffi.NULL else pango.pango_attr_list_copy(attributes)
    copied = ffi.gc(copied, pango.pango_attr_list_unref)
    attribute = pango.pango_attr_allow_breaks_new(False)  # noqa: FBT003  C knows no names of arguments
    encoded = text.encode()
    attribute.start_index = place - len(encoded[:place].decode()[-1].encode())
    attribute.end_index = place + len(encoded[place:].decode()[0].encode())
    pango.pango_attr_list_insert(copied, attribute)
    pango.pango_layout_set_attributes(layout, copied)
