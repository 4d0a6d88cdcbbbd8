"""Drawings of the stories that belong to all regions: a table, a path of lanterns, a closed door; and a courthouse."""

from __future__ import annotations

from collections.abc import Sequence

from canvas import POSTER, Canvas
from palette import Palette, palette
from shapes import Point, Points, arc, between, box, ellipse, ground, smooth

BOTTOM = 1210


def table() -> Canvas:
    """A long table with empty seats, and one open window at the end of the room."""
    colours = palette("global")
    tone = colours.tone
    sheet = Canvas(tone(0.5))
    sheet.cut([(-10, -10), (500, 190), (500, 640), (-10, BOTTOM)], tone(0.62))
    sheet.cut([(1810, -10), (1300, 190), (1300, 640), (1810, BOTTOM)], tone(0.7))
    sheet.cut([(-10, BOTTOM), (500, 640), (1300, 640), (1810, BOTTOM)], tone(0.9))
    sheet.cut([(-10, -10), (1810, -10), (1300, 190), (500, 190)], tone(0.4))
    sheet.cut([(760, 640), (1040, 640), (1560, BOTTOM), (240, BOTTOM)], tone(0.74))
    _open_window(sheet, colours)
    for row in range(5):
        for side in (-1, 1):
            _seat(sheet, row, side, colours)
    top = [(800, 660), (1000, 660), (1320, 1085), (480, 1085)]
    sheet.cut([(480, 1085), (1320, 1085), (1320, 1130), (480, 1130)], tone(1.3))
    for x in (520, 1240):
        sheet.cut(box(x, 1130, x + 40, BOTTOM), tone(1.4))
    sheet.cut(top, tone(0.2), tone(1.7), 16)
    sheet.cut([(852, 660), (948, 660), (1098, 1085), (702, 1085)], colours.accent(0.35))
    for row in range(4):
        _places(sheet, row, colours)
    return sheet


def _depth(row: float) -> tuple[float, float]:
    """Height on the picture and size of a thing on the table's edge, nearer with every row."""
    share = (0.04, 0.17, 0.36, 0.62, 0.98)[int(row)]
    return 660 + share * 425, 0.24 + share * 0.76


def _seat(sheet: Canvas, row: int, side: int, colours: Palette) -> None:
    y, size = _depth(row)
    half = 100 + (y - 660) / 425 * 320
    x = 900 + side * (half + 92 * size)
    tone = colours.tone
    step = 1.46 - row * 0.05

    def sized(points: Sequence[Point]) -> Points:
        return [(x + side * px * size, y + py * size) for px, py in points]

    for px, py, foot in ((-52, 30, 190), (62, 20, 170), (40, 40, 214)):
        sheet.line(sized([(px, py), (px + (6 if px > 0 else 0), foot)]), tone(step + 0.25), 11 * size)
    sheet.cut(sized([(-70, 6), (50, -18), (72, 20), (-62, 46)]), tone(step - 0.16))
    sheet.cut(sized([(-62, 46), (72, 20), (72, 36), (-62, 64)]), tone(step + 0.2))
    back = [(44, -214), (96, -246), (104, -226), (88, 34), (72, 50), (40, 22)]
    sheet.cut(sized(back), tone(step), tone(1.9), 10 * size)
    sheet.cut(sized([(96, -246), (116, -238), (100, 36), (88, 34)]), tone(step + 0.28))


def _places(sheet: Canvas, row: int, colours: Palette) -> None:
    y, size = _depth(row + 0.0)
    y += 42 * size
    half = 100 + (y - 660) / 425 * 320
    for side in (-1, 1):
        x = 900 + side * (half - 96 * size)
        sheet.cut(
            [
                (x - 46 * size, y - 16 * size),
                (x + 46 * size, y - 16 * size),
                (x + 56 * size, y + 20 * size),
                (x - 56 * size, y + 20 * size),
            ],
            colours.paper,
            colours.tone(1.4),
            4 * size,
        )


