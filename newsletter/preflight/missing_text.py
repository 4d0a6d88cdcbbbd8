"""A headline, standfirst or furniture text that a reader would need is missing.

Why: a mail without subject or preheader lands as "(no subject)", a story without standfirst has no teaser.
What to do: write the text in the language named, in the manifest or at the top of the article.
"""

from __future__ import annotations

from collections.abc import Iterator

from newsletter.model import Problem, Proof

ID = "missing-text"


def check(proof: Proof) -> Iterator[Problem]:
    """Yield a problem for every text that an edition lacks, or has in another language than its own."""
    for entry in proof.editions:
        edition = entry.edition
        tag = edition.language.tag
        for key, text in (("mail.subject", edition.subject), ("mail.preheader", edition.preheader)):
            hint = f"Add a line `{tag}: …` under {key} in the manifest."
            if not text or _is_unwritten(text.text):
                yield Problem(edition.source, ID, f"{key} has no text for the {tag} edition", hint, "error", tag)
            elif text.language != tag:
                yield Problem(edition.source, ID, f"{key} of the {tag} edition is in {text.language}", hint, "error", tag)
        for section in edition.sections:
            if section.heading.language != tag:
                hint = f"Add the {tag} name of the section or region."
                yield Problem(edition.source, ID, f"the heading {section.heading.text!r} has no {tag} text", hint, "warning", tag)
        for slot in edition.slots:
            if any(_is_unwritten(text.text) for text in (slot.article.headline, slot.article.standfirst) if text):
                yield Problem(
                    slot.article.source,
                    ID,
                    "is still the empty form that `newsletter new` made",
                    "Write the headline and the standfirst.",
                    "error",
                    tag,
                )
            if not slot.article.standfirst and not slot.is_fallback:
                yield Problem(
                    slot.article.source,
                    ID,
                    "has no standfirst",
                    "Write a sentence or two under the headline: the mail's teaser is made of it.",
                    "warning",
                    tag,
                )


def _is_unwritten(text: str) -> bool:
    """Say whether a text is still the stand-in of a form: words between two ellipses."""
    return len(text) > 1 and text.startswith("\u2026") and text.endswith("\u2026")
