"""Runs of a Word file on their way into Markdown: their labels, their languages, and signs at the edge of bold words."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from newsletter.intake.docx_languages import count_letters, plain_tag, script_of
from newsletter.intake.runs import Run, plain, tidy, write_runs

_LABEL = 60
"""Letters that a label may have; a longer bold beginning is a sentence."""


_NEARLY_ALL = 0.75
_SIGNS = ".,:;!?()[]\"'\u2018\u2019\u201c\u201d\u00ab\u00bb\u060c\u061b\u061f\u2026\u2013\u2014-"


def base_of(texts: Iterable[Sequence[Run]], main: str) -> str:
    """Return the language that some texts are in: *main*, unless nearly all letters are of another."""
    letters: Counter[str] = Counter({main: 0})
    for runs in texts:
        for run in runs:
            letters[run.look.language or main] += count_letters(run.text)
    found = max(letters, key=lambda tag: letters[tag])
    is_main = plain_tag(found) == plain_tag(main) or letters[found] < letters.total() * _NEARLY_ALL
    return main if is_main else found


def split_label(runs: Sequence[Run]) -> tuple[list[Run], list[Run]]:
    """Split ``**Label:** words`` into the label without its colon and the words; the label is empty where there is none."""
    end = next((place for place, run in enumerate(runs) if not run.look.strong or run.note or run.look.target or "\n" in run.text), len(runs))
    label, rest = list(runs[:end]), list(runs[end:])
    if label and label[-1].text.rstrip().endswith(":"):
        label[-1] = label[-1]._replace(text=label[-1].text.rstrip().removesuffix(":"))
    elif label and rest and rest[0].text.lstrip().startswith(":"):
        rest[0] = rest[0]._replace(text=rest[0].text.lstrip()[1:])
    else:
        return [], list(runs)
    without = tidy(run._replace(look=run.look._replace(strong=False)) for run in label)
    return (without, tidy(rest)) if without and len(plain(without)) <= _LABEL else ([], list(runs))


def write_words(runs: Iterable[Run], base: str, *, breaks: bool = True) -> tuple[str, bool]:
    """Return *runs* as inline Markdown inside text of the language *base*, and whether bold and italic letters could be kept."""
    marked = _shift_signs(tidy(_in_language(run, base) for run in runs))
    written = write_runs(marked, breaks=breaks)
    has_form = any(run.look.strong or run.look.emphasis for run in marked)
    return written, not has_form or "*" in re.sub(r"\\.", "", written)


def _in_language(run: Run, base: str) -> Run:
    """Keep the language of a run where readers must be told: a name in the script of most languages needs no mark in other scripts."""
    shared = script_of("und")
    is_same = not run.look.language or plain_tag(run.look.language) == plain_tag(base)
    is_name = script_of(run.look.language) == shared != script_of(plain_tag(base))
    return run._replace(look=run.look._replace(language="")) if is_same or is_name else run


def _shift_signs(runs: Sequence[Run]) -> list[Run]:
    """Move signs at the edge of bold or italic letters outside, where a letter stands next to them.

    Scripts without spaces between words need it: CommonMark takes no mark between a sign and a letter (0.31, 6.2).
    """
    shifted = list(runs)
    for place in range(len(shifted) - 1):
        first, second = shifted[place], shifted[place + 1]
        looks = [(run.look.strong, run.look.emphasis) for run in (first, second)]
        if first.note or second.note or looks[0] == looks[1]:
            continue
        if any(looks[0]) and _is_letter(second.text[:1]):
            words = first.text.rstrip(_SIGNS)
            shifted[place : place + 2] = [first._replace(text=words), second._replace(text=first.text[len(words) :] + second.text)]
        elif any(looks[1]) and _is_letter(first.text[-1:]):
            words = second.text.lstrip(_SIGNS)
            shifted[place : place + 2] = [first._replace(text=first.text + second.text[: len(second.text) - len(words)]), second._replace(text=words)]
    return [run for run in shifted if run.text or run.note]


def _is_letter(character: str) -> bool:
    """Whether a character is a letter, a digit or a mark on a letter (vowels of Thai and Arabic)."""
    return bool(character) and unicodedata.category(character)[0] in "LMN"
