"""No letter of a mail is damaged."""

from __future__ import annotations

import unicodedata

import pytest
from values import a_mail, a_proof, a_slot, an_article, an_edition, told

from newsletter.preflight.mail_characters import check


def said_of(html: str = "<p>A</p>", text: str = "A", **facts: str) -> list[str]:
    """Return what is said of a mail, without place and rule."""
    lines = told(check(a_proof(mail=a_mail(html, text, **facts))))
    return [line.removeprefix("2022-07.yaml:1: error: the ").removesuffix(" (mail-characters)") for line in lines]


@pytest.mark.parametrize(
    "words",
    [
        "A bridge, 12\u00a0km",
        "น้ำ ใจ",
        "\u2067عربية\u2069 and \u2067more \u2066of\u2069 it\u2069",
        "\u200fعربية",
        "می\u200cخواهم",
        "A line\nand another",
        "ภาษาไทย\nEnglish",
    ],
)
def test_whole_letters_pass(words: str) -> None:
    assert said_of(f'<p title="{words}">{words}</p>', words, subject=words) == []


def test_without_a_mail_nothing_is_said() -> None:
    assert told(check(a_proof())) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("lost \ufffd", "has a U+FFFD after 'lost'"),
        ("a\x92b", "has a U+0092 after 'a'"),
        ("\ufeffA", "has a U+FEFF at its beginning"),
        ("a \u2067b", "has a direction mark without its other half after 'a'"),
        ("a \u202bb\u2069", "has a direction mark without its other half after 'a'"),
        ("a b\u202c", "has a direction mark without its other half after 'a b'"),
        (unicodedata.normalize("NFD", "un café noir"), f"has letters put together of loose parts: {unicodedata.normalize('NFD', 'café')!r}"),
    ],
)
def test_damage_is_told_in_each_part(words: str, said: str) -> None:
    assert said_of(subject=words) == [f"subject of the en mail {said}"]
    assert said_of(preheader=words) == [f"preheader of the en mail {said}"]
    assert said_of(text=words) == [f"text part of the en mail {said}"]
    assert said_of(f"<title>{words}</title>") == [f"title of the en mail {said}"]
    assert said_of(f"<p>{words}</p>") == [f"HTML of the en mail {said}"]
    assert said_of(f'<img alt="{words}">') == [f"alt in the HTML of the en mail {said}"]


def test_a_pair_may_hold_mark_up_but_not_whole_paragraphs() -> None:
    assert said_of("<p>a \u2067<b>b</b>\u2069</p>") == []
    assert len(said_of("<p>a \u2067b</p><p>c\u2069</p>")) == 2
    assert len(said_of(text="a \u2067b\nc\u2069")) == 1


@pytest.mark.parametrize("words", ["ภาษา\nไทย", "ភាសា\n  ខ្មែរ", "ພາສາ \nລາວ", "မြန်မာ\nစာ"])
def test_a_line_break_inside_a_script_without_spaces_is_told(words: str) -> None:
    assert said_of(f"<p>{words}</p>") == [f"HTML of the en mail has a line break in the middle of words: {' '.join(words.split())!r}"]
    assert said_of(text=words) == []


@pytest.mark.parametrize(("html", "escape"), [(r'<img alt="น\u{e49}ำ">', r"\u{"), (r'<p title="a \"b\"">c</p>', r"\"")])
def test_what_the_compiler_leaves_is_told(html: str, escape: str) -> None:
    assert said_of(html) == [f"en mail has {escape} where a letter or a quotation mark was"]


def test_the_story_that_it_stands_in_is_named() -> None:
    html = '<h2><a href="https://x.org/p#a-bridge">A bridge</a></h2><p>lost \ufffd</p>'
    assert told(check(a_proof(edition=an_edition(a_slot(an_article("a-bridge"))), mail=a_mail(html)))) == [
        "en.md:2: error: the HTML of the en mail has a U+FFFD after 'lost' (mail-characters)"
    ]
