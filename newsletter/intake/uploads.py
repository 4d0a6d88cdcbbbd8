"""Pictures of a website, taken from a folder on this machine by the path that they have in their address; nothing is fetched."""

from __future__ import annotations

import os
import re
import unicodedata
import warnings
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from PIL import Image, UnidentifiedImageError

MAX_BYTES = 40_000_000
MAX_PIXELS = 60_000_000
MAX_FILES = 500_000
MAX_PICTURES = 60
"""How many a story takes."""
_ENDINGS = {"PNG": "png", "JPEG": "jpg"}
_SIZE = re.compile(r"-(?:[0-9]{1,5}x[0-9]{1,5}|scaled|rotated)(?=\.[A-Za-z0-9]{1,5}\Z)")
_AGAIN = "it is neither PNG nor JPEG"


class Stored(NamedTuple):
    """A picture file that can be used."""

    path: Path
    ending: str
    is_portrait: bool


@dataclass(slots=True)
class Uploads:
    """A folder with a website's files, as they lie on its server or beside a saved page."""

    folder: Path | None
    known: dict[str, list[Path]] | None = None
    """The files by name; listed when one is first missed where its address says."""
    checked: dict[Path, Stored | str] = field(default_factory=dict)

    def find(self, address: str, *, original: bool = True) -> Stored | str:
        """Return the picture under a web *address*, or why it cannot be used.

        Its path is looked for from its whole length down to its name; a name alone counts where only one file has it. With
        *original*, the full size is preferred to the small ones that WordPress makes (``photo-300x200.jpg``). Nothing outside
        the folder is ever read, whatever the address or a link in the folder says.
        """
        if self.folder is None:
            return "no folder of uploads was given"
        path = unquote(urlsplit(address).path) if address else ""
        parts = [part for part in re.split(r"[/\\]", path) if part not in {"", "."}]
        if not parts or ".." in parts or "\0" in path or len(path) > 1000 or len(parts) > 30:
            return "its address leads nowhere"
        names = [_SIZE.sub("", parts[-1]), parts[-1]] if original else [parts[-1]]
        for name in dict.fromkeys(names):
            if found := self._look(parts[:-1], name):
                if found not in self.checked:
                    self.checked[found] = check_picture(found)
                return self.checked[found]
        return "it is not in the folder of uploads"

    def _look(self, folders: list[str], name: str) -> Path | None:
        assert self.folder is not None
        for start in range(len(folders) + 1):
            candidate = self.folder.joinpath(*folders[start:], name)
            if start < len(folders) and self._holds(candidate):
                return candidate
        candidate = self.folder / name
        if self._holds(candidate):
            return candidate
        alike = self._names().get(unicodedata.normalize("NFC", name), [])
        return alike[0] if len(alike) == 1 and self._holds(alike[0]) else None

    def _holds(self, path: Path) -> bool:
        assert self.folder is not None
        try:
            return path.is_file() and not path.is_symlink() and path.resolve().is_relative_to(self.folder.resolve())
        except (OSError, ValueError, RuntimeError):
            return False

    def _names(self) -> dict[str, list[Path]]:
        if self.known is None:
            self.known = {}
            count = 0
            for folder, folders, files in os.walk(self.folder or "."):
                folders.sort()
                for name in sorted(files):
                    self.known.setdefault(unicodedata.normalize("NFC", name), []).append(Path(folder, name))
                    count += 1
                if count > MAX_FILES:
                    break
        return self.known


def check_picture(path: Path) -> Stored | str:
    """Return a picture file that can be used (PNG or JPEG by its content, bounded in bytes and pixels), or why it cannot."""
    try:
        if path.stat().st_size > MAX_BYTES:
            return f"it is larger than {MAX_BYTES // 1_000_000} MB"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path, formats=("PNG", "JPEG")) as image:
                kind, width, height = str(image.format), image.width, image.height
                if width * height > MAX_PIXELS:
                    return f"its {width} by {height} pixels are too many to handle"
                turned = kind == "JPEG" and image.getexif().get(0x0112, 1) in {5, 6, 7, 8}
                image.verify()
    except UnidentifiedImageError:
        return _AGAIN
    except Image.DecompressionBombError:
        return "it unpacks to too many pixels"
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError):
        return "it is damaged"
    return Stored(path, _ENDINGS[kind], (width > height) if turned else (height > width))


@dataclass(slots=True)
class Album:
    """The pictures of one story, each under the name that it has in article.yaml."""

    names: dict[Path, str] = field(default_factory=dict)
    stored: dict[str, Stored] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    """The line of the source on which each is first shown."""

    def add(self, picture: Stored, line: int, name: str = "") -> str:
        """Return the picture's name, a new one where it is new; empty where the story has too many."""
        if picture.path in self.names:
            return self.names[picture.path]
        if len(self.names) >= MAX_PICTURES:
            return ""
        stem = name or slug_of(_SIZE.sub("", picture.path.name).rpartition(".")[0])[:40].strip("-") or "picture"
        stem = "picture" if stem == "lead" and not name else stem
        chosen = next(found for number in range(1, MAX_PICTURES + 2) if (found := stem if number == 1 else f"{stem}-{number}") not in self.stored)
        self.names[picture.path], self.stored[chosen], self.places[chosen] = chosen, picture, line
        return chosen

    def files(self) -> dict[str, Path]:
        """Return the files by the names that they get in the story's folder."""
        return {f"{name}.{picture.ending}": picture.path for name, picture in self.stored.items()}

    def facts(self) -> list[str]:
        """Return the lines of article.yaml on the pictures."""
        lines = ["pictures:"] if self.stored else []
        for name, picture in self.stored.items():
            lines += [f"  {name}:", f"    file: {name}.{picture.ending}", "    credit: … who made it …", "    licence: … such as CC BY 4.0 …"]
            lines += ["    form: portrait"] if picture.is_portrait else []
        return lines


def slug_of(text: str) -> str:
    """Return *text* as a slug (small Latin letters, digits, single hyphens); empty where nothing of it is left."""
    plain = unicodedata.normalize("NFKD", text.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
