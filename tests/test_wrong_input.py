"""Wrong input of every kind, through the real command line: told with file and line, and the earlier output stays as it was."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from values import ARABIC, ENGLISH, FACTS, MANIFEST, NEWSLETTER, a_picture_bomb, a_png, a_publication, write_files

from newsletter.__main__ import main

ISSUE = "issues/2022-07.yaml"
STORY = "seeds/articles/a-bridge"
PICTURE = "pictures:\n  lead: {file: lead.png, credit: Us, licence: CC BY 4.0}\n"


@dataclass(frozen=True)
class Case:
    """Files to write over those of a publication that is right, and what is to be said of them."""

    name: str
    path: str
    line: int
    message: str
    files: Mapping[str, str | bytes] = field(default_factory=dict)
    hint: str = ""


def publication(name: str, change: tuple[str, str], line: int, message: str, hint: str = "") -> Case:
    """Return a case of newsletter.yaml."""
    assert change[0] in NEWSLETTER
    return Case(f"newsletter.yaml: {name}", "newsletter.yaml", line, message, {"newsletter.yaml": NEWSLETTER.replace(*change)}, hint)


def manifest(name: str, change: tuple[str, str], line: int, message: str, hint: str = "") -> Case:
    """Return a case of a manifest."""
    assert change[0] in MANIFEST
    return Case(f"manifest: {name}", ISSUE, line, message, {ISSUE: MANIFEST.replace(*change)}, hint)


def facts(name: str, change: tuple[str, str], line: int, message: str, hint: str = "") -> Case:
    """Return a case of article.yaml."""
    assert change[0] in FACTS
    text = FACTS.replace(*change)
    return Case(f"article.yaml: {name}", f"{STORY}/article.yaml", line, message, {f"{STORY}/article.yaml": text}, hint)


def picture(name: str, data: bytes | None, message: str, file: str = "lead.png", hint: str = "") -> Case:
    """Return a case of a picture that article.yaml names on line 5."""
    files = {f"{STORY}/article.yaml": FACTS + PICTURE.replace("lead.png", file)}
    return Case(f"picture: {name}", f"{STORY}/article.yaml", 5, message, files if data is None else {**files, f"{STORY}/{file}": data}, hint)


def top(name: str, matter: str, line: int, message: str, hint: str = "") -> Case:
    """Return a case of the front matter of an article."""
    return Case(f"top: {name}", f"{STORY}/en.md", line, message, {f"{STORY}/en.md": f"---\n{matter}\n---\nText.\n"}, hint)


def body(name: str, text: str, line: int, message: str, hint: str = "") -> Case:
    """Return a case of the Markdown of an article; *line* is counted from its first line."""
    return Case(f"text: {name}", f"{STORY}/en.md", line + 4, message, {f"{STORY}/en.md": ENGLISH.rpartition("---\n")[0] + f"---\n{text}\n"}, hint)


def article(name: str, data: str | bytes, line: int, message: str, hint: str = "", *, language: str = "en") -> Case:
    """Return a case of a whole article file."""
    return Case(f"file: {name}", f"{STORY}/{language}.md", line, message, {f"{STORY}/{language}.md": data}, hint)


CASES = [
    # newsletter.yaml
    publication("a misspelt key", ("base:", "bse:"), 2, "the key 'bse' is not known", "Did you mean 'base'?"),
    publication("a missing key", ("base: https://crossings.example.org\n", ""), 1, "base is missing"),
    publication("no web address", ("https://crossings", "ftp://crossings"), 2, "base should be a web address"),
    publication("an unknown policy", ("fallback: show", "fallback: shwo"), 6, "fallback should be one of show, link, omit", "Did you mean 'show'?"),
    publication("a circle of languages", ("en: []", "en: [ar]"), 4, "languages.en goes round in a circle: en > ar > en"),
    publication("a language that stands in for itself", ("ar: [en]", "ar: [ar]"), 5, "languages.ar goes round in a circle: ar > ar"),
    publication("a language called by its name", ("ar: [en]", "arabic: [en]"), 5, "languages.arabic should be a language tag"),
    publication("a key twice", ("fallback: show", "fallback: show\nfallback: omit"), 7, "gives 'fallback' twice"),
    publication("an anchor", ("fallback: show", "fallback: &f show"), 6, "uses an anchor or alias"),
    publication("a tab", ("  en: []", "\ten: []"), 4, "is not valid YAML", "spaces"),
    publication("a region with a path", ("  global:", "  ../global:"), 8, "regions.../global should be small letters"),
    publication("a list where a group should be", ("{en: Crossings, ar: معابر}", "[Crossings]"), 1, "name should be a group of keys"),
    publication("an imprint without address", ("  address: {en: 14 Rue du Lac, ar: 14 شارع البحيرة}\n", ""), 10, "imprint.address is missing"),
    publication("a header in an address", ("imprint:\n", 'imprint:\n  email: "a@b.org\\nBcc: c@d.org"\n'), 11, "imprint.email should be an e-mail address"),
    Case("newsletter.yaml: not UTF-8", "newsletter.yaml", 1, "is not UTF-8 text (byte 0xe9)", {"newsletter.yaml": "name: Été\n".encode("latin-1").replace(b"\xc9", b"E")}),
    Case("newsletter.yaml: empty", "newsletter.yaml", 1, "name is missing", {"newsletter.yaml": ""}),
    Case("newsletter.yaml: unknown language", "languages/xx.yaml", 0, "the language 'xx' has no file", {"newsletter.yaml": NEWSLETTER.replace("ar: [en]", "ar: [en]\n  xx: [en]")}),
    Case(
        "languages: a language file that is wrong",
        "languages/ar.yaml",
        2,
        "direction should be one of",
        {"languages/ar.yaml": "name: A\ndirection: up\nscript: Arab\nlocale: ar\n"},
    ),
    # the manifest
    manifest("an impossible date", ("2022-07-29", "2022-02-30"), 1, "date should be a date that exists, such as 2022-07-29, not '2022-02-30'"),
    manifest("a date without hyphens", ("2022-07-29", "20220729"), 1, "date should be a date that exists"),
    manifest("no date", ("date: 2022-07-29\n", ""), 1, "date is missing"),
    manifest("dates upside down", ("since: 2022-07-01", "since: 2022-09-01"), 3, "select.since is later than select.until", "Exchange the two dates."),
    manifest("a misspelt key", ("sections:", "section:"), 4, "the key 'section' is not known", "Did you mean 'sections'?"),
    manifest("a misspelt key further in", ("until:", "untill:"), 3, "the key 'select.untill' is not known", "Did you mean 'until'?"),
    manifest("an unknown language", ("[en, ar]", "[en, de]"), 2, "de is no language of this publication", "Its languages: en, ar."),
    manifest("no language at all", ("[en, ar]", "[en, klingon]"), 2, "languages.2 should be a language tag"),
    manifest("an unknown region", ("asia-pacific", "mars"), 5, "the region 'mars' is not one of this publication", "Known regions: global, asia-pacific."),
    manifest("a section without heading", ("region: asia-pacific", "limit: 4"), 5, "a section needs a heading"),
    manifest("no sections", ("  - region: asia-pacific\n", ""), 4, "sections should be a list"),
    manifest("a limit of nought", ("region: asia-pacific", "{region: asia-pacific, limit: 0}"), 5, "sections.1.limit should be greater than or equal to 1"),
    manifest("a story that is not there", ("mail:", "lead: a-brigde\nmail:"), 1, "there is no story 'a-brigde'", "Did you mean 'a-bridge'?"),
    manifest("a story with a path", ("mail:", "lead: ../a-bridge\nmail:"), 6, "lead should be small letters a to z, digits and single hyphens"),
    manifest("the lead excluded", ("mail:", "lead: a-bridge\nexclude: [a-bridge]\nmail:"), 7, "a-bridge is the lead and is excluded"),
    manifest("nothing in the time asked for", ("since: 2022-07-01, until: 2022-07-31", "since: 2023-07-01"), 1, "the en edition has nothing in it"),
    manifest("a waiver without reason", ("mail:", "ignore: [{rule: alt-text}]\nmail:"), 6, "ignore.1.reason is missing"),
    manifest("an alias", ("[en, ar]", "*all"), 2, "uses an anchor or alias"),
    manifest("a colon without quotes", ("{en: The July issue, ar: عدد تموز}", "\n    en: July: the issue"), 8, "is not valid YAML", "quotes"),
    manifest("an unclosed list", ("[en, ar]", "[en, ar"), 3, "is not valid YAML"),
    manifest("three columns", ("mail:", "print: {columns: 3}\nmail:"), 6, "print.columns should be less than or equal to 2"),
    manifest("a second document", ("mail:", "---\nmail:"), 6, "holds a second document"),
    Case("manifest: NUL", ISSUE, 2, "holds the unusable character U+0000", {ISSUE: MANIFEST.replace("[en, ar]", "[en, \0]")}),
    Case("manifest: nested without end", ISSUE, 1, "is nested too deeply", {ISSUE: "[" * 50_000}),
    Case("manifest: a billion laughs", ISSUE, 1, "uses an anchor or alias", {ISSUE: "a: &a [x]\nb: &b [*a, *a]\nc: [*b, *b]\n"}),
    Case("manifest: a program", ISSUE, 1, "begins with a tag", {ISSUE: "date: !!python/object/apply:os.system [ls]\n"}),
    Case("manifest: a list", ISSUE, 1, "should be a group of keys", {ISSUE: "- a\n- b\n"}),
    # article.yaml
    facts("an impossible date", ("2022-07-20", "2022-06-31"), 1, "date should be a date that exists"),
    facts("a misspelt key", ("regions:", "region:"), 2, "the key 'region' is not known", "Did you mean 'regions'?"),
    facts("an unknown region", ("asia-pacific", "asia"), 2, "the region 'asia' is not one of this publication"),
    facts("a region twice", ("[asia-pacific]", "[global, global]"), 2, "names a region twice"),
    facts("a language without text", ("source-language: en", "source-language: fr"), 3, "there is no fr.md", "Add fr.md"),
    facts("no country", ("source-language: en", "source-language: en\ncountries: [UK]"), 4, "countries.1 should be a country's code in ISO 3166, which 'UK' is not"),
    facts("an embargo that is no date", ("source-language: en", "source-language: en\nembargo: soon"), 4, "embargo should be a date that exists"),
    facts("an embargo that is a number", ("source-language: en", "source-language: en\nembargo: 20220721"), 4, "embargo should be a date that exists"),
    facts("a person without name", ("source-language: en", "source-language: en\npeople: [{role: Officer}]"), 4, "people.1.name is missing"),
    facts("an unknown credit", ("source-language: en", "source-language: en\npeople: [{name: A, credit: autor}]"), 4, "people.1.credit should be one of", "Did you mean 'author'?"),
    facts("a picture with a path", ("source-language: en", "source-language: en\npictures: {lead: {file: ../a.png, credit: Us, licence: X}}"), 4, "pictures.lead.file should be the name of a file"),
    facts("an absolute picture", ("source-language: en", "source-language: en\npictures: {lead: {file: /etc/passwd, credit: Us, licence: X}}"), 4, "pictures.lead.file should be"),
    facts("a picture without credit", ("source-language: en", "source-language: en\npictures: {lead: {file: lead.png, licence: X}}"), 4, "pictures.lead.credit is missing"),
    Case("article.yaml: missing", "seeds/articles/empty/article.yaml", 0, "cannot be read: No such file", {"seeds/articles/empty/en.md": ENGLISH}),
    Case("article.yaml: too large", f"{STORY}/article.yaml", 0, "is larger than 2 MB", {f"{STORY}/article.yaml": FACTS + "#" * 2_000_001}),
    Case("story: a name with capitals", "seeds/articles/A-Road", 0, "'A-Road' cannot be a story's name", {"seeds/articles/A-Road/article.yaml": FACTS}),
    # pictures
    picture("missing", None, "lead.png is not in this folder"),
    picture("no picture", b"no picture at all", "lead.png is not a PNG or JPEG picture", hint="save it again as PNG or JPEG"),
    picture("empty", b"", "lead.png is not a PNG or JPEG picture"),
    picture("a drawing in SVG called png", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', "lead.png is not a PNG or JPEG picture"),
    picture("a drawing in SVG", b"<svg/>", "lead.svg is not a PNG or JPEG picture", "lead.svg"),
    picture("a bomb", a_picture_bomb(), "lead.png"),
    picture("half of it", a_png(400, 300)[:300], "lead.png is damaged"),
    picture("a GIF called png", b"GIF89a" + b"\x01\x00\x01\x00\x80\x00\x00" + b"\0" * 20, "lead.png is not a PNG or JPEG picture"),
    # the top of an article
    top("a misspelt key", "headlin: A", 2, "the key 'headlin' is not known", "Did you mean 'headline'?"),
    top("no headline", "kicker: A", 2, "headline is missing"),
    top("an empty headline", "headline: ''", 2, "headline is empty"),
    top("a colon without quotes", "headline: Bangkok: a start", 2, "is not valid YAML", "quotes"),
    top("a key twice", "headline: A\nheadline: B", 3, "gives 'headline' twice"),
    top("a picture that is not there", "headline: A\npictures: {map: {alt: B}}", 3, "article.yaml has no picture called 'map'"),
    top("a text for a picture", "headline: A\npictures: {lead: A bridge}", 3, "pictures.lead should be a group of keys"),
    top("bold without quotes", "headline: A\nkicker: **B**", 3, "is not valid YAML", "quotes"),
    article("no top", "Text.\n", 1, "does not begin with its headline between two lines of ---"),
    article("a top that does not end", "---\nheadline: A\n\nText.\n", 1, "does not begin with its headline"),
    article("empty", "", 1, "does not begin with its headline"),
    article("of Windows in the last century", ENGLISH.replace("day", "año").encode("latin-1"), 5, "is not UTF-8 text (byte 0xf1)", "UTF-8"),
    article("in UTF-16", ENGLISH.encode("utf-16"), 1, "is not UTF-8 text"),
    article("with NUL", ENGLISH + "\0", 6, "holds the unusable character U+0000"),
    article("huge", ENGLISH + "word " * 500_000, 0, "is larger than 2 MB"),
    article("a translation that is wrong", ARABIC.replace("headline", "hedline"), 2, "the key 'hedline' is not known", "Did you mean 'headline'?", language="ar"),
    # the text of an article
    body("HTML", "Text.\n\n<b>bold</b>", 3, "HTML is not taken over"),
    body("a script", "<script>alert(1)</script>", 1, "HTML is not taken over"),
    body("a code block", "```\ncode\n```", 1, "code has no place in a newsletter", "::: event"),
    body("a javascript: link", "[x](javascript:alert(1))", 1, "the link to 'javascript:alert(1)' leads nowhere"),
    body("a link to nowhere in particular", "[x](www.example.org)", 1, "the link to 'www.example.org' leads nowhere", "https://"),
    body("a link to a story that is not there", "Text.\n\nSee [this](story:a-rod).", 3, "there is no story 'a-rod' to point to"),
    body("a heading of level one", "# Head", 1, "a crosshead of level 1 is not used here", "Use ## for a crosshead"),
    body("a footnote without text", "Text[^1].", 1, "the footnote [^1] has no text", "[^1]: …"),
    body("a footnote that nothing points to", "Text.\n\n[^1]: Note.", 3, "nothing in the text points to the footnote [^1]"),
    body("a picture that is not there", "![](map)", 1, "article.yaml has no picture called 'map'", "Its pictures: none."),
    body("a picture with a path", "![](../../map.png)", 1, "'../../map.png' is not the name of a picture in article.yaml"),
    body("a fence that is not closed", "::: event\ntitle: A\n", 1, "the block `::: event` is not closed"),
    body("a fence closed twice", "::: postscript\nText.\n:::\n:::", 4, "a closing `:::` stands where no block is open"),
    body("an unknown fence", "::: evnt\ntitle: A\n:::", 1, "there is no fenced block 'evnt'", "Did you mean `::: event`?"),
    body("10,000 nested lists", "- " * 10_000 + "x", 1, "is nested too deeply"),
    body("10,000 nested quotations", "> " * 10_000 + "x", 1, "is nested too deeply"),
    body("a cell too many", "| a |\n|---|\n| 1 | 2 |", 3, "this row has 2 cells, the first one 1"),
    # each fenced block
    body("pull-quote", "::: pull-quote\nattribution: below\n\nWords.\n:::", 2, "attribution should be one of before, after"),
    body("speaker", "::: speaker\nnam: A\n\nWords.\n:::", 2, "the key 'nam' is not known", "Did you mean 'name'?"),
    body("speaker with a picture that is not there", "::: speaker\nname: A\npicture: face\n\nWords.\n:::", 1, "article.yaml has no picture called 'face'"),
    body("cards", "::: cards\n- no label\n:::", 2, "a card needs a label and a sentence"),
    body("table", "::: table\nheader-rows: 9\n\n- - a\n:::", 2, "header-rows should be less than or equal to 3"),
    body("table of words", "::: table\nWords.\n:::", 1, "the table should hold one list and nothing else"),
    body("download", "::: download\ntitle: A\nurl: javascript:alert(1)\nlanguage: en\nformat: PDF\n:::", 3, "url should be a web address"),
    body("video", "::: video\ntitle: A\nurl: https://example.org\nduration: 3 minutes\n:::", 4, "duration should be minutes and seconds"),
    body("action", "::: action\nlabel: Sign\nurl: /sign\n:::", 3, "url should be a web address"),
    body("event", "::: event\ntitle: A\nstarts: 2022-08-18T14:00\nends: 2022-08-18T13:00\nzone: Asia/Bangkok\n:::", 1, "the event ends before it starts"),
    body("event nowhere", "::: event\ntitle: A\nstarts: 2022-08-18T14:00\nzone: Asia/Bankok\n:::", 4, "zone should be a time zone such as Asia/Bangkok"),
    body("contact", "::: contact\nname: A\n:::", 1, "a contact needs email, phone or url"),
    body("countries", "::: countries\ncodes: [Thailand]\n:::", 2, "codes.1 should be a country's two capital letters"),
    body("dateline", "::: dateline\nplace: Bangkok\ndate: 2022-02-30\n\nText.\n:::", 3, "date should be a date that exists"),
    body("salutation", "::: salutation\n:::", 1, "the salutation has no words"),
    body("signature", "::: signature\nname: ''\n:::", 2, "name is empty"),
    body("acknowledgement", "::: acknowledgement\n:::", 1, "the acknowledgement has no words"),
    body("postscript", "::: postscript\n<i>x</i>\n:::", 2, "HTML is not taken over"),
    body("related", "::: related\nstory: a-road\n:::", 1, "there is no story 'a-road' to point to"),
    body("passage", "::: passage\nlanguage: thai\n\nไทย\n:::", 2, "language should be a language tag"),
]  # fmt: skip


@pytest.fixture(autouse=True)
def a_cache_of_its_own(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep prepared pictures away from the user's cache, and yesterday's from these tests."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))


def an_earlier_build(folder: Path) -> dict[str, bytes]:
    """Write what an earlier build might have left, and return it."""
    files = {"out/2022-07/index.html": b"earlier", "out/2022-07/en/page.html": b"earlier"}
    write_files(folder, files)
    return files


def output_of(folder: Path) -> dict[str, bytes]:
    """Return every file of the output folder, locks apart."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in (folder / "out").rglob("*") if path.is_file() and path.suffix != ".lock"}


