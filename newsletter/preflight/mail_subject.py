"""The subject is too long, has more than one line, or begins against the direction of its language.

Why: inboxes show 40 to 70 characters of it, and a line break in it ends the header (RFC 5322, 2.2). A subject can carry no
mark-up: a program goes by its first letter, so that an Arabic subject which begins with a Latin name shows turned round.
What to do: write one line of at most 150 characters, best 40 to 70, that begins with a word of the edition's language.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from newsletter.languages import first_strong
from newsletter.model import Problem, Proof

ID = "mail-subject"

LONGEST = 150


def check(proof: Proof) -> Iterator[Problem]:
    """Yield a problem for every subject that an inbox would cut, break or turn round (characters as readers count them)."""
    for entry in proof.editions:
        edition = entry.edition
        tag = edition.language.tag
        subject = entry.mail.subject if entry.mail else edition.subject.text
        length = sum(1 for character in subject if unicodedata.category(character) not in {"Mn", "Me", "Cf"})
        if length > LONGEST:
            message = f"the subject of the {tag} edition has {length} characters"
            yield Problem(edition.source, ID, message, f"Make it {LONGEST} at most, best 40 to 70.", "warning", tag)
        if len(subject.splitlines()) > 1:
            message = f"the subject of the {tag} edition has more than one line"
            yield Problem(edition.source, ID, message, "Write it in one line.", "error", tag)
        if entry.mail and first_strong(subject) not in {edition.language.direction, None}:
            message = f"the subject of the {tag} mail begins with a letter that turns it round"
            yield Problem(edition.source, ID, message, "Begin with a word of the edition's language.", "error", tag)
