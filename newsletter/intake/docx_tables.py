"""Tables of a Word file, made even: as many cells in every row, joined cells taken apart."""

from __future__ import annotations

from collections.abc import Callable

from newsletter.intake.docx_reading import Cell, Grid, Line, lines_of

MOST_CELLS = 10_000


def is_frame(grid: Grid) -> bool:
    """Say whether a table has a single cell: people draw frames so."""
    return len(grid.rows) == 1 and len(grid.rows[0]) == 1


def cells_of(grid: Grid, tell: Callable[..., None]) -> list[list[list[Line]]]:
    """Return the lines of every cell by row, as many cells in each; rows without words are left out, an empty table is empty.

    The words of joined cells stand in the first of them. What was changed is told.
    """
    place = next((line.mark.place for line in lines_of(grid)), 0)
    if any(isinstance(entry, Grid) for row in grid.rows for cell in row for entry in cell.entries):
        tell(place, "nested-table")
    if any(cell.columns > 1 or cell.rows > 1 for row in grid.rows for cell in row):
        tell(place, "merged-cells")
    rows = _spread(grid)
    width = max((len(row) for row in rows), default=0)
    while width and not any(row[width - 1] for row in rows if len(row) == width):
        width -= 1
        rows = [row[:width] for row in rows]
    if any(len(row) < width for row in rows):
        tell(place, "uneven-table")
    if width * len(rows) > MOST_CELLS:
        return [[[line]] for row in rows for cell in row for line in cell]
    return [[*row, *([] for _ in range(width - len(row)))] for row in rows if any(row)]


def _spread(grid: Grid) -> list[list[list[Line]]]:
    """Put empty cells where a joined cell goes on, to the side and below."""
    covered: dict[tuple[int, int], int] = {}
    rows: list[list[list[Line]]] = []
    for number, row in enumerate(grid.rows):
        made: list[list[Line]] = []
        for cell in row:
            while (number, len(made)) in covered:
                made += [[] for _ in range(covered[number, len(made)])]
            for below in range(1, min(cell.rows, len(grid.rows) - number)):
                covered[number + below, len(made)] = cell.columns
            made.append(_lines(cell))
            made += [[] for _ in range(cell.columns - 1)]
        while (number, len(made)) in covered:
            made += [[] for _ in range(covered[number, len(made)])]
        rows.append(made)
    return rows


def _lines(cell: Cell) -> list[Line]:
    return [line for entry in cell.entries for line in lines_of(entry)]
