"""Stories: the facts that all translations share, in ``<slug>/article.yaml``.

Facts are read for the whole pool, texts (:mod:`newsletter.articles`) only for the stories that an issue takes: the pool may be
large.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import Field

from newsletter.memory import keeping_everything
from newsletter.model import Problem, Source, Story
from newsletter.shapes import Country, Day, DayOrMoment, FileName, Id, Line, Shape, Slug, Tag, Words, check_shape
from newsletter.sources import Document, read_yaml

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
    decorative: bool = Field(default=False, description="Says nothing: needs no alt text")


class StoryShape(Shape):
    """article.yaml: what all translations of a story share."""

    date: Day
    regions: list[Slug] = Field(min_length=1, description="Main region first")
    countries: list[Country] = Field(default_factory=list)
    topics: list[Slug] = Field(default_factory=list)
    kind: Slug = Field("report", description="report, statement, interview, event, resources, opinion, letter …")
    source_language: Tag = Field(description="The language that the story was written in")
    embargo: DayOrMoment | None = Field(None, description="Not before this day or moment")
    draft: bool = Field(default=False, description="Never selected while this is true")
    people: list[PersonShape] = Field(default_factory=list)
    pictures: dict[Id, PictureShape] = Field(default_factory=dict)


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
        problems.append(
            Problem(Source(shown), "story", f"{folder.name!r} cannot be a story's name", "Use small letters a to z, digits and single hyphens.")
        )
        return None
    if folder.is_symlink():
        problems.append(Problem(Source(shown), "story", "is a link to another folder", "Put the folder itself here."))
        return None
    before = len(problems)
    document = read_yaml(folder / FACTS, problems, f"{shown}/{FACTS}")
    if document is None or _is_unfinished(document.data):
        return None
    shape = check_shape(StoryShape, document, problems, "story")
    if shape is None:
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


def _is_unfinished(data: object) -> bool:
    """Whether facts are those of a draft that still lacks its date or its regions, as an intake leaves it: no fault, and no story yet."""
    return isinstance(data, dict) and data.get("draft") is True and not (data.get("date") and data.get("regions"))


def _moment(embargo: dt.datetime | dt.date | None) -> dt.datetime | None:
    if embargo is None:
        return None
    moment = embargo if isinstance(embargo, dt.datetime) else dt.datetime.combine(embargo, dt.time())
    return moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)


def _check_facts(shape: StoryShape, document: Document, folder: Path, regions: tuple[str, ...], problems: list[Problem]) -> None:
    for index, region in enumerate(shape.regions):
        if region not in regions:
            problems.append(
                Problem(
                    document.source("regions", index),
                    "story",
                    f"the region {region!r} is not one of this publication",
                    f"Known regions: {', '.join(regions)}.",
                )
            )
    if len(set(shape.regions)) < len(shape.regions):
        problems.append(Problem(document.source("regions"), "story", "names a region twice", "Keep each region once, the main one first."))
    for name, picture in shape.pictures.items():
        source = document.source("pictures", name, "file")
        path = folder / picture.file
        if not picture.file.lower().endswith(PICTURE_TYPES):
            problems.append(
                Problem(source, "picture", f"{picture.file} is not a PNG or JPEG picture", "Save it as .jpg (photographs) or .png (drawings).")
            )
        elif not path.is_file() or path.is_symlink():
            problems.append(
                Problem(source, "picture", f"{picture.file} is not in this folder", "Put the file beside article.yaml, or mend the name.")
            )
