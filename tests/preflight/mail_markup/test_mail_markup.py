"""What mail programs drop or cannot show is told."""

from __future__ import annotations

import pytest
from values import a_mail, a_proof, a_slot, an_article, an_edition, told

from newsletter.preflight.mail_markup import check

PICTURE = '<img src="https://crossings.example.org/a.png" alt="A bridge" width="168">'


def said_of(html: str) -> list[str]:
    """Return what is said of a mail, without the place and the rule."""
    lines = told(check(a_proof(mail=a_mail(f"<body>{html}</body>"))))
    assert all(line.startswith("2022-07.yaml:1: ") and line.endswith(" (mail-markup)") for line in lines)
    return [line.removeprefix("2022-07.yaml:1: ").removesuffix(" (mail-markup)").replace(": the en mail", ":") for line in lines]


@pytest.mark.parametrize(
    "html",
    [
        PICTURE,
        '<img src="cid:a@b" alt="" width="600">',
        '<table role="presentation"><tr><td style="text-align:right;font-family:\'Segoe UI\', Tahoma, sans-serif">a</td></tr></table>',
        '<table><tr><th scope="col">a</th></tr></table>',
        '<p style="letter-spacing:2px;font-style:italic;text-transform:uppercase">Latin letters bear it</p>',
        '<p style="letter-spacing:0;font-style:normal">ภาษาไทย</p>',
        '<em style="font-style:normal;font-weight:bold">العربية</em>',
        '<!--[if mso]><table dir="ltr" role="presentation"><tr><td><![endif]-->',
        "<p>The word flex, and 2 rem, and var(x).</p>",
    ],
)
def test_what_every_program_knows_passes(html: str) -> None:
    assert said_of(html) == []


def test_without_a_mail_nothing_is_said() -> None:
    assert told(check(a_proof())) == []


@pytest.mark.parametrize("name", ["bdi", "wbr", "picture", "svg", "script", "form", "link", "button", "iframe"])
def test_an_element_that_is_dropped_fails(name: str) -> None:
    assert said_of(f"<{name}></{name}>") == [f"error: has a {name} element, which mail programs drop"]


@pytest.mark.parametrize(
    ("html", "message"),
    [
        ('<p onclick="x()">a</p>', "error: has a script in an attribute, onclick"),
        ('<img src="https://x.org/a.png" width="9">', "error: has a picture without alt: https://x.org/a.png"),
        ('<img src="https://x.org/a.png" alt="" width="9.5">', "error: has a picture without a width in whole pixels: https://x.org/a.png"),
        ('<img src="https://x.org/a.png" alt="">', "error: has a picture without a width in whole pixels: https://x.org/a.png"),
        ("<table><tr><td>a</td></tr></table>", "error: has a table that is neither for layout (role=presentation) nor has head cells (th)"),
        (
            '<table role="presentation"><tr><th scope="col">a</th></tr></table>',
            "error: has a table with head cells and role=presentation, so that nobody hears its heads",
        ),
        ("<table><tr><th>a</th></tr></table>", "error: has a head cell without scope"),
        ("<!--[if mso]><table><![endif]-->", "error: has a table without role=presentation among those that only Outlook sees"),
        ("<style>p { margin: 0 }</style>", "error: has a style element in its body, where Gmail drops it"),
    ],
)
def test_an_element_that_is_not_as_it_must_be_fails(html: str, message: str) -> None:
    assert said_of(html) == [message]


@pytest.mark.parametrize("source", ["https://x.org/a.svg", "https://x.org/a.webp?v=2", "data:image/png;base64,AAAA", "pictures/a.png", ""])
def test_a_picture_that_programs_do_not_show_fails(source: str) -> None:
    said = said_of(f'<img src="{source}" alt="" width="9">')
    assert said == [f"error: has a picture that mail programs do not show: {source!r} (https, and neither SVG nor WebP)"]


def test_a_picture_without_encryption_is_warned_of() -> None:
    assert said_of('<img src="http://x.org/a.png" alt="" width="9">')[0].startswith("warning: has a picture that mail programs do not show")


@pytest.mark.parametrize(
    ("style", "message"),
    [
        ("text-align:start", "error: has a logical side in a style, text-align:start"),
        ("margin-inline-start:2px", "error: has a logical side in a style, margin-inline-start:2px"),
        ("padding-inline:2px", "error: has a logical side in a style, padding-inline:2px"),
        ("display:flex", "error: has a layout in a style that Outlook does not know, display:flex"),
        ("display:inline-grid", "error: has a layout in a style that Outlook does not know, display:inline-grid"),
        ("color:var(--ink)", "error: has a measure or name in a style that mail programs do not know, color:var(--ink)"),
        ("font-size:1.2rem", "error: has a measure or name in a style that mail programs do not know, font-size:1.2rem"),
        ("word-break:break-all", "error: has word-break:break-all, which tears syllables apart"),
        ("font-family:Georgia, 'Times New Roman'", "warning: has fonts that end in no generic family, font-family:Georgia, 'Times New Roman'"),
    ],
)
def test_a_style_that_programs_drop_fails(style: str, message: str) -> None:
    assert said_of(f'<p style="color:red;{style}">a</p>') == [message]


@pytest.mark.parametrize("html", ['<p style="{}"><b>{}</b></p>', '<p style="{}">a</p><div style="{}"><p>{}</p></div>'])
@pytest.mark.parametrize("words", ["ภาษาไทย", "العربية", "עברית", "한국어"])
@pytest.mark.parametrize(
    ("style", "severity"), [("letter-spacing:1px", "error"), ("font-style:italic", "warning"), ("text-transform:uppercase", "warning")]
)
def test_letters_without_such_forms_are_not_spaced_slanted_or_capitals(html: str, words: str, style: str, severity: str) -> None:
    places = html.count("{}")
    assert said_of(html.format(*[style] * (places - 1), words)) == [f"{severity}: sets {style} on letters that have no such form"]


def test_emphasis_slants_by_itself() -> None:
    assert said_of("<em>العربية</em>") == ["warning: sets font-style:italic on letters that have no such form"]


@pytest.mark.parametrize("sheet", ["@import url(x.css);", "@font-face {}", "p { background: url(https://fonts.gstatic.com/x) }"])
def test_nothing_is_fetched_from_elsewhere(sheet: str) -> None:
    problems = told(check(a_proof(mail=a_mail(f"<head><style>{sheet}</style></head>"))))
    assert [problem.split(",")[0] for problem in problems] == ["2022-07.yaml:1: error: the en mail fetches fonts or styles from elsewhere"]


def test_one_fault_in_many_places_is_said_once_with_the_first_story() -> None:
    html = '<body><h2><a href="https://x.org/p#a-bridge">A</a></h2><wbr><h2><a href="https://x.org/p#a-road">B</a></h2><wbr></body>'
    edition = an_edition(a_slot(an_article("a-bridge")), a_slot(an_article("a-road")))
    assert told(check(a_proof(edition=edition, mail=a_mail(html)))) == [
        "2022-07.yaml:1: error: the en mail has a wbr element, which mail programs drop, first at a-bridge (mail-markup)"
    ]
