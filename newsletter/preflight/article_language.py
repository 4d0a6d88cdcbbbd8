"""The text is not written in the script of its language.

Why: a file saved under the wrong name puts, say, English words into the Thai edition, unmarked.
What to do: look at the file; give it the name of the language it is in.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterator

from fontTools.unicodedata import Scripts, script

from newsletter.model import Problem, Proof

ID = "article-language"

_script = functools.lru_cache(maxsize=4096)(script)

MINIMUM = 40
"""Letters: shorter articles say too little."""
SAMPLE = 500
"""Characters, taken from all parts of a long article: more would say no more."""


def check(proof: Proof) -> Iterator[Problem]:
    """Yield a problem for every article whose letters are mostly not of its language's script."""
    for entry in proof.editions:
        language = entry.edition.language
        for slot in entry.edition.slots:
            if slot.is_fallback:
                continue
            text = slot.article.words
            characters = Counter(text[:: 1 + len(text) // SAMPLE])
            letters = {character: count for character, count in characters.items() if character.isalpha()}
            total = sum(letters.values())
            own = sum(count for character, count in letters.items() if _script(character) == language.script)
            if total > MINIMUM and own < total / 2 and language.script in Scripts.NAMES:
                yield Problem(
                    slot.article.source,
                    ID,
                    f"most letters of this article are not {language.script}",
                    "Is the file saved under the right language?",
                    "warning",
                    language.tag,
                )
