"""Drawings on their way to the press: pictures of few colours, each of which is turned into inks by itself.

A drawing is a PNG with a palette (ISO/IEC 15948). Its rows, as they were packed, are what a PDF holds too (ISO 32000-1,
7.4.4.4), so that they are taken over as they are, and the palette alone is converted: nothing is blurred, and nothing unpacked.
The engine, which would unpack every picture and pack it again, gets a blank of the same size.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_INDEXED = 3


@dataclass(frozen=True, slots=True)
class Drawing:
    """An indexed picture, still packed."""

    width: int
    height: int
    bits: int
    palette: tuple[tuple[int, int, int], ...]
    rows: bytes

    def blank(self) -> bytes:
        """Return a white PNG of the same size."""
        buffer = io.BytesIO()
        Image.new("L", (self.width, self.height), 255).save(buffer, "PNG", compress_level=1)
        return buffer.getvalue()


def read_drawing(data: bytes) -> Drawing | None:
    """Return a PNG as a drawing; None where it is another picture: without a palette, transparent in part, or interlaced."""
    if not data.startswith(_SIGNATURE):
        return None
    chunks: dict[bytes, list[bytes]] = {}
    for name, content in _chunks(data):
        chunks.setdefault(name, []).append(content)
    if b"PLTE" not in chunks or b"tRNS" in chunks or b"IHDR" not in chunks:
        return None
    width, height, bits, kind, _, _, interlace = struct.unpack(">IIBBBBB", chunks[b"IHDR"][0])
    if kind != _INDEXED or interlace:
        return None
    palette = chunks[b"PLTE"][0]
    colours = tuple((palette[at], palette[at + 1], palette[at + 2]) for at in range(0, len(palette) - 2, 3))
    return Drawing(width, height, bits, colours, b"".join(chunks.get(b"IDAT", ())))


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_SIGNATURE)
    while at + 8 <= len(data):
        length, name = struct.unpack_from(">I4s", data, at)
        yield name, data[at + 8 : at + 8 + length]
        at += length + 12


def find_drawings(folder: Path, html: str) -> dict[str, Drawing]:
    """Return the drawings among the pictures in *folder* that *html* shows, by file name."""
    shown = (path for path in sorted(folder.glob("*.png")) if path.name in html)
    found = ((path.name, read_drawing(path.read_bytes())) for path in shown)
    return {name: drawing for name, drawing in found if drawing}
