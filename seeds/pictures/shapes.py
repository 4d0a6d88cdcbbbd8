"""Outlines: every shape is a list of points in the picture's own pixels, so all can be turned, moved and shadowed alike."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise

Point = tuple[float, float]
Points = list[Point]


def arc(centre: Point, radii: Point, start: float, end: float, steps: int = 72) -> Points:
    """Points along an ellipse from one angle to another, in degrees, clockwise from three o'clock."""
    turns = (math.radians(start + (end - start) * i / steps) for i in range(steps + 1))
    return [(centre[0] + radii[0] * math.cos(t), centre[1] + radii[1] * math.sin(t)) for t in turns]


def ellipse(x: float, y: float, rx: float, ry: float | None = None) -> Points:
    """An ellipse, or a disc when one radius is given."""
    return arc((x, y), (rx, rx if ry is None else ry), 0, 360, 120)[:-1]


def box(left: float, top: float, right: float, bottom: float, radius: float = 0) -> Points:
    """A rectangle, its corners rounded if a radius is given."""
    if not radius:
        return [(left, top), (right, top), (right, bottom), (left, bottom)]
    r = radius
    return [
        *arc((right - r, top + r), (r, r), -90, 0, 12),
        *arc((right - r, bottom - r), (r, r), 0, 90, 12),
        *arc((left + r, bottom - r), (r, r), 90, 180, 12),
        *arc((left + r, top + r), (r, r), 180, 270, 12),
    ]


def smooth(points: Sequence[Point], *, closed: bool = False, steps: int = 14) -> Points:
    """A Catmull-Rom curve through the points."""
    count = len(points)
    out: Points = []
    for i in range(count if closed else count - 1):
        if closed:
            p0, p1, p2, p3 = (points[(i + k) % count] for k in (-1, 0, 1, 2))
        else:
            p0, p1 = points[max(i - 1, 0)], points[i]
            p2, p3 = points[i + 1], points[min(i + 2, count - 1)]
        out.extend(_spline(p0, p1, p2, p3, step / steps) for step in range(steps))
    return out if closed else [*out, points[-1]]


def _spline(p0: Point, p1: Point, p2: Point, p3: Point, t: float) -> Point:
    x, y = (
        0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
        for a, b, c, d in zip(p0, p1, p2, p3, strict=True)
    )
    return x, y


def ground(points: Sequence[Point], bottom: float) -> Points:
    """A plane of land: a smooth skyline through the points, closed along the bottom of the picture."""
    line = smooth(points)
    return [*line, (line[-1][0], bottom), (line[0][0], bottom)]


def capsule(start: Point, end: Point, first: float, last: float | None = None) -> Points:
    """Draw a finger: a bar with round ends that tapers from one radius to the other."""
    last = first if last is None else last
    angle = math.degrees(math.atan2(end[1] - start[1], end[0] - start[0]))
    return [
        *arc(start, (first, first), angle + 90, angle + 270, 24),
        *arc(end, (last, last), angle - 90, angle + 90, 24),
    ]


def ribbon(line: Sequence[Point], width: Callable[[float], float]) -> Points:
    """A band along a line; `width` gives its breadth at a share (0 to 1) of the way."""
    left: Points = []
    right: Points = []
    last = len(line) - 1
    for i, (x, y) in enumerate(line):
        before, after = line[max(i - 1, 0)], line[min(i + 1, last)]
        dx, dy = after[0] - before[0], after[1] - before[1]
        length = math.hypot(dx, dy) or 1.0
        half = width(i / last) / 2
        left.append((x - dy / length * half, y + dx / length * half))
        right.append((x + dy / length * half, y - dx / length * half))
    return [*left, *reversed(right)]


def move(points: Sequence[Point], dx: float, dy: float) -> Points:
    """The points shifted."""
    return [(x + dx, y + dy) for x, y in points]


def turn(points: Sequence[Point], angle: float, centre: Point, scale: float = 1) -> Points:
    """The points turned clockwise about a centre, in degrees, and scaled from it."""
    sin, cos = math.sin(math.radians(angle)) * scale, math.cos(math.radians(angle)) * scale
    cx, cy = centre
    return [(cx + (x - cx) * cos - (y - cy) * sin, cy + (x - cx) * sin + (y - cy) * cos) for x, y in points]


def between(start: Point, end: Point, share: float) -> Point:
    """The point at a share of the way from start to end."""
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def walk(line: Sequence[Point], gap: float, offset: float = 0) -> Points:
    """Points along a line at equal distances."""
    out: Points = []
    due = offset
    for a, b in pairwise(line):
        length = math.hypot(b[0] - a[0], b[1] - a[1])
        while due < length:
            out.append(between(a, b, due / length))
            due += gap
        due -= length
    return out


def wire(start: Point, end: Point, sag: float) -> Points:
    """A line that hangs (or, with a negative sag, rises) between two points."""
    steps = 40
    return [(x, y + 4 * sag * (i / steps) * (1 - i / steps)) for i, (x, y) in enumerate(between(start, end, k / steps) for k in range(steps + 1))]
