"""One piece of an edition, made in a worker process: mail and text, web page, screen PDF, print PDF, or a picture's renditions.

A piece is what is made, kept and made again as a whole; its digest is taken over everything that went into it.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import resource
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

from newsletter.model import Problem, Source
from newsletter.render.material import Material

PieceName = Literal["mail", "web", "screen", "print"]
PIECES: tuple[PieceName, ...] = ("screen", "print", "mail", "web")
"""In the order of their weight: the slowest first, so that the workers end together."""
FILES: Mapping[PieceName, tuple[str, ...]] = {
    "mail": ("mail.html", "mail.txt", "mail.json"),
    "web": ("page.html",),
    "screen": ("screen.pdf",),
    "print": ("print.pdf",),
}
_ENGINES: Mapping[PieceName, tuple[str, ...]] = {
    "mail": ("jinja2", "mjml-python", "babel"),
    "web": ("jinja2", "babel"),
    "screen": ("jinja2", "babel", "weasyprint", "pydyf", "pikepdf", "fonttools", "pillow"),
    "print": ("jinja2", "babel", "weasyprint", "pydyf", "pikepdf", "fonttools", "pillow"),
}
_FOLDERS: Mapping[PieceName, tuple[str, ...]] = {"mail": ("mail", "text"), "web": ("web",), "screen": ("print",), "print": ("print",)}


@dataclass(frozen=True, slots=True)
class Made:
    """What came of one piece."""

    files: Mapping[str, bytes]
    problems: tuple[Problem, ...]
    pages: int = 0
    seconds: float = 0
    memory: int = 0
    """Peak of the worker so far, in bytes."""


def make_piece(material: Material, piece: PieceName) -> Made:
    """Return the files of one piece of an edition, and what is wrong with it; raises TemplateError."""
    started = time.perf_counter()
    made = {"mail": _mail, "web": _web, "screen": _pdf, "print": _pdf}[piece](material, piece)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    memory = peak if sys.platform == "darwin" else peak * 1024
    return dataclasses.replace(made, seconds=round(time.perf_counter() - started, 3), memory=memory)


def _mail(material: Material, piece: PieceName) -> Made:
    from newsletter.render.environment import make_environment  # noqa: PLC0415  engines are imported by the worker that needs them
    from newsletter.render.mail import render_mail  # noqa: PLC0415
    from newsletter.render.mjml_check import check_mjml  # noqa: PLC0415

    mail, mjml = render_mail(material.edition, make_environment(material, "mail"), make_environment(material, "text"))
    source = "templates/mail/mail.mjml"
    problems = tuple(Problem(Source(source, line, column), "unknown-mjml", message, hint, "error", mail.language) for line, column, message, hint in check_mjml(mjml))
    facts = {"subject": mail.subject, "preheader": mail.preheader, "language": mail.language, "direction": mail.direction}
    envelope = json.dumps(facts, ensure_ascii=False, indent=2) + "\n"
    return Made({"mail.html": mail.html.encode(), "mail.txt": mail.text.encode(), "mail.json": envelope.encode()}, problems)


def _web(material: Material, piece: PieceName) -> Made:
    from newsletter.render.web import render_web  # noqa: PLC0415

    return Made({"page.html": render_web(material).html.encode()}, ())


def _pdf(material: Material, piece: PieceName) -> Made:
    from newsletter.render.environment import make_environment  # noqa: PLC0415
    from newsletter.render.pdf import render_pdf  # noqa: PLC0415

    kind: Literal["screen", "print"] = "print" if piece == "print" else "screen"
    environment = make_environment(material, "print", output=kind)
    pdf, problems = render_pdf(material.edition, environment, kind, material.picture_folder)
    return Made({f"{kind}.pdf": pdf.data}, problems, pages=pdf.pages)


def digest_piece(material: Material, piece: PieceName, pictures: Mapping[str, str]) -> str:
    """Return the SHA-256 of everything that goes into a piece: content, templates, look, words, pictures, code and engines.

    *pictures* gives the digest of every picture file by ``slug/id``. Paths play no part, so that two clones agree.
    """
    root = str(material.publication.folder)
    own = {slot.article.slug for slot in material.edition.slots}
    shown = dataclasses.replace(material, pictures={}, templates=(), language_folders=(), picture_folder=Path())
    parts = [
        piece,
        repr(shown).replace(root, ""),
        repr([(name, digest) for name, digest in sorted(pictures.items()) if name.partition("/")[0] in own]),
        *(_digest_folder(folder / name) for folder in material.templates for name in _FOLDERS[piece]),
        *(_digest_folder(folder) for folder in material.language_folders),
        _digest_folder(Path(__file__).parents[1]),
        *versions(*_ENGINES[piece]),
    ]
    if piece in {"screen", "print"}:
        parts += versions(*sorted(str(face["package"]) for face in material.look["faces"].values() if "package" in face))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()


@cache
def _digest_folder(folder: Path) -> str:
    """Return the digest of a folder's text files, by their names below it."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path.is_file() and path.suffix not in {".pyc"} and path.stat().st_size < 5_000_000:
            digest.update(f"{path.relative_to(folder)}\0".encode() + path.read_bytes() + b"\0")
    return digest.hexdigest()


def versions(*packages: str) -> list[str]:
    """Return ``name version`` of packages; those that are not there are named without."""
    found = []
    for package in packages:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            found.append(package)
    return found
