"""Word files made into drafts: one file, one story.

What comes out is ordinary newsroom material: ``<into>/<slug>/article.yaml``, one ``<language>.md`` and the pictures. It is a
draft: nothing selects it until a person has filled in what the file does not state and taken ``draft: true`` away. Everything
lost or in doubt becomes a problem with the number of its paragraph; all of them stand in a report beside the drafts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from newsletter.intake.docx_facts import write_facts
from newsletter.intake.docx_languages import plain_tag, script_of
from newsletter.intake.docx_losses import Doubts
from newsletter.intake.docx_nodes import make_part
from newsletter.intake.docx_package import RULE, Package, open_package, text_of
from newsletter.intake.docx_pictures import Taken, take_pictures
from newsletter.intake.docx_reading import Entry, Grid, Line, Reading, lines_of, read_package
from newsletter.intake.filing import State, file_story, seal
from newsletter.intake.writing import write_article
from newsletter.model import Problem, Source
from newsletter.outputs import write_whole

REPORT = "doubts-docx.txt"
MOST_LETTERS = 600_000
MOST_IN_A_PARAGRAPH = 40_000
MANY = 200
"""Letters in another language that may be a translation rather than a name."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A Word file that was made into a story."""

    slug: str
    folder: Path
    language: str
    state: State


def intake_docx(files: Sequence[Path], into: Path, problems: list[Problem], language: str = "") -> tuple[Draft, ...]:
    """Make a draft under *into* of each of *files*; return what was made, in their order.

    *language* is the language that the files are in; without it, it is taken from each file. Everything an editor should look at
    is added to *problems*; a file with an error is not written. Running it again changes nothing.
    """
    drafts: list[Draft] = []
    for path in files:
        slug = _slug(path)
        taken = next((draft for draft in drafts if draft.slug == slug), None)
        if taken or not slug:
            message = (
                "two files would become the story " + slug if taken else "its name holds no letter from a to z, and the story takes its name from it"
            )
            problems.append(Problem(Source(str(path)), RULE, message, "Give the file another name, such as school-places.docx."))
            continue
        package = open_package(path, problems)
        if package and (draft := _make_draft(package, into / slug, path, language, problems)):
            drafts.append(draft)
    _write_report(into, problems)
    return tuple(drafts)


def _write_report(into: Path, problems: Sequence[Problem]) -> None:
    """Write the report of doubts beside the drafts, unless it stands there already."""
    lines = []
    for problem in sorted(problems):
        lines += [f"{problem.source}: {problem.severity}: {problem.message} ({problem.rule})", *([f"    {problem.hint}"] if problem.hint else [])]
    data = ("\n".join(lines or ["Nothing is in doubt."]) + "\n").encode("utf-8", "backslashreplace")
    path = into / REPORT
    if not (path.is_file() and path.read_bytes() == data):
        write_whole(path, data)


def is_tag(text: str) -> bool:
    """Say whether *text* is the tag of a language that CLDR knows, as files of articles are called after (BCP 47)."""
    return bool(re.fullmatch(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2}|-[0-9]{3})?", text) and plain_tag(text))


def _slug(path: Path) -> str:
    """Return the name of a story in the letters that a slug may have."""
    bare = unicodedata.normalize("NFKD", path.stem).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", bare)[:80].strip("-")


def _make_draft(package: Package, folder: Path, path: Path, language: str, problems: list[Problem]) -> Draft | None:
    before = len(problems)
    doubts = Doubts(str(path), problems)
    reading = read_package(package, doubts)
    if reading is None:
        problems.append(
            Problem(Source(str(path)), RULE, "is damaged", "Open the file in Word or LibreOffice, save it again as .docx, and import that.")
        )
        return None
    lengths = [sum(len(run.text) for run in line.runs) for entry in reading.entries for line in lines_of(entry)]
    if sum(lengths) > MOST_LETTERS or max(lengths, default=0) > MOST_IN_A_PARAGRAPH:
        problems.append(Problem(Source(str(path)), RULE, "holds far more text than a story", "Split it into one file for each story."))
        return None
    if not any(lengths):
        problems.append(Problem(Source(str(path)), RULE, "holds no text", "If its text is a picture, type it or ask for the text."))
        return None
    main = _main_language(reading, language, path, problems)
    if not main:
        return None
    reading = _with_trust(reading, main)
    _tell_languages(reading, main, doubts)
    _tell_furniture(package, doubts)
    pictures = take_pictures(package, reading.marks.drawings, doubts)
    stem = re.sub(r"[\s_-]+", " ", path.stem).strip()
    part = make_part(reading, pictures, main, stem, doubts)
    words = {taken.name: _words_of(taken, part.captions) for taken in pictures.values()}
    if any(problem.severity == "error" for problem in problems[before:]):
        return None
    facts = write_facts(package, part, main, tuple(pictures.values()), doubts)
    origin = " ".join(path.name.split())
    texts: dict[str, str | bytes] = {
        "article.yaml": seal(facts, origin),
        f"{main}.md": seal(write_article(part.headline, "", part.standfirst, part.nodes, words), origin),
    }
    other = _origin_of(folder / "article.yaml")
    if other not in {"", origin}:
        hint = "Give this file another name, or move the other story away."
        problems.append(Problem(Source(str(path)), RULE, f"{folder} holds a story that was imported from {other}", hint))
        return None
    state = file_story(folder, texts | {taken.file: taken.data for taken in pictures.values()}, problems)
    return Draft(folder.name, folder, main, state) if state else None


