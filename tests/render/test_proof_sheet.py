"""The proof that is sent round: complete in one file, safe to open, and with numbers that everybody means the same by."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import tinyhtml5
from pressroom import NAME, a_pressroom, a_request, built, change, files_of
from values import write_files

from newsletter.desk import load_desk, make_materials
from newsletter.model import Markup
from newsletter.outputs import take_over
from newsletter.places import default_templates
from newsletter.render.material import Material
from newsletter.render.proof_findings import Headlines, number_problems, read_lines
from newsletter.render.proof_mails import Specimen, find_headlines, make_specimen
from newsletter.render.proof_sheet import embed_json, render_sheet
from newsletter.report import SHEET, is_intact, read_report

MAIL = """\
<!doctype html><html lang="en" dir="ltr"><head><title>July</title><style>a { color: red }
@media (prefers-color-scheme: dark) { a { color: blue } }</style></head><body>
<div style="display:none">The preheader</div><table><tr><td><h1>Crossings</h1></td></tr>
<tr><td><span>Asia</span><br><a href="https://x.example/page.html#a-bridge" target="_top">A bridge</a></td></tr>
<tr><td><h2><a href="https://x.example/page.html#a-bridge">A <b>br</b>idge</a></h2><p>It is (prefers-color-scheme: dark) there.</p></td></tr>
<tr><td><img src="https://x.example/pictures/a.png" alt="A map" width="300"><img src="https://x.example/t.gif" width="1"></td></tr></table></body></html>
"""


def specimen_of(html: str, pictures: tuple[str, ...] = ("a.png",)) -> Specimen:
    return make_specimen(Markup.of(html), html, "The July issue", "From the river", lambda name: pictures.index(name) if name in pictures else None)


def shown(specimen: Specimen, ground: str = "light", picture: str = "data:image/png;base64,AAAA") -> str:
    """Return the mail as the page's script puts it together."""

    def fill(part: Any) -> str:
        if isinstance(part, str):
            return part
        if "picture" in part:
            return picture
        return ground if "scheme" in part else f"({part['when']}, on {ground})"

    return "".join(map(fill, specimen.parts))


# Numbers


def test_every_passage_has_a_number_in_the_order_of_the_mail_and_nothing_that_is_unseen_has() -> None:
    assert [(passage.number, passage.kind, passage.words) for passage in specimen_of(MAIL).passages] == [
        (1, "subject", "The July issue"),
        (2, "preheader", "From the river"),
        (3, "heading", "Crossings"),
        (4, "text", "Asia A bridge"),
        (5, "heading", "A bridge"),
        (6, "text", "It is (prefers-color-scheme: dark) there."),
        (7, "picture", "A map"),
    ]


def test_the_numbers_stand_on_their_elements() -> None:
    marked = Markup.of(shown(specimen_of(MAIL)))
    assert [(element.name, element.attributes["data-proof"]) for element in marked.elements if "data-proof" in element.attributes] == [
        ("h1", "3"),
        ("td", "4"),
        ("h2", "5"),
        ("p", "6"),
        ("img", "7"),
    ]


def test_the_same_mail_has_the_same_numbers_and_a_change_at_its_end_moves_none_before() -> None:
    longer = MAIL.replace("</table>", "<tr><td>One more</td></tr></table>")
    assert specimen_of(MAIL) == specimen_of(MAIL)
    assert specimen_of(longer).passages[:7] == specimen_of(MAIL).passages


def test_the_mail_says_what_it_said() -> None:
    def words(html: str) -> list[str]:
        return [run.text for run in Markup.of(html).runs]

    assert words(shown(specimen_of(MAIL))) == words(MAIL)


def test_a_headline_is_known_by_its_link_and_the_contents_list_is_none() -> None:
    specimen = specimen_of(MAIL)
    assert find_headlines(Markup.of(MAIL), specimen.passages, frozenset({"a-bridge", "a-road"})) == {"a-bridge": 5}


# What a mail may not do


def test_pictures_are_those_of_the_issue_or_none() -> None:
    html = shown(specimen_of(MAIL))
    sources = [element.attributes["src"] for element in Markup.of(html).elements if element.name == "img"]
    assert sources == ["data:image/png;base64,AAAA", "data:,"]


