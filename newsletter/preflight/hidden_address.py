"""An e-mail address that a website has hidden stands in the text.

Why: "[email protected]" is what a robot sees instead of an address; readers cannot write to it.
What to do: find the address on the website, in a browser, and type it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsletter.model import Problem, Proof, Source

ID = "hidden-address"

HIDDEN = re.compile(r"\[email(?:\s|\u00a0)*protected\]|email-protection", re.IGNORECASE)


def check(proof: Proof) -> Iterator[Problem]:
    """Yield a problem for every block of a story in which a hidden address stands."""
    for entry in proof.editions:
        for slot in entry.edition.slots:
            words = slot.article.words.lower()
            if "protected]" not in words and "email-protection" not in words:
                continue  # as in nearly every story; a look at its single blocks takes longer
            for block in slot.article.blocks:
                if HIDDEN.search(block.words()):
                    source = Source(slot.article.source.path, block.line)
                    yield Problem(
                        source,
                        ID,
                        "an e-mail address is hidden here: [email protected]",
                        "Look the address up and type it.",
                        "warning",
                        entry.edition.language.tag,
                    )
