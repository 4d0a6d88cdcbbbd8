"""Which mail client knows which feature: caniemail.com's verdicts, and the gaps that our templates have answered for.

The data lie in ``clients.json`` (MIT, see docs/licences.md; this project is not affiliated with caniemail.com) and are written
anew by ``tools/clients.py``. Many tests are years old: each row says when, and a verdict is advice.

``mail/features.yaml`` in a template folder is the ratchet: every feature of the templates that some client lacks stands there with
the reason why its readers miss nothing that matters. What does not stand there is told by the rule ``mail-feature``.
"""

from __future__ import annotations

import dataclasses
import functools
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal, NamedTuple

from newsletter.model import Problem
from newsletter.shapes import fold, suggest
from newsletter.sources import Document, read_yaml

RULE = "mail-feature"
FILE = "mail/features.yaml"
Support = Literal["yes", "partly", "no", "unknown"]
_SUPPORT: Mapping[str, Support] = {"y": "yes", "a": "partly", "n": "no", "u": "unknown"}


class Client(NamedTuple):
    """A mail client that readers have."""

    id: str
    family: str
    """``Gmail``."""
    part: str
    """``web``, ``iOS``; empty where the family has one client."""

    @property
    def name(self) -> str:
        """What to call it."""
        return f"{self.family} ({self.part})" if self.part else self.family


class Verdict(NamedTuple):
    """What was found in one client."""

    client: Client
    support: Support
    notes: tuple[str, ...]
    """What is lost, in the words of the tests."""


class Row(NamedTuple):
    """A feature that a mail uses, across the clients."""

    feature: str
    """Its name: ``css-max-width``."""
    title: str
    number: int
    """How often it is used."""
    tested: str
    """The day of the last test, in ISO 8601; empty where there was none."""
    verdicts: tuple[Verdict, ...]
    """In the order of the clients; empty where nothing is known."""

    @property
    def address(self) -> str:
        """The page that tells more; empty where there is none."""
        return f"https://www.caniemail.com/features/{self.feature}/" if self.is_known else ""

    @property
    def is_known(self) -> bool:
        """Whether it was tested at all."""
        return bool(self.verdicts)

    @property
    def is_safe(self) -> bool:
        """Whether no client is known to lack anything of it."""
        return self.is_known and not any(verdict.support in {"no", "partly"} for verdict in self.verdicts)

    def clients(self, support: Support) -> tuple[Client, ...]:
        """Return the clients with this verdict."""
        return tuple(verdict.client for verdict in self.verdicts if verdict.support == support)

    @property
    def notes(self) -> tuple[str, ...]:
        """What is lost where it is lost in part, each thing once, the most widespread first."""
        said: dict[str, int] = {}
        for verdict in self.verdicts:
            for note in verdict.notes:
                said[note] = said.get(note, 0) + 1
        return tuple(sorted(said, key=lambda note: -said[note]))


class _Data(NamedTuple):
    date: str
    clients: tuple[Client, ...]
    features: Mapping[str, Mapping[str, Any]]


@functools.cache
def _data() -> _Data:
    read = json.loads((Path(__file__).with_name("clients.json")).read_text("utf-8"))
    return _Data(read["date"], tuple(Client(*client) for client in read["clients"]), read["features"])


def known_clients() -> tuple[Client, ...]:
    """Return the clients of the data, in the order of every table."""
    return _data().clients


def known_features() -> frozenset[str]:
    """Return the names of the features that were tested."""
    return frozenset(_data().features)


def data_date() -> str:
    """Return the day of the data, in ISO 8601."""
    return _data().date


def table(features: Mapping[str, int]) -> tuple[Row, ...]:
    """Return a row for each feature that a mail uses, by name and number, those first that most clients lack.

    Those of which nothing is known come after those that are lacking somewhere, and before the safe ones.
    """
    return tuple(sorted((_row(feature, number) for feature, number in features.items()), key=_badness))


def _badness(row: Row) -> tuple[int, int, int, str]:
    order = 2 if row.is_safe else 0 if row.is_known else 1
    return order, -len(row.clients("no")), -len(row.clients("partly")), row.feature


