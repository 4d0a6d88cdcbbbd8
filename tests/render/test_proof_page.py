"""The proof page: one screen that tells who gets what."""

import re
from pathlib import Path

import pytest
import tinyhtml5

from newsletter.errors import TemplateError
from newsletter.render.material import load_look
from newsletter.render.proof_page import render_index, show_day, show_seconds, show_size

TEMPLATES = Path(__file__).parents[2] / "templates"


def a_story(slug="a-bridge", section="Asia and the Pacific", **states):
    return {
        "slug": slug,
        "headline": "جسر <واحد>",
        "headline_language": "ar",
        "direction": "rtl",
        "region": "asia-pacific",
        "region_name": "Asia and the Pacific",
        "section": section,
        "states": states or {"en": "translated", "ar": "fallback:en"},
    }


def a_problem(**facts):
    defaults = {
        "path": "seeds/articles/a-bridge/ar.md",
        "line": 4,
        "column": 2,
        "rule": "alt-text",
        "severity": "warning",
        "message": "has no alt text",
        "hint": "Write one.",
        "language": "",
    }
    return {**defaults, **facts}


def an_edition(**facts):
    files = {
        "mail.html": {"bytes": 48_211},
        "page.html": {"bytes": 62_000},
        "print.pdf": {"bytes": 6_482_110},
        "pictures/a.png": {"bytes": 900},
        "pictures/b.png": {"bytes": 600},
    }
    return {"subject": "The July issue", "preheader": "", "files": files, "pages": {"print": 12}, "seconds": {"mail": 0.12}, **facts}


def a_report(stories=(), problems=(), **facts):
    counts = {severity: sum(problem["severity"] == severity for problem in problems) for severity in ("error", "warning", "info")}
    defaults = {
        "issue": "2022-07",
        "date": "2022-07-29",
        "name": "Crossings",
        "languages": [{"tag": "en", "name": "English", "direction": "ltr"}, {"tag": "ar", "name": "العربية", "direction": "rtl"}],
        "stories": list(stories) or [a_story()],
        "editions": {"en": an_edition(), "ar": an_edition()},
        "problems": list(problems),
        "counts": counts,
        "made_with": {"newsletter": "0.1.0"},
        "seconds": 12.34,
    }
    return {**defaults, **facts}


def an_index(**facts):
    html = render_index(a_report(**facts), (TEMPLATES,), load_look((TEMPLATES,)))
    return html, list(tinyhtml5.parse(html, namespace_html_elements=False).iter())


def words(element):
    return " ".join("".join(element.itertext()).split())


def classed(tree, name):
    return [element for element in tree if name in (element.get("class") or "").split()]


def cells(tree):
    table = classed(tree, "matrix")[0]
    return [[words(cell) for cell in row if cell.tag == "td"] for row in table.iter("tr") if row.find("td") is not None]


def test_a_cell_tells_by_word_sign_and_colour_what_the_reader_gets():
    _, tree = an_index(stories=[a_story(en="translated", ar="fallback:en"), a_story("two", en="stale", ar="omitted")])
    assert cells(tree) == [["Translated", "Fallback en"], ["Stale", "Omitted"]]
    found = [
        (
            cell.get("class"),
            next(use.get("href") or use.get("{http://www.w3.org/1999/xlink}href") for use in cell.iter() if str(use.tag).endswith("use")),
        )
        for cell in tree
        if cell.tag == "td" and cell.find(".//*[@class='sign']") is not None
    ]
    assert found == [("translated", "#translated"), ("fallback", "#fallback"), ("stale", "#stale"), ("omitted", "#omitted")]


def test_a_cell_leads_to_the_story_on_the_page_unless_there_is_none():
    _, tree = an_index(stories=[a_story(en="translated", ar="omitted")])
    assert [a.get("href") for cell in tree if cell.tag == "td" for a in cell.iter("a") if "#" in a.get("href")] == ["en/page.html#a-bridge"]


def test_stories_stand_under_their_sections_and_the_lead_first():
    _, tree = an_index(stories=[a_story("lead", section=""), a_story("two"), a_story("three"), a_story("four", section="Africa")])
    assert [words(row) for row in classed(tree, "group")] == ["Lead story", "Asia and the Pacific", "Africa"]
    assert len(cells(tree)) == 4


