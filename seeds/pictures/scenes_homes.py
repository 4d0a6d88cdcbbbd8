"""Drawings of homes in Lebanon: a row of houses at dusk, a green door."""

from __future__ import annotations

import math

from canvas import PORTRAIT, Canvas
from palette import Palette, Ramp, mix, named, palette, region
from shapes import Point, Points, arc, box, ground, move, smooth, turn

BOTTOM = 1210


def pointed(left: float, top: float, right: float, bottom: float) -> Points:
    """A pointed arch: its two curves meet at the top."""
    wide = right - left
    radius = 0.75 * wide
    spring = top + wide * math.sqrt(0.5)
    apex = 180 + math.degrees(math.acos(1 / 3))
    curve = arc((left + radius, spring), (radius, radius), 180, apex, 40)
    mirror = [(left + right - x, y) for x, y in reversed(curve)]
    return [*curve, *mirror, (right, bottom), (left, bottom)]


def rounded(left: float, top: float, right: float, bottom: float) -> Points:
    """A round arch."""
    half = (right - left) / 2
    return [*arc((left + half, top + half), (half, half), 180, 360, 40), (right, bottom), (left, bottom)]


def _cedar(sheet: Canvas, at: Point, size: float, fill: tuple[int, int, int]) -> None:
    x, y = at
    sheet.cut([(x - 22 * size, y), (x - 9 * size, y - 390 * size), (x + 9 * size, y - 390 * size), (x + 24 * size, y)], fill)
    for reach, near, far in ((-84, 60, 120), (96, 70, 146)):
        branch = smooth(
            [(x, y - near * size), (x + reach * 0.6 * size, y - (near + 22) * size), (x + reach * size, y - far * size)],
        )
        sheet.line(branch, fill, 11 * size)
    tiers = [
        (-92, 104, 132), (104, 128, 140), (10, 150, 120), (-70, 190, 178), (88, 214, 182), (-20, 246, 190), (-96, 284, 128),
        (70, 290, 176), (-30, 326, 184), (72, 358, 128), (-46, 384, 134), (16, 412, 120),
    ]  # fmt: skip
    for dx, up, half in tiers:
        cx, cy, w, h = x + dx * size, y - up * size, half * size, 31 * size
        top = [
            (cx - w, cy + h * 0.3),
            (cx - w * 0.7, cy - h * 0.5),
            (cx - w * 0.2, cy - h * 0.85),
            (cx + w * 0.45, cy - h * 0.75),
            (cx + w * 0.85, cy - h * 0.3),
            (cx + w, cy + h * 0.25),
        ]
        low = [(cx + w * 0.6, cy + h * 0.55), (cx + w * 0.1, cy + h * 0.3), (cx - w * 0.5, cy + h * 0.6)]
        sheet.cut(smooth([*top, *low], closed=True), fill)


def dusk() -> Canvas:
    """A row of houses at dusk with one lit window, and a cedar on the hill behind."""
    colours = palette("mena")
    tone, sky = colours.tone, colours.accent
    glow = mix(region("mena", "dark"), named("paper"), 0.45)
    sheet = Canvas(sky(0.3))
    sheet.cut(ground([(-10, 330), (400, 300), (900, 360), (1400, 290), (1810, 340)], BOTTOM), mix(sky(0.2), tone(0.3), 0.5))
    sheet.disc(430, 250, 74, colours.paper)
    sheet.cut(
        ground([(-10, 620), (240, 470), (420, 400), (640, 520), (900, 440), (1240, 560), (1500, 430), (1810, 560)], BOTTOM),
        sky(0.62),
        sky(1.6),
        10,
    )
    sheet.cut(
        ground([(-10, 700), (400, 640), (800, 590), (1180, 520), (1500, 560), (1810, 660)], BOTTOM),
        sky(1.12),
        sky(1.8),
        10,
    )
    _cedar(sheet, (1180, 545), 1.08, sky(1.62))
    _cedar(sheet, (560, 560), 0.42, sky(1.5))
    sheet.cut(box(-10, 1080, 1810, BOTTOM), tone(1.5))
    fronts = [
        (-40, 660, 290, 0.86),
        (270, 580, 640, 1.0),
        (620, 710, 930, 0.78),
        (910, 610, 1300, 0.94),
        (1280, 700, 1560, 1.08),
        (1540, 630, 1850, 0.84),
    ]
    for k, (left, top, right, step) in enumerate(fronts):
        _front(sheet, (left, top, right), step, colours, glow if k == 3 else None)
    sheet.cut(box(-10, 1130, 1810, BOTTOM), tone(1.62), tone(2), 8)
    middle = 1105
    sheet.cut(
        [(middle - 120, 1130), (middle + 120, 1130), (middle + 210, BOTTOM), (middle - 210, BOTTOM)],
        mix(tone(1.5), glow, 0.3),
    )
    return sheet


