"""The font files of print: cut from the installed font packages once, kept in the user's cache.

Variable fonts fail PDF/A and PDF/UA (ISO 14289-1, 7.21.5: widths in the file differ from widths in the font) and set
bold too tight, so that every face of look.yaml becomes static files. The folder is named after everything that
its bytes depend on, is written whole or not at all, and is made by one build when two start at once.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib.resources
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import Any, Literal

from newsletter.errors import NewsletterError

FORMAT = 1
"""Raised when the way of making the files changes, so that no build uses old ones."""

CONFIGURATION = "fonts.conf"
_CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
  <config><rescan><int>0</int></rescan></config>
</fontconfig>
"""


@dataclass(frozen=True, slots=True)
class FontFile:
    """One static font file: a face in one weight and one slant."""

    face: str
    weight: int
    slant: Literal["normal", "italic"]
    name: str
    """The file's name in the cache folder."""


@dataclass(frozen=True, slots=True)
class FontSource:
    """Where a face comes from, as the colophon and docs/licences want to know it."""

    face: str
    family: str
    package: str
    version: str
    """The version that the font itself carries."""
    licence: str
    """SPDX name, such as ``OFL-1.1``."""
    copyright: str


@dataclass(frozen=True, slots=True)
class _Cut:
    """What one file is made from: a file of a package and, for a variable one, the axes to pin."""

    file: FontFile
    source: Path
    axes: Mapping[str, float] | None


def cache_home() -> Path:
    """Return the folder that holds this program's caches (XDG Base Directory Specification)."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "newsletter"


def source_of(face: str, settings: Mapping[str, Any]) -> FontSource:
    """Return where *face* comes from; raises NewsletterError where its package is not installed."""
    facts = _facts(face, settings["package"])
    return FontSource(face, facts["family"], settings["package"], facts["version"], facts["license"], facts["copyright"])


def licence_text(package: str) -> str:
    """Return the licence that a font package carries, whole."""
    return (_package_folder(package) / "LICENSE").read_text(encoding="utf-8")


def make_font_files(faces: Mapping[str, Mapping[str, Any]]) -> tuple[Path, tuple[FontFile, ...]]:
    """Return the cache folder with all static files of *faces* (look.yaml's), made now if nobody made it before.

    Raises NewsletterError for a face whose package is not installed or has no such weight.
    """
    cuts = tuple(cut for face, settings in faces.items() for cut in _cuts(face, settings))
    folder = cache_home() / "fonts" / _digest(cuts, faces)
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        with _one_at_a_time(folder.parent / "making.lock"):
            if not folder.is_dir():
                _make(cuts, folder)
    return folder, tuple(cut.file for cut in cuts)


def _digest(cuts: tuple[_Cut, ...], faces: Mapping[str, Mapping[str, Any]]) -> str:
    packages = sorted({"fonttools", *(settings["package"] for settings in faces.values())})
    recipe = {
        "format": FORMAT,
        "home": str(cache_home()),  # fonts.conf names the folder: a cache that was moved is made anew
        "versions": {package: metadata.version(package) for package in packages},
        "cuts": [[asdict(cut.file), cut.source.name, dict(cut.axes) if cut.axes is not None else None] for cut in cuts],
    }
    return hashlib.sha256(json.dumps(recipe, sort_keys=True).encode()).hexdigest()[:24]


@contextlib.contextmanager
def _one_at_a_time(lock: Path) -> Iterator[None]:
    """Hold *lock* while the files are made; a second build waits, and then finds them there."""
    with lock.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _make(cuts: tuple[_Cut, ...], folder: Path) -> None:
    """Make all files beside *folder* and move them there in one step."""
    making = Path(tempfile.mkdtemp(prefix=".making-", dir=folder.parent))
    try:
        with ThreadPoolExecutor(2) as pool:  # the work is done by two processes of fontTools; threads only wait for them
            list(pool.map(lambda cut: _cut_file(cut, making), cuts))
        text = _CONFIGURATION.format(fonts=folder, cache=folder.parent.parent / "fontconfig")
        (making / CONFIGURATION).write_text(text, encoding="utf-8")
        making.chmod(0o755)
        making.replace(folder)
    finally:
        shutil.rmtree(making, ignore_errors=True)


def _cut_file(cut: _Cut, folder: Path) -> None:
    """Write one static file: a copy where the package has it static, else an instance of the variable font."""
    if cut.axes is None:
        shutil.copyfile(cut.source, folder / cut.file.name)
        return
    pinned = [f"{axis}={value:g}" for axis, value in cut.axes.items()]
    command = [sys.executable, "-m", "fontTools.varLib.instancer", "--static", "--no-recalc-timestamp", "-o", str(folder / cut.file.name)]
    done = subprocess.run([*command, str(cut.source), *pinned], capture_output=True, text=True, check=False)  # noqa: S603 - our own interpreter
    if done.returncode:
        message = f"the font file {cut.source.name} cannot be made static: {done.stderr.strip().splitlines()[-1:]}"
        raise NewsletterError(message)


def _cuts(face: str, settings: Mapping[str, Any]) -> Iterator[_Cut]:
    facts = _facts(face, settings["package"])
    folder = _package_folder(settings["package"])
    slants: tuple[Literal["normal", "italic"], ...] = ("normal", "italic") if settings.get("italic") else ("normal",)
    for slant in slants:
        offered = [file for file in facts["files"] if file["style"] == slant]
        for weight in settings["weights"]:
            name = f"{face.replace(' ', '')}-{weight}{'-italic' if slant == 'italic' else ''}.ttf"
            file = FontFile(face, weight, slant, name)
            variable = next((one for one in offered if one["variable"]), None)
            static = next((one for one in offered if one["weight"] == weight), None)
            if static:
                yield _Cut(file, folder / static["path"], None)
            elif variable:
                yield _Cut(file, folder / variable["path"], {**settings.get("axes", {}), "wght": weight})
            else:
                message = f"templates/look.yaml: the package {settings['package']} has no {slant} {weight} for the face {face!r}"
                raise NewsletterError(message)


def _facts(face: str, package: str) -> dict[str, Any]:
    try:
        facts: dict[str, Any] = json.loads((_package_folder(package) / "metadata.json").read_text(encoding="utf-8"))
    except ModuleNotFoundError as error:
        message = f"templates/look.yaml: the face {face!r} needs the Python package {package}, which is not installed"
        raise NewsletterError(message) from error
    return facts


def _package_folder(package: str) -> Path:
    return Path(str(importlib.resources.files(package.replace("-", "_"))))
