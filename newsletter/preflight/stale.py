"""The source text has changed since it was translated.

Why: readers of the translation get yesterday's facts.
What to do: compare the two texts, mend the translation, then run `newsletter translate sign STORY --language LANGUAGE`.
"""

from __future__ import annotations

from collections.abc import Iterator

from newsletter.model import Problem, Proof

ID = "stale"


def check(proof: Proof) -> Iterator[Problem]:
    """Yield a problem for every stale translation in an edition."""
    for entry in proof.editions:
        for slot in entry.edition.slots:
            if slot.stale:
                hint = f"Compare it with the source, then run `newsletter translate sign {slot.article.slug} --language {slot.article.language}`."
                yield Problem(
                    slot.article.source, ID, "the source text has changed since this was translated", hint, "warning", entry.edition.language.tag
                )
