"""The mail lacks what the law wants of it, or a piece of a template language is left in it.

Why: a letter to subscribers must say who sends it, with a postal address, and offer a way out (CAN-SPAM Act, section 5; GDPR,
article 7; RFC 8058 for mail programs). It must offer it once: two ways out make readers ask which one works. Braces of a
template that nobody filled in tell every reader that nobody looked.
What to do: write publisher and address into newsletter.yaml under `imprint`; else mend the templates footer.mjml and mail.txt.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from newsletter.model import Imprint, Mail, Problem, Proof

ID = "mail-imprint"

_OPENINGS = tuple(map(re.compile, (r"\{[{%]", r"\*\|", r"\[\[")))
"""One by one: the engine of ``re`` finds a pattern that begins with one certain character seven times as fast."""
_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def check(proof: Proof) -> Iterator[Problem]:
    """Yield a problem for each thing that a mail must say and does not, in its HTML and in its text part."""
    for entry in proof.editions:
        if entry.mail:
            edition = entry.edition
            tag = edition.language.tag
            faults = [*_left_over(entry.mail), *(_missing(entry.mail, entry.mail.imprint) if entry.mail.imprint else ())]
            for said, hint in faults:
                yield Problem(edition.source, ID, f"the {tag} mail {said}", hint, "error", tag)


def _left_over(mail: Mail) -> Iterator[tuple[str, str]]:
    """Yield the beginnings of a template language's words; the two addresses may be a mailing service's own."""
    parts = {"subject": mail.subject, "preheader": mail.preheader, "HTML": mail.html, "text part": mail.text}
    known = (mail.imprint.unsubscribe, mail.imprint.view) if mail.imprint else ()
    for name, text in parts.items():
        for opening in _OPENINGS:
            if opening.search(text) and (found := opening.search(rest := _without(text, known))):
                around = rest[found.start() : found.start() + 30]
                yield f"has a piece of a template left in its {name}: {around!r}", "Mend the template, or the story, in which it stands."


def _without(text: str, known: Iterable[str]) -> str:
    for words in filter(None, known):
        text = text.replace(words, "")
    return text


def _missing(mail: Mail, imprint: Imprint) -> Iterator[tuple[str, str]]:
    targets = [link.target for link in mail.markup.links]
    for part, unsubscribe, view in (
        ("HTML", targets.count(imprint.unsubscribe), targets.count(imprint.view)),
        ("text part", _count(imprint.unsubscribe, mail.text), _count(imprint.view, mail.text)),
    ):
        if unsubscribe != 1:
            yield f"has {unsubscribe} links to unsubscribe in its {part} where it must have one", "Mend the template of the footer."
        if not view:
            yield f"has no link to view it in a browser in its {part}", "Mend the template of the masthead or of the footer."
    parts = (("HTML", "".join([run.text for run in mail.markup.runs])), ("text part", mail.text))
    for name, words in (("publisher", imprint.publisher), ("postal address", imprint.address)):
        if not words.strip():
            yield f"has no {name}", "Write it into newsletter.yaml, under `imprint`."
        for part, text in parts:
            if words not in text and any(_bare(line) not in _bare(text) for line in words.splitlines()):
                yield f"does not show the {name} in its {part}", "Mend the template of the footer."


def _count(address: str, text: str) -> int:
    return len(re.findall(rf"{re.escape(address)}(?![^\s<>])", text))


def _bare(text: str) -> str:
    """Return text without the marks that give it a direction, all gaps alike."""
    return " ".join(_MARKS.sub("", text).split())
