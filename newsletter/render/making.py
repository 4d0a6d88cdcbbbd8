"""One piece of an edition, made in a worker process: mail and text, web page, screen PDF, print PDF, or a picture's renditions.

A piece is what is made, kept and made again as a whole; its digest is taken over everything that went into it.
"""

from __future__ import annotations

import dataclasses
import json
import os
import resource
import sys
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from newsletter.digests import PACKAGE, digest_bytes, digest_folder, versions
from newsletter.jobs import PieceName
from newsletter.model import Problem
from newsletter.render.material import Material

_WORDS = ("python", "jinja2", "markupsafe", "babel", "icu4py")
_SETTING = (
    "weasyprint",
    "pydyf",
    "tinyhtml5",
    "tinycss2",
    "cssselect2",
    "pyphen",
    "pikepdf",
    "fonttools",
    "segno",
    "pillow",
    "libpango",
    "libharfbuzz",
    "libfontconfig",
)
ENGINES: Mapping[PieceName, tuple[str, ...]] = {
    "mail": (*_WORDS, "mjml-python"),
    "web": _WORDS,
    "screen": (*_WORDS, *_SETTING),
    "print": (*_WORDS, *_SETTING),
}
"""What a piece is made with; font packages come to it from the look."""
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


def _mail(material: Material, _: PieceName) -> Made:
    from newsletter.render.environment import make_environment  # noqa: PLC0415  engines are imported by the worker that needs them
    from newsletter.render.mail import render_mail  # noqa: PLC0415
    from newsletter.render.mail_faults import find_faults  # noqa: PLC0415
    from newsletter.render.message import compose_message  # noqa: PLC0415
    from newsletter.render.mjml import MjmlError  # noqa: PLC0415
    from newsletter.render.mjml_check import check_mjml  # noqa: PLC0415

    try:
        mail, mjml = render_mail(material.edition, make_environment(material, "mail"), make_environment(material, "text"))
    except MjmlError:
        if not (faults := find_faults(material)):
            raise
        return Made({}, faults)
    problems = find_faults(material) if check_mjml(mjml) else ()
    facts = {"subject": mail.subject, "preheader": mail.preheader, "language": mail.language, "direction": mail.direction}
    envelope = json.dumps(facts, ensure_ascii=False, indent=2) + "\n"
    files = {"mail.html": mail.html.encode(), "mail.txt": mail.text.encode(), "mail.json": envelope.encode()}
    return Made({**files, "mail.eml": compose_message(mail, material)}, problems)


def _web(material: Material, _: PieceName) -> Made:
    from newsletter.render.web import render_web  # noqa: PLC0415

    return Made({"page.html": render_web(material).html.encode()}, ())


def _pdf(material: Material, piece: PieceName) -> Made:
    from newsletter.render.environment import make_environment  # noqa: PLC0415
    from newsletter.render.pdf import render_pdf  # noqa: PLC0415

    kind: Literal["screen", "print"] = "print" if piece == "print" else "screen"
    environment = make_environment(material, "print", output=kind)
    pdf, problems = render_pdf(material.edition, environment, kind, material.picture_folder, material.publication.profile)
    files = {f"{kind}.pdf": pdf.data}
    if kind == "print" and material.edition.print.is_imposed:
        from newsletter.render.imposition import impose  # noqa: PLC0415

        files["print-imposed.pdf"] = impose(pdf.data, material.edition)
    return Made(files, problems, pages=pdf.pages)


def font_packages(material: Material) -> tuple[str, ...]:
    """Return the packages that the look takes its faces from."""
    return tuple(sorted({str(face["package"]) for face in material.look["faces"].values() if "package" in face}))


def digest_pieces(
    materials: Mapping[str, Material], pieces: Iterable[PieceName], pictures: Mapping[str, str], roots: Iterable[Path]
) -> dict[tuple[str, PieceName], str]:
    """Return the SHA-256 of everything that goes into each piece: content, templates, look, words, pictures, code and engines.

    *pictures* gives the digest of every picture file by ``slug/id``. Paths below *roots* count without them, so that two
    clones agree.
    """
    read_folder = cache(digest_folder)
    read_versions = cache(versions)
    digests = {}
    for tag, material in materials.items():
        content = _content(material, pictures, roots)
        for piece in pieces:
            is_pdf = piece in {"screen", "print"}
            parts = [
                piece,
                content,
                *(read_folder(*(folder / name for folder in material.templates)) for name in _FOLDERS[piece]),
                *(read_folder(folder) for folder in (*material.language_folders, PACKAGE)),
                repr(read_versions((*ENGINES[piece], *(font_packages(material) if is_pdf else ())))),
                os.environ.get("SOURCE_DATE_EPOCH", "") if is_pdf else "",
            ]
            digests[tag, piece] = digest_bytes("\0".join(parts).encode())
    return digests


def _content(material: Material, pictures: Mapping[str, str], roots: Iterable[Path]) -> str:
    own = {slot.article.slug for slot in material.edition.slots}
    shown = dataclasses.replace(material, templates=(), language_folders=(), picture_folder=Path())
    told = repr(shown)
    for root in roots:
        told = told.replace(f"{root}/", "").replace(str(root), "")
    return told + repr([(name, digest) for name, digest in sorted(pictures.items()) if name.partition("/")[0] in own])
