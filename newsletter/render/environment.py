"""The Jinja environments: one per medium and edition, with the same names in each.

What templates may use is listed in docs/templates.md; a test holds the two together.
"""

from __future__ import annotations

import datetime as dt
import functools
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import jinja2
from jinja2.runtime import Context, Undefined

from newsletter.errors import TemplateError
from newsletter.languages.dates import format_date, format_date_range, format_time
from newsletter.languages.digits import format_number, to_digits
from newsletter.languages.territories import country_name, language_name
from newsletter.languages.words import words as load_words
from newsletter.model import Article, Block, Slot, Text
from newsletter.render.font_files import cache_home
from newsletter.render.inline_markup import Surroundings, Writer, markup
from newsletter.render.material import Material, Medium

ENDINGS: Mapping[Medium, str] = {"mail": "mjml", "text": "txt", "web": "html", "print": "html"}
PLACEHOLDERS = ("unsubscribe", "view")


@dataclass(frozen=True, slots=True)
class PictureView:
    """A picture as a template sees it."""

    source: str
    width: int
    height: int
    alt: str
    caption: Text | None
    credit: str
    licence: str
    form: str
    decorative: bool


@dataclass(frozen=True, slots=True)
class StoryView:
    """A related story as a template sees it."""

    headline: Text
    language: str
    is_fallback: bool
    url: str | None
    """Its address for this medium; None where the reader has no way there."""
    page: str | None
    """Its anchor, where it stands in this edition."""


def make_environment(material: Material, medium: Medium, output: str = "") -> jinja2.Environment:
    """Return the environment for *medium*; *output* tells ``screen`` from ``print`` PDFs.

    Templates come from the publication's own folder first, one file at a time, then from the defaults. Undefined names are
    errors, and everything but the text medium is escaped.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader([str(folder) for folder in material.templates]),
        autoescape=medium != "text",  # noqa: S701  plain text has no mark-up to escape
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=False,
        extensions=["jinja2.ext.do", "jinja2.ext.i18n"],
        bytecode_cache=_compiled_templates(),
    )
    view = _View(material, medium, output, environment)
    words = load_words(material.edition.language.tag, material.chain, material.language_folders)
    environment.install_gettext_callables(words.gettext, words.ngettext, newstyle=True)  # type: ignore[attr-defined]
    environment.globals.update(view.globals())
    environment.filters.update(view.filters())
    return environment


@functools.cache
def _compiled_templates() -> jinja2.BytecodeCache | None:
    """Return where compiled templates are kept: compiling them takes longer than rendering; None where nothing can be written."""
    folder = cache_home() / "templates"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return None
    return jinja2.FileSystemBytecodeCache(str(folder)) if os.access(folder, os.W_OK) else None


def render_template(environment: jinja2.Environment, name: str, **values: object) -> str:
    """Render a template; raises TemplateError with the template and line that went wrong."""
    try:
        return environment.get_template(name).render(**values)
    except jinja2.TemplateSyntaxError as error:
        raise TemplateError(error.name or name, error.lineno, error.message or "is not valid") from None
    except jinja2.TemplateNotFound as error:
        raise TemplateError(name, 0, f"needs the template {error.name}, which is missing") from None
    except jinja2.UndefinedError as error:
        raise TemplateError(*_place(error, name), error.message or "uses an unknown name") from None


def _place(error: BaseException, name: str) -> tuple[str, int]:
    """Return the innermost template line of an exception's way."""
    place, traceback = (name, 0), error.__traceback__
    while traceback:
        file = traceback.tb_frame.f_code.co_filename
        if "/templates/" in file or file.endswith((".html", ".mjml", ".txt", ".css")):
            place = (file.rpartition("/templates/")[2], traceback.tb_lineno)
        traceback = traceback.tb_next
    return place


