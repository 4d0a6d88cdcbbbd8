"""Text, YAML and front matter, read with limits and without losing line numbers.

YAML is read by the core schema of YAML 1.2: only ``true`` and ``false`` are booleans (``NO`` stays Norway), ``3:20`` and
``2022-07-20`` stay as written, as do ``+216 71`` and ``1.10``. Anchors and aliases are refused (they make a small file explode),
as are tags and a key given twice.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from newsletter.model import Problem, Source

MAX_BYTES = 2_000_000
MAX_DEPTH = 40
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"(0|-?[1-9][0-9]*)\Z")
UNUSABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffd-\uffff]")
"""Control characters (XML 1.0, 2.2), line ends that only some programs see, and what stands for a character that was lost."""
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
        if path.exists() and not path.is_file():
            problems.append(Problem(Source(name), "file", "is not a file", "Put a text file of this name here."))
            return None
        if path.stat().st_size > MAX_BYTES:
            hint = "Split the text, or take pictures out of it."
            problems.append(Problem(Source(name), "file", f"is larger than {MAX_BYTES // 1_000_000} MB", hint))
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
    if match := UNUSABLE.search(text):
        line = text.count("\n", 0, match.start()) + 1
        message = f"holds the unusable character U+{ord(match[0]):04X}"
        problems.append(Problem(Source(name, line), "encoding", message, "Delete it and type the word again."))
        return None
    return text


def read_yaml(path: Path, problems: list[Problem], shown: str = "") -> Document | None:
    """Return the YAML document in a file, or None after adding every reason to *problems*."""
    text = read_text(path, problems, shown)
    return None if text is None else parse_yaml(text, shown or str(path), problems)


def parse_yaml(text: str, path: str, problems: list[Problem], first_line: int = 1) -> Document | None:
    """Parse YAML *text* that begins at *first_line* of the file *path*; None after adding the reason to *problems*."""
    loader = _LOADER(text)
    document = Document(path, None, first_line=first_line)
    before = len(problems)
    try:
        document.data = _Builder(document, problems, loader.get_event).build_document()
    except (yaml.YAMLError, ValueError) as error:
        problems.append(_yaml_problem(error, text, path, first_line))
    except _TooDeepError as error:
        problems.append(Problem(Source(path, *error.place), "yaml", "is nested too deeply", "Bring the list or group up a level."))
    finally:
        loader.dispose()
    return None if any(problem.severity == "error" for problem in problems[before:]) else document


def split_front_matter(text: str) -> tuple[str, str, int] | None:
    """Split a text into its YAML front matter, its body and the line on which the body begins; None without front matter."""
    match = _FENCE.match(text)
    if not match:
        return None
    return match[1], text[match.end() :], text.count("\n", 0, match.end()) + 1


def _yaml_problem(error: Exception, text: str, path: str, first_line: int) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line, column = (mark.line + first_line, mark.column + 1) if mark else (first_line, 0)
    said = str(getattr(error, "problem", "") or "")
    hint = "Look at this line and the one before it: a missing colon, quote or bracket, or the wrong indentation."
    if isinstance(error, yaml.reader.ReaderError):
        character = chr(int(error.character))
        line, said, hint = text[: text.find(character)].count("\n") + first_line, f"holds the unusable character U+{ord(character):04X}", "Delete it."
    elif "mapping values are not allowed" in said:
        hint = 'A text with a colon in it needs quotes round it: headline: "Bangkok: a new start".'
    elif "alphabetic or numeric" in said or "cannot start any token" in said:
        is_tab = "\t" in (text.split("\n")[line - first_line : line - first_line + 1] or [""])[0]
        hint = "Indent with spaces, not with tabs." if is_tab else "A text that begins with a sign such as * & @ ` or % needs quotes round it."
    return Problem(Source(path, line, column), "yaml", f"is not valid YAML: {said}", hint)


class _TooDeepError(Exception):
    def __init__(self, place: tuple[int, int]) -> None:
        super().__init__(place)
        self.place = place


class _Builder:
    """Turns YAML events into plain data, noting where each value stands.

    Events, not nodes: the C library composes nodes by recursion, and a hostile file would exhaust its stack.
    """

    def __init__(self, document: Document, problems: list[Problem], next_event: Callable[[], yaml.Event]) -> None:
        self.document, self.problems, self.next_event = document, problems, next_event

    def build_document(self) -> Any:
        self.next_event()
        if isinstance(self.next_event(), yaml.StreamEndEvent):
            return None
        data = self.build(self.next_event(), ())
        self.next_event()
        more = self.next_event()
        if not isinstance(more, yaml.StreamEndEvent):
            self.complain(self.place(more), "holds a second document after a line of ---", "Delete that line, or make a file of each.")
        return data

    def place(self, event: yaml.Event) -> tuple[int, int]:
        mark = event.start_mark
        return (mark.line + self.document.first_line, mark.column + 1) if mark else (self.document.first_line, 0)

    def build(self, event: yaml.Event, keys: KeyPath) -> Any:
        place = self.place(event)
        self.document.places.setdefault(keys, place)
        if len(keys) > MAX_DEPTH:
            raise _TooDeepError(place)
        if getattr(event, "anchor", None):
            self.complain(place, "uses an anchor or alias (& or *)", "Write the value out, or put the text in quotes.")
        if getattr(event, "tag", None):
            self.complain(place, "begins with a tag (!)", "Put the text in quotes.")
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event, place)
        if isinstance(event, yaml.SequenceStartEvent):
            return list(self.items(keys))
        return self.mapping(keys) if isinstance(event, yaml.MappingStartEvent) else None

    def items(self, keys: KeyPath) -> Iterator[Any]:
        for index in itertools.count():
            event = self.next_event()
            if isinstance(event, yaml.SequenceEndEvent):
                return
            yield self.build(event, (*keys, index))

    def mapping(self, keys: KeyPath) -> dict[str, Any]:
        result: dict[str, Any] = {}
        while not isinstance(event := self.next_event(), yaml.MappingEndEvent):
            place = self.place(event)
            if not isinstance(event, yaml.ScalarEvent):
                self.complain(place, "has a list, a group or an alias where a key should be", "Put the key in quotes.")
                self.build(event, (*keys, ""))
                self.build(self.next_event(), (*keys, ""))
                continue
            key = str(event.value)
            if key in result:
                self.complain(place, f"gives {key[:60]!r} twice", "Keep one of the two.")
            self.document.places[(*keys, key)] = place
            result[key] = self.build(self.next_event(), (*keys, key))
        return result

    def scalar(self, event: yaml.ScalarEvent, place: tuple[int, int]) -> Any:
        value = str(event.value)
        if match := UNUSABLE.search(value):
            self.complain(place, f"holds the unusable character U+{ord(match[0]):04X}", "Delete it and type the word again.")
        return value if event.style or event.tag else _plain(value)

    def complain(self, place: tuple[int, int], message: str, hint: str) -> None:
        self.problems.append(Problem(Source(self.document.path, *place), "yaml", message, hint))


def _plain(value: str) -> Any:
    """Resolve a bare scalar by the core schema (YAML 1.2.2, 10.3.2), but leave as text what would change when written out again.

    So +21671123456 keeps its sign and 1.10 its nought.
    """
    if value in {"", "~", "null", "Null", "NULL"}:
        return None
    if value.lower() in {"true", "false"}:
        return value.lower() == "true"
    return int(value) if _INTEGER.match(value) and len(value) < 19 else value
