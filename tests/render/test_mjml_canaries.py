"""The engine by itself still has each fault that we work round; a test that fails here says what may go.

When one does: take the work-round out, and its canary with it. All of the engine's output here is made without our help.
"""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from mjml import mjml2html

SPOILT = {"Thai": "น้ำ", "Arabic": "مُعَلِّم", "no-break space": "Où\u00a0?", "direction mark": "\u200fتونس", "backslash": r"a\b"}


def of_engine(inside: str = "<mj-text>x</mj-text>", head: str = "", attributes: str = "", **options: object) -> str:
    """Return what the engine makes of a mail with one column."""
    return mjml2html(
        f'<mjml lang="ar" dir="rtl">{head}<mj-body><mj-section{attributes}><mj-column>{inside}</mj-column></mj-section></mj-body></mjml>', **options
    )


def with_head(inside: str) -> str:
    return f"<mj-head>{inside}</mj-head>"


@pytest.mark.parametrize("value", SPOILT.values(), ids=SPOILT.keys())
def test_attributes_are_still_printed_as_rust_literals(value: str) -> None:
    html = of_engine(f'<mj-text><a title="{value}">x</a></mj-text>')
    assert f'title="{value}"' not in html, "mjml.py: MJML's own values need not travel as numbers any more (_pieces)"
    assert "\\" in html


def test_the_title_is_still_printed_as_a_rust_literal_in_its_label() -> None:
    html = of_engine(head=with_head("<mj-title>น้ำ</mj-title>"))
    assert 'aria-label="น้ำ"' not in html, "mjml.py: the title need not travel as a number any more (_Preparation.hold)"


def test_an_attribute_in_single_quotation_marks_is_still_broken_by_double_ones() -> None:
    html = of_engine("""<mj-text><a title='say "yes"'>x</a></mj-text>""")
    assert r'title="say \"yes\""' in html, "mjml.py: values in single quotation marks need no &quot; any more (_tidy)"


def test_a_gap_that_begins_with_a_newline_is_still_dropped() -> None:
    html = of_engine("<mj-text><b>a</b>\n<i>b</i></mj-text>")
    assert "<b>a</b><i>b</i>" in html, "mjml.py: HTML travels as a number for its speed alone (_Preparation.hold)"


def test_a_line_break_in_a_poem_is_still_dropped() -> None:
    html = of_engine("<mj-text><pre><b>a</b>\n<i>b</i></pre></mj-text>")
    assert "</b><i>" in html, "mjml.py: HTML travels as a number for its speed alone (_Preparation.hold)"


def test_no_table_still_has_a_direction() -> None:
    tables = re.findall("<table[^>]*>", of_engine())
    assert len(tables) > 2
    assert [table for table in tables if " dir=" in table] == [], "mjml.py: the engine's tables need no dir from us any more (compile_mjml)"


def test_layout_still_runs_from_left_to_right_in_an_arabic_mail() -> None:
    assert "direction:rtl" not in of_engine(), "mjml.py: the layout need not be turned by us any more (_Preparation.turn)"


def test_widths_still_have_fractions() -> None:
    three = "<mj-column><mj-image src='x' alt=''/></mj-column>" * 3
    html = mjml2html(f'<mjml><mj-body><mj-section padding="0px 20px">{three}</mj-section></mj-body></mjml>')
    assert re.search(r'\swidth="\d+\.\d+"', html), "mjml.py: widths in attributes need not be cut any more (_FRACTION)"
    assert re.search(r"width:\d+\.\d+px", html), "mjml.py: widths in styles need not be cut any more (_FRACTION)"


def test_a_bare_zero_among_paddings_is_still_not_read() -> None:
    html = of_engine(attributes=' padding="0 24px"')
    assert "vertical-align:top;width:600px" in html, "mjml.py: paddings need no unit from us any more (_PADDING, _with_units)"


