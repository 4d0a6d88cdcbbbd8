"""The structure is that of the document, not of its pages: whole paragraphs, lists and tables, notes that lead there and back, links once."""

from __future__ import annotations

import io
from collections import Counter
from pathlib import Path
from typing import Any

import lxml.html
import pikepdf
import pytest
from documents import Document
from layout import letters
from pikepdf import Array, Dictionary, Name
from reading import NOT_SHOWN, links_in, note_links_in
from screens import spoilt
from setting import kids, read_setting

from newsletter.render import pdf_engine
from newsletter.render.finishing import finish_screen

EMPTY = {"TD", "TH"}
"""Elements that may hold nothing."""


def elements(pdf: Any, *roles: str) -> list[Any]:
    """Return the elements of the structure, of some roles or of all, in the order of reading."""
    found: list[Any] = []

    def walk(element: Any) -> None:
        for kid in kids(element):
            if isinstance(kid, Dictionary) and "/S" in kid:
                assert kid.P.objgen == element.objgen, "an element knows what holds it"
                found.append(kid)
                walk(kid)

    walk(pdf.Root.StructTreeRoot)
    return [element for element in found if not roles or str(element.S)[1:] in roles]


def bag(text: str) -> tuple[tuple[str, int], ...]:
    """Return the letters of a text, in no order: names in another script stand where they are read, or where they are drawn."""
    return tuple(sorted(Counter(letters(text)).items()))


def broken_paragraphs(document: Document) -> list[str]:
    """Return paragraphs of a document that are no single element of its structure."""
    root = lxml.html.fromstring(document.html)
    for element in root.xpath(f"{NOT_SHOWN} | //*[@class='note'] | //*[contains(@class, 'colophon')]"):
        element.drop_tree()
    wanted = [paragraph.text_content() for paragraph in root.xpath("//p[not(.//p)]") if letters(paragraph.text_content())]
    found = {bag("".join(line.text for line in lines)) for lines in document.setting.blocks().values()}
    return [text for text in wanted if bag(text) not in found]


def wrong_notes(pdf: Any, html: str) -> list[str]:
    """Return what is wrong with notes: their number, their names, their links, their places."""
    notes, mentions = elements(pdf, "Note"), elements(pdf, "Reference")
    count = len(lxml.html.fromstring(html).xpath("//*[@class='note']"))
    names = {str(note.get("/ID", "")) for note in notes} - {""}
    wrong = (
        []
        if len(notes) == len(names) == len(mentions) == count
        else [f"{count} notes, {len(notes)} set, {len(names)} named, {len(mentions)} mentions"]
    )
    places = pdf.Root.get("/Names", Dictionary()).get("/Dests")
    known = {str(name) for name in pikepdf.NameTree(places)} if places is not None else set()
    links = {number: (target[1:], said) for target, said, number in note_links_in(pdf)}
    for mention, note in zip(mentions, notes, strict=False):
        there, back = (
            links.get(next((link.objgen[0] for link in inner(element, "Link")), 0), ("", "")) for element in (mention, *inner(note, "Lbl")[:1])
        )
        if there[0].replace("note:", "mention:") != back[0] or not {there[0], back[0]} <= known or not there[1] or not back[1]:
            wrong.append(f"a mention leads to {there}, its note to {back}")
        around = [kid for kid in kids(note.P) if (isinstance(kid, Dictionary) and "/S" in kid and str(kid.S) != "/Note") or kid.objgen == note.objgen]
        paragraph = around[[kid.objgen for kid in around].index(note.objgen) - 1]
        mentioned = {one.objgen for one in (paragraph, *inner(paragraph, "Reference"))}
        if mention.objgen not in mentioned:
            wrong.append("a note does not follow the paragraph that mentions it")
    return wrong


def inner(element: Any, role: str) -> list[Any]:
    """Return the elements of a role below one."""
    found = [kid for kid in kids(element) if isinstance(kid, Dictionary) and "/S" in kid]
    return [one for kid in found for one in ([kid] if str(kid.S) == f"/{role}" else []) + inner(kid, role)]


