"""What is told of a build: report.json, and the values that the proof page and the terminal show."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from newsletter.editions import Choice
from newsletter.model import Edition, Issue, Problem, Source, Story, Text
from newsletter.publication import Publication, choose

FILE = "report.json"


def describe_stories(choice: Choice, stories: Mapping[str, Story], issue: Issue, publication: Publication, matrix: Mapping[str, Mapping[str, str]]) -> list[dict[str, Any]]:
    """Return one row a story, in reading order, for the table of the proof."""
    sections = {slug: _heading(issue, index, publication) for index, slugs in enumerate(choice.sections) for slug in slugs}
    rows = []
    for slug in choice.slugs:
        story = stories.get(slug)
        if story is None:
            continue
        article = next((story.articles[tag] for tag in (*publication.languages, story.source_language) if tag in story.articles), None)
        headline = article.headline if article else Text(slug, "en", "ltr")
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
    chosen = choose(words, (*publication.languages, *words))
    return chosen[1] if chosen else ""


def describe_edition(edition: Edition) -> dict[str, Any]:
    """Return what is told of an edition before anything is made of it."""
    return {"subject": edition.subject.text, "preheader": edition.preheader.text, "stories": len(edition.slots), "files": {}, "pages": {}, "pieces": {}}


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
    """Return the report of an earlier build, or an empty one where there is none that can be read."""
    try:
        report = json.loads((folder / FILE).read_bytes())
    except (OSError, ValueError):
        return {}
    return report if isinstance(report, dict) else {}


def write_report(report: Mapping[str, Any], folder: Path) -> None:
    """Write report.json."""
    (folder / FILE).write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", "utf-8")
