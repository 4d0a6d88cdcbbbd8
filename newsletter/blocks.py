"""Markdown text to a tuple of blocks; the one table of block kinds.

Plain Markdown (CommonMark 0.31, GFM tables, footnotes, bracketed spans) where it has a form for the thing; a fenced block
with fields (``::: event``) where it has not. Raw HTML and code never pass.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token
from markdown_it.tree import SyntaxTreeNode
from mdit_py_plugins.attrs import attrs_plugin
from mdit_py_plugins.colon_fence import colon_fence_plugin
from mdit_py_plugins.footnote import footnote_plugin

from newsletter import fences
from newsletter.fenced import Fence, Kind, read_fenced
from newsletter.inlines import Reading, is_target, read_inlines, strip_label, take_number
from newsletter.model import Block, Direction, Inline, Problem

MAX_DEPTH = 8


KINDS: dict[str, Kind] = {
    "paragraph": Kind(),
    "crosshead": Kind(),
    "list": Kind(),
    "quote": Kind(),
    "picture": Kind(),
    "portrait": Kind(),
    "footnotes": Kind(),
    "separator": Kind(),
    "table": Kind(fences.Table, "table"),
    "pull-quote": Kind(fences.PullQuote, "blocks"),
    "speaker": Kind(fences.Speaker, "blocks"),
    "cards": Kind(fences.Cards, "list"),
    "download": Kind(fences.Download),
    "video": Kind(fences.Video),
    "action": Kind(fences.Action),
    "event": Kind(fences.Event, "optional"),
    "contact": Kind(fences.Contact),
    "countries": Kind(fences.Countries),
    "dateline": Kind(fences.Dateline, "blocks"),
    "salutation": Kind(fences.Nothing, "blocks"),
    "signature": Kind(fences.Signature),
    "acknowledgement": Kind(fences.Nothing, "blocks"),
    "postscript": Kind(fences.Nothing, "blocks"),
    "related": Kind(fences.Related),
    "passage": Kind(fences.Passage, "blocks"),
}
_PICTURE = re.compile(r"[a-z0-9]+([-_][a-z0-9]+)*")
NESTED = frozenset({"paragraph", "crosshead", "list", "quote", "table"})
"""What may stand inside list items, cells, quotes and fenced blocks."""


@dataclass(frozen=True, slots=True)
class Body:
    """An article's blocks and its footnotes."""

    blocks: tuple[Block, ...]
    notes: tuple[Block, ...]


def read_blocks(text: str, path: str, first_line: int, language: str, direction_of: Callable[[str], Direction], problems: list[Problem]) -> Body:
    """Return the blocks of an article's Markdown *text*, whose first line is *first_line* of the file *path*.

    Everything that is wrong is added to *problems* with its line; what can be read is returned all the same.
    """
    reading = Reading(path, language, direction_of, problems)
    reader = _Reader(reading, {})
    blocks = reader.read(text, first_line, depth=0)
    return Body(_with_footnotes(blocks, notes := reader.numbered_notes(), language, direction_of(language)), notes)


def _with_footnotes(blocks: tuple[Block, ...], notes: tuple[Block, ...], language: str, direction: Direction) -> tuple[Block, ...]:
    if not notes:
        return blocks
    return (*blocks, Block("footnotes", notes[0].line, language, direction, blocks=notes))


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": 40}).enable("table")
    parser.use(footnote_plugin, inline=False).use(colon_fence_plugin).use(attrs_plugin, after=("span_close",), spans=True)
    parser.disable(["footnote_tail", "code", "text_join"])
    parser.validateLink = lambda url: True  # type: ignore[method-assign]  # noqa: ARG005  the links are checked in inlines
    return parser


