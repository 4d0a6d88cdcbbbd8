"""Digests and versions: what tells a build whether anything that goes into it has changed. Paths play no part, so that two clones agree."""

from __future__ import annotations

import ctypes
import hashlib
import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).parent
_TEXTS = (".yaml", ".md")
_LIBRARIES: Mapping[str, tuple[str, str, Any]] = {
    "libpango": ("libpango-1.0.so.0", "pango_version_string", ctypes.c_char_p),
    "libharfbuzz": ("libharfbuzz.so.0", "hb_version_string", ctypes.c_char_p),
    "libfontconfig": ("libfontconfig.so.1", "FcGetVersion", ctypes.c_int),
}
"""The system's libraries that set text: file, the function that tells the version, and its type."""


def digest_bytes(data: bytes) -> str:
    """Return the SHA-256 of bytes."""
    return hashlib.sha256(data).hexdigest()


def digest_file(path: Path) -> str:
    """Return the SHA-256 of a file; empty where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def digest_folder(*folders: Path) -> str:
    """Return the digest of a folder's files by their names below it (compiled Python aside); that of nothing where there is none.

    Several folders count as one: the first that has a file of some name gives it.
    """
    digest = hashlib.sha256()
    found = {name: path for folder in reversed(folders) for name, path in _walk(str(folder), "")}
    for name, path in sorted(found.items()):
        digest.update(f"{name}\0{digest_file(Path(path))}\0".encode())
    return digest.hexdigest()


def _walk(folder: str, before: str) -> Iterator[tuple[str, str]]:
    try:
        entries = list(os.scandir(folder))
    except OSError:
        return
    for entry in entries:
        if entry.is_dir():
            if entry.name != "__pycache__":
                yield from _walk(entry.path, f"{before}{entry.name}/")
        elif not entry.name.endswith(".pyc"):
            yield before + entry.name, entry.path


def digest_newsroom(newsroom: Path) -> str:
    """Return the digest of all stories: which files each has, and what its texts say. Pictures count by their names alone."""
    digest = hashlib.sha256()
    try:
        stories = sorted(os.scandir(newsroom), key=lambda entry: entry.name)
    except OSError:
        return digest.hexdigest()
    for story in stories:
        digest.update(f"\0\0{story.name}\0{story.is_symlink()}".encode())
        for entry in sorted(os.scandir(story.path), key=lambda entry: entry.name) if story.is_dir() else ():
            digest.update(f"\0{entry.name}\0{entry.is_symlink()}{entry.is_file()}".encode())
            if entry.name.endswith(_TEXTS):
                digest.update(digest_file(Path(entry.path)).encode())
    return digest.hexdigest()


def versions(packages: Iterable[str]) -> dict[str, str]:
    """Return the versions of Python packages, of the text libraries and of ``python``, by name; empty for what is not there."""
    return {package: _version(package) for package in packages}


def _version(name: str) -> str:
    if name == "python":
        return ".".join(map(str, sys.version_info[:2]))
    if name in _LIBRARIES:
        return _library_version(*_LIBRARIES[name])
    from importlib.metadata import PackageNotFoundError, version  # noqa: PLC0415  dear to import, and not needed by --help

    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _library_version(file: str, function: str, kind: Any) -> str:
    try:
        ask = getattr(ctypes.CDLL(file), function)
    except (OSError, AttributeError):
        return ""
    ask.restype = kind
    told = ask()
    return told.decode() if isinstance(told, bytes) else str(told)
