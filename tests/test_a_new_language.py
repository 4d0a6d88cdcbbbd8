"""A language is two files: proved with one that only this test knows."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from newsletter.desk import Desk, Request, load_desk, make_materials
from newsletter.render.making import make_piece
from newsletter.render.material import Material
from newsletter.render.picture_shelf import fill_shelf

ROOT = Path(__file__).parents[1]
BEHAVIOUR = """\
name: עברית
direction: rtl
script: Hebr
locale: he
emphasis: weight
quotes: ["״", "״"]
"""
WORDS = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Language: he\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "In this issue"
msgstr "בגיליון זה"

msgid "Read more"
msgstr "להמשך קריאה"
"""
STORY = """\
---
headline: גשר שנבנה משתי גדות
kicker: תאילנד
standfirst: שני כפרים נפגשו באמצע הנהר.
---
הם התחילו באותו יום. הטלפון הוא +972 3 123 4567, והמחיר 12.5%.

## מה נשאר

- **ראשית:** לבנות.
- **שנית:** לעבור.

מתוך [Colectivo de Observación]{lang=es} בצ׳יאפס.
"""
PUBLICATION = """\
name: {en: Crossings, he: מעברים}
base: https://crossings.example.org
languages: {en: [], he: [en]}
regions: {asia-pacific: {en: Asia and the Pacific, he: אסיה והאוקיינוס השקט}}
imprint: {publisher: {en: Passage, he: מעבר}, address: {en: Geneva, he: ז׳נבה}}
"""
ISSUE = """\
languages: [he]
date: 2022-07-29
sections: [{region: asia-pacific}]
mail:
  subject: {en: The July issue, he: גיליון יולי}
  preheader: {en: A bridge that was built from both of its banks., he: גשר שנבנה משתי גדותיו באותו קיץ ובאותן ידיים.}
"""


@pytest.fixture(scope="module")
def hebrew(tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, Material]:
    folder = tmp_path_factory.mktemp("publication")
    story = folder / "seeds" / "articles" / "a-bridge"
    story.mkdir(parents=True)
    (folder / "languages").mkdir()
    (folder / "issues").mkdir()
    shutil.copytree(ROOT / "templates", folder / "templates")
    for path, text in (
        (folder / "languages" / "he.yaml", BEHAVIOUR),
        (folder / "languages" / "he.po", WORDS),
        (folder / "newsletter.yaml", PUBLICATION),
        (folder / "issues" / "2022-07.yaml", ISSUE),
        (story / "article.yaml", "date: 2022-07-20\nregions: [asia-pacific]\nsource-language: he\n"),
        (story / "he.md", STORY),
    ):
        path.write_text(text, "utf-8")
    desk = load_desk(Request(folder / "issues" / "2022-07.yaml", folder, folder / "out"))
    shelf = fill_shelf(desk.pictures, tmp_path_factory.mktemp("shelf"))
    return desk, make_materials(desk, shelf.pictures, shelf.folder)["he"]


def test_its_mail_runs_from_right_to_left_in_its_own_words(hebrew: tuple[Desk, Material]):
    made = make_piece(hebrew[1], "mail")
    html = made.files["mail.html"].decode()

    assert made.problems == ()
    assert re.search(r'<html[^>]*lang="he"[^>]*dir="rtl"', html)
    assert "להמשך קריאה" in html
    assert "Read more" not in html
    assert not re.search(r"<table(?![^>]*\bdir=)", html)


def test_its_page_isolates_what_runs_the_other_way(hebrew: tuple[Desk, Material]):
    page = make_piece(hebrew[1], "web").files["page.html"].decode()

    assert '<bdi lang="es" dir="ltr">Colectivo de Observación</bdi>' in page
    assert '<bdi dir="ltr">+972 3 123 4567</bdi>' in page
    assert "29 ביולי 2022" in page


def test_its_pdf_is_set_in_the_font_of_its_script(hebrew: tuple[Desk, Material], tmp_path: Path):
    made = make_piece(hebrew[1], "screen")
    pdf = tmp_path / "screen.pdf"
    pdf.write_bytes(made.files["screen.pdf"])
    fonts = subprocess.run(["pdffonts", pdf], capture_output=True, text=True, check=True).stdout
    text = subprocess.run(["pdftotext", "-raw", pdf, "-"], capture_output=True, text=True, check=True).stdout

    assert made.problems == ()
    assert "Frank-Ruhl-Libre" in fonts.replace("FrankRuhlLibre", "Frank-Ruhl-Libre")
    assert "גשר" in text


def test_words_that_it_lacks_are_told_once(hebrew: tuple[Desk, Material]):
    told = [problem for problem in hebrew[0].problems if problem.rule == "words"]

    assert [problem.source.path for problem in told] == ["languages/he.po"]
    assert told[0].severity == "warning"


def test_a_variety_of_a_language_needs_no_file_at_all(tmp_path: Path):
    folder = tmp_path / "publication"
    story = folder / "seeds" / "articles" / "a-bridge"
    story.mkdir(parents=True)
    (folder / "newsletter.yaml").write_text(PUBLICATION.replace("languages: {en: [], he: [en]}", "languages: {en: [], es-MX: [es, en]}"), "utf-8")
    (folder / "issue.yaml").write_text(ISSUE.replace("[he]", "[es-MX]"), "utf-8")
    (story / "article.yaml").write_text("date: 2022-07-20\nregions: [asia-pacific]\nsource-language: es\n", "utf-8")
    (story / "es.md").write_text("---\nheadline: Un puente\n---\nLo empezaron el mismo día.\n", "utf-8")

    desk = load_desk(Request(folder / "issue.yaml", folder, folder / "out"))

    slot = desk.editions["es-MX"].slots[0]
    assert (slot.article.language, slot.wanted) == ("es", "es-MX")
    assert desk.editions["es-MX"].language.locale == "es_MX"
