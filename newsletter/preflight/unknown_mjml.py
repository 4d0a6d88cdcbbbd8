"""A mail template uses an element or attribute that the compiler does not know, or that it silently ignores.

Why: the MJML compiler reports next to nothing; the mistake shows only in the reader's inbox.
What to do: mend the template at the line named.
"""

from __future__ import annotations

from collections.abc import Iterator

from newsletter.model import Problem, Proof

ID = "unknown-mjml"


def check(proof: Proof) -> Iterator[Problem]:
    """Yield what the engine said about it while it rendered."""
    return (problem for entry in proof.editions for problem in entry.problems if problem.rule == ID)
