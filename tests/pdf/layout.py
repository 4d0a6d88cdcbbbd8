"""What word positions prove about a page: each function takes a document as it is set, and returns what is wrong, in words."""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

import lxml.html
from icu4py.breakers import LineBreaker, WordBreaker
from setting import HEADING, MILLIMETRE, Element, Line, Run, Setting, fragments

from newsletter.languages.direction import direction_of

MARGIN = (26 * MILLIMETRE, 25 * MILLIMETRE)
"""What stands round the text block of an A4 page (templates/print/style.css)."""
SLACK = 1.5
"""Points that a letter may hang over."""
WHITE = 0.5
"""The part of a page that may stay white at its foot: less than half."""
_PARAGRAPHS = "//p | //h1 | //h2 | //h3 | //h4 | //h5 | //h6 | //li | //td | //th | //figcaption | //caption | //div[not(.//p or .//div)]"
_NEVER_FIRST = "\u0e46\u0e2f"
"""Thai maiyamok and paiyannoi belong to the word before them."""


class Break(NamedTuple):
    """A line's end inside a run of letters without a space."""

    page: int
    before: str
    after: str
    is_known: bool
    """Whether ICU has a boundary there."""
    is_between_words: bool
    """Whether ICU knows what stands before and after it as a word each, taken alone."""

    def __str__(self) -> str:
        return f"page {self.page}: {self.before}|{self.after}"


def paragraphs_of(html: str) -> list[str]:
    """Return the text of every paragraph of a document, without its notes, and that of every note."""
    root = lxml.html.fromstring(html)
    notes = root.xpath("//*[@class='note']")
    texts = [note.text_content() for note in notes]
    for element in (*notes, *root.xpath("//style | //*[@class='running']")):
        element.drop_tree()
    return [text for text in (*texts, *(element.text_content() for element in root.xpath(_PARAGRAPHS))) if text.strip()]


def letters(text: str) -> str:
    """Return the letters of a text alone: marks, spaces and hyphens are read back in more than one way."""
    return "".join(letter for letter in unicodedata.normalize("NFC", text) if unicodedata.category(letter)[0] == "L")


def outside(setting: Setting) -> list[str]:
    """Text and pictures beyond the text block; on the cover, text beyond the trim."""
    wrong = []
    for page, thing in (*((run.page, run) for run in setting.runs if run.text.strip()), *((picture.page, picture) for picture in setting.pictures)):
        width, height = setting.sizes[page - 1]
        across, down = MARGIN if page > 1 and thing.path else (0, 0)
        foot = thing.baseline if isinstance(thing, Run) else thing.bottom
        if page == 1 and not isinstance(thing, Run):
            continue
        if thing.x0 < across - SLACK or thing.x1 > width - across + SLACK or thing.top < down - SLACK or foot > height - down + SLACK:
            wrong.append(f"page {page}: {_named(thing)} stands at {thing.x0:.0f} to {thing.x1:.0f}, {thing.top:.0f} to {foot:.0f}")
    return wrong


def overlaid(setting: Setting) -> list[str]:
    """Runs that stand on one another."""
    wrong = []
    for page, group in itertools.groupby(
        sorted((run for run in setting.runs if run.text.strip()), key=lambda run: run.page), key=lambda run: run.page
    ):
        for one, other in itertools.combinations(sorted(group, key=lambda run: run.baseline), 2):
            size = min(one.size, other.size)
            if abs(other.baseline - one.baseline) < 0.6 * size and min(one.x1, other.x1) - max(one.x0, other.x0) > 0.3 * size:
                wrong.append(f"page {page}: “{one.text}” and “{other.text}” stand on one another")
    return wrong


def begun_wrongly(setting: Setting) -> list[str]:
    """Lines that begin with what belongs to the word before."""
    found = ((line, line.text.lstrip()) for lines in setting.blocks().values() for line in lines)
    return [
        f"page {line.page}: {text}" for line, text in found if text and (text[0] in _NEVER_FIRST or unicodedata.category(text[0]).startswith("M"))
    ]


