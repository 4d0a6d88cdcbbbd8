"""The mail uses what many mail programs drop, or what is not safe to send.

Why: Gmail, Outlook, Yahoo, GMX and Orange take out elements and styles that browsers know (caniemail.com), so that columns fall
apart and sides are lost; scripts and forms make filters suspicious; fonts from elsewhere tell others who reads the mail. What is
spaced, slanted or set in capitals is torn apart or unreadable in scripts that have no such forms. A picture without width is
shown at twice its size by Outlook, and a table that says nothing of its role is read out cell by cell (WCAG 2.2, 1.3.1).
What to do: mend the template. Sides are computed: ``start`` and ``end`` of docs/templates.md.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterator, Mapping

from newsletter.model import Element, Markup, Problem, Proof, Severity, read_style

ID = "mail-markup"
HINT = "Mend the template: see docs/rules.md#mail-markup."

# fmt: off
_DROPPED = frozenset({
    "applet", "audio", "base", "bdi", "button", "canvas", "embed", "form", "frame", "frameset", "iframe", "input", "link", "math",
    "object", "picture", "portal", "script", "select", "svg", "textarea", "video", "wbr",
})
# fmt: on
_LOGICAL = re.compile(r"(?:^|-)(?:inline|block)(?:-|$)|^border-(?:start|end)-|^inset")
_SIDES = frozenset({"start", "end", "inline-start", "inline-end"})
_SIDED = frozenset({"text-align", "float", "clear"})
_LAYOUT = re.compile(r"(?:inline-)?(?:flex|grid)$")
_REM = re.compile(r"[\d.]rem\b")
_GENERIC = frozenset({"serif", "sans-serif", "monospace", "cursive", "fantasy", "system-ui", "inherit"})
_FETCHED = ("@import", "@font-face", "fonts.googleapis.", "fonts.gstatic.")
_GHOST = re.compile(r"<table\b(?![^>]*\srole=\"(?:presentation|none)\")")
_WIDTH = re.compile(r"[1-9][0-9]*")
_PICTURE = re.compile(r"(?:https://|cid:)(?!.*\.(?:svgz?|webp|avif)(?:[?#]|$))", re.IGNORECASE)
_HEAD_CELL = "th"  # of a table; the others are "td"
_LOOKED_AT = frozenset({"img", "table", _HEAD_CELL})
_SCOPES = frozenset({"col", "row", "colgroup", "rowgroup"})
_LAID_OUT = frozenset({"presentation", "none"})

# fmt: off
_PLAIN: Mapping[str, frozenset[str]] = {
    "font-style": frozenset({"normal"}),
    "text-transform": frozenset({"none"}),
    "letter-spacing": frozenset({"normal", "0", "0px", "0em"}),
    "font-variant": frozenset({"normal"}),
}
# fmt: on
_SLANTED = frozenset({"address", "cite", "dfn", "em", "i", "var"})
"""Elements that slant without being told to (HTML, 15.3.4)."""


def check(proof: Proof) -> Iterator[Problem]:
    """Yield a problem for each kind of thing in a mail that a reader's program would drop or show wrongly."""
    for entry in proof.editions:
        if entry.mail is None:
            continue
        tag = entry.edition.language.tag
        markup = entry.mail.markup
        told: dict[tuple[str, Severity], int] = {}
        for fault, severity, place in (*_faults(markup), *_styled(markup), *_unread(markup)):
            told.setdefault((fault, severity), place)
        for (fault, severity), place in told.items():
            slot = entry.story_at(place)
            where = f", first at {slot.article.slug}" if slot else ""
            yield Problem(entry.edition.source, ID, f"the {tag} mail {fault}{where}", HINT, severity, tag)


_Fault = tuple[str, Severity, int]


def _faults(markup: Markup) -> Iterator[_Fault]:
    """Yield what is wrong with elements and their attributes; each kind is looked for where there is one at all."""
    elements = markup.elements
    for name in sorted(_DROPPED.intersection([element.name for element in elements])):
        yield f"has a {name} element, which mail programs drop", "error", [element.name for element in elements].index(name)
    attributes: set[str] = set()
    attributes.update(*[element.attributes for element in elements])
    for name in sorted(name for name in attributes if name.startswith("on")):
        yield f"has a script in an attribute, {name}", "error", [name in element.attributes for element in elements].index(True)
    places = [place for place, element in enumerate(elements) if element.name in _LOOKED_AT]
    titled = {_table_of(markup, elements[place]) for place in places if elements[place].name == _HEAD_CELL}
    for place in places:
        name, values = elements[place].name, elements[place].attributes
        if name == "img":
            yield from ((said, severity, place) for said, severity in _picture(values))
        elif name == "table":
            yield from ((said, "error", place) for said in _table(values, is_data=place in titled))
        elif values.get("scope") not in _SCOPES:
            yield "has a head cell without scope", "error", place


