"""The two real issues: the archive's dumps cut into stories, and the stories built as an editor builds them.

The dumps lie outside the repository (../shared/seeds); without them these tests are skipped.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from extraction import KINDS, ROOT, expect_sound_mail, expect_sound_page, expect_sound_pdf, expect_the_words_again, files_shown_by
from pressroom import files_of

from newsletter.desk import load_desk
from newsletter.intake.dump import intake_dump
from newsletter.jobs import Outcome, Request
from newsletter.model import Problem
from newsletter.press import build, check
from newsletter.workers import make_pool

SEEDS = ROOT.parent / "shared" / "seeds"
DUMPS = tuple(sorted(SEEDS.glob("0*.txt")))
LANGUAGES = ("en", "ar", "th", "es", "fr")
ISSUES = {"real-2022-07": 5, "real-2023-04": 6}
"""How many stories each has."""
pytestmark = pytest.mark.skipif(len(DUMPS) < 4, reason="the raw dumps (../shared/seeds) are not on this machine")
of_both_issues = pytest.mark.parametrize("name", ISSUES)


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the stories that are cut out of the dumps."""
    folder = tmp_path_factory.mktemp("real") / "newsroom"
    problems: list[Problem] = []
    intake_dump(DUMPS, ROOT / "seeds" / "catalogue.yaml", folder, problems)
    assert [problem for problem in problems if problem.severity == "error" and problem.rule != "hidden-address"] == []
    return folder


def the_request(name: str, newsroom: Path) -> Request:
    return Request(ROOT / "issues" / f"{name}.yaml", ROOT, newsroom.parent / "out", newsroom)


@of_both_issues
def test_a_real_issue_takes_its_stories_and_has_no_error(name: str, newsroom: Path) -> None:
    outcome = check(the_request(name, newsroom))
    assert [str(problem) for problem in outcome.problems if problem.severity == "error"] == []
    assert len(outcome.report["stories"]) == ISSUES[name]


@of_both_issues
def test_an_address_that_the_archive_has_hidden_is_told_wherever_readers_see_it(name: str, newsroom: Path) -> None:
    request = the_request(name, newsroom)
    shown = {
        slot.article.source.path
        for edition in load_desk(request).editions.values()
        for slot in edition.slots
        if "[email protected]" in "\n".join(block.words() for block in slot.article.blocks)
    }
    told = {problem.source.path for problem in check(request).problems if problem.rule == "hidden-address"}
    assert told == shown
    assert bool(told) == (name == "real-2022-07")


@pytest.fixture(scope="module", params=ISSUES)
def built(request: pytest.FixtureRequest, newsroom: Path) -> tuple[Request, Outcome]:
    asked = the_request(request.param, newsroom)
    return asked, build(asked, make_pool)


@pytest.mark.heavy
def test_a_real_issue_is_built_in_five_languages(built: tuple[Request, Outcome]) -> None:
    request, outcome = built
    desk = load_desk(request)
    assert [str(problem) for problem in outcome.problems if problem.severity == "error"] == []
    made = [name.replace(".png", "").replace(".jpg", "") for name in files_of(outcome.folder)]
    assert sorted(made) == sorted(["index.html", "report.json", *(f"{tag}/{name}" for tag in LANGUAGES for name in files_shown_by(desk, tag))])


@pytest.mark.heavy
@pytest.mark.parametrize("tag", LANGUAGES)
def test_an_edition_of_real_stories_can_be_read_again(built: tuple[Request, Outcome], tag: str) -> None:
    request, outcome = built
    desk = load_desk(request)
    for kind in KINDS:
        expect_sound_pdf(outcome.folder / tag / f"{kind}.pdf")
        expect_the_words_again(desk, tag, kind, outcome.folder / tag / f"{kind}.pdf")
    expect_sound_mail(outcome.folder / tag, tag, desk.languages[tag].direction)
    expect_sound_page(outcome.folder / tag)
