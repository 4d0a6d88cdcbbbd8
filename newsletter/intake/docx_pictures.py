"""The pictures of a Word file: PNG and JPEG by their content, bounded in number, bytes and pixels; all others are told."""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, UnidentifiedImageError

from newsletter.intake.docx_drawings import Drawing
from newsletter.intake.docx_losses import Doubts
from newsletter.intake.docx_package import Package

MAX_PICTURES = 60
MAX_BYTES = 40_000_000
MAX_PIXELS = 60_000_000
_ENDINGS = {"PNG": "png", "JPEG": "jpg"}


@dataclass(frozen=True, slots=True)
class Taken:
    """A picture that goes into the story's folder."""

    name: str
    """Its name in article.yaml: ``picture-1``."""
    file: str
    data: bytes
    is_portrait: bool
    alt: str
    is_decorative: bool
    place: int


def take_pictures(package: Package, drawings: Sequence[Drawing], doubts: Doubts) -> dict[str, Taken]:
    """Return the pictures that can be used, by the part of the file that holds them; a picture that stands twice is taken once."""
    taken: dict[str, Taken] = {}
    tried: dict[str, str] = {}
    for drawing in drawings:
        if drawing.part in taken:
            continue
        if drawing.part not in tried:
            found = _check(package, drawing.part) if len(taken) < MAX_PICTURES else f"a story takes {MAX_PICTURES} at most"
            tried[drawing.part] = found if isinstance(found, str) else ""
            if not isinstance(found, str):
                taken[drawing.part] = _take(found, drawing, len(taken) + 1)
                _tell_words(taken[drawing.part], doubts)
        if tried[drawing.part]:
            doubts.tell(drawing.place, "lost-picture", tried[drawing.part])
    return taken


_Checked = tuple[bytes, str, int, int]


def _check(package: Package, part: str) -> _Checked | str:
    """Return a picture's bytes, kind, width and height; or why it cannot be used. Its pixels are not unpacked."""
    data = package.read(part) if part in package.names else None
    if data is None:
        return "it is not in the file, or damaged"
    if len(data) > MAX_BYTES:
        return f"it is larger than {MAX_BYTES // 1_000_000} MB"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(data), formats=("PNG", "JPEG")) as image:
                kind, width, height = str(image.format), image.width, image.height
                if width * height <= MAX_PIXELS:
                    image.verify()
    except UnidentifiedImageError:
        return "it is neither PNG nor JPEG"
    except Image.DecompressionBombError:
        return "it unpacks to too many pixels"
    except (OSError, SyntaxError, ValueError, EOFError):
        return "it is damaged"
    return (data, kind, width, height) if width * height <= MAX_PIXELS else f"its {width} by {height} pixels are too many to handle"


def _take(checked: _Checked, drawing: Drawing, number: int) -> Taken:
    data, kind, width, height = checked
    name = f"picture-{number}"
    return Taken(name, f"{name}.{_ENDINGS[kind]}", data, height > width, drawing.alt, drawing.decorative, drawing.place)


def _tell_words(picture: Taken, doubts: Doubts) -> None:
    words = picture.alt.casefold()
    if not words and not picture.is_decorative:
        doubts.tell(picture.place, "lost-alt", picture.name)
    elif words.endswith((".jpg", ".jpeg", ".png")) or "automatically generated" in words or "ai-generated" in words:
        doubts.tell(picture.place, "alt-doubt", picture.name, picture.alt)
