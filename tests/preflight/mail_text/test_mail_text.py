"""The text part is the same letter as the HTML."""

from __future__ import annotations

import pytest
from values import a_mail, a_proof, an_edition, told

from newsletter.preflight.mail_text import check

HTML = '<p>A bridge that was built from both of its banks at once.</p><a href="https://x.org/a?b=(c)">Report</a> <a href="mailto:desk@x.org">Desk</a>'
TEXT = "A bridge that was built from both of its banks at once.\nReport <https://x.org/a?b=(c)>\ndesk@x.org\n"


def said_of(html: str = HTML, text: str = TEXT, tag: str = "en") -> list[str]:
    """Return what is said of a mail, without place and rule."""
    lines = told(check(a_proof(edition=an_edition(tag=tag), mail=a_mail(html, text, language=tag))))
    return [line.removeprefix(f"2022-07.yaml:1: error: the text part of the {tag} mail ").removesuffix(" (mail-text)") for line in lines]


def test_a_text_part_with_every_link_passes() -> None:
    assert said_of() == []


def test_without_a_mail_nothing_is_said() -> None:
    assert told(check(a_proof())) == []


@pytest.mark.parametrize("text", ["", " \n"])
def test_an_empty_one_is_told(text: str) -> None:
    assert said_of(text=text) == ["is empty"]


@pytest.mark.parametrize("target", ["https://x.org/a?b=(c)", "mailto:desk@x.org"])
def test_a_link_that_it_lacks_is_told(target: str) -> None:
    assert said_of(text=TEXT.replace(target.removeprefix("mailto:"), "nothing")) == [f"lacks the link to {target}"]


def test_a_longer_address_is_another_one() -> None:
    assert said_of(text=TEXT.replace("(c)", "(c)/d")) == ["lacks the link to https://x.org/a?b=(c)"]


def test_a_full_stop_after_an_address_is_none_of_it() -> None:
    assert said_of('<a href="https://x.org/a">A</a>', "See https://x.org/a.") == []


def test_a_long_line_is_no_fault_for_it_is_encoded_on_its_way() -> None:
    assert said_of(text=TEXT + "é" * 5000) == []


def test_another_language_than_the_htmls_is_told() -> None:
    html = "<p>" + "تايلاند تصغي إلى الأطفال " * 4 + "</p>"
    assert said_of(html, "\u200f" + "Thailand listens to its children " * 4, "ar") == ["is hardly written in العربية, though the HTML is"]


def test_stories_in_another_language_are_no_reason_for_alarm() -> None:
    html = "<p>معابر</p>" + "<p>Neighbours who open the door to children</p>" * 3
    assert said_of(html, "معابر\n" + "Neighbours who open the door to children\n" * 3, "ar") == []


def test_a_first_letter_that_turns_it_round_is_told() -> None:
    assert said_of("<p>معابر</p>", "Crossings", "ar") == ["begins with a letter that turns it round"]
