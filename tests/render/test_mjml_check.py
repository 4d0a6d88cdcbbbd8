"""The checker names every mistake that the engine keeps silent about, with line and column."""

import pytest

from newsletter.render.mjml_check import FACTS, check_mjml
from newsletter.render.mjml_tags import DEEPEST, cut


def a_mail(inside: str) -> str:
    """Return MJML whose fourth line is ``inside``, in a column."""
    return f'<mjml lang="en" dir="ltr">\n<mj-body>\n<mj-section><mj-column>\n{inside}\n</mj-column></mj-section>\n</mj-body>\n</mjml>'


def found(source: str) -> list[tuple[int, int, str, str]]:
    """Return line, column, message and hint of each finding."""
    lines = [(source.count("\n", 0, at) + 1, at - source.rfind("\n", 0, at), message, hint) for at, message, hint in check_mjml(source)]
    assert lines == sorted(lines)
    return lines


SOUND = """<mjml lang="ar" dir="rtl">
<mj-head>
<mj-title>a &lt; b</mj-title>
<mj-attributes><mj-all font-family="x, 'y z'"/><mj-class name="small" font-size="12px"/><mj-text line-height="1.7"/></mj-attributes>
<mj-raw><meta name="x" content="y"/><!--[if mso]><style>p {margin: 0}</style><![endif]--></mj-raw>
<mj-style>.a > .b { color: red }</mj-style>
</mj-head>
<mj-body background-color="#fff" css-class="desk">
<mj-raw><div>words</div></mj-raw>
<mj-wrapper padding="0"><mj-section direction="rtl" padding="1px 2px 3px 4px"><mj-group><mj-column width="50%" border-right="1px solid">
<mj-text mj-class="small" align="right"><p class="x">one<br>two <img src="x" alt=""></p></mj-text>
<mj-image src="x" alt="" width="100px" fluid-on-mobile="true"/>
</mj-column></mj-group></mj-section></mj-wrapper>
</mj-body>
</mjml>"""

MISTAKES = [
    ("<mj-txet>x</mj-txet>", 1, "unknown element <mj-txet>", "did you mean mj-text?"),
    ('<mj-text aling="left">x</mj-text>', 10, "<mj-text> has no attribute aling", "did you mean align?"),
    ('<mj-text align="start">x</mj-text>', 10, 'align="start" on <mj-text>', "wanted: left or right or center or justify"),
    ('<mj-image src="x" alt="" width="10em"/>', 26, 'width="10em" on <mj-image>', "wanted: a number with px"),
    ('<mj-image src="x" alt="" fluid-on-mobile="yes"/>', 26, 'fluid-on-mobile="yes" on <mj-image>', "wanted: boolean"),
    ('<mj-text padding="1px 2px 3px 4px 5px">x</mj-text>', 10, 'padding="1px 2px 3px 4px 5px" on <mj-text>', "wanted: a number with px or %"),
    ('<mj-divider align="left"/>', 13, "the engine ignores align on <mj-divider>", "reach the same with padding or HTML"),
    ('<mj-text mj-class="a b">x</mj-text>', 10, "of several mj-class names the engine takes the first", "make one class of them"),
    ("<mj-section></mj-section>", 1, "<mj-section> may not stand in <mj-column>", "it may stand in <mj-body>, <mj-wrapper>"),
    ("<mj-text><mj-button>x</mj-button></mj-text>", 10, "<mj-button> inside <mj-text>, which holds HTML only", "close <mj-text> first"),
    ("<p></p>", 1, "HTML outside of an element that holds it: <p>", "put it into <mj-text> or <mj-raw>"),
    ("stray words", 1, "words in <mj-column>: “stray words”", "put them into <mj-text>"),
    ("<mj-text><p>x</mj-text>", 10, "<p> is never closed", "add </p> before </mj-text>"),
    ("<mj-text>x</b></mj-text>", 11, "</b> closes nothing", "remove it, or open the element first"),
    ("<mj-text>3 < 4</mj-text>", 12, "“<” opens no tag here", "write &lt; for the character"),
    ("<mj-text><p class=x>x</p></mj-text>", 10, "class=x without quotation marks", 'write class="x"'),
    ('<mj-text><a title="a > b" href=x>x</a></mj-text>', 10, "href=x without quotation marks", 'write href="x"'),
    ("<mj-text>a \x07 b</mj-text>", 12, "control character U+0007", "remove it"),
    ("<mj-text><!--[if x --></mj-text>", 10, "a comment for Outlook that is not finished", "write <!--[if mso]> … <![endif]-->"),
    ('<mj-include path="x"/>', 1, "the engine does not know <mj-include>", "use {% include %}, which keeps lines and never nests wrongly"),
]