def _table_of(markup: Markup, element: Element) -> int:
    return next((index for index in markup.path(element.parent) if markup.elements[index].name == "table"), -1)


def _picture(attributes: Mapping[str, str]) -> Iterator[tuple[str, Severity]]:
    source = attributes.get("src", "")
    if "alt" not in attributes:
        yield f"has a picture without alt: {source}", "error"
    if not _WIDTH.fullmatch(attributes.get("width", "")):
        yield f"has a picture without a width in whole pixels: {source}", "error"
    if not _PICTURE.match(source):
        severity: Severity = "warning" if source.startswith("http://") else "error"
        yield f"has a picture that mail programs do not show: {source[:100]!r} (https, and neither SVG nor WebP)", severity


def _table(attributes: Mapping[str, str], *, is_data: bool) -> Iterator[str]:
    role = attributes.get("role")
    if is_data and role in _LAID_OUT:
        yield "has a table with head cells and role=presentation, so that nobody hears its heads"
    elif not is_data and role not in _LAID_OUT:
        yield "has a table that is neither for layout (role=presentation) nor has head cells (th)"


@functools.lru_cache(maxsize=4096)
def _style(style: str) -> tuple[tuple[str, Severity], ...]:
    """Return what mail programs drop of an inline style."""
    return tuple(_declarations(style))


def _declarations(style: str) -> Iterator[tuple[str, Severity]]:
    for name, value in read_style(style).items():
        shown = f"{name}:{value[:40]}"
        if _LOGICAL.search(name) or (name in _SIDED and value in _SIDES):
            yield f"has a logical side in a style, {shown}", "error"
        elif name.startswith(("flex", "grid")) or (name == "display" and _LAYOUT.match(value)):
            yield f"has a layout in a style that Outlook does not know, {shown}", "error"
        elif "var(" in value or _REM.search(value):
            yield f"has a measure or name in a style that mail programs do not know, {shown}", "error"
        elif name == "word-break" and "break-all" in value:
            yield "has word-break:break-all, which tears syllables apart", "error"
        elif name in {"font-family", "font"} and re.split(r"[\s,]+", value.lower().removesuffix("!important").strip())[-1] not in _GENERIC:
            yield f"has fonts that end in no generic family, {shown}", "warning"


def _styled(markup: Markup) -> Iterator[_Fault]:
    """Yield what is wrong in inline styles, with the first element that has it."""
    styles = {style: _style(style) for style in {element.attributes.get("style", "") for element in markup.elements}}
    for style in [style for style, faults in styles.items() if faults]:
        place = [element.attributes.get("style") for element in markup.elements].index(style)
        yield from ((said, severity, place) for said, severity in styles[style])
    shaped = {style for style in styles if not _PLAIN.keys().isdisjoint(read_style(style))}
    suspects = [place for place, element in enumerate(markup.elements) if element.name in _SLANTED or element.attributes.get("style") in shaped]
    if suspects:
        yield from _misset(markup, frozenset(suspects))


def _misset(markup: Markup, suspects: frozenset[int]) -> Iterator[_Fault]:
    """Yield what is spaced, slanted or in capitals although its letters know no such forms."""
    for run in markup.runs:
        path = list(markup.path(run.element))
        if suspects.isdisjoint(path) or not any(unicodedata.category(character) == "Lo" for character in run.text if not character.isascii()):
            continue
        for name, plain in _PLAIN.items():
            found = next((value for place in path if (value := _told(markup.elements[place], name))), "")
            if found and found not in plain:
                yield f"sets {name}:{found} on letters that have no such form", "error" if name == "letter-spacing" else "warning", run.element


def _told(element: Element, name: str) -> str:
    """Return what an element says of a property, by its style or by its name; empty where it says nothing."""
    return element.style.get(name, "italic" if name == "font-style" and element.name in _SLANTED else "")


def _unread(markup: Markup) -> Iterator[_Fault]:
    """Yield what is wrong outside the body's own elements: in style sheets, and in what only Outlook reads."""
    comments = "".join(markup.comments)
    styles = "".join([*markup.sheets, comments]).lower()
    yield from ((f"fetches fonts or styles from elsewhere, {found}", "error", -1) for found in _FETCHED if found in styles)
    if _GHOST.search(comments):
        yield "has a table without role=presentation among those that only Outlook sees", "error", -1
    if any(element.name == "style" and "body" in [around.name for around in markup.around(element.parent)] for element in markup.elements):
        yield "has a style element in its body, where Gmail drops it", "error", -1
