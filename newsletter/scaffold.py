"""First files: somebody's own publication, a new issue, a new story."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from newsletter.errors import ContentError, NewsletterError
from newsletter.model import Problem
from newsletter.outputs import write_whole
from newsletter.places import default_templates
from newsletter.publication import Publication
from newsletter.sources import read_yaml

STARTER = Path(__file__).parent / "starter"


def start_publication(folder: Path) -> tuple[Path, ...]:
    """Write a publication that builds at once into an empty or new *folder*; return the files an editor begins with.

    Raises NewsletterError where something lies there already.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise NewsletterError(f"{folder} is not empty. Choose a new folder.")
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(STARTER, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(default_templates(), folder / "templates", dirs_exist_ok=True, ignore=shutil.ignore_patterns("__pycache__"))
    return tuple(sorted(path for path in folder.rglob("*.yaml") if "templates" not in path.parts))


def new_issue(publication: Publication, name: str, *, copy_of: Path | None = None) -> Path:
    """Write ``issues/<name>.yaml`` for a month given as ``2022-08``; return its path.

    *copy_of* is an earlier manifest: its sections and settings are taken, with dates moved to the new month and without
    what was chosen by hand. Raises NewsletterError for a name that is no month, and for a file that is there already.
    """
    match = re.fullmatch(r"(\d{4})-(\d{2})(-[a-z0-9-]+)?", name)
    if not match or not 1 <= int(match[2]) <= 12:
        raise NewsletterError(f"{name!r} is not an issue's name. Write year and month, such as 2022-08.")
    path = publication.folder / "issues" / f"{name}.yaml"
    if path.exists():
        raise NewsletterError(f"{path} is there already.")
    first = dt.date(int(match[1]), int(match[2]), 1)
    last = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    text = _copied(copy_of, first, last) if copy_of else _fresh(publication, first, last)
    write_whole(path, text.encode())
    return path


def _fresh(publication: Publication, first: dt.date, last: dt.date) -> str:
    tags = ", ".join(publication.languages)
    lines = [
        "# yaml-language-server: $schema=../schemas/issue.json",
        f"date: {last}",
        f"languages: [{tags}]",
        f"select: {{since: {first}, until: {last}}}     # inclusive",
        "# lead: the-slug-of-the-story-given-most-room",
        "",
        "sections:",
        *(f"  - region: {region}" for region in publication.regions),
        "",
        "mail:",
        "  subject:",
        *(f'    {tag}: ""' for tag in publication.languages),
        "  preheader:",
        *(f'    {tag}: ""' for tag in publication.languages),
        "  form: teasers      # or full",
        "",
        "print: {columns: 2}",
        "",
    ]
    return "\n".join(line.replace(': ""', ": … write it here …") for line in lines)


def _copied(manifest: Path, first: dt.date, last: dt.date) -> str:
    import io  # noqa: PLC0415

    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 10_000
    yaml.indent(mapping=2, sequence=4, offset=2)
    problems: list[Problem] = []
    document = read_yaml(manifest, problems)
    if document is None:
        raise ContentError(problems)
    issue = yaml.load(manifest.read_text("utf-8-sig"))
    if not isinstance(issue, CommentedMap) or not isinstance(issue.get("sections"), CommentedSeq):
        raise NewsletterError(f"{manifest} has no sections to copy.")
    issue["date"] = last
    select = issue.setdefault("select", {})
    select["since"], select["until"] = first, last.replace()  # a date of its own: YAML would write one value twice as an alias
    for key in ("lead", "exclude", "ignore", "title"):
        issue.pop(key, None)
    for section in issue["sections"]:
        if "region" in section:
            section.pop("stories", None)
    issue["sections"][:] = [section for section in issue["sections"] if "stories" not in section] or issue["sections"]
    for key in ("subject", "preheader"):
        words = (issue.get("mail") or {}).get(key) or {}
        for tag in words:
            words[tag] = "… write it here …"
    buffer = io.StringIO()
    yaml.dump(issue, buffer)
    return buffer.getvalue()


def new_story(publication: Publication, newsroom: Path, slug: str, date: dt.date, language: str) -> tuple[Path, ...]:
    """Write the first files of a story in *newsroom*; return them. Raises NewsletterError for a bad name or one that is taken."""
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug):
        raise NewsletterError(f"{slug!r} cannot be a story's name. Use small letters a to z, digits and single hyphens.")
    if language not in publication.languages:
        raise NewsletterError(f"{language} is no language of this publication ({', '.join(publication.languages)}).")
    folder = newsroom / slug
    if folder.exists():
        raise NewsletterError(f"{folder} is there already.")
    region = next(iter(publication.regions))
    facts = f"""# yaml-language-server: $schema=../../../schemas/story.json
date: {date}
regions: [{region}]        # main region first; known: {", ".join(publication.regions)}
countries: []              # two letters each, such as TH
topics: []
kind: report               # report, statement, interview, event, resources, opinion, letter
source-language: {language}
draft: true                # delete this line when the story may be used
# people:
#   - name: Nadia Haddad
#     role: {{{language}: Programme officer}}
#     credit: author
# pictures:
#   lead: {{file: lead.jpg, credit: Name of the photographer, licence: CC BY 4.0}}
"""
    words = """---
headline: … the headline, in sentence case …
kicker: A country or theme
standfirst: … one or two sentences that make the reader go on …
---
The first paragraph.

## A crosshead

- **Label:** a list item with a label.
- Another one.
"""
    paths = (folder / "article.yaml", folder / f"{language}.md")
    for path, text in zip(paths, (facts, words), strict=True):
        write_whole(path, text.encode())
    return paths
