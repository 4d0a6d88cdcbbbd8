"""A measure, and how it is shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Measure:
    """A ratio of two things measured side by side, and what it is held to."""

    name: str
    ratio: float
    limit: float
    detail: str
    """What was divided by what."""
    is_floor: bool = False
    """Whether the ratio must be at least the limit; else at most."""

    @property
    def holds(self) -> bool:
        """Whether the ratio keeps to its limit."""
        return self.ratio >= self.limit if self.is_floor else self.ratio <= self.limit

    @property
    def bound(self) -> str:
        """The limit in words."""
        return f"at {'least' if self.is_floor else 'most'} {self.limit:g}"

    def described(self) -> dict[str, Any]:
        """Return the measure as plain data."""
        return {**asdict(self), "holds": self.holds}


def show_table(measures: Iterable[Measure]) -> str:
    """Return the measures as a table."""
    rows = [
        ("what", "ratio", "limit", "holds", "measured"),
        *((one.name, f"{one.ratio:.3g}", one.bound, "yes" if one.holds else "NO", one.detail) for one in measures),
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    return "\n".join("  ".join((*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[4])).rstrip() for row in rows)
