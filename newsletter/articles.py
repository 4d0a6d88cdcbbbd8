"""Stories and their articles: ``<slug>/article.yaml`` and one ``<language>.md`` per language.

Facts (article.yaml) are read for the whole pool, texts only for the stories that an issue takes: the pool may be large.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from newsletter.blocks import Body, read_blocks
from newsletter.languages.direction import direction_of
from newsletter.memory import keeping_everything
from newsletter.model import Article, Block, Person, Picture, Problem, Source, Story, Text
from newsletter.publication import choose
from newsletter.shapes import Country, Day, DayOrMoment, FileName, Id, Line, Shape, Slug, Tag, Words, check_shape
from newsletter.sources import Document, parse_yaml, read_text, read_yaml, split_front_matter

FACTS = "article.yaml"
PICTURE_TYPES = (".png", ".jpg", ".jpeg")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2}|-[0-9]{3})?")


class PersonShape(Shape):
    """Somebody named with the story."""

    name: Words
    role: Words = Field(default_factory=dict)
    credit: Literal["author", "translation", "photography", "illustration", "editing", "interview"] = "author"


class PictureShape(Shape):
    """A picture of the story, the same in all languages; its words stand in the articles."""

    file: FileName
    credit: Words
    licence: Line = Field(description="Such as CC BY 4.0, or: all rights reserved")
    form: Literal["landscape", "portrait"] = "landscape"
    decorative: bool = Field(False, description="Says nothing: needs no alt text")


class StoryShape(Shape):
    """article.yaml: what all translations of a story share."""

    date: Day
    regions: list[Slug] = Field(min_length=1, description="Main region first")
    countries: list[Country] = Field(default_factory=list)
    topics: list[Slug] = Field(default_factory=list)
    kind: Slug = Field("report", description="report, statement, interview, event, resources, opinion, letter …")
    source_language: Tag = Field(description="The language that the story was written in")
    embargo: DayOrMoment | None = Field(None, description="Not before this day or moment")
    draft: bool = Field(False, description="Never selected while this is true")
    people: list[PersonShape] = Field(default_factory=list)
    pictures: dict[Id, PictureShape] = Field(default_factory=dict)


class PictureWordsShape(Shape):
    """A picture's words in one language."""

    alt: Line | None = Field(None, description="What is to be seen, for those who do not see it")
    caption: Line | None = Field(None, description="What it shows and why it matters")


class ArticleShape(Shape):
    """The top of <language>.md."""

    headline: Line
    kicker: Line | None = None
    standfirst: Line | None = None
    pictures: dict[Id, PictureWordsShape] = Field(default_factory=dict)
    translated_from: Annotated[str, Field(pattern="^[0-9a-f]{12}$")] | None = Field(None, description="Written by `newsletter translate sign`")


