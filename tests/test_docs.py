"""The pages under docs/ say what is: examples work, everything that exists is on its page, and links lead somewhere."""

from __future__ import annotations

import ast
import re
import shlex
import types
import typing
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import click
import pytest
import yaml
from pydantic import BaseModel
from values import a_png, told, write_files, write_story

from newsletter.articles import ArticleShape, PictureWordsShape, load_story
from newsletter.blocks import KINDS
from newsletter.cli.main import COMMANDS, main
from newsletter.intake import catalogue
from newsletter.issues import IssueShape, SectionShape, load_issue
from newsletter.languages.dates import FORMS
from newsletter.languages.loading import LanguageShape, load_language
from newsletter.model import Problem, Story
from newsletter.preflight import RULES
from newsletter.publication import PublicationShape, load_publication
from newsletter.stories import PictureShape, StoryShape, load_facts

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PAGES = sorted((*ROOT.glob("*.md"), *DOCS.rglob("*.md"), ROOT / "newsletter/starter/README.md"))
FENCE = re.compile(r"^(`{3,})([^\n`]*)\n(.*?)^\1[ \t]*$", re.MULTILINE | re.DOTALL)
STORY = (DOCS / "blocks.md").read_text("utf-8")


def text_of(name: str) -> str:
    return (DOCS / name).read_text("utf-8")


def examples(text: str) -> Iterator[tuple[str, str]]:
    """Yield what stands after the backticks, and the example."""
    for _, info, body in FENCE.findall(text):
        yield info.strip(), body


def example(page: str, info: str) -> str:
    """Return the first example that is marked with *info*."""
    return next(body for found, body in examples(text_of(page)) if found == info)


def sections(text: str) -> dict[str, str]:
    """Return what stands under each heading of level 2, by its anchor."""
    parts = re.split(r"^## (.+)$", FENCE.sub(lambda match: match[0].replace("\n##", "\n\0##"), text), flags=re.MULTILINE)
    return {anchor_of(name): body.replace("\0", "") for name, body in zip(parts[1::2], parts[2::2], strict=True)}


def anchor_of(heading: str) -> str:
    """Return the anchor that a heading gets on a page."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def load_example(tmp_path: Path, facts: str, texts: dict[str, str], regions: tuple[str, ...]) -> tuple[Story | None, list[str]]:
    """Return the story that an example makes, and what is wrong with it."""
    names = [entry["file"] for entry in (yaml.safe_load(facts).get("pictures") or {}).values()]
    folder = write_story(tmp_path, "an-example", facts, texts)
    write_files(folder, dict.fromkeys(names, a_png()))
    problems: list[Problem] = []
    found = load_facts(folder, problems, regions, tmp_path)
    story = load_story(found, found.languages, problems) if found else None
    return story, told(problems)


def block_examples() -> list[tuple[str, str]]:
    return [(name, body) for name, section in sections(STORY).items() for info, body in examples(section) if info == "markdown"]


@pytest.mark.parametrize(("kind", "body"), block_examples(), ids=[f"{kind}-{number}" for number, (kind, _) in enumerate(block_examples())])
def test_every_example_of_a_block_is_read_without_a_problem(kind: str, body: str, tmp_path: Path) -> None:
    matter = "---\nheadline: An example\n---\n"
    story, problems = load_example(tmp_path, example("blocks.md", "yaml article.yaml"), {"en": matter + body}, ("asia-pacific",))
    assert problems == []
    assert story is not None
    kinds = {block.kind for block in story.articles["en"].blocks}
    assert kind in kinds or kind not in KINDS


def test_every_block_has_a_section_with_an_example_and_its_looks() -> None:
    found = sections(STORY)
    shown = {kind for kind, _ in block_examples()}
    for kind in KINDS:
        assert kind in found, f"docs/blocks.md has no section for {kind}"
        assert kind in shown, f"docs/blocks.md has no example of {kind}"
        assert "| Mail | Print | Web | Text |" in found[kind], f"docs/blocks.md does not say what {kind} looks like"


def test_every_field_of_a_block_is_explained_in_its_section() -> None:
    found = sections(STORY)
    for kind, entry in KINDS.items():
        for key in keys_of(entry.fence) if entry.fence else ():
            assert f"`{key}`" in found[kind], f"docs/blocks.md does not explain {key} of {kind}"


@pytest.mark.parametrize("page", ["writing.md", "first-issue.md"])
def test_the_story_of_a_page_has_no_problem(page: str, tmp_path: Path) -> None:
    facts = example("writing.md", "yaml article.yaml")
    texts = {"en": example(page, "markdown en.md"), "fr": "---\nheadline: Quatre bureaux\n---\nLa cloche est une jante.\n"}
    _, problems = load_example(tmp_path, facts, texts, ("africa", "global"))
    assert problems == []


def test_the_publication_and_the_language_of_their_pages_can_be_loaded(tmp_path: Path) -> None:
    names = {"newsletter.yaml": example("publication.md", "yaml newsletter.yaml"), "he.yaml": example("add-a-language.md", "yaml language")}
    write_files(tmp_path, names)
    assert load_publication(tmp_path).languages == ("en", "ar", "th")
    assert load_language("he", (tmp_path,)).direction == "rtl"


def test_the_manifest_of_its_page_asks_for_an_issue_of_the_sample_publication(tmp_path: Path) -> None:
    path = tmp_path / "2022-07.yaml"
    path.write_text(example("manifest.md", "yaml manifest"), "utf-8")
    problems: list[Problem] = []
    issue = load_issue(path, load_publication(ROOT), problems, tmp_path)
    assert told(problems) == []
    assert issue is not None


def test_the_python_on_the_pages_can_be_parsed() -> None:
    parsed = [
        ast.parse(f"{{{body}}}" if body.startswith('"') and not body.startswith('"""') else body)
        for page in PAGES
        for info, body in examples(page.read_text("utf-8"))
        if info == "python"
    ]

    assert parsed


