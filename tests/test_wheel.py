"""The wheel: installed somewhere else, it starts a publication and builds it, with nothing of the checkout in reach."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.heavy


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the Python of a fresh environment in which the wheel is installed; its dependencies are this environment's."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    source.mkdir()
    for name in ("newsletter", "templates"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    run(folder, sys.executable, "-m", "pip", "wheel", source, "--no-deps", "--quiet", "--wheel-dir", folder / "wheels")
    (wheel,) = (folder / "wheels").glob("*.whl")
    run(folder, sys.executable, "-m", "venv", folder / "venv")
    python = folder / "venv" / "bin" / "python"
    run(folder, python, "-m", "pip", "install", "--no-deps", "--no-index", "--quiet", wheel)
    packages = run(folder, python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip()
    (Path(packages) / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    return python


def run(folder: Path, *command: object) -> str:
    """Run a command in *folder*, without what this environment says to Python; return what it printed."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PIP_TARGET", "VIRTUAL_ENV"))}
    done = subprocess.run([str(part) for part in command], cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def the_newsletter(python: Path) -> Path:
    return python.with_name("newsletter")


def test_the_command_says_its_version(python: Path, tmp_path: Path) -> None:
    version = re.search('(?m)^version = "(.+)"', (ROOT / "pyproject.toml").read_text("utf-8"))[1]
    assert version in run(tmp_path, the_newsletter(python), "--version")


def test_the_templates_and_the_package_are_those_of_the_wheel(python: Path, tmp_path: Path) -> None:
    program = "import newsletter, newsletter.places as places; print(newsletter.__file__); print(places.default_templates())"
    package, templates = run(tmp_path, python, "-c", program).split()
    assert Path(package).is_relative_to(python.parents[1])
    assert Path(templates) == Path(package).parent / "templates"
    ours = {path.relative_to(ROOT / "templates") for path in (ROOT / "templates").rglob("*") if path.is_file()}
    assert {path.relative_to(templates) for path in Path(templates).rglob("*") if path.is_file()} == ours


@pytest.mark.parametrize("templates", ["its own templates", "the wheel's templates"])
def test_a_new_publication_is_started_and_built_at_once(python: Path, tmp_path: Path, templates: str) -> None:
    run(tmp_path, the_newsletter(python), "init", "passage")
    folder = tmp_path / "passage"
    if templates == "the wheel's templates":
        shutil.rmtree(folder / "templates")
    (manifest,) = (folder / "issues").glob("*.yaml")
    run(folder, the_newsletter(python), "build", manifest, "--quiet", "--only", "mail", "--only", "web", "--only", "screen")
    out = folder / "out" / manifest.stem
    assert (out / "index.html").is_file()
    editions = [path for path in out.iterdir() if path.is_dir()]
    assert editions
    for edition in editions:
        assert {"mail.html", "mail.txt", "mail.json", "mail.eml", "page.html", "screen.pdf"} <= {path.name for path in edition.iterdir()}
        assert (edition / "screen.pdf").read_bytes().startswith(b"%PDF-")
