"""What a mail uses is found wherever it stands, and named as caniemail.com names it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.clients import known_features
from newsletter.features import read_features
from newsletter.model import Markup

NO_PROPERTY = re.compile(
    r"css-(at-|selector-|pseudo-|unit-|function-|display-|important|nesting|comments|modern-color|rgba?$|(linear|radial|conic)-|intrinsic-size"
    r"|sytem-ui|variables|inert-|left-right)"
)
PROPERTIES = sorted(name.removeprefix("css-") for name in known_features() if name.startswith("css-") and not NO_PROPERTY.match(name))


def features(html: str) -> dict[str, int]:
    """Return the features of a piece of HTML."""
    return dict(read_features(Markup.of(html)))


def styled(declarations: str) -> set[str]:
    """Return the features of an inline style."""
    return set(features(f'<i style="{declarations}"></i>'))


def sheet(css: str) -> set[str]:
    """Return the features of a style sheet."""
    return set(features(f"<style>{css}</style>")) - {"html-style"}


def test_elements_and_attributes_are_counted() -> None:
    html = '<table dir="rtl" width="100%"><tr><td align="right" class="x"><h2>A</h2><p>B</p><p>C</p></td></tr></table>'
    assert features(html) == {"html-align": 1, "html-dir": 1, "html-h1-h6": 1, "html-p": 2, "html-table": 3, "html-width": 1}


def test_elements_that_every_client_knows_are_not_counted() -> None:
    assert features("<html><head><title>x</title></head><b>a</b><br><em>b</em><a href='https://example.org'>c</a></html>") == {}


def test_an_element_that_nobody_tested_has_a_name_as_well() -> None:
    assert features("<blink>a</blink>") == {"html-blink": 1}
    assert features("<blink>a</blink>").keys().isdisjoint(known_features())


@pytest.mark.parametrize(
    ("html", "feature"),
    [
        ("<nav>a</nav>", "html-semantics"),
        ("<dl><dt>a</dt></dl>", "html-lists"),
        ("<a href='mailto:desk@example.org'>a</a>", "html-mailto-links"),
        ("<a href='#below'>a</a>", "html-anchor-links"),
        ("<img src='https://example.org/a.png?v=2'>", "image-png"),
        ("<img src='a.JPEG'>", "image-jpg"),
        ("<img src='a.webp'>", "image-webp"),
        ("<img src='data:image/png;base64,AAAA'>", "image-base64"),
        ("<img srcset='a.png 2x'>", "html-srcset"),
        ("<img sizes='100vw'>", "html-srcset"),
        ("<meta name='color-scheme' content='light dark'>", "html-meta-color-scheme"),
        ("<p aria-label='a'>", "html-aria-label"),
        ("<input type='checkbox'>", "html-input-checkbox"),
        ("<button>a</button>", "html-button-submit"),
        ("<style media='screen and (min-width:480px)'></style>", "css-at-media"),
    ],
)
def test_what_hangs_on_an_attribute_is_found(html: str, feature: str) -> None:
    assert feature in features(html)


@pytest.mark.parametrize("name", PROPERTIES)
def test_every_property_with_a_page_is_found_by_its_name(name: str) -> None:
    assert f"css-{name}" in styled(f"{name}:inherit")


@pytest.mark.parametrize(
    ("declaration", "feature"),
    [
        ("padding-left:0", "css-padding"),
        ("border-top:1px solid", "css-border"),
        ("border-top-left-radius:0", "css-border-radius"),
        ("margin-inline-start:0", "css-margin-inline-start-end"),
        ("padding-block:0", "css-padding-inline-block"),
        ("overflow-x:auto", "css-overflow"),
        ("right:0", "css-left-right-top-bottom"),
        ("display:none", "css-display-none"),
        ("display:none !important", "css-display-none"),
        ("display:flex", "css-display-flex"),
        ("display:inline-block", "css-display"),
        ("background:url(a.png)", "css-background-image"),
        ("width:50%", "css-unit-percent"),
        ("width:calc(100% - 2rem)", "css-unit-calc"),
        ("width:calc(100% - 2rem)", "css-unit-rem"),
        ("margin:-.5em", "css-unit-em"),
        ("color:rgba(0,0,0,.5)", "css-rgba"),
        ("color:var(--ink)", "css-variables"),
        ("--ink:red", "css-variables"),
        ("width:max(1px,2px)", "css-function-max"),
        ("background:linear-gradient(red,blue)", "css-linear-gradient"),
        ("font-family:system-ui,sans-serif", "css-sytem-ui"),
        ("color:red!important", "css-important"),
        ("color:red/* for now */", "css-comments"),
        ("container-type:size", "css-container-type"),
    ],
)
def test_properties_and_values_are_found_in_a_style(declaration: str, feature: str) -> None:
    assert feature in styled(declaration)
    if feature != "css-comments":
        assert feature in sheet(f"p {{ {declaration} }}")


def test_names_and_addresses_in_a_value_are_no_units() -> None:
    assert styled("font-family:'Font 3em', serif;background:url(a-2em.png);color:#12ab34;width:0") == {
        "css-background",
        "css-background-image",
        "css-color",
        "css-font-family",
        "css-width",
    }


def test_what_is_addressed_to_one_engine_by_its_name_is_not_counted() -> None:
    assert styled("mso-line-height-rule:exactly;-webkit-text-size-adjust:100%") == set()


@pytest.mark.parametrize(
    ("css", "expected"),
    [
        ("a:hover{}", {"css-selector-type", "css-pseudo-class-hover"}),
        (".a{}", {"css-selector-class"}),
        (".a.b{}", {"css-selector-class", "css-selector-chaining"}),
        ("a.b{}", {"css-selector-type", "css-selector-class", "css-selector-chaining"}),
        (".a .b{}", {"css-selector-class", "css-selector-descendant"}),
        (".a > .b{}", {"css-selector-class", "css-selector-child"}),
        ("a,b{}", {"css-selector-type", "css-selector-grouping"}),
        ("a + b ~ i{}", {"css-selector-type", "css-selector-adjacent-sibling", "css-selector-general-sibling"}),
        ("*{}", {"css-selector-universal"}),
        ("#a{}", {"css-selector-id"}),
        ("[dir=rtl]{}", {"css-selector-attribute"}),
        ("a:nth-child(2n)::after{}", {"css-selector-type", "css-pseudo-class-nth-child", "css-pseudo-element-after"}),
        ("a:before{}", {"css-selector-type", "css-pseudo-element-before"}),
        (":root{}", {"css-pseudo-class-root"}),
        ("@import url(a.css);", {"css-at-import"}),
        ("@font-face{font-family:a}", {"css-at-font-face"}),
        ("/* x */", {"css-comments"}),
        ("p{&:hover{}}", {"css-selector-type", "css-nesting"}),
        ("@media (prefers-color-scheme:dark){p{}}", {"css-at-media", "css-at-media-prefers-color-scheme", "css-selector-type"}),
        ("@media (-webkit-min-device-pixel-ratio:2){@media screen{p{}}}", {"css-at-media", "css-at-media-device-pixel-ratio", "css-selector-type"}),
    ],
)
def test_rules_and_selectors_are_found_in_a_style_sheet(css: str, expected: set[str]) -> None:
    assert sheet(css) == expected


def test_what_stands_in_comments_that_only_outlook_reads_is_not_counted() -> None:
    assert features("<!--[if mso]><style>p{float:left}</style><table><tr><td></td></tr></table><![endif]-->") == {}


@given(st.text(alphabet="ap:.#*>+~,{}[]()@;!/\"'\\ 1%e-\n", max_size=60))
def test_no_style_however_broken_stops_the_reading(text: str) -> None:
    features(f"<style>{text}</style>")
    features(f"<i style='{text.replace(chr(39), '')}'></i>")
