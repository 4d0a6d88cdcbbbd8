"""Drawings of the stories from Africa: a radio mast over dunes, a school bench."""

from __future__ import annotations

from itertools import pairwise

from canvas import Canvas
from palette import Palette, mix, palette
from shapes import Points, arc, between, box, capsule, ground, smooth, turn

BOTTOM = 1210


def radio() -> Canvas:
    """A radio mast over dunes, its waves spreading through the sky."""
    colours = palette("africa")
    tone = colours.tone
    sheet = Canvas(tone(0.1))
    tip = (1120.0, 370.0)
    lamp = (tip[0], tip[1] - 100)
    sand, dusk = mix(tone(0.36), colours.accent(0.5), 0.4), mix(tone(0.62), colours.accent(0.9), 0.25)
    for radius, step in ((1010, 0.13), (780, 0.165), (560, 0.2), (350, 0.24)):
        sheet.disc(*lamp, radius, tone(step))
    for radius in (105, 180, 255):
        for start in (-52, 128):
            sheet.line(arc(lamp, (radius, radius), start, start + 104, 60), colours.accent(1), 11)
    sheet.cut(
        ground([(-10, 800), (300, 720), (620, 800), (960, 730), (1400, 690), (1810, 780)], BOTTOM),
        tone(0.32),
        tone(1.2),
        8,
    )
    _mast(sheet, tip, colours)
    crest = smooth([(-10, 1010), (320, 900), (700, 840), (1040, 905), (1240, 960)])
    sheet.cut([*crest, (1500, BOTTOM), (-10, BOTTOM)], sand, tone(1.4), 10)
    shade = smooth([(700, 840), (760, 930), (700, 1020), (860, 1110), (1000, 1215)])
    sheet.cut([*smooth([(700, 840), (1040, 905), (1400, 1000), (1810, 1080)]), (1810, BOTTOM), *reversed(shade)], dusk)
    dune = smooth([(760, 1215), (1020, 1075), (1320, 985), (1560, 900), (1810, 930)])
    sheet.cut([*dune, (1810, BOTTOM)], mix(sand, dusk, 0.3), tone(1.5), 10)
    ridge = smooth([(1560, 900), (1520, 1000), (1610, 1090), (1560, 1215)])
    sheet.cut([*smooth([(1560, 900), (1700, 912), (1810, 930)]), (1810, BOTTOM), *reversed(ridge)], mix(dusk, tone(1), 0.3))
    near = smooth([(-10, 1060), (200, 1030), (420, 1080), (640, 1215)])
    sheet.cut([*near, (-10, BOTTOM)], tone(0.9), tone(1.7), 10)
    track = smooth([(1010, 1200), (1120, 1130), (1220, 1092), (1330, 1050), (1420, 1010), (1490, 962), (1545, 918)])
    sheet.dots(track, tone(0.2), 8, 26)
    return sheet


def _mast(sheet: Canvas, tip: tuple[float, float], colours: Palette) -> None:
    x, y = tip
    foot = 905.0
    ink = colours.ink

    def half(height: float) -> float:
        return 7 + (height - y) / (foot - y) * 62

    for stay in (-330, 330):
        for height in (460, 640):
            sheet.line([(x, height), (x + stay, foot - 20)], colours.tone(0.85), 2.4)
    for side in (-1, 1):
        sheet.line([(x + side * 7, y), (x + side * half(foot), foot)], ink, 9)
    heights = [410, 452, 500, 556, 620, 692, 772, 860]
    for k, (upper, lower) in enumerate(pairwise(heights)):
        side = 1 if k % 2 else -1
        sheet.line([(x - half(upper), upper), (x + half(upper), upper)], ink, 5)
        sheet.line([(x - side * half(upper), upper), (x + side * half(lower), lower)], ink, 5)
        sheet.line([(x + side * half(upper), upper), (x - side * half(lower), lower)], ink, 5)
    sheet.line([(x, y), (x, y - 96)], ink, 8)
    sheet.disc(x, y - 100, 20, colours.accent(1), ink, 6)
    sheet.cut(box(x - 150, 800, x - 84, 930), colours.paper, ink, 8)
    sheet.cut([(x - 166, 806), (x - 158, 780), (x - 76, 780), (x - 68, 806)], colours.tone(1.2))
    sheet.cut(box(x - 132, 836, x - 102, 930), colours.accent(1))