class _View:
    """What one medium's templates see of an edition."""

    def __init__(self, material: Material, medium: Medium, output: str, environment: jinja2.Environment) -> None:
        self.material, self.medium, self.output = material, medium, output
        self.environment = environment
        self.language = material.edition.language
        self.look = material.look

    def globals(self) -> dict[str, Any]:
        edition, publication = self.material.edition, self.material.publication
        imprint = {key: self.material.text(words) for key, words in publication.imprint.items()}
        scripts = self.look["scripts"]
        return {
            "edition": edition,
            "language": self.language,
            "publication": {
                "name": edition.title,
                "tagline": self.material.text(publication.tagline),
                "base": publication.base,
                "imprint": {key: imprint.get(key) for key in ("publisher", "address", "contact", "email", "website")},
            },
            "look": self.look,
            "script": scripts.get(self.language.script, scripts["default"]),
            "script_of": self.script_of,
            "output": self.output,
            "start": self.language.start,
            "end": self.language.end,
            "side": lambda direction: ("right", "left") if direction == "rtl" else ("left", "right"),
            "attributes": self.attributes,
            "date_range": lambda first, last: format_date_range(first, last, self.language),
            "country": lambda code: country_name(code, self.language, self.material.chain),
            "language_name": lambda tag: language_name(tag, self.language, self.material.chain),
            "render": self.render,
            "picture": self.picture,
            "address": self.material.address,
            "edition_address": self.material.edition_address,
            "issue_languages": [self.material.languages[tag] for tag in self.material.issue_languages],
            "story": self.story,
            "region_name": self.region_name,
            "region_colour": self.region_colour,
            "colour": self.colour,
            "placeholder": self.placeholder,
        }

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {
            "inline": self.inline,
            "text": self.inline,
            "plain": plain,
            "date": self.date,
            "time": lambda moment, until=None: format_time(moment, self.language, until=until),
            "number": lambda number: format_number(number, self.language),
            "digits": lambda text: to_digits(str(text), self.language.digits),
        }

    def date(self, date: dt.date, form: str = "long", of: Block | None = None) -> str:
        """Return a date in the reader's words, or in those of the block *of*, whose own text it is part of."""
        return format_date(date, self.material.languages.get(of.language, self.language) if of else self.language, form)

    def around(self, context: Context) -> Surroundings:
        """Return the language of the place where a template writes."""
        for name in ("block", "article"):
            thing = context.get(name)
            if thing is not None and not isinstance(thing, Undefined):
                return Surroundings(thing.language, thing.direction)
        return Surroundings(self.language.tag, self.language.direction)

    @jinja2.pass_context
    def attributes(self, context: Context, thing: Block | Text | Article) -> str:
        """Return ``lang`` and ``dir`` for an element whose language is not that of its surroundings."""
        parent = context.get("surrounding")
        around = self.language.tag if parent is None or isinstance(parent, Undefined) else parent
        if thing.language == around:
            return ""
        return markup(f' lang="{thing.language}" dir="{thing.direction}"', self.medium)

    @jinja2.pass_context
    def inline(self, context: Context, value: object) -> str:
        slot = context.get("slot")
        return markup(self.writer(slot if isinstance(slot, Slot) else None).write(value, self.around(context)), self.medium)

    def writer(self, slot: Slot | None) -> Writer:
        style = f"color:{self.colour('signature')};text-decoration:underline" if self.medium == "mail" else ""
        return Writer(self.medium, dict(self.material.languages), style, self.story_address, lambda number: self.footnote(slot, number))

    def footnote(self, slot: Slot | None, number: str) -> str:
        """Return the reference to a note, by the medium's own template where it has one."""
        shown = to_digits(number, self.language.digits)
        if self.medium == "text":
            return f"[{shown}]"
        note = slot.article.notes[int(number) - 1] if slot and len(slot.article.notes) >= int(number) else None
        try:
            template = self.environment.get_template(f"{self.medium}/footnote.{ENDINGS[self.medium]}")
        except jinja2.TemplateNotFound:
            return f"<sup>{shown}</sup>"
        return template.render(number=int(number), shown=shown, note=note, slot=slot, article=slot.article if slot else None, nested=True).strip()

    @jinja2.pass_context
    def render(self, context: Context, blocks: Iterable[Block], *, nested: bool = False, **more: object) -> str:
        """Render blocks, each with the template of its kind."""
        slot = more.get("slot", context.get("slot"))
        parent = context.get("block")
        article = slot.article if isinstance(slot, Slot) else None
        surrounding = parent.language if isinstance(parent, Block) else article.language if article else self.language.tag
        values = {"slot": slot, "article": article, "nested": nested, "surrounding": surrounding, **more}
        parts = []
        for block in blocks:
            template = self.environment.get_template(f"{self.medium}/blocks/{block.kind}.{ENDINGS[self.medium]}")
            parts.append(template.render(block=block, **values))
        return markup("".join(parts), self.medium)

    def picture(self, slot: Slot, name: str) -> PictureView | None:
        """Return a story's picture in this medium's rendition, or None where it has none of that name."""
        picture = slot.article.pictures.get(name)
        prepared = self.material.pictures.get(f"{slot.article.slug}/{name}")
        if picture is None or prepared is None:
            return None
        rendition = {"mail": prepared.mail, "print": prepared.print}.get(self.medium, prepared.web)
        if self.output == "screen":
            rendition = prepared.web
        source = {"mail": self.material.picture_address(rendition.file), "web": f"pictures/{rendition.file}", "text": rendition.file}.get(self.medium)
        if source is None:
            source = (self.material.picture_folder / rendition.file).as_uri()
        alt = "" if picture.decorative else picture.alt.text if picture.alt else ""
        return PictureView(
            source, rendition.width, rendition.height, alt, picture.caption, picture.credit, picture.licence, picture.form, picture.decorative
        )

    def story(self, slug: str) -> StoryView | None:
        """Return a related story in the best language for this reader, or None where no edition may show it."""
        slot = self.material.edition.slot_of(slug)
        article = slot.article if slot else self.material.related.get(slug)
        if article is None:
            return None
        is_fallback = article.language != self.language.tag
        return StoryView(article.headline, article.language, is_fallback, self.story_address(slug), slug if slot else None)

    def story_address(self, slug: str) -> str | None:
        slot = self.material.edition.slot_of(slug)
        if slot is None:
            return None
        return f"#{slug}" if self.medium in {"web", "print"} and not slot.is_link else self.material.address(slot)

    def region_name(self, region: str) -> Text:
        words = self.material.publication.regions.get(region, {"*": region})
        return self.material.text(words) or Text(region, self.language.tag, self.language.direction)

    def region_colour(self, region: str) -> dict[str, str]:
        return _recipes(self.look["regions"].get(region) or self.look["colours"]["signature"])

    def colour(self, name: str) -> str:
        """Return a colour of look.yaml for this medium's light ground, by the press recipe in the print PDF."""
        recipes = _recipes(self.look["colours"][name])
        return recipes["cmyk" if self.output == "print" else "light"]

    def script_of(self, tag: str) -> str:
        """Return the script of a language that occurs in the edition."""
        known = self.material.languages.get(tag)
        return known.script if known else self.language.script

    def placeholder(self, name: str) -> str:
        """Return the stand-in for an address that only the mailing service knows."""
        if name not in PLACEHOLDERS:
            raise TemplateError(self.medium, 0, f"placeholder({name!r}) is not known; known: {', '.join(PLACEHOLDERS)}")
        if name == "view":
            return self.material.edition_address(self.language.tag)
        return f"{self.material.publication.base}/{name}"


def plain(value: object) -> str:
    """Return the bare characters of runs, a Text or a string."""
    if value is None:
        return ""
    if isinstance(value, (tuple, list)):
        return "".join(run.plain() for run in value)
    method = getattr(value, "plain", None)
    return str(method()) if callable(method) else str(value)


def _recipes(colour: Mapping[str, Any]) -> dict[str, str]:
    inks = " ".join(f"{ink:g}" for ink in colour["cmyk"])
    return {"light": str(colour["light"]), "dark": str(colour["dark"]), "cmyk": f"device-cmyk({inks})"}
