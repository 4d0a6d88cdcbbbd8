"""Editions: which stories an issue takes, and for each the best language that a reader can have."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from newsletter.languages.direction import direction_of
from newsletter.model import (
    Article,
    Edition,
    FallbackPolicy,
    Issue,
    Language,
    Problem,
    Section,
    SectionPlan,
    Selection,
    Slot,
    Source,
    Story,
    Text,
)
from newsletter.publication import Publication, choose


@dataclass(frozen=True, slots=True)
class Choice:
    """The stories of an issue, by slug: the lead's, and one tuple a section (empty ones included)."""

    lead: str
    sections: tuple[tuple[str, ...], ...]

    @property
    def slugs(self) -> tuple[str, ...]:
        """All stories in reading order, the lead first."""
        first = (self.lead,) if self.lead else ()
        return first + tuple(slug for section in self.sections for slug in section)


@dataclass(slots=True)
class _Desk:
    """What is on the table while stories are chosen."""

    issue: Issue
    pool: Mapping[str, Story]
    problems: list[Problem]
    taken: set[str] = field(default_factory=set)

    def complain(self, line: int, message: str, hint: str, severity: str = "error", rule: str = "selection") -> None:
        source = Source(self.issue.source.path, line or self.issue.source.line)
        self.problems.append(Problem(source, rule, message, hint, "error" if severity == "error" else "warning"))


def choose_stories(issue: Issue, pool: Mapping[str, Story], problems: list[Problem]) -> Choice:
    """Return the stories that *issue* takes from *pool*; a story appears once, in the first section that claims it.

    Stories named by hand come first; a query section then claims the stories whose main region it is, newest first; what is left
    goes to the first section of another of its regions. The order of the pool plays no part.
    """
    desk = _Desk(issue, pool, problems)
    lead = issue.lead if issue.lead and _by_hand(desk, issue.lead, issue.source.line) else ""
    chosen: list[list[str]] = [[] for _ in issue.sections]
    for plan, slugs in zip(issue.sections, chosen, strict=True):
        if plan.stories is not None:
            slugs.extend(slug for slug in plan.stories if _by_hand(desk, slug, plan.line))
    candidates = sorted((story for story in pool.values() if _is_wanted(story, issue)), key=lambda story: (-story.date.toordinal(), story.slug))
    for is_main in (True, False):
        for plan, slugs in zip(issue.sections, chosen, strict=True):
            if plan.stories is None:
                _query(desk, plan, slugs, candidates, is_main=is_main)
    newest = {story.slug: position for position, story in enumerate(candidates)}
    for plan, slugs in zip(issue.sections, chosen, strict=True):
        if plan.stories is None:
            slugs.sort(key=newest.__getitem__)
    _tell_left_out(desk, candidates)
    return Choice(lead, tuple(map(tuple, chosen)))


def _by_hand(desk: _Desk, slug: str, line: int) -> bool:
    """Say whether a story named by hand may be taken, and take it."""
    story = desk.pool.get(slug)
    if story is None:
        from newsletter.shapes import suggest  # noqa: PLC0415  only when something is wrong

        close = suggest(slug, desk.pool)
        desk.complain(
            line, f"there is no story {slug!r}", f"Did you mean {close!r}?" if close else "Look at the names of the folders under seeds/articles."
        )
    elif story.draft:
        desk.complain(line, f"{slug} is a draft", "Take `draft: true` out of its article.yaml when a person has read it.")
    elif is_embargoed(story, desk.issue.date):
        desk.complain(
            line,
            f"{slug} is under embargo until {story.embargo:%Y-%m-%d %H:%M}, after this issue's date",
            "Take it out of this issue, or date the issue later.",
        )
    elif slug in desk.issue.exclude:
        desk.complain(line, f"{slug} is chosen here and excluded below", "Take it out of one of the two.")
    elif slug in desk.taken:
        desk.complain(line, f"{slug} already stands further up in this issue", "A story appears once: delete it here.", "warning")
    else:
        desk.taken.add(slug)
        return True
    return False


def _query(desk: _Desk, plan: SectionPlan, slugs: list[str], candidates: Iterable[Story], *, is_main: bool) -> None:
    for story in candidates:
        if plan.limit is not None and len(slugs) >= plan.limit:
            return
        regions = story.regions[:1] if is_main else story.regions[1:]
        fits = plan.region in regions if plan.region else not is_main
        if story.slug not in desk.taken and fits and _matches(story, plan.selection):
            desk.taken.add(story.slug)
            slugs.append(story.slug)


