"""Names put together as a language does it: ``A, B and C``."""

from __future__ import annotations

from collections.abc import Sequence

from babel.lists import format_list as babel_format_list

from newsletter.languages.cldr import find_locale
from newsletter.model import Language


def format_list(items: Sequence[str], language: Language) -> str:
    """Return the items as one enumeration, with CLDR's commas and its word for "and"."""
    locale = find_locale(language.locale)
    if locale is None:
        return ", ".join(items)
    return babel_format_list([str(item) for item in items], locale=locale)
