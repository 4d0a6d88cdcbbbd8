"""Stories from saved web pages, as drafts: one page, one story.

Nothing is fetched: pictures come from the folder that the browser saved beside the page. What the page does not state (its
date, whose the pictures are) stays open and is told.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

from newsletter.intake.doubts import Doubts, write_report
from newsletter.intake.filing import State, file_story, seal
from newsletter.intake.html_blocks import make_blocks
from newsletter.intake.html_inlines import Found, Page, language_tag
from newsletter.intake.html_tree import Element, read_html
from newsletter.intake.runs import write_target
from newsletter.intake.uploads import Album, Uploads, slug_of
from newsletter.intake.web_main import Extract, extract, find_main
from newsletter.intake.web_pages import RULE, SavedPage, is_web_address, list_pages, load_page
from newsletter.intake.writing import write_article, write_value
from newsletter.languages.direction import direction_of
from newsletter.model import Problem, Severity, Source

REPORT = "doubts-web.txt"


class Asked(NamedTuple):
    """What an editor asked for."""

    language: str = ""
    """Of pages that do not say theirs."""
    region: str = ""
    languages: tuple[str, ...] = ()
    """The publication's."""


class Imported(NamedTuple):
    """A story that was imported."""

    slug: str
    folder: Path
    languages: tuple[str, ...]
    state: State


@dataclass(slots=True)
class _Folder:
    """Everything that was given: where pictures lie, and which page is which story."""

    uploads: dict[Path, Uploads] = field(default_factory=dict)
    by_address: dict[str, str] = field(default_factory=dict)
    by_place: dict[tuple[Path, str], str] = field(default_factory=dict)


def intake_web(paths: Sequence[Path], into: Path, asked: Asked, problems: list[Problem]) -> tuple[Imported, ...]:
    """Write saved pages (files, or all pages in folders) as drafts, each into a folder of its own under *into*.

    Everything an editor should look at is added to *problems*, with its line in the page. A page of which no main text can be
    told is not written. Running it again changes nothing.
    """
    pages = [page for path, root in list_pages(paths, problems) if (page := load_page(path, root, problems))]
    folder = _Folder()
    used: set[str] = set()
    for page in pages:
        page.slug = _slug(page, used)
        folder.uploads.setdefault(page.root, Uploads(page.root))
        folder.by_place[page.root, page.place] = page.slug
        if page.head.address:
            folder.by_address.setdefault(page.head.address.rstrip("/"), page.slug)
    imported = []
    for page in pages:
        made = _write_page(page, folder, asked, problems)
        if made and (state := file_story(into / page.slug, made[1], problems)):
            imported.append(Imported(page.slug, into / page.slug, (made[0],), state))
    write_report(into / REPORT, problems)
    return tuple(imported)


def _slug(page: SavedPage, used: set[str]) -> str:
    names = [page.path.stem, page.path.parent.name if page.path.stem.lower() in {"index", "default"} else ""]
    names.append(unquote(urlsplit(page.head.address).path.rstrip("/").rpartition("/")[2]).partition(".")[0])
    slugs = [slug for name in (names[1], names[0], names[2]) if (slug := slug_of(name)[:80].strip("-"))]
    stem = slugs[0] if slugs else "page"
    slug = next(name for number in range(1, len(used) + 2) if (name := stem if number == 1 else f"{stem}-{number}") not in used)
    used.add(slug)
    return slug


def _write_page(page: SavedPage, folder: _Folder, asked: Asked, problems: list[Problem]) -> tuple[str, dict[str, str | bytes | Path]] | None:
    doubts = Doubts(str(page.path), problems)
    language = _language(page, asked, doubts)
    tree = read_html(page.text, 1, doubts) if language else None
    extracted = extract(page.text) if tree else None
    main = find_main(tree, extracted, doubts) if tree and extracted else None
    if tree is not None and (main is None or extracted is None):
        _tell(doubts, 0, "no main text could be told from the rest of the page", "Copy the text by hand.", "error")
    if main is None or extracted is None:
        return None
    album = Album()
    reading = Page(language, doubts, _Beside(page, folder, album, doubts))
    heading = next((part.plain() for part in (tree or main).walk() if part.name == "h1" and part.plain()), "")
    headline = " ".join((extracted.title or heading).split())
    if not headline:
        headline = page.path.stem
        _tell(doubts, 0, "the page has no title; the name of its file stands in its place", "Write a headline.", "warning")
    part = make_blocks(main, reading, headline)
    for name in part.pictures:
        doubts.tell(album.places.get(name, 0), "picture-credit", name)
        if "alt" not in part.pictures[name]:
            _tell(doubts, album.places.get(name, 0), f"the picture {name} has no alt text", "Write what is to be seen in it.", "warning")
    facts = _facts(page, language, extracted, asked, album, doubts)
    origin = page.path.name
    article = write_article(headline, "", "", part.nodes, part.pictures)
    return language, {"article.yaml": seal(facts, origin), f"{language}.md": seal(article, origin), **album.files()}


