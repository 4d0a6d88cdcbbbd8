"""The faces of print: which font sets which script, and which letters none of them has.

System fonts are never used. A letter that the chosen face lacks is taken from the next face of its stack, and a letter
that no face has is found here, before the engine could set an empty box for it.
"""

from __future__ import annotations

import functools
import os
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from babel.core import get_global
from fontTools.ttLib import TTFont

from newsletter.render.font_files import CONFIGURATION, FontFile, FontSource, make_font_files, source_of

Role = Literal["text", "headline", "furniture"]

_NEVER_DRAWN = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})
"""General categories (Unicode, chapter 4.5) without a picture of their own: controls, joiners, bidi marks, spaces."""

_COMPOSED = {0x2011: 0x2010}
"""Letters that the shaper makes from another one where the font lacks them (non-breaking hyphen)."""


@dataclass(frozen=True, slots=True)
class Fonts:
    """All faces of look.yaml as files, and what they are for."""

    folder: Path
    files: tuple[FontFile, ...]
    scripts: Mapping[str, Mapping[str, Any]]
    """look.yaml's ``scripts``."""
    sources: tuple[FontSource, ...]

    def use(self) -> None:
        """Make these the only fonts of this process: to be called before the engine is imported."""
        os.environ["FONTCONFIG_FILE"] = str(self.folder / CONFIGURATION)

    def faces_for(self, scripts: Iterable[str], role: Role = "text") -> tuple[str, ...]:
        """Return the faces that set *scripts* (ISO 15924 codes), those of the first script first, no face twice.

        A script without an entry in look.yaml takes the faces of ``default``.
        """
        names: list[str] = []
        for script in scripts:
            faces = self.scripts.get(script, self.scripts["default"])["faces"]
            names += [faces[role], faces["text"], faces["furniture"], faces["headline"]]
        return tuple(dict.fromkeys(names))

    def stack(self, script: str, role: Role = "text") -> tuple[str, ...]:
        """Return the faces for one script and one role, with those of all other scripts and of none behind them."""
        ordered = self.faces_for((script, *self.scripts), role)
        return tuple(dict.fromkeys((*ordered, *(file.face for file in self.files))))

    def family(self, script: str, role: Role = "text") -> str:
        """Return :meth:`stack` as a value of CSS ``font-family``."""
        return ", ".join(f'"{face}"' for face in self.stack(script, role))

    def css(self) -> str:
        """Return the ``@font-face`` rules of all files."""
        return "\n".join(
            f'@font-face {{ font-family: "{file.face}"; font-weight: {file.weight}; font-style: {file.slant};'
            f' src: url("{(self.folder / file.name).as_uri()}") }}'
            for file in self.files
        )

    def credits_for(self, scripts: Iterable[str]) -> tuple[FontSource, ...]:
        """Return where the faces that set *scripts* come from, for the colophon; a family once, however many cuts it has."""
        chosen = self.faces_for(scripts)
        sources = {source.package: source for source in reversed(self.sources) if source.face in chosen}
        return tuple(sorted(sources.values(), key=lambda source: source.family))

    def uncovered(self, text: str, faces: Iterable[str] | None = None) -> tuple[int, ...]:
        """Return the code points of *text* that none of *faces* (all, where not given) has, in order of appearance."""
        chosen = frozenset(faces) if faces is not None else frozenset(file.face for file in self.files)
        covered = _coverage(self.folder, tuple(file for file in self.files if file.face in chosen))
        return tuple(
            point
            for point in dict.fromkeys(map(ord, text))
            if point not in covered and _COMPOSED.get(point) not in covered and not _is_never_drawn(point)
        )


def load_fonts(look: Mapping[str, Any]) -> Fonts:
    """Return the fonts that look.yaml asks for; the first time on a machine this takes the time to make them.

    Raises NewsletterError where a font package is missing.
    """
    folder, files = make_font_files(look["faces"])
    sources = tuple(source_of(face, settings) for face, settings in look["faces"].items())
    return Fonts(folder, files, look["scripts"], sources)


def script_of(tag: str) -> str:
    """Return the ISO 15924 code of the script that a BCP 47 language is written in (CLDR likely subtags)."""
    parts = tag.replace("-", "_").split("_")
    script = next((part.title() for part in parts[1:] if len(part) == 4), "")
    likely: Mapping[str, str] = get_global("likely_subtags")
    found = likely.get("_".join(parts[:2])) or likely.get(parts[0]) or ""
    return script or next((part for part in found.split("_") if len(part) == 4), "default")


def name_of(point: int) -> str:
    """Return a code point as an editor can look it up: ``"◦" (U+25E6 WHITE BULLET)``."""
    name = unicodedata.name(chr(point), "")
    return f'"{chr(point)}" (U+{point:04X}{" " + name if name else ""})'


@functools.lru_cache(maxsize=32)
def _coverage(folder: Path, files: tuple[FontFile, ...]) -> frozenset[int]:
    """Return the code points that at least one face has in all its weights and slants."""
    by_face: dict[str, set[int]] = {}
    for file in files:
        with TTFont(folder / file.name, lazy=True) as font:
            points = set(font.getBestCmap())
        by_face[file.face] = by_face.get(file.face, points) & points
    return frozenset().union(*by_face.values())


def _is_never_drawn(point: int) -> bool:
    return unicodedata.category(chr(point)) in _NEVER_DRAWN or 0xFE00 <= point <= 0xFE0F