_MARKS = {"css-pseudo-class-": ":", "css-pseudo-element-": "::", "css-at-": "@"}
"""How a feature of which nothing is known is written in CSS."""


def _row(feature: str, number: int) -> Row:
    title, tested, verdicts = _facts(feature)
    return Row(feature, title, number, tested, verdicts)


@functools.cache
def _facts(feature: str) -> tuple[str, str, tuple[Verdict, ...]]:
    entry = _data().features.get(feature)
    if entry is None:
        mark, prefix = next(((mark, prefix) for prefix, mark in _MARKS.items() if feature.startswith(prefix)), ("", feature.partition("-")[0] + "-"))
        return mark + feature.removeprefix(prefix), "", ()
    notes, concerned = entry.get("notes", {}), entry.get("concerned", {})
    verdicts = (
        Verdict(client, _SUPPORT[letter], tuple(notes[number] for number in concerned.get(client.id, ())))
        for client, letter in zip(_data().clients, entry["verdicts"], strict=True)
    )
    return entry["title"], entry["tested"], tuple(verdicts)


def name_clients(clients: Sequence[Client]) -> str:
    """Return the clients' names by family: ``Gmail, Outlook (Mac, iOS)``; a family of which none is missing needs no parts."""
    families: dict[str, list[str]] = {}
    for client in clients:
        families.setdefault(client.family, []).append(client.part)
    whole = {client.family: sum(other.family == client.family for other in known_clients()) for client in clients}
    return ", ".join(family if len(parts) == whole[family] else f"{family} ({', '.join(parts)})" for family, parts in families.items())


def load_accepted(folders: Sequence[Path], problems: list[Problem]) -> Mapping[str, str] | None:
    """Return the features that the templates have answered for, with the reasons, by name.

    Takes the template folders, a publication's own first; the first that has the file gives it. None after adding the reason to
    *problems* where it cannot be read; entries that are wrong are added to *problems* and left out.
    """
    path = next((folder / FILE for folder in folders if (folder / FILE).is_file()), None)
    if path is None:
        return {}
    found: list[Problem] = []
    document = read_yaml(path, found, f"templates/{FILE}")
    problems.extend(dataclasses.replace(problem, rule=RULE) for problem in found)
    return dict(_entries(document, problems)) if document else None


def _entries(document: Document, problems: list[Problem]) -> Iterator[tuple[str, str]]:
    """Yield each feature of a file with its reason; what is wrong with it is added to *problems*."""

    def complain(message: str, hint: str, *keys: str) -> None:
        problems.append(Problem(document.source(*keys), RULE, message, hint))

    groups = document.data if isinstance(document.data, dict) else {}
    if not isinstance(document.data, dict) or not groups:
        complain("should hold the groups `accepted` and `untested`", _SAMPLE)
    for group, entries in groups.items():
        if group not in _GROUPS:
            complain(f"has no group {group!r}", f"Did you mean {suggest(group, _GROUPS) or 'accepted'!r}?", group)
        elif not isinstance(entries, dict):
            complain(f"{group} should be a group of features, each with its reason", _SAMPLE, group)
        else:
            for feature, reason in entries.items():
                if wrong := _fault(group, feature, reason):
                    complain(*wrong, group, feature)
                else:
                    yield feature, fold(reason)


_GROUPS = ("accepted", "untested")
_SAMPLE = "Each holds features with a reason, such as `css-border-radius: Corners are square.`"


def _fault(group: str, feature: str, reason: object) -> tuple[str, str] | None:
    """Return what is wrong with an entry, and what to do; None where it is right."""
    is_known = feature in known_features()
    if group == "accepted" and not is_known:
        close = suggest(feature, known_features())
        hint = f"Did you mean {close!r}?" if close else "Names are those of caniemail.com/features; what it has not tested belongs under `untested`."
        return f"{feature!r} is no feature that caniemail.com knows", hint
    if group == "untested" and is_known:
        return f"{feature!r} has been tested since", "Move it to `accepted`, or take it out where no client lacks it."
    if not isinstance(reason, str) or not fold(reason):
        return f"{feature} has no reason", "Say in a sentence what readers of the clients that lack it get instead."
    return None
