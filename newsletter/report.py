"""What is told of a build: report.json, and the values that the proof page and the terminal show."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from newsletter.digests import digest_bytes, digest_file
from newsletter.model import Edition, Issue, Problem, Source, Story, Text

if TYPE_CHECKING:  # the report of an earlier build is read without any of these
    from newsletter.editions import Choice
    from newsletter.publication import Publication

FILE = "report.json"
INDEX = "index.html"
SHEET = "proof.html"
FORMAT = 3
"""Raised when the report's shape changes, so that no build believes an old one."""


def describe_stories(
    choice: Choice, stories: Mapping[str, Story], issue: Issue, publication: Publication, matrix: Mapping[str, Mapping[str, str]]
) -> list[dict[str, Any]]:
    """Return one row a story, in reading order, for the table of the proof."""
    sections = {slug: _heading(issue, index, publication) for index, slugs in enumerate(choice.sections) for slug in slugs}
    rows = []
    for slug in choice.slugs:
        story = stories.get(slug)
        if story is None:
            continue
        article = next((story.articles[tag] for tag in (*publication.languages, story.source_language) if tag in story.articles), None)
        headline = article.headline if article else Text(slug, "und", "ltr")
        region = story.regions[0]
        rows.append(
            {
                "slug": slug,
                "headline": headline.text,
                "headline_language": headline.language,
                "direction": headline.direction,
                "date": story.date.isoformat(),
                "region": region,
                "region_name": _first(publication.regions.get(region, {}), publication),
                "section": sections.get(slug, ""),
                "states": dict(matrix[slug]),
            }
        )
    return rows


def _heading(issue: Issue, index: int, publication: Publication) -> str:
    plan = issue.sections[index]
    return _first(plan.title or publication.regions.get(plan.region, {}), publication)


def _first(words: Mapping[str, str], publication: Publication) -> str:
    order = (*publication.languages[:1], "*", *publication.languages, *words)
    return next((words[language] for language in order if language in words), "")


def describe_edition(edition: Edition) -> dict[str, Any]:
    """Return what is told of an edition before anything is made of it."""
    return {
        "subject": edition.subject.text,
        "preheader": edition.preheader.text,
        "stories": len(edition.slots),
        "files": {},
        "pages": {},
        "pieces": {},
    }


def describe_problem(problem: Problem) -> dict[str, Any]:
    """Return a problem as plain data."""
    data = asdict(problem)
    return {**data.pop("source"), **data}


def recall_problem(data: Mapping[str, Any]) -> Problem:
    """Return the problem that :func:`describe_problem` described."""
    source = Source(data["path"], data["line"], data["column"])
    return Problem(source, data["rule"], data["message"], data["hint"], data["severity"], data["language"])


def count_problems(problems: Iterable[Problem]) -> dict[str, int]:
    """Return how many problems there are of each severity."""
    counts = {"error": 0, "warning": 0, "info": 0}
    for problem in problems:
        counts[problem.severity] += 1
    return counts


def read_report(folder: Path) -> dict[str, Any]:
    """Return the report of an earlier build, or an empty one where there is none that can be believed."""
    try:
        report = json.loads((folder / FILE).read_bytes())
    except (OSError, ValueError):
        return {}
    if not isinstance(report, dict) or report.pop("seal", "") != _seal(report) or report.get("format") != FORMAT:
        return {}
    return report


def write_report(report: Mapping[str, Any], folder: Path) -> None:
    """Write report.json."""
    (folder / FILE).write_text(json.dumps({**report, "seal": _seal(report)}, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _seal(report: Mapping[str, Any]) -> str:
    """Return the digest of a report, by which a later build knows that nobody has changed it."""
    return digest_bytes(json.dumps(report, sort_keys=True).encode())


def describe_file(path: Path) -> dict[str, Any]:
    """Return a file's size and digest."""
    return {"bytes": path.stat().st_size, "sha256": digest_file(path)}


def is_same(path: Path, facts: Mapping[str, Any]) -> bool:
    """Say whether a file is there, as :func:`describe_file` described it."""
    try:
        return bool(path.stat().st_size == facts["bytes"] and digest_file(path) == facts["sha256"])
    except OSError:
        return False


def is_intact(folder: Path, report: Mapping[str, Any]) -> bool:
    """Say whether the files of an earlier build are all there, unchanged."""
    editions = ((folder / tag / name, facts) for tag, edition in report["editions"].items() for name, facts in edition["files"].items())
    pages = ((folder / name, report[key]) for name, key in ((INDEX, "index"), (SHEET, "proof")) if report.get(key) or key == "index")
    return all(is_same(path, facts) for path, facts in (*editions, *pages))
