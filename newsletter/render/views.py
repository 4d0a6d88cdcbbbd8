"""What templates see of an edition: the names and filters of docs/templates.md; a test holds the two together."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Callable, Iterable, Mapping
from typing import Any, NamedTuple

import jinja2
from jinja2.runtime import Context

from newsletter.errors import TemplateError
from newsletter.languages.dates import format_date, format_date_range, format_time
from newsletter.languages.digits import format_number, to_digits
from newsletter.languages.sentences import cut_runs, cut_text
from newsletter.languages.territories import country_name, language_name
from newsletter.model import Article, Block, Inline, Slot, Text
from newsletter.render.inline_markup import Surroundings, Writer, markup
from newsletter.render.mail_type import MailType
from newsletter.render.material import Material, Medium
from newsletter.render.printed_links import printed_address, qr_code
from newsletter.render.turning import mark_of

ENDINGS: Mapping[Medium, str] = {"mail": "mjml", "text": "txt", "web": "html", "print": "html"}
PLACEHOLDERS = ("unsubscribe", "view")


class PictureView(NamedTuple):
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


class StoryView(NamedTuple):
    """A related story as a template sees it."""

    headline: Text
    language: str
    is_fallback: bool
    url: str | None
    """Its address for this medium; None where the reader has no way there."""
    page: str | None
    """Its anchor, where it stands in this edition."""


class Recipes(NamedTuple):
    """A colour of look.yaml."""

    light: str
    dark: str
    cmyk: str


class View:
    """What one medium's templates see of an edition; it lives as long as their environment."""

    def __init__(self, material: Material, medium: Medium, output: str, environment: jinja2.Environment) -> None:
        self.material, self.medium, self.output = material, medium, output
        self.environment = environment
        self.edition, self.language = material.edition, material.edition.language
        self.look = material.look
        self.here = Surroundings(self.language.tag, self.language.direction)
        self.colours = {name: _recipes(colour) for name, colour in self.look["colours"].items()}
        self.regions = {name: _recipes(colour) for name, colour in self.look["regions"].items()}
        style = f"color:{self.colour('signature')};text-decoration:underline" if medium == "mail" else ""
        self._teaser = functools.lru_cache(128)(self._make_teaser)
        self.type = MailType(self.look, self.language, self.script_of) if medium == "mail" else None
        foreign_style = self.type.foreign_style if self.type else lambda _language, _around: ""
        self.writer = Writer(medium, material.languages, style, self.story_address, self.footnote, foreign_style)
        self.writer.is_paper = output == "print"

    def globals(self) -> dict[str, Any]:
        """Return the names that templates may use; those of the mail's type are in :class:`MailType`."""
        publication = self.material.publication
        imprint = {key: self.material.text(words) for key, words in publication.imprint.items()}
        scripts = self.look["scripts"]
        return {
            "edition": self.edition,
            "language": self.language,
            "publication": {
                "name": self.edition.title,
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
            "qr": lambda address: qr_code(address, self.colour("ink")),
        }

    def filters(self) -> dict[str, Callable[..., Any]]:
        """Return the filters that templates may use."""
        return {
            "inline": self.inline,
            "text": self.inline,
            "our": lambda value: self.writer.write(value, self.here),
            "plain": plain,
            "mark": lambda value: mark_of(plain(value), self.language.direction),
            "teaser": self.teaser,
            "date": self.date,
            "time": lambda moment, until=None: format_time(moment, self.language, until=until),
            "number": lambda number: format_number(number, self.language),
            "printed": printed_address,
            "digits": lambda text: to_digits(str(text), self.language.digits),
        }

    def date(self, date: dt.date, form: str = "long", of: Block | None = None) -> str:
        """Return a date in the reader's words, or in those of the block *of*, whose own text it is part of."""
        return format_date(date, self.material.languages.get(of.language, self.language) if of else self.language, form)

    def teaser(self, value: Text | tuple[Inline, ...], article: Article, times: float = 1) -> Text | tuple[Inline, ...]:
        """Return the opening of an article's text or runs: whole sentences, of as many letters as the issue gives a teaser, some times over."""
        return self._teaser(value, article.language, round(self.edition.teaser * times))

    def _make_teaser(self, value: Text | tuple[Inline, ...], tag: str, at_most: int) -> Text | tuple[Inline, ...]:
        language = self.material.languages.get(tag, self.language)
        if isinstance(value, Text):
            return Text(cut_text(value.text, language, at_most), value.language, value.direction)
        return cut_runs(value, language, at_most)

    @jinja2.pass_context
    def inline(self, context: Context, value: object) -> str:
        """Return what a writer wrote as mark-up, in the surroundings of the place where a template writes."""
        look_up = context.resolve_or_missing
        slot = look_up("slot")
        if not isinstance(slot, Slot):
            slot = None
        for name in ("block", "article"):
            thing = look_up(name)
            if isinstance(thing, (Block, Article, Text)):
                return self.writer.write(value, Surroundings(thing.language, thing.direction, slot))
        return self.writer.write(value, Surroundings(self.here.language, self.here.direction, slot))

    @jinja2.pass_context
    def attributes(self, context: Context, thing: Block | Text | Article) -> str:
        """Return ``lang`` and ``dir`` for an element whose language is not that of its surroundings."""
        parent = context.resolve_or_missing("surrounding")
        around = parent if isinstance(parent, str) else self.language.tag
        if thing.language == around:
            return ""
        return markup(f' lang="{thing.language}" dir="{thing.direction}"', self.medium)

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
        if self.medium == "mail":
            rendition = prepared.mail
            source = self.material.picture_address(rendition.file)
        elif self.medium == "print":
            is_drawing = prepared.print.file.endswith(".png")  # taken over as it is, and small; photographs for the press are in ink
            rendition = prepared.print if is_drawing or self.output == "print" else prepared.web
            source = (self.material.picture_folder / rendition.file).as_uri()
        else:
            rendition = prepared.web
            source = f"pictures/{rendition.file}" if self.medium == "web" else rendition.file
        alt = "" if picture.decorative else picture.alt.text if picture.alt else ""
        words = (picture.caption, picture.credit, picture.licence, picture.form, picture.decorative)
        return PictureView(source, rendition.width, rendition.height, alt, *words)

    def story(self, slug: str) -> StoryView | None:
        """Return a related story in the best language for this reader, or None where no edition may show it."""
        slot = self.edition.slot_of(slug)
        article = slot.article if slot else self.material.related.get(slug)
        if article is None:
            return None
        is_fallback = article.language != self.language.tag
        return StoryView(article.headline, article.language, is_fallback, self.story_address(slug), slug if slot else None)

    def story_address(self, slug: str) -> str | None:
        """Return where a story is read, for this medium, or None where the reader has no way there."""
        slot = self.edition.slot_of(slug)
        if slot is None:
            return None
        return f"#{slug}" if self.medium in {"web", "print"} and not slot.is_link else self.material.address(slot)

    def region_name(self, region: str) -> Text:
        """Return a region's name for this reader."""
        words = self.material.publication.regions.get(region, {"*": region})
        return self.material.text(words) or Text(region, self.language.tag, self.language.direction)

    def region_colour(self, region: str) -> Recipes:
        """Return a region's colour, or that of the publication for a region without one."""
        return self.regions.get(region) or self.colours["signature"]

    def colour(self, name: str) -> str:
        """Return a colour of look.yaml for this medium's light ground, by the press recipe in the print PDF; raises UndefinedError."""
        recipes = self.colours.get(name)
        if recipes is None:
            message = f"look.yaml has no colour {name!r}"
            raise jinja2.UndefinedError(message)
        return recipes.cmyk if self.output == "print" else recipes.light

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
        return self.material.publication.letterhead.unsubscribe_page


def plain(value: object) -> str:
    """Return the bare characters of runs, a Text or a string."""
    if isinstance(value, Text):
        return value.text
    if value is None:
        return ""
    if isinstance(value, (tuple, list)):
        return "".join(run.plain() for run in value)
    method = getattr(value, "plain", None)
    return str(method()) if callable(method) else str(value)


def _recipes(colour: Mapping[str, Any]) -> Recipes:
    inks = " ".join(f"{ink:g}" for ink in colour["cmyk"])
    return Recipes(str(colour["light"]), str(colour["dark"]), f"device-cmyk({inks})")
