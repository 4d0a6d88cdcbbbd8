"""A link on paper: the address as it is printed, and a code that a telephone reads (ISO/IEC 18004)."""

from __future__ import annotations

import functools
import re
from itertools import groupby

import segno
from markupsafe import Markup, escape

CODE_SIZE = 16
"""Millimetres from edge to edge of a code, without its quiet zone."""
QUIET_ZONE = 4
"""Modules of paper around it (ISO/IEC 18004, 6.3.8)."""
LONGEST = 200
"""Bytes of the longest address that gets a code; one of more would have modules too small for a hand that shakes."""

_SCHEME = re.compile(r"^(?:https?://|mailto:|tel:)", re.IGNORECASE)
_BREAK = re.compile(r"(?<=/)(?=[^/])|(?<=[^/])(?=[?&#])")


def bare_address(address: str) -> str:
    """Return an address without what every browser adds by itself."""
    return _SCHEME.sub("", address).removesuffix("/")


def printed_address(address: str) -> Markup:
    """Return an address as it stands on paper: from left to right.

    A line may end after a stroke or before a query; never after a hyphen, which would be taken for one of hyphenation.
    """
    parts = (str(escape(part)).replace("-", "-\u2060") for part in _BREAK.split(bare_address(address)))
    return Markup(f'<bdi dir="ltr" class="address">{"<wbr>".join(parts)}</bdi>')  # noqa: S704  escaped part by part


@functools.lru_cache(256)
def qr_code(address: str, ink: str) -> Markup:
    """Return the code of an address as one drawn path in *ink*, its quiet zone included; nothing for an address that is too long."""
    if len(address.encode()) > LONGEST:
        return Markup()
    rows = segno.make(address, error="m", micro=False).matrix
    side = len(rows) + 2 * QUIET_ZONE
    path = "".join(_row(row, y + QUIET_ZONE) for y, row in enumerate(rows))
    size = f"{CODE_SIZE * side / len(rows):.3f}mm"
    return Markup(
        '<svg class="code" role="img" aria-label="{0}" width="{1}" height="{1}" viewBox="0 0 {2} {2}"><path d="{3}" fill="{4}"/></svg>'
    ).format(address, size, side, path, ink)


def _row(row: bytes | bytearray, y: int) -> str:
    """Return the dark runs of one row of modules as parts of a path."""
    parts, x = [], QUIET_ZONE
    for is_dark, run in groupby(row, bool):
        length = len(list(run))
        if is_dark:
            parts.append(f"M{x} {y}h{length}v1h-{length}z")
        x += length
    return "".join(parts)