def test_headlines_keep_their_language_and_direction():
    html, tree = an_index()
    headline = classed(tree, "headline")[0]
    assert (headline.get("lang"), headline.get("dir"), headline.text) == ("ar", "rtl", "جسر <واحد>")
    assert "جسر &lt;واحد&gt;" in html


def test_the_summary_counts_what_each_edition_has():
    _, tree = an_index(stories=[a_story(), a_story("two", en="stale", ar="omitted")])
    assert [words(counts) for counts in classed(tree, "counts")] == ["1 translated 1 stale", "1 fallback 1 omitted"]


@pytest.mark.parametrize(("severity", "verdict"), [("error", "Not ready"), ("warning", "Ready, with things to look at"), ("info", "Ready")])
def test_the_verdict_is_that_of_the_worst_problem(severity, verdict):
    _, tree = an_index(problems=[a_problem(severity=severity)])
    assert words(classed(tree, "said")[0]) == verdict


def test_every_output_is_linked_with_its_size_and_pages():
    _, tree = an_index()
    rows = [(row.find("a").get("href"), words(row)) for row in classed(tree, "edition")[1].iter("li") if row.find("a") is not None]
    assert rows == [("ar/mail.html", "Mail 48 kB"), ("ar/page.html", "Web page 62 kB"), ("ar/print.pdf", "Print PDF 12 pages, 6.5 MB")]
    assert "Pictures 2 files, 2 kB" in words(classed(tree, "edition")[1])


def test_problems_are_listed_by_edition_each_with_an_anchor():
    _, tree = an_index(problems=[a_problem(), a_problem(language="ar", severity="error", line=0, column=0), a_problem(language="ar", hint="")])
    assert [(desk.get("id"), len(list(desk.iter("li")))) for desk in classed(tree, "desk")] == [("problems-files", 1), ("problems-ar", 2)]
    assert [a.get("href") for a in classed(tree, "filter")[0].iter("a")] == ["#problems", "#problems-files", "#problems-ar"]
    assert [words(place) for place in classed(tree, "place")] == [
        "seeds/articles/a-bridge/ar.md:4:2 alt-text",
        "seeds/articles/a-bridge/ar.md alt-text",
        "seeds/articles/a-bridge/ar.md:4:2 alt-text",
    ]


def test_an_issue_without_problems_says_so():
    _, tree = an_index()
    assert words(classed(tree, "none")[0]) == "Nothing to mend."
    assert classed(tree, "filter") == []


def test_a_reproducible_build_tells_no_times():
    html, tree = an_index(editions={"en": an_edition(seconds=None)}, seconds=None)
    assert "made in" not in html
    assert not any(element.get("id") == "times" for element in tree)


def test_editions_that_were_not_made_have_no_links():
    _, tree = an_index(editions={"en": an_edition()})
    assert len(classed(tree, "edition")) == 1
    assert not any((a.get("href") or "").startswith("ar/") for a in tree)


def test_the_screen_is_complete_in_itself():
    html, tree = an_index(problems=[a_problem()])
    assert not any(element.tag in {"script", "link", "img", "iframe"} for element in tree)
    assert not re.search(r"@import|url\(|https?://(?!www\.w3\.org)", html)
    ids = [element.get("id") for element in tree if element.get("id")]
    assert len(ids) == len(set(ids))


def test_a_look_with_one_region_is_enough():
    look = {**load_look((TEMPLATES,)), "regions": {"here": {"light": "#112233", "dark": "#ddeeff"}}}
    assert "--stale: #112233" in render_index(a_report(), (TEMPLATES,), look)


def test_a_broken_template_is_named(tmp_path):
    (tmp_path / "proof").mkdir()
    (tmp_path / "proof/index.html").write_text("\n{{ nobody }}", "utf-8")
    with pytest.raises(TemplateError, match=r"proof/index\.html:2"):
        render_index(a_report(), (tmp_path, TEMPLATES), load_look((TEMPLATES,)))


def test_sizes_times_and_days_are_written_as_people_say_them():
    assert [show_size(number) for number in (800, 1_200, 48_211, 1_482_110)] == ["800 B", "1 kB", "48 kB", "1.5 MB"]
    assert [show_seconds(number) for number in (0.126, 12.34)] == ["0.13 s", "12.3 s"]
    assert [show_day(date) for date in ("2022-07-29", "soon")] == ["29 July 2022", "soon"]
