"""Canaries: each repair works, and the engine without it is still wrong. Where one falls silent, delete its shim."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from newsletter.render.letters import NOTHING

ROOT = Path(__file__).parents[2]
PROGRAM = """
import io, json, sys, yaml, pathlib, contextlib
from newsletter.render.fonts import load_fonts
fonts = load_fonts(yaml.safe_load(pathlib.Path("templates/look.yaml").read_text("utf-8")))
fonts.use()
from weasyprint import HTML
from newsletter.render import shims
import pikepdf, pypdfium2
if sys.argv[1] == "with":
    shims.install()
    shims.install()
html = '<html lang="en"><title>T</title><style>' + fonts.css() + 'body { font-family: Sarabun } p { position: relative }</style>'
html += '<p lang="th">น้ำท่วมทำให้ต้องย้าย</p><p>one <bdi lang="fr">mot</bdi></p><div lang="es" style="position: absolute">dos</div>'
html += '<p lang="ar" dir="rtl" style="font-family: Amiri">كلكم لكم العدد</p><p><a href="#there">go there</a></p><h1 id="there">here</h1>'
html += '<style>.note { float: footnote } .dots::after { content: leader(".") "1" }</style>'
html += '<p>said<span class="note" data-footnote-call="Note 1" data-footnote-marker="Back">why</span></p><p class="dots">to</p>'
document = HTML(string=html).render()
if sys.argv[1] == "with":
    shims.declare_accessible(document)
data = document.write_pdf(pdf_variant="pdf/a-2a")
text = pypdfium2.PdfDocument(data)[0].get_textpage().get_text_bounded()
with pikepdf.open(io.BytesIO(data)) as pdf:
    found = [(str(o.S), str(o.Lang)) for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/S" in o and "/Lang" in o]
    xmp = pdf.Root.Metadata.read_bytes().decode()
    actual = pdf.pages[0].Contents.read_bytes().count(b"ActualText")
    told = {name: name in xmp for name in ("pdfuaid:part", "pdfaid:part", "dc:language")}
    links = {str(link.Contents): str(link.Dest) for link in pdf.pages[0].get("/Annots", ())}
    roles = sorted({str(o.S) for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/S" in o and "/K" in o})
    origins = sum(1 for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/S" in o and "/From" in o)
print(json.dumps({"text": text, "languages": sorted(found), "told": told, "actual": actual, "links": links, "roles": roles, "origins": origins}))
"""


@pytest.fixture(scope="module", params=["with", "without"])
def result(request):
    done = subprocess.run([sys.executable, "-c", PROGRAM, request.param], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    return request.param == "with", json.loads(done.stdout)


def test_thai_can_be_read_back_only_with_the_text_beside_the_glyphs(result):
    repaired, found = result
    assert ("น้ำท่วมทำให้ต้องย้าย" in found["text"]) == repaired
    assert (found["actual"] == 1) == repaired


def test_elements_say_their_language_only_with_the_shim(result):
    repaired, found = result
    expected = [["/Div", "es"], ["/P", "ar"], ["/P", "th"], ["/Span", "fr"]]
    assert found["languages"] == (expected if repaired else [])


def test_both_conformance_levels_and_the_languages_stand_in_the_metadata_only_with_the_shim(result):
    repaired, found = result
    assert found["told"] == {"pdfaid:part": True, "pdfuaid:part": repaired, "dc:language": repaired}


def test_arabic_words_can_be_read_back_only_when_letters_wait_for_all_clusters(result):
    repaired, found = result
    words = found["text"].replace(NOTHING, "").split()
    assert ({"كلكم", "لكم", "العدد"} <= set(words)) == repaired


def test_links_say_their_words_and_notes_lead_there_and_back_only_with_the_shims(result):
    repaired, found = result
    mended = {"go there": "there", "Note 1": "note:1", "Back": "mention:1"}
    assert found["links"] == (mended if repaired else {"there": "there"})


def test_elements_say_what_they_were_made_for_only_with_the_shim(result):
    repaired, found = result
    assert ({"/Reference", "/Lbl", "/Artifact"} <= set(found["roles"])) == repaired
    assert (found["origins"] > 0) == repaired


def test_another_version_of_the_engine_is_refused(monkeypatch):
    from newsletter.errors import NewsletterError
    from newsletter.render import shims

    monkeypatch.setattr("weasyprint.__version__", "70.1")
    with pytest.raises(NewsletterError, match=r"70\.1; this program is tested with 70\.0 only"):
        shims.install.__wrapped__()
