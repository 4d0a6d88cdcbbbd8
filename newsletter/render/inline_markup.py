"""Running text to mark-up: escaped, typographically repaired, and with every foreign run isolated.

Isolation follows UAX #9 and the HTML standard's advice (3.2.6.4): ``bdi`` in print and on the web; ``span dir`` in mail, where
several clients drop ``bdi``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from markupsafe import Markup, escape

from newsletter.languages.breaking import repair_spacing
from newsletter.languages.isolation import isolates
from newsletter.model import Direction, Inline, Language, Slot, Text
from newsletter.render.material import Medium
from newsletter.render.printed_links import bare_address, printed_address

_KEPT = 1024
"""How many pieces of text are kept as mark-up: an edition writes a headline up to five times."""


class Surroundings(NamedTuple):
    """What a run stands in."""

    language: str
    direction: Direction
    slot: Slot | None = None
    """Whose notes the references in it point to."""


class Writer:
    """Writes runs for one medium of one edition; the callables resolve what lies outside the text."""

    def __init__(
        self,
        medium: Medium,
        languages: Mapping[str, Language],
        link_style: str,
        story_address: Callable[[str], str | None],
        footnote: Callable[[Slot | None, str], str],
        foreign_style: Callable[[str, str], str],
    ) -> None:
        """Take what is to be asked for outside of the text.

        These are the address of ``story:slug`` (None where the reader has no way there), the reference to a slot's note, and the
        CSS of a run in one language that stands in another.
        """
        self.medium, self.languages, self.link_style = medium, languages, link_style
        self.story_address, self.footnote, self.foreign_style = story_address, footnote, foreign_style
        self.is_paper = False
        """Nobody can follow a link there: its address is printed behind it."""
        self._words = lru_cache(_KEPT)(self._make_words)
        self._text = lru_cache(_KEPT)(self._make_text)

    def write(self, value: object, around: Surroundings) -> str:
        """Return mark-up (plain text in the text medium) for runs, a Text or a string."""
        if isinstance(value, Text):
            return self._text(value.text, value.language, value.direction, around.language)
        return markup(self.other(value, around), self.medium)

    def other(self, value: object, around: Surroundings) -> str:
        """Return what is no Text as mark-up."""
        if isinstance(value, str):
            return str(value) if hasattr(value, "__html__") else self._words(value, around.language, around.direction)
        if isinstance(value, Inline):
            return self.run(value, around)
        if isinstance(value, Iterable):
            return "".join([self.run(run, around) for run in value])
        return "" if value is None else str(value)

    def _make_text(self, text: str, language: str, direction: Direction, around: str) -> str:
        """Return a text, marked where its language is not that of its surroundings."""
        words = self._words(text, language, direction)
        if language != around and self.medium != "text":
            words = self.isolate(words, direction, language, around)
        return markup(words, self.medium)

    def isolate(self, markup: str, direction: Direction, language: str = "", around: str = "") -> str:
        """Wrap finished mark-up that runs in a direction; in a language, inside another one.

        A mail says the direction twice, since some mail programs drop ``dir`` and others know no style.
        """
        lang = f' lang="{escape(language)}"' if language else ""
        if self.medium != "mail":
            return f'<bdi{lang} dir="{direction}">{markup}</bdi>'
        more = self.foreign_style(language, around) if language else ""
        style = f"direction:{direction};unicode-bidi:embed{';' if more else ''}{more}"
        return f'<span{lang} dir="{direction}" style="{style}">{markup}</span>'

    def _make_words(self, text: str, tag: str, direction: Direction) -> str:
        """Return plain words, repaired for their language, escaped, their foreign runs isolated."""
        language = self.languages.get(tag)
        repaired = repair_spacing(text, language) if language else text
        if self.medium == "text":
            return repaired
        parts = []
        for piece, isolated in isolates(repaired, direction):
            escaped = str(escape(piece))
            parts.append(self.isolate(escaped, isolated) if isolated else escaped)
        return "".join(parts)

    def run(self, run: Inline, around: Surroundings) -> str:
        """Return one run with everything inside it."""
        if run.kind == "text":
            return self._words(run.text, around.language, around.direction)
        if run.kind == "break":
            return "\n" if self.medium == "text" else "<br>" if self.medium != "mail" else "<br/>"
        if run.kind == "footnote":
            return self.footnote(around.slot, run.target)
        if run.kind == "foreign":
            inner = Surroundings(run.language, run.direction, around.slot)
            words = "".join([self.run(child, inner) for child in run.children])
            return words if self.medium == "text" else self.isolate(words, run.direction, run.language, around.language)
        words = "".join([self.run(child, around) for child in run.children])
        if run.kind == "link":
            return self.link(run.target, words)
        if self.medium == "text":
            return words
        return f"<strong>{words}</strong>" if run.kind == "strong" else self.emphasis(words, around)

    def emphasis(self, words: str, around: Surroundings) -> str:
        """Return emphasised words: slanted, or bold where the script knows no slant."""
        language = self.languages.get(around.language)
        if language is not None and language.emphasis == "weight":
            return f'<em style="font-style:normal;font-weight:bold">{words}</em>'
        return f"<em>{words}</em>"

    def link(self, target: str, words: str) -> str:
        """Return a link, or its bare words where it leads nowhere for this reader."""
        address = self.story_address(target.removeprefix("story:")) if target.startswith("story:") else target
        if not address:
            return words
        if self.medium == "text":
            return words if address.startswith("#") or address in words else f"{words} <{address.removeprefix('mailto:').removeprefix('tel:')}>"
        style = f' class="link" style="{self.link_style}"' if self.link_style else ""
        written = f'<a href="{escape(address)}"{style}>{words}</a>'
        if not self.is_paper or address.startswith("#"):
            return written
        is_said = bare_address(address) in Markup(words).striptags()  # noqa: S704  escaped piece by piece
        return written if is_said else f"{written} ({printed_address(address)})"


def markup(text: str, medium: Medium) -> str:
    """Return finished text as Jinja should treat it: safe mark-up, or plain text in the text medium."""
    return text if medium == "text" else Markup(text)  # noqa: S704  escaped piece by piece above
