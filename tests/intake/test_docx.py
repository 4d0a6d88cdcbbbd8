"""Word files made into drafts: what field offices send, what is told, and what the loader makes of it."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from intake_desk import load_stories
from word_files import SPACES, TITLE, WordDesk, image, paragraph, part, picture, relations, run, table, word_desk, word_file, zipped

from newsletter.cli.main import main
from newsletter.intake.docx import REPORT, intake_docx
from newsletter.model import Article

SPANISH = run("La escuela abre sus puertas a todos.", '<w:lang w:val="es-MX"/>')
ARABIC = "الأطفال أولا في كل مكان وفي كل وقت"
THAI = "เด็กทุกคนควรได้รับการคุ้มครองและการศึกษา"


def _everything(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns) for path in sorted(folder.rglob("*")) if path.is_file()}


def _fill_in(desk: WordDesk, slug: str = "bridge") -> None:
    """Fill in what the file does not state, as an editor would."""
    path = desk.into / slug / "article.yaml"
    text = path.read_text(encoding="utf-8").replace("date: null", "date: 2022-07-20").replace("regions: []", "regions: [asia-pacific]")
    path.write_text(text, encoding="utf-8")


def _loaded(desk: WordDesk, language: str = "en", slug: str = "bridge") -> Article:
    """Return the draft as the toolkit's own loader reads it, without a problem."""
    _fill_in(desk, slug)
    stories, problems = load_stories(desk.into)
    assert problems == []
    assert stories[slug].draft
    return stories[slug].articles[language]


def test_a_word_file_becomes_a_draft_that_loads_without_a_problem(tmp_path: Path) -> None:
    body = (
        paragraph("A school beside a lorry park takes every child.", style="Subtitle"),
        paragraph("Who may come", style="berschrift1"),
        paragraph("The bell is a ", run("wheel", "<w:b/>"), run(" rim; it "), run("rings", "<w:i/>"), run(" at seven.")),
        paragraph("In the morning", style="berschrift2"),
        paragraph(run("Everybody:", "<w:b/>"), run(" nobody asks."), listed="2 0"),
        paragraph("not even names", listed="2 1"),
        paragraph("Quoted words.", style="Zitat"),
        table(("Year", "Held"), ("2012", "88")),
        paragraph(picture("p1", "Children carry a bench.")),
        paragraph("The bench was borrowed.", style="Beschriftung"),
    )
    desk = word_desk(tmp_path, *body, p1=image())
    assert desk.text().split("---\n")[1].splitlines()[1:] == [
        "headline: A bridge of planks",
        "standfirst: A school beside a lorry park takes every child.",
        "pictures:",
        "  picture-1: {alt: Children carry a bench., caption: The bench was borrowed.}",
    ]
    assert desk.body() == (
        "## Who may come\n\nThe bell is a **wheel** rim; it *rings* at seven.\n\n### In the morning\n\n"
        "- **Everybody:** nobody asks.\n  - not even names\n\n> Quoted words.\n\n"
        "::: table\nheader-rows: 1\n\n- - Year\n  - Held\n\n- - 2012\n  - 88\n:::\n\n![](picture-1)\n"
    )
    assert desk.told() == ["9 table-headings"]
    assert [block.kind for block in _loaded(desk).blocks] == ["crosshead", "paragraph", "crosshead", "list", "quote", "table", "picture"]


def test_what_is_not_stated_is_left_to_be_filled_in_with_its_evidence(tmp_path: Path) -> None:
    core = '<p xmlns:t="http://purl.org/dc/terms/"><t:created>2022-07-11T08:00:00Z</t:created><t:modified>2022-07-20T08:00:00Z</t:modified></p>'
    desk = word_desk(tmp_path, paragraph("July 2022", style="Date"), paragraph("Text."), core=core)
    facts = desk.text("article.yaml").splitlines()
    assert facts[1:] == [
        "# The file does not state the story's date.",
        "# A line of the file says “July 2022”.",
        "# The file was begun on 2022-07-11 and last saved on 2022-07-20, by its own account.",
        "date: null        # to be filled in, such as 2022-07-29",
        "regions: []       # to be filled in: the main region first",
        "source-language: en",
        "draft: true       # delete this line when the story may be used",
    ]
    assert sorted(problem.rule for problem in desk.problems) == ["lost-date", "lost-regions"]


