"""The sheet the drawings are cut for: Pillow, drawn three times too large and reduced, saved as a small PNG of exact colours."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import fontpkg_source_sans_3  # type: ignore[import-untyped]
from palette import Colour
from PIL import Image, ImageDraw, ImageFilter, ImageFont
from shapes import Point, ellipse, walk

SCALE = 3
COLOURS = 256
LANDSCAPE = (1800, 1200)
PORTRAIT = (1200, 1600)
POSTER = (1920, 1080)


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    path = Path(fontpkg_source_sans_3.__file__).parent / "files" / "SourceSans3[wght].ttf"
    font = ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)
    font.set_variation_by_axes([600])
    return font


class Canvas:
    """A picture being drawn. All measures are pixels of the finished picture."""

    def __init__(self, ground: Colour, size: tuple[int, int] = LANDSCAPE) -> None:
        """Lay out a sheet of one colour."""
        self.width, self.height = size
        self._large = (size[0] * SCALE, size[1] * SCALE)
        self._image = Image.new("RGB", self._large, ground)
        self._pen = ImageDraw.Draw(self._image)

    def cut(self, points: Sequence[Point], fill: Colour, shadow: Colour | None = None, lift: float = 10) -> None:
        """Lay down a shape of paper, with a soft shadow of the given colour as high as it is lifted."""
        self.pieces([points], fill, shadow, lift)

    def pieces(self, shapes: Sequence[Sequence[Point]], fill: Colour, shadow: Colour | None = None, lift: float = 10) -> None:
        """Lay down shapes that together are one piece of paper."""
        if shadow is not None:
            self._cast(shapes, shadow, lift)
        for points in shapes:
            self._pen.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=fill)

    def veil(self, points: Sequence[Point], fill: Colour, opacity: float) -> None:
        """Lay a shape of thin paper over what is drawn."""
        left, top, right, bottom = self._bounds(points, 2)
        if right <= left or bottom <= top:
            return
        mask = Image.new("L", ((right - left) * SCALE, (bottom - top) * SCALE))
        outline = [((x - left) * SCALE, (y - top) * SCALE) for x, y in points]
        ImageDraw.Draw(mask).polygon(outline, fill=round(255 * opacity))
        self._image.paste(fill, (left * SCALE, top * SCALE), mask)

    def disc(self, x: float, y: float, radius: float, fill: Colour, shadow: Colour | None = None, lift: float = 8) -> None:
        """A round piece of paper."""
        self.cut(ellipse(x, y, radius), fill, shadow, lift)

    def line(self, points: Sequence[Point], fill: Colour, width: float, *, ends: bool = True) -> None:
        """A line of even width with round joins and, unless told otherwise, round ends."""
        large = [(x * SCALE, y * SCALE) for x, y in points]
        self._pen.line(large, fill=fill, width=max(1, round(width * SCALE)), joint="curve")
        if ends:
            radius = width * SCALE / 2
            for x, y in (large[0], large[-1]):
                self._pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill)

    def ring(self, points: Sequence[Point], fill: Colour, width: float) -> None:
        """The outline of a closed shape."""
        self.line([*points, points[0], points[1]], fill, width, ends=False)

    def dots(self, points: Sequence[Point], fill: Colour, width: float, gap: float, offset: float = 0) -> None:
        """A dotted line."""
        for x, y in walk(points, gap, offset):
            self.disc(x, y, width / 2, fill)

    def dashes(self, points: Sequence[Point], fill: Colour, width: float, dash: float, gap: float) -> None:
        """A broken line, its strokes following the curve."""
        fine = walk(points, 2)
        count, period = round(dash / 2), round((dash + gap) / 2)
        for start in range(0, len(fine), period):
            stroke = fine[start : start + count]
            if len(stroke) > 1:
                self.line(stroke, fill, width)

    def digits(self, at: Point, text: str, size: float, fill: Colour) -> None:
        """A number, centred on a point."""
        self._pen.text((at[0] * SCALE, at[1] * SCALE), text, fill=fill, font=_font(round(size * SCALE)), anchor="mm")

    @contextmanager
    def inside(self, points: Sequence[Point]) -> Iterator[None]:
        """Draw within a shape only: what passes its edge is cut away."""
        before = self._image.copy()
        yield
        mask = Image.new("L", self._large, 255)
        ImageDraw.Draw(mask).polygon([(x * SCALE, y * SCALE) for x, y in points], fill=0)
        self._image.paste(before, (0, 0), mask)

    def save(self, path: Path) -> int:
        """Reduce, limit to a palette of the picture's own most frequent colours, and write; gives the bytes written."""
        path.parent.mkdir(parents=True, exist_ok=True)
        _indexed(self._image.reduce(SCALE)).save(path, "PNG", optimize=True)
        return path.stat().st_size

    def _cast(self, shapes: Sequence[Sequence[Point]], colour: Colour, lift: float) -> None:
        spread = round(lift * 2.5) + 4
        left, top, right, bottom = self._bounds([point for points in shapes for point in points], spread)
        if right <= left or bottom <= top:
            return
        mask = Image.new("L", (right - left, bottom - top))
        for points in shapes:
            outline = [(x - left + lift * 0.25, y - top + lift * 0.6) for x, y in points]
            ImageDraw.Draw(mask).polygon(outline, fill=82)
        soft = mask.filter(ImageFilter.GaussianBlur(lift * 0.7))
        large = soft.resize(((right - left) * SCALE, (bottom - top) * SCALE), Image.Resampling.BILINEAR)
        self._image.paste(colour, (left * SCALE, top * SCALE), large)

    def _bounds(self, points: Sequence[Point], spread: int) -> tuple[int, int, int, int]:
        xs, ys = [x for x, _ in points], [y for _, y in points]
        return (
            max(0, int(min(xs)) - spread),
            max(0, int(min(ys)) - spread),
            min(self.width, int(max(xs)) + spread),
            min(self.height, int(max(ys)) + spread),
        )


def _indexed(image: Image.Image) -> Image.Image:
    """The picture with a palette: its most frequent colours kept exactly, the others moved to the nearest of them."""
    counted = sorted(((n, c) for n, c in image.getcolors(1 << 24) or [] if isinstance(c, tuple)), reverse=True)
    chosen: list[Colour] = []
    for reach in (40, 12, 3, 0):
        for _, (r, g, b) in counted[:6000]:
            if len(chosen) == COLOURS:
                break
            if all((r - x) ** 2 + (g - y) ** 2 + (b - z) ** 2 > reach for x, y, z in chosen):
                chosen.append((r, g, b))
    nearest: dict[Colour, int] = {colour: i for i, colour in enumerate(chosen)}
    cells: dict[Colour, int] = {}
    for _, (r, g, b) in counted:
        if (r, g, b) not in nearest:
            cell = (r >> 1, g >> 1, b >> 1)
            if cell not in cells:
                cells[cell] = min(
                    range(len(chosen)),
                    key=lambda i: (r - chosen[i][0]) ** 2 + (g - chosen[i][1]) ** 2 + (b - chosen[i][2]) ** 2,
                )
            nearest[r, g, b] = cells[cell]
    raw = image.tobytes()
    pixels = zip(raw[0::3], raw[1::3], raw[2::3], strict=True)
    indexed = Image.frombytes("P", image.size, bytes(map(nearest.__getitem__, pixels)))
    indexed.putpalette([channel for colour in chosen for channel in colour])
    return indexed
