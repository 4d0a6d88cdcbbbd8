"""The one door to CLDR: locales by tag, found once and kept."""

from __future__ import annotations

import functools
from typing import Any, cast

from babel import Locale, UnknownLocaleError


@functools.cache
def find_locale(tag: str) -> Locale | None:
    """Return CLDR's locale for a tag (``es-MX``, ``en_GB``), or for its language alone; None where CLDR has neither."""
    name = tag.replace("-", "_")
    while name:
        try:
            return Locale.parse(name)
        except (UnknownLocaleError, ValueError, TypeError):
            name = name.rpartition("_")[0]
    return None


@functools.cache
def read_table(tag: str, table: str) -> dict[str, Any]:
    """Return one of a locale's tables (``territories``, ``languages``, ``zone_formats`` ...); empty for an unknown locale."""
    locale = find_locale(tag)
    return cast("dict[str, Any]", dict(getattr(locale, table))) if locale else {}
