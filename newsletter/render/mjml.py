"""MJML to HTML, with the engine made safe for every script.

The engine (mrml, in the package mjml-python) is fast, and wrong in ways that matter to readers of Arabic, Thai and French.
Each is answered here, in one pass over the source and one over the result:

* It prints attribute values as Rust literals, so that a combining mark, a no-break space, a backslash or a quotation
  mark comes out as an escape of Rust's; and it drops gaps between tags that begin with a newline, and so glues words. So
  it is not given the HTML in a mail at all, nor such a value of an MJML element: a number between tildes travels in place of
  each, and is put back at the end. That also halves its work.
* It takes closing tags as they come and runs out of stack some thousand elements deep: both are refused here, by line.
* It cannot read a padding with a bare ``0`` among others, and then makes Outlook's cells too wide by it.
* It sets sections, columns and groups from left to right, whatever the document's own ``dir`` says.
* It links to Google Fonts; gives no table a ``dir``, which some readers' programs need beside ``direction``; prints widths
  with fractions, which Outlook does not read; and leaves Outlook's comments unjoined, which costs a tenth of a mail.
"""

from __future__ import annotations

import functools
import itertools
import re
from typing import Final, NamedTuple

from mjml import mjml2html

from newsletter.errors import TemplateError
from newsletter.model import Direction
from newsletter.render.mjml_tags import BARE, DEEPEST, ENDING, Tag, cut, read_tag

# fmt: off
BLOCK: Final = frozenset({
    "blockquote", "body", "div", "h1", "h2", "h3", "h4", "h5", "h6", "head", "hr", "html", "li", "meta", "ol", "p",
    "style", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})
# fmt: on
"""HTML elements beside which a gap shows nothing."""

_MJML = "mj"
_SINGLE = re.compile(r"=\s*'")
_VALUE = re.compile(r"=\s*(\"[^\"]*\"|'[^']*')")
_PADDING = re.compile(r"(?<=padding=[\"'])[^\"']* [^\"']*")
_BREAKS = re.compile(r" *[\t\r\n][ \t\r\n]*")
_DIRECTION = re.compile(r"\sdir\s*=", re.IGNORECASE)
_AFTER_WIDTH = "|".join(rf"(?<={before}\d{{{digits}}}\.)" for before in (' width="', '[;"]width:') for digits in range(1, 9))
_FRACTION = re.compile(rf"\.(?=\d+(?:\"|px))(?:{_AFTER_WIDTH})\d+")
_BETWEEN = "<![endif]--><!--[if mso | IE]>"
_TURNED = '<mj-attributes><mj-all direction="rtl"/></mj-attributes>'
_POSITION = re.compile(r"position (\d+)")
_QUOTED = re.compile(r"\s+[A-Za-z_:][\w:.-]*(?:\s*=\s*(?:\"[^\"]*\"|'[^']*'))?")
TEMPLATE: Final = "mail/mail.mjml"
"""The template that a mail begins with."""

_FONT, _TITLE = "mj-font", "mj-title"


class MjmlError(TemplateError):
    """The engine would refuse the MJML that the templates made together, or silently spoil it; the line is counted in that MJML."""

    def __init__(self, template: str, source: str, position: int, fault: str) -> None:
        """Keep what is wrong and where in the source (-1 where unknown), and show the words before it."""
        self.position, self.fault = position, fault
        line = source.count("\n", 0, position) + 1 if position >= 0 else 0
        words = source[source.rfind("\n", 0, position) + 1 : position + 1].strip()[-60:] if line else ""
        super().__init__(template, line, f"{fault} (in the MJML made from it, after “{words}”)" if words else fault)

    def __reduce__(self) -> tuple[type[TemplateError], tuple[str, int, str]]:
        """Travel between processes without the source."""
        return TemplateError, (self.template, self.line, self.message)


