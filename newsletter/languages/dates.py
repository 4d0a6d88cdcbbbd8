"""Dates and times in a language's calendar, month names, patterns and digits; nothing here looks at the clock.

Patterns are CLDR's (UTS 35, part 4: dates). Babel's own formatting knows neither calendars nor digits, so the fields are
filled in here and only the names come from Babel.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Mapping
from typing import cast
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import get_timezone_location

from newsletter.languages.cldr import find_locale, read_table
from newsletter.languages.digits import to_digits
from newsletter.model import Language

CALENDARS: Mapping[str, int] = {"gregorian": 0, "buddhist": 543}
"""Calendars that differ from the civil one by their years alone, and by how many."""

FORMS = ("long", "short", "month", "weekday-long", "day-month", "year")
_DATE_FIELDS = frozenset("GyMLdE")
_TIME_FIELDS = frozenset("Hhma")
_WORDS = frozenset({"zoned", "first-day", "era-buddhist"})
_MINUS = "\u2212"
_NAMED, _FULL, _SHORT_YEAR = 3, 4, 2
"""How many letters ask for a name, for a full name, and for a year of two digits."""
_NOON = 12
_TOKEN = re.compile(r"'((?:[^']|'')+)'|(([A-Za-z])\3*)|([^A-Za-z']+|'')")

Token = tuple[str, int]
"""A field's letter and width, or literal text and 0."""


def format_date(date: dt.date, language: Language, form: str = "long") -> str:
    """Return a date in one of FORMS; raises ValueError for another."""
    if form not in FORMS:
        message = f"no form {form!r} of a date; there are {', '.join(FORMS)}"
        raise ValueError(message)
    return _fill(_tokens(_pattern(language, form)), date, language)


def format_date_range(first: dt.date, last: dt.date, language: Language) -> str:
    """Return two dates as one range (``20–21 April 2023``), saying month and year no oftener than needed."""
    first, last = _day(first), _day(last)
    if first == last:
        return format_date(first, language)
    form = "range-year"
    if first.year == last.year:
        form = "range-day" if first.month == last.month else "range-month"
    return _fill_range(_pattern(language, form), first, last, language)


def format_time(moment: dt.datetime, language: Language, *, until: dt.datetime | None = None, zone: bool = True) -> str:
    """Return the time of day, or the time from *moment* to *until*; with *zone*, whose time it is (``Bangkok time, GMT+7``).

    A moment without a zone is shown without one.
    """
    if until is not None:
        shown = _fill_range(_pattern(language, "time-range"), moment, until.astimezone(moment.tzinfo) if moment.tzinfo else until, language)
    else:
        form = "time-hour" if moment.minute == 0 and "time-hour" in language.dates else "time"
        shown = _fill(_tokens(_pattern(language, form)), moment, language)
    offset = format_offset(moment, language) if zone else ""
    if not offset:
        return shown
    city = _city(moment, language)
    pattern = language.dates.get("zoned", "{time} ({city}, {offset})") if city else "{time} ({offset})"
    return pattern.replace("{time}", shown).replace("{city}", city).replace("{offset}", offset)


def format_offset(moment: dt.datetime, language: Language) -> str:
    """Return a moment's distance from Greenwich in the language's words (``GMT+7``); empty for one without a zone."""
    delta = moment.utcoffset()
    if delta is None:
        return ""
    minutes = round(abs(delta).total_seconds() / 60)
    number = f"{minutes // 60}" + (f":{minutes % 60:02}" if minutes % 60 else "")
    signed = f"{_MINUS if delta < dt.timedelta(0) else '+'}{number}" if minutes else ""
    return str(read_table(language.locale, "zone_formats").get("gmt", "GMT%s")).replace("%s", to_digits(signed, language.digits))


def check_pattern(key: str, pattern: str) -> str:
    """Return what is wrong with the pattern that a language file gives under *key*; empty where nothing is."""
    if key in _WORDS:
        return ""
    allowed = _TIME_FIELDS if key.startswith("time") else _DATE_FIELDS
    letters = [text for text, width in _tokens(pattern) if width]
    for letter in letters:
        if letter not in allowed:
            return f"has the letter {letter!r}, which stands for nothing here"
    if key.startswith("range") or key == "time-range":
        return "" if len(set(letters)) < len(letters) else "has no field twice, so it is not clear where the second part begins"
    return "" if letters else "has no field, such as d, MMMM or y"


@functools.cache
def _tokens(pattern: str) -> tuple[Token, ...]:
    """Cut a pattern into fields and literal text (UTS 35: every ASCII letter outside single quotes is a field)."""
    tokens: list[Token] = []
    for quoted, field, letter, literal in _TOKEN.findall(pattern):
        tokens.append((letter, len(field)) if letter else (quoted.replace("''", "'") or literal.replace("''", "'"), 0))
    return tuple(tokens)


def _pattern(language: Language, form: str) -> str:
    """Return the language's own pattern, else CLDR's."""
    return language.dates.get(form) or _cldr_pattern(language.locale, form)


