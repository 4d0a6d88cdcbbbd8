"""``newsletter translate``."""

from __future__ import annotations

from pathlib import Path

import click


@click.group("translate")
def command() -> None:
    """Keep translations and their sources together."""


@command.command("sign")
@click.argument("slugs", nargs=-1, required=True, metavar="STORY…")
@click.option("--language", "-l", "languages", multiple=True, help="Only this language; may be given several times (default: all that are there).")
@click.option("--publication", type=click.Path(path_type=Path), default=Path(), help="Folder with newsletter.yaml.")
@click.option("--newsroom", type=click.Path(path_type=Path), help="Folder of the stories (default: seeds/articles).")
def sign(slugs: tuple[str, ...], languages: tuple[str, ...], publication: Path, newsroom: Path | None) -> int:
    """Note in each translation which text it was made from: from now on it shows as stale when that text changes.

    Sign when you have compared the two.
    """
    from newsletter.articles import load_story  # noqa: PLC0415
    from newsletter.errors import ContentError, NewsletterError  # noqa: PLC0415
    from newsletter.model import Problem  # noqa: PLC0415
    from newsletter.places import find_publication, newsroom_of  # noqa: PLC0415
    from newsletter.publication import load_publication  # noqa: PLC0415
    from newsletter.stories import load_facts  # noqa: PLC0415
    from newsletter.translation.signing import sign_article  # noqa: PLC0415

    root = find_publication(publication.absolute())
    known = load_publication(root)
    for slug in slugs:
        problems: list[Problem] = []
        folder = (newsroom.absolute() if newsroom else newsroom_of(root)) / slug
        if not folder.is_dir() or Path(slug).name != slug:
            raise NewsletterError(f"there is no story {slug!r} in {folder.parent}.")
        facts = load_facts(folder, problems, tuple(known.regions), root)
        story = load_story(facts, facts.languages, problems) if facts else None
        if facts is None or story is None or any(problem.severity == "error" for problem in problems):
            raise ContentError(problems)
        for language in languages or tuple(tag for tag in facts.languages if tag != story.source_language):
            is_new = sign_article(folder, story, language)
            click.echo(f"{facts.shown}/{language}.md: {'signed' if is_new else 'was signed already'}")
        if len(facts.languages) < 2:
            click.echo(f"{facts.shown}: has no translation to sign")
    return 0
