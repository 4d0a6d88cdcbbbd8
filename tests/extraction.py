"""What comes out of a finished edition again: its PDFs are opened, read by two readers, and compared with the articles."""

from __future__ import annotations

import re
import subprocess
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from html.parser import HTMLParser
from pathlib import Path

import pypdfium2
import yaml

from newsletter.desk import Desk, make_materials
from newsletter.model import Block, Edition, Markup
from newsletter.render import pdf
from newsletter.render.environment import make_environment, render_template
from newsletter.render.fonts import load_fonts, script_of
from newsletter.render.material import Prepared, Rendition

ROOT = Path(__file__).parents[1]
FAMILIES = tuple(face.replace(" ", "-") for face in yaml.safe_load((ROOT / "templates/look.yaml").read_text("utf-8"))["faces"])
MAIL_FILES = ("mail.eml", "mail.html", "mail.json", "mail.txt")
EDITION_FILES = (*MAIL_FILES, "page.html", "print.pdf", "screen.pdf")
KINDS = ("screen", "print")
MILLIMETRE = 72 / 25.4
MARGIN = 24 * MILLIMETRE
"""Where heads and feet stand; the cover has neither (templates/print/style.css)."""
SARA_AM = "\N{THAI CHARACTER SARA AM}"
_ARABIC = r"[\u0620-\u065f\u0670-\u06d3]"
_HARAKAT = r"[\u064b-\u065f\u0670]"


def files_shown_by(desk: Desk, tag: str) -> list[str]:
    """Return the names of the files that an edition consists of: those of the issue's text, and two renditions of each picture."""
    pictures = [f"{slug}-{picture.id}" for slug, picture, _ in desk.pictures if desk.editions[tag].slot_of(slug)]
    return sorted([*EDITION_FILES, *(f"pictures/{name}-{use}" for name in pictures for use in ("mail", "web"))])


# PDFs


def expect_sound_pdf(path: Path) -> None:
    """Expect a PDF that opens, that qpdf has nothing to say about, and whose fonts are all embedded and all ours."""
    checked = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, "")
    assert "WARNING" not in checked.stdout
    fonts = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True)
    assert fonts.stderr == ""
    rows = [line.split() for line in fonts.stdout.splitlines()[2:]]
    assert rows
    for row in rows:
        name, (embedded, subset, unicode) = row[0].partition("+")[2], row[-5:-2]
        assert (embedded, subset, unicode) == ("yes", "yes", "yes"), row
        assert name.startswith(FAMILIES), row


def expect_the_words_again(desk: Desk, tag: str, kind: str, path: Path) -> dict[str, float]:
    """Expect of every language of an edition that its articles can be read back from the PDF; return the shares found, by language."""
    edition = desk.editions[tag]
    texts = texts_of(edition)
    found = {}
    for language in texts:
        script = desk.languages[language].script if language in desk.languages else script_of(language)
        if script == "Thai":
            found[language] = _expect_thai(texts[language], edition, path)
        elif script == "Arab":
            found[language] = _expect_arabic(texts[language], path)
        else:
            found[language] = _expect_latin(texts[language], path)
    shown = print_html(desk, tag, kind)
    assert SARA_AM not in shown or count_in_text_block(path, SARA_AM) == shown.count(SARA_AM)
    return found


def _expect_thai(paragraphs: list[str], edition: Edition, path: Path) -> float:
    """Expect all letters and marks, in order, paragraph by paragraph, whichever page they run over."""
    text = _letters(text_blocks(path))
    notes = notes_of(edition)
    running = text
    for note in notes:
        running = running.replace(_letters(note), "", 1)
    for paragraph in paragraphs:
        assert _letters(paragraph) in (text if paragraph in notes else running), paragraph
    return 1.0


