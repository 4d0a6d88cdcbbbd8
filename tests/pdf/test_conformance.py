"""Every screen PDF passes the veraPDF engine as PDF/UA-1 and PDF/A-2a, and the engine sees what is wrong where something is."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from conformance import ACCESSIBLE, ARCHIVAL, failures_of
from pikepdf import Name

from newsletter.intake.dump import intake_dump
from newsletter.jobs import Request
from newsletter.press import build
from newsletter.workers import make_pool

ROOT = Path(__file__).parents[2]
SAMPLES = ("2021-06", "2022-07", "2023-04")
REAL = ("real-2022-07", "real-2023-04")
DUMPS = tuple(sorted((ROOT.parent / "shared" / "seeds").glob("0*.txt")))
GOLDEN = ROOT / "tests" / "golden" / "publication"
pytestmark = pytest.mark.heavy


def screens_of(manifest: Path, publication: Path, out: Path, newsroom: Path | None = None) -> list[Path]:
    """Build the screen PDFs of an issue and return them."""
    request = Request(manifest, publication, out, newsroom, pieces=("screen",))
    outcome = build(request, make_pool)
    assert not outcome.has_errors
    return sorted(outcome.folder.glob("*/screen.pdf"))


def expect_conformance(paths: list[Path], editions: int) -> None:
    """Expect that no clause of either standard is broken in any file."""
    assert len(paths) == editions
    failures = failures_of(paths)
    assert len(failures) == 2 * editions
    assert {file: broken for file, broken in failures.items() if broken} == {}


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_issue_is_accessible_and_archival_in_five_languages(name: str, tmp_path: Path) -> None:
    expect_conformance(screens_of(ROOT / "issues" / f"{name}.yaml", ROOT, tmp_path), 5)


@pytest.mark.skipif(len(DUMPS) < 4, reason="the raw dumps (../shared/seeds) are not on this machine")
@pytest.mark.parametrize("name", REAL)
def test_a_real_issue_is_accessible_and_archival_in_five_languages(name: str, tmp_path: Path) -> None:
    intake_dump(DUMPS, ROOT / "seeds" / "catalogue.yaml", tmp_path / "newsroom", [])
    expect_conformance(screens_of(ROOT / "issues" / f"{name}.yaml", ROOT, tmp_path / "out", tmp_path / "newsroom"), 5)


def test_every_kind_of_block_is_accessible_and_archival_in_three_scripts(tmp_path: Path) -> None:
    expect_conformance(screens_of(GOLDEN / "issues" / "2022-07.yaml", GOLDEN, tmp_path), 3)


def test_a_language_made_of_two_files_is_accessible_and_archival(tmp_path: Path) -> None:
    import test_a_new_language as other

    files = {
        "languages/he.yaml": other.BEHAVIOUR,
        "languages/he.po": other.WORDS,
        "newsletter.yaml": other.PUBLICATION,
        "issues/2022-07.yaml": other.ISSUE,
        "seeds/articles/a-bridge/article.yaml": "date: 2022-07-20\nregions: [asia-pacific]\nsource-language: he\n",
        "seeds/articles/a-bridge/he.md": other.STORY,
    }
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    expect_conformance(screens_of(tmp_path / "issues" / "2022-07.yaml", tmp_path, tmp_path / "out"), 1)


# What the engine must see


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a screen PDF with every kind of block."""
    return screens_of(GOLDEN / "issues" / "2022-07.yaml", GOLDEN, tmp_path_factory.mktemp("sound"))[0]


def elements(pdf: pikepdf.Pdf, *kinds: str) -> Iterator[Any]:
    """Yield the structure elements of the kinds."""
    wanted = {Name(f"/{kind}") for kind in kinds}
    return (thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") in wanted and "/P" in thing)


def take_alt_text(pdf: pikepdf.Pdf) -> None:
    for figure in elements(pdf, "Figure"):
        del figure.Alt


def skip_a_heading(pdf: pikepdf.Pdf) -> None:
    for heading in elements(pdf, "H2"):
        heading.S = Name.H5


def take_item_bodies(pdf: pikepdf.Pdf) -> None:
    for item in elements(pdf, "LBody"):
        item.S = Name.P


def take_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.Lang


def take_title(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.ViewerPreferences


def take_link_words(pdf: pikepdf.Pdf) -> None:
    for page in pdf.pages:
        for annotation in page.obj.get("/Annots", ()):
            if "/Contents" in annotation:
                del annotation.Contents


def take_scope(pdf: pikepdf.Pdf) -> None:
    for cell in elements(pdf, "TH"):
        if "/A" in cell:
            del cell.A
        if "/ID" in cell:
            del cell.ID
    for cell in elements(pdf, "TD"):
        if "/A" in cell:
            del cell.A


def take_font_files(pdf: pikepdf.Pdf) -> None:
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == Name.FontDescriptor:
            for key in ("/FontFile2", "/FontFile3"):
                if key in thing:
                    del thing[key]


def take_output_intent(pdf: pikepdf.Pdf) -> None:
    del pdf.Root.OutputIntents


def smooth_pictures(pdf: pikepdf.Pdf) -> None:
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == Name.Image:
            thing.Interpolate = True


DEFECTS = [
    (take_alt_text, ACCESSIBLE, "7.3-1"),
    (skip_a_heading, ACCESSIBLE, "7.4.2-1"),
    (take_item_bodies, ACCESSIBLE, "7.2-"),
    (take_language, ACCESSIBLE, "7.2-"),
    (take_title, ACCESSIBLE, "7.1-10"),
    (take_link_words, ACCESSIBLE, "7.18.5-2"),
    (take_scope, ACCESSIBLE, "7.5-1"),
    (take_font_files, ACCESSIBLE, "7.21.4.1-1"),
    (take_output_intent, ARCHIVAL, "6.2.4.3-"),
    (smooth_pictures, ARCHIVAL, "6.2.8-3"),
]


def test_each_seeded_defect_is_seen(sound: Path, tmp_path: Path) -> None:
    made: list[Path] = []
    for change, _, _ in DEFECTS:
        made.append(_changed(sound, tmp_path / f"{change.__name__}.pdf", change))
    made.append(Path(shutil.copy(sound, tmp_path / "sound.pdf")))
    failures = failures_of(made)
    assert failures[f"{made[-1]} {ACCESSIBLE}"] == failures[f"{made[-1]} {ARCHIVAL}"] == {}
    for path, (change, profile, clause) in zip(made, DEFECTS, strict=False):
        broken = failures[f"{path} {profile}"]
        assert [found for found in broken if found.startswith(clause)], f"{change.__name__}: {dict(broken)}"


def _changed(sound: Path, path: Path, change: Callable[[pikepdf.Pdf], None]) -> Path:
    with pikepdf.open(sound) as pdf:
        change(pdf)
        pdf.save(path)
    return path


def test_the_engine_sees_what_finishing_mends(tmp_path: Path) -> None:
    from newsletter.render import pdf_engine

    html = '<html lang="en"><title>t</title><h1>One</h1><p><a href="https://example.org">a <b>bold</b> link</a></p><ul><li><p>item</p></li></ul>'
    raw, _ = pdf_engine.write_pdf(html, tmp_path, (tmp_path,), "screen")
    (tmp_path / "raw.pdf").write_bytes(raw)
    assert failures_of([tmp_path / "raw.pdf"], (ACCESSIBLE,))[f"{tmp_path / 'raw.pdf'} {ACCESSIBLE}"] != {}
