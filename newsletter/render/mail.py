"""The mail of an edition: MJML from the templates, HTML from that."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, cast

from newsletter.model import Edition, Imprint, Mail
from newsletter.render.environment import render_template
from newsletter.render.mjml import compile_mjml
from newsletter.render.text import render_text
from newsletter.render.turning import mark_of

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
        subject=mark_of(edition.subject.text, language.direction) + edition.subject.text,
        preheader=mark_of(edition.preheader.text, language.direction) + edition.preheader.text,
        html=compile_mjml(source, language.direction, _TEMPLATE),
        text=render_text(edition, text),
        language=language.tag,
        direction=language.direction,
        imprint=_imprint(mail),
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


def _imprint(environment: jinja2.Environment) -> Imprint:
    """Return what the law wants of the mail, by the names that its templates have for it."""
    names = cast("Mapping[str, Any]", environment.globals)
    words, address = names["publication"]["imprint"], names["placeholder"]
    return Imprint(str(words["publisher"] or ""), str(words["address"] or ""), address("unsubscribe"), address("view"))
