"""MJML to HTML, with the engine made safe for every script.

The engine (mrml, in the package mjml-python) is fast, and wrong in ways that matter to readers of Arabic, Thai and French.
Each is answered here, in one pass over the source and one over the result:

* It prints attribute values as Rust literals, so that a combining mark, a no-break space, a backslash or a quotation
  mark comes out as an escape of Rust's. Such a value travels as a key of plain letters and is put back at the end.
* It drops a gap between two tags that begins with a newline, and so glues words. A space before the newline keeps it.
* It takes closing tags as they come and runs out of stack some thousand elements deep: both are refused here, by line.
* It cannot read a padding with a bare ``0`` among others, and then makes Outlook's cells too wide by it.
* It links to Google Fonts; gives no table a ``dir``, which some readers' programs need beside ``direction``; prints widths
  with fractions, which Outlook does not read; and leaves Outlook's comments unjoined, which costs a tenth of a mail.
"""

from __future__ import annotations

import functools
import re
from typing import Final

from mjml import mjml2html

from newsletter.errors import TemplateError
from newsletter.model import Direction

TOKEN: Final = re.compile(
    r"([^<]*)<(?:"
    r"(/?)([A-Za-z][\w:.-]*+)([^<>\"'/]*+(?:(?:\"[^\"]*+\"|'[^']*+'|/(?!>))[^<>\"'/]*+)*)(/?)>"
    r"|!--\[if[^\]]*\]>(?:<!-->)?|!\[endif\]-->|!--<!\[endif\]-->"
    r"|(!--.*?-->))",
    re.DOTALL,
)
"""Text up to a tag, then the tag: closing slash, name, attributes, slash of an empty element; or a comment.

The tags inside Outlook's conditional comments are tokens too, since the engine reads them as elements.
"""

# fmt: off
VOID: Final = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
})
# fmt: on
"""HTML elements that are never closed (HTML Standard, 13.1.2)."""

# fmt: off
BLOCK: Final = frozenset({
    "blockquote", "body", "div", "h1", "h2", "h3", "h4", "h5", "h6", "head", "hr", "html", "li", "meta", "ol", "p",
    "style", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})
# fmt: on
"""HTML elements beside which a gap shows nothing."""

# fmt: off
ENDING: Final = frozenset({
    "mj-accordion-text", "mj-accordion-title", "mj-button", "mj-html-attribute", "mj-navbar-link", "mj-preview",
    "mj-raw", "mj-social-element", "mj-style", "mj-table", "mj-text", "mj-title",
})
# fmt: on
"""MJML elements that hold HTML."""

DEEPEST: Final = 200
"""Elements inside each other, at most; a mail that readers' programs can show has a tenth of that."""

_SINGLE = re.compile(r"=\s*'")
_VALUE = re.compile(r"(=\s*)(\"[^\"]*\"|'[^']*')")
_PADDING = re.compile(r"(?<=padding=\")[^\"]* [^\"]*")
_BREAKS = re.compile(r" *[\t\r\n][ \t\r\n]*")
_TABLE = re.compile(r"<table(?=[ >])(?! dir=)(?![^>]* dir=)")
_FRACTION = re.compile(r"( width=\"\d+)\.\d+(?=\")")
_BETWEEN = "<![endif]--><!--[if mso | IE]>"
_POSITION = re.compile(r"position (\d+)")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_QUOTED = re.compile(r"\s+[A-Za-z_:][\w:.-]*(?:\s*=\s*\"[^\"]*\")?")
_BARE = "“<” opens no tag here; write &lt; for the character"
_KEY = "kept-value-"


def compile_mjml(source: str, direction: Direction, template: str = "mail/mail.mjml") -> str:
    """Return the HTML of a mail.

    Takes MJML and the direction of its layout, which every table is given, Outlook's own tables included. A line break in an
    attribute becomes a space, as XML prescribes (XML 1.0, 3.3.3). Raises TemplateError, with the line in the source and a few
    words of it, for what the engine would refuse or silently spoil, and for fonts from elsewhere.
    """
    if (at := source.find("<mj-font")) >= 0:
        raise _error(template, source, at, "a mail fetches no fonts: they would tell others who reads it")
    preparation = _Preparation(source, template)
    prepared = preparation.make()
    try:
        html = mjml2html(prepared, disable_comments=True, fonts={})
    except ValueError as error:
        raise _explained(error, prepared, template) from error
    turned = f'<table dir="{direction}"'  # a table of the source may have a direction already; the engine gives none
    html = _TABLE.sub(turned, html) if "<table" in source else html.replace("<table ", f"{turned} ")
    html = _FRACTION.sub(r"\1", html).replace(_BETWEEN, "")
    return preparation.put_back(html)