def test_a_stated_date_and_author_are_taken(tmp_path: Path) -> None:
    desk = word_desk(tmp_path, paragraph("Nadia Haddad", style="Author"), paragraph("2022-07-20", style="Date"), paragraph("Text."))
    assert "\ndate: 2022-07-20\n" in desk.text("article.yaml")
    assert "people:\n  - name: Nadia Haddad\n    credit: author\n" in desk.text("article.yaml")
    assert "lost-date" not in {problem.rule for problem in desk.problems}


def test_importing_twice_changes_nothing(tmp_path: Path) -> None:
    desk = WordDesk(tmp_path)
    data = word_file(TITLE, paragraph(picture("p1", "A bench.")), paragraph(SPANISH), p1=image())
    assert [draft.state for draft in desk.intake(data)] == ["new"]
    before = _everything(desk.into)
    assert [draft.state for draft in desk.intake(data)] == ["unchanged"]
    assert _everything(desk.into) == before


def test_an_edited_draft_is_never_overwritten(tmp_path: Path) -> None:
    desk = word_desk(tmp_path, paragraph("Text."))
    edited = desk.text().replace("Text.", "Better text.")
    (desk.into / "bridge/en.md").write_text(edited, encoding="utf-8")
    (draft,) = desk.intake(word_file(TITLE, paragraph("Other text.")), language="en")
    assert (draft.state, desk.text()) == ("kept", edited)
    assert "Other text." in desk.text("en.md.new")
    assert [problem.rule for problem in desk.problems if problem.source.path.endswith("en.md")] == ["edited"]


def test_a_story_that_came_from_another_file_is_left_alone(tmp_path: Path) -> None:
    desk = word_desk(tmp_path, paragraph("Text."))
    before = _everything(desk.into / "bridge")
    assert desk.intake(word_file(TITLE, paragraph("Other.")), name="Bridge.docx", language="en") == ()
    assert "bridge.docx" in desk.messages()
    assert _everything(desk.into / "bridge") == before


def test_every_doubt_stands_in_the_report_beside_the_drafts(tmp_path: Path) -> None:
    desk = word_desk(tmp_path, paragraph("One."), paragraph("Caption", style="Beschriftung"))
    report = (desk.into / REPORT).read_text(encoding="utf-8")
    assert f"{tmp_path}/bridge.docx:3: warning: this caption stands by no picture" in report
    assert report.count(" warning: ") + report.count(" info: ") == len(desk.problems)


def test_tracked_changes_are_carried_out_and_told_without_their_authors(tmp_path: Path) -> None:
    changed = paragraph(
        "The ",
        f'<w:ins w:id="1" w:author="Secret Name">{run("new ")}</w:ins>',
        '<w:del w:id="2" w:author="Secret Name"><w:r><w:delText>old </w:delText></w:r></w:del>',
        run("bridge."),
    )
    moved = f'<w:moveFrom w:id="3">{run("gone")}</w:moveFrom><w:moveTo w:id="4">{run("here")}</w:moveTo>'
    desk = word_desk(tmp_path, changed, paragraph(moved), paragraph("First ", mark='<w:del w:id="5"/>'), paragraph("second."))
    assert desk.body() == "The new bridge.\n\nhere\n\nFirst second.\n"
    assert desk.told() == ["2 deletion", "2 insertion", "3 deletion", "3 insertion"]
    assert "Secret" not in (desk.into / REPORT).read_text(encoding="utf-8")
    assert "old" in desk.messages()


def test_a_deleted_row_of_a_table_is_gone(tmp_path: Path) -> None:
    deleted = table(("a", "b"), ("c", "d"), ("e", "f")).replace(
        '<w:tr><w:tc><w:p><w:pPr></w:pPr><w:r><w:rPr></w:rPr><w:t xml:space="preserve">c',
        '<w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:pPr></w:pPr><w:r><w:rPr></w:rPr><w:t xml:space="preserve">c',
    )
    desk = word_desk(tmp_path, deleted)
    assert desk.body() == "::: table\nheader-rows: 1\n\n- - a\n  - b\n\n- - e\n  - f\n:::\n"
    assert "2 deletion" in desk.told() or "4 deletion" in desk.told()


