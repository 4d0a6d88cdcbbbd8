"""Declared shapes of the files that editors write: one declaration gives the checks, the messages and the JSON Schema."""

from __future__ import annotations

import contextlib
import datetime as dt
import difflib
import re
import typing
from collections.abc import Iterable, Mapping
from typing import Annotated, Any, TypeVar

from babel.core import get_global
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, WithJsonSchema
from pydantic_core import ErrorDetails, PydanticCustomError

from newsletter.model import Problem
from newsletter.sources import Document


class Shape(BaseModel):
    """Base of every shape: unknown keys are errors, keys are written with hyphens, numbers may stand for text."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        coerce_numbers_to_str=True,
        populate_by_name=True,
        alias_generator=lambda name: name.replace("_", "-"),
    )


AnyShape = TypeVar("AnyShape", bound=Shape)

_PATTERNS = {
    "slug": (r"[a-z0-9]+(-[a-z0-9]+)*", "small letters a to z, digits and single hyphens, such as school-places"),
    "language": (r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2}|-[0-9]{3})?", "a language tag, such as en, ar or es-MX"),
    "country": (r"[A-Z]{2}", "a country's two capital letters, such as TH or MX (ISO 3166)"),
    "file": (r"[A-Za-z0-9][A-Za-z0-9._-]*", "the name of a file in the same folder, without any path"),
    "web": (r"https?://[^\s<>\"'{}|\\^`/?#:@]+[^\s<>\"'{}|\\^`]*", "a web address that begins with https://"),
    "mail": (r"[^\s<>@\"(),:;\[\]\\]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", "an e-mail address, such as desk@example.org"),
    "phone": (r"\+?[0-9][0-9 ().-]{4,24}", "a telephone number, such as +216 71 123 456"),
    "id": (r"[a-z0-9]+([-_][a-z0-9]+)*", "small letters a to z, digits and hyphens, such as map-2"),
    "duration": (r"[0-9]{1,2}(:[0-5][0-9]){1,2}", "minutes and seconds, such as 3:20"),
}


def _pattern(name: str) -> AfterValidator:
    pattern, words = _PATTERNS[name]
    compiled = re.compile(pattern)

    def validate(value: str) -> str:
        if len(value) > 2000 or not compiled.fullmatch(value):
            raise PydanticCustomError("wording", "should be {words}, not {value}", {"words": words, "value": repr(value[:60])})
        return value

    return AfterValidator(validate)


def _check_country(value: str) -> str:
    if value not in get_global("territory_languages") or value == "ZZ":
        raise PydanticCustomError("wording", "should be a country's code in ISO 3166, which {value} is not", {"value": repr(value)})
    return value


def fold(value: str) -> str:
    """Return a text on one line; spaces that are not ordinary ones (no-break, narrow) stay."""
    return re.sub(r"[ \t\n]+", " ", value).strip()


def _words(value: Any) -> Any:
    """Let one text stand for all languages (key ``*``)."""
    return {"*": value} if isinstance(value, (str, int, float)) and not isinstance(value, bool) else value


def _check_words(value: dict[str, str]) -> dict[str, str]:
    for tag, text in value.items():
        if tag != "*" and not re.fullmatch(_PATTERNS["language"][0], tag):
            context = {"sample": "{en: …, ar: …}", "tag": repr(tag)}
            raise PydanticCustomError("wording", "should be a group of languages, such as {sample}: {tag} is none", context)
        if not text.strip():
            raise PydanticCustomError("wording", "has no text for {tag}" if tag != "*" else "is empty", {"tag": tag})
    return {tag: fold(text) for tag, text in value.items()}


Slug = Annotated[str, _pattern("slug"), Field(json_schema_extra={"pattern": f"^{_PATTERNS['slug'][0]}$"})]
Tag = Annotated[str, _pattern("language")]
Country = Annotated[str, _pattern("country"), AfterValidator(_check_country)]
FileName = Annotated[str, _pattern("file")]
WebAddress = Annotated[str, _pattern("web")]
MailAddress = Annotated[str, _pattern("mail")]
Phone = Annotated[str, _pattern("phone")]
Id = Annotated[str, _pattern("id")]
Duration = Annotated[str, _pattern("duration")]
_WORDS_SCHEMA = {"anyOf": [{"type": "string", "minLength": 1}, {"type": "object", "additionalProperties": {"type": "string", "minLength": 1}}]}
Words = Annotated[dict[str, str], BeforeValidator(_words), AfterValidator(_check_words), WithJsonSchema(_WORDS_SCHEMA)]
"""A text per language; a bare text stands for all of them (kept under ``*``)."""


def _some(value: str) -> str:
    if not value.strip():
        raise PydanticCustomError("wording", "is empty", {})
    return fold(value)


Line = Annotated[str, AfterValidator(_some)]
"""A text of one line that is not empty; white space is folded."""


def _read_day(value: Any) -> dt.date:
    with contextlib.suppress(ValueError):
        day = value if isinstance(value, dt.date) else dt.date.fromisoformat(value if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", str(value)) else "")
        if day.year in _YEARS:
            return day
    raise PydanticCustomError("wording", "should be a date that exists, such as 2022-07-29, not {value}", {"value": repr(str(value)[:60])})


def _read_moment(value: Any) -> dt.datetime:
    with contextlib.suppress(ValueError):
        moment = value if isinstance(value, dt.datetime) else dt.datetime.fromisoformat(value if _MOMENT.fullmatch(str(value)) else "")
        if moment.year in _YEARS:
            return moment
    raise PydanticCustomError("wording", "should be a date and time, such as 2022-07-29T14:00, not {value}", {"value": repr(str(value)[:60])})


def _read_day_or_moment(value: Any) -> dt.date:
    return _read_moment(value) if isinstance(value, dt.datetime) or len(str(value)) > len("2022-07-29") else _read_day(value)


_YEARS = range(1800, 2200)
"""What is outside is a slip, and would leave the calendars behind when it is counted in another."""
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2})?")
Day = Annotated[dt.date, BeforeValidator(_read_day)]
"""A day as it is written: a bare number is none, though libraries count seconds by it."""
Moment = Annotated[dt.datetime, BeforeValidator(_read_moment)]
DayOrMoment = Annotated[dt.datetime | dt.date, BeforeValidator(_read_day_or_moment)]


def check_shape(shape: type[AnyShape], document: Document, problems: list[Problem], rule: str) -> AnyShape | None:
    """Return *document* as a value of *shape*, or None after adding every mismatch to *problems* with its line."""
    data = {} if document.data is None else document.data
    if not isinstance(data, dict):
        problems.append(
            Problem(document.source(), rule, "should be a group of keys, each followed by a colon", "Begin with a line such as `date: 2022-07-29`.")
        )
        return None
    try:
        return shape.model_validate(data)
    except ValidationError as error:
        problems.extend(_problem(shape, document, rule, details) for details in error.errors(include_url=False))
        return None


def suggest(word: str, known: Iterable[str]) -> str:
    """Return the known word that *word* most likely stands for, or an empty string."""
    found = difflib.get_close_matches(str(word), list(known), n=1, cutoff=0.6)
    return found[0] if found else ""


_SAID: Mapping[str, str] = {
    "missing": "is missing",
    "string_type": "should be text",
    "string_too_short": "is empty",
    "list_type": "should be a list, such as [a, b]",
    "tuple_type": "should be a list, such as [a, b]",
    "dict_type": "should be a group of keys",
    "model_type": "should be a group of keys",
    "int_type": "should be a whole number",
    "int_parsing": "should be a whole number",
    "int_from_float": "should be a whole number",
    "bool_type": "should be true or false",
    "bool_parsing": "should be true or false",
    "too_short": "is empty",
    "too_long": "is too long",
    "string_pattern_mismatch": "is not written in its form",
}


def _problem(shape: type[Shape], document: Document, rule: str, details: ErrorDetails) -> Problem:
    keys = tuple(part for part in details["loc"] if part not in {"[key]", "*"})
    name = ".".join(str(part + 1 if isinstance(part, int) else part) for part in keys)
    kind, context = details["type"], details.get("ctx", {})
    source, hint = document.source(*keys), ""
    if kind == "extra_forbidden":
        known = _keys_at(shape, keys[:-1])
        close = suggest(str(keys[-1]), known)
        message = f"the key {name!r} is not known"
        hint = f"Did you mean {close!r}?" if close else f"Known keys here: {', '.join(known)}."
    elif kind in {"literal_error", "enum"}:
        expected = re.findall(r"'([^']*)'|(\d+)", str(context.get("expected", "")))
        options = [first or second for first, second in expected]
        close = suggest(str(details["input"]), options)
        message = f"{name} should be one of {', '.join(options)}, not {str(details['input'])[:60]!r}"
        hint = f"Did you mean {close!r}?" if close else ""
    elif kind.startswith(("greater", "less")):
        message = f"{name} {details['msg'].replace('Input s', 's')}"
    elif kind == "wording":
        message = f"{name} {details['msg']}" if name else details["msg"]
        hint = str(context.get("hint", ""))
    else:
        message = f"{name} {_SAID.get(kind, details['msg'])}"
    return Problem(source, rule, message, hint)


def _keys_at(shape: type[Shape], keys: tuple[str | int, ...]) -> list[str]:
    """Return the keys that the group under *keys* may have."""
    current: type[Shape] = shape
    for part in keys:
        by_alias = {info.alias or name: info.annotation for name, info in current.model_fields.items()}
        if part in by_alias:
            current = next(_shapes_in(by_alias[str(part)]), current)
    return [info.alias or name for name, info in current.model_fields.items()]


def _shapes_in(annotation: Any) -> typing.Iterator[type[Shape]]:
    if isinstance(annotation, type) and issubclass(annotation, Shape):
        yield annotation
    for part in typing.get_args(annotation):
        yield from _shapes_in(part)
