"""JSON Schemas of the files that editors write, from the same declarations that check them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from newsletter.articles import ArticleShape
from newsletter.issues import IssueShape
from newsletter.outputs import write_whole
from newsletter.publication import PublicationShape
from newsletter.shapes import Shape
from newsletter.stories import StoryShape

SHAPES: dict[str, type[Shape]] = {"newsletter": PublicationShape, "issue": IssueShape, "story": StoryShape, "article": ArticleShape}


def write_schemas(into: Path) -> Iterator[Path]:
    """Write one schema a shape (JSON Schema 2020-12) into a folder; yield the files."""
    for name, shape in SHAPES.items():
        schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **shape.model_json_schema(by_alias=True)}
        path = into / f"{name}.json"
        write_whole(path, (json.dumps(schema, ensure_ascii=False, indent=1) + "\n").encode())
        yield path
