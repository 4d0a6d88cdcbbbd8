"""The rules of the house: what design and contract promise, and no other tool checks."""

from __future__ import annotations

import ast
import io
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from newsletter.blocks import KINDS
from newsletter.cli.main import COMMANDS
from newsletter.languages import known_languages
from newsletter.preflight import RULES

ROOT = Path(__file__).parents[1]
PACKAGE, TEMPLATES, LANGUAGES, DOCS = ROOT / "newsletter", ROOT / "templates", ROOT / "newsletter/languages", ROOT / "docs"
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "starter" not in path.parts)
TEMPLATE_FILES = sorted(path for path in TEMPLATES.rglob("*") if path.suffix in {".mjml", ".html", ".txt", ".css"})
ENDINGS = {"mail": "mjml", "print": "html", "text": "txt", "web": "html"}
PARTS = {"item", "row", "cell", "note"}


def name_of(path: Path) -> str:
    """Return a path as it is written from the root."""
    return str(path.relative_to(ROOT))


def lines_with(pattern: str, paths: Iterable[Path], flags: int = 0) -> list[str]:
    """Return every line of *paths* in which *pattern* is found."""
    sought = re.compile(pattern, flags)
    return [
        f"{name_of(path)}:{number}: {line.strip()}"
        for path in paths
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if sought.search(line)
    ]


def trees() -> Iterator[tuple[Path, ast.Module]]:
    """Yield every module of the package as a syntax tree."""
    for path in MODULES:
        yield path, ast.parse(path.read_text("utf-8"))


def test_a_module_has_at_most_300_lines() -> None:
    assert {name_of(path): lines for path in MODULES if (lines := len(path.read_text("utf-8").splitlines())) > 300} == {}


@pytest.mark.parametrize("medium", ENDINGS)
def test_every_block_kind_has_its_template(medium: str) -> None:
    there = {path.stem for path in (TEMPLATES / medium / "blocks").glob(f"*.{ENDINGS[medium]}")}
    assert set(KINDS) - there == set()


@pytest.mark.parametrize("medium", ENDINGS)
def test_no_template_is_left_of_a_block_that_is_no_more(medium: str) -> None:
    there = {path.stem for path in (TEMPLATES / medium / "blocks").iterdir()}
    assert {name for name in there if not name.startswith("_")} - set(KINDS) - PARTS == set()


def test_every_language_has_the_same_words() -> None:
    catalogues = {
        path.stem: {message.id for message in read_po(io.BytesIO(path.read_bytes())) if message.id} for path in sorted(LANGUAGES.glob("*.po"))
    }
    everything = set().union(*catalogues.values())
    assert {tag: sorted(map(str, everything - known)) for tag, known in catalogues.items() if everything - known} == {}


def test_every_language_has_both_its_files() -> None:
    assert {path.stem for path in LANGUAGES.glob("*.yaml")} == {path.stem for path in LANGUAGES.glob("*.po")}


def test_only_the_look_names_a_colour() -> None:
    colour = r"(?<![&\w])#[0-9a-f]{6}\b|:\s*#[0-9a-f]{3}\b|\b(rgba?|hsla?|oklch|lab|device-cmyk)\(\s*[\d.]"
    assert lines_with(colour, [*MODULES, *TEMPLATE_FILES], re.IGNORECASE) == []


def test_only_the_look_names_a_font() -> None:
    families = r"Noto |Sarabun|Amiri|Source S|Frank Ruhl|Prompt\b|Helvetica|Arial"
    assert lines_with(families, [*MODULES, *TEMPLATE_FILES]) == []


def test_no_module_and_no_template_names_a_language_or_a_script() -> None:
    tags = "|".join([*known_languages(), "he", "fa", "km", "ur", "Arab", "Thai", "Latn", "Hebr", "Khmr"])
    paths = [path for path in (*MODULES, *TEMPLATE_FILES) if LANGUAGES not in path.parents and TEMPLATES / "proof" not in path.parents]
    named = lines_with(rf"""["']({tags})["']""", paths)
    is_table_cell = re.compile(r"""["']td["']|tag == ["']th["']""")
    assert [line for line in named if not is_table_cell.search(line)] == []


def test_no_template_says_left_or_right() -> None:
    sides = r"(margin|padding|border|inset)-(left|right)\b|text-align:\s*(left|right)\b|float:\s*(left|right)\b"
    assert lines_with(sides, [path for path in TEMPLATE_FILES if "mail" not in path.parts]) == []


