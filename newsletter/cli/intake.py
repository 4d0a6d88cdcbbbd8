"""``newsletter intake``."""

from __future__ import annotations

from pathlib import Path

import click


@click.group("intake")
def command() -> None:
    """Turn what comes from elsewhere into stories; a person reads them before they are used."""


@command.command("dump")
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option(
    "--catalogue",
    required=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="What is in the files: titles, lines, dates, regions.",
)
@click.option("--into", required=True, type=click.Path(path_type=Path), help="Newsroom folder to write the stories to.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, for programs.")
@click.option("--quiet", "-q", is_flag=True, help="Print nothing but errors.")
def dump(files: tuple[Path, ...], catalogue: Path, into: Path, as_json: bool, quiet: bool) -> int:  # noqa: FBT001  click's flags
    """Cut text dumps of an archive into stories, by a catalogue of what is in them.

    Copies of a story are merged, the richer one wins; whatever is doubtful or lost is told with file and line.
    """
    from newsletter.cli.printing import print_problems, say_counts  # noqa: PLC0415
    from newsletter.intake.dump import intake_dump  # noqa: PLC0415
    from newsletter.model import Problem  # noqa: PLC0415

    problems: list[Problem] = []
    written = intake_dump(files, catalogue, into, problems)
    print_problems(problems, as_json=as_json, quiet=quiet)
    if not quiet and not as_json:
        click.echo(f"{into}: {len(written)} stories; {say_counts(problems)}")
    return int(any(problem.severity == "error" for problem in problems))