def _origin_of(path: Path) -> str:
    """Return the name of the file that a story was imported from; an empty string where there is none."""
    try:
        start = path.read_bytes()[:1000].decode("utf-8", "replace") if path.is_file() else ""
    except OSError:
        return ""
    match = re.match(r"# Imported from (.*); seal ", start)
    return match[1] if match else ""


def _main_language(reading: Reading, language: str, path: Path, problems: list[Problem]) -> str:
    """Return the language of the article; an empty string after saying that nothing tells it."""
    letters = reading.marks.letters
    unsaid = letters[""]
    said = max((tag for tag in letters if tag), key=lambda tag: letters[tag], default="")
    if language:
        return language
    assumed = reading.marks.assumed
    if said and letters[said] + (unsaid if said == assumed else 0) >= unsaid:
        return said
    if not assumed:
        message = "nothing in the file says which language it is in"
        problems.append(Problem(Source(str(path)), "language", message, "Import it again with --language and the language's tag."))
        return ""
    message = f"the language was taken from what Word was set to ({assumed}); the text itself does not say it"
    problems.append(
        Problem(Source(str(path)), "language", message, "If it is another: delete the story, and import again with --language.", "warning")
    )
    return assumed


def _with_trust(reading: Reading, main: str) -> Reading:
    """Leave out what Word says of languages where most of the text would be in another language of the same script."""
    letters = reading.marks.letters
    most = max((tag for tag in letters if tag), key=lambda tag: letters[tag], default="")
    is_other = most and most != plain_tag(main) and script_of(most) == script_of(plain_tag(main))
    if not is_other or letters[most] * 2 < letters.total():
        return reading
    kept = {tag: count for tag, count in letters.items() if tag != most}
    letters.clear()
    letters.update(kept)
    entries = tuple(_without(entry, most) for entry in reading.entries)
    notes = {number: tuple(_line_without(line, most) for line in lines) for number, lines in reading.notes.items()}
    return Reading(entries, notes, reading.marks)


def _without(entry: Entry, language: str) -> Entry:
    if isinstance(entry, Line):
        return _line_without(entry, language)
    if not isinstance(entry, Grid):
        return entry
    rows = [[type(cell)(tuple(_without(inner, language) for inner in cell.entries), cell.columns, cell.rows) for cell in row] for row in entry.rows]
    return Grid(tuple(map(tuple, rows)), entry.headings)


def _line_without(line: Line, language: str) -> Line:
    bare = (run._replace(look=run.look._replace(language="")) if run.look.language == language else run for run in line.runs)
    return Line(line.mark, tuple(bare))


def _tell_languages(reading: Reading, main: str, doubts: Doubts) -> None:
    """Tell languages that a good part of the file is in, with the paragraph where each begins."""
    letters = reading.marks.letters
    for tag, count in sorted(letters.items()):
        if tag and tag != plain_tag(main) and count >= MANY and count * 10 >= letters.total():
            lines = (line for entry in reading.entries for line in lines_of(entry))
            place = next((line.mark.place for line in lines if any(run.look.language == tag for run in line.runs)), 0)
            doubts.tell(place, "languages", tag)


def _tell_furniture(package: Package, doubts: Doubts) -> None:
    for kind in ("header", "footer"):
        for text in sorted({text_of(part.root) for part in package.parts.get(kind, ())}):
            if re.search(r"[^\W\d_]", text):
                doubts.tell(0, "furniture", kind, text if len(text) <= 80 else f"{text[:79]}\u2026")
    if any(name.endswith("vbaProject.bin") for name in package.names):
        doubts.tell(0, "macros")


def _words_of(picture: Taken, captions: dict[str, str]) -> dict[str, str]:
    caption = captions.get(picture.name, "")
    return {key: text for key, text in (("alt", picture.alt), ("caption", caption)) if text}