def test_a_hostile_mail_neither_leads_nor_asks_nor_moves_anywhere() -> None:
    hostile = MAIL.replace(
        "<h1>",
        '<meta http-equiv="Refresh" content="0;url=https://evil.example"><base href="https://evil.example" target="_top">'
        '<form action="https://evil.example"><input formaction="https://evil.example" src="https://evil.example"></form>'
        "<img alt='a src=\"x\" >' srcset='https://evil.example/a 2x' src='//evil.example/b.png'><a ping='https://evil.example' href='#x'>A</a><h1>",
    )
    elements = Markup.of(shown(specimen_of(hostile))).elements
    assert [element for element in elements if element.name == "meta" and "refresh" in element.attributes.get("http-equiv", "").lower()] == []
    assert [dict(element.attributes) for element in elements if element.name == "base"] == [{"target": "_blank"}]
    assert {"action", "formaction", "ping", "srcset"} & {name for element in elements for name in element.attributes} == set()
    assert {element.attributes.get("target", "") for element in elements if element.name == "a"} == {""}
    assert {element.attributes["src"] for element in elements if "src" in element.attributes} == {"data:image/png;base64,AAAA", "data:,"}


def test_a_mail_brings_its_own_policy_and_its_links_are_no_stops_of_the_keyboard() -> None:
    elements = Markup.of(shown(specimen_of(MAIL))).elements
    policies = [element.attributes["content"] for element in elements if element.attributes.get("http-equiv") == "Content-Security-Policy"]
    assert policies[0].startswith("default-src 'none'; img-src data:")
    assert {element.attributes.get("tabindex") for element in elements if element.name == "a"} == {"-1"}


def test_the_ground_is_chosen_in_styles_and_words_about_it_stay() -> None:
    html = shown(specimen_of(MAIL), ground="dark")
    assert "@media (dark, on dark) {" in html
    assert ":root{color-scheme:dark!important}" in html
    assert '<p data-proof="6">It is (prefers-color-scheme: dark) there.</p>' in html


@pytest.mark.parametrize("html", ["", "<", "<p", "<p>A<img src=", "A <h1>b", "<!doctype html><p>A</p>", "<style>a{}", "<a href='x"])
def test_a_mail_that_is_broken_is_shown_as_far_as_it_goes(html: str) -> None:
    assert "Content-Security-Policy" in shown(specimen_of(html))


def test_data_cannot_end_the_script_that_they_stand_in() -> None:
    said = ["</script><script>alert(1)</script>", "<!-- <script>", "\u2028"]
    assert "<" not in embed_json(said)
    assert json.loads(embed_json(said)) == said


# Problems


STORIES = [
    {"slug": "a-bridge", "states": {"en": "translated", "ar": "stale", "fr": "omitted"}},
    {"slug": "a-road", "states": {"en": "translated", "ar": "fallback:en", "fr": "fallback:en"}},
]
LANGUAGES = [{"tag": "en", "direction": "ltr"}, {"tag": "ar", "direction": "rtl"}, {"tag": "fr", "direction": "ltr"}]
HEADLINES: Headlines = {"en": {"a-bridge": 5, "a-road": 9}, "ar": {"a-bridge": 6, "a-road": 12}, "fr": {"a-road": 4}}


def a_problem(path: str = "seeds/articles/a-bridge/article.yaml", line: int = 0, **facts: str) -> dict[str, Any]:
    defaults = {"rule": "alt-text", "severity": "warning", "message": "has no alt text", "hint": "Write one.", "language": ""}
    return {"path": path, "line": line, "column": 0, **defaults, **facts}


def places(problem: dict[str, Any]) -> list[tuple[str, int]]:
    report = {"problems": [problem], "stories": STORIES, "languages": LANGUAGES}
    return [tuple(place) for place in number_problems(report, HEADLINES, ())[0].places]


