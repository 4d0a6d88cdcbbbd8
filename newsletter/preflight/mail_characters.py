r"""A character in the mail is damaged, invisible where it must not be, or tears a word apart.

Why: U+FFFD is what a lost letter leaves; a control character makes Gmail cut the mail off there; a direction mark without its
other half turns all that follows; letters put together of loose parts are not found by a search (UAX #15). A line break in a
text of a script that writes no spaces shows as a gap in the middle of a word. A ``\u{…}`` is the mail compiler's.
What to do: type the word again where the message points. In YAML, write long texts after ``|`` and not after ``>``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from newsletter.model import EditionProof, Mail, Problem, Proof

ID = "mail-characters"

_WRONG = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd\ufeff]")
_CONTROLS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CLOSING = {"\u2069": "\u2066\u2067\u2068", "\u202c": "\u202a\u202b\u202d\u202e"}
_LETTER = "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u19df\u1a20-\u1aaf\ua9e0-\ua9ff\uaa60-\uaadf]"
_TORN = re.compile(rf"{_LETTER}[ \t\r]*\n\s*{_LETTER}")
"""A line break between letters of scripts that are broken by dictionary (UAX #14, class SA)."""
_BLOCKS = frozenset({"body", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ol", "p", "table", "tbody", "td", "th", "tr", "ul"})
_WORDS = frozenset({"alt", "aria-label", "href", "src", "title"})
_TEMPLATE = "Mend the template, or have the compiler's answer to it mended: newsletter/render/mjml.py."
_TYPE = "Type the words again there."
_PLAIN = "text part"


def check(proof: Proof) -> Iterator[Problem]:
    """Yield a problem for each kind of wrong character in each part of a mail, at the story that it stands in."""
    for entry in proof.editions:
        if entry.mail:
            yield from dict.fromkeys(_problems(entry, entry.mail))


def _problems(entry: EditionProof, mail: Mail) -> Iterator[Problem]:
    tag = entry.edition.language.tag
    for escape in ("\\u{", '\\"'):
        if "\\" in mail.html and escape in mail.html:
            yield Problem(entry.edition.source, ID, f"the {tag} mail has {escape} where a letter or a quotation mark was", _TEMPLATE, "error", tag)
    for name, text, place in _parts(mail):
        for said in _faults(text, name):
            slot = entry.story_at(place)
            source = slot.article.source if slot else entry.edition.source
            yield Problem(source, ID, f"the {name} of the {tag} mail {said}", _TYPE, "error", tag)


def _parts(mail: Mail) -> Iterator[tuple[str, str, int]]:
    """Yield each piece of text that is read by itself, its name, and the element that it stands in; -1 outside the HTML."""
    markup = mail.markup
    yield from (("subject", mail.subject, -1), ("preheader", mail.preheader, -1), (_PLAIN, mail.text, -1), ("title", markup.title, -1))
    pieces = [
        (f"{name} in the HTML", words, place)
        for place, element in enumerate(markup.elements)
        if not _WORDS.isdisjoint(element.attributes)
        for name, words in element.attributes.items()
        if name in _WORDS
    ]
    around = -1
    for run in markup.runs:
        place = run.element
        while place >= 0 and markup.elements[place].name not in _BLOCKS:
            place = markup.elements[place].parent
        if place == around and pieces:
            pieces[-1] = ("HTML", pieces[-1][1] + run.text, place)
        else:
            pieces.append(("HTML", run.text, place))
            around = place
    whole = " | ".join([words for _, words, _ in pieces])
    if any(_faults(whole, "HTML")) or _CONTROLS.search(whole):  # all at once: nearly always there is nothing
        yield from pieces


def _faults(text: str, name: str) -> Iterator[str]:
    if found := _WRONG.search(text):
        yield f"has a U+{ord(found[0]):04X}{_after(text, found.start())}"
    if found := _CONTROLS.search(text):
        lines = text.split("\n") if name == _PLAIN else [text]
        if not all(_is_paired(line) for line in lines):
            yield f"has a direction mark without its other half{_after(text, found.start())}"
    if not unicodedata.is_normalized("NFC", text):
        word = next((word for word in text.split() if not unicodedata.is_normalized("NFC", word)), text)
        yield f"has letters put together of loose parts: {word[:40]!r}"
    if name != _PLAIN and (found := _TORN.search(text)):
        yield f"has a line break in the middle of words: {' '.join(text[max(0, found.start() - 10) : found.end() + 10].split())!r}"


def _after(text: str, place: int) -> str:
    before = " ".join(text[max(0, place - 20) : place].split())
    return f" after {before!r}" if before else " at its beginning"


def _is_paired(text: str) -> bool:
    """Whether every direction mark that opens is closed, from the inside (UAX #9, BD9 and BD11)."""
    opened: list[str] = []
    for control in _CONTROLS.findall(text):
        if control not in _CLOSING:
            opened.append(control)
        elif not opened or opened.pop() not in _CLOSING[control]:
            return False
    return not opened
