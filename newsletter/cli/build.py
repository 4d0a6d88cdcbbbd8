"""``newsletter build``."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newsletter.cli.options import MANIFEST, issue_options, request_for

if TYPE_CHECKING:
    from newsletter.jobs import Outcome, Progress


@click.command("build")
@MANIFEST
@issue_options
@click.option("--out", type=click.Path(path_type=Path), help="Where the issue's folder is put (default: out/).")
@click.option(
    "--only", "pieces", multiple=True, type=click.Choice(["mail", "web", "screen", "print"]), help="Make only this; may be given several times."
)
@click.option("--jobs", "-j", type=click.IntRange(1, 64), default=None, help="Worker processes (default: one a processor).")
@click.option("--executor", default="", metavar="dask=ADDRESS", help="Render on a Dask cluster instead, such as dask=tcp://host:8786.")
@click.option("--force", is_flag=True, help="Make everything again, also what has not changed.")
def command(manifests: tuple[Path, ...], out: Path | None, pieces: tuple[str, ...], jobs: int | None, executor: str, **options: Any) -> int:
    """Build each MANIFEST into out/<issue>/: a folder that appears whole or not at all.

    Open index.html there: it shows which story each language's readers get, with links to everything.
    """
    from newsletter.cli.printing import print_problems, say_counts  # noqa: PLC0415
    from newsletter.press import build  # noqa: PLC0415
    from newsletter.workers import executor_for  # noqa: PLC0415

    quiet, as_json = options["quiet"], options["as_json"]
    make_executor = executor_for(executor, jobs)
    outcomes = []
    for manifest in manifests:
        request = request_for(manifest, out, pieces, **options)
        with show_progress(request.manifest.stem, hidden=quiet or as_json) as progress:
            outcome = build(request, make_executor, progress)
        outcomes.append(outcome)
        if not as_json:
            print_problems(outcome.problems, quiet=quiet)
        if not quiet and not as_json:
            made = f"made {len(outcome.made)} of {_count_pieces(outcome)} pieces" if outcome.made else "nothing had changed"
            click.echo(f"{outcome.folder / 'index.html'}: {made}; {say_counts(outcome.problems)}")
    if as_json:
        click.echo(
            json.dumps(
                [{"folder": str(outcome.folder), "made": outcome.made, **outcome.report} for outcome in outcomes], ensure_ascii=False, indent=1
            )
        )
    return int(any(outcome.has_errors for outcome in outcomes))


def _count_pieces(outcome: Outcome) -> int:
    return sum(len(edition["pieces"]) for edition in outcome.report["editions"].values())


@contextlib.contextmanager
def show_progress(name: str, *, hidden: bool) -> Iterator[Progress]:
    """Give a function that shows what has been done, on a terminal as a bar, elsewhere not at all."""
    with contextlib.ExitStack() as stack:
        bars: list[tuple[Any, Any]] = []

        def update(what: str, done: int, total: int) -> None:
            if hidden or not sys.stderr.isatty():
                return
            bar, task = bars[0] if bars else _start_bar(stack)
            bars[:] = [(bar, task)]
            bar.update(task, description=f"{name} {what}", completed=done, total=total)

        yield update


def _start_bar(stack: contextlib.ExitStack) -> tuple[Any, Any]:
    """Return a bar on the terminal, and its task; both go with *stack*."""
    from rich.console import Console  # noqa: PLC0415  dear to import, and not needed where nothing has changed
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    bar = stack.enter_context(Progress(*columns, console=Console(stderr=True), transient=True))
    return bar, bar.add_task("")
