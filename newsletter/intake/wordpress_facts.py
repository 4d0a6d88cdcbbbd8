"""article.yaml for a story of a WordPress export: what the export states, and the evidence for it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence

from newsletter.intake.doubts import Doubts
from newsletter.intake.uploads import Album, slug_of
from newsletter.intake.wordpress_export import RULE, Export
from newsletter.intake.wordpress_records import Record, Term
from newsletter.intake.wordpress_stories import Plan, Wanted
from newsletter.intake.writing import write_value
from newsletter.model import Problem, Severity, Source
from newsletter.sources import UNUSABLE

_TAXONOMIES = {"category": "category", "post_tag": "tag"}


def write_facts(plan: Plan, records: Sequence[Record], export: Export, wanted: Wanted, album: Album, doubts: Doubts) -> str:
    """Return article.yaml for a story whose posts are *records*, the source first; what is not stated is told."""
    first = records[0]
    comments, lines = [], []
    day, said = _date(first, doubts)
    comments.append(said)
    terms = {(term.domain, term.slug): term for record in records for term in record.terms if term.domain in _TAXONOMIES}
    regions, why = _regions(terms.values(), wanted, first, doubts)
    comments += why
    topics = dict.fromkeys(wanted.topic_of[term.slug] for term in terms.values() if term.slug in wanted.topic_of)
    lines.append(f"date: {day}" if day else "date: null        # to be filled in, such as 2022-07-29")
    lines.append(f"regions: {write_value(regions)}" if regions else "regions: []       # to be filled in: the main region first")
    lines += [f"topics: {write_value(list(topics))}"] if topics else []
    lines += [f"source-language: {plan.entries[0][0]}", "draft: true       # delete this line when the story may be used"]
    people = _people(first, export)
    lines += ["people:"] if people else []
    for name in people:
        lines += [f"  - name: {write_value(name)}", "    credit: author"]
    _tell_translators(plan, records, export, people, doubts)
    return "\n".join([*(f"# {_one_line(comment)}" for comment in comments if comment), *lines, *album.facts(), ""])


def _one_line(text: str) -> str:
    return " ".join(UNUSABLE.sub(" ", text).split())[:300]


def _date(record: Record, doubts: Doubts) -> tuple[str, str]:
    """Return the day on which the export says that the post was published, and the evidence for it."""
    stated = record.fields.get("wp:post_date", "").strip()
    line = record.lines.get("wp:post_date", record.line)
    if match := re.match(r"(\d{4})-(\d{2})-(\d{2})", stated):
        try:
            day = dt.date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            day = None
        if day and 1800 <= day.year < 2200:
            return day.isoformat(), f"The date is what the export states (post_date {stated}, line {line})."
    doubts.add(_say(doubts, line, "the export does not state this post's date", "Write it into article.yaml.", "warning"))
    bounds = [f"{name} {value}" for name in ("pubDate", "wp:post_modified") if (value := record.fields.get(name, "").strip())]
    return "", f"The export does not state the date{'; it says ' + ', '.join(bounds) if bounds else ''}."


def _regions(terms: Iterable[Term], wanted: Wanted, record: Record, doubts: Doubts) -> tuple[list[str], list[str]]:
    """Return regions and the evidence for each: a mapping, or a category that is called as a region of the publication is."""
    names = {_fold(name): slug for slug, words in wanted.regions.items() for name in (slug, *words.values())}
    found: dict[str, str] = {}
    for term in terms:
        kind = _TAXONOMIES[term.domain]
        if region := wanted.region_of.get(term.slug):
            found.setdefault(region, f"Region {region}: the mapping says so of the {kind} “{term.name}” (line {term.line}).")
        elif region := names.get(_fold(term.name)) or names.get(_fold(term.slug)):
            found.setdefault(region, f"Region {region}: the {kind} “{term.name}” is called as the region is (line {term.line}).")
    if not found and wanted.region:
        return [wanted.region], [f"Region {wanted.region}: asked for, for stories of which nothing else says one."]
    if not found:
        hint = "Write them into article.yaml; or import with a mapping (`--map`), or with `--region` for all stories without one."
        doubts.add(_say(doubts, record.line, "nothing says to which regions this post belongs", hint, "warning"))
    return list(found), list(found.values())


def _fold(name: str) -> str:
    return " ".join(name.casefold().replace("-", " ").split())


def tell_terms(terms: dict[tuple[str, str], list[Term]], wanted: Wanted, doubts: Doubts) -> None:
    """Tell each category and tag that became neither region nor topic, once, with how many posts have it."""
    names = {_fold(name) for slug, words in wanted.regions.items() for name in (slug, *words.values())}
    for (domain, slug), found in terms.items():
        if slug in wanted.region_of or slug in wanted.topic_of or _fold(found[0].name) in names or _fold(slug) in names:
            continue
        count = f"{len(found)} posts have" if len(found) > 1 else "one post has"
        message = f"the {_TAXONOMIES[domain]} “{found[0].name[:80]}” became neither region nor topic; {count} it"
        hint = f"If it should: `--map FILE`, with a line `{slug[:60]}: …` under regions: or topics:."
        doubts.add(_say(doubts, found[0].line, message, hint, "info"))


def is_told(term: Term) -> bool:
    """Whether a term is a category or a tag, and not one that WordPress gives to what has none."""
    return term.domain in _TAXONOMIES and slug_of(term.slug) != "uncategorized"


def _people(record: Record, export: Export) -> list[str]:
    """Return the names of a post's authors: those that a plug-in lists, else the one that WordPress has."""
    listed = [term.name or term.slug for term in record.terms if term.domain == "author"]
    login = record.fields.get("dc:creator", "").strip()
    names = listed or [export.authors.get(login) or login]
    return list(dict.fromkeys(clean for name in names if (clean := _one_line(name))))


def _tell_translators(plan: Plan, records: Sequence[Record], export: Export, people: list[str], doubts: Doubts) -> None:
    for (tag, entry), record in zip(plan.entries[1:], records[1:], strict=True):
        others = [name for name in _people(record, export) if name not in people]
        if others:
            message = f"the {tag} post is by {', '.join(others)[:120]}, who may have translated it; the export does not say"
            doubts.add(_say(doubts, entry.line, message, "Add them to people in article.yaml, with `credit: translation` if so.", "info"))


def _say(doubts: Doubts, line: int, message: str, hint: str, severity: Severity) -> Problem:
    return Problem(Source(doubts.path, line), RULE, message, hint, severity)
