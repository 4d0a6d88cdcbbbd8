"""Characters without a shape are told."""

from __future__ import annotations

from values import a_proof, told

from newsletter.model import Problem, Source
from newsletter.preflight.missing_glyph import check


def test_an_edition_of_which_the_engine_said_nothing_passes() -> None:
    assert told(check(a_proof(said=[Problem(Source("print.css"), "weasyprint", "unknown property")]))) == []


def test_what_the_engine_said_is_passed_on() -> None:
    problem = Problem(Source("en.md", 5), "missing-glyph", "no font has U+1F600")
    assert told(check(a_proof(said=[problem]))) == ["en.md:5: error: no font has U+1F600 (missing-glyph)"]
