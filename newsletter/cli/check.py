"""``newsletter check``."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from newsletter.cli.options import MANIFEST, issue_options, request_for


@click.command("check")
@MANIFEST
@issue_options
def command(manifests: tuple[Path, ...], **options: Any) -> int:
    """Check each MANIFEST and its stories: mail and page are rendered in memory, no file is written."""
    from newsletter.cli.printing import print_problems, say_counts  # noqa: PLC0415
    from newsletter.press import check  # noqa: PLC0415

    outcomes = [check(request_for(manifest, **options)) for manifest in manifests]
    if options["as_json"]:
        click.echo(json.dumps([outcome.report for outcome in outcomes], ensure_ascii=False, indent=1))
    else:
        for outcome in outcomes:
            print_problems(outcome.problems, quiet=options["quiet"])
            if not options["quiet"]:
                click.echo(f"{outcome.report['issue']}: {say_counts(outcome.problems)}")
    return int(any(outcome.has_errors for outcome in outcomes))
