"""Everything still holds where a story is far too long, a headline never ends, a word cannot be broken, and a language is new."""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from auditing import find_barriers
from browser import Window
from hebrew import hebrew_request
from mailroom import DUMPS, ROOT, Posted, materials_of, post, real_newsroom
from measuring import LTR_LETTERS, RTL_LETTERS, find, told
from viewing import look

from newsletter.jobs import Request
from newsletter.preflight.checking import check_proof

pytestmark = pytest.mark.heavy

STORY = "thailand-partnership-agreement"
UNBROKEN = "Donaudampfschiff" * 13
ADDRESS = "https://crossings.example.org/" + "a-very-long-path/" * 12
TIMES = 6
"""How often the longest text follows the story's own."""


def prose_of(text: str) -> str:
    """Return the plain paragraphs of an article: what stands in any story without its pictures and notes."""
    unfenced = re.sub(r"^:::+ .*?^:::+$", "", text.partition("\n---\n")[2], flags=re.DOTALL | re.MULTILINE)
    paragraphs = re.sub(r"\[\^\w+\]", "", unfenced).split("\n\n")
    return "\n\n".join(each for each in paragraphs if re.match(r"\w", each) and "](" not in each)


@cache
def longest(tag: str) -> str:
    """Return the longest text of a language that there is: in the samples, and in the real articles where the dumps are."""
    rooms = [ROOT / "seeds" / "articles", *([real_newsroom()] if len(DUMPS) >= 4 else [])]
    return max((prose_of(path.read_text("utf-8")) for room in rooms for path in room.glob(f"*/{tag}.md")), key=len)


def overlong(path: Path, tag: str) -> None:
    """Give an article a text, a headline and words that are too long for any layout."""
    head, _, own = path.read_text("utf-8").partition("\n---\n")
    headline = re.search(r"^headline: (.*)$", head, re.MULTILINE)
    words = f"{headline[1]} " * 20
    head = head.replace(headline[0], f"headline: {words[:300].strip()}")
    body = "\n\n".join([longest(tag)] * TIMES)
    path.write_text(f"{head}\n---\n{own}\n\n{body}\n\n{longest(tag)[:40]} {UNBROKEN[:200]} {longest(tag)[:40]} {ADDRESS}\n", "utf-8")


@pytest.fixture(scope="module")
def stretched(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Posted]:
    folder = tmp_path_factory.mktemp("stretched")
    shutil.copytree(ROOT / "seeds" / "articles", folder / "seeds" / "articles")
    shutil.copy(ROOT / "newsletter.yaml", folder)
    manifest = folder / "2022-07.yaml"
    manifest.write_text((ROOT / "issues" / "2022-07.yaml").read_text("utf-8").replace("form: teasers", "form: full"), "utf-8")
    for tag in ("en", "ar", "th"):
        overlong(folder / "seeds" / "articles" / STORY / f"{tag}.md", tag)
    made = materials_of(Request(manifest, folder, folder / "out"))
    return {tag: post(made[tag]) for tag in ("en", "ar", "th")}


@pytest.fixture(scope="module", params=["full", "teasers"])
def hebrew(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Posted:
    return post(materials_of(hebrew_request(tmp_path_factory.mktemp("hebrew"), request.param))["he"])


def hold(window: Window, mail: Posted, name: str) -> None:
    """Fail with all that is wrong with a mail in the browser."""
    findings = told(find(window, mail.mail.html, mail.picture, name))
    if barriers := "\n".join(filter(None, [findings, *find_barriers(window, mail.mail.html, mail.picture, name)])):
        pytest.fail(barriers, pytrace=False)


def errors_of(mail: Posted) -> list[str]:
    """Return what preflight refuses in a mail."""
    return [f"{problem.rule}: {problem.message}" for problem in check_proof(mail.proof) if problem.severity == "error"]


@pytest.mark.heavy
@pytest.mark.parametrize("tag", ["ar", "th", "en"])
def test_a_story_far_too_long_holds(window: Window, stretched: Mapping[str, Posted], tag: str):
    hold(window, stretched[tag], f"far too long, {tag}")


@pytest.mark.parametrize("tag", ["ar", "th", "en"])
def test_a_story_far_too_long_breaks_no_rule_but_its_weight(stretched: Mapping[str, Posted], tag: str):
    assert [error for error in errors_of(stretched[tag]) if not error.startswith("mail-weight:")] == []


@pytest.mark.parametrize("tag", ["ar", "th"])
def test_the_story_is_far_too_long(stretched: Mapping[str, Posted], tag: str):
    assert len(longest(tag)) > 1500
    assert len(stretched[tag].mail.html.encode()) > 100_000
    assert stretched[tag].mail.html.count(longest(tag)[:40]) >= TIMES
    assert UNBROKEN[:200] in stretched[tag].mail.html


def test_a_language_that_only_a_test_knows_holds(window: Window, hebrew: Posted):
    hold(window, hebrew, f"Hebrew, {hebrew.material.edition.mail_form}")


def test_a_language_that_only_a_test_knows_breaks_no_rule(hebrew: Posted):
    assert errors_of(hebrew) == []


def test_there_is_hebrew_to_measure(window: Window, hebrew: Posted):
    window.show(hebrew.mail.html, hebrew.picture, width=600)
    screen = look(window)

    assert len([run for run in screen.runs if RTL_LETTERS.search(run.text)]) > 20
    assert len(screen.photos) == 4
    if hebrew.material.edition.mail_form == "full":
        assert any(row for row in screen.rows if len(row.boxes) == 3)
        assert any(run.isolated == "ltr" and not LTR_LETTERS.search(run.text) for run in screen.runs)  # the telephone number
    else:
        assert len([row for row in screen.rows if row.are_columns and row.boxes[0][1] == row.boxes[1][1]]) == 3
