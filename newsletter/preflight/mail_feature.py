"""A mail uses something that a mail client drops, and nobody has said why that does no harm.

Why: what one template tries out breaks for the readers of another mail program, and nobody who works here sees it. So what some
client lacks has to be answered for once, in ``mail/features.yaml`` beside the templates; the verdicts are those of caniemail.com,
and many are years old.
What to do: take the feature out of the template, or find out what readers of the clients named get instead, and write that down.
"""

from __future__ import annotations

from collections.abc import Iterator

from newsletter.clients import Row, name_clients, table
from newsletter.features import read_features
from newsletter.model import Problem, Proof

ID = "mail-feature"
HINT = "Take it out of the mail template, or accept it under `{group}` in templates/mail/features.yaml with what readers get instead."


def check(proof: Proof) -> Iterator[Problem]:
    """Yield what is wrong with the file of accepted features, and a problem for each feature that a client lacks and that is not in it."""
    yield from (problem for problem in proof.problems if problem.rule == ID)
    if proof.accepted_features is None:
        return
    used: dict[str, list[str]] = {}
    for entry in proof.editions:
        for feature in read_features(entry.mail.markup) if entry.mail else ():
            if feature not in proof.accepted_features:
                used.setdefault(feature, []).append(entry.edition.language.tag)
    for row in table(dict.fromkeys(used, 1)):
        if not row.is_safe:
            tags = used[row.feature]
            message = f"{', '.join(tags)} mail{'s' if tags[1:] else ''}: {row.title} ({row.feature}) {_told(row)}"
            yield Problem(proof.issue.source, ID, message, HINT.format(group="accepted" if row.is_known else "untested"), "warning")


def _told(row: Row) -> str:
    """Return where a feature is lacking, what is lost, and how old that knowledge is."""
    if not row.is_known:
        return "has not been tested by caniemail.com"
    no, partly = (name_clients(row.clients(support)) for support in ("no", "partly"))
    said = [f"is dropped by {no}"] * bool(no) + [f"is known only in part to {partly}"] * bool(partly)
    notes = f": {' '.join(row.notes[:3])}" if row.notes else ""
    return f"{' and '.join(said)} (last tested {row.tested}){notes}"
