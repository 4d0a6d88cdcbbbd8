"""What a Word file says, made into the blocks of an article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from newsletter.intake.docx_drawings import Drawing
from newsletter.intake.docx_front import Part, front, take_front
from newsletter.intake.docx_losses import Doubts
from newsletter.intake.docx_pictures import Taken
from newsletter.intake.docx_reading import Entry, Grid, Line, Reading
from newsletter.intake.docx_tables import cells_of
from newsletter.intake.docx_text import base_of, split_label, write_words
from newsletter.intake.dump_items import Item, make_lists
from newsletter.intake.runs import Run, plain, split_paragraphs, tidy
from newsletter.intake.writing import Node, write_value

_DEEPEST_LIST = 3
_BULLET = re.compile(r"[\u2022\u2023\u25aa\u25ab\u25a0\u25cf\u25cb\u25e6\u00b7]\s*(?=\S)")
_STARS = re.compile(r"(\*\s*){3,}|[-_\u2013\u2014]{3,}|\u2042")
_KEPT_TOGETHER = frozenset({"paragraph", "crosshead", "list", "quote", "caption"})
"""What may stand in a passage in another language."""


def make_part(reading: Reading, pictures: Mapping[str, Taken], main: str, stem: str, doubts: Doubts) -> Part:
    """Return the blocks of an article in the language *main*; the words of *stem* are its headline where the file has none."""
    return _Maker(reading, pictures, main, doubts).make(stem)


class _Maker:
    """Goes through the entries once, from top to bottom."""

    def __init__(self, reading: Reading, pictures: Mapping[str, Taken], main: str, doubts: Doubts) -> None:
        self.reading, self.pictures, self.main, self.tell = reading, pictures, main, doubts.tell
        self.entries: list[Entry] = []
        self.part = Part()
        self.levels: dict[int, int] = {}
        self.made: list[tuple[Node, str]] = []
        """Blocks and the language that each is in."""
        self.captions: dict[int, Line] = {}
        self.notes: set[int] = set()

    def make(self, stem: str) -> Part:
        self.part, self.entries = take_front(self.reading, stem, self.tell)
        levels = sorted({entry.mark.role.level for entry in self.entries if isinstance(entry, Line) and entry.mark.role.name == "heading"})
        self.levels = {level: 2 if place == 0 else 3 for place, level in enumerate(levels)}
        self.entries = self.with_captions()
        place = 0
        while place < len(self.entries):
            end = self.run_of(place)
            self.take(self.entries[place:end], place)
            place = end
        self.part.nodes = [*self.with_passages(), *self.note_nodes()]
        return self.part

    def with_captions(self) -> list[Entry]:
        """Return the entries without the captions that stand beside a picture or a table, which are kept by its place."""
        kept: list[Entry] = []
        waiting: list[Line] = []
        for place, entry in enumerate(self.entries):
            following = self.entries[place + 1] if place + 1 < len(self.entries) else None
            is_caption = isinstance(entry, Line) and entry.mark.role.name == "caption"
            if isinstance(entry, Line) and is_caption and kept and self.takes_caption(kept[-1]) and len(kept) - 1 not in self.captions:
                self.captions[len(kept) - 1] = entry
            elif isinstance(entry, Line) and is_caption and following is not None and self.takes_caption(following):
                waiting.append(entry)
            else:
                if waiting:
                    self.captions[len(kept)] = waiting.pop()
                kept.append(entry)
        return kept

    def takes_caption(self, entry: Entry) -> bool:
        return isinstance(entry, Grid) or (isinstance(entry, Drawing) and entry.part in self.pictures)

    def run_of(self, place: int) -> int:
        """Return where the list or quotation ends that begins at *place*; other entries stand alone."""
        kind = self.kind_of(self.entries[place])
        end = place + 1
        while kind in {"list", "quote"} and end < len(self.entries) and self.kind_of(self.entries[end]) == kind:
            end += 1
        return end

    def kind_of(self, entry: Entry) -> str:
        if isinstance(entry, Drawing):
            return "picture"
        if isinstance(entry, Grid):
            return "table"
        role = entry.mark.role.name
        if role == "separator" or _STARS.fullmatch(plain(entry.runs)):
            return "separator"
        if role in {"heading", "headline"}:
            return "crosshead"
        if role in {"quote", "caption"}:
            return role
        return "list" if entry.mark.entry or _BULLET.match(plain(entry.runs)) else "paragraph"

    def take(self, entries: Sequence[Entry], place: int) -> None:
        """Make the block that *entries* are; several are the items of a list or the paragraphs of a quotation."""
        first = entries[0]
        if isinstance(first, Drawing):
            self.picture(first, self.captions.get(place))
            return
        if isinstance(first, Grid):
            self.table(first, self.captions.get(place))
            return
        lines = [entry for entry in entries if isinstance(entry, Line)]
        base = base_of((line.runs for line in lines), self.main)
        match self.kind_of(first):
            case "separator":
                self.add(Node("separator"), self.main)
            case "crosshead":
                self.add(self.crosshead(first, base), base)
            case "caption":
                self.tell(first.mark.place, "lost-caption")
                self.add(Node("caption", self.words(first, _without_form(first.runs), base, breaks=False)), base)
            case "quote":
                self.add(Node("quote", children=tuple(node for line in lines for node in self.paragraphs(line, base))), base)
            case "list":
                for node in make_lists([self.item(line, base) for line in lines]):
                    self.add(node, base)
            case _:
                self.tell_heading(first)
                for node in self.paragraphs(first, base):
                    self.add(node, base)

    def add(self, node: Node, base: str) -> None:
        self.made.append((node, base))

    def words(self, line: Line, runs: Sequence[Run], base: str, *, breaks: bool = True) -> str:
        kept = [run for run in runs if not run.note or self.has_note(run.note, line)]
        self.notes.update(run.note for run in kept if run.note)
        written, is_kept = write_words(kept, base, breaks=breaks)
        if not is_kept:
            self.tell(line.mark.place, "emphasis")
        return written

    def has_note(self, number: int, line: Line) -> bool:
        is_there = any(plain(note.runs) for note in self.reading.notes.get(number, ()))
        if not is_there:
            self.tell(line.mark.place, "lost-note")
        return is_there

    def paragraphs(self, line: Line, base: str) -> list[Node]:
        written = [self.words(line, runs, base) for runs in split_paragraphs(line.runs)]
        return [Node("paragraph", text) for text in written if text]

    def crosshead(self, line: Line, base: str) -> Node:
        level = self.levels.get(line.mark.role.level, 2)
        if line.mark.role.level and line.mark.role.level not in list(self.levels)[:2]:
            self.tell(line.mark.place, "crosshead-level", str(line.mark.role.level))
        text = self.words(line, [run._replace(look=run.look._replace(strong=False)) for run in line.runs], base, breaks=False)
        entry = line.mark.entry
        number = f"{entry.order}. " if entry and entry.order and entry.level == 0 and entry.order < 1000 else ""
        return Node("crosshead", number + text, level)

    def item(self, line: Line, base: str) -> Item:
        """Return a list item; one that only begins with a bullet was typed by hand."""
        runs = tidy(line.runs)
        entry = line.mark.entry
        if entry is None:
            self.tell(line.mark.place, "restored-list")
            runs = tidy([runs[0]._replace(text=_BULLET.sub("", runs[0].text, count=1)), *runs[1:]])
        label, rest = split_label(runs)
        label_text = self.words(line, label, base, breaks=False) if label else ""
        paragraphs = [Node("paragraph", text) for part in split_paragraphs(rest) if (text := self.words(line, part, base))]
        level = min(entry.level, _DEEPEST_LIST) if entry else 0
        return Item(level, None, entry.order if entry else 0, label_text, paragraphs)

    def tell_heading(self, line: Line) -> None:
        runs = [run for run in tidy(line.runs) if run.text.strip()]
        if runs and all(run.look.strong for run in runs) and len(plain(runs)) <= 100 and plain(runs)[-1] not in ".!?:;,\u2026\u061f":
            self.tell(line.mark.place, "like-heading")

    def picture(self, drawing: Drawing, caption: Line | None, inside: str = "") -> None:
        taken = self.pictures.get(drawing.part)
        if taken is None:
            return
        if inside:
            self.tell(drawing.place, "moved-picture", taken.name, inside)
        if caption is not None and taken.name not in self.part.captions:
            self.part.captions[taken.name] = front(caption, self.reading, self.tell)
        self.add(Node("picture", taken.name), self.main)

    def table(self, grid: Grid, caption: Line | None) -> None:
        """Make a table, or what is left of one that holds no words; its pictures stand after it."""
        base = self.main
        rows = cells_of(grid, self.tell)
        if rows:
            fields = (("caption", write_value(self.words(caption, _without_form(caption.runs), base, breaks=False))),) if caption else ()
            cells = tuple(Node("row", children=tuple(self.cell(entries, base) for entries in row)) for row in rows)
            fields = (*fields, ("header-rows", str(min(grid.headings, len(rows)))))
            self.add(Node("table", fields=fields, children=cells), base)
        for row in grid.rows:
            for cell in row:
                for drawing in _drawings_in(cell.entries):
                    self.picture(drawing, None, inside="table")

    def cell(self, entries: Sequence[Line], base: str) -> Node:
        nodes: list[Node] = []
        items: list[Item] = []
        for line in entries:
            if self.kind_of(line) == "list":
                items.append(self.item(line, base))
                continue
            nodes += [*make_lists(items), *self.paragraphs(line, base)]
            items = []
        return Node("cell", children=(*nodes, *make_lists(items)))

    def with_passages(self) -> list[Node]:
        """Put neighbours in another language than the article's into passages; pictures and tables stand between them."""
        nodes: list[Node] = []
        for node, base in self.made:
            if base == self.main or node.kind not in _KEPT_TOGETHER:
                nodes.append(node)
            elif nodes and nodes[-1].kind == "fence" and nodes[-1].fields == (("language", base),):
                nodes[-1] = Node("fence", "passage", fields=nodes[-1].fields, children=(*nodes[-1].children, node))
            else:
                nodes.append(Node("fence", "passage", fields=(("language", base),), children=(node,)))
        return nodes

    def note_nodes(self) -> list[Node]:
        """Return the notes that the text points to; one that is not reached was told where its mark was left out."""
        nodes = []
        for number in sorted(self.notes):
            lines = [line for line in self.reading.notes[number] if plain(line.runs)]
            if len(lines) > 1:
                self.tell(lines[0].mark.place, "note-paragraphs")
            texts = [self.words(line, [run for run in line.runs if not run.note], self.main, breaks=False) for line in lines]
            nodes.append(Node("note", " ".join(texts), number))
        return nodes


def _without_form(runs: Sequence[Run]) -> list[Run]:
    return [run._replace(look=run.look._replace(strong=False, emphasis=False)) for run in runs]


def _drawings_in(entries: Sequence[Entry]) -> Iterator[Drawing]:
    for entry in entries:
        if isinstance(entry, Drawing):
            yield entry
        elif isinstance(entry, Grid):
            for row in entry.rows:
                for cell in row:
                    yield from _drawings_in(cell.entries)
