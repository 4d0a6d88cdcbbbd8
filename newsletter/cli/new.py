"""``newsletter new``."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

_PUBLICATION = click.option("--publication", type=click.Path(path_type=Path), default=Path(), help="Folder with newsletter.yaml.")


@click.group("new")
def command() -> None:
    """Make the first file of an issue or a story, to be filled in."""


@command.command("issue")
@click.argument("name", metavar="YEAR-MONTH")
@click.option(
    "--copy",
    "copy_of",
    is_flag=False,
    flag_value="last",
    default=None,
    metavar="[NAME]",
    help="Take sections and settings of the last issue, or of the one named.",
)
@_PUBLICATION
def issue(name: str, copy_of: str | None, publication: Path) -> int:
    """Make issues/YEAR-MONTH.yaml, such as `newsletter new issue 2022-08`."""
    from newsletter.errors import NewsletterError  # noqa: PLC0415
    from newsletter.places import find_publication  # noqa: PLC0415
    from newsletter.publication import load_publication  # noqa: PLC0415
    from newsletter.scaffold import new_issue  # noqa: PLC0415

    root = find_publication(publication.absolute())
    earlier = None
    if copy_of:
        found = sorted((root / "issues").glob("*.yaml"))
        before = [path for path in found if path.stem < name] if copy_of == "last" else [path for path in found if path.stem == copy_of]
        if not before:
            raise NewsletterError(f"there is no {'earlier issue' if copy_of == 'last' else copy_of} in {root / 'issues'} to copy.")
        earlier = before[-1]
    click.echo(new_issue(load_publication(root), name, copy_of=earlier))
    return 0


@command.command("story")
@click.argument("slug")
@click.option("--date", type=click.DateTime(["%Y-%m-%d"]), help="The story's date (default: today).")
@click.option("--language", "-l", default="", help="The language that it is written in (default: the publication's first).")
@click.option("--newsroom", type=click.Path(path_type=Path), help="Folder of the stories (default: seeds/articles).")
@_PUBLICATION
def story(slug: str, date: dt.datetime | None, language: str, newsroom: Path | None, publication: Path) -> int:
    """Make seeds/articles/SLUG with its article.yaml and its first text."""
    from newsletter.places import find_publication, newsroom_of  # noqa: PLC0415
    from newsletter.publication import load_publication  # noqa: PLC0415
    from newsletter.scaffold import new_story  # noqa: PLC0415

    root = find_publication(publication.absolute())
    known = load_publication(root)
    day = date.date() if date else dt.datetime.now(dt.UTC).date()
    for path in new_story(known, newsroom or newsroom_of(root), slug, day, language or known.languages[0]):
        click.echo(path)
    return 0
