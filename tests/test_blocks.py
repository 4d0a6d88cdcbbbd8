"""Blocks: Markdown in, values out, for every kind; what has no place in a newsletter is told with its line."""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from values import blocks_of, problems_of, read_body, told

from newsletter.blocks import KINDS
from newsletter.model import Block, Inline, Problem


def fence(kind: str, fields: str = "", body: str = "") -> str:
    """Return a fenced block as an editor writes it."""
    return (
        "\n".join(
            part for part in (f"::: {kind}", fields, "" if fields and body else None, body or None, ":::") if part is not None and (part or fields)
        )
        + "\n"
    )


def the_block(markdown: str) -> Block:
    """Return the one block of a text that has no problems."""
    blocks = blocks_of(markdown)
    assert len(blocks) == 1
    return blocks[0]


def plain(runs: tuple[Inline, ...] | None) -> str:
    """Return the characters of a text field."""
    return "".join(run.plain() for run in runs or ())


SAMPLES = {
    "paragraph": "Text.",
    "crosshead": "## Head",
    "list": "- a\n- b",
    "quote": "> a",
    "picture": "![](map)",
    "separator": "***",
    "table": "| a | b |\n|---|---|\n| 1 | 2 |",
    "pull-quote": fence("pull-quote", "by: Nadia", "Words."),
    "speaker": fence("speaker", "name: Nadia", "Words."),
    "cards": fence("cards", "title: Themes", "- **One:** first"),
    "download": fence("download", "title: Report\nurl: https://example.org\nlanguage: en\nformat: PDF"),
    "video": fence("video", "url: https://example.org\ntitle: Film"),
    "action": fence("action", "label: Sign\nurl: https://example.org"),
    "event": fence("event", "title: Meeting\nstarts: 2022-08-18T14:00\nzone: Asia/Bangkok"),
    "contact": fence("contact", "email: desk@example.org"),
    "countries": fence("countries", "codes: [TH, MY]"),
    "dateline": fence("dateline", "place: Bangkok", "Text."),
    "salutation": fence("salutation", "", "Dear friends,"),
    "signature": fence("signature", "name: Nadia"),
    "acknowledgement": fence("acknowledgement", "", "Thanks."),
    "postscript": fence("postscript", "", "And this."),
    "related": fence("related", "story: a-bridge"),
    "passage": fence("passage", "language: th", "ไทย"),
}
NEEDED = {
    "speaker": "name",
    "download": "title, url, language, format",
    "video": "url, title",
    "action": "label, url",
    "event": "title, starts, zone",
    "countries": "codes",
    "dateline": "place",
    "signature": "name",
    "related": "story",
    "passage": "language",
}


@pytest.mark.parametrize("kind", SAMPLES)
def test_every_kind_can_be_written(kind: str) -> None:
    block = the_block(SAMPLES[kind])
    assert (block.kind, block.line, block.language, block.direction) == (kind, 1, "en", "ltr")


def test_every_kind_has_its_sample_here() -> None:
    assert set(KINDS) - set(SAMPLES) == {"portrait", "footnotes"}, "portrait: test_articles; footnotes: below"


@pytest.mark.parametrize("kind", [kind for kind in KINDS if KINDS[kind].fence])
def test_every_declared_field_is_there_even_if_nobody_filled_it_in(kind: str) -> None:
    shape = KINDS[kind].fence
    assert shape is not None
    assert set(shape.model_fields) <= set(the_block(SAMPLES[kind]).fields)


@pytest.mark.parametrize(("kind", "fields"), NEEDED.items())
def test_every_field_that_a_block_needs_is_asked_for(kind: str, fields: str) -> None:
    said = problems_of(fence(kind, "", "Text." if KINDS[kind].body else ""))
    assert said == [f"en.md:1: error: {field} is missing ({kind})" for field in sorted(fields.split(", "))]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if KINDS[kind].fence and KINDS[kind].body not in {"", "optional"}])
