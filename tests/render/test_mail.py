"""The mail and its text part, made of a story that has every kind of block."""

import dataclasses
import datetime as dt
import functools
import itertools
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml

from newsletter.blocks import KINDS, read_blocks
from newsletter.languages import load_language
from newsletter.languages.direction import direction_of, first_strong
from newsletter.model import Article, Edition, Mail, Person, Picture, Section, Slot, Source, Text
from newsletter.publication import Publication
from newsletter.render.environment import make_environment
from newsletter.render.mail import join_boxes, render_mail
from newsletter.render.material import Material, Prepared, Rendition
from newsletter.render.mjml_check import check_mjml
from newsletter.render.text import turn_line

ROOT = Path(__file__).parents[2]
LOOK = yaml.safe_load((ROOT / "templates/look.yaml").read_text("utf-8"))
TAGS = ("en", "ar", "th")
FORMS = ("teasers", "full")

BODY = """\
::: dateline
place: Amman
date: 2022-07-20

{words}[^1] with [a plan](https://example.org/plan) and +12.5%.
:::

{words} of [*stone*]{{lang=es}}

## 1. {words}

### {words}

- **{words}:** and {words}
- {words}

  {words}

  - {words}

5. {words}
6. {words}

> {words}

::: pull-quote
by: Hala
role: {words}

{words}
:::

::: speaker
name: Hala
institution: {words}
picture: desk

{words}
:::

::: cards
title: {words}

- **{words}:** {words}
:::

![](chart)

![](desk)

| {words} | {words} |
|:--|--:|
| {words} | +35 |

::: table
caption: {words}
header-column: true

- - {words}
  - {words}
- - {words}
  - {words}

    {words}
:::

::: download
title: {words}
url: https://example.org/file.pdf
language: th
pages: 24
format: PDF
size: 1.4 MB
:::

::: video
url: https://example.org/film
title: {words}
poster: chart
caption: {words}
duration: "06:10"
:::

::: action
label: {words}
url: https://example.org/act
:::

::: event
title: {words}
starts: 2022-08-18T14:00
ends: 2022-08-18T16:00
zone: Asia/Bangkok
place: {words}
registration: https://example.org/register

{words}
:::

::: contact
name: Rania
role: {words}
email: desk@example.org
phone: +962 6 555 0142
:::

::: countries
title: {words}
codes: [TH, JO]
:::

::: salutation
{words}
:::

::: passage
language: {other}

{foreign}
:::

***

::: signature
name: Hala
role: {words}
:::

::: acknowledgement
{words}
:::

::: postscript
{words}
:::

::: related
story: second
:::

[^1]: {words}
"""
WORDS = {"en": "Both banks", "ar": "ضفّتا النهر", "th": "สองฝั่งแม่น้ำ"}


def a_text(text: str, tag: str) -> Text:
    return Text(text, tag, direction_of(tag))


def an_article(slug: str, tag: str) -> Article:
    other = "ar" if tag != "ar" else "en"
    problems = []
    body = read_blocks(BODY.format(words=WORDS[tag], other=other, foreign=WORDS[other]), f"{tag}.md", 1, tag, direction_of, problems)
    assert problems == []
    blocks = tuple(
        dataclasses.replace(block, kind="portrait") if block.kind == "picture" and block.fields["id"] == "desk" else block for block in body.blocks
    )
    pictures = {
        name: Picture(
            name, Path(f"{name}.png"), WORDS[tag], "CC BY 4.0", form, alt=a_text(f'{WORDS[tag]} "น้ำ"', tag), caption=a_text(WORDS[tag], tag)
        )
        for name, form in (("lead", "landscape"), ("chart", "landscape"), ("desk", "portrait"))
    }
    people = (Person(a_text("Hala", tag), a_text(WORDS[tag], tag), "author"),)
    words = a_text(f"{WORDS[tag]} {slug}", tag)
    standfirst = None if slug == "second" else words
    return Article(
        slug, tag, direction_of(tag), words, a_text(WORDS[tag], tag), standfirst, blocks, body.notes, pictures, people, Source(f"{tag}.md", 1)
    )


