"""What lies on the editor's desk for one issue: everything loaded, chosen and put into editions, nothing rendered yet."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsletter.articles import load_story
from newsletter.editions import Choice, choose_stories, is_embargoed, make_edition, make_matrix
from newsletter.errors import ContentError, NewsletterError
from newsletter.issues import load_issue
from newsletter.jobs import Request
from newsletter.languages.loading import load_language, with_policy
from newsletter.languages.words import find_missing_words, is_shipped
from newsletter.languages.words import words as load_words
from newsletter.model import Article, Block, Edition, Inline, Issue, Language, Picture, Problem, Source, Story
from newsletter.places import newsroom_of, template_folders
from newsletter.publication import Publication, load_publication
from newsletter.render.material import Material, Prepared, load_look
from newsletter.stories import Facts, load_pool


@dataclass(frozen=True, slots=True)
class Desk:
    """One issue, ready to be rendered."""

    publication: Publication
    issue: Issue
    languages: Mapping[str, Language]
    stories: Mapping[str, Story]
    """The chosen stories and those they point to, with their articles."""
    choice: Choice
    editions: Mapping[str, Edition]
    pictures: tuple[tuple[str, Picture, str], ...]
    """Every picture that an edition shows: slug, picture, and the file that declares it."""
    look: Mapping[str, Any]
    templates: tuple[Path, ...]
    language_folders: tuple[Path, ...]
    problems: tuple[Problem, ...]

    def only(self, languages: tuple[str, ...]) -> Desk:
        """Return the desk with the editions in *languages* alone, and what was found there; all of it where empty."""
        if not languages:
            return self
        editions = {tag: edition for tag, edition in self.editions.items() if tag in languages}
        problems = tuple(problem for problem in self.problems if problem.language in {"", *languages})
        return dataclasses.replace(self, editions=editions, problems=problems)

    @property
    def states(self) -> Mapping[str, Mapping[str, str]]:
        """What each edition's readers get of each story."""
        return make_matrix(self.choice, self.editions.values())


def load_desk(request: Request) -> Desk:
    """Return everything that the issue needs, in editions; raises ContentError with every problem found on the way."""
    problems: list[Problem] = []
    publication = load_publication(request.publication)
    newsroom = request.newsroom or newsroom_of(request.publication)
    if not newsroom.is_dir():
        raise NewsletterError(
            f"there is no newsroom at {newsroom}. Give its folder with --newsroom, or make the first story with `newsletter new story`."
        )
    folders = (request.publication / "languages",) if (request.publication / "languages").is_dir() else ()
    languages = load_languages(publication, folders, problems)
    issue = load_issue(request.manifest, publication, problems, request.publication)
    pool = load_pool(newsroom, problems, publication.regions, request.publication)
    if issue is None:
        raise ContentError(problems)
    _check_wanted(request, issue, problems)
    choice = choose_stories(issue, {slug: facts.story for slug, facts in pool.items()}, problems)
    stories = _load_stories(issue, choice, pool, publication, problems)
    if any(problem.severity == "error" for problem in problems):
        raise ContentError(problems)
    tags = issue.languages
    editions = {tag: make_edition(issue, choice, stories, publication, languages[tag], problems) for tag in tags}
    if any(problem.severity == "error" for problem in problems):
        raise ContentError(problems)
    templates = template_folders(request.publication)
    pictures = tuple(_pictures(editions.values(), pool))
    return Desk(publication, issue, languages, stories, choice, editions, pictures, load_look(templates), templates, folders, tuple(problems))


def load_languages(publication: Publication, folders: tuple[Path, ...], problems: list[Problem]) -> dict[str, Language]:
    """Return every language of the publication, by its policy, and those that stand in for them."""
    languages = {}
    for tag in dict.fromkeys((*publication.languages, *(other for chain in publication.fallbacks.values() for other in chain))):
        try:
            language = load_language(tag, folders)
            load_words(tag, (), folders, problems)  # told here once; renderers take what is sound
            languages[tag] = with_policy(language, publication.months.get(tag), publication.digits.get(tag), publication.calendars.get(tag))
        except ContentError as error:
            problems.extend(error.problems)
        if not is_shipped(tag) and (missing := find_missing_words(tag, folders)):
            message = f"has no words for {len(missing)} of the newsletter's own, such as {', '.join(repr(word) for word in missing[:3])}"
            hint = "Readers get another language's words there. Fill them in with a gettext editor, such as Poedit."
            problems.append(Problem(Source(f"languages/{tag}.po"), "words", message, hint, "warning", tag))
    if any(problem.severity == "error" for problem in problems):
        raise ContentError(problems)
    return languages


