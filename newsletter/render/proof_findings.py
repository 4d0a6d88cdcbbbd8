"""The problems of an issue as the proof draws them: numbered, at the story that they concern, with the lines that they speak of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from newsletter.languages.direction import first_strong

LARGEST = 2_000_000
"""Bytes of a file that lines are quoted from."""
_ROUND = 2
"""How many lines are quoted before and after the one that is meant."""
_WIDEST = 400
"""Characters of a line that are quoted."""
_SHOWN = frozenset({"translated", "stale"})

Headlines = Mapping[str, Mapping[str, int]]
"""Edition -> story -> the number of its headline in that mail."""


class Place(NamedTuple):
    """Where a problem is drawn."""

    edition: str
    passage: int
    """Number of the headline; 0 for the top of the edition."""


class Line(NamedTuple):
    """A line of a file, as it is quoted."""

    number: int
    text: str
    direction: str
    is_meant: bool


class Finding(NamedTuple):
    """A problem with its number."""

    number: int
    problem: Mapping[str, Any]
    places: tuple[Place, ...]
    excerpt: tuple[Line, ...]
    language: str
    """Of the excerpt; empty where the file is in none."""


def number_problems(report: Mapping[str, Any], headlines: Headlines, roots: Sequence[Path]) -> tuple[Finding, ...]:
    """Return the problems of a report in its order, each with where it is drawn and an excerpt of the file.

    Takes the headlines of the editions that are shown; and the folders that may be quoted from, of which the first is the one that
    the paths of problems begin at.
    """
    directions = {language["tag"]: language["direction"] for language in report["languages"]}
    texts: dict[str, list[str]] = {}
    found = []
    for number, problem in enumerate(report["problems"], 1):
        path = str(problem["path"])
        if path not in texts:
            texts[path] = read_lines(path, roots)
        language = PurePosixPath(path).stem
        excerpt = tuple(_excerpt(texts[path], int(problem["line"]), directions.get(language, "ltr")))
        places = tuple(_places(problem, report["stories"], headlines))
        found.append(Finding(number, problem, places, excerpt, language if language in directions else ""))
    return tuple(found)


def read_lines(path: str, roots: Sequence[Path]) -> list[str]:
    """Return the lines of a file below one of *roots*; none where it lies elsewhere, is missing, too large, or no text."""
    try:
        file = (roots[0] / path).resolve()
        if not any(file.is_relative_to(root.resolve()) for root in roots) or file.stat().st_size > LARGEST:
            return []
        return file.read_text("utf-8").splitlines()
    except (OSError, ValueError, IndexError):
        return []


def _excerpt(lines: Sequence[str], line: int, direction: str) -> Iterator[Line]:
    """Yield the line that is meant and those round it, each in the direction of its own first letter (UAX #9, P2)."""
    if not 0 < line <= len(lines):
        return
    for number in range(max(1, line - _ROUND), min(len(lines), line + _ROUND) + 1):
        text = lines[number - 1]
        shown = text if len(text) <= _WIDEST else f"{text[:_WIDEST]}…"
        yield Line(number, shown, first_strong(shown) or direction, number == line)


def _places(problem: Mapping[str, Any], stories: Sequence[Mapping[str, Any]], headlines: Headlines) -> Iterator[Place]:
    story = _story_of(problem, stories)
    if story is None:
        if problem["language"] in headlines:
            yield Place(problem["language"], 0)
        return
    for edition in _editions_of(problem, story, headlines):
        yield Place(edition, headlines[edition].get(story["slug"], 0))


def _story_of(problem: Mapping[str, Any], stories: Sequence[Mapping[str, Any]]) -> Mapping[str, Any] | None:
    """Return the story whose folder a problem was found in, or that its message or its hint names."""
    folders = PurePosixPath(problem["path"]).parts[:-1]
    inside = next((story for story in stories if story["slug"] in folders), None)
    if inside or folders[-1:] != ("issues",):
        return inside
    said = f"{problem['message']} {problem['hint']}"
    return next((story for story in stories if re.search(rf"(?<![\w-]){re.escape(story['slug'])}(?![\w-])", said)), None)


def _editions_of(problem: Mapping[str, Any], story: Mapping[str, Any], headlines: Headlines) -> list[str]:
    """Return the editions in which readers meet a problem of a story: its own, those that show the article, or all with the story."""
    if problem["language"]:
        return [tag for tag in headlines if tag == problem["language"]]
    states: Mapping[str, str] = story["states"]
    language, ending = PurePosixPath(problem["path"]).stem, PurePosixPath(problem["path"]).suffix
    if ending == ".md":
        return [tag for tag in headlines if states.get(tag) == f"fallback:{language}" or (tag == language and states.get(tag) in _SHOWN)]
    return [tag for tag in headlines if states.get(tag, "omitted") != "omitted"]
