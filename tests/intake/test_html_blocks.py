"""HTML from elsewhere into our blocks: what there is a form for keeps it, what there is none for is told."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from website import convert

from newsletter.intake.html_inlines import language_tag
from newsletter.intake.runs import Look, Run, split_paragraphs, write_runs
from newsletter.intake.writing import Node, write_blocks

CASES = {
    "<p>The <b>river </b>rose <i>at</i> night.</p>": "The **river** rose *at* night.",
    "<p>The <a href='https://a.example/x_y?a=1&amp;b=2'>report</a></p>": "The [report](https://a.example/x_y?a=1&b=2)",
    "<h1>One</h1><h3>Two</h3><h4>Three</h4>": "## One\n\n### Two\n\n### Three",
    "<ul><li>a<ol start='3'><li>b</li></ol></li><li><p>c</p><p>d</p></li></ul>": "- a\n\n  3. b\n\n- c\n\n  d",
    "<dl><dt>Boat</dt><dd>It floats.</dd></dl>": "- **Boat:** It floats.",
    "<blockquote><p>We wait.</p><cite>Salma</cite></blockquote>": "> We wait.\n>\n> Salma",
    "<figure class='wp-block-pullquote'><blockquote><p>We wait.</p><cite>Salma</cite></blockquote></figure>": "::: pull-quote\nby: Salma\n\nWe wait.\n:::",
    "<table><tr><th>A</th><th>B</th></tr><tr><td>1</td><td></td></tr></table>": "::: table\nheader-rows: 1\n\n- - A\n  - B\n\n- - 1\n  -\n:::",
    "<p>a</p><hr><p>b</p>": "a\n\n***\n\nb",
    "<p>m<sup>2</sup> and 1<sup>er</sup></p>": "m² and 1er",
    "<p>a<br>b<br><br>c</p>": "a\\\nb\n\nc",
    "<p>A <span lang='es'>dos [tres]</span> b</p>": "A [dos \\[tres\\]]{lang=es} b",
    "<p lang='es'>Uno</p><p lang='es'>Dos</p><p>Three</p>": "::: passage\nlanguage: es\n\nUno\n\nDos\n:::\n\nThree",
    "<p lang='en-GB'>Here</p>": "Here",
    "<p><span style='font-weight: 700'>Bold</span> word</p>": "**Bold** word",
    "<p>Before <img src='x.png'> after</p>": "Before after\n\n![](map)",
    "<p><img src='x.png'>After</p>": "![](map)\n\nAfter",
    "<p>&nbsp;</p><p>12&nbsp;000 and&nbsp;more</p>": "12\u00a0000 and more",
    "<p>1. not a list</p><p># no crosshead</p>": "1\\. not a list\n\n\\# no crosshead",
    "<div class='wp-block-button'><a href='https://a.example/'>Come</a></div>": "::: action\nlabel: Come\nurl: https://a.example/\n:::",
    "<p>a<a href='#n'>[1]</a> b</p><ol><li id='n'>1. Note <a href='#m'>^</a></li></ol>": "a[^1] b\n\n[^1]: Note",
    "<iframe title='The flood' src='https://www.youtube.com/embed/abcdefgh'></iframe>": "::: video\nurl: https://www.youtube.com/watch?v=abcdefgh\ntitle: The flood\n:::",
}


@pytest.mark.parametrize(("html", "expected"), CASES.items(), ids=[f"case-{number}" for number in range(len(CASES))])
def test_html_becomes_the_block_that_a_newsletter_has_for_it(html: str, expected: str) -> None:
    found = convert(html)
    assert found.text == expected
    assert found.loading == []
    assert [rule for rule in found.told if not rule.endswith("crosshead-levels")] == []


LOSSES = {
    "<p>a</p>\n<script>x()</script>": "2 script",
    "<p>a\n<a href='/only-here'>b</a></p>": "2 lost-link",
    "<p>a</p>\n<p>b <s>c</s></p>": "2 struck",
    "<p>a</p>\n<p hidden>b</p>": "2 hidden",
    "<p>a</p>\n<form><input name='q'>Search</form>": "2 form",
    "<p>a</p>\n<audio src='https://a.example/x.mp3'></audio>": "2 lost-sound",
    "<p>a</p>\n<iframe src='https://a.example/map'></iframe>": "2 embed",
    "<p>a</p>\n<table><tr><td colspan='2'>x</td></tr><tr><td>1</td><td>2</td></tr></table>": "2 colspan",
    "<p>a</p>\n<ul><li><img src='x.png'>b</li></ul>": "2 lifted",
    "<p>a</p>\n<p dir='rtl'>b</p>": "2 direction",
    "<p>a</p>\n<p>b\ufffd</p>": "2 lost-character",
    "<p>a</p>\n<div style=\"background: url('x.png')\">b</div>": "2 lost-picture",
    "<p>a</p>\n<svg><path d='M0'></path></svg>": "2 lost-picture",
    "<figure><img src='x.png'>\n<figcaption>b <a href='https://a.example'>c</a></figcaption></figure>": "2 caption-link",
    "<!-- a\n\n -->\n<p\nclass='x'>a</p>\n<style>p{}</style>": "6 script",
}


@pytest.mark.parametrize(("html", "expected"), LOSSES.items(), ids=list(LOSSES.values()))
def test_what_is_lost_is_told_with_its_line(html: str, expected: str) -> None:
    assert expected in convert(html).told


def test_alt_text_and_caption_go_with_the_picture() -> None:
    found = convert("<figure><img src='x.png' alt='A  boat'><figcaption>The <b>river</b></figcaption></figure>")
    assert found.text == "![](map)"
    assert found.pictures == {"map": {"alt": "A boat", "caption": "The river"}}


def test_a_caption_whose_picture_is_missing_stays_as_words() -> None:
    assert convert("<figure><img alt='A boat'><figcaption>The river</figcaption></figure>").text == "*The river*"


def test_a_second_caption_of_the_same_picture_stays_as_words() -> None:
    figure = "<figure><img src='x.png'><figcaption>{}</figcaption></figure>"
    found = convert(figure.format("One") + figure.format("Two"))
    assert found.pictures == {"map": {"caption": "One"}}
    assert found.text == "![](map)\n\n![](map)\n\n*Two*"


def test_a_heading_that_repeats_the_headline_is_left_out() -> None:
    found = convert("<h2>The Bridge</h2><p>a</p><h2>More</h2>", headline="The bridge!")
    assert found.text == "a\n\n## More"
    assert found.told == ["1 headline-repeat"]


def test_lines_make_paragraphs_where_a_site_writes_by_lines() -> None:
    found = convert("a\nb\n\nc <i>d\n\ne</i><br>\nf\n<ul>\n<li>g</li>\n</ul>\nh", by_lines=True)
    assert found.text == "a\\\nb\n\nc *d*\n\n*e*\\\nf\n\n- g\n\nh"


def test_pictures_stay_with_their_paragraph_where_a_site_writes_by_lines() -> None:
    assert convert("a\n\n<img src='x.png'>b\n\nc", by_lines=True).text == "a\n\n![](map)\n\nb\n\nc"


def test_footnotes_that_stand_elsewhere_are_numbered_as_their_marks_come() -> None:
    found = convert("<p>a<sup data-fn='u'>1</sup> <sup data-fn='gone'>2</sup></p>", notes={"u": "One <i>note</i>."})
    assert found.text == "a[^1]\n\n[^1]: One *note*."
    assert found.told == ["1 footnote"]


def test_only_one_button_is_an_action() -> None:
    button = "<div class='wp-block-button'><a href='https://a.example/{0}'>{0}</a></div>"
    found = convert(button.format("x") + button.format("y"))
    assert found.text == "[x](https://a.example/x)\n\n[y](https://a.example/y)"
    assert found.told == ["1 several-actions"] * 2


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd"])
def test_no_address_that_runs_something_gets_through(address: str) -> None:
    found = convert(f"<p><a href='{address}'>a</a> <img src='{address}'></p><iframe src='{address}'></iframe>")
    assert address.partition(":")[0] not in found.text
    assert found.text == "a"


@pytest.mark.parametrize(
    "html",
    ["<div>" * 100_000, "<b>" * 50, "<p>" * 100_000, "<script>" * 100_000, "<" * 1_000_000, "<!--" * 300_000, "x" * 2_100_000, "<a " * 300_000],
    ids=["deep", "styles", "tags", "scripts", "signs", "comments", "long", "half tags"],
)
def test_absurd_sizes_and_depths_are_refused_or_read_at_once(html: str) -> None:
    found = convert(html)
    assert found.loading == []
    assert len(found.text) < 1_000_000 or "<" in html


def test_what_stands_too_deep_comes_up() -> None:
    found = convert("<ul><li>a" * 20)
    assert found.loading == []
    assert "1 nesting" in found.told
    assert found.text.count("a") == 20


@pytest.mark.parametrize(
    ("written", "tag"),
    [("en_US", "en-US"), ("PT-br", "pt-BR"), ("zh-hans-cn", "zh-Hans-CN"), ("fr_FR.UTF-8", "fr-FR"), ("x", ""), ("und", ""), ("français", "")],
)
def test_language_tags_are_written_one_way(written: str, tag: str) -> None:
    assert language_tag(written) == tag


_NAMES = [
    "a",
    "b",
    "i",
    "p",
    "div",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "table",
    "tr",
    "td",
    "th",
    "caption",
    "blockquote",
    "cite",
    "figure",
    "figcaption",
    "h2",
    "h4",
    "img",
    "br",
    "hr",
    "span",
    "pre",
    "sup",
    "s",
    "iframe",
    "video",
    "audio",
    "form",
    "q",
]
_OPTIONS = [
    *[
        "",
        " href='#n1'",
        " href='https://a.b/c?x=1&amp;y'",
        " href='/x'",
        " id='n1'",
        " lang='es'",
        " lang=ar dir=rtl",
        " hidden",
        " start='0'",
        " colspan=3",
    ],
    *[f" class='{name}'" for name in ("wp-block-pullquote", "wp-block-file", "wp-block-button", "wp-block-embed__wrapper", "wp-caption")],
    *[" src='x.png' alt='A *b* [c]: d'", " src='https://youtu.be/abcdefgh'", " style='font-weight:bold'"],
]
_WORDS = [
    "a",
    "1",
    " ",
    "\n",
    "\n\n",
    "- ",
    "1. ",
    "# ",
    "> ",
    "***",
    "::: event",
    "[x](y)",
    "[^1]",
    "&amp;",
    "&nbsp;",
    "|",
    "\\",
    "`",
    "_",
    "*",
    "~~",
    "{lang=es}",
]
_SIGNS = [
    "\u0e01",
    "\u0627",
    "--",
    "=",
    "!",
    "https://vimeo.com/1",
    "\ufffd",
    "\ue000",
    "&#0;",
    "^",
    "<!-- x\n -->",
    "<script>",
    "</p",
    "&#xD800;",
    "]]>",
]
_PIECES = st.one_of(
    st.tuples(st.sampled_from(_NAMES), st.sampled_from(_OPTIONS)).map(lambda pair: f"<{pair[0]}{pair[1]}>"),
    st.sampled_from(_NAMES).map(lambda name: f"</{name}>"),
    st.sampled_from([*_WORDS, *_SIGNS]),
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(_PIECES, max_size=40).map("".join), st.booleans())
def test_whatever_the_html_the_article_can_be_read(html: str, by_lines: bool) -> None:  # noqa: FBT001  given by hypothesis
    assert convert(html, by_lines=by_lines, headline="a", notes={"u": "x"}).loading == []


_BLOCKS = st.recursive(
    st.just("<p>{}</p>"),
    lambda inner: st.tuples(
        st.sampled_from(
            [
                "<ul><li>%s</li></ul>",
                "<div>%s</div>",
                "<blockquote>%s</blockquote>",
                "<h2>{}</h2>%s",
                "<p><b>{}</b></p>%s",
                "<table><tr><td>%s</td><td>{}</td></tr></table>",
            ]
        ),
        st.lists(inner, min_size=1, max_size=3),
    ).map(lambda pair: pair[0] % "".join(pair[1])),
    max_leaves=8,
)


@settings(max_examples=100, deadline=None)
@given(_BLOCKS)
def test_no_word_of_a_text_is_lost(pattern: str) -> None:
    count = pattern.count("{}")
    found = convert(pattern.format(*(f"w{number}x" for number in range(count))))
    assert [f"w{number}x" for number in range(count) if f"w{number}x" not in found.plain] == []


_LOOKS = st.builds(Look, st.sampled_from(["", "es", "fr"]), st.sampled_from(["", "https://a.b/c"]), st.booleans(), st.booleans())
_RUNS = st.lists(
    st.tuples(st.lists(st.sampled_from([*_WORDS, "b", '"', "«"]), max_size=5).map("".join), _LOOKS).map(lambda pair: Run(*pair)), max_size=6
)


@settings(max_examples=150, deadline=None)
@given(_RUNS)
def test_any_runs_read_the_same_as_markdown(runs: list[Run]) -> None:
    from newsletter.blocks import read_blocks

    paragraphs = split_paragraphs(runs)
    problems: list[object] = []
    text = "\n".join(write_blocks([Node("paragraph", write_runs(part)) for part in paragraphs]))
    body = read_blocks(text, "x.md", 1, "en", lambda _: "ltr", problems)  # type: ignore[arg-type]
    assert [block.plain() for block in body.blocks] == ["".join(run.text for run in part) for part in paragraphs]
    assert problems == []