@functools.cache
def _cldr_pattern(tag: str, form: str) -> str:
    fixed = {"year": "y", "time-range": "HH:mm\u2013HH:mm"}
    locale = find_locale(tag)
    if form in fixed or locale is None:
        spare = {"month": "MMMM y", "day-month": "d MMMM", "weekday-long": "EEEE d MMMM y", "time": "HH:mm", "time-hour": "HH:mm"}
        return fixed.get(form) or spare.get(form) or _spare_range(form, "d MMMM y")
    lengths = {"long": "long", "short": "medium", "weekday-long": "full"}
    if form in lengths:
        return str(locale.date_formats[lengths[form]])
    if form in {"time", "time-hour"}:
        short = str(locale.time_formats["short"])
        return "HH:mm" if check_pattern(form, short) else short
    if not form.startswith("range"):
        skeletons = {"month": "yMMMM", "day-month": "MMMMd"}
        return str(locale.datetime_skeletons.get(skeletons[form], {"month": "MMMM y", "day-month": "d MMMM"}[form]))
    return _cldr_range(locale, form)


def _cldr_range(locale: Locale, form: str) -> str:
    intervals = locale.interval_formats
    for skeleton in ("yMMMMd", "yMMMd"):
        parts = intervals.get(skeleton, {}).get({"range-day": "d", "range-month": "M", "range-year": "y"}[form])
        if parts:
            joined = "".join(str(part) for part in parts)
            return joined if "MMMM" in joined else joined.replace("MMM", "MMMM")
    return _spare_range(form, str(locale.date_formats["long"]))


def _spare_range(form: str, long: str) -> str:
    return f"{long} \u2013 {long}" if form.startswith("range") else long


def _fill_range(pattern: str, first: dt.date, last: dt.date, language: Language) -> str:
    """Fill in an interval pattern: the first field that comes again begins the second date (UTS 35, intervalFormats)."""
    tokens = _tokens(pattern)
    letters = [text if width else "" for text, width in tokens]
    second = next((place for place, letter in enumerate(letters) if letter and letter in letters[:place]), len(tokens))
    named = _names_month(tokens)
    return _fill(tokens[:second], first, language, named=named) + _fill(tokens[second:], last, language, named=named)


def _names_month(tokens: tuple[Token, ...]) -> bool:
    return any(text in "ML" and width >= _NAMED for text, width in tokens)


def _fill(tokens: tuple[Token, ...], date: dt.date, language: Language, *, named: bool | None = None) -> str:
    named = _names_month(tokens) if named is None else named
    filled = []
    for text, width in tokens:
        if not width:
            filled.append(text)
        elif text == "d" and date.day == 1 and named and "first-day" in language.dates:
            filled.append(language.dates["first-day"])
        else:
            filled.append(_field(text, width, date, language))
    return "".join(filled)


def _field(letter: str, width: int, date: dt.date, language: Language) -> str:
    if letter == "E":
        return _name(language.locale, "days", "format", width, date.weekday())
    if letter in "ML" and width >= _NAMED:
        return _month(letter, width, date.month, language)
    if letter == "G":
        return _era(width, language)
    if letter == "a":
        return _period(language.locale, cast("dt.datetime", date))
    return to_digits(str(_number(letter, width, date, language)).zfill(width), language.digits)


def _number(letter: str, width: int, date: dt.date, language: Language) -> int:
    if letter == "y":
        year = date.year + CALENDARS[language.calendar]
        return year % 100 if width == _SHORT_YEAR else year
    if letter in "MLd":
        return date.day if letter == "d" else date.month
    moment = cast("dt.datetime", date)
    return {"H": moment.hour, "h": moment.hour % 12 or 12, "m": moment.minute}[letter]


def _month(letter: str, width: int, month: int, language: Language) -> str:
    names = language.month_names.get(language.months) if language.months else None
    if names:
        return names[month - 1]
    return _name(language.locale, "months", "stand-alone" if letter == "L" else "format", width, month)


@functools.cache
def _name(tag: str, table: str, context: str, width: int, key: int) -> str:
    names = read_table(tag, table)
    return str(names[context]["wide" if width == _FULL else "abbreviated"][key]) if names else str(key)


def _era(width: int, language: Language) -> str:
    own = language.dates.get(f"era-{language.calendar}")
    if own or language.calendar != "gregorian":
        return own or ""
    eras = read_table(language.locale, "eras")
    return str(eras["wide" if width == _FULL else "abbreviated"][1]) if eras else ""


def _period(tag: str, moment: dt.datetime) -> str:
    periods = read_table(tag, "periods")
    return str(periods.get("am" if moment.hour < _NOON else "pm", ""))


def _city(moment: dt.datetime, language: Language) -> str:
    zone = moment.tzinfo
    locale = find_locale(language.locale)
    if locale is None or not isinstance(zone, ZoneInfo) or "/" not in (zone.key or "") or zone.key.startswith("Etc/"):
        return ""
    return get_timezone_location(moment, locale=locale, return_city=True)


def _day(date: dt.date) -> dt.date:
    return date.date() if isinstance(date, dt.datetime) else date
