"""``newsletter languages``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

SAMPLE = dt.date(2022, 7, 29)


@click.command("languages")
@click.option("--publication", type=click.Path(path_type=Path), default=Path(), help="Folder with newsletter.yaml.")
def command(publication: Path) -> int:
    """List every language with files here or in the program."""
    from rich.console import Console  # noqa: PLC0415
    from rich.table import Table  # noqa: PLC0415

    from newsletter.languages.dates import format_date  # noqa: PLC0415
    from newsletter.languages.loading import known_languages, load_language  # noqa: PLC0415

    folders = (publication / "languages",)
    table = Table("tag", "language", "direction", "script", "calendar", "digits", "a date")
    for tag in known_languages(folders):
        language = load_language(tag, folders)
        table.add_row(tag, language.name, language.direction, language.script, language.calendar, language.digits, format_date(SAMPLE, language))
    Console().print(table)
    return 0
