"""What stands on a screen, as measured in the browser: runs of text, pictures, and the boxes that they stand in."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from browser import Window
from PIL import Image

SCRIPT = Path(__file__).with_name("viewing.js").read_text("utf-8")
Box = tuple[float, float, float, float]
"""Left, top, right and bottom, in CSS pixels."""


class Run(NamedTuple):
    """A run of text, or the alternative text of a picture."""

    text: str
    place: str
    direction: str
    isolated: str
    """The dir that is nearest round it."""
    size: float
    leading: float
    heading: bool
    piece: int
    box: Box
    """Of its first line."""


class Photo(NamedTuple):
    """A picture, or the place where one would be."""

    words: Run
    has_alt: bool
    is_shown: bool
    needed: float
    """The height that its alternative text takes up."""


class Piece(NamedTuple):
    """A block of text or a picture, in the order in which they are read."""

    text: str
    place: str
    boxes: tuple[Box, ...]
    """Its lines."""
    room: float
    em: float
    is_tabular: bool
    meant: str
    """The direction of the language that holds it and the piece before it."""


class Row(NamedTuple):
    """Columns of a section, or cells of a table."""

    text: str
    are_columns: bool
    boxes: tuple[Box, ...]
    meant: str
    """The direction of the language in force."""


class Screen(NamedTuple):
    """What stands on a screen."""

    width: int
    breadth: int
    runs: tuple[Run, ...]
    photos: tuple[Photo, ...]
    pieces: tuple[Piece, ...]
    rows: tuple[Row, ...]
    picture: Image.Image | None = None

    @property
    def words(self) -> tuple[Run, ...]:
        """Every run that is read: alternative texts too, where their pictures are not there."""
        return self.runs + tuple(photo.words for photo in self.photos if photo.words.text and not photo.is_shown)


def look(window: Window, *, is_painted: bool = False) -> Screen:
    """Return what stands in a window."""
    seen = window.run(SCRIPT)
    photos = tuple(Photo(_run(each), each["has_alt"], each["shown"], each["needed"]) for each in seen["pictures"])
    pieces = tuple(
        Piece(each["text"], each["place"], tuple(map(tuple, each["boxes"])), each["room"], each["em"], each["tabular"], each["meant"])
        for each in seen["pieces"]
    )
    rows = tuple(Row(each["text"], each["columns"], tuple(map(tuple, each["boxes"])), each["meant"]) for each in seen["rows"])
    picture = Image.open(io.BytesIO(window.picture())).convert("RGB") if is_painted else None
    return Screen(seen["width"], seen["breadth"], tuple(map(_run, seen["runs"])), photos, pieces, rows, picture)


def painted_contrast(picture: Image.Image, box: Box) -> float:
    """Return the contrast (WCAG 2.2) of the ink that stands out most from the commonest colour of a place."""
    left, top, right, bottom = (round(side) for side in box)
    area = picture.crop((max(left, 0), max(top, 0), max(right, left + 1), max(bottom, top + 1)))
    colours = sorted(area.getcolors(area.width * area.height), reverse=True)
    ground = luminance(colours[0][1])
    return max(_ratio(ground, luminance(colour)) for _, colour in colours)


@cache
def luminance(colour: tuple[int, int, int]) -> float:
    """Return the relative luminance of a colour (WCAG 2.2)."""
    red, green, blue = ((each / 255 / 12.92) if each <= 10 else ((each / 255 + 0.055) / 1.055) ** 2.4 for each in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _run(each: dict[str, Any]) -> Run:
    return Run(*(each[name] for name in Run._fields[:-1]), tuple(each["box"]))


def _ratio(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)
