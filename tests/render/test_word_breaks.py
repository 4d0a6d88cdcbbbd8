"""Lines end where ICU and libthai agree; the engine alone still divides words, and where there is no room it still may."""

from __future__ import annotations

import itertools
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from icu4py.breakers import LineBreaker
from weasyprint import HTML
from weasyprint.formatting_structure import boxes

from newsletter.render import fast_columns, shims, word_breaks
from newsletter.render.fonts import load_fonts

ROOT = Path(__file__).parents[2]
FONTS = load_fonts(yaml.safe_load((ROOT / "templates" / "look.yaml").read_text("utf-8")))
LOOK = (
    f"{FONTS.css()} html {{ font: 16px {FONTS.family('Thai')} }} body {{ margin: 0 }} p {{ margin: 0 }} @page {{ margin: 0; size: 1000px 40000px }}"
)
WIDE = range(130, 260, 4)
"""Pixels: room for every word below, but for a few on a line."""
NARROW = range(1, 101, 3)
"""Pixels: less and a little more than one word."""
TEXT = "ครูถามคำถามในประเทศไทยว่าชายแดนอยู่ที่ไหนและการโยกย้ายถิ่นฐานระหว่างประเทศคืออะไรในตะวันออกกลาง"
QUOTED = "เขาถามว่า “ประเทศไทย” อยู่ที่“ชายแดน”หรือไม่ แล้วตอบว่า«คำถาม»นั้น (ดีมาก) เหลือเกิน"
TEXTS = {
    "compounds": TEXT,
    "quotation marks": QUOTED,
    "letters of two code units": f"\U00010330\U00010331{TEXT} \U00010332 ประเทศไทย",
    "a line that ends by itself": f"{TEXT}<br>{TEXT}",
    "foreign words and figures": f"ABC {TEXT} 2565 ประเทศไทยabc {TEXT}",
}
STYLES = {
    "plain": "",
    "font features": "font-variant-numeric: oldstyle-nums; font-feature-settings: 'liga' 0",
    "spacing": "letter-spacing: 0.5px; word-spacing: 3px",
    "justified": "text-align: justify",
    "kept spaces": "white-space: pre-wrap",
    "long words may be broken": "overflow-wrap: break-word",
}
WORDS = ("ประเทศไทย", "ชายแดน", "คำถาม")


@pytest.fixture(autouse=True)
def _installed() -> None:
    FONTS.use()
    shims.install()


@pytest.fixture
def engine_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the engine break lines as it does."""
    monkeypatch.setattr(word_breaks, "_is_in_word", lambda *_: False)


def boxes_of(html: str) -> list[Any]:
    """Return all boxes of a document's body."""
    page = HTML(string=f"<html lang='th'><style>{LOOK}</style><body>{html}").render().pages[0]
    return list(page._page_box.children[0].children[0].descendants())


def lines_of(html: str, widths: Iterable[float], style: str = "") -> list[list[str]]:
    """Return the lines of a paragraph in columns of those widths."""
    columns = "".join(f"<p style='width: {width}px; {style}'>{html}</p>" for width in widths)
    found = (box for box in boxes_of(columns) if isinstance(box, boxes.BlockBox) and box.element_tag == "p")
    return [["".join(part.text for part in line.descendants() if isinstance(part, boxes.TextBox)) for line in box.children] for box in found]


def width_of(html: str) -> float:
    """Return how wide a text is on one line."""
    return next(float(box.width) for box in boxes_of(f"<p style='float: inline-start'>{html}</p>") if box.element_tag == "p")


def divided(text: str, lines: list[str]) -> Iterator[str]:
    """Yield the ends of lines that are no places to break at, as ICU sees the whole of each paragraph."""
    rest = iter(lines)
    for part in text.split("<br>"):
        known = set(itertools.accumulate(len(word) for word in LineBreaker(part, "th")))
        known |= {at for at in range(1, len(part)) if part[at - 1] in "”»"}
        at = 0
        while at < len(part):
            line = next(rest).strip(" ")
            assert part[at:].startswith(line), "all text is there"
            at += len(line)
            at += len(part[at:]) - len(part[at:].lstrip(" "))
            if at not in known:
                yield f"{part[at - 10 : at]}|{part[at : at + 10]}"
    assert list(rest) == []


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("name", TEXTS)
def test_no_line_ends_inside_a_word(name: str, style: str) -> None:
    for lines in lines_of(TEXTS[name], WIDE, STYLES[style]):
        assert len(lines) > 2
        assert list(divided(TEXTS[name], lines)) == []


@pytest.mark.usefixtures("engine_alone")
@pytest.mark.parametrize("name", TEXTS)
def test_the_engine_alone_still_divides_words(name: str) -> None:
    assert {end for lines in lines_of(TEXTS[name], WIDE) for end in divided(TEXTS[name], lines)}


OPENED = "ภาพวาดโดย “ครู” และ“Hello” กับ «นก»และ“เด็ก”ที่มา"


