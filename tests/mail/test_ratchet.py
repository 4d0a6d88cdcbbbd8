"""The ratchet: what our templates use although some client lacks it is written down with a reason, and nothing else is.

A template that takes a new risk fails here, and so does a reason that outlived its risk. ``--update-golden`` writes the table on
docs/mail-clients.md anew.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from collections.abc import Mapping

import pytest
from mailroom import ALL, ROOT, SAMPLES, TAGS, Posted, materials, post, posted
from values import told, write_files

from newsletter.blocks import KINDS
from newsletter.clients import Row, Support, data_date, known_clients, load_accepted, name_clients, table
from newsletter.features import read_features
from newsletter.model import Block, Problem
from newsletter.places import default_templates
from newsletter.preflight.mail_feature import check

PAGE = ROOT / "docs/mail-clients.md"
START, END = "<!-- Written by tests/mail/test_ratchet.py with --update-golden. -->", "<!-- To here. -->"


@functools.cache
def in_full(name: str, tag: str) -> Posted:
    """Return a sample issue's mail with its stories in full, so that every kind of block is in some mail."""
    material = materials(name)[tag]
    return post(dataclasses.replace(material, edition=dataclasses.replace(material.edition, mail_form="full")))


@functools.cache
def mails() -> tuple[Posted, ...]:
    """Return every mail, the samples in both forms."""
    return (*(posted(name, tag) for name, tag in ALL), *(in_full(name, tag) for name in SAMPLES for tag in TAGS))


@functools.cache
def accepted() -> Mapping[str, str]:
    """Return what our templates have answered for."""
    problems: list[Problem] = []
    found = load_accepted((default_templates(),), problems)
    assert told(problems) == []
    assert found
    return found


@functools.cache
def used() -> Mapping[str, int]:
    """Return what the samples use, in all languages and both forms; not the real issues, which are not everywhere."""
    samples = [posted(name, tag) for name in SAMPLES for tag in TAGS] + [in_full(name, tag) for name in SAMPLES for tag in TAGS]
    return dict.fromkeys(sorted({feature for one in samples for feature in read_features(one.mail.markup)}), 1)


def said(one: Posted, html: str = "", less: str = "") -> list[str]:
    """Return what the rule says of a mail, with other HTML or with less accepted."""
    mail = dataclasses.replace(one.mail, html=html or one.mail.html)
    known = {feature: reason for feature, reason in accepted().items() if feature != less}
    return told(check(dataclasses.replace(one.proof_of(mail), accepted_features=known)))


def kinds_of(blocks: tuple[Block, ...]) -> set[str]:
    return {block.kind for block in blocks} | {kind for block in blocks for kind in kinds_of(block.blocks)}


def test_every_kind_of_block_is_in_some_mail_that_is_looked_at() -> None:
    slots = [slot for name in SAMPLES for tag in TAGS for slot in materials(name)[tag].edition.slots]
    assert set(KINDS) - {kind for slot in slots for kind in kinds_of(slot.article.blocks)} == set()


def test_no_mail_takes_a_risk_that_nobody_has_answered_for() -> None:
    assert [line for one in mails() for line in said(one)] == []


def test_nothing_is_accepted_that_no_template_uses_any_more() -> None:
    assert sorted(set(accepted()) - set(used())) == []


def test_nothing_is_accepted_that_every_client_knows() -> None:
    assert [row.feature for row in table(dict.fromkeys(accepted(), 1)) if row.is_safe] == []


@pytest.mark.parametrize(
    "html", ['<p style="letter-spacing:1px">A</p>', "<style>p + p { margin: 0 }</style>", "<blink>A</blink>", '<img src="a.webp">']
)
def test_a_new_risk_in_a_mail_is_told(html: str) -> None:
    one = posted("2022-07", "ar")
    assert len(said(one, one.mail.html.replace("</body>", f"{html}</body>"))) == 1


def test_a_reason_that_is_taken_out_is_missed() -> None:
    one = in_full("2022-07", "en")
    features = read_features(one.mail.markup)
    for feature in ("css-max-width", "html-style", "css-selector-child", "css-color"):
        assert feature in features
        assert len(said(one, less=feature)) == 1


PROMISES = {
    "background": r"#[0-9a-f]{6}",
    "background-color": r"#[0-9a-f]{6}",
    "border(-(top|bottom|left|right))?": r"0|none|(?=.*\b[0-8]px)(solid )?\d+px (solid )?#[0-9a-f]{6}|solid [0-8]px #[0-9a-f]{6}",
    "display": "none|block|inline-block",
    "font-size": r"\d+px",
    "font-weight": "normal|bold",
    "height|cursor": "auto",
    "line-height": r"\d(\.\d+)?|[12]px|100%",
    "margin(-.*)?": r"(0|auto|\d+px)( (0|auto|\d+px))*",
    "overflow": "hidden",
    "text-align": "left|right|center",
    "text-decoration": "none|underline",
    "text-transform": "none",
    "word-break": "break-word|normal",
}
"""What the reasons say of our inline styles: patterns of properties, and all values that they may have."""


