"""Stories and their articles, as they lie in the newsroom."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from values import ENGLISH, FACTS, REGIONS, a_png, a_publication, told, write_files, write_story

from newsletter.articles import load_story
from newsletter.blocks import read_blocks
from newsletter.languages.direction import direction_of
from newsletter.model import Problem, Story
from newsletter.stories import Facts, load_facts, load_pool

PICTURES = "pictures:\n  lead: {file: lead.png, credit: {en: Drawing by us, ar: رسمنا}, licence: CC BY 4.0}\n"


def facts_of(folder: Path) -> tuple[Facts | None, list[str]]:
    """Return the facts of the sample story, and what is wrong with them."""
    problems: list[Problem] = []
    return load_facts(folder / "seeds/articles/a-bridge", problems, REGIONS, folder), told(problems)


def story_of(folder: Path, *languages: str) -> tuple[Story, list[str]]:
    """Return the sample story, whose facts must be right, and what is wrong with its articles."""
    facts, said = facts_of(folder)
    assert said == []
    assert facts is not None
    problems: list[Problem] = []
    return load_story(facts, languages or ("en", "ar"), problems), told(problems)


def test_a_story_is_read_with_its_articles(tmp_path: Path) -> None:
    a_publication(tmp_path)
    story, said = story_of(tmp_path)
    assert said == []
    assert (story.slug, story.date, story.regions, story.source_language) == ("a-bridge", dt.date(2022, 7, 20), ("asia-pacific",), "en")
    assert sorted(story.articles) == ["ar", "en"]
    article = story.articles["ar"]
    assert (article.language, article.direction, article.headline.direction) == ("ar", "rtl", "rtl")
    assert article.blocks[0].plain() == "بدأتا في اليوم نفسه."
    assert (article.source.path, article.source.line) == ("seeds/articles/a-bridge/ar.md", 2)


def test_the_source_language_is_read_even_if_no_edition_wants_it(tmp_path: Path) -> None:
    write_story(tmp_path)
    story, _ = story_of(tmp_path, "ar")
    assert sorted(story.articles) == ["ar", "en"]


def test_pictures_have_facts_for_all_and_words_for_each_language(tmp_path: Path) -> None:
    top = ENGLISH.replace("---\nThey", "pictures:\n  lead: {alt: A bridge, caption: Why it matters.}\n---\nThey")
    write_story(tmp_path, facts=FACTS + PICTURES, texts={"en": top}, **{"lead.png": a_png()})
    story, said = story_of(tmp_path)
    assert said == []
    picture = story.articles["en"].pictures["lead"]
    assert picture is not None
    assert (str(picture.alt), str(picture.caption), picture.credit, picture.line) == ("A bridge", "Why it matters.", "Drawing by us", 5)
    assert picture.file.is_file()


def test_people_are_named_in_the_readers_language_where_that_is_known(tmp_path: Path) -> None:
    people = "people:\n  - {name: {en: Nadia, ar: نادية}, role: {en: Officer}}\n  - {name: Lek, credit: translation}\n"
    write_story(tmp_path, facts=FACTS + people)
    story, _ = story_of(tmp_path)
    nadia, lek = story.articles["ar"].people
    assert (nadia.name.text, nadia.name.direction) == ("نادية", "rtl")
    assert nadia.role is not None
    assert (nadia.role.text, nadia.role.language, nadia.credit) == ("Officer", "en", "author")
    assert (lek.name.text, lek.name.language, lek.credit) == ("Lek", "ar", "translation")


def test_a_portrait_is_told_from_a_landscape(tmp_path: Path) -> None:
    facts = FACTS + "pictures:\n  desk: {file: desk.png, credit: Us, licence: CC BY 4.0, form: portrait}\n"
    write_story(tmp_path, facts=facts, texts={"en": ENGLISH + "\n![](desk)\n"}, **{"desk.png": a_png()})
    story, said = story_of(tmp_path)
    assert said == []
    assert [block.kind for block in story.articles["en"].blocks] == ["paragraph", "portrait"]


@pytest.mark.parametrize(
    ("embargo", "moment"),
    [
        ("2022-07-21", dt.datetime(2022, 7, 21, tzinfo=dt.UTC)),
        ("2022-07-21T09:00", dt.datetime(2022, 7, 21, 9, tzinfo=dt.UTC)),
        ("2022-07-21T09:00:00+07:00", dt.datetime(2022, 7, 21, 2, tzinfo=dt.UTC)),
    ],
)
def test_an_embargo_is_a_moment(tmp_path: Path, embargo: str, moment: dt.datetime) -> None:
    write_story(tmp_path, facts=f"{FACTS}embargo: {embargo}\n")
    assert story_of(tmp_path)[0].embargo == moment


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        (FACTS.replace("[asia-pacific]", "[mars]"), "article.yaml:2: error: the region 'mars' is not one of this publication (story)"),
        (FACTS.replace("[asia-pacific]", "[mena, mena]"), "article.yaml:2: error: names a region twice (story)"),
        (
            FACTS.replace("2022-07-20", "2022-02-30"),
            "article.yaml:1: error: date should be a date that exists, such as 2022-07-29, not '2022-02-30' (story)",
        ),
        (FACTS + PICTURES, "article.yaml:5: error: lead.png is not in this folder (picture)"),
        (FACTS + PICTURES.replace("lead.png", "lead.svg"), "article.yaml:5: error: lead.svg is not a PNG or JPEG picture (picture)"),
    ],
)
def test_wrong_facts_are_told_with_their_line(tmp_path: Path, facts: str, expected: str) -> None:
    write_story(tmp_path, facts=facts)
    assert facts_of(tmp_path) == (None, [expected])


@pytest.mark.parametrize("name", ["A-Bridge", "a_bridge", "a bridge", "été", "a--b"])
def test_a_folder_that_cannot_be_a_storys_name_is_told(tmp_path: Path, name: str) -> None:
    write_story(tmp_path, name)
    problems: list[Problem] = []
    assert load_pool(tmp_path / "seeds/articles", problems, REGIONS, tmp_path) == {}
    assert told(problems) == [f"{name}:0: error: {name!r} cannot be a story's name (story)"]


def test_folders_for_notes_and_files_beside_stories_are_passed_over(tmp_path: Path) -> None:
    write_story(tmp_path)
    write_files(tmp_path / "seeds/articles", {"_later/article.yaml": "", ".git/config": "", "README.md": ""})
    problems: list[Problem] = []
    assert list(load_pool(tmp_path / "seeds/articles", problems, REGIONS, tmp_path)) == ["a-bridge"]
    assert problems == []


def test_a_link_to_a_folder_elsewhere_is_told(tmp_path: Path) -> None:
    write_story(tmp_path / "elsewhere")
    (tmp_path / "seeds/articles").mkdir(parents=True)
    (tmp_path / "seeds/articles/a-bridge").symlink_to(tmp_path / "elsewhere/seeds/articles/a-bridge")
    assert facts_of(tmp_path) == (None, ["a-bridge:0: error: is a link to another folder (story)"])


def test_a_linked_picture_is_told(tmp_path: Path) -> None:
    write_files(tmp_path, {"secret.png": a_png()})
    folder = write_story(tmp_path, facts=FACTS + PICTURES)
    (folder / "lead.png").symlink_to(tmp_path / "secret.png")
    assert facts_of(tmp_path)[1] == ["article.yaml:5: error: lead.png is not in this folder (picture)"]


def test_a_text_that_is_not_called_after_a_language_is_told(tmp_path: Path) -> None:
    write_files(write_story(tmp_path), {"english.md": ENGLISH, "es_MX.md": ENGLISH, "es-MX.md": ENGLISH})
    facts, said = facts_of(tmp_path)
    assert facts is not None
    assert said == [
        "english.md:0: warning: is not called after a language, and is not read (article)",
        "es_MX.md:0: warning: is not called after a language, and is not read (article)",
    ]


def test_a_story_without_its_source_text_is_told(tmp_path: Path) -> None:
    write_story(tmp_path, texts={"ar": ENGLISH})
    assert story_of(tmp_path)[1] == ["article.yaml:3: error: there is no en.md, the language that the story was written in (story)"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("headline: A bridge\n", "en.md:1: error: does not begin with its headline between two lines of --- (article)"),
        ("", "en.md:1: error: does not begin with its headline between two lines of --- (article)"),
        ("---\n---\nText\n", "en.md:2: error: headline is missing (article)"),
        ("---\nheadline: A\n---\n", "en.md:4: warning: has a headline but no text (article)"),
        ("---\nheadline: A: B\n---\nText\n", "en.md:2: error: is not valid YAML: mapping values are not allowed in this context (yaml)"),
        ("---\nheadline: A\nheadlin: B\n---\nText\n", "en.md:3: error: the key 'headlin' is not known (article)"),
        ("---\nheadline: A\n---\n# Text\n", "en.md:4: error: a crosshead of level 1 is not used here (crosshead)"),
        ("---\nheadline: A\n---\n\n![](map)\n", "en.md:5: error: article.yaml has no picture called 'map' (picture)"),
        ("---\nheadline: A\npictures: {map: {alt: B}}\n---\nText\n", "en.md:3: error: article.yaml has no picture called 'map' (picture)"),
        ("---\nheadline: A\ntranslated-from: yesterday\n---\nText\n", "en.md:3: error: translated-from is not written in its form (article)"),
    ],
)
def test_wrong_texts_are_told_with_their_line(tmp_path: Path, text: str, expected: str) -> None:
    write_story(tmp_path, texts={"en": text})
    assert story_of(tmp_path)[1] == [expected]


def test_mistakes_at_the_top_and_in_the_text_are_told_at_once(tmp_path: Path) -> None:
    write_story(tmp_path, texts={"en": "---\nhedline: A\n---\n# Text\n\n<b>\n"})
    assert len(story_of(tmp_path)[1]) == 4


def fingerprint_of(folder: Path, text: str) -> str:
    """Return the fingerprint of an English text."""
    write_story(folder, texts={"en": text})
    return story_of(folder)[0].articles["en"].fingerprint


@pytest.mark.parametrize(
    "changed",
    [
        ENGLISH.replace("same day", "**same** day"),
        ENGLISH.replace("same day.", "same\u00a0day"),
        ENGLISH.replace("They began", "They  began"),
        ENGLISH.replace("headline: A bridge built from both sides", 'headline: "A bridge, built from both sides!"'),
    ],
)
def test_a_fingerprint_is_the_same_after_changes_of_form(tmp_path: Path, changed: str) -> None:
    assert fingerprint_of(tmp_path, changed) == fingerprint_of(tmp_path, ENGLISH)


@pytest.mark.parametrize("changed", [("same", "next"), ("built", "made"), ("Two villages", "Three villages"), ("day.", "day in 2022.")])
def test_a_fingerprint_changes_with_the_words(tmp_path: Path, changed: tuple[str, str]) -> None:
    assert fingerprint_of(tmp_path, ENGLISH.replace(*changed)) != fingerprint_of(tmp_path, ENGLISH)


def test_the_words_of_a_block_are_those_of_its_fields_too() -> None:
    body = read_blocks(
        "::: event\ntitle: A meeting\nstarts: 2022-08-18T14:00\nzone: Asia/Bangkok\n\nCome.\n:::\n", "en.md", 1, "en", direction_of, []
    )
    words = body.blocks[0].words()
    assert all(part in words for part in ("A meeting", "Come.", "2022-08-18 14:00"))