def compile_mjml(source: str, direction: Direction, template: str = TEMPLATE) -> str:
    """Return the HTML of a mail.

    Takes MJML and the direction of its layout, which every section, column and group has that is not given another, and every
    table, Outlook's own tables included. A line break in an attribute becomes a space, as XML prescribes (XML 1.0, 3.3.3).
    Raises MjmlError, with the line in the source and a few words of it, for what the engine would refuse or silently spoil, and
    for fonts from elsewhere.
    """
    preparation = _Preparation(source, direction, template)
    preparation.make()
    if direction == "rtl":
        preparation.turn()
    try:
        html = mjml2html("".join(preparation.done), disable_comments=True, fonts={})
    except ValueError as error:
        raise preparation.explained(error) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # the engine's own, which is no Exception and has no public name
            raise
        raise MjmlError(template, source, -1, "the MJML compiler broke down over it; look for a comment or tag that is not finished") from None
    html = html.replace("<table", f'<table dir="{direction}"')  # all these are the engine's own
    return preparation.put_back(_FRACTION.sub("", html).replace(_BETWEEN, ""))


class _Tag(NamedTuple):
    """What is to be known of a tag, wherever it stands; a conditional comment has no name and changes nothing."""

    name: str = ""
    depth: int = 0
    """How many elements more are open after it: one, none, or one less."""
    pieces: tuple[str, ...] = ()
    """What must stand instead of it; empty where nothing need be done.

    Of an MJML element, every second piece is a value to be kept from the engine; a table is in two pieces round its direction.
    """


class _Preparation:
    """One source on its way to the engine and back."""

    def __init__(self, source: str, direction: Direction, template: str) -> None:
        self.source, self.direction, self.template = source, direction, template
        self.mark = "~" * (source.count("~") + 1)
        """What stands before and after a number that travels: more than there can be, even where a comment is dropped."""
        self.values: list[str] = []
        self.open: list[int] = [-1]
        """The tags that opened the elements round the place that was read last, after a stand-in for no tag."""
        self.parts = cut(source)
        self.tags = list(map(_read, self.parts[1::2]))
        self.done = self.parts.copy()
        """The parts as the engine can bear them."""

    def make(self) -> None:
        """Make the source as the engine can bear it. Raises MjmlError for tags that do not balance or lie too deep."""
        opened, tags = self.open, self.tags
        holder, ending = 0, 0  # the tag of the element that holds HTML, and how many are open with it; 0 outside of it
        for index, (is_blank, (name, depth, pieces)) in enumerate(zip(map(str.isspace, self.parts[::2]), tags)):  # noqa: B905
            if is_blank and ending and (name in BLOCK or tags[index - 1].name in BLOCK):
                self.drop_gap(index)
            if pieces:
                self.mend_tag(index)
            if depth > 0:
                opened.append(index)
                if not ending and name in ENDING:
                    holder, ending = index, len(opened)
                if len(opened) > DEEPEST + 1:
                    raise self.error(index, f"more than {DEEPEST} elements inside each other")
            elif depth:
                if len(opened) == 1 or tags[opened[-1]].name != name:
                    raise self.unmatched(name, index)
                opened.pop()
                if len(opened) < ending:
                    ending = 0
                    self.hold(holder, index)
        if (index := opened[-1]) >= 0:
            raise self.error(index, f"<{tags[index].name}> is never closed")

    def turn(self) -> None:
        """Set the layout from right to left, as if the template's own defaults, which still count, began with that."""
        names = [tag.name for tag in self.tags]
        if (head := "mj-head") in names:
            index = names.index(head)
            is_empty = not self.tags[index].depth
            self.done[2 * index + 1] = f"<{head}>{_TURNED}</{head}>" if is_empty else self.done[2 * index + 1] + _TURNED
        elif names and names[0] == "mjml":
            self.done[1] += f"<{head}>{_TURNED}</{head}>"

    def drop_gap(self, index: int) -> None:
        """Drop a gap that no reader sees, unless it is of spaces that are not to be lost."""
        if self.parts[2 * index].isascii():
            self.done[2 * index] = ""

    def mend_tag(self, index: int) -> None:
        """Put what the engine or a reader's program needs in place of a tag. Raises MjmlError for what is none, or has no place in a mail."""
        name, _, pieces = self.tags[index]
        if name == BARE:
            raise self.error(index, "“<” opens no tag here; write &lt; for the character")
        if name == _FONT:
            raise self.error(index, "a mail fetches no fonts: they would tell others who reads it")
        if name.startswith(_MJML):
            self.done[2 * index + 1] = "".join([self.keep(piece) if at % 2 else piece for at, piece in enumerate(pieces)])
        else:
            self.done[2 * index + 1] = f' dir="{self.direction}"'.join(pieces)

    def hold(self, first: int, last: int) -> None:
        """Keep the HTML between two tags from the engine, and a title, of which it makes an attribute."""
        inside = slice(2 * first + 2, 2 * last + 1)
        content = "".join(self.done[inside])
        if self.tags[first].name == _TITLE:
            content = _tidy(content)
        if last > first + 1 or not _is_safe(content):
            self.done[inside] = [self.keep(content), *[""] * (2 * (last - first - 1))]

    def keep(self, value: str) -> str:
        """Return the number, between marks, that a value travels as."""
        self.values.append(value)
        return f"{self.mark}{len(self.values) - 1}{self.mark}"

    def put_back(self, html: str) -> str:
        """Return the result with the values that were kept from the engine."""
        parts = html.split(self.mark)
        parts[1::2] = [self.values[int(number)] for number in parts[1::2]]
        return "".join(parts)

    def unmatched(self, name: str, index: int) -> MjmlError:
        """Return an error for a closing tag that does not close the element that was opened last."""
        if (opened := self.open[-1]) < 0:
            return self.error(index, f"</{name}> closes nothing")
        line = self.source.count("\n", 0, self.end(opened)) + 1
        return self.error(index, f"</{name}> stands where <{self.tags[opened].name}> of line {line} is still open")

    def end(self, index: int) -> int:
        """Return where a tag ends in the source."""
        return sum(map(len, self.parts[: 2 * index + 2]))

    def error(self, index: int, message: str) -> MjmlError:
        """Return an error that names the place of a tag."""
        return MjmlError(self.template, self.source, self.end(index) - 1, message)

    def explained(self, error: ValueError) -> MjmlError:
        """Return what the engine refused, with a place if one can be told."""
        for index, tag in enumerate(map(read_tag, self.parts[1::2])):
            if tag and _QUOTED.sub("", tag.attributes).strip():
                return self.error(index, "an attribute needs quotation marks round its value, and a space before its name")
        position = -1
        if found := _POSITION.search(str(error)):  # counted in bytes of what the engine was given, part by part the same
            ends = itertools.accumulate(len(part.encode()) for part in self.done)
            position = sum(len(part) for part, end in zip(self.parts, ends, strict=True) if end <= int(found[1]))
        return MjmlError(self.template, self.source, position, str(error))


