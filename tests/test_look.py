"""The colours of look.yaml: readable on paper and in the dark, and told apart by everybody, in grey too."""

from __future__ import annotations

import itertools
import math
from pathlib import Path

import pytest
import yaml

LOOK = yaml.safe_load((Path(__file__).parents[1] / "templates" / "look.yaml").read_text("utf-8"))
MODES = ("light", "dark")
Triple = tuple[float, float, float]


def linear(colour: str) -> Triple:
    """Return an sRGB colour's linear light (IEC 61966-2-1)."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return tuple(part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (red, green, blue))  # type: ignore[return-value]


def luminance(light: Triple) -> float:
    """Return relative luminance (WCAG 2.2)."""
    return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours (WCAG 2.2, 1.4.3)."""
    low, high = sorted((luminance(linear(first)), luminance(linear(second))))
    return (high + 0.05) / (low + 0.05)


def lab(light: Triple) -> Triple:
    """Return CIE L*a*b* for D65."""
    red, green, blue = light
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    fx, fy, fz = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in (x, luminance(light), z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def without_red(light: Triple) -> Triple:
    """Return what people without red cones see (Viénot, Brettel and Mollon 1999)."""
    red, green, blue = light
    return 0.11238 * red + 0.88762 * green, 0.11238 * red + 0.88762 * green, 0.00401 * red - 0.00401 * green + blue


def without_green(light: Triple) -> Triple:
    """Return what people without green cones see (Viénot, Brettel and Mollon 1999)."""
    red, green, blue = light
    return 0.29275 * red + 0.70725 * green, 0.29275 * red + 0.70725 * green, max(0.0, -0.02234 * red + 0.02234 * green + blue)


@pytest.mark.parametrize("mode", MODES)
def test_every_colour_of_words_can_be_read_on_every_ground(mode: str):
    colours = LOOK["colours"]
    words = {name: colours[name][mode] for name in ("ink", "quiet", "signature")} | {name: recipe[mode] for name, recipe in LOOK["regions"].items()}
    faint = {(word, ground) for word, colour in words.items() for ground in ("paper", "tint") if contrast(colour, colours[ground][mode]) < 4.5}

    assert faint == set()
    assert contrast(colours["on-signature"][mode], colours["signature"][mode]) >= 4.5


@pytest.mark.parametrize("mode", MODES)
def test_regions_are_told_apart_in_grey(mode: str):
    light = {name: lab(linear(recipe[mode]))[0] for name, recipe in LOOK["regions"].items()}
    close = {(a, b) for a, b in itertools.combinations(light, 2) if abs(light[a] - light[b]) < 4}

    assert close == set()


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("seen", [without_red, without_green])
def test_regions_are_told_apart_by_people_who_confuse_red_and_green(mode: str, seen):
    colours = {name: lab(seen(linear(recipe[mode]))) for name, recipe in LOOK["regions"].items()}
    close = {(a, b) for a, b in itertools.combinations(colours, 2) if math.dist(colours[a], colours[b]) < 15}

    assert close == set()


def test_every_colour_has_its_three_recipes():
    for recipe in (*LOOK["colours"].values(), *LOOK["regions"].values()):
        assert set(recipe) == {"light", "dark", "cmyk"}
        assert len(recipe["cmyk"]) == 4
        assert sum(recipe["cmyk"]) <= 3
