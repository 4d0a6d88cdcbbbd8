"""What the terminal shows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

import click

from newsletter.model import Problem
from newsletter.report import count_problems, describe_problem

_COLOURS = {"error": "red", "warning": "yellow", "info": "blue"}


def print_problems(problems: Iterable[Problem], *, as_json: bool = False, quiet: bool = False) -> None:
    """Print problems: ``file:line: severity: message (rule)`` and a hint, or one JSON object."""
    listed = sorted(problems)
    if as_json:
        click.echo(
            json.dumps(
                {"problems": [describe_problem(problem) for problem in listed], "counts": count_problems(listed)}, ensure_ascii=False, indent=1
            )
        )
        return
    said = ""
    for problem in listed:
        if quiet and problem.severity != "error":
            continue
        severity = click.style(problem.severity, fg=_COLOURS[problem.severity], bold=True)
        click.echo(f"{problem.source}: {severity}: {problem.message} ({problem.rule})", err=True)
        if problem.hint and problem.hint != said:
            click.echo(f"    {problem.hint}", err=True)
        said = problem.hint


def say_counts(problems: Iterable[Problem]) -> str:
    """Return a line such as ``2 errors, 1 warning``."""
    counts = count_problems(problems)
    names = {"error": ("error", "errors"), "warning": ("warning", "warnings"), "info": ("note", "notes")}
    said = [f"{count} {names[severity][count != 1]}" for severity, count in counts.items() if count]
    return ", ".join(said) or "no problems"


def print_matrix(report: Mapping[str, Any]) -> None:
    """Print what readers get: stories down, languages across."""
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    click.secho(f"{report['name']} {report['issue']}", bold=True)
    table = Table(header_style="bold", box=None, pad_edge=False)
    table.add_column("story", overflow="fold")
    for language in report["languages"]:
        table.add_column(language["tag"])
    marks = {"translated": ("yes", "green"), "stale": ("stale", "yellow"), "fallback": ("in", "magenta"), "omitted": ("omitted", "red")}
    for story in report["stories"]:
        cells = []
        for language in report["languages"]:
            state, _, other = story["states"][language["tag"]].partition(":")
            word, colour = marks[state]
            cells.append(f"[{colour}]{word}{' ' + other if other else ''}[/]")
        table.add_row(story["slug"], *cells)
    Console().print(table)
    for language in report["languages"]:
        states = [story["states"][language["tag"]].partition(":")[0] for story in report["stories"]]
        counted = ", ".join(f"{states.count(state)} {state}" for state in marks if state in states)
        click.echo(f"{language['tag']}: {counted}")