def _language(page: SavedPage, asked: Asked, doubts: Doubts) -> str:
    """Return the language that a page states, else the one that was asked for; tell where neither says one."""
    tag = language_tag(page.head.language) or asked.language
    if not tag:
        _tell(doubts, 1, "the page does not say its language, and was left out", "Say it: `--language TAG`.", "error")
        return ""
    base = tag.split("-", maxsplit=1)[0]
    tag = base if tag not in asked.languages and (base in asked.languages or not asked.languages) else tag
    if page.head.direction in {"ltr", "rtl"} and page.head.direction != direction_of(tag):
        _tell(
            doubts,
            1,
            f"the page runs {page.head.direction}, which {tag} does not",
            "Look whether its language is right: `--language TAG`.",
            "warning",
        )
    return tag


def _facts(page: SavedPage, language: str, extracted: Extract, asked: Asked, album: Album, doubts: Doubts) -> str:
    day, line, why = _date(page.text, extracted.date)
    if not day:
        _tell(doubts, line, why[:1].lower() + why[1:], "Write the date into article.yaml.", "warning")
    comments = [why, f"Saved from {page.head.address}" if page.head.address else ""]
    lines = [f"date: {day}" if day else "date: null        # to be filled in, such as 2022-07-29"]
    lines.append(f"regions: [{asked.region}]" if asked.region else "regions: []       # to be filled in: the main region first")
    if not asked.region:
        _tell(doubts, 0, "the page does not say to which regions it belongs", "Write them into article.yaml, or import with `--region`.", "warning")
    lines += [f"source-language: {language}", "draft: true       # delete this line when the story may be used"]
    names = [name for part in extracted.author.split(";") if (name := " ".join(part.split())) and name.casefold() in page.text.casefold()]
    lines += ["people:"] if names else []
    for name in names:
        _tell(doubts, _line_of(page.text, name), f"{name[:80]} is named as the author, by the look of the page", "Check the name.", "info")
        lines += [f"  - name: {write_value(name)}", "    credit: author"]
    said = (" ".join(comment.split()).encode("utf-8", "replace").decode() for comment in comments if comment)
    return "\n".join([*(f"# {comment[:300]}" for comment in said), *lines, *album.facts(), ""])


def _date(text: str, found: str) -> tuple[str, int, str]:
    """Return the day that a page states, its line, and the evidence; no day where it does not stand there in figures."""
    match = re.fullmatch(r"(\d{4})-(\d{2})-(\d{2})", found)
    if not match:
        return "", 0, "The page does not state its date."
    written = re.search(rf"(?<!\d){match[1]}(?P<between>[-/.]?){match[2]}(?P=between){match[3]}(?!\d)", text)
    if written is None:
        return "", 0, f"The page does not state its date in figures; it may be {found}."
    line = text.count("\n", 0, written.start()) + 1
    start = text.rfind("<", 0, written.start())
    tag = text[max(start, 0) : written.start()][-300:].lower()
    if re.search(r"modified|updated", tag) and not re.search(r"publish|created", tag):
        return "", line, f"The page states only when it was changed: {found} (line {line}). It was published on that day or before."
    return found, line, f"The date is what the page states (line {line})."


def _line_of(text: str, words: str) -> int:
    place = text.find(words)
    return text.count("\n", 0, place) + 1 if place >= 0 else 0


def _tell(doubts: Doubts, line: int, message: str, hint: str, severity: Severity) -> None:
    doubts.add(Problem(Source(doubts.path, line), RULE, message, hint, severity))


@dataclass(slots=True)
class _Beside:
    """The folder round a saved page (:class:`newsletter.intake.html_inlines.Surroundings`)."""

    page: SavedPage
    folder: _Folder
    album: Album
    doubts: Doubts

    def find_picture(self, image: Element) -> Found | None:
        """Return the picture under an ``<img>``, looked for where the page was saved."""
        address = image.attributes.get("src") or image.attributes.get("data-src", "")
        place = address if is_web_address(address) else posixpath.join(posixpath.dirname(self.page.place), unquote(address.partition("?")[0]))
        if not is_web_address(address):
            place = posixpath.normpath(place)
        stored = self.folder.uploads[self.page.root].find(place, original=False) if address else "it has no address"
        if not isinstance(stored, str) and (name := self.album.add(stored, image.line)):
            return Found(name)
        alt = " ".join(image.attributes.get("alt", "").split())
        why = stored.replace("the folder of uploads", "the folder of the page") if isinstance(stored, str) else "the story has too many pictures"
        self.doubts.tell(image.line, "lost-picture", f"{address or 'one without an address'} ({why}){f'; its alt text: {alt}' if alt else ''}")
        return None

    def find_link(self, address: str) -> str:
        """Return ``story:slug`` for a page that is imported too, else the whole address where the page says its own."""
        if not re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", address):
            place = posixpath.normpath(posixpath.join(posixpath.dirname(self.page.place), unquote(address.partition("#")[0].partition("?")[0])))
            if slug := self.folder.by_place.get((self.page.root, place)):
                return f"story:{slug}"
        try:
            base = urljoin(self.page.head.address, self.page.head.base)
            whole = urljoin(base, address)
        except ValueError:
            return ""
        slug = self.folder.by_address.get(whole.partition("#")[0].rstrip("/"))
        return f"story:{slug}" if slug else write_target(whole)
