"""The mail of an edition: MJML from the templates, HTML from that."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from newsletter.languages.direction import first_strong
from newsletter.model import Edition, Mail
from newsletter.render.environment import render_template
from newsletter.render.mjml import compile_mjml
from newsletter.render.text import MARKS, render_text

if TYPE_CHECKING:
    import jinja2

_TEMPLATE = "mail/mail.mjml"
_INDENT = re.compile(r"\n\s+")
_BOX = re.compile(r"(<mj-text[^>]*>(?:<div lang=[^>]*>)?)")


def render_mail(edition: Edition, mail: jinja2.Environment, text: jinja2.Environment) -> tuple[Mail, str]:
    """Return the mail of an edition, and the MJML that it was compiled from.

    Takes the environments of the mail and of its text part. Subject and preheader, which can carry no mark-up, begin with a
    letter or a mark of the edition's direction. Raises TemplateError for templates that do not render or compile.
    """
    language = edition.language
    source = join_boxes(_INDENT.sub("\n", render_template(mail, _TEMPLATE)))
    rendered = Mail(
        subject=_turned(edition.subject.text, edition),
        preheader=_turned(edition.preheader.text, edition),
        html=compile_mjml(source, language.direction, _TEMPLATE),
        text=render_text(edition, text),
        language=language.tag,
        direction=language.direction,
    )
    return rendered, source


def join_boxes(source: str) -> str:
    """Return MJML in which boxes of text that follow each other and look the same are one: each costs a reader 300 bytes.

    Gmail cuts a mail off after 102 kilobytes; a story of twenty paragraphs would spend six of them on empty boxes.
    """
    pieces = _BOX.split(source)
    joined = [pieces[0]]
    for opening, content in zip(pieces[1::2], pieces[2::2], strict=True):
        end = "</div></mj-text>" if "<div" in opening else "</mj-text>"
        before = joined[-1].rstrip()
        if len(joined) > 1 and joined[-2] == opening and "padding" not in opening and before.endswith(end):
            joined[-1] = before.removesuffix(end) + content
        else:
            joined += opening, content
    return "".join(joined)


def _turned(words: str, edition: Edition) -> str:
    """Return words that a reader's program shows in the edition's direction (UAX #9, P2)."""
    direction = edition.language.direction
    return words if first_strong(words) in {direction, None} else MARKS[direction] + words