def test_comments_headers_and_hidden_text_are_left_out_and_told(tmp_path: Path) -> None:
    desk = word_desk(
        tmp_path,
        paragraph("A ", run("word"), '<w:r><w:commentReference w:id="0"/></w:r>', run(" unseen", "<w:vanish/>")),
        comments=part("comments", f'<w:comment w:id="0" w:author="Secret Name">{paragraph("Is this right?")}</w:comment>'),
        header1=part("hdr", paragraph("Office letterhead")),
        footer1=part("ftr", paragraph("7")),
    )
    assert desk.body() == "A word\n"
    assert desk.told() == ["0 furniture", "2 comment", "2 hidden-text"]
    assert "Is this right?" in desk.messages()
    assert "Secret" not in desk.messages()


def test_lists_keep_their_numbers_across_a_paragraph(tmp_path: Path) -> None:
    desk = word_desk(
        tmp_path,
        paragraph("One", listed="1 0"),
        paragraph("Two", listed="1 0"),
        paragraph("Between."),
        paragraph("Three", listed="1 0"),
        paragraph("Again", listed="3 0"),
        paragraph("Bullet", listed="2 0"),
        paragraph("Deep", listed="2 1"),
    )
    assert desk.body() == "1. One\n2. Two\n\nBetween.\n\n3. Three\n4. Again\n\n- Bullet\n  - Deep\n"
    assert [block.kind for block in _loaded(desk).blocks] == ["list", "paragraph", "list", "list"]


def test_lettered_lists_and_typed_bullets_are_told(tmp_path: Path) -> None:
    desk = word_desk(tmp_path, paragraph("One", listed="1 0"), paragraph("a", listed="1 1"), paragraph("\u2022 typed"), paragraph("\u2022 by hand"))
    assert desk.body() == "1. One\n   1. a\n\n- typed\n- by hand\n"
    assert desk.told() == ["3 list-form", "4 restored-list", "5 restored-list"]


def test_a_label_may_end_its_bold_before_the_colon(tmp_path: Path) -> None:
    desk = word_desk(
        tmp_path,
        paragraph(run("Free", "<w:b/>"), run(": no child pays."), listed="2 0"),
        paragraph(run("Bold", "<w:b/>"), run(" only"), listed="2 0"),
    )
    assert desk.body() == "- **Free:** no child pays.\n- **Bold** only\n"


def test_footnotes_and_endnotes_are_counted_through(tmp_path: Path) -> None:
    notes = part(
        "footnotes",
        f'<w:footnote w:type="separator" w:id="0"/><w:footnote w:id="2">{paragraph("<w:r><w:footnoteRef/></w:r>", run(" The note."))}</w:footnote><w:footnote w:id="3">{paragraph("lonely")}</w:footnote>',
    )
    ends = part("endnotes", f'<w:endnote w:id="2">{paragraph("End one.")}{paragraph("And two.")}</w:endnote>')
    body = (
        paragraph("Here", '<w:r><w:footnoteReference w:id="2"/></w:r>', run(".")),
        paragraph("There", '<w:r><w:endnoteReference w:id="2"/></w:r>', '<w:r><w:footnoteReference w:id="99"/></w:r>'),
    )
    desk = word_desk(tmp_path, *body, footnotes=notes, endnotes=ends)
    assert desk.body() == "Here[^1].\n\nThere[^2]\n\n[^1]: The note.\n\n[^2]: End one. And two.\n"
    assert desk.told() == ["0 lost-reference", "3 lost-note", "3 note-paragraphs"]
    assert len(_loaded(desk).notes) == 2


