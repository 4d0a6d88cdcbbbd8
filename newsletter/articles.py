"""Articles: the language versions of a story, one ``<language>.md`` each."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Annotated

from pydantic import Field

from newsletter.blocks import Body, read_blocks
from newsletter.languages.direction import direction_of
from newsletter.model import Article, Block, Person, Picture, Problem, Source, Story, Text
from newsletter.publication import choose
from newsletter.shapes import Id, Line, Shape, check_shape
from newsletter.sources import Document, parse_yaml, read_text, split_front_matter
from newsletter.stories import Facts


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


def load_story(facts: Facts, languages: Iterable[str], problems: list[Problem]) -> Story:
    """Return the story with its articles in *languages* (and its source language), telling what is wrong with each."""
    wanted = dict.fromkeys((facts.story.source_language, *languages))
    articles = {tag: article for tag in wanted if (facts.folder / f"{tag}.md").is_file() and (article := load_article(facts, tag, problems))}
    source = facts.story.source_language
    if not (facts.folder / f"{source}.md").is_file():
        problems.append(
            Problem(
                facts.document.source("source-language"),
                "story",
                f"there is no {source}.md, the language that the story was written in",
                f"Add {source}.md, or correct source-language.",
            )
        )
    return replace(facts.story, articles=articles)


def load_article(facts: Facts, language: str, problems: list[Problem]) -> Article | None:
    """Return one language version of a story, or None after adding the reasons to *problems*."""
    path = f"{facts.shown}/{language}.md"
    text = read_text(facts.folder / f"{language}.md", problems, path)
    if text is None:
        return None
    parts = split_front_matter(text)
    if parts is None:
        problems.append(
            Problem(
                Source(path, 1), "article", "does not begin with its headline between two lines of ---", "Begin the file with ---, headline: …, ---."
            )
        )
        return None
    matter, body_text, body_line = parts
    before = len(problems)
    document = parse_yaml(matter, path, problems, 2)
    shape = check_shape(ArticleShape, document, problems, "article") if document else None
    body = read_blocks(body_text, path, body_line, language, direction_of, problems)
    if document is None or shape is None or any(problem.severity == "error" for problem in problems[before:]):
        return None
    if not body.blocks:
        problems.append(
            Problem(Source(path, body_line), "article", "has a headline but no text", "Write the article below the second ---.", "warning")
        )
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
    hint = f"Its pictures: {', '.join(facts.shape.pictures) or 'none'}."
    unknown = (name for name in shape.pictures if name not in facts.shape.pictures)
    problems.extend(Problem(document.source("pictures", name), "picture", f"article.yaml has no picture called {name!r}", hint) for name in unknown)
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
            problems.append(
                Problem(
                    Source(path, block.line),
                    "picture",
                    f"article.yaml has no picture called {name!r}",
                    f"Its pictures: {', '.join(pictures) or 'none'}.",
                )
            )
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
    words += [block.words() for block in blocks]
    text = unicodedata.normalize("NFKC", "\n".join(words)).casefold()
    bare = "".join(character for character in text if unicodedata.category(character)[0] in "LMNS" or character == "\n")
    return hashlib.sha256(bare.encode()).hexdigest()[:12]
