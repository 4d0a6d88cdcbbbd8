"""Our PDFs against the engine left alone, and against Chromium's print-to-pdf of the same document; by columns and by length."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import median
from typing import Any

from measures import Measure
from publications import run

_TYPESET = str(Path(__file__).with_name("typeset.py"))
_CHROMIUM = "/usr/bin/chromium"
_QUIET = ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-extensions", "--no-first-run", "--no-pdf-header-footer")
_MANIFEST = """\
date: 2023-12-31
languages: [en, ar, th]
sections:
  - title: {{en: Stories}}
    stories: [{stories}]
mail: {{subject: {{en: Stories}}, preheader: {{en: An issue of many stories to measure with}}}}
print: {{columns: {columns}}}
"""
_LENGTHS = {12: 6, 25: 12, 50: 25, 100: 50}
"""Pages, about, and the stories that make them."""


def measure_pdfs(publication: Path, rounds: int, *, quick: bool) -> Iterator[Measure]:
    """Yield the time of whole processes, and of the engine in them; what is compared is run alternately."""
    lengths = (12,) if quick else tuple(_LENGTHS)
    for columns in (2, 1):
        for pages in lengths if columns == 2 else lengths[:2]:
            manifest = _write_issue(publication, _LENGTHS[pages], columns)
            yield from _against_plain(manifest, columns, rounds if pages < 50 else 1)
        yield from _against_chromium(_write_issue(publication, _LENGTHS[12 if quick else 25], columns), columns, rounds)


def _against_plain(manifest: Path, columns: int, rounds: int) -> Iterator[Measure]:
    for tag in ("en", "ar", "th") if columns == 2 else ("en",):
        for kind in ("screen", "print") if tag == "en" else ("screen",):
            document = run([_TYPESET, "write", str(manifest), tag, kind])[1].strip()
            told: dict[str, list[Mapping[str, Any]]] = {"plain": [], "fast": []}
            for _ in range(rounds):
                for how, found in told.items():
                    found.append(json.loads(run([_TYPESET, "set", document, kind, how])[1]))
            plain, fast = (median(one["engine"] for one in told[how]) for how in ("plain", "fast"))
            last = told["fast"][-1]
            what = f"{kind}, {tag}, {columns} column{'s' * (columns > 1)}, {last['pages']} pages"
            detail = f"{fast:.1f} s / {plain:.1f} s; file {last['bytes'] / 1e6:.2f} MB"
            yield Measure(f"a PDF against the engine alone: {what}", fast / plain, 0.6 if columns == 2 else 1.05, detail)
            finishing = median(one["finishing"] / one["engine"] for one in told["fast"])
            yield Measure("its finishing against its engine", finishing, 0.15, f"{what}: {finishing * fast:.2f} s / {fast:.1f} s")
            yield Measure("its memory against 300 MB", last["memory"] / 300e6, 1, f"{what}: {last['memory'] / 1e6:.0f} MB")


def _against_chromium(manifest: Path, columns: int, rounds: int) -> Iterator[Measure]:
    if not Path(_CHROMIUM).exists():
        sys.exit("bench: chromium is needed to compare with (or leave it out with --without pdf)")
    document = run([_TYPESET, "write", str(manifest), "en", "screen"])[1].strip()
    ours, theirs = [], []
    for _ in range(rounds):
        ours.append(run([_TYPESET, "set", document, "screen", "fast"])[0])
        theirs.append(_print_by_chromium(Path(document)))
    detail = f"{median(ours):.1f} s, tagged and finished / {median(theirs):.1f} s, whole processes, the same document"
    yield Measure(f"a screen PDF of {columns} column{'s' * (columns > 1)} against Chromium", median(ours) / median(theirs), 1.4, detail)


def _print_by_chromium(html: Path) -> float:
    target = html.with_suffix(".pdf")
    started = time.perf_counter()
    command = [_CHROMIUM, *_QUIET, f"--print-to-pdf={target}", html.as_uri()]
    subprocess.run(command, check=True, capture_output=True)
    taken = time.perf_counter() - started
    assert target.stat().st_size > 10_000
    target.unlink()
    return taken


def _write_issue(publication: Path, count: int, columns: int) -> Path:
    """Write an issue of *count* stories, the sample's own and copies of them."""
    newsroom = publication / "seeds/articles"
    originals = sorted(path.parent for path in newsroom.glob("*/article.yaml") if "-copy-" not in path.parent.name)
    stories = []
    for number in range(count):
        original = originals[number % len(originals)]
        name = original.name if number < len(originals) else f"{original.name}-copy-{number // len(originals)}"
        if not (newsroom / name).exists():
            shutil.copytree(original, newsroom / name)
        stories.append(name)
    manifest = publication / "issues" / f"stories-{count}-{columns}.yaml"
    manifest.write_text(_MANIFEST.format(stories=", ".join(stories), columns=columns), "utf-8")
    return manifest
