"""Which features of HTML and CSS a mail uses, by the names that caniemail.com gives them.

``html-dir`` is an attribute, ``html-table`` an element, ``css-max-width`` a property, ``css-at-media`` an at-rule,
``css-selector-child`` a selector, ``css-unit-em`` a unit, ``image-png`` a picture's format. What that site has no page for is
named in the same way (``css-color``), so that nothing goes by unnamed.

Not counted: what stands in comments (only classic Outlook reads it, and it was written for that), properties with a prefix
(``mso-``, ``-webkit-``: they are addressed to one engine by name), and elements and attributes that every client has known from
the beginning.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

import tinycss2
from tinycss2.ast import Declaration, Node, QualifiedRule

from newsletter.model import Markup, read_style

# fmt: off
_ELEMENTS: Mapping[str, str] = {
    **dict.fromkeys(("table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "col", "colgroup"), "html-table"),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "html-h1-h6"),
    **dict.fromkeys(("ul", "ol", "li", "dl", "dt", "dd"), "html-lists"),
    **dict.fromkeys(("article", "aside", "details", "figcaption", "figure", "footer", "header", "main", "mark", "nav", "section", "summary", "time"),
                    "html-semantics"),
    **dict.fromkeys(("map", "area"), "html-image-maps"),
}
_OLD = frozenset({"a", "b", "br", "center", "em", "font", "head", "html", "i", "meta", "sub", "sup", "title", "u"})
"""Elements of HTML 3.2 that no client drops, and that no client was tested for."""
_ATTRIBUTES = frozenset({
    "align", "background", "cellpadding", "cellspacing", "dir", "height", "hidden", "lang", "loading", "popover", "required", "role", "srcset",
    "target", "valign", "width",
})
_FAMILIES = tuple((re.compile(pattern), feature) for pattern, feature in (
    (r"--.*", "css-variables"),
    (r"(padding|margin)-(top|right|bottom|left)", r"css-\1"),
    (r"(padding|margin)-(inline|block)", r"css-\1-inline-block"),
    (r"(padding|margin)-(inline|block)-(start|end)", r"css-\1-\2-start-end"),
    (r"border-(top|bottom)-(left|right)-radius", "css-border-radius"),
    (r"border-(start|end)-(start|end)-radius", "css-border-radius-logical"),
    (r"border(-(top|right|bottom|left))?(-(width|style|color))?", "css-border"),
    (r"border-(inline|block)", "css-border-inline-block"),
    (r"border-(inline|block)-(width|style|color)", "css-border-inline-block-longhand"),
    (r"border-(inline|block)-(start|end)(-(width|style|color))?", "css-border-inline-block-individual"),
    (r"border-image-.*", "css-border-image"),
    (r"left|right|top|bottom", "css-left-right-top-bottom"),
    (r"inset-.*", "css-inset"),
    (r"(column|row)-gap", "css-gap"),
    (r"columns|column-(fill|rule.*|span|width)", "css-column-layout-properties"),
    (r"block-size", "css-block-inline-size"),
    (r"(outline|transition|animation|list-style|scroll-snap|overflow|text-decoration|text-emphasis|background)-(?!offset).*", r"css-\1"),
    (r"grid-template-.*", "css-grid-template"),
))
"""Properties that caniemail.com tells of on the page of another."""
_VALUES = tuple((re.compile(pattern, re.IGNORECASE), feature) for pattern, feature in (
    (r"!\s*important", "css-important"),
    (r"\brgb\(", "css-rgb"), (r"\brgba\(", "css-rgba"), (r"\b(?:ok)?l(?:ch|ab)\(", "css-modern-color"),
    (r"\blight-dark\(", "css-function-light-dark"),
    (r"\bcalc\(", "css-unit-calc"), (r"\bvar\(", "css-variables"), (r"\b(?:fit|min|max)-content\b", "css-intrinsic-size"),
    (r"\bmin\(", "css-function-min"), (r"\bmax\(", "css-function-max"), (r"\bclamp\(", "css-function-clamp"),
    (r"\blinear-gradient\(", "css-linear-gradient"), (r"\bradial-gradient\(", "css-radial-gradient"), (r"\bconic-gradient\(", "css-conic-gradient"),
    (r"\bsystem-ui\b|\bui-(?:sans-serif|serif|monospace|rounded)\b", "css-sytem-ui"), (r"^initial\b", "css-unit-initial"),
))
_PAGES = frozenset({  # of properties whose family would hide that they have a page of their own
    "background-blend-mode", "background-clip", "background-color", "background-image", "background-origin", "background-position",
    "background-repeat", "background-size", "list-style-image", "list-style-position", "list-style-type", "outline-offset", "overflow-wrap",
    "text-decoration-color", "text-decoration-line", "text-decoration-skip-ink", "text-decoration-style", "text-decoration-thickness",
    "text-emphasis-position",
})
_DISPLAYS: Mapping[str, str] = {"none": "css-display-none", "flex": "css-display-flex", "grid": "css-display-grid"}
_UNITS = frozenset({"ch", "cm", "em", "ex", "in", "mm", "pc", "pt", "px", "rem", "vh", "vmax", "vmin", "vw"})
# fmt: on
_UNIT = re.compile(r"(?<![\w#.-])[-+]?(?:\d+\.?\d*|\.\d+)(%|[a-z]+)", re.IGNORECASE)
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|url\([^)]*\)", re.IGNORECASE)
_CONDITION = re.compile(
    r"\(\s*(?:-webkit-)?(?:m(?:in|ax)-)?(?:any-)?(prefers-color-scheme|prefers-reduced-motion|device-pixel-ratio|orientation|hover)\b"
)
_FORMAT = re.compile(r"\.(apng|avif|bmp|gif|hdr|heic|heif|ico|jpe?g|mp4|png|svg|tiff?|webp)(?:[?#]|$)", re.IGNORECASE)
_SAME_FORMAT = {"jpeg": "jpg", "tif": "tiff", "heic": "heif"}
_LONGEST = 2_000
"""A value of more characters is looked at no further."""


def read_features(markup: Markup) -> Mapping[str, int]:
    """Return the features that a mail uses and how often, by name; in style sheets each rule counts once."""
    found: dict[str, int] = {}
    shapes = Counter((element.name, *element.attributes) for element in markup.elements)
    styles = Counter(style for element in markup.elements if (style := element.attributes.get("style")))
    for features, number in (
        *((_features_of_tag(*shape), number) for shape, number in shapes.items()),
        *((_features_of_style(style), number) for style, number in styles.items()),
        *((_features_of_sheet(sheet), 1) for sheet in markup.sheets),
        (_count(_features_of_values(markup)), 1),
    ):
        for feature, times in features:
            found[feature] = found.get(feature, 0) + times * number
    return dict(sorted(found.items()))


def _features_of_values(markup: Markup) -> Iterator[str]:
    """Yield what hangs on the value of an attribute: where a link leads, what format a picture has, what a meta element says."""
    for link in markup.links:
        if link.target.startswith("mailto:"):
            yield "html-mailto-links"
        elif link.target.startswith("#"):
            yield "html-anchor-links"
    for picture in markup.pictures:
        address = picture.get("src", "")
        if address.startswith("data:"):
            yield "image-base64"
        elif match := _FORMAT.search(address):
            yield f"image-{_SAME_FORMAT.get(match[1].lower(), match[1].lower())}"
    for element in markup.elements:
        if element.name == "meta" and element.attributes.get("name") == "color-scheme":
            yield "html-meta-color-scheme"
        elif element.name == "style" and (media := element.attributes.get("media")):
            yield from _features_of_media(media)
        elif element.name in {"input", "button"}:
            yield f"html-{element.name}-{element.attributes.get('type', 'text' if element.name == 'input' else 'submit')}"


_Counts = tuple[tuple[str, int], ...]


def _count(features: Iterable[str]) -> _Counts:
    return tuple(Counter(features).items())


@functools.lru_cache(maxsize=2048)
def _features_of_tag(name: str, *attributes: str) -> _Counts:
    found = {attribute for attribute in attributes if attribute in _ATTRIBUTES or attribute.startswith("aria-")}
    if "sizes" in attributes:
        found.add("srcset")
    features = [f"html-{attribute}" for attribute in found]
    if name not in _OLD and name not in {"input", "button"}:
        features.append(_ELEMENTS.get(name, f"html-{name}"))
    return _count(features)


@functools.lru_cache(maxsize=4096)
def _features_of_style(style: str) -> _Counts:
    comments = ["css-comments"] if "/*" in style else []
    return _count([*comments, *(feature for name, value in read_style(style).items() for feature in _features_of_declaration(name, value))])


@functools.lru_cache(maxsize=4096)
def _features_of_declaration(name: str, value: str) -> tuple[str, ...]:
    if name.startswith(("mso-", "-webkit-", "-moz-", "-ms-", "-o-")):
        return ()
    bare = _QUOTED.sub("", value[:_LONGEST])
    found = {_DISPLAYS.get(bare.partition("!")[0].strip().lower(), "css-display") if name == "display" else _feature_of_property(name)}
    found |= {feature for pattern, feature in _VALUES if pattern.search(bare)}
    for unit in _UNIT.findall(bare):
        if unit == "%":
            found.add("css-unit-percent")
        elif unit.lower() in _UNITS:
            found.add(f"css-unit-{unit.lower()}")
    if name == "background" and "url(" in value:
        found.add("css-background-image")
    return tuple(sorted(found))


def _feature_of_property(name: str) -> str:
    if name not in _PAGES:
        for pattern, feature in _FAMILIES:
            if match := pattern.fullmatch(name):
                return match.expand(feature)
    return f"css-{name}"


@functools.lru_cache(maxsize=256)
def _features_of_sheet(sheet: str) -> _Counts:
    comments = ["css-comments"] if "/*" in sheet else []
    return _count([*comments, *_features_of_rules(tinycss2.parse_stylesheet(sheet, skip_comments=True, skip_whitespace=True))])


def _features_of_rules(rules: Sequence[Node]) -> Iterator[str]:
    for rule in rules:
        if rule.type == "qualified-rule":
            yield from _features_of_rule(rule)
        elif rule.type == "at-rule":
            keyword = rule.lower_at_keyword
            if keyword != "charset" and not keyword.startswith("-"):
                yield f"css-at-{keyword}"
            if keyword == "media":
                yield from _features_of_conditions(tinycss2.serialize(rule.prelude))
            if rule.content is not None and keyword in {"media", "supports"}:
                yield from _features_of_rules(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True))


def _features_of_media(media: str) -> Iterator[str]:
    yield "css-at-media"
    yield from _features_of_conditions(media)


def _features_of_conditions(media: str) -> Iterator[str]:
    for found in sorted(set(_CONDITION.findall(media.lower()))):
        yield f"css-at-media-{found}"


def _features_of_rule(rule: QualifiedRule) -> Iterator[str]:
    yield from sorted(_features_of_selectors(rule.prelude))
    for part in tinycss2.parse_blocks_contents(rule.content, skip_comments=True, skip_whitespace=True):
        if isinstance(part, Declaration):
            important = " !important" if part.important else ""
            yield from _features_of_declaration(part.lower_name, f"{tinycss2.serialize(part.value)}{important}".strip())
        elif part.type == "qualified-rule":
            yield "css-nesting"


_COMBINATORS = {">": "css-selector-child", "+": "css-selector-adjacent-sibling", "~": "css-selector-general-sibling"}


def _features_of_selectors(prelude: Sequence[Node]) -> set[str]:
    """Return the features of a list of selectors (Selectors 4, 3.1): its parts, how they are put together, pseudo-classes."""
    found: set[str] = set()
    before = ""  # what stands directly before: a part, a gap that may be a combinator, the mark of a class or of a pseudo-class
    for token in prelude:
        said = token.value if token.type == "literal" else ""
        if token.type == "whitespace":
            before = "gap" if before in {"part", "gap"} else ""
        elif said == "," or said in _COMBINATORS:
            found.add(_COMBINATORS.get(said, "css-selector-grouping"))
            before = ""
        elif said == ":":
            before += said
        elif before.endswith(":"):
            found |= _pseudo(token, before)
            before = "part"
        elif before == ".":
            before = "part"
        elif feature := _PARTS.get(said or token.type):
            found |= {feature, *_JOINED.get(before, ())}
            before = "." if said == "." else "part"
    return found


def _pseudo(token: Node, before: str) -> set[str]:
    name = {"function": "lower_name", "ident": "lower_value"}.get(token.type)
    if name is None:
        return set()
    said = getattr(token, name)
    return {f"css-pseudo-{'element' if before.endswith('::') or said in _ONCE_ELEMENTS else 'class'}-{said}"}


_PARTS = {
    "ident": "css-selector-type",
    "*": "css-selector-universal",
    ".": "css-selector-class",
    "hash": "css-selector-id",
    "[] block": "css-selector-attribute",
}
_JOINED = {"part": ("css-selector-chaining",), "gap": ("css-selector-descendant",)}
_ONCE_ELEMENTS = frozenset({"after", "before", "first-letter", "first-line"})
"""Pseudo-elements that may be written with one colon (Selectors 4, 3.5)."""
