"""What the MJML compiler would silently ignore is told."""

from __future__ import annotations

from values import a_proof, told

from newsletter.model import Problem, Source
from newsletter.preflight.unknown_mjml import check


def test_a_template_of_which_the_engine_said_nothing_passes() -> None:
    assert told(check(a_proof())) == []


def test_what_the_engine_said_is_passed_on() -> None:
    problem = Problem(Source("templates/mail/mail.mjml", 12), "unknown-mjml", "there is no element mj-sektion")
    assert told(check(a_proof(said=[problem]))) == ["mail.mjml:12: error: there is no element mj-sektion (unknown-mjml)"]
