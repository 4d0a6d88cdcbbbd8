"""The facts of a story as far as a Word file states them; the rest is left to be filled in, with what evidence there is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from newsletter.intake.docx_front import Part
from newsletter.intake.docx_losses import Doubts, shorten
from newsletter.intake.docx_package import Package
from newsletter.intake.docx_pictures import Taken
from newsletter.intake.writing import write_value
from newsletter.sources import UNUSABLE

_TERMS = "{http://purl.org/dc/terms/}"


class _Dates(NamedTuple):
    """What a file says of its own making; empty where it says nothing."""

    created: str
    saved: str


def write_facts(package: Package, part: Part, language: str, pictures: Sequence[Taken], doubts: Doubts) -> str:
    """Return article.yaml for a draft; what is not stated is told."""
    stated = next((text for text in part.dates if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text)), "")
    lines = [] if stated else [f"# {line}" for line in _evidence(package, part)]
    lines.append(f"date: {stated}" if stated else "date: null        # to be filled in, such as 2022-07-29")
    lines.append("regions: []       # to be filled in: the main region first")
    lines += [f"source-language: {language}", "draft: true       # delete this line when the story may be used"]
    if part.bylines:
        lines.append("people:")
        lines += [entry for name in part.bylines for entry in (f"  - name: {write_value(name)}", "    credit: author")]
    if pictures:
        lines.append("pictures:")
    for picture in pictures:
        lines += [
            f"  {picture.name}:",
            f"    file: {picture.file}",
            "    credit: \u2026 who made it \u2026",
            "    licence: \u2026 such as CC BY 4.0 \u2026",
        ]
        lines += ["    form: portrait"] if picture.is_portrait else []
        lines += ["    decorative: true"] if picture.is_decorative else []
    _tell(part, stated, pictures, doubts)
    return "\n".join([*lines, ""])


def _evidence(package: Package, part: Part) -> list[str]:
    dates = _read_dates(package)
    said = [f"A line of the file says {shorten(UNUSABLE.sub('', text))}." for text in part.dates]
    bounds = [f"begun on {dates.created}"] if dates.created else []
    bounds += [f"last saved on {dates.saved}"] if dates.saved else []
    said += [f"The file was {' and '.join(bounds)}, by its own account."] if bounds else []
    return ["The file does not state the story's date.", *said]


def _read_dates(package: Package) -> _Dates:
    root = package.root("core-properties")
    found = {}
    for kind in ("created", "modified"):
        element = root.find(f"{_TERMS}{kind}") if root is not None else None
        match = re.match(r"\d{4}-\d{2}-\d{2}", (element.text or "") if element is not None else "")
        found[kind] = match[0] if match else ""
    return _Dates(found["created"], found["modified"])


def _tell(part: Part, stated: str, pictures: Sequence[Taken], doubts: Doubts) -> None:
    if not stated:
        doubts.tell(0, "lost-date", f"; a line says {shorten(part.dates[0])}" if part.dates else "")
    doubts.tell(0, "lost-regions")
    for picture in pictures:
        doubts.tell(picture.place, "lost-credit", picture.name)