def _is_wanted(story: Story, issue: Issue) -> bool:
    if story.draft or story.slug in issue.exclude or is_embargoed(story, issue.date):
        return False
    selection = issue.selection
    in_time = (selection.since is None or story.date >= selection.since) and (selection.until is None or story.date <= selection.until)
    in_region = not selection.regions or any(region in selection.regions for region in story.regions)
    return in_time and in_region and _matches(story, selection)


def _matches(story: Story, selection: Selection) -> bool:
    return (
        (not selection.topics or any(topic in selection.topics for topic in story.topics))
        and (not selection.kinds or story.kind in selection.kinds)
        and (not selection.countries or any(country in selection.countries for country in story.countries))
    )


def is_embargoed(story: Story, date: dt.date) -> bool:
    """Say whether a story may not yet appear in an issue of *date* (a whole day; no clock is asked)."""
    return story.embargo is not None and story.embargo.date() > date


def _tell_left_out(desk: _Desk, candidates: Iterable[Story]) -> None:
    left = [story.slug for story in candidates if story.slug not in desk.taken]
    if left:
        desk.complain(
            0,
            f"no section takes {', '.join(left)}",
            "Add a section for their region, raise a limit, or list them under exclude.",
            "warning",
            "left-out",
        )


def make_edition(
    issue: Issue, choice: Choice, stories: Mapping[str, Story], publication: Publication, language: Language, problems: list[Problem]
) -> Edition:
    """Return the edition of *issue* in *language*: each story in the best language along the reader's chain."""
    chain = publication.chain(language.tag)
    omitted: list[str] = []

    def slot(slug: str, plan: SectionPlan | None) -> Slot | None:
        story = stories.get(slug)
        policy = (plan.fallback if plan else None) or issue.edition_fallbacks.get(language.tag) or issue.fallback or publication.fallback
        made = _slot(story, chain, policy) if story else None
        if made is None:
            omitted.append(slug)
        return made

    lead = slot(choice.lead, None) if choice.lead else None
    sections = []
    for plan, slugs in zip(issue.sections, choice.sections, strict=True):
        heading = _text(plan.title or publication.regions.get(plan.region, {}), (*chain, *publication.languages))
        slots = tuple(made for slug in slugs if (made := slot(slug, plan)))
        if slots:
            sections.append(Section(heading, plan.region, slots))
        else:
            message = f"the section {heading.text!r} has no story in the {language.tag} edition and is left out"
            hint = "Widen select, translate a story, or take the section out."
            problems.append(Problem(Source(issue.source.path, plan.line), "empty-section", message, hint, "warning", language.tag))
    if not sections and lead is None:
        message = f"the {language.tag} edition has nothing in it"
        problems.append(
            Problem(
                issue.source,
                "empty-issue",
                message,
                "Widen select (since, until, regions), name stories by hand, or look whether the stories are still drafts or not translated.",
                "error",
                language.tag,
            )
        )
    return Edition(
        name=issue.name,
        date=issue.date,
        language=language,
        title=_text(publication.name, chain),
        issue_title=_text(issue.title, chain) if issue.title else None,
        lead=lead,
        sections=tuple(sections),
        subject=_text(issue.subject, chain),
        preheader=_text(issue.preheader, chain),
        mail_form=issue.mail_form,
        teaser=issue.teaser,
        columns=issue.columns,
        print=issue.print,
        omitted=tuple(omitted),
        source=issue.source,
    )


def _slot(story: Story, chain: tuple[str, ...], policy: FallbackPolicy) -> Slot | None:
    article = next((story.articles[tag] for tag in chain if tag in story.articles), None)
    if article is None or (article.language != chain[0] and policy == "omit"):
        return None
    return Slot(article, chain[0], policy, is_stale(story, article), story.date, story.regions[0], story.countries, story.kind)


def is_stale(story: Story, article: Article) -> bool:
    """Say whether the source text has changed since *article* was translated from it."""
    source = story.articles.get(story.source_language)
    return bool(source and article.translated_from and article.translated_from != source.fingerprint)


def _text(words: Mapping[str, str], chain: Iterable[str]) -> Text:
    order = tuple(chain)
    language, text = choose(words, order) or (order[0], "")
    return Text(text, language, direction_of(language))


def make_matrix(choice: Choice, editions: Iterable[Edition]) -> dict[str, dict[str, str]]:
    """Return what readers get: story -> language -> ``translated``, ``stale``, ``fallback:en`` or ``omitted``."""
    matrix: dict[str, dict[str, str]] = {slug: {} for slug in choice.slugs}
    for edition in editions:
        for slug, row in matrix.items():
            slot = edition.slot_of(slug)
            state = slot.state if slot else "omitted"
            row[edition.language.tag] = f"fallback:{slot.article.language}" if slot and slot.is_fallback else state
    return matrix
