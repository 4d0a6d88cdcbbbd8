"""Furniture in the reader's words: gettext catalogues read straight from the ``.po`` files, with no compiled copies.

A word is looked for in the publication's own catalogue, then in the package's, then in those of the languages that stand
in for the reader's; the msgid is the last resort. A translation whose placeholders differ from the original's would stop
the press, so it counts as missing and is a problem.
"""

from __future__ import annotations

import functools
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from babel.core import UnknownLocaleError
from babel.messages import Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po
from babel.support import Translations

from newsletter.languages.cldr import find_locale
from newsletter.languages.direction import direction_of, first_strong
from newsletter.model import Problem, Source, Text
from newsletter.sources import read_text

PACKAGE = Path(__file__).parent
_RULE = "words"
_PLACEHOLDER = re.compile(r"%(?:\(\w+\))?.")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The words of one ``.po`` file."""

    language: str
    translations: Translations
    known: frozenset[str]
    """The msgids that it can be asked for."""
    is_source: bool
    """Whether it is in the msgids' own language, where an empty msgstr is no gap."""

    def has(self, message: str) -> bool:
        """Whether the reader gets this catalogue's words for the message."""
        return self.is_source or message in self.known


@dataclass(frozen=True, slots=True)
class Words:
    """The furniture of one language; jinja2 takes ``gettext`` and ``ngettext``, Python code may call the value itself."""

    language: str
    catalogues: tuple[Catalogue, ...]
    """Best first."""

    def gettext(self, message: str) -> str:
        """Return the reader's words for a message."""
        return self.find(message).text

    def ngettext(self, singular: str, plural: str, number: int) -> str:
        """Return the reader's words in the plural form for *number*."""
        for catalogue in self.catalogues:
            if catalogue.has(singular):
                return catalogue.translations.ngettext(singular, plural, number)
        return singular if number == 1 else plural

    def find(self, message: str) -> Text:
        """Return the reader's words together with the language they were found in (``und`` where nobody has them)."""
        for catalogue in self.catalogues:
            if catalogue.has(message):
                return Text(catalogue.translations.gettext(message), catalogue.language, direction_of(catalogue.language))
        return Text(message, "und", first_strong(message) or "ltr")

    def __call__(self, message: str, **values: object) -> str:
        """Return the reader's words with *values* put in for the placeholders (``%(page)s``)."""
        return self.gettext(message) % values

    def count(self, singular: str, plural: str, number: int, **values: object) -> str:
        """Return the reader's words for *number* things; ``%(num)s`` is the number unless *values* gives it a form."""
        return self.ngettext(singular, plural, number) % {"num": number, **values}


def words(tag: str, chain: Sequence[str] = (), folders: Sequence[Path] = (), problems: list[Problem] | None = None) -> Words:
    """Return the furniture of a language, with the languages of *chain* standing in for words it lacks.

    *folders* are the publication's own, searched before the package's. What is wrong in a catalogue is added to
    *problems* and left out.
    """
    found: list[Catalogue] = []
    noted: list[Problem] = []
    for language in dict.fromkeys((tag, *chain)):
        for path in _files(language, folders):
            shown = f"languages/{path.name}"
            text = read_text(path, noted, shown)
            if text is not None:
                catalogue, wrong = _parse(language, shown, text)
                noted.extend(wrong)
                found.extend([catalogue] if catalogue else [])
    if problems is not None:
        problems.extend(noted)
    return Words(tag, tuple(found))


def is_shipped(tag: str) -> bool:
    """Say whether the program has words of its own for a language or for the one it is a variety of."""
    return any((PACKAGE / f"{name}.po").is_file() for name in (tag, tag.partition("-")[0]))


def find_missing_words(tag: str, folders: Sequence[Path] = ()) -> tuple[str, ...]:
    """Return the English furniture words that a language has no words for, in its own catalogues or those of its parent."""
    own = words(tag, (), folders).catalogues
    every = {key for path in PACKAGE.glob("*.po") for catalogue in words(path.stem).catalogues for key in catalogue.known}
    return tuple(sorted(key for key in every if not any(catalogue.has(key) for catalogue in own)))


def _files(tag: str, folders: Sequence[Path]) -> Iterator[Path]:
    """Yield the catalogues of a language, then of the language that it is a variety of."""
    while tag:
        yield from (path for folder in (*folders, PACKAGE) if (path := folder / f"{tag}.po").is_file())
        tag = tag.rpartition("-")[0]


@functools.lru_cache(maxsize=256)
def _parse(tag: str, shown: str, text: str) -> tuple[Catalogue | None, tuple[Problem, ...]]:
    """Return the usable part of a catalogue, and what is wrong with the rest."""
    locale = find_locale(tag)
    try:
        catalog = read_po(io.BytesIO(text.encode()), locale=str(locale) if locale else None, abort_invalid=True)
        forms = catalog.num_plurals
    except (PoFileError, UnknownLocaleError, ValueError) as error:
        line = getattr(error, "lineno", -1)
        hint = "Open the file in a gettext editor, such as Poedit, and save it again."
        return None, (Problem(Source(shown, line + 1 if line >= 0 else 0), _RULE, f"is not a gettext catalogue: {error}", hint),)
    problems: list[Problem] = []
    known: set[str] = set()
    same = 0
    for message in [message for message in catalog if message.id]:
        usable = _is_filled(message) and not message.fuzzy and not message.context
        if usable and (wrong := _mismatch(message, forms)):
            hint = "Keep every %(name)s of the original, letter by letter; only its place may change."
            problems.append(Problem(Source(shown, message.lineno or 0), _RULE, f"{_key(message)!r} {wrong}", hint))
            usable = False
        if usable:
            known.add(_key(message))
            same += message.id == message.string
        else:
            catalog.delete(message.id, message.context)
    file = io.BytesIO()
    write_mo(file, catalog)
    file.seek(0)
    return Catalogue(tag, Translations(file), frozenset(known), 2 * same > len(known)), tuple(problems)


def _key(message: Message) -> str:
    return str(message.id if isinstance(message.id, str) else message.id[0])


def _strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def _is_filled(message: Message) -> bool:
    strings = _strings(message)
    return bool(strings) and all(strings)


def _mismatch(message: Message, forms: int) -> str:
    """Say how a translation's placeholders or plural forms differ from what the message needs; empty where they agree."""
    strings = _strings(message)
    if isinstance(message.id, str):
        wanted = Counter(_PLACEHOLDER.findall(message.id))
        differs = Counter(_PLACEHOLDER.findall(strings[0])) != wanted
        return f"has not the placeholders of the original ({', '.join(wanted) or 'none'})" if differs else ""
    if len(strings) != forms:
        return f"has {len(strings)} plural forms, not {forms}"
    allowed = set(_PLACEHOLDER.findall(message.id[0] + message.id[1]))
    stranger = sorted({name for string in strings for name in _PLACEHOLDER.findall(string)} - allowed)
    return f"has placeholders that the original does not know ({', '.join(stranger)})" if stranger else ""
