"""Mails that everybody can read: axe-core in every scheme, contrast in every script, and tables that say what they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from auditing import COVERAGE, NOT_FOR_MAILS, WAYS, audit, find_barriers, with_latin_letters
from browser import Window, no_pictures
from degradations import outlook
from lxml import html as markup
from mailroom import ALL, posted

LIGHT = "2022-07"
EDITIONS = [pytest.param(name, tag, marks=[] if name == LIGHT else pytest.mark.heavy) for name, tag in ALL]
BAD = "<!doctype html><html lang='{}'><head><title>T</title></head><body><h1 style='color:#000'>1</h1>{}</body></html>"
ARABIC = ("مرحبا بالعالم", "المياه النظيفة للجميع", "ثلاثة أمور يجب معرفتها", "شاركوا النشرة", "إلغاء الاشتراك", "منظمة عبور")
HEBREW = ("שלום לעולם", "מים נקיים לכולם", "שלושה דברים", "שתפו את העלון", "ביטול המינוי", "ארגון מעבר")
THAI = ("สวัสดีชาวโลก", "น้ำสะอาดเพื่อทุกคน", "สามเรื่องที่ต้องรู้", "แบ่งปันจดหมายข่าว", "ยกเลิกการรับ", "องค์กรพาสเสจ")


def wrong_tables(html: str) -> Iterator[str]:
    """Yield every table that does not say what it is: layout has a role and no heads, data has heads with scope and no role."""
    for table in markup.fromstring(html).iter("table"):
        own = [cell for cell in table.iter("th", "caption") if next(cell.iterancestors("table")) is table]
        words = " ".join(table.text_content().split())[:60]
        if table.get("role") in {"presentation", "none"}:
            if own:
                yield f"heads in a layout table: {words!r}"
        elif table.get("role"):
            yield f"role {table.get('role')!r}: {words!r}"
        elif not own:
            yield f"a layout table without a role, or data without heads: {words!r}"
        elif lacking := [cell.text_content() for cell in own if cell.tag == "th" and cell.get("scope") not in {"col", "row", "colgroup", "rowgroup"}]:
            yield f"heads without scope: {lacking}"


@pytest.mark.parametrize(("name", "tag"), EDITIONS)
def test_axe_finds_no_barrier(window: Window, name: str, tag: str):
    mail = posted(name, tag)

    if barriers := find_barriers(window, mail.mail.html, mail.picture, f"{name} {tag}"):
        pytest.fail("\n".join(barriers), pytrace=False)


@pytest.mark.parametrize(("name", "tag"), EDITIONS)
def test_tables_say_what_they_are(name: str, tag: str):
    html = posted(name, tag).mail.html

    assert list(wrong_tables(html)) == []
    assert list(wrong_tables(outlook(html))) == []


@pytest.mark.parametrize(
    ("tag", "words"), [("ar", ARABIC), ("he", HEBREW), ("th", THAI), ("en", ("Clean water", "for everybody"))], ids=lambda each: each
)
def test_pale_words_are_caught_in_every_script(window: Window, tag: str, words: tuple[str, ...]):
    page = BAD.format(tag, "".join(f"<p style='color:#bbb;background:#fff'>{each}</p>" for each in words))

    said = audit(window, with_latin_letters(page), no_pictures, contrast_only=True)

    assert len(said.violations) == len(words)
    assert said.judged >= COVERAGE * said.texts


def test_axe_still_passes_arabic_words_over(window: Window):
    """A canary: when axe judges joining letters, the copy with Latin ones may go."""
    page = BAD.format("ar", "".join(f"<p style='color:#bbb;background:#fff'>{each}</p>" for each in ARABIC))

    assert len(audit(window, page, no_pictures, contrast_only=True).violations) < len(ARABIC)


DEFECTS: dict[str, tuple[str, Callable[[str], str]]] = {
    "pale": ("color-contrast", lambda mail: mail.replace("</body>", '<p style="background:#fff;color:#ccc">كلمات شاحبة</p></body>')),
    "no alt": ("image-alt", lambda mail: mail.replace(" alt=", " data-alt=")),
    "no words in a link": ("link-name", lambda mail: mail.replace("</body>", '<a href="https://x.example/"></a></body>')),
    "no language": ("html-has-lang", lambda mail: mail.replace('<html lang="ar"', "<html")),
    "a list of paragraphs": ("list", lambda mail: mail.replace("</body>", "<ul><p>كلمات</p></ul></body>")),
    "a forgotten colour in the dark": (
        "dark: color-contrast",
        lambda mail: mail.replace("</body>", '<p style="background:#eee !important">كلمات</p></body>'),
    ),
}


@pytest.mark.parametrize("name", DEFECTS)
def test_a_seeded_barrier_is_caught(window: Window, name: str):
    rule, seed = DEFECTS[name]
    mail = posted(LIGHT, "ar")

    assert any(rule in barrier for barrier in find_barriers(window, seed(mail.mail.html), mail.picture, ways=WAYS[:2]))


def test_too_little_contrast_judged_is_a_barrier(window: Window, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("auditing.with_latin_letters", lambda html: html)
    mail = posted(LIGHT, "ar")

    assert any("contrast judged in" in barrier for barrier in find_barriers(window, mail.mail.html, mail.picture, ways=WAYS[:1]))


@pytest.mark.parametrize(
    ("table", "what"),
    [
        ("<table><tr><td>a</td></tr></table>", "without a role"),
        ('<table role="presentation"><tr><th scope="col">a</th></tr></table>', "heads in a layout table"),
        ("<table><tr><th>a</th></tr></table>", "without scope"),
        ('<table role="grid"><tr><th scope="col">a</th></tr></table>', "role 'grid'"),
    ],
)
def test_a_seeded_table_is_caught(table: str, what: str):
    assert [what in told for told in wrong_tables(f"<html><body>{table}</body></html>")] == [True]


def test_tables_within_tables_answer_for_themselves():
    data = '<table><tr><th scope="col">a</th></tr></table>'

    assert list(wrong_tables(f'<html><body><table role="presentation"><tr><td>{data}</td></tr></table></body></html>')) == []


def test_what_is_left_out_has_its_reason():
    assert all(len(reason) > 20 for reason in NOT_FOR_MAILS.values())
