"""Dumps cut into stories: every block of an invented dump, what is told, and what the loader makes of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from intake_desk import Desk, a_copy, a_desk, a_story, load_stories

from newsletter.intake.dump import intake_dump
from newsletter.model import Problem


def test_a_dump_becomes_a_story_that_loads_without_a_problem(tmp_path: Path) -> None:
    desk = a_desk(
        tmp_path,
        "A bridge: built & mended\n\nThe river rose twice.\n\n  • Planks\n  • Rope",
        kicker={"en": "Thailand"},
        people=[{"name": "Nadia Haddad", "role": "Mason"}],
    )
    (imported,) = desk.intake()
    stories, problems = load_stories(desk.into)
    article = stories["bridge"].articles["en"]
    assert (imported.slug, imported.state, imported.languages) == ("bridge", "new", ("en",))
    assert problems == []
    assert article.headline.text == "A bridge: built & mended"
    assert article.kicker is not None
    assert article.kicker.text == "Thailand"
    assert [block.kind for block in article.blocks] == ["paragraph", "list"]
    assert [(person.name.text, person.role.text if person.role else "", person.credit) for person in article.people] == [
        ("Nadia Haddad", "Mason", "author")
    ]
    assert not stories["bridge"].draft
    assert desk.problems == []


def test_white_space_of_web_editors_is_folded(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, "Bridge\n\u00a0\nThe\u00a0river  rose\u00a0 twice.\u00a0\n\u00a0")
    desk.intake()
    assert desk.body() == "The river rose twice.\n"


def test_lists_keep_bullets_numbers_and_depth(tmp_path: Path) -> None:
    text = "Bridge\n\n  • Planks\n    1. sawn\n    2. planed\n  • Rope\n\nThen:\n\n3. Third\n\n4. Fourth\n7. Seventh"
    desk = a_desk(tmp_path, text)
    desk.intake()
    assert desk.body() == "- Planks\n  1. sawn\n  2. planed\n- Rope\n\nThen:\n\n3. Third\n4. Fourth\n\n7) Seventh\n"


def test_labels_and_following_paragraphs_go_back_into_their_items(tmp_path: Path) -> None:
    text = "Bridge\n\n  • River crossing\n\nPlanks of teak.\n\nAnd rope.\n\n  1. by hand\n  • Toll Two coins."
    desk = a_desk(tmp_path, text, labels={3: 2, 10: 1}, continues=[5, 7], depths={9: 1})
    desk.intake()
    assert desk.body() == "- **River crossing:** Planks of teak.\n\n  And rope.\n\n  1. by hand\n\n- **Toll:** Two coins.\n"
    assert desk.told() == ["one:3 restored-label", "one:10 restored-label"]


def test_a_list_without_marks_is_restored_and_told(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, "Bridge\n\nThree things:\n\nPlanks\n\nRope\n\n\nIt stands.", items=[5, 7], lost={8: "item"})
    desk.intake()
    assert desk.body() == "Three things:\n\n- Planks\n- Rope\n\nIt stands.\n"
    assert desk.told() == ["one:5 restored-list", "one:7 restored-list", "one:8 lost-item"]


def test_captions_are_kept_in_emphasis_and_their_pictures_told(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, "Bridge\n\nText.\n\nThe *old* bridge. Photo: Lek", captions=[5])
    desk.intake()
    assert desk.body() == "Text.\n\n*The \\*old\\* bridge. Photo: Lek*\n"
    assert desk.told() == ["one:5 lost-caption"]


def test_quotes_keep_who_said_them(tmp_path: Path) -> None:
    text = "Bridge\n\nThe mason says:\n\n“It holds.”\n\n“It creaks.”\n\nThe ferryman\n\nWater is patient."
    desk = a_desk(tmp_path, text, pull_quotes={5: 3, 7: 9}, quotes=[11])
    desk.intake()
    before = "::: pull-quote\nby: 'The mason says:'\nattribution: before\n\n“It holds.”\n:::\n\n"
    after = "::: pull-quote\nby: The ferryman\nattribution: after\n\n“It creaks.”\n:::\n\n"
    assert desk.body() == before + after + "> Water is patient.\n"
    assert load_stories(desk.into)[1] == []


def test_a_letter_keeps_its_parts(tmp_path: Path) -> None:
    text = "Letter\n\nBangkok, 3 May 2022\n\nDear neighbours: hello,\n\nThe river rose.\n\nNadia Haddad\n\nMason\n\nPS: bring rope.\n\nThanks to Lek."
    facts = {
        "datelines": {3: {"words": 1, "date": "2022-05-03"}},
        "salutations": [5],
        "signatures": [[9, 11]],
        "postscripts": [13],
        "acknowledgements": [15],
    }
    desk = a_desk(tmp_path, text, **facts)
    desk.intake()
    stories, problems = load_stories(desk.into)
    assert problems == []
    assert [block.kind for block in stories["bridge"].articles["en"].blocks] == [
        "salutation",
        "dateline",
        "signature",
        "postscript",
        "acknowledgement",
    ]
    assert "place: Bangkok\ndate: 2022-05-03\n\nThe river rose.\n:::" in desk.body()


def test_footnotes_are_joined_to_their_marks(tmp_path: Path) -> None:
    text = "Bridge\n\nIt fell,[1] and fell.[2] Then [3].\n\n[1] In May.\n[2] In June.\n[9] Never."
    desk = a_desk(tmp_path, text)
    desk.intake()
    assert desk.body() == "It fell,[^1] and fell.[^2] Then [3].\n\n[^1]: In May.\n\n[^2]: In June.\n\n[^9]: Never.\n"
    assert desk.told() == ["one:3 lost-note", "one:7 lost-reference"]


def test_a_table_is_put_together_from_loose_lines(tmp_path: Path) -> None:
    text = "Bridge\n\nPART I |\nPlanks.\n\nRope. |\nPART II\n|\nToll. |"
    desk = a_desk(tmp_path, text, tables=[{"header-column": True, "rows": [[[3], [4, 6]], [[7, 8], [9]]]}])
    desk.intake()
    stories, problems = load_stories(desk.into)
    (table,) = stories["bridge"].articles["en"].blocks
    assert problems == []
    assert [[[part.plain() for part in cell.blocks] for cell in row.blocks] for row in table.blocks] == [
        [["PART I"], ["Planks.", "Rope."]],
        [["PART II"], ["Toll."]],
    ]
    assert desk.told() == ["one:3 restored-table"]


def test_a_button_without_an_address_stays_text_and_with_one_becomes_a_block(tmp_path: Path) -> None:
    text = "Bridge\n\nThe plan (12 pages) DOWNLOAD\n\nA film VIEW\n\nREGISTER and come."
    desk = a_desk(tmp_path, text, buttons={3: {"as": "download", "language": "en"}, 5: {"as": "video"}, 7: {"as": "action"}})
    desk.intake()
    assert desk.body() == "The plan (12 pages)\n\nA film\n\nREGISTER and come.\n"
    assert desk.told() == ["one:3 lost-button", "one:5 lost-button", "one:7 lost-button"]

    url = "https://example.org/x"
    found = {3: {"as": "download", "language": "en", "format": "PDF", "url": url}, 5: {"as": "video", "url": url}, 7: {"as": "action", "url": url}}
    desk = a_desk(tmp_path, text, buttons=found)
    (again,) = desk.intake()
    stories, problems = load_stories(desk.into)
    blocks = stories["bridge"].articles["en"].blocks
    assert problems == []
    assert again.state == "changed"
    assert [block.kind for block in blocks] == ["download", "video", "paragraph", "action"]
    assert (blocks[0].pages, "".join(run.plain() for run in blocks[0].title)) == (12, "The plan")
    assert desk.told() == []


def test_a_part_in_another_language_becomes_an_article_of_its_own(tmp_path: Path) -> None:
    text = "Bridge\n\nIn Thai below\n\nThe river rose.\n\n\nน้ำขึ้นสองครั้ง\u00a0\n\nสะพานยังอยู่"
    desk = a_desk(tmp_path, text, pointers=[3], sections={"th": "8-10"}, headlines={"th": "สะพาน"})
    (imported,) = desk.intake()
    assert imported.languages == ("en", "th")
    assert desk.body() == "The river rose.\n"
    assert desk.text("th.md") == "---\nheadline: สะพาน\n---\nน้ำขึ้นสองครั้ง\n\nสะพานยังอยู่\n"
    assert desk.told() == ["one:3 pointer", "one:8 missing-headline"]


def test_without_a_headline_of_its_own_a_part_takes_that_of_the_story(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, "Bridge\n\nRiver.\n\nแม่น้ำ", sections={"th": "5-5"})
    desk.intake()
    assert "headline: Bridge\n" in desk.text("th.md")
    assert desk.told() == ["one:5 missing-headline"]


def test_hidden_addresses_stay_visible_and_links_to_translations_are_told(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, "Bridge\n\nاضغط هنا\n\nWrite to [email\u00a0protected] or [email protected].", translations={3: "ar"})
    desk.intake()
    assert load_stories(desk.into)[0]["bridge"].articles["en"].blocks[0].plain() == "Write to [email protected] or [email protected]."
    assert desk.told() == ["one:3 missing-translation", "one:5 hidden-address"]


def test_a_byline_becomes_credits_and_the_rest_of_its_line_stays_text(tmp_path: Path) -> None:
    people = [{"name": "Nadia Haddad", "role": "Mason"}]
    desk = a_desk(tmp_path, "Bridge\n\nRiver.\n\nWritten by Nadia Haddad, Mason. Come and help.", byline=[5], byline_words={5: 5}, people=people)
    desk.intake()
    assert desk.body() == "River.\n\nCome and help.\n"
    assert desk.told() == []
    desk = a_desk(tmp_path / "x", "Bridge\n\nRiver.\n\nWritten by Nadia Haddad, once a ferrywoman", byline=[5], people=people)
    desk.folder.mkdir()
    desk.intake()
    assert desk.told() == ["one:5 byline"]


def test_crossheads_with_nothing_under_them_are_left_out_and_told(tmp_path: Path) -> None:
    text = "Bridge\n\nRiver.\n\nThe bank\n\n1. The near side\n\nMud.\n\nReading\n\nBooks\n\nFilms"
    desk = a_desk(tmp_path, text, crossheads={5: 2, 7: 3, 11: 2, 13: 3, 15: 3}, repeats=[])
    desk.intake()
    assert desk.body() == "River.\n\n## The bank\n\n### 1. The near side\n\nMud.\n"
    assert desk.told() == ["one:11 lost-section", "one:13 lost-section", "one:15 lost-section"]


def test_standfirst_and_repeated_title_leave_the_body(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, "Bridge\n\nWhat the: river did\n\nBridge\n\nRiver.", standfirst=[3], repeats=[5])
    desk.intake()
    assert desk.text() == "---\nheadline: Bridge\nstandfirst: 'What the: river did'\n---\nRiver.\n"
    assert desk.told() == ["one:5 repeat"]


def test_an_estimated_date_is_told_and_explained(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, "Bridge\n\nRiver.", date_range="2022-07..2022-08", note="July is past.")
    desk.intake()
    assert desk.text("article.yaml").startswith("# The date is an estimate (2022-07..2022-08): July is past.\ndate: 2022-07-20\n")
    assert desk.told() == ["one:1 estimated-date"]


def test_text_that_no_story_takes_is_told(tmp_path: Path) -> None:
    desk = Desk(tmp_path, {"one": "Bridge\n\nRiver.\n\nStray\nlines\n"}, [a_story("Bridge", a_copy("1-3"))])
    desk.intake()
    assert desk.told() == ["one:5 uncut"]


def test_a_file_is_known_by_its_content(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, "Bridge\n\nRiver.")
    desk.intake()
    (tmp_path / "one.txt").rename(tmp_path / "other.txt")
    (tmp_path / "one.txt").write_text("Bridge\n\nRiver!", encoding="utf-8")
    (tmp_path / "stranger.txt").write_text("Ferry", encoding="utf-8")
    problems: list[Problem] = []
    found = intake_dump(
        [tmp_path / name for name in ("other.txt", "one.txt", "stranger.txt", "absent.txt")], tmp_path / "catalogue.yaml", desk.into, problems
    )
    assert [story.state for story in found] == ["unchanged"]
    assert [(Path(problem.source.path).name, problem.rule) for problem in problems] == [
        ("one.txt", "catalogue"),
        ("stranger.txt", "catalogue"),
        ("absent.txt", "file"),
    ]


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"captions": [2]}, "one:2 catalogue"),
        ({"captions": [9]}, "catalogue:13 catalogue"),
        ({"lines": "1-90"}, "one:1 catalogue"),
        ({"lines": "3-3"}, "one:3 catalogue"),
        ({"lines": "3-1"}, "catalogue:15 catalogue"),
        ({"file": "two"}, "catalogue:13 catalogue"),
        ({"colour": 1}, "catalogue:16 catalogue"),
        ({"sections": {"th": "3-9"}}, "catalogue:13 catalogue"),
    ],
)
def test_facts_that_cannot_be_true_are_told_and_nothing_is_written(tmp_path: Path, facts: dict[str, object], expected: str) -> None:
    desk = a_desk(tmp_path, "Bridge\n\nRiver.")
    desk.stories[0]["copies"][0] |= facts
    assert desk.intake() == ()
    assert [told for told in desk.told() if "uncut" not in told] == [expected]
    assert not desk.into.exists()
