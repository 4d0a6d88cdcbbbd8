"""Small builders with sensible defaults: nouns in memory, and publications on disk."""

from __future__ import annotations

import datetime as dt
import io
import struct
import zlib
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from newsletter.blocks import Body, read_blocks
from newsletter.languages import load_language
from newsletter.languages.direction import direction_of
from newsletter.model import (
    Article,
    Block,
    Edition,
    EditionProof,
    Inline,
    Issue,
    Language,
    Mail,
    Page,
    Picture,
    Problem,
    Proof,
    Section,
    SectionPlan,
    Selection,
    Slot,
    Source,
    Story,
    Text,
)
from newsletter.publication import Publication

REGIONS = ("global", "asia-pacific", "mena", "americas", "europe", "africa")
DAY = dt.date(2022, 7, 20)

NEWSLETTER = """\
name: {en: Crossings, ar: معابر}
base: https://crossings.example.org
languages:
  en: []
  ar: [en]
fallback: show
regions:
  global: {en: Worldwide, ar: حول العالم}
  asia-pacific: {en: Asia and the Pacific, ar: آسيا والمحيط الهادئ}
imprint:
  publisher: {en: Passage International, ar: منظمة عبور}
  address: {en: 14 Rue du Lac, ar: 14 شارع البحيرة}
"""
MANIFEST = """\
date: 2022-07-29
languages: [en, ar]
select: {since: 2022-07-01, until: 2022-07-31}
sections:
  - region: asia-pacific
mail:
  subject: {en: The July issue, ar: عدد تموز}
  preheader:
    en: A bridge in Thailand that was built from both of its banks.
    ar: جسر في تايلاند بُني من ضفّتيه في وقت واحد بأيدي جيرانه.
"""
COMMENTED_MANIFEST = """\
# The July issue.
date: 2022-07-29        # a Friday
languages: [en, ar]
title: {en: Summer}
select: {since: 2022-07-01, until: 2022-07-31, topics: [children]}     # inclusive
lead: a-bridge

sections:
  # Asia first.
  - region: asia-pacific      # the region of this issue
    limit: 4
    stories: [a-bridge]
  - title: {en: The question}
    stories: [a-road]
  - region: global
exclude: [old-one]
mail:
  subject: {en: The July issue, ar: عدد تموز}
  form: full
ignore: [{rule: alt-text, reason: A drawing}]
"""
FACTS = """\
date: 2022-07-20
regions: [asia-pacific]
source-language: en
"""
ENGLISH = """\
---
headline: A bridge built from both sides
standfirst: Two villages met in the middle of a river.
---
They began on the same day.
"""
ARABIC = """\
---
headline: جسر بُني من ضفّتين
standfirst: التقت قريتان في وسط النهر.
---
بدأتا في اليوم نفسه.
"""


def a_text(text: str = "A bridge", language: str = "en") -> Text:
    """Return a text that knows its language."""
    return Text(text, language, direction_of(language))


def a_block(kind: str = "paragraph", text: str = "", *, line: int = 5, language: str = "en", blocks: Sequence[Block] = (), **fields: Any) -> Block:
    """Return a block; *text* is its one run."""
    runs = (Inline("text", text=text),) if text else ()
    return Block(kind, line, language, direction_of(language), fields, runs, tuple(blocks))


def a_picture(name: str = "lead", alt: str = "A bridge", **facts: Any) -> Picture:
    """Return a picture; an empty *alt* is none."""
    return Picture(
        name, Path(f"{name}.png"), "Drawing by Crossings", "CC BY 4.0", alt=a_text(alt) if alt else None, line=facts.pop("line", 6), **facts
    )


def an_article(slug: str = "a-bridge", language: str = "en", text: str = "They began on the same day.", **facts: Any) -> Article:
    """Return an article of one paragraph."""
    defaults: dict[str, Any] = {
        "kicker": None,
        "standfirst": a_text("Two villages met in the middle.", language),
        "blocks": (a_block(text=text, language=language),),
        "notes": (),
        "pictures": {},
        "people": (),
        "source": Source(f"seeds/articles/{slug}/{language}.md", 2),
        "fingerprint": "0123456789ab",
    }
    return Article(slug, language, direction_of(language), a_text(f"About {slug}", language), **{**defaults, **facts})


def a_story(slug: str = "a-bridge", languages: Iterable[str] = ("en",), **facts: Any) -> Story:
    """Return a story with an article in each of *languages*; the first is the one that it was written in."""
    tags = tuple(languages)
    defaults: dict[str, Any] = {
        "date": DAY,
        "regions": ("asia-pacific",),
        "countries": (),
        "topics": (),
        "kind": "report",
        "source_language": tags[0],
        "articles": {tag: an_article(slug, tag) for tag in tags},
        "source": Source(f"seeds/articles/{slug}/article.yaml", 1),
    }
    return Story(slug, **{**defaults, **facts})


def a_pool(*stories: Story) -> dict[str, Story]:
    """Return stories by their slugs."""
    return {story.slug: story for story in stories}


def a_section(region: str = "asia-pacific", **facts: Any) -> SectionPlan:
    """Return a section of a manifest."""
    return SectionPlan(facts.pop("line", 5), region, **facts)


