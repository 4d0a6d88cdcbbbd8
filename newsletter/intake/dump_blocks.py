"""The lines of one cut, made into blocks by what the catalogue says of them and by what they show themselves.

Nothing is invented: text that cannot be used is told as a problem with its file and line, and so is everything that the raw
file is known to have lost.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from newsletter.intake.catalogue import Button
from newsletter.intake.dump_items import Item, make_lists
from newsletter.intake.dump_lines import HIDDEN, Cut, RawLine
from newsletter.intake.losses import tell
from newsletter.intake.writing import Node, escape, write_value
from newsletter.model import Problem

_KEEPS_LIST = frozenset({"item", "continued"})


@dataclass(frozen=True, slots=True)
class Part:
    """The blocks of one language of a cut."""

    standfirst: str
    nodes: tuple[Node, ...]


def make_part(cut: Cut, lines: Iterable[RawLine], problems: list[Problem]) -> Part:
    """Return the blocks that *lines* of a cut make, adding what was left out, lost or restored to *problems*."""
    return _Maker(cut, tuple(line for line in lines if line.text), problems).make()


def find_roles(cut: Cut) -> dict[int, str]:
    """Return what the catalogue says of each line it names."""
    copy = cut.copy
    groups: dict[str, Iterable[int]] = {
        "standfirst": copy.standfirst,
        "repeat": copy.repeats,
        "pointer": copy.pointers,
        "translation": copy.translations,
        "byline": copy.byline,
        "dateline": copy.datelines,
        "crosshead": copy.crossheads,
        "caption": copy.captions,
        "quote": copy.quotes,
        "attribution": copy.pull_quotes.values(),
        "pull-quote": copy.pull_quotes,
        "item": copy.items,
        "continued": copy.continues,
        "button": copy.buttons,
        "salutation": copy.salutations,
        "acknowledgement": copy.acknowledgements,
        "postscript": copy.postscripts,
        "signature": [line for lines in copy.signatures for line in lines],
        "table": [line for table in copy.tables for row in table.rows for cell in row for line in cell],
    }
    return {copy.lines[0]: "title"} | {line: role for role, lines in groups.items() for line in lines}


class _Maker:
    """Goes through the lines once, from top to bottom."""

    def __init__(self, cut: Cut, lines: tuple[RawLine, ...], problems: list[Problem]) -> None:
        self.cut, self.copy, self.lines, self.problems = cut, cut.copy, lines, problems
        self.roles = find_roles(cut)
        self.known_notes = {line.note for line in lines if line.note and line.number not in self.roles}
        self.blocks: list[tuple[Node, int]] = []
        self.notes: list[Node] = []
        self.items: list[Item] = []
        self.standfirst: list[str] = []
        self.dateline: RawLine | None = None
        self.ways: dict[str, Callable[[RawLine], None]] = {
            "byline": self.byline,
            "dateline": self.begin_dateline,
            "caption": self.caption,
            "pull-quote": self.pull_quote,
            "item": self.item,
            "continued": self.continued,
            "button": self.button,
            "signature": self.signature,
            "table": self.table,
            "note": self.note,
        }

    def make(self) -> Part:
        referred = {int(number) for line in self.lines if not line.note for number in re.findall(r"\[(\d{1,3})\]", line.text)}
        for line in self.lines:
            self.tell_losses(line)
            role = self.role(line)
            if role not in _KEEPS_LIST:
                self.end_list()
            if role == "note" and line.note not in referred:
                tell(self.problems, self.cut, line.number, "lost-reference")
            self.take(role, line)
        self.end_list()
        self.end_dateline()
        self.tell_empty_places()
        return Part(" ".join(self.standfirst), (*self.with_text(), *self.notes))

    def role(self, line: RawLine) -> str:
        role = self.roles.get(line.number, "")
        if role:
            return role
        if line.mark:
            return "item"
        return "note" if line.note else "paragraph"

    def take(self, role: str, line: RawLine) -> None:
        match role:
            case "title" | "attribution":
                pass
            case "standfirst":
                self.standfirst.append(line.text)
            case "repeat" | "pointer":
                tell(self.problems, self.cut, line.number, role)
            case "translation":
                tell(self.problems, self.cut, line.number, "missing-translation", self.copy.translations[line.number])
            case "crosshead":
                self.add(Node("crosshead", self.inline(line.whole), self.copy.crossheads[line.number]), line)
            case "quote":
                self.add(Node("quote", children=(self.paragraph(line.text),)), line)
            case "salutation" | "acknowledgement" | "postscript":
                self.add(Node("fence", role, children=(self.paragraph(line.text),)), line)
            case _:
                self.ways.get(role, self.text)(line)

    def add(self, node: Node, line: RawLine) -> None:
        self.blocks.append((node, line.number))

    def inline(self, text: str) -> str:
        """Escape the text and turn ``[1]`` into a footnote where there is such a note."""
        parts = re.split(r"\[(\d{1,3})\]", text)
        out = escape(parts[0])
        for number, rest in zip(parts[1::2], parts[2::2], strict=True):
            out += f"[^{number}]{escape(rest)}" if int(number) in self.known_notes else escape(f"[{number}]{rest}")
        return out

    def paragraph(self, text: str) -> Node:
        return Node("paragraph", self.inline(text))

    def text(self, line: RawLine) -> None:
        """Take an ordinary paragraph; the first one after a dateline stands inside it."""
        if self.dateline is None:
            self.add(self.paragraph(line.whole), line)
            return
        opening, self.dateline = self.dateline, None
        fact = self.copy.datelines[opening.number]
        place = opening.words(fact.words)[0].rstrip(" ,:;.") if fact.date else opening.text
        fields = [("place", write_value(escape(place)))] + ([("date", fact.date.isoformat())] if fact.date else [])
        self.add(Node("fence", "dateline", fields=tuple(fields), children=(self.paragraph(line.whole),)), opening)

    def begin_dateline(self, line: RawLine) -> None:
        self.end_dateline()
        self.dateline = line

    def end_dateline(self) -> None:
        if self.dateline is not None:
            self.add(self.paragraph(self.dateline.text), self.dateline)
            self.dateline = None

    def byline(self, line: RawLine) -> None:
        """Leave the names to article.yaml; keep what else the line says."""
        rest = line.words(self.copy.byline_words[line.number])[1] if line.number in self.copy.byline_words else ""
        if rest:
            self.add(self.paragraph(rest), line)

    def caption(self, line: RawLine) -> None:
        tell(self.problems, self.cut, line.number, "lost-caption")
        self.add(Node("caption", self.inline(line.whole)), line)

    def pull_quote(self, line: RawLine) -> None:
        source = self.copy.pull_quotes[line.number]
        place = "before" if source < line.number else "after"
        fields = (("by", write_value(self.inline(self.cut.line(source).whole))), ("attribution", place))
        self.add(Node("fence", "pull-quote", fields=fields, children=(self.paragraph(line.text),)), line)

    def item(self, line: RawLine) -> None:
        words = self.copy.labels.get(line.number, 0)
        label, text = line.words(words) if words else ("", line.text)
        paragraphs = [self.paragraph(text)] if text else []
        self.items.append(Item(line.indent, self.copy.depths.get(line.number), line.order, self.inline(label.rstrip(" :")), paragraphs))
        if not line.mark:
            tell(self.problems, self.cut, line.number, "restored-list")
        if words:
            tell(self.problems, self.cut, line.number, "restored-label", label)

    def continued(self, line: RawLine) -> None:
        if self.items:
            self.items[-1].paragraphs.append(self.paragraph(line.whole))
        else:
            self.text(line)

    def end_list(self) -> None:
        for node in make_lists(self.items):
            self.blocks.append((node, 0))
        self.items = []

    def button(self, line: RawLine) -> None:
        """Make the block that the button was if somebody has found its address, or else a paragraph."""
        fact = self.copy.buttons[line.number]
        first, last = line.text.split(" ")[0], line.text.split(" ")[-1]
        word = next((word for word in (last, first) if word.isalpha() and word.isupper() and len(word) > 1), "")
        title = line.text.removesuffix(f" {word}") if word and fact.as_ != "action" else line.text
        if fact.url and (fact.as_ != "download" or (fact.language and fact.format)):
            if fact.as_ == "action":
                self.add(self.paragraph(line.text), line)
            self.add(Node("fence", fact.as_, fields=_button_fields(fact, title, word)), line)
        else:
            tell(self.problems, self.cut, line.number, "lost-button", word or line.text)
            self.add(self.paragraph(title), line)

    def signature(self, line: RawLine) -> None:
        group = next(lines for lines in self.copy.signatures if line.number in lines)
        if line.number == group[0]:
            values = [self.inline(self.cut.line(number).text) for number in group[:3]]
            fields = [(key, write_value(value)) for key, value in zip(("name", "role", "institution"), values, strict=False)]
            self.add(Node("fence", "signature", fields=tuple(fields)), line)

    def table(self, line: RawLine) -> None:
        fact = next(table for table in self.copy.tables if any(line.number in cell for row in table.rows for cell in row))
        if line.number != fact.rows[0][0][0]:
            return
        tell(self.problems, self.cut, line.number, "restored-table")
        fields = (("header-rows", str(fact.header_rows)), ("header-column", str(fact.header_column).lower()))
        rows = tuple(Node("row", children=tuple(self.cell(cell) for cell in row)) for row in fact.rows)
        self.add(Node("table", fields=fields, children=rows), line)

    def cell(self, numbers: list[int]) -> Node:
        texts = [re.sub(r"\s*\|$", "", self.cut.line(number).whole) for number in numbers]
        return Node("cell", children=tuple(self.paragraph(text) for text in texts if text))

    def note(self, line: RawLine) -> None:
        text = re.sub(r"\A\[\d+\]\s+", "", line.text)
        self.notes.append(Node("note", self.inline(text), line.note))

    def with_text(self) -> list[Node]:
        """Leave out crossheads under which nothing has survived, and tell them."""
        kept: list[Node] = []
        for node, number in reversed(self.blocks):
            is_empty = node.kind == "crosshead" and (not kept or (kept[-1].kind == "crosshead" and kept[-1].number <= node.number))
            if is_empty:
                tell(self.problems, self.cut, number, "lost-section")
            else:
                kept.append(node)
        return kept[::-1]

    def tell_losses(self, line: RawLine) -> None:
        if HIDDEN in line.text:
            tell(self.problems, self.cut, line.number, "hidden-address")
        for number in re.findall(r"\[(\d{1,3})\]", line.text):
            if int(number) not in self.known_notes:
                tell(self.problems, self.cut, line.number, "lost-note", number)
        if line.number in self.copy.lost:
            tell(self.problems, self.cut, line.number, f"lost-{self.copy.lost[line.number]}")

    def tell_empty_places(self) -> None:
        """Tell what the catalogue says is lost at empty lines, which hold nothing else to be told with."""
        first, last = (self.lines[0].number, self.lines[-1].number) if self.lines else (0, 0)
        told = {line.number for line in self.lines}
        for number, loss in self.copy.lost.items():
            if first <= number <= last and number not in told:
                tell(self.problems, self.cut, number, f"lost-{loss}")


def _button_fields(fact: Button, title: str, word: str) -> tuple[tuple[str, str], ...]:
    """Return the fields of a button whose address is known."""
    url = ("url", write_value(fact.url or ""))
    if fact.as_ == "action":
        return (("label", write_value(escape(word.capitalize() or title))), url)
    pages = re.search(r"\s*\((\d+) pages?\)", title)
    fields = [("title", write_value(escape(title.replace(pages[0], "") if pages else title))), url]
    if fact.as_ == "video":
        return tuple(fields)
    fields += [("language", write_value(fact.language or "")), *([("pages", pages[1])] if pages else []), ("format", write_value(fact.format or ""))]
    return (*fields, *([("size", write_value(fact.size))] if fact.size else []))
