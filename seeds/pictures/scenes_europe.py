"""Drawings of the stories from Europe: a network, a telephone, a road between two houses, letters."""

from __future__ import annotations

import math
from itertools import combinations, pairwise

from canvas import Canvas
from palette import Palette, palette
from shapes import Point, Points, arc, between, box, ellipse, ground, smooth, turn
from things import cord, telephone

BOTTOM = 1210


def network() -> Canvas:
    """Six dots, each joined with each."""
    colours = palette("europe")
    tone = colours.tone
    sheet = Canvas(tone(0.08))
    nodes = [((290, 560), 64), ((650, 220), 84), ((1190, 250), 72), ((1530, 610), 92), ((1130, 985), 66), ((560, 930), 76)]
    for x, radius in ((640, 520), (1180, 520)):
        sheet.disc(x, 600, radius, tone(0.15))
    with sheet.inside(ellipse(640, 600, 520)):
        sheet.disc(1180, 600, 520, tone(0.25))
    for (first, _), (second, _) in combinations(nodes, 2):
        sheet.line([first, second], tone(0.62), 5)
    for k, ((x, y), radius) in enumerate(nodes):
        fill = colours.accent(1) if k == 3 else tone((0.75, 1, 1.2, 1, 0.75, 1.2)[k])
        sheet.disc(x, y, radius + 12, tone(0.06), tone(1.4), 12)
        sheet.disc(x, y, radius, fill)
    return sheet


def telephone_ring() -> Canvas:
    """A telephone whose cord makes a ring round it."""
    colours = palette("europe")
    tone = colours.tone
    sheet = Canvas(tone(0.14))
    sheet.disc(900, 470, 400, tone(0.06))
    sheet.cut(box(-10, 700, 1810, BOTTOM), tone(0.36), tone(1), 8)
    sheet.cut(box(-10, 1110, 1810, BOTTOM), tone(0.7), tone(1.4), 8)
    cord(sheet, arc((900, 880), (720, 190), 270, 360, 120), 26, colours.accent(1), 24)
    lead = smooth([(606, 555), (574, 640), (480, 690), (350, 728), (240, 790), (182, 868)])
    cord(sheet, lead, 26, colours.accent(1), 17)
    sheet.cut(ellipse(900, 902, 330, 44), tone(0.52))
    telephone(sheet, (900, 872), 1.55, colours, (tone(1), tone(1.45)))
    cord(sheet, arc((900, 880), (720, 190), 180, 0, 120), 26, colours.accent(1), 46)
    return sheet


def _home(sheet: Canvas, at: Point, size: float, colours: Palette, roof: float, *, lit: bool) -> None:
    x, y = at
    tone = colours.tone
    sheet.cut(box(x - size, y - size * 1.1, x + size, y), colours.paper, tone(1.5), 10)
    sheet.cut(box(x - size, y - size * 1.1, x - size * 0.45, y), tone(0.16))
    sheet.cut(box(x + size * 0.4, y - size * 2.1, x + size * 0.68, y - size * 1.3), tone(roof + 0.2))
    sheet.cut(
        [(x - size * 1.18, y - size * 1.06), (x, y - size * 2.05), (x + size * 1.18, y - size * 1.06)],
        tone(roof),
        tone(1.6),
        6,
    )
    door = colours.accent(1) if lit else tone(1.2)
    sheet.cut(box(x + size * 0.05, y - size * 0.66, x + size * 0.45, y), door)
    sheet.cut(box(x - size * 0.3, y - size * 0.72, x - size * 0.05, y - size * 0.4), tone(0.8))
    sheet.cut(box(x + size * 0.58, y - size * 0.72, x + size * 0.83, y - size * 0.4), tone(0.8))


def reporting() -> Canvas:
    """Two houses, far apart, and a long dotted road between them."""
    colours = palette("europe")
    tone = colours.tone
    sheet = Canvas(tone(0.1))
    sheet.disc(420, 300, 110, tone(0.02))
    sheet.cut(ground([(-10, 480), (260, 400), (600, 500), (1000, 380), (1400, 480), (1810, 390)], BOTTOM), tone(0.22), tone(1), 8)
    sheet.cut(ground([(-10, 590), (400, 620), (900, 500), (1350, 470), (1810, 560)], BOTTOM), tone(0.36), tone(1), 8)
    _home(sheet, (1400, 505), 74, colours, 1.0, lit=False)
    sheet.cut(ground([(-10, 700), (300, 640), (760, 740), (1200, 640), (1810, 720)], BOTTOM), tone(0.5), tone(1.2), 8)
    sheet.cut(ground([(-10, 830), (500, 780), (1000, 880), (1810, 790)], BOTTOM), tone(0.68), tone(1.4), 8)
    sheet.cut(ground([(-10, 1000), (420, 950), (1000, 1060), (1810, 990)], BOTTOM), tone(0.88), tone(1.6), 8)
    road = smooth(
        [
            (560, 1005),
            (820, 1050),
            (1180, 1020),
            (1330, 930),
            (1120, 850),
            (760, 810),
            (600, 730),
            (820, 660),
            (1180, 640),
            (1400, 600),
            (1432, 520),
        ],
        steps=60,
    )
    _dotted(sheet, road, colours)
    _home(sheet, (380, 1010), 170, colours, 1.25, lit=True)
    return sheet


