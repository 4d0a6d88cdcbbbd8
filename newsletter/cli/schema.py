"""``newsletter schema``."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("schema")
@click.option("--into", type=click.Path(path_type=Path), default=Path("schemas"), show_default=True)
def command(into: Path) -> int:
    """Write one JSON Schema for each kind of file: publication, issue, story, article."""
    from newsletter.schemas import write_schemas  # noqa: PLC0415

    for path in write_schemas(into):
        click.echo(path)
    return 0