def test_there_is_no_emoji() -> None:
    texts = [*MODULES, *TEMPLATE_FILES, *DOCS.rglob("*.md"), *ROOT.glob("*.md"), *(ROOT / "tests").rglob("*.py")]
    assert lines_with("[\U0001f000-\U0001faff\u2705\u274c\u2728\ufe0f]", texts) == []


def test_nothing_is_left_to_be_done_some_day() -> None:
    words = "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X"])
    assert lines_with(rf"\b({words})\b", [*MODULES, *TEMPLATE_FILES, *DOCS.rglob("*.md"), *(ROOT / "tests").rglob("*.py")]) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.ID)
def test_every_rule_has_a_page_and_a_test_folder(rule: object) -> None:
    name = rule.__name__.rpartition(".")[2]  # type: ignore[attr-defined]
    assert f"{rule.ID}" in (DOCS / "rules.md").read_text("utf-8")  # type: ignore[attr-defined]
    assert list((ROOT / "tests/preflight" / name).glob("test_*.py"))


def test_every_rule_is_in_the_list() -> None:
    files = {path.stem for path in (PACKAGE / "preflight").glob("*.py")} - {"__init__", "checking"}
    assert {rule.__name__.rpartition(".")[2] for rule in RULES} == files


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_is_documented(command: str) -> None:
    assert f"newsletter {command}" in (DOCS / "commands.md").read_text("utf-8")


@pytest.mark.parametrize("kind", KINDS)
def test_every_block_is_documented(kind: str) -> None:
    shape = KINDS[kind].fence
    text = (DOCS / "blocks.md").read_text("utf-8")
    assert f"::: {kind}" in text if shape else re.search(rf"\b{kind}", text, re.IGNORECASE)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if KINDS[kind].fence])
def test_every_field_of_a_block_is_documented(kind: str) -> None:
    shape = KINDS[kind].fence
    assert shape is not None
    text = (DOCS / "blocks.md").read_text("utf-8")
    assert [name for info in shape.model_fields.values() if (name := str(info.alias)) not in text] == []


def test_no_module_takes_the_name_of_a_standard_one() -> None:
    names = {path: (path.parent.name if path.stem == "__init__" else path.stem) for path in MODULES}
    assert [name_of(path) for path, name in names.items() if name in sys.stdlib_module_names and name != "__main__"] == []


def test_no_module_says_nothing_with_its_name() -> None:
    assert [name_of(path) for path in MODULES if path.stem in {"utils", "util", "helpers", "helper", "common", "misc", "base", "tools"}] == []


def test_nothing_prints_but_the_command_line_through_its_own_means() -> None:
    calls = [(path, node) for path, tree in trees() for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    assert [
        f"{name_of(path)}:{node.lineno}"
        for path, node in calls
        if isinstance(node.func, ast.Name) and node.func.id in {"print", "breakpoint", "exec", "eval"}
    ] == []


def test_everything_public_says_what_it_does() -> None:
    silent = []
    for path, tree in trees():
        if not ast.get_docstring(tree):
            silent.append(name_of(path))
        for node in tree.body:
            if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
                inside = node.body if isinstance(node, ast.ClassDef) else []
                public = [part for part in inside if isinstance(part, ast.FunctionDef) and not part.name.startswith("_")]
                silent += [f"{name_of(path)}:{part.lineno}: {part.name}" for part in (node, *public) if not ast.get_docstring(part)]
    assert silent == []


def test_names_follow_the_house() -> None:
    wrong = []
    for path, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and node.name.endswith(("Manager", "Handler", "Helper", "Factory")):
                wrong.append(f"{name_of(path)}:{node.lineno}: class {node.name}")
            if isinstance(node, ast.FunctionDef) and node.name.lstrip("_").startswith("get_") and node.name != "get_command":
                wrong.append(f"{name_of(path)}:{node.lineno}: {node.name}")
    assert wrong == []


def test_packages_hold_a_docstring_imports_and_lists_and_no_logic() -> None:
    allowed = ast.Import | ast.ImportFrom | ast.Assign | ast.AnnAssign | ast.Expr
    logic = [(path, node) for path, tree in trees() if path.name == "__init__.py" for node in tree.body if not isinstance(node, allowed)]
    assert [f"{name_of(path)}:{node.lineno}" for path, node in logic] == []


def test_names_of_tests_are_sentences() -> None:
    paths = sorted((ROOT / "tests").rglob("test_*.py"))
    functions = [(path, node) for path in paths for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.FunctionDef)]
    assert [f"{name_of(path)}: {node.name}" for path, node in functions if node.name.startswith("test_") and node.name.count("_") < 3] == []
