"""Maps: Natural Earth's outlines (atlas.json) in Lambert's azimuthal equal-area projection, drawn as layers of paper."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from canvas import LANDSCAPE, Canvas
from palette import Palette, Ramp
from shapes import Point, Points

ATLAS = Path(__file__).with_name("atlas.json")
COUNTRY_NUMBERS = {
    "BE": "056", "BG": "100", "CY": "196", "GB": "826", "GR": "300", "GT": "320", "JO": "400", "KE": "404",
    "MX": "484", "PL": "616", "TH": "764", "UG": "800", "ZM": "894",
}  # fmt: skip
# Pairs whose border is disputed or not settled: drawn broken.
UNSETTLED = ({"504", "732"}, {"688", "Kosovo"}, {"275", "376"})
# The three great lakes of East Africa, plotted by hand: longitude, latitude, and so on round the shore.
LAKES = (
    (
        31.7,
        -0.2,
        32.2,
        0.15,
        32.7,
        0.1,
        33.2,
        0.4,
        33.9,
        0.15,
        34.3,
        -0.1,
        34.7,
        -0.3,
        34.2,
        -0.5,
        34.0,
        -1.0,
        33.7,
        -1.4,
        33.4,
        -2.0,
        33.0,
        -2.4,
        32.5,
        -2.35,
        32.0,
        -2.65,
        31.75,
        -2.1,
        31.8,
        -1.2,
        31.65,
        -0.7,
    ),
    (
        29.3,
        -3.4,
        29.45,
        -4.4,
        29.7,
        -5.3,
        29.75,
        -6.0,
        30.3,
        -6.8,
        30.75,
        -7.8,
        31.15,
        -8.6,
        30.75,
        -8.6,
        30.3,
        -7.9,
        29.85,
        -7.1,
        29.35,
        -6.3,
        29.15,
        -5.3,
        29.1,
        -4.4,
        29.2,
        -3.5,
    ),
    (
        33.95,
        -9.5,
        34.3,
        -10.1,
        34.6,
        -11.0,
        34.9,
        -11.8,
        34.95,
        -12.7,
        35.15,
        -13.5,
        34.95,
        -14.2,
        34.65,
        -13.9,
        34.35,
        -13.1,
        34.3,
        -12.2,
        34.05,
        -11.3,
        34.2,
        -10.5,
        33.95,
        -9.9,
    ),
)
SEA = (0.34, 0.28, 0.23, 0.18)  # steps of the sea's colour, from the open water to the shore
FAR = 1.2  # radians from the centre; beyond it nothing is drawn


@dataclass(frozen=True)
class Frame:
    """What a map shows: its centre, how many degrees of a great circle its width spans, and the graticule's step."""

    longitude: float
    latitude: float
    span: float
    step: int = 5

    def project(self, longitude: float, latitude: float) -> Point:
        """Pixels of a place."""
        radius = LANDSCAPE[0] / (2 * 2 * math.sin(math.radians(self.span) / 4))
        east, north, middle = (math.radians(d) for d in (longitude - self.longitude, latitude, self.latitude))
        cosine = math.sin(middle) * math.sin(north) + math.cos(middle) * math.cos(north) * math.cos(east)
        factor = radius * math.sqrt(2 / max(1 + cosine, 0.2))
        x = factor * math.cos(north) * math.sin(east)
        y = factor * (math.cos(middle) * math.sin(north) - math.sin(middle) * math.cos(north) * math.cos(east))
        return LANDSCAPE[0] / 2 + x, LANDSCAPE[1] / 2 - y


@cache
def atlas() -> dict[str, Any]:
    """The stored outlines."""
    loaded: dict[str, Any] = json.loads(ATLAS.read_text(encoding="utf-8"))
    return loaded


@cache
def arc(number: int) -> Points:
    """The longitudes and latitudes along an arc; a negative number is the arc the other way round."""
    if number < 0:
        return arc(~number)[::-1]
    data = atlas()
    flat: list[int] = data["arcs"][number]
    x = y = 0
    points: Points = []
    for dx, dy in zip(flat[::2], flat[1::2], strict=True):
        x, y = x + dx, y + dy
        points.append((x * data["scale"][0] + data["shift"][0], y * data["scale"][1] + data["shift"][1]))
    return points


def numbers_in(geometry: Iterable[Any]) -> Iterator[int]:
    """All arc numbers of a geometry, without their sign."""
    for item in geometry:
        if isinstance(item, list):
            yield from numbers_in(item)
        else:
            yield ~item if item < 0 else item


