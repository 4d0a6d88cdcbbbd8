"""The 28 checks of the PDFs: each has its test and its control, a defect that it must see; docs/pdf-checks.md tells of all of them."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "pdf-checks.md"


class Check(NamedTuple):
    """A check, with the tests that make it and those that show that it sees something; each as ``file::test`` below tests/."""

    title: str
    tests: tuple[str, ...]
    controls: tuple[str, ...]


READING, LAYOUT, READERS, FILES = "pdf/test_reading.py", "pdf/test_layout.py", "pdf/test_readers.py", "pdf/test_files.py"
ENGINE, IN_FULL, SPOILT = "pdf/test_conformance.py", "test_editions_in_full.py", "test_press_checks.py::test_a_seeded_fault_is_told"
PRESS, MADE, WORDS = "render/test_for_the_press.py", "render/test_pdf.py", "render/test_word_breaks.py"
SEEDED = f"{ENGINE}::test_each_seeded_defect_is_seen"

CHECKS = {
    1: Check(
        "The file is sound",
        (f"{READERS}::test_a_file_is_sound_and_its_fonts_are_ours", f"{IN_FULL}::test_a_pdf_is_sound_and_set_in_our_fonts"),
        (f"{FILES}::test_a_damaged_file_is_seen",),
    ),
    2: Check(
        "PDF/UA-1",
        (
            f"{ENGINE}::test_a_sample_issue_is_accessible_and_archival_in_five_languages",
            f"{ENGINE}::test_a_real_issue_is_accessible_and_archival_in_five_languages",
            f"{ENGINE}::test_every_kind_of_block_is_accessible_and_archival_in_three_scripts",
            f"{ENGINE}::test_a_language_made_of_two_files_is_accessible_and_archival",
        ),
        (SEEDED,),
    ),
    3: Check("PDF/A-2a", (f"{ENGINE}::test_a_sample_issue_is_accessible_and_archival_in_five_languages",), (SEEDED,)),
    4: Check("What the validator must refuse", (SEEDED,), (f"{ENGINE}::test_the_engine_sees_what_finishing_mends",)),
    5: Check("A second opinion", (f"{READERS}::test_another_checker_finds_no_error",), (f"{READERS}::test_the_other_checker_sees_a_seeded_defect",)),
    6: Check(
        "The engine has nothing to say",
        (f"{MADE}::test_a_clean_edition_gives_no_problem", f"{IN_FULL}::test_a_sample_issue_has_no_error"),
        (f"{MADE}::test_a_letter_without_a_font_is_told_once_with_its_line", f"{MADE}::test_what_the_engine_does_not_understand_is_a_problem"),
    ),
    7: Check(
        "Fonts",
        (f"{READERS}::test_a_file_is_sound_and_its_fonts_are_ours", f"{IN_FULL}::test_a_pdf_is_sound_and_set_in_our_fonts"),
        (f"{FILES}::test_a_font_that_is_missing_silent_or_strange_is_seen",),
    ),
    8: Check(
        "No variable fonts", ("render/test_fonts.py::test_no_file_of_ours_is_a_variable_font",), (f"{FILES}::test_a_variable_font_would_be_seen",)
    ),
    9: Check(
        "Languages",
        (f"{READING}::test_every_language_of_the_text_is_told_and_no_other", f"{READING}::test_title_author_and_dates_are_told_alike_in_both_places"),
        (f"{READING}::test_a_language_that_is_not_told_is_seen", f"{READING}::test_a_fact_that_is_wrong_in_one_place_is_seen"),
    ),
    10: Check(
        "Title, author, dates",
        (f"{READING}::test_title_author_and_dates_are_told_alike_in_both_places",),
        (f"{READING}::test_a_fact_that_is_wrong_in_one_place_is_seen",),
    ),
    11: Check(
        "Outline",
        (f"{READING}::test_the_outline_has_every_heading_in_order_and_leads_to_its_page",),
        (f"{READING}::test_a_heading_that_is_not_in_the_outline_is_seen",),
    ),
    12: Check(
        "Links",
        (f"{READING}::test_every_link_is_an_annotation_that_says_where_it_leads_and_there_are_no_others",),
        (f"{READING}::test_a_link_that_is_gone_strange_or_silent_is_seen",),
    ),
    13: Check(
        "Page numbers",
        (f"{READING}::test_page_numbers_are_those_of_the_pages_where_the_headlines_stand_in_the_readers_digits",),
        (f"{READING}::test_a_story_that_moves_to_another_page_is_seen",),
    ),
    14: Check(
        "Thai comes back",
        (f"{READERS}::test_no_reader_loses_a_letter_of_thai", f"{READERS}::test_words_come_back_in_every_language_of_an_edition"),
        (f"{READERS}::test_each_reader_loses_letters_where_runs_do_not_carry_their_text",),
    ),
    15: Check(
        "Arabic comes back",
        (f"{READERS}::test_words_come_back_in_every_language_of_an_edition", f"{IN_FULL}::test_the_words_of_the_articles_come_back_from_a_pdf"),
        (f"{FILES}::test_words_that_do_not_come_back_are_seen",),
    ),
    16: Check(
        "Latin comes back",
        (f"{READERS}::test_words_come_back_in_every_language_of_an_edition", f"{IN_FULL}::test_the_words_of_the_articles_come_back_from_a_pdf"),
        (f"{FILES}::test_words_that_do_not_come_back_are_seen",),
    ),
    17: Check(
        "Lines and boxes",
        (
            f"{LAYOUT}::test_no_line_begins_with_what_belongs_to_the_word_before",
            f"{LAYOUT}::test_no_line_ends_with_what_belongs_to_the_word_after",
            f"{LAYOUT}::test_no_text_and_no_picture_stands_outside_its_box",
            f"{LAYOUT}::test_no_text_stands_on_other_text",
            f"{LAYOUT}::test_no_page_but_the_last_is_half_empty",
            f"{LAYOUT}::test_no_line_of_a_paragraph_and_no_heading_is_left_alone",
        ),
        (
            f"{LAYOUT}::test_a_line_that_begins_with_a_mark_is_seen",
            f"{LAYOUT}::test_a_line_that_ends_with_an_opening_mark_is_seen",
            f"{LAYOUT}::test_text_beyond_its_box_is_seen",
            f"{LAYOUT}::test_text_on_other_text_is_seen",
            f"{LAYOUT}::test_a_half_empty_page_is_seen",
            f"{LAYOUT}::test_widows_and_orphans_are_seen",
            f"{LAYOUT}::test_a_heading_left_at_the_foot_of_a_column_is_seen",
        ),
    ),
    18: Check(
        "Thai lines break between words",
        (
            f"{FILES}::test_lines_are_broken_between_words_on_this_machine_and_a_word_is_not",
            f"{LAYOUT}::test_thai_lines_break_between_words",
            f"{LAYOUT}::test_thai_lines_of_the_sample_issues_break_between_words",
            f"{WORDS}::test_no_line_ends_inside_a_word",
        ),
        (
            f"{FILES}::test_a_machine_without_a_dictionary_is_told_of_it",
            f"{LAYOUT}::test_breaks_at_any_letter_are_told_from_breaks_between_words",
            f"{WORDS}::test_the_engine_alone_still_divides_words",
        ),
    ),
    19: Check(
        "Right to left",
        (
            f"{LAYOUT}::test_columns_and_cells_follow_one_another_the_readers_way",
            f"{LAYOUT}::test_names_in_another_script_keep_their_order",
            f"{MADE}::test_a_foreign_name_in_arabic_runs_from_left_to_right",
        ),
        (
            f"{LAYOUT}::test_columns_and_cells_on_the_wrong_side_are_seen",
            f"{FILES}::test_a_name_of_several_words_keeps_its_order_and_one_that_is_turned_is_seen",
        ),
    ),
    20: Check(
        "Boxes for the press",
        (f"{PRESS}::test_an_edition_passes_every_structure_check", f"{PRESS}::test_page_bleed_and_marks_are_as_the_manifest_asks"),
        (SPOILT,),
    ),
    21: Check("Colours of the press", (f"{PRESS}::test_an_edition_passes_every_structure_check",), (SPOILT,)),
    22: Check("Ink", (f"{PRESS}::test_no_ink_is_above_300_per_cent_and_text_is_black_alone",), (f"{PRESS}::test_a_page_with_too_much_ink_is_seen",)),
    23: Check("Output intent", (f"{PRESS}::test_the_file_says_what_press_it_is_for_and_that_it_is_x4",), (SPOILT,)),
    24: Check("Resolution", (f"{PRESS}::test_an_edition_passes_every_structure_check",), (SPOILT,)),
    25: Check("Bleed", (f"{PRESS}::test_art_reaches_the_bleed_and_no_further",), (SPOILT,)),
    26: Check(
        "The same bytes",
        (
            f"{MADE}::test_two_renderings_have_the_same_bytes",
            f"{PRESS}::test_two_builds_of_a_print_pdf_have_the_same_bytes",
            f"{IN_FULL}::test_two_builds_of_one_moment_have_the_same_bytes",
        ),
        (f"{FILES}::test_another_date_makes_other_bytes",),
    ),
    27: Check("Speed and memory", (), ()),
    28: Check("Looks", ("pdf/test_pages.py::test_every_page_looks_as_it_did",), ("pdf/test_pages.py::test_a_page_that_is_set_otherwise_is_seen",)),
}
MEASURED = {27}
"""What ``make bench`` measures, since a test must not depend on how busy a machine is."""


@cache
def names_in(file: str) -> frozenset[str]:
    """Return the names of a file's tests."""
    tree = ast.parse((ROOT / "tests" / file).read_text("utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"))


