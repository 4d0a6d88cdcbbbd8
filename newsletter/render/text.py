"""The text part of a mail: the same issue for those who read no HTML, and for those who listen."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from newsletter.languages.direction import first_strong
from newsletter.render.environment import render_template

if TYPE_CHECKING:
    import jinja2

    from newsletter.model import Direction, Edition

MARKS: dict[Direction, str] = {"ltr": "\u200e", "rtl": "\u200f"}
"""Characters that show nothing and give a line its direction (UAX #9, 2.6)."""

_ADDRESS = re.compile(r"<[^<>\s]+>|https?://\S+|\S+@\S+")


def render_text(edition: Edition, environment: jinja2.Environment) -> str:
    """Return the text part of an edition's mail.

    Takes the environment of the text medium. A line whose first letter would turn it round gets a mark; the first line
    always runs as the edition does. Raises TemplateError for a template that does not render.
    """
    lines = render_template(environment, "text/mail.txt").split("\n")
    text = "\n".join(turn_line(line.rstrip()) for line in lines)
    text = re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"
    direction = edition.language.direction
    return text if first_strong(text) == direction else MARKS[direction] + text


def turn_line(line: str) -> str:
    """Return a line so that programs which go by its first letter (UAX #9, P2) give it the direction of most of its letters.

    A paragraph in Arabic that begins with a name in Latin letters would be shown from the left otherwise. Addresses are
    not counted.
    """
    first = first_strong(line)
    if first is None or line.isascii():
        return line
    counts = {"ltr": 0, "rtl": 0}
    for character in _ADDRESS.sub("", line):
        kind = unicodedata.bidirectional(character)
        if kind in {"L", "R", "AL"}:
            counts["ltr" if kind == "L" else "rtl"] += 1
    other: Direction = "rtl" if first == "ltr" else "ltr"
    return MARKS[other] + line if counts[other] > counts[first] else line
