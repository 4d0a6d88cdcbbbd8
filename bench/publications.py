"""Publications to measure with: copies of the sample newsroom in a temporary folder, so that the repository stays as it is."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[1]
LANGUAGES = ("en", "ar", "th", "es", "fr")
_TWELVE = """\
date: 2023-12-31
languages: [{languages}]
lead: {lead}
sections:
  - title: {{en: Twelve stories}}
    stories: [{others}]
mail: {{subject: {{en: Twelve stories}}, preheader: {{en: A mail of twelve stories to measure with}}, form: {form}}}
"""


def copy_publication(folder: Path) -> Path:
    """Copy the sample publication with its stories, issues and templates into a new folder; return the folder."""
    for name in ("seeds/articles", "issues", "templates"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "newsletter.yaml", folder)
    return folder


def write_twelve(folder: Path, form: str) -> Path:
    """Write the manifest of an issue of twelve of the stories, whose mail has the *form*; return it."""
    lead, *others = sorted(path.parent.name for path in (folder / "seeds/articles").glob("*/article.yaml"))[:12]
    manifest = folder / "issues" / "twelve.yaml"
    manifest.write_text(_TWELVE.format(languages=", ".join(LANGUAGES), lead=lead, others=", ".join(others), form=form), "utf-8")
    return manifest


def run(arguments: Sequence[str], *, fine: Sequence[int] = (0,)) -> tuple[float, str]:
    """Run Python with *arguments* and return the seconds of the whole process, and what it printed."""
    started = time.perf_counter()
    done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=False, env=environment(), cwd=ROOT)
    taken = time.perf_counter() - started
    if done.returncode not in fine:
        sys.exit(f"bench: {' '.join(arguments)} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return taken, done.stdout


def environment() -> Mapping[str, str]:
    """Return the environment of a user: compiled Python is kept, this checkout is found."""
    kept = {name: value for name, value in os.environ.items() if name not in {"PYTHONDONTWRITEBYTECODE", "SOURCE_DATE_EPOCH"}}
    return {**kept, "PYTHONPATH": str(ROOT)}
