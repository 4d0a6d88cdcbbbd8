"""The review as PDF, set by the real engine: what a reader, a screen reader and a press get."""

import dataclasses
import datetime as dt
import functools
import io
import itertools
import re
import subprocess
import unicodedata
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import yaml
from PIL import Image

from newsletter.blocks import read_blocks
from newsletter.errors import TemplateError
from newsletter.languages import load_language
from newsletter.languages.direction import direction_of
from newsletter.model import Article, Edition, Person, Picture, Section, Slot, Source, Text
from newsletter.publication import Publication
from newsletter.render.environment import make_environment
from newsletter.render.finishing_press import MILLIMETRE
from newsletter.render.material import Material, Prepared, Rendition
from newsletter.render.pdf import created, render_pdf

BLEED = 3
PIXEL = 0.75
"""Points of a CSS pixel, in which the engine writes."""
ROOT = Path(__file__).parents[2]
LOOK = yaml.safe_load((ROOT / "templates/look.yaml").read_text("utf-8"))
TAGS = ("en", "ar", "th")

ENGLISH = """\
They began on the same day[^1], with [a plan](https://example.org/plan "") for **both** banks. In Spanish it is [un puente]{lang=es}.

## What they used

- **Stone:** from the quarry
- Rope

  and a second paragraph

  - knotted

| Day | Metres |
|:--|--:|
| 1 | 12 |
| 2 | 14 |

::: passage
language: th

น้ำท่วมทำให้ต้องย้าย
:::

::: contact
name: The desk
email: desk@example.org
:::

They met in the middle, and the last plank was laid by two hands.

[^1]: It was a Tuesday.
"""
ARABIC = """\
بدأت القريتان في اليوم نفسه، واشتغل الناس على الضفّتين حتى التقوا في وسط النهر. نُشر الخبر في [GreenMed **Partners** Network]{lang=en} قبل أيام.

## ما الذي استعملوه

- حجارة من المقلع
- حبال طويلة

وضع آخر لوح أطفال من القريتين معًا، وقال شيخ القرية إن الماء لم يعد يفصل بين البيوت بنسبة 12.5% منذ 2021–2027.
"""
THAI = """\
หมู่บ้านสองฝั่งเริ่มทำงานในวันเดียวกัน น้ำไหลเชี่ยวแต่คนทำงานไม่ย่อท้อ ทำสะพานด้วยกันจนพบกันกลางแม่น้ำ

## สิ่งที่ใช้

- หินจากเหมือง
- เชือกยาว ๆ

เด็ก ๆ จากสองหมู่บ้านวางไม้แผ่นสุดท้ายพร้อมกัน
"""
TEXTS = {"en": ENGLISH, "ar": ARABIC, "th": THAI}
HEADLINES = {"en": "A bridge built from both sides", "ar": "جسر بُني من ضفّتين", "th": "สะพานที่สร้างจากสองฝั่งน้ำ"}


def a_text(text, language):
    return Text(text, language, direction_of(language))


def an_article(language="en", slug="a-bridge", text=None, **facts):
    problems = []
    body = read_blocks(text or TEXTS[language], f"seeds/articles/{slug}/{language}.md", 10, language, direction_of, problems)
    assert not problems
    person = Person(a_text("Nadia Haddad", "en"), a_text("Correspondent", "en"), "author")
    picture = Picture("lead", Path("lead.png"), "Drawing", "CC BY 4.0", alt=a_text("A bridge", language), caption=a_text("The bridge", language))
    article = Article(
        slug, language, direction_of(language), a_text(HEADLINES[language], language), None, a_text(HEADLINES[language], language),
        body.blocks, body.notes, {"lead": picture}, (person,), Source(f"seeds/articles/{slug}/{language}.md", 2),
    )  # fmt: skip
    return dataclasses.replace(article, **facts)


def a_slot(article, wanted=None):
    return Slot(article, wanted or article.language, "show", stale=False, date=dt.date(2022, 7, 20), region="asia-pacific", kind="report")


