"""Colours of the drawings: every one is read from the look of the publication or mixed from two of its colours."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

LOOK = Path(__file__).resolve().parents[2] / "templates" / "look.yaml"

Colour = tuple[int, int, int]


@cache
def look() -> dict[str, Any]:
    """The whole of look.yaml."""
    loaded: dict[str, Any] = yaml.safe_load(LOOK.read_text(encoding="utf-8"))
    return loaded


def parse(text: str) -> Colour:
    """The red, green and blue of `#rrggbb`."""
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def named(name: str, mode: str = "light") -> Colour:
    """A colour of the look's `colours`, as light screens or dark mode show it."""
    return parse(look()["colours"][name][mode])


def region(name: str, mode: str = "light") -> Colour:
    """The accent of a region."""
    return parse(look()["regions"][name][mode])


def _to_lab(colour: Colour) -> tuple[float, float, float]:
    linear = [c / 3294.6 if c <= 10 else ((c / 255 + 0.055) / 1.055) ** 2.4 for c in colour]
    r, g, b = linear
    long = (0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b) ** (1 / 3)
    medium = (0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b) ** (1 / 3)
    short = (0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def _from_lab(lab: tuple[float, float, float]) -> Colour:
    lightness, a, b = lab
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    linear = (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )
    red, green, blue = (
        round(255 * (12.92 * c if c <= 0.0031308 else 1.055 * min(c, 1.0) ** (1 / 2.4) - 0.055)) for c in (max(0.0, value) for value in linear)
    )
    return red, green, blue


@cache
def mix(first: Colour, second: Colour, share: float) -> Colour:
    """`share` (0 to 1) of the second colour in the first, mixed in OKLab so that tints stay clean."""
    one, two = _to_lab(first), _to_lab(second)
    left, middle, right = (a + (b - a) * share for a, b in zip(one, two, strict=True))
    return _from_lab((left, middle, right))


@dataclass(frozen=True)
class Ramp:
    """The tints and shades of one colour: 0 is warm paper, 1 the colour itself, 2 is ink."""

    colour: Colour

    def __call__(self, step: float) -> Colour:
        """The colour at a step from 0 to 2."""
        if step <= 1:
            return mix(named("tint"), self.colour, step)
        return mix(self.colour, named("ink"), step - 1)


@dataclass(frozen=True)
class Palette:
    """What one drawing may use: tints of its region, ink, paper, and one contrasting accent."""

    tone: Ramp
    accent: Ramp
    ink: Colour
    paper: Colour


# The contrast of each region: a warm accent beside the cool ones, a cool one beside the warm.
_CONTRAST = {
    "global": ("mena", "dark"),
    "asia-pacific": ("mena", "dark"),
    "mena": ("europe", "light"),
    "americas": ("mena", "dark"),
    "europe": ("mena", "dark"),
    "africa": ("mena", "light"),
}


def palette(name: str, accent: Colour | None = None) -> Palette:
    """The palette of a region's drawings.

    Args:
        name: a region of the look.
        accent: another contrast than the region's usual one.

    """
    contrast, mode = _CONTRAST[name]
    return Palette(
        tone=Ramp(region(name)),
        accent=Ramp(accent or region(contrast, mode)),
        ink=mix(named("ink"), region(name), 0.25),
        paper=mix(named("paper"), named("tint"), 0.35),
    )
