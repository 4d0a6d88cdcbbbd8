"""The fields of fenced blocks: one class a kind, from which checks, messages and the reference page are made."""

from __future__ import annotations

from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from newsletter.shapes import Country, Day, Duration, Id, Line, MailAddress, Moment, Phone, Shape, Slug, Tag, WebAddress

RICH = frozenset({"title", "by", "role", "name", "institution", "place", "label", "caption"})
"""Fields that hold words for readers, and may hold inline Markdown."""


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise PydanticCustomError("wording", "should be a time zone such as Asia/Bangkok, not {value}", {"value": repr(value[:40])}) from None
    return value


Zone = Annotated[str, AfterValidator(_zone)]


class Nothing(Shape):
    """A block without fields."""


class PullQuote(Shape):
    """A sentence lifted out of the story."""

    by: Line | None = Field(None, description="Who said it")
    role: Line | None = Field(None, description="Their role")
    attribution: Literal["before", "after"] = Field("after", description="Whether the name stands before or after the words")


class Speaker(Shape):
    """Somebody's words, with who they are."""

    name: Line
    role: Line | None = None
    institution: Line | None = None
    picture: Id | None = Field(None, description="A picture of article.yaml")


class Cards(Shape):
    """A group of themes, each a label and a sentence."""

    title: Line | None = None


class Table(Shape):
    """A table written as a list of rows, each a list of cells."""

    caption: Line | None = None
    header_rows: Annotated[int, Field(ge=0, le=3)] = 1
    header_column: bool = False


class Download(Shape):
    """A document to fetch."""

    title: Line
    url: WebAddress
    language: Tag = Field(description="The language that the document is in")
    pages: Annotated[int, Field(ge=1, le=10_000)] | None = None
    format: Line = Field(description="PDF, EPUB …")
    size: Line | None = Field(None, description="Such as 1.4 MB")


class Video(Shape):
    """A film: a poster picture and a link."""

    url: WebAddress
    title: Line
    poster: Id | None = Field(None, description="A picture of article.yaml")
    caption: Line | None = None
    duration: Duration | None = None


class Action(Shape):
    """The one thing that the reader is asked to do."""

    label: Line
    url: WebAddress


class Event(Shape):
    """A meeting with its time and place."""

    title: Line
    starts: Moment
    ends: Moment | None = None
    zone: Zone
    place: Line | None = None
    registration: WebAddress | None = None


class Contact(Shape):
    """Whom to reach, and how."""

    name: Line | None = None
    role: Line | None = None
    email: MailAddress | None = None
    phone: Phone | None = None
    url: WebAddress | None = None


class Countries(Shape):
    """A list of countries, named in the reader's language."""

    title: Line | None = None
    codes: list[Country] = Field(min_length=1)


class Dateline(Shape):
    """Place and date before the first paragraph."""

    place: Line
    date: Day | None = None


class Signature(Shape):
    """Who signed a letter."""

    name: Line
    role: Line | None = None
    institution: Line | None = None


class Related(Shape):
    """Another story of ours."""

    story: Slug


class Passage(Shape):
    """A passage in another language."""

    language: Tag
