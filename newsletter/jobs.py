"""A job for the press: what is asked for, and what came of it. It stands low, so that a build with nothing to do imports little."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from newsletter.model import Problem

PieceName = Literal["mail", "web", "screen", "print"]
PIECES: tuple[PieceName, ...] = ("screen", "print", "mail", "web")
"""In the order of their weight: the slowest first, so that the workers end together."""
FILES: Mapping[PieceName, tuple[str, ...]] = {
    "mail": ("mail.html", "mail.txt", "mail.json", "mail.eml"),
    "web": ("page.html",),
    "screen": ("screen.pdf",),
    "print": ("print.pdf",),
}
ON_DEMAND: Mapping[PieceName, tuple[str, ...]] = {"print": ("print-imposed.pdf",)}
"""Files that a piece has as well where the manifest asks for them."""
Progress = Callable[[str, int, int], None]
"""Told what has just been done, and how many of how many steps that makes."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be built."""

    manifest: Path
    publication: Path
    """The publication's folder."""
    out: Path
    newsroom: Path | None = None
    """Where the stories lie; seeds/articles of the publication where None."""
    languages: tuple[str, ...] = ()
    """Only these editions are made again; all where empty."""
    pieces: tuple[PieceName, ...] = PIECES
    force: bool = False

    @property
    def target(self) -> Path:
        """The folder that is built: an issue is called after its manifest."""
        return self.out / self.manifest.stem


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build or a check came to."""

    report: Mapping[str, Any]
    problems: tuple[Problem, ...]
    folder: Path
    made: tuple[str, ...] = ()
    """The pieces made now, as ``ar/mail``; those that were unchanged are not among them."""

    @property
    def has_errors(self) -> bool:
        """Whether a problem of severity error was found."""
        return any(problem.severity == "error" for problem in self.problems)


@dataclass(frozen=True, slots=True)
class ProofMails:
    """An edition's mail as marked proofs, ready to be sent to colleagues."""

    outcome: Outcome
    """What the checks came to."""
    sender: str
    subject: str
    messages: Mapping[str, bytes]
    """One for each address; none where the mail could not be made."""