def test_every_block_that_needs_words_asks_for_them(kind: str) -> None:
    fields = {"speaker": "name: A", "dateline": "place: A", "passage": "language: th"}.get(kind, "")
    assert problems_of(fence(kind, fields)) == [f"en.md:1: error: the {kind} has no words (block)"]


@pytest.mark.parametrize("kind", [kind for kind in KINDS if KINDS[kind].fence and not KINDS[kind].body])
def test_words_below_a_block_of_fields_are_not_lost(kind: str) -> None:
    opened = SAMPLES[kind].removesuffix(":::\n") + "\nLost words.\n:::\n"
    said = problems_of(opened)
    line = opened.split("\n").index("Lost words.") + 1
    assert said == [f"en.md:{line}: error: the block `::: {kind}` has fields only, but text follows them (block)"]


def test_paragraphs_hold_runs() -> None:
    runs = the_block("A **strong** and *soft* [link](https://example.org) in [Colectivo]{lang=es}.").inlines
    assert [run.kind for run in runs] == ["text", "strong", "text", "emphasis", "text", "link", "text", "foreign", "text"]
    assert (runs[5].target, runs[5].plain()) == ("https://example.org", "link")
    assert (runs[7].language, runs[7].direction) == ("es", "ltr")


def test_a_foreign_run_knows_its_direction() -> None:
    assert the_block("The word [جسر]{lang=ar}").inlines[1].direction == "rtl"


def test_a_line_break_is_a_space_except_where_the_script_has_none() -> None:
    assert the_block("one\ntwo").plain() == "one two"
    assert blocks_of("ภาษา\nไทย", "th")[0].plain() == "ภาษาไทย"
    assert the_block("one  \ntwo").plain() == "one\ntwo"


@pytest.mark.parametrize(
    ("written", "level", "number", "words"),
    [
        ("## Head", 2, None, "Head"),
        ("### Lower", 3, None, "Lower"),
        ("## 1. First", 2, "1", "First"),
        ("### 12) Twelfth", 3, "12", "Twelfth"),
        ("## ٣. ثالث", 2, "3", "ثالث"),
        ("## 2022 in numbers", 2, None, "2022 in numbers"),
    ],
)
def test_crossheads_have_two_levels_and_perhaps_a_number(written: str, level: int, number: str | None, words: str) -> None:
    block = the_block(written)
    assert (block.level, block.number, block.plain()) == (level, number, words)


@pytest.mark.parametrize(("written", "level"), [("# One", 1), ("#### Four", 4), ("One\n===", 1)])
def test_crossheads_of_other_levels_are_told(written: str, level: int) -> None:
    assert problems_of(written) == [f"en.md:1: error: a crosshead of level {level} is not used here (crosshead)"]


def test_lists_may_be_ordered_nested_and_begin_anywhere() -> None:
    block = the_block("5. five\n6. six\n   - below\n\n   more of six\n")
    assert (block.ordered, block.start) == (True, 5)
    assert [child.kind for child in block.blocks] == ["item", "item"]
    assert [inner.kind for inner in block.blocks[1].blocks] == ["paragraph", "list", "paragraph"]


@pytest.mark.parametrize(
    ("written", "label", "words"),
    [
        ("- **Label:** text", "Label:", "text"),
        ("- **Label**: text", "Label:", "text"),
        ("- **Titre\u00a0:** texte", "Titre\u00a0:", "texte"),
        ("- **Bold** text", None, "Bold text"),
        ("- **Label:**", "Label:", ""),
    ],
)
def test_an_item_may_begin_with_a_label(written: str, label: str | None, words: str) -> None:
    item = the_block(written).blocks[0]
    assert (plain(item.label) or None, item.plain()) == (label, words)


def test_a_quotation_holds_blocks() -> None:
    assert [block.kind for block in the_block("> one\n>\n> - two").blocks] == ["paragraph", "list"]


