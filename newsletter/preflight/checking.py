"""Runs the rules over a proof, and leaves out what the manifest waives."""

from __future__ import annotations

import re

from newsletter.model import Problem, Proof, Waiver
from newsletter.preflight import RULES
from newsletter.shapes import suggest

RULE_IDS = tuple(rule.ID for rule in RULES)


def check_proof(proof: Proof) -> tuple[Problem, ...]:
    """Return every problem of *proof* that its issue does not waive, sorted by file and line.

    What was found while loading and rendering, and has no rule of its own, is passed on.
    """
    found = {problem for rule in RULES for problem in rule.check(proof)}
    found |= {problem for problem in proof.problems if problem.rule not in RULE_IDS}
    found |= {problem for entry in proof.editions for problem in entry.problems if problem.rule not in RULE_IDS}
    kept = {problem for problem in found if not any(_waives(waiver, problem) for waiver in proof.issue.ignore)}
    return tuple(sorted({*kept, *_unknown_waivers(proof, found)}))


def _waives(waiver: Waiver, problem: Problem) -> bool:
    named = re.search(rf"(?<![a-z0-9-]){re.escape(waiver.story)}(?![a-z0-9-])", problem.message)
    concerns_story = not waiver.story or f"/{waiver.story}/" in f"/{problem.source.path}" or named is not None
    return waiver.rule == problem.rule and concerns_story and waiver.language in {"", problem.language}


def _unknown_waivers(proof: Proof, found: set[Problem]) -> set[Problem]:
    known = {*RULE_IDS, *(problem.rule for problem in found)}
    said = set()
    for waiver in proof.issue.ignore:
        if waiver.rule not in known:
            close = suggest(waiver.rule, known)
            hint = f"Did you mean {close!r}?" if close else f"Rules: {', '.join(sorted(RULE_IDS))}."
            said.add(Problem(proof.issue.source, "manifest", f"ignore names a rule that does not exist: {waiver.rule!r}", hint, "warning"))
    return said
