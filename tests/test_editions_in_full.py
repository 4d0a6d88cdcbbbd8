"""The three sample issues, made by the press as an editor makes them: what each of the fifteen editions gives its readers."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from pathlib import Path

import pytest
from extraction import (
    KINDS,
    ROOT,
    expect_all_notes,
    expect_sound_mail,
    expect_sound_page,
    expect_sound_pdf,
    expect_the_words_again,
    files_shown_by,
)
from pressroom import files_of

from newsletter.desk import Desk, load_desk
from newsletter.jobs import Outcome, Request
from newsletter.press import build
from newsletter.workers import make_pool

ISSUES = ("2021-06", "2022-07", "2023-04")
LANGUAGES = ("en", "ar", "th", "es", "fr")
pytestmark = pytest.mark.heavy
in_every_edition = pytest.mark.parametrize("tag", LANGUAGES)


@dataclass(frozen=True)
class Built:
    """An issue that was built, and what it was built from."""

    request: Request
    desk: Desk
    outcome: Outcome

    def folder(self, tag: str) -> Path:
        return self.outcome.folder / tag


def the_request(name: str, out: Path) -> Request:
    return Request(ROOT / "issues" / f"{name}.yaml", ROOT, out)


@pytest.fixture(scope="module", params=ISSUES)
def issue(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    asked = the_request(request.param, tmp_path_factory.mktemp("editions"))
    return Built(asked, load_desk(asked), build(asked, make_pool))


def test_a_sample_issue_has_no_error(issue: Built) -> None:
    assert [str(problem) for problem in issue.outcome.problems if problem.severity == "error"] == []
    assert not issue.outcome.has_errors
    assert sorted(issue.outcome.made) == sorted(f"{tag}/{piece}" for tag in LANGUAGES for piece in ("mail", "web", "screen", "print"))


def test_the_folder_holds_the_proof_the_report_and_five_editions(issue: Built) -> None:
    editions = [f"{tag}/{name}" for tag in LANGUAGES for name in files_shown_by(issue.desk, tag)]
    made = [name.replace(".png", "").replace(".jpg", "") for name in files_of(issue.outcome.folder)]
    assert sorted(made) == sorted(["index.html", "proof.html", "report.json", *editions])


@in_every_edition
@pytest.mark.parametrize("kind", KINDS)
def test_a_pdf_is_sound_and_set_in_our_fonts(issue: Built, tag: str, kind: str) -> None:
    expect_sound_pdf(issue.folder(tag) / f"{kind}.pdf")


@in_every_edition
@pytest.mark.parametrize("kind", KINDS)
def test_the_words_of_the_articles_come_back_from_a_pdf(issue: Built, tag: str, kind: str, record_property: Callable[[str, object], None]) -> None:
    found = expect_the_words_again(issue.desk, tag, kind, issue.folder(tag) / f"{kind}.pdf")
    assert tag in found
    for language, share in found.items():
        record_property(language, round(share, 4))


@in_every_edition
@pytest.mark.parametrize("kind", KINDS)
def test_no_footnote_is_lost(issue: Built, tag: str, kind: str) -> None:
    expect_all_notes(issue.desk.editions[tag], issue.folder(tag) / f"{kind}.pdf")


@in_every_edition
def test_a_mail_knows_its_language_in_every_part_and_its_text_has_all_links(issue: Built, tag: str) -> None:
    expect_sound_mail(issue.folder(tag), tag, issue.desk.languages[tag].direction)
    envelope = json.loads((issue.folder(tag) / "mail.json").read_bytes())
    assert (envelope["language"], envelope["direction"]) == (tag, issue.desk.languages[tag].direction)
    assert envelope["subject"]
    assert envelope["preheader"]


@in_every_edition
def test_every_link_inside_a_page_leads_somewhere(issue: Built, tag: str) -> None:
    expect_sound_page(issue.folder(tag))


def test_the_same_build_again_makes_nothing(issue: Built) -> None:
    def no_executor() -> Executor:
        pytest.fail("an executor was asked for")

    before = files_of(issue.outcome.folder)
    again = build(issue.request, no_executor)
    assert again.made == ()
    assert again.problems == issue.outcome.problems
    assert files_of(issue.outcome.folder) == before


def test_two_builds_of_one_moment_have_the_same_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1624838400")
    first, second = (build(the_request(ISSUES[0], tmp_path / name), make_pool) for name in ("first", "second"))
    assert first.made == second.made != ()
    assert files_of(first.folder) == files_of(second.folder)