def missing(check: Check) -> list[str]:
    """Return tests and controls of a check that do not exist."""
    named = [(name, *name.split("::")) for name in (*check.tests, *check.controls)]
    return [name for name, file, test in named if not (ROOT / "tests" / file).is_file() or test not in names_in(file)]


@pytest.mark.parametrize("number", CHECKS)
def test_a_check_has_a_test_and_a_control_that_exist(number: int) -> None:
    check = CHECKS[number]
    assert missing(check) == []
    assert number in MEASURED or (check.tests and check.controls)


def test_a_test_that_is_gone_would_be_missed() -> None:
    gone = Check("", (f"{READING}::test_nothing_of_the_kind",), ("pdf/test_nowhere.py::test_at_all",))
    assert missing(gone) == [*gone.tests, *gone.controls]


def test_there_are_twenty_eight_checks_and_a_page_tells_of_each() -> None:
    assert list(CHECKS) == list(range(1, 29))
    rows = dict(re.findall(r"^\| (\d+) \| (.+?) \|", PAGE.read_text("utf-8"), re.MULTILINE))
    assert {int(number): title for number, title in rows.items()} == {number: check.title for number, check in CHECKS.items()}


def test_the_page_names_the_files_that_make_each_check() -> None:
    rows = {int(row.split("|")[1]): row for row in PAGE.read_text("utf-8").splitlines() if re.match(r"\| \d", row)}
    for number, check in CHECKS.items():
        files = {Path(name.partition("::")[0]).name for name in check.tests}
        assert [file for file in files if file not in rows[number]] == [], number
