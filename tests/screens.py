"""Screen PDFs as the press makes them: of the golden publication, in seconds; of the sample issues, in minutes."""

from __future__ import annotations

import functools
import io
import tempfile
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pikepdf

from newsletter.desk import Desk, load_desk
from newsletter.jobs import Request
from newsletter.press import build
from newsletter.workers import make_pool

ROOT = Path(__file__).parents[1]
GOLDEN = ROOT / "tests" / "golden" / "publication"
SAMPLES = ("2021-06", "2022-07", "2023-04")
LANGUAGES = ("en", "ar", "th", "es", "fr")
SCRIPTS = ("en", "ar", "th")
"""The editions of the golden publication: one that runs from left to right, one from right to left, one without spaces."""


@dataclass(frozen=True)
class Screens:
    """The screen PDFs of an issue by language, and the desk that they were made from."""

    desk: Desk
    pdfs: Mapping[str, bytes]


@functools.cache
def golden() -> Screens:
    """Return the golden publication: a story with every kind of block, and one that nobody translated."""
    return _built(GOLDEN / "issues" / "2022-07.yaml", GOLDEN, lambda: ThreadPoolExecutor(1))


@functools.cache
def sample(name: str) -> Screens:
    """Return a sample issue in five languages."""
    return _built(ROOT / "issues" / f"{name}.yaml", ROOT, make_pool)


def _built(manifest: Path, publication: Path, executor: Callable[[], Any]) -> Screens:
    with tempfile.TemporaryDirectory() as folder:
        request = Request(manifest, publication, Path(folder), pieces=("screen",))
        outcome = build(request, executor)
        assert [str(problem) for problem in outcome.problems if problem.severity == "error"] == []
        return Screens(load_desk(request), {path.parent.name: path.read_bytes() for path in sorted(outcome.folder.glob("*/screen.pdf"))})


def spoilt(data: bytes, spoil: Callable[[pikepdf.Pdf], Any]) -> bytes:
    """Return a PDF after *spoil* has changed something in it."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        spoil(pdf)
        pdf.save(target)
    return target.getvalue()
