"""Pages are set as the eye wants them: proved by where words stand, in every edition; each measure sees a page that is set otherwise."""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from documents import Document, document_of
from layout import (
    begun_wrongly,
    breaks_between_letters,
    columns_found,
    ended_wrongly,
    half_empty,
    judge,
    left_alone,
    outside,
    overlaid,
    turned_columns,
    turned_names,
    white_feet,
)
from screens import SAMPLES
from setting import HEADING, Run, Setting, read_setting

SCRIPT = "THAI"


def test_no_text_and_no_picture_stands_outside_its_box(document: Document) -> None:
    assert outside(document.setting) == []


def test_no_text_stands_on_other_text(document: Document) -> None:
    assert overlaid(document.setting) == []


def test_no_line_begins_with_what_belongs_to_the_word_before(document: Document) -> None:
    assert begun_wrongly(document.setting) == []


def test_no_line_ends_with_what_belongs_to_the_word_after(document: Document) -> None:
    assert ended_wrongly(document.setting) == []


def test_columns_and_cells_follow_one_another_the_readers_way(document: Document) -> None:
    assert turned_columns(document.setting) == []


def test_names_in_another_script_keep_their_order(document: Document) -> None:
    assert turned_names(document.setting) == []


@pytest.mark.parametrize("tag", ["en", "ar", "th"])
def test_there_are_columns_and_cells_to_be_measured(tag: str) -> None:
    setting = document_of("golden", tag).setting
    assert columns_found(setting) > 0
    assert any(run.is_inside("TD") for run in setting.words())


def test_no_page_but_the_last_is_half_empty(document: Document, record_property: Callable[[str, object], None]) -> None:
    for page, share in white_feet(document.setting).items():
        record_property(f"page {page}", round(share, 2))
    assert half_empty(document.setting) == []


def test_no_line_of_a_paragraph_and_no_heading_is_left_alone(document: Document) -> None:
    assert left_alone(document.setting, document.paragraphs) == []


# Line breaks in a script without spaces between words


@cache
def long_texts(columns: int) -> tuple[Setting, tuple[str, ...]]:
    """Set all Thai text of the sample issues in one column, or in narrow ones; return it with its paragraphs."""
    import yaml
    from extraction import texts_of

    from newsletter.desk import load_desk
    from newsletter.jobs import Request
    from newsletter.render import pdf_engine
    from newsletter.render.fonts import load_fonts

    root = Path(__file__).parents[2]
    editions = [load_desk(Request(root / f"issues/{name}.yaml", root, root / "out")).editions["th"] for name in SAMPLES]
    texts = tuple(text for edition in editions for text in texts_of(edition)["th"])
    fonts = load_fonts(yaml.safe_load((root / "templates/look.yaml").read_text("utf-8")))
    fonts.use()
    style = f"{fonts.css()} body {{ columns: {columns}; margin: 0 25mm; font: 10pt/1.65 {fonts.family('Thai')}; hyphens: none }}"
    html = f'<html lang="th"><title>T</title><style>{style}</style><h1>T</h1>{"".join(f"<p>{text}</p>" for text in texts)}'
    with tempfile.TemporaryDirectory() as folder:
        data, records = pdf_engine.write_pdf(html, Path(folder), (fonts.folder,), "screen")
        assert records == ()
        path = Path(folder) / "long.pdf"
        path.write_bytes(data)
        return read_setting(path), texts


@pytest.mark.parametrize("columns", [1, 3])
def test_thai_lines_break_between_words(columns: int, record_property: Callable[[str, object], None]) -> None:
    setting, texts = long_texts(columns)
    breaks = breaks_between_letters(setting, texts, "th", SCRIPT)
    known = sum(one.is_known for one in breaks) / len(breaks)
    words = sum(one.is_known or one.is_between_words for one in breaks) / len(breaks)
    record_property("at a boundary of ICU", round(known, 4))
    assert len(breaks) > 150
    assert known >= 0.99, [str(one) for one in breaks if not one.is_known]
    assert words >= 0.99, [str(one) for one in breaks if not one.is_known and not one.is_between_words]


@pytest.mark.heavy
@pytest.mark.parametrize("name", SAMPLES)
def test_thai_lines_of_the_sample_issues_break_between_words(name: str) -> None:
    document = document_of(name, "th")
    breaks = breaks_between_letters(document.setting, document.paragraphs, "th", SCRIPT)
    assert len(breaks) > 80
    assert sum(one.is_known for one in breaks) / len(breaks) >= 0.99
    assert [str(one) for one in breaks if not one.is_known and not one.is_between_words] == []


