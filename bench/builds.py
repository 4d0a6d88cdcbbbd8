"""Whole builds: on two cores against one after the other, unchanged against cold, after an edit; and the memory of the workers."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from statistics import median

from measures import Measure
from publications import ROOT, run

_ISSUE = "issues/2022-07.yaml"
_STORY = "seeds/articles/thailand-partnership-agreement/fr.md"
_SEQUENCE = Path(__file__).with_name("sequence.py")


def measure_builds(publication: Path, rounds: int) -> list[Measure]:
    """Return what a five-language build with its ten PDFs costs on two cores."""
    cold, sequence, alone = [], [], 0
    run([str(_SEQUENCE), str(publication / _ISSUE), "1"])  # fonts, pictures and templates are in their caches for both
    for _ in range(rounds):
        cold.append(build(publication)[0])
        told = json.loads(run([str(_SEQUENCE), str(publication / _ISSUE)])[1])
        sequence.append(told["seconds"])
        alone = told["first_memory"]
    report = json.loads((publication / "out/2022-07/report.json").read_bytes())
    peak = max(piece["memory"] for edition in report["editions"].values() for piece in edition["pieces"].values())
    detail = f"whole build, --jobs 2: {median(cold):.1f} s / its ten WeasyPrint calls in one warm process: {median(sequence):.1f} s"
    memory = f"largest worker {peak / 1e6:.0f} MB / a process that makes one PDF {alone / 1e6:.0f} MB"
    return [
        Measure("five languages on two cores", median(cold) / median(sequence), 0.65, detail),
        measure_unchanged(publication, cold),
        Measure("memory of a worker", peak / alone, 1.5, memory),
    ]


def measure_unchanged(publication: Path, cold: list[float], *only: str) -> Measure:
    """Return what a build costs that finds nothing to do."""
    unchanged = [build(publication, *only, force=False) for _ in range(7)]
    assert not any(made for _, made in unchanged), "something was made again although nothing had changed"
    seconds = median(seconds for seconds, _ in unchanged)
    detail = f"{seconds * 1000:.0f} ms / cold {median(cold):.1f} s (whole processes)"
    return Measure("a build with nothing changed", seconds / median(cold), 0.03, detail)


def measure_edit(publication: Path, *only: str) -> Measure:
    """Return how many of all pieces are made again after a paragraph was changed in one language."""
    path = publication / _STORY
    text = path.read_text("utf-8")
    path.write_text(re.sub(r"(?m)^(\w[^\n:]{40,})$", r"\1 Encore une phrase.", text, count=1), "utf-8")
    assert path.read_text("utf-8") != text
    pieces = sum(len(edition["pieces"]) for edition in json.loads((publication / "out/2022-07/report.json").read_bytes())["editions"].values())
    _, made = build(publication, *only, force=False)
    is_right = all(piece.startswith("fr/") for piece in made) and bool(made)
    return Measure("after an edit in French", len(made) / pieces if is_right else 1, 0.2, f"made again: {', '.join(made)} of {pieces} pieces")


def build(publication: Path, *only: str, force: bool = True) -> tuple[float, list[str]]:
    """Build the sample issue, from nothing where *force*; return the seconds and what was made."""
    if force:
        shutil.rmtree(publication / "out", ignore_errors=True)
    options = [word for piece in only for word in ("--only", piece)]
    seconds, said = run([str(ROOT / "build.py"), str(publication / _ISSUE), "--jobs", "2", "--json", *options], fine=(0, 1))
    return seconds, json.loads(said)[0]["made"]