class _Preparation:
    """One source on its way to the engine; line breaks outside attributes stay where they are."""

    def __init__(self, source: str, template: str) -> None:
        self.source, self.template = source, template
        self.key = _KEY
        while self.key in source:
            self.key += "x"
        self.values: list[str] = []
        self.open: list[tuple[str, int]] = []
        """The elements round the place that was read last, and where their opening tags end."""
        self.ending = 0
        """How many elements are open with the one that holds HTML; 0 outside of it."""

    def make(self) -> str:
        """Return the source as the engine can bear it. Raises TemplateError for tags that do not balance or lie too deep."""
        source, opened = self.source, self.open
        done: list[str] = []
        position = copied = 0
        beside = ""
        for token in TOKEN.finditer(source):
            if token.start() != position:
                break
            start, position = position, token.end()
            text, closing, name, attributes, empty, _ = token.groups()
            if text and ((self.ending and text[0] == "\n") or name == "mj-title") and (changed := self.changed(text, beside, name, closing)):
                done += source[copied:start], changed
                copied = start + len(text)
            if attributes and (better := self.better(name, attributes)) != attributes:
                at = start + len(text) + len(closing) + 1 + len(name)
                done += source[copied:at], better
                copied = at + len(attributes)
            beside = name
            if closing:
                if not opened or opened[-1][0] != name:
                    raise self.unmatched(name, position)
                opened.pop()
                if len(opened) < self.ending:
                    self.ending = 0
            elif name and not empty and name not in VOID:
                self.enter(name, position)
        if (at := source.find("<", position)) >= 0:
            raise self.error(at, _BARE)
        if self.open:
            raise self.error(self.open[-1][1] - 1, f"<{self.open[-1][0]}> is never closed")
        done.append(source[copied:])
        return "".join(done)

    def changed(self, text: str, beside: str, name: str, closing: str) -> str:
        """Return what must stand instead of the text between two tags; nothing where it may stay."""
        is_gap = text[0] == "\n" and self.ending and text.isspace()
        if is_gap and not (text.isascii() and (beside in BLOCK or name in BLOCK)):
            return text.replace("\n", "&#10;") if any(element == "pre" for element, _ in self.open) else f" {text}"
        if closing and name == "mj-title":
            return self.keep(text)  # the engine makes an attribute of it, too
        return ""

    def put_back(self, html: str) -> str:
        """Return the result with the attribute values that were kept from the engine."""
        if not self.values:
            return html
        return re.sub(rf"{self.key}(\d+);", lambda match: self.values[int(match[1])], html)

    def keep(self, value: str) -> str:
        """Return the key that a value travels as."""
        self.values.append(_BREAKS.sub(" ", value).replace('"', "&quot;"))
        return f"{self.key}{len(self.values) - 1};"

    def better(self, name: str, attributes: str) -> str:
        """Return a tag's attributes as the engine can bear them."""
        attributes, is_safe = _improve(name, attributes)
        return attributes if is_safe else _VALUE.sub(self.safe, attributes)

    def safe(self, match: re.Match[str]) -> str:
        """Return an attribute's equals sign and value, with a key for the value where it needs one."""
        value = match[2]
        if value[0] == '"' and _is_safe(value):
            return match[0]
        return f'{match[1]}"{self.keep(value[1:-1])}"'

    def enter(self, name: str, position: int) -> None:
        """Note an opening tag."""
        self.open.append((name, position))
        if len(self.open) > DEEPEST:
            raise self.error(position - 1, f"more than {DEEPEST} elements inside each other")
        if not self.ending and name in ENDING:
            self.ending = len(self.open)

    def unmatched(self, name: str, position: int) -> TemplateError:
        """Return an error for a closing tag that does not close the element that was opened last."""
        if not self.open:
            return self.error(position - 1, f"</{name}> closes nothing")
        element, opened = self.open[-1]
        line = self.source.count("\n", 0, opened) + 1
        return self.error(position - 1, f"</{name}> stands where <{element}> of line {line} is still open")

    def error(self, position: int, message: str) -> TemplateError:
        """Return an error that names the line of a position."""
        return _error(self.template, self.source, position, message)


@functools.lru_cache(maxsize=4096)
def _improve(name: str, attributes: str) -> tuple[str, bool]:
    """Return a tag's attributes with units in their paddings, and whether the engine prints them as they are; a mail repeats itself."""
    if "padding" in attributes and name.startswith("mj-"):
        attributes = _PADDING.sub(_with_units, attributes)
    return attributes, _is_safe(attributes)


def _with_units(match: re.Match[str]) -> str:
    """Return a padding whose zeros have their unit."""
    return re.sub(r"(?<![^ ])0(?![^ ])", "0px", match[0])


def _is_safe(attributes: str) -> bool:
    """Whether the engine prints attributes as they are."""
    if not (attributes.isascii() and attributes.isprintable()):
        return False
    if "\\" in attributes or "<" in attributes or ">" in attributes:
        return False
    return "'" not in attributes or not _SINGLE.search(attributes)


def _error(template: str, source: str, position: int, message: str) -> TemplateError:
    """Return an error that names the line of a position, and shows the words before it."""
    line = source.count("\n", 0, position) + 1
    words = source[source.rfind("\n", 0, position) + 1 : position + 1].strip()[-60:]
    return TemplateError(template, line, f"{message} (in the MJML made from it, after “{words}”)")


def _explained(error: ValueError, prepared: str, template: str) -> TemplateError:
    """Return what the engine refused, with a line if one can be told."""
    if found := _FORBIDDEN.search(prepared):
        return _error(template, prepared, found.start(), f"control character U+{ord(found[0]):04X}")
    for token in TOKEN.finditer(prepared):
        if token[4] and _QUOTED.sub("", token[4]).strip():
            return _error(template, prepared, token.end() - 1, "an attribute needs quotation marks round its value")
    if found := _POSITION.search(str(error)):
        return _error(template, prepared, len(prepared.encode()[: int(found[1])].decode(errors="replace")), str(error))
    return TemplateError(template, 0, str(error))
