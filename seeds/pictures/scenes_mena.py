"""Drawings of the stories from the Middle East and North Africa: the gulf of Tunis, a desk, houses in Lebanon, a green door."""

from __future__ import annotations

from canvas import PORTRAIT, Canvas
from palette import Palette, mix, named, palette, region
from shapes import Point, Points, arc, between, box, capsule, ellipse, ground, move, smooth, turn
from things import cord, telephone

BOTTOM = 1210


def _arch(left: float, top: float, right: float, bottom: float) -> Points:
    radius = (right - left) / 2
    return [*arc((left + radius, top + radius), (radius, radius), 180, 360, 40), (right, bottom), (left, bottom)]


def _boat(sheet: Canvas, x: float, y: float, size: float, colours: Palette) -> None:
    tone, sea = colours.tone, colours.accent
    for k, half in enumerate((0.78, 0.6, 0.42, 0.22)):
        sheet.cut(ellipse(x + (k % 2) * size * 0.06, y + size * (0.16 + k * 0.12), size * half, size * 0.025), sea(0.42))
    hull = smooth(
        [
            (x - size, y - size * 0.26),
            (x - size * 0.7, y + size * 0.06),
            (x + size * 0.6, y + size * 0.06),
            (x + size, y - size * 0.34),
        ],
    )
    sheet.line([(x - size * 0.05, y - size * 0.2), (x - size * 0.02, y - size * 1.7)], colours.ink, size * 0.05)
    sheet.line([(x - size * 0.75, y - size * 0.6), (x + size * 0.85, y - size * 1.5)], colours.ink, size * 0.045)
    sheet.line([(x - size * 0.5, y - size * 0.68), (x + size * 0.7, y - size * 1.36)], colours.paper, size * 0.1)
    sheet.cut([*hull, (x + size * 0.2, y - size * 0.2), (x - size * 0.5, y - size * 0.17)], tone(1))
    sheer = ((-0.97, -0.2), (-0.3, -0.12), (0.45, -0.17), (0.95, -0.27))
    rail = smooth([(x + size * dx, y + size * dy) for dx, dy in sheer])
    sheet.line(rail, colours.paper, size * 0.055, ends=False)
    sheet.line([(x + size * 0.95, y - size * 0.3), (x + size * 1.5, y + size * 0.16)], colours.ink, 1.8)


def _house(
    sheet: Canvas,
    left: float,
    top: float,
    right: float,
    colours: Palette,
    *,
    dome: bool = False,
    door: float | None = None,
) -> None:
    tone = colours.tone
    if dome:
        middle, radius = (left + right) / 2, (right - left) * 0.3
        sheet.cut(arc((middle, top), (radius, radius * 0.95), 180, 360), colours.paper, tone(1.4), 8)
        sheet.cut([*arc((middle, top), (radius, radius * 0.95), 180, 262), (middle - radius * 0.5, top)], tone(0.14))
    sheet.cut(box(left, top, right, BOTTOM), colours.paper, tone(1.5), 14)
    sheet.cut(box(left, top, left + (right - left) * 0.22, BOTTOM), tone(0.15))
    sheet.cut(box(left - 6, top - 12, right + 6, top + 14), colours.paper, tone(1.2), 5)
    sheet.cut(box(left - 6, top - 12, left + (right - left) * 0.22, top + 14), tone(0.13))
    if door is not None:
        sheet.cut(_arch(door - 62, top + 130, door + 62, BOTTOM), tone(0.3))
        sheet.cut(_arch(door - 46, top + 150, door + 46, BOTTOM), colours.accent(1))
        sheet.line([(door, top + 156), (door, BOTTOM)], colours.accent(1.35), 4)
        for row in range(5):
            for side in (-28, 28):
                sheet.disc(door + side, top + 205 + row * 42, 4, colours.paper)


def _window(sheet: Canvas, x: float, y: float, size: float, colours: Palette) -> None:
    sheet.cut(_arch(x - size * 1.25, y - size * 1.5, x + size * 1.25, y + size * 1.25), colours.tone(0.22))
    sheet.cut(_arch(x - size, y - size * 1.2, x + size, y + size * 1.1), colours.accent(1))
    for k in (-0.5, 0, 0.5):
        sheet.line([(x + k * size, y - size * 1.0), (x + k * size, y + size * 1.05)], colours.accent(0.55), size * 0.07)
    sheet.line([(x - size, y), (x + size, y)], colours.accent(0.55), size * 0.07)


