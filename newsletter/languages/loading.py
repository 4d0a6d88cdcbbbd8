"""Languages as files: one ``<tag>.yaml`` each, in the publication's own ``languages/`` or in the package's."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from newsletter.errors import ContentError
from newsletter.languages.cldr import find_locale
from newsletter.languages.dates import CALENDARS, check_pattern
from newsletter.languages.digits import SYSTEMS
from newsletter.languages.direction import direction_of_script
from newsletter.model import Language, Problem, Source
from newsletter.shapes import Line, Shape, Slug, check_shape, suggest
from newsletter.sources import Document, parse_yaml, read_text

PACKAGE = Path(__file__).parent
_TAG = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2}|-[0-9]{3})?")
_RULE = "language"

Pattern = Annotated[str, Field(min_length=1)]
"""Kept as it is written: its spaces may be no-break spaces."""
Months = Annotated[list[Line], Field(min_length=12, max_length=12)]


class DatesShape(Shape):
    """How dates and times are written, in the letters of CLDR (UTS 35, part 4); what is left out is CLDR's own."""

    long: Pattern | None = Field(None, description="29 July 2022")
    short: Pattern | None = Field(None, description="29 Jul 2022")
    month: Pattern | None = Field(None, description="July 2022")
    weekday_long: Pattern | None = Field(None, description="Friday 29 July 2022")
    day_month: Pattern | None = Field(None, description="29 July")
    year: Pattern | None = Field(None, description="2022")
    range_day: Pattern | None = Field(None, description="20–21 April 2023; the first field given twice begins the second date")
    range_month: Pattern | None = Field(None, description="28 April – 2 May 2023")
    range_year: Pattern | None = Field(None, description="30 December 2022 – 2 January 2023")
    time: Pattern | None = Field(None, description="14:30")
    time_hour: Pattern | None = Field(None, description="A full hour, where it is written otherwise")
    time_range: Pattern | None = Field(None, description="14:00–16:30")
    zoned: Pattern | None = Field(None, description="A time with {time}, {city} and {offset}")
    first_day: Pattern | None = Field(None, description="The first of a month before its name, where it is not 1")
    era_buddhist: Pattern | None = Field(None, description="What the letter G means in the Buddhist calendar")


class LanguageShape(Shape):
    """A language file: how the language behaves."""

    name: Line = Field(description="Its own name for itself")
    direction: Literal["ltr", "rtl"] = Field(description="Where its lines begin")
    script: Line = Field(description="ISO 15924 code: Latn, Arab, Thai …")
    locale: Line = Field(description="The CLDR locale of its dates, numbers and names")
    calendar: Literal["gregorian", "buddhist"] = Field("gregorian", description="Which years are counted")
    digits: Line = Field("latn", description="CLDR numbering system")
    months: str = Field("", description="Which set of month-names; empty for CLDR's")
    dates: DatesShape = Field(default_factory=lambda: DatesShape.model_validate({}))
    month_names: dict[Slug, Months] = Field(default_factory=dict, description="Sets of twelve names, January first")
    hyphenation: bool = Field(default=False, description="Whether words may be divided at line ends")
    emphasis: Literal["slant", "weight"] = Field("slant", description="How emphasis is shown")
    spacing: dict[str, str] = Field(default_factory=dict, description="Repairs, in order: regular expression and replacement")
    unbroken: str = Field("", description="Two words without a space between them, in a script that has none: a test of line breaking")
    sentence_end: str = Field(".!?", description="Characters that end a sentence; a space where sentences end with nothing else")
    sentence_joins: list[Line] = Field(default_factory=list, description="Words before which such a space ends no sentence")
    quotes: Annotated[list[str], Field(min_length=2, max_length=2)] = Field(["\u201c", "\u201d"], description="Opening and closing marks")


def load_language(tag: str, folders: Sequence[Path] = ()) -> Language:
    """Return a language from the first of *folders*, then the package, that has it or the language it is a variety of.

    Raises ContentError with every problem of the file, or with one where no folder has the language.
    """
    for name in _with_parents(tag):
        for folder in (*folders, PACKAGE):
            path = folder / f"{name}.yaml"
            if path.is_file():
                language, problems = _read(tag, path)
                if language is None:
                    raise ContentError(problems)
                return language
    known = known_languages(folders)
    close = suggest(tag, known)
    hint = f"Did you mean {close!r}?" if close else f"Add languages/{tag}.yaml and languages/{tag}.po. Known: {', '.join(known)}."
    raise ContentError([Problem(Source(f"languages/{tag}.yaml"), _RULE, f"the language {tag!r} has no file", hint)])


def known_languages(folders: Sequence[Path] = ()) -> tuple[str, ...]:
    """Return the tags of all languages that have a file in *folders* or in the package, in alphabetical order."""
    names = {path.stem for folder in (*folders, PACKAGE) for path in folder.glob("*.yaml")}
    return tuple(sorted(name for name in names if _TAG.fullmatch(name)))