def keys_of(shape: type[BaseModel]) -> list[str]:
    return [info.alias or name for name, info in shape.model_fields.items()]


def shapes_in(annotation: object) -> Iterator[type[BaseModel]]:
    """Yield all shapes in a type, those inside a shape included."""
    if isinstance(annotation, type) and not isinstance(annotation, types.GenericAlias) and issubclass(annotation, BaseModel):
        yield annotation
        for info in annotation.model_fields.values():
            yield from shapes_in(info.annotation)
    for part in typing.get_args(annotation):
        yield from shapes_in(part)


@pytest.mark.parametrize(
    ("page", "shape"),
    [
        ("writing.md", StoryShape),
        ("writing.md", PictureShape),
        ("writing.md", ArticleShape),
        ("writing.md", PictureWordsShape),
        ("manifest.md", IssueShape),
        ("manifest.md", SectionShape),
        ("publication.md", PublicationShape),
        ("add-a-language.md", LanguageShape),
        ("intake.md", catalogue.Entry),
    ],
)
def test_every_key_of_a_file_is_on_its_page(page: str, shape: type[BaseModel]) -> None:
    text = text_of(page)
    for inner in shapes_in(shape):
        for key in keys_of(inner):
            assert re.search(rf"(?<![\w-]){re.escape(key)}(?![\w-])", text), f"docs/{page} does not mention {key} of {inner.__name__}"


def commands(command: click.Command | None = None, name: str = "newsletter") -> Iterator[tuple[str, click.Command]]:
    """Yield every command and subcommand."""
    command = command or main
    yield name, command
    if isinstance(command, click.Group):
        context = click.Context(command, info_name=name)
        for inner in command.list_commands(context):
            found = command.get_command(context, inner)
            assert found is not None
            yield from commands(found, f"{name} {inner}")


def test_every_command_and_option_is_on_the_page_of_commands() -> None:
    text = text_of("commands.md")
    for name, command in commands():
        assert name in text.replace("`newsletter new`", "newsletter new"), f"docs/commands.md does not mention {name}"
        for option in (option for option in command.params if isinstance(option, click.Option)):
            for flag in option.opts:
                assert re.search(rf"(?<![\w-]){flag}(?![\w-])", text), f"docs/commands.md does not mention {flag} of {name}"


def test_every_command_has_a_line_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    assert [name for name in COMMANDS if f"`newsletter {name}" not in readme] == []


def test_every_rule_has_a_section_that_says_why_what_and_how_to_waive() -> None:
    found = sections(text_of("rules.md"))
    for rule in RULES:
        assert rule.ID in found, f"docs/rules.md has no section for {rule.ID}"
        for heading in ("**Why.**", "**What to do.**", "**To waive.**"):
            assert heading in found[rule.ID], f"docs/rules.md: {rule.ID} lacks {heading}"
    assert {name for name in found if name not in {rule.ID for rule in RULES}} == set()


