"""Two steps of a PDF, each alone in a process.

``typeset.py write MANIFEST LANGUAGE KIND`` writes the document that the engine is given beside the manifest, and prints its path;
``typeset.py set DOCUMENT KIND plain|fast`` sets and finishes it, and prints JSON.
"""

from __future__ import annotations

import json
import os
import pickle
import resource
import sys
import time
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
LOOK = yaml.safe_load((ROOT / "templates/look.yaml").read_text("utf-8"))


def write(manifest: Path, tag: str, kind: str) -> Path:
    """Write the document of one edition, and the edition itself beside it."""
    from newsletter.cli.options import request_for  # noqa: PLC0415  the other step shall not pay for it
    from newsletter.desk import load_desk, make_materials  # noqa: PLC0415
    from newsletter.render import pdf  # noqa: PLC0415
    from newsletter.render.environment import make_environment, render_template  # noqa: PLC0415
    from newsletter.render.fonts import load_fonts  # noqa: PLC0415
    from newsletter.render.picture_shelf import fill_shelf  # noqa: PLC0415

    desk = load_desk(request_for(manifest))
    shelf = manifest.parent / "shelf"
    shelf.mkdir(exist_ok=True)
    edition = make_materials(desk, fill_shelf(desk.pictures, shelf).pictures, shelf)[tag]
    fonts = load_fonts(LOOK)
    fonts.use()
    voices = pdf._voices(edition.edition, fonts)  # noqa: SLF001  the document alone is wanted, without its finishing
    values = {"output": kind, "voices": voices, "fonts": fonts, "created": pdf.created(edition.edition), "engine": "-"}
    document = shelf / f"{manifest.stem}-{tag}-{kind}.html"
    document.write_text(render_template(make_environment(edition, "print", output=kind), pdf.TEMPLATE, **values), "utf-8")
    document.with_suffix(".pickle").write_bytes(pickle.dumps(edition.edition))
    return document


def typeset(document: Path, kind: str) -> dict[str, float]:
    """Set and finish a document; return how long that took, and what it came to."""
    from newsletter.render.fonts import load_fonts  # noqa: PLC0415

    fonts = load_fonts(LOOK)
    fonts.use()
    from newsletter.render import finishing, pdf_engine  # noqa: PLC0415  Pango reads its fonts when it is loaded
    from newsletter.render.drawings import find_drawings  # noqa: PLC0415
    from newsletter.render.inks import load_inks  # noqa: PLC0415

    html, edition = document.read_text("utf-8"), pickle.loads(document.with_suffix(".pickle").read_bytes())  # noqa: S301  our own
    started = time.perf_counter()
    drawn = find_drawings(document.parent, html)
    data, _ = pdf_engine.write_pdf(html, document.parent, (fonts.folder,), kind, {name: drawing.blank() for name, drawing in drawn.items()})
    engine = time.perf_counter() - started
    named = {pdf_engine.picture_name(name): drawing for name, drawing in drawn.items()}
    if kind == "screen":
        finished = finishing.finish_screen(data, edition.language.direction, named)
    else:
        finished = finishing.finish_print(data, edition, load_inks(), named)
    taken = time.perf_counter() - started
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return {"engine": engine, "finishing": taken - engine, "pages": finishing.count_pages(finished), "memory": memory, "bytes": len(finished)}


if __name__ == "__main__":
    if sys.argv[1] == "write":
        print(write(Path(sys.argv[2]), sys.argv[3], sys.argv[4]))
    else:
        if sys.argv[4] == "plain":
            os.environ["NEWSLETTER_PLAIN_COLUMNS"] = "1"
        print(json.dumps(typeset(Path(sys.argv[2]), sys.argv[3])))