def test_a_plain_table_has_a_header_row_and_aligned_cells() -> None:
    table = the_block("| a | b | c |\n|:--|:-:|--:|\n| 1 | 2 | 3 |\n| 4 | | 6 |")
    assert (table.header_rows, table.header_column, table.caption) == (1, False, None)
    assert [[cell.header for cell in row.blocks] for row in table.blocks] == [[True] * 3, [False] * 3, [False] * 3]
    assert [cell.align for cell in table.blocks[1].blocks] == ["start", "center", "end"]
    assert table.blocks[2].blocks[1].blocks == ()


@pytest.mark.parametrize("before", ["", "> ", "  "])
def test_a_cell_too_many_is_told_and_not_dropped(before: str) -> None:
    rows = ["| a | b |", "|---|---|", "| 1 | 2 |", "| 1 | 2 | 3 |", "| 1\\|2 | 3 |"]
    assert problems_of("\n".join(before + row for row in rows)) == ["en.md:4: error: this row has 3 cells, the first one 2 (table)"]


def test_a_list_table_takes_several_paragraphs_a_cell() -> None:
    table = the_block(fence("table", "caption: Figures\nheader-column: true", "- - Year\n  - Place\n- - 2022\n  - Bangkok\n\n    and Tunis\n"))
    assert (plain(table.caption), table.header_rows, table.header_column) == ("Figures", 1, True)
    assert [[cell.header for cell in row.blocks] for row in table.blocks] == [[True, True], [True, False]]
    assert len(table.blocks[1].blocks[1].blocks) == 2


def test_a_bold_beginning_of_a_cell_is_text_and_no_label() -> None:
    table = the_block(fence("table", "", "- - **Year:** 2022\n  - b\n"))
    assert table.blocks[0].blocks[0].plain() == "Year: 2022"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Text.", "en.md:1: error: the table should hold one list and nothing else (table)"),
        ("- a\n- b", "en.md:2: error: a row should be a list of cells (table)"),
        ("- - a\n  - b\n- - c", "en.md:4: error: this row has 1 cells, the first one 2 (table)"),
        ("- **Label:**\n  - a\n  - b", "en.md:2: error: a row should be a list of cells (table)"),
    ],
)
def test_what_is_no_list_table_is_told(body: str, expected: str) -> None:
    assert problems_of(fence("table", "", body)) == [expected]


def test_cards_have_labels_without_colons() -> None:
    cards = the_block(fence("cards", "title: Themes", "- **One:** first\n- **Two** second\n"))
    assert [(plain(card.label), card.plain().strip()) for card in cards.blocks] == [("One", "first"), ("Two", "second")]


@pytest.mark.parametrize("body", ["- no label", "- **Label only**", "- **Label:**"])
def test_a_card_needs_a_label_and_a_sentence(body: str) -> None:
    assert problems_of(fence("cards", "", body)) == ["en.md:2: error: a card needs a label and a sentence (cards)"]


def test_an_event_has_moments_in_its_own_zone() -> None:
    event = the_block(fence("event", "title: Meeting\nstarts: 2022-08-18T14:00\nends: 2022-08-18T16:00\nzone: Asia/Bangkok", "What for."))
    assert event.starts == dt.datetime(2022, 8, 18, 14, tzinfo=ZoneInfo("Asia/Bangkok"))
    assert event.ends - event.starts == dt.timedelta(hours=2)
    assert (event.place, event.registration, event.plain()) == (None, None, "What for.")


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("title: A\nstarts: 2022-08-18T14:00\nzone: Bangkok", "4: error: zone should be a time zone such as Asia/Bangkok, not 'Bangkok'"),
        ("title: A\nstarts: 2022-08-18T14:00\nzone: ../../etc/passwd", "4: error: zone should be a time zone"),
        ("title: A\nstarts: 2022-08-18\nzone: UTC", "3: error: starts should be a date and time"),
        ("title: A\nstarts: 2022-08-18T14:00\nends: 2022-08-18T13:00\nzone: UTC", "1: error: the event ends before it starts"),
        ("title: A\nstarts: 2022-08-18T14:00+02:00\nends: 2022-08-18T11:00Z\nzone: UTC", "1: error: the event ends before it starts"),
    ],
)
def test_an_event_that_cannot_be_is_told(fields: str, expected: str) -> None:
    said = problems_of(fence("event", fields))
    assert len(said) == 1
    assert said[0].startswith(f"en.md:{expected}")


