"""What is measured on a screen, and what is right there: each measure yields, in words, what is wrong."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from browser import Pictures, Window
from degradations import DEGRADATIONS, DESKTOPS, Degradation
from viewing import Box, Run, Screen, look, painted_contrast

SMALLEST = 14
"""Pixels of the smallest text."""
TALL, HEADING, BODY = 1.6, 1.3, 1.45
"""Line heights of scripts with marks above and below, and of headings and text in all others."""
CONTRAST = 4.5
"""WCAG 2.2, 1.4.3."""
PHONE = 480
"""Columns stand below each other on screens up to this width."""
RTL_LETTERS = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
LTR_LETTERS = re.compile(r"[A-Za-z\u00c0-\u024f\u0370-\u052f\u0e01-\u0e2e\u1780-\u17b3]")
TALL_LETTERS = re.compile(r"[\u0600-\u06ff\u0750-\u08ff\u0e01-\u0e5b\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff]")
SLACK = 1.0
"""Pixels by which a browser may round."""


class Finding(NamedTuple):
    """Something wrong on one screen."""

    edition: str
    measure: str
    what: str
    where: str


Measure = Callable[[Screen], Iterator[str]]


def has_wrong_direction(screen: Screen) -> Iterator[str]:
    """Letters of a script that runs from right to left do so; Latin ones that are set apart run from left to right."""
    for run in screen.words:
        if RTL_LETTERS.search(run.text) and not LTR_LETTERS.search(run.text) and run.direction == "ltr":
            yield f"runs from left to right: {shown(run)}"
        if LTR_LETTERS.search(run.text) and not RTL_LETTERS.search(run.text) and run.isolated == "ltr" and run.direction == "rtl":
            yield f"runs from right to left: {shown(run)}"


def has_wrong_side(screen: Screen) -> Iterator[str]:
    """The first column and the first cell stand at the start; on a telephone columns stand below each other, in their order."""
    for row in screen.rows:
        for first, second in zip(row.boxes, row.boxes[1:], strict=False):
            is_below = second[1] >= first[3] - SLACK
            if not is_below and not _is_after(first, second, row.meant):
                yield f"the second does not follow the first ({row.meant}): {row.text!r}"
            if row.are_columns and screen.width <= PHONE and not is_below:
                yield f"columns beside each other on a telephone: {row.text!r}"


def has_wrong_order(screen: Screen) -> Iterator[str]:
    """What is read later stands below, or further on in the same row."""
    for former, latter in zip(screen.pieces, screen.pieces[1:], strict=False):
        first, second = former.boxes[-1], latter.boxes[0]
        if _middle(second) <= first[3] - SLACK and second[1] < _middle(first) + SLACK and not _is_after(first, second, latter.meant):
            yield f"{latter.text[:30]!r} does not follow {former.text[:30]!r}"


def scrolls_sideways(screen: Screen) -> Iterator[str]:
    """Nothing is wider than the screen, at neither side."""
    outside = [piece for piece in screen.pieces if any(box[0] < -SLACK or box[2] > screen.width + SLACK for box in piece.boxes)]
    for piece in outside:
        yield f"stands out of the screen: {piece.text[:40]!r} in {piece.place}"
    if screen.breadth > screen.width and not outside:
        yield f"is {screen.breadth - screen.width} px wider than the screen"


def is_small(screen: Screen) -> Iterator[str]:
    """Every text has the least size."""
    for run in screen.words:
        if run.size < SMALLEST:
            yield f"{run.size:g} px: {shown(run)}"


def is_tight(screen: Screen) -> Iterator[str]:
    """Lines are as far apart as their script asks."""
    for run in screen.words:
        least = TALL if TALL_LETTERS.search(run.text) else HEADING if run.heading else BODY
        if run.leading < least - 0.005:
            yield f"line height {run.leading:.2f} and not {least}: {shown(run)}"


def is_squeezed(screen: Screen) -> Iterator[str]:
    """A paragraph has room for some words in a line, as far as the screen has."""
    for piece in screen.pieces:
        least = min(9 * piece.em, screen.width / 2)
        if len(piece.text) > 40 and piece.em and not piece.is_tabular and piece.room < least - SLACK:
            yield f"{piece.room:.0f} px wide and not {least:.0f}: {piece.text[:40]!r}"


def has_no_alternative(screen: Screen) -> Iterator[str]:
    """Every picture has an alternative text; where the picture is not there, the text has its whole height and its direction."""
    for photo in screen.photos:
        if not photo.has_alt:
            yield f"a picture without alt: {photo.words.place}"
        elif photo.words.text and not photo.is_shown:
            height = photo.words.box[3] - photo.words.box[1]
            if height < photo.needed - photo.words.size / 2:
                yield f"{height:.0f} px of {photo.needed:.0f} are seen: {shown(photo.words)}"


def overlaps(screen: Screen) -> Iterator[str]:
    """No line stands on another one, or on a picture."""
    lines = sorted((box, number) for number, piece in enumerate(screen.pieces) for box in piece.boxes)
    lines.sort(key=lambda line: line[0][1])
    for index, (box, number) in enumerate(lines):
        for other, another in lines[index + 1 :]:
            if other[1] >= box[3]:
                break
            height = min(box[3], other[3]) - other[1]
            breadth = min(box[2], other[2]) - max(box[0], other[0])
            if number != another and breadth > 2 and height > 0.35 * min(box[3] - box[1], other[3] - other[1]):
                yield f"{screen.pieces[number].text[:30]!r} and {screen.pieces[another].text[:30]!r}"


def is_pale(screen: Screen) -> Iterator[str]:
    """What is painted can be read: the ink of every line stands out from its ground."""
    if screen.picture is None:
        return
    for run in screen.words:
        if re.search(r"\w", run.text):  # a lone dot has no pixel of its full ink
            ratio = painted_contrast(screen.picture, run.box)
            if ratio < CONTRAST:
                yield f"contrast {ratio:.1f}: {shown(run)}"


MEASURES: tuple[Measure, ...] = (
    has_wrong_direction,
    has_wrong_side,
    has_wrong_order,
    scrolls_sideways,
    is_small,
    is_tight,
    is_squeezed,
    has_no_alternative,
    overlaps,
    is_pale,
)


def find(window: Window, html: str, pictures: Pictures, edition: str = "", degradations: Iterable[Degradation] = DEGRADATIONS) -> tuple[Finding, ...]:
    """Return all that is wrong with a mail, in every degradation and width."""
    found, words = [], ()
    for degradation in degradations:
        window.show(
            degradation.change(html),
            pictures,
            are_shown=degradation.are_pictures_shown,
            scheme=degradation.scheme,
            is_forced_dark=degradation.is_forced_dark,
            width=degradation.widths[0],
        )
        for width in degradation.widths:
            window.widen(width)
            screen = look(window, is_painted=degradation.is_looked_at and width == DESKTOPS[0])
            where = f"{degradation} at {width}"
            found += [Finding(edition, measure.__name__.replace("_", " "), what, where) for measure in MEASURES for what in measure(screen)]
            there = tuple(run.text for run in screen.runs)
            words = words or there
            if there != words:
                differing = sorted(set(there) ^ set(words))
                found.append(Finding(edition, "says something else", f"{differing}"[:200], where))
    return tuple(found)


def told(findings: Iterable[Finding]) -> str:
    """Return findings as a report: each once, with all the places where it is so."""
    places = defaultdict(list)
    for finding in findings:
        places[finding[:3]].append(finding.where)
    return "\n".join(f"{edition}: {measure}: {what}\n    {_summed(where)}" for (edition, measure, what), where in places.items())


def shown(run: Run) -> str:
    """Return a run as findings tell it."""
    return f"{run.text[:40]!r} in {run.place}"


def _is_after(first: Box, second: Box, direction: str) -> bool:
    return second[2] <= first[0] + SLACK if direction == "rtl" else second[0] >= first[2] - SLACK


def _middle(box: Box) -> float:
    return (box[1] + box[3]) / 2


def _summed(places: list[str]) -> str:
    if set(places) == {f"{degradation} at {width}" for degradation in DEGRADATIONS for width in degradation.widths}:
        return "everywhere"
    widths = defaultdict(list)
    for place in dict.fromkeys(places):
        degradation, _, width = place.rpartition(" at ")
        widths[degradation].append(width)
    return "; ".join(f"{degradation} ({', '.join(each)})" for degradation, each in widths.items())
