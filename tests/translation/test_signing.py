"""Signing: a person says that a translation says what its source says today."""

from __future__ import annotations

from pathlib import Path

import pytest
from values import ARABIC, ENGLISH, REGIONS, a_story, an_article, told, write_files, write_story

from newsletter.articles import load_story
from newsletter.editions import is_stale
from newsletter.errors import NewsletterError
from newsletter.model import Problem, Story
from newsletter.stories import load_facts
from newsletter.translation.signing import sign_article


def story_of(folder: Path) -> Story:
    """Return the sample story, which must have no problems."""
    problems: list[Problem] = []
    facts = load_facts(folder / "seeds/articles/a-bridge", problems, REGIONS, folder)
    assert facts is not None
    story = load_story(facts, facts.languages, problems)
    assert told(problems) == []
    return story


def sign(folder: Path, language: str = "ar") -> bool:
    """Sign the Arabic article of the sample story."""
    return sign_article(folder / "seeds/articles/a-bridge", story_of(folder), language)


def text_of(folder: Path) -> str:
    """Return the Arabic article as it was written."""
    return (folder / "seeds/articles/a-bridge/ar.md").read_bytes().decode()


def test_signing_adds_one_line_and_changes_nothing_else(tmp_path: Path) -> None:
    write_story(tmp_path)
    assert sign(tmp_path)
    mark = story_of(tmp_path).articles["en"].fingerprint
    assert text_of(tmp_path) == ARABIC.replace("---\nبدأتا", f"translated-from: {mark}\n---\nبدأتا")


def test_signing_twice_changes_nothing(tmp_path: Path) -> None:
    write_story(tmp_path)
    sign(tmp_path)
    assert sign(tmp_path) is False


def test_a_signed_translation_is_stale_when_the_source_changes_and_not_after_it_is_signed_again(tmp_path: Path) -> None:
    write_story(tmp_path)
    sign(tmp_path)
    story = story_of(tmp_path)
    assert not is_stale(story, story.articles["ar"])
    write_files(tmp_path, {"seeds/articles/a-bridge/en.md": ENGLISH.replace("same day", "next day")})
    story = story_of(tmp_path)
    assert is_stale(story, story.articles["ar"])
    assert sign(tmp_path)
    story = story_of(tmp_path)
    assert not is_stale(story, story.articles["ar"])
    assert text_of(tmp_path).count("translated-from") == 1


@pytest.mark.parametrize(
    "written",
    [
        ARABIC.replace("headline: ", "kicker: نهاية ---\nheadline: "),
        ARABIC.replace("---\nheadline", "---  \nheadline").replace("---\nبدأتا", "---\t\nبدأتا"),
        ARABIC + "\n---\n\nبعد الفاصل.\n\n---\n",
        ARABIC.replace("\n", "\r\n"),
        "\ufeff" + ARABIC,
        ARABIC.rstrip("\n"),
    ],
)
def test_an_article_is_signed_however_it_was_typed(tmp_path: Path, written: str) -> None:
    write_story(tmp_path, texts={"en": ENGLISH, "ar": written})
    before = story_of(tmp_path).articles["ar"]
    assert sign(tmp_path)
    after = story_of(tmp_path).articles["ar"]
    assert after.translated_from == story_of(tmp_path).articles["en"].fingerprint
    assert (after.headline, after.kicker, after.fingerprint) == (before.headline, before.kicker, before.fingerprint)
    assert ("\r\n" in text_of(tmp_path)) == ("\r\n" in written)


def test_there_is_nothing_to_sign_in_the_source_itself(tmp_path: Path) -> None:
    write_story(tmp_path)
    with pytest.raises(NewsletterError, match="was written in en"):
        sign(tmp_path, "en")


@pytest.mark.parametrize(("language", "there"), [("fr", ("en", "ar")), ("ar", ("ar",))])
def test_what_is_not_there_cannot_be_signed(tmp_path: Path, language: str, there: tuple[str, ...]) -> None:
    story = a_story(languages=there, source_language="en", articles={tag: an_article(language=tag) for tag in there})
    with pytest.raises(NewsletterError, match="that can be read"):
        sign_article(tmp_path, story, language)
