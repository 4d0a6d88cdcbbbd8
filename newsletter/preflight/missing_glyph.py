"""A character that none of the declared fonts has.

Why: it would print as an empty box. The build stops rather than print one.
What to do: write the word without the character, or add a font that has it to templates/look.yaml.
"""

from __future__ import annotations

from collections.abc import Iterator

from newsletter.model import Problem, Proof

ID = "missing-glyph"


def check(proof: Proof) -> Iterator[Problem]:
    """Yield what the engine said about it while it rendered."""
    return (problem for entry in proof.editions for problem in entry.problems if problem.rule == ID)
