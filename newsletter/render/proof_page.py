"""The proof on one screen: which reader gets which story in which language, what was made of it, and what is wrong with it.

It is written for the people who make the issue, so it is in English, and it is read from a disk: one file, no script.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

import jinja2

from newsletter.render.environment import render_template

STATES = ("translated", "stale", "fallback", "omitted")
OUTPUTS = {
    "mail.html": "Mail",
    "mail.txt": "Mail as text",
    "page.html": "Web page",
    "screen.pdf": "Screen PDF",
    "print.pdf": "Print PDF",
    "print-imposed.pdf": "Sheets to fold",
    "mail.json": "Mail data",
}
"""What an edition's files are called on the screen, in this order; others follow under their own names."""
PICTURES = "pictures/"
KILOBYTE = 1000


def render_index(report: Mapping[str, object], folders: tuple[Path, ...], look: Mapping[str, Any]) -> str:
    """Return ``index.html`` of an issue from its report (docs/report.md); *folders* hold the templates, best first.

    Raises TemplateError with the template and line that went wrong.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader([str(folder) for folder in folders]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(size=show_size, seconds=show_seconds, day=show_day)
    facts: Mapping[str, Any] = report
    tags = [language["tag"] for language in facts["languages"]]
    return render_template(
        environment,
        "proof/index.html",
        report=facts,
        look=look,
        script=look["scripts"]["default"],
        names={language["tag"]: language for language in facts["languages"]},
        accents=_accents(look),
        states=STATES,
        sections=_sections(facts["stories"]),
        coverage={tag: _coverage(facts["stories"], tag) for tag in tags},
        outputs={tag: _outputs(facts["editions"][tag]) for tag in tags if tag in facts["editions"]},
        pictures={tag: _pictures(edition) for tag, edition in facts["editions"].items()},
        desks=_desks(facts["problems"], tags),
        stages=list(dict.fromkeys(stage for edition in facts["editions"].values() for stage in edition["seconds"] or ())),
    )


def show_size(number: int) -> str:
    """Return a number of bytes as people say it (``48 kB``, ``1.4 MB``)."""
    if number < KILOBYTE:
        return f"{number} B"
    if number < KILOBYTE**2:
        return f"{round(number / KILOBYTE) or 1} kB"
    return f"{number / KILOBYTE**2:.1f} MB"


def show_seconds(number: float) -> str:
    """Return a time taken (``0.13 s``, ``12.3 s``)."""
    return f"{number:.1f} s" if number >= 1 else f"{number:.2f} s"


def show_day(date: str) -> str:
    """Return an ISO date as ``29 July 2022``; what is no date stays as it is."""
    try:
        day = dt.date.fromisoformat(date)
    except ValueError:
        return date
    return f"{day.day} {day:%B} {day.year}"


def _accents(look: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return six accents in the look's order; a look with fewer has them come round again."""
    colours = list(look["regions"].values()) or [look["colours"]["signature"]]
    return [colours[position % len(colours)] for position in range(6)]


def _sections(stories: Sequence[Mapping[str, Any]]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """Return the stories by section, in reading order."""
    return [(name, list(group)) for name, group in groupby(stories, key=lambda story: str(story["section"]))]


def _coverage(stories: Iterable[Mapping[str, Any]], tag: str) -> dict[str, int]:
    """Return how many stories a reader of the language gets translated, stale, in another language or not at all."""
    found = Counter(str(story["states"].get(tag, "omitted")).partition(":")[0] for story in stories)
    return {state: found[state] for state in STATES}


def _outputs(edition: Mapping[str, Any]) -> list[tuple[str, str, Mapping[str, Any], int | None]]:
    """Return what was made of an edition: label, file name, facts, and the pages of a PDF."""
    files: Mapping[str, Mapping[str, Any]] = edition["files"]
    others = (name for name in files if name not in OUTPUTS and not name.startswith(PICTURES))
    names = [*(name for name in OUTPUTS if name in files), *others]
    return [(OUTPUTS.get(name, name), name, files[name], edition["pages"].get(name.removesuffix(".pdf"))) for name in names]


def _pictures(edition: Mapping[str, Any]) -> list[int]:
    """Return the sizes of the pictures that lie beside an edition's files."""
    return [int(facts["bytes"]) for name, facts in edition["files"].items() if name.startswith(PICTURES)]


def _desks(problems: Sequence[Mapping[str, Any]], tags: Sequence[str]) -> list[tuple[str, list[Mapping[str, Any]]]]:
    """Return the problems by edition, those of the files themselves (no language) first; each list in the report's order."""
    order = ["", *tags, *sorted({str(problem["language"]) for problem in problems} - {"", *tags})]
    desks = [(tag, [problem for problem in problems if problem["language"] == tag]) for tag in order]
    return [(tag, found) for tag, found in desks if found]
