"""The mail and its text part, made of a story that has every kind of block."""

import dataclasses
import datetime as dt
import functools
import itertools
import re
import sys
import unicodedata
from html.parser import HTMLParser
from pathlib import Path

import pytest
import yaml
from markupsafe import Markup

from newsletter.blocks import KINDS, read_blocks
from newsletter.errors import TemplateError
from newsletter.languages import load_language
from newsletter.languages.direction import direction_of, first_strong
from newsletter.model import Article, Edition, Mail, Person, Picture, Section, Slot, Source, Text
from newsletter.publication import Publication
from newsletter.render.environment import make_environment
from newsletter.render.mail import join_boxes, render_mail
from newsletter.render.material import Material, Prepared, Rendition
from newsletter.render.mjml_check import check_mjml
from newsletter.render.turning import turn_line

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
    assert len(data) == (6 + 2 if form == "full" else 0)


@every_mail
def test_every_colour_class_has_its_dark_twin(tag: str, form: str) -> None:
    html = a_mail(tag, form)[0].html
    dark = html[html.index("prefers-color-scheme") : html.index("</head>")]
    used = {name for _, attributes in Reading(html).elements for name in (attributes.get("class") or "").split() if re.match("[cbr]-", name)}
    assert used
    assert [name for name in used if f".{name}" not in dark] == []