def _front(
    sheet: Canvas,
    place: tuple[float, float, float],
    step: float,
    colours: Palette,
    glow: tuple[int, int, int] | None,
) -> None:
    left, top, right = place
    tone = colours.tone
    middle, wide = (left + right) / 2, right - left
    sheet.cut(box(left, top, right, 1140), mix(tone(step), colours.accent(1.6), 0.14), tone(2), 12)
    roof = [(left - 18, top + 6), (left + wide * 0.2, top - 96), (right - wide * 0.2, top - 96), (right + 18, top + 6)]
    sheet.cut(roof, tone(step + 0.42), tone(2), 8)
    for k in range(1, 4):
        inset = (wide * 0.2 + 18) * k / 4 + 4
        sheet.line([(left - 18 + inset, top + 6 - 25.5 * k), (right + 18 - inset, top + 6 - 25.5 * k)], tone(step + 0.32), 3)
    dark, frame = tone(1.62), mix(tone(0.45), colours.accent(1.2), 0.2)
    pane = glow or dark
    y = top + 84
    width, tall = wide * 0.13, 206 if top < 650 else 160
    edge = frame if glow is None else colours.paper
    sheet.cut(box(middle - width * 2.06, y + tall, middle + width * 2.06, y + tall + 16, 3), edge)
    for k in (-1, 0, 1):
        x = middle + k * width * 1.3
        sheet.cut(rounded(x - width * 0.62, y - (26 if k == 0 else 0), x + width * 0.62, y + tall + 2), edge)
        sheet.cut(rounded(x - width * 0.46, y + 16 - (26 if k == 0 else 0), x + width * 0.46, y + tall), pane)
        if glow is not None:
            sheet.cut(box(x - 2, y + 40, x + 2, y + tall), mix(glow, tone(1), 0.5))
    if glow is not None:
        sheet.veil(box(left, top + 10, right, 1130), glow, 0.1)
    low = max(970.0, y + tall + 54)
    for side in (-1, 1):
        sheet.cut(box(middle + side * wide * 0.29 - 24, low + 12, middle + side * wide * 0.29 + 24, low + 80), dark)
    sheet.cut(rounded(middle - 42, low - 14, middle + 42, 1140), edge if glow else frame)
    sheet.cut(rounded(middle - 30, low, middle + 30, 1140), mix(glow, tone(1), 0.25) if glow else dark)


