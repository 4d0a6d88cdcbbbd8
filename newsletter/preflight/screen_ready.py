"""The PDF for the screen keeps something from readers: a screen reader, a search, or an archive would miss it.

Why: a tagged PDF is read aloud, searched and kept for years by what it says of itself, which nobody sees on the page: its
language, its headings, what a picture shows, where a link leads. What to do: write the alt text that is missing; everything else
concerns templates or fonts of your own, or is a mistake of the toolkit.
"""

from __future__ import annotations

from collections.abc import Iterator

from newsletter.model import Problem, Proof
from newsletter.screen_checks import check_screen

ID = "screen-ready"

HINTS = {
    "pictures": "Write its alt text at the top of the article, under `pictures`; in a template of your own, give every img its alt.",
    "outline": "In a template of your own, let headings go down one level at a time, and give each its words.",
    "languages": "In a template of your own, give every text its language: {{ attributes(text) }}.",
    "fonts": "Name the font in look.yaml, so that it is in the file.",
    "text": "Readers cannot search for such words, nor hear them. Try another face for this script in look.yaml.",
}
WAY_OUT = "If you have no templates of your own, this is not your doing: please report it, with the manifest."


def check(proof: Proof) -> Iterator[Problem]:
    """Yield a problem for every fault of a screen PDF, each named with its page."""
    for entry in proof.editions:
        tag = entry.edition.language.tag
        for pdf in entry.pdfs:
            if pdf.name == "screen":
                for fault in check_screen(pdf.data, entry.edition):
                    place = f"page {fault.page} of the {tag} screen PDF" if fault.page else f"the {tag} screen PDF"
                    yield Problem(entry.edition.source, ID, f"{place}: {fault.message}", HINTS.get(fault.check, WAY_OUT), language=tag)
