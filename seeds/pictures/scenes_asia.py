"""Drawings of the stories from Asia and the Pacific: kites, stepping stones, a circle of chairs."""

from __future__ import annotations

import math

from canvas import Canvas
from palette import Colour, Palette, Ramp, palette, region
from shapes import Point, Points, between, box, capsule, ellipse, ground, move, ribbon, smooth, turn, wire

BOTTOM = 1210


def hand(wrist: Point, angle: float, scale: float, *, mirrored: bool = False) -> list[Points]:
    """The pieces of an open hand and its forearm, seen flat, the wrist at a point and the fingers up."""
    left = [(-80, 430), (-56, 140), (-50, 20), (-66, -80), (-79, -160), (-40, -198)]
    right = [(30, -198), (72, -160), (64, -80), (50, 20), (56, 140), (80, 430)]
    palm = smooth([*left, *right])
    pieces: list[Points] = [
        palm,
        capsule((-54, -160), (-92, -322), 25, 19),
        capsule((-18, -176), (-28, -366), 26, 20),
        capsule((22, -176), (36, -350), 25, 19),
        capsule((54, -158), (92, -290), 22, 16),
        capsule((-42, -50), (-138, -168), 34, 21),
        smooth([(-72, -135), (-112, -120), (-60, 0), (-20, -60)], closed=True),
    ]
    if mirrored:
        pieces = [[(-x, y) for x, y in piece] for piece in pieces]
    return [move(turn(piece, angle, (0, 0), scale), *wrist) for piece in pieces]


def _kite(sheet: Canvas, centre: Point, angle: float, size: float, colour: Colour, colours: Palette) -> Point:
    x, y = centre
    top, right, low, left = (
        (x, y - size),
        (x + size * 0.68, y - size * 0.15),
        (x, y + size * 1.15),
        (x - size * 0.68, y - size * 0.15),
    )
    cross = (x, y - size * 0.15)
    corners = [turn([p], angle, centre)[0] for p in (top, right, low, left, cross)]
    top, right, low, left, cross = corners
    tail = [low]
    for k in range(1, 9):
        sway = math.sin(k * 1.15) * size * 0.2
        tail.append((low[0] + sway - k * size * 0.1 * math.sin(math.radians(angle)), low[1] + k * size * 0.17))
    sheet.line(smooth(tail), colours.ink, 2.4)
    for k in (3, 5, 7):
        bx, by = tail[k]
        w = size * 0.13
        sheet.cut([(bx - w, by - w * 0.6), (bx, by), (bx - w, by + w * 0.6)], colour)
        sheet.cut([(bx + w, by - w * 0.6), (bx, by), (bx + w, by + w * 0.6)], colour)
    sheet.cut([top, right, low, left], colour, colours.ink, 14)
    pale = colours.paper
    sheet.veil([top, right, cross], pale, 0.28)
    sheet.veil([left, cross, low], pale, 0.14)
    sheet.line([top, low], pale, 2.4)
    sheet.line([left, right], pale, 2.4)
    return cross


def kites() -> Canvas:
    """Two open hands of cut paper let five coloured kites rise over hills."""
    colours = palette("asia-pacific")
    tone = colours.tone
    sheet = Canvas(tone(0.13))
    sheet.disc(1400, 590, 230, tone(0.02))
    sheet.cut(
        ground([(-10, 800), (250, 700), (560, 780), (900, 690), (1250, 770), (1560, 690), (1810, 750)], BOTTOM),
        tone(0.3),
        tone(1),
        8,
    )
    sheet.cut(
        ground([(-10, 880), (300, 860), (620, 930), (1000, 840), (1400, 900), (1810, 810)], BOTTOM),
        tone(0.52),
        tone(1.3),
        10,
    )
    sheet.cut(ground([(-10, 1010), (330, 1030), (800, 960), (1200, 1040), (1810, 950)], BOTTOM), tone(0.82), tone(1.6), 12)
    flown = [
        ((265, 360), -18, 150, region("mena", "dark")),
        ((600, 215), -8, 128, region("americas")),
        ((965, 345), 4, 158, region("global")),
        ((1275, 190), 12, 118, region("africa", "dark")),
        ((1570, 390), 20, 140, region("europe")),
    ]
    grips = [(640, 890), (660, 880), (1140, 880), (1150, 884), (1160, 890)]
    for (centre, _, size, _), grip in zip(flown, grips, strict=True):
        sheet.line(wire((centre[0], centre[1]), grip, size * 0.55), tone(1.25), 2.2)
    for centre, angle, size, colour in flown:
        _kite(sheet, centre, angle, size, colour, colours)
    sheet.pieces(hand((690, 1095), -11, 1.02, mirrored=True), colours.accent(1.42), tone(1.8), 14)
    sheet.pieces(hand((1115, 1098), 11, 1.02), colours.accent(0.62), tone(1.8), 14)
    for x, angle, colour in ((690, -11, tone(1.25)), (1115, 11, tone(1.25))):
        sheet.cut(move(turn(box(-86, 20, 86, 260, 10), angle, (0, 0)), x, 1110), colour, tone(1.9), 8)
    return sheet


