"""Fenced blocks: ``::: kind``, fields, an empty line, a body, ``:::``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from newsletter import fences
from newsletter.inlines import Reading, strip_label, without_colon
from newsletter.model import Block, Inline
from newsletter.shapes import Shape, check_shape, suggest
from newsletter.sources import Document, parse_yaml

_FIELD = re.compile(r"[A-Za-z][\w-]*:(\s|\Z)")


@dataclass(frozen=True, slots=True)
class Kind:
    """What a block kind is made of."""

    fence: type[Shape] | None = None
    """The fields of its fenced form; None where plain Markdown has a form for it."""
    body: str = ""
    """What its fenced form holds below the fields: nothing, ``blocks``, ``optional`` (blocks or nothing), ``list`` or ``table``."""


class Reader(Protocol):
    """What a fenced block needs of the article's reader."""

    reading: Reading
    language: str

    def read(self, text: str, first_line: int, depth: int) -> tuple[Block, ...]:
        """Return the blocks of a text."""

    def make(self, kind: str, line: int, inlines: tuple[Inline, ...] = (), blocks: tuple[Block, ...] = (), **fields: Any) -> Block:
        """Return a block in the current language."""

    def rich(self, text: str, line: int) -> tuple[Inline, ...]:
        """Return the runs of a field that may hold inline Markdown."""


@dataclass(frozen=True, slots=True)
class Fence:
    """A fenced block as it was written."""

    name: str
    text: str
    line: int
    is_closed: bool


def read_fenced(reader: Reader, fence: Fence, kinds: Mapping[str, Kind], depth: int) -> tuple[Block, ...]:
    """Return the block that *fence* stands for, or nothing after telling what is wrong with it."""
    reading = reader.reading
    if not fence.name:
        message = "a closing `:::` stands where no block is open"
        reading.problem(fence.line, "block", message, "Delete it, or write the block's kind behind it: `::: event`.")
        return ()
    if not fence.is_closed:
        reading.problem(fence.line, "block", f"the block `::: {fence.name}` is not closed", "End it with a line that holds only `:::`.")
        return ()
    kind = kinds.get(fence.name)
    if kind is None or kind.fence is None:
        known = [name for name, entry in kinds.items() if entry.fence]
        close = suggest(fence.name, known)
        hint = f"Did you mean `::: {close}`?" if close else f"Known blocks: {', '.join(known)}."
        if kind is not None:
            hint = f"Write a {fence.name} in plain Markdown."
        reading.problem(fence.line, "block", f"there is no fenced block {fence.name!r}", hint)
        return ()
    field_text, body, body_line = _split(fence, has_fields=bool(kind.fence.model_fields))
    fields = _fields(reader, fence, kind.fence, field_text)
    blocks = _body(reader, fence, kind, (body, body_line), depth, fields or {})
    return () if fields is None or blocks is None else (reader.make(fence.name, fence.line, blocks=blocks, **fields),)


def _split(fence: Fence, *, has_fields: bool) -> tuple[str, str, int]:
    """Split a fence into its fields and its body, and say on which line the body begins."""
    lines = fence.text.split("\n")
    end = 0
    if has_fields and _FIELD.match(lines[0].lstrip()):
        end = next((index for index, line in enumerate(lines) if not line.strip()), len(lines))
    return "\n".join(lines[:end]), "\n".join(lines[end:]), fence.line + 1 + end


def _fields(reader: Reader, fence: Fence, shape: type[Shape], text: str) -> dict[str, Any] | None:
    reading = reader.reading
    problems = reading.problems
    document = parse_yaml(text, reading.path, problems, fence.line + 1) if text else Document(reading.path, {}, first_line=fence.line)
    value = check_shape(shape, document, problems, fence.name) if document else None
    if document is None or value is None:
        return None
    fields: dict[str, Any] = dict(value)
    for name, entry in fields.items():
        if name in fences.RICH and entry is not None:
            fields[name] = reader.rich(entry, document.source(name).line)
    return _complete(reader, fence, value, fields)


def _complete(reader: Reader, fence: Fence, value: Shape, fields: dict[str, Any]) -> dict[str, Any] | None:
    """Check what one field says of another."""
    if isinstance(value, fences.Event):
        return _event(reader, fence, value, fields)
    if isinstance(value, fences.Contact) and not (value.email or value.phone or value.url):
        reader.reading.problem(fence.line, "contact", "a contact needs email, phone or url", "Add one of them.")
        return None
    return fields