class Map:
    """A map on a canvas."""

    def __init__(self, frame: Frame, colours: Palette, featured: Mapping[str, float], *, sea: Ramp | None = None) -> None:
        """Draw the sea, the land and its borders, the featured countries raised above the rest.

        Args:
            frame: what the map shows.
            colours: its palette.
            featured: countries (ISO 3166 letters) and the step of the region's colour that fills each.
            sea: tints of the sea, if not the region's own.

        """
        self.frame, self.colours, self.sea = frame, colours, sea or colours.tone
        self.featured = {COUNTRY_NUMBERS[code]: step for code, step in featured.items()}
        self.sheet = Canvas(self.sea(SEA[0]))
        self._seen = {number for number in range(len(atlas()["arcs"])) if self._visible(arc(number))}
        owners = self._owners()
        self._sea([number for number in self._seen if len(owners[number]) == 1])
        for country in atlas()["countries"]:
            self._fill(country, colours.tone(0.045))
        self._borders(owners)
        for country in sorted(self.featured):
            self._fill(country, colours.tone(self.featured[country]), raised=True)
        self._inner(owners)
        self._lakes()

    def place(self, longitude: float, latitude: float, radius: float = 15) -> Point:
        """Mark a town with a disc of the accent; gives its pixels."""
        x, y = self.frame.project(longitude, latitude)
        self.sheet.disc(x, y, radius * 1.65, self.colours.paper, self.colours.ink, 6)
        self.sheet.disc(x, y, radius, self.colours.accent(1))
        return x, y

    def _visible(self, points: Points) -> bool:
        width, height = LANDSCAPE
        margin = 150
        for longitude, latitude in points:
            if math.hypot(longitude - self.frame.longitude, latitude - self.frame.latitude) > math.degrees(FAR):
                continue
            x, y = self.frame.project(longitude, latitude)
            if -margin < x < width + margin and -margin < y < height + margin:
                return True
        return False

    def _owners(self) -> dict[int, list[str]]:
        owners: dict[int, list[str]] = {number: [] for number in self._seen}
        for country, polygons in atlas()["countries"].items():
            for number, times in Counter(numbers_in(polygons)).items():
                if number in owners:
                    owners[number] += [country] * times
        return owners

    def _line(self, number: int) -> Points:
        return [self.frame.project(*point) for point in arc(number)]

    def _sea(self, coast: list[int]) -> None:
        lines = [self._line(number) for number in coast]
        for width, step in zip((160, 96, 44), SEA[1:], strict=True):
            for line in lines:
                self.sheet.line(_sparse(line, width / 12), self.sea(step), width)
        self._graticule()

    def _graticule(self) -> None:
        frame, colour, step = self.frame, self.sea(SEA[0] + 0.07), self.frame.step
        reach = int(frame.span) + step
        west, south = (round(v / step) * step for v in (frame.longitude - reach, frame.latitude - reach))
        for k in range(0, 2 * reach + step, step):
            if -85 < south + k < 85:
                self.sheet.line([frame.project(west + i, south + k) for i in range(2 * reach)], colour, 1.6)
            line = [frame.project(west + k, lat) for lat in range(max(south, -85), min(south + 2 * reach, 85))]
            self.sheet.line(line, colour, 1.6)

    def _rings(self, country: str) -> Iterator[list[Points]]:
        for polygon in atlas()["countries"][country]:
            if any(number in self._seen for number in numbers_in(polygon)) or self._covers(polygon[0]):
                yield [[p for number in ring for p in self._line(number)] for ring in polygon]

    def _covers(self, ring: list[int]) -> bool:
        points = [p for number in ring for p in arc(number)]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        return min(xs) < self.frame.longitude < max(xs) and min(ys) < self.frame.latitude < max(ys)

    def _fill(self, country: str, fill: tuple[int, int, int], *, raised: bool = False) -> None:
        shadow = self.colours.ink if raised else None
        for rings in self._rings(country):
            self.sheet.cut(rings[0], fill, shadow, 9)

    def _borders(self, owners: dict[int, list[str]]) -> None:
        colour = self.colours.tone(0.30)
        for number in sorted(owners):
            pair = set(owners[number])
            if len(pair) == 2 and not pair <= set(self.featured):
                if pair in UNSETTLED:
                    self.sheet.dashes(self._line(number), colour, 2.6, 10, 9)
                else:
                    self.sheet.line(self._line(number), colour, 2.6)

    def _inner(self, owners: dict[int, list[str]]) -> None:
        for number in sorted(owners):
            pair = set(owners[number])
            if len(pair) == 2 and pair <= set(self.featured):
                self.sheet.line(self._line(number), self.colours.tone(0.3), 4)

    def _lakes(self) -> None:
        for lake in LAKES:
            points = [self.frame.project(x, y) for x, y in zip(lake[::2], lake[1::2], strict=True)]
            if any(0 < x < LANDSCAPE[0] and 0 < y < LANDSCAPE[1] for x, y in points):
                self.sheet.cut(points, self.sea(SEA[1]))


def _sparse(line: Points, gap: float) -> Points:
    """The line without the points nearer to the last one than the gap."""
    out = [line[0]]
    for point in line[1:-1]:
        if math.dist(point, out[-1]) >= gap:
            out.append(point)
    return [*out, line[-1]]
