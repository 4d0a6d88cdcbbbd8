"""Saved web pages: found in folders, read in the encoding that they name, with what their heads say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

from newsletter.intake.html_tree import MAX_CHARACTERS
from newsletter.model import Problem, Source

MAX_PAGES = 20_000
MAX_BYTES = 8_000_000
_ENDINGS = (".html", ".htm", ".xhtml")
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,40})", re.IGNORECASE)
_SAVED_FROM = re.compile(r"<!-- saved from url=\(\d{4}\)(https?://\S{1,2000}?) -->")
RULE = "web"


@dataclass(slots=True)
class SavedPage:
    """A saved page: its text and what its head says."""

    path: Path
    place: str
    """Its path inside the folder that was given."""
    root: Path
    text: str
    head: _Head
    slug: str = ""


class _Head(HTMLParser):
    """Reads the attributes of a page's outermost elements; the rest of the text is not its concern."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.language = self.direction = self.address = self.base = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: (value or "").strip() for name, value in attrs}
        if tag in {"html", "body"}:
            self.language = self.language or values.get("lang", "") or values.get("xml:lang", "")
            self.direction = self.direction or values.get("dir", "").lower()
        elif tag == "link" and values.get("rel", "").lower() == "canonical":
            self.address = self.address or values.get("href", "")
        elif tag == "meta" and values.get("property", "").lower() == "og:url":
            self.address = self.address or values.get("content", "")
        elif tag == "base":
            self.base = self.base or values.get("href", "")


def list_pages(paths: Iterable[Path], problems: list[Problem]) -> list[tuple[Path, Path]]:
    """Return every page and the folder that it belongs to; what a browser saved beside a page (``x_files``) holds no pages."""
    found: dict[Path, Path] = {}
    for path in paths:
        if not path.is_dir():
            found.setdefault(path, path.parent)
            continue
        inside = sorted(page for page in path.rglob("*") if page.suffix.lower() in _ENDINGS and page.is_file() and not page.is_symlink())
        own = [page for page in inside if not any(part.endswith(("_files", "_data")) for part in page.relative_to(path).parts[:-1])]
        if not own:
            problems.append(Problem(Source(str(path)), RULE, "holds no saved page", "Save pages as .html, with everything (Ctrl+S)."))
        found |= {page: path for page in own[:MAX_PAGES] if page not in found}
    return list(found.items())


def load_page(path: Path, root: Path, problems: list[Problem]) -> SavedPage | None:
    """Return a saved page in the folder *root*, or None after telling why it cannot be read."""

    def refuse(message: str, hint: str) -> None:
        problems.append(Problem(Source(str(path)), RULE, message, hint))

    try:
        if path.stat().st_size > MAX_BYTES:
            refuse(f"is larger than {MAX_BYTES // 1_000_000} MB", "Save the page without what is embedded in it.")
            return None
        data = path.read_bytes()
    except OSError as error:
        refuse(f"cannot be read: {error.strerror}", "Check the name and that the file is there.")
        return None
    stated = _CHARSET.search(data[:4096])
    for encoding in ("utf-8-sig", stated[1].decode() if stated else "", "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else ""):
        try:
            text = data.decode(encoding) if encoding else None
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
        if text is not None and len(text) <= MAX_CHARACTERS * 2:
            head = _Head()
            end = text.lower().find("</head", 0, 500_000)
            head.feed(text[: max(end, 20_000) + 2_000])
            saved = _SAVED_FROM.search(text[:5000])
            head.address = urlsplit(head.address).geturl() if is_web_address(head.address) else saved[1] if saved else ""
            return SavedPage(path, path.relative_to(root).as_posix(), root, text, head)
    refuse("is in no encoding that it names", "Save it again with the encoding UTF-8.")
    return None


def is_web_address(address: str) -> bool:
    """Whether an address leads to the web by itself."""
    try:
        return bool(address) and urlsplit(address).scheme in {"http", "https"} and bool(urlsplit(address).hostname)
    except ValueError:
        return False
