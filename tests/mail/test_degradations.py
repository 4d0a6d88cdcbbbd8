"""What reading programs make of a mail, measured in a real browser: it stays whole, in its order and direction, and can be read."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

import pytest
from browser import Window
from degradations import (
    DEGRADATIONS,
    DESKTOPS,
    GMAIL_SHEET,
    PHONES,
    Degradation,
    gmail,
    in_ltr_host,
    in_rtl_host,
    outlook,
    plain,
    with_letters_doubled,
    without_dir,
    without_sheets,
    without_sources,
    without_table_dir,
)
from mailroom import ALL, Posted, posted
from measuring import MEASURES, RTL_LETTERS, Finding, find, told
from viewing import look

LIGHT = "2022-07"
EDITIONS = [pytest.param(name, tag, marks=[] if name == LIGHT else pytest.mark.heavy) for name, tag in ALL]
MAIL = """<!doctype html><html lang="ar" dir="rtl"><head><meta charset="utf-8"><title>T</title><style>.a{color:red}</style>
<style>@media (prefers-color-scheme: dark) { .b { color: blue } } .c { margin: 0 }</style></head><body style="margin:0" class="d">
<!--[if mso]><table dir="rtl"><tr><td>ghost<![endif]--><!--[if !mso]><!--><p>others</p><!--<![endif]-->
<table dir="rtl"><tr><td dir="rtl">cell <span dir="ltr">+1</span><img src="https://x.example/a.png" alt="A" style="font-size:14px"></td></tr></table>
<style>.late{}</style></body></html>"""


@pytest.mark.parametrize(("name", "tag"), EDITIONS)
def test_a_mail_holds_in_every_degradation_and_width(window: Window, name: str, tag: str):
    mail = posted(name, tag)

    if report := told(find(window, mail.mail.html, mail.picture, f"{name} {tag}")):
        pytest.fail(report, pytrace=False)


def test_there_is_much_to_measure(window: Window):
    mail = posted(LIGHT, "ar")
    window.show(mail.mail.html, mail.picture, width=600)
    screen = look(window)

    assert len([run for run in screen.runs if RTL_LETTERS.search(run.text)]) > 40
    assert len([row for row in screen.rows if row.are_columns and row.boxes[0][1] == row.boxes[1][1]]) >= 5
    assert {row.meant for row in screen.rows} == {"rtl"}
    assert len(screen.photos) >= 6
    assert all(photo.is_shown for photo in screen.photos)

    window.show(mail.mail.html, mail.picture, are_shown=False, width=600)

    assert not any(photo.is_shown for photo in look(window).photos)


# Seeded defects: every measure sees what it is there for.


class Defect(NamedTuple):
    """Something that must be caught."""

    measure: str
    seed: Callable[[str], str]
    degradation: Degradation = Degradation(plain, DESKTOPS)
    tag: str = "ar"


def added(html: str) -> Callable[[str], str]:
    """Return what puts a piece of HTML at the end of a mail."""
    return lambda mail: mail.replace("</body>", f'<div lang="ar" style="direction:rtl;font-size:18px;line-height:1.7;color:#000">{html}</div></body>')


def swapped(old: str, new: str) -> Callable[[str], str]:
    """Return what replaces a piece of a mail, wherever it stands."""

    def swap(mail: str) -> str:
        assert old in mail
        return mail.replace(old, new)

    return swap


COLUMN = re.compile(r'(class="[^"]*mj-column-px-\d+" style=")')
WORDS = "كلمات كثيرة تملأ السطر كله ثم تفيض منه إلى سطر آخر بعده"
DEFECTS = {
    "section runs the wrong way": Defect("has wrong direction", swapped("direction:rtl", "direction:ltr")),
    "direction only by dir": Defect("has wrong direction", swapped("direction:rtl", ""), Degradation(without_dir)),
    "number not isolated": Defect("has wrong direction", added('<span dir="ltr" style="direction:rtl">Tel +1 212</span>')),
    "columns floated": Defect("has wrong side", lambda mail: COLUMN.sub(r"\1float:left;", mail)),
    "columns floated, in English": Defect("has wrong side", lambda mail: COLUMN.sub(r"\1float:right;", mail), tag="en"),
    "table without direction": Defect(
        "has wrong side", added('<table style="direction:ltr"><tr><td>أول</td><td>ثان</td></tr></table>'), Degradation(outlook, DESKTOPS)
    ),
    "columns beside each other on a telephone": Defect(
        "has wrong side",
        added('<div><div style="display:inline-block">أول</div><div style="display:inline-block">ثان</div></div>'),
        Degradation(plain, PHONES),
    ),
    "last things first": Defect("has wrong order", added('<div style="display:flex;flex-direction:column-reverse"><p>أول</p><p>ثان</p></div>')),
    "a box of 900 px": Defect("scrolls sideways", added('<div style="width:900px">أ</div>')),
    "out at the side that does not scroll": Defect("scrolls sideways", added('<p style="position:relative;left:3000px">كلمات</p>')),
    "an unbroken word": Defect("scrolls sideways", added(f"<p>{'a' * 200}</p>"), Degradation(plain, PHONES)),
    "11 px": Defect("is small", added('<p style="font-size:11px">صغير</p>')),
    "line height 1": Defect("is tight", added('<p style="line-height:1">كلمات</p>')),
    "line height for Latin": Defect("is tight", added('<p style="line-height:1.5">คำ</p>')),
    "line height of the browser": Defect("is tight", added('<p style="line-height:normal">Words</p>')),
    "a column of letters": Defect("is squeezed", added(f'<div style="width:60px"><p>{WORDS}</p></div>')),
    "no alt": Defect("has no alternative", swapped(" alt=", " data-alt=")),
    "alt cut off": Defect(
        "has no alternative",
        added(f'<img alt="{WORDS}" style="display:block;overflow:hidden;width:100px;height:30px">'),
        Degradation(without_sources),
    ),
    "small alt": Defect("is small", added(f'<img alt="{WORDS}" style="font-size:9px">'), Degradation(without_sources)),
    "text over text": Defect("overlaps", added('<p style="margin:0">كلمات</p><p style="margin:-20px 0 0">أخرى</p>')),
    "white on white, in Arabic": Defect("is pale", added('<p style="background:#fff;color:#fff">كلمات</p>'), Degradation(plain, is_looked_at=True)),
    "white on white in the dark": Defect(
        "is pale",
        added('<p style="background:#fff !important">كلمات</p>'),
        Degradation(plain, DESKTOPS, scheme="dark", is_looked_at=True),
    ),
    "hidden by a sheet": Defect(
        "says something else", lambda mail: mail.replace("</head>", "<style>.name{display:none}</style></head>"), Degradation(without_sheets)
    ),
}


@cache
def found_in(window: Window, tag: str, name: str = "") -> frozenset[tuple[str, str]]:
    """Return what is measured in a mail with one of the defects, or in the sound mail where none is named, as measure and words."""
    mail = posted(LIGHT, tag)
    html = DEFECTS[name].seed(mail.mail.html) if name else mail.mail.html
    ways = [DEFECTS[name].degradation] if name else {defect.degradation for defect in DEFECTS.values()}
    findings = find(window, html, mail.picture, degradations=(Degradation(plain, DESKTOPS), *ways))
    return frozenset((finding.measure, finding.what) for finding in findings)


@pytest.mark.parametrize("name", DEFECTS)
def test_a_seeded_defect_is_caught(window: Window, name: str):
    defect = DEFECTS[name]

    caught = found_in(window, defect.tag, name) - found_in(window, defect.tag)

    assert defect.measure in {measure for measure, _ in caught}


def test_every_measure_has_a_seeded_defect():
    named = {measure.__name__.replace("_", " ") for measure in MEASURES} | {"says something else"}

    assert {defect.measure for defect in DEFECTS.values()} == named


def test_what_a_page_asks_for_besides_its_pictures_fails(window: Window):
    mail = posted(LIGHT, "en")

    with pytest.raises(AssertionError, match=r"tracker\.example/pixel"):
        window.show(mail.mail.html.replace("</body>", '<img alt="" src="https://tracker.example/pixel.gif"></body>'), mail.picture)


# The degradations themselves.


@pytest.mark.parametrize("degradation", DEGRADATIONS, ids=str)
def test_every_degradation_leaves_the_words_as_they_are(degradation: Degradation):
    html = posted(LIGHT, "ar").mail.html
    words = degradation.change(html).partition("<body")[2]

    assert re.findall(r"[\u0620-\u064a]+", re.sub(r"<!--.*?-->|<[^>]*>", "", words)) == re.findall(
        r"[\u0620-\u064a]+", re.sub(r"<!--.*?-->|<[^>]*>", "", html.partition("<body")[2])
    )


def test_gmail_keeps_sheets_of_the_head_that_are_small():
    made = gmail(MAIL.replace(".a{color:red}", ".a{color:red}" + "/**/" * GMAIL_SHEET))

    assert re.search('<html lang="en">.*<body><div style="margin:0" class="d">', made, re.DOTALL)
    assert ".a{color:red}" not in made
    assert ".c { margin: 0 }" in made
    assert "prefers-color-scheme" not in made
    assert ".late" not in made
    assert "<!--" not in made
    assert "<p>others</p>" in made


def test_without_sheets_no_sheet_is_left():
    assert "<style" not in without_sheets(MAIL)
    assert 'style="margin:0"' in without_sheets(MAIL)


def test_without_dir_no_dir_is_left():
    assert "dir=" not in without_dir(MAIL).replace("<!--[if mso]><table dir", "")


def test_without_table_dir_only_the_others_are_left():
    assert re.findall(r'<(\w+)[^>]* dir="', without_table_dir(MAIL)) == ["html", "span"]


@pytest.mark.parametrize(("change", "start"), [(in_rtl_host, '<html lang="he" dir="rtl">'), (in_ltr_host, '<html lang="en" dir="ltr">')])
def test_a_host_puts_its_own_page_round_the_mail(change: Callable[[str], str], start: str):
    made = change(MAIL)

    assert start in made
    assert made.count("<html") == made.count("<body") == 1
    assert '<div style="margin:0" class="d">' in made


def test_outlook_reads_what_is_written_for_it_and_no_more():
    made = outlook(MAIL)

    assert "ghost" in re.sub(r"<!--.*?-->", "", made)
    assert "others" not in made
    assert "@media" not in made
    assert ".c { margin: 0 }" in made


def test_without_sources_pictures_keep_all_but_their_address():
    assert '<img data-src="https://x.example/a.png" alt="A"' in without_sources(MAIL)


def test_doubled_letters_are_doubled():
    assert "font-size:28px" in with_letters_doubled(MAIL)


def test_the_report_tells_a_finding_once():
    findings = [Finding("x en", "is small", "9 px: 'a'", f"{name} at {width}") for name in ("plain", "gmail") for width in PHONES]

    assert told(findings) == "x en: is small: 9 px: 'a'\n    plain (320, 375); gmail (320, 375)"


def test_a_mail_of_the_issue_is_what_is_measured(window: Window):
    mail: Posted = posted(LIGHT, "th")
    window.show(mail.mail.html, mail.picture)

    assert mail.material.edition.title.text in {run.text for run in look(window).runs}
