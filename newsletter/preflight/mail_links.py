"""A link of the mail goes nowhere, or its words do not say where.

Why: a mail program follows https, mailto and tel, and little else; who listens hears the links by themselves (WCAG 2.2, 2.4.4):
an address read out letter by letter, or twelve times "Read more", helps nobody.
What to do: in a story, write words that tell what is behind the link, and the whole address with https. A template gives words
that are the same everywhere an ``aria-label`` with the headline in it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from newsletter.languages.isolation import ADDRESS
from newsletter.model import EditionProof, Link, Markup, Problem, Proof, Severity

ID = "mail-links"

_SAFE = re.compile(r"https://[^\s/?#]+|mailto:[^\s@]+@[^\s@]+|tel:\+?[\d().;=\w-]+")
_DAMAGED = re.compile(r"&(?:amp|lt|gt|quot|#\d+|#x[0-9a-f]+);", re.IGNORECASE)
_BARE = re.compile(r"&(?!\w+;|#\w+;).{0,20}")
_CONTEXT = frozenset({"p", "li", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6"})
_WORDS = "Write words that tell what is behind the link."


class _Fault(NamedTuple):
    """What is wrong, and where."""

    place: int
    message: str
    hint: str
    severity: Severity = "error"


def check(proof: Proof) -> Iterator[Problem]:
    """Yield a problem for every link that a reader cannot follow or cannot tell from another."""
    for entry in proof.editions:
        if entry.mail is None:
            continue
        edition = entry.edition
        tag = edition.language.tag
        markup = entry.mail.markup
        for fault in (*_addresses(markup), *_silent(entry, markup), *_alike(markup)):
            slot = entry.story_at(fault.place)
            yield Problem(slot.article.source if slot else edition.source, ID, f"the {tag} mail {fault.message}", fault.hint, fault.severity, tag)
        if found := _BARE.search(entry.mail.html):
            message, hint = f"the {tag} mail has a bare & in it: {found[0]!r}", "Mend the template: let Jinja escape the value, or write &amp;."
            yield Problem(edition.source, ID, message, hint, "error", tag)


def _addresses(markup: Markup) -> Iterator[_Fault]:
    for link in markup.links:
        target = link.target
        if target.startswith("#") and len(target) > 1:
            if target[1:] not in markup.anchors:
                yield _Fault(link.element, f"links to {target}, which is not in it ({link.text[:40]!r})", "Mend the template.")
        elif target.startswith("http://"):
            yield _Fault(link.element, f"links without encryption to {target}", "Write https:// where the website has it.", "warning")
        elif not _SAFE.match(target):
            shown = repr(target[:60]) if target else "nowhere"
            yield _Fault(link.element, f"links to {shown} ({link.text[:40]!r})", "A link in a mail begins with https://, mailto: or tel:.")
        elif _DAMAGED.search(target) or re.search(r"\s", target):
            yield _Fault(link.element, f"links to a damaged address, {target[:80]!r}", "Copy the address again from the browser.")


def _silent(entry: EditionProof, markup: Markup) -> Iterator[_Fault]:
    """Yield links without words, and those in a story whose words are an address."""
    for link in markup.links:
        attributes = markup.elements[link.element].attributes
        words = attributes.get("aria-label") or link.text
        if attributes.get("aria-hidden") == "true":
            continue
        if not any(character.isalnum() for character in words):
            yield _Fault(link.element, f"has a link without words to {link.target}", "Give the link words, or its picture an alt text.")
        elif (
            ("/" in words or "www." in words)
            and not link.target.startswith("mailto:")
            and ADDRESS.fullmatch(words)
            and entry.story_at(link.element) is not None
        ):
            yield _Fault(link.element, f"has an address as the words of a link: {words[:60]}", _WORDS, "warning")


def _alike(markup: Markup) -> Iterator[_Fault]:
    """Yield links that say the same and lead to different places, unless the sentence round them tells which is which."""
    groups: dict[str, list[Link]] = defaultdict(list)
    for link in markup.links:
        attributes = markup.elements[link.element].attributes
        if attributes.get("aria-hidden") != "true":
            groups[(attributes.get("aria-label") or link.text).casefold()].append(link)
    for words, links in groups.items():
        if not words or len({link.target for link in links}) == 1:
            continue
        seen: dict[str, str] = {}
        for link in links:
            if seen.setdefault(_context(markup, link), link.target) != link.target:
                message = f"has links to different places with the same words: {link.text[:40]!r}"
                yield _Fault(link.element, message, f"{_WORDS} In a template, add an aria-label with the headline.", "warning")
                break


def _context(markup: Markup, link: Link) -> str:
    """Return the text of the block that a link stands in."""
    block = next((index for index in markup.path(link.element) if markup.elements[index].name in _CONTEXT), link.element)
    return " ".join("".join(run.text for run in markup.runs if block in markup.path(run.element)).split())