def an_edition(language="en", *articles, columns=2):
    """An edition of a lead and one section with two stories, or with *articles*."""
    lead, *others = articles or (an_article(language), an_article(language, "second"), an_article(language, "third"))
    title = a_text("Crossings", language)
    section = Section(title, "asia-pacific", tuple(a_slot(article, language) for article in others))
    return Edition(
        "2022-07", dt.date(2022, 7, 29), load_language(language), title, None, a_slot(lead, language), (section,) if others else (),
        title, title, "teasers", columns, source=Source("issues/2022-07.yaml", 1),
    )  # fmt: skip


def render(edition, kind, folder, templates=(ROOT / "templates",)):
    """Render *edition* with pictures in *folder*."""
    Image.new("RGB", (600, 400), "teal").save(folder / "lead.png")
    rendition = Rendition("lead.png", 600, 400)
    shown = {f"{slot.article.slug}/lead": Prepared(rendition, rendition, rendition, (600, 400)) for slot in edition.slots}
    words = {"*": "Crossings"}
    publication = Publication(
        folder, words, {}, "https://example.org", {"en": (), "ar": ("en",), "th": ("en",)}, "show",
        {"asia-pacific": words}, {"publisher": {"en": "Passage"}, "address": {"en": "Geneva"}},
    )  # fmt: skip
    languages = {tag: load_language(tag) for tag in (*TAGS, "es")}
    material = Material(edition, publication, LOOK, languages, {}, TAGS, tuple(templates), (), shown, folder)
    return render_pdf(edition, make_environment(material, "print", output=kind), kind, folder)


@functools.cache
def _made(language, kind):
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        return render(an_edition(language), kind, Path(folder).resolve())


@pytest.fixture(params=TAGS)
def language(request):
    return request.param


@pytest.fixture
def screen(language):
    return _made(language, "screen")[0]


@pytest.fixture(params=["screen", "print"])
def pdf(request, language):
    return _made(language, request.param)[0]


def opened(pdf):
    return pikepdf.open(io.BytesIO(pdf.data))


def text_of(pdf, page=None):
    with pypdfium2.PdfDocument(pdf.data) as document:
        pages = range(len(document)) if page is None else (page,)
        return "\n".join(document[number].get_textpage().get_text_bounded() for number in pages)


