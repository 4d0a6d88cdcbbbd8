"""HTML from elsewhere, made harmless and read into a small tree whose parts know their lines.

nh3 (the ammonia library, an HTML5 parser) throws out everything that is not on the list below, attributes and schemes of
addresses included. It forgets lines, so those that it would lose are marked in the text before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import NamedTuple

import nh3

from newsletter.intake.doubts import Doubts
from newsletter.sources import UNUSABLE

MAX_CHARACTERS = 2_000_000
MAX_TAGS = 60_000
MAX_DEPTH = 100
MAX_OPEN_STYLES = 12
"""How many of HTML's formatting elements may stand open at once: a parser opens them all again in every paragraph."""
_MARK = "\ue000"
"""Stands for a line break that nh3 would lose; a private character, taken out of the text before."""
_TOKEN = re.compile(r"<!--|<(/?)([A-Za-z][A-Za-z0-9:-]*)[^<>]*>")
_UNREAD = frozenset({"script", "style", "template", "noscript", "title", "textarea", "xmp", "noembed", "noframes", "plaintext"})
_STYLES = frozenset({"a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"})
_SELF_CLOSING = frozenset({"p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "html", "head", "body"})
_VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"})
BLOCKS = frozenset(
    """address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li
    main nav ol p pre section summary table tbody td tfoot th thead tr ul""".split()  # noqa: SIM905  a line a name would fill a page
)
_INLINE = frozenset(
    """a abbr acronym audio b bdi bdo big br button cite code data del dfn em embed font i iframe img input ins kbd label map mark math nobr object q
    rp rt ruby s samp select small source span strike strong sub sup svg time tt u var video wbr""".split()  # noqa: SIM905
)
_ATTRIBUTES = {
    "*": {"lang", "dir", "id", "class", "style", "title", "hidden", "data-fn", "name"},
    "a": {"href", "download"},
    "img": {"src", "alt", "width", "height", "data-src", "data-orig-file"},
    "iframe": {"src"},
    "video": {"src"},
    "audio": {"src"},
    "source": {"src"},
    "embed": {"src"},
    "object": {"data"},
    "ol": {"start", "reversed", "type"},
    **{name: {"colspan", "rowspan"} for name in ("td", "th")},
    "q": {"cite"},
    "time": {"datetime"},
}


class Words(NamedTuple):
    """Characters between tags, and the line they begin on."""

    text: str
    line: int


@dataclass(slots=True)
class Element:
    """One element: its attributes by lower-case name, and what is in it."""

    name: str
    line: int
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | Words] = field(default_factory=list)

    def has_class(self, *names: str) -> bool:
        """Whether the element has one of these classes."""
        return not set(names).isdisjoint(self.attributes.get("class", "").split())

    def walk(self) -> Iterator[Element]:
        """Yield the elements inside this one, in the document's order."""
        waiting = [child for child in reversed(self.children) if isinstance(child, Element)]
        while waiting:
            element = waiting.pop()
            yield element
            waiting += [child for child in reversed(element.children) if isinstance(child, Element)]

    def find(self, *names: str) -> Element | None:
        """Return the first element inside this one that is called one of *names*."""
        return next((element for element in self.walk() if element.name in names), None)

    def has_blocks(self) -> bool:
        """Whether an element inside this one makes a block of its own."""
        return any(element.name in BLOCKS for element in self.walk())

    def plain(self) -> str:
        """Return the words inside, white space folded."""
        parts: list[str] = []
        waiting: list[Element | Words] = list(reversed(self.children))
        while waiting:
            part = waiting.pop()
            if isinstance(part, Words):
                parts.append(part.text)
            else:
                parts += [" "] if part.name in BLOCKS or part.name == "br" else []
                waiting += reversed(part.children)
        return " ".join("".join(parts).split())


def read_html(text: str, first_line: int, doubts: Doubts) -> Element | None:
    """Return the tree of an HTML *text* that begins on *first_line* of its file; None after telling why it cannot be read.

    Scripts and styles go, with a word to *doubts*; so does everything beyond the sizes and depths named above.
    """
    if len(text) > MAX_CHARACTERS:
        doubts.tell(first_line, "too-large", f"{MAX_CHARACTERS // 1_000_000} million characters")
        return None
    prepared = _prepare(UNUSABLE.sub(_replace, text.replace("\r\n", "\n").replace("\r", "\n")).replace(_MARK, ""), first_line, doubts)
    if prepared is None:
        return None
    clean = nh3.clean(
        prepared,
        tags=set(BLOCKS | _INLINE),
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        strip_comments=True,
        link_rel=None,
        clean_content_tags=set(),
    )
    return _Builder(first_line, doubts).build(clean)


def _replace(match: re.Match[str]) -> str:
    return "\n" if match[0] in "\u2028\u2029\x85" else ("\ufffd" if match[0] == "\ufffd" else "")


def _prepare(text: str, first_line: int, doubts: Doubts) -> str | None:
    """Take out comments and what is never read, keep count of their lines, and refuse what would keep a parser busy for hours."""
    parts: list[str] = []
    open_elements, open_styles, tags, position, line = 0, 0, 0, 0, first_line
    while match := _TOKEN.search(text, position):
        line += text.count("\n", position, match.start())
        parts.append(text[position : match.start()])
        name, is_end = (match[2] or "").lower(), bool(match[1])
        if not name or (name in _UNREAD and not is_end):
            position = _end_of_unread(text, match.end(), name)
            lost = text[match.start() : position]
            if name in {"script", "style"}:
                doubts.tell(line, "script", name)
            parts.append(_MARK * lost.count("\n"))
        else:
            position, lost = match.end(), match[0]
            parts.append(lost.replace("\n", " ") + _MARK * lost.count("\n"))
            tags += 1
            step = 0 if name in _VOID or name in _SELF_CLOSING else -1 if is_end else 1
            if name in _STYLES:
                open_styles = max(0, open_styles + step)
            else:
                open_elements = max(0, open_elements + step)
            if tags > MAX_TAGS or open_elements > MAX_DEPTH or open_styles > MAX_OPEN_STYLES:
                doubts.tell(line, "too-large", f"{MAX_TAGS} tags") if tags > MAX_TAGS else doubts.tell(line, "too-deep")
                return None
        line += lost.count("\n")
    parts.append(text[position:])
    return "".join(parts)


def _end_of_unread(text: str, start: int, name: str) -> int:
    """Return where a comment, or an element that is not read, ends; at the end of the text where nobody closed it."""
    if not name:
        end = text.find("-->", start)
        return len(text) if end < 0 else end + 3
    match = re.compile(rf"</{name}[^>]*>", re.IGNORECASE).search(text, start)
    return match.end() if match else len(text)


class _Builder(HTMLParser):
    """Reads what nh3 has cleaned: every tag is closed, every attribute quoted."""

    def __init__(self, first_line: int, doubts: Doubts) -> None:
        super().__init__(convert_charrefs=True)
        self.line, self.doubts = first_line, doubts
        self.open = [Element("", first_line)]

    def build(self, text: str) -> Element:
        self.feed(text)
        self.close()
        return self.open[0]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, self.line, {name: UNUSABLE.sub("", (value or "").replace(_MARK, "")) for name, value in attrs})
        self.line += sum((value or "").count(_MARK) for _, value in attrs)
        self.open[-1].children.append(element)
        if tag not in _VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if len(self.open) > 1 and self.open[-1].name == tag:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if "\ufffd" in data:
            self.doubts.tell(self.line, "lost-character")
        text = UNUSABLE.sub("", data.replace(_MARK, ""))
        if text:
            self.open[-1].children.append(Words(text, self.line))
        self.line += data.count("\n") + data.count(_MARK)
