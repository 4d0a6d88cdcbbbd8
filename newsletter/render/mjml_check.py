"""What is wrong with a piece of MJML: the engine itself keeps silent about nearly all of it.

The facts (elements, attributes, units, who may stand in whom, and what the engine leaves out) are data: ``mjml.json``.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final, NamedTuple

from newsletter.render.mjml_tags import BARE, DEEPEST, ENDING, cut, read_tag

FACTS: Final[dict[str, Any]] = json.loads(Path(__file__).with_name("mjml.json").read_text("utf-8"))
"""``elements`` (``children`` and ``attributes`` of each), ``everywhere``, ``ignored``, ``missing``."""

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
"""Characters that XML has not (XML 1.0, 2.2)."""
_ATTRIBUTE = re.compile(r"([^\s=\"'<>/]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>]+)))?")
_ENUM = re.compile(r"enum\((.*)\)")
_UNIT = re.compile(r"(?:unit|unitWithNegative)\((.*?)\)(?:\{1,(\d)\})?")
_ANYTHING_IN = frozenset({"mj-attributes", "mj-class"})
_BEGINS_FOR_OUTLOOK = "<!--[if"


class Finding(NamedTuple):
    """One mistake, where it begins in the source, and what to do about it."""

    position: int
    message: str
    hint: str = ""


class _Judgement(NamedTuple):
    """What is to be said of a tag where it stands; positions are counted from its ``<``."""

    name: str
    depth: int
    findings: tuple[Finding, ...]


def check_mjml(source: str) -> tuple[Finding, ...]:
    """Return what is wrong with a piece of MJML, in the order of the source; nothing for a sound one. Raises nothing."""
    check = _Check(source)
    check.read()
    return tuple(sorted(check.found))


class _Check:
    """One reading of one source."""

    def __init__(self, source: str) -> None:
        self.source, self.parts = source, cut(source)
        self.found = [Finding(match.start(), f"control character U+{ord(match[0]):04X}", "remove it") for match in _FORBIDDEN.finditer(source)]
        self.open: list[tuple[str, int]] = []
        """The elements round the place that is read: name, and the index of the tag among the parts."""
        self.is_too_deep = False

    def read(self) -> None:
        """Find everything that is wrong."""
        opened, parts = self.open, self.parts
        where, holder = "", 0  # the element that all is judged by; how many are open with the one that holds HTML, 0 outside of it
        for index in range(1, len(parts), 2):
            if not holder and not parts[index - 1].isspace():
                self.note_words(index - 1)
            name, depth, findings = _judge(parts[index], where)
            if findings:
                self.note(index, findings)
            if depth > 0:
                opened.append((name, index))
                if not holder:
                    where = name
                    holder = len(opened) if name in ENDING else 0
                if len(opened) > DEEPEST:
                    self.note_depth(index)
            elif depth:
                self.close(name, index)
                if len(opened) < holder:
                    holder = 0
                if not holder:
                    where = opened[-1][0] if opened else ""
        self.note_words(len(parts) - 1)
        for name, index in opened[:DEEPEST]:
            self.note(index, [Finding(0, f"<{name}> is never closed", f"add </{name}>")])

    def note(self, index: int, findings: Iterable[Finding]) -> None:
        """Keep what was found in a part."""
        start = sum(map(len, self.parts[:index]))
        self.found += [Finding(start + position, message, hint) for position, message, hint in findings]

    def note_depth(self, index: int) -> None:
        """Note, once, elements that lie too deep."""
        if not self.is_too_deep:
            message = f"more than {DEEPEST} elements inside each other"
            self.note(index, [Finding(0, message, "close each before the next begins; no mail needs a tenth of that")])
        self.is_too_deep = True

    def note_words(self, index: int) -> None:
        """Note words that stand where MJML has only elements."""
        text = self.parts[index]
        words = text.strip()
        if words and all(name in FACTS["elements"] and name not in ENDING for name, _ in self.open):
            inside = f"<{self.open[-1][0]}>" if self.open else "the document"
            self.note(index, [Finding(text.index(words[0]), f"words in {inside}: “{words[:30]}”", "put them into <mj-text>")])

    def close(self, name: str, index: int) -> None:
        """Close an element, and note a tag that closes something else or nothing."""
        opened = self.open
        if opened and opened[-1][0] == name:
            opened.pop()
        elif not any(element == name for element, _ in opened):
            self.note(index, [Finding(0, f"</{name}> closes nothing", "remove it, or open the element first")])
        else:
            while (inner := opened.pop())[0] != name:
                self.note(inner[1], [Finding(0, f"<{inner[0]}> is never closed", f"add </{inner[0]}> before </{name}>")])


@functools.lru_cache(maxsize=4096)
def _judge(tag: str, where: str) -> _Judgement:
    """Judge a tag inside the element *where* (the one that holds HTML, if there is one round it); kept, since a mail repeats itself."""
    read = read_tag(tag)
    if read is None:
        return _Judgement("", 0, (Finding(0, f"“{BARE}” opens no tag here", "write &lt; for the character"),))
    if read.is_comment and tag.startswith(_BEGINS_FOR_OUTLOOK):
        return _Judgement("", 0, (Finding(0, "a comment for Outlook that is not finished", "write <!--[if mso]> … <![endif]-->"),))
    name, depth, attributes, _ = read
    return _Judgement(name, depth, tuple(_entering(name, attributes, where)) if name and depth >= 0 else ())


def _entering(name: str, attributes: str, where: str) -> Iterator[Finding]:
    """Yield what is wrong with an opening tag."""
    element = FACTS["elements"].get(name)
    if name in FACTS["missing"]:
        yield Finding(0, f"the engine does not know <{name}>", FACTS["missing"][name])
    elif where in ENDING and name.startswith("mj-"):
        yield Finding(0, f"<{name}> inside <{where}>, which holds HTML only", f"close <{where}> first")
    elif where in ENDING:
        yield from _unquoted(attributes)
    elif element is None and name.startswith("mj"):
        yield Finding(0, f"unknown element <{name}>", _nearest(name, FACTS["elements"]))
    elif element is None:
        yield Finding(0, f"HTML outside of an element that holds it: <{name}>", "put it into <mj-text> or <mj-raw>")
    else:
        yield from _misplaced(name, where)
        yield from _unquoted(attributes)
        yield from _unfit(name, attributes, element["attributes"])


def _misplaced(name: str, parent: str) -> Iterator[Finding]:
    """Yield a finding for an element that may not stand where it does."""
    if not parent:
        if name != "mjml":
            yield Finding(0, f"<{name}> outside of <mjml>", "a mail is one <mjml> element")
        return
    children = FACTS["elements"].get(parent, {}).get("children")
    if parent not in _ANYTHING_IN and children is not None and name not in children:
        homes = sorted(home for home, facts in FACTS["elements"].items() if name in (facts["children"] or ()))
        hint = f"it may stand in {', '.join(f'<{home}>' for home in homes)}" if homes else ""
        yield Finding(0, f"<{name}> may not stand in <{parent}>", hint)


def _unquoted(attributes: str) -> Iterator[Finding]:
    """Yield a finding for each value without quotation marks, which the engine refuses without saying where."""
    for match in _ATTRIBUTE.finditer(attributes):
        if match[4] is not None:
            yield Finding(0, f"{match[1]}={match[4]} without quotation marks", f'write {match[1]}="{match[4]}"')


def _unfit(name: str, attributes: str, known: dict[str, str] | None) -> Iterator[Finding]:
    """Yield what is wrong with an MJML element's attributes; all are known where ``known`` is None."""
    for match in _ATTRIBUTE.finditer(attributes):
        attribute = match[1]
        value = match[2] or match[3] or match[4] or ""
        at = 1 + len(name) + match.start()
        if attribute in FACTS["ignored"].get(name, ()):
            yield Finding(at, f"the engine ignores {attribute} on <{name}>", "reach the same with padding or HTML")
        elif attribute == "mj-class" and len(value.split()) > 1:
            yield Finding(at, "of several mj-class names the engine takes the first", "make one class of them")
        elif known is None or attribute in FACTS["everywhere"]:
            continue
        elif attribute not in known:
            yield Finding(at, f"<{name}> has no attribute {attribute}", _nearest(attribute, known))
        elif wanted := _misfit(value, known[attribute]):
            yield Finding(at, f'{attribute}="{value}" on <{name}>', f"wanted: {wanted}")


def _misfit(value: str, kind: str) -> str:
    """Return what was wanted instead of the value, or nothing where it fits."""
    if match := _ENUM.fullmatch(kind):
        return "" if value in match[1].split(",") else " or ".join(filter(None, match[1].split(",")))
    if kind in {"boolean", "integer"}:
        fits = value in {"true", "false"} if kind == "boolean" else value.isdigit()
        return "" if fits else kind
    if not (match := _UNIT.fullmatch(kind)):
        return ""
    units = match[1].split(",")
    number = rf"-?\d+(\.\d+)?({'|'.join(unit for unit in units if unit != 'auto')})|0|auto"
    parts = value.split()
    if 1 <= len(parts) <= int(match[2] or 1) and all(re.fullmatch(number, part) for part in parts):
        return ""
    return f"a number with {' or '.join(filter(None, units))}"


def _nearest(name: str, names: dict[str, Any]) -> str:
    """Return a hint with the likeliest name."""
    close = get_close_matches(name, names, 1)
    return f"did you mean {close[0]}?" if close else ""
