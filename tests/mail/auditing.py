"""What axe-core says of a mail: all its rules, and contrast once more where it can see it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from axe_playwright_python.base import AXE_SCRIPT
from browser import Pictures, Window
from degradations import plain, without_sheets, without_sources

SCRIPT = Path(__file__).with_name("auditing.js").read_text("utf-8")
NOT_FOR_MAILS = {
    "region": "a mail is one region of the program that shows it; its only landmark would be a main of its own",
    "landmark-one-main": "the program that shows the mail has the main landmark",
    "page-has-heading-one": "asked of the page of the program; that a mail has one h1 is a rule of preflight",
}
"""Rules of axe that are for pages, and why they are left out."""
COVERAGE = 0.9
"""Of the visible text nodes, how many must have their contrast judged."""
RTL_LETTER = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


class Way(NamedTuple):
    """A way in which a mail is audited."""

    name: str
    change: Callable[[str], str]
    scheme: str


WAYS = (
    Way("light", plain, "light"),
    Way("dark", plain, "dark"),
    Way("without sheets", without_sheets, "light"),
    Way("without pictures", without_sources, "light"),
    Way("dark, without pictures", without_sources, "dark"),
)


class Audit(NamedTuple):
    """What axe found."""

    violations: tuple[str, ...]
    texts: int
    """Visible text nodes."""
    judged: int
    """Those among them whose contrast was judged."""
    unsure: int
    """Those among them of which axe cannot say."""


def with_latin_letters(html: str) -> str:
    """Return a copy of a mail for axe's eyes: it takes words in joining letters for the ligatures of an icon font, and passes them over."""
    return RTL_LETTER.sub("a", html)


def audit(window: Window, html: str, pictures: Pictures, *, scheme: str = "light", contrast_only: bool = False) -> Audit:
    """Return what axe says of a mail."""
    window.show(html, pictures, scheme=scheme)
    if not window.run("() => 'axe' in window"):
        window.run(AXE_SCRIPT)
    rules = {rule: {"enabled": False} for rule in NOT_FOR_MAILS}
    said = window.run(SCRIPT, {"runOnly": ["color-contrast"]} if contrast_only else {"rules": rules})
    return Audit(tuple(said["violations"]), said["texts"], said["judged"], said["unsure"])


def find_barriers(window: Window, html: str, pictures: Pictures, edition: str = "", ways: Iterable[Way] = WAYS) -> list[str]:
    """Return every barrier that axe finds in a mail, and where it judged the contrast of too little."""
    found = []
    for way in ways:
        changed = way.change(html)
        as_it_is = audit(window, changed, pictures, scheme=way.scheme)
        latin = audit(window, with_latin_letters(changed), pictures, scheme=way.scheme, contrast_only=True)
        found += [f"{edition}, {way.name}: {violation}" for violation in dict.fromkeys((*as_it_is.violations, *latin.violations))]
        if latin.judged < COVERAGE * latin.texts:
            found.append(f"{edition}, {way.name}: contrast judged in {latin.judged} of {latin.texts} texts, {latin.unsure} left open")
    return found
