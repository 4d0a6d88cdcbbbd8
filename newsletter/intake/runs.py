"""Runs of characters with one look, written down as inline Markdown that reads the same.

Where Markdown cannot set a look at that place (CommonMark 0.31, 6.2: marks beside letters and signs), the words win: they stay,
the look goes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import NamedTuple
from urllib.parse import quote

from newsletter.blocks import read_blocks
from newsletter.inlines import is_target
from newsletter.intake.writing import Node, escape, escape_start

_WEB = re.compile(r"https?://[^\s<>\"'{}|\\^`/?#:@]+[^\s<>\"'{}|\\^`]*")
_SIGNS_AFTER = ":;!?%\u00bb\u203a\u20ac"
_SIGNS_BEFORE = "\u00ab\u2039"
_KEPT = rf"(?<=\S)[\u00a0\u202f](?=[{_SIGNS_AFTER}])|(?<=[{_SIGNS_BEFORE}])[\u00a0\u202f](?=\S)|(?<=\d)[\u00a0\u202f](?=\d)"
_NO_BREAK = re.compile(rf"({_KEPT})|[\u00a0\u202f]")
_ODD = dict.fromkeys(map(ord, "\t\r\f\v\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u205f\u3000"), " ") | {0xFEFF: None, 0x00AD: None}


class Look(NamedTuple):
    """How a run looks, and where it leads."""

    language: str = ""
    """Where it is not the language around it."""
    target: str = ""
    strong: bool = False
    emphasis: bool = False


class Run(NamedTuple):
    """Characters with one look; or, without characters, a footnote's mark or a block that stood in the line."""

    text: str
    look: Look = Look()
    note: int = 0
    node: Node | None = None


def plain(runs: Iterable[Run]) -> str:
    """Return the characters of *runs*, white space folded."""
    return " ".join(_tame_spaces("".join(run.text for run in runs)).split(" ")).replace("\n", " ").strip()


def tidy(runs: Iterable[Run]) -> list[Run]:
    """Return *runs* with white space folded (line breaks are newlines), neighbours of one look joined, empty ones left out."""
    joined: list[Run] = []
    for run in runs:
        if run.node is not None or not (run.text or run.note):
            continue
        if joined and not run.note and not joined[-1].note and joined[-1].look == run.look:
            joined[-1] = joined[-1]._replace(text=joined[-1].text + run.text)
        else:
            joined.append(run)
    folded: list[Run] = []
    before = "\n"
    for run in joined:
        text = run.text
        if not run.note:
            text = _tame_spaces(text)
            text = re.sub(r" {2,}", " ", text) if "  " in text else text
            text = re.sub(r" ?\n ?", "\n", text) if "\n" in text else text
            text = text.lstrip(" ") if before in " \n" else text
        if text or run.note:
            folded.append(run._replace(text=text))
            before = text[-1:] or "x"
    return _strip(folded)


def _strip(runs: list[Run]) -> list[Run]:
    while runs and not runs[0].note and not runs[0].text.strip(" \n"):
        runs = runs[1:]
    while runs and not runs[-1].note and not runs[-1].text.strip(" \n"):
        runs = runs[:-1]
    if runs:
        runs = [runs[0]._replace(text=runs[0].text.lstrip(" \n")), *runs[1:]]
        runs = [*runs[:-1], runs[-1]._replace(text=runs[-1].text.rstrip(" \n"))]
    return runs


def _tame_spaces(text: str) -> str:
    """Make odd spaces plain ones; a no-break space stays where it belongs: beside a sign, or between digits."""
    text = text.translate(_ODD)
    if "\u00a0" in text or "\u202f" in text:
        text = _NO_BREAK.sub(lambda match: match[1] or " ", text)
    return text


def split_paragraphs(runs: Iterable[Run]) -> list[list[Run]]:
    """Cut *runs* at two line breaks in a row (an empty line), as a reader sees them."""
    parts: list[list[Run]] = [[]]
    for run in tidy(runs):
        pieces = re.split(r"\n(?:\n)+", run.text)
        parts[-1].append(run._replace(text=pieces[0]))
        parts.extend([run._replace(text=piece)] for piece in pieces[1:])
    return [found for part in parts if (found := tidy(part))]


