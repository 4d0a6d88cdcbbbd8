"""The real dumps, cut by the real catalogue and counted against hand-made labels.

The dumps and their labels lie outside the repository (../shared/seeds); without them these tests are skipped.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml
from intake_desk import load_stories

from newsletter.intake.dump import Imported, intake_dump
from newsletter.intake.dump_lines import fold, letters
from newsletter.model import Article, Block, Problem, Story

ROOT = Path(__file__).parents[2]
SEEDS = ROOT.parent / "shared" / "seeds"
CATALOGUE = ROOT / "seeds" / "catalogue.yaml"
DUMPS = tuple(sorted(SEEDS.glob("0*.txt")))
pytestmark = pytest.mark.skipif(
    not (SEEDS / "truth.yaml").is_file() or len(DUMPS) < 4, reason="the raw dumps (../shared/seeds) are not on this machine"
)


@dataclass(frozen=True)
class Run:
    """One import of everything, and what it is compared with."""

    into: Path
    imported: tuple[Imported, ...]
    problems: tuple[Problem, ...]
    stories: dict[str, Story]
    loading: tuple[Problem, ...]
    labels: dict[str, dict[str, Any]]
    """The labelled article behind each story: the copy that was used."""
    lines: dict[str, list[str]]

    def told(self, path: str) -> dict[int, set[str]]:
        """Return the rules told per line of a dump."""
        told: dict[int, set[str]] = {}
        for problem in self.problems:
            if problem.source.path == path:
                told.setdefault(problem.source.line, set()).add(problem.rule)
        return told


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    into = tmp_path_factory.mktemp("real") / "articles"
    problems: list[Problem] = []
    imported = intake_dump(DUMPS, CATALOGUE, into, problems)
    stories, loading = load_stories(into)
    truth = yaml.load((SEEDS / "truth.yaml").read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    by_place = {(str(SEEDS / file["file"]), article["start_line"]): article for file in truth["files"] for article in file["articles"]}
    labels = {story.slug: by_place[story.source.path, story.source.line] for story in imported}
    lines = {str(path): path.read_text(encoding="utf-8").split("\n") for path in DUMPS}
    return Run(into, imported, tuple(problems), stories, tuple(loading), labels, lines)


def _walk(blocks: tuple[Block, ...]) -> Iterator[Block]:
    for block in blocks:
        yield block
        yield from _walk(block.blocks)


def _count(articles: list[Article]) -> dict[str, int]:
    """Count blocks as the labels count them."""
    top = [block for article in articles for block in article.blocks]
    found = list(_walk(tuple(top)))
    items = [(block.ordered, len(block.blocks)) for block in found if block.kind == "list"]
    paragraphs = [block for block in top if block.kind == "paragraph"]
    captions = [block for block in paragraphs if [run.kind for run in block.inlines] == ["emphasis"]]
    return {
        "bullets": sum(count for ordered, count in items if not ordered),
        "numbered": sum(count for ordered, count in items if ordered),
        "quotes": sum(block.kind in {"quote", "pull-quote"} for block in top),
        "captions": len(captions),
        "notes": sum(block.kind == "note" for block in found),
        "references": sum(run.kind == "footnote" for block in found for run in block.inlines),
        "tables": sum(block.kind == "table" for block in top),
        "crossheads": sum(block.kind == "crosshead" for block in top),
        "paragraphs": len(paragraphs)
        - len(captions)
        + sum(block.kind == "dateline" for block in top)
        + sum(bool(article.standfirst) for article in articles),
    }


def _expected(article: dict[str, Any], told: dict[int, set[str]]) -> dict[str, int]:
    """Return the labels' counts, less what the import leaves out and tells, and counted as the import writes it."""
    counts, blocks = article["blocks"]["counts"], article["blocks"]
    subtitles = sum(line["role"] == "subtitle" for line in blocks.get("subtitle_lines", ()))
    dropped = sum("lost-section" in told.get(heading["line"], ()) for heading in blocks["headings"])
    joined = 4 if "th" in article["languages"] else 0  # the Thai demands: a label, and its text as a paragraph of its own
    remarks = 1 if article["id"] == "004-08" else 0  # a sentence after the byline, on its line
    return {
        "bullets": counts["bullet_items"] + counts["unmarked_list_items"],
        "numbered": counts["numbered_items"],
        "quotes": counts["quotes"],
        "captions": counts["captions"],
        "notes": counts["footnotes"],
        "references": counts["footnote_refs"],
        "tables": counts["tables"],
        "crossheads": counts["headings"] - dropped,
        "paragraphs": counts["paragraphs"] + counts["cta"] + subtitles + remarks - joined,
    }


