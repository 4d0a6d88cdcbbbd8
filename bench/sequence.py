"""The same WeasyPrint calls as a build's, one after the other in one process: ``sequence.py MANIFEST [HOW MANY]`` prints JSON."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from pathlib import Path

from newsletter.cli.options import request_for
from newsletter.desk import load_desk, make_materials
from newsletter.jobs import PieceName
from newsletter.render.making import make_piece
from newsletter.render.picture_shelf import fill_shelf

if __name__ == "__main__":
    desk = load_desk(request_for(Path(sys.argv[1])))
    with tempfile.TemporaryDirectory() as folder:
        materials = make_materials(desk, fill_shelf(desk.pictures, Path(folder)).pictures, Path(folder))
        pieces: tuple[PieceName, ...] = ("screen", "print")
        calls = [(material, piece) for piece in pieces for material in materials.values()][: int(sys.argv[2]) if sys.argv[2:] else None]
        started = time.perf_counter()
        made = [make_piece(material, piece) for material, piece in calls]
        print(json.dumps({"seconds": time.perf_counter() - started, "first_memory": made[0].memory}))
