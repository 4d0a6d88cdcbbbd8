"""Charts without words: numbers are keys to the caption or figures grouped by a thin space, which every language reads."""

from __future__ import annotations

from canvas import Canvas
from palette import Palette, palette
from shapes import Point, arc, box, ellipse, smooth, walk, wire


def four_steps() -> Canvas:
    """Four steps between 2019 and 2022, at their true distances in time, as a stair of paper."""
    colours = palette("asia-pacific")
    tone = colours.tone
    sheet = Canvas(tone(0.07))
    base, year = 1010.0, 390.0

    def at(date: float) -> float:
        return 160 + (date - 2019) * year

    steps = [(2019.0, 800, 0.3), (2021.0, 620, 0.5), (2022.38, 440, 0.75), (2022.44, 260, 1.0)]
    for date, top, step in steps:
        sheet.cut(box(at(date), top, 1820, base), tone(step), tone(1.6), 12)
    sheet.cut(box(-10, base, 1810, 1210), tone(0.07))
    sheet.line([(at(2018), base), (1820, base)], colours.ink, 5)
    for k in range(5):
        sheet.line([(at(2019 + k), base), (at(2019 + k), base + 44)], colours.ink, 5)
        if k < 4:
            for month in range(1, 12):
                x = at(2019 + k + month / 12)
                sheet.line([(x, base), (x, base + (24 if month == 6 else 14))], tone(0.75), 2.4)
    for number, (date, top, _) in enumerate(steps, start=1):
        last = number == len(steps)
        sheet.disc(at(date), top, 64, colours.accent(1) if last else colours.paper, tone(1.8), 12)
        sheet.digits((at(date), top - 1), str(number), 74, colours.ink if last else tone(1.15))
    return sheet


def held() -> Canvas:
    """People held: 88 506 and 444 439, each dot a thousand people, as two bars of the same scale."""
    colours = palette("americas")
    tone = colours.tone
    sheet = Canvas(tone(0.07))
    for left, people, step, text in ((130, 88_506, 0.62, "88\u2009506"), (960, 444_439, 1.0, "444\u2009439")):
        _bar(sheet, (left, 994), people, tone(step), tone(0.16))
        sheet.line([(left - 30, 1016), (left + 714, 1016)], colours.ink, 5)
        sheet.digits((left + 342, 1092), text, 92, tone(1.1) if step == 1 else colours.ink)
    return sheet


COLUMNS, PITCH, DOT = 20, 36.0, 14.4


def _bar(sheet: Canvas, foot: Point, people: int, fill: tuple[int, int, int], rest: tuple[int, int, int]) -> None:
    """A bar of dots from its foot up, twenty a row; the last dot is filled as far as its thousand goes."""
    for k in range(-(-people // 1000)):
        x = foot[0] + (k % COLUMNS) * PITCH
        y = foot[1] - (k // COLUMNS) * PITCH - PITCH / 2
        share = min(1.0, people / 1000 - k)
        if share < 1:
            sheet.disc(x, y, DOT, rest)
        sheet.cut([*arc((x, y), (DOT, DOT), -90, -90 + 360 * share, 40), (x, y)] if share < 1 else ellipse(x, y, DOT), fill)


def four_lanterns() -> Canvas:
    """Four lanterns hang from a line at their true distances in time: 2012, 2016, 2018, 2022."""
    colours = palette("global")
    tone = colours.tone
    sheet = Canvas(tone(0.92))
    for radius, step in ((1180, 0.98), (860, 1.06), (560, 1.14)):
        sheet.disc(900, 1330, radius, tone(step))
    year, left, top = 142.0, 190.0, 236.0
    line = wire((-20, 120), (1820, 120), 116)
    sheet.line(line, tone(0.35), 5)
    base = 985.0
    sheet.line([(-10, base), (1810, base)], tone(0.3), 4)
    for k in range(11):
        x = left + k * year
        sheet.line([(x, base), (x, base + 30)], tone(0.45), 4)
    for number, date in enumerate((2012, 2016, 2018, 2022), start=1):
        x = left + (date - 2012) * year
        start = min(walk(line, 1), key=lambda p: abs(p[0] - x))
        at = (x, top + 120 + number * 88)
        sheet.line([start, at], tone(0.35), 3)
        for reach, opacity in ((178, 0.1), (132, 0.14)):
            sheet.veil(ellipse(at[0], at[1] + 74, reach), colours.accent(1), opacity)
        sheet.dashes([(x, at[1] + 190), (x, base)], tone(0.45), 3, 2, 16)
        sheet.disc(x, base, 14, colours.accent(1))
        _lantern(sheet, at, colours, str(number))
    return sheet


def _lantern(sheet: Canvas, at: Point, colours: Palette, digit: str) -> None:
    x, y = at
    body = smooth(
        [
            (x - 40, y + 14),
            (x - 82, y + 48),
            (x - 82, y + 104),
            (x - 40, y + 138),
            (x + 40, y + 138),
            (x + 82, y + 104),
            (x + 82, y + 48),
            (x + 40, y + 14),
        ],
        closed=True,
    )
    sheet.cut(body, colours.accent(0.95), colours.ink, 10)
    sheet.cut(ellipse(x, y + 76, 48, 62), colours.accent(0.6))
    sheet.cut(box(x - 42, y, x + 42, y + 20, 5), colours.tone(0.5))
    sheet.cut(box(x - 42, y + 132, x + 42, y + 152, 5), colours.tone(0.5))
    sheet.digits((x, y + 75), digit, 78, colours.tone(1.2))
