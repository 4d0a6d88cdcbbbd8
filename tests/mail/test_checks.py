"""The checks that a mail must pass, by the numbers of the house's list; those that are read from its bytes run here over every edition.

Most of these are rules of preflight, so that editors and template authors are told too. Each has a negative control: a defect,
put into a real mail, that it finds. ``ELSEWHERE`` says where the others are.
"""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from mailroom import ALL, Posted, post, posted
from tinyhtml5.parser import HTMLParser as BrowserParser

from newsletter.model import Mail, Markup, Proof
from newsletter.preflight import (
    heading_order,
    mail_characters,
    mail_direction,
    mail_imprint,
    mail_links,
    mail_markup,
    mail_message,
    mail_subject,
    mail_text,
    mail_weight,
    preheader_length,
)
from newsletter.render.message import compose_message
from newsletter.render.mjml_check import check_mjml

Faults = Callable[[Posted], list[str]]
Change = Callable[[Posted], Posted]

ELSEWHERE = {
    "05": "tests/mail/test_mjml_oracle.py",
    "08": "tests/mail/test_degradations.py",
    "09": "tests/mail/test_degradations.py",
    "13": "tests/mail/test_degradations.py",
    "29": "tests/mail/test_delivery.py",
    "33": "tests/mail/test_accessibility.py",
    "34": "tests/mail/test_degradations.py",
    "32": "tests/mailing/test_smtp.py",
    "35": "tests/mail/test_ratchet.py",
    "36": "tests/mail/test_spam.py",
    "38": "tests/render/test_mjml_canaries.py",
}
"""Checks of another kind, by what they need: a browser, a server, an oracle, the message's own bytes."""
LATER = {"30", "31"}
"""What concerns mailing services comes with them."""


# What is compared with the source


def words_of(values: Iterator[str]) -> Counter[str]:
    """Count texts, all gaps alike."""
    return Counter(" ".join(value.split()) for value in values)


def lost_attributes(mail: Posted) -> list[str]:
    """Return every value of an attribute that is not in both, the mail and its source."""
    return [
        f"{name}: {value!r}"
        for name in ("alt", "title", "href", "aria-label")
        for value in _difference(*(words_of(_values(markup, name)) for markup in (Markup.of(mail.mjml), mail.mail.markup)))
    ]


def _values(markup: Markup, name: str) -> Iterator[str]:
    roots = {place for place, element in enumerate(markup.elements) if element.attributes.get("aria-roledescription") == "email"}
    return (element.attributes[name] for place, element in enumerate(markup.elements) if name in element.attributes and place not in roots)


def _difference(one: Counter[str], other: Counter[str]) -> list[str]:
    return sorted(((one - other) + (other - one)).elements())


def lost_words(mail: Posted) -> list[str]:
    """Return the first paragraph that reads otherwise in the mail than in its source: words lost, or stuck together."""
    source, compiled = paragraphs(Markup.of(mail.mjml)), paragraphs(mail.mail.markup)
    return next(([f"{one!r} became {other!r}"] for one, other in zip(source, compiled, strict=False) if one != other), []) or (
        [] if len(source) == len(compiled) else [f"{len(source)} paragraphs became {len(compiled)}"]
    )


def paragraphs(markup: Markup) -> list[str]:
    """Return the text between two edges of blocks, each gap one space, as a browser lays it out."""
    found: list[tuple[tuple[int, ...], list[str]]] = []
    for run in markup.runs:
        path = [place for place in markup.path(run.element) if is_block(markup.elements[place].name)]
        if any(markup.elements[place].name == "mj-head" for place in path):
            continue
        if not found or found[-1][0] != tuple(path):
            found.append((tuple(path), []))
        found[-1][1].append(run.text)
    return [words for _, texts in found if (words := " ".join("".join(texts).split()))]


def is_block(name: str) -> bool:
    """Whether an element begins a line of its own, in HTML or MJML."""
    return name.startswith("mj") or re.fullmatch(r"html|body|div|p|h[1-6]|ul|ol|li|table|tbody|thead|tr|t[dh]|blockquote", name) is not None


