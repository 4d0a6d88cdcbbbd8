"""``newsletter freeze``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from newsletter.cli.options import MANIFEST, request_for


@click.command("freeze")
@MANIFEST
@click.option("--quiet", "-q", is_flag=True, help="Print nothing but errors.")
@click.option("--newsroom", type=click.Path(path_type=Path), help="Folder of the stories (default: seeds/articles).")
@click.option("--publication", type=click.Path(path_type=Path), help="Folder with newsletter.yaml (default: found from the manifest upwards).")
def command(manifests: tuple[Path, ...], **options: Any) -> int:
    """Write the stories that each MANIFEST chooses today into it by name, keeping its comments.

    Let the query find the stories first; freeze when the choice is right, so that a late story changes nothing.
    """
    from newsletter.desk import load_desk  # noqa: PLC0415
    from newsletter.freezing import freeze_issue  # noqa: PLC0415

    for manifest in manifests:
        request = request_for(manifest, **options)
        desk = load_desk(request)
        changed = freeze_issue(request.manifest, desk.choice)
        if not options["quiet"]:
            count = len(desk.choice.slugs)
            chosen = "1 story is" if count == 1 else f"{count} stories are"
            click.echo(f"{manifest}: {f'{chosen} now chosen by name' if changed else 'was frozen already'}")
    return 0