def bench() -> Canvas:
    """A school bench with a slate and a piece of chalk."""
    colours = palette("africa")
    tone = colours.tone
    sheet = Canvas(tone(0.14))
    sheet.cut(box(-10, 560, 1810, 900), tone(0.36))
    sheet.cut(box(-10, 548, 1810, 564), tone(0.24))
    sheet.cut([(1000, -10), (1460, -10), (1060, 560), (600, 560)], tone(0.06))
    sheet.cut([(600, 564), (1060, 564), (824, 900), (364, 900)], tone(0.29))
    sheet.cut([(1530, -10), (1810, -10), (1810, 150), (1522, 560), (1130, 560)], tone(0.06))
    sheet.cut([(1130, 564), (1522, 564), (1286, 900), (894, 900)], tone(0.29))
    sheet.cut(box(-10, 900, 1810, BOTTOM), tone(0.62), tone(1.4), 8)
    sheet.cut([(250, 1060), (1500, 1060), (1630, 1130), (160, 1130)], tone(0.76))
    for x in (330, 1390):
        sheet.cut(
            [(x - 34, 850), (x + 34, 850), (x + 58, 1110), (x + 8, 1110), (x, 1000), (x - 8, 1110), (x - 58, 1110)],
            tone(1.15),
            tone(1.8),
            8,
        )
    sheet.cut(box(352, 900, 1380, 936), tone(0.98))
    sheet.cut([(210, 770), (1510, 770), (1590, 830), (130, 830)], colours.accent(0.62), tone(1.8), 12)
    sheet.cut(box(130, 830, 1590, 872, 4), colours.accent(0.95), tone(1.8), 10)
    for left, right, y in ((190, 760, 790), (420, 1180, 812), (900, 1480, 792)):
        sheet.line([(left, y), (right, y)], colours.accent(0.74), 3)
    _slate(sheet, colours)
    sheet.cut(capsule((1120, 806), (1228, 794), 12), colours.paper, tone(1.8), 5)
    return sheet


def _slate(sheet: Canvas, colours: Palette) -> None:
    tone = colours.tone
    tilt, middle = 0.0, (700.0, 540.0)

    def turned(points: Points) -> Points:
        return turn(points, tilt, middle)

    sheet.cut(turned(box(390, 300, 1010, 800, 22)), colours.accent(0.45), tone(1.9), 16)
    sheet.cut(turned(box(436, 346, 964, 754, 8)), tone(1.66))
    sheet.cut(turned([(436, 346), (700, 346), (520, 754), (436, 754)]), tone(1.58))
    chalk = tone(0.12)
    sun = (838.0, 462.0)
    sheet.line(turned(arc(sun, (48, 48), -80, 270, 60)), chalk, 7)
    for angle in range(0, 360, 45):
        sheet.line(turned(turn([(sun[0] + 68, sun[1]), (sun[0] + 92, sun[1])], angle, sun)), chalk, 7)
    house = [(520, 690), (520, 560), (604, 484), (690, 560), (690, 690), (520, 690)]
    for a, b in pairwise(house):
        wobble = between(a, b, 0.5)
        sheet.line(turned(smooth([a, (wobble[0] + 2, wobble[1] - 2), b])), chalk, 7)
    sheet.line(turned([(500, 576), (604, 484), (712, 578)]), chalk, 7)
    sheet.line(turned([(584, 690), (584, 614), (630, 614), (630, 690)]), chalk, 7)
    sheet.line(turned(smooth([(476, 700), (640, 706), (780, 696), (920, 704)])), chalk, 7)
    sheet.line(turned(smooth([(640, 704), (700, 722), (790, 716), (880, 738)])), tone(0.5), 5)