def test_sound_mjml_has_no_findings() -> None:
    assert check_mjml(SOUND) == ()


@pytest.mark.parametrize(("inside", "column", "message", "hint"), MISTAKES, ids=[mistake[2] for mistake in MISTAKES])
def test_a_mistake_is_named_with_its_place_and_its_remedy(inside: str, column: int, message: str, hint: str) -> None:
    assert found(a_mail(inside)) == [(4, column, message, hint)]


def test_all_mistakes_are_told_at_once_in_the_order_of_their_lines() -> None:
    source = a_mail('<mj-text aling="left">x</mj-text>\n<mj-txet/>\nwords')
    assert [finding[:2] for finding in found(source)] == [(4, 10), (5, 1), (6, 1)]


def test_what_is_known_of_a_tag_is_judged_anew_wherever_it_stands() -> None:
    """Tags are judged once for each element round them, since a mail repeats itself."""
    button = "<mj-button>x</mj-button>"
    assert found(a_mail(f"{button}{button}")) == []
    assert [message for *_, message, _ in found(a_mail(f"<mj-text>{button}</mj-text>{button}"))] == [
        "<mj-button> inside <mj-text>, which holds HTML only"
    ]
    assert [message for *_, message, _ in found(a_mail(f"{button}</mj-column>{button}<mj-column>"))] == ["<mj-button> may not stand in <mj-section>"]


@pytest.mark.parametrize("quirk", ["", '<b title="a > b">x</b>', "<!-- a <b> c -->"])
def test_a_mistake_is_found_behind_a_tag_that_ends_late_or_a_comment(quirk: str) -> None:
    assert [finding[:3] for finding in found(a_mail(f"<mj-text>{quirk}</mj-text>\n<mj-txet/>"))] == [(5, 1, "unknown element <mj-txet>")]


def test_reading_goes_on_behind_a_mistake() -> None:
    source = a_mail("<mj-text>1 < 2\n<p>3 <4\n</mj-text></b>\n<mj-txet/>")
    assert [(line, message) for line, _, message, _ in found(source)] == [
        (4, "“<” opens no tag here"),
        (5, "<p> is never closed"),
        (5, "“<” opens no tag here"),
        (6, "</b> closes nothing"),
        (7, "unknown element <mj-txet>"),
    ]


def test_elements_too_deep_are_told_once_and_what_follows_still() -> None:
    deep = DEEPEST + 100
    source = a_mail(f"<mj-text>{'<i>' * deep}{'</i>' * deep}</mj-text>\n<mj-txet/>")
    assert [(line, message) for line, _, message, _ in found(source)] == [
        (4, f"more than {DEEPEST} elements inside each other"),
        (5, "unknown element <mj-txet>"),
    ]
    assert len(check_mjml("<mj-text>" + "<i>" * 20_000)) <= DEEPEST + 2


@pytest.mark.parametrize("source", [SOUND, "", "x", "<", "a<b", '<a title="x > y">z</a><', "<!-- <i> --><b>", "<i><i <i>"])
def test_a_source_that_is_cut_can_be_joined_again(source: str) -> None:
    parts = cut(source)
    assert "".join(parts) == source
    assert len(parts) % 2 == 1


def test_an_element_that_is_never_closed_is_named_where_it_opens() -> None:
    findings = found("<mjml>\n<mj-body>\n")
    assert [(line, message) for line, _, message, _ in findings] == [(1, "<mjml> is never closed"), (2, "<mj-body> is never closed")]


def test_a_document_begins_with_mjml() -> None:
    assert check_mjml("<mj-body></mj-body>")[0].message == "<mj-body> outside of <mjml>"


def test_facts_hang_together() -> None:
    elements = FACTS["elements"]
    children = {child for facts in elements.values() for child in facts["children"] or ()}
    assert children - set(elements) == set()
    for name, ignored in FACTS["ignored"].items():
        known = {*elements[name]["attributes"], *FACTS["everywhere"]}
        assert set(ignored) - known <= {"title", "gutter", "id", "role", "position", "sizes", "srcset", "border", "font-weight", "gap"}
