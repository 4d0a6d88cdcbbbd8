"""The web edition: complete in itself, honest about its languages, and mirrored as a whole."""

import datetime as dt
import itertools
import re
from collections import Counter
from pathlib import Path

import pytest
import tinyhtml5

from newsletter.blocks import KINDS, read_blocks
from newsletter.languages.direction import direction_of
from newsletter.languages.loading import load_language
from newsletter.model import Article, Edition, Picture, Section, Slot, Source, Text
from newsletter.publication import load_publication
from newsletter.render.material import Material, Prepared, Rendition, load_look
from newsletter.render.web import render_web

TEMPLATES = Path(__file__).parents[2] / "templates"
PUBLICATION = """\
name: {en: Crossings, ar: معابر, th: ข้ามแดน}
tagline: {en: A review, ar: مجلة, th: วารสาร}
base: https://crossings.example.org
languages: {en: [], ar: [en], th: [en]}
regions:
  asia-pacific: {en: Asia and the Pacific, ar: آسيا والمحيط الهادئ, th: เอเชียแปซิฟิก}
  mena: {en: Middle East, ar: الشرق الأوسط, th: ตะวันออกกลาง}
imprint:
  publisher: {en: Passage, ar: عبور, th: พาสเสจ}
  address: {en: 14 Rue du Lac, ar: شارع البحيرة 14, th: ถนนดูลัก 14}
  email: desk@crossings.example.org
"""
WORDS = {"en": "The bridge", "ar": "الجسر", "th": "สะพาน"}
EVERYTHING = """\
::: salutation
Dear readers,
:::

::: dateline
place: Bangkok
date: 2022-07-20

They began on the same day,[^1] and *met* in the **middle**.[^1]

So it was.
:::

## 1. The first bank

![](chart)

![](portrait)

- **People:** the villagers
- Boats

  and oars

5. Five
6. Six

> A bridge is a promise.

### Below it

| Bank | Metres |
|:---|---:|
| North | 12.5 |

::: table
caption: Who built what
header-column: true

- - Who
  - What
- - Villagers
  - Piers

    and planks
:::

::: pull-quote
by: Wanida Kaewkla
role: Carpenter
attribution: before

We met in the middle.
:::

::: speaker
name: Wanida Kaewkla
role: Carpenter
institution: Rim Khlong
picture: portrait

I cut the planks.
:::

::: cards
title: Two tools

- **Saw:** It cuts.
- **Rope:** It holds.
:::

::: download
title: The plan
url: https://example.org/plan.pdf
language: en
pages: 3
format: PDF
size: 1.4 MB
:::

::: video
url: https://example.org/film
title: The opening
poster: chart
caption: Two villages, one ribbon.
duration: "3:20"
:::

::: action
label: Ask for the plan
url: https://example.org/ask
:::

::: event
title: The opening
starts: 2022-08-18T14:00
ends: 2022-08-18T16:00
zone: Asia/Bangkok
place: On the bridge
registration: https://example.org/register

Bring a chair.
:::

::: contact
name: Rim Khlong
role: Office
email: office@example.org
phone: "+66 2 000 123"
url: https://example.org/office/
:::

::: countries
title: Where
codes: [TH, MY]
:::

::: related
story: another-bridge
:::

::: passage
language: th

เราพบกันกลางสะพาน
:::

***

::: signature
name: The villagers
role: Both of them
:::

::: acknowledgement
To the river.
:::

::: postscript
It holds.
:::

[^1]: On a Tuesday.
"""


def a_picture(name="lead", **facts):
    return Picture(name, Path(f"{name}.png"), "Drawing by Crossings", "CC BY 4.0", alt=Text("A bridge", "en", "ltr"), **facts)


def an_article(slug="a-bridge", language="en", body="They began on the same day.", pictures=("lead",)):
    problems = []
    read = read_blocks(body, f"{language}.md", 1, language, direction_of, problems)
    assert problems == []
    direction = direction_of(language)
    headline = Text(f"{WORDS.get(language, 'The bridge')} <{slug}>", language, direction)
    known = {name: a_picture(name) for name in pictures}
    return Article(
        slug,
        language,
        direction,
        headline,
        None,
        Text("Two villages.", language, direction),
        read.blocks,
        read.notes,
        known,
        (),
        Source(f"{language}.md"),
    )


def a_slot(article=None, wanted="en", policy="show", region="asia-pacific"):
    return Slot(article or an_article(), wanted, policy, stale=False, date=dt.date(2022, 7, 20), region=region)


def an_edition(language="en", slots=(), lead=None):
    tongue = load_language(language)
    words = Text(WORDS[language], language, tongue.direction)
    sections = (Section(words, "asia-pacific", tuple(slots)),) if slots else ()
    return Edition("2022-07", dt.date(2022, 7, 29), tongue, words, None, lead, sections, words, words, "teasers", 2)


