"""Stories put into a newsroom: whole or not at all, and never over an editor's work."""

from __future__ import annotations

from pathlib import Path

import pytest

from newsletter.intake.filing import file_story, is_untouched, seal
from newsletter.model import Problem

FILES = {"article.yaml": seal("date: 2022-07-20\n", "one.txt"), "en.md": seal("---\nheadline: Bridge\n---\nRiver.\n", "one.txt")}
LATER = {"article.yaml": FILES["article.yaml"], "en.md": seal("---\nheadline: Bridge\n---\nRivers.\n", "one.txt")}


def _everything(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {path.name: (path.read_bytes(), path.stat().st_mtime_ns) for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_seal_says_whether_a_file_was_edited() -> None:
    assert all(is_untouched(text) for text in FILES.values())
    assert FILES["en.md"].startswith("---\n# Imported from one.txt; seal ")
    assert not is_untouched(FILES["en.md"].replace("River", "Rover"))
    assert not is_untouched("date: 2022-07-20\n")


def test_writing_twice_changes_nothing(tmp_path: Path) -> None:
    problems: list[Problem] = []
    assert file_story(tmp_path / "bridge", FILES, problems) == "new"
    before = _everything(tmp_path)
    assert file_story(tmp_path / "bridge", FILES, problems) == "unchanged"
    assert _everything(tmp_path) == before
    assert problems == []


def test_an_untouched_file_follows_the_source(tmp_path: Path) -> None:
    file_story(tmp_path / "bridge", FILES, [])
    assert file_story(tmp_path / "bridge", LATER, []) == "changed"
    assert (tmp_path / "bridge/en.md").read_text(encoding="utf-8") == LATER["en.md"]


def test_an_edited_file_is_kept_and_the_import_put_beside_it(tmp_path: Path) -> None:
    problems: list[Problem] = []
    file_story(tmp_path / "bridge", FILES, problems)
    edited = FILES["en.md"].replace("River", "The river")
    (tmp_path / "bridge/en.md").write_text(edited, encoding="utf-8")
    for _ in range(2):
        assert file_story(tmp_path / "bridge", LATER, problems) == "kept"
        assert (tmp_path / "bridge/en.md").read_text(encoding="utf-8") == edited
        assert (tmp_path / "bridge/en.md.new").read_text(encoding="utf-8") == LATER["en.md"]
    assert [(problem.rule, problem.severity) for problem in problems] == [("edited", "warning")] * 2


def test_a_story_of_somebody_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "bridge").mkdir()
    (tmp_path / "bridge/article.yaml").write_text("date: 2020-01-01\n", encoding="utf-8")
    assert file_story(tmp_path / "bridge", FILES, []) == "kept"
    assert (tmp_path / "bridge/article.yaml").read_text(encoding="utf-8") == "date: 2020-01-01\n"


def test_a_folder_that_cannot_be_made_whole_is_not_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_path: Path, _target: Path) -> Path:
        raise OSError(28, "No space left on device")

    problems: list[Problem] = []
    monkeypatch.setattr(Path, "rename", fail)
    assert file_story(tmp_path / "bridge", FILES, problems) is None
    assert [problem.rule for problem in problems] == ["file"]
    assert list(tmp_path.iterdir()) == []


def test_a_link_to_another_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "bridge").symlink_to(tmp_path / "elsewhere")
    problems: list[Problem] = []
    assert file_story(tmp_path / "bridge", FILES, problems) is None
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_linked_file_is_not_written_through(tmp_path: Path) -> None:
    file_story(tmp_path / "bridge", FILES, [])
    (tmp_path / "elsewhere.md").write_text(FILES["en.md"], encoding="utf-8")
    (tmp_path / "bridge/en.md").unlink()
    (tmp_path / "bridge/en.md").symlink_to(tmp_path / "elsewhere.md")
    assert file_story(tmp_path / "bridge", LATER, []) == "kept"
    assert (tmp_path / "elsewhere.md").read_text(encoding="utf-8") == FILES["en.md"]