def _stone(sheet: Canvas, centre: Point, radius: float, phase: float, colours: Palette, top: Colour) -> None:
    x, y = centre
    depth = radius * 0.3

    def outline(size: float, drop: float) -> Points:
        points = []
        for k in range(90):
            a = math.radians(k * 4)
            wave = 1 + 0.07 * math.sin(2 * a + phase) + 0.05 * math.sin(3 * a + 2 * phase)
            points.append((x + math.cos(a) * radius * size * wave, y + drop + math.sin(a) * radius * size * 0.42 * wave))
        return points

    for size, step in ((1.85, 0.33), (1.42, 0.4)):
        sheet.ring(outline(size, depth), colours.tone(step), max(2.0, radius * 0.03))
    sheet.pieces([outline(1, depth * k / 30) for k in range(31)], colours.tone(1.15))
    sheet.cut(outline(1, 0), top)
    sheet.cut(move(outline(0.72, 0), -radius * 0.12, -radius * 0.04), Ramp(top)(0.3))


def stones() -> Canvas:
    """Five stepping stones lead across a river to the far bank."""
    colours = palette("asia-pacific")
    tone = colours.tone
    sheet = Canvas(tone(0.1))
    sheet.disc(1310, 250, 120, colours.accent(0.85))
    sheet.cut(ground([(-10, 330), (300, 210), (620, 310), (960, 230), (1300, 320), (1810, 220)], BOTTOM), tone(0.24), tone(1), 8)
    sheet.cut(ground([(-10, 370), (500, 350), (900, 300), (1400, 330), (1810, 300)], BOTTOM), tone(0.42), tone(1), 8)
    sheet.cut(ground([(-10, 450), (420, 430), (900, 470), (1300, 440), (1810, 470)], BOTTOM), tone(0.56), tone(1), 6)
    sheet.cut(ground([(-10, 480), (500, 468), (1000, 496), (1400, 470), (1810, 500)], BOTTOM), tone(0.2))
    for x, y, length in (
        (120, 560, 260),
        (700, 600, 150),
        (1450, 570, 240),
        (60, 720, 190),
        (1120, 800, 330),
        (1500, 700, 220),
        (300, 860, 210),
        (1560, 900, 160),
    ):
        sheet.cut(ellipse(x + length / 2, y, length / 2, 4 + y / 260), tone(0.1))
    for y, half in ((520, 96), (560, 70), (604, 48)):
        sheet.cut(ellipse(1310 + (y % 40) - 20, y, half, 5), colours.accent(0.6))
    path = [((1120, 543), 50), ((960, 602), 70), ((1085, 690), 98), ((850, 800), 132), ((985, 985), 182)]
    for k, (centre, radius) in enumerate(path):
        _stone(sheet, centre, radius, k * 1.7, colours, colours.accent(0.85) if k == 0 else tone(0.15))
    for x, y, lean, tall in (
        (70, 1010, -14, 330),
        (125, 1030, 4, 400),
        (180, 1060, 20, 300),
        (240, 1090, 12, 230),
        (1690, 1110, -18, 330),
        (1740, 1100, 6, 420),
        (1630, 1130, -30, 240),
    ):
        tip = (x + lean * 4, y - tall)
        blade = [
            *smooth([(x - 11, y + 40), between((x - 14, y), tip, 0.5), tip]),
            *smooth([tip, between((x + 16, y), tip, 0.45), (x + 11, y + 40)]),
        ]
        sheet.cut(blade, tone(1.3), tone(1.8), 4)
    sheet.cut(ground([(-10, 930), (180, 985), (420, 1130), (640, 1215)], BOTTOM), tone(0.9), tone(1.6), 14)
    sheet.cut(ground([(1250, 1215), (1460, 1120), (1640, 1060), (1810, 1040)], BOTTOM), tone(0.9), tone(1.6), 14)
    return sheet


def chairs() -> Canvas:
    """Nine chairs in a circle, seen from above; light falls through a window."""
    colours = palette("asia-pacific")
    tone = colours.tone
    sheet = Canvas(tone(0.24))
    for k in range(1, 8):
        sheet.line([(-10, k * 160 - 40), (1810, k * 160 - 40)], tone(0.28), 2)
    for k in range(4):
        left = 330 + k * 330
        sheet.cut([(left, -10), (left + 270, -10), (left - 170, 1210), (left - 440, 1210)], tone(0.13))
    centre = (930.0, 600.0)
    for k in range(9):
        _chair(sheet, centre, k * 40 - 90, colours)
    return sheet


def _chair(sheet: Canvas, centre: Point, angle: float, colours: Palette) -> None:
    wood = colours.accent
    x, y = centre[0], centre[1] - 425
    seat = turn(box(x - 76, y - 66, x + 76, y + 72, 24), angle + 90, centre)
    sheet.cut(seat, wood(0.88), colours.tone(1.7), 22)
    for k in (-38, 0, 38):
        sheet.line(turn([(x + k, y - 44), (x + k, y + 58)], angle + 90, centre), wood(1.06), 3)
    rail = [
        (x - 90, y + 6),
        (x - 92, y - 58),
        (x - 56, y - 98),
        (x, y - 107),
        (x + 56, y - 98),
        (x + 92, y - 58),
        (x + 90, y + 6),
    ]
    band = ribbon(smooth(rail), lambda share: 17 + 9 * math.sin(math.pi * share))
    sheet.cut(turn(band, angle + 90, centre), wood(1.3), colours.tone(1.8), 12)
