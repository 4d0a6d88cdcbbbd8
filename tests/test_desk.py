"""The desk: what is loaded for an issue, and what a reader's edition is rendered with."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pressroom import a_pressroom, a_request, change
from values import ARABIC, ENGLISH, FACTS, told, write_files, write_story

from newsletter.desk import Desk, load_desk, make_materials
from newsletter.digests import digest_folder, digest_newsroom, versions
from newsletter.errors import ContentError, NewsletterError
from newsletter.jobs import PIECES, PieceName
from newsletter.press import build
from newsletter.render.making import digest_pieces
from newsletter.render.material import Prepared, Rendition

RELATED = "\n::: related\nstory: older\n:::\n"


@pytest.fixture
def room(tmp_path: Path) -> Path:
    return a_pressroom(tmp_path / "crossings")


def the_desk(folder: Path) -> Desk:
    return load_desk(a_request(folder))


def an_older_story(folder: Path, texts: Mapping[str, str], **facts: str) -> None:
    """Write a story that the issue does not take, and point to it."""
    write_story(folder, "older", FACTS.replace("2022-07-20", "2021-01-01") + "".join(f"{key}: {value}\n" for key, value in facts.items()), texts)
    path = folder / "seeds/articles/a-bridge/en.md"
    path.write_text(path.read_text("utf-8") + RELATED, "utf-8")


def digests_of(folder: Path) -> dict[tuple[str, PieceName], str]:
    """Return the digest of every piece, as a build takes them."""
    desk = the_desk(folder)
    return digest_pieces(make_materials(desk, {}, folder), PIECES, {}, [folder])


def changed(before: Mapping[tuple[str, PieceName], str], folder: Path) -> set[tuple[str, PieceName]]:
    """Return the pieces whose digest is another one now."""
    return {key for key, digest in digests_of(folder).items() if before[key] != digest}


def test_the_desk_has_the_chosen_stories_their_editions_and_their_pictures(room: Path) -> None:
    desk = the_desk(room)
    assert desk.choice.slugs == ("a-bridge", "only-english")
    assert {tag: [slot.article.language for slot in edition.slots] for tag, edition in desk.editions.items()} == {
        "en": ["en", "en"],
        "ar": ["ar", "en"],
    }
    assert [(slug, picture.id, declared) for slug, picture, declared in desk.pictures] == [
        ("a-bridge", "lead", "seeds/articles/a-bridge/article.yaml")
    ]
    assert desk.states == {"a-bridge": {"en": "translated", "ar": "translated"}, "only-english": {"en": "translated", "ar": "fallback:en"}}
    assert told(desk.problems) == []


def test_texts_are_read_only_for_the_stories_that_the_issue_takes(room: Path) -> None:
    write_story(room, "older", FACTS.replace("2022-07-20", "2021-01-01"), {"en": "no front matter at all"})
    assert list(the_desk(room).stories) == ["a-bridge", "only-english"]


def test_a_story_that_is_pointed_to_is_loaded_too_and_comes_in_the_reader_s_language(room: Path) -> None:
    an_older_story(room, {"en": ENGLISH, "ar": ARABIC})
    change(room / "seeds/articles/a-bridge/ar.md", "بدأتا في اليوم نفسه.", f"بدأتا في اليوم نفسه.\n{RELATED}")
    desk = the_desk(room)
    assert list(desk.stories) == ["a-bridge", "only-english", "older"]
    materials = make_materials(desk, {}, room)
    assert {tag: material.related["older"].language for tag, material in materials.items()} == {"en": "en", "ar": "ar"}
    assert materials["en"].related["older"].blocks == ()


def test_a_text_behind_a_pointer_plays_no_part_in_the_edition_that_points(room: Path) -> None:
    an_older_story(room, {"en": ENGLISH})
    before = digests_of(room)
    change(room / "seeds/articles/older/en.md", "They began on the same day.", "They began together.")
    assert changed(before, room) == set()
    change(room / "seeds/articles/older/en.md", "A bridge built from both sides", "An older bridge")
    assert changed(before, room) == {("en", piece) for piece in PIECES}


def test_a_pointer_to_no_story_is_an_error_with_its_line(room: Path) -> None:
    an_older_story(room, {"en": ENGLISH})
    change(room / "seeds/articles/a-bridge/en.md", "story: older", "story: oldest")
    with pytest.raises(ContentError) as raised:
        the_desk(room)
    assert told(raised.value.problems) == ["en.md:8: error: there is no story 'oldest' to point to (related)"]


def test_a_pointer_to_a_draft_is_an_error(room: Path) -> None:
    an_older_story(room, {"en": ENGLISH}, draft="true")
    with pytest.raises(ContentError) as raised:
        the_desk(room)
    assert told(raised.value.problems) == ["en.md:8: error: older is a draft (related)"]


def test_a_language_that_the_issue_has_not_is_an_error_that_names_those_it_has(room: Path) -> None:
    with pytest.raises(ContentError) as raised:
        load_desk(a_request(room, languages=("ar", "th")))
    (problem,) = raised.value.problems
    assert problem.message == "this issue has no th edition"
    assert problem.hint == "Its languages: en, ar."


def test_all_problems_of_all_files_are_told_at_once(room: Path) -> None:
    change(room / "seeds/articles/a-bridge/en.md", "headline:", "haedline:")
    change(room / "seeds/articles/only-english/en.md", "They began", "::: no-such-block\nThey began")
    with pytest.raises(ContentError) as raised:
        the_desk(room)
    assert {Path(problem.source.path).parent.name for problem in raised.value.problems} == {"a-bridge", "only-english"}


def test_a_newsroom_that_is_not_there_is_said_in_words(room: Path) -> None:
    with pytest.raises(NewsletterError, match=r"there is no newsroom at .*nowhere"):
        load_desk(a_request(room, newsroom=room / "nowhere"))


def test_a_newsroom_elsewhere_takes_the_place_of_the_publication_s(room: Path, tmp_path: Path) -> None:
    (room / "seeds/articles").rename(tmp_path / "newsroom")
    outcome = build(a_request(room, newsroom=tmp_path / "newsroom"), lambda: ThreadPoolExecutor(1))
    assert sorted(outcome.report["editions"]) == ["ar", "en"]


def test_the_publication_s_own_languages_come_before_the_package_s(room: Path) -> None:
    behaviour = "name: Mine\ndirection: ltr\nscript: Latn\nlocale: en_GB\n"
    write_files(room / "languages", {"en.yaml": behaviour})
    assert the_desk(room).editions["en"].language.name == "Mine"


def test_an_edition_has_the_pictures_of_its_own_stories_only(room: Path) -> None:
    rendition = Rendition("lead.png", 1, 1)
    prepared = Prepared(rendition, rendition, rendition, (1, 1))
    materials = make_materials(the_desk(room), {"a-bridge/lead": prepared, "another/lead": prepared}, room)
    assert list(materials["en"].pictures) == ["a-bridge/lead"]


def test_digests_do_not_depend_on_where_the_publication_lies(room: Path, tmp_path: Path) -> None:
    before = digests_of(room)
    room.rename(tmp_path / "moved")
    assert changed(before, tmp_path / "moved") == set()


def test_what_a_piece_is_made_of_is_in_its_digest(room: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = digests_of(room)
    pdfs = {(tag, piece) for tag in ("en", "ar") for piece in ("screen", "print")}
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1659052800")
    assert changed(before, room) == pdfs
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    monkeypatch.setattr("newsletter.render.making.versions", lambda names: {**versions(names), **({"libpango": "99"} if "libpango" in names else {})})
    assert changed(before, room) == pdfs
    monkeypatch.undo()
    write_files(room / "templates", {"print/style.css": "p { color: red }"})
    assert changed(before, room) == pdfs
    write_files(room / "languages", {"ar.po": 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'})
    assert changed(before, room) == set(before)


def test_folders_one_over_the_other_are_digested_as_one(tmp_path: Path) -> None:
    below = write_files(tmp_path / "below", {"a.html": "a", "blocks/b.html": "b", "__pycache__/a.pyc": "x"})
    same = write_files(tmp_path / "same", {"a.html": "a"})
    other = write_files(tmp_path / "other", {"a.html": "another"})
    assert digest_folder(same, below) == digest_folder(below) == digest_folder(below, other)
    assert digest_folder(other, below) != digest_folder(below)
    assert digest_folder(tmp_path / "nothing") == digest_folder()


@pytest.mark.parametrize(
    "edit",
    [
        lambda story: (story / "th.md").write_text("---"),
        lambda story: (story / "en.md").unlink(),
        lambda story: (story / "lead.png").rename(story / "other.png"),
        lambda story: (story / "article.yaml").write_text("date: 2022-07-21"),
        lambda story: story.rename(story.with_name("another-name")),
        lambda story: (story.parent / "new-story").mkdir(),
    ],
    ids=["a new text", "a text gone", "a picture renamed", "facts changed", "a story renamed", "a new folder"],
)
def test_every_edit_in_the_newsroom_is_in_its_digest(room: Path, edit) -> None:
    newsroom = room / "seeds/articles"
    before = digest_newsroom(newsroom)
    assert digest_newsroom(newsroom) == before
    edit(newsroom / "a-bridge")
    assert digest_newsroom(newsroom) != before


def test_a_draft_without_date_and_regions_stands_in_nobodys_way(room: Path) -> None:
    write_story(room, "from-the-field", facts="date: null\nregions: []\nsource-language: en\ndraft: true\n")
    assert "from-the-field" not in the_desk(room).stories
    write_story(room, "from-the-field", facts="date: null\nregions: []\nsource-language: en\n")
    with pytest.raises(ContentError) as caught:
        the_desk(room)
    assert any("from-the-field" in problem.source.path for problem in caught.value.problems)
