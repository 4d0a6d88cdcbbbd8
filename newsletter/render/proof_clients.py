"""What readers' mail programs lack, as a table: a row for each feature of the mails, a column for each family of programs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from newsletter.clients import Row, Verdict, name_clients

Lack = Literal["no", "partly", ""]


class Entry(NamedTuple):
    """A feature that some program lacks."""

    row: Row
    cells: tuple[Lack, ...]
    """In the order of the families: lacking in all its programs; in part, or in some; in none."""
    lacking: str
    """The programs that lack it, by name."""
    partial: str
    """Those that know it in part."""


class Grid(NamedTuple):
    """The features of an issue's mails, across the families of programs."""

    families: tuple[str, ...]
    entries: tuple[Entry, ...]
    untested: tuple[Row, ...]
    safe: tuple[Row, ...]


def make_grid(rows: Sequence[Row]) -> Grid:
    """Return the table of some features, in their order; families that lack nothing of them have no column."""
    lacking = [row for row in rows if row.is_known and not row.is_safe]
    lacked = {verdict.client.family for row in lacking for verdict in row.verdicts if verdict.support in {"no", "partly"}}
    families = tuple(dict.fromkeys(verdict.client.family for row in lacking for verdict in row.verdicts if verdict.client.family in lacked))
    return Grid(
        families,
        tuple(Entry(row, _cells(row, families), name_clients(row.clients("no")), name_clients(row.clients("partly"))) for row in lacking),
        tuple(row for row in rows if not row.is_known),
        tuple(row for row in rows if row.is_safe),
    )


def _cells(row: Row, families: Sequence[str]) -> tuple[Lack, ...]:
    return tuple(_lack([verdict for verdict in row.verdicts if verdict.client.family == family]) for family in families)


def _lack(verdicts: Sequence[Verdict]) -> Lack:
    found = {verdict.support for verdict in verdicts}
    if found == {"no"}:
        return "no"
    return "partly" if found & {"no", "partly"} else ""
