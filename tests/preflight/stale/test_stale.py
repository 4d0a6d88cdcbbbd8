"""Translations of texts that have changed since are told."""

from __future__ import annotations

from values import a_proof, a_slot, an_article, an_edition, told

from newsletter.preflight.stale import check


def test_a_translation_of_todays_text_passes() -> None:
    assert told(check(a_proof(a_slot()))) == []


def test_a_translation_of_yesterdays_text_fails_and_says_what_to_do() -> None:
    slot = a_slot(an_article(language="ar"), wanted="ar", stale=True)
    problems = list(check(a_proof(edition=an_edition(slot, tag="ar"))))
    assert told(problems) == ["ar.md:2: warning: the source text has changed since this was translated (stale)"]
    assert "`newsletter translate sign a-bridge --language ar`" in problems[0].hint
