"""The command line, from the first file to a built issue."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from values import ENGLISH, FACTS, a_publication, write_files

from newsletter.__main__ import main
from newsletter.cli.main import COMMANDS

ISSUE = "issues/2022-07.yaml"
QUICK = ("--only", "mail", "--only", "web", "--jobs", "1")
ROOT = Path(__file__).parents[2]


def files_of(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder, locks apart."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix != ".lock"}


def test_an_issue_is_built_once_and_only_what_changed_is_built_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    a_publication(tmp_path)
    assert main(["build", str(tmp_path / ISSUE), *QUICK]) == 0
    assert "made 4 of 4 pieces; no problems" in capsys.readouterr().out
    built = files_of(tmp_path / "out")
    assert {"2022-07/index.html", "2022-07/report.json"} | {
        f"2022-07/{tag}/{name}" for tag in ("en", "ar") for name in ("mail.html", "mail.txt", "mail.json", "mail.eml", "page.html")
    } <= set(built)
    assert main(["build", str(tmp_path / ISSUE), *QUICK]) == 0
    assert "nothing had changed" in capsys.readouterr().out
    assert files_of(tmp_path / "out") == built
    write_files(tmp_path, {"seeds/articles/a-bridge/en.md": ENGLISH.replace("same day", "next day")})
    assert main(["build", str(tmp_path / ISSUE), *QUICK, "--json"]) == 0
    assert sorted(json.loads(capsys.readouterr().out)[0]["made"]) == ["en/mail", "en/web"]
    after = files_of(tmp_path / "out")
    assert b"next day" in after["2022-07/en/page.html"]
    assert after["2022-07/ar/page.html"] == built["2022-07/ar/page.html"]


def test_a_check_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    a_publication(tmp_path)
    before = files_of(tmp_path)
    assert main(["check", str(tmp_path / ISSUE)]) == 0
    assert main(["status", str(tmp_path / ISSUE)]) == 0
    assert files_of(tmp_path) == before
    assert "a-bridge" in capsys.readouterr().out


def test_a_frozen_issue_takes_no_later_story(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    a_publication(tmp_path)
    assert main(["freeze", str(tmp_path / ISSUE)]) == 0
    assert "1 stor" in capsys.readouterr().out
    write_files(tmp_path / "seeds/articles/b-road", {"article.yaml": FACTS, "en.md": ENGLISH})
    assert main(["status", str(tmp_path / ISSUE), "--json"]) == 0
    assert [story["slug"] for story in json.loads(capsys.readouterr().out)[0]["stories"]] == ["a-bridge"]
    assert main(["freeze", str(tmp_path / ISSUE)]) == 0
    assert "was frozen already" in capsys.readouterr().out


def test_first_files_are_made_and_can_be_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    a_publication(tmp_path)
    assert main(["new", "issue", "2022-08", "--publication", str(tmp_path), "--copy"]) == 0
    assert main(["new", "story", "b-road", "--publication", str(tmp_path), "--date", "2022-08-05"]) == 0
    paths = capsys.readouterr().out.split()
    assert [Path(path).name for path in paths] == ["2022-08.yaml", "article.yaml", "en.md"]
    assert main(["status", str(tmp_path / "issues/2022-08.yaml")]) == 1
    assert "has nothing in it" in capsys.readouterr().err


def test_a_translation_is_signed_and_tells_when_its_source_changes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    a_publication(tmp_path)
    assert main(["translate", "sign", "a-bridge", "--publication", str(tmp_path)]) == 0
    assert "seeds/articles/a-bridge/ar.md: signed" in capsys.readouterr().out
    write_files(tmp_path, {"seeds/articles/a-bridge/en.md": ENGLISH.replace("same day", "next day")})
    assert main(["check", str(tmp_path / ISSUE)]) == 0
    assert "(stale)" in capsys.readouterr().err


def test_a_new_publication_builds_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", str(tmp_path / "mine")]) == 0
    assert "is ready" in capsys.readouterr().out
    assert sorted(path.name for path in (tmp_path / "mine/schemas").iterdir()) == ["article.json", "issue.json", "newsletter.json", "story.json"]
    manifest = next((tmp_path / "mine/issues").glob("*.yaml"))
    assert main(["build", str(manifest), *QUICK]) == 0, capsys.readouterr().err
    assert "no problems" in capsys.readouterr().out


def test_languages_and_schemas_are_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["languages", "--publication", str(tmp_path)]) == 0
    assert "العربية" in capsys.readouterr().out
    assert main(["schema", "--into", str(tmp_path / "schemas")]) == 0
    assert len(capsys.readouterr().out.split()) == 4


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--help"]) == 0
    assert "Usage: newsletter " in capsys.readouterr().out


def test_the_front_door_and_the_module_are_the_same_command_line() -> None:
    for words in (["build.py"], ["-m", "newsletter", "build"]):
        done = subprocess.run([sys.executable, *words, "issues/1999-01.yaml"], cwd=ROOT, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith("newsletter: there is no manifest issues/1999-01.yaml.")


def test_help_imports_no_engine() -> None:
    code = "import sys; from newsletter.__main__ import main; main(['--help']); print([name for name in ('weasyprint', 'jinja2', 'PIL', 'babel', 'pydantic') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_check_and_status_look_at_the_languages_that_are_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    root = Path(__file__).parents[2]

    assert main(["status", str(root / "issues" / "2022-07.yaml"), "--language", "es", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)[0]

    assert [language["tag"] for language in report["languages"]] == ["es"]
    assert all(set(story["states"]) == {"es"} for story in report["stories"])
    assert {problem["language"] for problem in report["problems"]} <= {"", "es"}