def a_slot(slug: str, tag: str, wanted: str, region: str = "mena", policy: str = "show") -> Slot:
    return Slot(an_article(slug, tag), wanted, policy, stale=False, date=dt.date(2022, 7, 20), region=region)


def a_material(tag: str, form: str = "full") -> Material:
    """Return an edition with a lead, a story, a fallback story and a link to one."""
    other = "en" if tag != "en" else "ar"
    first = (a_slot("first", tag, tag), a_slot("second", other, tag, "asia-pacific"))
    then = (a_slot("third", tag, tag, "africa"), a_slot("fourth", other, tag, "europe", "link"))
    sections = (Section(a_text(WORDS[tag], tag), "mena", first), Section(a_text(WORDS[tag], tag), "", then))
    title, language = a_text("معابر" if tag == "ar" else "Crossings", tag), load_language(tag)
    edition = Edition(
        name="2022-07",
        date=dt.date(2022, 7, 29),
        language=language,
        title=title,
        issue_title=a_text(WORDS[tag], tag),
        lead=a_slot("lead", tag, tag, "asia-pacific"),
        sections=sections,
        subject=a_text(f"Tunis {WORDS[tag]}", tag),
        preheader=a_text(WORDS[tag], tag),
        mail_form=form,
        columns=2,
    )
    publication = Publication(
        folder=ROOT,
        name={"*": title.text},
        tagline={"*": WORDS[tag]},
        base="https://crossings.example.org",
        fallbacks={tag: (other,), other: ()},
        fallback="show",
        regions={region: {"*": WORDS[tag]} for region in LOOK["regions"]},
        imprint={"publisher": {"*": "Passage"}, "address": {"*": "14 Rue du Lac"}, "email": {"*": "desk@example.org"}},
    )
    rendition = Rendition("x.png", 552, 368)
    prepared = Prepared(rendition, rendition, rendition, (1200, 800))
    pictures = {f"{slot.article.slug}/{name}": prepared for slot in edition.slots for name in slot.article.pictures}
    languages = {each: load_language(each) for each in TAGS}
    return Material(edition, publication, LOOK, languages, {}, (tag, other), (ROOT / "templates",), (), pictures)


@functools.cache
def a_mail(tag: str, form: str) -> tuple[Mail, str]:
    material = a_material(tag, form)
    return render_mail(material.edition, make_environment(material, "mail"), make_environment(material, "text"))


