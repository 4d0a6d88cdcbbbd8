"""What stands above the text of a Word file: headline, standfirst, byline, date."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from newsletter.intake.docx_losses import shorten
from newsletter.intake.docx_reading import Entry, Grid, Line, Reading, lines_of
from newsletter.intake.docx_tables import is_frame
from newsletter.intake.runs import plain
from newsletter.intake.writing import Node

Tell = Callable[..., None]
_SHORT = 150
"""Letters that a first paragraph may have to be taken for a headline."""


@dataclass(slots=True)
class Part:
    """An article on its way."""

    headline: str = ""
    standfirst: str = ""
    bylines: list[str] = field(default_factory=list)
    dates: list[str] = field(default_factory=list)
    nodes: list[Node] = field(default_factory=list)
    captions: dict[str, str] = field(default_factory=dict)
    """By the name of the picture."""


def take_front(reading: Reading, stem: str, tell: Tell) -> tuple[Part, list[Entry]]:
    """Return what stands above the text, and the entries that are left; the words of *stem* are the last headline to be had."""
    part = Part()
    entries = list(_unframed(reading.entries, tell))
    titles = [entry for entry in entries if isinstance(entry, Line) and entry.mark.role.name == "headline"]
    headline = titles[0] if titles else _find_headline(entries)
    part.headline = front(headline, reading, tell) if headline else stem
    if headline is None or not (titles or headline.mark.role.name == "heading"):
        source = "the first paragraph" if headline else "the file's name"
        tell(headline.mark.place if headline else 0, "headline", source, shorten(part.headline))
    rest: list[Entry] = []
    standfirst: list[str] = []
    for entry in entries:
        role = entry.mark.role.name if isinstance(entry, Line) else ""
        if entry is headline:
            continue
        if isinstance(entry, Line) and role == "standfirst":
            standfirst.append(front(entry, reading, tell))
        elif isinstance(entry, Line) and role == "byline":
            part.bylines.append(plain(entry.runs))
            tell(entry.mark.place, "byline", plain(entry.runs))
        elif isinstance(entry, Line) and role == "date":
            part.dates.append(plain(entry.runs))
        else:
            rest.append(entry)
    part.standfirst = " ".join(standfirst)
    return part, rest


def front(line: Line, reading: Reading, tell: Tell) -> str:
    """Return the plain words of a line for the top of the article, where no note can stand."""
    for number in (run.note for run in line.runs if run.note):
        tell(line.mark.place, "headline-note", shorten(" ".join(plain(note.runs) for note in reading.notes.get(number, ()))))
    return plain(line.runs)


def _unframed(entries: Iterable[Entry], tell: Tell) -> Iterator[Entry]:
    """Yield the entries, and those in tables of a single cell as if the table were not there."""
    for entry in entries:
        if isinstance(entry, Grid) and is_frame(entry):
            tell(next((line.mark.place for line in lines_of(entry)), 0), "table-unwrapped")
            yield from _unframed(entry.rows[0][0].entries, tell)
        else:
            yield entry


def _find_headline(entries: Iterable[Entry]) -> Line | None:
    """Return what stands where a headline would, if the file names none."""
    lines = [entry for entry in entries if isinstance(entry, Line)]
    heading = next((line for line in lines[:2] if line.mark.role.name == "heading"), None)
    if heading is not None:
        return heading
    is_short = lines and not lines[0].mark.entry and lines[0].mark.role.name == "" and len(plain(lines[0].runs)) <= _SHORT
    return lines[0] if is_short else None