def test_no_line_ends_with_an_opening_mark_nor_begins_with_a_closing_one() -> None:
    lines = [line.strip() for lines in lines_of(OPENED, range(90, 200, 2)) for line in lines]
    assert [line for line in lines if line.endswith(("“", "«")) or line.startswith(("”", "»"))] == []
    assert any(line.startswith("ที่มา") for line in lines), "a line may end after a closing mark"


@pytest.mark.usefixtures("engine_alone")
def test_the_engine_alone_still_strands_an_opening_mark() -> None:
    assert any(line.endswith("“") for lines in lines_of(OPENED, range(90, 200, 2)) for line in lines)


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("style", ["overflow-wrap: normal", "overflow-wrap: anywhere", "overflow-wrap: break-word"])
def test_a_word_that_is_wider_than_its_column_is_divided_as_the_engine_would(word: str, style: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = lines_of(word, NARROW, style)
    monkeypatch.setattr(word_breaks, "_is_in_word", lambda *_: False)
    alone = lines_of(word, NARROW, style)
    wide = width_of(word)
    assert all(kept == (broken if width < wide else [word]) for width, kept, broken in zip(NARROW, whole, alone, strict=True))
    assert len(whole[0]) > 1


def test_text_that_may_end_nowhere_is_left_to_the_engine_before_long(monkeypatch: pytest.MonkeyPatch) -> None:
    endless = "ชายแดน“" * 100
    forbidden: list[int] = []
    original = word_breaks._forbid

    def count(layout: Any, text: str, place: int) -> None:
        forbidden.append(place)
        original(layout, text, place)

    monkeypatch.setattr(word_breaks, "_forbid", count)
    (whole,) = lines_of(endless, [200])
    monkeypatch.setattr(word_breaks, "_is_in_word", lambda *_: False)
    assert [whole] == lines_of(endless, [200])
    assert 0 < len(forbidden) <= 3 * word_breaks._TRIES * len(whole)


def test_a_word_that_has_room_on_the_next_line_goes_there() -> None:
    room = width_of("<b>abcdefghij</b> ประเทศ") + 1
    assert lines_of("<b>abcdefghij</b> ประเทศไทย", [room]) == [["abcdefghij", "ประเทศไทย"]]
    assert lines_of("<b>abcdefghij </b><i>ประเทศไทย</i>", [room]) == [["abcdefghij", "ประเทศไทย"]]


@pytest.mark.usefixtures("engine_alone")
def test_the_engine_alone_would_divide_that_word() -> None:
    room = width_of("<b>abcdefghij</b> ประเทศ") + 1
    assert lines_of("<b>abcdefghij</b> ประเทศไทย", [room]) == [["abcdefghij ประเทศ", "ไทย"]]


@pytest.mark.parametrize("word", WORDS)
def test_a_cell_is_never_narrower_than_a_word(word: str) -> None:
    found = boxes_of(f"<table style='width: 1px; border-spacing: 0'><td style='padding: 0'>{word}{word}</table>")
    (cell,) = (box for box in found if isinstance(box, boxes.TableCellBox))
    assert cell.width == pytest.approx(width_of(word))


def test_text_that_has_room_is_as_wide_as_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    wide = width_of(TEXT)
    monkeypatch.setattr(word_breaks, "_is_in_word", lambda *_: False)
    assert wide == width_of(TEXT)


def test_nothing_is_asked_about_text_with_spaces_between_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_breaks, "_ends_of_words", pytest.fail)
    for text in ("Nobody on the quay could say why. ", "ولم يعرف أحد على الرصيف لماذا. ", "Où était-il « parti » ? "):
        assert all(len(lines) > 3 for lines in lines_of(text * 5, [100, 150]))


def test_scripts_without_spaces_are_those_of_the_class_complex_context() -> None:
    scripts = ("THAI", "LAO", "MYANMAR", "KHMER", "TAI LE", "NEW TAI LUE", "TAI THAM", "TAI VIET", "AHOM")
    names = {letter: unicodedata.name(letter, "") for letter in map(chr, range(sys.maxunicode)) if unicodedata.category(letter) in {"Lo", "Lm"}}
    assert {name for letter, name in names.items() if word_breaks.UNSPACED.match(letter)} == {
        name for name in names.values() if name.startswith(tuple(f"{script} " for script in scripts))
    }


def drawn() -> bytes:
    """Return a document of narrow columns with many divided words, as the engine draws it."""
    style = f"{FONTS.css()} @page {{ size: 90mm 120mm; margin: 8mm }} html {{ font: 10pt/1.6 {FONTS.family('Thai')} }} main {{ columns: 3 }}"
    body = f"<p>{TEXT} <b>{QUOTED}</b> {TEXT}" * 12
    document = HTML(string=f"<html lang='th'><title>t</title><style>{style}</style><main>{body}</main>").render()
    return bytes(document.write_pdf(uncompressed_pdf=True, pdf_identifier=b"1"))


def test_fast_columns_give_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    fast = fast_columns.render_fast(drawn)
    assert fast == drawn()
    monkeypatch.setattr(word_breaks, "_is_in_word", lambda *_: False)
    assert fast != drawn()
