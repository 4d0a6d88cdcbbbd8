"""Trim Natural Earth's countries to what the maps need: `python seeds/pictures/atlas.py countries-50m.json`.

The file is the TopoJSON of the npm package `world-atlas`: Natural Earth 1:50m, public domain. The output is atlas.json beside
this script. Arcs far from every map keep only their ends and a few points between.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
NOTICE = (
    "Made with Natural Earth (naturalearthdata.com), 1:50m, public domain: countries (version 4.1) from the "
    "npm package world-atlas 2.0.2 (ISC licence); trimmed. "
    "Crimea is drawn with Ukraine, the north of Cyprus with Cyprus, Somaliland with Somalia."
)
# West, south, east, north of what the maps may show, with room for their corners.
WINDOWS = (
    (80, -16, 132, 33),  # South-East Asia
    (-104, 7, -80, 26),  # southern Mexico and Central America
    (-32, 28, 56, 74),  # Europe
    (0, -40, 64, 22),  # East and Southern Africa
    (-24, 4, 70, 50),  # the Middle East and North Africa
)
CRIMEA = (32.2, 44.2, 36.8, 46.3)
JOINED = {"N. Cyprus": "196", "Somaliland": "706"}
RUSSIA, UKRAINE = "643", "804"

Arc = list[list[int]]


def arcs_of(geometry: Any) -> Iterator[int]:
    """The numbers of all arcs of a TopoJSON geometry."""
    for item in geometry:
        if isinstance(item, list):
            yield from arcs_of(item)
        else:
            yield ~item if item < 0 else item


class Source:
    """A TopoJSON file, its arcs made absolute."""

    def __init__(self, path: Path) -> None:
        """Read the file."""
        topology = json.loads(path.read_text(encoding="utf-8"))
        self.scale: list[float] = topology["transform"]["scale"]
        self.shift: list[float] = topology["transform"]["translate"]
        self.countries: list[dict[str, Any]] = topology["objects"]["countries"]["geometries"]
        self.arcs: list[Arc] = []
        for arc in topology["arcs"]:
            x = y = 0
            points = []
            for dx, dy in arc:
                x, y = x + dx, y + dy
                points.append([x, y])
            self.arcs.append(points)

    def degrees(self, point: list[int]) -> tuple[float, float]:
        """Longitude and latitude of a point."""
        return point[0] * self.scale[0] + self.shift[0], point[1] * self.scale[1] + self.shift[1]

    def box(self, arcs: Iterator[int]) -> tuple[float, float, float, float]:
        """West, south, east and north of some arcs."""
        points = [self.degrees(p) for number in arcs for p in self.arcs[number]]
        return min(x for x, _ in points), min(y for _, y in points), max(x for x, _ in points), max(y for _, y in points)


def near(box: tuple[float, float, float, float]) -> bool:
    """Whether a box touches a window."""
    return any(box[0] < e and box[2] > w and box[1] < n and box[3] > s for w, s, e, n in WINDOWS)


def within(box: tuple[float, float, float, float], frame: tuple[float, float, float, float]) -> bool:
    """Whether a box lies inside a frame."""
    return frame[0] <= box[0] and frame[1] <= box[1] and box[2] <= frame[2] and box[3] <= frame[3]


def countries(source: Source) -> dict[str, list[Any]]:
    """The polygons near the maps, by ISO 3166 number (or name, where there is none)."""
    found: dict[str, list[Any]] = {}
    for country in source.countries:
        name = country["properties"]["name"]
        key = JOINED.get(name) or country.get("id") or name
        polygons = [country["arcs"]] if country["type"] == "Polygon" else country["arcs"]
        for polygon in polygons:
            box = source.box(arcs_of(polygon))
            if near(box):
                owner = UKRAINE if key == RUSSIA and within(box, CRIMEA) else key
                found.setdefault(owner, []).append(polygon)
    return dict(sorted(found.items()))


def thinned(source: Source, arc: Arc) -> Arc:
    """The arc, or, if it is far from every map, its ends and every fortieth point."""
    if any(near((x - 0.01, y - 0.01, x + 0.01, y + 0.01)) for x, y in map(source.degrees, arc)):
        return arc
    return [*arc[:-1:40], arc[-1]]


def renumbered(geometry: Any, numbers: dict[int, int]) -> Any:
    """The geometry with new arc numbers."""
    if isinstance(geometry, list):
        return [renumbered(item, numbers) for item in geometry]
    return ~numbers[~geometry] if geometry < 0 else numbers[geometry]


def main(path: Path) -> None:
    """Trim the countries and write atlas.json."""
    source = Source(path)
    kept = countries(source)
    numbers = {old: new for new, old in enumerate(sorted(set(arcs_of(list(kept.values())))))}
    arcs = []
    for old in numbers:
        flat: list[int] = []
        x = y = 0
        for px, py in thinned(source, source.arcs[old]):
            flat += (px - x, py - y)
            x, y = px, py
        arcs.append(flat)
    atlas = {
        "notice": NOTICE,
        "scale": source.scale,
        "shift": source.shift,
        "countries": renumbered_all(kept, numbers),
        "arcs": arcs,
    }
    text = json.dumps(atlas, separators=(",", ":"))
    (HERE / "atlas.json").write_text(text + "\n", encoding="utf-8")


def renumbered_all(kept: dict[str, list[Any]], numbers: dict[int, int]) -> dict[str, Any]:
    """All countries with new arc numbers."""
    return {key: renumbered(polygons, numbers) for key, polygons in kept.items()}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
