"""Every block in three scripts: what was made before is made again, and what is made is sound."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from newsletter.blocks import KINDS
from newsletter.desk import Desk, load_desk, make_materials
from newsletter.jobs import Request
from newsletter.model import Block
from newsletter.render.environment import make_environment
from newsletter.render.mail import render_mail
from newsletter.render.making import make_piece
from newsletter.render.material import Material
from newsletter.render.picture_shelf import fill_shelf

FOLDER = Path(__file__).parents[1] / "golden" / "publication"
LANGUAGES = ("en", "ar", "th")


@pytest.fixture(scope="module")
def desk() -> Desk:
    return load_desk(Request(FOLDER / "issues" / "2022-07.yaml", FOLDER, FOLDER / "out"))


@pytest.fixture(scope="module")
def materials(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Material]:
    shelf = fill_shelf(desk.pictures, tmp_path_factory.mktemp("shelf"))
    return make_materials(desk, shelf.pictures, shelf.folder)


def test_the_golden_story_holds_every_kind_of_block(desk: Desk):
    for article in desk.stories["every-block"].articles.values():
        assert {block.kind for block in article.blocks} == set(KINDS), article.language


def test_the_sample_newsroom_uses_every_kind_of_block(desk: Desk):
    newsroom = Path(__file__).parents[2]
    used: set[str] = set()
    for issue in ("2021-06", "2022-07", "2023-04"):
        sample = load_desk(Request(newsroom / "issues" / f"{issue}.yaml", newsroom, newsroom / "out"))
        used |= {block.kind for story in sample.stories.values() for article in story.articles.values() for block in article.blocks}

    assert used == set(KINDS)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_mail_and_text_are_as_they_were(tag: str, materials: dict[str, Material], expect_golden: Callable[[str, str], None]):
    material = materials[tag]
    mail, mjml = render_mail(material.edition, make_environment(material, "mail"), make_environment(material, "text"))

    expect_golden(f"{tag}/mail.mjml", mjml)
    expect_golden(f"{tag}/mail.html", mail.html)
    expect_golden(f"{tag}/mail.txt", mail.text)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_page_is_as_it_was(tag: str, materials: dict[str, Material], expect_golden: Callable[[str, str], None]):
    expect_golden(f"{tag}/page.html", make_piece(materials[tag], "web").files["page.html"].decode())


@pytest.mark.parametrize("tag", LANGUAGES)
@pytest.mark.parametrize("kind", ["screen", "print"])
def test_both_pdfs_open_and_hold_the_words(tag: str, kind: str, materials: dict[str, Material], tmp_path: Path):
    made = make_piece(materials[tag], kind)
    path = tmp_path / f"{kind}.pdf"
    path.write_bytes(made.files[f"{kind}.pdf"])
    checked = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True, check=False)
    text = subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, text=True, check=True).stdout

    assert made.problems == ()
    assert (checked.returncode, checked.stderr) == (0, "")
    assert "+216 71 123 456" in text
    assert "A letter that nobody translated" in text


def test_thai_comes_out_of_the_pdf_as_it_went_in(desk: Desk, materials: dict[str, Material], tmp_path: Path):
    path = tmp_path / "screen.pdf"
    path.write_bytes(make_piece(materials["th"], "screen").files["screen.pdf"])
    text = _bare(subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, text=True, check=True).stdout)
    words = {
        block.plain() for block in _flat(desk.stories["every-block"].articles["th"].blocks) if block.kind == "paragraph" and block.language == "th"
    }

    assert any("\N{THAI CHARACTER SARA AM}" in word for word in words)
    for word in words:
        assert _bare(word) in text, word


def _flat(blocks: tuple[Block, ...]) -> list[Block]:
    return [part for block in blocks for part in (block, *_flat(block.blocks))]


def _bare(text: str) -> str:
    """Return the letters and marks of a text alone; spaces and notes move where lines break."""
    return "".join(character for character in unicodedata.normalize("NFC", re.sub(r"\d", "", text)) if unicodedata.category(character)[0] in "LM")
