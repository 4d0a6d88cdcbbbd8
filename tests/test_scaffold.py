"""First files: what is made can be built, and nothing that is there is written over."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from values import COMMENTED_MANIFEST, a_publication, told, write_files

from newsletter.articles import load_story
from newsletter.errors import ContentError, NewsletterError
from newsletter.issues import load_issue
from newsletter.model import Issue, Problem
from newsletter.publication import load_publication
from newsletter.scaffold import STARTER, new_issue, new_story, start_publication
from newsletter.stories import load_facts


def load(path: Path, folder: Path) -> Issue:
    """Return the issue at *path*, which must have no problems."""
    problems: list[Problem] = []
    issue = load_issue(path, load_publication(folder), problems, folder)
    assert told(problems) == []
    assert issue is not None
    return issue


@pytest.mark.parametrize(
    ("name", "since", "until"),
    [
        ("2022-08", dt.date(2022, 8, 1), dt.date(2022, 8, 31)),
        ("2024-02-extra", dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
        ("2022-12", dt.date(2022, 12, 1), dt.date(2022, 12, 31)),
    ],
)
def test_a_new_issue_takes_its_whole_month(tmp_path: Path, name: str, since: dt.date, until: dt.date) -> None:
    publication = a_publication(tmp_path)
    issue = load(new_issue(load_publication(tmp_path), name), publication.folder)
    assert (issue.name, issue.date) == (name, until)
    assert (issue.selection.since, issue.selection.until) == (since, until)
    assert [section.region for section in issue.sections] == ["global", "asia-pacific"]


@pytest.mark.parametrize("name", ["august", "2022", "2022-13", "2022-00", "../2022-08", "2022-08/x", "2022-8", "2022-08-É", "2022-08\n"])
def test_a_name_that_is_no_month_is_refused(tmp_path: Path, name: str) -> None:
    a_publication(tmp_path)
    with pytest.raises(NewsletterError, match="is not an issue's name"):
        new_issue(load_publication(tmp_path), name)
    assert sorted(path.name for path in (tmp_path / "issues").iterdir()) == ["2022-07.yaml"]


def test_an_issue_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    a_publication(tmp_path)
    before = (tmp_path / "issues/2022-07.yaml").read_bytes()
    with pytest.raises(NewsletterError, match="is there already"):
        new_issue(load_publication(tmp_path), "2022-07")
    assert (tmp_path / "issues/2022-07.yaml").read_bytes() == before


def test_a_copy_keeps_sections_and_settings_and_leaves_last_months_choice(tmp_path: Path) -> None:
    a_publication(tmp_path)
    write_files(tmp_path, {"issues/2022-07.yaml": COMMENTED_MANIFEST})
    path = new_issue(load_publication(tmp_path), "2022-08", copy_of=tmp_path / "issues/2022-07.yaml")
    issue = load(path, tmp_path)
    assert (issue.selection.since, issue.selection.until, issue.selection.topics) == (dt.date(2022, 8, 1), dt.date(2022, 8, 31), ("children",))
    assert [(section.region, section.limit, section.stories) for section in issue.sections] == [("asia-pacific", 4, None), ("global", None, None)]
    assert (issue.lead, issue.exclude, issue.ignore, issue.mail_form) == ("", (), (), "full")
    assert "# Asia first." in path.read_text("utf-8")
    assert set(issue.subject.values()) == {"… write it here …"}


@pytest.mark.parametrize(
    ("text", "expected"), [("date: [", ContentError), ("- a\n", NewsletterError), ("", NewsletterError), ("date: 2022-07-29\n", NewsletterError)]
)
def test_an_issue_that_cannot_be_copied_is_told(tmp_path: Path, text: str, expected: type[NewsletterError]) -> None:
    a_publication(tmp_path)
    write_files(tmp_path, {"issues/2022-07.yaml": text})
    with pytest.raises(expected):
        new_issue(load_publication(tmp_path), "2022-08", copy_of=tmp_path / "issues/2022-07.yaml")
    assert not (tmp_path / "issues/2022-08.yaml").exists()


def test_a_new_story_can_be_read_and_is_a_draft(tmp_path: Path) -> None:
    a_publication(tmp_path)
    newsroom = tmp_path / "seeds/articles"
    new_story(load_publication(tmp_path), newsroom, "a-road", dt.date(2022, 8, 1), "ar")
    problems: list[Problem] = []
    facts = load_facts(newsroom / "a-road", problems, ("global",), tmp_path)
    assert facts is not None
    story = load_story(facts, facts.languages, problems)
    assert told(problems) == []
    assert (story.draft, story.source_language, story.date) == (True, "ar", dt.date(2022, 8, 1))
    assert story.articles["ar"].blocks


@pytest.mark.parametrize("slug", ["../up", "A-Road", "a road", "", "a--b", "/etc/x", "a-road\n"])
def test_a_name_that_no_story_can_have_is_refused(tmp_path: Path, slug: str) -> None:
    a_publication(tmp_path)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(NewsletterError, match="cannot be a story's name"):
        new_story(load_publication(tmp_path), tmp_path / "seeds/articles", slug, dt.date(2022, 8, 1), "en")
    assert sorted(tmp_path.rglob("*")) == before


def test_a_story_that_is_there_or_in_a_language_that_is_not_is_refused(tmp_path: Path) -> None:
    a_publication(tmp_path)
    publication = load_publication(tmp_path)
    with pytest.raises(NewsletterError, match="is there already"):
        new_story(publication, tmp_path / "seeds/articles", "a-bridge", dt.date(2022, 8, 1), "en")
    with pytest.raises(NewsletterError, match="is no language of this publication"):
        new_story(publication, tmp_path / "seeds/articles", "a-road", dt.date(2022, 8, 1), "de")


def test_a_publication_starts_with_an_issue_that_can_be_read(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    start_publication(folder)
    for path in (folder / "issues").glob("*.yaml"):
        assert load(path, folder).sections
    assert (folder / "templates/look.yaml").is_file()
    assert not list(folder.rglob("__pycache__"))
    assert {path.name for path in STARTER.iterdir()} - {"__pycache__"} <= {path.name for path in folder.iterdir()}


@pytest.mark.parametrize("there", ["file", "full"])
def test_a_publication_does_not_start_where_something_lies(tmp_path: Path, there: str) -> None:
    write_files(tmp_path, {"file": "x", "full/notes.txt": "x"})
    with pytest.raises(NewsletterError, match="is not empty"):
        start_publication(tmp_path / there)
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["notes.txt"]
