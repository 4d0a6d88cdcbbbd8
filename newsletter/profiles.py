"""Colour profiles: what an output profile for the press has to be (ICC.1:2001-04, and v4), and which one a publication names."""

from __future__ import annotations

import hashlib
import struct
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field

from newsletter.model import Problem, Source
from newsletter.shapes import FileName, Line, Shape

MAX_BYTES = 8_000_000
_HEADER = 128
_NEEDED = (b"A2B1", b"B2A1")
"""From ink to colour and back, relative colorimetric: what pictures are converted by."""


class PressShape(Shape):
    """What the printer of a publication asks for."""

    profile: FileName | None = Field(None, description="The printer's output profile, an .icc file beside newsletter.yaml; FOGRA39 where absent")
    condition: Line | None = Field(None, description="What the profile's printing condition is called, such as FOGRA51")


@dataclass(frozen=True, slots=True)
class PressProfile:
    """A publication's own output profile."""

    path: Path
    condition: str
    """Its printing condition, as the PDF tells it to the press."""
    digest: str
    """SHA-256 of the file, so that what is made by another profile is made again."""


def load_profile(shape: PressShape, folder: Path, source: Source, problems: list[Problem]) -> PressProfile | None:
    """Return the profile that *shape* names in *folder*; None where it names none, or after adding the reason to *problems*."""
    if shape.profile is None:
        return None
    path = folder / shape.profile
    hint = "Ask your printer for the ICC output profile of the paper that you print on, and put it beside newsletter.yaml."
    data = b""
    try:
        if path.suffix not in {".icc", ".icm"}:
            fault = "should have a name that ends in .icc"
        elif path.stat().st_size > MAX_BYTES:
            fault = f"is larger than {MAX_BYTES // 1_000_000} MB"
        else:
            data = path.read_bytes()
            fault = find_profile_fault(data)
    except OSError:
        fault = "is not there"
    if fault:
        problems.append(Problem(source, "publication", f"the profile {shape.profile} {fault}", hint))
        return None
    return PressProfile(path, shape.condition or path.stem, hashlib.sha256(data).hexdigest())


def find_profile_fault(data: bytes) -> str:
    """Return in an editor's words why *data* is no profile that a CMYK press prints by; empty where it is one."""
    if len(data) < _HEADER + 4 or data[36:40] != b"acsp":
        return "is not an ICC profile"
    if data[12:16] != b"prtr":
        return "is not the profile of a printing process, but of a camera or a screen"
    if data[16:20] != b"CMYK":
        return f"is for {data[16:20].decode('ascii', 'replace').strip()}, not for the four inks of a press (CMYK)"
    tags = _tags(data)
    if tags is None or int.from_bytes(data[:4], "big") != len(data):
        return "is damaged"
    if any(tag not in tags for tag in _NEEDED):
        return "cannot convert pictures into inks: its tables are missing"
    return ""


def _tags(data: bytes) -> set[bytes] | None:
    """Return the names of a profile's tags; None where the table points outside the file."""
    (count,) = struct.unpack_from(">I", data, _HEADER)
    if count > 200 or _HEADER + 4 + count * 12 > len(data):
        return None
    entries = [struct.unpack_from(">4sII", data, _HEADER + 4 + index * 12) for index in range(count)]
    return None if any(start + length > len(data) for _, start, length in entries) else {name for name, _, _ in entries}