class Reading(HTMLParser):
    """Elements with their attributes, in order; words with the direction that dir= gives them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.words: list[tuple[str, str | None]] = []
        self._open: list[tuple[str, str | None]] = []
        self.feed(re.sub(r"<(style|title).*?</\1>|<!--.*?-->", "", html, flags=re.DOTALL))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.elements.append((tag, attributes))
        if tag not in {"br", "img", "meta"}:
            self._open.append((tag, attributes.get("dir") or (self._open[-1][1] if self._open else None)))

    def handle_endtag(self, tag: str) -> None:
        if tag not in {"br", "img", "meta"}:
            assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.words.append((data.strip(), self._open[-1][1]))


every_mail = pytest.mark.parametrize(("tag", "form"), [(tag, form) for tag in TAGS for form in FORMS])


@pytest.mark.parametrize("medium", ["mail/blocks/{}.mjml", "text/blocks/{}.txt"])
def test_every_kind_of_block_has_a_template(medium: str) -> None:
    assert [kind for kind in KINDS if not (ROOT / "templates" / medium.format(kind)).is_file()] == []


def test_the_story_used_here_has_every_kind_of_block() -> None:
    assert {block.kind for block in an_article("x", "en").blocks} == set(KINDS)


@every_mail
def test_the_mjml_has_no_mistakes(tag: str, form: str) -> None:
    assert check_mjml(a_mail(tag, form)[1]) == ()


@every_mail
def test_headings_begin_with_one_and_skip_no_level(tag: str, form: str) -> None:
    levels = [int(name[1]) for name, _ in Reading(a_mail(tag, form)[0].html).elements if re.fullmatch("h[1-6]", name)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert [pair for pair in itertools.pairwise(levels) if pair[1] > pair[0] + 1] == []


@every_mail
def test_the_mail_says_its_language_and_direction_where_gmail_leaves_them(tag: str, form: str) -> None:
    elements = Reading(a_mail(tag, form)[0].html).elements
    wrapper = next(attributes for name, attributes in elements if name == "div" and attributes.get("role") == "article")
    assert (wrapper["lang"], wrapper["dir"]) == (tag, direction_of(tag))


@every_mail
def test_every_letter_stands_in_its_own_direction(tag: str, form: str) -> None:
    wrong = [(words, side) for words, side in Reading(a_mail(tag, form)[0].html).words if side and first_strong(words) not in {None, side}]
    assert wrong == []


@every_mail
def test_nothing_is_used_that_readers_programs_do_not_know(tag: str, form: str) -> None:
    html = a_mail(tag, form)[0].html
    body = html[html.index("<body") :]
    reading = Reading(html)
    assert {name for name, _ in reading.elements} & {"bdi", "wbr", "picture", "svg", "script", "form", "link"} == set()
    assert re.findall(r"text-align:(?:start|end)|(?:margin|padding|border)-(?:inline|block)|letter-spacing:[^0n]|break-all|var\(|\d+rem", body) == []
    assert [attributes for name, attributes in reading.elements if name == "a" and "dir" in attributes] == []
    assert "@import" not in html


@every_mail
def test_every_picture_has_alt_text_and_a_width(tag: str, form: str) -> None:
    pictures = [attributes for name, attributes in Reading(a_mail(tag, form)[0].html).elements if name == "img"]
    assert pictures
    assert {attributes["alt"] for attributes in pictures} == {f'{WORDS[tag]} "น้ำ"', f'{WORDS["en" if tag != "en" else "ar"]} "น้ำ"'}
    assert [attributes for attributes in pictures if not attributes["width"].isdigit() or not attributes["src"].startswith("https://")] == []


@every_mail
def test_layout_tables_say_that_they_are_layout_and_data_tables_have_headers(tag: str, form: str) -> None:
    elements = Reading(a_mail(tag, form)[0].html).elements
    data = [attributes for name, attributes in elements if name == "table" and attributes.get("role") != "presentation"]
    headers = [attributes["scope"] for name, attributes in elements if name == "th"]
    assert bool(headers) == (form == "full")
    assert len(data) == (6 + 2 if form == "full" else 0) + 2


@every_mail
def test_every_colour_class_has_its_dark_twin(tag: str, form: str) -> None:
    html = a_mail(tag, form)[0].html
    dark = html[html.index("prefers-color-scheme") : html.index("</head>")]
    used = {name for _, attributes in Reading(html).elements for name in (attributes.get("class") or "").split() if re.match("[cbr]-", name)}
    assert used
    assert [name for name in used if f".{name}" not in dark] == []


@pytest.mark.parametrize("tag", TAGS)
def test_scripts_get_the_line_height_that_their_marks_need(tag: str) -> None:
    html = a_mail(tag, "full")[0].html
    least = 1.2 if tag == "en" else 1.6
    body = re.sub("<sup[^>]*>", "", html[html.index("<body") :])
    heights = {float(height) for height in re.findall(r"line-height:(\d(?:\.\d+)?)(?=[;\"])", body)}
    assert min(heights - {0}) >= 1.2
    assert LOOK["scripts"][load_language(tag).script]["leading"]["heading"] >= least


def test_a_fallback_story_is_marked_and_told() -> None:
    html = a_mail("ar", "full")[0].html
    assert '<div lang="en" dir="ltr" style="direction:ltr;text-align:left">' in html
    assert "متاح" in html


def test_a_slot_that_is_only_a_link_shows_no_more_than_its_headline() -> None:
    mail = a_mail("en", "full")[0]
    assert mail.html.count("fourth</span>") == 2  # in the contents and as a headline
    assert mail.html.count("/ar/page.html#fourth") == 3


def test_the_arrow_points_where_reading_goes() -> None:
    assert "→" in a_mail("en", "teasers")[0].html
    assert "←" not in a_mail("en", "teasers")[0].html
    assert "→" not in a_mail("ar", "teasers")[0].html


def test_unsubscribe_and_the_address_stand_in_both_parts() -> None:
    mail = a_mail("en", "teasers")[0]
    for part in (mail.html, mail.text):
        assert part.count("https://crossings.example.org/unsubscribe") == 1
        assert "14 Rue du Lac" in part


def test_subject_and_preheader_run_as_the_edition_does() -> None:
    mail = a_mail("ar", "teasers")[0]
    assert mail.subject == f"\u200fTunis {WORDS['ar']}"
    assert mail.preheader == WORDS["ar"]
    assert a_mail("en", "teasers")[0].subject == "Tunis Both banks"


def test_twelve_stories_in_thai_weigh_less_than_gmail_cuts_off() -> None:
    material = a_material("th", "teasers")
    section = dataclasses.replace(material.edition.sections[0], slots=tuple(a_slot(f"s{number}", "th", "th") for number in range(11)))
    edition = dataclasses.replace(material.edition, sections=(section,))
    pictures = {f"s{number}/lead": next(iter(material.pictures.values())) for number in range(11)}
    material = dataclasses.replace(material, edition=edition, pictures={**material.pictures, **pictures})
    mail, _ = render_mail(edition, make_environment(material, "mail"), make_environment(material, "text"))
    assert len(mail.html.encode()) < 80_000


def test_boxes_that_look_the_same_become_one() -> None:
    assert join_boxes("<mj-text><p>a</p></mj-text>\n<mj-text><p>b</p></mj-text>") == "<mj-text><p>a</p><p>b</p></mj-text>"
    foreign = '<mj-text align="left"><div lang="en"><p>{}</p></div></mj-text>'
    assert join_boxes(foreign.format("a") + foreign.format("b")) == foreign.format("a</p><p>b")


@pytest.mark.parametrize(
    "source",
    [
        '<mj-text padding="4px 0">a</mj-text><mj-text padding="4px 0">b</mj-text>',
        "<mj-text>a</mj-text><mj-divider/><mj-text>b</mj-text>",
        '<mj-text>a</mj-text><mj-text align="left">b</mj-text>',
        '<mj-text align="left"><div lang="en">a</div><p>b</p></mj-text><mj-text align="left"><div lang="en">c</div></mj-text>',
    ],
)
def test_boxes_that_differ_or_stand_apart_stay_as_they_are(source: str) -> None:
    assert join_boxes(source) == source


def test_the_text_part_reads_without_any_form() -> None:
    text = a_mail("en", "full")[0].text
    assert "Amman · 20 July 2022 – Both banks[1] with a plan <https://example.org/plan> and +12.5%." in text
    assert (
        "\n1. Both banks\n\nBoth banks\n\n* Both banks: and Both banks\n* Both banks\n\n  Both banks\n  * Both banks\n\n5. Both banks\n6. Both banks\n"
        in text
    )
    assert "\n> Both banks\n" in text
    assert "\n[1] Both banks\n" in text
    assert re.search(r"[ \t]\n|\n\n\n|<[a-z/]+>|&\w+;|None", text) is None


@every_mail
def test_both_parts_lead_to_the_same_places(tag: str, form: str) -> None:
    mail = a_mail(tag, form)[0]
    links = {attributes["href"] for name, attributes in Reading(mail.html).elements if name == "a"}
    own = {link for link in links if not link.startswith(("mailto:", "tel:")) and not link.endswith("/page.html")}
    assert [link for link in own if link not in mail.text and "#" not in link] == []


@every_mail
def test_the_text_part_begins_in_the_direction_of_the_edition(tag: str, form: str) -> None:
    assert first_strong(a_mail(tag, form)[0].text) == direction_of(tag)


@pytest.mark.parametrize(
    ("line", "turned"),
    [
        ("IOM: المنظمة الدولية للهجرة", "\u200fIOM: المنظمة الدولية للهجرة"),
        ("«معابر» is our sister review", "\u200e«معابر» is our sister review"),
        ("المنظمة <https://example.org/a-very-long-address-in-latin-letters>", "المنظمة <https://example.org/a-very-long-address-in-latin-letters>"),
        ("https://example.org", "https://example.org"),
        ("12.5 %", "12.5 %"),
    ],
)
def test_a_line_runs_as_most_of_its_letters_do(line: str, turned: str) -> None:
    assert turn_line(line) == turned
