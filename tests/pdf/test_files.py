"""Controls for what the checks of files, fonts and words stand on: each is given a file that was spoilt, or text that must fail."""

from __future__ import annotations

import importlib.resources
import re
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import yaml
from documents import document_of
from extraction import expect_sound_pdf, expect_the_words_again
from fontTools.ttLib import TTFont
from layout import turned_names
from pikepdf import Dictionary, Name
from screens import GOLDEN, ROOT, spoilt
from setting import Setting, read_setting

from newsletter.languages import load_language
from newsletter.render import pdf as rendering
from newsletter.render import pdf_engine
from newsletter.render.fonts import Fonts, load_fonts


@pytest.fixture(scope="module")
def fonts() -> Fonts:
    """Return our fonts, made the only ones."""
    fonts = load_fonts(yaml.safe_load((ROOT / "templates" / "look.yaml").read_text("utf-8")))
    fonts.use()
    return fonts


def written(data: bytes, folder: Path) -> Path:
    (folder / "screen.pdf").write_bytes(data)
    return folder / "screen.pdf"


def test_a_damaged_file_is_seen(tmp_path: Path) -> None:
    data = document_of("golden", "en").data
    expect_sound_pdf(written(data, tmp_path))
    with pytest.raises(AssertionError):
        expect_sound_pdf(written(data[: len(data) // 2], tmp_path))


def take_the_file(pdf: Any) -> None:
    del next(thing for thing in pdf.objects if isinstance(thing, Dictionary) and "/FontFile2" in thing)["/FontFile2"]


def take_the_letters(pdf: Any) -> None:
    del next(thing for thing in pdf.objects if isinstance(thing, Dictionary) and thing.get("/Subtype") == Name.Type0)["/ToUnicode"]


def take_a_strange_font(pdf: Any) -> None:
    for thing in pdf.objects:
        if isinstance(thing, Dictionary) and "/BaseFont" in thing:
            thing.BaseFont = Name("/ABCDEF+Arial")


@pytest.mark.parametrize("spoil", [take_the_file, take_the_letters, take_a_strange_font])
def test_a_font_that_is_missing_silent_or_strange_is_seen(spoil: Any, tmp_path: Path) -> None:
    with pytest.raises(AssertionError):
        expect_sound_pdf(written(spoilt(document_of("golden", "en").data, spoil), tmp_path))


def test_a_variable_font_would_be_seen() -> None:
    files = importlib.resources.files("fontpkg_noto_sans") / "files"
    name = next(file for file in files.iterdir() if file.name.endswith("].ttf"))
    with importlib.resources.as_file(name) as path, TTFont(path, lazy=True) as font:
        assert "fvar" in font


def take_a_letter(letter: str) -> Any:
    """Return what lets no font know a letter that it draws."""
    code = f"{ord(letter):04x}".encode()

    def spoil(pdf: Any) -> None:
        for thing in pdf.objects:
            if isinstance(thing, Dictionary) and "/ToUnicode" in thing:
                thing.ToUnicode.write(re.sub(rb"(?m)^(<[0-9A-Fa-f]+>) <" + code + rb">$", rb"\1 <0078>", thing.ToUnicode.read_bytes()))

    return spoil


@pytest.mark.parametrize(("tag", "letter"), [("ar", "ن"), ("en", "e")])
def test_words_that_do_not_come_back_are_seen(tag: str, letter: str, tmp_path: Path) -> None:
    document = document_of("golden", tag)
    with pytest.raises(AssertionError):
        expect_the_words_again(document.screens.desk, tag, "screen", written(spoilt(document.data, take_a_letter(letter)), tmp_path))


def test_lines_are_broken_between_words_on_this_machine_and_a_word_is_not(fonts: Fonts) -> None:
    thai, face = load_language("th"), fonts.stack("Thai")[0]
    assert pdf_engine.breaks_words(thai.unbroken, "th", face)
    assert not pdf_engine.breaks_words("ครับ", "th", face)
    assert not pdf_engine.breaks_words("x" * 40, "th", face)


def test_a_machine_without_a_dictionary_is_told_of_it(fonts: Fonts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf_engine, "breaks_words", lambda *_: False)
    edition = document_of("golden", "th").edition
    (problem,) = rendering._dictionary_problems(edition, rendering._voices(edition, fonts))
    assert (problem.rule, problem.severity, "libthai" in problem.hint) == ("line-breaking", "error", True)


def a_name(text: str, fonts: Fonts, folder: Path) -> Setting:
    style = f"{fonts.css()} p {{ font: 10pt {fonts.family('Arab')} }}"
    html = f'<html lang="ar" dir="rtl"><title>T</title><style>{style}</style><h1>T</h1><p>نشرت {text} الخبر</p>'
    data, _ = pdf_engine.write_pdf(html, folder, (fonts.folder,), "screen")
    return read_setting(written(data, folder))


def test_a_name_of_several_words_keeps_its_order_and_one_that_is_turned_is_seen(fonts: Fonts, tmp_path: Path) -> None:
    kept = a_name('<bdi lang="en" dir="ltr">GreenMed <b>Partners</b> Network</bdi>', fonts, tmp_path)
    turned = a_name('<span lang="en">GreenMed <b>Partners</b> Network</span>', fonts, tmp_path)
    assert sum("GreenMed" in run.text for run in kept.runs) == 1
    assert turned_names(kept) == []
    assert len(turned_names(turned)) == 2


def test_another_date_makes_other_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from newsletter.jobs import Request
    from newsletter.press import build

    def built(name: str) -> bytes:
        request = Request(GOLDEN / "issues" / "2022-07.yaml", GOLDEN, tmp_path / name, languages=("en",), pieces=("screen",))
        return (build(request, lambda: ThreadPoolExecutor(1)).folder / "en" / "screen.pdf").read_bytes()

    first, again = built("first"), built("again")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert first == again == document_of("golden", "en").data
    assert built("later") != first
    with pikepdf.open(tmp_path / "later" / "2022-07" / "en" / "screen.pdf") as later:
        assert str(later.docinfo.CreationDate) == "D:19700102000000Z"