@functools.lru_cache(maxsize=4096)
def _read(tag: str) -> _Tag:
    """Return what is to be known of a tag; kept, since a mail repeats itself."""
    name, depth, attributes, is_comment = read_tag(tag) or Tag(BARE)
    if is_comment:
        return _Tag(pieces=("",))
    if not name.startswith(_MJML):
        better = _VALUE.sub(lambda value: _BREAKS.sub(" ", value[0]), tag)
        if name == "table" and depth > 0 and not _DIRECTION.search(attributes):
            return _Tag(name, depth, (better[:6], better[6:]))
        return _Tag(name, depth, () if better == tag and name != BARE else (better,))
    better = _PADDING.sub(_with_units, tag) if "padding" in attributes else tag
    is_fine = better == tag and name != _FONT and _is_safe(attributes)
    return _Tag(name, depth, () if is_fine else _pieces(better))


def _pieces(tag: str) -> tuple[str, ...]:
    """Return a tag in pieces, every second of which is a value that the engine would misprint."""
    pieces, copied = [""], 0
    for match in _VALUE.finditer(tag):
        mark, value = match[1][0], match[1][1:-1]
        is_safe = _is_safe(value) and '"' not in value
        if mark == "'" or not is_safe:
            pieces[-1] += f'{tag[copied : match.start(1)]}"'
            copied = match.end()
            if is_safe:  # such as a width, which the engine has to read
                pieces[-1] += f'{value}"'
            else:
                pieces += _tidy(value), '"'
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
