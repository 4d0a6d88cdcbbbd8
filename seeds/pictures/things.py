"""Things that stand in more than one drawing."""

from __future__ import annotations

from itertools import pairwise

from canvas import Canvas
from palette import Colour, Palette
from shapes import Point, Points, between, box, capsule, ellipse, smooth, turn, walk


def telephone(sheet: Canvas, at: Point, size: float, colours: Palette, paint: tuple[Colour, Colour]) -> None:
    """A desk telephone seen from the front; `at` is the middle of its foot, `paint` its body and its handset."""
    body, dark = paint

    def sized(points: Points) -> Points:
        return [(at[0] + x * size, at[1] + y * size) for x, y in points]

    base = smooth([(-190, 0), (-170, -120), (-100, -205), (100, -205), (170, -120), (190, 0)])
    sheet.cut(sized([*base, (190, 22), (-190, 22)]), body, colours.tone(1.7), 14)
    sheet.cut(sized(box(-196, 4, 196, 30, 12)), dark)
    for side in (-1, 1):
        sheet.cut(sized(box(side * 72 - 18, -245, side * 72 + 18, -190, 8)), dark)
    sheet.cut(sized(ellipse(0, -96, 82)), colours.paper)
    for k in range(10):
        hole = turn([(0, -156)], k * 30 + 20, (0, -96))[0]
        sheet.cut(sized(ellipse(*hole, 13)), dark)
    sheet.cut(sized(ellipse(0, -96, 30)), body)
    grip = smooth([(-190, -262), (-120, -292), (0, -300), (120, -292), (190, -262)])
    ears = [capsule((side * 192, -262), (side * 176, -232), 46) for side in (-1, 1)]
    bars = [capsule(a, b, 23) for a, b in pairwise(grip)]
    sheet.pieces([sized(piece) for piece in (*ears, *bars)], dark, colours.tone(1.7), 8)


def cord(sheet: Canvas, line: Points, size: float, colour: Colour, loops: int) -> None:
    """A coiled cord along a line, its loops as wide as twice the size."""
    steps = loops * 24
    line = walk(line, 4)
    last = len(line) - 1
    coil: Points = []
    for k in range(steps + 1):
        place = k / steps * last
        x, y = between(line[int(place)], line[min(int(place) + 1, last)], place % 1)
        coil.append(turn([(x + size, y)], k * 15, (x, y))[0])
    sheet.line(coil, colour, size * 0.42)
