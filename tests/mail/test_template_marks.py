"""Marks tell where a mail's text was written, and change nothing else, in every template of the house."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest
from mailroom import SAMPLES, TAGS, materials

from newsletter.render.environment import make_environment, render_template
from newsletter.render.mail_faults import trace_mail
from newsletter.render.mjml import TEMPLATE
from newsletter.render.template_marks import Traced

EDITIONS = [(name, tag) for name in SAMPLES for tag in TAGS]


@functools.cache
def lines_of(file: str) -> list[str]:
    return Path(file).read_text("utf-8").split("\n")


def traced(name: str, tag: str) -> Traced:
    return trace_mail(materials(name)[tag])


@pytest.mark.parametrize(("name", "tag"), EDITIONS)
def test_without_its_marks_a_mail_is_what_it_was(name: str, tag: str) -> None:
    assert traced(name, tag).text == render_template(make_environment(materials(name)[tag], "mail"), TEMPLATE)


@pytest.mark.parametrize(("name", "tag"), EDITIONS)
def test_every_mark_stands_where_its_text_was_written(name: str, tag: str) -> None:
    mail = traced(name, tag)
    known = 0
    for start, place in zip(mail._starts, mail._places, strict=True):
        line = lines_of(place.file)[place.line - 1]
        assert mail.text[start] in line
        if place.column:
            known += 1
            assert line[place.column - 1] == mail.text[start], place
    assert known > 0.8 * len(mail._starts) > 100


def test_every_element_of_a_mail_has_a_mark_of_its_own() -> None:
    mail = traced("2022-07", "ar")
    starts = set(mail._starts)
    elements = [at for at in range(len(mail.text)) if mail.text.startswith(("<mj", "</mj"), at)]
    assert len(elements) > 100
    assert [mail.text[at : at + 40] for at in elements if at not in starts] == []
    files = {Path(place.file).name for place in mail._places}
    assert {"mail.mjml", "teaser.mjml", "headline.mjml", "parts.mjml", "footer.mjml"} <= files