class _Reader:
    """Reads syntax trees into blocks; one per article, so that footnotes are counted through."""

    def __init__(self, reading: Reading, environment: dict[str, Any]) -> None:
        self.reading, self.environment = reading, environment
        self.definitions: dict[str, Block] = {}
        self.references: set[str] = set()
        self.lines: list[str] = []
        self.first_line = 1
        self.language = reading.language

    def read(self, text: str, first_line: int, depth: int) -> tuple[Block, ...]:
        outer, self.first_line = self.first_line, first_line
        outer_lines, self.lines = self.lines, text.split("\n")
        tokens: list[Token] = _parser().parse(text, self.environment)
        self.check_references()
        blocks = self.children(SyntaxTreeNode(tokens), depth)
        self.first_line, self.lines = outer, outer_lines
        return blocks

    def check_references(self) -> None:
        """Tell of lines such as ``[Nadia]: Yes``, which Markdown takes for a link's address and does not show."""
        for label, entry in self.environment.get("references", {}).items():
            if label not in self.references:
                self.references.add(label)
                if not is_target(entry["href"]):
                    line = self.first_line + entry["map"][0]
                    message = f"a line that begins with [{label.lower()[:40]}]: is not shown"
                    self.reading.problem(line, "link", message, "Put a \\ before the bracket, or delete the line.")

    def children(self, node: SyntaxTreeNode, depth: int) -> tuple[Block, ...]:
        blocks = [block for child in node.children for block in self.block(child, depth)]
        if depth:
            for block in blocks:
                if block.kind not in NESTED:
                    self.reading.problem(
                        block.line,
                        "block",
                        f"a {block.kind} cannot stand inside another block",
                        "Put it in the article itself, with an empty line round it.",
                    )
            blocks = [block for block in blocks if block.kind in NESTED]
        return tuple(blocks)

    def line(self, node: SyntaxTreeNode) -> int:
        return self.first_line + (node.map[0] if node.map else 0)

    def make(self, kind: str, line: int, inlines: tuple[Inline, ...] = (), blocks: tuple[Block, ...] = (), **fields: Any) -> Block:
        return Block(kind, line, self.language, self.reading.direction_of(self.language), fields, inlines, blocks)

    def block(self, node: SyntaxTreeNode, depth: int) -> tuple[Block, ...]:  # noqa: PLR0911  one return a kind
        line = self.line(node)
        if depth > MAX_DEPTH:
            self.reading.problem(line, "block", "is nested too deeply", "Bring the list or quote up a level.")
            return ()
        match node.type:
            case "paragraph":
                return self.paragraph(node, line)
            case "heading":
                return self.crosshead(node, line)
            case "bullet_list" | "ordered_list":
                return (self.list(node, line, depth),)
            case "blockquote":
                return self.quote(node, line, depth)
            case "table":
                return (self.table(node, line),)
            case "hr":
                return (self.make("separator", line),)
            case "colon_fence":
                return self.fenced(node, line, depth)
            case "footnote_reference":
                self.footnote(str(node.meta["label"]), self.make("note", line, blocks=self.children(node, depth + 1)))
                return ()
            case _:
                said = {"html_block": "HTML is not taken over", "fence": "code has no place in a newsletter"}.get(
                    node.type, f"{node.type} is not used here"
                )
                hint = (
                    "Use Markdown, or a block such as `::: event`. A block opens with three colons, not with ```."
                    if node.type == "fence"
                    else "Use Markdown, or a block such as `::: event`."
                )
                self.reading.problem(line, "markdown", said, hint)
                return ()

    def quote(self, node: SyntaxTreeNode, line: int, depth: int) -> tuple[Block, ...]:
        if not node.children:
            self.reading.problem(line, "block", "a quotation has no words", "Delete the > sign, or write the words.")
            return ()
        return (self.make("quote", line, blocks=self.children(node, depth + 1)),)

    def footnote(self, label: str, note: Block) -> None:
        if label in self.definitions:
            message = f"the footnote [^{label}] is written twice"
            self.reading.problem(note.line, "footnote", message, "Keep one of the two, or give this one another name.")
        elif not note.blocks:
            self.reading.problem(note.line, "footnote", f"the footnote [^{label}] has no text", "Write the text behind the colon.")
        self.definitions[label] = note

    def inlines(self, node: SyntaxTreeNode) -> tuple[Inline, ...]:
        content = next((child for child in node.children if child.type == "inline"), None)
        if content is None or content.token is None:
            return ()
        return read_inlines(content.token.children, self.reading, self.line(content if content.map else node))

    def paragraph(self, node: SyntaxTreeNode, line: int) -> tuple[Block, ...]:
        content = node.children[0]
        tokens = (content.token.children if content.token else None) or []
        if len(tokens) == 1 and tokens[0].type == "image":
            return self.picture(tokens[0], line)
        text = content.content
        if text.startswith(":::"):
            self.reading.problem(
                line,
                "block",
                "a ::: line stands where no block begins",
                "Begin the block with `::: kind`, end it with `:::`, with an empty line round it.",
            )
            return ()
        runs = self.inlines(node)
        return (self.make("paragraph", line, runs),) if runs else ()

    def picture(self, image: Token, line: int) -> tuple[Block, ...]:
        name = str(image.attrGet("src") or "")
        if image.content or image.attrGet("title"):
            self.reading.problem(line, "picture", "alt text and caption stand at the top of the file, under pictures:", "Write ![](name) here.")
        if not _PICTURE.fullmatch(name):
            self.reading.problem(
                line, "picture", f"{name[:60]!r} is not the name of a picture in article.yaml", "Write ![](map) for the picture called map there."
            )
            return ()
        return (self.make("picture", line, id=name),)

    def crosshead(self, node: SyntaxTreeNode, line: int) -> tuple[Block, ...]:
        level = int(node.tag[1])
        if level not in {2, 3}:
            hint = "Use ## for a crosshead and ### for a lower one; the headline stands at the top of the file."
            self.reading.problem(line, "crosshead", f"a crosshead of level {level} is not used here", hint)
        number, runs = take_number(self.inlines(node))
        if not runs:
            self.reading.problem(line, "crosshead", "a crosshead has no words", "Delete the # signs, or write the words.")
            return ()
        return (self.make("crosshead", line, runs, level=min(max(level, 2), 3), number=number),)

    def list(self, node: SyntaxTreeNode, line: int, depth: int) -> Block:
        items = tuple(self.item(child, depth) for child in node.children)
        start = node.attrs.get("start", 1)
        return self.make("list", line, blocks=items, ordered=node.type == "ordered_list", start=int(start))

    def item(self, node: SyntaxTreeNode, depth: int) -> Block:
        blocks = self.children(node, depth + 1)
        label = None
        if blocks and blocks[0].kind == "paragraph" and (split := strip_label(blocks[0].inlines)):
            label, rest = split
            blocks = (replace(blocks[0], inlines=rest), *blocks[1:]) if rest else blocks[1:]
        return self.make("item", self.line(node), blocks=blocks, label=label)

    def table(self, node: SyntaxTreeNode, line: int) -> Block:
        rows = tuple(self.row(row, header=part.type == "thead") for part in node.children for row in part.children)
        return self.make("table", line, blocks=rows, caption=None, header_rows=1, header_column=False)

    def row(self, node: SyntaxTreeNode, *, header: bool) -> Block:
        cells = []
        for cell in node.children:
            side = re.search(r"text-align:(\w+)", str(cell.attrs.get("style", "")))
            align = {"right": "end", "center": "center"}.get(side[1] if side else "", "start")
            line = self.line(node)
            paragraph = self.make("paragraph", line, self.inlines(cell))
            cells.append(self.make("cell", line, blocks=(paragraph,) if paragraph.inlines else (), header=header, align=align))
        written = self.lines[node.map[0]].lstrip(" \t>").strip("|") if node.map and not header else ""
        count = len(escapedSplit(written.rstrip().removesuffix("|")))
        if count > len(cells):
            message = f"this row has {count} cells, the first one {len(cells)}"
            self.reading.problem(self.line(node), "table", message, "Give every row the same number of cells.")
        return self.make("row", self.line(node), blocks=tuple(cells))

    def fenced(self, node: SyntaxTreeNode, line: int, depth: int) -> tuple[Block, ...]:
        name = node.info.strip()
        first, end = node.map or (0, 0)
        last = self.lines[end - 1].strip()
        is_closed = end - first > 1 and last.startswith(node.markup) and not last.strip(":")
        if depth:
            message = f"the block `::: {name}` cannot stand inside another block"
            self.reading.problem(line, "block", message, "Put it in the article itself, with an empty line round it.")
            return ()
        return read_fenced(self, Fence(name, node.content, line, is_closed), KINDS, depth)

    def rich(self, text: str, line: int) -> tuple[Inline, ...]:
        tokens = _parser().parseInline(text, self.environment)
        return read_inlines(tokens[0].children if tokens else (), self.reading, line)

    def numbered_notes(self) -> tuple[Block, ...]:
        numbers = self.reading.notes
        for label, note in self.definitions.items():
            if label not in numbers:
                self.reading.problem(
                    note.line,
                    "footnote",
                    f"nothing in the text points to the footnote [^{label}]",
                    f"Put [^{label}] where it belongs, or delete the note.",
                )
        known = [(number, self.definitions[label]) for label, number in numbers.items() if label in self.definitions]
        return tuple(replace(note, fields={"number": number}) for number, note in known)
