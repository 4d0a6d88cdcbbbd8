"""Word files that nobody should trust: bombs, traps, broken ones and strangers under a borrowed name. A problem, never a crash."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from intake_desk import load_stories
from word_files import SPACES, TITLE, WordDesk, image, paragraph, part, picture, relations, run, table, word_desk, word_file, zipped

from newsletter.intake import docx_package
from newsletter.intake.docx import REPORT
from newsletter.sources import UNUSABLE

TEXT = paragraph("Text.")


def _document(inside: str, before: str = "") -> bytes:
    document = f"{before}<w:document {SPACES}><w:body>{inside}</w:body></w:document>"
    return zipped({"_rels/.rels": relations(("d", "officeDocument", "word/document.xml")), "word/document.xml": document})


def _renamed(name: str) -> bytes:
    good = word_file(TITLE, TEXT)
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as archive, zipfile.ZipFile(buffer, "w") as other:
        for entry in archive.namelist():
            other.writestr(entry, archive.read(entry))
        other.writestr(name, b"x")
    return buffer.getvalue()


def _encrypted() -> bytes:
    data = bytearray(word_file(TITLE, TEXT))
    for sign, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = data.find(sign)
        while place >= 0:
            data[place + offset] |= 1
            place = data.find(sign, place + 1)
    return bytes(data)


ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "is not a Word file"),
    "a text": (lambda: b"Dear editors,", "is not a Word file"),
    "a PDF": (lambda: b"%PDF-1.7 ...", "is not a Word file"),
    "an old Word file": (lambda: bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "is a Word file of the old kind (.doc), or locked with a password"),
    "a truncated file": (lambda: word_file(TITLE, TEXT)[:-40], "is damaged"),
    "an OpenDocument": (lambda: zipped({"mimetype": "application/vnd.oasis.opendocument.text"}), "is not a Word file but an OpenDocument or e-book"),
    "another zip": (lambda: zipped({"photo.jpg": b"x"}), "is a zip file, but not a Word file"),
    "a spreadsheet": (
        lambda: zipped({"_rels/.rels": relations(("d", "officeDocument", "xl/workbook.xml")), "xl/workbook.xml": "<workbook/>"}),
        "is an Office file, but not a text made with Word",
    ),
    "broken XML": (lambda: _document("<w:p>"), "is damaged"),
    "entities": (
        lambda: _document(paragraph("<w:r><w:t>&b;</w:t></w:r>"), ENTITIES),
        "holds declarations that no Word file needs (a DTD or entities)",
    ),
    "entities outside": (lambda: _document("<w:p/>", OUTSIDE), "holds declarations that no Word file needs (a DTD or entities)"),
    "a way out": (lambda: _renamed("../../etc/cron.d/x"), "names a part outside of itself"),
    "a way from the top": (lambda: _renamed("/etc/x"), "names a part outside of itself"),
    "a way out of Windows": (lambda: _renamed("..\\x"), "names a part outside of itself"),
    "a bomb": (lambda: word_file(TITLE, TEXT, bomb=bytes(3_000_000)), "unpacks to far more than a text needs"),
    "a password": (_encrypted, "is locked with a password"),
    "too deep": (lambda: _document("<w:sdt><w:sdtContent>" * 40 + TEXT + "</w:sdtContent></w:sdt>" * 40), "is nested too deeply"),
    "no words": (lambda: _document("<w:p/>"), "holds no text"),
    "no body": (
        lambda: zipped({"word/document.xml": f"<w:document {SPACES}/>", "_rels/.rels": relations(("d", "officeDocument", "word/document.xml"))}),
        "is an Office file, but not a text made with Word",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_good_word_file_is_refused_with_its_reason(case: str, tmp_path: Path) -> None:
    make, message = REFUSED[case]
    desk = WordDesk(tmp_path)
    assert desk.intake(make(), language="en") == ()
    assert [(problem.rule, problem.severity, problem.message) for problem in desk.problems] == [("docx", "error", message)]
    assert all(problem.hint for problem in desk.problems)
    assert [path.name for path in desk.into.iterdir()] == [REPORT]


def test_two_parts_of_one_name_are_refused(tmp_path: Path) -> None:
    buffer = io.BytesIO(word_file(TITLE, TEXT))
    with pytest.warns(UserWarning, match="Duplicate name"), zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("word/document.xml", "<x/>")
    desk = WordDesk(tmp_path)
    desk.intake(buffer.getvalue(), language="en")
    assert desk.messages() == "holds two parts of the same name"


def test_too_many_parts_bytes_and_elements_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = WordDesk(tmp_path)
    for limit, words in {
        "MAX_ENTRIES": "parts",
        "MAX_BYTES": "larger",
        "MAX_UNPACKED": "unpacks",
        "MAX_XML": "far more",
        "MAX_ELEMENTS": "far more",
    }.items():
        with monkeypatch.context() as context:
            context.setattr(docx_package, limit, 5)
            assert desk.intake(word_file(TITLE, TEXT), language="en") == ()
            assert words in desk.messages()


def test_a_file_as_deep_as_is_allowed_is_read(tmp_path: Path) -> None:
    inner = TEXT
    for _ in range(17):
        inner = table((inner, "x"), ("y", "z"))
    desk = word_desk(tmp_path, "<w:sdt><w:sdtContent>" * 10 + paragraph("Deep.") + "</w:sdtContent></w:sdt>" * 10, inner)
    assert desk.body().startswith("Deep.\n")
    assert "Text." in desk.body()
    assert not [problem for problem in desk.problems if problem.severity == "error"]


def test_a_picture_of_too_many_pixels_is_not_unpacked(tmp_path: Path) -> None:
    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    chunks = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in ((b"IHDR", head), (b"IDAT", b"x"))
    )
    huge = b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
    desk = word_desk(tmp_path, TEXT, paragraph(picture("p1")), paragraph(picture("p2")), p1=huge, p2=image()[:60])
    assert "too many" in desk.messages()
    assert desk.told() == ["3 lost-picture", "4 lost-picture"]


def test_pictures_are_bounded_in_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("newsletter.intake.docx_pictures.MAX_PICTURES", 1)
    desk = word_desk(tmp_path, paragraph(picture("p1", "A bench.")), paragraph(picture("p2", "B.")), p1=image(), p2=image(size=(9, 9)))
    assert desk.told() == ["3 lost-picture"]


def test_nothing_outside_the_file_is_opened(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(image())
    linked = picture("L1").replace("r:embed", "r:link")
    desk = word_desk(
        tmp_path,
        paragraph("Text.", linked, picture("L2"), picture("L3")),
        links=(("L1", "image", f"file://{tmp_path}/secret.png"), ("L2", "image", "../../secret.png"), ("L3", "image", "https://example.org/x.png")),
    )
    assert {path.name for path in (desk.into / "bridge").iterdir()} == {"article.yaml", "en.md"}
    assert {problem.rule for problem in desk.problems if problem.rule.startswith("lost-p")} == {"lost-picture"}


@pytest.mark.parametrize("trap", [
    '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr><w:p/></w:tc><w:tc><w:tcPr><w:gridSpan w:val="x"/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>',
    "<w:tbl/>",
    "<w:tbl><w:tr/></w:tbl>",
    "<w:tbl><w:p/><w:tr><w:p/></w:tr></w:tbl>",
    "<w:p><w:r><w:footnoteReference/></w:r></w:p>",
    '<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>',
    '<w:p><w:r><w:fldChar/><w:instrText>HYPERLINK</w:instrText><w:fldChar w:fldCharType="separate"/></w:r></w:p>',
    '<w:p><w:r><w:sym w:char="zz"/><w:sym/></w:r></w:p>',
    '<w:p><w:pPr><w:numPr><w:ilvl w:val="-1"/><w:numId w:val="77"/></w:numPr></w:pPr></w:p>',
    '<w:p><w:pPr><w:outlineLvl w:val="99999"/><w:pStyle w:val="none"/></w:pPr></w:p>',
    '<w:p><w:bookmarkStart w:name="p0"/><w:bookmarkStart w:name="d99"/><w:bookmarkStart/></w:p>',
    "<w:r><w:t>loose</w:t></w:r><w:t>looser</w:t><w:tc/><w:tr/>",
    "<w:p><w:hyperlink/><w:hyperlink r:id=''/></w:p>",
    "<w:p><w:r><w:drawing/><w:pict/><w:object/></w:r></w:p>",
    "<w:p><w:r><w:t>\u200b\ufeff\u2028\ue000\ufdd0</w:t></w:r></w:p>",
    '<w:p><w:r><w:rPr><w:lang w:val="!!" w:bidi="x-y-z"/></w:rPr><w:t>a</w:t></w:r></w:p>',
    "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>last</w:t></w:r></w:p>",
    "<w:p><w:p><w:p><w:r><w:t>inside</w:t></w:r></w:p></w:p></w:p>",
])  # fmt: skip
def test_odd_structures_are_read_without_a_crash(trap: str, tmp_path: Path) -> None:
    desk = word_desk(tmp_path, trap, TEXT)
    assert "Text." in desk.body()
    assert not UNUSABLE.search(desk.text())


def test_styles_and_lists_that_turn_in_a_circle_end(tmp_path: Path) -> None:
    styles = part(
        "styles",
        '<w:style w:styleId="A"><w:name w:val="A"/><w:basedOn w:val="B"/></w:style><w:style w:styleId="B"><w:basedOn w:val="A"/></w:style><w:style/>',
    )
    numbering = part(
        "numbering",
        '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="S"/><w:styleLink w:val="S"/></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num><w:num/>',
    )
    desk = word_desk(tmp_path, paragraph("Text.", style="A"), paragraph("Item", listed="1 0"), styles=styles, numbering=numbering)
    assert desk.body() == "Text.\n\n- Item\n"


def test_names_and_words_of_a_hostile_file_stay_words(tmp_path: Path) -> None:
    words = "::: passage\\ <script>alert(1)</script> {{ 7*7 }} ---"
    core = '<p xmlns:t="http://purl.org/dc/terms/"><t:created>2022-01-01\nsource-language: xx</t:created></p>'
    desk = word_desk(tmp_path, paragraph("x\nembargo: 2022-01-01", style="Date"), paragraph(words), paragraph("a: [b", style="Author"), core=core)
    text = desk.text("article.yaml").replace("date: null", "date: 2022-07-20").replace("regions: []", "regions: [asia-pacific]")
    (desk.into / "bridge/article.yaml").write_text(text, encoding="utf-8")
    stories, problems = load_stories(desk.into)
    assert problems == []
    assert stories["bridge"].articles["en"].blocks[0].plain() == words
    assert stories["bridge"].embargo is None
    assert [person.name.text for person in stories["bridge"].articles["en"].people] == ["a: [b"]


GOOD = word_file(
    TITLE,
    paragraph("Standfirst", style="Subtitle"),
    paragraph("Text ", run("bold", "<w:b/>"), '<w:r><w:footnoteReference w:id="1"/></w:r>', f"<w:ins>{run('in')}</w:ins>"),
    paragraph("One", listed="1 0"),
    paragraph(run("ข้อความภาษาไทย", '<w:lang w:bidi="th-TH"/>')),
    table(("a", "b"), ("c", "d")),
    paragraph(picture("p1", "A bench.")),
    paragraph("Caption", style="Beschriftung"),
    footnotes=part("footnotes", f'<w:footnote w:id="1">{paragraph("Note.")}</w:footnote>'),
    p1=image(),
)


def _swap(inside: str, changes: list[tuple[int, str]]) -> str:
    for place, new in changes:
        at = place % len(inside)
        inside = inside[:at] + new + inside[at + 1 :]
    return inside


_FUZZ = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
_BYTES = st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), min_size=1, max_size=6)
_MARKUP = st.lists(
    st.tuples(st.integers(0, 100_000), st.sampled_from(["", "<", ">", '"', "w:", "/", "&", "0", "-1", "<w:p>", "</w:p>", "<w:tc/>", "\u202e"])),
    min_size=1,
    max_size=4,
)


def _is_told(desk: WordDesk, data: bytes) -> None:
    """Import a file: either there is a draft, or an error that says why; nothing is raised and nothing half written."""
    drafts = desk.intake(data, language="en")
    assert bool(drafts) != any(problem.severity == "error" for problem in desk.problems)
    assert not list(desk.into.glob(".*"))


@_FUZZ
@given(_BYTES)
def test_a_file_with_changed_bytes_is_read_or_refused(tmp_path: Path, changes: list[tuple[int, int]]) -> None:
    data = bytearray(GOOD)
    for place, value in changes:
        data[place] = value
    _is_told(WordDesk(tmp_path), bytes(data))


@_FUZZ
@given(
    st.sampled_from(
        ["word/document.xml", "word/styles.xml", "word/numbering.xml", "word/footnotes.xml", "word/_rels/document.xml.rels", "_rels/.rels"]
    ),
    _MARKUP,
)
def test_a_file_with_changed_markup_is_read_or_refused(tmp_path: Path, name: str, changes: list[tuple[int, str]]) -> None:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as archive:
        files: dict[str, str | bytes] = {entry: archive.read(entry) for entry in archive.namelist()}
    files[name] = _swap(bytes(files[name]).decode(), changes) if isinstance(files[name], bytes) else files[name]
    _is_told(WordDesk(tmp_path), zipped(files))


@_FUZZ
@given(st.recursive(
    st.sampled_from([run("words"), "<w:r><w:br/></w:r>", "<w:r><w:tab/></w:r>", picture("p1"), '<w:r><w:footnoteReference w:id="1"/></w:r>', ""]),
    lambda inside: st.tuples(st.sampled_from(["p", "r", "tbl", "tr", "tc", "ins", "del", "hyperlink", "sdt", "sdtContent", "pict", "txbxContent", "pPr", "rPr"]), st.lists(inside, max_size=4)).map(
        lambda made: f"<w:{made[0]}>{''.join(made[1])}</w:{made[0]}>"
    ),
    max_leaves=12,
))  # fmt: skip
def test_elements_in_any_order_are_read(tmp_path: Path, inside: str) -> None:
    notes = part("footnotes", f'<w:footnote w:id="1">{paragraph("Note.")}{inside}</w:footnote>')
    _is_told(WordDesk(tmp_path), word_file(TITLE, TEXT, inside, TEXT, footnotes=notes, p1=image()))
