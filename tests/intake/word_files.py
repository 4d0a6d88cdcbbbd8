"""Word files written by hand, part by part, for what no library can write: changes, comments, notes, text boxes, traps."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from PIL import Image

from newsletter.intake.docx import Draft, intake_docx
from newsletter.model import Problem

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SPACES = " ".join((
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"',
    f'xmlns:r="{_OFFICE}"',
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"',
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"',
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"',
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"',
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"',
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"',
    'xmlns:v="urn:schemas-microsoft-com:vml"',
    'xmlns:o="urn:schemas-microsoft-com:office:office"',
))  # fmt: skip
STYLES = {
    "Title": "Title",
    "Subtitle": "Subtitle",
    "berschrift1": "heading 1",
    "berschrift2": "heading 2",
    "berschrift3": "heading 3",
    "Beschriftung": "caption",
    "Zitat": "Quote",
    "TOC1": "toc 1",
    "Author": "Author",
    "Date": "Date",
}
"""Ids as a German Word writes them; the names are the same in all its languages."""
LISTS = """<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/></w:lvl>
<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/></w:lvl></w:abstractNum>
<w:abstractNum w:abstractNumId="2"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>
<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>
<w:num w:numId="3"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/></w:lvlOverride></w:num>"""


def run(text: str, properties: str = "") -> str:
    """Return a run; *properties* are the inside of w:rPr."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*inside: str, style: str = "", listed: str = "", mark: str = "") -> str:
    """Return a paragraph of runs, or of plain text; *listed* is ``list level``, *mark* the inside of its mark's w:rPr."""
    properties = f"<w:pStyle w:val={quoteattr(style)}/>" if style else ""
    if listed:
        number, level = listed.split()
        properties += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    properties += f"<w:rPr>{mark}</w:rPr>" if mark else ""
    runs = "".join(part if part.startswith("<") else run(part) for part in inside)
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def table(*rows: tuple[str, ...]) -> str:
    """Return a table; a cell is a paragraph's text, or XML."""
    cells = ("".join(f"<w:tc>{cell if cell.startswith('<w:') else paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl><w:tblPr/>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def picture(relation: str, alt: str = "", extra: str = "") -> str:
    """Return a run with a picture."""
    blip = f'<a:graphic><a:graphicData><pic:pic><pic:blipFill><a:blip r:embed="{relation}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic>'
    return f'<w:r><w:drawing><wp:inline><wp:docPr id="1" name="x" descr={quoteattr(alt)}>{extra}</wp:docPr>{blip}</wp:inline></w:drawing></w:r>'


def image(kind: str = "PNG", size: tuple[int, int] = (40, 20)) -> bytes:
    """Return a small picture."""
    buffer = io.BytesIO()
    Image.new("RGB", size, "white").save(buffer, kind)
    return buffer.getvalue()


def relations(*entries: tuple[str, str, str]) -> str:
    """Return a part's relations: id, kind, target; a target with a colon is outside the file."""
    rows = "".join(
        f'<Relationship Id="{key}" Type="{_OFFICE}/{kind}" Target={quoteattr(target)}{" TargetMode=" + quoteattr("External") if ":" in target else ""}/>'
        for key, kind, target in entries
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def word_file(*body: str, links: tuple[tuple[str, str, str], ...] = (), set_to: str = "", **parts: str | bytes) -> bytes:
    """Return a Word file: the paragraphs of its text, relations of its own, the language that Word was *set_to*, and more *parts* (``footnotes``, ``comments``, ``header1`` ...)."""
    lang = f'<w:lang w:val="{set_to}" w:bidi="ar-SA"/>' if set_to else ""
    styles = f"<w:docDefaults><w:rPrDefault><w:rPr>{lang}</w:rPr></w:rPrDefault></w:docDefaults>" + "".join(
        f'<w:style w:type="paragraph" w:styleId="{key}"><w:name w:val="{name}"/></w:style>' for key, name in STYLES.items()
    )
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": relations(("d", "officeDocument", "word/document.xml"), ("c", "metadata/core-properties", "docProps/core.xml")),
        "word/document.xml": f"<w:document {SPACES}><w:body>{''.join(body)}<w:sectPr/></w:body></w:document>",
        "word/styles.xml": f"<w:styles {SPACES}>{styles}</w:styles>",
        "word/numbering.xml": f"<w:numbering {SPACES}>{LISTS}</w:numbering>",
    }
    kinds = [("s", "styles", "styles.xml"), ("n", "numbering", "numbering.xml")]
    for name, content in parts.items():
        kind = name.rstrip("0123456789")
        place = "docProps/core.xml" if name == "core" else f"word/media/{name}" if isinstance(content, bytes) else f"word/{name}.xml"
        files[place] = content
        kinds += [] if name == "core" else [(name, "image", f"media/{name}")] if isinstance(content, bytes) else [(name, kind, f"{name}.xml")]
    files["word/_rels/document.xml.rels"] = relations(*kinds, *links)
    return zipped(files)


def zipped(files: dict[str, str | bytes]) -> bytes:
    """Return a zip file with the same bytes for the same parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2022, 7, 20, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def part(name: str, inside: str) -> str:
    """Return a part such as ``footnotes`` or ``hdr``."""
    return f"<w:{name} {SPACES}>{inside}</w:{name}>"


@dataclass(slots=True)
class WordDesk:
    """A folder with one Word file, and what came of it."""

    folder: Path
    problems: list[Problem] = field(default_factory=list)

    @property
    def into(self) -> Path:
        """Where the drafts are put."""
        return self.folder / "newsroom"

    def intake(self, data: bytes, name: str = "bridge.docx", language: str = "") -> tuple[Draft, ...]:
        """Write a Word file and import it."""
        (self.folder / name).write_bytes(data)
        self.problems.clear()
        return intake_docx([self.folder / name], self.into, self.problems, language)

    def text(self, name: str = "en.md", slug: str = "bridge") -> str:
        """Return a file of the draft."""
        return (self.into / slug / name).read_text(encoding="utf-8")

    def body(self, name: str = "en.md", slug: str = "bridge") -> str:
        """Return the article without what stands above it."""
        return self.text(name, slug).split("---\n", 2)[2]

    def told(self) -> list[str]:
        """Return the problems as ``paragraph rule``, without those that every draft has."""
        always = {"lost-date", "lost-regions", "lost-credit"}
        return [f"{problem.source.line} {problem.rule}" for problem in sorted(self.problems) if problem.rule not in always]

    def messages(self) -> str:
        """Return all messages, a line each."""
        return "\n".join(problem.message for problem in sorted(self.problems))


TITLE = paragraph("A bridge of planks", style="Title")


def word_desk(folder: Path, *body: str, language: str = "en", **facts: object) -> WordDesk:
    """Return what came of a file with a title and these paragraphs, imported as a text in *language*."""
    desk = WordDesk(folder)
    desk.intake(word_file(TITLE, *body, **facts), language=language)  # type: ignore[arg-type]
    return desk
