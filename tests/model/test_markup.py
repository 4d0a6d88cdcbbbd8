"""HTML is read once, as a mail program would, and whatever a rule asks is known of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.model import Heading, Link, Markup, Run, read_style
from newsletter.model import markup as module

PAGE = """<!doctype html><html lang="ar" dir="rtl"><head><title>عدد
 تموز</title><style>p { margin: 0 }</style><!--[if mso]><table><![endif]--></head>
<body><h1 id="top">معابر</h1><p>See <a href="#top"><b>the</b> <img src="a.png" alt="bridge"></a><br/>at
<span lang="en" dir="ltr">12&nbsp;km</span>!</p></body></html>"""


def test_elements_stand_in_the_order_of_the_document_with_what_is_in_force_there() -> None:
    elements = Markup.of(PAGE).elements
    assert [element.name for element in elements] == ["html", "head", "title", "style", "body", "h1", "p", "a", "b", "img", "br", "span"]
    assert [element.parent for element in elements] == [-1, 0, 1, 1, 0, 4, 4, 6, 7, 7, 6, 6]
    assert [(element.language, element.direction) for element in elements] == [("ar", "rtl")] * 11 + [("en", "ltr")]
    assert all(PAGE.startswith(f"<{element.name}", element.offset) for element in elements)


def test_words_are_read_without_those_that_nobody_sees() -> None:
    markup = Markup.of(PAGE)
    assert [run for run in markup.runs if not run.text.isspace()] == [
        Run("معابر", 5), Run("See ", 6), Run("the", 8), Run("at\n", 6), Run("12\u00a0km", 11), Run("!", 6),
    ]  # fmt: skip
    assert (markup.title, markup.sheets, markup.comments) == ("عدد تموز", ("p { margin: 0 }",), ("[if mso]><table><![endif]",))


def test_what_a_reader_would_ask_for_is_at_hand() -> None:
    markup = Markup.of(PAGE)
    assert markup.headings == (Heading(1, "معابر", 5),)
    assert markup.links == (Link("#top", "the bridge", 7),)
    assert markup.anchors == {"top"}
    assert markup.pictures == ({"src": "a.png", "alt": "bridge"},)
    assert [element.name for element in markup.around(8)] == ["b", "a", "p", "body", "html"]


def test_text_without_any_element_is_read() -> None:
    assert Markup.of("A &lt; B &amp; C").runs == (Run("A < B & C", -1),)
    assert Markup.of("").elements == ()


def test_elements_that_are_never_closed_are_read_to_the_end() -> None:
    markup = Markup.of("<h2>A <a href=x>B")
    assert (markup.headings, markup.links) == ((Heading(2, "A B", 0),), (Link("x", "B", 1),))


def test_an_end_tag_that_closes_nothing_changes_nothing() -> None:
    assert [element.parent for element in Markup.of("<p></div><b>").elements] == [-1, 0]


def test_of_two_attributes_of_a_name_the_first_holds() -> None:
    assert Markup.of('<p dir="rtl" DIR="ltr" hidden>').elements[0].attributes == {"dir": "rtl", "hidden": ""}


def test_a_style_is_read_by_its_properties() -> None:
    style = """COLOR: red;font-family:'a;b', serif ; background:url(data:image/png;base64,x);color:blue; broken; text-align:right !important"""
    assert Markup.of(f'<p style="{style}">').elements[0].style == {
        "color": "blue", "font-family": "'a;b', serif", "background": "url(data:image/png;base64,x)", "text-align": "right !important",
    }  # fmt: skip
    assert read_style("") == {}
    assert Markup.of("<p>").elements[0].style == {}


TAGS = [
    '<p class="a">', '<p class="b">', '<p class="a', '<p title="a > b">', "<p title='>'>", '<p title="&amp;">', "<p title=>", "<p/>", "<p",
    '<img src="a" />', "<br/>", "<style>", "</style>", "<title>", "</title>", "</p>", "<!--", "-->", "<td>", "<TD>", "<table>", "a", "&lt;", '"', ">",
]  # fmt: skip


def read_by_the_library(html: str) -> Markup:
    """Return what the standard library's parser finds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module._Reader, "scan", lambda *_: False)
        return Markup.of(html)


@given(st.lists(st.sampled_from(TAGS), max_size=30))
def test_html_is_read_as_the_standard_library_reads_it(pieces: list[str]) -> None:
    assert Markup.of("".join(pieces)) == read_by_the_library("".join(pieces))


def test_finished_html_is_of_the_regular_kind_and_read_alike() -> None:
    for path in sorted((Path(__file__).parents[1] / "golden").glob("*/*.html")):
        html = path.read_text("utf-8")
        if path.stem == "mail":
            assert module._Reader().scan(html), path
        assert Markup.of(html) == read_by_the_library(html)
