"""The preheader is too short or too long, or repeats the subject.

Why: inboxes show 40 to 110 characters of it beside the subject; shorter ones are filled up with scraps of the page.
What to do: write one sentence of 40 to 110 characters that goes on from the subject.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from newsletter.model import Problem, Proof

ID = "preheader-length"

SHORTEST, LONGEST = 30, 140


def check(proof: Proof) -> Iterator[Problem]:
    """Yield a problem for every preheader outside the bounds (characters as readers count them)."""
    for entry in proof.editions:
        edition = entry.edition
        text, tag = edition.preheader.text, edition.language.tag
        length = sum(1 for character in text if not unicodedata.combining(character))
        if text and not SHORTEST <= length <= LONGEST:
            message = f"the preheader of the {tag} edition has {length} characters"
            yield Problem(edition.source, ID, message, f"Make it {SHORTEST} to {LONGEST}, best 40 to 110.", "warning", tag)
        elif text and text == edition.subject.text:
            message = f"the preheader of the {tag} edition repeats the subject"
            yield Problem(edition.source, ID, message, "Let it say what comes next.", "warning", tag)
