"""Copies of a story in several dumps: the richest is used, and every difference is told."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from intake_desk import Desk, a_copy, a_story

RICH = "Bridge\n\nThe river rose, and rose again.\n\n  1. Planks\n  2. Rope\n\nA caption\n"
POOR = "Bridge\nThe river rose, and rose again.\n- Planks\n- Rope\n"


def _desk(folder: Path, other: str, lines: str, **facts: Any) -> Desk:
    story = a_story("Bridge", a_copy(lines, "two"), a_copy("1-8", captions=[8], **facts))
    return Desk(folder, {"one": RICH, "two": other}, [story])


def test_the_richer_copy_is_used_and_what_the_other_lacks_is_told(tmp_path: Path) -> None:
    desk = _desk(tmp_path, POOR, "1-4")
    (imported,) = desk.intake()
    assert Path(imported.source.path).name == "one.txt"
    assert "1. Planks" in desk.body()
    assert desk.told() == ["one:8 lost-caption", "two:1 copies", "two:3 copies", "two:4 copies"]
    assert {problem.severity for problem in desk.problems if problem.rule == "copies"} == {"info"}


def test_the_order_of_the_files_plays_no_part(tmp_path: Path) -> None:
    desk = _desk(tmp_path, POOR, "1-4")
    desk.intake("one", "two")
    before = desk.text()
    (again,) = desk.intake("two", "one")
    assert (again.state, desk.text()) == ("unchanged", before)


def test_other_words_are_told_as_a_warning_with_both_places(tmp_path: Path) -> None:
    desk = _desk(tmp_path, POOR.replace("again", "twice"), "1-4")
    desk.intake()
    (warning,) = [problem for problem in desk.problems if problem.severity == "warning" and problem.rule == "copies"]
    assert (Path(warning.source.path).name, warning.source.line) == ("two.txt", 2)
    assert "'twice.'" in warning.message
    assert "one.txt:3 reads 'again.'" in warning.message


def test_other_signs_and_joined_lines_are_told(tmp_path: Path) -> None:
    desk = _desk(tmp_path, "Bridge\nThe river rose; and rose again.\n- Planks Rope\n", "1-3")
    desk.intake()
    told = {(problem.source.line, problem.severity) for problem in desk.problems if Path(problem.source.path).name == "two.txt"}
    assert {(2, "warning"), (3, "info")} <= told


def test_a_copy_is_used_when_the_better_file_is_not_given(tmp_path: Path) -> None:
    desk = _desk(tmp_path, POOR, "1-4")
    desk.intake("two")
    assert desk.body() == "The river rose, and rose again.\n\n- Planks\n- Rope\n"
    assert desk.told() == []


def test_identical_copies_are_told_once(tmp_path: Path) -> None:
    desk = _desk(tmp_path, f"{RICH}\n", "1-8")
    desk.stories[0]["copies"][0]["captions"] = [8]
    (imported,) = desk.intake()
    assert Path(imported.source.path).name == "two.txt"
    assert desk.told() == ["one:1 copies", "two:8 lost-caption"]


def test_a_line_in_better_shape_is_taken_from_the_other_copy(tmp_path: Path) -> None:
    desk = _desk(tmp_path, POOR.replace("rose, and", "rose, then fell, and"), "1-4", better={3: {"file": "two", "line": 2}})
    desk.intake()
    assert "The river rose, then fell, and rose again." in desk.body()
    assert [problem.severity for problem in desk.problems if problem.rule == "copies"] == ["info"] * 4


def test_a_passage_in_two_stories_is_told(tmp_path: Path) -> None:
    long = "The people of both banks met on the sandbar, counted planks and agreed on a toll of two coins a head."
    text = f"Bridge\n\n{long}\n\nFerry\n\nBefore.\n\n{long}"
    desk = Desk(tmp_path, {"one": text}, [a_story("Bridge", a_copy("1-3")), a_story("Ferry", a_copy("5-9"), slug="ferry")])
    desk.intake()
    assert desk.told() == ["one:9 same-passage"]