@pytest.mark.parametrize(
    ("problem", "expected"),
    [
        (a_problem(), [("en", 5), ("ar", 6)]),
        (a_problem(language="ar"), [("ar", 6)]),
        (a_problem("seeds/articles/a-bridge/ar.md"), [("ar", 6)]),
        (a_problem("seeds/articles/a-road/en.md"), [("en", 9), ("ar", 12), ("fr", 4)]),
        (a_problem("seeds/articles/a-road/fr.md"), []),
        (a_problem("issues/2022-07.yaml", hint="Shorten a-road first.", language="fr"), [("fr", 4)]),
        (a_problem("issues/2022-07.yaml", message="is too heavy", language="ar"), [("ar", 0)]),
        (a_problem("issues/2022-07.yaml", message="see a-road-ahead", language="ar"), [("ar", 0)]),
        (a_problem("newsletter.yaml"), []),
        (a_problem("seeds/articles/a-bridge/article.yaml", language="th"), []),
    ],
)
def test_a_problem_is_drawn_where_readers_meet_it(problem: dict[str, Any], expected: list[tuple[str, int]]) -> None:
    assert places(problem) == expected


def excerpt(folder: Path, line: int, path: str = "a/ar.md") -> list[tuple[int, str, str, bool]]:
    report = {"problems": [a_problem(path, line)], "stories": STORIES, "languages": LANGUAGES}
    return [tuple(found) for found in number_problems(report, HEADLINES, (folder,))[0].excerpt]


def test_an_excerpt_has_the_lines_round_the_one_that_is_meant_each_in_its_direction(tmp_path: Path) -> None:
    write_files(tmp_path, {"a/ar.md": "---\nheadline: جسر\n---\nبدأتا معًا.\n\n12\nنهاية\n"})
    assert excerpt(tmp_path, 4) == [
        (2, "headline: جسر", "ltr", False),
        (3, "---", "rtl", False),
        (4, "بدأتا معًا.", "rtl", True),
        (5, "", "rtl", False),
        (6, "12", "rtl", False),
    ]
    assert [line[0] for line in excerpt(tmp_path, 1)] == [1, 2, 3]


def test_a_line_without_end_is_cut(tmp_path: Path) -> None:
    write_files(tmp_path, {"a/ar.md": "a" * 5_000})
    assert len(excerpt(tmp_path, 1)[0][1]) == 401


def test_what_cannot_be_quoted_is_not(tmp_path: Path) -> None:
    write_files(tmp_path / "in", {"a/ar.md": "one\n"})
    write_files(tmp_path, {"secret.yaml": "password\n"})
    (tmp_path / "in/bytes.md").write_bytes(b"\xff\xfe\n")
    (tmp_path / "in/link.md").symlink_to(tmp_path / "secret.yaml")
    for path, line in [("a/ar.md", 0), ("a/ar.md", 9), ("a/no.md", 1), ("bytes.md", 1), ("../secret.yaml", 1), ("link.md", 1), ("a", 1), ("a\0b", 1)]:
        assert excerpt(tmp_path / "in", line, path) == [], path
    assert read_lines(str(tmp_path / "secret.yaml"), (tmp_path / "in",)) == []
    assert read_lines(str(tmp_path / "secret.yaml"), (tmp_path / "in", tmp_path)) == ["password"]


# The page


class Made(NamedTuple):
    """An issue that was built."""

    room: Path
    folder: Path
    html: str

    @property
    def tree(self) -> list[Any]:
        return list(tinyhtml5.parse(self.html, namespace_html_elements=False).iter())

    @property
    def data(self) -> Any:
        return json.loads(next(element.text for element in self.tree if element.get("id") == "proof-data"))

    def classed(self, name: str) -> list[Any]:
        return [element for element in self.tree if name in (element.get("class") or "").split()]


HOSTILE = "A bridge </script><script>alert(1)</script><!-- <script> & 'both' sides"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    room = a_pressroom(tmp_path_factory.mktemp("proof") / "crossings")
    change(room / "seeds/articles/a-bridge/en.md", "headline: A bridge built from both sides", f'headline: "{HOSTILE}"')
    folder = built(room).folder
    return Made(room, folder, (folder / SHEET).read_text("utf-8"))