def _open_window(sheet: Canvas, colours: Palette) -> None:
    tone = colours.tone
    sheet.cut(box(742, 236, 1058, 560), colours.paper, tone(1.2), 6)
    with sheet.inside(box(760, 254, 1040, 542)):
        sheet.cut(box(750, 240, 1050, 560), colours.accent(0.3))
        sheet.disc(960, 400, 52, colours.accent(1))
        sheet.cut(ground([(750, 470), (830, 430), (920, 470), (1000, 440), (1050, 460)], 560), tone(0.34))
        sheet.cut(ground([(750, 510), (860, 490), (960, 512), (1050, 490)], 560), tone(0.5))
    for side in (-1, 1):
        edge, swing = 900 + side * 150, 900 + side * 262
        frame = [(edge, 244), (swing, 214), (swing, 600), (edge, 552)]
        sheet.cut(frame, colours.paper, tone(1.3), 8)
        inner = [(edge + side * 14, 258), (swing - side * 14, 236), (swing - side * 14, 574), (edge + side * 14, 536)]
        sheet.cut(inner, tone(0.24))
        sheet.line([between(inner[0], inner[3], 0.5), between(inner[1], inner[2], 0.5)], colours.paper, 9)
    sheet.cut(box(726, 556, 1074, 580, 4), colours.paper, tone(1.2), 6)


def lanterns() -> Canvas:
    """Ten lanterns light a path into the hills at night."""
    colours = palette("global")
    tone = colours.tone
    sheet = Canvas(tone(0.84))
    sheet.disc(1330, 250, 92, tone(0.3))
    sheet.cut(
        ground([(-10, 420), (260, 330), (560, 430), (930, 300), (1300, 410), (1810, 310)], BOTTOM),
        tone(0.94),
        tone(1.6),
        10,
    )
    sheet.cut(ground([(-10, 520), (420, 450), (900, 500), (1400, 430), (1810, 500)], BOTTOM), tone(1.08), tone(1.8), 10)
    sheet.cut(ground([(-10, 660), (400, 700), (900, 580), (1400, 620), (1810, 560)], BOTTOM), tone(1.22), tone(1.9), 10)
    sheet.cut(ground([(-10, 860), (500, 800), (1100, 860), (1810, 760)], BOTTOM), tone(1.36), tone(1.9), 10)
    middle: list[tuple[Point, float]] = [
        ((560, 1230), 360), ((760, 1070), 250), ((1060, 960), 180), ((1180, 860), 130), ((1010, 775), 96),
        ((740, 710), 70), ((690, 655), 50), ((850, 605), 36), ((1010, 560), 24), ((1030, 515), 14), ((990, 484), 6),
    ]  # fmt: skip
    left = smooth([(x - w / 2, y) for (x, y), w in middle])
    right = smooth([(x + w / 2, y) for (x, y), w in middle])
    sheet.cut([*left, *reversed(right)], tone(0.58), tone(1.9), 8)
    spots = [
        (420, 1100, 1.0), (1120, 1075, 0.84), (880, 930, 0.68), (1330, 880, 0.56), (980, 728, 0.44),
        (610, 722, 0.38), (790, 660, 0.29), (960, 622, 0.22), (1075, 545, 0.17), (960, 518, 0.13),
    ]  # fmt: skip
    for x, y, size in reversed(spots):
        for reach, opacity in ((2.5, 0.09), (1.7, 0.13), (1.1, 0.2)):
            sheet.veil(ellipse(x, y - 110 * size, 105 * size * reach), colours.accent(1), opacity)
        sheet.veil(ellipse(x, y + 4 * size, 150 * size, 30 * size), colours.accent(1), 0.3)
        _standing(sheet, (x, y), size, colours)
    return sheet


def _standing(sheet: Canvas, at: Point, size: float, colours: Palette) -> None:
    x, y = at

    def sized(points: Sequence[Point]) -> Points:
        return [(x + px * size, y + py * size) for px, py in points]

    sheet.line(sized(arc((0, -186), (44, 52), 180, 360, 30)), colours.tone(0.4), 8 * size)
    sheet.cut(sized([(-46, -170), (46, -170), (64, -24), (-64, -24)]), colours.accent(1))
    sheet.cut(sized([(-18, -150), (18, -150), (30, -24), (-30, -24)]), colours.accent(0.45))
    sheet.cut(sized([(-30, -214), (30, -214), (62, -166), (-62, -166)]), colours.tone(0.3))
    sheet.cut(sized(box(-74, -30, 74, 0, 6)), colours.tone(0.3))


