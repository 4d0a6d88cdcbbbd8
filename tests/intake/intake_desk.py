"""Small invented dumps and their catalogues, for the tests of the import."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from newsletter.articles import load_story
from newsletter.intake.dump import Imported, intake_dump
from newsletter.model import Problem, Story
from newsletter.stories import load_pool

REGIONS = ("global", "asia-pacific", "mena", "americas", "europe", "africa")


def a_copy(lines: str, file: str = "one", **facts: Any) -> dict[str, Any]:
    """Return one copy of a story, as the catalogue describes it."""
    return {"id": f"{file}-{lines}", "file": file, "lines": lines, **{key.replace("_", "-"): value for key, value in facts.items()}}


def a_story(title: str, *copies: dict[str, Any], slug: str = "bridge", **facts: Any) -> dict[str, Any]:
    """Return a story of the catalogue."""
    rest = {key.replace("_", "-"): value for key, value in facts.items()}
    return {
        "slug": slug,
        "title": title,
        "date": "2022-07-20",
        "regions": ["asia-pacific"],
        "kind": "report",
        **rest,
        "copies": list(copies),
        "language": rest.get("language", "en"),
    }


@dataclass(slots=True)
class Desk:
    """A folder with dumps, a catalogue and what came of them."""

    folder: Path
    dumps: dict[str, str]
    stories: list[dict[str, Any]]
    problems: list[Problem] = field(default_factory=list)

    @property
    def into(self) -> Path:
        """Where the stories are put."""
        return self.folder / "articles"

    def intake(self, *only: str) -> tuple[Imported, ...]:
        """Write the dumps and the catalogue, and import them (or *only* some)."""
        files = {}
        for name, text in self.dumps.items():
            path = self.folder / f"{name}.txt"
            path.write_text(text, encoding="utf-8")
            files[name] = {"name": path.name, "sha256": hashlib.sha256(text.encode()).hexdigest()}
        catalogue = self.folder / "catalogue.yaml"
        catalogue.write_text(yaml.safe_dump({"files": files, "stories": self.stories}, allow_unicode=True, sort_keys=False), encoding="utf-8")
        self.problems.clear()
        return intake_dump([self.folder / f"{name}.txt" for name in only or self.dumps], catalogue, self.into, self.problems)

    def text(self, name: str = "en.md", slug: str = "bridge") -> str:
        """Return an imported file without its seal."""
        return "".join(
            line for line in (self.into / slug / name).read_text(encoding="utf-8").splitlines(keepends=True) if not line.startswith("# Imported")
        )

    def body(self, name: str = "en.md", slug: str = "bridge") -> str:
        """Return an imported article without its front matter."""
        return self.text(name, slug).split("---\n", 2)[2]

    def told(self) -> list[str]:
        """Return the problems as ``file:line rule``."""
        return [f"{Path(problem.source.path).stem}:{problem.source.line} {problem.rule}" for problem in sorted(self.problems)]


def a_desk(folder: Path, text: str, **facts: Any) -> Desk:
    """Return a desk with one dump that holds one story, whose title is the first line."""
    lines = text.split("\n")
    story_facts = {key: facts.pop(key) for key in ("people", "headlines", "kicker", "date_range", "note", "language") if key in facts}
    return Desk(folder, {"one": text}, [a_story(lines[0], a_copy(f"1-{len(lines)}", **facts), **story_facts)])


def load_stories(folder: Path) -> tuple[dict[str, Story], list[Problem]]:
    """Return what the toolkit's own loader makes of imported stories."""
    problems: list[Problem] = []
    pool = load_pool(folder, problems, REGIONS, folder)
    return {slug: load_story(facts, facts.languages, problems) for slug, facts in pool.items()}, problems