def wrong_words(pdf: Any, html: str) -> list[str]:
    """Return links of a document that say something else than their words."""
    said = {(f"{link.get('href')}", bag(link.text_content())) for link in lxml.html.fromstring(html).iter("a") if link.get("href")}
    return [f"{target}: {words}" for target, words, _ in links_in(pdf) if (target, bag(words)) not in said]


def test_every_paragraph_is_one_element_whichever_columns_and_pages_it_stands_in(document: Document) -> None:
    assert broken_paragraphs(document) == []


def test_notes_follow_their_paragraphs_and_lead_there_and_back(pdf: Any, document: Document) -> None:
    assert wrong_notes(pdf, document.html) == []


def test_links_say_their_words_and_stand_in_no_other(pdf: Any, document: Document) -> None:
    assert wrong_words(pdf, document.html) == []
    assert [link for link in elements(pdf, "Link") if inner(link, "Link")] == []


def test_no_element_is_empty_and_no_trace_of_the_making_is_left(pdf: Any) -> None:
    found = elements(pdf)
    assert [str(one.S) for one in found if not kids(one) and str(one.S)[1:] not in EMPTY] == []
    assert [one for one in found if "/From" in one] == []
    assert {str(one.S)[1:] for one in found} & {"Artifact"} == set()


def test_dots_that_lead_to_a_page_number_are_not_read_out(document: Document) -> None:
    dots = [run for run in document.setting.runs if run.page == 2 and set(run.text.strip()) == {"."}]
    assert len(dots) > 20
    assert [run for run in dots if run.path] == []


def test_names_of_elements_are_found_by_the_tree_of_names(pdf: Any) -> None:
    named = {bytes(one.ID) for one in elements(pdf) if "/ID" in one}
    names = list(pdf.Root.StructTreeRoot.IDTree.Names)[::2]
    assert [bytes(name) for name in names] == sorted(named)
    asked = {bytes(name) for cell in elements(pdf, "TD", "TH") for name in cell.get("/A", Dictionary()).get("/Headers", ())}
    assert asked <= named


# Documents that are broken by the page

STYLE = "@page { size: 100mm 60mm; margin: 10mm } p { margin: 0; font: 12pt/1.5 'Noto Serif'; orphans: 1; widows: 1 }"
WORDS = "one two three four five six seven eight nine ten "


def made(body: str, style: str, folder: Path) -> tuple[pikepdf.Pdf, pikepdf.Pdf]:
    """Return a document as the engine writes it, and finished."""
    html = f'<html lang="en"><title>t</title><style>{STYLE}{style}</style><body>{body}'
    raw, _ = pdf_engine.write_pdf(html, folder, (folder,), "screen")
    return pikepdf.open(io.BytesIO(raw)), pikepdf.open(io.BytesIO(finish_screen(raw, "ltr", {})))


def roles(pdf: pikepdf.Pdf, *wanted: str) -> str:
    """Return the roles of elements, in the order of reading."""
    return " ".join(str(element.S)[1:] for element in elements(pdf, *wanted))


def texts(pdf: pikepdf.Pdf) -> list[str]:
    """Return the letters of each paragraph."""
    return [letters("".join(line.text for line in lines)) for lines in read_setting(saved(pdf)).blocks().values()]


@pytest.mark.parametrize("style", ["", "body { columns: 2; column-gap: 5mm }"], ids=["pages", "columns"])
def test_a_paragraph_goes_on_over_columns_and_pages(style: str, tmp_path: Path) -> None:
    raw, finished = made(f"<p>{WORDS * 14}</p><p>{WORDS}</p>", style, tmp_path)
    assert len(raw.pages) > 1
    assert len(elements(raw, "P")) > 2
    assert texts(finished) == [letters(WORDS * 14), letters(WORDS)]
    first = elements(finished, "P")[0]
    assert len({kid.Pg.objgen for kid in kids(first)}) == len(finished.pages) - (style == "")


