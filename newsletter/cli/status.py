"""``newsletter status``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from newsletter.cli.options import MANIFEST, issue_options, request_for


@click.command("status")
@MANIFEST
@issue_options
def command(manifests: tuple[Path, ...], **options: Any) -> int:
    """Show, for each MANIFEST, stories down and languages across: translated, stale, in another language, omitted."""
    from newsletter.cli.printing import print_matrix, print_problems  # noqa: PLC0415
    from newsletter.press import survey  # noqa: PLC0415

    outcomes = [survey(request_for(manifest, **options)) for manifest in manifests]
    if options["as_json"]:
        click.echo(json.dumps([outcome.report for outcome in outcomes], ensure_ascii=False, indent=1))
        return 0
    for outcome in outcomes:
        if not options["quiet"]:
            print_matrix(outcome.report)
        print_problems(outcome.problems, quiet=options["quiet"])
    return int(any(outcome.has_errors for outcome in outcomes))
