"""What a PDF for the screen must tell a screen reader, a search and an archive, as far as it can be read out of the file.

The clauses are of ISO 14289-1 (PDF/UA-1) and ISO 19005-2 (PDF/A-2). A validator reads more than this; these are the checks
that cost nothing, so that every build can run them. :func:`check_screen` runs them all.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name

from newsletter.model import Block, Edition, Inline

LOST = 0.1
"""The part of a letter's places that may be read back as another: a ligature in a face of one's own costs some, a fault nearly all."""

_SEEN_OFTEN = 4
"""How often a letter stands in an edition before its loss can be told from chance."""
_HEADING = re.compile(r"/H[1-6]$")
_PAIR = re.compile(rb"^<([0-9A-Fa-f]+)> ?<([0-9A-Fa-f]+)>", re.MULTILINE)
_READ = "Tf Tj TJ BDC BMC EMC"
_FILES = ("/FontFile", "/FontFile2", "/FontFile3")


class Fault(NamedTuple):
    """Something that a reader would miss."""

    check: str
    """``document``, ``structure``, ``fonts``, ``outline``, ``links``, ``pictures``, ``languages`` or ``text``."""
    page: int
    """From 1; 0 for the whole document."""
    message: str


def check_screen(data: bytes, edition: Edition) -> tuple[Fault, ...]:
    """Return every fault of the PDF that *edition* is read from on a screen."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        found = [*check_document(pdf, edition), *check_fonts(pdf), *check_links(pdf)]
        if "/StructTreeRoot" not in pdf.Root:
            found.append(Fault("structure", 0, "the file has no structure: a screen reader cannot tell a headline from a footnote"))
        else:
            elements = tuple(walk(pdf.Root.StructTreeRoot))
            found += [*check_structure(elements), *check_outline(pdf, elements), *check_pictures(pdf, elements)]
            found += check_languages(elements, edition)
        found += check_text(pdf, edition)
    return tuple(dict.fromkeys(found))


def check_document(pdf: pikepdf.Pdf, edition: Edition) -> Iterator[Fault]:
    """Language, title, author and dates are told, the same in both places, and what standards the file keeps (7.1, 7.2; 6.6)."""
    root, tag = pdf.Root, edition.language.tag
    if (spoken := str(root.get("/Lang", ""))) != tag:
        yield Fault("document", 0, f"the file says that it is in {spoken or 'no language'}, not in {tag}")
    title = str(pdf.docinfo.get("/Title", ""))
    if not title.strip():
        yield Fault("document", 0, "the file has no title")
    if not root.get("/ViewerPreferences", Dictionary()).get("/DisplayDocTitle", False):
        yield Fault("document", 0, "programs show the name of the file, not its title")
    packet = pdf.open_metadata() if "/Metadata" in root else {}
    for name, told, shown in (
        ("title", packet.get("dc:title"), title),
        ("author", ", ".join(packet.get("dc:creator") or ()), str(pdf.docinfo.get("/Author", ""))),
        ("date", re.sub(r"\D", "", str(packet.get("xmp:CreateDate", "")))[:14], re.sub(r"\D", "", str(pdf.docinfo.get("/CreationDate", "")))[:14]),
    ):
        if (told or "") != shown:
            yield Fault("document", 0, f"the file tells its {name} twice, and not the same")
    if tag not in (packet.get("dc:language") or ()):
        yield Fault("document", 0, f"an archive is not told that the file is in {tag}")
    if (packet.get("pdfaid:part"), packet.get("pdfaid:conformance"), packet.get("pdfuaid:part")) != ("2", "A", "1"):
        yield Fault("document", 0, "the file does not say that it is PDF/A-2a and PDF/UA-1")


def check_fonts(pdf: pikepdf.Pdf) -> Iterator[Fault]:
    """Every font is in the file, and can be read back (7.21.4.1, 7.21.7)."""
    for thing in pdf.objects:
        if not isinstance(thing, Dictionary) or thing.get("/Type") != Name.Font:
            continue
        name = str(thing.get("/BaseFont", "")).lstrip("/")
        if thing.get("/Subtype") == Name.Type0:
            if "/ToUnicode" not in thing:
                yield Fault("fonts", 0, f"text in the font {name} cannot be read back")
        elif thing.get("/Subtype") != Name.Type3 and not any(key in thing.get("/FontDescriptor", Dictionary()) for key in _FILES):
            yield Fault("fonts", 0, f"the font {name} is not in the file")