class Setting(HTMLParser):
    """Words with the size they are set in, in pixels, and their line height as a factor of it, as CSS inherits both."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words: list[tuple[str, float, float]] = []
        self._open: list[tuple[str, float, float]] = [("", 16, 1.2)]
        self.feed(re.sub(r"<head.*?</head>|<!--.*?-->", "", html, flags=re.DOTALL))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        _, size, height = self._open[-1]
        style = dict(part.split(":", 1) for part in (dict(attrs).get("style") or "").split(";") if ":" in part)
        size = _measure(style.get("font-size", "100%"), size)
        told = style.get("line-height", f"{height}")
        height = _measure(told, 1) / ((size or 1) if told.endswith("px") else 1)
        if tag not in {"br", "img", "meta"}:
            self._open.append((tag, size, height))

    def handle_endtag(self, tag: str) -> None:
        if tag not in {"br", "img", "meta"}:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.words.append((data.strip(), *self._open[-1][1:]))


def _measure(value: str, whole: float) -> float:
    return float(value[:-1]) / 100 * whole if value.endswith("%") else float(value.removesuffix("px"))


PREHEADER = re.compile(r'<div style="display:none.*?</div>')


def too_tight(html: str) -> list[tuple[str, float, float]]:
    """Return words that are set too small or too close for their script."""
    least = {"en": 1.3, "ar": 1.6, "th": 1.6}
    found = []
    for words, size, height in Setting(PREHEADER.sub("", html)).words:
        own = next((other for other in ("ar", "th") if re.search({"ar": "[\u0600-\u06ff]", "th": "[\u0e00-\u0e7f]"}[other], words)), "en")
        if size < 14 or height < least[own]:
            found.append((words, size, height))
    return found


@every_mail
def test_all_words_are_as_large_and_as_far_apart_as_their_script_needs(tag: str, form: str) -> None:
    html = a_mail(tag, form)[0].html
    assert len(Setting(html).words) > 40
    assert too_tight(html) == []


@pytest.mark.parametrize("style", ["font-size:70%", "line-height:1", "font-size:14px;line-height:15px"])
def test_words_that_are_set_too_tightly_are_found(style: str) -> None:
    html = a_mail("ar", "full")[0].html
    spoilt = re.sub(r'<sup style="[^"]*"', f'<sup style="{style}"', html)
    assert {words for words, _, _ in too_tight(spoilt)} == {"1"}


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
        assert part.count("https://crossings.example.org/2022-07/en/page.html") - part.count("/en/page.html#") == 1
        assert "14 Rue du Lac" in part


def test_subject_and_preheader_run_as_the_edition_does() -> None:
    mail = a_mail("ar", "teasers")[0]
    assert mail.subject == f"\u200fTunis {WORDS['ar']}"
    assert mail.preheader == WORDS["ar"]
    assert a_mail("en", "teasers")[0].subject == "Tunis Both banks"


def test_the_title_of_the_html_is_the_subject_with_its_mark() -> None:
    for tag in TAGS:
        mail = a_mail(tag, "teasers")[0]
        assert f"<title>{mail.subject}</title>" in mail.html.replace(">\n", ">")


def a_long_one(tag: str, standfirst: Text | None, block: str = "") -> Mail:
    """Return a mail whose lead and whose first story begin with long texts."""
    material = a_material(tag, "teasers")
    blocks = read_blocks(block, "x.md", 1, tag, direction_of, []).blocks if block else ()
    slots = [dataclasses.replace(slot, article=dataclasses.replace(slot.article, standfirst=standfirst, blocks=blocks)) for slot in
             (a_slot("lead", tag, tag), a_slot("first", tag, tag))]  # fmt: skip
    section = dataclasses.replace(material.edition.sections[0], slots=(slots[1],))
    edition = dataclasses.replace(material.edition, lead=slots[0], sections=(section,), teaser=100)
    material = dataclasses.replace(material, edition=edition)
    return render_mail(edition, make_environment(material, "mail"), make_environment(material, "text"))[0]


SENTENCES = {
    "en": "The river rose for three days and both banks waited. ",
    "ar": "ارتفع النهر ثلاثة أيام، وانتظر أهل الضفّتين معًا؟ ",
    "th": "แม่น้ำขึ้นสูงอยู่สามวันเต็มและผู้คนสองฝั่งเฝ้ารอ ",
}


@pytest.mark.parametrize("tag", TAGS)
def test_a_teaser_ends_with_a_sentence_and_the_lead_may_be_twice_as_long(tag: str) -> None:
    sentence = SENTENCES[tag].strip()
    mail = a_long_one(tag, a_text(SENTENCES[tag] * 9, tag))
    for part in (re.findall(r"<p[^>]*>([^<]*)</p>", mail.html), mail.text.splitlines()):
        lead, first = (line for line in part if sentence in line)
        assert lead == " ".join([sentence] * lead.count(sentence))
        assert first == " ".join([sentence] * first.count(sentence))
        letters = [sum(unicodedata.category(character) != "Mn" for character in words) for words in (first, lead)]
        assert letters[0] <= 100 * 5 / 4 < letters[1] <= 200 * 5 / 4


def test_a_teaser_of_the_first_paragraph_keeps_its_links_and_drops_its_notes() -> None:
    block = "A [river](https://example.org/river)[^1] rose and *both banks* waited together. " * 9 + "\n\n[^1]: A note.\n"
    mail = a_long_one("en", None, block)
    for part, link in ((mail.html, 'href="https://example.org/river"'), (mail.text, "river <https://example.org/river> rose")):
        assert 2 <= part.count(link) <= 6
        assert "<sup" not in part
        assert "[1]" not in part


@pytest.mark.parametrize(("words", "tag"), [("ضفّتا النهر", "ar"), ("สองฝั่งแม่น้ำ", "th")])
def test_a_run_of_another_script_gets_the_room_it_needs_and_takes_none_elsewhere(words: str, tag: str) -> None:
    html = a_long_one("en", None, f"They call it [{words}]{{lang={tag}}} here.").html
    assert f"{words}</span> here." in html
    assert too_tight(html) == []
    environment = make_environment(a_material(tag, "full"), "mail")
    run = '<span lang="en" dir="ltr" style="direction:ltr;unicode-bidi:embed">stone</span>'
    assert environment.from_string("{{ x | text }}").render(x=a_text("stone", "en")) == run


def test_what_is_no_mark_up_is_escaped_and_stays_so_when_it_comes_again() -> None:
    material = a_material("en", "teasers")
    evil = Text("<b onclick='x'>&amp;\"</b>", "en", "ltr")
    article = dataclasses.replace(material.edition.slots[1].article, headline=evil, kicker=evil, standfirst=evil)
    slot = dataclasses.replace(material.edition.slots[1], article=article)
    section = dataclasses.replace(material.edition.sections[0], slots=(slot,) * 4)
    edition = dataclasses.replace(material.edition, sections=(section,), subject=evil)
    material = dataclasses.replace(material, edition=edition)
    environment = make_environment(material, "mail")
    for _ in range(2):
        html = render_mail(edition, environment, make_environment(material, "text"))[0].html
        assert "<b onclick" not in html
        assert html.count("&lt;b onclick=&#39;x&#39;&gt;&amp;amp;&#34;&lt;/b&gt;") >= 4 * 5
    assert environment.from_string("{{ 'a<b' }}{{ x }}{{ x }}{{ y }}{{ 1 }}").render(x="a<b", y=Markup("a<b")) == "a&lt;b" * 3 + "a<b1"


def test_what_the_look_lacks_is_told_with_the_line_of_the_template(tmp_path: Path) -> None:
    material = a_material("en", "teasers")
    for words in ('font("gigantic")', 'face("comic")', 'colour("mauve")', "nonsense"):
        own = tmp_path / words[:4] / "templates"
        (own / "mail").mkdir(parents=True)
        (own / "mail/footer.mjml").write_text("<!-- -->\n{{ " + words + " }}", "utf-8")
        changed = dataclasses.replace(material, templates=(own, *material.templates))
        with pytest.raises(TemplateError, match=r"mail/footer\.mjml:2") as caught:
            render_mail(material.edition, make_environment(changed, "mail"), make_environment(changed, "text"))
        assert re.search("gigantic|comic|mauve|nonsense", str(caught.value))


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
def test_every_link_is_in_the_text_part_too(tag: str, form: str) -> None:
    mail = a_mail(tag, form)[0]
    links = {str(attributes["href"]).removeprefix("mailto:") for name, attributes in Reading(mail.html).elements if name == "a"}
    assert len(links) > 5
    assert [link for link in links if not link.startswith("tel:") and link not in mail.text] == []


@every_mail
def test_the_text_part_begins_in_the_direction_of_the_edition(tag: str, form: str) -> None:
    assert first_strong(a_mail(tag, form)[0].text) == direction_of(tag)


def test_no_strong_character_is_overlooked() -> None:
    """What decides that a line need not be looked at more closely must know every letter (UAX #9)."""
    kinds = {character: unicodedata.bidirectional(character) for character in map(chr, range(sys.maxunicode + 1))}
    rtl = [character for character, kind in kinds.items() if kind in {"R", "AL"}]
    ltr = [character for character, kind in kinds.items() if kind == "L"]
    assert [hex(ord(character)) for character in rtl if turn_line(f"a{character}{character}")[0] != "\u200f"] == []
    assert [hex(ord(character)) for character in ltr if turn_line(f"\u05d0{character}{character}")[0] != "\u200e"] == []


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
