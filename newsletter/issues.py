"""Manifests: what one dated issue asks for."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from newsletter.model import Issue, PrintPlan, Problem, SectionPlan, Selection, Source, Waiver
from newsletter.publication import Publication
from newsletter.shapes import Country, Day, Line, Shape, Slug, Tag, Words, check_shape
from newsletter.sources import Document, read_yaml

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*")
Policy = Literal["show", "link", "omit"]
PAPERS = {"A4": (210.0, 297.0), "A5": (148.0, 210.0), "letter": (215.9, 279.4)}
"""Page sizes by name, width and height in millimetres (ISO 216; ANSI/ASME Y14.1)."""
_SIZE = re.compile(r"([0-9]{2,3}(?:\.[0-9])?)\s*[x×]\s*([0-9]{2,3}(?:\.[0-9])?)\s*mm")
_MULTIPLE = re.compile(r"multiple of ([1-9][0-9]?)")


def _check_paper(value: str) -> str:
    size = _SIZE.fullmatch(value)
    if value not in PAPERS and not (size and 100 <= float(size[1]) <= 330 and 140 <= float(size[2]) <= 480):
        words = "should be A4, A5, letter, or width x height from 100x140 to 330x480 mm (such as 170x240 mm), not {value}"
        raise PydanticCustomError("wording", words, {"value": repr(value[:60])})
    return value


def _check_multiple(value: str) -> str:
    if not _MULTIPLE.fullmatch(value):
        raise PydanticCustomError("wording", "should be `multiple of 4`, or of another number, not {value}", {"value": repr(value[:60])})
    return value


Paper = Annotated[str, AfterValidator(_check_paper)]
Multiple = Annotated[str, AfterValidator(_check_multiple)]


class SelectionShape(Shape):
    """Which stories are wanted; what is left out narrows nothing."""

    since: Day | None = Field(None, description="First day, inclusive")
    until: Day | None = Field(None, description="Last day, inclusive")
    regions: list[Slug] = Field(default_factory=list)
    topics: list[Slug] = Field(default_factory=list)
    kinds: list[Slug] = Field(default_factory=list)
    countries: list[Country] = Field(default_factory=list)


class SectionShape(Shape):
    """A section: a region, or a heading of its own; chosen by a query or by hand."""

    region: Slug | None = Field(None, description="Heading and stories of this region")
    title: Words = Field(default_factory=dict, description="A heading of its own, per language")
    stories: list[Slug] | None = Field(None, description="By hand, in this order")
    topics: list[Slug] = Field(default_factory=list)
    kinds: list[Slug] = Field(default_factory=list)
    countries: list[Country] = Field(default_factory=list)
    limit: Annotated[int, Field(ge=1, le=100)] | None = None
    fallback: Policy | None = None


class EditionShape(Shape):
    """What holds for one language of this issue."""

    fallback: Policy | None = None


class MailShape(Shape):
    """The mail of this issue."""

    subject: Words = Field(default_factory=dict)
    preheader: Words = Field(default_factory=dict)
    form: Literal["teasers", "full"] = "teasers"
    teaser: Annotated[int, Field(ge=80, le=1200)] = Field(280, description="How many letters of a story a teaser has, about; it ends with a sentence")


class PrintShape(Shape):
    """The PDF of this issue."""

    page: Paper = Field("A4", description="The size of the page after it is cut: A4, A5, letter, or a size such as 170x240 mm")
    columns: Annotated[int, Field(ge=1, le=2)] = 2
    bleed: Annotated[float, Field(ge=0, le=10)] = Field(3, description="Millimetres of colour beyond the cut")
    marks: bool = Field(default=True, description="Crop and register marks")
    pages: Multiple | None = Field(None, description="multiple of 4: blank pages at the end fill the last sheet")
    imposed: bool = Field(default=False, description="Also make print-imposed.pdf: sheets to be folded and stitched")


class WaiverShape(Shape):
    """A preflight rule that does not count in this issue."""

    rule: Slug
    reason: Line
    story: Slug | None = None
    language: Tag | None = None


class IssueShape(Shape):
    """issues/<name>.yaml: one issue."""

    date: Day
    title: Words = Field(default_factory=dict, description="A title of its own, where the issue has one")
    languages: list[Tag] = Field(default_factory=list, description="Editions to make; all of the publication's where absent")
    select: SelectionShape = Field(default_factory=SelectionShape)
    lead: Slug | None = Field(None, description="The story given most room")
    sections: list[SectionShape] = Field(min_length=1)
    exclude: list[Slug] = Field(default_factory=list)
    fallback: Policy | None = None
    editions: dict[Tag, EditionShape] = Field(default_factory=dict)
    mail: MailShape = Field(default_factory=MailShape)
    print: PrintShape = Field(default_factory=PrintShape)
    ignore: list[WaiverShape] = Field(default_factory=list)


def load_issue(path: Path, publication: Publication, problems: list[Problem], root: Path) -> Issue | None:
    """Return the issue that the manifest at *path* asks for, or None after adding every reason to *problems*."""
    shown = str(path.relative_to(root)) if path.is_relative_to(root) else str(path)
    before = len(problems)
    if not _NAME.fullmatch(path.stem):
        hint = "Its output folder has the same name: use small letters, digits and hyphens, such as 2022-07.yaml."
        problems.append(Problem(Source(shown), "manifest", f"{path.stem[:60]!r} cannot be an issue's name", hint))
    document = read_yaml(path, problems, shown)
    shape = check_shape(IssueShape, document, problems, "manifest") if document else None
    if document is None or shape is None:
        return None
    _check(shape, document, publication, problems)
    if any(problem.severity == "error" for problem in problems[before:]):
        return None
    return _issue(path.stem, shape, document, publication)


def _issue(name: str, shape: IssueShape, document: Document, publication: Publication) -> Issue:
    select = shape.select
    return Issue(
        name=name,
        date=shape.date,
        languages=tuple(shape.languages) or publication.languages,
        selection=Selection(select.since, select.until, tuple(select.regions), tuple(select.topics), tuple(select.kinds), tuple(select.countries)),
        sections=tuple(_section(section, document.source("sections", index).line) for index, section in enumerate(shape.sections)),
        source=document.source("date"),
        lead=shape.lead or "",
        title=shape.title,
        exclude=tuple(shape.exclude),
        subject=shape.mail.subject,
        preheader=shape.mail.preheader,
        mail_form=shape.mail.form,
        teaser=shape.mail.teaser,
        columns=shape.print.columns,
        print=_print_plan(shape.print),
        fallback=shape.fallback,
        edition_fallbacks={tag: edition.fallback for tag, edition in shape.editions.items() if edition.fallback},
        ignore=tuple(Waiver(waiver.rule, waiver.reason, waiver.story or "", waiver.language or "") for waiver in shape.ignore),
    )


def _print_plan(shape: PrintShape) -> PrintPlan:
    size = _SIZE.fullmatch(shape.page)
    width, height = (float(size[1]), float(size[2])) if size else PAPERS[shape.page]
    multiple = _MULTIPLE.fullmatch(shape.pages or "multiple of 1")
    return PrintPlan(width, height, shape.bleed, shape.marks, int(multiple[1]) if multiple else 1, shape.imposed)


def _section(section: SectionShape, line: int) -> SectionPlan:
    return SectionPlan(
        line=line,
        region=section.region or "",
        title=section.title,
        stories=None if section.stories is None else tuple(section.stories),
        selection=Selection(topics=tuple(section.topics), kinds=tuple(section.kinds), countries=tuple(section.countries)),
        limit=section.limit,
        fallback=section.fallback,
    )


def _check(shape: IssueShape, document: Document, publication: Publication, problems: list[Problem]) -> None:
    def complain(message: str, hint: str, *keys: str | int) -> None:
        problems.append(Problem(document.source(*keys), "manifest", message, hint))

    for index, tag in enumerate(shape.languages):
        if tag not in publication.languages:
            complain(
                f"{tag} is no language of this publication",
                f"Its languages: {', '.join(publication.languages)}. Add it to newsletter.yaml first.",
                "languages",
                index,
            )
        elif tag in shape.languages[:index]:
            complain(f"{tag} stands in languages twice", "Keep one of the two.", "languages", index)
    if shape.select.since and shape.select.until and shape.select.since > shape.select.until:
        complain("select.since is later than select.until", "Exchange the two dates.", "select", "since")
    for index, region in enumerate(shape.select.regions):
        if region not in publication.regions:
            complain(
                f"the region {region!r} is not one of this publication",
                f"Known regions: {', '.join(publication.regions)}.",
                "select",
                "regions",
                index,
            )
    for index, section in enumerate(shape.sections):
        _check_section(section, index, publication, complain)
    for tag in shape.editions:
        if tag not in (shape.languages or publication.languages):
            complain(f"editions.{tag} is no edition of this issue", "Add it to languages, or delete this line.", "editions", tag)
    if shape.lead and shape.lead in shape.exclude:
        complain(f"{shape.lead} is the lead and is excluded", "Take it out of one of the two.", "exclude")


def _check_section(section: SectionShape, index: int, publication: Publication, say: Callable[..., None]) -> None:
    if section.region and section.region not in publication.regions:
        say(
            f"the region {section.region!r} is not one of this publication",
            f"Known regions: {', '.join(publication.regions)}.",
            "sections",
            index,
            "region",
        )
    if not section.region and not section.title:
        say("a section needs a heading", "Give it `region: …`, or `title: {en: …}`.", "sections", index)
    if section.stories is not None:
        if len(set(section.stories)) < len(section.stories):
            say("a story stands twice in this section", "Keep it once.", "sections", index, "stories")
        if not section.stories:
            say(
                "stories is an empty list",
                "Name the stories, or delete the line so that the section is chosen by region.",
                "sections",
                index,
                "stories",
            )