def test_a_telephone_number_keeps_its_plus() -> None:
    assert the_block(fence("contact", "phone: +21671123456")).phone == "+21671123456"


def test_a_contact_needs_a_way_to_reach_it() -> None:
    assert problems_of(fence("contact", "name: Nadia")) == ["en.md:1: error: a contact needs email, phone or url (contact)"]


def test_norway_is_a_country() -> None:
    assert the_block(fence("countries", "codes: [NO, TH]")).codes == ["NO", "TH"]


def test_a_passage_is_in_its_own_language_with_all_that_stands_in_it() -> None:
    passage = the_block(fence("passage", "language: ar", "واحد\n\n- اثنان"))
    inside = [passage.blocks[0], passage.blocks[1], passage.blocks[1].blocks[0], passage.blocks[1].blocks[0].blocks[0]]
    assert {(block.language, block.direction) for block in inside} == {("ar", "rtl")}


def test_what_follows_a_passage_is_in_the_articles_language_again() -> None:
    blocks = blocks_of(fence("passage", "language: ar", "واحد") + "\nBack.")
    assert blocks[1].language == "en"


def test_fields_may_hold_marks_and_links() -> None:
    runs = the_block(fence("signature", "name: '*Nadia*, [Tunis](https://example.org)'")).name
    assert [run.kind for run in runs] == ["emphasis", "text", "link"]


def test_footnotes_are_numbered_by_their_first_mention_and_stand_at_the_end() -> None:
    problems: list[Problem] = []
    body = read_body("One[^b], two[^a], one again[^b].\n\n[^a]: Note A\n[^b]: Note B\n\n    and more\n\nLast.", problems)
    assert problems == []
    assert [block.kind for block in body.blocks] == ["paragraph", "paragraph", "footnotes"]
    assert [run.target for run in body.blocks[0].inlines if run.kind == "footnote"] == ["1", "2", "1"]
    assert [(note.number, note.plain()) for note in body.notes] == [(1, "Note B\nand more"), (2, "Note A")]
    assert body.blocks[-1].blocks == body.notes


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("Text[^1].", "en.md:1: error: the footnote [^1] has no text (footnote)"),
        ("Text[^1].\n\n[^1]:\n", "en.md:3: error: the footnote [^1] has no text (footnote)"),
        ("Text.\n\n[^1]: Note", "en.md:3: error: nothing in the text points to the footnote [^1] (footnote)"),
        ("Text[^1].\n\n[^1]: One\n[^1]: Two", "en.md:4: error: the footnote [^1] is written twice (footnote)"),
    ],
)
def test_footnotes_without_their_other_half_are_told(markdown: str, expected: str) -> None:
    assert problems_of(markdown) == [expected]


