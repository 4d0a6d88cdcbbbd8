"""A picture says something to those who do not see it."""

from __future__ import annotations

from values import a_picture, a_proof, a_slot, an_article, told

from newsletter.preflight.alt_text import check


def test_a_picture_with_alt_text_passes() -> None:
    assert told(check(a_proof(a_slot(an_article(pictures={"lead": a_picture()}))))) == []


def test_a_decorative_picture_passes_without() -> None:
    assert told(check(a_proof(a_slot(an_article(pictures={"lead": a_picture(alt="", decorative=True)}))))) == []


def test_a_picture_without_alt_text_fails() -> None:
    pictures = {"lead": a_picture(), "chart": a_picture("chart", alt="")}
    problems = list(check(a_proof(a_slot(an_article(pictures=pictures)))))
    assert told(problems) == ["en.md:2: error: the picture 'chart' has no alt text (alt-text)"]
    assert "{chart: {alt: …}}" in problems[0].hint