def test_every_name_that_templates_may_use_is_on_their_page() -> None:
    page = text_of("templates.md")
    for module, name in (("views", "View"), ("mail_type", "MailType")):
        source = ast.parse((ROOT / f"newsletter/render/{module}.py").read_text("utf-8"))
        view = next(node for node in source.body if isinstance(node, ast.ClassDef) and node.name == name)
        for method in view.body:
            if isinstance(method, ast.FunctionDef) and method.name in {"globals", "filters"}:
                returned = next(node.value for node in method.body if isinstance(node, ast.Return))
                assert isinstance(returned, ast.Dict)
                for key in returned.keys:
                    assert isinstance(key, ast.Constant)
                    before = r"\\\| " if method.name == "filters" else "`"
                    assert re.search(rf"{before}{key.value}\b", page), f"docs/templates.md does not mention {key.value}"
    assert [form for form in FORMS if f"`{form}`" not in page] == []


def test_every_font_package_is_on_the_page_of_licences() -> None:
    look = yaml.safe_load((ROOT / "templates/look.yaml").read_text("utf-8"))
    packages = {face["package"] for face in look["faces"].values()}
    assert [package for package in packages if f"`{package}`" not in text_of("licences.md")] == []


def test_every_layer_of_the_house_is_in_the_diagram() -> None:
    import tomllib

    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    layers = next(contract["layers"] for contract in settings["tool"]["importlinter"]["contracts"] if contract["type"] == "layers")
    modules = [name for layer in layers for name in re.findall(r"\w+", layer.replace("newsletter.", ""))]
    diagram = sections((ROOT / "ARCHITECTURE.md").read_text("utf-8"))["who-may-import-whom"]
    assert [name for name in modules if not re.search(rf"\b{name}\b", diagram)] == []


def links() -> list[tuple[Path, str]]:
    found = []
    for page in PAGES:
        text = re.sub(r"`[^`\n]*`", "", FENCE.sub("", page.read_text("utf-8")))
        found += [(page, target) for target in re.findall(r"\]\(([^)\s]+)\)", text) if not re.match(r"[a-z]+:", target)]
    return found


@pytest.mark.parametrize(("page", "target"), links(), ids=lambda value: value.name if isinstance(value, Path) else value)
def test_every_link_between_pages_leads_somewhere(page: Path, target: str) -> None:
    name, _, anchor = unquote(target).partition("#")
    path = (page.parent / name).resolve() if name else page
    assert path.exists(), f"{page.name} links to {target}, which is not there"
    if anchor:
        headings = re.findall(r"^#{1,6} (.+)$", FENCE.sub("", path.read_text("utf-8")), re.MULTILINE)
        assert anchor in {anchor_of(heading) for heading in headings}, f"{page.name} links to {target}: no such heading"


def test_every_page_of_the_docs_is_linked_to() -> None:
    reached = {(page.parent / unquote(target).partition("#")[0]).resolve() for page, target in links()}
    assert [page.name for page in DOCS.glob("*.md") if page.resolve() not in reached] == []


def command_lines() -> list[tuple[str, bool]]:
    """Return every command line on the pages, and whether it must be complete (in a block of its own) or is a mention."""
    lines = {}
    for page in PAGES:
        text = page.read_text("utf-8")
        for info, body in examples(text):
            if info in {"sh", ""}:
                for line in body.splitlines():
                    bare = re.sub(r"^\s*([A-Z_]+=\S+ )*", "", line)
                    if bare.startswith("newsletter "):
                        lines[bare.split("  #")[0].strip()] = True
        for line in re.findall(r"`(newsletter [^`\n]+)`", FENCE.sub("", text)):
            lines.setdefault(line, False)
    return sorted(lines.items())


@pytest.mark.parametrize(("line", "is_complete"), command_lines(), ids=[line for line, _ in command_lines()])
def test_every_command_line_can_be_typed(line: str, is_complete: bool, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: FBT001  a parameter of the test
    monkeypatch.setattr("importlib.metadata.version", lambda _name: "0")
    monkeypatch.setattr(click.Path, "convert", lambda _self, value, _param, _context: Path(value))
    try:
        parse(main, shlex.split(line)[1:])
    except click.exceptions.Exit:
        pass
    except (click.MissingParameter, click.exceptions.NoArgsIsHelpError):
        assert not is_complete, f"{line} is not complete"


def parse(command: click.Command, arguments: list[str], parent: click.Context | None = None) -> None:
    """Read a command line as click does, without running anything."""
    with command.make_context(command.name or "newsletter", arguments, parent=parent) as context:
        if isinstance(command, click.Group):
            name, inner, rest = command.resolve_command(context, [*context._protected_args, *context.args])
            assert inner is not None, f"there is no command {name}"
            parse(inner, rest, context)