def test_links_lead_somewhere_or_are_told(tmp_path: Path) -> None:
    field = '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "https://example.org/a b" \\o "tip" </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>'
    desk = word_desk(
        tmp_path,
        paragraph(
            "See ", f'<w:hyperlink r:id="L1">{run("the report")}</w:hyperlink>', run(", "), f'<w:hyperlink r:id="L2">{run("a file")}</w:hyperlink>'
        ),
        paragraph(
            f'<w:hyperlink r:id="L3">{run("run")}</w:hyperlink>',
            run(", "),
            f'<w:hyperlink w:anchor="x">{run("below")}</w:hyperlink>',
            run(", "),
            f'<w:hyperlink r:id="none">{run("lost")}</w:hyperlink>',
        ),
        paragraph(field, run("field"), '<w:r><w:fldChar w:fldCharType="end"/></w:r>', run("!")),
        paragraph(f'<w:fldSimple w:instr=" HYPERLINK &quot;mailto:desk@example.org&quot; ">{run("write to us")}</w:fldSimple>'),
        links=(
            ("L1", "hyperlink", "https://example.org/r(1)"),
            ("L2", "hyperlink", "file:///c:/x.doc"),
            ("L3", "hyperlink", "javascript:alert(1)"),
        ),
    )
    assert desk.body() == (
        "See [the report](https://example.org/r%281%29), a file\n\nrun, below, lost\n\n"
        "[field](https://example.org/a%20b)!\n\n[write to us](mailto:desk@example.org)\n"
    )
    assert desk.told() == ["2 lost-link", "3 anchor", "3 lost-link", "3 lost-link"]
    _loaded(desk)


def test_a_right_to_left_file_keeps_its_language_and_order(tmp_path: Path) -> None:
    desk = WordDesk(tmp_path)
    rtl = '<w:rtl/><w:lang w:bidi="ar-EG"/>'
    title = f'<w:p><w:pPr><w:pStyle w:val="Title"/><w:bidi/></w:pPr>{run("بيان الأطفال", rtl)}</w:p>'
    (draft,) = desk.intake(
        word_file(
            title,
            paragraph(run(f"{ARABIC} 2022 ", rtl), run("UNHCR", '<w:lang w:val="en-US"/>'), run(" غدا", rtl)),
            paragraph(run("مهم:", "<w:rtl/><w:bCs/>"), run(" الآن", "<w:rtl/>"), listed="2 0"),
        )
    )
    assert draft.language == "ar"
    assert desk.body("ar.md") == f"{ARABIC} 2022 UNHCR غدا\n\n- **مهم:** الآن\n"
    article = _loaded(desk, "ar")
    assert (article.direction, article.headline.text) == ("rtl", "بيان الأطفال")


def test_passages_in_other_languages_are_marked(tmp_path: Path) -> None:
    desk = word_desk(
        tmp_path,
        paragraph("English words that go on for a while, "),
        paragraph(THAI),
        paragraph(THAI),
        paragraph(ARABIC),
        paragraph(
            "The ", run("Colectivo de Observación", '<w:lang w:val="es-MX"/>'), run(" met ชาวเมือง here, and went on talking until the evening.")
        ),
    )
    assert desk.body() == (
        f"English words that go on for a while,\n\n::: passage\nlanguage: th\n\n{THAI}\n\n{THAI}\n:::\n\n::: passage\nlanguage: ar\n\n{ARABIC}\n:::\n\n"
        "The [Colectivo de Observación]{lang=es} met [ชาวเมือง]{lang=th} here, and went on talking until the evening.\n"
    )
    assert [block.blocks[0].direction for block in _loaded(desk).blocks if block.kind == "passage"] == ["ltr", "rtl"]


def test_a_file_in_two_languages_is_told(tmp_path: Path) -> None:
    desk = word_desk(tmp_path, paragraph("English words. " * 20), *[paragraph(THAI)] * 10)
    assert "3 languages" in desk.told()


@pytest.mark.parametrize(("set_to", "text", "language", "told"), [
    ("", SPANISH, "es", []),
    ("es-ES", run("La escuela abre."), "es", ["0 language"]),
    ("en-US", run(THAI), "th", []),
    ("", run("La escuela abre."), "", ["0 language"]),
])  # fmt: skip
def test_the_language_is_taken_from_marks_then_letters_then_what_word_was_set_to(
    tmp_path: Path, set_to: str, text: str, language: str, told: list[str]
) -> None:
    desk = WordDesk(tmp_path)
    drafts = desk.intake(word_file(paragraph(run("7", "")), paragraph(text), set_to=set_to))
    assert [draft.language for draft in drafts] == ([language] if language else [])
    assert [line for line in desk.told() if line.endswith(" language")] == told


