"""The mapping of a website's categories and tags to a publication's regions and topics."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pydantic import Field

from newsletter.model import Problem
from newsletter.shapes import Shape, Slug, check_shape
from newsletter.sources import read_yaml


class MapShape(Shape):
    """What categories and tags stand for, by the slugs that they have on the website."""

    regions: dict[str, Slug] = Field(default_factory=dict, description="A category's or tag's slug, and the region it stands for")
    topics: dict[str, Slug] = Field(default_factory=dict, description="A category's or tag's slug, and the topic it stands for")


def read_map(path: Path, regions: Iterable[str], problems: list[Problem]) -> MapShape | None:
    """Return the mapping in the YAML file *path*, or None after adding to *problems* what is wrong with it.

    *regions* are those that the publication knows; none means that nobody knows them.
    """
    document = read_yaml(path, problems)
    shape = check_shape(MapShape, document, problems, "map") if document else None
    known = tuple(regions)
    if document is None or shape is None:
        return None
    unknown = [slug for slug, region in shape.regions.items() if known and region not in known]
    hint = f"Known regions: {', '.join(known)}."
    message = "{!r} is not a region of this publication"
    problems.extend(Problem(document.source("regions", slug), "map", message.format(shape.regions[slug]), hint) for slug in unknown)
    return None if unknown else shape