def check_links(pdf: pikepdf.Pdf) -> Iterator[Fault]:
    """Every link says in words where it leads (7.18.5), and those inside the file lead somewhere."""
    known = set(_names(pdf))
    for number, page in enumerate(pdf.pages, 1):
        for annotation in page.obj.get("/Annots", Array()):
            if annotation.get("/Subtype") != Name.Link:
                continue
            if not str(annotation.get("/Contents", "")).strip():
                yield Fault("links", number, "a link does not say where it leads")
            target = annotation.get("/Dest") or annotation.get("/A", Dictionary()).get("/D")
            if isinstance(target, pikepdf.String) and target == annotation.get("/Contents"):
                yield Fault("links", number, f"a link says the name of its target, “{target}”, and not its words")
            if target is not None and not _leads_somewhere(pdf, target, known):
                yield Fault("links", number, f"a link inside the file leads nowhere: {target}")


def _names(pdf: pikepdf.Pdf) -> Iterator[str]:
    tree = pdf.Root.get("/Names", Dictionary()).get("/Dests")
    return (str(name) for name in pikepdf.NameTree(tree)) if tree is not None else iter(())


def _leads_somewhere(pdf: pikepdf.Pdf, target: Any, known: set[str]) -> bool:
    if isinstance(target, Array):
        return any(page.obj.objgen == target[0].objgen for page in pdf.pages)
    return str(target) in known


def walk(element: Any) -> Iterator[Any]:
    """Yield every element below one of the structure, in the order of reading."""
    waiting, seen = [element], set()
    while waiting:
        one = waiting.pop()
        if "/S" in one:
            yield one
        kids = one.get("/K", Array())
        for kid in reversed(list(kids) if isinstance(kids, Array) else [kids]):
            if isinstance(kid, Dictionary) and "/S" in kid and kid.objgen not in seen:
                seen.add(kid.objgen)
                waiting.append(kid)


def check_structure(elements: tuple[Any, ...]) -> Iterator[Fault]:
    """No element is empty but a cell, no link stands in another, and every note can be found by its name (7.1, 7.18.5, 7.9)."""
    named: Counter[str] = Counter()
    for element in elements:
        role = str(element.S)[1:]
        if role not in {"TD", "TH"} and len(element.get("/K", Array())) == 0:
            yield Fault("structure", 0, f"an element is read out that holds nothing ({role})")
        if role == "Link" and any(str(inner.S) == "/Link" for inner in walk(element) if inner.objgen != element.objgen):
            yield Fault("structure", 0, "a link stands inside another, and is read out twice")
        if role == "Note":
            named[str(element.get("/ID", ""))] += 1
    if named.pop("", 0) or any(times > 1 for times in named.values()):
        yield Fault("structure", 0, "a note has no name of its own, so that nothing can lead to it")
    mentions = sum(str(element.S) == "/Reference" for element in elements)
    if mentions != len(named):
        yield Fault("structure", 0, f"{mentions} mentions lead to {len(named)} notes")


def check_outline(pdf: pikepdf.Pdf, elements: tuple[Any, ...]) -> Iterator[Fault]:
    """Every heading has an entry in the outline, in the same order, and each leads to a page."""
    levels = [int(str(element.S)[2]) for element in elements if _HEADING.match(str(element.S))]
    entries: list[int] = []

    def follow(items: list[pikepdf.OutlineItem], depth: int) -> Iterator[Fault]:
        for item in items:
            entries.append(depth)
            if not isinstance(item.destination, Array) or not _leads_somewhere(pdf, item.destination, set()):
                yield Fault("outline", 0, f"the entry “{item.title}” of the outline leads nowhere")
            yield from follow(item.children, depth + 1)

    with pdf.open_outline() as outline:
        yield from follow(outline.root, 1)
    if entries != levels:
        yield Fault("outline", 0, f"the outline has {len(entries)} entries for {len(levels)} headings, or they stand on other levels")


