"""Our MJML compiler against MJML's own (node), both warm, on the same twelve stories in five languages."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from measures import Measure
from publications import write_twelve

from newsletter.desk import load_desk, make_materials
from newsletter.jobs import Request
from newsletter.render.environment import make_environment
from newsletter.render.mail import render_mail
from newsletter.render.mjml import compile_mjml
from newsletter.render.picture_shelf import fill_shelf

HERE = Path(__file__).parent
_VERSION = "5.4.1"


def measure_mails(publication: Path, rounds: int) -> Iterator[Measure]:
    """Yield how many times longer MJML's own compiler takes: for teasers, as mails are unless asked otherwise, and for whole texts.

    Whole texts are mostly HTML, which MJML's compiler passes through and ours reads (it promises that no gap is lost).
    """
    with _node() as node:
        for form, limit in (("teasers", 8), ("full", 3)):
            sources = _sources(publication, form)
            files = [str(publication / f"{form}-{tag}.mjml") for tag, _, _ in sources]
            for file, (_, _, source) in zip(files, sources, strict=True):
                Path(file).write_text(source, "utf-8")
            ours, theirs = [], []
            _ask(node, files, 10)  # warm: its compiler to machine code needs a few rounds
            _time_ours(sources, 10)
            for _ in range(rounds):
                ours.append(_time_ours(sources, 10) / 10 / len(files))
                theirs.append(_ask(node, files, 5) / 5 / len(files))
            detail = f"MJML {_VERSION} on node {median(theirs) * 1000:.1f} ms / ours {median(ours) * 1000:.2f} ms, a mail of 12 stories"
            yield Measure(f"compile a mail, {form}", median(theirs) / median(ours), limit, detail, is_floor=True)


def _sources(publication: Path, form: str) -> list[tuple[str, Any, str]]:
    """Return language, direction and MJML of each edition."""
    desk = load_desk(Request(write_twelve(publication, form), publication, publication / "out"))
    shelf = publication / "shelf"
    shelf.mkdir(exist_ok=True)
    pictures = fill_shelf(desk.pictures, shelf).pictures
    found = []
    for tag, material in make_materials(desk, pictures, shelf).items():
        _, source = render_mail(material.edition, make_environment(material, "mail"), make_environment(material, "text"))
        found.append((tag, material.edition.language.direction, source))
    return found


def _time_ours(sources: list[tuple[str, Any, str]], times: int) -> float:
    started = time.perf_counter()
    for _ in range(times):
        for _, direction, source in sources:
            compile_mjml(source, direction)
    return time.perf_counter() - started


def _node() -> subprocess.Popen[str]:
    """Return MJML's own compiler, waiting for work; installed the first time."""
    if not (node := shutil.which("node")) or not (npm := shutil.which("npm")):
        sys.exit("bench: node and npm are needed, for MJML's own compiler (or leave it out with --without mail)")
    installed = HERE / "node_modules" / "mjml" / "package.json"
    if not installed.is_file() or json.loads(installed.read_bytes())["version"] != _VERSION:
        subprocess.run([npm, "ci", "--silent"], cwd=HERE, check=True)
    return subprocess.Popen([node, HERE / "mjml.cjs"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _ask(node: subprocess.Popen[str], files: list[str], times: int) -> float:
    """Return the seconds that node takes to compile *files* so many times."""
    assert node.stdin
    assert node.stdout
    node.stdin.write(json.dumps({"files": files, "times": times}) + "\n")
    node.stdin.flush()
    answer = json.loads(node.stdout.readline())
    assert answer["bytes"] > 10_000 * times
    return float(answer["milliseconds"]) / 1000
