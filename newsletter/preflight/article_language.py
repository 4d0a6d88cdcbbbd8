"""The text is not written in the script of its language.

Why: a file saved under the wrong name puts, say, English words into the Thai edition, unmarked.
What to do: look at the file; give it the name of the language it is in.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator

from newsletter.model import Problem, Proof

ID = "article-language"


def check(proof: Proof) -> Iterator[Problem]:
    """Yield a problem for every article whose letters are mostly not of its language's script."""
    for entry in proof.editions:
        language = entry.edition.language
        for slot in entry.edition.slots:
            if slot.is_fallback:
                continue
            letters = Counter(_script(character) for block in slot.article.blocks for character in block.plain() if character.isalpha())
            total = letters.total()
            if total > MINIMUM and letters[language.script] < total / 2 and language.script in NAMES.values():
                yield Problem(
                    slot.article.source,
                    ID,
                    f"most letters of this article are not {language.script}",
                    "Is the file saved under the right language?",
                    "warning",
                    language.tag,
                )


MINIMUM = 40
NAMES = {"LATIN": "Latn", "ARABIC": "Arab", "THAI": "Thai", "HEBREW": "Hebr", "KHMER": "Khmr", "CYRILLIC": "Cyrl", "GREEK": "Grek"}


def _script(character: str) -> str:
    return NAMES.get(unicodedata.name(character, "").split(" ")[0], "")