def check_pictures(pdf: pikepdf.Pdf, elements: tuple[Any, ...]) -> Iterator[Fault]:
    """Every picture that is not decoration says what is to be seen (7.3)."""
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, 1)}
    for element in elements:
        if str(element.S) == "/Figure" and not str(element.get("/Alt", "")).strip():
            yield Fault("pictures", numbers.get(element.get("/Pg", element).objgen, 0), "a picture has no alt text")


def check_languages(elements: tuple[Any, ...], edition: Edition) -> Iterator[Fault]:
    """Every language of the edition's stories is told where it begins, so that it is read with the right voice (7.2)."""
    told = {str(element.Lang) for element in elements if "/Lang" in element} | {edition.language.tag}
    for language in sorted({language for language, text in _texts(edition) if text} - told):
        yield Fault("languages", 0, f"text in {language} does not say so, and is read out in the wrong voice")


def _texts(edition: Edition) -> Iterator[tuple[str, str]]:
    """Yield the headlines and runs of text of an edition, with their languages."""
    for slot in edition.slots:
        yield slot.article.headline.language, slot.article.headline.text
        for block in () if slot.is_link else slot.article.blocks:
            yield from _block_texts(block)


def _block_texts(block: Block) -> Iterator[tuple[str, str]]:
    for run in block.inlines:
        yield from _run_texts(run, block.language)
    for inner in block.blocks:
        yield from _block_texts(inner)


def _run_texts(run: Inline, language: str) -> Iterator[tuple[str, str]]:
    language = run.language or language
    yield language, run.text
    for child in run.children:
        yield from _run_texts(child, language)


def check_text(pdf: pikepdf.Pdf, edition: Edition) -> Iterator[Fault]:
    """No letter is lost when text is read back, copied or searched for (7.21.7): some engines lose whole letters of a script."""
    wanted = Counter("".join(unicodedata.normalize("NFC", text) for _, text in _texts(edition)))
    found = Counter(unicodedata.normalize("NFC", "".join(read_text(pdf))))
    for letter, times in sorted(wanted.items()):
        if unicodedata.category(letter).startswith("L") and times >= _SEEN_OFTEN and found[letter] < times * (1 - LOST):
            yield Fault("text", 0, f"the letter {letter} stands {times} times in the stories, and can be read back {found[letter]} times")


def read_text(pdf: pikepdf.Pdf) -> Iterator[str]:
    """Yield the text of every page as programs read it: what a run says of itself, else what its font makes of its glyphs."""
    maps: dict[tuple[int, int], Mapping[int, str]] = {}
    for page in pdf.pages:
        fonts = page.obj.get("/Resources", Dictionary()).get("/Font", Dictionary())
        font: Mapping[int, str] = {}
        spoken: list[bool] = []
        for instruction in pikepdf.parse_content_stream(page, _READ):
            name, operands = str(instruction.operator), instruction.operands
            if name == "Tf":
                font = _letters(fonts.get(str(operands[0])), maps)
            elif name in {"BDC", "BMC"}:
                said = operands[1].get("/ActualText") if len(operands) > 1 and isinstance(operands[1], Dictionary) else None
                spoken.append(said is not None)
                yield str(said or "")
            elif name == "EMC":
                spoken.pop()
            elif not any(spoken):
                for part in operands[0] if name == "TJ" else operands:
                    if isinstance(part, pikepdf.String):
                        data = bytes(part)
                        yield "".join(font.get(int.from_bytes(data[at : at + 2], "big"), "") for at in range(0, len(data), 2))


def _letters(font: Any, maps: dict[tuple[int, int], Mapping[int, str]]) -> Mapping[int, str]:
    """Return the letters of a font's glyphs (ISO 32000-1, 9.10.3)."""
    if font is None or "/ToUnicode" not in font:
        return {}
    if font.objgen not in maps:
        pairs = _PAIR.findall(font.ToUnicode.read_bytes())
        maps[font.objgen] = {int(glyph, 16): bytes.fromhex(text.decode()).decode("utf-16-be", "replace") for glyph, text in pairs}
    return maps[font.objgen]
