"""Editions: which stories an issue takes, and for each the best language that a reader can have."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from values import DAY, REGIONS, a_language, a_pool, a_publication, a_section, a_story, an_article, an_issue, told

from newsletter.editions import Choice, choose_stories, make_edition, make_matrix
from newsletter.model import Edition, FallbackPolicy, Issue, Problem, Selection, Story


def choose(issue: Issue, *stories: Story) -> tuple[Choice, list[str]]:
    """Return what an issue takes of *stories*, and what is said about it."""
    problems: list[Problem] = []
    return choose_stories(issue, a_pool(*stories), problems), told(problems)


def sections_of(issue: Issue, *stories: Story) -> tuple[tuple[str, ...], ...]:
    """Return the stories of each section."""
    return choose(issue, *stories)[0].sections


def edition_of(
    issue: Issue, *stories: Story, tag: str = "en", fallbacks: Mapping[str, Sequence[str]] | None = None, **facts: str
) -> tuple[Edition, list[str]]:
    """Return the edition of an issue in a language, and what is said about it."""
    problems: list[Problem] = []
    pool = a_pool(*stories)
    choice = choose_stories(issue, pool, problems)
    made = make_edition(issue, choice, pool, a_publication(fallbacks=fallbacks, **facts), a_language(tag), problems)
    return made, told(problems)


def days(number: int) -> dt.date:
    """Return a day in July 2022."""
    return dt.date(2022, 7, number)


# Which stories


def test_a_story_is_taken_once_by_the_first_section_that_claims_it() -> None:
    issue = an_issue(a_section("mena"), a_section("mena"))
    assert sections_of(issue, a_story("one", regions=("mena",))) == (("one",), ())


def test_a_section_of_the_main_region_goes_before_an_earlier_one_of_another_region() -> None:
    issue = an_issue(a_section("europe"), a_section("mena"))
    assert sections_of(issue, a_story("one", regions=("mena", "europe"))) == ((), ("one",))


def test_without_a_section_for_its_main_region_a_story_goes_to_another_of_its_regions() -> None:
    issue = an_issue(a_section("africa"), a_section("europe"))
    assert sections_of(issue, a_story("one", regions=("mena", "europe", "africa"))) == (("one",), ())


def test_what_an_editor_names_by_hand_goes_before_every_query() -> None:
    issue = an_issue(a_section("mena"), a_section("", title={"en": "By hand"}, stories=("one",)))
    assert sections_of(issue, a_story("one", regions=("mena",))) == ((), ("one",))


def test_stories_by_hand_keep_the_editors_order_and_need_not_be_of_the_region_or_time() -> None:
    issue = an_issue(a_section("mena", stories=("old", "new")))
    old = a_story("old", regions=("europe",), date=dt.date(2019, 1, 1))
    assert sections_of(issue, a_story("new", regions=("mena",)), old) == (("old", "new"),)


def test_a_limit_does_not_cut_what_was_chosen_by_hand() -> None:
    issue = an_issue(a_section("mena", stories=("one", "two"), limit=1))
    assert sections_of(issue, a_story("one"), a_story("two")) == (("one", "two"),)


def test_a_query_takes_the_newest_first() -> None:
    stories = [a_story(f"day-{number}", date=days(number)) for number in (3, 20, 11)]
    assert sections_of(an_issue(), *stories) == (("day-20", "day-11", "day-3"),)


def test_stories_of_one_day_stand_in_the_order_of_their_names() -> None:
    assert sections_of(an_issue(), a_story("b"), a_story("a"), a_story("c")) == (("a", "b", "c"),)


def test_a_limit_takes_the_newest_and_the_rest_is_told() -> None:
    stories = [a_story(f"day-{number}", date=days(number)) for number in (3, 20, 11)]
    choice, said = choose(an_issue(a_section(limit=2)), *stories)
    assert choice.sections == (("day-20", "day-11"),)
    assert said == ["2022-07.yaml:1: warning: no section takes day-3 (left-out)"]


def test_what_a_limit_leaves_may_go_to_another_of_its_regions() -> None:
    issue = an_issue(a_section("asia-pacific", limit=1), a_section("global"))
    stories = [a_story("new", regions=("asia-pacific", "global")), a_story("old", date=days(2), regions=("asia-pacific", "global"))]
    assert sections_of(issue, *stories) == (("new",), ("old",))


def test_an_excluded_story_is_not_taken() -> None:
    assert sections_of(an_issue(exclude=("one",)), a_story("one"), a_story("two")) == (("two",),)


def test_an_excluded_story_that_is_named_by_hand_is_told() -> None:
    choice, said = choose(an_issue(a_section(stories=("one",)), exclude=("one",)), a_story("one"))
    assert choice.sections == ((),)
    assert said == ["2022-07.yaml:5: error: one is chosen here and excluded below (selection)"]


def test_a_draft_is_never_taken() -> None:
    draft = a_story("one", draft=True)
    assert sections_of(an_issue(), draft) == ((),)
    choice, said = choose(an_issue(a_section(stories=("one",)), lead="one"), draft)
    assert choice == Choice("", ((),))
    assert said == ["2022-07.yaml:1: error: one is a draft (selection)", "2022-07.yaml:5: error: one is a draft (selection)"]


@pytest.mark.parametrize(
    ("embargo", "slips_in"), [(dt.datetime(2022, 7, 30, 0, 0, tzinfo=dt.UTC), False), (dt.datetime(2022, 7, 29, 9, 0, tzinfo=dt.UTC), True)]
)
def test_a_story_under_embargo_never_slips_into_an_issue_of_an_earlier_day(embargo: dt.datetime, slips_in: bool) -> None:  # noqa: FBT001
    story = a_story("one", embargo=embargo)
    assert sections_of(an_issue(), story) == ((("one",) if slips_in else ()),)
    for issue in (an_issue(a_section(stories=("one",))), an_issue(lead="one")):
        choice, said = choose(issue, story)
        assert ("one" in choice.slugs) == slips_in
        assert any("under embargo until 2022-07-30 00:00" in problem and "error" in problem for problem in said) != slips_in


def test_a_name_that_no_story_has_is_told_with_the_nearest() -> None:
    problems: list[Problem] = []
    choose_stories(an_issue(a_section(stories=("a-brigde",))), a_pool(a_story("a-bridge")), problems)
    assert (problems[0].message, problems[0].hint) == ("there is no story 'a-brigde'", "Did you mean 'a-bridge'?")


def test_the_lead_stands_above_all_sections_and_nowhere_else() -> None:
    choice, _ = choose(an_issue(lead="one"), a_story("one"), a_story("two"))
    assert choice == Choice("one", (("two",),))
    assert choice.slugs == ("one", "two")


def test_the_lead_named_again_below_is_told_and_stands_once() -> None:
    choice, said = choose(an_issue(a_section(stories=("one", "two")), lead="one"), a_story("one"), a_story("two"))
    assert choice == Choice("one", (("two",),))
    assert said == ["2022-07.yaml:5: warning: one already stands further up in this issue (selection)"]


@pytest.mark.parametrize("date", [days(1), days(31)])
def test_the_first_and_the_last_day_count(date: dt.date) -> None:
    assert sections_of(an_issue(), a_story("one", date=date)) == (("one",),)


@pytest.mark.parametrize("date", [dt.date(2022, 6, 30), dt.date(2022, 8, 1)])
def test_a_day_outside_does_not_count(date: dt.date) -> None:
    assert choose(an_issue(), a_story("one", date=date)) == (Choice("", ((),)), [])


@pytest.mark.parametrize(
    ("wanted", "taken"),
    [
        (Selection(regions=("mena",)), ("tunis",)),
        (Selection(regions=("global",)), ("tunis",)),
        (Selection(topics=("children",)), ("lima",)),
        (Selection(kinds=("letter",)), ("tunis",)),
        (Selection(countries=("PE",)), ("lima",)),
        (Selection(topics=("children",), countries=("TN",)), ()),
        (Selection(since=days(21)), ()),
        (Selection(), ("lima", "tunis")),
    ],
)
def test_a_selection_asks_for_time_region_topic_kind_and_country(wanted: Selection, taken: tuple[str, ...]) -> None:
    tunis = a_story("tunis", regions=("mena", "global"), kind="letter", countries=("TN",))
    lima = a_story("lima", regions=("americas",), topics=("children", "law"), countries=("PE", "MX"))
    issue = an_issue(a_section("", title={"en": "All"}), selection=wanted)
    assert sections_of(issue, tunis, lima) == (taken,)


def test_a_section_may_ask_for_less_than_its_issue() -> None:
    issue = an_issue(a_section("mena", selection=Selection(topics=("children",))), a_section("mena"))
    stories = [a_story("one", regions=("mena",)), a_story("two", regions=("mena",), topics=("children",))]
    assert sections_of(issue, *stories) == (("two",), ("one",))


SLUGS = ["a", "b", "c", "d", "e", "f"]
STORIES = st.lists(
    st.builds(
        a_story,
        slug=st.sampled_from(SLUGS),
        regions=st.lists(st.sampled_from(REGIONS), min_size=1, max_size=3, unique=True).map(tuple),
        date=st.integers(1, 4).map(days),
        draft=st.booleans(),
        embargo=st.sampled_from([None, dt.datetime(2022, 7, 30, tzinfo=dt.UTC), dt.datetime(2022, 7, 1, tzinfo=dt.UTC)]),
    ),
    max_size=6,
    unique_by=lambda story: story.slug,
)
SECTIONS = st.lists(
    st.builds(
        a_section,
        region=st.sampled_from(REGIONS),
        limit=st.sampled_from([None, 1, 2]),
        stories=st.one_of(st.none(), st.none(), st.lists(st.sampled_from(SLUGS), max_size=3, unique=True).map(tuple)),
    ),
    min_size=1,
    max_size=4,
)
ISSUES = SECTIONS.flatmap(
    lambda plans: st.builds(
        lambda lead, exclude: an_issue(*plans, lead=lead, exclude=exclude),
        st.sampled_from(["", *SLUGS]),
        st.lists(st.sampled_from(SLUGS), max_size=2).map(tuple),
    )
)


@given(ISSUES, STORIES, st.randoms())
def test_the_order_of_the_pool_never_changes_an_edition(issue: Issue, stories: list[Story], shuffler: object) -> None:
    before = choose(issue, *stories)
    shuffled = list(stories)
    shuffler.shuffle(shuffled)  # type: ignore[attr-defined]
    assert choose(issue, *shuffled) == before


@given(ISSUES, STORIES)
def test_whatever_is_asked_no_story_stands_twice_and_none_that_may_not(issue: Issue, stories: list[Story]) -> None:
    choice, _ = choose(issue, *stories)
    pool = a_pool(*stories)
    assert len(set(choice.slugs)) == len(choice.slugs)
    for slug in choice.slugs:
        story = pool[slug]
        assert not story.draft
        assert slug not in issue.exclude
        assert story.embargo is None or story.embargo.date() <= issue.date
    for plan, slugs in zip(issue.sections, choice.sections, strict=True):
        if plan.stories is None:
            assert plan.limit is None or len(slugs) <= plan.limit
            assert all(plan.region in pool[slug].regions for slug in slugs)


# In which language


CHAINS = {"en": (), "es": ("en",), "es-MX": ("es", "en"), "ar": ("en",), "fr": ()}


@pytest.mark.parametrize(
    ("written", "shown"),
    [(("en", "es", "es-MX"), "es-MX"), (("en", "es"), "es"), (("en", "fr"), "en"), (("fr", "es"), "es")],
)
def test_a_reader_in_mexico_gets_mexican_then_european_spanish_then_english(written: tuple[str, ...], shown: str) -> None:
    edition, _ = edition_of(an_issue(), a_story("one", written), tag="es-MX", fallbacks=CHAINS)
    slot = edition.slots[0]
    assert (slot.article.language, slot.wanted, slot.is_fallback) == (shown, "es-MX", shown != "es-MX")


def test_a_language_outside_the_chain_is_never_shown() -> None:
    edition, said = edition_of(an_issue(), a_story("one", ("fr",)), tag="es-MX", fallbacks=CHAINS)
    assert (edition.slots, edition.omitted) == ((), ("one",))
    assert said[0] == "2022-07.yaml:1: error: the es-MX edition has nothing in it (empty-issue)"


@given(
    st.lists(st.sampled_from(["en", "es", "es-MX", "ar", "fr"]), min_size=1, unique=True),
    st.sampled_from(["en", "es", "ar", "fr"]),
    st.sampled_from(["show", "link", "omit"]),
)
def test_a_fallback_is_always_in_the_readers_chain_and_the_best_there_is(written: list[str], tag: str, policy: FallbackPolicy) -> None:
    edition, _ = edition_of(an_issue(fallback=policy), a_story("one", written), tag=tag, fallbacks=CHAINS)
    chain = (tag, *CHAINS[tag])
    possible = [language for language in chain if language in written]
    shown = [slot.article.language for slot in edition.slots]
    if tag in written:
        assert shown == [tag]
    elif policy == "omit" or not possible:
        assert (shown, edition.omitted) == ([], ("one",))
    else:
        assert shown == possible[:1]


@pytest.mark.parametrize(
    ("policy", "slots", "linked", "omitted"),
    [("show", 1, False, ()), ("link", 1, True, ()), ("omit", 0, False, ("one",))],
)
def test_a_missing_translation_is_shown_linked_or_omitted(policy: FallbackPolicy, slots: int, linked: bool, omitted: tuple[str, ...]) -> None:  # noqa: FBT001
    edition, _ = edition_of(an_issue(fallback=policy), a_story("one", ("en",)), a_story("two", ("ar",)), tag="ar")
    found = [slot for slot in edition.slots if slot.article.slug == "one"]
    assert len(found) == slots
    assert [slot.is_link for slot in found] == [linked] * slots
    assert edition.omitted == omitted


def test_a_policy_says_nothing_about_stories_that_are_translated() -> None:
    edition, _ = edition_of(an_issue(fallback="omit"), a_story("one", ("en", "ar")), tag="ar")
    assert [(slot.is_fallback, slot.is_link) for slot in edition.slots] == [(False, False)]


@pytest.mark.parametrize(
    ("section", "for_edition", "issue", "publication", "holds"),
    [
        ("show", "link", "omit", "omit", "show"),
        (None, "link", "omit", "omit", "link"),
        (None, None, "link", "omit", "link"),
        (None, None, None, "link", "link"),
        ("link", "omit", "omit", "omit", "link"),
    ],
)
def test_a_policy_of_the_section_goes_before_the_editions_the_issues_and_the_publications(
    section: FallbackPolicy | None,
    for_edition: FallbackPolicy | None,
    issue: FallbackPolicy | None,
    publication: FallbackPolicy,
    holds: FallbackPolicy,
) -> None:
    asked = an_issue(a_section(fallback=section), fallback=issue, edition_fallbacks={"ar": for_edition} if for_edition else {})
    edition, _ = edition_of(asked, a_story("one", ("en",)), tag="ar", fallback=publication)
    assert [slot.policy for slot in edition.slots] == [holds]


def test_a_policy_for_one_edition_leaves_the_others_alone() -> None:
    asked = an_issue(edition_fallbacks={"ar": "omit"})
    edition, _ = edition_of(asked, a_story("one", ("en",)), tag="es", fallbacks=CHAINS)
    assert [slot.policy for slot in edition.slots] == ["show"]


def test_the_lead_has_no_section_and_takes_the_editions_policy() -> None:
    asked = an_issue(a_section(fallback="omit"), lead="one", fallback="link")
    edition, _ = edition_of(asked, a_story("one", ("en",)), a_story("two", ("en", "ar")), tag="ar")
    assert edition.lead is not None
    assert (edition.lead.policy, edition.slots[0].article.slug) == ("link", "one")


def test_an_empty_section_vanishes_and_is_told() -> None:
    asked = an_issue(a_section("mena", line=7), a_section())
    edition, said = edition_of(asked, a_story("one"))
    assert [section.region for section in edition.sections] == ["asia-pacific"]
    assert said == ["2022-07.yaml:7: warning: the section 'Mena' has no story in the en edition and is left out (empty-section)"]


def test_an_empty_issue_is_an_error() -> None:
    _, said = edition_of(an_issue())
    assert said[0] == "2022-07.yaml:1: error: the en edition has nothing in it (empty-issue)"


def test_an_issue_with_nothing_but_a_lead_is_none() -> None:
    edition, said = edition_of(an_issue(lead="one"), a_story("one"))
    assert [slot.article.slug for slot in edition.slots] == ["one"]
    assert [problem for problem in said if "error" in problem] == []


@pytest.mark.parametrize(("signed", "is_stale"), [("", False), ("0123456789ab", False), ("ffffffffffff", True)])
def test_a_translation_is_stale_when_its_source_has_changed_since(signed: str, is_stale: bool) -> None:  # noqa: FBT001
    story = a_story("one", ("en", "ar"), articles={"en": an_article("one"), "ar": an_article("one", "ar", translated_from=signed)})
    edition, _ = edition_of(an_issue(), story, tag="ar")
    assert (edition.slots[0].stale, edition.slots[0].state) == (is_stale, "stale" if is_stale else "translated")


def test_headings_and_subjects_come_from_the_readers_chain() -> None:
    asked = an_issue(a_section("", title={"es": "Aparte", "en": "Aside"}, stories=("one",)), subject={"en": "July"}, title={"es": "Julio"})
    edition, _ = edition_of(asked, a_story("one", ("es",)), tag="es-MX", fallbacks=CHAINS)
    assert edition.sections[0].heading.text == "Aparte"
    assert (edition.subject.text, edition.subject.language) == ("July", "en")
    assert (str(edition.issue_title), edition.preheader.language) == ("Julio", "en")
    assert edition.title.text == "Crossings"


def test_the_table_of_the_proof_says_what_each_reader_gets() -> None:
    stale = a_story("old", ("en", "ar"), articles={"en": an_article("old"), "ar": an_article("old", "ar", translated_from="ffffffffffff")})
    stories = a_pool(stale, a_story("one", ("en",)), a_story("two", ("ar",), date=DAY - dt.timedelta(1)))
    issue, publication = an_issue(), a_publication()
    choice = choose_stories(issue, stories, [])
    editions = [make_edition(issue, choice, stories, publication, a_language(tag), []) for tag in ("en", "ar")]
    assert make_matrix(choice, editions) == {
        "old": {"en": "translated", "ar": "stale"},
        "one": {"en": "translated", "ar": "fallback:en"},
        "two": {"en": "omitted", "ar": "translated"},
    }
