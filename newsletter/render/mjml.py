"""MJML to HTML, with the engine made safe for every script.

The engine (mrml, in the package mjml-python) is fast, and wrong in ways that matter to readers of Arabic, Thai and French.
Each is answered here, in one pass over the source and one over the result:

* It prints attribute values as Rust literals, so that a combining mark, a no-break space, a backslash or a quotation
  mark comes out as an escape of Rust's. Such a value travels as a number between tildes and is put back at the end.
* It drops a gap between two tags that begins with a newline, and so glues words. A space before the newline keeps it.
* It takes closing tags as they come and runs out of stack some thousand elements deep: both are refused here, by line.
* It cannot read a padding with a bare ``0`` among others, and then makes Outlook's cells too wide by it.
* It links to Google Fonts; gives no table a ``dir``, which some readers' programs need beside ``direction``; prints widths
  with fractions, which Outlook does not read; and leaves Outlook's comments unjoined, which costs a tenth of a mail.
"""

from __future__ import annotations

import functools
import re
from typing import Final, NamedTuple, cast

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

_TAG = re.compile(r"(<[^>]*>)")
_SINGLE = re.compile(r"=\s*'")
_VALUE = re.compile(r"=\s*(\"[^\"]*\"|'[^']*')")
_PADDING = re.compile(r"(?<=padding=\")[^\"]* [^\"]*")
_BREAKS = re.compile(r" *[\t\r\n][ \t\r\n]*")
_TABLE = re.compile(r"<table(?=[ >])(?! dir=)(?![^>]* dir=)")
_AFTER_WIDTH = "|".join(rf'(?<= width="\d{{{digits}}}\.)' for digits in range(1, 9))
_FRACTION = re.compile(rf"\.(?=\d+\")(?:{_AFTER_WIDTH})\d+")
_BETWEEN = "<![endif]--><!--[if mso | IE]>"
_POSITION = re.compile(r"position (\d+)")
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_QUOTED = re.compile(r"\s+[A-Za-z_:][\w:.-]*(?:\s*=\s*\"[^\"]*\")?")
_FONT = "<mj-font"
_TITLE = "mj-title"
_BARE = "“<” opens no tag here; write &lt; for the character"


def compile_mjml(source: str, direction: Direction, template: str = "mail/mail.mjml") -> str:
    """Return the HTML of a mail.

    Takes MJML and the direction of its layout, which every table is given, Outlook's own tables included. A line break in an
    attribute becomes a space, as XML prescribes (XML 1.0, 3.3.3). Raises TemplateError, with the line in the source and a few
    words of it, for what the engine would refuse or silently spoil, and for fonts from elsewhere.
    """
    preparation = _Preparation(source, template)
    prepared = preparation.make()
    try:
        html = mjml2html(prepared, disable_comments=True, fonts={})
    except ValueError as error:
        raise _explained(error, prepared, template) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # the engine's own, which is no Exception and has no public name
            raise
        raise TemplateError(template, 0, "the MJML compiler broke down over it; look for a comment or tag that is not finished") from None
    html = _TABLE.sub(f'<table dir="{direction}"', html)  # the engine gives none; a table of the source may have one already
    html = _FRACTION.sub("", html).replace(_BETWEEN, "")
    return preparation.put_back(html)


class _Tag(NamedTuple):
    """What is to be known of a tag, wherever it stands; a conditional comment has no name and changes nothing."""

    name: str = ""
    depth: int = 0
    """How many elements more are open after it: one, none, or one less."""
    pieces: tuple[str, ...] = ()
    """What must stand instead of it, every second piece a value to be kept from the engine; empty where nothing need be done."""