def test_a_link_over_two_pages_is_one_link_with_two_places(tmp_path: Path) -> None:
    _, finished = made(f'<p>{WORDS * 4}<a href="https://example.org/">{WORDS * 6}</a></p>', "", tmp_path)
    (link,) = elements(finished, "Link")
    places = [kid.Obj for kid in kids(link) if isinstance(kid, Dictionary) and "/Obj" in kid]
    assert len({place.objgen for place in places}) == len(places) > 2
    assert sum(len(page.obj.get("/Annots", ())) for page in finished.pages) == len(places)
    assert {str(place.Contents) for place in places} == {(WORDS * 6).strip()}


def test_a_list_goes_on_as_one_list_with_its_items_whole(tmp_path: Path) -> None:
    inside = "".join(f"<li><p>{number} {WORDS}</p></li>" for number in range(3))
    raw, finished = made(f"<ol><li><p>{WORDS * 9}</p></li><li><p>{WORDS}</p><ul>{inside}</ul></li><li><p>{WORDS}</p></li></ol>", "", tmp_path)
    assert roles(raw, "L", "LI") != roles(finished, "L", "LI")
    assert roles(finished, "L", "LI", "LBody", "Lbl") == "L LI Lbl LBody LI Lbl LBody L LI Lbl LBody LI Lbl LBody LI Lbl LBody LI Lbl LBody"


def test_a_table_goes_on_as_one_table_with_one_head(tmp_path: Path) -> None:
    rows = "".join(f"<tr><th scope=row>{number}</th><td><p>{WORDS}</p></td></tr>" for number in range(6))
    raw, finished = made(f"<table><thead><tr><th>Number</th><th>Words</th></tr></thead><tbody>{rows}</tbody></table>", "", tmp_path)
    assert len(elements(raw, "Table")) == len(elements(raw, "THead")) > 1
    assert roles(finished, "Table", "THead", "TBody", "TR") == "Table THead TR TBody TR TR TR TR TR TR"
    heads = {bytes(cell.ID) for cell in elements(finished, "TH")}
    cells = elements(finished, "TD")
    assert len(heads) == 8
    assert all(len(cell.A.Headers) == 2 and {bytes(name) for name in cell.A.Headers} <= heads for cell in cells)
    assert len({tuple(bytes(name) for name in cell.A.Headers) for cell in cells}) == len(cells)
    shown = [run.text for run in read_setting(saved(finished)).runs if run.text == "Number"]
    assert len(shown) > 1, "drawn again on each page"


def test_a_row_that_is_broken_has_its_cells_whole(tmp_path: Path) -> None:
    cells = f"<td><p>{WORDS * 6}</p></td><td><p>{WORDS * 7}</p></td>"
    raw, finished = made(f"<table><tr>{cells}</tr></table>", "", tmp_path)
    assert len(elements(raw, "TD")) > 2
    assert roles(finished, "TR", "TD", "P") == "TR TD P TD P"
    assert texts(finished) == [letters(WORDS * 6), letters(WORDS * 7)]


def test_a_caption_that_is_broken_loses_nothing(tmp_path: Path) -> None:
    _, finished = made(f"<figure><figcaption>{WORDS * 14}</figcaption></figure>", "figure { margin: 0 }", tmp_path)
    assert len(finished.pages) > 1
    assert roles(finished, "Caption") == "Caption"
    assert texts(finished) == [letters(WORDS * 14)]


def test_sections_stay_two(document: Document) -> None:
    html = lxml.html.fromstring(document.html)
    with pikepdf.open(io.BytesIO(document.data)) as pdf:
        assert len(elements(pdf, "Sect")) == len(html.xpath("//section"))
        assert len(elements(pdf, "Art")) == len(html.xpath("//article"))
        assert len(elements(pdf, "Part")) == len(html.xpath("//main"))
        assert len(elements(pdf, "Table")) == len(html.xpath("//table"))
        assert len(elements(pdf, "L")) == len(html.xpath("//ul | //ol | //dl"))
        assert len(elements(pdf, "LI")) == len(html.xpath("//li | //dt | //dd"))
        assert len(elements(pdf, "BlockQuote")) == len(html.xpath("//blockquote"))


