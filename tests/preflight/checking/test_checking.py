"""Running the rules: waivers hold where they were given, and nothing is lost on the way."""

from __future__ import annotations

import pytest
from values import a_picture, a_proof, a_slot, an_article, an_edition, an_issue, told

from newsletter.model import Problem, Proof, Source, Waiver
from newsletter.preflight import RULES
from newsletter.preflight.checking import RULE_IDS, check_proof

NO_ALT = a_slot(an_article("a-bridge", pictures={"lead": a_picture(alt="")}))
SAID = "en.md:2: error: the picture 'lead' has no alt text (alt-text)"


def said_of(*waivers: Waiver, slot: object = NO_ALT) -> list[str]:
    """Return what remains of a proof with a missing alt text."""
    return told(check_proof(a_proof(slot, issue=an_issue(ignore=waivers))))  # type: ignore[arg-type]


def test_a_clean_issue_gives_no_problem() -> None:
    assert check_proof(a_proof()) == ()


def test_without_a_waiver_every_problem_is_told() -> None:
    assert said_of() == [SAID]


@pytest.mark.parametrize("where", [{}, {"story": "a-bridge"}, {"language": "en"}, {"story": "a-bridge", "language": "en"}])
def test_a_waiver_silences_its_rule_where_it_was_given(where: dict[str, str]) -> None:
    assert said_of(Waiver("alt-text", "A drawing", **where)) == []


@pytest.mark.parametrize(
    "where", [{"story": "a-road"}, {"story": "a"}, {"story": "bridge"}, {"language": "ar"}, {"story": "a-bridge", "language": "ar"}]
)
def test_a_waiver_silences_nothing_elsewhere(where: dict[str, str]) -> None:
    assert said_of(Waiver("alt-text", "A drawing", **where)) == [SAID]


def test_a_waiver_of_another_rule_silences_nothing() -> None:
    assert said_of(Waiver("stale", "On purpose")) == [SAID]


def test_a_story_left_out_is_waived_by_its_whole_name() -> None:
    edition = an_edition(omitted=("a-bridge-2",))
    problem = "2022-07.yaml:1: warning: a-bridge-2 is left out of the en edition: it has no acceptable language (fallback-used)"
    for name, said in (("a-bridge", [problem]), ("a-bridge-2", [])):
        waiver = Waiver("fallback-used", "No translator", story=name)
        assert told(check_proof(a_proof(edition=edition, issue=an_issue(ignore=(waiver,))))) == said


def test_an_unknown_waiver_is_told_with_the_nearest_rule() -> None:
    problems = check_proof(a_proof(issue=an_issue(ignore=(Waiver("alt-txt", "A drawing"),))))
    assert told(problems) == ["2022-07.yaml:1: warning: ignore names a rule that does not exist: 'alt-txt' (manifest)"]
    assert problems[0].hint == "Did you mean 'alt-text'?"


def test_an_unknown_waiver_like_no_other_is_told_with_all_rules() -> None:
    problems = check_proof(a_proof(issue=an_issue(ignore=(Waiver("zzz", "No reason"),))))
    assert all(rule in problems[0].hint for rule in RULE_IDS)


def test_what_has_no_rule_of_its_own_is_passed_on_and_can_be_waived() -> None:
    loading = Problem(Source("en.md", 5), "article", "has a headline but no text", severity="warning")
    engine = Problem(Source("print.css"), "weasyprint", "unknown property", severity="warning")
    assert check_proof(a_proof(problems=[loading], said=[engine])) == (loading, engine)
    waiver = Waiver("weasyprint", "Known")
    assert check_proof(a_proof(problems=[loading], said=[engine], issue=an_issue(ignore=(waiver,)))) == (loading,)


def test_problems_are_sorted_and_told_once() -> None:
    one = Problem(Source("b.md", 1), "article", "x")
    other = Problem(Source("a.md", 9), "article", "y")
    assert check_proof(a_proof(problems=[one, other, one], said=[one])) == (other, one)


def test_an_empty_proof_has_no_problems() -> None:
    assert check_proof(Proof(an_issue(), ())) == ()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.ID)
def test_every_rule_says_why_and_what_to_do(rule: object) -> None:
    assert rule.__doc__ is not None
    assert "Why: " in rule.__doc__
    assert "What to do: " in rule.__doc__


def test_every_rule_has_its_own_name() -> None:
    assert len(set(RULE_IDS)) == len(RULE_IDS)
