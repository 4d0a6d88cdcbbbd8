"""Everything that an edition is rendered with, as one value that travels to the worker processes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import yaml

from newsletter.errors import TemplateError
from newsletter.model import Article, Edition, Language, Slot, Text
from newsletter.publication import Publication, choose

Medium = Literal["mail", "text", "web", "print"]


@dataclass(frozen=True, slots=True)
class Rendition:
    """A picture made ready for one medium."""

    file: str
    """File name in the pictures folder."""
    width: int
    height: int
    """Pixels at 1x: what the mail shows; the file behind may hold twice as many."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A story's picture in all renditions, and its size before."""

    mail: Rendition
    web: Rendition
    print: Rendition
    original: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Material:
    """An edition and all that is needed to render it."""

    edition: Edition
    publication: Publication
    look: Mapping[str, Any]
    languages: Mapping[str, Language]
    """Every language that may occur in the edition, by tag."""
    related: Mapping[str, Article]
    """Stories that articles point to, each in the best language for this reader."""
    issue_languages: tuple[str, ...]
    templates: tuple[Path, ...]
    """Template folders, the publication's own first."""
    language_folders: tuple[Path, ...] = ()
    pictures: Mapping[str, Prepared] = field(default_factory=dict)
    """Prepared pictures by ``slug/id``."""
    picture_folder: Path = Path()
    """Where the files of the print renditions lie."""

    @property
    def chain(self) -> tuple[str, ...]:
        """The reader's language and what may stand in for it."""
        return self.publication.chain(self.edition.language.tag)

    def text(self, words: Mapping[str, str]) -> Text | None:
        """Return the text of *words* that this reader gets, or None."""
        chosen = choose(words, (*self.chain, *words))
        if chosen is None:
            return None
        language = self.languages.get(chosen[0])
        return Text(chosen[1], chosen[0], language.direction if language else "ltr")

    def address(self, slot: Slot) -> str:
        """Return where the story is read on the web: in this edition, or (a link slot) in the edition of its language."""
        tag = self.edition.language.tag
        if slot.is_link and slot.article.language in self.issue_languages:
            tag = slot.article.language
        return f"{self.edition_address(tag)}#{slot.article.slug}"

    def edition_address(self, tag: str) -> str:
        """Return the web address of this issue in a language."""
        return f"{self.publication.base}/{self.edition.name}/{tag}/page.html"

    def picture_address(self, file: str) -> str:
        """Return the web address of a picture of this edition."""
        return f"{self.publication.base}/{self.edition.name}/{self.edition.language.tag}/pictures/{file}"


def load_look(folders: tuple[Path, ...]) -> dict[str, Any]:
    """Return look.yaml of the first template folder that has one; raises TemplateError where it is missing or broken."""
    path = next((folder / "look.yaml" for folder in folders if (folder / "look.yaml").is_file()), None)
    if path is None:
        raise TemplateError("look.yaml", 0, "is missing")
    try:
        look = yaml.safe_load(path.read_text("utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        raise TemplateError("look.yaml", mark.line + 1 if mark else 0, "is not valid YAML") from None
    parts = ("colours", "regions", "type", "scripts", "faces")
    if not isinstance(look, dict) or (missing := [part for part in parts if not isinstance(look.get(part), dict)]):
        raise TemplateError("look.yaml", 0, f"has no {', '.join(missing) if isinstance(look, dict) else 'groups'}")
    return look