@dataclass(frozen=True, slots=True)
class Facts:
    """A story's folder: its facts, and which articles lie in it; texts are not read yet."""

    story: Story
    shape: StoryShape
    folder: Path
    shown: str
    document: Document

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages that the story has a file for."""
        return tuple(sorted(path.stem for path in self.folder.glob("*.md")))


@keeping_everything()
def load_pool(newsroom: Path, problems: list[Problem], regions: Iterable[str], root: Path) -> dict[str, Facts]:
    """Return the facts of every story under *newsroom*, by slug; what is wrong is added to *problems*.

    *regions* are those that the publication knows; file names in problems are relative to *root*.
    """
    pool: dict[str, Facts] = {}
    known = tuple(regions)
    for folder in sorted(newsroom.iterdir()) if newsroom.is_dir() else ():
        if folder.is_dir() and not folder.name.startswith((".", "_")) and (facts := load_facts(folder, problems, known, root)):
            pool[folder.name] = facts
    return pool


def load_facts(folder: Path, problems: list[Problem], regions: tuple[str, ...], root: Path) -> Facts | None:
    """Return the facts of the story in *folder*, or None after adding the reasons to *problems*."""
    shown = str(folder.relative_to(root)) if folder.is_relative_to(root) else str(folder)
    shown = shown.encode("utf-8", "backslashreplace").decode()
    if not _SLUG.fullmatch(folder.name):
        problems.append(Problem(Source(shown), "story", f"{folder.name!r} cannot be a story's name", "Use small letters a to z, digits and single hyphens."))
        return None
    if folder.is_symlink():
        problems.append(Problem(Source(shown), "story", "is a link to another folder", "Put the folder itself here."))
        return None
    before = len(problems)
    document = read_yaml(folder / FACTS, problems, f"{shown}/{FACTS}")
    shape = check_shape(StoryShape, document, problems, "story") if document else None
    if document is None or shape is None:
        return None
    _check_facts(shape, document, folder, regions, problems)
    for name in sorted(path.name for path in folder.glob("*.md") if not _TAG.fullmatch(path.stem)):
        hint = "Call it en.md, ar.md, es-MX.md …, or end its name otherwise, such as notes.txt."
        source = Source(f"{shown}/{name}".encode("utf-8", "backslashreplace").decode())
        problems.append(Problem(source, "article", "is not called after a language, and is not read", hint, "warning"))
    if any(problem.severity == "error" for problem in problems[before:]):
        return None
    story = Story(
        slug=folder.name,
        date=shape.date,
        regions=tuple(shape.regions),
        countries=tuple(shape.countries),
        topics=tuple(shape.topics),
        kind=shape.kind,
        source_language=shape.source_language,
        articles={},
        source=document.source(),
        embargo=_moment(shape.embargo),
        draft=shape.draft,
    )
    return Facts(story, shape, folder, shown, document)


def _moment(embargo: dt.datetime | dt.date | None) -> dt.datetime | None:
    if embargo is None:
        return None
    moment = embargo if isinstance(embargo, dt.datetime) else dt.datetime.combine(embargo, dt.time())
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def _check_facts(shape: StoryShape, document: Document, folder: Path, regions: tuple[str, ...], problems: list[Problem]) -> None:
    for index, region in enumerate(shape.regions):
        if region not in regions:
            problems.append(Problem(document.source("regions", index), "story", f"the region {region!r} is not one of this publication", f"Known regions: {', '.join(regions)}."))
    if len(set(shape.regions)) < len(shape.regions):
        problems.append(Problem(document.source("regions"), "story", "names a region twice", "Keep each region once, the main one first."))
    for name, picture in shape.pictures.items():
        source = document.source("pictures", name, "file")
        path = folder / picture.file
        if not picture.file.lower().endswith(PICTURE_TYPES):
            problems.append(Problem(source, "picture", f"{picture.file} is not a PNG or JPEG picture", "Save it as .jpg (photographs) or .png (drawings)."))
        elif not path.is_file() or path.is_symlink():
            problems.append(Problem(source, "picture", f"{picture.file} is not in this folder", "Put the file beside article.yaml, or mend the name."))


def load_story(facts: Facts, languages: Iterable[str], problems: list[Problem]) -> Story:
    """Return the story with its articles in *languages* (and its source language), telling what is wrong with each."""
    wanted = dict.fromkeys((facts.story.source_language, *languages))
    articles = {tag: article for tag in wanted if (facts.folder / f"{tag}.md").is_file() and (article := load_article(facts, tag, problems))}
    source = facts.story.source_language
    if not (facts.folder / f"{source}.md").is_file():
        problems.append(Problem(facts.document.source("source-language"), "story", f"there is no {source}.md, the language that the story was written in", f"Add {source}.md, or correct source-language."))
    return replace(facts.story, articles=articles)


def load_article(facts: Facts, language: str, problems: list[Problem]) -> Article | None:
    """Return one language version of a story, or None after adding the reasons to *problems*."""
    path = f"{facts.shown}/{language}.md"
    text = read_text(facts.folder / f"{language}.md", problems, path)
    if text is None:
        return None
    parts = split_front_matter(text)
    if parts is None:
        problems.append(Problem(Source(path, 1), "article", "does not begin with its headline between two lines of ---", "Begin the file with ---, headline: …, ---."))
        return None
    matter, body_text, body_line = parts
    before = len(problems)
    document = parse_yaml(matter, path, problems, 2)
    shape = check_shape(ArticleShape, document, problems, "article") if document else None
    body = read_blocks(body_text, path, body_line, language, direction_of, problems)
    if document is None or shape is None or any(problem.severity == "error" for problem in problems[before:]):
        return None
    if not body.blocks:
        problems.append(Problem(Source(path, body_line), "article", "has a headline but no text", "Write the article below the second ---.", "warning"))
    return _article(facts, language, shape, body, document, problems)


def _article(facts: Facts, language: str, shape: ArticleShape, body: Body, document: Document, problems: list[Problem]) -> Article | None:
    pictures = _pictures(facts, language, shape, document, problems)
    blocks = _placed(body.blocks, pictures, document.path, problems)
    direction = direction_of(language)

    def text(value: str | None) -> Text | None:
        return Text(unicodedata.normalize("NFC", value), language, direction) if value else None

    return Article(
        slug=facts.story.slug,
        language=language,
        direction=direction,
        headline=Text(shape.headline, language, direction),
        kicker=text(shape.kicker),
        standfirst=text(shape.standfirst),
        blocks=blocks,
        notes=body.notes,
        pictures=pictures,
        people=_people(facts, language),
        source=Source(document.path, document.source("headline").line),
        translated_from=shape.translated_from or "",
        fingerprint=fingerprint(shape, blocks),
    )


def _pictures(facts: Facts, language: str, shape: ArticleShape, document: Document, problems: list[Problem]) -> dict[str, Picture]:
    direction = direction_of(language)
    for name in shape.pictures:
        if name not in facts.shape.pictures:
            problems.append(Problem(document.source("pictures", name), "picture", f"article.yaml has no picture called {name!r}", f"Its pictures: {', '.join(facts.shape.pictures) or 'none'}."))
    pictures = {}
    for name, entry in facts.shape.pictures.items():
        words = shape.pictures.get(name, PictureWordsShape())
        credit = choose(entry.credit, (language, facts.story.source_language, *entry.credit))
        pictures[name] = Picture(
            id=name,
            file=facts.folder / entry.file,
            credit=credit[1] if credit else "",
            licence=entry.licence,
            form=entry.form,
            decorative=entry.decorative,
            alt=Text(words.alt, language, direction) if words.alt else None,
            caption=Text(words.caption, language, direction) if words.caption else None,
            line=facts.document.source("pictures", name).line,
        )
    return pictures


def _placed(blocks: tuple[Block, ...], pictures: Mapping[str, Picture], path: str, problems: list[Problem]) -> tuple[Block, ...]:
    """Check the pictures that blocks name, and tell portraits from landscapes."""
    placed = []
    for block in blocks:
        name = next((str(block.fields[key]) for key in ("id", "picture", "poster") if block.fields.get(key)), None)
        if name is not None and name not in pictures:
            problems.append(Problem(Source(path, block.line), "picture", f"article.yaml has no picture called {name!r}", f"Its pictures: {', '.join(pictures) or 'none'}."))
            continue
        is_portrait = block.kind == "picture" and name is not None and pictures[name].form == "portrait"
        placed.append(replace(block, kind="portrait") if is_portrait else block)
    return tuple(placed)


def _people(facts: Facts, language: str) -> tuple[Person, ...]:
    people = []
    for person in facts.shape.people:
        name = _in_language(person.name, language, facts.story.source_language)
        if name:
            people.append(Person(name, _in_language(person.role, language, facts.story.source_language), person.credit))
    return tuple(people)


def _in_language(words: Mapping[str, str], language: str, source: str) -> Text | None:
    chosen = choose(words, (language, source, *words))
    return Text(chosen[1], chosen[0], direction_of(chosen[0])) if chosen else None


def fingerprint(shape: ArticleShape, blocks: tuple[Block, ...]) -> str:
    """Return 12 hexadecimal digits that change with the words of an article, not with its mark-up or typography."""
    words = [shape.headline, shape.kicker or "", shape.standfirst or ""]
    for name, picture in sorted(shape.pictures.items()):
        words += [name, picture.alt or "", picture.caption or ""]
    words += [block_words(block) for block in blocks]
    text = unicodedata.normalize("NFKC", "\n".join(words)).casefold()
    bare = "".join(character for character in text if unicodedata.category(character)[0] in "LMNS" or character == "\n")
    return hashlib.sha256(bare.encode()).hexdigest()[:12]


def block_words(block: Block) -> str:
    """Return all words of a block, those of its fields included."""
    parts = [block.plain()]
    for value in block.fields.values():
        if isinstance(value, tuple):
            parts.append("".join(run.plain() for run in value))
        elif value is not None:
            parts.append(str(value))
    parts += [block_words(child) for child in block.blocks]
    return "\n".join(parts)