def shut_door() -> Canvas:
    """A closed door in a dark room; light comes in beneath it."""
    colours = palette("global")
    tone = colours.tone
    sheet = Canvas(tone(1.28), POSTER)
    sheet.cut(box(-10, 800, 1930, 1090), tone(1.5))
    sheet.cut([(700, 800), (1220, 800), (1640, 1090), (280, 1090)], colours.accent(1.5))
    sheet.cut([(740, 800), (1180, 800), (1450, 1090), (470, 1090)], colours.accent(1.22))
    sheet.cut([(772, 800), (1148, 800), (1290, 1090), (630, 1090)], colours.accent(0.95))
    sheet.cut(box(-10, 766, 700, 800), tone(1.4))
    sheet.cut(box(1220, 766, 1930, 800), tone(1.4))
    sheet.cut(box(690, 96, 1230, 800), tone(1.05), tone(2), 14)
    sheet.cut(box(730, 136, 1190, 800), colours.accent(0.5))
    sheet.cut(box(734, 136, 1186, 784), tone(0.8))
    for top, bottom in ((184, 420), (470, 736)):
        for left, right in ((778, 940), (980, 1142)):
            sheet.cut(box(left, top, right, bottom), tone(1.0))
            sheet.cut(box(left + 12, top + 14, right, bottom), tone(0.7))
            sheet.cut(box(left + 12, top + 14, right - 10, bottom - 10), tone(0.86))
    sheet.disc(1152, 446, 17, colours.accent(1), tone(1.9), 6)
    return sheet


def courthouse() -> Canvas:
    """A courthouse of columns; one of its doors stands open and light falls down the steps."""
    colours = palette("americas")
    tone = colours.tone
    sheet = Canvas(tone(0.16))
    sheet.disc(330, 330, 150, tone(0.05))
    sheet.cut(ground([(-10, 800), (240, 720), (520, 790), (1300, 760), (1560, 690), (1810, 770)], BOTTOM), tone(0.3))
    sheet.cut(box(-10, 1010, 1810, BOTTOM), tone(0.5))
    sheet.cut(box(330, 420, 1470, 900), tone(0.85), tone(1.7), 14)
    for k, x in enumerate((516, 708, 900, 1092, 1284)):
        if k != 3:
            sheet.cut(box(x - 52, 590, x + 52, 900), tone(1.3))
            sheet.line([(x, 596), (x, 900)], tone(1.1), 4)
    sheet.cut(box(1040, 590, 1144, 900), colours.accent(0.4))
    sheet.cut([(1040, 590), (1072, 612), (1072, 900), (1040, 900)], tone(1.35))
    for k in range(5):
        spread = 40 * (k + 1)
        sheet.cut(box(330 - spread, 890 + k * 36, 1470 + spread, 926 + k * 36), tone(0.1 + k * 0.055), tone(1.3), 5)
        reach = 14 + k * 26
        sheet.cut(
            [
                (1040 - reach, 890 + k * 36),
                (1144 + reach, 890 + k * 36),
                (1144 + reach + 16, 926 + k * 36),
                (1040 - reach - 16, 926 + k * 36),
            ],
            colours.accent(0.45 + k * 0.05),
        )
    sheet.cut([(1040 - 150, 1070), (1144 + 150, 1070), (1144 + 260, BOTTOM), (1040 - 260, BOTTOM)], colours.accent(0.8))
    for x in (420, 612, 804, 996, 1188, 1380):
        sheet.cut([(x - 34, 520), (x + 34, 520), (x + 40, 870), (x - 40, 870)], colours.paper, tone(1.8), 10)
        sheet.cut([(x - 34, 520), (x - 14, 520), (x - 17, 870), (x - 40, 870)], tone(0.2))
        sheet.line([(x + 8, 528), (x + 9, 866)], tone(0.14), 5)
        sheet.cut(box(x - 54, 494, x + 54, 524, 4), colours.paper, tone(1.6), 5)
        sheet.cut(box(x - 56, 862, x + 56, 892, 4), colours.paper, tone(1.6), 4)
    sheet.cut(box(320, 416, 1480, 496), tone(0.1), tone(1.6), 10)
    for k in range(29):
        sheet.cut(box(346 + k * 39, 462, 362 + k * 39, 480), tone(0.3))
    sheet.cut([(286, 418), (900, 190), (1514, 418)], colours.paper, tone(1.6), 12)
    sheet.cut([(420, 396), (900, 220), (1380, 396)], tone(0.24))
    sheet.disc(900, 330, 40, tone(0.85))
    sheet.disc(900, 330, 26, tone(0.24))
    return sheet
