"""``newsletter init``."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path))
def command(folder: Path) -> int:
    """Start a publication in a new FOLDER: its newsletter.yaml, the templates, one story and one issue that builds at once."""
    from newsletter.scaffold import start_publication  # noqa: PLC0415
    from newsletter.schemas import write_schemas  # noqa: PLC0415

    start_publication(folder)
    list(write_schemas(folder / "schemas"))
    issue = next((folder / "issues").glob("*.yaml"))
    click.echo(f"{folder} is ready. Next:\n  cd {folder}\n  newsletter build {issue.relative_to(folder)}")
    click.echo(f"then open out/{issue.stem}/index.html, and begin with newsletter.yaml.")
    return 0
