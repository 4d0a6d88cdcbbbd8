"""A mail that Gmail would cut off is told."""

from __future__ import annotations

from values import a_block, a_mail, a_proof, a_slot, an_article, an_edition, told

from newsletter.preflight.mail_weight import check


def test_a_light_mail_passes() -> None:
    assert told(check(a_proof(mail=a_mail("x" * 90_000)))) == []


def test_without_a_mail_nothing_is_said() -> None:
    assert told(check(a_proof())) == []


def test_a_mail_near_the_limit_is_warned_of() -> None:
    assert told(check(a_proof(mail=a_mail("x" * 95_000)))) == [
        "2022-07.yaml:1: warning: the en mail weighs 95,000 bytes of HTML (advised: 90,000) (mail-weight)"
    ]


def test_a_mail_over_the_limit_fails_and_names_the_longest_story() -> None:
    long = a_slot(an_article("a-long-one", blocks=(a_block(text="word " * 100),)))
    problems = list(check(a_proof(edition=an_edition(a_slot(), long, mail_form="full"), mail=a_mail("x" * 100_001))))
    assert told(problems) == ["2022-07.yaml:1: error: the en mail weighs 100,001 bytes of HTML (advised: 90,000) (mail-weight)"]
    assert problems[0].hint == "Choose `form: teasers`, or shorten a-long-one first."


def test_a_script_that_weighs_more_on_its_way_is_weighed_as_it_travels() -> None:
    said = told(check(a_proof(mail=a_mail("ก" * 15_000))))
    assert len(said) == 1
    assert "encoded for transport (Gmail cuts at 102,400) (mail-weight)" in said[0]