def _dotted(sheet: Canvas, road: Points, colours: Palette) -> None:
    due = 0.0
    for a, b in pairwise(road):
        due -= math.dist(a, b)
        if due <= 0:
            size = 4 + (a[1] - 500) / 520 * 15
            sheet.cut(ellipse(a[0], a[1], size, size * 0.62), colours.paper)
            due = size * 3.1


def _envelope(sheet: Canvas, middle: Point, angle: float, fill: float, colours: Palette) -> None:
    x, y = middle
    sheet.cut(turn(box(x - 600, y - 372, x + 600, y + 372, 9), angle, middle), colours.tone(fill), colours.tone(1.6), 16)


def letters() -> Canvas:
    """A stack of envelopes tied with string."""
    colours = palette("europe")
    tone, middle = colours.tone, (900.0, 610.0)
    sheet = Canvas(tone(0.62))
    sheet.cut([(-10, -10), (620, -10), (-10, 860)], tone(0.52))
    sheet.cut([(1810, 300), (1810, 1210), (1100, 1210)], tone(0.72))
    for dx, dy, angle, fill in (
        (26, 44, 7, 0.5),
        (-40, 30, -9, 0.26),
        (30, 14, 4.5, 0.38),
        (-18, 10, -3, 0.14),
        (14, 2, 1.5, 0.28),
    ):
        _envelope(sheet, (middle[0] + dx, middle[1] + dy), angle, fill, colours)
    tilt = -3.0
    x, y = middle
    sheet.cut(turn(box(x - 600, y - 372, x + 600, y + 372, 9), tilt, middle), colours.paper, tone(1.7), 18)
    for side in ((x - 596, x - 48), (x + 596, x + 48)):
        sheet.line(turn([(side[0], y + 366), (side[1], y + 48)], tilt, middle), tone(0.2), 4)
    flap = [(x - 596, y - 370), *smooth([(x - 70, y + 56), (x, y + 90), (x + 70, y + 56)]), (x + 596, y - 370)]
    sheet.cut(turn(flap, tilt, middle), tone(0.07), tone(1.2), 7)
    knot = turn([(x + 84, y + 12)], tilt, middle)[0]
    string = colours.accent(1)
    dark = colours.accent(1.35)
    for line in ([(x + 84, y - 396), (x + 84, y + 398)], [(x - 622, y + 12), (x + 622, y + 12)]):
        turned = turn(line, tilt, middle)
        sheet.line([(px + 3, py + 8) for px, py in turned], tone(0.3), 9)
        sheet.line(turned, string, 10)
        sheet.dashes(turned, dark, 2, 4, 12)
    _bow(sheet, knot, colours)
    return sheet


def _bow(sheet: Canvas, knot: Point, colours: Palette) -> None:
    x, y = knot
    loops = [
        [(x, y), (x - 90, y - 92), (x - 186, y - 78), (x - 176, y - 8), (x - 84, y + 12), (x, y)],
        [(x, y), (x + 84, y - 100), (x + 180, y - 96), (x + 186, y - 22), (x + 92, y + 8), (x, y)],
        [(x, y), (x - 40, y + 92), (x - 118, y + 150), (x - 130, y + 230)],
        [(x, y), (x + 52, y + 84), (x + 96, y + 168), (x + 168, y + 206)],
    ]
    for points in loops:
        line = smooth(points)
        sheet.line([(px + 3, py + 9) for px, py in line], colours.tone(0.34), 9)
    for points in loops:
        sheet.line(smooth(points), colours.accent(1), 11)
    sheet.disc(x, y, 19, colours.accent(1.2), colours.ink, 4)
    sheet.line([between((x - 12, y - 10), (x + 12, y + 10), t) for t in (0, 1)], colours.accent(0.8), 3)