def test_breaks_at_any_letter_are_told_from_breaks_between_words() -> None:
    _, texts = long_texts(3)
    text = max(texts, key=len)
    places = [at for at in range(1, len(text)) if text[at].isalpha() and text[at - 1].isalpha()]
    judged = [judge(text, at, "th") for at in places]
    assert sum(one.is_known for one in judged) / len(judged) < 0.5
    assert sum(one.is_known or one.is_between_words for one in judged) / len(judged) < 0.8


# Controls


def moved(setting: Setting, which: Callable[[Run], bool], across: float = 0, down: float = 0, page: int = 0, text: str | None = None) -> Setting:
    """Return a document with some runs elsewhere, or with another text."""

    def move(run: Run) -> Run:
        at = {"x0": run.x0 + across, "x1": run.x1 + across, "top": run.top + down, "baseline": run.baseline + down, "page": run.page + page}
        return run._replace(**at, text=run.text if text is None else text)

    runs = tuple(move(run) if run.path and which(run) else run for run in setting.runs)
    assert runs != setting.runs
    return dataclasses.replace(setting, runs=runs)


def test_text_beyond_its_box_is_seen(english: Document) -> None:
    line = next(run for run in english.setting.words() if run.page == 3)
    assert len(outside(moved(english.setting, lambda run: run == line, across=-3))) == 1
    assert len(outside(moved(english.setting, lambda run: run == line, down=760))) == 1


def test_text_on_other_text_is_seen(english: Document) -> None:
    one, other = [run for run in english.setting.words() if run.page == 3 and len(run.text) > 20][:2]
    assert overlaid(moved(english.setting, lambda run: run == other, across=one.x0 - other.x0, down=one.baseline - other.baseline + 2))


@pytest.mark.parametrize("letter", ["ๆ", "ฯ", "\N{THAI CHARACTER MAI EK}"])
def test_a_line_that_begins_with_a_mark_is_seen(letter: str) -> None:
    setting = document_of("golden", "th").setting
    first = next(run for run in setting.words() if run.page == 3)
    assert len(begun_wrongly(moved(setting, lambda run: run == first, text=f"{letter}{first.text}"))) == 1


@pytest.mark.parametrize("letter", ["“", "«", "("])
def test_a_line_that_ends_with_an_opening_mark_is_seen(letter: str) -> None:
    setting = document_of("golden", "th").setting
    first = next(lines[0] for lines in setting.blocks().values() if len(lines) > 1 and lines[0].page == 3).runs[-1]
    assert len(ended_wrongly(moved(setting, lambda run: run == first, text=f"{first.text}{letter}"))) == 1


@pytest.mark.parametrize("tag", ["en", "ar"])
def test_columns_and_cells_on_the_wrong_side_are_seen(tag: str) -> None:
    setting = document_of("golden", tag).setting
    width = setting.sizes[0][0]
    runs = tuple(run._replace(x0=width - run.x1, x1=width - run.x0) for run in setting.runs)
    found = turned_columns(dataclasses.replace(setting, runs=runs))
    assert any("the cell" in wrong for wrong in found)
    assert any("goes on" in wrong for wrong in found)


def test_a_half_empty_page_is_seen(english: Document) -> None:
    setting = english.setting
    runs = tuple(run for run in setting.runs if run.page != 3 or run.baseline < 400)
    pictures = tuple(one for one in setting.pictures if one.page != 3 or one.bottom < 400)
    assert len(half_empty(dataclasses.replace(setting, runs=runs, pictures=pictures))) == 1


def test_a_heading_left_at_the_foot_of_a_column_is_seen(english: Document) -> None:
    blocks = list(english.setting.blocks())
    heading = next(block for block in blocks if HEADING.match(block.role) and english.setting.blocks()[block][0].page == 3)
    after = set(blocks[blocks.index(heading) + 1 :])
    later = moved(english.setting, lambda run: run.block in after, page=1)
    assert any("heading" in wrong for wrong in left_alone(later, english.paragraphs))


def test_widows_and_orphans_are_seen(english: Document) -> None:
    setting = english.setting
    blocks = list(setting.blocks().items())
    at = next(index for index, (_, lines) in enumerate(blocks) if lines[0].page == 3 and len(lines) == 1 and len(lines[0].text) > 20)
    words = blocks[at][1][0].text
    later = {block for block, _ in blocks[at + 1 :]}
    foot = moved(setting, lambda run: run.block in later, page=1)
    head = moved(setting, lambda run: run.block in later or run.block == blocks[at][0], page=1)
    assert left_alone(foot, [words]) == left_alone(head, [words]) == []
    assert any("first line" in wrong for wrong in left_alone(foot, [f"{words} and more words"]))
    assert any("last line" in wrong for wrong in left_alone(head, [f"More words and {words}"]))
