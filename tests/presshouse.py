"""Print PDFs made by the real engine, of a photograph and a drawing, and the plates that Ghostscript separates them into."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import io
import random
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import pikepdf
import yaml
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from newsletter.blocks import read_blocks
from newsletter.languages import load_language
from newsletter.languages.direction import direction_of
from newsletter.model import Article, Edition, Person, Picture, PrintPlan, Section, Slot, Source, Text
from newsletter.publication import Publication
from newsletter.render.environment import make_environment
from newsletter.render.inks import load_inks
from newsletter.render.material import Material, Prepared
from newsletter.render.pdf import render_pdf
from newsletter.render.pictures import prepare_picture

ROOT = Path(__file__).parents[1]
LOOK = yaml.safe_load((ROOT / "templates/look.yaml").read_text("utf-8"))
MILLIMETRE = 72 / 25.4
BODY = "They began on the same day, with a plan for both banks of the river and nobody to pay for it. " * 6
TEXTS = {
    "en": f"{BODY}\n\n## What they used\n\n{BODY}\n",
    "ar": "بدأت القريتان في اليوم نفسه، واشتغل الناس على الضفّتين حتى التقوا في وسط النهر.\n\n" * 5,
}
HEADLINES = {"en": "A bridge built from both sides", "ar": "جسر بُني من ضفّتين"}


def a_photograph(width: int = 2400, height: int = 1600) -> Image.Image:
    """Return something as dark and as restless as photographs get."""
    chance = random.Random(3)
    noise = Image.frombytes("RGB", (width // 8, height // 8), chance.randbytes(width // 8 * (height // 8) * 3))
    return noise.filter(ImageFilter.GaussianBlur(1)).resize((width, height), Image.Resampling.BICUBIC).point(lambda value: max(0, (value - 100) * 3))


def a_drawing(width: int = 2400, height: int = 1600) -> Image.Image:
    """Return flat colours, greys among them."""
    image = Image.new("RGB", (width, height), "white")
    pen = ImageDraw.Draw(image)
    for step, colour in enumerate([(0, 0, 0), (128, 128, 128), (8, 44, 86), (200, 30, 30)]):
        pen.rectangle((step * width // 4, 0, (step + 1) * width // 4, height // 2), fill=colour)
    return image


def a_text(text: str, language: str) -> Text:
    """Return words in a language."""
    return Text(text, language, direction_of(language))


def a_story(language: str, slug: str, file: str) -> Slot:
    """Return a story with a picture."""
    problems: list[Any] = []
    body = read_blocks(TEXTS[language], f"{slug}/{language}.md", 1, language, direction_of, problems)
    assert not problems
    headline = a_text(HEADLINES[language], language)
    picture = Picture("lead", Path(file), "Nadia Haddad", "CC BY 4.0", alt=a_text("A bridge", language))
    person = Person(a_text("Nadia Haddad", "en"), a_text("Correspondent", "en"), "author")
    article = Article(
        slug, language, direction_of(language), headline, None, headline, body.blocks, body.notes, {"lead": picture}, (person,), Source(slug)
    )
    return Slot(article, language, "show", stale=False, date=dt.date(2022, 7, 20), region="asia-pacific", kind="report")


def an_edition(language: str = "en", files: tuple[str, str] = ("photograph.jpg", "drawing.png"), **plan: Any) -> Edition:
    """Return an edition of a story with a photograph on the cover and one with a drawing, printed by *plan*."""
    title = a_text("Crossings", language)
    lead, other = a_story(language, "a-bridge", files[0]), a_story(language, "second", files[1])
    return Edition(
        "2022-07", dt.date(2022, 7, 29), load_language(language), title, None, lead, (Section(title, "asia-pacific", (other,)),),
        title, title, "teasers", 1, print=PrintPlan(**plan), source=Source("issues/2022-07.yaml", 1),
    )  # fmt: skip


def render(edition: Edition, templates: tuple[Path, ...] = (), profile: Any = None, width: int = 2400, more: Any = None) -> bytes:
    """Render the print PDF of *edition* from pictures so many pixels wide.

    *templates* go before the toolkit's own; *more* are images by file name that they use.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        a_photograph(width, width * 2 // 3).save(folder / "photograph.jpg", quality=95)
        a_drawing(width, width * 2 // 3).save(folder / "drawing.png")
        for file, image in (more or {}).items():
            image.save(folder / file)
        pictures: dict[str, Prepared] = {}
        for slot in edition.slots:
            picture = slot.article.pictures["lead"]
            placed = dataclasses.replace(picture, file=folder / picture.file)
            prepared, problems = prepare_picture(slot.article.slug, placed, folder, "article.yaml", load_inks(profile))
            assert prepared is not None
            assert problems == ()
            pictures[f"{slot.article.slug}/lead"] = prepared
        words = {"*": "Crossings"}
        publication = Publication(
            folder, words, {}, "https://example.org", {"en": (), "ar": ("en",)}, "show",
            {"asia-pacific": words}, {"publisher": {"en": "Passage"}, "address": {"en": "Geneva"}}, profile=profile,
        )  # fmt: skip
        languages = {tag: load_language(tag) for tag in ("en", "ar")}
        folders = (*templates, ROOT / "templates")
        material = Material(edition, publication, LOOK, languages, {}, ("en", "ar"), folders, (), pictures, folder)
        pdf, problems = render_pdf(edition, make_environment(material, "print", output="print"), "print", folder, profile)
        assert problems == (), problems
        return pdf.data


@functools.cache
def printed(language: str = "en", **plan: Any) -> bytes:
    """Return a print PDF; the same one whenever the same is asked for."""
    return render(an_edition(language, **plan))


def opened(data: bytes) -> pikepdf.Pdf:
    """Open a PDF for reading and for spoiling."""
    return pikepdf.open(io.BytesIO(data))


def saved(pdf: pikepdf.Pdf) -> bytes:
    """Return the bytes of a PDF that was spoilt."""
    target = io.BytesIO()
    pdf.save(target, force_version=pdf.pdf_version)
    return target.getvalue()


def separated(data: bytes, folder: Path, resolution: int = 100) -> list[Image.Image]:
    """Return each page inside its trim as a CMYK image, the way Ghostscript makes plates of it."""
    source = folder / "press.pdf"
    with opened(data) as pdf:
        for page in pdf.pages:
            page.obj.MediaBox = page.obj.CropBox = page.obj.TrimBox
        source.write_bytes(saved(pdf))
        count = len(pdf.pages)
    command = ["gs", "-q", "-dNOPAUSE", "-dBATCH", "-dSAFER", "-sDEVICE=tiffsep", f"-r{resolution}", f"-sOutputFile={folder}/p%d.tif", str(source)]
    subprocess.run(command, check=True, capture_output=True)
    return [
        Image.merge(
            "CMYK", [ImageChops.invert(Image.open(folder / f"p{page}({ink}).tif").convert("L")) for ink in ("Cyan", "Magenta", "Yellow", "Black")]
        )
        for page in range(1, count + 1)
    ]


def heaviest(image: Image.Image) -> float:
    """Return the most ink that lies anywhere, in per cent."""
    return max(sum(colour) for _, colour in image.getcolors(image.width * image.height) or []) / 2.55