def test_all_stories_are_imported_and_load_without_a_problem(run: Run) -> None:
    assert len(run.imported) == len(run.stories) == 26
    assert run.loading == ()
    assert [problem for problem in run.problems if problem.severity == "error"] == []
    assert {tag for story in run.stories.values() for tag in story.articles} == {"en", "th"}
    assert [slug for slug, story in run.stories.items() if "th" in story.articles] == ["statement-children-youth-thailand"]
    assert not any(story.draft for story in run.stories.values())


def test_every_block_is_counted_as_the_labels_count_it(run: Run) -> None:
    paths = {story.slug: story.source.path for story in run.imported}
    found = {slug: _count(list(story.articles.values())) for slug, story in run.stories.items()}
    expected = {slug: _expected(run.labels[slug], run.told(paths[slug])) for slug in found}
    assert found == expected


def test_facts_are_those_of_the_labels(run: Run) -> None:
    for slug, story in run.stories.items():
        label = run.labels[slug]
        english = story.articles["en"]
        assert (english.headline.text, list(story.regions), list(story.countries)) == (label["title"], label["regions"], label["countries"])
        first, last = label["published_range"].split("..")
        assert first <= f"{story.date:%Y-%m}" <= last
        assert [person.name.text for person in english.people] == [author["name"] for author in label["authors"]]


