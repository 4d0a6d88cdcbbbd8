"""``newsletter intake``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

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


@command.command("docx")
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--into", required=True, type=click.Path(path_type=Path), help="Newsroom folder to write the drafts to.")
@click.option("--language", "-l", default="", metavar="TAG", help="The language that the files are in (default: as each file says).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, for programs.")
@click.option("--quiet", "-q", is_flag=True, help="Print nothing but errors.")
def docx(files: tuple[Path, ...], into: Path, language: str, as_json: bool, quiet: bool) -> int:  # noqa: FBT001  click's flags
    """Make a draft of each Word file: one file, one story, called after the file.

    Whatever is doubtful or lost is told with the number of its paragraph, and written to doubts-docx.txt beside the drafts.
    """
    from newsletter.cli.printing import print_problems, say_counts  # noqa: PLC0415
    from newsletter.errors import NewsletterError  # noqa: PLC0415
    from newsletter.intake.docx import intake_docx, is_tag  # noqa: PLC0415
    from newsletter.model import Problem  # noqa: PLC0415

    if language and not is_tag(language):
        raise NewsletterError(f"{language!r} is no language's tag. Write en, ar, es-MX …")
    problems: list[Problem] = []
    drafts = intake_docx(files, into, problems, language)
    print_problems(problems, as_json=as_json, quiet=quiet)
    if not quiet and not as_json:
        click.echo(f"{into}: {len(drafts)} {'draft' if len(drafts) == 1 else 'drafts'}; {say_counts(problems)}")
    return int(any(problem.severity == "error" for problem in problems))


@command.command("wordpress")
@click.argument("export", metavar="EXPORT.xml", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--into", required=True, type=click.Path(path_type=Path), help="Newsroom folder to write the drafts to.")
@click.option("--uploads", type=click.Path(path_type=Path, exists=True, file_okay=False), help="A copy of the site's wp-content/uploads.")
@click.option("--map", "mapping", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Which categories are which regions and topics.")
@click.option("--region", default="", metavar="SLUG", help="The region of stories for which nothing else says one.")
@click.option("--language", "-l", default="", metavar="TAG", help="The language of posts that do not say theirs (default: the site's).")
@click.option("--type", "kinds", multiple=True, default=("post",), metavar="KIND", help="What to take: post (the default), page …; may be repeated.")
@click.option(
    "--also", "statuses", multiple=True, type=click.Choice(["draft", "pending", "private", "future"]), help="Take what is not published too."
)
@click.option("--publication", type=click.Path(path_type=Path), help="Folder with newsletter.yaml (default: found from DIR upwards).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, for programs.")
@click.option("--quiet", "-q", is_flag=True, help="Print nothing but errors.")
def wordpress(export: Path, into: Path, uploads: Path | None, mapping: Path | None, as_json: bool, quiet: bool, **asked: Any) -> int:  # noqa: FBT001  click's flags
    """Make drafts of the posts in a WordPress export: translations joined, pictures taken from a local folder.

    Nothing is fetched. Whatever is doubtful or lost is told with its line in the export, and written to doubts-wordpress.txt.
    """
    from newsletter.intake.wordpress import intake_wordpress  # noqa: PLC0415
    from newsletter.intake.wordpress_map import MapShape, read_map  # noqa: PLC0415
    from newsletter.intake.wordpress_stories import Wanted  # noqa: PLC0415
    from newsletter.model import Problem  # noqa: PLC0415

    problems: list[Problem] = []
    regions, languages = _known(asked["publication"], into, asked["region"], asked["language"])
    named = read_map(mapping, regions, problems) if mapping else MapShape()
    written: tuple[object, ...] = ()
    if named:
        wanted = Wanted(asked["kinds"], asked["statuses"], asked["language"], asked["region"], regions, languages, named.regions, named.topics)
        written = intake_wordpress(export, into, uploads, wanted, problems)
    return _say(into, len(written), problems, as_json=as_json, quiet=quiet)


@command.command("web")
@click.argument("paths", nargs=-1, required=True, metavar="PAGE-or-FOLDER…", type=click.Path(path_type=Path, exists=True))
@click.option("--into", required=True, type=click.Path(path_type=Path), help="Newsroom folder to write the drafts to.")
@click.option("--region", default="", metavar="SLUG", help="The region of the stories.")
@click.option("--language", "-l", default="", metavar="TAG", help="The language of pages that do not say theirs.")
@click.option("--publication", type=click.Path(path_type=Path), help="Folder with newsletter.yaml (default: found from DIR upwards).")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, for programs.")
@click.option("--quiet", "-q", is_flag=True, help="Print nothing but errors.")
def web(paths: tuple[Path, ...], into: Path, as_json: bool, quiet: bool, **asked: Any) -> int:  # noqa: FBT001  click's flags
    """Make drafts of saved web pages: the main text of each, with the pictures that were saved beside it.

    Nothing is fetched. Whatever is doubtful or lost is told with its line in the page, and written to doubts-web.txt.
    """
    from newsletter.intake.web import Asked, intake_web  # noqa: PLC0415
    from newsletter.model import Problem  # noqa: PLC0415

    problems: list[Problem] = []
    _, languages = _known(asked["publication"], into, asked["region"], asked["language"])
    written = intake_web(paths, into, Asked(asked["language"], asked["region"], languages), problems)
    return _say(into, len(written), problems, as_json=as_json, quiet=quiet)


def _known(folder: Path | None, into: Path, region: str, language: str) -> tuple[Mapping[str, Mapping[str, str]], tuple[str, ...]]:
    """Return the publication's regions and languages, none where there is no publication; raises NewsletterError for others."""
    from newsletter.errors import NewsletterError  # noqa: PLC0415
    from newsletter.intake.html_inlines import language_tag  # noqa: PLC0415
    from newsletter.places import find_publication  # noqa: PLC0415
    from newsletter.publication import load_publication  # noqa: PLC0415

    if language and language_tag(language) != language:
        raise NewsletterError(f"{language!r} is no language's tag. Write en, ar, es-MX …")
    try:
        place = folder or find_publication(into.absolute())
    except NewsletterError:
        return {}, ()
    publication = load_publication(place)
    if region and region not in publication.regions:
        raise NewsletterError(f"{region!r} is not a region of this publication. It has {', '.join(publication.regions)}.")
    return publication.regions, publication.languages


def _say(into: Path, count: int, problems: list[Any], *, as_json: bool, quiet: bool) -> int:
    """Print what came of an import, and return the exit code."""
    from newsletter.cli.printing import print_problems, say_counts  # noqa: PLC0415

    print_problems(problems, as_json=as_json, quiet=quiet)
    if not quiet and not as_json:
        click.echo(f"{into}: {count} {'draft' if count == 1 else 'drafts'}; {say_counts(problems)}")
    return int(any(problem.severity == "error" for problem in problems))
