"""The text part of the mail lacks what the HTML says.

Why: who reads mail as text, on a watch or by ear, gets this part; it must be the same letter, in the same language, with every
link. Filters mistrust a mail whose two parts differ.
What to do: mend the template under templates/text that leaves it out. Long lines are no fault: they are encoded on their way.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterator

from fontTools.unicodedata import Scripts, script

from newsletter.languages import first_strong
from newsletter.model import Language, Mail, Problem, Proof

ID = "mail-text"

_MINIMUM = 40
"""Letters: a shorter text says too little of its language."""
_SAMPLE = 1000
"""Characters, taken from all parts of a long text: more would say no more."""
_ADDRESS = re.compile(r"(?:https?://|mailto:)[^\s<>]+")
_AFTER = ".,;:!?)\u060c\u061b\u061f\u3002"

_script = functools.lru_cache(maxsize=4096)(script)


def check(proof: Proof) -> Iterator[Problem]:
    """Yield a problem for each thing that the text part of a mail leaves out."""
    for entry in proof.editions:
        if entry.mail:
            edition = entry.edition
            tag = edition.language.tag
            for said, hint in _faults(entry.mail, edition.language):
                yield Problem(edition.source, ID, f"the text part of the {tag} mail {said}", hint, "error", tag)


def _faults(mail: Mail, language: Language) -> Iterator[tuple[str, str]]:
    if not mail.text.strip():
        yield "is empty", "Mend the template templates/text/mail.txt."
        return
    if first_strong(mail.text) not in {language.direction, None}:
        yield "begins with a letter that turns it round", "Let templates/text/mail.txt begin with a word of the edition's language."
    if _share(mail.text, language.script) < _share("".join(run.text for run in mail.markup.runs), language.script) / 2:
        yield f"is hardly written in {language.name}, though the HTML is", "Mend the templates under templates/text."
    there = set(_ADDRESS.findall(mail.text))
    there |= {address.rstrip(_AFTER) for address in there}
    for target in dict.fromkeys(link.target for link in mail.markup.links):
        if target.startswith("mailto:"):
            missing = target not in there and target[7:].partition("?")[0] not in mail.text
        else:
            missing = target.startswith(("http://", "https://")) and target not in there and target.rstrip(_AFTER) not in there
        if missing:
            yield f"lacks the link to {target}", "Mend the template under templates/text that leaves it out."


def _share(text: str, wanted: str) -> float:
    """Return which part of the letters of *text* is of a script (ISO 15924); 0 where that cannot be told."""
    if wanted not in Scripts.NAMES:
        return 0.0
    characters = Counter(text[:: 1 + len(text) // _SAMPLE])
    letters = {character: count for character, count in characters.items() if character.isalpha()}
    total = sum(letters.values())
    return sum(count for character, count in letters.items() if _script(character) == wanted) / total if total > _MINIMUM else 0.0
