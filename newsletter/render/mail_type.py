"""What the words of a mail are set in, as inline CSS: look.yaml's sizes and fonts, with sides computed for readers' programs.

Worked out here and not in the templates, because a mail asks some two hundred times.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Literal

import jinja2
from markupsafe import Markup, escape

from newsletter.model import Article, Block, Direction, Language, Text

_keep = lru_cache(maxsize=256, typed=True)
"""Keeps a function's answers: a mail has a few dozen different ones."""


class MailType:
    """Answers for one edition; everything is mark-up that may stand in an attribute.

    Every method raises ``jinja2.UndefinedError`` for what look.yaml does not have, so that the template's line is told.
    """

    def __init__(self, look: Mapping[str, Any], language: Language, script_of: Callable[[str], str]) -> None:
        self._look, self._language, self._script_of = look, language, script_of
        self._kept_font, self._kept_whole_font, self._kept_ours = _keep(self._font), _keep(self._whole_font), _keep(self._ours)

    def globals(self) -> dict[str, Any]:
        """Return the names that the mail's templates may use besides those of every medium."""
        return {
            "size": _keep(self.size),
            "face": _keep(self.face),
            "leading": _keep(self.leading),
            "pad": _keep(self.pad),
            "font": self.font,
            "whole_font": self.whole_font,
            "ours": self.ours,
        }

    def size(self, role: str, tag: str = "") -> int:
        """Return a size of look.yaml in pixels, for a script that needs larger letters than Latin to look as large."""
        sizes = self._look["type"]["screen"]
        size: float = self._found(sizes, role) * self._found(self._script(tag), "mail", "size") / sizes["text"]
        return round(size)

    def face(self, name: str, tag: str = "") -> Markup:
        """Return a script's fonts: ``text`` for reading, ``furniture`` for all else."""
        return _attribute(self._found(self._script(tag), "mail", name))

    def leading(self, name: str, tag: str = "") -> Markup:
        """Return a script's line height: of ``text`` or of a ``heading``."""
        return _attribute(self._found(self._script(tag), "leading", name))

    def font(self, role: str, thing: Block | Text | Article | None = None, *, furniture: bool = False, heading: bool = False) -> Markup:
        """Return the CSS of a piece of text, where it differs from the text of its box."""
        return self._kept_font(role, thing.language if thing else "", furniture, heading)

    def whole_font(self, role: str, thing: Block | Text | Article | None = None, *, furniture: bool = False) -> Markup:
        """Return all of it, for a table: Outlook's cells take nothing over from what is round the table."""
        if not thing:
            return self._kept_whole_font(role, "", self._language.direction, furniture)
        return self._kept_whole_font(role, thing.language, thing.direction, furniture)

    def foreign_style(self, tag: str, around: str) -> str:
        """Return the CSS of a run in one language that stands in another: more room where its script needs more."""
        own = self._found(self._script(tag), "leading", "text")
        return f"line-height:{_attribute(own)}" if own > self._found(self._script(around), "leading", "text") else ""

    def pad(self, top: int, end: int, bottom: int, start: int, direction: Direction | None = None) -> Markup:
        """Return CSS padding with the sides of the edition, or of a direction."""
        right, left = (start, end) if (direction or self._language.direction) == "rtl" else (end, start)
        return Markup(f"{top}px {right}px {bottom}px {left}px")  # noqa: S704  numbers

    def ours(self, thing: Block | Text | Article, style: str) -> Markup:
        """Return the attributes of an element with words of ours (a date, a link) that may stand in a text of another language."""
        return self._kept_ours("" if thing.language == self._language.tag else thing.direction, style)

    def _ours(self, around: Direction | Literal[""], style: str) -> Markup:
        """Return them for words at home, or in a text of a direction: they run our way, and stand at that text's side."""
        here = self._language
        if not around:
            return Markup(f' style="{escape(style)}"')  # noqa: S704  escaped
        start = "right" if around == "rtl" else "left"
        ways = f"direction:{here.direction};text-align:{start};line-height:{self.leading('text')}"
        return Markup(f' lang="{here.tag}" dir="{here.direction}" style="{ways};{escape(style)}"')  # noqa: S704

    def _script(self, tag: str) -> Mapping[str, Any]:
        scripts: Mapping[str, Mapping[str, Any]] = self._look["scripts"]
        return scripts.get(self._script_of(tag or self._language.tag), scripts["default"])

    def _found(self, group: Mapping[str, Any], *names: str) -> Any:
        found: Any = group
        for name in names:
            if not isinstance(found, Mapping) or name not in found:
                message = f"look.yaml has no {' '.join(names)!r}"
                raise jinja2.UndefinedError(message)
            found = found[name]
        return found

    def _font(self, role: str, tag: str, furniture: bool, heading: bool) -> Markup:  # noqa: FBT001
        face = f"font-family:{self.face('furniture', tag)};" if furniture else ""
        weight = f";font-weight:bold;line-height:{self.leading('heading', tag)}" if heading else ""
        return Markup(f"{face}font-size:{self.size(role, tag)}px{weight}")  # noqa: S704  escaped above

    def _whole_font(self, role: str, tag: str, direction: Direction, furniture: bool) -> Markup:  # noqa: FBT001
        face = self.face("furniture" if furniture else "text", tag)
        return Markup(f"font-family:{face};font-size:{self.size(role, tag)}px;line-height:{self.leading('text', tag)};direction:{direction}")  # noqa: S704


def _attribute(value: object) -> Markup:
    """Return a value of look.yaml as it may stand between double quotation marks, where an apostrophe is no danger."""
    return Markup(str(escape(str(value))).replace("&#39;", "'"))  # noqa: S704  escaped
