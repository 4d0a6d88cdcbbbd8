"""What the engine spoils by itself comes out right; each repair has a canary that tells when it is no longer needed."""

import pickle
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import escape

from newsletter.errors import TemplateError
from newsletter.render.mjml import MjmlError, compile_mjml
from newsletter.render.mjml_check import check_mjml
from newsletter.render.mjml_tags import DEEPEST, cut

SPOILT = {
    "Thai": "แผนที่ น้ำท่วม ผู้อยู่",
    "Arabic": "مُعَلِّمَة «في» المخيَّم",
    "French": "« Où va-t-on\u202f? »\u00a0",
    "joiners": "می\u200cخواهم \u200dก\u200b",
    "direction marks": "\u200fتونس\u200e \u2067x\u2069",
    "backslash": r"C:\new\table",
    "both quotes": """a "b" 'c'""",
    "variation selector": "☎\ufe0f",
    "angles": "a > b",
    "emoji": "\U0001f30d",
}
SAFE_CHARACTERS = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff", include_characters="\t\n")


class Reading(HTMLParser):
    """The attributes and the visible text of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data

    def values(self, name: str) -> list[str | None]:
        return [value for key, value in self.attributes if key == name]


def a_mail(inside: str = "", head: str = "", direction: str = "ltr") -> str:
    return (
        f'<mjml lang="en" dir="{direction}">\n<mj-head>{head}</mj-head>\n<mj-body>\n<mj-section>\n<mj-column>\n{inside}'
        "\n</mj-column>\n</mj-section>\n</mj-body>\n</mjml>"
    )


def compiled(inside: str = "", head: str = "") -> str:
    return compile_mjml(a_mail(inside, head), "ltr")


def collapsed(text: str) -> str:
    return re.sub(r"[ \t\n]+", " ", text).strip(" ")


@pytest.mark.parametrize("value", SPOILT.values(), ids=SPOILT.keys())
def test_an_attribute_survives_in_every_script(value: str) -> None:
    html = compiled(
        f'<mj-text><a title="{escape(value)}" href="https://example.org/{escape(value)}">x</a></mj-text>'
        f'<mj-image alt="{escape(value)}" src="x.png"/><mj-raw><b title="{escape(value)}">y</b></mj-raw>'
    )
    assert Reading(html).values("title") == [value, value]
    assert Reading(html).values("alt") == [value]
    assert f"https://example.org/{value}" in Reading(html).values("href")


@pytest.mark.parametrize("value", SPOILT.values(), ids=SPOILT.keys())
def test_the_title_survives_as_the_label_that_the_engine_makes_of_it(value: str) -> None:
    html = compiled(head=f"<mj-title>{escape(value)}</mj-title>")
    assert Reading(html).values("aria-label") == [value]
    assert Reading(re.search("<title>.*?</title>", html)[0]).text == value


@given(st.text(SAFE_CHARACTERS, max_size=40))
@settings(max_examples=150, deadline=None)
def test_whatever_an_attribute_says_the_reader_gets(value: str) -> None:
    html = compiled(f'<mj-text><a title="{escape(value)}" href="x">link</a></mj-text>')
    assert Reading(html).values("title") == [re.sub(r"[ \t\n]*[\t\n][ \t\n]*", " ", value)]


@given(st.text(SAFE_CHARACTERS, max_size=40), st.sampled_from(("b", "p", "td", "span")))
@settings(max_examples=150, deadline=None)
def test_whatever_a_text_says_the_reader_gets(value: str, tag: str) -> None:
    html = compiled(f"<mj-text><{tag}>one</{tag}>{escape(value)}<b>two</b></mj-text>")
    found = collapsed(Reading(re.search(rf"<{tag}>one.*two</b>", html, re.DOTALL)[0]).text)
    if tag in {"b", "span"} or collapsed(value):
        assert found == collapsed(f"one{value}two")
    else:
        assert found in {"onetwo", "one two"}


def test_a_value_in_single_quotation_marks_may_hold_double_ones() -> None:
    assert Reading(compiled("""<mj-text><a title='say "yes"'>x</a></mj-text>""")).values("title") == ['say "yes"']


def test_a_text_that_looks_like_our_own_stand_in_is_left_alone() -> None:
    html = compiled('<mj-text><a title="น้ำ">kept-value-0; kept-value-x0;</a></mj-text>')
    assert "kept-value-0; kept-value-x0;" in html
    assert Reading(html).values("title") == ["น้ำ"]


@pytest.mark.parametrize("text", ["~0~", "~~0~~ ~", "~<!-- dropped -->~0~~", "~1~0~"])
def test_a_text_with_the_mark_of_our_stand_ins_is_left_alone(text: str) -> None:
    html = compiled(f'<mj-text><a title="น้ำ" href="/~desk/">{text}</a></mj-text>')
    assert re.sub("<!-- .*? -->", "", f">{text}</a>") in html
    assert Reading(html).values("title") == ["น้ำ"]
    assert "/~desk/" in Reading(html).values("href")


@pytest.mark.parametrize("value", ["a > b", "<i>x</i>", "a><b", "a > b < c"])
@pytest.mark.parametrize("mark", ['"', "'"])
def test_angles_in_a_value_are_no_tags(value: str, mark: str) -> None:
    html = compiled(f"<mj-text><a title={mark}{value}{mark} href='x'>one</a>\n<b>two</b></mj-text>")
    assert Reading(html).values("title") == [value]
    assert "one two" in collapsed(Reading(html).text)


def test_what_is_known_of_a_tag_holds_wherever_it_stands() -> None:
    """Tags are read once; what a gap between them means depends on the place."""
    gap = "<b>one</b>\n<b>two</b>"
    html = compiled(f"<mj-text>{gap}</mj-text><mj-text><pre>{gap}</pre></mj-text><mj-text>{gap}</mj-text>")
    assert re.findall(r"<b>one</b>(.*?)<b>two</b>", html, re.DOTALL) == ["\n", "\n", "\n"]


@pytest.mark.parametrize("holder", ["mj-text", "mj-table", "mj-button", "mj-raw"])
@pytest.mark.parametrize(
    "written",
    [
        "a&nbsp;&amp; b &#x2603; &unknown;<br>c<BR/>d",
        """<p class=x data-a='say "yes"' hidden>~0~ น้ำ \\ {{ name }}</p>""",
        "<i>one</i> <b>two</b>\n<u>three</u>",
        '<!--[if mso]><table dir="ltr"><tr><td>x</td></tr></table><![endif]-->',
        "<td width='12.5' style='width:33.3px'>x</td>",
    ],
)
def test_html_reaches_the_reader_as_it_was_written(written: str, holder: str) -> None:
    assert written in compiled(f"<{holder}>{written}</{holder}>")


def test_a_table_of_the_source_has_its_own_direction_or_the_mails() -> None:
    tables = "<table><tr><td>1</td></tr></table>", "<table border='0'></table>", '<TABLE class="x" DIR="ltr"></TABLE>', "<table data-dir='x'></table>"
    html = compile_mjml(a_mail(f"<mj-text>{''.join(tables)}</mj-text>"), "rtl")
    assert '<table dir="rtl"><tr><td>1' in html
    assert "<table dir=\"rtl\" border='0'>" in html
    assert '<TABLE class="x" DIR="ltr">' in html
    assert "<table dir=\"rtl\" data-dir='x'>" in html


def test_words_on_two_lines_are_not_glued() -> None:
    assert "one two" in collapsed(Reading(compiled("<mj-text><b>one</b>\n   <i>two</i></mj-text>")).text)


def test_gaps_between_blocks_cost_nothing() -> None:
    assert "<p>one</p><p>two</p>" in compiled("<mj-text><p>one</p>\n\n<p>two</p></mj-text>")


def test_lines_of_a_poem_stay_lines() -> None:
    html = compiled("<mj-text><pre><b>one</b>\n<i>two</i></pre></mj-text>")
    assert "one\ntwo" in Reading(html).text


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_every_table_says_its_direction_even_those_that_only_outlook_sees(direction: str) -> None:
    inside = '<mj-text>a</mj-text><mj-button href="x">b</mj-button><mj-divider/><mj-image src="x" alt=""/><mj-table><tr><td>c</td></tr></mj-table>'
    html = compile_mjml(a_mail(inside), direction)
    tables = re.findall(r"<table[^>]*>", html)
    assert len(tables) == html.count("<table") == 8
    assert [table for table in tables if f' dir="{direction}"' not in table] == []


def test_a_table_of_our_own_keeps_the_direction_it_was_given() -> None:
    html = compile_mjml(a_mail('<mj-text><table class="x" dir="ltr"><tr><td>1</td></tr></table></mj-text>'), "rtl")
    assert '<table class="x" dir="ltr">' in html


def test_no_mail_calls_for_a_font() -> None:
    html = compiled('<mj-text font-family="Roboto, Ubuntu">x</mj-text>')
    assert "fonts.googleapis" not in html
    assert "@import" not in html
    with pytest.raises(TemplateError, match="fetches no fonts"):
        compiled(head='<mj-font name="Roboto" href="https://example.org/roboto.css"/>')


@pytest.mark.parametrize("columns", [2, 3, 7])
def test_widths_are_whole_numbers_of_pixels(columns: int) -> None:
    column = "<mj-column padding='0 7px'><mj-image src='x' alt='' padding='0 3%'/><mj-divider width='33.3%'/></mj-column>"
    html = compile_mjml(f"<mjml><mj-body width='610px'><mj-section padding='0 13px'>{column * columns}</mj-section></mj-body></mjml>", "ltr")
    assert re.findall(r'\swidth="\d+\.[^"]*"|[;"]width:\d+\.\d+px', html) == []
    assert len(re.findall(r'\swidth="\d+(?:px)?"', html)) > 2 * columns
    assert "1.5 width:2.5px" in compiled("<mj-text>1.5 width:2.5px</mj-text>")


LAYOUT = "<mj-wrapper><mj-section><mj-group><mj-column><mj-text>x</mj-text></mj-column></mj-group></mj-section></mj-wrapper>"
HEADS = {
    "no head": "",
    "an empty head": "<mj-head/>",
    "a head": "<mj-head><mj-title>x</mj-title></mj-head>",
    "defaults": '<mj-head><mj-attributes><mj-all font-family="x"/></mj-attributes></mj-head>',
}


@pytest.mark.parametrize("head", HEADS.values(), ids=HEADS.keys())
def test_a_layout_runs_with_its_language_whatever_the_template_says_of_it(head: str) -> None:
    source = f'<mjml lang="ar" dir="rtl">{head}<mj-body>{LAYOUT}</mj-body></mjml>'
    assert re.findall("direction:(...)", compile_mjml(source, "rtl")) == ["rtl"] * 4
    assert re.findall("direction:(...)", compile_mjml(source, "ltr")) == ["ltr"] * 4
    assert ("<title>x</title>" in compile_mjml(source, "rtl")) == ("mj-title" in head)


@pytest.mark.parametrize(
    ("default", "body"),
    [
        ('<mj-column direction="ltr"/>', LAYOUT),
        ('<mj-class name="turned" direction="ltr"/>', LAYOUT.replace("<mj-column", '<mj-column mj-class="turned"')),
        ("", LAYOUT.replace("<mj-column", '<mj-column direction="ltr"')),
    ],
)
def test_a_template_may_turn_a_part_of_the_layout(default: str, body: str) -> None:
    source = f"<mjml><mj-head><mj-attributes>{default}</mj-attributes></mj-head><mj-body>{body}</mj-body></mjml>"
    assert re.findall("direction:(...)", compile_mjml(source, "rtl")) == ["rtl", "rtl", "rtl", "ltr"]


@pytest.mark.parametrize("mark", ['"', "'"])
@pytest.mark.parametrize("padding", ["0 24px", "28px 24px 0", "0 24px 0 24px"])
def test_outlooks_cells_are_as_wide_as_the_padding_leaves_them(padding: str, mark: str) -> None:
    section = f'<mj-section padding={mark}{padding}{mark}><mj-column><mj-text>0 padding="0 1" 0</mj-text></mj-column></mj-section>'
    html = compile_mjml(f"<mjml><mj-body>{section}</mj-body></mjml>", "ltr")
    assert "vertical-align:top;width:552px" in html
    assert '0 padding="0 1" 0' in html


def test_comments_are_dropped_and_outlooks_are_kept() -> None:
    html = compiled('<mj-text>a<!-- why --><!--[if mso]><b title="น้ำ">b</b><![endif]--></mj-text>')
    assert "why" not in html
    assert '<!--[if mso]><b title="น้ำ">b</b><![endif]-->' in html


@pytest.mark.parametrize(
    ("inside", "line", "message"),
    [
        ("<mj-text>\n<p>one<b></p>\n</mj-text>", 7, "</p> stands where <b> of line 7 is still open"),
        ("<mj-text>\n<p>one\n</mj-text>", 8, "</mj-text> stands where <p> of line 7 is still open"),
        ("<mj-text>\n3 < 4\n</mj-text>", 7, "“<” opens no tag here"),
        ("\n\n<mj-text css-class=x>a</mj-text>", 8, "quotation marks"),
    ],
)
def test_what_the_engine_would_refuse_or_spoil_is_refused_by_line(inside: str, line: int, message: str) -> None:
    with pytest.raises(TemplateError, match=re.escape(message)) as caught:
        compiled(inside)
    assert (caught.value.template, caught.value.line) == ("mail/mail.mjml", line)


def test_a_document_that_ends_too_early_is_refused() -> None:
    with pytest.raises(TemplateError, match="<mj-body> is never closed"):
        compile_mjml("<mjml><mj-body>", "ltr")


def test_depth_is_bounded_before_the_engine_falls() -> None:
    deep = DEEPEST - 5
    assert "end" in compiled(f"<mj-text>{'<i>' * deep}end{'</i>' * deep}</mj-text>")
    with pytest.raises(TemplateError, match="inside each other"):
        compiled(f"<mj-text>{'<i>' * 20_000}</mj-text>")


@pytest.mark.parametrize("inside", ["", "one\n", '<b title="a > b">one</b>'])
def test_depth_is_counted_over_all_tags_open_at_once(inside: str) -> None:
    """Closed elements do not count; those inside a document do."""
    many = "<i>one</i>" * (2 * DEEPEST)
    assert "end" in compiled(f"<mj-text>{inside}{many}end</mj-text>")
    around = len(("mjml", "mj-body", "mj-section", "mj-column", "mj-text"))
    for deep in (DEEPEST - around, DEEPEST - around + 1):
        source = f"<mj-text>{inside}{'<i>' * deep}end{'</i>' * deep}</mj-text>"
        if deep + around <= DEEPEST:
            assert "end" in compiled(source)
        else:
            with pytest.raises(TemplateError, match="inside each other"):
                compiled(source)


def test_the_same_source_gives_the_same_bytes() -> None:
    inside = '<mj-text title="น้ำ">a</mj-text><mj-image alt="« x »" src="y"/>'
    assert compiled(inside) == compiled(inside)


def test_a_breakdown_of_the_engine_is_an_error_of_the_template(monkeypatch: pytest.MonkeyPatch) -> None:
    class PanicException(BaseException):
        pass

    def panic(*_: object, **__: object) -> str:
        raise PanicException

    monkeypatch.setattr("newsletter.render.mjml.mjml2html", panic)
    with pytest.raises(TemplateError, match="broke down"):
        compiled("<mj-text>x</mj-text>")


@pytest.mark.parametrize(
    ("inside", "tag"),
    [
        ("<mj-text>one\n<p>two<b></p></mj-text>", "</p>"),
        ("<mj-text><b title='น้ำ'>3</b> < 4</mj-text>", "<"),
        ("<mj-spacer height=1px/>", "<mj-spacer height=1px/>"),
    ],
)
def test_an_error_knows_its_place_in_the_source(inside: str, tag: str) -> None:
    source = a_mail(inside)
    with pytest.raises(MjmlError) as caught:
        compile_mjml(source, "rtl")
    assert source[: caught.value.position + 1].endswith(tag)
    assert caught.value.fault in str(caught.value)


def test_an_error_of_the_engine_itself_is_placed_as_well() -> None:
    """Its own positions count the bytes of what it was given."""
    source = a_mail(head="<mj-title title='น้ำ'>น้ำ</mj-title><mj-html-attributes></mj-html-attributes>")
    with pytest.raises(MjmlError, match="unexpected element") as caught:
        compile_mjml(source, "rtl")
    assert source[caught.value.position :].startswith("<mj-html-attributes>")


def test_an_error_travels_between_processes() -> None:
    with pytest.raises(MjmlError) as caught:
        compiled("<mj-text><b></mj-text>")
    there = pickle.loads(pickle.dumps(caught.value))
    assert isinstance(there, TemplateError)
    assert (str(there), there.line) == (str(caught.value), caught.value.line)


SOUP = st.lists(
    st.sampled_from(("<b>", "</b>", "<", ">", '"', "'", "<!--", "-->", "<!--[if mso]>", "<![endif]-->", "<a t='", "/>", "x", "\n", " ", "<mj-text>"))
)


@given(SOUP)
@settings(max_examples=200, deadline=None)
def test_whatever_stands_in_a_template_is_compiled_or_refused_and_nothing_else(pieces: list[str]) -> None:
    source = a_mail(f"<mj-text>{''.join(pieces)}</mj-text>")
    assert "".join(cut(source)) == source
    try:
        html = compile_mjml(source, "rtl")
    except MjmlError:
        return
    assert html.startswith("<!doctype html>")
    assert [finding for finding in check_mjml(source) if "closed" in finding.message or "opens no tag" in finding.message] == []
