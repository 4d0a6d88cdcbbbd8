"""What is wrong with a piece of MJML, by line: the engine itself keeps silent about nearly all of it.

The facts (elements, attributes, units, who may stand in whom, and what the engine leaves out) are data: ``mjml.json``.
"""

from __future__ import annotations

import json
import re
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final, NamedTuple

from newsletter.render.mjml import ENDING, TOKEN, VOID

FACTS: Final[dict[str, Any]] = json.loads(Path(__file__).with_name("mjml.json").read_text("utf-8"))
"""``elements`` (``children`` and ``attributes`` of each), ``everywhere``, ``ignored``, ``missing``."""

_ATTRIBUTE = re.compile(r"([^\s=\"'<>/]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>]+)))?")
_ENUM = re.compile(r"enum\((.*)\)")
_UNIT = re.compile(r"(?:unit|unitWithNegative)\((.*?)\)(?:\{1,(\d)\})?")
_ANYTHING_IN = frozenset({"mj-attributes", "mj-class"})


class Finding(NamedTuple):
    """One mistake and what to do about it; line and column count from 1."""

    line: int
    column: int
    message: str
    hint: str


def check_mjml(source: str) -> tuple[Finding, ...]:
    """Return what is wrong with a piece of MJML, in order of its lines; nothing for a sound one. Raises nothing."""
    return _Check(source).findings()


class _Check:
    """One reading of one source."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.found: list[tuple[int, str, str]] = []
        self.open: list[tuple[str, int]] = []

    def findings(self) -> tuple[Finding, ...]:
        """Read the source and return the findings."""
        position = 0
        for token in TOKEN.finditer(self.source):
            text, closing, name, attributes, empty, _ = token.groups()
            start = token.start() + len(text)
            if token.start() != position:
                self.bare(position)
            self.text(token.start(), text)
            position = token.end()
            if closing:
                self.close(name, start)
            elif name:
                self.enter(name, attributes, start)
                if not empty and name not in VOID:
                    self.open.append((name, start))
        if "<" in self.source[position:]:
            self.bare(position)
        else:
            self.text(position, self.source[position:])
        for name, start in self.open:
            self.note(start, f"<{name}> is never closed", f"add </{name}>")
        return tuple(Finding(*self.place(at), message, hint) for at, message, hint in sorted(self.found))

    def note(self, position: int, message: str, hint: str = "") -> None:
        """Keep a finding."""
        self.found.append((position, message, hint))

    def place(self, position: int) -> tuple[int, int]:
        """Return line and column of a position."""
        return self.source.count("\n", 0, position) + 1, position - self.source.rfind("\n", 0, position)

    @property
    def html(self) -> str:
        """The open element that holds HTML, or nothing."""
        return next((name for name, _ in self.open if name in ENDING), "")

    def bare(self, position: int) -> None:
        """Note a ``<`` that opens no tag."""
        self.note(self.source.find("<", position), "“<” opens no tag here", "write &lt; for the character")

    def text(self, position: int, text: str) -> None:
        """Note words that stand where MJML has only elements."""
        is_known = all(name in FACTS["elements"] for name, _ in self.open)
        if (words := text.strip()) and is_known and not self.html:
            inside = f"<{self.open[-1][0]}>" if self.open else "the document"
            hint = "put them into <mj-text>"
            self.note(position + text.index(words[0]), f"words in {inside}: “{words[:30]}”", hint)

    def close(self, name: str, start: int) -> None:
        """Note a closing tag that closes something else or nothing."""
        if self.open and self.open[-1][0] == name:
            self.open.pop()
            return
        if name not in {element for element, _ in self.open}:
            self.note(start, f"</{name}> closes nothing", "remove it, or open the element first")
            return
        while (inner := self.open.pop())[0] != name:
            self.note(inner[1], f"<{inner[0]}> is never closed", f"add </{inner[0]}> before </{name}>")

    def enter(self, name: str, attributes: str, start: int) -> None:
        """Note what is wrong with an opening tag."""
        element = FACTS["elements"].get(name)
        inside = self.html
        if name in FACTS["missing"]:
            self.note(start, f"the engine does not know <{name}>", FACTS["missing"][name])
        elif inside and name.startswith("mj-"):
            self.note(start, f"<{name}> inside <{inside}>, which holds HTML only", f"close <{inside}> first")
        elif inside:
            self.note_unquoted(attributes, start)
        elif element is None and name.startswith("mj"):
            self.note(start, f"unknown element <{name}>", _nearest(name, FACTS["elements"]))
        elif element is None:
            self.note(start, f"HTML outside of an element that holds it: <{name}>", "put it into <mj-text> or <mj-raw>")
        else:
            self.nest(name, start)
            self.note_unquoted(attributes, start)
            self.attributes(name, element["attributes"], attributes, start)

    def nest(self, name: str, start: int) -> None:
        """Note an element that may not stand where it does."""
        parent = self.open[-1][0] if self.open else ""
        if not parent:
            if name != "mjml":
                self.note(start, f"<{name}> outside of <mjml>", "a mail is one <mjml> element")
            return
        children = FACTS["elements"].get(parent, {}).get("children")
        if parent not in _ANYTHING_IN and children is not None and name not in children:
            homes = sorted(home for home, facts in FACTS["elements"].items() if name in (facts["children"] or ()))
            hint = f"it may stand in {', '.join(f'<{home}>' for home in homes)}" if homes else ""
            self.note(start, f"<{name}> may not stand in <{parent}>", hint)

    def note_unquoted(self, attributes: str, start: int) -> None:
        """Note a value without quotation marks, which the engine refuses without saying where."""
        for match in _ATTRIBUTE.finditer(attributes):
            if match[4] is not None:
                self.note(start, f"{match[1]}={match[4]} without quotation marks", f'write {match[1]}="{match[4]}"')

    def attributes(self, name: str, known: dict[str, str] | None, attributes: str, start: int) -> None:
        """Note what is wrong with an MJML element's attributes; all are known where ``known`` is None."""
        offset = start + len(name) + 1
        for match in _ATTRIBUTE.finditer(attributes):
            attribute = match[1]
            value = match[2] or match[3] or match[4] or ""
            at = offset + match.start()
            if attribute in FACTS["ignored"].get(name, ()):
                self.note(at, f"the engine ignores {attribute} on <{name}>", "reach the same with padding or HTML")
            elif attribute == "mj-class" and len(value.split()) > 1:
                self.note(at, "of several mj-class names the engine takes the first", "make one class of them")
            elif known is None or attribute in FACTS["everywhere"]:
                continue
            elif attribute not in known:
                self.note(at, f"<{name}> has no attribute {attribute}", _nearest(attribute, known))
            elif wanted := _misfit(value, known[attribute]):
                self.note(at, f'{attribute}="{value}" on <{name}>', f"wanted: {wanted}")


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
