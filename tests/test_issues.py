"""Manifests: what one dated issue asks for."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from values import MANIFEST, a_publication, told, write_files

from newsletter.issues import load_issue
from newsletter.model import Issue, Problem, Selection, Waiver


def load(folder: Path, text: str, name: str = "2022-07") -> tuple[Issue | None, list[str]]:
    """Return the issue that a manifest asks for, and what is wrong with it."""
    problems: list[Problem] = []
    publication = a_publication(folder)
    write_files(folder, {f"issues/{name}.yaml": text})
    return load_issue(folder / f"issues/{name}.yaml", publication, problems, folder), told(problems)


def test_a_manifest_is_read(tmp_path: Path) -> None:
    issue, said = load(tmp_path, MANIFEST)
    assert said == []
    assert issue is not None
    assert (issue.name, issue.date, issue.languages) == ("2022-07", dt.date(2022, 7, 29), ("en", "ar"))
    assert issue.selection == Selection(dt.date(2022, 7, 1), dt.date(2022, 7, 31))
    assert [section.region for section in issue.sections] == ["asia-pacific"]
    assert (issue.mail_form, issue.columns, issue.fallback) == ("teasers", 2, None)
    assert issue.source.path == "issues/2022-07.yaml"


def test_an_issue_without_languages_has_all_of_the_publication(tmp_path: Path) -> None:
    issue, _ = load(tmp_path, "date: 2022-07-29\nsections: [{region: mena}]\n")
    assert issue is not None
    assert issue.languages == ("en", "ar")
    assert issue.selection == Selection()


def test_sections_policies_and_waivers_are_read(tmp_path: Path) -> None:
    text = """\
date: 2022-07-29
lead: a-bridge
fallback: omit
editions: {ar: {fallback: link}}
sections:
  - title: {en: The question}
    stories: [a-bridge, a-road]
  - region: mena
    topics: [children]
    kinds: [report]
    countries: [TN]
    limit: 3
    fallback: show
exclude: [old-news]
mail: {form: full}
print: {columns: 1}
ignore: [{rule: alt-text, reason: A drawing, story: a-bridge, language: ar}]
"""
    issue, said = load(tmp_path, text)
    assert said == []
    assert issue is not None
    first, second = issue.sections
    assert (first.stories, first.title, first.line) == (("a-bridge", "a-road"), {"en": "The question"}, 6)
    assert (second.stories, second.limit, second.fallback) == (None, 3, "show")
    assert second.selection == Selection(topics=("children",), kinds=("report",), countries=("TN",))
    assert (issue.fallback, issue.edition_fallbacks) == ("omit", {"ar": "link"})
    assert (issue.lead, issue.exclude, issue.mail_form, issue.columns) == ("a-bridge", ("old-news",), "full", 1)
    assert issue.ignore == (Waiver("alt-text", "A drawing", "a-bridge", "ar"),)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (("[en, ar]", "[en, de]"), "2022-07.yaml:2: error: de is no language of this publication (manifest)"),
        (("[en, ar]", "[en, ar, en]"), "2022-07.yaml:2: error: en stands in languages twice (manifest)"),
        (("since: 2022-07-01", "since: 2022-08-01"), "2022-07.yaml:3: error: select.since is later than select.until (manifest)"),
        (("until: 2022-07-31", "regions: [mars]"), "2022-07.yaml:3: error: the region 'mars' is not one of this publication (manifest)"),
        (("region: asia-pacific", "region: mars"), "2022-07.yaml:5: error: the region 'mars' is not one of this publication (manifest)"),
        (("region: asia-pacific", "limit: 3"), "2022-07.yaml:5: error: a section needs a heading (manifest)"),
        (("region: asia-pacific", "{region: mena, stories: []}"), "2022-07.yaml:5: error: stories is an empty list (manifest)"),
        (("region: asia-pacific", "{region: mena, stories: [a, b, a]}"), "2022-07.yaml:5: error: a story stands twice in this section (manifest)"),
        (("mail:", "editions: {th: {fallback: omit}}\nmail:"), "2022-07.yaml:6: error: editions.th is no edition of this issue (manifest)"),
        (("mail:", "lead: a\nexclude: [a]\nmail:"), "2022-07.yaml:7: error: a is the lead and is excluded (manifest)"),
    ],
)
def test_what_does_not_fit_together_is_told_with_its_line(tmp_path: Path, change: tuple[str, str], expected: str) -> None:
    issue, said = load(tmp_path, MANIFEST.replace(*change))
    assert issue is None
    assert said == [expected]


@pytest.mark.parametrize("name", [".", "..", "-x", "2022 07", "2022-07\n", "été"])
def test_a_name_that_cannot_be_a_folder_is_refused(tmp_path: Path, name: str) -> None:
    issue, said = load(tmp_path, MANIFEST, name)
    assert issue is None
    assert len(said) == 1
    assert "cannot be an issue's name" in said[0]


def test_several_mistakes_are_told_at_once(tmp_path: Path) -> None:
    _, said = load(tmp_path, MANIFEST.replace("[en, ar]", "[de, fr]").replace("asia-pacific", "mars"))
    assert len(said) == 3