def green_door() -> Canvas:
    """A green door in a wall of stone, ajar; light stands in the gap."""
    colours = palette("mena")
    tone = colours.tone
    green = Ramp(mix(region("asia-pacific"), region("africa"), 0.42))
    glow = mix(region("mena", "dark"), named("paper"), 0.4)
    sheet = Canvas(tone(0.27), PORTRAIT)
    _stones(sheet, colours)
    left, right, top, foot = 300.0, 900.0, 250.0, 1340.0
    sheet.cut(pointed(left - 92, top - 112, right + 92, foot), tone(0.1), tone(1.6), 14)
    for k in range(9):
        y = 1340 - k * 106
        if y > 560:
            for x in (left - 92, right):
                sheet.line([(x + 3, y), (x + 89, y)], tone(0.24), 4, ends=False)
    sheet.line([(600, 138), (600, 250)], tone(0.24), 4)
    sheet.cut(pointed(left, top, right, foot), tone(1.5))
    with sheet.inside(pointed(left, top, right, foot)):
        sheet.cut(box(left, top, right, foot), glow)
        sheet.cut(box(left, 1220, right, foot), mix(glow, tone(0.9), 0.4))
        sheet.cut(box(520, 700, 640, 1220), mix(glow, tone(0.6), 0.25))
        sheet.cut(box(600, top, right, foot), green(1))
        _panels(sheet, [(640, 560), (860, 560), (860, 900), (640, 900)], green)
        _panels(sheet, [(640, 960), (860, 960), (860, 1270), (640, 1270)], green)
        leaf = [(left, top - 20), (470, top + 20), (470, foot + 36), (left, foot)]
        sheet.cut(leaf, green(1.25), tone(1.9), 16)
        _panels(sheet, [(330, 580), (444, 596), (444, 922), (330, 906)], Ramp(green(1.25)))
        _panels(sheet, [(330, 966), (444, 982), (444, 1306), (330, 1280)], Ramp(green(1.25)))
        sheet.cut([(470, top), (484, top), (484, foot + 30), (470, foot + 36)], green(1.5))
    sheet.disc(640 - 8, 930, 17, colours.paper, tone(1.9), 5)
    sheet.cut(box(170, 1340, 1030, 1410, 4), tone(0.14), tone(1.6), 10)
    sheet.cut(box(-10, 1410, 1210, 1610), tone(0.6), tone(1.5), 10)
    sheet.cut([(484, 1340), (600, 1340), (640, 1410), (470, 1410)], mix(glow, tone(0.2), 0.15))
    sheet.cut([(470, 1410), (640, 1410), (760, 1610), (400, 1610)], mix(tone(0.6), glow, 0.6))
    _pot(sheet, (1040, 1480), colours, green)
    return sheet


def _stones(sheet: Canvas, colours: Palette) -> None:
    tone = colours.tone
    for row in range(13):
        y = row * 112 - 30
        for k in range(8):
            x = k * 190 - (row % 2) * 95 - 60
            shade = 0.22 + ((row * 7 + k * 5) % 6) * 0.016
            sheet.cut(box(x + 3, y + 3, x + 187, y + 109, 6), tone(shade))


def _panels(sheet: Canvas, corners: Points, green: Ramp) -> None:
    sheet.cut(corners, green(1.24))
    middle = (sum(x for x, _ in corners) / 4, sum(y for _, y in corners) / 4)
    sheet.cut(move(turn(corners, 0, middle, 0.9), 4, 6), green(0.9))


def _pot(sheet: Canvas, at: Point, colours: Palette, green: Ramp) -> None:
    x, y = at
    for k, (angle, tall) in enumerate(((-52, 190), (-28, 260), (-6, 320), (16, 280), (38, 230), (60, 170))):
        leaf = smooth(
            [(x, y - 150), (x - 34, y - 150 - tall * 0.55), (x, y - 150 - tall), (x + 34, y - 150 - tall * 0.55)],
            closed=True,
        )
        sheet.cut(turn(leaf, angle, (x, y - 140)), green(1.3 if k % 2 else 1.05), colours.ink, 5)
    sheet.cut(
        [(x - 104, y - 150), (x + 104, y - 150), (x + 72, y + 40), *arc((x, y + 40), (72, 14), 0, 180, 20)],
        colours.tone(1),
        colours.tone(1.9),
        10,
    )
    sheet.cut(box(x - 116, y - 172, x + 116, y - 124, 8), colours.tone(0.88), colours.tone(1.7), 5)
