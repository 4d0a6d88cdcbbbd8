"""Pictures: checked, stripped of everything but their pixels, and made ready for mail, web and print.

Pictures are hostile until decoded: only PNG and JPEG by content, bounded in bytes and pixels, turned upright by EXIF and then
written afresh, so that no camera data, comment or profile trick travels on.

For the press a photograph becomes CMYK here, once for all editions; a drawing keeps its few colours, which the finishing stage
turns into inks one by one (:mod:`newsletter.render.finishing_colour`).
"""

from __future__ import annotations

import io
import warnings
from pathlib import Path

from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from newsletter.model import Picture, Problem, Source
from newsletter.render.inks import Inks
from newsletter.render.material import Prepared, Rendition

MAX_PIXELS = 60_000_000
MAX_BYTES = 40_000_000
MAIL_WIDTH = {"landscape": 552, "portrait": 220}
"""Pixels at 1x in a mail of 600; the file holds twice as many."""
WEB_WIDTH = {"landscape": 1400, "portrait": 800}
PRINT_WIDTH = {"landscape": 2400, "portrait": 1400}


def prepare_picture(slug: str, picture: Picture, folder: Path, shown: str, inks: Inks) -> tuple[Prepared | None, tuple[Problem, ...]]:
    """Write the renditions of a picture into *folder*; None and the reasons where it cannot be used.

    *shown* names article.yaml in problems; photographs for print are converted into *inks*.
    """
    source = Source(shown, picture.line)
    try:
        image = _open(picture.file)
    except _Unusable as error:
        return None, (Problem(source, "picture", f"{picture.file.name} {error}", error.hint),)
    stem = f"{slug}-{picture.id}"
    mail = _write(image, folder, f"{stem}-mail", MAIL_WIDTH[picture.form] * 2)
    web = _write(image, folder, f"{stem}-web", WEB_WIDTH[picture.form])
    high = _write(image, folder, f"{stem}-print", PRINT_WIDTH[picture.form], inks)
    shrunk = max(1, round(mail.height * MAIL_WIDTH[picture.form] / mail.width)) if mail.width else mail.height
    shown_width = min(MAIL_WIDTH[picture.form], mail.width)
    at_once = Rendition(mail.file, shown_width, shrunk if shown_width == MAIL_WIDTH[picture.form] else mail.height)
    return Prepared(at_once, web, high, image.size), ()


class _Unusable(Exception):
    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def _open(path: Path) -> Image.Image:
    again = "Open the picture in an image program and save it again as PNG or JPEG."
    try:
        if path.stat().st_size > MAX_BYTES:
            raise _Unusable(f"is larger than {MAX_BYTES // 1_000_000} MB", "Make it smaller before you put it here.")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            return _upright(path)
    except UnidentifiedImageError:
        raise _Unusable("is not a PNG or JPEG picture", again) from None
    except Image.DecompressionBombError:
        raise _Unusable("unpacks to too many pixels", "Make it at most 7,000 pixels wide.") from None
    except (OSError, SyntaxError, ValueError):
        raise _Unusable("is damaged", again) from None


def _upright(path: Path) -> Image.Image:
    """Return a picture's pixels, turned as the camera was held."""
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # an engine switches it on for the whole process; half a picture is none
    with Image.open(path, formats=("PNG", "JPEG")) as image:
        if image.width * image.height > MAX_PIXELS:
            raise _Unusable(f"has {image.width} by {image.height} pixels, too many to handle", "Make it at most 7,000 pixels wide.")
        image.load()
        upright = ImageOps.exif_transpose(image)
        kind = image.format
    if upright.mode not in {"RGB", "RGBA", "L", "LA", "P"}:
        upright = upright.convert("RGB")
    upright.format = kind
    return upright


def _write(image: Image.Image, folder: Path, stem: str, width: int, inks: Inks | None = None) -> Rendition:
    """Write one rendition, never larger than the original; transparent parts become paper. With *inks* it is for the press."""
    copy = _flat(image)
    if copy.width > width:
        copy = copy.resize((width, max(1, round(copy.height * width / copy.width))), Image.Resampling.LANCZOS)
    is_drawing = image.format == "PNG"
    name = f"{stem}.{'png' if is_drawing else 'jpg'}"
    buffer = io.BytesIO()
    if is_drawing:
        copy.quantize(256, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(buffer, "PNG", optimize=True)
    elif inks:
        inks.photograph(copy).save(buffer, "JPEG", quality=92, optimize=True)
    else:
        copy.save(buffer, "JPEG", quality=82, optimize=True, progressive=True)
    (folder / name).write_bytes(buffer.getvalue())
    return Rendition(name, copy.width, copy.height)


def _flat(image: Image.Image) -> Image.Image:
    """Return the pixels alone, in RGB, on white where the picture is transparent."""
    rgba = image.convert("RGBA")
    ground = Image.new("RGB", image.size, "white")
    ground.paste(rgba, mask=rgba.getchannel("A"))
    return ground
