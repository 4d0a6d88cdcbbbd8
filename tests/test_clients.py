"""What mail clients know, and the gaps that a template folder has answered for."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from values import told, write_files

from newsletter.clients import Row, data_date, known_clients, known_features, load_accepted, name_clients, table
from newsletter.model import Problem

ROOT = Path(__file__).parents[1]
PACKED = ROOT / "tools/node/node_modules/caniemail/data/caniemail.json"


def row(feature: str) -> Row:
    """Return the row of a feature."""
    return table({feature: 1})[0]


def loaded(folder: Path, text: str) -> tuple[Any, list[Problem]]:
    """Return what is accepted by a file, and what is wrong with it."""
    problems: list[Problem] = []
    return load_accepted((write_files(folder, {"mail/features.yaml": text}),), problems), problems


def test_the_data_name_the_clients_that_readers_have() -> None:
    families = {client.family for client in known_clients()}
    assert {"Outlook", "Gmail", "Apple Mail", "Yahoo", "Samsung Email", "Orange", "GMX", "La Poste", "Proton Mail"} <= families
    assert len({client.id for client in known_clients()}) == len(known_clients()) == 39
    assert len(known_features()) > 300


def test_a_row_says_who_lacks_a_feature_what_is_lost_and_when_that_was_tested() -> None:
    padding = row("css-padding")
    assert (padding.title, padding.tested, padding.number) == ("padding", "2019-07-25", 1)
    assert padding.address == "https://www.caniemail.com/features/css-padding/"
    assert [client.name for client in padding.clients("partly")] == ["Outlook (classic on Windows)"]
    assert padding.notes[0] == "Partial. Only supported on table cells."
    assert padding.clients("no") == ()
    assert not padding.is_safe


def test_a_feature_that_all_know_is_safe_and_one_that_nobody_tested_is_not() -> None:
    assert row("html-table").is_safe
    assert not row("css-container-type").is_safe
    assert not row("css-container-type").is_known
    assert row("css-container-type").address == ""
    assert [row(f"css-{name}").title for name in ("container-type", "pseudo-class-root", "at-layer")] == ["container-type", ":root", "@layer"]


def test_the_worst_stand_first_then_what_nobody_tested_then_what_is_safe() -> None:
    rows = table(dict.fromkeys(("html-table", "css-container-type", "css-padding", "css-border-radius", "html-meta-color-scheme"), 2))
    assert [each.feature for each in rows] == ["html-meta-color-scheme", "css-border-radius", "css-padding", "css-container-type", "html-table"]


def test_verdicts_stand_with_their_clients() -> None:
    said = {verdict.client.id: verdict.support for verdict in row("html-dir").verdicts}
    assert said["gmx.desktop-webmail"] == "no"
    assert said["orange.ios"] == "partly"
    assert said["apple-mail.ios"] == "yes"


def test_a_family_of_which_none_is_missing_needs_no_parts() -> None:
    gmail = [client for client in known_clients() if client.family == "Gmail"]
    hey = [client for client in known_clients() if client.family == "HEY"]
    assert name_clients([*gmail, *hey]) == "Gmail, HEY"
    assert name_clients([*gmail[:2], *hey]) == "Gmail (web, iOS), HEY"
    assert name_clients([]) == ""


def test_accepted_features_are_read_with_their_reasons(tmp_path: Path) -> None:
    accepted, problems = loaded(tmp_path, "accepted:\n  css-border-radius: Corners are\n    square.\nuntested:\n  css-color: Old.\n")
    assert accepted == {"css-border-radius": "Corners are square.", "css-color": "Old."}
    assert problems == []


def test_the_first_folder_that_has_a_list_gives_it(tmp_path: Path) -> None:
    own, ours = tmp_path / "own", tmp_path / "ours"
    write_files(ours, {"mail/features.yaml": "accepted: {css-padding: Cells.}\n"})
    own.mkdir()
    assert load_accepted((own, ours), []) == {"css-padding": "Cells."}
    write_files(own, {"mail/features.yaml": "accepted: {css-margin: Small.}\n"})
    assert load_accepted((own, ours), []) == {"css-margin": "Small."}
    assert load_accepted((tmp_path,), []) == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("accepted:\n  css-boder-radius: Square.\n", "2: error: 'css-boder-radius' is no feature that caniemail.com knows"),
        ("accepted:\n  css-padding: Cells.\n  css-margin:\n", "3: error: css-margin has no reason"),
        ("accepted:\n  css-margin: '  '\n", "2: error: css-margin has no reason"),
        ("accepted:\n  css-margin: [a]\n", "2: error: css-margin has no reason"),
        ("untested:\n  css-padding: Old.\n", "2: error: 'css-padding' has been tested since"),
        ("acepted:\n  css-padding: Cells.\n", "1: error: has no group 'acepted'"),
        ("accepted:\n- css-padding\n", "1: error: accepted should be a group of features, each with its reason"),
        ("- css-padding\n", "1: error: should hold the groups `accepted` and `untested`"),
        ("", "1: error: should hold the groups `accepted` and `untested`"),
    ],
)
def test_a_wrong_entry_is_told_with_its_line(text: str, expected: str, tmp_path: Path) -> None:
    accepted, problems = loaded(tmp_path, text)
    assert told(problems) == [f"features.yaml:{expected} (mail-feature)"]
    assert all(problem.hint for problem in problems)
    assert set(accepted) <= {"css-padding"}


def test_a_slip_in_a_name_is_answered_with_the_right_one(tmp_path: Path) -> None:
    _, problems = loaded(tmp_path, "accepted:\n  css-boder-radius: Square.\n")
    assert problems[0].hint == "Did you mean 'css-border-radius'?"


def test_all_that_is_wrong_is_told_at_once_and_the_rest_is_kept(tmp_path: Path) -> None:
    accepted, problems = loaded(tmp_path, "accepted:\n  css-boder: a\n  css-margin:\n  css-padding: Cells.\nmore: {}\n")
    assert len(problems) == 3
    assert accepted == {"css-padding": "Cells."}


@pytest.mark.parametrize("text", ["accepted: {css-padding: Cells.", "accepted: &a {css-padding: *a}\n", "a: \x07\n"])
def test_a_file_that_cannot_be_read_accepts_nothing_and_says_so(text: str, tmp_path: Path) -> None:
    accepted, problems = loaded(tmp_path, text)
    assert accepted is None
    assert {(problem.rule, problem.severity) for problem in problems} == {("mail-feature", "error")}


def the_script() -> ModuleType:
    """Return the script that refreshes the data."""
    spec = importlib.util.spec_from_file_location("refresh_clients", ROOT / "tools/clients.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    return script


ENTRY = {
    "slug": "css-x",
    "title": "&lt;x&gt; [page](https://example.org)",
    "last_test_date": "2024-05-1",
    "stats": {
        "outlook": {"windows": {"2007": "y", "2019": "a #1 #2"}, "ios": {"2019": "n"}},
        "gmail": {"ios": {"2020-01": "n", "2021-01": "y #2"}},
    },
    "notes_by_num": {"1": "Partial.\n Buggy.", "2": "Not  so", "3": "Nobody"},
}


def test_of_each_feature_the_latest_verdicts_and_their_notes_are_kept() -> None:
    script = the_script()
    entry = script.trim_feature(ENTRY)
    letters = dict(zip((client[0] for client in script.CLIENTS), entry["verdicts"], strict=True))
    assert entry["title"] == "<x> page"
    assert entry["tested"] == "2024-05-01"
    assert [letters[name] for name in ("outlook.windows", "outlook.ios", "gmail.ios", "hey.desktop-webmail")] == ["a", "n", "y", "u"]
    assert entry["concerned"] == {"outlook.windows": ["1", "2"]}
    assert entry["notes"] == {"1": "Partial. Buggy.", "2": "Not so"}


def test_the_file_that_is_written_is_json_with_a_feature_a_line() -> None:
    script = the_script()
    text = script.write(script.trim({"last_update_date": "2026-05-13 14:45", "data": [ENTRY, {**ENTRY, "slug": "css-a"}]}))
    assert list(json.loads(text)["features"]) == ["css-a", "css-x"]
    assert sum(line.startswith('  "css-') for line in text.splitlines()) == 2


def test_the_data_carry_their_licence_their_day_and_say_that_we_are_not_affiliated() -> None:
    data = json.loads((ROOT / "newsletter/clients.json").read_text("utf-8"))
    licence = " ".join(data["licence"])
    assert "Copyright (c) 2019 Rémi Parmentier" in licence
    assert "The above copyright notice and this permission notice shall be included" in licence
    assert "not affiliated" in data["about"]
    page = (ROOT / "docs/licences.md").read_text("utf-8")
    assert data_date() == data["date"]
    assert data["date"] in page
    assert "Rémi Parmentier" in page
    assert "not affiliated" in page


@pytest.mark.skipif(not PACKED.is_file(), reason="the packages of tools/node are not there")
def test_the_data_are_what_the_script_makes_of_the_package_that_is_pinned() -> None:
    script = the_script()
    assert (ROOT / "newsletter/clients.json").read_text("utf-8") == script.write(script.trim(json.loads(PACKED.read_text("utf-8"))))
