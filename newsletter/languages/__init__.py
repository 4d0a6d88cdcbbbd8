"""Languages: what each needs is in its two files, ``<tag>.yaml`` for behaviour and ``<tag>.po`` for words."""

from newsletter.languages.breaking import repair_spacing
from newsletter.languages.dates import format_date, format_date_range, format_time
from newsletter.languages.digits import format_number, to_digits
from newsletter.languages.direction import direction_of, first_strong
from newsletter.languages.isolation import isolates
from newsletter.languages.lists import format_list
from newsletter.languages.loading import known_languages, load_language, with_policy
from newsletter.languages.territories import country_name, language_name
from newsletter.languages.words import Words, words

__all__ = [
    "Words",
    "country_name",
    "direction_of",
    "first_strong",
    "format_date",
    "format_date_range",
    "format_list",
    "format_number",
    "format_time",
    "isolates",
    "known_languages",
    "language_name",
    "load_language",
    "repair_spacing",
    "to_digits",
    "with_policy",
    "words",
]
