"""JSON Schemas: what the toolkit takes, an editor's plug-in takes; what it refuses, that refuses."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from values import COMMENTED_MANIFEST, FACTS, MANIFEST, NEWSLETTER

from newsletter.schemas import SHAPES, write_schemas
from newsletter.sources import parse_yaml, split_front_matter

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def validators(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return a validator for each kind of file."""
    schemas = {path.stem: json.loads(path.read_text("utf-8")) for path in write_schemas(tmp_path_factory.mktemp("schemas"))}
    for schema in schemas.values():
        jsonschema.Draft202012Validator.check_schema(schema)
    return {name: jsonschema.Draft202012Validator(schema) for name, schema in schemas.items()}


def faults(validator: Any, text: str) -> list[str]:
    """Return what a schema has against a YAML text."""
    document = parse_yaml(text, "a.yaml", [])
    assert document is not None
    return [f"{'.'.join(map(str, error.path))}: {error.message}" for error in validator.iter_errors(document.data)]


def test_every_kind_of_file_has_its_schema(validators: dict[str, Any]) -> None:
    assert sorted(validators) == sorted(SHAPES) == ["article", "issue", "newsletter", "story"]


def test_the_samples_of_these_tests_are_taken(validators: dict[str, Any]) -> None:
    assert faults(validators["newsletter"], NEWSLETTER) == []
    assert faults(validators["issue"], MANIFEST) == []
    assert faults(validators["issue"], COMMENTED_MANIFEST) == []
    assert faults(validators["story"], FACTS) == []


@pytest.mark.parametrize(
    ("name", "pattern"), [("newsletter", "newsletter.yaml"), ("issue", "issues/*.yaml"), ("story", "seeds/articles/*/article.yaml")]
)
def test_the_files_of_the_sample_publication_are_taken(validators: dict[str, Any], name: str, pattern: str) -> None:
    paths = sorted(ROOT.glob(pattern))
    assert paths
    assert {str(path.relative_to(ROOT)): said for path in paths if (said := faults(validators[name], path.read_text("utf-8")))} == {}


def test_the_articles_of_the_sample_publication_are_taken(validators: dict[str, Any]) -> None:
    paths = sorted(ROOT.glob("seeds/articles/*/*.md"))
    assert paths
    for path in paths:
        parts = split_front_matter(path.read_text("utf-8"))
        assert parts is not None
        assert faults(validators["article"], parts[0]) == [], path


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("newsletter", NEWSLETTER + "nme: x\n"),
        ("newsletter", "name: x\n"),
        ("issue", MANIFEST.replace("sections", "section")),
        ("issue", MANIFEST + "print: {columns: 3}\n"),
        ("issue", MANIFEST + "fallback: hide\n"),
        ("story", FACTS + "drft: true\n"),
        ("story", FACTS.replace("[asia-pacific]", "[]")),
        ("story", FACTS.replace("[asia-pacific]", "[../up]")),
        ("article", "kicker: Thailand\n"),
    ],
)
def test_what_the_toolkit_refuses_the_schema_refuses(validators: dict[str, Any], name: str, text: str) -> None:
    assert faults(validators[name], text)


@pytest.mark.parametrize("embargo", ["2022-07-21", "2022-07-21T09:00:00+07:00"])
def test_an_embargo_may_be_a_day_or_a_moment(validators: dict[str, Any], embargo: str) -> None:
    assert faults(validators["story"], f"{FACTS}embargo: {embargo}\n") == []


def test_plain_yaml_readers_may_be_used_too(validators: dict[str, Any]) -> None:
    text = FACTS.replace("2022-07-20", "'2022-07-20'")
    assert list(validators["story"].iter_errors(yaml.safe_load(text))) == []


def test_the_schemas_of_the_repository_are_those_of_today(tmp_path: Path) -> None:
    kept = Path(__file__).parents[1] / "schemas"
    for path in write_schemas(tmp_path):
        assert path.read_text("utf-8") == (kept / path.name).read_text("utf-8"), f"run `make schemas`: {path.name} has changed"