def words_of(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def test_the_file_is_complete_in_itself(made: Made) -> None:
    assert {element.tag for element in made.tree} & {"link", "img", "object", "embed", "base"} == set()
    assert {name for element in made.tree for name in element.attrib if name in {"src", "srcset", "background", "action"}} == set()
    assert not any((element.get("href") or "").startswith(("http", "//")) for element in made.tree)
    assert all(not re.search(r"@import|url\(", element.text) for element in made.tree if element.tag == "style")


def test_its_policy_lets_the_scripts_run_that_stand_in_it_and_nothing_else(made: Made) -> None:
    policy = next(element.get("content") for element in made.tree if element.get("http-equiv") == "Content-Security-Policy")
    scripts = [element.text for element in made.tree if element.tag == "script" and element.get("type") is None]
    digests = {f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in scripts}
    rules = {rule.split()[0]: set(rule.split()[1:]) for rule in policy.split(";")}
    assert len(scripts) == 2
    assert rules == {
        "default-src": {"'none'"},
        "img-src": {"data:"},
        "style-src": {"'unsafe-inline'"},
        "base-uri": {"'none'"},
        "form-action": {"'none'"},
        "script-src": digests,
    }


def test_no_attribute_runs_anything_and_mails_are_framed_without_scripts(made: Made) -> None:
    assert not any(name.startswith("on") for element in made.tree for name in element.attrib)
    assert {element.get("sandbox") for element in made.tree if element.tag == "iframe"} == {"allow-same-origin"}


def test_a_headline_that_would_be_a_script_stays_a_headline(made: Made) -> None:
    assert [element.get("type") for element in made.tree if element.tag == "script"] == ["application/json", None, None]
    assert HOSTILE in made.data["editions"]["en"]["passages"].values()
    assert "alert(1)</script>" not in made.html


def test_every_picture_is_in_it_once_for_all_editions(made: Made) -> None:
    picture = (made.folder / "en/pictures/a-bridge-lead-mail.png").read_bytes()
    assert made.data["pictures"] == [f"data:image/png;base64,{base64.b64encode(picture).decode()}"]
    assert made.html.count(base64.b64encode(picture).decode()) == 1
    assert [sum(part == {"picture": 0} for part in edition["parts"]) for edition in made.data["editions"].values()] == [1, 1]


def test_a_problem_stands_at_its_headline_and_its_entry_leads_back(made: Made) -> None:
    report = read_report(made.folder)
    numbers = {tag: {words: number for number, words in edition["passages"].items()} for tag, edition in made.data["editions"].items()}
    number = next(at for at, problem in enumerate(report["problems"], 1) if problem["rule"] == "fallback-used")
    entry = next(element for element in made.tree if element.get("id") == f"problem-{number}")
    drawn = [element for element in made.classed("badge") if element.get("href") == f"#problem-{number}"]
    assert [element.get("data-at") for element in drawn] == [numbers["ar"]["A road"]]
    assert [element.get("data-place") for element in entry.iter("a")] == [f"ar {numbers['ar']['A road']}"]
    assert "headline: A road" in words_of(entry)
    assert words_of(next(element for element in entry.iter() if element.get("class") == "meant")).startswith("2 headline")
    assert "seeds/articles/only-english/en.md:2" in words_of(entry)


def test_without_a_script_texts_inboxes_problems_and_tables_can_be_read(made: Made) -> None:
    assert len([element for element in made.tree if element.tag == "noscript"]) == 1
    assert [element.get("lang") for element in made.classed("plain")] == ["en", "ar"]
    assert [words_of(element) for element in made.classed("sender")] == ["Crossings en", "معابر ar"]
    assert all(words_of(element) for name in ("letter", "problem", "sizes", "grid") for element in made.classed(name))


def test_editions_keep_their_language_and_direction(made: Made) -> None:
    for name in ("plain", "subject", "preheader"):
        assert {(element.get("lang"), element.get("dir")) for element in made.classed(name)} == {("en", "ltr"), ("ar", "rtl")}


def test_every_word_of_the_page_is_there_in_every_language(made: Made) -> None:
    named = {name for element in made.tree for name in (element.get("data-word"), element.get("data-label")) if name}
    scripts = "".join(element.text for element in made.tree if element.tag == "script" and element.get("type") is None)
    named |= set(re.findall(r"\bwords\.(\w+)", scripts))
    catalogues = {tag: language["words"] for tag, language in made.data["languages"].items()}
    assert {tag: named - set(words) for tag, words in catalogues.items()} == {"en": set(), "ar": set()}
    assert [name for name in catalogues["en"] if catalogues["en"][name] == catalogues["ar"][name] and name != "html"] == []


def test_sizes_are_those_of_the_files(made: Made) -> None:
    rows = [[words_of(cell) for cell in row if cell.tag == "td"] for table in made.classed("sizes") for row in table.iter("tr")]
    files = read_report(made.folder)["editions"]["en"]["files"]
    numbers = [cell.replace(",", "") for cell in rows[1]]
    names = ["mail.html", "mail.txt", "mail.eml", "pictures/a-bridge-lead-mail.png"]
    assert [numbers[at] for at in (0, 3, 4, 5)] == [str(files[name]["bytes"]) for name in names]


def rendered(made: Made, folder: Path) -> str | None:
    return render_sheet(read_report(made.folder), folder, materials(made.room), (made.room,))


def materials(room: Path) -> dict[str, Material]:
    return make_materials(load_desk(a_request(room)), {}, room)


@pytest.fixture
def copy(made: Made, tmp_path: Path) -> Path:
    for name in files_of(made.folder):
        take_over(made.folder / name, tmp_path / name)
    return tmp_path


def test_what_is_too_large_is_marked_by_a_word(made: Made, copy: Path) -> None:
    heavy = (copy / "en/mail.html").read_text("utf-8").replace("</body>", f"<p>{'a ' * 50_000}</p></body>")
    assert not any(element.tag == "td" for element in made.classed("over"))
    (copy / "en/mail.html").unlink()
    (copy / "en/mail.html").write_text(heavy, "utf-8")
    again = Made(made.room, copy, rendered(made, copy) or "")
    assert [words_of(element).split(" ", 1)[1] for element in again.classed("over") if element.tag == "td"] == ["too large", "too large"]


def test_only_editions_with_a_mail_are_on_it_and_without_any_there_is_none(made: Made, copy: Path) -> None:
    (copy / "en/mail.json").unlink()
    only = Made(made.room, copy, rendered(made, copy) or "")
    assert list(only.data["editions"]) == ["ar"]
    assert next(element for element in only.tree if element.tag == "html").get("dir") == "rtl"
    (copy / "ar/mail.json").unlink()
    assert rendered(made, copy) is None


def test_sources_that_are_gone_since_leave_the_problems_without_excerpts(made: Made, copy: Path) -> None:
    html = render_sheet(read_report(made.folder), copy, materials(made.room), (copy / "nowhere",))
    assert html is not None
    assert 'class="excerpt"' in made.html
    assert 'class="excerpt"' not in html


def test_the_same_issue_gives_the_same_bytes(made: Made, copy: Path) -> None:
    assert rendered(made, copy) == rendered(made, made.folder) == made.html


# In a build


@pytest.fixture
def room(tmp_path: Path) -> Path:
    return a_pressroom(tmp_path / "crossings")


def test_a_build_without_mails_has_no_such_proof_and_says_so(room: Path) -> None:
    folder = built(room, "web").folder
    assert not (folder / SHEET).exists()
    assert read_report(folder)["proof"] is None
    assert SHEET not in (folder / "index.html").read_text("utf-8")
    assert SHEET in (built(room).folder / "index.html").read_text("utf-8")


def test_a_proof_that_somebody_changed_is_written_again(room: Path) -> None:
    folder = built(room).folder
    before = (folder / SHEET).read_bytes()
    (folder / SHEET).write_text("else", "utf-8")
    assert not is_intact(folder, read_report(folder))
    assert built(room).made == ()
    assert (room / "out" / NAME / SHEET).read_bytes() == before


def test_an_excerpt_follows_its_file_where_nothing_else_changed(room: Path) -> None:
    built(room)
    change(room / "seeds/articles/only-english/en.md", "headline: A road", "headline: A road  # as in the archive")
    outcome = built(room)
    assert outcome.made == ()
    assert "A road  # as in the archive" in (outcome.folder / SHEET).read_text("utf-8")


def test_a_publication_may_have_a_script_of_its_own(room: Path) -> None:
    own = (default_templates() / "proof/notes.js").read_text("utf-8") + "// ours\n"
    write_files(room / "templates", {"proof/notes.js": own})
    assert "// ours" in (built(room).folder / SHEET).read_text("utf-8")
