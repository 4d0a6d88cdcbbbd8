"""Tables of an HTML tree, as lists of rows."""

from __future__ import annotations

from newsletter.intake.html_inlines import Page, clean_words
from newsletter.intake.html_media import Flow
from newsletter.intake.html_tree import Element, Words
from newsletter.intake.writing import Node, escape, write_value

MAX_COLUMNS = 60


def read_table(page: Page, element: Element, nested: int, flow: Flow) -> list[Node]:
    """Return a table as a block; one that only arranges things (a single column) as the blocks in it."""
    rows = _rows(element)
    if not rows or max(len(row) for row in rows) < 2:
        return [node for row in rows for cell in row for node in flow(page, cell, nested)]
    heads = 0
    for row in rows:
        if any(cell.name == "td" for cell in row):
            break
        heads += 1
    heads = heads or _head_rows(element)
    if heads > 3:
        page.doubts.tell(element.line, "table-heads")
    heads = min(heads, 3)
    body = rows[heads:]
    written = [[_cell(page, cell, flow) for cell in _spread(page, row)] for row in rows]
    width = max(len(row) for row in written)
    if any(len(row) != width for row in written):
        page.doubts.tell(element.line, "table-cells")
    made = tuple(Node("row", children=(*row, *[Node("cell")] * (width - len(row)))) for row in written)
    fields = [("header-rows", str(heads))]
    fields += [("header-column", "true")] if body and all(row and row[0].name != "td" for row in body) else []
    caption = next((part for part in element.walk() if part.name == "caption"), None)
    if caption is not None and (words := clean_words(caption.plain())):
        fields.append(("caption", write_value(escape(words))))
    return [Node("table", fields=tuple(fields), children=made)]


def _rows(element: Element) -> list[list[Element]]:
    """Return the cells of a table's own rows, not of tables inside its cells; rows without cells are left out."""
    rows: list[list[Element]] = []
    waiting: list[Element | Words] = list(reversed(element.children))
    while waiting:
        part = waiting.pop()
        if isinstance(part, Words):
            continue
        if part.name == "tr":
            cells = [cell for cell in part.children if isinstance(cell, Element) and cell.name in {"td", "th"}]
            if cells:
                rows.append(cells)
        elif part.name in {"thead", "tbody", "tfoot"}:
            waiting += reversed(part.children)
    return rows


def _head_rows(element: Element) -> int:
    head = next((part for part in element.children if isinstance(part, Element) and part.name == "thead"), None)
    return sum(isinstance(row, Element) and row.name == "tr" for row in head.children) if head else 0


def _spread(page: Page, row: list[Element]) -> list[Element]:
    """Return a row's cells, with an empty one for each column that a cell also covers."""
    cells: list[Element] = []
    for cell in row:
        cells.append(cell)
        spans = [cell.attributes.get(name, "1").strip() for name in ("colspan", "rowspan")]
        if any(span not in {"", "1"} for span in spans):
            page.doubts.tell(cell.line, "colspan")
        more = int(spans[0]) - 1 if spans[0].isascii() and spans[0].isdigit() and len(spans[0]) < 4 else 0
        cells += [Element("td", cell.line) for _ in range(max(0, min(more, MAX_COLUMNS - len(cells))))]
    return cells


def _cell(page: Page, cell: Element, flow: Flow) -> Node:
    return Node("cell", children=tuple(flow(page, cell, 3)))
