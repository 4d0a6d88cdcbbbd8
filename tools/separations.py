"""Draw docs/pictures/separations.png: `python tools/separations.py out/2022-07/en/print.pdf` (needs Ghostscript)."""  # noqa: INP001

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageOps

TARGET = Path(__file__).parents[1] / "docs/pictures/separations.png"
INKS = {"Cyan": (0, 158, 224), "Magenta": (226, 0, 122), "Yellow": (255, 229, 0), "Black": (29, 29, 27)}
GROUND, GAP, HEIGHT = (239, 236, 230), 24, 1040


def draw(source: Path) -> None:
    """Show the first page of a print PDF as it is printed, and beside it its four plates."""
    with tempfile.TemporaryDirectory() as folder:
        for device, name in (("tiffsep", "plate%d.tif"), ("png16m", "page.png")):
            options = ["-q", "-dSAFER", "-dBATCH", "-dNOPAUSE", "-r144", "-dLastPage=1", f"-sDEVICE={device}", f"-sOutputFile={folder}/{name}"]
            subprocess.run(["gs", *options, str(source)], check=True)  # noqa: S603, S607  a person has called this with a file of theirs
        page = Image.open(f"{folder}/page.png").convert("RGB")
        plates = [ImageOps.colorize(Image.open(f"{folder}/plate1({ink}).tif").convert("L"), colour, "white") for ink, colour in INKS.items()]
    small = (HEIGHT - GAP) // 2
    wide, narrow = (round(page.width * height / page.height) for height in (HEIGHT, small))
    sheet = Image.new("RGB", (wide + 2 * narrow + 4 * GAP, HEIGHT + 2 * GAP), GROUND)
    sheet.paste(page.resize((wide, HEIGHT), Image.Resampling.LANCZOS), (GAP, GAP))
    for place, plate in enumerate(plates):
        corner = (wide + 2 * GAP + place % 2 * (narrow + GAP), GAP + place // 2 * (small + GAP))
        sheet.paste(plate.resize((narrow, small), Image.Resampling.LANCZOS), corner)
    sheet.quantize(256, kmeans=3, dither=Image.Dither.NONE).save(TARGET, optimize=True)


if __name__ == "__main__":
    draw(Path(sys.argv[1]))
