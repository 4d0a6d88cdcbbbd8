"""Made-up newsrooms of any size, and the processor time it takes to load one and to choose an issue's stories from it."""

from __future__ import annotations

import datetime as dt
import gc
import time
from pathlib import Path

from newsletter.editions import choose_stories
from newsletter.issues import load_issue
from newsletter.model import Problem
from newsletter.publication import load_publication
from newsletter.stories import load_pool

_NEWSLETTER = """\
name: {en: Bench}
base: https://bench.example.org
languages: {en: []}
regions: {asia-pacific: {en: Asia}, mena: {en: Middle East}, americas: {en: Americas}, europe: {en: Europe}, africa: {en: Africa}}
imprint: {publisher: {en: Bench}, address: {en: 1 Bench Road}}
"""
_MANIFEST = """\
date: 2022-07-29
select: {since: 2022-07-22, until: 2022-07-31, topics: [law]}
sections:
  - {region: asia-pacific, limit: 4}
  - {region: mena, limit: 4}
  - {region: americas, limit: 4}
"""
_FACTS = """\
date: {date}
regions: [{region}, {other}]
countries: [TH, MX]
topics: [{topic}, children]
kind: report
source-language: en
people:
  - name: {{en: Somebody {number}}}
    role: {{en: Reporter}}
pictures:
  lead:
    file: lead.png
    credit: {{en: Drawing by Bench}}
    licence: CC BY 4.0
"""
_REGIONS = ("asia-pacific", "mena", "americas", "europe", "africa")
_TOPICS = ("law", "school", "work")


def write_newsroom(folder: Path, count: int) -> Path:
    """Write a publication of *count* stories into a new folder; return the folder."""
    (folder / "issues").mkdir(parents=True)
    (folder / "newsletter.yaml").write_text(_NEWSLETTER, "utf-8")
    (folder / "issues" / "2022-07.yaml").write_text(_MANIFEST, "utf-8")
    for number in range(count):
        story = folder / "seeds" / "articles" / f"story-{number}"
        story.mkdir(parents=True)
        date = dt.date(2022, 7, 31) - dt.timedelta(days=number % 1000)
        region, other = _REGIONS[number % 5], _REGIONS[(number + 1) % 5]
        facts = _FACTS.format(date=date, region=region, other=other, topic=_TOPICS[number % 3], number=number)
        (story / "article.yaml").write_text(facts, "utf-8")
        (story / "lead.png").touch()
    return folder


def time_selection(folder: Path) -> float:
    """Return the processor seconds that it takes to load a publication's stories and to choose its issue's."""
    problems: list[Problem] = []
    publication = load_publication(folder)
    gc.collect()
    started = time.process_time()
    issue = load_issue(folder / "issues" / "2022-07.yaml", publication, problems, folder)
    pool = load_pool(folder / "seeds" / "articles", problems, publication.regions, folder)
    assert issue is not None
    choice = choose_stories(issue, {slug: facts.story for slug, facts in pool.items()}, problems)
    taken = time.process_time() - started
    assert len(choice.slugs) > 2, problems
    return taken