def _check_wanted(request: Request, issue: Issue, problems: list[Problem]) -> None:
    hint = f"Its languages: {', '.join(issue.languages)}."
    strangers = (tag for tag in request.languages if tag not in issue.languages)
    problems.extend(Problem(issue.source, "manifest", f"this issue has no {tag} edition", hint) for tag in strangers)


def _load_stories(issue: Issue, choice: Choice, pool: Mapping[str, Facts], publication: Publication, problems: list[Problem]) -> dict[str, Story]:
    """Load the chosen stories, and those they point to."""
    tags = dict.fromkeys((*publication.languages, *(other for chain in publication.fallbacks.values() for other in chain)))
    stories = {slug: load_story(pool[slug], tags, problems) for slug in choice.slugs}
    for slug in choice.slugs:
        for article, line, target in _references(stories[slug]):
            if target in stories:
                continue
            if target not in pool:
                source = Source(article.source.path, line)
                problems.append(
                    Problem(
                        source,
                        "related",
                        f"there is no story {target!r} to point to",
                        "Look at the names of the folders under seeds/articles.",
                        "error",
                    )
                )
            elif is_embargoed(pool[target].story, issue.date):
                message = f"{target} is under embargo until {pool[target].story.embargo:%Y-%m-%d %H:%M}, after this issue's date"
                problems.append(
                    Problem(Source(article.source.path, line), "related", message, "Take the link out of this issue, or date the issue later.")
                )
            elif pool[target].story.draft:
                problems.append(
                    Problem(Source(article.source.path, line), "related", f"{target} is a draft", "Point to a story that readers can have.")
                )
            else:
                stories[target] = load_story(pool[target], tags, problems)
    return stories


def _references(story: Story) -> Iterator[tuple[Article, int, str]]:
    """Yield every story that a story points to, with the article and line."""
    for article in story.articles.values():
        for block in article.blocks:
            yield from ((article, line, target) for line, target in _targets(block))


def _targets(block: Block) -> Iterator[tuple[int, str]]:
    if block.kind == "related":
        yield block.line, str(block.fields["story"])
    rich = [value for value in block.fields.values() if isinstance(value, tuple)]
    for runs in (block.inlines, *rich):
        yield from ((block.line, target) for target in _links(runs))
    for child in block.blocks:
        yield from _targets(child)


def _links(runs: Iterable[Inline]) -> Iterator[str]:
    for run in runs:
        if run.kind == "link" and run.target.startswith("story:"):
            yield run.target.removeprefix("story:")
        yield from _links(run.children)


def _pictures(editions: Iterable[Edition], pool: Mapping[str, Facts]) -> Iterator[tuple[str, Picture, str]]:
    seen = set()
    for edition in editions:
        for slot in edition.slots:
            for name, picture in slot.article.pictures.items():
                if (slot.article.slug, name) not in seen:
                    seen.add((slot.article.slug, name))
                    yield slot.article.slug, picture, f"{pool[slot.article.slug].shown}/article.yaml"


def make_materials(desk: Desk, pictures: Mapping[str, Prepared], folder: Path) -> dict[str, Material]:
    """Return, for each edition, everything that it is rendered with."""
    materials = {}
    for tag, edition in desk.editions.items():
        chain = desk.publication.chain(tag)
        targets = {target for slot in edition.slots for block in slot.article.blocks for _, target in _targets(block)}
        related = {
            slug: article
            for slug in sorted(targets)
            if slug in desk.stories and edition.slot_of(slug) is None
            if (article := next((desk.stories[slug].articles[other] for other in chain if other in desk.stories[slug].articles), None))
        }
        bare = {slug: dataclasses.replace(article, blocks=(), notes=(), pictures={}, fingerprint="") for slug, article in related.items()}
        own = {name: prepared for name, prepared in pictures.items() if edition.slot_of(name.partition("/")[0])}
        materials[tag] = Material(
            edition, desk.publication, desk.look, desk.languages, bare, desk.issue.languages, desk.templates, desk.language_folders, own, folder
        )
    return materials
