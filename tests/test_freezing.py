"""Freezing: today's choice written into the manifest; everything else stays as the editor wrote it."""

from __future__ import annotations

from pathlib import Path

import pytest
from values import MANIFEST, a_publication, write_files

from newsletter.editions import Choice
from newsletter.errors import NewsletterError
from newsletter.freezing import freeze_issue
from newsletter.issues import load_issue
from newsletter.model import Problem

COMMENTED = """\
# The July issue.
# yaml-language-server: $schema=../schemas/issue.json
date: 2022-07-29        # a Friday
languages: [en, ar]
select: {since: 2022-07-01, until: "2022-07-31"}     # inclusive

sections:
  # Asia first.
  - region: asia-pacific      # the region of this issue
    limit: 4

  - region: mena              # by hand below
    stories: [old-one]        # as the desk said
    fallback: link
  - title: {en: "The question: why?", ar: 'سؤال'}

# What the inbox shows.
mail:
  subject:
    en: "Thailand signs: the July issue"
    ar: "عدد تموز/يوليو"
  form: teasers
ignore: []
"""


def frozen(folder: Path, text: str, *sections: tuple[str, ...]) -> tuple[bool, str]:
    """Freeze a manifest; return whether it changed, and its text."""
    write_files(folder, {"2022-07.yaml": text})
    path = folder / "2022-07.yaml"
    return freeze_issue(path, Choice("", sections)), path.read_text("utf-8")


def test_the_choice_is_written_and_comments_order_and_quotes_are_kept(tmp_path: Path) -> None:
    changed, text = frozen(tmp_path, COMMENTED, ("a-bridge", "a-road"), ("new-one",), ())
    assert changed
    expected = COMMENTED.replace("# the region of this issue\n", "# the region of this issue\n    stories: [a-bridge, a-road]\n").replace(
        "[old-one] ", "[new-one] "
    )
    assert text == expected


def test_freezing_twice_changes_nothing_more(tmp_path: Path) -> None:
    choice = (("a-bridge", "a-road"), ("old-one",), ())
    _, once = frozen(tmp_path, COMMENTED, *choice)
    before = (tmp_path / "2022-07.yaml").stat().st_mtime_ns
    assert freeze_issue(tmp_path / "2022-07.yaml", Choice("", choice)) is False
    assert (tmp_path / "2022-07.yaml").read_text("utf-8") == once
    assert (tmp_path / "2022-07.yaml").stat().st_mtime_ns == before


def test_a_section_without_stories_goes_on_asking(tmp_path: Path) -> None:
    changed, text = frozen(tmp_path, COMMENTED, (), ("old-one",), ())
    assert (changed, text) == (False, COMMENTED)


def test_a_frozen_manifest_takes_the_same_stories(tmp_path: Path) -> None:
    publication = a_publication(tmp_path)
    frozen(tmp_path, MANIFEST, ("a-road", "a-bridge"))
    problems: list[Problem] = []
    issue = load_issue(tmp_path / "2022-07.yaml", publication, problems, tmp_path)
    assert problems == []
    assert issue is not None
    assert issue.sections[0].stories == ("a-road", "a-bridge")


def test_a_comment_behind_the_last_line_stays_behind_the_section(tmp_path: Path) -> None:
    text = "date: 2022-07-29\nsections:\n  - region: mena\n  # to come: Africa\nprint: {columns: 2}\n"
    _, after = frozen(tmp_path, text, ("a-bridge",))
    assert after == text.replace("mena\n", "mena\n    stories: [a-bridge]\n")


@pytest.mark.parametrize("text", ["date: 2022-07-29\n", "date: 2022-07-29\nsections: []\n", "- a\n", ""])
def test_a_manifest_that_changed_meanwhile_is_left_alone(tmp_path: Path, text: str) -> None:
    with pytest.raises(NewsletterError, match="has changed while it was being frozen"):
        frozen(tmp_path, text, ("a-bridge",))
    assert (tmp_path / "2022-07.yaml").read_text("utf-8") == text


def test_a_byte_order_mark_and_the_line_ends_of_windows_do_no_harm(tmp_path: Path) -> None:
    write_files(tmp_path, {"2022-07.yaml": b"\xef\xbb\xbf" + MANIFEST.replace("\n", "\r\n").encode()})
    assert freeze_issue(tmp_path / "2022-07.yaml", Choice("", (("a-bridge",),)))
    problems: list[Problem] = []
    assert load_issue(tmp_path / "2022-07.yaml", a_publication(), problems, tmp_path) is not None, problems
