"""The preheader is too short or too long, repeats the subject, or begins against the direction of its language.

Why: inboxes show 40 to 110 characters of it beside the subject; shorter ones are filled up with scraps of the page. It is
shown without mark-up: a program goes by its first letter, so that an Arabic one which begins with a Latin name is turned.
What to do: write one sentence of 40 to 110 characters that goes on from the subject and begins with a word of the language.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from newsletter.languages import first_strong
from newsletter.model import Problem, Proof

ID = "preheader-length"

SHORTEST, LONGEST = 30, 140


def check(proof: Proof) -> Iterator[Problem]:
    """Yield a problem for every preheader outside the bounds (characters as readers count them), or turned round."""
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
        if entry.mail and first_strong(entry.mail.preheader) not in {edition.language.direction, None}:
            message = f"the preheader of the {tag} mail begins with a letter that turns it round"
            yield Problem(edition.source, ID, message, "Begin with a word of the edition's language.", "error", tag)
