"""Which template, line and column a piece of rendered text comes from.

A template is marked while Jinja reads it: before each ``<`` stands one character of Unicode's private use planes, the number
of a place. The marks go through includes, macros, calls and filters as the text does, and are taken out of what was rendered.
Only text with a tag in it is marked, so that no value that templates compare or count with is changed.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from jinja2 import Environment
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

_FIRST: Final = 0xF0000
_ROOM: Final = 0x10FFFE - _FIRST
"""So many places can be told apart: planes 15 and 16 (Unicode, 23.5)."""
_MARK = re.compile(f"([{chr(_FIRST)}-{chr(_FIRST + _ROOM - 1)}])")
_MARKED = re.compile(r"<|\A\s*(?=[^\s<])")
"""Where marks go: before each angle, and before the first word."""
_NEWLINE = re.compile(r"\r\n|\r|\n")
_TRANSLATED = frozenset({"trans", "pluralize"})


class Place(NamedTuple):
    """A place in a template's file; line and column count from 1, a column of 0 is not known."""

    file: str
    line: int
    column: int


class TemplateMarks(Extension):
    """Marks the templates of an environment, which must not have read one yet, nor take compiled ones from elsewhere."""

    def __init__(self, environment: Environment) -> None:
        """Begin without any template."""
        super().__init__(environment)
        self.places: list[Place] = []
        """By the number that a mark stands for."""
        self.lines: list[str] = []
        """Of the template that is being read."""

    def preprocess(self, source: str, name: str | None, filename: str | None = None) -> str:  # noqa: ARG002  Jinja's signature
        """Keep the lines of a template that is about to be read: Jinja itself tells no columns."""
        self.lines = _NEWLINE.split(source)
        return source

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """Yield the tokens of a template with marks in its text; words that are looked up in a list of translations stay as they are."""
        statement, is_beginning, is_in_tag = "", False, False
        for token in stream:
            kind, text = token.type, token.value
            if is_beginning:
                statement = text
            is_beginning = kind == "block_begin"
            if kind != "data" or statement in _TRANSLATED:
                yield token
                continue
            is_marked = "<" in text or is_in_tag or statement == "include"
            yield Token(token.lineno, kind, self.marked(text, token.lineno, stream.filename or "")) if is_marked else token
            is_in_tag = text.rfind("<") > text.rfind(">") or (is_in_tag and ">" not in text)

    def marked(self, text: str, line: int, file: str) -> str:
        """Return a piece of a template with marks in it; *line* is where it begins."""

        def mark(match: re.Match[str]) -> str:
            at = match.start() if match[0] == "<" else match.end()
            number = line + text.count("\n", 0, at)
            rest, whole = text[at:].partition("\n")[0], self.lines[number - 1]
            column = whole.index(rest) + 1 if whole.count(rest) == 1 else 0
            self.places.append(Place(file, number, column))
            sign = chr(_FIRST + len(self.places) - 1) if len(self.places) <= _ROOM else ""
            return f"{sign}<" if match[0] == "<" else match[0] + sign

        return _MARKED.sub(mark, text)


class Traced:
    """A text that was rendered from marked templates."""

    def __init__(self, rendered: str, places: Sequence[Place]) -> None:
        """Take the marks out of a text."""
        parts = _MARK.split(rendered)
        self.text = "".join(parts[::2])
        """What the templates render without marks."""
        self._starts: list[int] = []
        self._places: list[Place] = []
        position = 0
        for words, mark in zip(parts[::2], parts[1::2], strict=False):
            position += len(words)
            if ord(mark) - _FIRST < len(places):
                self._starts.append(position)
                self._places.append(places[ord(mark) - _FIRST])

    def place(self, position: int) -> Place | None:
        """Return where the piece of a template stands that a position belongs to; None for what comes before all of them."""
        if (index := bisect_right(self._starts, position) - 1) < 0:
            return None
        place, before = self._places[index], self.text[self._starts[index] : position]
        line = place.line + before.count("\n")
        if ">" in before:  # words behind a tag may have been put there by anything
            return Place(place.file, line, 0)
        column = len(before) - before.rfind("\n") if "\n" in before else place.column and place.column + len(before)
        return Place(place.file, line, column)
