"""What reading programs do to a mail, each as a function from HTML to HTML, and how its page is then looked at."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

PHONES, DESKTOPS = (320, 375), (600, 680)
STYLE = re.compile(r"<style\b[^>]*>(.*?)</style>", re.DOTALL | re.IGNORECASE)
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
TAG = re.compile(r"<[a-z][^>]*>", re.IGNORECASE)
GMAIL_SHEET = 16 * 1024
"""Bytes of a style sheet above which Gmail drops it (caniemail, html-style)."""


def plain(html: str) -> str:
    """Change nothing: Apple Mail, and any browser."""
    return html


def gmail(html: str) -> str:
    """Keep what Gmail keeps: no attributes of html and body, no comments, no sheet that is too large or stands in the body."""
    head, body = _halves(COMMENT.sub("", html))
    sheets = "".join(sheet[0] for sheet in STYLE.finditer(head) if len(sheet[1].encode()) <= GMAIL_SHEET and "prefers-color-scheme" not in sheet[1])
    light = (
        _without_dark(sheet[0]) for sheet in STYLE.finditer(head) if "prefers-color-scheme" in sheet[1] and len(sheet[1].encode()) <= GMAIL_SHEET
    )
    return _hosted(sheets + "".join(light), STYLE.sub("", body))


def without_sheets(html: str) -> str:
    """Drop every style sheet: Gmail's apps with accounts of others, and many smaller programs."""
    return _hosted("", STYLE.sub("", _halves(COMMENT.sub("", html))[1]))


def without_dir(html: str) -> str:
    """Drop every dir attribute: GMX and web.de."""
    return TAG.sub(lambda tag: re.sub(r'\sdir="[^"]*"', "", tag[0]), html)


def without_table_dir(html: str) -> str:
    """Drop dir from tables and their cells: Orange."""
    return re.sub(r'(<(?:table|tbody|tr|td|th)\b[^>]*?)\sdir="[^"]*"', r"\1", html)


def in_rtl_host(html: str) -> str:
    """Set the mail into a page that runs from right to left: a webmail in Arabic or Hebrew."""
    return _hosted(*_parts(html), ' lang="he" dir="rtl"')


def in_ltr_host(html: str) -> str:
    """Set the mail into a page that runs from left to right: a webmail in English."""
    return _hosted(*_parts(html), ' lang="en" dir="ltr"')


def outlook(html: str) -> str:
    """Open what classic Outlook alone reads, and drop what is hidden from it. Shows its tables and their order; it is not Word."""
    html = re.sub(r"<!--\[if !mso[^\]]*\]><!-->.*?<!--<!\[endif\]-->", "", html, flags=re.DOTALL)
    html = re.sub(r"<!--\[if lte mso \d+\]>.*?<!\[endif\]-->", "", html, flags=re.DOTALL)
    html = re.sub(r"<!--\[if [^\]]*mso[^\]]*\]>(.*?)<!\[endif\]-->", r"\1", html, flags=re.DOTALL)
    html = re.sub(r"<style\b[^>]*\bmedia=.*?</style>", "", html, flags=re.DOTALL)
    return STYLE.sub(lambda sheet: re.sub(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", sheet[0]), html)


def without_sources(html: str) -> str:
    """Take the addresses of pictures away, as programs do that ask before they fetch any."""
    return re.sub(r"(<img\b[^>]*?)\ssrc=", r"\1 data-src=", html)


def with_letters_doubled(html: str) -> str:
    """Set every letter twice as large, as a reader may ask for (WCAG 2.2, 1.4.4)."""
    return re.sub(r"(font-size:\s*)(\d+)px", lambda size: f"{size[1]}{2 * int(size[2])}px", html)


class Degradation(NamedTuple):
    """A way in which a mail is read."""

    change: Callable[[str], str]
    widths: tuple[int, ...] = (*PHONES, *DESKTOPS)
    """Of the window, in CSS pixels."""
    are_pictures_shown: bool = True
    scheme: str = "light"
    is_forced_dark: bool = False
    is_looked_at: bool = False
    """Contrast is measured in what is painted."""
    name: str = ""

    def __str__(self) -> str:
        """Return its name as the findings tell it."""
        return self.name or self.change.__name__.replace("_", " ")


DEGRADATIONS = (
    Degradation(plain, is_looked_at=True),
    Degradation(gmail),
    Degradation(without_sheets, is_looked_at=True),
    Degradation(without_dir),
    Degradation(without_table_dir),
    Degradation(in_rtl_host),
    Degradation(in_ltr_host),
    Degradation(outlook, DESKTOPS),  # its tables are as wide as a desktop's page, and no telephone has it
    Degradation(plain, are_pictures_shown=False, name="pictures refused"),
    Degradation(without_sources, is_looked_at=True),
    Degradation(plain, scheme="dark", is_looked_at=True, name="dark"),
    Degradation(without_sources, scheme="dark", is_looked_at=True, name="dark without sources"),
    Degradation(plain, is_forced_dark=True, is_looked_at=True, name="forced dark"),
    Degradation(plain, (300, 340), name="200 % zoom"),  # windows of 600 and 680; WCAG 2.2, 1.4.10 asks for 320 at least
    Degradation(with_letters_doubled, DESKTOPS),
)


def _halves(html: str) -> tuple[str, str]:
    """Return a page's head and body, as they stand."""
    head, _, body = html.partition("</head>")
    return head, body


def _parts(html: str) -> tuple[str, str]:
    """Return a page's style sheets, and its body."""
    head, body = _halves(html)
    return "".join(sheet[0] for sheet in STYLE.finditer(head)), body


def _hosted(sheets: str, body: str, attributes: str = ' lang="en"') -> str:
    """Return a mail in the page of a reading program: its body has become a div, its html and its title are gone."""
    body = re.sub(r"<body\b", "<div", body).replace("</body>", "</div>").replace("</html>", "")
    return f'<!doctype html><html{attributes}><head><meta charset="utf-8"><title>Inbox</title>{sheets}</head><body>{body}</body></html>'


def _without_dark(sheet: str) -> str:
    """Return a style sheet without what it says for dark screens."""
    return re.sub(r"@media[^{]*prefers-color-scheme[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", sheet)
