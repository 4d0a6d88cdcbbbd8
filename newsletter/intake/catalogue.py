"""A catalogue of facts: where each story stands in the raw files, and what the files themselves no longer say.

A catalogue holds numbers of lines, names, dates and titles, and none of the texts. Lines are counted from 1, ranges include
both ends (``12-40``). Only what cannot be seen in the text is written down: bullets, numbers, footnotes and hidden addresses
are found by the program. One story may have several copies, in one file or in several.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from newsletter.model import Problem, Source
from newsletter.shapes import Country, Day, Line, Shape, Slug, Tag, WebAddress, Words, check_shape
from newsletter.sources import read_yaml

RULE = "catalogue"


def _range(value: Any) -> tuple[int, int]:
    match = re.fullmatch(r"([1-9][0-9]{0,6})(?:-([1-9][0-9]{0,6}))?", str(value))
    if not match or int(match[2] or match[1]) < int(match[1]):
        raise PydanticCustomError("wording", "should be a range of lines, such as 12-40, not {value}", {"value": repr(value)})
    return int(match[1]), int(match[2] or match[1])


Range = Annotated[tuple[int, int], BeforeValidator(_range)]
Number = Annotated[int, Field(ge=1, le=9_999_999)]
Lines = list[Number]
Loss = Literal["address", "item", "link", "list", "picture", "quote", "section", "separator", "table", "translation", "video"]
"""What the making of the raw file lost near a line."""


class Dateline(Shape):
    """Place and date in the text."""

    words: int = Field(ge=1, description="How many words of the line are the place")
    date: Day | None = Field(None, description="The date that the rest of the line gives")


class Button(Shape):
    """A line that was a button: its address is lost in the raw file, and may be added here when somebody finds it."""

    as_: Literal["download", "video", "action"] = Field(alias="as", description="What the button did")
    url: WebAddress | None = Field(None, description="Where it led; without it the line becomes a paragraph")
    language: Tag | None = Field(None, description="Language of the document (download)")
    format: Line | None = Field(None, description="PDF … (download)")
    size: Line | None = Field(None, description="Such as 1.4 MB (download)")


class Table(Shape):
    """A table whose cells became loose lines."""

    rows: list[list[Lines]] = Field(min_length=1, description="Per row, per cell: the lines that are its paragraphs")
    header_rows: int = Field(0, ge=0, description="How many rows at the top are headings")
    header_column: bool = Field(default=False, description="Whether the first cell of each row is a heading")


class Better(Shape):
    """A line that another copy has in better shape."""

    file: Line
    line: Number


class Copy(Shape):
    """One copy of a story in one raw file; every key after ``lines`` names lines by what they are."""

    id: Line
    file: Line = Field(description="Which of the files")
    lines: Range = Field(description="From the title to the last line")
    sections: dict[Tag, Range] = Field(default_factory=dict, description="Lines in another language than the story's own")
    standfirst: Lines = Field(default_factory=list)
    repeats: Lines = Field(default_factory=list, description="Lines that say the title again")
    pointers: Lines = Field(default_factory=list, description="Lines that only point at a translation further down")
    translations: dict[Number, Tag] = Field(default_factory=dict, description="Lines that linked to a version in another language")
    byline: Lines = Field(default_factory=list)
    byline_words: dict[Number, int] = Field(default_factory=dict, description="Where a byline is only part of its line: how many words")
    datelines: dict[Number, Dateline] = Field(default_factory=dict)
    crossheads: dict[Number, Annotated[int, Field(ge=2, le=3)]] = Field(default_factory=dict, description="Line: level")
    captions: Lines = Field(default_factory=list)
    quotes: Lines = Field(default_factory=list, description="Paragraphs that are quotations")
    pull_quotes: dict[Number, Number] = Field(default_factory=dict, description="Line of the words: line that says whose they are")
    items: Lines = Field(default_factory=list, description="List items that lost their bullets")
    labels: dict[Number, int] = Field(default_factory=dict, description="List items that begin with a label: how many words it has")
    depths: dict[Number, int] = Field(default_factory=dict, description="List items whose indentation misleads: how deep they stand")
    continues: Lines = Field(default_factory=list, description="Paragraphs that belong to the list item above them")
    tables: list[Table] = Field(default_factory=list)
    buttons: dict[Number, Button] = Field(default_factory=dict)
    salutations: Lines = Field(default_factory=list)
    signatures: list[Lines] = Field(default_factory=list, description="Per signature: the lines of name, role, institution")
    acknowledgements: Lines = Field(default_factory=list)
    postscripts: Lines = Field(default_factory=list)
    lost: dict[Number, Loss] = Field(default_factory=dict, description="What is known to be missing near a line")
    better: dict[Number, Better] = Field(default_factory=dict, description="Lines that another copy has in better shape")

    def named_lines(self) -> list[int]:
        """Return every line that must hold text for the facts to be true."""
        plain = (self.standfirst, self.repeats, self.pointers, self.byline, self.captions, self.quotes, self.items, self.continues)
        more = (self.salutations, self.acknowledgements, self.postscripts, *self.signatures)
        keyed = (self.translations, self.byline_words, self.datelines, self.crossheads, self.pull_quotes, self.labels, self.depths, self.buttons)
        cells = [line for table in self.tables for row in table.rows for cell in row for line in cell]
        named = [line for lines in (*plain, *more) for line in lines] + [line for facts in keyed for line in facts]
        return sorted({*named, *cells, *self.pull_quotes.values(), *self.better})


class Person(Shape):
    """Somebody credited with a story."""

    name: Line
    role: Words | None = None
    credit: Line = "author"


class Entry(Shape):
    """One story."""

    slug: Slug
    title: Line
    language: Tag = Field(description="The language the story was written in")
    headlines: dict[Tag, Line] = Field(default_factory=dict, description="Headlines for parts in other languages that came without one")
    kicker: dict[Tag, Line] = Field(default_factory=dict)
    date: Day
    date_range: Line | None = Field(None, description="First and last month that the evidence allows")
    confidence: Literal["high", "medium", "low"] | None = None
    note: Line | None = Field(None, description="Why this date, in the cataloguer's words")
    regions: list[Slug] = Field(min_length=1)
    countries: list[Country] = Field(default_factory=list)
    topics: list[Slug] = Field(default_factory=list)
    kind: Slug
    people: list[Person] = Field(default_factory=list)
    copies: list[Copy] = Field(min_length=1)


class File(Shape):
    """A raw file, recognised by its content whatever its name."""

    name: Line
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Group(Shape):
    """Stories that seem to have been published together."""

    id: Line
    title: Line
    stories: list[Slug]
    confidence: Literal["high", "medium", "low"] | None = None
    note: Line | None = None


class Catalogue(Shape):
    """The whole file."""

    files: dict[str, File] = Field(min_length=1)
    stories: list[Entry] = Field(min_length=1)
    issues: list[Group] = Field(default_factory=list)


def read_catalogue(path: Path, problems: list[Problem]) -> Catalogue | None:
    """Return the catalogue in *path*, or None after adding every reason to *problems*."""
    document = read_yaml(path, problems)
    catalogue = check_shape(Catalogue, document, problems, RULE) if document else None
    if document is None or catalogue is None:
        return None
    before = len(problems)
    slugs: set[str] = set()
    for number, entry in enumerate(catalogue.stories):
        if entry.slug in slugs:
            problems.append(Problem(document.source("stories", number, "slug"), RULE, f"the slug {entry.slug!r} is used twice"))
        slugs.add(entry.slug)
        for place, copy in enumerate(entry.copies):
            source = document.source("stories", number, "copies", place)
            problems.extend(_check_copy(catalogue, copy, source))
    for number, group in enumerate(catalogue.issues):
        unknown = [slug for slug in group.stories if slug not in slugs]
        if unknown:
            problems.append(Problem(document.source("issues", number, "stories"), RULE, f"there is no story {unknown[0]!r}"))
    return catalogue if len(problems) == before else None


def _check_copy(catalogue: Catalogue, copy: Copy, source: Source) -> list[Problem]:
    """Say which facts of a copy cannot be true."""
    found = []
    first, last = copy.lines
    if copy.file not in catalogue.files:
        found.append(f"the file {copy.file!r} is not among the files")
    outside = [line for line in copy.named_lines() if not first <= line <= last]
    if outside:
        found.append(f"{copy.id} names the line {outside[0]}, which is not in its range {first}-{last}")
    if any(not first < start <= end <= last for start, end in copy.sections.values()):
        found.append(f"{copy.id} has a section that is not in its range {first}-{last}")
    return [Problem(source, RULE, message, "Count the lines again in the raw file.") for message in found]
