"""Where something was written, and what is to be looked at there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True, order=True)
class Source:
    """Where something was written: a file, and the line and column in it (both counted from 1; 0 is "the whole file")."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """Return ``path``, ``path:line`` or ``path:line:column``, as editors and terminals link it."""
        return ":".join([self.path, *(str(part) for part in (self.line, self.column) if part)])


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something an editor should look at."""

    source: Source
    rule: str
    """The rule or check that found it, as it is written in ``ignore:`` (``alt-text``, ``yaml``, ``manifest`` ...)."""
    message: str
    hint: str = ""
    """What to do about it, in the editor's words."""
    severity: Severity = "error"
    language: str = ""
    """The edition it was found in; empty where it concerns a file rather than an edition."""