def a_page(tmp_path, edition, languages=("en", "ar", "th")):
    """Return the page's text and its tree."""
    (tmp_path / "newsletter.yaml").write_text(PUBLICATION, "utf-8")
    sizes = {name: Rendition(f"{name}.png", 1400, 933) for name in ("mail", "web", "print")}
    prepared = Prepared(**sizes, original=(1800, 1200))
    material = Material(
        edition=edition,
        publication=load_publication(tmp_path),
        look=load_look((TEMPLATES,)),
        languages={tag: load_language(tag) for tag in ("en", "ar", "th")},
        related={"another-bridge": an_article("another-bridge")},
        issue_languages=languages,
        templates=(TEMPLATES,),
        pictures={f"{slot.article.slug}/{name}": prepared for slot in edition.slots for name in slot.article.pictures},
    )
    html = render_web(material).html
    return html, list(tinyhtml5.parse(html, namespace_html_elements=False).iter())


def tags(tree, *names):
    return [element for element in tree if element.tag in names]


def by_id(tree, name):
    return next(element for element in tree if element.get("id") == name)


def a_full_page(tmp_path, language):
    names = ("lead", "chart", "portrait")
    lead = a_slot(an_article("lead-story", language, EVERYTHING, names), language)
    slots = (
        a_slot(an_article("another-bridge", language), language),
        a_slot(an_article("in-english", "en", EVERYTHING, names), language, region="mena"),
    )
    return a_page(tmp_path, an_edition(language, slots, lead))


def test_every_block_kind_has_a_template():
    assert {path.stem for path in (TEMPLATES / "web/blocks").glob("*.html")} == set(KINDS)


@pytest.mark.parametrize("language", ["en", "ar", "th"])
def test_a_page_with_every_block_is_sound(tmp_path, language):
    _, tree = a_full_page(tmp_path, language)
    ids = Counter(element.get("id") for element in tree if element.get("id"))
    assert [name for name, number in ids.items() if number > 1] == []
    assert {a.get("href")[1:] for a in tags(tree, "a") if a.get("href").startswith("#")} <= set(ids)
    assert {name for element in tree for name in (element.get("aria-labelledby") or "").split()} <= set(ids)
    assert all(image.get("alt") is not None for image in tags(tree, "img"))


@pytest.mark.parametrize("language", ["en", "ar", "th"])
def test_headings_go_down_without_a_gap_and_there_is_one_h1(tmp_path, language):
    _, tree = a_full_page(tmp_path, language)
    levels = [int(heading.tag[1]) for heading in tags(tree, "h1", "h2", "h3", "h4", "h5", "h6")]
    assert levels.count(1) == 1
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))
    assert max(levels) == 5


def test_a_story_that_begins_with_a_lower_crosshead_leaves_no_gap(tmp_path):
    _, tree = a_page(tmp_path, an_edition(slots=(a_slot(an_article(body="### Lower\n\nWords.")),)))
    assert [heading.tag for heading in tags(tree, "h3", "h4", "h5")] == ["h3", "h4"]


def test_the_page_asks_nobody_else_for_anything_and_runs_nothing(tmp_path):
    html, tree = a_full_page(tmp_path, "ar")
    assert tags(tree, "script", "iframe", "object", "video", "audio", "source") == []
    assert {link.get("rel") for link in tags(tree, "link")} == {"canonical", "alternate"}
    assert all(image.get("src").startswith("pictures/") for image in tags(tree, "img"))
    assert not re.search(r"@import|url\(", html)


def test_sides_are_start_and_end_so_that_the_page_can_be_mirrored():
    style = re.sub(r"/\*.*?\*/|\{#.*?#\}", "", (TEMPLATES / "web/style.css").read_text("utf-8"), flags=re.DOTALL)
    assert re.findall(r"\b(?:left|right)\b", style) == []


def test_no_template_names_a_language():
    for path in (TEMPLATES / "web").rglob("*.*"):
        assert not re.search(r"""(lang|hreflang)=["'][a-z]|:lang\([a-z]""", path.read_text("utf-8")), path.name


def test_an_arabic_page_runs_from_right_to_left_in_arabic(tmp_path):
    _, tree = a_full_page(tmp_path, "ar")
    page = tree[0]
    assert (page.get("lang"), page.get("dir")) == ("ar", "rtl")
    assert by_id(tree, "lead-story").find("./div").get("dir") is None


def test_a_fallback_story_is_announced_and_stands_in_its_own_language(tmp_path):
    _, tree = a_full_page(tmp_path, "ar")
    story = by_id(tree, "in-english")
    note, version = story.find("./p"), story.find("./div")
    assert "الإنجليزية" in "".join(note.itertext())
    assert note.get("lang") is None
    assert (version.get("lang"), version.get("dir")) == ("en", "ltr")


