"""The mail is so heavy that Gmail cuts it off.

Why: Gmail clips a message at about 102 kB and hides the rest, unsubscribe link included; encoded for transport, Thai and Arabic
weigh more. What to do: use `form: teasers`, or shorten the story named.
"""

from __future__ import annotations

import quopri
from collections.abc import Iterator

from newsletter.model import Problem, Proof, Severity, Slot

ID = "mail-weight"

LIMIT = 100_000
ADVISED = 90_000
ENCODED = 102_400


def check(proof: Proof) -> Iterator[Problem]:
    """Yield a problem for every HTML part that is too large in UTF-8, or as quoted-printable."""
    for entry in proof.editions:
        if entry.mail is None:
            continue
        edition = entry.edition
        data = entry.mail.html.encode()
        size, encoded = len(data), len(quopri.encodestring(data))
        shown = [slot for slot in edition.slots if not slot.is_link]
        longest = max(shown, key=lambda slot: len(block_text(slot).encode()), default=None)
        name = longest.article.slug if longest else ""
        hint = f"Choose `form: teasers`, or shorten {name} first." if edition.mail_form == "full" else f"Take stories out, or shorten {name}."
        tag = edition.language.tag
        if size > ADVISED:
            severity: Severity = "error" if size > LIMIT else "warning"
            yield Problem(edition.source, ID, f"the {tag} mail weighs {size:,} bytes of HTML (advised: {ADVISED:,})", hint, severity, tag)
        elif encoded > ENCODED:
            yield Problem(
                edition.source, ID, f"the {tag} mail weighs {encoded:,} bytes encoded for transport (Gmail cuts at {ENCODED:,})", hint, "warning", tag
            )


def block_text(slot: Slot) -> str:
    """Return a slot's text, to tell the longest story."""
    return "".join(block.plain() for block in slot.article.blocks)
