"""Shapes: one declaration gives the checks and the messages, in the editor's words and with the line."""

from __future__ import annotations

import datetime as dt
from typing import Literal

import pytest
from pydantic import Field
from values import told

from newsletter.model import Problem
from newsletter.shapes import (
    Country,
    Day,
    DayOrMoment,
    Duration,
    FileName,
    Id,
    Line,
    MailAddress,
    Moment,
    Phone,
    Shape,
    Slug,
    Tag,
    WebAddress,
    Words,
    check_shape,
    suggest,
)
from newsletter.sources import parse_yaml


class Inner(Shape):
    """A group in the sample."""

    file_name: FileName | None = None
    form: Literal["landscape", "portrait"] = "landscape"


class Sample(Shape):
    """One key for each kind of value."""

    slug: Slug | None = None
    tag: Tag | None = None
    country: Country | None = None
    web: WebAddress | None = None
    mail: MailAddress | None = None
    phone: Phone | None = None
    id: Id | None = None
    duration: Duration | None = None
    day: Day | None = None
    moment: Moment | None = None
    until: DayOrMoment | None = None
    line: Line | None = None
    words: Words = Field(default_factory=dict)
    number: int | None = Field(None, ge=1, le=3)
    draft: bool = False
    inner: Inner | None = None
    several: list[Inner] = Field(default_factory=list)


def read(text: str) -> tuple[Sample | None, list[Problem]]:
    """Return the sample that YAML stands for, and what is wrong with it."""
    problems: list[Problem] = []
    document = parse_yaml(text, "a.yaml", problems)
    assert document is not None
    return check_shape(Sample, document, problems, "sample"), problems


def value_of(key: str, written: str) -> object:
    """Return the value of a key that must be right."""
    sample, problems = read(f"{key}: {written}")
    assert told(problems) == []
    return getattr(sample, key)


@pytest.mark.parametrize(
    ("key", "written"),
    [
        ("slug", "school-places-2"),
        ("tag", "es-MX"),
        ("tag", "zh-Hant-TW"),
        ("tag", "es-419"),
        ("country", "NO"),
        ("country", "XK"),
        ("web", "https://example.org/a?b=c#d"),
        ("web", "http://ไทย.example"),
        ("mail", "desk@example.org"),
        ("phone", "+216 71 123 456"),
        ("phone", "+21671123456"),
        ("id", "map_2"),
        ("duration", "3:20"),
        ("duration", "1:03:20"),
    ],
)
def test_what_is_right_is_taken_as_written(key: str, written: str) -> None:
    assert value_of(key, written) == written


@pytest.mark.parametrize(
    ("key", "written"),
    [
        *[("slug", bad) for bad in ("../up", "Upper", "a--b", "-a", "a_b", "é", "a/b", "' '", "'a\\n'")],
        *[("tag", bad) for bad in ("english", "EN", "en_GB", "en-gb", "e", "../en")],
        *[("country", bad) for bad in ("th", "THA", "UK", "ZZ", "EU")],
        *[
            ("web", bad)
            for bad in ("javascript:alert(1)", "example.org", "'https:'", "https://", "https:///x", "'https://a b'", "ftp://a.org", "'//a.org'")
        ],
        *[("mail", bad) for bad in ("desk", "desk@example", "'a@b.org, c@d.org'", "'a b@c.org'", "'<a@b.org>'", '"a@b.org\\nBcc: c@d.org"')],
        *[("phone", bad) for bad in ("'123'", "call me", "'+216;71 123'")],
        *[("id", bad) for bad in ("../lead", "Lead", "lead.png")],
        *[("duration", bad) for bad in ("3:99", "3", "'3 min'")],
        *[
            ("day", bad)
            for bad in ("2022-02-30", "20220720", "86400", "'1659052800'", "2022-7-2", "2022-07-20T10:00", "20 July", "0202-07-20", "true")
        ],
        *[("moment", bad) for bad in ("2022-08-18", "1660000000", "2022-08-18T25:00", "14:00", "2022-08-18T14:00+99:00", "0001-01-01T00:00")],
        *[("until", bad) for bad in ("20220721", "soon", "2022-13-01", "2022")],
        *[("number", bad) for bad in ("0", "4", "1.5", "many", "[1]")],
        *[("draft", bad) for bad in ("perhaps", "2", "[]")],
        *[("line", bad) for bad in ("''", "'  '", "[a]", "{a: b}", "true")],
        *[("words", bad) for bad in ("''", "[a]", "{en: ''}", "{en: [a]}", "{english: a}", "{en_GB: a}", "true")],
        ("inner", "{file-name: ../a.png}"),
        ("inner", "{file-name: /etc/passwd}"),
        ("inner", "{file-name: .hidden}"),
        ("inner", "{form: square}"),
        ("inner", "text"),
        ("several", "{form: portrait}"),
        ("several", "[{form: portrait}, text]"),
    ],
)
def test_what_is_wrong_is_told_once_with_its_key(key: str, written: str) -> None:
    sample, problems = read(f"draft: false\n{key}: {written}" if key != "draft" else f"\n{key}: {written}")
    assert sample is None
    assert len(problems) == 1, told(problems)
    assert problems[0].source.line == 2
    assert problems[0].message.startswith(key)
    assert "{" not in problems[0].message.replace("{en: …, ar: …}", "")


