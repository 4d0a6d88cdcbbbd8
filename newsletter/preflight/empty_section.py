"""A section has no story and is left out, or a story finds no section.

Why: the issue may lack what the editor expects to be in it.
What to do: widen the selection, or take the section out of the manifest.
"""

from __future__ import annotations

from collections.abc import Iterator

from newsletter.model import Problem, Proof

ID = "empty-section"


def check(proof: Proof) -> Iterator[Problem]:
    """Yield what was found about empty sections when the stories were chosen."""
    return (problem for problem in proof.problems if problem.rule == ID)
