"""What a PDF tells those who do not see it: links, headings, languages, page numbers, held against the document it was set from."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import lxml.html
import pikepdf
from layout import letters
from pikepdf import Array, Dictionary, Name
from setting import HEADING, Element, Run, Setting

from newsletter.languages.digits import to_digits
from newsletter.model import Edition

NOT_SHOWN = "//style | //*[@class='running']"
_NOTE_LINK = re.compile(r"#(mention|note):")


def links_of(html: str) -> set[str]:
    """Return where the links of a document lead: addresses, and places inside it."""
    return {str(link.get("href")) for link in lxml.html.fromstring(html).iter("a") if link.get("href")}


def links_in(pdf: pikepdf.Pdf) -> Iterator[tuple[str, str, int]]:
    """Yield where each link of the document leads, what it says, and the number of its element of the structure.

    Those between notes and their mentions, which no template writes, are left to :func:`note_links_in`.
    """
    return (link for link in _all_links_in(pdf) if not _NOTE_LINK.match(link[0]))


def note_links_in(pdf: pikepdf.Pdf) -> Iterator[tuple[str, str, int]]:
    """Yield where each link from or to a note leads, what it says, and the number of its element."""
    return (link for link in _all_links_in(pdf) if _NOTE_LINK.match(link[0]))


def _all_links_in(pdf: pikepdf.Pdf) -> Iterator[tuple[str, str, int]]:
    numbers = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    owners = dict(zip(map(int, numbers[::2]), numbers[1::2], strict=True))
    for page in pdf.pages:
        for link in page.obj.get("/Annots", Array()):
            if link.get("/Subtype") == Name.Link:
                target = f"#{link.Dest}" if "/Dest" in link else str(link.A.URI)
                yield target, str(link.get("/Contents", "")), owners[int(link.StructParent)].objgen[0]


def languages_of(html: str) -> set[str]:
    """Return the languages that elements with text say they are in."""
    root = lxml.html.fromstring(html)
    for element in root.xpath(NOT_SHOWN):
        element.drop_tree()
    return {str(element.get("lang")) for element in root.xpath("//body//*[@lang]") if element.text_content().strip()}


def languages_in(pdf: pikepdf.Pdf) -> set[str]:
    """Return the languages that elements of the structure say they are in."""
    return {str(thing.Lang) for thing in pdf.objects if isinstance(thing, Dictionary) and "/S" in thing and "/Lang" in thing}


def outline_of(pdf: pikepdf.Pdf) -> list[tuple[int, str, int]]:
    """Return level, title and page of every entry of the outline, in order; page 0 where it leads nowhere."""
    pages = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
    found = []

    def follow(items: list[pikepdf.OutlineItem], level: int) -> None:
        for item in items:
            page = pages.get(item.destination[0].objgen, 0) if isinstance(item.destination, Array) else 0
            found.append((level, letters(item.title), page))
            follow(item.children, level + 1)

    with pdf.open_outline() as outline:
        follow(outline.root, 1)
    return found


def headings_of(setting: Setting) -> list[tuple[int, str, int]]:
    """Return level, letters and page of every heading, in the order of reading."""
    blocks = setting.blocks().items()
    return [
        (int(block.role[1]), letters("".join(line.text for line in lines)), lines[0].page) for block, lines in blocks if HEADING.match(block.role)
    ]


def page_numbers(data: bytes, setting: Setting) -> list[tuple[str, str]]:
    """Return the story and the page number of every reference that gives one: contents, cover, related stories."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        targets = {number: target for target, _, number in links_in(pdf) if target.startswith("#")}
    blocks: dict[tuple[Element, str], list[Run]] = {}
    for run in setting.words():
        target = next((targets[element.number] for element in run.path if element.number in targets), "")
        if target:
            blocks.setdefault((run.block, target), []).append(run)
    found = ((target, re.sub(r"\W", "", runs[-1].text)) for (_, target), runs in blocks.items())
    return [(target[1:], number) for target, number in found if number.isdigit()]


def wrong_numbers(data: bytes, setting: Setting, edition: Edition) -> list[str]:
    """Return references whose number is not that of the page where the story's headline stands, in the reader's digits."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        entries = outline_of(pdf)
    wrong = []
    for slug, number in page_numbers(data, setting):
        slot = edition.slot_of(slug)
        assert slot is not None
        pages = [page for _, title, page in entries if title == letters(slot.article.headline.text)]
        if number not in {to_digits(str(page), edition.language.digits) for page in pages}:
            wrong.append(f"{slug}: page {number}, the headline stands on {pages}")
    return wrong
