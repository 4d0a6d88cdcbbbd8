"""A feature that some mail client lacks is told, unless somebody has said why that does no harm."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path

from pressroom import a_pressroom, built, change
from values import a_mail, a_proof, an_edition, an_issue, told, write_files

from newsletter.model import EditionProof, Proof
from newsletter.places import default_templates
from newsletter.preflight.mail_feature import check

ROUND = '<table><tr><td style="border-radius:2px">A</td></tr></table>'


def proof_of(html: str, accepted: Mapping[str, str] | None) -> Proof:
    """Return the proof of a mail."""
    return dataclasses.replace(a_proof(mail=a_mail(html)), accepted_features=accepted)


def said(html: str, **accepted: str) -> list[str]:
    """Return what the rule says of a mail whose templates accept some features."""
    return told(check(proof_of(html, {"css-unit-px": "", **{name.replace("_", "-"): reason for name, reason in accepted.items()}})))


def test_what_every_client_knows_passes() -> None:
    assert said('<table><tr><td style="width:50px;vertical-align:top">A</td></tr></table>', css_width="") == []


def test_what_is_accepted_passes() -> None:
    assert said(ROUND, css_border_radius="Corners are square.") == []


def test_what_some_client_lacks_is_told_with_who_what_is_lost_and_since_when() -> None:
    line = (
        "2022-07.yaml:1: warning: en mail: border-radius (css-border-radius) is dropped by Outlook (classic on Windows), Orange, GMX (web), "
        "WEB.DE (web) and is known only in part to Yahoo, AOL (last tested 2021-03-09): Partial support. Shorthand for setting elliptical "
        "borders with the slash `/` notation is not supported e.g. `border-radius: 27% 73% 70% 30% / 30% 34% 66% 70%;`. Round corners can "
        "be used in VML with the `RoundRect` element. See buttons.cm and VML documentation. (mail-feature)"
    )
    assert said(ROUND) == [line]


def test_what_nobody_has_tested_is_told() -> None:
    assert said('<p style="container-type:size">A</p>') == [
        "2022-07.yaml:1: warning: en mail: container-type (css-container-type) has not been tested by caniemail.com (mail-feature)"
    ]
    assert said('<p style="container-type:size">A</p>', css_container_type="It is a trial.") == []


def test_the_hint_names_the_file_and_the_group() -> None:
    hints = [problem.hint for problem in check(proof_of('<p style="border-radius:0;container-type:size">A</p>', {}))]
    assert "`accepted` in templates/mail/features.yaml" in hints[0]
    assert "`untested` in templates/mail/features.yaml" in hints[1]


def test_a_feature_of_several_editions_is_told_once() -> None:
    editions = tuple(EditionProof(an_edition(tag=tag), a_mail(ROUND)) for tag in ("en", "ar"))
    problems = list(check(Proof(an_issue(), (*editions, EditionProof(an_edition())), accepted_features={"css-unit-px": ""})))
    assert len(problems) == 1
    assert problems[0].message.startswith("en, ar mails: border-radius")


def test_where_nobody_has_looked_what_is_accepted_nothing_is_told() -> None:
    assert told(check(proof_of(ROUND, None))) == []


def test_the_press_knows_what_its_templates_accept_and_nothing_is_told_of_them(tmp_path: Path) -> None:
    outcome = built(a_pressroom(tmp_path), "mail")
    assert [problem for problem in outcome.problems if problem.rule == "mail-feature"] == []


def test_a_template_of_ones_own_that_takes_a_risk_is_told_until_it_is_answered_for(tmp_path: Path) -> None:
    folder = a_pressroom(tmp_path)
    ours = default_templates() / "mail"
    write_files(folder, {"templates/mail/footer.mjml": (ours / "footer.mjml").read_bytes()})
    change(folder / "templates/mail/footer.mjml", "<mj-text", '<mj-text css-class="x" letter-spacing="0px"')
    outcome = built(folder, "mail")
    assert [problem.message.split(" is ")[0] for problem in outcome.problems if problem.rule == "mail-feature"] == [
        "en, ar mails: letter-spacing (css-letter-spacing)"
    ]
    own = (ours / "features.yaml").read_text("utf-8").replace("accepted:\n", "accepted:\n  css-letter-spacing: It is nought.\n")
    write_files(folder, {"templates/mail/features.yaml": own})
    outcome = built(folder, "mail")
    assert [problem for problem in outcome.problems if problem.rule == "mail-feature"] == []


def test_a_list_that_cannot_be_read_is_an_error_and_nothing_else_is_told(tmp_path: Path) -> None:
    folder = a_pressroom(tmp_path)
    write_files(folder, {"templates/mail/features.yaml": "accepted: {css-padding: Cells."})
    problems = [problem for problem in built(folder, "mail").problems if problem.rule == "mail-feature"]
    assert [(problem.severity, problem.source.path) for problem in problems] == [("error", "templates/mail/features.yaml")]