def test_there_are_enough_of_them_and_each_has_its_own_name() -> None:
    assert len(CASES) >= 70
    assert len({case.name for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_wrong_input_is_told_with_its_file_and_line(case: Case, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    a_publication(tmp_path)
    write_files(tmp_path, case.files)
    earlier = an_earlier_build(tmp_path)
    assert main(["build", str(tmp_path / ISSUE), "--json"]) == 1
    said = capsys.readouterr()
    assert said.err == ""
    problems = json.loads(said.out)["problems"]
    places = [(problem["path"], problem["line"]) for problem in problems if case.message in problem["message"] and case.hint in problem["hint"]]
    assert (case.path, case.line) in places, [(problem["path"], problem["line"], problem["message"], problem["hint"]) for problem in problems]
    assert output_of(tmp_path) == earlier


@pytest.mark.parametrize("command", ["build", "check", "status", "freeze"])
def test_every_command_prints_problems_for_people(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    a_publication(tmp_path)
    write_files(tmp_path, {f"{STORY}/en.md": ENGLISH.replace("headline", "hedline")})
    assert main([command, str(tmp_path / ISSUE)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.splitlines() == [
        f"{STORY}/en.md:2:1: error: headline is missing (article)",
        f"{STORY}/en.md:2:1: error: the key 'hedline' is not known (article)",
        "    Did you mean 'headline'?",
    ]


def test_problems_of_all_files_are_told_at_once_and_in_order(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    a_publication(tmp_path)
    write_files(
        tmp_path,
        {
            ISSUE: MANIFEST,
            f"{STORY}/en.md": ENGLISH.replace("headline", "hedline") + "\n<b>\n\n[x](y)\n",
            f"{STORY}/ar.md": ARABIC + "\n# واحد\n",
            "seeds/articles/a-road/article.yaml": "date: never\n",
        },
    )
    assert main(["status", str(tmp_path / ISSUE), "--json"]) == 1
    problems = json.loads(capsys.readouterr().out)["problems"]
    places = [(problem["path"], problem["line"]) for problem in problems]
    assert places == sorted(places)
    assert {Path(path).name for path, _ in places} == {"en.md", "ar.md", "article.yaml"}
    assert len(problems) >= 7


def test_a_linked_story_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    a_publication(tmp_path)
    (tmp_path / "seeds/articles/b-road").symlink_to("/etc")
    assert main(["status", str(tmp_path / ISSUE)]) == 1
    assert "seeds/articles/b-road: error: is a link to another folder" in capsys.readouterr().err


def test_a_pipe_among_the_articles_is_not_waited_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    a_publication(tmp_path)
    (tmp_path / STORY / "article.yaml").unlink()
    os.mkfifo(tmp_path / STORY / "article.yaml")
    assert main(["status", str(tmp_path / ISSUE)]) == 1
    assert f"{STORY}/article.yaml: error: is not a file" in capsys.readouterr().err


def test_a_name_that_is_no_text_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    a_publication(tmp_path)
    try:
        (tmp_path / "seeds/articles" / os.fsdecode(b"\xff\xfe")).mkdir()
    except OSError:
        pytest.skip("this file system takes only names that are text")
    for arguments in ([], ["--json"]):
        assert main(["status", str(tmp_path / ISSUE), *arguments]) == 1
        said = capsys.readouterr()
        assert "cannot be a story's name" in said.out + said.err


@pytest.mark.parametrize("name", ["..yaml", "...yaml", "a b.yaml"])
def test_a_manifest_whose_name_cannot_be_a_folder_touches_nothing(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    a_publication(tmp_path)
    write_files(tmp_path, {f"issues/{name}": MANIFEST})
    earlier = an_earlier_build(tmp_path)
    assert main(["build", str(tmp_path / "issues" / name)]) == 1
    assert "cannot be an issue's name" in capsys.readouterr().err
    assert output_of(tmp_path) == earlier


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["build", "{}/issues/2099-01.yaml"], "there is no manifest"),
        (["build", "/etc/hostname", "--publication", "{}/seeds"], "newsletter"),
        (["build", "{}/issues/2022-07.yaml", "--newsroom", "{}/nowhere"], "there is no newsroom at"),
        (["build", "{}/issues/2022-07.yaml", "--out", "{}/newsletter.yaml"], "cannot be written"),
        (["build", "{}/issues/2022-07.yaml", "--executor", "cloud"], "--executor cloud is not known"),
        (["build", "{}/issues/2022-07.yaml", "--only", "fax"], "fax"),
        (["build"], "MANIFEST"),
        (["biuld", "{}/issues/2022-07.yaml"], "Did you mean 'build'?"),
        (["build", "--nosuch"], "--nosuch"),
        (["new", "issue", "august", "--publication", "{}"], "is not an issue's name"),
        (["new", "story", "../up", "--publication", "{}"], "cannot be a story's name"),
        (["new", "story", "a-bridge", "--publication", "{}"], "is there already"),
        (["new", "story", "a-road", "--publication", "/"], "there is no newsletter.yaml"),
        (["translate", "sign", "a-road", "--publication", "{}"], "there is no story 'a-road'"),
        (["translate", "sign", "../a-bridge", "--publication", "{}"], "there is no story"),
        (["init", "{}"], "is not empty"),
    ],
)
def test_what_cannot_be_done_at_all_is_said_in_a_line(arguments: list[str], message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    a_publication(tmp_path)
    earlier = an_earlier_build(tmp_path)
    code = main([argument.format(tmp_path) for argument in arguments])
    said = capsys.readouterr().err
    assert code == 2 or (arguments[1:2] == ["/etc/hostname"] and code == 1)
    assert message in said
    assert "Traceback" not in said
    assert output_of(tmp_path) == earlier


def test_an_edition_that_the_issue_has_not_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    a_publication(tmp_path)
    assert main(["build", str(tmp_path / ISSUE), "-l", "fr"]) == 1
    assert "this issue has no fr edition" in capsys.readouterr().err


def test_a_look_that_is_wrong_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    a_publication(tmp_path)
    write_files(tmp_path, {"templates/look.yaml": "colours: [\n"})
    assert main(["build", str(tmp_path / ISSUE)]) == 2
    assert "templates/look.yaml" in capsys.readouterr().err


def test_a_link_to_a_story_under_embargo_does_not_give_it_away(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    a_publication(tmp_path)
    write_files(tmp_path, {f"{STORY}/en.md": ENGLISH + "\nSee [this](story:a-secret).\n"})
    write_files(tmp_path / "seeds/articles/a-secret", {"article.yaml": FACTS + "embargo: 2022-09-01\n", "en.md": ENGLISH})
    assert main(["status", str(tmp_path / ISSUE)]) == 1
    assert f"{STORY}/en.md:7: error: a-secret is under embargo" in capsys.readouterr().err


def test_a_link_to_a_draft_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    a_publication(tmp_path)
    write_files(tmp_path, {f"{STORY}/en.md": ENGLISH + "\n::: related\nstory: a-secret\n:::\n"})
    write_files(tmp_path / "seeds/articles/a-secret", {"article.yaml": FACTS + "draft: true\n", "en.md": ENGLISH})
    assert main(["status", str(tmp_path / ISSUE)]) == 1
    assert f"{STORY}/en.md:7: error: a-secret is a draft" in capsys.readouterr().err


def test_a_right_publication_has_no_problem(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    a_publication(tmp_path)
    assert main(["status", str(tmp_path / ISSUE)]) == 0
    assert main(["check", str(tmp_path / ISSUE)]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert "2022-07: no problems" in said.out


def test_a_publications_name_may_hold_brackets(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    a_publication(tmp_path)
    write_files(tmp_path, {"newsletter.yaml": NEWSLETTER.replace("{en: Crossings, ar: معابر}", '"Crossings [/b] [red]"')})
    assert main(["status", str(tmp_path / ISSUE)]) == 0
    assert "Crossings [/b] [red]" in capsys.readouterr().out
