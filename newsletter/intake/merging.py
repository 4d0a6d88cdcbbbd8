"""Several copies of one story: the richest is taken, and every difference of the others is told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

from newsletter.intake.dump_lines import Cut, RawLine
from newsletter.model import Problem, Severity, Source

RULE = "copies"
_COMPARE = "Compare the two and correct the article."
PASSAGE = 60
"""How many letters a paragraph needs to count as the same passage when it stands in two stories."""


def choose_copy(cuts: Sequence[Cut]) -> Cut:
    """Return the richest copy: most lines with text, then most numbered items, then most letters; of equals the first."""
    return max(cuts, key=_riches)


def _riches(cut: Cut) -> tuple[int, int, int]:
    lines = cut.text_lines
    return len(lines), sum(line.order > 0 for line in lines), sum(len(line.letters) for line in lines)


def compare_copies(best: Cut, other: Cut, problems: list[Problem]) -> None:
    """Tell how *other* differs from the *best* copy: a warning where it has other words, information where it lacks some."""
    span = f"{best.path}:{best.copy.lines[0]}-{best.copy.lines[1]}"
    ours, theirs = best.text_lines, other.text_lines
    matcher = SequenceMatcher(None, [line.letters for line in ours], [line.letters for line in theirs], autojunk=False)
    before = len(problems)
    for kind, start, end, other_start, other_end in matcher.get_opcodes():
        if kind == "equal":
            continue
        near = theirs[min(other_start, len(theirs) - 1)].number if theirs else other.copy.lines[0]
        _tell_difference(ours[start:end], theirs[other_start:other_end], near, (best, other), problems)
    _tell_marks(ours, theirs, (best, other), problems)
    if len(problems) == before:
        problems.append(_say(other, other.copy.lines[0], f"is the same text as {span}, which is used", "info"))
    else:
        problems.append(_say(other, other.copy.lines[0], f"is a poorer copy of {span}, which is used", "info"))


def _tell_difference(ours: Sequence[RawLine], theirs: Sequence[RawLine], near: int, cuts: tuple[Cut, Cut], problems: list[Problem]) -> None:
    best, other = cuts
    if "".join(line.letters for line in ours) == "".join(line.letters for line in theirs):
        problems.append(
            _say(other, theirs[0].number, f"has as {_lines(len(theirs))} what {best.path}:{ours[0].number} has as {_lines(len(ours))}", "info")
        )
        return
    for our, their in zip_longest(ours, theirs):
        if their is None:
            problems.append(_say(other, near, f"lacks the line {best.path}:{our.number}", "info"))
        elif our is None:
            problems.append(
                _say(other, their.number, "has a line that the copy in use lacks", "warning", "Add it to the article if it belongs there.")
            )
        else:
            change = _first_change(our.text, their.text)
            problems.append(_say(other, their.number, f"reads {change[1]!r} where {best.path}:{our.number} reads {change[0]!r}", "warning", _COMPARE))


def _first_change(ours: str, theirs: str) -> tuple[str, str]:
    """Return the first few words in which two lines differ."""
    left, right = ours.split(" "), theirs.split(" ")
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    _, start, end, other_start, other_end = next(code for code in (*matcher.get_opcodes(), ("", 0, 0, 0, 0)) if code[0] != "equal")
    return " ".join(left[start:end][:6]), " ".join(right[other_start:other_end][:6])


def _tell_marks(ours: Sequence[RawLine], theirs: Sequence[RawLine], cuts: tuple[Cut, Cut], problems: list[Problem]) -> None:
    """Tell numbers that became bullets and signs that differ between lines of the same letters."""
    best, other = cuts
    by_letters = {line.letters: line for line in theirs}
    pairs = [(line, by_letters[line.letters]) for line in ours if line.letters in by_letters]
    bare = [(line, twin) for line, twin in pairs if bool(line.order) != bool(twin.order)]
    if bare:
        problems.append(
            _say(other, bare[0][1].number, f"has bullets for the {len(bare)} numbered items from {best.path}:{bare[0][0].number}", "info")
        )
    for line, twin in pairs:
        if line.text != twin.text and line.text != twin.text.removesuffix("|").rstrip():
            change = _first_change(line.text, twin.text)
            problems.append(_say(other, twin.number, f"reads {change[1]!r} where {best.path}:{line.number} reads {change[0]!r}", "warning", _COMPARE))


def tell_passages(cuts: Iterable[tuple[str, Cut]], problems: list[Problem]) -> None:
    """Tell paragraphs that stand in two different stories: one may be a part of the other."""
    first: dict[str, tuple[str, Cut, int]] = {}
    shared: dict[tuple[str, str], list[tuple[Cut, int, Cut, int]]] = {}
    for slug, cut in cuts:
        for line in cut.text_lines:
            if len(line.letters) < PASSAGE:
                continue
            known_slug, known, number = first.setdefault(line.letters, (slug, cut, line.number))
            if known_slug != slug:
                shared.setdefault((known_slug, slug), []).append((known, number, cut, line.number))
    for (known_slug, _), places in shared.items():
        known, number, cut, here = places[0]
        count = f"{len(places)} paragraphs" if len(places) > 1 else "a paragraph"
        message = f"from here on, {count} also stand{'s' if len(places) == 1 else ''} in the story {known_slug} ({known.path}:{number})"
        hint = "Take only one of the two stories into an issue, or shorten one."
        problems.append(Problem(Source(cut.path, here), "same-passage", message, hint, "info"))


def _lines(count: int) -> str:
    return "one line" if count == 1 else f"{count} lines"


def _say(cut: Cut, line: int, message: str, severity: Severity, hint: str = "") -> Problem:
    return Problem(Source(cut.path, line), RULE, message, hint, severity)