def test_a_language_that_is_given_outweighs_what_word_says(tmp_path: Path) -> None:
    wrong = run("La escuela abre sus puertas a todos.", '<w:lang w:val="en-US"/>')
    desk = word_desk(tmp_path, paragraph(wrong), language="es-MX")
    assert desk.body("es-MX.md") == "La escuela abre sus puertas a todos.\n"


def test_pictures_are_taken_by_content_and_others_told(tmp_path: Path) -> None:
    decorative = (
        '<a:extLst><a:ext uri="x"><d:decorative xmlns:d="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
    )
    vml = '<w:r><w:pict><v:shape alt="An older picture."><v:imagedata r:id="p2"/></v:shape></w:pict></w:r>'
    desk = word_desk(
        tmp_path,
        paragraph(picture("p1", "", decorative)),
        paragraph(picture("p1", "Again")),
        paragraph(vml),
        paragraph(picture("p3", "IMG_1.jpg")),
        paragraph(picture("none")),
        paragraph("Text.", picture("p4", "A bench.")),
        p1=image("JPEG", (20, 40)),
        p2=image(),
        p3=image("GIF"),
        p4=image(size=(30, 30)),
    )
    assert desk.body() == "![](picture-1)\n\n![](picture-1)\n\n![](picture-2)\n\nText.\n\n![](picture-3)\n"
    assert "picture-1:\n    file: picture-1.jpg\n" in desk.text("article.yaml")
    assert "form: portrait\n    decorative: true\n" in desk.text("article.yaml")
    assert "picture-2: {alt: An older picture.}" in desk.text()
    assert desk.told() == ["5 lost-picture", "6 lost-picture"]
    assert {path.name for path in (desk.into / "bridge").iterdir()} == {"article.yaml", "en.md", "picture-1.jpg", "picture-2.png", "picture-3.png"}
    _loaded(desk)


def test_pictures_without_words_and_captions_without_pictures_are_told(tmp_path: Path) -> None:
    desk = word_desk(tmp_path, paragraph(picture("p1")), paragraph("Text."), paragraph("Orphan", style="Beschriftung"), paragraph("On."), p1=image())
    assert desk.body() == "![](picture-1)\n\nText.\n\n*Orphan*\n\nOn.\n"
    assert desk.told() == ["2 lost-alt", "4 lost-caption"]


def test_a_caption_above_a_table_belongs_to_it(tmp_path: Path) -> None:
    desk = word_desk(tmp_path, paragraph("Who does what", style="Beschriftung"), table(("a", "b"), ("c", "d")))
    assert desk.body().startswith("::: table\ncaption: Who does what\nheader-rows: 1\n")
    assert desk.told() == ["3 table-headings"]


def test_tables_are_made_even_and_frames_unwrapped(tmp_path: Path) -> None:
    wide = '<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>' + paragraph("wide") + "</w:tc>"
    joined = f"<w:tbl><w:tr>{wide}</w:tr><w:tr><w:tc>{paragraph('a')}</w:tc><w:tc>{paragraph('b', listed='2 0')}</w:tc></w:tr><w:tr><w:tc>{paragraph('c')}</w:tc></w:tr></w:tbl>"
    desk = word_desk(
        tmp_path,
        joined,
        table((paragraph("framed") + paragraph("twice"),)),
        table((table(("in", "side")) + paragraph("x"), paragraph("y", picture("p1", "A bench."))), ("1", "2")),
        p1=image(),
    )
    assert "- - wide\n  -\n\n- - a\n  - - b\n\n- - c\n  -\n" in desk.body()
    assert "\n\nframed\n\ntwice\n\n" in desk.body()
    assert desk.body().endswith(":::\n\n![](picture-1)\n")
    assert {line.split()[1] for line in desk.told()} == {
        "table-headings",
        "merged-cells",
        "uneven-table",
        "table-unwrapped",
        "nested-table",
        "moved-picture",
    }
    _loaded(desk)


def test_text_boxes_stand_after_their_paragraph_and_are_read_once(tmp_path: Path) -> None:
    boxed = f"<w:txbxContent>{paragraph('Boxed words.')}</w:txbxContent>"
    new = f"<w:drawing><wp:anchor><wp:docPr id='1' name='b'/><a:graphic><a:graphicData><wps:wsp><wps:txbx>{boxed}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
    old = f"<w:pict><v:shape><v:textbox>{boxed}</v:textbox></v:shape></w:pict>"
    both = f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{new}</mc:Choice><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>'
    desk = word_desk(tmp_path, paragraph("Main.", both), paragraph("Next.", f"<w:r>{old}</w:r>"))
    assert desk.body() == "Main.\n\nBoxed words.\n\nNext.\n\nBoxed words.\n"
    assert desk.told() == ["3 text-box", "5 text-box"]