def gulf() -> Canvas:
    """The gulf of Tunis: two boats at anchor, the twin-peaked mountain beyond, white houses in front."""
    colours = palette("mena")
    tone, sea = colours.tone, colours.accent
    sheet = Canvas(tone(0.13))
    sheet.disc(900, 290, 96, tone(0.03))
    sheet.cut(ground([(500, 500), (700, 440), (900, 452), (1150, 400), (1400, 420), (1810, 380), (1840, 420)], 520), tone(0.26))
    peaks = [
        (980, 500),
        (1080, 440),
        (1190, 330),
        (1255, 262),
        (1310, 300),
        (1345, 322),
        (1400, 258),
        (1460, 236),
        (1560, 340),
        (1700, 430),
        (1840, 470),
    ]
    sheet.cut(ground(peaks, 520), tone(0.46), tone(1), 6)
    sheet.cut(box(-10, 490, 1810, BOTTOM), sea(0.24))
    sheet.cut(ground([(-10, 640), (500, 600), (1000, 660), (1500, 610), (1810, 640)], BOTTOM), sea(0.32))
    sheet.cut(ground([(-10, 820), (600, 790), (1200, 850), (1810, 790)], BOTTOM), sea(0.42))
    for x, y, length in (
        (760, 520, 280),
        (640, 560, 120),
        (840, 590, 160),
        (1540, 540, 200),
        (1340, 720, 240),
        (760, 740, 200),
        (1560, 830, 190),
    ):
        sheet.cut(ellipse(x + length / 2, y, length / 2, 3 + y / 400), sea(0.13))
    _boat(sheet, 960, 720, 122, colours)
    _boat(sheet, 1450, 640, 84, colours)
    sheet.cut(
        ground([(-10, 640), (240, 690), (480, 800), (760, 930), (1100, 1010), (1450, 1090), (1810, 1130)], BOTTOM),
        tone(0.55),
        tone(1.5),
        14,
    )
    _house(sheet, 60, 560, 330, colours, dome=True)
    _window(sheet, 225, 680, 36, colours)
    _house(sheet, 250, 760, 590, colours, door=480)
    _window(sheet, 372, 890, 30, colours)
    _house(sheet, 660, 930, 900, colours, dome=True)
    _window(sheet, 800, 1040, 30, colours)
    _house(sheet, -20, 900, 190, colours)
    _window(sheet, 110, 1010, 34, colours)
    _house(sheet, 1330, 1050, 1560, colours)
    _window(sheet, 1465, 1140, 26, colours)
    for x, base, tall in ((1005, 1210, 330), (1085, 1210, 250), (625, 1000, 240)):
        sheet.line([(x, base), (x, base + 70)], tone(1.5), 8, ends=False)
        sheet.cut(
            smooth(
                [
                    (x, base - tall),
                    (x + tall * 0.12, base - tall * 0.35),
                    (x + tall * 0.07, base + 40),
                    (x - tall * 0.07, base + 40),
                    (x - tall * 0.12, base - tall * 0.35),
                ],
                closed=True,
            ),
            tone(1.55),
            tone(1.7),
            6,
        )
    return sheet


