"""A mail of twelve stories stays below what Gmail cuts off, in every language."""

from __future__ import annotations

import quopri
from pathlib import Path

import pytest
from mailroom import ROOT, TAGS, materials_of, post

from newsletter.jobs import Request

ADVISED, CUT = 90_000, 102_400
STYLES = 16_384
MANIFEST = """\
date: 2023-12-31
languages: [en, ar, th, es, fr]
lead: {lead}
sections:
  - title: {{en: Twelve stories, ar: اثنتا عشرة قصة, th: สิบสองเรื่อง, es: Doce historias, fr: Douze histoires}}
    stories: [{others}]
mail: {{subject: {{en: Twelve stories}}, preheader: {{en: A mail of the twelve longest stories that the newsroom has}}}}
"""


def heaviest_stories() -> list[str]:
    """Return the twelve stories with the longest texts in all languages together."""
    stories = [path.parent for path in (ROOT / "seeds/articles").glob("*/article.yaml")]
    return [folder.name for folder in sorted(stories, key=lambda folder: -sum(path.stat().st_size for path in folder.glob("*.md")))[:12]]


@pytest.fixture(scope="module")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    lead, *others = heaviest_stories()
    path = tmp_path_factory.mktemp("issue") / "twelve.yaml"
    path.write_text(MANIFEST.format(lead=lead, others=", ".join(others)), "utf-8")
    return path


def test_twelve_stories_are_light_in_every_language(manifest: Path) -> None:
    materials = materials_of(Request(manifest, ROOT, manifest.parent))
    sizes = {}
    for tag, material in materials.items():
        assert len(material.edition.slots) == 12
        html = post(material).mail.html.encode()
        sizes[tag] = len(html), len(quopri.encodestring(html))
    assert sizes.keys() == set(TAGS)
    assert {tag: size for tag, (size, _) in sizes.items() if size > ADVISED} == {}
    assert {tag: size for tag, (_, size) in sizes.items() if size > CUT} == {}


def test_style_blocks_are_small(manifest: Path) -> None:
    for material in materials_of(Request(manifest, ROOT, manifest.parent)).values():
        assert all(len(sheet.encode()) < STYLES for sheet in post(material).mail.markup.sheets)
