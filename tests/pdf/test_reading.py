"""What a screen PDF tells those who hear it or search it is what its document says; a defect in any of it is seen."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import lxml.html
import pikepdf
import pytest
from documents import Document
from pikepdf import Dictionary, Name
from reading import headings_of, languages_in, languages_of, links_in, links_of, outline_of, page_numbers, wrong_numbers
from screens import spoilt
from setting import read_setting

from newsletter.render.pdf import created


def wrong_links(pdf: Any, html: str) -> list[str]:
    """Return links that are no annotation or say nothing, and annotations that are no link of the document."""
    links = list(links_in(pdf))
    targets = {target for target, _, _ in links}
    silent = [f"{target} says nothing" for target, words, _ in links if not words.strip()]
    return [*sorted(links_of(html) ^ targets), *silent]


def wrong_facts(pdf: Any, document: Document) -> list[str]:
    """Return what Info and XMP do not tell alike, or otherwise than the document."""
    title = lxml.html.fromstring(document.html).findtext(".//title")
    author = lxml.html.fromstring(document.html).xpath("string(//meta[@name='author']/@content)")
    moment = created(document.edition)
    metadata, info = pdf.open_metadata(), pdf.docinfo
    digits = re.sub(r"\D", "", moment)
    found = {
        "title": (str(info.get("/Title", "")), metadata.get("dc:title"), title),
        "author": (str(info.get("/Author", "")), ", ".join(metadata.get("dc:creator", ())), author),
        "created": (re.sub(r"\D", "", str(info.get("/CreationDate", ""))), re.sub(r"\D", "", metadata.get("xmp:CreateDate", "")), digits),
        "changed": (re.sub(r"\D", "", str(info.get("/ModDate", ""))), re.sub(r"\D", "", metadata.get("xmp:ModifyDate", "")), digits),
        "language": (str(pdf.Root.get("/Lang", "")), document.edition.language.tag),
        "languages": (frozenset(metadata.get("dc:language", ())), frozenset(languages_of(document.html) | {document.edition.language.tag})),
        "shown": (bool(pdf.Root.get("/ViewerPreferences", Dictionary()).get("/DisplayDocTitle", False)), True),
    }
    return [name for name, told in found.items() if len(set(told)) > 1]


def test_every_link_is_an_annotation_that_says_where_it_leads_and_there_are_no_others(pdf: Any, document: Document) -> None:
    assert wrong_links(pdf, document.html) == []


def test_every_language_of_the_text_is_told_and_no_other(pdf: Any, document: Document) -> None:
    assert languages_in(pdf) == languages_of(document.html)


def test_title_author_and_dates_are_told_alike_in_both_places(pdf: Any, document: Document) -> None:
    assert wrong_facts(pdf, document) == []


def test_the_outline_has_every_heading_in_order_and_leads_to_its_page(pdf: Any, document: Document) -> None:
    headings = headings_of(document.setting)
    assert len(headings) > 5
    assert [(level, page) for level, _, page in outline_of(pdf)] == [(level, page) for level, _, page in headings]


def test_page_numbers_are_those_of_the_pages_where_the_headlines_stand_in_the_readers_digits(document: Document) -> None:
    stories = [slot.article.slug for slot in document.edition.slots]
    assert {slug for slug, _ in page_numbers(document.data, document.setting)} == set(stories)
    assert wrong_numbers(document.data, document.setting, document.edition) == []


# Controls


def in_spoilt(document: Document, spoil: Callable[[pikepdf.Pdf], Any]) -> Any:
    return pikepdf.open(io.BytesIO(spoilt(document.data, spoil)))


def first_link(pdf: pikepdf.Pdf) -> Any:
    return pdf.pages[0].obj.Annots[0]


def test_a_link_that_is_gone_strange_or_silent_is_seen(english: Document) -> None:
    def go_elsewhere(pdf: pikepdf.Pdf) -> None:
        link = next(link for page in pdf.pages for link in page.obj.Annots if "/A" in link)
        link.A.URI = pikepdf.String("https://elsewhere.example")

    with in_spoilt(english, go_elsewhere) as pdf:
        assert "https://elsewhere.example" in wrong_links(pdf, english.html)
        assert len(wrong_links(pdf, english.html)) == 2
    with in_spoilt(english, lambda pdf: first_link(pdf).__delitem__("/Contents")) as pdf:
        assert len(wrong_links(pdf, english.html)) == 1


def test_a_language_that_is_not_told_is_seen(english: Document) -> None:
    def forget(pdf: pikepdf.Pdf) -> None:
        for thing in pdf.objects:
            if isinstance(thing, Dictionary) and "/S" in thing and str(thing.get("/Lang", "")) == "th":
                del thing["/Lang"]

    with in_spoilt(english, forget) as pdf:
        assert languages_of(english.html) - languages_in(pdf) == {"th"}


FACTS = [
    ("title", lambda pdf: pdf.docinfo.__setitem__("/Title", "Another")),
    ("author", lambda pdf: pdf.docinfo.__delitem__("/Author")),
    ("created", lambda pdf: pdf.docinfo.__setitem__("/CreationDate", "D:19700101000000Z")),
    ("changed", lambda pdf: pdf.Root.Metadata.write(pdf.Root.Metadata.read_bytes().replace(b"<xmp:ModifyDate>2022", b"<xmp:ModifyDate>2021"))),
    ("language", lambda pdf: setattr(pdf.Root, "Lang", pikepdf.String("fr"))),
    ("languages", lambda pdf: pdf.Root.Metadata.write(pdf.Root.Metadata.read_bytes().replace(b"<rdf:li>es</rdf:li>", b""))),
    ("shown", lambda pdf: pdf.Root.__delitem__("/ViewerPreferences")),
]


@pytest.mark.parametrize(("name", "spoil"), FACTS, ids=[name for name, _ in FACTS])
def test_a_fact_that_is_wrong_in_one_place_is_seen(name: str, spoil: Callable[[pikepdf.Pdf], Any], english: Document) -> None:
    with in_spoilt(english, spoil) as pdf:
        assert wrong_facts(pdf, english) == [name]


def test_a_heading_that_is_not_in_the_outline_is_seen(english: Document) -> None:
    def shorten(pdf: pikepdf.Pdf) -> None:
        with pdf.open_outline() as outline:
            outline.root[0].children.pop()

    with in_spoilt(english, shorten) as pdf:
        assert len(outline_of(pdf)) == len(headings_of(english.setting)) - 1


def test_a_story_that_moves_to_another_page_is_seen(english: Document) -> None:
    def insert(pdf: pikepdf.Pdf) -> None:
        pdf.pages.insert(2, pdf.pages[1])

    moved = spoilt(english.data, insert)
    stories = [slot.article.slug for slot in english.edition.slots]
    assert {wrong.partition(":")[0] for wrong in wrong_numbers(moved, read_setting(io.BytesIO(moved)), english.edition)} == set(stories)


def test_marked_content_of_pages_is_told_from_furniture(english: Document) -> None:
    furniture = [run for run in english.setting.runs if not run.path]
    assert any(run.text.isdigit() for run in furniture), "the folio"
    assert not any(run.text.isdigit() and run.baseline > 780 for run in english.setting.words())
    assert Name.Link in {annotation.Subtype for page in pikepdf.open(io.BytesIO(english.data)).pages for annotation in page.obj.get("/Annots", ())}