def desk() -> Canvas:
    """A desk by a window: an open notebook, a glass of tea and a telephone."""
    colours = palette("mena")
    tone, sea = colours.tone, colours.accent
    sheet = Canvas(tone(0.2), PORTRAIT)
    sheet.cut([(560, -10), (1210, -10), (1210, 700), (900, 1010), (150, 1010)], tone(0.14))
    sheet.cut(_arch(150, 110, 690, 850), colours.paper, tone(1.3), 10)
    with sheet.inside(_arch(190, 150, 650, 810)):
        sheet.cut(box(180, 100, 660, 820), sea(0.1))
        sheet.disc(520, 400, 60, tone(0.03))
        sheet.cut(ground([(150, 610), (300, 560), (400, 500), (450, 470), (500, 492), (560, 450), (700, 590)], 900), tone(0.36))
        sheet.cut(box(180, 600, 660, 820), sea(0.34))
        for x, y in ((240, 640), (460, 670), (330, 720), (540, 750)):
            sheet.cut(ellipse(x, y, 46, 4), sea(0.18))
    sheet.cut(box(410, 150, 430, 810), colours.paper)
    sheet.cut(box(190, 480, 650, 498), colours.paper)
    sheet.cut(box(120, 830, 720, 872, 6), colours.paper, tone(1.3), 8)
    sheet.cut(box(-10, 1010, 1210, 1610), tone(0.62), tone(1.4), 10)
    sheet.cut([(-10, 1010), (1210, 1010), (1210, 1040), (-10, 1040)], tone(0.5))
    sheet.cut([(200, 1040), (760, 1040), (448, 1530), (-10, 1530), (-10, 1300)], tone(0.54))
    sheet.cut(box(-10, 1530, 1210, 1610), tone(0.95), tone(1.5), 8)
    cord(sheet, smooth([(1040, 1075), (1120, 1130), (1080, 1190), (1150, 1240), (1230, 1220)]), 15, sea(1.3), 17)
    sheet.cut(ellipse(862, 1118, 230, 24), tone(0.86))
    telephone(sheet, (850, 1090), 1, colours, (sea(1), sea(1.3)))
    _notebook(sheet, colours)
    _glass(sheet, 870, 1450, colours)
    return sheet


def _notebook(sheet: Canvas, colours: Palette) -> None:
    tone = colours.tone
    left, right = [(150, 1190), (400, 1180), (368, 1424), (56, 1440)], [(400, 1180), (652, 1190), (690, 1440), (368, 1424)]
    sheet.cut([(140, 1184), (400, 1176), (662, 1184), (706, 1456), (370, 1440), (38, 1456)], tone(1.35), tone(1.8), 10)
    sheet.cut(left, colours.paper)
    sheet.cut(right, tone(0.06))
    for page in (left, right):
        for k in range(1, 7):
            start, end = between(page[0], page[3], k / 7.4), between(page[1], page[2], k / 7.4)
            stop = 0.55 if page is right and k == 4 else 0.9
            if not (page is right and k > 4):
                sheet.line([between(start, end, 0.1), between(start, end, stop)], tone(0.42), 3.4)
    sheet.line([(400, 1180), (368, 1424)], tone(0.4), 4)
    pen: list[Point] = [(560, 1260), (655, 1372)]
    sheet.cut(move(capsule(pen[0], pen[1], 7, 10), 6, 12), tone(0.28))
    sheet.cut(capsule(pen[0], pen[1], 9, 11), colours.accent(1))
    sheet.cut(capsule((552, 1250), (562, 1262), 2, 8), colours.ink)


def _glass(sheet: Canvas, x: float, y: float, colours: Palette) -> None:
    tone = colours.tone
    sheet.cut(ellipse(x, y, 150, 44), colours.paper, tone(1.7), 12)
    sheet.cut(ellipse(x, y - 4, 104, 28), tone(0.16))
    outer = [(x - 84, y - 250), (x + 84, y - 250), (x + 62, y - 8), *arc((x, y - 8), (62, 16), 0, 180, 20)]
    sheet.cut(outer, tone(0.08))
    tea = [(x - 72, y - 196), (x + 72, y - 196), (x + 54, y - 22), *arc((x, y - 22), (54, 12), 0, 180, 20)]
    sheet.cut(tea, tone(1.12))
    sheet.cut([(x - 72, y - 196), (x - 40, y - 196), (x - 30, y - 14), (x - 54, y - 22)], tone(0.95))
    sheet.cut(ellipse(x, y - 196, 72, 15), tone(0.9))
    leaf = region("asia-pacific")
    for angle, dx in ((-38, -16), (10, 8), (50, 26)):
        blade = smooth([(x + dx, y - 196), (x + dx - 22, y - 236), (x + dx, y - 286), (x + dx + 22, y - 236)], closed=True)
        sheet.cut(turn(blade, angle, (x + dx, y - 196)), mix(leaf, named("tint"), 0.2 if angle == 10 else 0))
    sheet.ring(ellipse(x, y - 250, 84, 18), tone(0.2), 4)
