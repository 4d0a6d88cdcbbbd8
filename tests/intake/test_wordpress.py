"""A WordPress export becomes drafts: languages joined, pictures found, nothing invented, everything lost told with its line."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from intake_desk import load_stories
from website import HEAD, TAIL, Site, a_picture, a_site, a_term, an_attachment, an_item

from newsletter.cli.main import main
from newsletter.intake.wordpress import intake_wordpress
from newsletter.intake.wordpress_stories import Wanted
from newsletter.model import Problem

SAMPLE = Path(__file__).parents[3] / "shared" / "samples" / "wordpress" / "themeunittestdata.wordpress.xml"


def _everything(folder: Path) -> dict[str, tuple[bytes, int]]:
    return {str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns) for path in sorted(folder.rglob("*")) if path.is_file()}


def test_a_post_becomes_a_draft_that_loads(tmp_path: Path) -> None:
    site = a_site(tmp_path, an_item(1, "<p>The river <b>rose</b>.</p>", excerpt__encoded="A &amp;amp; B"))
    (imported,) = site.intake()
    assert (imported.slug, imported.languages, imported.state) == ("bridge-1", ("en",), "new")
    assert site.read("en.md") == "---\nheadline: The bridge\nstandfirst: A & B\n---\nThe river **rose**.\n"
    line = site.line("<wp:post_date>")
    assert site.read("article.yaml").splitlines() == [
        f"# The date is what the export states (post_date 2022-07-20 10:00:00, line {line}).",
        "# Region global: asked for, for stories of which nothing else says one.",
        "date: 2022-07-20",
        "regions: [global]",
        "source-language: en",
        "draft: true       # delete this line when the story may be used",
        "people:",
        "  - name: Rana Haddad",
        "    credit: author",
    ]
    stories, problems = site.load()
    assert problems == []
    assert stories["bridge-1"].draft
    assert site.problems == []


def test_an_import_is_silent_about_nothing_and_the_report_lies_beside_it(tmp_path: Path) -> None:
    site = a_site(tmp_path, an_item(1, "<p>a</p>\n<script>x</script>"))
    site.intake()
    report = (site.into / "doubts-wordpress.txt").read_text("utf-8")
    assert f"river.xml:{site.line('<script>')}: info: a script was left out (script)" in report


def test_importing_twice_changes_nothing(tmp_path: Path) -> None:
    a_picture(tmp_path / "uploads/2022/07/boat.jpg")
    picture = '<img class="wp-image-9" src="https://river.example/wp-content/uploads/2022/07/boat-300x200.jpg" alt="A boat">'
    site = a_site(tmp_path, an_item(1, picture), an_attachment(9, "2022/07/boat.jpg"))
    site.intake()
    before = _everything(site.into)
    (again,) = site.intake()
    assert again.state == "unchanged"
    assert _everything(site.into) == before


def test_an_edited_draft_is_never_overwritten(tmp_path: Path) -> None:
    site = a_site(tmp_path, an_item(1))
    site.intake()
    path = site.into / "bridge-1/en.md"
    edited = path.read_text("utf-8").replace("River", "The river")
    path.write_text(edited, "utf-8")
    site.text = site.text.replace("River.", "Rivers.")
    (imported,) = site.intake()
    assert imported.state == "kept"
    assert path.read_text("utf-8") == edited
    assert "Rivers." in (site.into / "bridge-1/en.md.new").read_text("utf-8")
    assert [problem.rule for problem in site.problems] == ["edited"]


POLYLANG = """<wp:term><wp:term_taxonomy>language</wp:term_taxonomy><wp:term_slug>ar</wp:term_slug>
<wp:term_description><![CDATA[a:1:{s:6:"locale";s:2:"ar";}]]></wp:term_description></wp:term>
"""


def test_polylang_joins_translations_into_one_story(tmp_path: Path) -> None:
    joined = a_term("post_translations", "pll_1")
    site = a_site(
        tmp_path,
        an_item(2, "<p>نهر</p>", inside=a_term("language", "ar", "العربية") + joined, title="الجسر"),
        an_item(1, inside=a_term("language", "en", "English") + joined),
        head=POLYLANG,
    )
    (imported,) = site.intake()
    assert (imported.slug, imported.languages) == ("bridge-1", ("en", "ar"))
    stories, problems = site.load()
    assert problems == []
    story = stories["bridge-1"]
    assert story.source_language == "en"
    assert story.articles["ar"].headline.text == "الجسر"


def test_polylang_joins_by_the_head_of_the_export_where_posts_do_not_say(tmp_path: Path) -> None:
    term = '<wp:term><wp:term_taxonomy>post_translations</wp:term_taxonomy><wp:term_slug>pll_2</wp:term_slug><wp:term_description>a:2:{s:2:"en";i:1;s:2:"fr";i:2;}</wp:term_description></wp:term>\n'
    site = a_site(tmp_path, an_item(1), an_item(2), head=term)
    assert [imported.languages for imported in site.intake()] == [("en", "fr")]


def test_wpml_joins_translations_and_says_which_is_the_source(tmp_path: Path) -> None:
    group = {"_wpml_import_translation_group": "77"}
    site = a_site(
        tmp_path,
        an_item(1, meta=group | {"_wpml_import_language_code": "en", "_wpml_import_source_language_code": "es"}),
        an_item(2, meta=group | {"_wpml_import_language_code": "es"}),
        an_item(3, meta=group | {"_wpml_import_language_code": "pt-br", "_wpml_import_source_language_code": "es"}),
    )
    (imported,) = site.intake(languages=("en", "es", "pt-BR"))
    assert imported.languages == ("es", "en", "pt-BR")
    assert "source-language: es" in site.read("article.yaml", "bridge-2")


def test_a_copy_by_wpml_belongs_to_its_original(tmp_path: Path) -> None:
    copy = an_item(2, meta={"_icl_lang_duplicate_of": "1", "_wpml_import_language_code": "fr"})
    assert [imported.languages for imported in a_site(tmp_path, an_item(1), copy).intake()] == [("en", "fr")]


def test_two_texts_in_one_language_stay_two_stories(tmp_path: Path) -> None:
    joined = a_term("language", "en") + a_term("post_translations", "pll_1")
    site = a_site(tmp_path, an_item(1, inside=joined), an_item(2, inside=joined))
    assert [imported.slug for imported in site.intake()] == ["bridge-1", "bridge-2"]
    assert "is a second en text" in site.said()


def test_a_translation_by_somebody_else_is_told_and_nobody_is_made_a_translator(tmp_path: Path) -> None:
    joined = a_term("post_translations", "pll_1")
    other = an_item(2, inside=a_term("language", "fr") + joined, dc__creator="lina")
    site = a_site(tmp_path, an_item(1, inside=a_term("language", "en") + joined), other)
    site.intake()
    assert "lina" not in site.read("article.yaml")
    assert "the fr post is by lina" in site.said()


REGIONS = {"africa": {"en": "Africa", "fr": "Afrique"}, "mena": {"en": "Middle East and North Africa"}, "global": {"en": "Worldwide"}}


def test_categories_become_regions_by_name_or_mapping_and_nothing_else(tmp_path: Path) -> None:
    terms = (
        a_term("category", "afrique", "AFRIQUE")
        + a_term("category", "levant", "The Levant")
        + a_term("post_tag", "boats", "Boats")
        + a_term("post_tag", "x")
    )
    site = a_site(tmp_path, an_item(1, inside=terms), an_item(2, inside=a_term("post_tag", "x")))
    site.intake(regions=REGIONS, region="", region_of={"levant": "mena"}, topic_of={"boats": "boats"})
    facts = site.read("article.yaml")
    assert "regions: [africa, mena]\ntopics: [boats]\n" in facts
    assert f"# Region africa: the category “AFRIQUE” is called as the region is (line {site.line('AFRIQUE')})." in facts
    assert "the tag “x” became neither region nor topic; 2 posts have it" in site.said()
    assert "regions: []" in site.read("article.yaml", "bridge-2")
    assert "nothing says to which regions this post belongs" in site.said()


def test_what_is_not_published_is_left_out_and_told(tmp_path: Path) -> None:
    items = [an_item(number, wp__status=status) for number, status in enumerate(["draft", "private", "future", "pending", "trash"], 1)]
    site = a_site(tmp_path, *items, an_item(6, wp__post_password="x"), an_item(7, wp__post_type="page"), an_item(8))
    assert [imported.slug for imported in site.intake()] == ["bridge-8"]
    assert len([line for line in site.said().split("\n") if "left out" in line]) == 6
    slugs = [imported.slug for imported in site.intake(kinds=("post", "page"), statuses=("draft", "private"))]
    assert slugs == ["bridge-1", "bridge-2", "bridge-6", "bridge-7", "bridge-8"]


def test_a_date_that_is_not_stated_stays_open(tmp_path: Path) -> None:
    site = a_site(tmp_path, an_item(1, wp__post_date="0000-00-00 00:00:00", pubDate="Mon, 30 Nov 2021"))
    site.intake()
    facts = site.read("article.yaml")
    assert "date: null" in facts
    assert "# The export does not state the date; it says pubDate Mon, 30 Nov 2021." in facts
    assert "does not state this post's date" in site.said()


def test_a_site_that_says_no_language_waits_for_somebody_to_say_it(tmp_path: Path) -> None:
    site = Site(tmp_path, (HEAD + an_item(1) + TAIL).replace("<language>en-US</language>", ""))
    assert site.intake() == ()
    assert [problem.severity for problem in site.problems if "says a language" in problem.message] == ["error"]
    assert [imported.languages for imported in site.intake(language="fr")] == [("fr",)]


def test_links_between_posts_become_links_between_stories(tmp_path: Path) -> None:
    links = "<p><a href='https://river.example/2/'>a</a> <a href='/?p=2'>b</a> <a href='/about'>c</a> <a href='https://other.example/2/'>d</a></p>"
    site = a_site(tmp_path, an_item(1, links), an_item(2))
    site.intake()
    assert site.body() == "[a](story:bridge-2) [b](story:bridge-2) [c](https://river.example/about) [d](https://other.example/2/)\n"


PHOTO = '<figure><img class="wp-image-9" src="https://river.example/wp-content/uploads/2022/07/boat-300x200.jpg" alt="{alt}"><figcaption>Low water</figcaption></figure>'


def test_pictures_come_from_the_uploads_in_full_size(tmp_path: Path) -> None:
    a_picture(tmp_path / "uploads/2022/07/boat.jpg", (40, 60))
    a_picture(tmp_path / "uploads/2022/07/boat-300x200.jpg")
    attachment = an_attachment(9, "2022/07/boat.jpg", alt="A boat on the mud")
    site = a_site(
        tmp_path, attachment, an_item(1, PHOTO.format(alt="") + "<p>a</p>", meta={"_thumbnail_id": "9"}), an_item(2, PHOTO.format(alt="A boat"))
    )
    site.intake()
    assert (site.into / "bridge-2/boat.jpg").read_bytes() == (tmp_path / "uploads/2022/07/boat.jpg").read_bytes()
    assert "form: portrait" in site.read("article.yaml", "bridge-2")
    stories, problems = site.load()
    assert problems == []
    picture = stories["bridge-2"].articles["en"].pictures["boat"]
    assert (picture.alt and picture.alt.text, picture.caption and picture.caption.text) == ("A boat", "Low water")
    lead = stories["bridge-1"].articles["en"].pictures["lead"]
    assert lead.alt is not None
    assert lead.alt.text == "A boat on the mud"
    assert site.body() == "a\n"
    assert "picture-credit" in {problem.rule for problem in site.problems}


def test_a_missing_picture_is_told_with_its_alt_text_and_its_caption_kept(tmp_path: Path) -> None:
    site = a_site(tmp_path, an_item(1, PHOTO.format(alt="A boat")))
    site.intake()
    assert site.body() == "*Low water*\n"
    assert f"{site.line('<figure>')} lost-picture" in site.told()
    assert "its alt text: A boat" in site.said()


@pytest.mark.parametrize(
    "path",
    ["../secret.png", "%2e%2e/secret.png", "..%5csecret.png", "2022/../../secret.png", "/etc/passwd", "link/secret.png", "link.png", "x%00.png"],
)
def test_no_address_of_a_picture_leads_out_of_the_uploads(tmp_path: Path, path: str) -> None:
    a_picture(tmp_path / "secret.png")
    uploads = tmp_path / "uploads"
    uploads.mkdir()
    (uploads / "link").symlink_to(tmp_path)
    (uploads / "link.png").symlink_to(tmp_path / "secret.png")
    site = a_site(tmp_path, an_item(1, f'<img src="https://river.example/wp-content/uploads/{path}">'))
    site.intake()
    assert [file.name for file in (site.into / "bridge-1").iterdir() if file.suffix == ".png"] == []
    assert list(site.told("lost-picture")) == [f"{site.line('<img')} lost-picture"]


def test_a_file_that_only_calls_itself_a_picture_is_not_taken(tmp_path: Path) -> None:
    (tmp_path / "uploads").mkdir()
    (tmp_path / "uploads/a.png").write_bytes(b"<svg onload=alert(1)>")
    whole = a_picture(tmp_path / "uploads/b.png", (200, 200)).read_bytes()
    (tmp_path / "uploads/b.png").write_bytes(whole[: len(whole) // 2])
    site = a_site(tmp_path, an_item(1, '<img src="/wp-content/uploads/a.png"><img src="/wp-content/uploads/b.png">'))
    site.intake()
    assert "neither PNG nor JPEG" in site.said()
    assert "it is damaged" in site.said()


SHORTCODES = {
    '[caption id="a_9" width="3"]<img class="wp-image-9" src="x.jpg"> Low water[/caption]': ("![](boat)", {"caption": "Low water"}),
    '[gallery ids="9"]': ("![](boat)", {"alt": "A boat", "caption": "Ebb"}),
    "[gallery]": ("![](boat)", {"alt": "A boat", "caption": "Ebb"}),
    "[embed]https://vimeo.com/12345[/embed]": ("::: video\nurl: https://vimeo.com/12345\ntitle: vimeo.com/12345\n:::", {}),
    '[video mp4="https://a.example/x.mp4"][/video]': ("::: video\nurl: https://a.example/x.mp4\ntitle: a.example/x.mp4\n:::", {}),
    "[audio https://a.example/x.mp3]": ("[a.example/x.mp3](https://a.example/x.mp3)", {}),
    "a [sic] b [1] c [[gallery]]": ("a [sic] b [1] c [gallery]", {}),
    '[box color="red"]kept[/box] [contact-form-7 id="1"]': ("kept", {}),
}


@pytest.mark.parametrize(("code", "expected"), SHORTCODES.items(), ids=[f"code-{number}" for number in range(len(SHORTCODES))])
def test_shortcodes_become_what_they_stand_for(tmp_path: Path, code: str, expected: tuple[str, dict[str, str]]) -> None:
    a_picture(tmp_path / "uploads/boat.jpg")
    site = a_site(tmp_path, an_item(1, code), an_attachment(9, "boat.jpg", parent=1, alt="A boat", caption="Ebb"))
    site.intake()
    assert site.body().strip() == expected[0]
    stories, problems = site.load()
    assert problems == []
    picture = stories["bridge-1"].articles["en"].pictures.get("boat")
    for key, words in expected[1].items():
        assert picture is not None
        assert getattr(picture, key).text == words


def test_unknown_shortcodes_and_blocks_are_told_with_their_lines(tmp_path: Path) -> None:
    blocks = '<!-- wp:paragraph -->\n<p>a</p>\n<!-- /wp:paragraph -->\n<!-- wp:latest-posts {"x":1} /-->\n<!-- wp:acme/box -->\n<p>b</p>\n<!-- /wp:acme/box -->\n[map zoom="3"]'
    site = a_site(tmp_path, an_item(1, blocks))
    site.intake()
    assert site.body() == "a\n\nb\n"
    assert site.told() == [f"{site.line('latest-posts')} dynamic-block", f"{site.line('<!-- wp:acme')} block", f"{site.line('[map')} shortcode"]


def test_footnotes_of_the_block_editor_are_kept(tmp_path: Path) -> None:
    text = '<!-- wp:paragraph -->\n<p>a<sup data-fn="u-1" class="fn"><a href="#u-1" id="u-1-link">1</a></sup></p>\n<!-- /wp:paragraph -->\n<!-- wp:footnotes /-->'
    site = a_site(tmp_path, an_item(1, text, meta={"footnotes": '[{"content":"The <em>law</em>","id":"u-1"}]'}))
    site.intake()
    assert site.body() == "a[^1]\n\n[^1]: The *law*\n"
    assert site.problems == []


def test_a_file_block_is_a_download_and_its_language_a_doubt(tmp_path: Path) -> None:
    text = '<!-- wp:file -->\n<div class="wp-block-file"><a href="https://river.example/a.pdf">Ten pages</a><a href="https://river.example/a.pdf" class="wp-block-file__button" download>Download</a></div>\n<!-- /wp:file -->'
    site = a_site(tmp_path, an_item(1, text))
    site.intake()
    _, problems = site.load()
    assert problems == []
    assert "::: download" in site.body()
    assert "format: PDF" in site.body()
    assert [problem.rule for problem in site.problems] == ["download-language"]


HOSTILE = {
    "entities": (
        '<!DOCTYPE rss [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss><channel><item><title>&b;</title></item></channel></rss>',
        "declares entities",
    ),
    "outside": ('<!DOCTYPE rss SYSTEM "file:///etc/passwd"><rss></rss>', "declares entities"),
    "broken": (HEAD + "<item><title>a</titel></item>" + TAIL, "is broken here"),
    "cut off": (HEAD + an_item(1) + an_item(2)[:-40], "is broken here"),
    "deep": (HEAD + "<a>" * 5000, "is nested too deeply"),
    "feed": ("<feed></feed>", "is not a WordPress export"),
    "empty": ("", "is broken here"),
    "other": ("PK not XML", "is broken here"),
    "encoding": ('<?xml version="1.0" encoding="utf-16"?><rss></rss>', "is not UTF-8 text"),
    "tag": (HEAD + '<a b="' + "x" * 9_000_000, "has a single tag"),
    "comment": (HEAD + "<!--" + "x" * 9_000_000, "has a single tag"),
}


@pytest.mark.parametrize(("text", "said"), HOSTILE.values(), ids=list(HOSTILE))
def test_a_hostile_or_broken_export_is_a_problem_and_nothing_is_written(tmp_path: Path, text: str, said: str) -> None:
    site = Site(tmp_path, text)
    assert site.intake() == ()
    assert [problem.severity for problem in site.problems] == ["error"]
    assert said in site.said()
    assert [path.name for path in site.into.iterdir()] == ["doubts-wordpress.txt"]


def test_control_characters_that_wordpress_lets_through_are_told_and_taken_out(tmp_path: Path) -> None:
    site = a_site(tmp_path, an_item(1, "<p>a\x0bb</p>"))
    site.intake()
    assert site.body() == "a b\n"
    assert site.told() == [f"{site.line(chr(11))} wordpress"]


def test_a_post_that_is_far_too_long_is_left_out_and_the_others_are_not(tmp_path: Path) -> None:
    site = a_site(tmp_path, an_item(1, "x" * 2_100_000), an_item(2))
    assert [imported.slug for imported in site.intake()] == ["bridge-2"]
    assert "is too large to be read" in site.said()


def test_names_that_are_no_slugs_get_one(tmp_path: Path) -> None:
    items = [
        an_item(1, wp__post_name="%d8%a7%d9%84%d8%ac%d8%b3%d8%b1"),
        an_item(2, wp__post_name="../../etc"),
        an_item(3, wp__post_name=""),
        an_item(4, wp__post_name="etc"),
    ]
    site = a_site(tmp_path, *items)
    assert [imported.slug for imported in site.intake()] == ["post-1", "etc", "post-3", "etc-4"]
    assert not (tmp_path.parent / "etc").exists()


def test_the_same_command_line_says_what_it_did(tmp_path: Path) -> None:
    site = a_site(tmp_path, an_item(1, inside=a_term("category", "rivers")))
    (tmp_path / "river.xml").write_text(site.text, "utf-8")
    (tmp_path / "map.yaml").write_text("regions: {rivers: africa}\n", "utf-8")
    arguments = ["intake", "wordpress", str(tmp_path / "river.xml"), "--into", str(site.into), "--map", str(tmp_path / "map.yaml")]
    result = CliRunner().invoke(main, arguments, standalone_mode=False)
    assert result.return_value == 0
    assert "1 draft; no problems" in result.output
    assert "regions: [africa]" in site.read("article.yaml")
    (tmp_path / "map.yaml").write_text("region: {}\n", "utf-8")
    assert CliRunner().invoke(main, arguments, standalone_mode=False).return_value == 1


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 2500), st.integers(0, 60), st.binary(max_size=12)), max_size=4))
def test_whatever_happens_to_an_export_it_is_read_or_refused(tmp_path: Path, changes: list[tuple[int, int, bytes]]) -> None:
    data = (HEAD + an_item(1, "[gallery]<p>a</p>") + an_attachment(9, "a.png") + TAIL).encode()
    for place, length, written in changes:
        data = data[:place] + written + data[place + length :]
    path = tmp_path / "x.xml"
    path.write_bytes(data)
    problems: list[Problem] = []
    written_stories = intake_wordpress(path, tmp_path / "out", None, Wanted(region="global"), problems)
    assert written_stories or problems


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Problem], int]:
    if not SAMPLE.is_file():
        pytest.skip("the sample export (../shared/samples) is not on this machine")
    into = tmp_path_factory.mktemp("sample") / "drafts"
    problems: list[Problem] = []
    imported = intake_wordpress(SAMPLE, into, None, Wanted(kinds=("post", "page"), region="global"), problems)
    return into, problems, len(imported)


def test_the_sample_export_of_wordpress_becomes_drafts_that_load(sample: tuple[Path, list[Problem], int]) -> None:
    into, problems, count = sample
    stories, loading = load_stories(into)
    assert count == len(stories) == 69
    assert {problem.message for problem in loading} == {"has a headline but no text"}
    assert not [problem for problem in problems if problem.severity == "error"]
    kinds = {block.kind for story in stories.values() for article in story.articles.values() for block in article.blocks}
    assert {"paragraph", "crosshead", "list", "quote", "table", "separator", "pull-quote", "video", "download"} <= kinds


def test_the_sample_export_tells_each_picture_that_is_missing_on_its_line(sample: tuple[Path, list[Problem], int]) -> None:
    lines = SAMPLE.read_text("utf-8").split("\n")
    told = {problem.source.line for problem in sample[1] if problem.rule == "lost-picture"}
    with_pictures = {number for number, line in enumerate(lines, 1) if "<img" in line}
    assert len(with_pictures - told) <= 3, sorted(with_pictures - told)


@pytest.mark.heavy
@pytest.mark.skipif(not Path("/proc/self/status").is_file(), reason="only Linux tells a process how much memory it has taken at most")
def test_a_large_export_stays_in_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "large.xml"
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        for number in range(1, 4001):
            file.write(an_item(number, "<p>" + "The river rose at night and nobody slept. " * 350 + "</p>", meta={"_elementor_data": "x" * 500}))
        file.write(TAIL)
    assert path.stat().st_size > 60_000_000
    program = """
import re, sys
from pathlib import Path
from newsletter.intake.wordpress import intake_wordpress
from newsletter.intake.wordpress_stories import Wanted

def most():
    return int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])

start, problems = most(), []
made = intake_wordpress(Path(sys.argv[1]), Path(sys.argv[2]), None, Wanted(region="global"), problems)
print(len(made), len(problems), start, most())
"""
    done = subprocess.run([sys.executable, "-c", program, str(path), str(tmp_path / "out")], capture_output=True, text=True, check=True)
    made, problems, start, most = map(int, done.stdout.split())
    assert (made, problems) == (4000, 0)
    assert most < 200_000
    assert most - start < 40_000, (start, most)
