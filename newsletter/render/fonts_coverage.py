"""Which letters of an edition no font has, with the story and the line that they stand in.

A letter without a font would be printed as an empty box (and fails PDF/UA-1, 7.21.8).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from newsletter.model import Article, Block, Edition, Inline, Person, Problem, Source, Text
from newsletter.render.fonts import Fonts, name_of

RULE = "missing-glyph"
_HINT = "Write it in other letters, or give templates/look.yaml a face that has it."


def find_uncovered(edition: Edition, fonts: Fonts) -> tuple[Problem, ...]:
    """Return a problem for every letter of *edition* that no face has: one a line, in the order of the edition."""
    problems = []
    for slot in edition.slots:
        for line, text in _lines(slot.article):
            points = fonts.uncovered(text)
            if points:
                letters = ", ".join(name_of(point) for point in points)
                source = Source(slot.article.source.path, line)
                problems.append(Problem(source, RULE, f"no font has {letters}", _HINT, language=edition.language.tag))
    for words in _furniture(edition):
        if points := fonts.uncovered(words):
            letters = ", ".join(name_of(point) for point in points)
            problems.append(Problem(edition.source, RULE, f"no font has {letters} in {words!r}", _HINT, language=edition.language.tag))
    return tuple(dict.fromkeys(problems))


def _furniture(edition: Edition) -> Iterator[str]:
    texts = (edition.title, edition.issue_title, *(section.heading for section in edition.sections))
    return (text.text for text in texts if text)


def _lines(article: Article) -> Iterator[tuple[int, str]]:
    """Yield all text of an article with the line that it stands in."""
    for text in (article.headline, article.kicker, article.standfirst):
        if text:
            yield article.source.line or 1, text.text
    for picture in article.pictures.values():
        words = (picture.credit, *(text.text for text in (picture.alt, picture.caption) if text))
        yield article.source.line or 1, " ".join(words)
    yield 1, " ".join(_names(article.people))
    for block in (*article.blocks, *article.notes):
        yield from _block(block)


def _names(people: Iterable[Person]) -> Iterator[str]:
    for person in people:
        yield person.name.text
        yield person.role.text if person.role else ""


def _block(block: Block) -> Iterator[tuple[int, str]]:
    fields = "".join(_plain(value) for value in block.fields.values())
    yield block.line, fields + "".join(run.plain() for run in block.inlines)
    for inner in block.blocks:
        yield from _block(inner)


def _plain(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, Text):
        return value.text
    if isinstance(value, tuple):
        return "".join(run.plain() for run in value if isinstance(run, Inline))
    return ""
