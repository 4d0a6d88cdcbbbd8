"""Blocks as they were found in a raw source, written down in the editors' form: Markdown, fenced blocks and front matter.

Marks that would mean something in Markdown are escaped where they stand, and only there, so that the text stays readable.
The form is CommonMark 0.31 with pipe tables left unused: a table is always the fenced list table, whose cells may hold
several paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import yaml

NodeKind = Literal["paragraph", "caption", "crosshead", "list", "item", "quote", "fence", "table", "row", "cell", "note", "picture", "separator"]


@dataclass(frozen=True, slots=True)
class Node:
    """One block on its way into Markdown."""

    kind: NodeKind
    text: str = ""
    """Inline Markdown, already escaped; of a ``fence``: its kind; of an ``item``: its label; of a ``picture``: its name."""
    number: int = 0
    """Level of a crosshead, first number of an ordered list (0: bullets), number of a note."""
    fields: tuple[tuple[str, str], ...] = ()
    """Fields of a fence, as the text of their YAML values."""
    children: tuple[Node, ...] = ()


def escape(text: str) -> str:
    """Return plain *text* as inline Markdown that reads the same (CommonMark 0.31, 2.4 and 6)."""
    text = re.sub(r"[\\`*_]", r"\\\g<0>", text)
    text = re.sub(r"<(?=[A-Za-z/!?])", r"\\<", text)
    text = re.sub(r"&(?=#?\w+;)", r"\\&", text)
    text = re.sub(r"~(?=~)|(?<=~)~", r"\\~", text)
    text = re.sub(r"\^(?=\[)", r"\\^", text)
    text = re.sub(r"\[(?=\^)", r"\\[", text)
    return re.sub(r"\](?=[(\[{:])", r"\\]", text)


def escape_start(text: str) -> str:
    """Return escaped inline Markdown that may stand at the beginning of a block without becoming another kind of block."""
    text = re.sub(r"\A(#{1,6})(?=\s|\Z)", r"\\\1", text)
    text = re.sub(r"\A([-+])(?=\s|\Z)", r"\\\1", text)
    text = re.sub(r"\A(>|=+\Z|-[- ]*\Z|:::|\|)", r"\\\1", text)
    return re.sub(r"\A(\d{1,9})([.)])(?=\s|\Z)", r"\1\\\2", text)


def write_value(value: str | Mapping[str, str] | Sequence[str]) -> str:
    """Return a value as YAML on one line, quoted where it has to be."""
    data: object = dict(value) if isinstance(value, Mapping) else value if isinstance(value, str) else list(value)
    written = str(yaml.safe_dump(data, default_flow_style=True, allow_unicode=True, width=1_000_000, sort_keys=False))
    return written.removesuffix("...\n").rstrip("\n")


def write_article(headline: str, kicker: str, standfirst: str, nodes: Iterable[Node], pictures: Mapping[str, Mapping[str, str]] | None = None) -> str:
    """Return the text of one article: front matter (with alt text and caption of its *pictures* by name), body, footnotes."""
    front = [("headline", headline), ("kicker", kicker), ("standfirst", standfirst)]
    lines = ["---", *(f"{key}: {write_value(text)}" for key, text in front if text)]
    worded = [f"  {name}: {write_value(words)}" for name, words in (pictures or {}).items() if words]
    lines += ["pictures:", *worded] if worded else []
    return "\n".join([*lines, "---", *write_blocks(nodes), ""])


def write_blocks(nodes: Iterable[Node], *, tight: bool = False) -> list[str]:
    """Return the lines of *nodes*, an empty line between any two unless *tight*."""
    lines: list[str] = []
    before: Node | None = None
    star = False
    for node in nodes:
        # Two lists in a row would become one; the second takes the other mark (CommonMark 0.31, 5.3).
        star = not star and before is not None and before.kind == node.kind == "list" and bool(before.number) == bool(node.number)
        written = _write_list(node, star=star) if node.kind == "list" else _write(node)
        lines += ["", *written] if lines and not (tight and node.kind == "list") else written
        before = node
    return lines


def _write(node: Node) -> list[str]:
    match node.kind:
        case "paragraph":
            return [escape_start(node.text)]
        case "caption":
            return [f"*{node.text}*"]
        case "crosshead":
            return [f"{'#' * node.number} {re.sub(r'#+$', _escape_hashes, node.text)}"]
        case "picture" | "separator":
            return [f"![]({node.text})" if node.kind == "picture" else "***"]
        case "quote":
            return [f"> {line}".rstrip() for line in write_blocks(node.children)]
        case "note":
            return [f"[^{node.number}]: {escape_start(node.text)}"]
        case "fence":
            return _write_fence(node.text, node.fields, write_blocks(node.children))
        case "table":
            return _write_fence("table", node.fields, _write_rows(node.children))
        case _:
            message = f"no {node.kind} can stand here"
            raise ValueError(message)


def _escape_hashes(match: re.Match[str]) -> str:
    return "\\" + match[0]


def _write_fence(kind: str, fields: Iterable[tuple[str, str]], body: list[str]) -> list[str]:
    head = [f"::: {kind}", *(f"{key}: {value}" for key, value in fields)]
    if not body:
        return [*head, ":::"]
    return [*head, "", *body, ":::"]


def _write_list(node: Node, *, star: bool) -> list[str]:
    """Write a list; it is tight unless an item holds more than one paragraph."""
    tight = not any(sum(child.kind != "list" for child in item.children) > 1 or _interrupts(item) for item in node.children)
    lines: list[str] = []
    for place, item in enumerate(node.children):
        mark = f"{node.number + place}{')' if star else '.'} " if node.number else ("* " if star else "- ")
        body = write_blocks(item.children, tight=tight)
        if item.text:
            label = f"**{item.text}:**"
            words = item.children[:1] and item.children[0].kind == "paragraph"
            body = [f"{label} {item.children[0].text}", *body[1:]] if words else [label, *body]
        lines += [""] if lines and not tight else []
        lines += _indent(mark, body)
    return lines


def _interrupts(item: Node) -> bool:
    """Whether a list inside the item would be read as part of its paragraph (only 1. may interrupt one: CommonMark 0.31, 5.2)."""
    return any(child.kind == "list" and child.number > 1 for child in item.children)


def _write_rows(rows: Iterable[Node]) -> list[str]:
    lines: list[str] = []
    for row in rows:
        cells: list[str] = []
        for cell in row.children:
            body = write_blocks(cell.children)
            cells += [""] if cells and (len(body) > 1 or len(cells) > 1) else []
            cells += _indent("- ", body or [""])
        lines += [""] if lines else []
        lines += _indent("- ", cells)
    return lines


def _indent(mark: str, lines: Sequence[str]) -> list[str]:
    pad = " " * len(mark)
    first = (mark + lines[0]).rstrip() if lines else mark.rstrip()
    return [first, *(f"{pad}{line}" if line else "" for line in lines[1:])]
