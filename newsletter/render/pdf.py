"""An edition to PDF: the review for the screen and for the press.

The templates of ``templates/print`` make one HTML document, the same for both but for the word ``output``; the engine sets it
in our own fonts; a finishing pass mends what the engine leaves (:mod:`newsletter.render.finishing`).
"""

from __future__ import annotations

import datetime as dt
import logging
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2

from newsletter.errors import ContentError
from newsletter.languages.direction import direction_of
from newsletter.languages.loading import load_language
from newsletter.model import Block, Direction, Edition, Inline, Language, Pdf, Problem
from newsletter.profiles import PressProfile
from newsletter.render.drawings import find_drawings
from newsletter.render.environment import render_template
from newsletter.render.finishing import count_pages, finish_print, finish_screen
from newsletter.render.fonts import Fonts, load_fonts, script_of
from newsletter.render.fonts_coverage import RULE, find_uncovered
from newsletter.render.inks import load_inks

if TYPE_CHECKING:
    from newsletter.render.pdf_engine import Kind, Record

TEMPLATE = "print/print.html"


@dataclass(frozen=True, slots=True)
class Voice:
    """How one language of an edition is set: what the style sheet says for ``lang=``."""

    tag: str
    script: str
    direction: Direction
    size: float
    """Factor over the sizes of look.yaml, so that eye heights match."""
    unbroken: str
    """Two words without a space between them, where the script has none."""
    leading: float
    heading: float
    """Line heights of text and of headings."""
    hyphens: bool
    text: str
    headline: str
    furniture: str
    """Values of CSS ``font-family``, other scripts' faces behind."""


def render_pdf(
    edition: Edition, environment: jinja2.Environment, kind: Kind, folder: Path, profile: PressProfile | None = None
) -> tuple[Pdf, tuple[Problem, ...]]:
    """Return *edition* as a PDF for ``screen`` or ``print``, and what is wrong with it.

    *environment* is the print medium's, with ``look`` among its globals. *folder* is the edition's output folder: pictures are
    fetched from there and from nowhere else. *profile* is the printer's own. The bytes depend on all of these, the templates
    and the fonts only.

    Raises TemplateError for a template that cannot be rendered, NewsletterError where a font package is missing.
    """
    look: Mapping[str, Any] = environment.globals["look"]  # type: ignore[assignment]
    fonts = load_fonts(look)
    fonts.use()
    from newsletter.render import pdf_engine  # noqa: PLC0415 - Pango reads the font configuration when it is loaded

    voices = _voices(edition, fonts)
    values = {"output": kind, "voices": voices, "fonts": fonts, "created": created(edition), "engine": pdf_engine.engine_version()}
    html = render_template(environment, TEMPLATE, **values)
    drawings = find_drawings(folder, html)
    blanks = {name: drawing.blank() for name, drawing in drawings.items()}
    data, records = pdf_engine.write_pdf(html, folder, (fonts.folder,), kind, blanks)
    named = {pdf_engine.picture_name(name): drawing for name, drawing in drawings.items()}
    finished = finish_screen(data, edition.language.direction, named) if kind == "screen" else finish_print(data, edition, load_inks(profile), named)
    problems = [*find_uncovered(edition, fonts), *_dictionary_problems(edition, voices)]
    problems += _log_problems(edition, records, {problem.message for problem in problems})
    return Pdf(kind, finished, count_pages(finished)), tuple(problems)


def created(edition: Edition) -> str:
    """Return when the document was made, as its metadata tell it (W3C profile of ISO 8601).

    The edition's date, so that the same edition gives the same bytes; ``SOURCE_DATE_EPOCH`` where a build sets it.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    moment = dt.datetime.fromtimestamp(int(epoch), dt.UTC) if epoch.isdigit() else dt.datetime.combine(edition.date, dt.time(), dt.UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _voices(edition: Edition, fonts: Fonts) -> tuple[Voice, ...]:
    """Return how each language that occurs in *edition* is set, the edition's own first."""
    own = edition.language
    tags = dict.fromkeys((own.tag, *sorted(set(_tags(edition)) - {own.tag, ""})))
    return tuple(_voice(tag, own.script if tag == own.tag else script_of(tag), edition, fonts) for tag in tags)


def _voice(tag: str, script: str, edition: Edition, fonts: Fonts) -> Voice:
    settings = fonts.scripts.get(script, fonts.scripts["default"])
    language = edition.language if tag == edition.language.tag else _language(tag)
    return Voice(
        tag=tag,
        script=script,
        direction=language.direction if language else direction_of(tag),
        unbroken=language.unbroken if language else "",
        size=settings["size"],
        leading=settings["print"]["text"],
        heading=settings["print"]["heading"],
        hyphens=bool(language and language.hyphenation),
        text=fonts.family(script, "text"),
        headline=fonts.family(script, "headline"),
        furniture=fonts.family(script, "furniture"),
    )


def _language(tag: str) -> Language | None:
    """Return a language that has a file in the package; a foreign run may be in one that has none."""
    try:
        return load_language(tag)
    except ContentError:
        return None


def _tags(edition: Edition) -> Iterator[str]:
    """Yield the language of every text in *edition*."""
    for text in (edition.title, edition.issue_title, *(section.heading for section in edition.sections)):
        if text:
            yield text.language
    for slot in edition.slots:
        article = slot.article
        yield article.language
        yield from (person.name.language for person in article.people)
        for block in (*article.blocks, *article.notes):
            yield from _block_tags(block)


def _block_tags(block: Block) -> Iterator[str]:
    yield block.language
    for value in (block.inlines, *block.fields.values()):
        if isinstance(value, tuple):
            yield from (tag for run in value if isinstance(run, Inline) for tag in _run_tags(run))
    for inner in block.blocks:
        yield from _block_tags(inner)


def _run_tags(run: Inline) -> Iterator[str]:
    yield run.language
    for child in run.children:
        yield from _run_tags(child)


def _dictionary_problems(edition: Edition, voices: tuple[Voice, ...]) -> Iterator[Problem]:
    """Yield a problem where the breaking library has no dictionary for a script that needs one."""
    from newsletter.render.pdf_engine import breaks_words  # noqa: PLC0415

    for voice in voices:
        if voice.unbroken and not breaks_words(voice.unbroken, voice.tag, voice.text.split(", ")[0].strip('"')):
            message = f"lines in {voice.script} script cannot be broken between words on this machine"
            hint = "Install libthai with its data (Debian: libthai0)."
            yield Problem(edition.source, "line-breaking", message, hint, language=edition.language.tag)


def _log_problems(edition: Edition, records: tuple[Record, ...], told: set[str]) -> Iterator[Problem]:
    """Yield what the engine logged; letters without a font only where they were not told with their line already."""
    for record in dict.fromkeys(records):
        missing = re.search(r"\.notdef glyph.*\((U\+[0-9A-F]+)\)", record.message)
        if missing and any(missing[1] in one for one in told):
            continue
        severe = missing is not None or record.level >= logging.ERROR
        rule = RULE if missing else "pdf-engine"
        yield Problem(edition.source, rule, record.message, severity="error" if severe else "warning", language=edition.language.tag)