def ended_wrongly(setting: Setting) -> list[str]:
    """Lines, but the last of a paragraph, that end with a mark that opens what comes after."""
    found = ((line, line.text.rstrip()) for lines in setting.blocks().values() for line in lines[:-1])
    return [f"page {line.page}: {text}" for line, text in found if text and unicodedata.category(text[-1]) in {"Pi", "Ps"}]


def turned_columns(setting: Setting) -> list[str]:
    """Columns of a story, and cells of a row, that follow one another against the direction of their language."""
    wrong = []
    for one, other in itertools.pairwise(_body(setting)):
        forward = _forward(other.runs[0])
        if _is_next_column(one, other) and (other.x0 - one.x0) * forward < 0:
            wrong.append(f"page {one.page}: “{other.text}” goes on at the wrong side of “{one.text}”")
    for row in _rows(setting):
        pairs = [(a, b) for a, b in itertools.pairwise(row) if (b.x0 - a.x0) * _forward(a) < 0]
        wrong += [f"page {a.page}: the cell “{b.text}” stands at the wrong side of “{a.text}”" for a, b in pairs]
    return wrong


def turned_names(setting: Setting) -> list[str]:
    """Names of several pieces, such as one with a word in bold, that run against their own direction in text of the other one."""
    wrong = []
    for lines in setting.blocks().values():
        for line in lines:
            for language, group in itertools.groupby(line.runs, key=lambda run: run.language):
                pieces = list(group)
                forward = 1 if direction_of(language) == "ltr" else -1
                if direction_of(language) != direction_of(pieces[0].outer_language):
                    pairs = itertools.pairwise(pieces)
                    wrong += [f"page {a.page}: “{b.text}” stands at the wrong side of “{a.text}”" for a, b in pairs if (b.x0 - a.x0) * forward < 0]
    return wrong


def columns_found(setting: Setting) -> int:
    """Return how often text goes on in another column of the same page."""
    return sum(_is_next_column(one, other) for one, other in itertools.pairwise(_body(setting)))


def _is_next_column(one: Line, other: Line) -> bool:
    is_higher = one.page == other.page and other.baseline < one.baseline - SLACK
    return is_higher and one.story == other.story and min(one.x1, other.x1) <= max(one.x0, other.x0)


def _forward(run: Run) -> int:
    return -1 if direction_of(run.outer_language) == "rtl" else 1


def _body(setting: Setting) -> list[Line]:
    """Return the lines of the stories' running text, in the order of reading: no tables, captions, lists of facts or notes."""
    aside = {"Table", "Caption", "Figure", "LI", "Lbl", "Note"}
    return [
        line
        for lines in setting.blocks().values()
        for line in lines
        if line.runs[0].is_inside("Art") and not any(line.runs[0].is_inside(role) for role in aside)
    ]


def _rows(setting: Setting) -> Iterator[list[Run]]:
    """Yield the first run of every cell, row by row."""
    rows: dict[Element, dict[Element, Run]] = {}
    for run in setting.words():
        row = next((element for element in run.path if element.role == "TR"), None)
        cell = next((element for element in run.path if element.role in {"TH", "TD"}), None)
        if row and cell:
            rows.setdefault(row, {}).setdefault(cell, run)
    return ([cells[cell] for cell in sorted(cells, key=lambda cell: setting.order[cell])] for cells in rows.values())


def white_feet(setting: Setting) -> dict[int, float]:
    """Return which part of the text block is white below the last text or picture, page by page from the first of the stories."""
    down = MARGIN[1]
    found = {}
    for page, (_, height) in enumerate(setting.sizes, 1):
        feet = [run.baseline for run in setting.words() if run.page == page] + [one.bottom for one in setting.pictures if one.page == page]
        if page > 2:
            found[page] = (height - down - max(feet, default=down)) / (height - 2 * down)
    return found


def half_empty(setting: Setting) -> list[str]:
    """Pages, but for the last, that are white for half their height."""
    feet = white_feet(setting)
    return [f"page {page}: {share:.0%} white" for page, share in feet.items() if share >= WHITE and page < len(setting.sizes)]


