"""A small publication that is built: in this process by one thread, or by the command line in processes of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from values import ARABIC, ENGLISH, a_publication, write_story

from newsletter.jobs import Outcome, PieceName, Request
from newsletter.press import build

ROOT = Path(__file__).parents[1]
NAME = "2022-07"
QUICK: tuple[PieceName, ...] = ("mail", "web")
"""The pieces that need no PDF engine."""
WHOLE: tuple[PieceName, ...] = ("screen", "print", "mail", "web")
PICTURE = "pictures: {lead: {file: lead.png, credit: Drawing by Crossings, licence: CC BY 4.0}}\n"
ALT = "pictures: {lead: {alt: A bridge}}\n---\n"


def a_pressroom(folder: Path) -> Path:
    """Write a publication of two editions: a story in both languages with a picture, and one in English alone; return its folder."""
    from PIL import Image
    from values import FACTS

    a_publication(folder)
    Image.effect_noise((1200, 800), 20).convert("RGB").save(folder / "lead.png")
    picture = (folder / "lead.png").read_bytes()
    (folder / "lead.png").unlink()
    texts = {"en": ENGLISH.replace("---\nThey", f"{ALT}They"), "ar": ARABIC.replace("---\nبدأتا", f"{ALT}بدأتا")}
    write_story(folder, facts=FACTS + PICTURE, texts=texts, **{"lead.png": picture})
    write_story(folder, "only-english", texts={"en": ENGLISH.replace("A bridge built from both sides", "A road")})
    return folder


def a_request(folder: Path, *pieces: PieceName, **facts: Any) -> Request:
    """Return the request to build the publication's issue; mail and page where no pieces are named."""
    facts = {"out": folder / "out", "pieces": pieces or QUICK, **facts}
    return Request(folder / "issues" / f"{NAME}.yaml", folder, **facts)


def built(folder: Path, *pieces: PieceName, **facts: Any) -> Outcome:
    """Build it in this process."""
    return build(a_request(folder, *pieces, **facts), lambda: ThreadPoolExecutor(1))


def change(path: Path, old: str, new: str) -> None:
    """Write something else in a file."""
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def files_of(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def names_beside(folder: Path) -> list[str]:
    """Return what lies in the output folder, locks aside."""
    return sorted(path.name for path in folder.iterdir() if not path.name.endswith(".lock"))


def start(folder: Path, *options: str, environment: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
    """Start the command line on the publication's issue."""
    command = [sys.executable, "-m", "newsletter", "build", f"issues/{NAME}.yaml", "--jobs", "2", *options]
    outer = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    whole = {**outer, "PYTHONPATH": str(ROOT), **(environment or {})}
    return subprocess.Popen(command, cwd=folder, env=whole, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def finish(process: subprocess.Popen[str], *, code: int = 0) -> tuple[str, str]:
    """Wait for a process, which must end with *code*; return what it said."""
    out, err = process.communicate(timeout=300)
    assert process.returncode == code, err
    return out, err
