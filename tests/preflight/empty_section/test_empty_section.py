"""Sections without stories are told."""

from __future__ import annotations

from values import a_proof, told

from newsletter.model import Problem, Source
from newsletter.preflight.empty_section import check


def test_an_issue_whose_sections_are_full_passes() -> None:
    assert told(check(a_proof(problems=[Problem(Source("en.md", 2), "article", "has a headline but no text")]))) == []


def test_what_was_found_when_stories_were_chosen_is_passed_on() -> None:
    problem = Problem(Source("2022-07.yaml", 7), "empty-section", "the section 'Africa' has no story", severity="warning")
    assert told(check(a_proof(problems=[problem]))) == ["2022-07.yaml:7: warning: the section 'Africa' has no story (empty-section)"]
