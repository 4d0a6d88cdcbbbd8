"""Small invented WordPress exports and web pages, for the tests of the import."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from intake_desk import load_stories
from PIL import Image

from newsletter.blocks import read_blocks
from newsletter.intake.doubts import Doubts
from newsletter.intake.html_blocks import make_blocks
from newsletter.intake.html_inlines import Found, Page
from newsletter.intake.html_tree import Element, read_html
from newsletter.intake.runs import write_target
from newsletter.intake.wordpress import Imported, intake_wordpress
from newsletter.intake.wordpress_stories import Wanted
from newsletter.intake.writing import write_blocks
from newsletter.languages.direction import direction_of
from newsletter.model import Problem, Story

HEAD = """<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel>
<title>River News</title>
<link>https://river.example</link>
<language>en-US</language>
<wp:author><wp:author_login>rana</wp:author_login><wp:author_display_name><![CDATA[Rana Haddad]]></wp:author_display_name></wp:author>
"""
TAIL = "</channel>\n</rss>\n"


def an_item(number: int, content: str = "<p>River.</p>", *, inside: str = "", meta: Mapping[str, str] | None = None, **fields: str) -> str:
    """Return a post of an export; *fields* overwrite what it has, *inside* is put in as it is."""
    values = {
        "title": "The bridge",
        "link": f"https://river.example/{number}/",
        "dc:creator": "rana",
        "content:encoded": f"<![CDATA[{content}]]>",
        "wp:post_id": str(number),
        "wp:post_date": "2022-07-20 10:00:00",
        "wp:post_name": f"bridge-{number}",
        "wp:status": "publish",
        "wp:post_type": "post",
    } | {key.replace("__", ":"): value for key, value in fields.items()}
    lines = "".join(f"<{name}>{value}</{name}>\n" for name, value in values.items())
    metas = "".join(
        f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>\n"
        for key, value in (meta or {}).items()
    )
    return f"<item>\n{lines}{metas}{inside}</item>\n"


def an_attachment(number: int, path: str, *, parent: int = 0, alt: str = "", caption: str = "") -> str:
    """Return a file that was put on the site."""
    return an_item(
        number,
        meta={"_wp_attachment_image_alt": alt} if alt else None,
        wp__post_type="attachment",
        wp__status="inherit",
        wp__post_parent=str(parent),
        wp__attachment_url=f"https://river.example/wp-content/uploads/{path}",
        excerpt__encoded=caption,
    )


def a_term(domain: str, slug: str, name: str = "") -> str:
    """Return a category, tag or language of a post."""
    return f'<category domain="{domain}" nicename="{slug}"><![CDATA[{name or slug}]]></category>\n'


def a_picture(path: Path, size: tuple[int, int] = (40, 30)) -> Path:
    """Write a small picture."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.new("RGB", size, (20, 90, 160)).save(path)
    return path


@dataclass(slots=True)
class Site:
    """A folder with an export and uploads, and what came of them."""

    folder: Path
    text: str
    problems: list[Problem] = field(default_factory=list)

    @property
    def into(self) -> Path:
        """Where the drafts are put."""
        return self.folder / "drafts"

    @property
    def uploads(self) -> Path:
        """The copy of the site's files."""
        return self.folder / "uploads"

    def intake(self, **wanted: Any) -> tuple[Imported, ...]:
        """Write the export and import it."""
        path = self.folder / "river.xml"
        path.write_bytes(self.text.encode() if isinstance(self.text, str) else self.text)
        self.problems.clear()
        uploads = self.uploads if self.uploads.is_dir() else None
        return intake_wordpress(path, self.into, uploads, Wanted(**({"region": "global"} | wanted)), self.problems)

    def read(self, name: str, slug: str = "bridge-1") -> str:
        """Return an imported file without its seal."""
        text = (self.into / slug / name).read_text("utf-8")
        return "".join(line for line in text.splitlines(keepends=True) if not line.startswith("# Imported"))

    def body(self, name: str = "en.md", slug: str = "bridge-1") -> str:
        """Return an imported article without its front matter."""
        return self.read(name, slug).split("---\n", 2)[2]

    def told(self, *rules: str) -> list[str]:
        """Return the problems (of some rules) as ``line rule``."""
        return [f"{problem.source.line} {problem.rule}" for problem in sorted(self.problems) if not rules or problem.rule in rules]

    def said(self) -> str:
        """Return all messages."""
        return "\n".join(problem.message for problem in self.problems)

    def load(self) -> tuple[dict[str, Story], list[Problem]]:
        """Return what the toolkit's own loader makes of the drafts."""
        return load_stories(self.into)

    def line(self, words: str) -> int:
        """Return the line of the export on which *words* stand first."""
        return self.text.count("\n", 0, self.text.index(words)) + 1


def a_site(folder: Path, *items: str, head: str = "") -> Site:
    """Return a site whose export holds *items*."""
    return Site(folder, HEAD + head + "".join(items) + TAIL)


class Nowhere:
    """A place where every picture with an address is called ``map``, and links are as they are."""

    def find_picture(self, image: Element) -> Found | None:
        """Return the one picture."""
        return Found("map") if image.attributes.get("src") else None

    def find_link(self, address: str) -> str:
        """Return a whole address."""
        return write_target(address)


@dataclass(slots=True)
class Converted:
    """What became of a piece of HTML."""

    text: str
    pictures: dict[str, dict[str, str]]
    told: list[str]
    loading: list[Problem]
    kinds: list[str]
    plain: str


def convert(html: str, language: str = "en", headline: str = "", *, by_lines: bool = False, notes: dict[str, str] | None = None) -> Converted:
    """Return what becomes of *html*, read again by the toolkit's own reader."""
    problems: list[Problem] = []
    doubts = Doubts("page.html", problems)
    tree = read_html(html, 1, doubts)
    if tree is None:
        return Converted("", {}, [f"{problem.source.line} {problem.rule}" for problem in problems], [], [], "")
    apart = {name: found for name, text in (notes or {}).items() if (found := read_html(text, 1, doubts))}
    part = make_blocks(tree, Page(language, doubts, Nowhere(), by_lines), headline, apart)
    text = "\n".join(write_blocks(part.nodes))
    loading: list[Problem] = []
    body = read_blocks(text, "x.md", 1, language, direction_of, loading)
    told = [f"{problem.source.line} {problem.rule}" for problem in problems]
    return Converted(text, part.pictures, told, loading, [block.kind for block in body.blocks], "\n".join(block.words() for block in body.blocks))
