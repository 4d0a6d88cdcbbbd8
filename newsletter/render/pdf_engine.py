"""WeasyPrint, and nothing else: a document goes in, bytes and what the engine said come out.

Import this module only after :meth:`newsletter.render.fonts.Fonts.use`: Pango reads its font configuration when it is loaded.
"""

from __future__ import annotations

import contextlib
import logging
import mimetypes
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

from newsletter.render import shims

Kind = Literal["screen", "print"]

RESOLUTION = {"screen": 150, "print": 300}
"""Pixels per inch at most for a picture at the size it is shown."""


@dataclass(frozen=True, slots=True)
class Record:
    """One line of the engine's log."""

    level: int
    message: str


class FolderFetcher(URLFetcher):
    """Fetches files that lie in the given folders, and refuses everything else: the network, and the rest of the disk."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        """Take the folders, with links in their paths followed."""
        super().__init__(allowed_protocols={"file"}, allow_redirects=False)
        self.folders = tuple(folder.resolve() for folder in folders)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:  # noqa: ARG002 - the engine's signature
        """Return a file's content; raises PermissionError for any other address (the engine logs it)."""
        parts = urlsplit(url)
        path = Path(unquote(parts.path)).resolve()
        if parts.scheme != "file" or parts.netloc or not any(path.is_relative_to(folder) for folder in self.folders):
            message = "only files of the edition and its fonts are used"
            raise PermissionError(message)
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return URLFetcherResponse(path.as_uri(), path.read_bytes(), {"Content-Type": kind})


def engine_version() -> str:
    """Return the engine's name and version, as the colophon tells it."""
    return f"WeasyPrint {shims.VERSION}"


def write_pdf(html: str, base: Path, folders: tuple[Path, ...], kind: Kind) -> tuple[bytes, tuple[Record, ...]]:
    """Return a document as PDF, and what the engine logged on the way.

    *screen* is tagged and says PDF/A-2a and PDF/UA-1 of itself; *print* has its colours as DeviceCMYK and no tags. Both
    depend on nothing but the document: the identifier is a digest, the dates are the document's own.
    """
    shims.install()
    options: dict[str, Any] = {"dpi": RESOLUTION[kind], "jpeg_quality": 85 if kind == "screen" else 95}
    if kind == "screen":
        options |= {"pdf_variant": "pdf/a-2a"}
    else:
        options |= {"output_intent": "device-cmyk", "pdf_identifier": True, "pdf_tags": False}
    with _collected_log() as records:
        source = HTML(string=html, base_url=base.as_uri() + "/", url_fetcher=FolderFetcher((base, *folders)))
        document = source.render(**options)
        if kind == "screen":
            shims.declare_accessible(document)
        data: bytes = document.write_pdf(**options)
    return data, tuple(records)


def breaks_words(text: str, language: str, face: str) -> bool:
    """Say whether the engine finds places to break *text* in a narrow column (for Thai this needs libthai's dictionary)."""
    shims.install()
    style = f"@page {{ size: 200mm 200mm; margin: 0 }} p {{ width: 15mm; margin: 0; font: 12pt '{face}' }}"
    html = f'<html lang="{language}"><style>{style}</style><p>{text}</p>'
    page = HTML(string=html, url_fetcher=FolderFetcher(())).render().pages[0]
    return len(page._page_box.children[0].children[0].children[0].children) > 1  # noqa: SLF001


@contextlib.contextmanager
def _collected_log() -> Iterator[list[Record]]:
    """Collect what the engine logs in this thread at level warning and above."""
    records: list[Record] = []
    thread = threading.get_ident()

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.thread == thread:
                records.append(Record(record.levelno, record.getMessage()))

    logger = logging.getLogger("weasyprint")
    collector = Collector(logging.WARNING)
    logger.addHandler(collector)
    try:
        yield records
    finally:
        logger.removeHandler(collector)
