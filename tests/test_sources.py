"""Text, YAML and front matter: nothing is lost, nothing explodes, and every line number is right."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from values import told

from newsletter.model import Problem, Source
from newsletter.sources import MAX_BYTES, parse_yaml, read_text, read_yaml, split_front_matter


def data_of(text: str) -> object:
    """Return the data of YAML that must have no problems."""
    problems: list[Problem] = []
    document = parse_yaml(text, "a.yaml", problems)
    assert told(problems) == []
    assert document is not None
    return document.data


def said_of(text: str, first_line: int = 1) -> list[str]:
    """Return what is wrong with a YAML text, as ``line:column message``."""
    problems: list[Problem] = []
    assert parse_yaml(text, "a.yaml", problems, first_line) is None
    return [f"{problem.source.line}:{problem.source.column} {problem.message}" for problem in problems]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("NO", "NO"),
        ("yes", "yes"),
        ("true", True),
        ("3:20", "3:20"),
        ("2022-07-20", "2022-07-20"),
        ("+21671123456", "+21671123456"),
        ("0041", "0041"),
        ("1.10", "1.10"),
        ("4.0", "4.0"),
        ("12", 12),
        ("-3", -3),
        ("-0", "-0"),
        ("1e3", "1e3"),
        ("0x1F", "0x1F"),
        ("~", None),
        ("'12'", "12"),
        ("99999999999999999999", "99999999999999999999"),
        ("\u0663", "\u0663"),
    ],
)
def test_a_bare_word_stays_what_the_editor_wrote(written: str, read: object) -> None:
    assert data_of(f"key: {written}") == {"key": read}


def test_an_empty_document_is_no_problem() -> None:
    assert data_of("# nothing but a comment") is None


def test_every_value_knows_its_place() -> None:
    problems: list[Problem] = []
    document = parse_yaml("a:\n  - b: 1\n    c: 2\n", "a.yaml", problems, first_line=10)
    assert document is not None
    assert document.source("a", 0, "c") == Source("a.yaml", 12, 5)
    assert document.source("a", 0, "missing") == Source("a.yaml", 11, 5)
    assert document.source("missing") == Source("a.yaml", 10, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\na: 2", "2:1 gives 'a' twice"),
        ("a: &x 1\nb: *x", "1:4 uses an anchor or alias"),
        ("a: &Co wins", "1:4 uses an anchor or alias"),
        ("a: *star", "1:4 uses an anchor or alias"),
        ("a: !important news", "1:4 begins with a tag"),
        ("a: !!python/object/apply:os.system [ls]", "1:4 begins with a tag"),
        ("a: b: c", "1:5 is not valid YAML"),
        ("a:\n\t- b", "2:1 is not valid YAML"),
        ("a: [1,", "2:1 is not valid YAML"),
        ("a: 'x", "1:6 is not valid YAML"),
        ("a: 1\n---\nb: 2", "2:1 holds a second document"),
        ("? [a]\n: b", "1:3 has a list, a group or an alias"),
        ('a: "x\\u0000"', "1:4 holds the unusable character U+0000"),
        ("a: x\nb: \ufffe", "2 is not valid YAML: holds the unusable character U+FFFE"),
    ],
)
def test_what_is_not_understood_is_told_with_its_place(text: str, expected: str) -> None:
    assert said_of(text)[0].replace("2:0", "2").startswith(expected)


def test_lines_are_counted_from_where_the_text_stands_in_its_file() -> None:
    assert said_of("a: 1\na: 2", first_line=40) == ["41:1 gives 'a' twice"]


@pytest.mark.parametrize(("problem", "hint"), [("a:\n\t- b", "spaces"), ("a: **b**", "quotes"), ("a: b: c", "quotes"), ("a: @b", "quotes")])
def test_the_hint_says_what_to_do(problem: str, hint: str) -> None:
    problems: list[Problem] = []
    parse_yaml(problem, "a.yaml", problems)
    assert hint in problems[0].hint


@pytest.mark.parametrize("opening", ["[", "- ", "{a: ", "? ", "{? ", "- - ? "])
def test_nesting_without_end_is_told_and_kills_nothing(opening: str) -> None:
    assert "nested too deeply" in said_of(opening * 20_000)[-1]


def test_nesting_that_an_editor_might_need_is_taken() -> None:
    assert data_of("[" * 20 + "]" * 20) is not None


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_any_text_is_yaml_or_a_problem(text: str) -> None:
    problems: list[Problem] = []
    document = parse_yaml(text, "a.yaml", problems)
    assert (document is None) == bool(problems)
    assert all(problem.source.line >= 1 and problem.message for problem in problems)


@given(
    st.lists(st.sampled_from([*"ab:-?&*!|>'\"#%@`{}[],~ \n\t", "- ", ": ", "\n  ", "---", "...", "<<: ", "\u2028", "true"]), max_size=25).map("".join)
)
def test_any_heap_of_yaml_signs_is_yaml_or_a_problem(text: str) -> None:
    problems: list[Problem] = []
    document = parse_yaml(text, "a.yaml", problems)
    assert (document is None) == bool(problems)


def told_of(path: Path) -> list[str]:
    """Return what is wrong with reading a file."""
    problems: list[Problem] = []
    assert read_text(path, problems) is None
    return told(problems)


def test_a_file_may_begin_with_a_byte_order_mark_and_have_the_line_ends_of_any_system(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"\xef\xbb\xbfone\r\ntwo\rthree\n")
    assert read_text(tmp_path / "a.md", []) == "one\ntwo\nthree\n"


def test_letters_are_composed(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Me\u0301xico", "utf-8")
    assert read_text(tmp_path / "a.md", []) == "M\u00e9xico"


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"one\ntw\xf3", "a.md:2: error: is not UTF-8 text (byte 0xf3) (encoding)"),
        ("one".encode("utf-16"), "a.md:1: error: is not UTF-8 text (byte 0xff) (encoding)"),
        (b"one\n\ntwo\0", "a.md:3: error: holds the unusable character U+0000 (encoding)"),
        ("one\n\ufffd".encode(), "a.md:2: error: holds the unusable character U+FFFD (encoding)"),
        ("one\u2028two".encode(), "a.md:1: error: holds the unusable character U+2028 (encoding)"),
        (b"x" * (MAX_BYTES + 1), "a.md:0: error: is larger than 2 MB (file)"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_line(tmp_path: Path, data: bytes, expected: str) -> None:
    (tmp_path / "a.md").write_bytes(data)
    assert told_of(tmp_path / "a.md") == [expected]


def test_what_is_no_file_is_told_and_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "endless").symlink_to("/dev/zero")
    assert told_of(tmp_path / "folder") == ["folder:0: error: is not a file (file)"]
    assert told_of(tmp_path / "pipe") == ["pipe:0: error: is not a file (file)"]
    assert told_of(tmp_path / "endless") == ["endless:0: error: is not a file (file)"]
    assert told_of(tmp_path / "missing") == ["missing:0: error: cannot be read: No such file or directory (file)"]


def test_a_name_for_readers_may_be_given(tmp_path: Path) -> None:
    problems: list[Problem] = []
    assert read_yaml(tmp_path / "a.yaml", problems, "seeds/a.yaml") is None
    assert problems[0].source.path == "seeds/a.yaml"


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("---\na: 1\n---\nbody\n", ("a: 1\n", "body\n", 4)),
        ("---  \na: x ---\n---\t\nbody\n---\n", ("a: x ---\n", "body\n---\n", 4)),
        ("---\n---\n", ("", "", 3)),
        ("---\na: 1\n---", ("a: 1\n", "", 3)),
        ("---\na: 1\n", None),
        ("a: 1\n---\n", None),
        ("\n---\na: 1\n---\n", None),
    ],
)
def test_front_matter_stands_between_two_lines_of_hyphens(text: str, parts: tuple[str, str, int] | None) -> None:
    assert split_front_matter(text) == parts