class _Preparation:
    """One source on its way to the engine; line breaks outside attributes stay where they are."""

    def __init__(self, source: str, template: str) -> None:
        self.source, self.template = source, template
        self.mark = "~" * (source.count("~") + 1)
        """What stands before and after the number that a value travels as: more than there can be, even where a comment is dropped."""
        self.values: list[str] = []
        self.open: list[int] = [-1]
        """The tags that opened the elements round the place that was read last, after a stand-in for no tag."""
        self.parts, self.tags = self.cut()
        self.done = self.parts.copy()
        """The parts as the engine can bear them."""

    def cut(self) -> tuple[list[str], list[_Tag]]:
        """Return the source as text, tag, text, …, text, and what is to be known of the tags; the last text has all that is no tag.

        Nearly always every tag ends with the first ``>``; only a source in which one does not is cut by the whole grammar.
        """
        parts = _TAG.split(self.source)
        tags = list(map(_read, parts[1::2]))
        if all(tags) and "<" not in parts[-1]:
            return parts, cast("list[_Tag]", tags)
        if (at := self.source.find(_FONT)) >= 0:
            raise _error(self.template, self.source, at, "a mail fetches no fonts: they would tell others who reads it")
        parts, position = [], 0
        for token in TOKEN.finditer(self.source):
            if token.start() != position:
                break
            position = token.end()
            parts += token[1], self.source[token.end(1) : position]
        return [*parts, self.source[position:]], [_read(tag) or _Tag() for tag in parts[1::2]]

    def make(self) -> str:
        """Return the source as the engine can bear it. Raises TemplateError for tags that do not balance or lie too deep."""
        opened, tags = self.open, self.tags
        ending = 0  # how many elements are open with the one that holds HTML; 0 outside of it
        for index, (is_blank, (name, depth, pieces)) in enumerate(zip(map(str.isspace, self.parts[::2]), tags)):  # noqa: B905
            if is_blank and ending:
                self.mend_gap(index)
            if pieces:
                self.mend_tag(index)
            if depth > 0:
                opened.append(index)
                if not ending and name in ENDING:
                    ending = len(opened)
                if len(opened) > DEEPEST + 1:
                    raise self.error(index, f"more than {DEEPEST} elements inside each other")
            elif depth:
                if len(opened) == 1 or tags[opened[-1]].name != name:
                    raise self.unmatched(name, index)
                opened.pop()
                if len(opened) < ending:
                    ending = 0
        self.finish()
        return "".join(self.done)

    def finish(self) -> None:
        """Raise TemplateError where the source goes on after its last tag, or an element is open still."""
        rest = self.parts[-1]
        if (at := rest.find("<")) >= 0:
            raise _error(self.template, self.source, len(self.source) - len(rest) + at, _BARE)
        if (index := self.open[-1]) >= 0:
            raise self.error(index, f"<{self.tags[index].name}> is never closed")

    def mend_gap(self, index: int) -> None:
        """Keep a gap before a tag, if the engine would drop it and a reader would miss it."""
        text = self.parts[2 * index]
        if text[0] != "\n" or (text.isascii() and not BLOCK.isdisjoint((self.tags[index].name, self.tags[index - 1].name))):
            return
        is_poem = any(self.tags[opened].name == "pre" for opened in self.open[1:])
        self.done[2 * index] = text.replace("\n", "&#10;") if is_poem else f" {text}"

    def mend_tag(self, index: int) -> None:
        """Keep a tag's values from the engine, or the title that it ends: of that, too, the engine makes an attribute."""
        name, depth, pieces = self.tags[index]
        text = self.parts[2 * index]
        if name == _TITLE and depth < 0 and text and self.done[2 * index] == text:
            self.done[2 * index] = self.keep(_tidy(text))
        self.done[2 * index + 1] = "".join([self.keep(piece) if at % 2 else piece for at, piece in enumerate(pieces)])

    def keep(self, value: str) -> str:
        """Return the number, between marks, that a value travels as."""
        self.values.append(value)
        return f"{self.mark}{len(self.values) - 1}{self.mark}"

    def put_back(self, html: str) -> str:
        """Return the result with the values that were kept from the engine."""
        parts = html.split(self.mark)
        parts[1::2] = [self.values[int(number)] for number in parts[1::2]]
        return "".join(parts)

    def unmatched(self, name: str, index: int) -> TemplateError:
        """Return an error for a closing tag that does not close the element that was opened last."""
        if (opened := self.open[-1]) < 0:
            return self.error(index, f"</{name}> closes nothing")
        line = self.source.count("\n", 0, self.end(opened)) + 1
        return self.error(index, f"</{name}> stands where <{self.tags[opened].name}> of line {line} is still open")

    def end(self, index: int) -> int:
        """Return where a tag ends in the source."""
        return sum(map(len, self.parts[: 2 * index + 2]))

    def error(self, index: int, message: str) -> TemplateError:
        """Return an error that names the line of a tag."""
        return _error(self.template, self.source, self.end(index) - 1, message)


@functools.lru_cache(maxsize=4096)
def _read(tag: str) -> _Tag | None:
    """Return what is to be known of a tag or a conditional comment, None for anything that needs a closer look; a mail repeats itself."""
    token = TOKEN.fullmatch(tag)
    if not token or token[6] or _FONT in tag:
        return None
    _, closing, name, attributes, empty, _ = token.groups()
    if not name:
        return _Tag()
    better = tag
    if "padding" in attributes and name.startswith("mj-"):
        better = _PADDING.sub(_with_units, tag)
    is_fine = better == tag and name != _TITLE and _is_safe(attributes)
    depth = -1 if closing else int(not empty and name not in VOID)
    return _Tag(name, depth, () if is_fine else _pieces(better))


def _pieces(tag: str) -> tuple[str, ...]:
    """Return a tag in pieces, every second of which is a value that the engine would misprint."""
    pieces, copied = [""], 0
    for match in _VALUE.finditer(tag):
        value = match[1]
        if value[0] == "'" or not _is_safe(value):
            pieces[-1] += f'{tag[copied : match.start(1)]}"'
            pieces += _tidy(value[1:-1]), '"'
            copied = match.end()
    pieces[-1] += tag[copied:]
    return tuple(pieces)


def _tidy(value: str) -> str:
    """Return a value as it may stand between quotation marks, on one line."""
    return _BREAKS.sub(" ", value).replace('"', "&quot;")


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