def test_a_footnote_may_be_mentioned_anywhere() -> None:
    markdown = "> Quoted[^1]\n\n" + fence("speaker", "name: Nadia[^2]", "Said[^3]") + "\n[^1]: a\n\n[^2]: b\n\n[^3]: c\n"
    assert [note.plain() for note in blocks_of(markdown)[-1].blocks] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("markdown", "line", "message"),
    [
        ("Text\n\n<b>x</b>", 3, "HTML is not taken over"),
        ("<script>alert(1)</script>", 1, "HTML is not taken over"),
        ("a\nb <i>c</i>", 2, "HTML is not taken over"),
        ("<!-- later -->", 1, "HTML is not taken over"),
        ("```\ncode\n```", 1, "code has no place in a newsletter"),
        ("a `b` c", 1, "text between ` marks has no place in a newsletter"),
        ("a ![](map) b", 1, "a picture may not stand inside a line of text"),
        ("![A map](map)", 1, "alt text and caption stand at the top of the file, under pictures:"),
        ("![](../map.png)", 1, "'../map.png' is not the name of a picture in article.yaml"),
        ("![](https://example.org/a.png)", 1, "'https://example.org/a.png' is not the name of a picture in article.yaml"),
        ("a\n\n[x](javascript:alert(1))", 3, "the link to 'javascript:alert(1)' leads nowhere"),
        ("[x](JavaScript:alert(1))", 1, "the link to 'JavaScript:alert(1)' leads nowhere"),
        ("[x](data:text/html,a)", 1, "the link to 'data:text/html,a' leads nowhere"),
        ("[x](//example.org)", 1, "the link to '//example.org' leads nowhere"),
        ("[x](https:)", 1, "the link to 'https:' leads nowhere"),
        ("[x](page.html)", 1, "the link to 'page.html' leads nowhere"),
        ("[x](story:../up)", 1, "the link to 'story:../up' leads nowhere"),
        ("<javascript:alert(1)>", 1, "the link to 'javascript:alert(1)' leads nowhere"),
        ("[](https://example.org)", 1, "the link to 'https://example.org' has no words"),
        ("[x](tel:+216 71 123)", 1, "the address in [words](tel:…) ends too early"),
        ("[Nadia]: Yes", 1, "a line that begins with [nadia]: is not shown"),
        ("[Colectivo]{lang=español}", 1, "a passage in brackets needs its language, and nothing else"),
        ("[Colectivo]{.red}", 1, "a passage in brackets needs its language, and nothing else"),
        ("[Colectivo]{lang=es .red}", 1, "a passage in brackets needs its language, and nothing else"),
        ("## ", 1, "a crosshead has no words"),
        ("> ", 1, "a quotation has no words"),
        ("a &#0; b", 1, "holds a character that cannot be shown"),
        ("::: pull-quote\nWords.", 1, "the block `::: pull-quote` is not closed"),
        ("::: pull-quote\nWords.\n", 1, "the block `::: pull-quote` is not closed"),
        (":::: pull-quote\nWords.\n:::\n", 1, "the block `::: pull-quote` is not closed"),
        ("Text.\n\n:::\n", 3, "a closing `:::` stands where no block is open"),
        ("::: evnt\n:::", 1, "there is no fenced block 'evnt'"),
        ("::: paragraph\n:::", 1, "there is no fenced block 'paragraph'"),
        ("- a\n\n  ::: pull-quote\n  b\n  :::", 3, "the block `::: pull-quote` cannot stand inside another block"),
        ("::: postscript\n![](map)\n:::", 2, "a picture cannot stand inside another block"),
        ("::: pull-quote\nb: Nadia\n\nWords.\n:::", 2, "the key 'b' is not known"),
        ("::: pull-quote\n  by: [Nadia\n\nWords.\n:::", 3, "is not valid YAML"),
        ("::: pull-quote\nby: A\nby: B\n\nWords.\n:::", 3, "gives 'by' twice"),
        ("::: pull-quote\nby: A\nWords.\n:::", 4, "is not valid YAML"),
    ],
)
def test_what_has_no_place_in_a_newsletter_is_told_with_its_line(markdown: str, line: int, message: str) -> None:
    said = problems_of(markdown)
    assert any(problem.startswith(f"en.md:{line}: error: {message}") for problem in said), said


@pytest.mark.parametrize(
    ("markdown", "hint"), [("::: evnt\n:::", "::: event"), ("::: pul-quote\n:::", "::: pull-quote"), ("::: list\n:::", "plain Markdown")]
)
def test_a_misspelt_block_is_told_with_the_right_one(markdown: str, hint: str) -> None:
    problems: list[Problem] = []
    read_body(markdown, problems)
    assert hint in problems[0].hint


def test_a_block_without_words_is_told_even_if_another_file_has_a_problem_further_down() -> None:
    from newsletter.model import Source

    problems = [Problem(Source("ar.md", 99), "article", "has a headline but no text", severity="warning")]
    read_body("::: pull-quote\nby: Nadia\n:::", problems)
    assert told(problems)[1:] == ["en.md:1: error: the pull-quote has no words (block)"]


