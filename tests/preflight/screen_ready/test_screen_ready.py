"""What readers of the screen PDF would miss is told: each defect is seeded in a sound file and must be named."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from pikepdf import Dictionary, Name
from screens import SCRIPTS, golden, spoilt
from values import a_proof, told

from newsletter.model import EditionProof, Pdf, Proof
from newsletter.preflight.screen_ready import HINTS, check

Spoil = Callable[[pikepdf.Pdf], Any]


def said_of(data: bytes, tag: str = "en", name: str = "screen") -> list[str]:
    """Return what is said of a PDF."""
    entry = EditionProof(golden().desk.editions[tag], pdfs=(Pdf(name, data, 5),))
    return told(check(Proof(a_proof().issue, (entry,))))


@pytest.mark.parametrize("tag", SCRIPTS)
def test_a_screen_pdf_as_it_is_made_passes(tag: str) -> None:
    assert said_of(golden().pdfs[tag], tag) == []


def test_the_print_pdf_is_left_alone() -> None:
    assert said_of(b"not even a PDF", name="print") == []


def elements(pdf: pikepdf.Pdf, role: str) -> list[Any]:
    """Return the structure elements of a role."""
    return [thing for thing in pdf.objects if isinstance(thing, Dictionary) and thing.get("/S") == Name(role) and "/P" in thing]


def links(pdf: pikepdf.Pdf) -> list[Any]:
    """Return the links of all pages."""
    return [link for page in pdf.pages for link in page.obj.get("/Annots", ()) if link.get("/Subtype") == Name.Link]


def take_languages(pdf: pikepdf.Pdf) -> None:
    for thing in pdf.objects:
        if isinstance(thing, Dictionary) and "/S" in thing and "/Lang" in thing:
            del thing["/Lang"]


def take_a_font(pdf: pikepdf.Pdf) -> None:
    del next(thing for thing in pdf.objects if isinstance(thing, Dictionary) and "/FontFile2" in thing)["/FontFile2"]


def take_a_letter(pdf: pikepdf.Pdf) -> None:
    """Let no font know what it draws for an e."""
    for thing in pdf.objects:
        if isinstance(thing, Dictionary) and "/ToUnicode" in thing:
            thing.ToUnicode.write(re.sub(rb"(?m)^(<[0-9A-Fa-f]+>) <0065>$", rb"\1 <0061>", thing.ToUnicode.read_bytes()))


def take_what_runs_say(pdf: pikepdf.Pdf) -> None:
    """Leave reading to the glyphs, as the engine does."""
    for page in pdf.pages:
        instructions = [(one.operands, one.operator) for one in pikepdf.parse_content_stream(page)]
        for operands, operator in instructions:
            if str(operator) == "BDC" and isinstance(operands[1], Dictionary) and "/ActualText" in operands[1]:
                del operands[1]["/ActualText"]
        page.obj.Contents = pdf.make_stream(pikepdf.unparse_content_stream(instructions))


def move_the_date(pdf: pikepdf.Pdf) -> None:
    pdf.docinfo["/CreationDate"] = "D:20220730000000Z"


def lose_an_entry(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root[0].children.pop()


def mislead_an_entry(pdf: pikepdf.Pdf) -> None:
    with pdf.open_outline() as outline:
        outline.root[0].children[-1].destination = pikepdf.Array([pdf.make_indirect(Dictionary()), Name.Fit])


def deny_the_standard(pdf: pikepdf.Pdf) -> None:
    pdf.Root.Metadata.write(pdf.Root.Metadata.read_bytes().replace(b"<pdfuaid:part>1</pdfuaid:part>", b""))


SPOILT: list[tuple[str, Spoil]] = [
    ("the en screen PDF: the file says that it is in no language, not in en", lambda pdf: pdf.Root.__delitem__("/Lang")),
    ("the en screen PDF: the file says that it is in fr, not in en", lambda pdf: setattr(pdf.Root, "Lang", pikepdf.String("fr"))),
    ("the en screen PDF: the file has no title", lambda pdf: pdf.docinfo.__delitem__("/Title")),
    ("the en screen PDF: programs show the name of the file, not its title", lambda pdf: pdf.Root.__delitem__("/ViewerPreferences")),
    ("the en screen PDF: the file tells its author twice, and not the same", lambda pdf: pdf.docinfo.__setitem__("/Author", "Nobody")),
    ("the en screen PDF: the file tells its date twice, and not the same", move_the_date),
    ("the en screen PDF: the file does not say that it is PDF/A-2a and PDF/UA-1", deny_the_standard),
    ("the en screen PDF: the file has no structure", lambda pdf: pdf.Root.__delitem__("/StructTreeRoot")),
    ("is not in the file", take_a_font),
    ("cannot be read back", lambda pdf: elements_of_fonts(pdf)[0].__delitem__("/ToUnicode")),
    ("page 1 of the en screen PDF: a link does not say where it leads", lambda pdf: links(pdf)[0].__delitem__("/Contents")),
    (
        "page 1 of the en screen PDF: a link inside the file leads nowhere: nobody",
        lambda pdf: setattr(links(pdf)[0], "Dest", pikepdf.String("nobody")),
    ),
    ("the en screen PDF: the outline has ", lose_an_entry),
    ("of the outline leads nowhere", mislead_an_entry),
    ("page 1 of the en screen PDF: a picture has no alt text", lambda pdf: elements(pdf, "/Figure")[0].__delitem__("/Alt")),
    ("the en screen PDF: text in es does not say so, and is read out in the wrong voice", take_languages),
    ("the en screen PDF: the letter e stands ", take_a_letter),
]


def elements_of_fonts(pdf: pikepdf.Pdf) -> list[Any]:
    """Return the composite fonts."""
    return [thing for thing in pdf.objects if isinstance(thing, Dictionary) and thing.get("/Subtype") == Name.Type0]


@pytest.mark.parametrize(("message", "spoil"), SPOILT, ids=[message.rpartition(": ")[2][:40] for message, _ in SPOILT])
def test_a_seeded_defect_is_told(message: str, spoil: Spoil) -> None:
    found = said_of(spoilt(golden().pdfs["en"], spoil))
    assert any(message in said for said in found), found
    assert all(said.startswith("2022-07.yaml:1: error: ") and said.endswith(" (screen-ready)") for said in found)


def test_the_letter_that_the_engine_loses_is_missed() -> None:
    found = said_of(spoilt(golden().pdfs["th"], take_what_runs_say), "th")
    assert any("the letter \N{THAI CHARACTER SARA AM} stands" in said and "can be read back 0 times" in said for said in found), found


def test_every_kind_of_fault_that_concerns_editors_has_its_own_hint() -> None:
    assert set(HINTS) < {"document", "structure", "fonts", "outline", "links", "pictures", "languages", "text"}
