"""Running text to mark-up: escaped, typographically repaired, and with every foreign run isolated.

Isolation follows UAX #9 and the HTML standard's advice (3.2.6.4): ``bdi`` in print and on the web; ``span dir`` in mail, where
several clients drop ``bdi``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from markupsafe import Markup, escape

from newsletter.languages.breaking import repair_spacing
from newsletter.languages.isolation import isolates
from newsletter.model import Direction, Inline, Language, Text
from newsletter.render.material import Medium


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a run stands in."""

    language: str
    direction: Direction


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes runs for one medium; the callables resolve what lies outside the text."""

    medium: Medium
    languages: dict[str, Language]
    link_style: str
    story_address: Callable[[str], str | None]
    """``story:slug`` -> address, or None where the reader has no way there."""
    footnote: Callable[[str], str]
    """Mark-up of the reference to an article's note, by its number."""

    def write(self, value: object, around: Surroundings) -> str:
        """Return mark-up (plain text in the text medium) for runs, a Text or a string."""
        if isinstance(value, Text):
            return self.text(value, around)
        if isinstance(value, str):
            return str(value) if hasattr(value, "__html__") else self.words(value, around)
        if isinstance(value, Inline):
            return self.run(value, around)
        if isinstance(value, Iterable):
            return "".join(self.run(run, around) for run in value)
        return "" if value is None else str(value)

    def text(self, text: Text, around: Surroundings) -> str:
        """Return a text, marked where its language is not that of its surroundings."""
        words = self.words(text.text, Surroundings(text.language, text.direction))
        if text.language == around.language or self.medium == "text":
            return words
        return self.isolate(words, text.language, text.direction)

    def isolate(self, markup: str, language: str, direction: Direction) -> str:
        """Wrap finished mark-up in another language's run."""
        tag = "span" if self.medium == "mail" else "bdi"
        lang = f' lang="{escape(language)}"' if language else ""
        return f'<{tag}{lang} dir="{direction}">{markup}</{tag}>'

    def words(self, text: str, around: Surroundings) -> str:
        """Return plain words, repaired for their language, escaped, their foreign runs isolated."""
        language = self.languages.get(around.language)
        repaired = repair_spacing(text, language) if language else text
        if self.medium == "text":
            return repaired
        parts = []
        for piece, direction in isolates(repaired, around.direction):
            escaped = str(escape(piece))
            parts.append(self.isolate(escaped, "", direction) if direction else escaped)
        return "".join(parts)

    def run(self, run: Inline, around: Surroundings) -> str:
        """Return one run with everything inside it."""
        if run.kind == "text":
            return self.words(run.text, around)
        if run.kind == "break":
            return "\n" if self.medium == "text" else "<br>" if self.medium != "mail" else "<br/>"
        if run.kind == "footnote":
            return self.footnote(run.target)
        if run.kind == "foreign":
            inner = Surroundings(run.language, run.direction)
            words = "".join(self.run(child, inner) for child in run.children)
            return words if self.medium == "text" else self.isolate(words, run.language, run.direction)
        words = "".join(self.run(child, around) for child in run.children)
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
        return f'<a href="{escape(address)}"{style}>{words}</a>'


def markup(text: str, medium: Medium) -> str:
    """Return finished text as Jinja should treat it: safe mark-up, or plain text in the text medium."""
    return text if medium == "text" else Markup(text)  # noqa: S704  escaped piece by piece above