def test_fields_may_be_indented() -> None:
    assert plain(the_block("::: pull-quote\n  by: Nadia\n\nWords.\n:::").by) == "Nadia"


def test_words_that_look_like_a_field_are_words_after_an_empty_line() -> None:
    assert the_block("::: pull-quote\n\nSpoken: softly\n:::").plain() == "Spoken: softly"


@pytest.mark.parametrize("opening", ["- ", "> ", "1. ", "> - "])
def test_ten_thousand_nested_lists_are_told_and_break_nothing(opening: str) -> None:
    assert "nested too deeply" in problems_of(opening * 10_000 + "x")[0]


@pytest.mark.parametrize(
    "hostile",
    [
        "*" * 9_999 + "a",
        "[" * 9_999,
        "![](" * 5_000,
        "**a " * 5_000,
        "[^" * 9_999,
        "<" * 9_999,
        "`" * 9_999,
        "|" * 9_999 + "\n" + "|-" * 5_000,
        "a\n" * 50_000,
    ],
)
def test_hostile_runs_of_signs_are_read_to_their_end_or_told(hostile: str) -> None:
    problems: list[Problem] = []
    blocks = read_body(hostile, problems).blocks

    assert blocks or problems


MARKS = "#*_`~[](){}<>!|\\:-+=&^\"' \t\n0123456789."


def letters_of(text: str) -> str:
    """Return the letters and digits of a text, which no mark of Markdown takes away; numbers of lists are marks."""
    return "".join(re.findall(r"[^\W\d_]", text))


@given(st.lists(st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), min_size=1, max_size=20), max_size=6).map("\n\n".join))
def test_any_text_survives_or_is_told(text: str) -> None:
    problems: list[Problem] = []
    body = read_body(text, problems)
    if not problems:
        assert letters_of("".join(block.words() for block in body.blocks)) == letters_of(text)


@given(
    st.lists(
        st.sampled_from(
            [
                *MARKS,
                "word",
                "ไทย",
                "جسر",
                "\n\n",
                "::: ",
                "pull-quote",
                "\n:::\n",
                "by: ",
                "- ",
                "> ",
                "[^1]",
                "[^1]: ",
                "](https://a.org)",
                "{lang=th}",
                "| a |\n|---|\n",
            ]
        ),
        max_size=30,
    ).map("".join)
)
def test_any_heap_of_markdown_signs_is_blocks_or_problems(text: str) -> None:
    problems: list[Problem] = []
    body = read_body(text, problems)
    assert all(problem.source.line >= 1 for problem in problems)
    known = {*KINDS, "note", "item", "row", "cell"}
    pending = list(body.blocks)
    while pending:
        block = pending.pop()
        assert block.kind in known
        pending.extend(block.blocks)


@given(
    st.lists(
        st.sampled_from(["word", "ไทย", "جسر", " ", ", ", "\n", "\n\n", "**bold**", "*soft*", "> ", "[link](https://a.org)", "## ", "![](map)"]),
        max_size=20,
    ).map("".join)
)
def test_the_words_of_ordinary_markdown_are_all_there(text: str) -> None:
    problems: list[Problem] = []
    body = read_body(text, problems)
    if not problems:
        shown = "".join(block.plain() for block in body.blocks)
        assert letters_of(shown) == letters_of(text.replace("(https://a.org)", "").replace("![](map)", ""))


def test_a_text_may_be_long() -> None:
    assert len(blocks_of("A sentence of a story.\n\n" * 5_000)) == 5_000


@pytest.mark.parametrize("text", ["[x](tel:+216 71)", "[Colectivo]{lang=es .red}", "[^1]", "[Nadia]: Yes", "*a* `b` <i>", "::: event", "## Head"])
def test_a_mark_behind_a_backslash_is_a_character(text: str) -> None:
    assert the_block(re.sub(r"([\[\]<>*`#:(){}.^])", r"\\\1", text)).inlines == (Inline("text", text=text),)
