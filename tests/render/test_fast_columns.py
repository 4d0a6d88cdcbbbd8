"""Fast columns give the bytes that plain ones give, and step aside for an engine that they do not know."""

from __future__ import annotations

import functools
import logging
from pathlib import Path

import pytest
from weasyprint import HTML
from weasyprint.layout import inline

from newsletter.render import fast_columns

ENGLISH = "The ferry stopped at noon, and nobody on the quay could say why; the extraordinarily patient harbourmaster counted the sacks again. "
ARABIC = "توقفت العبّارة عند الظهر، ولم يعرف أحد على الرصيف لماذا؛ وعدّ الموظف 12.5% من الأكياس مرة أخرى. "
THAI = "เรือข้ามฟากหยุดวิ่งตอนเที่ยงวันโดยไม่มีใครบนท่าเรือรู้ว่าเพราะเหตุใด นายท่านับกระสอบข้าวอีกครั้งอย่างอดทนยิ่ง "
STYLE = """
@page { size: 120mm 150mm; margin: 12mm; @bottom-center { content: counter(page) "/" counter(pages) } }
html { font: 10pt/1.4 "Noto Sans", "Noto Sans Arabic", "Noto Sans Thai" } main { columns: 2; column-gap: 5mm }
p { margin: 0 0 2mm; orphans: 2; widows: 2 } .note { float: footnote } .span { column-span: all }
.float { float: inline-start; width: 18mm; height: 14mm; background: #ccc; margin-inline-end: 2mm }
"""
BODIES = {
    "plain text": f"<p>{ENGLISH * 6}</p>" * 6,
    "justified and hyphenated": f'<p style="text-align:justify;hyphens:auto">{ENGLISH * 8}</p>' * 5,
    "a hyphenation zone": f'<p style="hyphens:auto;hyphenate-limit-zone:20%">{ENGLISH * 8}</p>' * 4,
    "letter-spacing and word-spacing": f'<p style="letter-spacing:.07em;word-spacing:.2em;text-align:justify">{ENGLISH * 6}</p>' * 4,
    "soft hyphens and long words": f"<p style='overflow-wrap:anywhere'>{'extra&shy;ordinarily' * 3} {ENGLISH * 3} {'x' * 90}</p>" * 6,
    "notes": f'<p>{ENGLISH * 3}<span class="note">{ENGLISH}</span>{ENGLISH * 3}</p>' * 9,
    "floats": f'<p><span class="float"></span>{ENGLISH * 6}</p>' * 7,
    "a table over pages": f"<table style='border-collapse:collapse'>{f'<tr><td style=border:1px_solid>{ENGLISH}</td><td>{ENGLISH}</td></tr>' * 14}</table>",
    "a spanning heading": (f"<p>{ENGLISH * 5}</p>" * 3 + f"<h2 class=span>{ENGLISH}</h2>") * 3,
    "lists": f"<ol>{f'<li>{ENGLISH}<ul><li>{ENGLISH}</li></ul></li>' * 12}</ol>",
    "kept spaces, tabs and lines": f"<p style='white-space:pre-wrap'>a\tb  c\n{ENGLISH}\n\n{ENGLISH}</p>" * 9,
    "Arabic, justified": f'<div lang="ar" dir="rtl"><p style="text-align:justify">{ARABIC * 8}</p></div>' * 5,
    "Thai": f'<div lang="th">{f"<p>{THAI * 8}</p>" * 6}</div>',
    "mixed scripts and styles": f'<p dir="rtl">{ARABIC} <b dir="ltr">{ENGLISH}</b> <i lang="th">{THAI}</i> {ARABIC}</p>' * 8,
    "first lines and letters": f"<style>p::first-line{{font-weight:bold}} p::first-letter{{font-size:2em}}</style>{f'<p>{ENGLISH * 5}</p>' * 6}",
    "boxes beside boxes": f'<div style="display:flex;gap:3mm"><p>{ENGLISH * 2}</p><p>{ENGLISH * 3}</p></div>' * 6,
}


def drawn(body: str) -> bytes:
    """Return a document of two columns as the engine draws it, uncompressed."""
    html = f'<html lang="en"><title>t</title><style>{STYLE}</style><main>{body}</main></html>'
    document = HTML(string=html).render()
    assert len(document.pages) >= 2
    return bytes(document.write_pdf(uncompressed_pdf=True, pdf_identifier=b"1"))


@pytest.mark.parametrize("name", BODIES)
def test_fast_columns_give_the_same_bytes(name: str) -> None:
    assert fast_columns.render_fast(functools.partial(drawn, BODIES[name])) == drawn(BODIES[name])


def test_lines_are_in_fact_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, int] = {}
    original = fast_columns.line_break.split_first_line

    def count(*arguments: object, **more: object) -> object:
        asked[mode] = asked.get(mode, 0) + 1
        return original(*arguments, **more)

    monkeypatch.setattr(fast_columns.line_break, "split_first_line", count)
    monkeypatch.setattr(inline, "split_first_line", count)
    monkeypatch.setattr(fast_columns, "_is_known", lambda: True)
    mode = "plain"
    drawn(BODIES["Thai"])
    mode = "fast"
    fast_columns.render_fast(functools.partial(drawn, BODIES["Thai"]))
    assert asked["fast"] * 3 < asked["plain"]


def test_the_engine_is_left_as_it_was_even_after_a_failure() -> None:
    before = inline.split_first_line, inline.strut, inline.create_layout, inline.resolve_percentages
    with pytest.raises(ZeroDivisionError):
        fast_columns.render_fast(lambda: 1 // 0)
    assert before == (inline.split_first_line, inline.strut, inline.create_layout, inline.resolve_percentages)


def test_the_installed_engine_is_the_one_it_is_for() -> None:
    assert fast_columns.source_digest() == fast_columns.SOURCE


def test_an_engine_that_it_does_not_know_runs_plain_and_says_so_once(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    monkeypatch.setattr(fast_columns, "SOURCE", "another")
    fast_columns._is_known.cache_clear()
    seen = []
    with caplog.at_level(logging.WARNING):
        for _ in range(2):
            fast_columns.render_fast(lambda: seen.append(inline.split_first_line))
    fast_columns._is_known.cache_clear()
    assert [function.__module__ for function in seen] == ["weasyprint.text.line_break"] * 2
    assert [record.message for record in caplog.records] == ["WeasyPrint is not the one that fast columns are for: PDFs take longer"]


def test_it_can_be_turned_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(fast_columns.SWITCH, "1")
    assert fast_columns.render_fast(lambda: inline.split_first_line).__module__ == "weasyprint.text.line_break"


def test_the_sources_it_relies_on_lie_in_the_engine() -> None:
    assert {Path(module.__file__ or "").parent.name for module, _, _ in fast_columns._Engine().places} == {"layout", "text"}