# Whether it is HTML


def wrong_html(mail: Posted) -> list[str]:
    """Return what a browser would have to mend, and what Outlook would in the part that it alone reads."""
    parser = BrowserParser()
    parser.parse(mail.mail.html)
    return [f"parse error: {code}" for _, code, _ in parser.errors] + unbalanced(opened_for_outlook(mail.mail.html))


def opened_for_outlook(html: str) -> str:
    """Return the mail as Word reads it."""
    html = re.sub(r"<!--\[if !mso\]><!-->.*?<!--<!\[endif\]-->", "", html, flags=re.DOTALL)
    return re.sub(r"<!--\[if [^\]]*(?:mso|IE)[^\]]*\]>(.*?)<!\[endif\]-->", r"\1", html, flags=re.DOTALL)


def unbalanced(html: str) -> list[str]:
    """Return every end tag that closes another element than the one that is open, and what is never closed."""
    balance = _Balance()
    balance.feed(html)
    balance.close()
    return balance.faults + [f"<{name}> is never closed" for name in balance.open]


class _Balance(HTMLParser):
    VOID = frozenset({"br", "hr", "img", "meta", "link", "input", "col"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        """Nothing is opened."""

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.faults.append(f"</{tag}> closes another element")


# The table


ABOUT = {"10": "in a style", "12": "element|attribute|on a link", "14": "such form|tears|words", "16": "fetches|fonts", "21": "picture"}
"""What one rule says for several checks, by their numbers; all else that it says is check 22's."""
REST = f"^(?!.*(?:{'|'.join(ABOUT.values())}))"


def by_rule(*rules: object, about: str = "", severities: tuple[str, ...] = ("error", "warning")) -> Faults:
    """Return a check that is rules of preflight, or what they say *about* something."""

    def faults(mail: Posted) -> list[str]:
        proof: Proof = mail.proof
        problems = [problem for rule in rules for problem in rule.check(proof)]  # type: ignore[attr-defined]
        return [
            f"{problem.source}: {problem.message}" for problem in problems if problem.severity in severities and re.search(about, problem.message)
        ]

    return faults


def wrong_message(mail: Posted) -> list[str]:
    """Return what is wrong with the complete message, which is made of the mail where a defect has not made it already."""
    whole = mail.mail.message or compose_message(mail.mail, mail.material)
    return [str(problem.message) for problem in mail_message.check(mail.proof_of(dataclasses.replace(mail.mail, message=whole)))]


def unsteady(mail: Posted) -> list[str]:
    """Return the parts that another rendering makes differently."""
    again = post(mail.material).mail
    return [name for name in ("subject", "preheader", "html", "text", "message") if getattr(again, name) != getattr(mail.mail, name)]


CHECKS: dict[str, tuple[str, Faults]] = {
    "01": ("every attribute is as it was written", lost_attributes),
    "02": ("every word is as it was written", lost_words),
    "03": ("the MJML is sound", lambda mail: [finding.message for finding in check_mjml(mail.mjml)]),
    "04": ("the HTML is sound, for Outlook too", wrong_html),
    "06": ("language and direction stand on html and on the first div", by_rule(mail_direction)),
    "07": ("nothing turns a mail round, every table says its direction", by_rule(mail_direction)),
    "10": ("no logical sides, no layout that Outlook does not know", by_rule(mail_markup, about=ABOUT["10"])),
    "11": ("numbers and addresses are isolated", by_rule(mail_direction)),
    "12": ("no element that mail programs drop", by_rule(mail_markup, mail_direction, about=ABOUT["12"])),
    "14": ("nothing tears a script apart", by_rule(mail_markup, mail_characters, about=ABOUT["14"])),
    "15": ("no damaged character", by_rule(mail_characters)),
    "16": ("nothing is fetched, every stack of fonts ends in a generic family", by_rule(mail_markup, about=ABOUT["16"])),
    "17": ("light enough, style blocks too", by_rule(mail_weight, severities=("error",))),
    "18": ("a preheader of its own", by_rule(preheader_length)),
    "19": ("a subject for an inbox", by_rule(mail_subject)),
    "20": ("one first heading, no step missing, the title is the subject", by_rule(heading_order)),
    "21": ("every picture has alt, width and an address that is shown", by_rule(mail_markup, about=ABOUT["21"])),
    "22": ("tables say what they are", by_rule(mail_markup, about=REST)),
    "23": ("every link can be followed, and says where it goes", by_rule(mail_links)),
    "24": ("one way out, nothing of a template left", by_rule(mail_imprint)),
    "25": ("sender and postal address", by_rule(mail_imprint)),
    "26": ("the text part is the same letter", by_rule(mail_text)),
    "27": ("the message travels as it is", wrong_message),
    "28": ("its fields say how to unsubscribe, and in which language it is", wrong_message),
    "37": ("the same issue gives the same bytes", unsteady),
}


def put(pattern: str, replacement: str, part: str = "html") -> Change:
    """Return a defect: the first place of *pattern* in a part of the mail is replaced."""

    def change(mail: Posted) -> Posted:
        whole = mail.mjml if part == "mjml" else str(getattr(mail.mail, part))
        spoilt, times = re.subn(pattern, replacement.replace("\\", r"\\"), whole, count=1, flags=re.DOTALL)
        assert times, f"the defect has no place in the {part} of the mail any more: {pattern}"
        if part == "mjml":
            return dataclasses.replace(mail, mjml=spoilt)
        return dataclasses.replace(mail, mail=dataclasses.replace(mail.mail, **{part: spoilt}))

    return change


def with_imprint(**facts: str) -> Change:
    """Return a defect: something else must stand in the mail than does."""

    def change(mail: Posted) -> Posted:
        assert mail.mail.imprint
        return dataclasses.replace(mail, mail=dataclasses.replace(mail.mail, imprint=mail.mail.imprint._replace(**facts)))

    return change


def in_message(pattern: bytes, replacement: bytes) -> Change:
    """Return a defect in the bytes of the complete message."""

    def change(mail: Posted) -> Posted:
        spoilt, times = re.subn(pattern, replacement, compose_message(mail.mail, mail.material), count=1)
        assert times, f"the defect has no place in the message any more: {pattern!r}"
        return dataclasses.replace(mail, mail=dataclasses.replace(mail.mail, message=spoilt))

    return change


def with_preheader(words: str) -> Change:
    """Return a defect: another preheader."""

    def change(mail: Posted) -> Posted:
        edition = dataclasses.replace(mail.material.edition, preheader=dataclasses.replace(mail.material.edition.preheader, text=words))
        return dataclasses.replace(mail, material=dataclasses.replace(mail.material, edition=edition))

    return change


BODY = r"(?=</body>)"
DEFECTS: dict[str, tuple[str, str, Change, str]] = {
    "an alt text with an escape of the engine's": ("01", "th", put(r'alt="([^"]{3})[^"]*"', r'alt="น\u{e49}ำ"'), r"\u{e49}"),
    "an address that lost its end": ("01", "en", put(r'(?<=href="https://)[^"]*', "x.org"), "href"),
    "two words glued": ("02", "en", put(r"(<p [^>]*>[^<\s]+) ", ""), "became"),
    "a paragraph lost": ("02", "ar", put(r"(<h3[^>]*>.*?</h3>)", ""), "became"),
    "an unknown element": ("03", "en", put(r"<mj-column>", "<mj-colum>", "mjml"), "mj-colum"),
    "a table in a paragraph": ("04", "en", put(r"<p ", "<p><table><tr><td></td></tr></table></p><p "), "parse error"),
    "Outlook's cell left open": (
        "04",
        "en",
        put(r"<!--\[if mso \| IE\]></td></tr></table>", "<!--[if mso | IE]></tr></table>"),
        "closes another element",
    ),
    "no direction on html": ("06", "en", put(r'<html lang="en" dir="ltr"', '<html lang="en"'), "on its html element"),
    "no language on the first div": ("06", "th", put(r'(<body[^>]*><div[^>]*?) lang="th"', "<body><div "), "on its first div"),
    "a ghost table without direction": ("07", "ar", put(r'(?<=mso \| IE\]>)<table dir="rtl"', "<table"), "that only Outlook sees"),
    "a table without direction": ("07", "ar", put(r'(?<!mso \| IE\]>)<table dir="rtl"', "<table"), "a table without dir"),
    "a column from the left": ("07", "ar", put(r"direction:rtl", "direction:ltr"), 'direction:ltr inline inside dir="rtl"'),
    "a logical side": ("10", "ar", put(r"text-align:right", "text-align:start"), "text-align:start"),
    "a flexible box": ("10", "en", put(r"display:block", "display:flex"), "display:flex"),
    "a percentage in Arabic": ("11", "ar", put(r"</h2>", "</h2><p>نحو 12.5% منهم</p>"), "'12.5%' stands"),
    "an address in Arabic": ("11", "ar", put(r'<span dir="ltr"[^>]*>(?=<a href="mailto)', "<span>"), "desk@"),
    "a bdi": ("12", "ar", put(r"</h2>", "<bdi>x</bdi></h2>"), "a bdi element"),
    "a direction on a link": ("12", "ar", put(r"<a ", '<a dir="rtl" '), "dir on a link"),
    "spaced Arabic": ("14", "ar", put(r'<h3 (.*?)style="', '<h3 style="letter-spacing:1px;'), "letter-spacing:1px"),
    "torn syllables": ("14", "th", put(r"word-break:break-word", "word-break:break-all"), "break-all"),
    "a line break in Thai": ("14", "th", put(BODY, "<p>ภาษา\nไทย</p>"), "a line break in the middle of words"),
    "a lost letter": ("15", "fr", put("é", "\ufffd"), "U+FFFD"),
    "a control character": ("15", "en", put("</h2>", "\x92</h2>"), "U+0092"),
    "loose accents": ("15", "fr", put("é", "e\u0301"), "loose parts"),
    "a mark without its half": ("15", "ar", put("</h2>", "\u2067</h2>"), "without its other half"),
    "two byte order marks": ("15", "en", put("^", "\ufeff\ufeff", "text"), "U+FEFF"),
    "a font from elsewhere": ("16", "en", put("<style[^>]*>", "<style>@import url(https://fonts.googleapis.com/css);"), "@import"),
    "fonts without an end": ("16", "th", put(r", sans-serif(?=;font-size)", ""), "no generic family"),
    "a mail too heavy": ("17", "th", put(BODY, "ก" * 40_000), "bytes of HTML"),
    "a style block too long": ("17", "en", put("</style>", "p {}" * 5000 + "</style>"), "style block"),
    "a short preheader": ("18", "en", with_preheader("July"), "has 4 characters"),
    "a preheader turned round": ("18", "ar", put("^", "UNHCR ", "preheader"), "turns it round"),
    "a long subject": ("19", "en", put("$", " and more" * 20, "subject"), "characters"),
    "a subject turned round": ("19", "ar", put("^", "UNHCR ", "subject"), "turns it round"),
    "two first headings": ("20", "en", put("</h1>", "</h1><h1>x</h1>"), "2 headings of level 1"),
    "a step left out": ("20", "en", put("</h1>", "</h1><h4>x</h4>"), "skips from level 1 to 4"),
    "another title": ("20", "ar", put("(?<=<title>)[^<]*", "معابر"), "where its subject is"),
    "a picture that says nothing": ("21", "en", put(r'(?<=<img )([^>]*?)alt="[^"]*"', ""), "without alt"),
    "a picture of half a pixel": (
        "21",
        "en",
        put(r'(<img [^>]*?)width="\d+"', '<img alt="" src="https://x.org/a.png" width="9.5"'),
        "without a width",
    ),
    "a picture that Outlook knows not": ("21", "en", put(r"\.(?:jpg|jpeg|png)\"", '.webp"'), "do not show"),
    "a layout that is read out": ("22", "en", put(r' role="presentation"', ""), "table"),
    "a head cell of nothing": ("22", "en", put(BODY, '<table dir="ltr"><tr><th>x</th></tr></table>'), "without scope"),
    "a link to nowhere": ("23", "en", put(r'href="https://[^"]*"', 'href=""'), "links to nowhere"),
    "a link without words": ("23", "en", put(BODY, '<a href="https://x.org/a"></a>'), "without words"),
    "read more of what": (
        "23",
        "en",
        put(BODY, '<p><a href="https://x.org/a">More</a></p><p><a href="https://x.org/b">More</a></p>'),
        "the same words",
    ),
    "a bare ampersand": ("23", "en", put(BODY, '<a href="https://x.org/?a=1&b=2">Report</a>'), "a bare &"),
    "two ways out": ("24", "en", put(BODY, '<a href="https://crossings.example.org/unsubscribe">Out</a>'), "2 links to unsubscribe"),
    "no way out of the text": ("24", "ar", with_imprint(unsubscribe="https://x.org/out"), "0 links to unsubscribe in its text part"),
    "a piece of a template": ("24", "en", put(BODY, "{{ name }}"), "a piece of a template"),
    "a tag of a service": ("24", "en", put("$", "*|UNSUB|*", "text"), "a piece of a template"),
    "another sender": ("25", "fr", with_imprint(publisher="Somebody else"), "does not show the publisher"),
    "no address": ("25", "th", with_imprint(address=""), "has no postal address"),
    "no text": ("26", "en", put(".*", "", "text"), "is empty"),
    "a text without a link": ("26", "en", put(r"<https://[^>]*#[^>]*>", "", "text"), "lacks the link"),
    "a text in English": ("26", "ar", put(".*", "\u200fThirty days hath September, April, June and November. " * 9, "text"), "hardly written"),
    "a message of bare lines": ("27", "th", in_message(rb"\r\n\r\n", b"\n\n"), "CRLF"),
    "a message of other words": ("27", "ar", in_message(rb"\r\n\r\n--", b"\r\n\r\nx--"), ""),
    "no way out by one click": ("28", "en", in_message(rb"List-Unsubscribe-Post: [^\r]*\r\n", b""), "nsubscribe"),
    "an encoded way out": ("28", "ar", in_message(rb"List-Unsubscribe: <https", b"List-Unsubscribe: =?utf-8?q?=3C?=<https"), "nsubscribe"),
    "a message without its language": ("28", "fr", in_message(rb"Content-Language: [^\r]*\r\n", b""), "anguage"),
    "a text that changes": ("37", "en", put("$", "again", "text"), "text"),
}
"""By name: the check that must find it, the edition of the sample issue that it is put into, and a piece of what is said."""


def test_every_check_is_tested_here_or_elsewhere() -> None:
    assert sorted({*CHECKS, *ELSEWHERE} | LATER) == [f"{number:02}" for number in range(1, 39)]
    assert not CHECKS.keys() & ELSEWHERE.keys()
    root = Path(__file__).parents[2]
    assert [path for path in ELSEWHERE.values() if not (root / path).is_file()] == []


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: f"{check} {CHECKS[check][0]}")
def test_every_edition_passes(check: str) -> None:
    _, faults = CHECKS[check]
    assert {f"{name} {tag}": found for name, tag in ALL if (found := faults(posted(name, tag)))} == {}


@pytest.mark.parametrize("name", DEFECTS)
def test_a_seeded_defect_is_found(name: str) -> None:
    check, tag, change, said = DEFECTS[name]
    _, faults = CHECKS[check]
    sound = posted("2022-07", tag)
    before, after = faults(sound), faults(change(sound))
    assert [fault for fault in after if fault not in before and said in fault], f"nothing about {said!r} in {after}"


def test_every_check_has_a_seeded_defect() -> None:
    assert CHECKS.keys() - {check for check, *_ in DEFECTS.values()} == set()


def test_the_mails_are_many_and_full() -> None:
    mails: list[Mail] = [posted(name, tag).mail for name, tag in ALL]
    assert len(mails) >= 15
    assert min(len(mail.markup.links) for mail in mails) > 10
    assert min(len(paragraphs(mail.markup)) for mail in mails) > 20