def test_our_own_words_in_a_fallback_story_are_marked_as_ours(tmp_path):
    _, tree = a_full_page(tmp_path, "ar")
    for element in by_id(tree, "in-english").find("./div").iter():
        own = "".join([element.text or "", *(child.tail or "" for child in element)])
        if re.search("[\u0621-\u064a]", own):
            assert element.get("lang") == "ar" or any(
                parent.get("lang") == "ar" for parent in tree if element in list(parent) and parent.tag != "html"
            ), own


def test_a_link_slot_gives_the_headline_and_the_way_to_the_other_edition(tmp_path):
    _, tree = a_page(tmp_path, an_edition("ar", (a_slot(an_article(), "ar", "link"),)))
    story = by_id(tree, "a-bridge")
    assert [a.get("href") for a in tags(list(story.iter()), "a")] == ["../en/page.html#a-bridge"]
    assert "They began" not in "".join(story.itertext())


def test_a_link_slot_without_an_edition_to_lead_to_is_shown_in_full(tmp_path):
    _, tree = a_page(tmp_path, an_edition("ar", (a_slot(an_article(), "ar", "link"),)), languages=("ar", "th"))
    assert "They began" in "".join(by_id(tree, "a-bridge").itertext())


def test_notes_and_the_words_they_belong_to_point_at_each_other(tmp_path):
    _, tree = a_full_page(tmp_path, "en")
    references = [element for element in tree if element.get("role") == "doc-noteref" and element.get("href") == "#lead-story-note-1"]
    assert [reference.get("id") for reference in references] == ["lead-story-ref-1", "lead-story-ref-1-2"]
    back = [a.get("href") for a in by_id(tree, "lead-story-note-1").iter() if a.get("role") == "doc-backlink"]
    assert back == ["#lead-story-ref-1"]


def test_the_contents_lead_to_every_story_of_the_sections(tmp_path):
    _, tree = a_full_page(tmp_path, "en")
    hrefs = [a.get("href") for a in by_id(tree, "contents").iter() if a.tag == "a"]
    assert hrefs == ["#section-1", "#another-bridge", "#in-english"]


def test_the_other_editions_are_named_in_their_own_words(tmp_path):
    _, tree = a_full_page(tmp_path, "en")
    masthead = next(iter(tags(tree, "header")))
    others = [(a.get("href"), a.get("hreflang"), a.get("lang"), a.get("dir"), a.text) for a in masthead.iter() if a.tag == "a" and a.get("hreflang")]
    assert others == [("../ar/page.html", "ar", "ar", "rtl", "العربية"), ("../th/page.html", "th", "th", "ltr", "ไทย")]
    assert [element.text for element in masthead.iter() if element.get("aria-current")] == ["English"]


def test_pictures_keep_their_room_and_all_but_the_first_wait(tmp_path):
    _, tree = a_full_page(tmp_path, "en")
    first, *others = tags(tree, "img")
    assert (first.get("width"), first.get("height"), first.get("loading")) == ("1400", "933", None)
    assert {image.get("loading") for image in others} == {"lazy"}


def test_a_passage_brings_its_script_along(tmp_path):
    html, tree = a_page(tmp_path, an_edition(slots=(a_slot(an_article(body="::: passage\nlanguage: th\n\nสะพาน\n:::")),)), languages=("en",))
    assert '[lang="th"]' in html
    assert [element.get("dir") for element in tree if element.get("class") == "passage"] == ["ltr"]


def test_every_colour_has_its_night_side(tmp_path):
    html, _ = a_full_page(tmp_path, "en")
    light, dark = html.split("prefers-color-scheme: dark) {", 1)
    look = load_look((TEMPLATES,))
    for name, recipe in look["colours"].items():
        assert f"--{name}: {recipe['light']}" in light
        assert f"--{name}: {recipe['dark']}" in dark


def test_what_an_editor_writes_never_becomes_mark_up(tmp_path):
    html, _ = a_page(tmp_path, an_edition(slots=(a_slot(an_article(body="Five < six & <3")),)))
    assert "&lt;a-bridge&gt;" in html
    assert "Five &lt; six &amp; &lt;3" in html


def test_an_edition_of_one_story_in_one_language_has_no_empty_furniture(tmp_path):
    _, tree = a_page(tmp_path, an_edition(lead=a_slot()), languages=("en",))
    assert tags(tree, "nav") == []
    assert [heading.tag for heading in tags(tree, "h1", "h2")] == ["h1", "h2", "h2", "h2"]


def test_the_page_says_what_it_is_to_those_who_link_to_it(tmp_path):
    _, tree = a_full_page(tmp_path, "th")
    meta = {element.get("name") or element.get("property"): element.get("content") for element in tags(tree, "meta")}
    assert meta["description"] == "สะพาน"
    assert meta["og:image"] == "https://crossings.example.org/2022-07/th/pictures/web.png"
    assert tags(tree, "title")[0].text == "สะพาน · สะพาน"
