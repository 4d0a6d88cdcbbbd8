"""Sets the PDFs of one edition, alone in a process: ``typeset.py MANIFEST LANGUAGE KIND [plain|fast|html]`` prints JSON.

``html`` writes the document that the engine is given beside the manifest, for another engine to set.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import tempfile
import time
from pathlib import Path

from newsletter.cli.options import request_for
from newsletter.desk import load_desk, make_materials
from newsletter.render.drawings import find_drawings
from newsletter.render.environment import make_environment, render_template
from newsletter.render.fonts import load_fonts
from newsletter.render.inks import load_inks
from newsletter.render.picture_shelf import fill_shelf


def main() -> None:
    """Set one PDF and say how long its parts took."""
    manifest, tag, kind, how = Path(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4]
    if how == "plain":
        os.environ["NEWSLETTER_PLAIN_COLUMNS"] = "1"
    desk = load_desk(request_for(manifest))
    shelf = manifest.parent / "shelf"
    shelf.mkdir(exist_ok=True)
    material = make_materials(desk, fill_shelf(desk.pictures, shelf).pictures, shelf)[tag]
    environment = make_environment(material, "print", output=kind)
    fonts = load_fonts(environment.globals["look"])
    fonts.use()
    from newsletter.render import finishing, pdf, pdf_engine  # noqa: PLC0415  Pango reads its fonts when it is loaded

    voices = pdf._voices(material.edition, fonts)  # noqa: SLF001  the document alone is wanted, without its finishing
    values = {"output": kind, "voices": voices, "fonts": fonts, "created": pdf.created(material.edition)}
    html = render_template(environment, pdf.TEMPLATE, **values, engine="-")
    if how == "html":
        (manifest.parent / f"{manifest.stem}-{tag}.html").write_text(html, "utf-8")
        return
    started = time.perf_counter()
    drawn = find_drawings(shelf, html) if kind == "print" else {}
    data, _ = pdf_engine.write_pdf(html, shelf, (fonts.folder,), kind, {name: drawing.blank() for name, drawing in drawn.items()})
    engine = time.perf_counter() - started
    if kind == "screen":
        finished = finishing.finish_screen(data, material.edition.language.direction)
    else:
        named = {pdf_engine.picture_name(name): drawing for name, drawing in drawn.items()}
        finished = finishing.finish_print(data, material.edition, load_inks(), named)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    told = {"engine": engine, "finishing": time.perf_counter() - started - engine, "pages": finishing.count_pages(finished)}
    print(json.dumps({**told, "memory": memory, "bytes": len(finished)}))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory():
        main()
