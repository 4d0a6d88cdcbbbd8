"""What three readers of PDFs give back, and a second opinion on the structure."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from documents import EDITIONS, Document, document_of
from extraction import READERS, SARA_AM, expect_sound_pdf, expect_the_words_again, print_html
from pikepdf import Name
from screens import LANGUAGES, spoilt

IN_THAI = [edition for edition in EDITIONS if edition.values[0][1] == "th"]


@pytest.fixture
def path(document: Document, tmp_path: Path) -> Path:
    """Return the file of each edition in turn."""
    return written(document.data, tmp_path)


def written(data: bytes, folder: Path) -> Path:
    (folder / "screen.pdf").write_bytes(data)
    return folder / "screen.pdf"


def test_a_file_is_sound_and_its_fonts_are_ours(path: Path) -> None:
    expect_sound_pdf(path)


def test_words_come_back_in_every_language_of_an_edition(document: Document, path: Path, record_property: Any) -> None:
    for language, share in expect_the_words_again(document.screens.desk, document.tag, "screen", path).items():
        record_property(language, round(share, 4))


def lost(reader: str, document: Document, folder: Path, data: bytes | None = None) -> int:
    """Return how many SARA AM of the document a reader does not give back; running heads and feet may repeat some."""
    shown = print_html(document.screens.desk, document.tag, "screen").count(SARA_AM)
    return max(0, shown - READERS[reader](written(data or document.data, folder)).count(SARA_AM))


@pytest.mark.parametrize("edition", IN_THAI)
@pytest.mark.parametrize("reader", READERS)
def test_no_reader_loses_a_letter_of_thai(reader: str, edition: tuple[str, str], tmp_path: Path) -> None:
    assert lost(reader, document_of(*edition), tmp_path) == 0


@pytest.mark.parametrize("reader", READERS)
def test_each_reader_loses_letters_where_runs_do_not_carry_their_text(reader: str, tmp_path: Path) -> None:
    document = document_of("golden", "th")
    assert lost(reader, document, tmp_path, spoilt(document.data, take_what_runs_say)) > 0


def take_what_runs_say(pdf: Any) -> None:
    import pikepdf

    for page in pdf.pages:
        instructions = [(one.operands, one.operator) for one in pikepdf.parse_content_stream(page)]
        for operands, operator in instructions:
            if str(operator) == "BDC" and isinstance(operands[1], pikepdf.Dictionary) and "/ActualText" in operands[1]:
                del operands[1]["/ActualText"]
        page.obj.Contents = pdf.make_stream(pikepdf.unparse_content_stream(instructions))


# A second opinion


def opinion_on(path: Path) -> list[str]:
    """Return what outloud calls an error (it holds 91 rules of PDF/UA-1 against a file)."""
    command = [str(Path(sys.executable).parent / "outloud"), "--layer", "conformance", "--json", "-", "--quiet", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode in {0, 1}, done.stderr
    report = json.loads(done.stdout[done.stdout.index("{") :])
    return [
        f"{finding['rule']}: {finding['message']}" for file in report["results"] for finding in file["findings"] if finding["severity"] == "error"
    ]


@pytest.mark.heavy
@pytest.mark.parametrize("tag", LANGUAGES)
def test_another_checker_finds_no_error(tag: str, tmp_path: Path) -> None:
    assert opinion_on(written(document_of("2022-07", tag).data, tmp_path)) == []


@pytest.mark.heavy
def test_the_other_checker_sees_a_seeded_defect(english: Document, tmp_path: Path) -> None:
    def spoil(pdf: Any) -> None:
        for thing in pdf.objects:
            if hasattr(thing, "keys") and thing.get("/S") == Name.Figure and "/Alt" in thing:
                del thing["/Alt"]

    assert opinion_on(written(english.data, tmp_path)) == []
    assert opinion_on(written(spoilt(english.data, spoil), tmp_path)) != []
