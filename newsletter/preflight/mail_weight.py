"""The mail is so heavy that Gmail cuts it off, or one of its style blocks so long that Gmail drops it.

Why: Gmail clips a message at about 102 kB and hides the rest, unsubscribe link included; encoded for transport, Thai and Arabic
weigh more. A style block of more than 16 KB is dropped whole. What to do: use `form: teasers`, or shorten the story named.
"""

from __future__ import annotations

import quopri
from collections.abc import Iterator

from newsletter.model import EditionProof, Mail, Problem, Proof, Severity

ID = "mail-weight"

LIMIT = 100_000
ADVISED = 90_000
ENCODED = 102_400
SHEET = 16_384


def check(proof: Proof) -> Iterator[Problem]:
    """Yield a problem for every HTML part that is too large, in UTF-8 or as quoted-printable, and every style block that is."""
    for entry in proof.editions:
        if entry.mail is None:
            continue
        edition = entry.edition
        tag = edition.language.tag
        data = entry.mail.html.encode()
        size, encoded = len(data), _encoded(data)
        severity: Severity = "error" if size > LIMIT else "warning"
        weight = f"{size:,} bytes of HTML, {encoded:,} encoded for transport"
        if size > ADVISED or encoded > ENCODED:
            message = f"the {tag} mail weighs {weight} (advised: {ADVISED:,}; Gmail cuts at {ENCODED:,})"
            excess = max(size - ADVISED, (encoded - ENCODED) * size // encoded)
            yield Problem(edition.source, ID, message, _hint(entry, entry.mail, excess), severity, tag)
        for sheet in entry.mail.markup.sheets:
            if (length := len(sheet.encode())) > SHEET:
                message = f"a style block of the {tag} mail has {length:,} bytes; Gmail drops it above {SHEET:,}"
                yield Problem(edition.source, ID, message, "Divide the style block of the template.", "error", tag)


def _encoded(data: bytes) -> int:
    """Return the size as quoted-printable, which is not made where it could not matter: three bytes for what is no ASCII."""
    most = len(data) + 2 * (sum(map(data.count, b"=\n")) + len(data.translate(None, bytes(range(128)))))
    most += 3 * (most // 70 + 1)
    return len(quopri.encodestring(data)) if most > ENCODED or len(data) > ADVISED else most


def _hint(entry: EditionProof, mail: Mail, excess: int) -> str:
    """Return what to do: the story that takes most of this mail, and how much of it must go."""
    elements = mail.markup.elements
    places = [element.offset for element in elements] + [len(mail.html)]
    sizes = {slot.article.slug: len(mail.html[places[start] : places[end]].encode()) for slot, start, end in entry.stories()}
    change = "Choose `form: teasers`, or" if entry.edition.mail_form == "full" else "Take stories out, or"
    if not sizes:
        return f"{change} shorten texts by {excess:,} bytes."
    slug = max(sizes, key=lambda name: sizes[name])
    return f"{change} shorten {slug} first: it takes {sizes[slug]:,} bytes of the mail, and about {excess:,} must go."
