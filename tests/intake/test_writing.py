"""Text into Markdown: whatever a raw line holds, the reader of the article sees the same characters."""

from __future__ import annotations

from hypothesis import example, given
from hypothesis import strategies as st

from newsletter.blocks import read_blocks
from newsletter.intake.writing import Node, escape, write_article, write_blocks, write_value
from newsletter.model import Block, Direction, Problem
from newsletter.sources import parse_yaml

_PARTS = [*"ab1 .:;#*_-+=<>[](){}^!|~`&\\/\"'\u00e9\u0e01\u0627", "&amp;", "::: ", "[^1]", "1. ", "{lang=es}", "http://a.b", "<b>", "](", "**", "---"]
_SIGNS = st.lists(st.sampled_from(_PARTS), min_size=1, max_size=20).map("".join)
_TEXTS = _SIGNS.map(lambda text: " ".join(text.split())).filter(bool)


def _direction(_: str) -> Direction:
    return "ltr"


def _read(nodes: list[Node]) -> tuple[Block, ...]:
    problems: list[Problem] = []
    body = read_blocks("\n".join(write_blocks(nodes)), "en.md", 1, "en", _direction, problems)
    assert not [problem for problem in problems if problem.rule != "footnote"]
    return body.blocks


@given(_TEXTS)
@example("--- ---")
def test_any_text_reads_the_same_as_a_paragraph(text: str) -> None:
    (block,) = _read([Node("paragraph", escape(text))])
    assert (block.kind, block.plain()) == ("paragraph", text)


@given(_TEXTS)
def test_any_text_reads_the_same_in_an_item_a_quote_and_a_cell(text: str) -> None:
    paragraph = Node("paragraph", escape(text))
    items = Node("list", number=2, children=(Node("item", children=(paragraph, Node("list", children=(Node("item", children=(paragraph,)),)))),))
    table = Node(
        "table",
        fields=(("header-rows", "0"),),
        children=(Node("row", children=(Node("cell", children=(paragraph,)), Node("cell", children=(paragraph, paragraph)))),),
    )
    found = _read([items, Node("quote", children=(paragraph,)), table])
    assert [block.kind for block in found] == ["list", "quote", "table"]
    assert [block.plain() for block in found] == [f"{text}\n{text}", text, f"{text}\n{text}\n{text}"]


@given(_TEXTS)
def test_any_text_reads_the_same_as_yaml(text: str) -> None:
    problems: list[Problem] = []
    document = parse_yaml(f"a: {write_value(text)}\nb: {write_value({'en': text})}\n", "x.yaml", problems)
    assert problems == []
    assert document is not None
    assert str(document.data["a"]) == str(document.data["b"]["en"]) == text


def test_an_article_is_front_matter_and_body() -> None:
    text = write_article("A: b", "", "", [Node("crosshead", "1. One", 3), Node("paragraph", "x")])
    assert text == "---\nheadline: 'A: b'\n---\n### 1. One\n\nx\n"


def test_two_lists_in_a_row_stay_two() -> None:
    def one(number: int) -> Node:
        return Node("list", number=number, children=(Node("item", children=(Node("paragraph", "x"),)),))

    assert [(block.kind, block.start) for block in _read([one(0), one(0), one(0), one(1), one(1)])] == [("list", 1)] * 5


@given(_TEXTS)
def test_any_text_reads_the_same_as_a_caption_a_label_and_a_field(text: str) -> None:
    item = Node("item", escape(text), children=(Node("paragraph", "x"),))
    fields = (("by", write_value(escape(text))), ("attribution", "after"))
    quote = Node("fence", "pull-quote", fields=fields, children=(Node("paragraph", "x"),))
    caption, labelled, quoted = _read([Node("caption", escape(text)), Node("list", children=(item,)), quote])
    assert (caption.inlines[0].kind, caption.plain()) == ("emphasis", text)
    assert "".join(run.plain() for run in labelled.blocks[0].label) == f"{text}:"
    assert "".join(run.plain() for run in quoted.by) == text
