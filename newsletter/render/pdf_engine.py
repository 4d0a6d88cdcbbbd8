"""WeasyPrint, and nothing else: a document goes in, bytes and what the engine said come out.

Import this module only after :meth:`newsletter.render.fonts.Fonts.use`: Pango reads its font configuration when it is loaded.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import logging
import mimetypes
import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

from weasyprint import HTML
from weasyprint.css import ColorProfile
from weasyprint.urls import URLFetcher, URLFetcherResponse

from newsletter.render import shims
from newsletter.render.fast_columns import render_fast

Kind = Literal["screen", "print"]

EDITION = "https://edition.invalid/"
"""What the edition's folder is called inside the document (RFC 2606: a name that never resolves), so that neither its bytes
nor a link in it depend on where it was made."""

RESOLUTION = 150
"""Pixels per inch at most for a picture on the screen, at the size it is shown. The press gets pictures as they are."""


@dataclass(frozen=True, slots=True)
class Record:
    """One line of the engine's log."""

    level: int
    message: str


class FolderFetcher(URLFetcher):  # type: ignore[misc]  # the engine has no types
    """Fetches files that lie in the given folders, and refuses everything else: the network, and the rest of the disk."""

    def __init__(self, edition: Path, *others: Path, stand_ins: Mapping[str, bytes] | None = None) -> None:
        """Take the edition's folder, which answers to :data:`EDITION`, and others; links in their paths are followed.

        *stand_ins* are given in place of the files of those names in the edition's folder.
        """
        super().__init__(allowed_protocols={"file", "https"}, allow_redirects=False)
        self.edition = edition.resolve()
        self.stand_ins = {self.edition / name: content for name, content in (stand_ins or {}).items()}
        self.folders = (self.edition, *(folder.resolve() for folder in others))

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:  # noqa: ARG002 - the engine's signature
        """Return a file's content; raises PermissionError for any other address (the engine logs it)."""
        if url.startswith(EDITION):
            path: Path | None = (self.edition / unquote(urlsplit(url).path).lstrip("/")).resolve()
        else:
            parts = urlsplit(url)
            path = Path(unquote(parts.path)).resolve() if parts.scheme == "file" and not parts.netloc else None
        if path is None or not any(path.is_relative_to(folder) for folder in self.folders):
            raise PermissionError("only files of the edition and its fonts are used")
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, self.stand_ins.get(path) or path.read_bytes(), {"Content-Type": kind})


def engine_version() -> str:
    """Return the engine's name and version, as the colophon tells it."""
    return f"WeasyPrint {shims.VERSION}"


def picture_name(file: str) -> str:
    """Return what the engine calls a picture of the edition's folder in the resources of a PDF."""
    return f"/i{hashlib.md5(f'{EDITION}{file}'.encode(), usedforsecurity=False).hexdigest()}"


def write_pdf(
    html: str, base: Path, folders: tuple[Path, ...], kind: Kind, stand_ins: Mapping[str, bytes] | None = None
) -> tuple[bytes, tuple[Record, ...]]:
    """Return a document as PDF, and what the engine logged on the way.

    *screen* is tagged and says PDF/A-2a and PDF/UA-1 of itself; *print* has its colours as DeviceCMYK and no tags. Both
    depend on nothing but the document: the identifier is a digest, the dates are the document's own. *stand_ins* are taken
    in place of pictures of those names, which a later stage puts back (see :func:`picture_name`).
    """
    shims.install()
    options: dict[str, Any] = {}
    profiles = {}
    if kind == "screen":
        profiles["--srgb"] = _screen_profile()
        options |= {"pdf_variant": "pdf/a-2a", "output_intent": "--srgb", "dpi": RESOLUTION, "jpeg_quality": 85}
    else:
        options |= {"output_intent": "device-cmyk", "pdf_identifier": True, "pdf_tags": False, "pdf_version": "1.6"}
    html = html.replace(base.as_uri() + "/", EDITION)
    with _collected_log() as records:
        source = HTML(string=html, base_url=EDITION, url_fetcher=FolderFetcher(base, *folders, stand_ins=stand_ins))
        document = render_fast(lambda: source.render(color_profiles=profiles, **options))
        if kind == "screen":
            shims.declare_accessible(document)
        data: bytes = document.write_pdf(**options)
    return data, tuple(records)


def _screen_profile() -> ColorProfile:
    """Return sRGB as the output intent; the engine's own way to it leaves the file open."""
    content = files("weasyprint.pdf").joinpath("sRGB2014.icc").read_bytes()
    return ColorProfile(io.BytesIO(content), "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"]))


def breaks_words(text: str, language: str, face: str) -> bool:
    """Say whether the engine finds places to break *text* in a narrow column (for Thai this needs libthai's dictionary)."""
    shims.install()
    style = f"@page {{ size: 200mm 200mm; margin: 0 }} p {{ width: 15mm; margin: 0; font: 12pt '{face}' }}"
    html = f'<html lang="{language}"><style>{style}</style><p>{text}</p>'
    page = HTML(string=html, url_fetcher=FolderFetcher(Path("/nowhere"))).render().pages[0]
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