def elements(document):
    return [thing for thing in document.objects if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/StructElem"]


def kids(element):
    found = element.get("/K", [])
    return list(found) if isinstance(found, pikepdf.Array) else [found]


def operators(document):
    """Every colour operator of all pages and of the forms that they use, with its operands' colour spaces."""
    for page in document.pages:
        for operands, operator in pikepdf.parse_content_stream(page):
            if str(operator) in {"rg", "RG", "g", "G", "k", "K", "cs", "CS"}:
                yield str(operator), [str(operand) for operand in operands], page


def test_a_clean_edition_gives_no_problem(language):
    for kind in ("screen", "print"):
        assert _made(language, kind)[1] == ()


def test_the_file_is_sound(pdf):
    with opened(pdf) as document:
        assert document.check_pdf_syntax() == []
        assert len(document.pages) == pdf.pages


def test_two_renderings_have_the_same_bytes(language, tmp_path):
    for kind in ("screen", "print"):
        assert render(an_edition(language), kind, tmp_path)[0].data == _made(language, kind)[0].data


def test_the_document_tells_its_title_author_language_and_date(screen, language):
    with opened(screen) as document:
        assert str(document.docinfo.Title).startswith("Crossings – ")
        assert str(document.docinfo.Author) == "Passage"
        assert str(document.docinfo.CreationDate) == "D:20220729000000Z"
        assert str(document.Root.Lang) == language
        assert bool(document.Root.ViewerPreferences.DisplayDocTitle)
        assert bool(document.Root.MarkInfo.Marked)


def test_the_date_can_be_set_from_outside(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert created(an_edition()) == "1970-01-02T00:00:00Z"


def test_both_conformance_levels_are_declared(screen):
    with opened(screen) as document:
        metadata = document.open_metadata()
        assert metadata["pdfaid:part"] == "2"
        assert metadata["pdfaid:conformance"] == "A"
        assert metadata["pdfuaid:part"] == "1"


def test_viewers_turn_the_pages_the_readers_way(pdf, language):
    with opened(pdf) as document:
        assert ("/Direction" in document.Root.ViewerPreferences) == (language == "ar")


def test_every_font_is_embedded_and_one_of_ours(pdf):
    ours = tuple(face.replace(" ", "-") for face in LOOK["faces"])
    with opened(pdf) as document:
        fonts = [thing for thing in document.objects if isinstance(thing, pikepdf.Dictionary) and thing.get("/Subtype") == "/CIDFontType2"]
        assert fonts
        for font in fonts:
            assert "/FontFile2" in font.FontDescriptor
            prefix, name = str(font.BaseFont).lstrip("/").split("+")
            assert len(prefix) == 6
            assert name.startswith(ours), name


def test_thai_comes_back_letter_by_letter():
    text = re.sub(r"\s", "", text_of(_made("th", "screen")[0]))
    for line in THAI.splitlines():
        assert re.sub(r"^## |^- |\s", "", line) in text
    per_story = THAI.count("\u0e33") + 2 * HEADLINES["th"].count("\u0e33")
    assert text.count("\u0e33") >= 3 * per_story > 0


def test_a_thai_line_never_begins_with_a_mark_that_belongs_before():
    for line in text_of(_made("th", "screen")[0]).splitlines():
        assert not line.startswith(("ๆ", "ฯ")), line
        assert not line or unicodedata.category(line[0]) != "Mn", line


def test_arabic_words_come_back():
    found = set(re.findall(r"\w+", text_of(_made("ar", "screen")[0])))
    words = re.findall(r"[\u0620-\u064a]{2,}", re.sub("[\u064b-\u0652]", "\u0640", ARABIC))
    bare = [word for word in words if "\u0640" not in word]
    assert sum(word in found for word in bare) >= 0.88 * len(bare)


def test_a_foreign_name_in_arabic_runs_from_left_to_right():
    with pypdfium2.PdfDocument(_made("ar", "screen")[0].data) as document:
        for page in document:
            text = page.get_textpage()
            found = text.search("GreenMed").get_next()
            other = text.search("Network").get_next()
            if found and other:
                first, last = text.get_charbox(found[0]), text.get_charbox(other[0])
                assert first[1] > last[3] or first[0] < last[0], "on one line the first word stands left"
                return
    pytest.fail("the name was not found")


def test_a_passage_and_a_run_say_their_language():
    with opened(_made("en", "screen")[0]) as document:
        assert {"th", "es"} <= {str(element.Lang) for element in elements(document) if "/Lang" in element}


def test_a_fallback_story_is_marked_and_says_its_language(tmp_path):
    pdf, problems = render(an_edition("ar", an_article("ar"), an_article("en", "second")), "screen", tmp_path)
    assert problems == ()
    with opened(pdf) as document:
        articles = [element for element in elements(document) if element.S == "/Art" and "/Lang" in element]
        assert {str(article.Lang) for article in articles} == {"en"}
    note = load_words("ar")("This story is available in %(language)s only.").split("%")[0].split()[0]
    assert note in text_of(pdf)


def load_words(tag):
    from newsletter.languages import words

    return words(tag).gettext


def test_words_are_found_with_plain_spaces_and_hyphens(tmp_path):
    article = an_article("en", text="A\u00a0long no\u2011break, and a well-known word.\n")
    pdf, _ = render(an_edition("en", article), "screen", tmp_path)
    assert "A long no-break, and a well-known word." in text_of(pdf).replace("\r\n", " ")


def test_headings_go_down_one_step_at_a_time(screen):
    with opened(screen) as document:
        levels = [int(str(element.S)[2]) for element in in_order(document) if re.fullmatch("/H[1-6]", str(element.S))]
    assert levels[0] == 1
    assert all(later - earlier <= 1 for earlier, later in itertools.pairwise(levels))


def in_order(document):
    def walk(element):
        yield element
        for kid in kids(element):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                yield from walk(kid)

    yield from walk(document.Root.StructTreeRoot.K[0])


def test_list_items_have_a_body_and_header_cells_a_scope(screen):
    with opened(screen) as document:
        for element in elements(document):
            if element.S == "/LI":
                assert {str(kid.S) for kid in kids(element)} <= {"/Lbl", "/LBody", "/L"}
            if element.S == "/TH":
                assert str(element.A.Scope) in {"/Column", "/Row"}


def test_every_link_annotation_belongs_to_a_link(screen):
    with opened(screen) as document:
        numbers = list(document.Root.StructTreeRoot.ParentTree.Nums)
        parents = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
        annotations = [annotation for page in document.pages for annotation in page.obj.get("/Annots", [])]
        assert annotations
        for annotation in annotations:
            assert parents[int(annotation.StructParent)].S == "/Link"


def test_running_heads_and_folios_are_artifacts(screen):
    with opened(screen) as document:
        reachable = {element.objgen for element in in_order(document)}
        numbers = list(document.Root.StructTreeRoot.ParentTree.Nums)
        for owners in numbers[1::2]:
            for owner in owners if isinstance(owners, pikepdf.Array) else [owners]:
                assert not isinstance(owner, pikepdf.Dictionary) or owner.objgen in reachable
        last = document.pages[-1]
        artifacts = [
            operands[1] for operands, operator in pikepdf.parse_content_stream(last) if str(operator) == "BDC" and str(operands[0]) == "/Artifact"
        ]
        assert any(properties.get("/Type") == "/Pagination" for properties in artifacts)


def test_the_outline_names_the_stories(screen, language):
    with opened(screen) as document, document.open_outline() as outline:
        titles = [item.title for top in outline.root for item in (top, *top.children)]
    assert HEADLINES[language] in titles


def test_contents_give_the_page_that_a_story_is_on():
    pdf = _made("en", "screen")[0]
    numbers = [int(number) for number in re.findall(r"both sides[ .]+(\d+)", text_of(pdf, 1))]
    assert len(numbers) == 3
    for number in numbers:
        assert HEADLINES["en"] in text_of(pdf, number - 1).replace("\r\n", " ")


def test_a_footnote_stands_on_the_page_where_it_is_mentioned():
    pdf = _made("en", "screen")[0]
    pages = [text_of(pdf, page) for page in range(pdf.pages)]
    mentioned = [number for number, text in enumerate(pages) if "on the same day" in text]
    assert mentioned == [number for number, text in enumerate(pages) if "It was a Tuesday" in text] != []


def test_digits_of_the_furniture_are_the_readers(tmp_path):
    edition = dataclasses.replace(an_edition("ar"), language=dataclasses.replace(load_language("ar"), digits="arab"))
    pdf, problems = render(edition, "screen", tmp_path)
    assert problems == ()
    assert "٣" in text_of(pdf, 2).splitlines()[-2:] or "٣" in text_of(pdf, 2)


def test_one_column_is_set_as_well(tmp_path):
    pdf, problems = render(an_edition("en", columns=1), "screen", tmp_path)
    assert problems == ()
    assert pdf.pages >= 3


def test_an_edition_with_nothing_in_it_is_set_all_the_same(tmp_path):
    edition = dataclasses.replace(an_edition(), lead=None, sections=())
    pdf, problems = render(edition, "screen", tmp_path)
    assert (pdf.pages, problems) == (2, ())


def test_the_foot_of_a_page_names_publication_and_issue_whatever_their_letters(tmp_path):
    edition = dataclasses.replace(an_edition(), issue_title=a_text('Summer’s "best" & <last>', "en"))
    pdf, problems = render(edition, "screen", tmp_path)
    assert problems == ()
    assert 'Crossings · Summer’s "best" & <last>' in text_of(pdf, 2)


def test_the_press_gets_exact_boxes():
    with opened(_made("en", "print")[0]) as document:
        for page in document.pages:
            trim = [float(edge) for edge in page.TrimBox]
            assert trim == pytest.approx([0, 0, 210 * MILLIMETRE, 297 * MILLIMETRE], abs=0.3)
            for side, sign in enumerate((-1, -1, 1, 1)):
                assert float(page.obj.BleedBox[side]) == pytest.approx(trim[side] + sign * BLEED * MILLIMETRE, abs=0.01)
                assert sign * (float(page.obj.MediaBox[side]) - float(page.obj.BleedBox[side])) > 5


def test_the_press_gets_no_rgb_and_no_grey(language):
    with opened(_made(language, "print")[0]) as document:
        seen = set()
        for operator, operands, page in operators(document):
            assert operator in {"cs", "CS"}, operator
            space = page.obj.Resources.ColorSpace.get(operands[0], operands[0])
            seen.add(str(space[1]) if isinstance(space, pikepdf.Array) else str(space))
        assert seen == {"/DeviceCMYK", "/All"}
        for thing in document.objects:
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image":
                assert thing.ColorSpace == "/DeviceCMYK"


def test_body_text_is_black_alone():
    with opened(_made("en", "print")[0]) as document:
        inks = [
            [float(ink) for ink in operands]
            for operands, operator in pikepdf.parse_content_stream(document.pages[2])
            if str(operator) in {"sc", "scn"}
        ]
    assert [0, 0, 0, 1] in inks
    assert all(sum(ink) <= 3.0 for ink in inks)


@pytest.mark.parametrize(("language", "is_right"), [("en", True), ("ar", False)])
def test_the_cover_picture_runs_off_the_edge_where_the_issue_opens(language, is_right):
    with pypdfium2.PdfDocument(_made(language, "print")[0].data) as document:
        page = document[0]
        page.set_cropbox(*page.get_mediabox())
        image = page.render(scale=1).to_pil()
    slug, bleed = 7 * MILLIMETRE, BLEED * MILLIMETRE
    middle = image.height // 2 - 40
    sides = (slug + bleed / 2, image.width - slug - bleed / 2)
    assert [image.getpixel((round(x), middle)) != (255, 255, 255) for x in sides] == [not is_right, is_right]


def test_the_cover_picture_is_never_so_large_that_it_loses_the_presss_resolution():
    with opened(_made("en", "print")[0]) as document:
        matrices = [operands for operands, operator in pikepdf.parse_content_stream(document.pages[0]) if str(operator) == "cm"]
    widths = [float(operands[0]) for operands in matrices if float(operands[0]) > 300]
    assert widths, "the picture's own matrix"
    assert 1800 / (max(widths) * PIXEL / 72) >= 250


def test_on_paper_a_link_shows_its_address_and_on_the_screen_it_does_not():
    printed, shown = text_of(_made("en", "print")[0]).replace("\r\n", " "), text_of(_made("en", "screen")[0])
    assert "a plan (example.org/plan)" in printed
    assert "example.org/plan" not in shown


def test_what_readers_are_asked_to_do_has_a_code_on_paper_in_black_alone(tmp_path):
    article = an_article("en", text="::: action\nlabel: Sign\nurl: https://example.org/sign-up\n:::\n")
    for kind, expected in (("screen", 0), ("print", 2)):  # its own, and that of the issue among the contents
        pdf, problems = render(an_edition("en", article), kind, tmp_path)
        assert problems == ()
        with opened(pdf) as document:
            assert sum(codes_of(page) for page in document.pages) == expected


def codes_of(page):
    """Return how many paths of a page have as many parts as a code has, each of them in black alone."""
    found, parts, inks = 0, 0, None
    for operands, operator in pikepdf.parse_content_stream(page):
        if str(operator) in {"sc", "scn", "k", "rg", "g"}:
            inks = [float(ink) for ink in operands]
        parts = parts + 1 if str(operator) == "m" else parts
        if str(operator) in {"f", "B", "n", "S"}:
            if parts > 100:
                assert inks == [0, 0, 0, 1]
                found += 1
            parts = 0
    return found


def box_of(pdf, text):
    """Return the height of the first letter of *text* where it is first found."""
    with pypdfium2.PdfDocument(pdf.data) as document:
        for page in document:
            words = page.get_textpage()
            if found := words.search(text).get_next():
                _, bottom, _, top = words.get_charbox(found[0])
                return top - bottom
    pytest.fail(f"{text} was not found")


def test_a_story_in_another_script_keeps_the_size_of_its_own(tmp_path):
    pdf, _ = render(an_edition("ar", an_article("ar"), an_article("en", "second")), "screen", tmp_path)
    assert box_of(pdf, "middle") == pytest.approx(box_of(_made("en", "screen")[0], "middle"), rel=0.01)


@pytest.mark.parametrize(("figures", "is_level"), [("lining", True), ("oldstyle", False)])
def test_figures_in_text_stand_as_the_look_asks(figures, is_level, tmp_path, monkeypatch):
    monkeypatch.setitem(LOOK["scripts"], "Latn", LOOK["scripts"]["Latn"] | {"figures": figures})
    pdf, problems = render(an_edition("en", an_article("en", text="It was 1166 to 6116.\n")), "screen", tmp_path)
    assert problems == ()
    assert (box_of(pdf, "1166") == pytest.approx(box_of(pdf, "6116"), rel=0.05)) == is_level


def test_in_one_column_every_note_stands_on_the_page_of_its_mention(tmp_path):
    words = "A bridge has two ends, and those who walk it know both of them by the sound of the planks under their feet. "
    text = "".join(f"{words * (2 + number % 3)}Mention{number:02}.[^{number}]\n\n{words * 2}\n\n" for number in range(1, 31))
    text += "\n".join(f"[^{number}]: Remark{number:02}, {words * 2}" for number in range(1, 31))
    pdf, problems = render(an_edition("en", an_article("en", text=text), columns=1), "screen", tmp_path)
    assert problems == ()
    pages = [text_of(pdf, page) for page in range(pdf.pages)]
    for number in range(1, 31):
        mentioned, noted = ([page for page, words in enumerate(pages) if f"{name}{number:02}" in words] for name in ("Mention", "Remark"))
        assert mentioned == noted != [], number


def test_a_letter_without_a_font_is_told_once_with_its_line(tmp_path):
    article = an_article("en", text="Before.\n\nCall ☎ now.\n")
    _, problems = render(an_edition("en", article), "screen", tmp_path)
    (problem,) = problems
    assert (str(problem.source), problem.severity, problem.rule) == ("seeds/articles/a-bridge/en.md:12", "error", "missing-glyph")


@pytest.mark.parametrize(
    "source", ["https://example.org/x.png", "file:///etc/passwd", "data:image/png;base64,AAAA", "../outside.png", "//host/x.png"]
)
def test_nothing_is_fetched_but_files_of_the_edition(source, tmp_path):
    from newsletter.render import pdf_engine

    inside = tmp_path / "inside"
    inside.mkdir()
    Image.new("RGB", (9, 9)).save(tmp_path / "outside.png")
    html = f'<html lang="en"><title>T</title><p>x</p><img src="{source}" alt="a">'
    _, records = pdf_engine.write_pdf(html, inside, (), "screen")
    assert any("Failed to load image" in record.message for record in records)


def test_a_link_out_of_the_folder_is_not_followed(tmp_path):
    from newsletter.render.pdf_engine import EDITION, FolderFetcher

    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    (inside / "link.txt").symlink_to(tmp_path / "secret.txt")
    (inside / "a b.txt").write_text("fine")
    fetcher = FolderFetcher(inside)
    assert fetcher.fetch((inside / "a b.txt").as_uri()).read() == b"fine"
    for url in (
        (inside / "link.txt").as_uri(),
        (inside / "../secret.txt").as_uri(),
        f"file://{inside}/%2e%2e/secret.txt",
        f"{EDITION}../secret.txt",
        f"{EDITION}%2e%2e/secret.txt",
        f"{EDITION}/etc/passwd",
    ):
        with pytest.raises((PermissionError, FileNotFoundError)):
            fetcher.fetch(url)


def test_a_broken_template_is_named_with_its_line(tmp_path):
    own = tmp_path / "templates"
    (own / "print").mkdir(parents=True)
    (own / "print/imprint.html").write_text("<p>\n{{ nobody }}</p>\n")
    with pytest.raises(TemplateError, match=r"print/imprint\.html:2"):
        render(an_edition("en"), "screen", tmp_path, (own, ROOT / "templates"))


def test_what_the_engine_does_not_understand_is_a_problem(tmp_path):
    own = tmp_path / "templates"
    (own / "print").mkdir(parents=True)
    (own / "print/imprint.html").write_text('<p style="colour: red">x</p>\n')
    _, problems = render(an_edition("en"), "screen", tmp_path, (own, ROOT / "templates"))
    assert [(problem.rule, problem.severity) for problem in problems] == [("pdf-engine", "warning")]


@pytest.mark.heavy
def test_poppler_reads_thai_too(tmp_path):
    (tmp_path / "thai.pdf").write_bytes(_made("th", "screen")[0].data)
    text = subprocess.run(["pdftotext", tmp_path / "thai.pdf", "-"], capture_output=True, text=True, check=True).stdout
    assert text.count("\u0e33") == text_of(_made("th", "screen")[0]).count("\u0e33")
