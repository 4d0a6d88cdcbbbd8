"""Imported stories put into a newsroom, whole or not at all, and never over an editor's work.

Every text file carries a seal: a comment with a fingerprint of the file as it was imported. A file whose seal no longer fits has
been edited and is left alone; what would have been written is put beside it as ``<name>.new``.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from newsletter.model import Problem, Source
from newsletter.outputs import write_whole

State = Literal["new", "changed", "unchanged", "kept"]
_SEAL = re.compile(r"^# Imported from .*; seal ([0-9a-f]{12})\n", re.MULTILINE)


def seal(text: str, origin: str) -> str:
    """Return *text* with a comment on where it was imported from and a fingerprint; inside the front matter if there is any."""
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    comment = f"# Imported from {origin}; seal {digest}\n"
    return f"---\n{comment}{text[4:]}" if text.startswith("---\n") else comment + text


def is_untouched(text: str) -> bool:
    """Say whether a file is still what was imported."""
    match = _SEAL.search(text)
    if not match or text.count("\n", 0, match.start()) > 1:
        return False
    bare = text[: match.start()] + text[match.end() :]
    return hashlib.sha256(bare.encode()).hexdigest()[:12] == match[1]


def file_story(folder: Path, files: Mapping[str, str | bytes | Path], problems: list[Problem]) -> State | None:
    """Write the *files* of a story into *folder* and say what became of it; None after adding the reason to *problems*.

    A new folder appears with all its files or not at all; a file in a folder that is there is replaced in one step.
    """
    try:
        if folder.is_symlink():
            problems.append(Problem(Source(str(folder)), "file", "is a link to another folder", "Put the folder itself here."))
            return None
        if not folder.exists():
            _make_folder(folder, files)
            return "new"
        states = {_file(folder / name, text, problems) for name, text in sorted(files.items())}
    except (OSError, UnicodeDecodeError) as error:
        said = error.strerror if isinstance(error, OSError) else "is not UTF-8 text"
        problems.append(Problem(Source(str(folder)), "file", f"cannot be written: {said}", "Check the folder and who may write in it."))
        return None
    for state in ("kept", "changed", "new"):
        if state in states:
            return "changed" if state == "new" else state
    return "unchanged"


def _make_folder(folder: Path, files: Mapping[str, str | bytes | Path]) -> None:
    part = folder.with_name(f".{folder.name}.{os.getpid()}.part")
    part.mkdir(parents=True)
    try:
        for name, text in files.items():
            (part / name).write_bytes(_encode(text))
        part.rename(folder)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise


def _encode(content: str | bytes | Path) -> bytes:
    """Return a file's bytes; a path stands for a copy of that file, read when its turn comes."""
    return content.encode() if isinstance(content, str) else content.read_bytes() if isinstance(content, Path) else content


def _file(path: Path, content: str | bytes | Path, problems: list[Problem]) -> State:
    data = _encode(content)
    if path.is_symlink() or (path.exists() and not path.is_file()):
        return _put_beside(path, data, problems)
    if not path.exists():
        write_whole(path, data)
        return "new"
    present = path.read_bytes()
    if present == data:
        return "unchanged"
    # A picture carries no seal: one that differs may have been retouched, and is left alone.
    if isinstance(content, str) and is_untouched(present.decode()):
        write_whole(path, data)
        return "changed"
    return _put_beside(path, data, problems)


def _put_beside(path: Path, data: bytes, problems: list[Problem]) -> State:
    beside = path.with_name(f"{path.name}.new")
    if not (beside.is_file() and not beside.is_symlink() and beside.read_bytes() == data):
        write_whole(beside, data)
    hint = f"Compare it with {beside.name}, take over what you want, then delete {beside.name}."
    problems.append(Problem(Source(str(path)), "edited", f"has been edited and was left alone; the import is in {beside.name}", hint, "warning"))
    return "kept"
