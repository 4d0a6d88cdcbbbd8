"""Nothing in a mail is left to the direction of the program that shows it."""

from __future__ import annotations

import pytest
from values import a_mail, a_proof, a_slot, an_article, an_edition, told

from newsletter.preflight.mail_direction import check

LANGUAGES = {"rtl": "ar", "ltr": "en"}


def a_letter(inside: str = "", direction: str = "rtl") -> str:
    """Return a mail that says its direction everywhere."""
    said = f'lang="{LANGUAGES[direction]}" dir="{direction}"'
    return (
        f'<html {said}><head><title>x</title></head><body><div {said}><table dir="{direction}"><tr><td>{inside}</td></tr></table></div></body></html>'
    )


def said_of(html: str, direction: str = "rtl") -> list[str]:
    """Return what is said of a mail."""
    tag = LANGUAGES[direction]
    return told(check(a_proof(edition=an_edition(tag=tag), mail=a_mail(html, language=tag, direction=direction))))


@pytest.mark.parametrize("direction", LANGUAGES)
def test_a_mail_that_says_its_direction_everywhere_passes(direction: str) -> None:
    assert said_of(a_letter("<p>12.5% of 2022</p>" if direction == "ltr" else "<p>في عام 2022</p>", direction), direction) == []


def test_without_a_mail_nothing_is_said() -> None:
    assert told(check(a_proof())) == []


def test_a_mail_that_says_it_on_the_html_element_alone_fails() -> None:
    html = a_letter().replace('<div lang="ar" dir="rtl">', '<div lang="ar">')
    assert said_of(html) == ['2022-07.yaml:1: error: the ar mail has no lang="ar" dir="rtl" on its first div (mail-direction)']


def test_left_to_right_is_said_too() -> None:
    html = a_letter(direction="ltr").replace('<html lang="en" dir="ltr">', '<html lang="en">')
    assert said_of(html, "ltr") == ['2022-07.yaml:1: error: the en mail has no lang="en" dir="ltr" on its html element (mail-direction)']


@pytest.mark.parametrize(
    ("inside", "message"),
    [
        ("<table></table>", "has a table without dir"),
        ("<!--[if mso]><table><tr><td><![endif]-->", "has a table without dir among those that only Outlook sees"),
        ('<!--[if mso]><table dir="rtl"><tr><td style="direction:ltr"><![endif]-->', "sets direction:ltr on a table that only Outlook sees"),
        ('<div style="direction:ltr">ا</div>', 'sets direction:ltr inline inside dir="rtl"'),
        ('<a dir="rtl" href="https://x.org">ا</a>', "has dir on a link, which Outlook does not bear: put a span with dir round it"),
    ],
)
def test_an_element_that_can_be_turned_round_fails(inside: str, message: str) -> None:
    assert said_of(a_letter(inside)) == [f"2022-07.yaml:1: error: the ar mail {message} (mail-direction)"]


@pytest.mark.parametrize("inside", ['<div dir="ltr" style="direction:ltr">ا</div>', '<!--[if mso]><table width="1" dir="rtl"><![endif]-->'])
def test_an_element_that_says_which_way_passes(inside: str) -> None:
    assert said_of(a_letter(inside)) == []


@pytest.mark.parametrize("piece", ["12.5%", "+1 (212) 963-1234", "$1.00", "desk@crossings.example.org", "https://crossings.example.org/a"])
def test_a_piece_that_shows_back_to_front_fails_unless_it_is_isolated(piece: str) -> None:
    where = f"2022-07.yaml:1: error: {piece!r} stands in the right-to-left text of the ar mail"
    assert said_of(a_letter(f"<p>النص {piece} هنا</p>")) == [f'{where} without dir="ltr" and shows back to front (mail-direction)']
    assert said_of(a_letter(f'<p>النص <span dir="ltr">{piece}</span> هنا</p>')) == []
    assert said_of(a_letter(f"<p>النص \u2066{piece}\u2069 هنا</p>")) == []


def test_plain_numbers_and_foreign_words_keep_their_own_direction() -> None:
    assert said_of(a_letter("<p>في عام 2022 زارت UNHCR المدينة</p>")) == []


def test_the_story_that_a_piece_stands_in_is_named() -> None:
    html = a_letter('<h2><a href="https://x.org/p#a-bridge">جسر</a></h2><p>نحو 12.5% منهم</p>')
    edition = an_edition(a_slot(an_article("a-bridge", "ar"), wanted="ar"), tag="ar")
    problems = list(check(a_proof(edition=edition, mail=a_mail(html, language="ar", direction="rtl"))))
    assert [problem.source.path for problem in problems] == ["seeds/articles/a-bridge/ar.md"]