def left_alone(setting: Setting, paragraphs: Iterable[str]) -> list[str]:
    """Widows and orphans: single lines of a longer paragraph at the head or the foot of a column; and headings at its foot."""
    whole = {letters(text) for text in paragraphs}
    blocks = [(block, lines) for block, lines in setting.blocks().items() if not lines[0].runs[0].is_inside("Note")]
    wrong = []
    for (one, before), (_, after) in itertools.pairwise(blocks):
        foot, head = before[-1], after[0]
        if foot.page < 3 or (head.page == foot.page and head.baseline > foot.baseline - SLACK):
            continue
        if HEADING.match(one.role):
            wrong.append(f"page {foot.page}: the heading “{foot.text}” stands at the foot of a column")
        if len(before) == 1 and _is_part(letters(foot.text), whole, str.startswith):
            wrong.append(f"page {foot.page}: the first line of a paragraph stands alone: “{foot.text}”")
        if len(after) == 1 and _is_part(letters(head.text), whole, str.endswith):
            wrong.append(f"page {head.page}: the last line of a paragraph stands alone: “{head.text}”")
    for lines in setting.blocks().values():
        parts = fragments(lines)
        wrong += [f"page {part[0].page}: a line stands alone: “{part[0].text}”" for part in parts if len(parts) > 1 and len(part) == 1]
    return wrong


def _is_part(own: str, whole: set[str], stands: Callable[[str, str], bool]) -> bool:
    """Say whether a line is no paragraph of its own, but the beginning or the end of one."""
    return len(own) > 3 and own not in whole and any(stands(text, own) for text in whole)


def breaks_between_letters(setting: Setting, paragraphs: Sequence[str], language: str, script: str) -> list[Break]:
    """Return the breaks of lines between two letters of a script that has no spaces between words, as ICU judges them.

    *script* is the beginning of its letters' Unicode names. Where a line was broken at a space, the paragraph tells.
    """
    sources = [_Source(text) for text in paragraphs]
    found: list[Break] = []
    for lines in setting.blocks().values():
        own = "".join(_marked(line.text) for line in lines)
        source = next((one for one in sources if own in one.letters), None)
        if len(lines) < 2 or source is None:
            continue
        at = source.letters.index(own)
        for line in lines[:-1]:
            at += len(_marked(line.text))
            if at == len(source.places):
                break
            before, after = source.places[at - 1], source.places[at]
            if after == before + 1 and all(unicodedata.name(source.text[place], "").startswith(script) for place in (before, after)):
                found.append(judge(source.text, after, language, line.page))
    return found


class _Source:
    def __init__(self, text: str) -> None:
        self.text = text
        self.places = [place for place, letter in enumerate(text) if _marked(letter)]
        self.letters = "".join(text[place] for place in self.places)


def _marked(text: str) -> str:
    """Return letters with their marks."""
    return "".join(letter for letter in text if unicodedata.category(letter)[0] in "LM")


def judge(text: str, at: int, language: str, page: int = 0) -> Break:
    """Return what ICU says of a break before the letter *at*."""
    known = {end for breaker in (LineBreaker, WordBreaker) for _, end in breaker(text, language).segments()}
    start = max((place for place in range(at) if text[place].isspace()), default=-1) + 1
    stop = next((place for place in range(at, len(text)) if text[place].isspace()), len(text))
    last, first = list(WordBreaker(text[start:at], language))[-1], next(iter(WordBreaker(text[at:stop], language)))
    return Break(page, text[max(start, at - 14) : at], text[at : at + 14], at in known, _is_word(last, language) and _is_word(first, language))


def _is_word(text: str, language: str) -> bool:
    """Say whether ICU finds a text again between two words that it knows well."""
    frame = "และ"
    return list(WordBreaker(f"{frame}{text}{frame}", language)) == [frame, text, frame]


def _named(thing: object) -> str:
    return f"“{thing.text}”" if isinstance(thing, Run) else "a picture"