def an_issue(*sections: SectionPlan, **facts: Any) -> Issue:
    """Return the issue of July 2022, which takes all of July."""
    defaults: dict[str, Any] = {
        "name": "2022-07",
        "date": dt.date(2022, 7, 29),
        "languages": ("en", "ar"),
        "selection": Selection(dt.date(2022, 7, 1), dt.date(2022, 7, 31)),
        "sections": sections or (a_section(),),
        "source": Source("issues/2022-07.yaml", 1),
        "subject": {"en": "The July issue", "ar": "عدد تموز"},
        "preheader": {"en": "A bridge in Thailand that was built from both sides.", "ar": "جسر في تايلاند بُني من ضفّتيه في وقت واحد."},
    }
    return Issue(**{**defaults, **facts})


def a_language(tag: str = "en") -> Language:
    """Return a language of the package."""
    return load_language(tag)


def a_publication(folder: Path | None = None, fallbacks: Mapping[str, Sequence[str]] | None = None, **facts: Any) -> Publication:
    """Return a publication; with *folder*, write it there too: newsletter.yaml, one issue and one story in two languages."""
    if folder is not None:
        write_files(folder, {"newsletter.yaml": NEWSLETTER, "issues/2022-07.yaml": MANIFEST})
        write_story(folder)
    regions = {region: {"en": region.title(), "ar": region, "*": region} for region in REGIONS}
    defaults: dict[str, Any] = {
        "name": {"en": "Crossings", "ar": "معابر", "*": "Crossings"},
        "tagline": {},
        "base": "https://crossings.example.org",
        "fallbacks": {tag: tuple(chain) for tag, chain in (fallbacks or {"en": (), "ar": ("en",)}).items()},
        "fallback": "show",
        "regions": regions,
        "imprint": {"publisher": {"*": "Passage"}, "address": {"*": "14 Rue du Lac"}},
    }
    return Publication(folder or Path("/nowhere"), **{**defaults, **facts})


def write_files(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below *folder*, making the folders that they need; return *folder*."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def write_story(folder: Path, slug: str = "a-bridge", facts: str = FACTS, texts: Mapping[str, str] | None = None, **files: str | bytes) -> Path:
    """Write a story into the newsroom of the publication in *folder*; return the story's folder."""
    articles = {"en": ENGLISH, "ar": ARABIC} if texts is None else texts
    return write_files(folder / "seeds/articles" / slug, {"article.yaml": facts, **{f"{tag}.md": text for tag, text in articles.items()}, **files})


def a_png(width: int = 8, height: int = 6) -> bytes:
    """Return a small picture."""
    from PIL import Image

    buffer = io.BytesIO()
    Image.new("RGB", (width, height), "white").save(buffer, "PNG")
    return buffer.getvalue()


def a_picture_bomb(side: int = 60_000) -> bytes:
    """Return a PNG of a few bytes that claims to be *side* by *side* pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")


def a_slot(article: Article | None = None, **facts: Any) -> Slot:
    """Return a place in an English edition."""
    defaults: dict[str, Any] = {"wanted": "en", "policy": "show", "stale": False, "date": DAY, "region": "asia-pacific"}
    return Slot(article or an_article(), **{**defaults, **facts})


def an_edition(*slots: Slot, **facts: Any) -> Edition:
    """Return an edition with one section."""
    tag = facts.pop("tag", "en")
    defaults: dict[str, Any] = {
        "name": "2022-07",
        "date": dt.date(2022, 7, 29),
        "language": a_language(tag),
        "title": a_text("Crossings", tag),
        "issue_title": None,
        "lead": None,
        "sections": (Section(a_text("Asia and the Pacific", tag), "asia-pacific", slots or (a_slot(an_article(language=tag), wanted=tag),)),),
        "subject": a_text("The July issue", tag),
        "preheader": a_text("A bridge in Thailand that was built from both sides.", tag),
        "mail_form": "teasers",
        "columns": 2,
        "source": Source("issues/2022-07.yaml", 1),
    }
    return Edition(**{**defaults, **facts})


def a_mail(html: str = "<h1>Crossings</h1>", text: str = "Crossings", **facts: Any) -> Mail:
    """Return a rendered mail."""
    return Mail(**{"subject": "The July issue", "preheader": "", "language": "en", "direction": "ltr", **facts}, html=html, text=text)


def a_page(html: str = "<h1>Crossings</h1>") -> Page:
    """Return a rendered web page."""
    return Page(html)


def a_proof(*slots: Slot, issue: Issue | None = None, problems: Sequence[Problem] = (), edition: Edition | None = None, **made: Any) -> Proof:
    """Return a proof with one edition; *made* is what was made of it (mail, page, pictures, engine problems as ``said``)."""
    said = tuple(made.pop("said", ()))
    entry = EditionProof(edition or an_edition(*slots), problems=said, **made)
    return Proof(issue or an_issue(), (entry,), problems=tuple(problems))


def told(problems: Iterable[Problem]) -> list[str]:
    """Return problems as the command line prints them, without hints and with the file's name alone."""
    return [
        f"{Path(problem.source.path).name}:{problem.source.line}: {problem.severity}: {problem.message} ({problem.rule})"
        for problem in sorted(problems)
    ]


def blocks_of(markdown: str, language: str = "en") -> tuple[Block, ...]:
    """Return the blocks of *markdown*, which must have no problems."""
    problems: list[Problem] = []
    body = read_body(markdown, problems, language)
    assert told(problems) == []
    return body.blocks


def problems_of(markdown: str, language: str = "en") -> list[str]:
    """Return what is wrong with *markdown*."""
    problems: list[Problem] = []
    read_body(markdown, problems, language)
    return told(problems)


def read_body(markdown: str, problems: list[Problem], language: str = "en") -> Body:
    """Read *markdown* as the body of ``en.md`` that begins on line 1."""
    return read_blocks(markdown, f"{language}.md", 1, language, direction_of, problems)