def test_outlooks_comments_are_still_unjoined() -> None:
    assert "<![endif]--><!--[if mso | IE]>" in of_engine(), "mjml.py: Outlook's comments need no joining any more (_BETWEEN)"


def test_fonts_are_still_fetched_unless_told_otherwise() -> None:
    html = of_engine('<mj-text font-family="Ubuntu">x</mj-text>')
    assert "fonts.googleapis.com" in html, "mjml.py: fonts={} may go"
    assert "fonts.googleapis.com" not in of_engine('<mj-text font-family="Ubuntu">x</mj-text>', fonts={})


def test_any_closing_tag_is_still_taken() -> None:
    html = of_engine("<mj-text><p>x</b></mj-text>")
    assert "x" in html, "mjml.py: balance need not be checked any more (_Preparation.unmatched)"


@pytest.mark.parametrize("inside", ["<mj-text nonsense='x'>a</mj-text>", "<mj-text padding='4zz'>a</mj-text>", "<mj-text align='start'>a</mj-text>"])
def test_wrong_attributes_are_still_not_told(inside: str) -> None:
    assert ">a<" in of_engine(inside), "mjml_check.py: the engine itself tells of wrong attributes now"


@pytest.mark.parametrize(
    ("before", "attribute", "after"),
    [
        ('<mj-section><mj-column><mj-image src="x"', 'sizes="1px"', "/></mj-column></mj-section>"),
        ('<mj-section><mj-column><mj-image src="x"', 'border-top="9px solid"', "/></mj-column></mj-section>"),
        ('<mj-section><mj-column><mj-button href="x"', 'title="note"', ">x</mj-button></mj-column></mj-section>"),
        ('<mj-section><mj-column background-color="red"', 'inner-border-radius="9px"', "><mj-text>x</mj-text></mj-column></mj-section>"),
        ("<mj-section", 'gutter="9px"', "><mj-column><mj-text>x</mj-text></mj-column><mj-column><mj-text>x</mj-text></mj-column></mj-section>"),
        ("<mj-raw", 'position="file-start"', "><p>x</p></mj-raw>"),
    ],
)
def test_some_attributes_are_still_ignored(before: str, attribute: str, after: str) -> None:
    with_it, without = (mjml2html(f"<mjml><mj-body>{before} {text}{after}</mj-body></mjml>") for text in (attribute, ""))
    assert with_it == without, f"mjml.json: {attribute} is not ignored any more"


def test_a_short_divider_still_stays_in_the_middle_whatever_its_align_says() -> None:
    html = of_engine('<mj-divider width="50%" align="left"/>')
    assert "margin:0px auto" in html, "mjml.json: align on <mj-divider> is not ignored any more"


def test_of_several_classes_the_first_still_wins() -> None:
    head = with_head('<mj-attributes><mj-class name="a" color="red"/><mj-class name="b" color="blue"/></mj-attributes>')
    html = of_engine('<mj-text mj-class="a b">x</mj-text>', head)
    assert "color:red" in html, "mjml_check.py: several names in mj-class do what MJML says now, the last wins"
    assert "color:blue" not in html


def test_an_unfinished_comment_still_breaks_the_engine_down() -> None:
    with pytest.raises(BaseException, match=r"\w") as caught:  # what it raises has no public name
        mjml2html("<mjml><mj-body><mj-raw><!--[if x --></mj-raw></mj-body></mjml>")
    assert type(caught.value).__name__ == "PanicException", "mjml.py: the engine raises an error now; PanicException need not be caught"


def test_deep_nesting_still_kills_the_engine() -> None:
    """In a process of its own: the stack runs over, and nothing can catch that."""
    script = "from mjml import mjml2html; mjml2html('<mjml><mj-body><mj-raw>' + '<i>' * 60_000 + '</i>' * 60_000 + '</mj-raw></mj-body></mjml>')"
    done = subprocess.run([sys.executable, "-c", script], check=False, capture_output=True)
    assert done.returncode < 0, "mjml_tags.py: depth may be left to the engine (DEEPEST)"