def test_what_the_reasons_say_of_our_styles_is_true() -> None:
    for one in mails():
        for element in one.mail.markup.elements:
            for name, value in element.style.items():
                for properties, values in PROMISES.items():
                    assert not re.fullmatch(properties, name) or re.fullmatch(values, value), f"{element.name}: {name}:{value}"
            assert "!important" not in element.attributes.get("style", "")


def test_what_the_reasons_say_of_our_elements_is_true() -> None:
    for one in mails():
        for element in one.mail.markup.elements:
            assert not (element.name == "a" and "dir" in element.attributes)
            assert not (element.name in {"td", "th"} and "lang" in element.attributes)
            assert not {"reversed", "value"} & element.attributes.keys()
            if element.name == "table":
                assert element.style.get("border-spacing", "0px") == "0px"
        assert not [link.target for link in one.mail.markup.links if link.target.startswith("mailto:") and re.search(r"[?&]b?cc=", link.target)]


def test_what_the_reasons_say_of_our_style_sheets_is_true() -> None:
    for one in mails():
        for sheet in one.mail.markup.sheets:
            assert len(sheet.encode()) < 16_384
            assert set(re.findall(r"(?i)(.)(!\s*important)", sheet)) <= {(" ", "!important")}
            assert not re.search(r"@media[^{]*\{(?:[^{}]|\{[^{}]*\})*@media", sheet), "a media query inside another"
            assert not re.search(r"@media[^{]*\b(min|max)-height|orientation", sheet)


def cell(text: str) -> str:
    """Return a text for a cell of a table in Markdown."""
    return text.replace("|", r"\|").replace("<", r"\<")


def line(row: Row) -> str:
    """Return a feature's line in the first table."""
    no, partly = (name_clients(row.clients(support)) or "–" for support in ("no", "partly"))
    reason = cell(accepted()[row.feature])
    return f"| [{cell(row.title)}]({row.address}) | {no} | {partly} | {row.tested} | {reason} |"


def losses(rows: tuple[Row, ...]) -> list[str]:
    """Return the lines of the second table: what each client drops, and what it knows in part."""
    lines = []
    for place, client in enumerate(known_clients()):
        found: dict[Support, list[str]] = {"no": [], "partly": [], "unknown": []}
        for row in rows:
            found.setdefault(row.verdicts[place].support, []).append(cell(row.title))
        lines.append(f"| {client.name} | {', '.join(found['no']) or '–'} | {', '.join(found['partly']) or '–'} | {len(found['unknown']) or '–'} |")
    return lines


def written() -> str:
    """Return the part of the page that is made."""
    rows = table(used())
    risky = tuple(row for row in rows if row.is_known and not row.is_safe)
    unknown = [row for row in rows if not row.is_known]
    count = (
        f"Data of {data_date()}: {len(known_clients())} clients. Our mails use {len(rows)} features; {len(risky)} of them are lacking somewhere, "
        f"{len(unknown)} were never tested, and {len(rows) - len(risky) - len(unknown)} are known everywhere."
    )
    parts = [
        START,
        "",
        count,
        "",
        "## By feature",
        "",
        "| Feature | Dropped by | Known in part to | Last tested | What readers get instead |",
        "|---|---|---|---|---|",
        *map(line, risky),
        "",
        "Never tested by caniemail.com:",
        "",
        "| Feature | Why we use it all the same |",
        "|---|---|",
        *(f"| {cell(row.title)} | {cell(accepted()[row.feature])} |" for row in unknown),
        "",
        "## By client",
        "",
        "Of the features above. The last column counts those that nobody has tested there.",
        "",
        "| Client | Drops | Knows in part | Untested |",
        "|---|---|---|---|",
        *losses(tuple(row for row in rows if row.is_known)),
        "",
        END,
    ]
    return "\n".join(parts)


def test_the_table_on_its_page_is_that_of_our_mails(request: pytest.FixtureRequest) -> None:
    text = PAGE.read_text("utf-8")
    before, _, rest = text.partition(START)
    _, _, after = rest.partition(END)
    expected = f"{before}{written()}{after}"
    if request.config.getoption("--update-golden"):
        write_files(ROOT, {"docs/mail-clients.md": expected})
        text = expected
    assert text == expected, "docs/mail-clients.md differs: look at the difference; if it is meant, run pytest --update-golden"
