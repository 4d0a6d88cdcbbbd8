"""What a printer may refuse is told with its page."""

from __future__ import annotations

import dataclasses
import re

from presshouse import an_edition, opened, printed, render, saved
from values import a_proof, told

from newsletter.model import EditionProof, Pdf, Proof
from newsletter.preflight.press_ready import check


def said_of(data: bytes, name: str = "print") -> list[str]:
    """Return what is said of a PDF."""
    entry = EditionProof(an_edition(), pdfs=(Pdf(name, data, 4),))
    return told(check(Proof(a_proof().issue, (entry,))))


def test_a_print_pdf_as_it_is_made_passes() -> None:
    assert said_of(printed()) == []


def test_a_picture_too_coarse_for_its_place_is_a_warning_with_its_page() -> None:
    (said,) = said_of(render(an_edition(), width=1000))
    assert re.fullmatch(
        r"2022-07\.yaml:1: warning: page 1 of the en print PDF: a picture of 1000 by 666 pixels stands \d+ by \d+ mm large: "
        r"1\d\d pixels per inch, not 250 \(press-ready\)",
        said,
    )


def test_another_page_size_than_the_manifests_is_an_error() -> None:
    edition = dataclasses.replace(an_edition(), print=dataclasses.replace(an_edition().print, bleed=5))
    entry = EditionProof(edition, pdfs=(Pdf("print", printed(), 4),))
    said = told(check(Proof(a_proof().issue, (entry,))))
    assert said[0] == "2022-07.yaml:1: error: page 1 of the en print PDF: the bleed is 3.0 mm, not 5 (press-ready)"


def test_a_colour_of_a_screen_is_an_error() -> None:
    with opened(printed()) as pdf:
        pdf.pages[1].contents_add(b"\nq 1 0 0 rg 0 0 9 9 re f Q")
        data = saved(pdf)
    assert said_of(data) == ["2022-07.yaml:1: error: page 2 of the en print PDF: a colour is set in RGB (press-ready)"]


def test_the_screen_pdf_is_left_alone() -> None:
    assert said_of(b"not even a PDF", "screen") == []
