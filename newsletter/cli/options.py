"""Options that several commands share, and what they stand for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from newsletter.jobs import Request

Decorated = TypeVar("Decorated", bound=Callable[..., Any])

MANIFEST = click.argument("manifests", nargs=-1, required=True, metavar="MANIFEST…", type=click.Path(path_type=Path))


def issue_options(function: Decorated) -> Decorated:
    """Add the options of every command that reads an issue."""
    for option in (
        click.option("--json", "as_json", is_flag=True, help="Print one JSON object, for programs."),
        click.option("--quiet", "-q", is_flag=True, help="Print nothing but errors."),
        click.option("--newsroom", type=click.Path(path_type=Path), help="Folder of the stories (default: seeds/articles)."),
        click.option(
            "--publication", type=click.Path(path_type=Path), help="Folder with newsletter.yaml (default: found from the manifest upwards)."
        ),
        click.option("--language", "-l", "languages", multiple=True, help="Only this edition; may be given several times."),
    ):
        function = option(function)
    return function


def request_for(manifest: Path, out: Path | None = None, pieces: tuple[str, ...] = (), **options: Any) -> Request:
    """Return the request that a manifest and the shared options stand for; raises NewsletterError for files that are not there."""
    from newsletter.errors import NewsletterError  # noqa: PLC0415
    from newsletter.jobs import PIECES, Request  # noqa: PLC0415
    from newsletter.places import find_publication  # noqa: PLC0415

    path = manifest.absolute()
    if not path.is_file() and not path.suffix and path.with_suffix(".yaml").is_file():
        path = path.with_suffix(".yaml")
    if not path.is_file():
        near = sorted(found.name for found in path.parent.glob("*.yaml")) if path.parent.is_dir() else []
        known = f" There: {', '.join(near[:8])}." if near else " Make one with `newsletter new issue 2022-08`."
        raise NewsletterError(f"there is no manifest {manifest}.{known}")
    folder = options.get("publication")
    publication = Path(folder).absolute() if folder else find_publication(path.parent)
    newsroom = options.get("newsroom")
    return Request(
        manifest=path,
        publication=publication,
        out=(out or publication / "out").absolute(),
        newsroom=Path(newsroom).absolute() if newsroom else None,
        languages=tuple(options.get("languages") or ()),
        pieces=tuple(piece for piece in PIECES if not pieces or piece in pieces),
        force=bool(options.get("force")),
    )
