"""The records of a WordPress export: its elements gathered, as the XML parser meets them, into items, terms and authors."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

MAX_DEPTH = 30
MAX_PENDING = 8_000_000
"""Bytes of one tag or comment; the parser has to keep it whole."""
MAX_FIELD = 2_000_000
MAX_SHORT = 20_000
CONTENT = "content:encoded"
_PREFIXES = (("/excerpt/", "excerpt"), ("/modules/content/", "content"), ("/dc/elements/", "dc"), ("wordpress.org/export/", "wp"))
LANGUAGE_KEYS = ("_wpml_import_language_code", "_icl_lang", "_wpml_language", "wpml_language")
GROUP_KEYS = ("_wpml_import_translation_group", "_icl_trid", "_wpml_trid", "trid")
_META = frozenset(
    {*LANGUAGE_KEYS, *GROUP_KEYS, "_wpml_import_source_language_code", "_icl_lang_duplicate_of", "_thumbnail_id", "_wp_attachment_image_alt"}
    | {"_wp_attached_file", "footnotes"}
)


class Term(NamedTuple):
    """A category or tag that an item has."""

    domain: str
    slug: str
    name: str
    line: int


@dataclass(slots=True)
class Record:
    """One item, or a term or author at the head of the file: its fields by name (``wp:post_id``), and the lines they begin on."""

    line: int
    fields: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    meta: dict[str, str] = field(default_factory=dict)
    terms: list[Term] = field(default_factory=list)
    comments: int = 0
    too_large: str = ""

    def number(self, name: str) -> int:
        """Return a field that is a number; 0 where it is none."""
        text = self.fields.get(name, "").strip()
        return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else 0


class RefusedError(Exception):
    """The file is no export, or holds what no export holds."""


class RecordReader:
    """Receives the parser's events; gives each item, and each term or author at the head, away as a record."""

    def __init__(
        self, take_item: Callable[[Record, tuple[int, int]], None], take_head: Callable[[str, Record], None], *, with_content: bool = False
    ) -> None:
        self.take_item, self.take_head, self.with_content = take_item, take_head, with_content
        self.expat: Any = None
        self.names: list[str] = []
        self.record: Record | None = None
        self.text: list[str] | None = None
        self.size = self.fed = self.root_start = self.item_start = 0
        self.key = ""
        self.term = Term("", "", "", 0)

    @property
    def line(self) -> int:
        """The line that the parser is on."""
        return int(self.expat.CurrentLineNumber)

    def check_pending(self, size: int) -> None:
        """Count *size* bytes more that the parser was given; raises RefusedError where it holds too many that it cannot yet read."""
        self.fed += size
        if self.fed - max(0, int(self.expat.CurrentByteIndex)) > MAX_PENDING:
            raise RefusedError(f"has a single tag or comment of more than {MAX_PENDING // 1_000_000} MB")

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """Take a start tag; raises RefusedError for what no export holds."""
        name = _short(tag)
        depth = len(self.names)
        if depth >= MAX_DEPTH:
            raise RefusedError("is nested too deeply")
        if not depth:
            self.root_start = int(self.expat.CurrentByteIndex)
            if name != "rss":
                raise RefusedError("is not a WordPress export")
        self.names.append(name)
        if depth == 2:
            self.record = Record(self.line)
            self.item_start = int(self.expat.CurrentByteIndex)
            self.key = ""
            if name != "item":
                self.text, self.size = [], 0
        elif depth == 3:
            self.term = Term(attributes.get("domain", ""), attributes.get("nicename", ""), "", self.line)
            is_wanted = name != "wp:comment" and (name != CONTENT or self.with_content)
            self.text, self.size = ([], 0) if is_wanted else (None, 0)
            if self.record is not None:
                self.record.lines.setdefault(name, self.line)
        elif depth == 4:
            is_wanted = name == "wp:meta_key" or (name == "wp:meta_value" and self.key in _META)
            self.text, self.size = ([], 0) if is_wanted else (None, 0)

    def data(self, text: str) -> None:
        """Take characters, as far as they are wanted."""
        if self.text is None:
            return
        self.size += len(text)
        name = self.names[-1]
        if self.size <= (MAX_FIELD if name in {CONTENT, "wp:meta_value"} else MAX_SHORT):
            self.text.append(text)
        elif self.record is not None:
            self.record.too_large = name
            self.text = None

    def end(self, _tag: str) -> None:
        """Take an end tag; a record that it completes is given away."""
        name, depth = self.names.pop(), len(self.names)
        text, record = "".join(self.text or ()), self.record
        if depth in {3, 4}:
            self.text = None
        if record is None:
            return
        if depth == 4 and name == "wp:meta_key":
            self.key = text
        elif depth == 4 and name == "wp:meta_value" and self.key in _META:
            record.meta.setdefault(self.key, text)
        elif depth == 3:
            self._take_field(record, name, text)
        elif depth == 2:
            if name == "item":
                self.take_item(record, (self.item_start, int(self.expat.CurrentByteIndex) - self.item_start))
            else:
                record.fields.setdefault("", text)
                self.take_head(name, record)
            self.record = self.text = None

    def _take_field(self, record: Record, name: str, text: str) -> None:
        if name == "category":
            if len(record.terms) < 500:
                record.terms.append(self.term._replace(name=text))
        elif name == "wp:comment":
            record.comments += 1
        elif name != "wp:postmeta" and len(record.fields) < 200:
            record.fields.setdefault(name, text)

    def close(self) -> None:
        """Take the end of the file; the parser has checked it."""


def _short(tag: str) -> str:
    """Return an element's name with the prefix that it usually has."""
    address, _, local = tag.rpartition("}")
    return next((f"{prefix}:{local}" for part, prefix in _PREFIXES if part in address), local)
