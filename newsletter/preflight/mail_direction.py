"""A mail program could turn something in the mail round.

Why: webmail puts the mail into a page of its own, with its own direction, and drops the html and body elements; Outlook lays
tables out by ``dir`` alone; and in right-to-left text ``12.5%``, a telephone number or an address shows back to front unless
it is isolated (UAX #9; HTML, 3.2.6.4). So language and direction stand on the first div, too, also for languages written
from the left; every table says its direction, those that only Outlook sees as well.
What to do: mend the template that is to blame. In a text, put the number or address between the marks that the message names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from newsletter.languages import isolates
from newsletter.model import EditionProof, Markup, Problem, Proof

ID = "mail-direction"
HINT = "Mend the template: see docs/rules.md#mail-direction."

_DIRECTIONS = frozenset({"ltr", "rtl"})
_GHOST = re.compile(r"<table\b(?![^>]*\sdir=\"(?:ltr|rtl)\")")
_TURNED = re.compile(r"direction:\s*(ltr|rtl)")
_SUSPECT = re.compile("[0-9A-Za-z\u0660-\u0669\u06f0-\u06f9]")
_WORDS = re.compile(r"[^\W\d_]+(?:[ \u00a0'\u2019-][^\W\d_]+)*")
"""Letters alone: they keep their own direction wherever they stand."""


def check(proof: Proof) -> Iterator[Problem]:
    """Yield a problem for each way in which a mail leaves its direction to the program that shows it."""
    for entry in proof.editions:
        if entry.mail:
            tag = entry.edition.language.tag
            for said in dict.fromkeys(_faults(entry, entry.mail.markup)):
                yield Problem(entry.edition.source, ID, f"the {tag} mail {said}", HINT, "error", tag)
            yield from _bare_pieces(entry, entry.mail.markup)


def _faults(entry: EditionProof, markup: Markup) -> Iterator[str]:
    language = entry.edition.language
    wanted = (language.tag, language.direction)
    bodies = [index for index, element in enumerate(markup.elements[:200]) if element.name == "body"]
    outermost = [element for element in markup.elements if element.parent in bodies and element.name == "div"][:1]
    for name, found in (("html element", markup.elements[:1]), ("first div", outermost)):
        if [(element.attributes.get("lang"), element.attributes.get("dir")) for element in found] != [wanted]:
            yield f'has no lang="{wanted[0]}" dir="{wanted[1]}" on its {name}'
    for element in markup.elements:
        attributes = element.attributes
        if element.name == "table" and attributes.get("dir") not in _DIRECTIONS:
            yield "has a table without dir"
        elif element.name == "a" and "dir" in attributes:
            yield "has dir on a link, which Outlook does not bear: put a span with dir round it"
        if "direction:" in attributes.get("style", "") and element.style.get("direction", element.direction) != element.direction:
            yield f'sets direction:{element.style["direction"]} inline inside dir="{element.direction}"'
    comments = "".join(markup.comments)
    if _GHOST.search(comments):
        yield "has a table without dir among those that only Outlook sees"
    if language.direction == "rtl" and "ltr" in _TURNED.findall(comments):
        yield "sets direction:ltr on a table that only Outlook sees"


def _bare_pieces(entry: EditionProof, markup: Markup) -> Iterator[Problem]:
    """Yield a problem for each number, unit and address that right-to-left text would turn round."""
    tag = entry.edition.language.tag
    for run in markup.runs:
        if markup.elements[run.element].direction != "rtl" or not _SUSPECT.search(run.text):
            continue
        for piece, direction in isolates(run.text, "rtl"):
            if direction and not _WORDS.fullmatch(piece):
                slot = entry.story_at(run.element)
                source = slot.article.source if slot else entry.edition.source
                message = f'{piece[:60]!r} stands in the right-to-left text of the {tag} mail without dir="ltr" and shows back to front'
                hint = "Mend the template: write the text with the filter `text` or `inline`, which isolates such pieces."
                yield Problem(source, ID, message, hint, "error", tag)
