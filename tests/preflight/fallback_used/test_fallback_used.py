"""A story in another language never goes unnoticed."""

from __future__ import annotations

from values import a_proof, a_slot, an_article, an_edition, told

from newsletter.preflight.fallback_used import check


def test_a_story_in_the_readers_language_passes() -> None:
    assert told(check(a_proof(a_slot()))) == []


def test_a_story_shown_linked_or_left_out_fails() -> None:
    shown = a_slot(an_article("a-bridge"), wanted="ar")
    linked = a_slot(an_article("a-road"), wanted="ar", policy="link")
    edition = an_edition(shown, linked, tag="ar", omitted=("a-ferry",))
    assert told(check(a_proof(edition=edition))) == [
        "2022-07.yaml:1: warning: a-ferry is left out of the ar edition: it has no acceptable language (fallback-used)",
        "en.md:2: warning: readers of the ar edition get this in en: there is no ar.md (fallback-used)",
        "en.md:2: warning: readers of the ar edition are led to this in en: there is no ar.md (fallback-used)",
    ]
