"""The text part of a mail: the same issue for those who read no HTML, and for those who listen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsletter.languages.direction import first_strong
from newsletter.render.environment import render_template
from newsletter.render.turning import MARKS, turn_line

if TYPE_CHECKING:
    import jinja2

    from newsletter.model import Edition

_GAP = re.compile(r"\n{3,}")


def render_text(edition: Edition, environment: jinja2.Environment) -> str:
    """Return the text part of an edition's mail.

    Takes the environment of the text medium. A line whose first letter would turn it round gets a mark; the first line
    always runs as the edition does. Raises TemplateError for a template that does not render.
    """
    lines = render_template(environment, "text/mail.txt").split("\n")
    text = "\n".join([turn_line(line.rstrip()) for line in lines])
    text = _GAP.sub("\n\n", text).strip() + "\n"
    direction = edition.language.direction
    return text if first_strong(text) == direction else MARKS[direction] + text
