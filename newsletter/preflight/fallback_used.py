"""A story is shown in another language, because the reader's is missing.

Why: that must never happen unnoticed; the page says it to the reader, this rule says it to you.
What to do: have the story translated, or choose `fallback: link` or `omit` for the section.
"""

from __future__ import annotations

from collections.abc import Iterator

from newsletter.model import Problem, Proof

ID = "fallback-used"


def check(proof: Proof) -> Iterator[Problem]:
    """Yield a problem for every fallback and for every story left out for want of a language."""
    for entry in proof.editions:
        edition = entry.edition
        tag = edition.language.tag
        for slot in edition.slots:
            if slot.is_fallback:
                how = "are led to this" if slot.is_link else "get this"
                message = f"readers of the {tag} edition {how} in {slot.article.language}: there is no {tag}.md"
                yield Problem(slot.article.source, ID, message, f"Have it translated, or waive {ID} for this story.", "warning", tag)
        for slug in edition.omitted:
            message = f"{slug} is left out of the {tag} edition: it has no acceptable language"
            yield Problem(edition.source, ID, message, "Have it translated, or allow a fallback.", "warning", tag)
