"""The PDF for the press has something that a printer may refuse, or that prints otherwise than it was meant.

Why: printers ask for PDF/X-4, and most take what they get: a picture too coarse, a colour in RGB or a missing bleed shows when
the paper is printed. These are structure checks; no free validator of PDF/X exists. What to do: for a coarse picture, ask for the
original or let it stand smaller; everything else concerns templates, or is a mistake of the toolkit.
"""

from __future__ import annotations

from collections.abc import Iterator

from newsletter.model import Problem, Proof, Severity
from newsletter.press_checks import check_press

ID = "press-ready"

HINTS = {
    "resolution": "Ask for the original with more pixels, or let the picture stand smaller.",
    "boxes": "A template of your own may set another page size: leave `size` and `bleed` to the manifest.",
    "colours": 'Write colours in templates as colour("…") by their names in look.yaml.',
    "fonts": "Name the font in look.yaml, so that it is embedded.",
}
WAY_OUT = "This is not your doing: please report it, with the manifest."


def check(proof: Proof) -> Iterator[Problem]:
    """Yield a problem for every fault of a print PDF, each named with its page."""
    for entry in proof.editions:
        tag = entry.edition.language.tag
        for pdf in entry.pdfs:
            if pdf.name == "print":
                for fault in check_press(pdf.data, entry.edition.print):
                    place = f"page {fault.page} of the {tag} print PDF" if fault.page else f"the {tag} print PDF"
                    severity: Severity = "warning" if fault.check == "resolution" else "error"
                    message, hint = f"{place}: {fault.message}", HINTS.get(fault.check, WAY_OUT)
                    yield Problem(entry.edition.source, ID, message, hint, severity, tag)