def _expect_arabic(paragraphs: list[str], path: Path) -> float:
    """Expect as many words as each reader can be asked for (poppler splits them at marks), and none of them reversed."""
    wanted = Counter(word for paragraph in paragraphs for word in _arabic_words(paragraph))
    shares = {}
    for reader, least in ARABIC.items():
        found = Counter(_arabic_words(READERS[reader](path)))
        shares[reader] = _share(wanted, found)
        assert shares[reader] >= least, (reader, shares[reader], sorted((wanted - found).items()))
        assert [word for word in wanted if len(word) > 2 and word[::-1] in found and word[::-1] not in wanted] == []
    return min(shares.values())


def _expect_latin(paragraphs: list[str], path: Path) -> float:
    """Expect at least 99 % of the words after words that were broken at a line's end are whole again."""
    wanted = Counter(word for paragraph in paragraphs for word in _words(paragraph))
    text = READERS["poppler"](path)
    broken = r"(\w+)[-\u2010]\f?\n(\w+)"
    whole = Counter(_words(re.sub(broken, r"\1\2", text)))
    parts = Counter(word for pair in re.findall(broken, text) for word in pair)
    missing = wanted - (whole | (whole + parts))
    share = 1 - missing.total() / wanted.total()
    assert share >= 0.99, sorted(missing.items())
    return share


def expect_all_notes(edition: Edition, path: Path) -> None:
    """Expect the words of every footnote: engines lose some."""
    text = _letters(text_blocks(path))
    for note in notes_of(edition):
        if not re.search(_ARABIC, note):
            assert _letters(note) in text, note


def texts_of(edition: Edition) -> dict[str, list[str]]:
    """Return all paragraphs that an edition shows, by language."""
    texts: dict[str, list[str]] = {}
    for slot in edition.slots:
        for block in () if slot.is_link else _flat(slot.article.blocks):
            if block.kind == "paragraph":
                texts.setdefault(block.language, []).append(block.plain())
    return texts


def notes_of(edition: Edition) -> list[str]:
    """Return the text of every footnote that an edition shows."""
    return [note.plain() for slot in edition.slots if not slot.is_link for note in slot.article.notes]


def text_of(path: Path) -> str:
    """Return what PDFium reads."""
    with pypdfium2.PdfDocument(path) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


def text_blocks(path: Path) -> str:
    """Return what poppler reads in the text block of every page, running heads and feet left out; the cover has all of its words.

    Poppler, because PDFium turns Thai round on a page of Arabic.
    """
    with pypdfium2.PdfDocument(path) as document:
        left, _, right, top = document[0].get_mediabox()
        trim = document[0].get_trimbox()
    crop = (0, top - trim[3] + MARGIN, right - left, trim[3] - trim[1] - 2 * MARGIN)
    sides = [part for side, length in zip(("-x", "-y", "-W", "-H"), crop, strict=True) for part in (side, str(round(length)))]
    parts = [("-l", "1"), ("-f", "2", "-r", "72", *sides)]
    return "\f".join(
        subprocess.run(["pdftotext", "-raw", *options, path, "-"], capture_output=True, text=True, check=True).stdout for options in parts
    )


def count_in_text_block(path: Path, letter: str) -> int:
    """Count a letter, running heads and feet left out."""
    return text_blocks(path).count(letter)


def print_html(desk: Desk, tag: str, kind: str) -> str:
    """Return all text of the document that is set: every text shown, as often as it is shown, running heads left out."""
    reader = _Reader()
    reader.feed(print_document(desk, tag, kind))
    return "".join(reader.text)


def print_document(desk: Desk, tag: str, kind: str) -> str:
    """Return the document that an edition's PDF is set from."""
    shown = Rendition("shown.png", 600, 400)
    pictures = {f"{slug}/{picture.id}": Prepared(shown, shown, shown, (600, 400)) for slug, picture, _ in desk.pictures}
    material = make_materials(desk, pictures, ROOT)[tag]
    environment = make_environment(material, "print", output=kind)
    fonts = load_fonts(desk.look)
    values = {"output": kind, "voices": pdf._voices(material.edition, fonts), "fonts": fonts, "created": "", "engine": ""}
    return render_template(environment, pdf.TEMPLATE, **values)