def write_runs(runs: Sequence[Run], *, breaks: bool = True) -> str:
    """Return tidy *runs* as inline Markdown; with *breaks*, a line break is a backslash at the end of a line, else a space.

    What was written is read again: where the marks would be read as signs, emphasis goes, then bold.
    """
    attempt = tidy(run if breaks else run._replace(text=run.text.replace("\n", " ")) for run in runs)
    written = ""
    for level in range(3):
        weaker = (run.look._replace(emphasis=run.look.emphasis and level < 1, strong=run.look.strong and level < 2) for run in attempt)
        attempt = tidy(run._replace(look=look) for run, look in zip(attempt, weaker, strict=True)) if level else attempt
        first, *rest = _write(attempt, 0, "", "").split("\\\n")
        written = "\\\n".join([first, *(escape_start(line) for line in rest)])
        if not any(run.look.strong or run.look.emphasis for run in attempt) or _reads_as(written, attempt):
            break
    return written


def _reads_as(written: str, runs: Sequence[Run]) -> bool:
    notes = {run.note for run in runs if run.note}
    text = "\n\n".join([escape_start(written), *(f"[^{note}]: x" for note in sorted(notes))])
    blocks = read_blocks(text, "", 1, "und", lambda _: "ltr", []).blocks
    return bool(blocks) and "".join(run.plain() for run in blocks[0].inlines) == "".join(run.text for run in runs)


def _write(runs: list[Run], level: int, before: str, after: str) -> str:
    """Write *runs* from the outermost look inwards; *before* and *after* are the characters round them."""
    if level == len(Look._fields):
        return "".join(f"[^{run.note}]" if run.note else _escape(run) for run in runs)
    groups = [(value, list(group)) for value, group in groupby(runs, key=lambda run: run.look[level])]
    written = ""
    for place, (value, group) in enumerate(groups):
        ahead = groups[place + 1][1][0].text[:1] or "[" if place + 1 < len(groups) else after
        last = (groups[place - 1][1][-1].text[-1:] or "]") if place else before
        piece = _wrap(level, value, group, last, ahead) if value else _write(group, level + 1, last, ahead)
        if written.endswith("*") and piece.startswith("*"):
            bare = [run._replace(look=run.look._replace(strong=False, emphasis=False)) for run in group]
            piece = _wrap(level, value, bare, last, ahead) if value and level < 2 else _write(bare, level + 1, last, ahead)
        if written.endswith("!") and piece.startswith("["):
            written = written[:-1] + "\\!"
        written += f"\\{piece}" if written.endswith("}") and piece.startswith("{") else piece
    return written


def _wrap(level: int, value: object, group: list[Run], before: str, after: str) -> str:
    """Put a group into the marks of its look; white space at its edges stays outside."""
    text = "".join(run.text or ("x" if run.note else "") for run in group)
    start = text[: len(text) - len(text.lstrip(" \n"))]
    end = text[len(text.rstrip(" \n")) :] if text.strip(" \n") else ""
    core = _strip(group)
    if not core:
        return start.replace("\n", "\\\n")
    first, last = core[0].text[:1] or "[", core[-1].text[-1:] or "]"
    inner = _write(core, level + 1, before if not start else " ", after if not end else " ")
    if level == 0:
        inner = f"[{inner}]{{lang={value}}}"
    elif level == 1:
        inner = f"[{inner}]({value})"
    elif _may_open(start[-1:] or before, first) and _may_open(end[:1] or after, last):
        mark = "**" if level == 2 else "*"
        inner = f"{mark}{inner}{mark}"
    return start.replace("\n", "\\\n") + inner + end.replace("\n", "\\\n")


def _may_open(outside: str, inside: str) -> bool:
    """Whether a mark between two characters opens or closes emphasis (CommonMark 0.31: left- and right-flanking)."""
    return not _is_sign(inside) or not outside or outside.isspace() or _is_sign(outside)


def _is_sign(character: str) -> bool:
    return unicodedata.category(character)[0] in "PS" if character else False


def _escape(run: Run) -> str:
    if run.look.target or run.look.language:
        pieces = re.split(r"([\[\]])", run.text)
        text = "".join(f"\\{piece}" if piece in {"[", "]"} else escape(piece) for piece in pieces)
    else:
        text = escape(run.text)
    return text.replace("\n", "\\\n")


def write_target(address: str) -> str:
    """Return an address in the form in which Markdown links to it; empty where no reader could follow it."""
    target = quote(address.strip(), safe="%/:=&?~#+!$,;@*'[]._-")
    target = target.replace("*", "%2A").replace("[", "%5B").replace("]", "%5D").replace("'", "%27")
    target = re.sub(r"&(?=#?\w+;)", "%26", target)
    return target if len(target) <= 2000 and is_target(target) else ""


def is_web(address: str) -> bool:
    """Whether a block's ``url`` may be *address*."""
    return len(address) <= 2000 and bool(_WEB.fullmatch(address))
