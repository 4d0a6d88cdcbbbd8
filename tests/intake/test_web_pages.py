"""Saved web pages become drafts: the main text in its form, language and direction kept, pictures from beside the page."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from intake_desk import load_stories
from website import a_picture

from newsletter.cli.main import main
from newsletter.intake.web import Asked, Imported, intake_web
from newsletter.model import Problem

LONG = "The river rose at night, and in the morning nobody on the north bank could reach the school or the clinic. " * 4
OTHER = "Boats came from the islands, and the teachers taught on the deck until the water went down again in June. " * 4
ARABIC = "ارتفع النهر ليلاً، وفي الصباح لم يستطع أحد على الضفة الشمالية أن يصل إلى المدرسة أو إلى العيادة. " * 5


def a_page(body: str = "", *, language: str = "en", head: str = "", first: str = LONG, last: str = OTHER) -> str:
    """Return a page with a menu, an article and a footer."""
    tag = f' lang="{language}"' if language else ""
    return f"""<!DOCTYPE html>
<html{tag}><head><meta charset="utf-8"><title>The bridge</title>
<meta property="article:published_time" content="2022-07-20T10:00:00Z">
{head}
<script>track()</script></head>
<body><nav><ul><li><a href="/">Home</a></li><li><a href="/about">About us</a></li></ul></nav>
<article><h1>The bridge</h1>
<p>{first}</p>
{body}
<p>{last}</p>
</article>
<footer><p>Copyright River News, all rights reserved, 12 Quay Street</p></footer></body></html>
"""


@dataclass(slots=True)
class Saved:
    """A folder of saved pages, and what came of them."""

    folder: Path
    pages: dict[str, str | bytes]
    problems: list[Problem] = field(default_factory=list)

    def intake(self, *only: str, language: str = "", region: str = "global", languages: tuple[str, ...] = ()) -> tuple[Imported, ...]:
        """Write the pages and import the folder (or *only* some files)."""
        for name, text in self.pages.items():
            path = self.folder / "pages" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode() if isinstance(text, str) else text)
        self.problems.clear()
        paths = [self.folder / "pages" / name for name in only] or [self.folder / "pages"]
        return intake_web(paths, self.folder / "drafts", Asked(language, region, languages), self.problems)

    def read(self, name: str) -> str:
        """Return an imported file."""
        return (self.folder / "drafts" / name).read_text("utf-8")

    def told(self) -> set[str]:
        """Return the rules of what was told."""
        return {problem.rule for problem in self.problems}


def test_a_page_becomes_a_draft_without_the_menu_and_the_footer(tmp_path: Path) -> None:
    saved = Saved(tmp_path, {"bridge.html": a_page("<h2>By boat</h2><ul><li>One boat</li><li>Two boats</li></ul>")})
    (imported,) = saved.intake()
    assert (imported.slug, imported.languages, imported.state) == ("bridge", ("en",), "new")
    body = saved.read("bridge/en.md").split("---\n", 2)[2]
    assert body == f"{LONG.strip()}\n\n## By boat\n\n- One boat\n- Two boats\n\n{OTHER.strip()}\n"
    facts = saved.read("bridge/article.yaml")
    assert "# The date is what the page states (line 3).\ndate: 2022-07-20\n" in facts
    assert "draft: true" in facts
    stories, problems = load_stories(tmp_path / "drafts")
    assert problems == []
    assert stories["bridge"].articles["en"].headline.text == "The bridge"


def test_importing_twice_changes_nothing_and_an_edited_draft_is_kept(tmp_path: Path) -> None:
    saved = Saved(tmp_path, {"bridge.html": a_page()})
    saved.intake()
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "drafts").rglob("*")}
    assert [imported.state for imported in saved.intake()] == ["unchanged"]
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "drafts").rglob("*")} == before
    path = tmp_path / "drafts/bridge/en.md"
    path.write_text(path.read_text("utf-8").replace("river", "stream"), "utf-8")
    saved.pages["bridge.html"] = a_page("<p>And a new paragraph of the page, which is long enough to count as text.</p>")
    assert [imported.state for imported in saved.intake()] == ["kept"]
    assert "stream" in path.read_text("utf-8")
    assert "edited" in saved.told()


def test_language_and_direction_are_kept(tmp_path: Path) -> None:
    page = a_page(f'<p lang="en" dir="ltr">{OTHER}</p>', language="ar-EG", first=ARABIC, last=ARABIC).replace("<html", '<html dir="rtl"')
    saved = Saved(tmp_path, {"jisr.html": page})
    assert [imported.languages for imported in saved.intake(languages=("en", "ar"))] == [("ar",)]
    assert "::: passage\nlanguage: en\n" in saved.read("jisr/ar.md")
    stories, problems = load_stories(tmp_path / "drafts")
    assert problems == []
    assert stories["jisr"].articles["ar"].direction == "rtl"
    assert "direction" not in saved.told()


def test_a_page_that_runs_against_its_language_is_told(tmp_path: Path) -> None:
    saved = Saved(tmp_path, {"a.html": a_page().replace("<html", '<html dir="rtl"')})
    saved.intake()
    assert any("the page runs rtl" in problem.message for problem in saved.problems)


def test_a_page_without_a_language_waits_for_somebody_to_say_it(tmp_path: Path) -> None:
    saved = Saved(tmp_path, {"a.html": a_page(language="")})
    assert saved.intake() == ()
    assert [problem.severity for problem in saved.problems] == ["error"]
    assert [imported.languages for imported in saved.intake(language="en")] == [("en",)]


DATES = {
    '<meta name="x">': ("date: null", "does not state its date"),
    '<meta property="article:modified_time" content="2022-07-20">': ("date: null", "when it was changed: 2022-07-20 (line 4)"),
    '<time datetime="2022-07-20">yesterday</time>': ("date: 2022-07-20", "what the page states (line 4)"),
}


@pytest.mark.parametrize(("stated", "expected"), DATES.items(), ids=["none", "modified", "time"])
def test_a_date_is_taken_where_it_is_stated_and_nowhere_else(tmp_path: Path, stated: str, expected: tuple[str, str]) -> None:
    page = a_page(head=stated).replace('<meta property="article:published_time" content="2022-07-20T10:00:00Z">', "")
    saved = Saved(tmp_path, {"a.html": page})
    saved.intake()
    facts = saved.read("a/article.yaml")
    assert expected[0] in facts
    assert expected[1] in facts


def test_pictures_come_from_the_folder_beside_the_page(tmp_path: Path) -> None:
    picture = a_picture(tmp_path / "pages/bridge_files/boat.jpg", (30, 40))
    body = '<figure><img src="bridge_files/boat.jpg?x=1" alt="A boat"><figcaption>Low water</figcaption></figure>\n<img src="https://far.example/gone.jpg" alt="A mule">'
    saved = Saved(tmp_path, {"bridge.html": a_page(body), "bridge_files/frame.html": a_page()})
    assert [imported.slug for imported in saved.intake()] == ["bridge"]
    assert (tmp_path / "drafts/bridge/boat.jpg").read_bytes() == picture.read_bytes()
    assert "pictures:\n  boat: {alt: A boat, caption: Low water}\n" in saved.read("bridge/en.md")
    lost = [problem for problem in saved.problems if problem.rule == "lost-picture"]
    assert [problem.source.line for problem in lost] == [10]
    assert "A mule" in lost[0].message


@pytest.mark.parametrize("path", ["../secret.png", "a/../../secret.png", "%2e%2e/secret.png", "/etc/passwd", "file:///etc/passwd", "..\\secret.png"])
def test_no_picture_is_taken_from_outside_the_folder(tmp_path: Path, path: str) -> None:
    a_picture(tmp_path / "secret.png")
    saved = Saved(tmp_path, {"bridge.html": a_page(f'<img src="{path}">')})
    saved.intake()
    assert sorted(file.name for file in (tmp_path / "drafts/bridge").iterdir()) == ["article.yaml", "en.md"]
    assert "lost-picture" in saved.told()


def test_links_between_saved_pages_become_links_between_stories(tmp_path: Path) -> None:
    body = '<p>See <a href="b.html">one</a>, <a href="https://river.example/b">two</a>, <a href="/c">three</a> and, for good measure, more words.</p>'
    own = '<link rel="canonical" href="https://river.example/{}">'
    saved = Saved(tmp_path, {"a.html": a_page(body, head=own.format("a")), "b.html": a_page(head=own.format("b"))})
    saved.intake()
    assert "See [one](story:b), [two](story:b), [three](https://river.example/c) and" in saved.read("a/en.md")


def test_what_stands_round_the_text_on_every_page_is_left_out_and_told(tmp_path: Path) -> None:
    saved = Saved(tmp_path, {"a.html": a_page('<div class="share-buttons"><p>Share this now</p></div><aside><p>Subscribe today</p></aside>')})
    saved.intake()
    assert "Share this" not in saved.read("a/en.md")
    assert "Subscribe" not in saved.read("a/en.md")
    assert "page-part" in saved.told()


def test_an_older_encoding_is_read_where_the_page_names_it(tmp_path: Path) -> None:
    page = a_page(f"<p>Café à la plage, où l’on attend. {OTHER}</p>", language="fr").replace("’", "'").replace('"utf-8"', '"windows-1252"')
    saved = Saved(tmp_path, {"a.html": page.encode("windows-1252")})
    saved.intake()
    assert "Café à la plage, où l'on attend." in saved.read("a/fr.md")
    saved.pages["a.html"] = page.replace("windows-1252", "utf-8").encode("windows-1252")
    assert saved.intake() == ()


@pytest.mark.parametrize(
    "page", [b"", b"\0\1\2", b"<html lang=en>", b"<html lang=en><p>" * 70_000, b"<html lang=en>" + b"<div>" * 50_000, b"x" * 9_000_000], ids=range(6)
)
def test_a_page_that_holds_no_text_or_too_much_is_a_problem(tmp_path: Path, page: bytes) -> None:
    saved = Saved(tmp_path, {"a.html": page})
    assert saved.intake() == ()
    assert "error" in {problem.severity for problem in saved.problems}


def test_an_empty_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    saved = Saved(tmp_path, {})
    assert saved.intake() == ()
    assert "holds no saved page" in saved.problems[0].message


def test_the_command_line_takes_files_and_folders(tmp_path: Path) -> None:
    saved = Saved(tmp_path, {"a.html": a_page(), "more/index.html": a_page()})
    saved.intake()
    arguments = [
        "intake",
        "web",
        str(tmp_path / "pages/a.html"),
        str(tmp_path / "pages/more"),
        "--into",
        str(tmp_path / "other"),
        "--region",
        "global",
    ]
    result = CliRunner().invoke(main, arguments, standalone_mode=False)
    assert result.return_value == 0
    assert "2 drafts" in result.output
    assert sorted(path.name for path in (tmp_path / "other").iterdir()) == ["a", "doubts-web.txt", "more"]


_PIECES = st.sampled_from(
    [
        "<p>",
        "</p>",
        LONG,
        OTHER,
        "<div class='share'>",
        "</div>",
        "<img src='x.png'>",
        "<table><tr><td>",
        "<li>",
        "<h1>",
        "<article>",
        "</article>",
        "<",
        "\0",
        "é",
    ]
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(st.lists(_PIECES, max_size=15).map("".join))
def test_whatever_the_page_it_is_read_or_refused(tmp_path: Path, body: str) -> None:
    saved = Saved(tmp_path, {"a.html": f"<html lang=en><body>{body}"})
    assert saved.intake() or saved.problems
    if (tmp_path / "drafts/a").exists():
        assert {problem.rule for problem in load_stories(tmp_path / "drafts")[1] if problem.severity == "error"} <= {"story"}