def with_policy(
    language: Language,
    months: str | None = None,
    digits: str | None = None,
    calendar: str | None = None,
    source: Source | None = None,
) -> Language:
    """Return *language* with the publication's policy over its own habits; None leaves a habit as it is.

    Raises ContentError, naming *source* (else newsletter.yaml), for values that the language or CLDR does not have.
    """
    choices: dict[str, tuple[str | None, Iterable[str]]] = {
        "months": (months or None, language.month_names),
        "digits": (digits, sorted(SYSTEMS)),
        "calendar": (calendar, CALENDARS),
    }
    place = source or Source("newsletter.yaml")
    problems = [
        _choice(place, f"{key} for {language.tag}", value, allowed) for key, (value, allowed) in choices.items() if value and value not in allowed
    ]
    if problems:
        raise ContentError(problems)
    return dataclasses.replace(
        language,
        months=language.months if months is None else months,
        digits=digits or language.digits,
        calendar=calendar or language.calendar,
    )


def _with_parents(tag: str) -> Iterator[str]:
    while tag:
        yield tag
        tag = tag.rpartition("-")[0]


def _read(tag: str, path: Path) -> tuple[Language | None, tuple[Problem, ...]]:
    problems: list[Problem] = []
    shown = f"languages/{path.name}"
    text = read_text(path, problems, shown)
    return (None, tuple(problems)) if text is None else _parse(tag, shown, text)


@functools.lru_cache(maxsize=256)
def _parse(tag: str, shown: str, text: str) -> tuple[Language | None, tuple[Problem, ...]]:
    problems: list[Problem] = []
    document = parse_yaml(text, shown, problems)
    shape = check_shape(LanguageShape, document, problems, _RULE) if document else None
    if document is None or shape is None:
        return None, tuple(problems)
    problems.extend(_check(shape, document))
    return (None if problems else _language(tag, shape)), tuple(problems)


def _language(tag: str, shape: LanguageShape) -> Language:
    own = find_locale(tag)
    variety = "-" in tag and own is not None and str(own) == tag.replace("-", "_")
    return Language(
        tag=tag,
        name=shape.name,
        direction=shape.direction,
        script=shape.script,
        locale=str(own) if variety else shape.locale.replace("-", "_"),
        calendar=shape.calendar,
        digits=shape.digits,
        months=shape.months,
        dates=shape.dates.model_dump(by_alias=True, exclude_none=True),
        month_names={name: tuple(months) for name, months in shape.month_names.items()},
        hyphenation=shape.hyphenation,
        emphasis=shape.emphasis,
        spacing=shape.spacing,
        unbroken=shape.unbroken,
        sentence_end=shape.sentence_end,
        sentence_joins=tuple(shape.sentence_joins),
        quotes=(shape.quotes[0], shape.quotes[1]),
    )


def _check(shape: LanguageShape, document: Document) -> Iterator[Problem]:
    """Yield what is well formed but cannot work."""
    if find_locale(shape.locale) is None:
        hint = "Name a locale of CLDR, such as en_GB; one of a near relation will do."
        yield Problem(document.source("locale"), _RULE, f"locale {shape.locale!r} is not known to CLDR", hint)
    if shape.digits not in SYSTEMS:
        yield _choice(document.source("digits"), "digits", shape.digits, sorted(SYSTEMS))
    if shape.months and shape.months not in shape.month_names:
        yield _choice(document.source("months"), "months", shape.months, shape.month_names)
    if not re.fullmatch(r"[A-Z][a-z]{3}", shape.script):
        yield Problem(document.source("script"), _RULE, f"script should be a code of ISO 15924, such as Latn, not {shape.script!r}")
    elif direction_of_script(shape.script) != shape.direction:
        yield Problem(document.source("direction"), _RULE, f"direction is {shape.direction}, but {shape.script} runs the other way")
    for key, pattern in shape.dates.model_dump(by_alias=True, exclude_none=True).items():
        if wrong := check_pattern(key, pattern):
            hint = "Put words in single quotes: 'o''clock'."
            yield Problem(document.source("dates", key), _RULE, f"dates.{key} {wrong}", hint)
    for expression, replacement in shape.spacing.items():
        try:
            re.compile(expression)
            re.sub(f"(?:{expression})|", replacement, "")
        except (re.error, IndexError) as error:
            hint = "Check its brackets and backslashes; write the replacement in double quotes."
            yield Problem(document.source("spacing", expression), _RULE, f"spacing {expression!r} is not a regular expression: {error}", hint)


def _choice(source: Source, key: str, value: str | None, allowed: Iterable[str]) -> Problem:
    options = list(allowed)
    close = suggest(str(value), options)
    hint = f"Did you mean {close!r}?" if close else "Leave it out." if not options else f"Known: {', '.join(options)}."
    return Problem(source, _RULE, f"{key} has no choice {str(value)!r}", hint)