def test_what_has_no_form_in_an_article_is_told(tmp_path: Path) -> None:
    rule = '<w:r><w:pict><v:rect o:hr="t"/></w:pict></w:r>'
    chart = (
        "<w:r><w:drawing><wp:inline><wp:docPr id='1' name='c' descr='A chart'/><a:graphic><a:graphicData/></a:graphic></wp:inline></w:drawing></w:r>"
    )
    desk = word_desk(
        tmp_path,
        paragraph("Contents 1", style="TOC1"),
        paragraph(
            "Text ", "<m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath>", run("gone", "<w:strike/>"), run("2", '<w:vertAlign w:val="superscript"/>')
        ),
        paragraph(rule),
        paragraph("After.", chart, '<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', '<w:r><w:sym w:font="Unheard" w:char="F0FC"/></w:r>'),
        '<w:altChunk r:id="x"/>',
    )
    assert desk.body() == "Text gone2\n\n***\n\nAfter.\u2713\n".replace("\u2713", desk.body().strip()[-1])
    assert {line.split()[1] for line in desk.told()} == {"contents", "lost-formula", "struck", "raised", "lost-drawing", "lost-symbol", "lost-part"}


def test_words_of_forms_and_unknown_elements_are_kept(tmp_path: Path) -> None:
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('Filled in.')}</w:sdtContent></w:sdt>"
    empty = f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{paragraph('Click here.')}</w:sdtContent></w:sdt>"
    desk = word_desk(
        tmp_path,
        control,
        empty,
        paragraph(f"<w:smartTag>{run('smart ')}</w:smartTag><w:dir w:val='rtl'>{run('words')}</w:dir><w:unheardOf>{run('.')}</w:unheardOf>"),
    )
    assert desk.body() == "Filled in.\n\nsmart words.\n"


def test_a_file_without_a_headline_says_what_stands_in_its_place(tmp_path: Path) -> None:
    desk = WordDesk(tmp_path)
    desk.intake(word_file(paragraph("A short beginning"), paragraph(SPANISH)))
    assert "headline: A short beginning\n" in desk.text("es.md")
    assert "1 headline" in desk.told()
    long = paragraph(run("word " * 60, '<w:lang w:val="es"/>'))
    desk.intake(word_file(long, paragraph("x")), name="Long_story.docx")
    assert "headline: Long story\n" in desk.text("es.md", "long-story")


def test_two_files_of_one_name_and_a_name_without_letters_are_told(tmp_path: Path) -> None:
    data = word_file(TITLE, paragraph(SPANISH))
    paths = [tmp_path / name for name in ("Bridge 1.docx", "bridge-1.docx", "ข่าว.docx")]
    for path in paths:
        path.write_bytes(data)
    problems: list = []
    assert [draft.slug for draft in intake_docx(paths, tmp_path / "into", problems, "en")] == ["bridge-1"]
    assert [Path(problem.source.path).name for problem in problems if problem.severity == "error"] == ["bridge-1.docx", "ข่าว.docx"]


