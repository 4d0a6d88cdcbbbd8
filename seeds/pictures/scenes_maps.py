"""The maps that open five stories."""

from __future__ import annotations

from canvas import Canvas
from maps import Frame, Map
from palette import palette
from shapes import ellipse, smooth


def thailand() -> Canvas:
    """Thailand among its neighbours, Bangkok marked."""
    chart = Map(Frame(102.4, 12.8, 29), palette("asia-pacific"), {"TH": 1})
    chart.place(100.52, 13.75)
    return chart.sheet


def chiapas() -> Canvas:
    """Southern Mexico and Guatemala, and the road from Tapachula to Tuxtla."""
    chart = Map(Frame(-92.6, 16.2, 13, 2), palette("americas"), {"MX": 1, "GT": 0.62})
    road = [
        (-92.26, 14.91), (-92.47, 15.14), (-92.90, 15.45), (-93.24, 15.69), (-93.55, 15.92),
        (-93.76, 16.09), (-93.90, 16.24), (-93.75, 16.50), (-93.40, 16.74), (-93.12, 16.75),
    ]  # fmt: skip
    line = smooth([chart.frame.project(*point) for point in road])
    chart.sheet.dots(line, chart.colours.paper, 9, 19)
    chart.place(*road[0])
    chart.place(*road[-1])
    return chart.sheet


def europe() -> Canvas:
    """Europe, six countries filled and their capitals marked."""
    chart = Map(Frame(13.5, 49.0, 47, 10), palette("europe"), dict.fromkeys(("CY", "GB", "BE", "BG", "PL", "GR"), 1))
    for capital in ((-0.13, 51.5), (4.35, 50.85), (21.01, 52.23), (23.32, 42.70), (23.73, 37.98), (33.37, 35.17)):
        chart.place(*capital, radius=7)
    return chart.sheet


def africa() -> Canvas:
    """East and Southern Africa, three countries filled and their capitals marked."""
    chart = Map(Frame(30.5, -12.5, 66, 10), palette("africa"), dict.fromkeys(("KE", "UG", "ZM"), 1))
    for capital in ((36.82, -1.29), (32.58, 0.32), (28.28, -15.42)):
        chart.place(*capital, radius=7)
    return chart.sheet


def amman() -> Canvas:
    """The Middle East and North Africa, Amman marked."""
    colours = palette("mena")
    chart = Map(Frame(25.5, 28.6, 66, 10), colours, {"JO": 1}, sea=colours.accent)
    at = chart.frame.project(35.93, 31.95)
    for radius, width in ((230, 2.4), (150, 3), (80, 3.6)):
        chart.sheet.dots(ellipse(*at, radius), colours.tone(0.8), width * 1.6, 15)
    chart.place(35.93, 31.95, radius=13)
    return chart.sheet