def test_days_and_moments_are_read() -> None:
    assert value_of("day", "2022-07-20") == dt.date(2022, 7, 20)
    assert value_of("moment", "2022-08-18T14:00") == dt.datetime(2022, 8, 18, 14)  # noqa: DTZ001  as written: no zone
    assert value_of("moment", "2022-08-18T14:00:30Z") == dt.datetime(2022, 8, 18, 14, 0, 30, tzinfo=dt.UTC)
    assert value_of("until", "2022-07-21") == dt.date(2022, 7, 21)
    assert value_of("until", "2022-07-21T09:00:00+07:00") == dt.datetime(2022, 7, 21, 2, tzinfo=dt.UTC)


def test_white_space_is_folded_and_no_break_spaces_stay() -> None:
    assert value_of("line", '"La  question\u00a0: 12\u202f%\\n et  plus "') == "La question\u00a0: 12\u202f% et plus"


def test_words_stand_on_one_line_so_that_no_header_can_be_smuggled_into_a_mail() -> None:
    assert value_of("words", '{en: "July\\nBcc: x@example.org"}') == {"en": "July Bcc: x@example.org"}


def test_one_text_may_stand_for_all_languages() -> None:
    assert value_of("words", "Crossings") == {"*": "Crossings"}
    assert value_of("words", "2022") == {"*": "2022"}


def test_a_misspelt_key_is_told_with_the_right_one() -> None:
    _, problems = read("inner:\n  filename: a.png\n")
    assert told(problems) == ["a.yaml:2: error: the key 'inner.filename' is not known (sample)"]
    assert problems[0].hint == "Did you mean 'file-name'?"


def test_a_key_like_no_other_is_told_with_those_that_there_are() -> None:
    _, problems = read("several:\n  - zzz: 1\n")
    assert problems[0].hint == "Known keys here: file-name, form."


def test_a_misspelt_choice_is_told_with_the_right_one() -> None:
    _, problems = read("inner: {form: landscap}")
    assert problems[0].hint == "Did you mean 'landscape'?"


def test_all_mistakes_are_told_at_once() -> None:
    _, problems = read("slug: A\ntag: B\nday: C\nnope: D\n")
    assert sorted(problem.source.line for problem in problems) == [1, 2, 3, 4]


@pytest.mark.parametrize("text", ["- a", "text", "12"])
def test_a_document_that_is_no_group_is_told(text: str) -> None:
    sample, problems = read(text)
    assert sample is None
    assert "should be a group of keys" in problems[0].message


def test_an_empty_document_has_no_keys() -> None:
    assert read("") == (Sample(), [])


def test_a_word_is_suggested_only_when_it_is_near() -> None:
    assert suggest("evnt", ["event", "video"]) == "event"
    assert suggest("zzz", ["event", "video"]) == ""