def test_dates_keep_the_order_of_every_dump(run: Run) -> None:
    dates = {slug: story.date for slug, story in run.stories.items()}
    truth = yaml.load((SEEDS / "truth.yaml").read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    for file in truth["files"]:
        days = [dates[article["slug"]] for article in file["articles"]]
        assert days == sorted(days, reverse=True)


def test_every_line_is_kept_or_told(run: Run) -> None:
    for story in run.imported:
        label = run.labels[story.slug]
        told = run.told(story.source.path)
        kept = ""
        for article in run.stories[story.slug].articles.values():
            kept += letters(" ".join([article.headline.text, article.standfirst.text if article.standfirst else ""]))
            kept += letters("".join(_plain(block) for block in article.blocks))
        names = [person.name.text for person in run.stories[story.slug].articles["en"].people]
        credited = {line["line"] for line in label["byline"] or ()}
        dates = {line["line"] for line in label["blocks"].get("datelines", ())}
        for number in range(label["start_line"], label["end_line"] + 1):
            raw = run.lines[story.source.path][number - 1] if number <= len(run.lines[story.source.path]) else ""
            text = re.sub(r"\A\s*(?:[•-]|\d{1,2}\.|\[\d\])\s+|\[\d\]", "", raw)
            if not letters(text) or letters(text) in kept:
                continue
            rules = told.get(number, set())
            is_credit = number in credited and all(name in fold(raw) for name in names)
            is_date = number in dates and letters(fold(text).split(",")[0]) in kept
            assert is_credit or is_date or rules & {"repeat", "pointer", "missing-translation", "lost-section", "lost-button", "copies"}, (
                story.source.path,
                number,
            )


def _plain(block: Block) -> str:
    fields = [value for value in block.fields.values() if isinstance(value, tuple)]
    return "".join(
        [
            *("".join(run.plain() for run in value) for value in fields),
            "".join(run.plain() for run in block.inlines),
            *(_plain(child) for child in block.blocks),
        ]
    )


def test_every_thai_line_is_there_letter_for_letter_and_in_order(run: Run) -> None:
    label = run.labels["statement-children-youth-thailand"]
    (path,) = {story.source.path for story in run.imported if story.slug == label["slug"]}
    (span,) = [part for part in label["language_sections"] if part["language"] == "th"]
    (dateline,) = [line["line"] for line in label["blocks"]["datelines"] if line["line"] >= span["start_line"]]
    lines = {number: fold(run.lines[path][number - 1]) for number in range(span["start_line"], span["end_line"] + 1)}
    raw = [re.sub(r"\A(?:•|\d\.) ", "", line) for number, line in lines.items() if line and number != dateline]
    body = (run.into / label["slug"] / "th.md").read_text(encoding="utf-8").split("---\n", 2)[2]
    assert raw == sorted(raw, key=body.index)
    assert [body.count(line) for line in raw] == [1] * len(raw)
    article = run.stories[label["slug"]].articles["th"]
    opening = article.blocks[1]
    assert (opening.kind, lines[dateline].startswith("".join(run.plain() for run in opening.place)), opening.date.isoformat()) == (
        "dateline",
        True,
        "2022-03-22",
    )
    for line in raw:
        body = body.replace(line, "", 1)
    assert set(re.sub(r"(?m)^(::: dateline|:::|place: .*|date: .*)$", "", body)) <= set("\n >-*:123.")


def test_every_hidden_address_is_told_and_stays_visible(run: Run) -> None:
    hidden = {(story.source.path, mail["line"]) for story in run.imported for mail in run.labels[story.slug]["blocks"]["obfuscated_emails"]}
    told = {(problem.source.path, problem.source.line) for problem in run.problems if problem.rule == "hidden-address"}
    shown = sum(
        block.plain().count("[email protected]") for story in run.stories.values() for article in story.articles.values() for block in article.blocks
    )
    assert hidden == told
    assert len(hidden) == shown == 2


def test_everything_known_to_be_lost_is_told_near_its_line(run: Run) -> None:
    for story in run.imported:
        told = run.told(story.source.path)
        label = run.labels[story.slug]
        for loss in label["blocks"]["lost_content"]:
            near = range(loss["near_line"] - 2, loss["near_line"] + 3)
            rules = {rule for number in near for rule in told.get(number, ())} - {"estimated-date"}
            assert rules, (story.slug, loss["near_line"])


def test_all_duplicates_are_merged_and_told(run: Run) -> None:
    truth = yaml.load((SEEDS / "truth.yaml").read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    used = {(story.source.path, story.source.line) for story in run.imported}
    for file in truth["files"]:
        path = str(SEEDS / file["file"])
        told = run.told(path)
        for article in file["articles"]:
            if (path, article["start_line"]) not in used:
                assert "copies" in told[article["start_line"]]
    assert [problem for problem in run.problems if problem.rule == "copies" and problem.severity == "warning"] == []


def test_translations_that_were_linked_are_told_as_missing(run: Run) -> None:
    links = {(story.source.path, link["line"]) for story in run.imported for link in run.labels[story.slug]["blocks"].get("translation_links", ())}
    told = {(problem.source.path, problem.source.line) for problem in run.problems if problem.rule == "missing-translation"}
    assert links == told
    assert len(links) == 4


def test_a_second_run_changes_nothing_and_an_edited_file_is_kept(run: Run) -> None:
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in sorted(run.into.rglob("*")) if path.is_file()}
    problems: list[Problem] = []
    again = intake_dump(tuple(reversed(DUMPS)), CATALOGUE, run.into, problems)
    assert {story.state for story in again} == {"unchanged"}
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in sorted(run.into.rglob("*")) if path.is_file()} == before
    assert sorted(problems) == sorted(run.problems)

    edited = run.into / "beyond-2022-imrf" / "en.md"
    edited.write_bytes(edited.read_bytes().replace(b"[email protected]", b"desk@example.org"))
    after = edited.read_bytes()
    try:
        kept = [story.slug for story in intake_dump(DUMPS, CATALOGUE, run.into, problems) if story.state == "kept"]
        assert kept == ["beyond-2022-imrf"]
        assert edited.read_bytes() == after
        assert edited.with_name("en.md.new").read_bytes() == before[edited][0]
        assert [problem.source.path for problem in problems if problem.rule == "edited"] == [str(edited)]
    finally:
        edited.with_name("en.md.new").unlink(missing_ok=True)
        edited.write_bytes(before[edited][0])


def test_the_catalogue_is_what_its_script_makes_and_quotes_nothing(run: Run, tmp_path: Path) -> None:
    import importlib.util

    spec = importlib.util.spec_from_file_location("make_catalogue", ROOT / "seeds" / "make_catalogue.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.main(SEEDS / "truth.yaml", tmp_path / "catalogue.yaml")
    assert (tmp_path / "catalogue.yaml").read_bytes() == CATALOGUE.read_bytes()

    titles = {word for label in run.labels.values() for word in _runs(label["title"])}
    text = {found for lines in run.lines.values() for line in lines for found in _runs(line)}
    ours = [CATALOGUE, ROOT / "seeds" / "make_catalogue.py", *sorted((ROOT / "issues").glob("real-*.yaml"))]
    shared = {found for path in ours for line in path.read_text(encoding="utf-8").split("\n") for found in _runs(line)}
    assert (shared & text) - titles == set()


def _runs(text: str, length: int = 12) -> set[str]:
    """Return every run of *length* words in a line."""
    words = re.findall(r"\w+", text.casefold())
    return {" ".join(words[start : start + length]) for start in range(len(words) - length + 1)}