class _Reader(HTMLParser):
    """Reads a document's text, without its head and what stands in the margins."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.open: list[bool] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in {"meta", "br", "img", "hr", "link", "wbr", "col"}:
            self.open.append(tag == "head" or dict(attrs).get("class") == "running")

    def handle_endtag(self, tag: str) -> None:
        if self.open:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if not any(self.open):
            self.text.append(data)


def _read_by_mupdf(path: Path) -> str:
    import pymupdf  # its import takes a second, and most tests do without

    with pymupdf.open(path) as document:
        return "\n".join(page.get_text() for page in document)


def _read_by_poppler(path: Path) -> str:
    return subprocess.run(["pdftotext", "-raw", path, "-"], capture_output=True, text=True, check=True).stdout


READERS: dict[str, Callable[[Path], str]] = {"poppler": _read_by_poppler, "MuPDF": _read_by_mupdf, "PDFium": text_of}
"""Three readers of PDFs that share no code: what searches, screen readers and browsers are built on."""
ARABIC = {"MuPDF": 1.0, "PDFium": 0.99}
"""The part of Arabic words that a reader gives back at least; PDFium glues some together where a block ends."""


def _arabic_words(text: str) -> list[str]:
    """Return the words, harakat, tatweel and joiners aside; PDFium sets a mark that was moved by kerning off with a space.

    A joiner is what a piece of a letter says, where a font draws one with two glyphs: who compares words ignores it (UTS 10).
    """
    joined = re.sub(rf"\s?({_HARAKAT}+)\s?(?=\S)", r"\1", text) if "\r\n" in text else text
    return re.findall(rf"{_ARABIC}+", re.sub(f"{_HARAKAT}|[\u0640\u200d]", "", joined))


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", unicodedata.normalize("NFC", text.replace("\u00ad", "")))


def _share(wanted: Counter[str], found: Counter[str]) -> float:
    return (wanted & found).total() / wanted.total() if wanted else 1.0


def _flat(blocks: Iterable[Block]) -> list[Block]:
    return [part for block in blocks for part in (block, *_flat(block.blocks))]


def _letters(text: str) -> str:
    """Return the letters and marks of a text alone; spaces, hyphens and notes move where lines break."""
    return "".join(character for character in unicodedata.normalize("NFC", text) if unicodedata.category(character)[0] in "LM")


# Mail and page


class _Tags(HTMLParser):
    """Reads the attributes of every element."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def expect_sound_mail(folder: Path, tag: str, direction: str) -> None:
    """Expect that every table knows its direction, that the mail says its language twice, and that the text has all its links."""
    html, text = (folder / "mail.html").read_text("utf-8"), (folder / "mail.txt").read_text("utf-8")
    reader = _Tags()
    reader.feed(html)
    tables = [attributes for name, attributes in reader.found if name == "table"]
    root = next(attributes for name, attributes in reader.found if name == "html")
    division = next(attributes for name, attributes in reader.found if name == "div" and "display:none" not in (attributes.get("style") or ""))
    links = {link.target for link in Markup.of(html).links if link.target.startswith("http")}
    assert "\\u{" not in html
    assert tables
    assert [attributes for attributes in tables if attributes.get("dir") not in {"ltr", "rtl"}] == []
    assert (root.get("lang"), root.get("dir")) == (tag, direction)
    assert (division.get("lang"), division.get("dir")) == (tag, direction)
    assert links
    assert [link for link in sorted(links) if link not in text] == []


def expect_sound_page(folder: Path) -> None:
    """Expect that every link inside a page leads somewhere, in other editions too, and that every picture is there."""
    markup = Markup.of((folder / "page.html").read_text("utf-8"))
    targets = [link.target for link in markup.links if not re.match(r"[a-z]+:", link.target)]
    assert any(target.startswith("#") for target in targets)
    for target in targets:
        name, _, anchor = target.partition("#")
        other = folder / (name or "page.html")
        assert other.is_file(), target
        assert not anchor or anchor in Markup.of(other.read_text("utf-8")).anchors, target
    assert [picture["src"] for picture in markup.pictures if not (folder / str(picture["src"])).is_file()] == []
