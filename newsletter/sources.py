"""Text, YAML and front matter, read with limits and without losing line numbers.

YAML is read by the core schema of YAML 1.2: only ``true`` and ``false`` are booleans (``NO`` stays Norway), ``3:20`` and
``2022-07-20`` stay as written. Anchors and aliases are refused (they make a small file explode), as is a key given twice.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from newsletter.model import Problem, Source

MAX_BYTES = 2_000_000
MAX_DEPTH = 40
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)\Z")
_FLOAT = re.compile(r"[-+]?(0|[1-9][0-9]*)\.[0-9]+\Z")
_FENCE = re.compile(r"\A\ufeff?---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE)

KeyPath = tuple[Hashable, ...]


@dataclass(slots=True)
class Document:
    """Parsed YAML: plain data, and where each part of it stands."""

    path: str
    data: Any
    places: dict[KeyPath, tuple[int, int]] = field(default_factory=dict)
    first_line: int = 1

    def source(self, *keys: Hashable) -> Source:
        """Return the place of the value under *keys*, or of the nearest group round it that is there."""
        for length in range(len(keys), -1, -1):
            if keys[:length] in self.places:
                return Source(self.path, *self.places[keys[:length]])
        return Source(self.path, self.first_line)


def read_text(path: Path, problems: list[Problem], shown: str = "") -> str | None:
    """Return a file's text (UTF-8, NFC), or None after adding the reason to *problems*.

    *shown* is the name used in messages. Control characters other than tab and newline are a problem (XML 1.0, 2.2).
    """
    name = shown or str(path)
    try:
        if path.stat().st_size > MAX_BYTES:
            problems.append(Problem(Source(name), "file", f"is larger than {MAX_BYTES // 1_000_000} MB", "Split the text, or take pictures out of it."))
            return None
        data = path.read_bytes()
    except OSError as error:
        problems.append(Problem(Source(name), "file", f"cannot be read: {error.strerror}", "Check the name and that the file is there."))
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        hint = "Save the file again with the encoding UTF-8."
        problems.append(Problem(Source(name, line), "encoding", f"is not UTF-8 text (byte 0x{data[error.start]:02x})", hint))
        return None
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    for match in re.finditer(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffd]", text):
        line = text.count("\n", 0, match.start()) + 1
        problems.append(Problem(Source(name, line), "encoding", f"holds the unusable character U+{ord(match[0]):04X}", "Delete it and type the word again."))
        return None
    return text


def read_yaml(path: Path, problems: list[Problem], shown: str = "") -> Document | None:
    """Return the YAML document in a file, or None after adding every reason to *problems*."""
    text = read_text(path, problems, shown)
    return None if text is None else parse_yaml(text, shown or str(path), problems)


def parse_yaml(text: str, path: str, problems: list[Problem], first_line: int = 1) -> Document | None:
    """Parse YAML *text* that begins at *first_line* of the file *path*; None after adding the reason to *problems*."""
    loader = _LOADER(text)
    try:
        node = loader.get_single_node()
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        problems.append(_yaml_problem(error, path, first_line))
        return None
    finally:
        loader.dispose()
    document = Document(path, None, first_line=first_line)
    if node is None:
        return document
    before = len(problems)
    document.data = _Builder(document, problems).build(node, ())
    return None if any(problem.severity == "error" for problem in problems[before:]) else document


def split_front_matter(text: str) -> tuple[str, str, int] | None:
    """Split a text into its YAML front matter, its body and the line on which the body begins; None without front matter."""
    match = _FENCE.match(text)
    if not match:
        return None
    return match[1], text[match.end() :], text.count("\n", 0, match.end()) + 1


def _yaml_problem(error: Exception, path: str, first_line: int) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line, column = (mark.line + first_line, mark.column + 1) if mark else (first_line, 0)
    said = str(getattr(error, "problem", "") or "is nested too deeply")
    hint = "Look at this line and the one before it: a missing colon, quote or bracket, or the wrong indentation."
    if "mapping values are not allowed" in said:
        hint = 'A text with a colon in it needs quotes round it: headline: "Bangkok: a new start".'
    elif "\\t" in said or "tab" in said:
        hint = "Indent with spaces, not with tabs."
    return Problem(Source(path, line, column), "yaml", f"is not valid YAML: {said}", hint)


class _Builder:
    """Turns YAML nodes into plain data, noting where each value stands."""

    def __init__(self, document: Document, problems: list[Problem]) -> None:
        self.document, self.problems = document, problems
        self.seen: set[int] = set()

    def build(self, node: yaml.Node, keys: KeyPath) -> Any:
        place = (node.start_mark.line + self.document.first_line, node.start_mark.column + 1)
        self.document.places.setdefault(keys, place)
        if len(keys) > MAX_DEPTH:
            return self.complain(place, "is nested too deeply", "Bring the list or group up a level.")
        if isinstance(node, yaml.ScalarNode):
            return _scalar(node)
        if id(node) in self.seen:
            return self.complain(place, "uses an anchor or alias (& or *)", "Write the value out, or put the text in quotes.")
        self.seen.add(id(node))
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, (*keys, index)) for index, item in enumerate(node.value)]
        return self.mapping(node, keys)

    def mapping(self, node: yaml.Node, keys: KeyPath) -> dict[str, Any]:
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            place = (key_node.start_mark.line + self.document.first_line, key_node.start_mark.column + 1)
            if not isinstance(key_node, yaml.ScalarNode):
                self.complain(place, "has a list or group where a key should be", "Put the key in quotes.")
                continue
            key = str(key_node.value)
            if key in result:
                self.complain(place, f"gives {key!r} twice", "Keep one of the two.")
            self.document.places[(*keys, key)] = place
            result[key] = self.build(value_node, (*keys, key))
        return result

    def complain(self, place: tuple[int, int], message: str, hint: str) -> None:
        self.problems.append(Problem(Source(self.document.path, *place), "yaml", message, hint))


def _scalar(node: yaml.ScalarNode) -> Any:
    """Resolve a scalar by the core schema (YAML 1.2.2, 10.3.2), numbers with leading zeros and exponents left as text."""
    value = str(node.value)
    if node.style or (node.tag or "").startswith("!"):
        return value
    if value in {"", "~", "null", "Null", "NULL"}:
        return None
    if value.lower() in {"true", "false"}:
        return value.lower() == "true"
    if _INTEGER.match(value) and len(value) < 19:
        return int(value)
    return float(value) if _FLOAT.match(value) and len(value) < 19 else value