def _event(reader: Reader, fence: Fence, value: fences.Event, fields: dict[str, Any]) -> dict[str, Any] | None:
    zone = ZoneInfo(value.zone)
    fields["starts"] = starts = value.starts if value.starts.tzinfo else value.starts.replace(tzinfo=zone)
    fields["ends"] = ends = value.ends.replace(tzinfo=value.ends.tzinfo or zone) if value.ends else None
    if ends and ends < starts:
        reader.reading.problem(fence.line, "event", "the event ends before it starts", "Exchange starts and ends.")
        return None
    return fields


def _body(reader: Reader, fence: Fence, kind: Kind, body: tuple[str, int], depth: int, fields: dict[str, Any]) -> tuple[Block, ...] | None:
    reading, (text, line) = reader.reading, body
    if not kind.body:
        if text.strip():
            first = line + next(index for index, words in enumerate(text.split("\n")) if words.strip())
            message = f"the block `::: {fence.name}` has fields only, but text follows them"
            reading.problem(first, "block", message, "Put the text below the closing `:::`.")
        return ()
    outer = reader.language
    if fence.name == "passage" and fields:
        reader.language = fields["language"]
    before = len(reading.problems)
    blocks = reader.read(text, line, depth + 1)
    reader.language = outer
    if not blocks and kind.body != "optional":
        if len(reading.problems) == before:
            reading.problem(fence.line, "block", f"the {fence.name} has no words", "Write them below the fields, after an empty line.")
        return None
    if kind.body in {"list", "table"}:
        return _from_list(reader, fence, blocks, fields, as_table=kind.body == "table")
    return blocks


def _from_list(reader: Reader, fence: Fence, blocks: tuple[Block, ...], fields: dict[str, Any], *, as_table: bool) -> tuple[Block, ...] | None:
    if len(blocks) != 1 or blocks[0].kind != "list":
        reader.reading.problem(fence.line, fence.name, f"the {fence.name} should hold one list and nothing else", "Begin each line with `- `.")
        return None
    return _rows(reader, blocks[0], fields) if as_table else _cards(reader, blocks[0])


def _cards(reader: Reader, block: Block) -> tuple[Block, ...] | None:
    cards = []
    for item in block.blocks:
        label, blocks = item.fields["label"], item.blocks
        first = blocks[0].inlines if blocks and blocks[0].kind == "paragraph" else ()
        if label is None and first and first[0].kind == "strong":
            label = first[0].children
            blocks = (replace(blocks[0], inlines=first[1:]), *blocks[1:]) if first[1:] else blocks[1:]
        if label is None or strip_label(label) or not blocks:
            reader.reading.problem(item.line, "cards", "a card needs a label and a sentence", "Write `- **Label:** sentence`.")
            return None
        cards.append(replace(item, blocks=blocks, fields={"label": without_colon(label)}))
    return tuple(cards)


def _rows(reader: Reader, block: Block, fields: dict[str, Any]) -> tuple[Block, ...] | None:
    rows = []
    header_rows, header_column = fields.get("header_rows", 1), fields.get("header_column", False)
    for number, item in enumerate(block.blocks):
        is_row = item.fields["label"] is None and len(item.blocks) == 1 and item.blocks[0].kind == "list"
        cells = item.blocks[0].blocks if is_row else ()
        if not cells:
            reader.reading.problem(item.line, "table", "a row should be a list of cells", "Write `- - first cell`, then `  - second cell`.")
            return None
        made = tuple(
            replace(
                cell,
                kind="cell",
                blocks=_unlabelled(cell),
                fields={"header": number < header_rows or (header_column and index == 0), "align": "start"},
            )
            for index, cell in enumerate(cells)
        )
        rows.append(replace(item, kind="row", blocks=made, fields={}))
    widths = {len(row.blocks) for row in rows}
    if len(widths) > 1:
        uneven = next(row for row in rows if len(row.blocks) != len(rows[0].blocks))
        reader.reading.problem(
            uneven.line,
            "table",
            f"this row has {len(uneven.blocks)} cells, the first one {len(rows[0].blocks)}",
            "Give every row the same number of cells; an empty cell is `-` alone.",
        )
        return None
    return tuple(rows)


def _unlabelled(cell: Block) -> tuple[Block, ...]:
    """Give a cell that begins in bold its label back: in a table it is text."""
    label = cell.fields["label"]
    if label is None:
        return cell.blocks
    strong = Inline("strong", children=label)
    if cell.blocks and cell.blocks[0].kind == "paragraph":
        first = replace(cell.blocks[0], inlines=(strong, Inline("text", text=" "), *cell.blocks[0].inlines))
        return (first, *cell.blocks[1:])
    return (Block("paragraph", cell.line, cell.language, cell.direction, inlines=(strong,)), *cell.blocks)
