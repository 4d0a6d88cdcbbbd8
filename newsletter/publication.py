"""The publication: its names, its languages and what stands in for each, its regions, its imprint, the head of its mails."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pydantic import Field

from newsletter.errors import ContentError
from newsletter.letterhead import Letterhead, MailShape, bare_host, has_controls, is_plain_address
from newsletter.model import FallbackPolicy, Problem
from newsletter.profiles import PressProfile, PressShape, load_profile
from newsletter.shapes import Line, MailAddress, Shape, Slug, Tag, WebAddress, Words, check_shape
from newsletter.sources import Document, read_yaml

FILE = "newsletter.yaml"


class ImprintShape(Shape):
    """What the law wants in every issue: who publishes this, and where they can be reached."""

    publisher: Words = Field(description="Who is responsible, per language")
    address: Words = Field(description="The postal address, per language")
    contact: Words = Field(default_factory=dict, description="A sentence on how to reach the editors, per language")
    email: MailAddress | None = Field(None, description="The editors' address")
    website: WebAddress | None = Field(None, description="The publisher's website")


class DatesShape(Shape):
    """How a language writes its dates here, where that differs from its own habit."""

    months: str | None = Field(None, description="Which set of month names, where a language has several: egypt, levant, maghreb, morocco or dual")
    calendar: Literal["gregorian", "buddhist"] | None = Field(None, description="Which years are counted")


class PublicationShape(Shape):
    """newsletter.yaml: the publication."""

    name: Words = Field(description="The publication's name, per language")
    tagline: Words = Field(default_factory=dict, description="The line under the name, per language")
    base: WebAddress = Field(description="Where issues are put on the web; addresses in mails begin with this")
    languages: dict[Tag, list[Tag]] = Field(min_length=1, description="Languages in order, each with the languages that stand in for it, best first")
    fallback: Literal["show", "link", "omit"] = Field("show", description="What happens with a story that has no translation")
    regions: dict[Slug, Words] = Field(min_length=1, description="Regions in order, with their names per language")
    imprint: ImprintShape
    dates: dict[Tag, DatesShape] = Field(default_factory=dict, description="Date policy per language")
    digits: dict[Tag, Line] = Field(default_factory=dict, description="Digits per language: latn, arab, thai …")
    mail: MailShape = Field(default_factory=MailShape, description="The head of every mail: sender, list, how to unsubscribe")
    print: PressShape = Field(default_factory=PressShape, description="What the printer asks for")


@dataclass(frozen=True, slots=True)
class Publication:
    """A publication and the folder it lives in."""

    folder: Path
    name: Mapping[str, str]
    tagline: Mapping[str, str]
    base: str
    fallbacks: Mapping[str, tuple[str, ...]]
    """Language -> what stands in for it, best first; the order of the keys is the order of the editions."""
    fallback: FallbackPolicy
    regions: Mapping[str, Mapping[str, str]]
    imprint: Mapping[str, Mapping[str, str]]
    months: Mapping[str, str] = field(default_factory=dict)
    calendars: Mapping[str, str] = field(default_factory=dict)
    digits: Mapping[str, str] = field(default_factory=dict)
    mail: Letterhead = field(default_factory=Letterhead)
    """As newsletter.yaml has it, with gaps."""
    profile: PressProfile | None = None
    """The printer's own; the toolkit's where None."""

    @property
    def letterhead(self) -> Letterhead:
        """What stands at the head of every mail: what newsletter.yaml says, and what follows from the rest of it."""
        email = self.imprint.get("email", {}).get("*", "")
        return self.mail.fill(self.base, self.name, email)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in the publication's order."""
        return tuple(self.fallbacks)

    def chain(self, language: str) -> tuple[str, ...]:
        """Return a language and everything that may stand in for it, best first."""
        return (language, *self.fallbacks.get(language, ()))


def choose(words: Mapping[str, str], chain: Iterable[str]) -> tuple[str, str] | None:
    """Return the language and the text that a reader gets of *words*, along their *chain*; None where there is none.

    A text given for all languages (key ``*``) counts as written in the reader's own.
    """
    for position, language in enumerate(chain):
        if language in words:
            return language, words[language]
        if position == 0 and "*" in words:
            return language, words["*"]
    return None