def test_what_stands_twice_in_a_document_stays_two(tmp_path: Path) -> None:
    _, finished = made("<p>a</p><p>a</p><ul><li>b</li></ul><ul><li>b</li></ul>", "", tmp_path)
    assert roles(finished, "P", "L", "LI") == "P P L LI L LI"


def test_notes_on_several_pages_each_follow_what_mentions_them(tmp_path: Path) -> None:
    note = '<span class="note" data-footnote-call="Note" data-footnote-marker="Back">what {} says</span>'
    body = f"<p>a{note.format('a')} b{note.format('b')} {WORDS * 6}</p><ul><li>c{note.format('c')}</li></ul><p>{WORDS * 5}d{note.format('d')}</p>"
    raw, finished = made(body, ".note { float: footnote }", tmp_path)
    assert len(finished.pages) > 1
    assert wrong_notes(finished, body) == []
    assert roles(finished, "P", "Note", "LBody") == "P Note Note LBody Note P Note"
    assert {said for _, said, _ in note_links_in(finished)} == {"Note", "Back"}
    assert elements(raw, "Note") == []


def saved(pdf: pikepdf.Pdf) -> io.BytesIO:
    target = io.BytesIO()
    pdf.save(target)
    return target


# Controls


def test_a_paragraph_in_two_elements_is_seen(english: Document) -> None:
    def cut(pdf: pikepdf.Pdf) -> None:
        paragraph = next(one for one in elements(pdf, "P") if len(kids(one)) > 3)
        place = [kid.objgen for kid in kids(paragraph.P)].index(paragraph.objgen)
        other = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name.P, P=paragraph.P, Pg=paragraph.Pg, K=Array(kids(paragraph)[2:])))
        for kid in other.K:
            kid.P = other
        paragraph.K = Array(kids(paragraph)[:2])
        paragraph.P.K.insert(place + 1, other)

    assert len(broken_paragraphs(spoilt_document(english, cut))) == 1


def spoilt_document(document: Document, spoil: Any) -> Any:
    """Return a document with a defect."""

    class Spoilt(Document):
        data = spoilt(document.data, spoil)

    return Spoilt(document.screens, document.tag)


def lose_a_name(pdf: pikepdf.Pdf) -> None:
    del elements(pdf, "Note")[0].ID


def lead_nowhere(pdf: pikepdf.Pdf) -> None:
    link = next(one for page in pdf.pages for one in page.obj.Annots if str(one.get("/Dest", "")).startswith("note:"))
    link.Dest = pikepdf.String("note:99")


def move_a_note(pdf: pikepdf.Pdf) -> None:
    note = elements(pdf, "Note")[0]
    holder, document = note.P, elements(pdf, "Document")[0]
    holder.K = Array([kid for kid in kids(holder) if kid.objgen != note.objgen])
    document.K.append(note)
    note.P = document


@pytest.mark.parametrize("spoil", [lose_a_name, lead_nowhere, move_a_note])
def test_a_note_that_cannot_be_found_is_seen(spoil: Any, english: Document) -> None:
    with pikepdf.open(io.BytesIO(spoilt(english.data, spoil))) as pdf:
        assert len(wrong_notes(pdf, english.html)) == 1


def test_a_link_that_says_the_name_of_its_target_is_seen(english: Document) -> None:
    def spoil(pdf: pikepdf.Pdf) -> None:
        link = next(one for page in pdf.pages for one in page.obj.Annots if "/Dest" in one)
        link.Contents = link.Dest

    with pikepdf.open(io.BytesIO(spoilt(english.data, spoil))) as pdf:
        assert len(wrong_words(pdf, english.html)) == 1
