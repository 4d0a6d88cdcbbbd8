"""How an issue is printed, and by what profile: what manifest and newsletter.yaml may say, and what comes of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from presshouse import a_photograph, an_edition, heaviest, opened, render
from pressroom import a_pressroom, a_request, built, change
from values import told

from newsletter.errors import ContentError
from newsletter.issues import load_issue
from newsletter.model import PrintPlan, Problem
from newsletter.press_checks import check_press
from newsletter.profiles import PressProfile, find_profile_fault
from newsletter.publication import load_publication
from newsletter.render import inks as inking
from newsletter.render.inks import load_inks
from newsletter.unchanged import recall_outcome

ROOT = Path(__file__).parents[1]
PROFILE = (ROOT / "newsletter/render/profiles/coated-fogra39.icc").read_bytes()


def plan_of(folder: Path, text: str) -> tuple[PrintPlan | None, list[str]]:
    """Return the plan that a manifest's ``print`` makes, and what is wrong with it."""
    path = folder / "2022-07.yaml"
    path.write_text(f"date: 2022-07-29\nsections:\n  - region: mena\nprint: {text}\n", "utf-8")
    problems: list[Problem] = []
    issue = load_issue(path, load_publication(ROOT), problems, folder)
    return issue.print if issue else None, told(problems)


@pytest.mark.parametrize(
    ("text", "plan"),
    [
        ("{}", PrintPlan()),
        ("{page: A5, bleed: 5, marks: false}", PrintPlan(148, 210, 5, has_marks=False)),
        ("{page: letter, pages: multiple of 4, imposed: true}", PrintPlan(215.9, 279.4, multiple=4, is_imposed=True)),
        ("{page: 170 x 240 mm}", PrintPlan(170, 240)),
        ("{page: 176.5×250mm, bleed: 0}", PrintPlan(176.5, 250, 0)),
    ],
)
def test_a_manifest_says_how_the_issue_is_printed(text: str, plan: PrintPlan, tmp_path: Path) -> None:
    assert plan_of(tmp_path, text) == (plan, [])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{page: A3}", "print.page should be A4, A5, letter, or width x height from 100x140 to 330x480 mm (such as 170x240 mm), not 'A3'"),
        (
            "{page: 20x30 mm}",
            "print.page should be A4, A5, letter, or width x height from 100x140 to 330x480 mm (such as 170x240 mm), not '20x30 mm'",
        ),
        ("{pages: 4}", "print.pages should be `multiple of 4`, or of another number, not '4'"),
        ("{bleed: 40}", "print.bleed should be less than or equal to 10"),
        ("{marks: sometimes}", "print.marks should be true or false"),
    ],
)
def test_what_no_printer_could_do_is_told(text: str, said: str, tmp_path: Path) -> None:
    plan, problems = plan_of(tmp_path, text)
    assert plan is None
    assert [problem.partition("error: ")[2] for problem in problems] == [f"{said} (manifest)"]


def a_profile(data: bytes = PROFILE, **parts: bytes) -> bytes:
    """Return a profile with some of its header changed."""
    places = {"kind": (12, 16), "space": (16, 20), "magic": (36, 40)}
    spoilt = bytearray(data)
    for name, value in parts.items():
        start, end = places[name]
        spoilt[start:end] = value
    return bytes(spoilt)


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (PROFILE, ""),
        (b"", "is not an ICC profile"),
        (a_profile(magic=b"none"), "is not an ICC profile"),
        (a_profile(kind=b"mntr"), "is not the profile of a printing process, but of a camera or a screen"),
        (a_profile(space=b"RGB "), "is for RGB, not for the four inks of a press (CMYK)"),
        (PROFILE[:-100], "is damaged"),
        (PROFILE.replace(b"B2A1", b"XXXX"), "cannot convert pictures into inks: its tables are missing"),
    ],
)
def test_a_profile_is_one_of_a_press_or_the_fault_is_named(data: bytes, fault: str) -> None:
    assert find_profile_fault(data) == fault


def test_a_profile_that_is_none_is_a_problem_of_newsletter_yaml(tmp_path: Path) -> None:
    folder = a_pressroom(tmp_path)
    change(folder / "newsletter.yaml", "regions:", "print: {profile: ours.icc}\nregions:")
    for content, said in ((None, "is not there"), (b"text", "is not an ICC profile")):
        if content:
            (folder / "ours.icc").write_bytes(content)
        with pytest.raises(ContentError) as raised:
            load_publication(folder)
        (problem,) = raised.value.problems
        assert problem.message == f"the profile ours.icc {said}"
        assert problem.source.line > 1


def test_a_printers_own_profile_goes_into_the_file_under_its_name(tmp_path: Path) -> None:
    path = tmp_path / "ours.icc"
    path.write_bytes(PROFILE)
    data = render(an_edition(), profile=PressProfile(path, "FOGRA51", "0"))
    with opened(data) as pdf:
        intent = pdf.Root.OutputIntents[0]
        assert str(intent.OutputConditionIdentifier) == "FOGRA51"
        assert intent.DestOutputProfile.read_bytes() == PROFILE
    assert check_press(data, PrintPlan()) == ()


def test_a_profile_that_lays_on_too_much_ink_is_held_back(monkeypatch: pytest.MonkeyPatch) -> None:
    assert heaviest(load_inks().photograph(a_photograph(240, 160))) > 220
    monkeypatch.setattr(inking, "LIMIT", 200)
    strict = inking._make_inks.__wrapped__(PROFILE, "strict")
    assert heaviest(strict.photograph(a_photograph(240, 160))) <= 201
    assert max(sum(colour) for colour in strict.colours([(40, 0, 60), (8, 44, 86)])) <= 200 * 2.55
    assert strict.colours([(0, 0, 0), (255, 255, 255)]) == ((0, 0, 0, 255), (0, 0, 0, 0))


def test_sheets_are_made_kept_and_dropped_as_the_manifest_says(tmp_path: Path) -> None:
    folder = a_pressroom(tmp_path)
    manifest = folder / "issues/2022-07.yaml"
    before = manifest.read_text("utf-8")
    manifest.write_text(before + "print: {imposed: true}\n", "utf-8")
    first = built(folder, "print")
    sheets = folder / "out/2022-07/en/print-imposed.pdf"
    made = sheets.read_bytes()
    assert "print-imposed.pdf" in first.report["editions"]["en"]["files"]
    assert recall_outcome(a_request(folder, "print")) is not None
    change(folder / "seeds/articles/a-bridge/ar.md", "بدأتا", "بدأت")
    second = built(folder, "print")
    assert second.made == ("ar/print",)
    assert sheets.read_bytes() == made
    manifest.write_text(before, "utf-8")
    built(folder, "print")
    assert not sheets.exists()