def load_publication(folder: Path) -> Publication:
    """Return the publication in *folder*; raises ContentError with every problem of its newsletter.yaml."""
    problems: list[Problem] = []
    document = read_yaml(folder / FILE, problems, FILE)
    shape = check_shape(PublicationShape, document, problems, "publication") if document else None
    if document and shape:
        problems.extend(_check(shape, document))
    profile = load_profile(shape.print, folder, document.source("print", "profile"), problems) if document and shape else None
    if problems or not shape:
        raise ContentError(problems)
    imprint = {name: value if isinstance(value, dict) else {"*": value} for name, value in shape.imprint.model_dump().items() if value}
    return Publication(
        folder=folder,
        name=shape.name,
        tagline=shape.tagline,
        base=shape.base.rstrip("/"),
        fallbacks={tag: tuple(chain) for tag, chain in shape.languages.items()},
        fallback=shape.fallback,
        regions=shape.regions,
        imprint=imprint,
        months={tag: dates.months for tag, dates in shape.dates.items() if dates.months},
        calendars={tag: dates.calendar for tag, dates in shape.dates.items() if dates.calendar},
        digits=shape.digits,
        mail=shape.mail.letterhead(),
        profile=profile,
    )


def _check(shape: PublicationShape, document: Document) -> Iterable[Problem]:
    for tag, chain in shape.languages.items():
        source = document.source("languages", tag)
        if len(set(chain)) < len(chain):
            yield Problem(source, "publication", f"languages.{tag} names a language twice", "Keep each language once, best first.")
        if circle := _circle(tag, shape.languages):
            yield Problem(
                source,
                "publication",
                f"languages.{tag} goes round in a circle: {' > '.join(circle)}",
                "A language cannot stand in for itself; end each chain in a language that needs none.",
            )
    for key in ("dates", "digits"):
        for tag in getattr(shape, key):
            if tag not in shape.languages:
                yield Problem(
                    document.source(key, tag),
                    "publication",
                    f"{key}.{tag} is no language of this publication",
                    "Add it to languages, or delete this line.",
                )
    yield from _check_mail(shape, document)
    for tag in shape.languages:
        for key, words in (("name", shape.name), ("imprint.publisher", shape.imprint.publisher), ("imprint.address", shape.imprint.address)):
            if choose(words, (tag, *shape.languages[tag])) is None:
                yield Problem(
                    document.source(*key.split(".")), "publication", f"{key} has no text that readers of {tag} could have", f"Add a line `{tag}: …`."
                )


def _check_mail(shape: PublicationShape, document: Document) -> Iterable[Problem]:
    """Yield what newsletter.yaml says elsewhere and cannot stand at the head of a mail."""
    if not (shape.mail.list_host and shape.mail.unsubscribe.page) and not bare_host(shape.base):
        message = "base has a host that cannot stand at the head of a mail"
        hint = "Mend the address, or give others for mails: `mail: {list: news.example.org, unsubscribe: {page: https://…}}`."
        yield Problem(document.source("base"), "publication", message, hint)
    if shape.imprint.email and not shape.mail.sender.address and not is_plain_address(shape.imprint.email):
        message = f"imprint.email cannot send mail: {shape.imprint.email!r} has letters that many mail servers refuse"
        yield Problem(document.source("imprint", "email"), "publication", message, "Give one in plain letters: `mail: {sender: {address: …}}`.")
    for tag, name in shape.name.items():
        if has_controls(name):
            yield Problem(document.source("name", tag), "publication", "name has a character that cannot be seen", "Type the name again.")


def _circle(tag: str, chains: Mapping[str, Iterable[str]]) -> list[str]:
    """Return the way from *tag* back to itself through the chains; empty where there is none."""
    ways = [[tag]]
    visited: set[str] = set()
    while ways:
        way = ways.pop()
        for other in chains.get(way[-1], ()):
            if other == tag:
                return [*way, tag]
            if other not in visited:
                visited.add(other)
                ways.append([*way, other])
    return []