def test_a_file_of_python_docx_imports(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("School places", 0)
    document.add_heading("Who may come", 1)
    document.add_paragraph("Everybody", style="List Bullet")
    document.add_paragraph("deeper", style="List Bullet 2")
    document.add_paragraph("first", style="List Number")
    document.add_paragraph("second", style="List Number")
    document.add_paragraph("Said.", style="Intense Quote")
    document.add_picture(io.BytesIO(image()))
    document.add_paragraph("The bell.", style="Caption")
    document.add_paragraph(THAI)
    buffer = io.BytesIO()
    document.save(buffer)
    desk = WordDesk(tmp_path)
    (draft,) = desk.intake(buffer.getvalue(), "school-places.docx", "en")
    assert desk.body(slug=draft.slug) == (
        f"## Who may come\n\n- Everybody\n  - deeper\n\n1. first\n2. second\n\n> Said.\n\n![](picture-1)\n\n::: passage\nlanguage: th\n\n{THAI}\n:::\n"
    )
    assert {problem.rule for problem in desk.problems} == {"lost-alt", "lost-credit", "lost-date", "lost-regions"}
    _loaded(desk, slug=draft.slug)


def test_marks_that_mean_something_in_markdown_stay_letters(tmp_path: Path) -> None:
    text = "1. *not* [a](list) <b> & # `x` ~~y~~ [^1]"
    desk = word_desk(
        tmp_path, paragraph(text), paragraph(run("ก่อน"), run("“คำ”", "<w:b/>"), run("หลัง")), paragraph(run("[x]("), run("b", "<w:b/>"), run(")"))
    )
    article = _loaded(desk)
    assert article.blocks[0].plain() == text
    assert article.blocks[2].plain() == "[x](b)"
    assert "ก่อน“**คำ**”หลัง" in desk.body()


def test_line_breaks_are_kept_and_empty_lines_part_paragraphs(tmp_path: Path) -> None:
    line = "<w:r><w:br/></w:r>"
    desk = word_desk(tmp_path, paragraph("one", line, run("- two"), line, line, run("three"), '<w:r><w:br w:type="page"/></w:r>', run("four")))
    assert desk.body() == "one\\\n\\- two\n\nthreefour\n"


def test_the_command_tells_what_it_made(tmp_path: Path) -> None:
    (tmp_path / "bridge.docx").write_bytes(word_file(TITLE, paragraph(SPANISH)))
    arguments = ["intake", "docx", str(tmp_path / "bridge.docx"), "--into", str(tmp_path / "newsroom"), "--language", "es"]
    result = CliRunner().invoke(main, arguments, standalone_mode=False)
    assert result.return_value == 0
    assert "1 draft;" in result.output
    assert (tmp_path / "newsroom/bridge/es.md").is_file()
    (tmp_path / "bridge.docx").write_bytes(b"no")
    assert CliRunner().invoke(main, arguments, standalone_mode=False).return_value == 1


def test_the_names_of_the_strict_standard_are_read(tmp_path: Path) -> None:
    data = f"<w:document {SPACES}><w:body>{TITLE}{paragraph(SPANISH)}</w:body></w:document>".replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main"
    )
    desk = WordDesk(tmp_path)
    desk.intake(zipped({"_rels/.rels": relations(("d", "officeDocument", "word/document.xml")), "word/document.xml": data}))
    assert desk.body("es.md").endswith("La escuela abre sus puertas a todos.\n")


def test_a_file_of_pandoc_imports(tmp_path: Path) -> None:
    """The file was made by Pandoc 3 from Markdown with a title block, a list, a table, a picture, notes and passages."""
    desk = WordDesk(tmp_path)
    (draft,) = desk.intake((Path(__file__).parent / "made-with-pandoc.docx").read_bytes(), "school.docx", "en")
    assert desk.text(slug=draft.slug).split("---\n")[1].splitlines()[1:] == [
        "headline: Four desks, forty children",
        "standfirst: A school beside a lorry park",
        "pictures:",
        "  picture-1: {alt: The bench was borrowed., caption: The bench was borrowed.}",
    ]
    assert desk.body(slug=draft.slug) == (
        "The bell is a **wheel** *rim*.[^1] See [the report](https://example.org/r).\n\n## Who may come\n\n"
        "- **Everybody:** nobody asks\n  - deep one\n- Every day\n\n4. four\n5. five\n\n> Quoted words here.\n\n"
        "::: table\ncaption: Held by year\nheader-rows: 1\n\n- - Year\n  - Held\n\n- - 2012\n  - 88\n:::\n\n![](picture-1)\n\n"
        f"::: passage\nlanguage: ar\n\n{ARABIC}\n:::\n\n::: passage\nlanguage: th\n\n{THAI}\n:::\n\n***\n\n"
        "The last struck H2O paragraph.\n\n[^1]: The note. Second paragraph of it.\n"
    )
    assert desk.told() == ["3 byline", "5 note-paragraphs", "23 lost-formula", "23 raised", "23 struck"]
    assert _loaded(desk, slug=draft.slug).people[0].name.text == "Nadia Haddad"
