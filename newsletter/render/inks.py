"""From the colours of a screen to the four inks of a press, by an ICC output profile.

Colours are converted relative to the paper, with black point compensation (ISO 18619), and never lay on more ink than
:data:`LIMIT`. What has no hue stays on the black ink alone where it is drawn; photographs keep the four-colour greys of the
profile, which are smoother.
"""

from __future__ import annotations

import functools
import importlib.resources
import io
from collections.abc import Iterable
from dataclasses import dataclass

from PIL import Image, ImageCms, ImageFilter

from newsletter.profiles import PressProfile

LIMIT = 285
"""Per cent of ink, all four together: JPEG adds some noise, and 300 is what coated paper takes."""

DEFAULT = "profiles/coated-fogra39.icc"
CONDITION = "FOGRA39"

_GRID = 33
"""Steps along each axis of the table that limits ink."""

_NEUTRAL = 3
"""So far apart may red, green and blue be in what counts as grey, of 255."""

Triple = tuple[int, int, int]
Quadruple = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Inks:
    """A way from sRGB to the inks of one printing condition."""

    condition: str
    """What the PDF calls it (``FOGRA39``)."""
    profile: bytes
    _transform: ImageCms.ImageCmsTransform
    _limit: ImageFilter.Color3DLUT | None
    """Used in place of the transform where that would lay on too much."""
    _blacks: bytes
    """For each grey of the screen, how much of the black ink alone looks like it."""

    def photograph(self, image: Image.Image) -> Image.Image:
        """Return an RGB image in CMYK."""
        if self._limit is None:
            return ImageCms.applyTransform(image, self._transform) or image
        return image.convert("RGB").filter(self._limit)

    def colours(self, colours: Iterable[Triple]) -> tuple[Quadruple, ...]:
        """Return drawn colours in CMYK, neutral ones in black alone."""
        wanted = list(colours)
        row = Image.frombytes("RGB", (len(wanted) or 1, 1), bytes(part for colour in wanted for part in colour) or b"\0\0\0")
        data = ImageCms.applyTransform(row, self._transform).tobytes()  # type: ignore[union-attr]  # a copy is made, and returned
        found = (_limited(data[at], data[at + 1], data[at + 2], data[at + 3]) for at in range(0, len(wanted) * 4, 4))
        return tuple(
            (0, 0, 0, self._blacks[round(sum(colour) / 3)]) if max(colour) - min(colour) <= _NEUTRAL else inks
            for colour, inks in zip(wanted, found, strict=True)
        )

    def grey(self, image: Image.Image) -> Image.Image:
        """Return a grey image in CMYK, black alone."""
        black = image.convert("L").point(list(self._blacks))
        none = Image.new("L", image.size, 0)
        return Image.merge("CMYK", (none, none, none, black))


def load_inks(own: PressProfile | None = None) -> Inks:
    """Return the way to the inks of a publication's own profile, or of the toolkit's."""
    return _make_inks(read_profile(own), own.condition if own else CONDITION)


def read_profile(own: PressProfile | None = None) -> bytes:
    """Return a publication's own profile, or the toolkit's."""
    return own.path.read_bytes() if own else importlib.resources.files("newsletter.render").joinpath(DEFAULT).read_bytes()


@functools.lru_cache(maxsize=4)
def _make_inks(profile: bytes, condition: str) -> Inks:
    press = ImageCms.getOpenProfile(io.BytesIO(profile))
    intent, flags = ImageCms.Intent.RELATIVE_COLORIMETRIC, ImageCms.Flags.BLACKPOINTCOMPENSATION
    transform = ImageCms.buildTransform(ImageCms.createProfile("sRGB"), press, "RGB", "CMYK", renderingIntent=intent, flags=flags)
    return Inks(condition, profile, transform, _limiting_table(transform), _match_blacks(press))


def _limiting_table(transform: ImageCms.ImageCmsTransform) -> ImageFilter.Color3DLUT | None:
    """Return the transform as a table whose colours keep to the limit (and all between them, being their mixtures); None where all do."""
    steps = [round(step * 255 / (_GRID - 1)) for step in range(_GRID)]
    grid = Image.frombytes(
        "RGB", (_GRID * _GRID, _GRID), bytes(part for blue in steps for green in steps for red in steps for part in (red, green, blue))
    )
    data = ImageCms.applyTransform(grid, transform).tobytes()  # type: ignore[union-attr]
    colours = list(zip(data[0::4], data[1::4], data[2::4], data[3::4], strict=True))
    if max(map(sum, colours)) <= LIMIT * 2.55:
        return None
    table = [ink / 255 for colour in colours for ink in _limited(*colour)]
    return ImageFilter.Color3DLUT(_GRID, table, channels=4, target_mode="CMYK")


def _limited(cyan: int, magenta: int, yellow: int, black: int) -> Quadruple:
    """Return a colour with so much less of the three inks that all four together keep to the limit."""
    total, room = cyan + magenta + yellow, int(LIMIT * 2.55) - black
    if total <= room:
        return cyan, magenta, yellow, black
    return cyan * room // total, magenta * room // total, yellow * room // total, black


def _match_blacks(press: ImageCms.ImageCmsProfile) -> bytes:
    """Return for each grey the tone of black that is as dark, the darkest being the black ink itself."""
    none, ramp = Image.new("L", (256, 1)), Image.frombytes("L", (256, 1), bytes(range(256)))
    to_lab = functools.partial(
        ImageCms.buildTransform, outputProfile=ImageCms.createProfile("LAB"), outMode="LAB", renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC
    )
    tones = ImageCms.applyTransform(Image.merge("CMYK", (none, none, none, ramp)), to_lab(press, inMode="CMYK"))
    greys = ImageCms.applyTransform(Image.merge("RGB", (ramp, ramp, ramp)), to_lab(ImageCms.createProfile("sRGB"), inMode="RGB"))
    lightness, wanted = tones.tobytes()[0::3], greys.tobytes()[0::3]  # type: ignore[union-attr]
    darkest, lightest = lightness[255], lightness[0]
    targets = [darkest + grey * (lightest - darkest) / 255 for grey in wanted]
    return bytes(min(range(256), key=lambda tone: abs(lightness[tone] - target)) for target in targets)
