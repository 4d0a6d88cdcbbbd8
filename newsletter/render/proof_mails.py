"""A mail as the proof carries it: its passages numbered, its pictures taken out, and nothing in it that leads or asks anywhere.

A mail is other people's words: it is shown in a frame without scripts and without a network, and what it would fetch or follow is
taken away besides. What a reader can change on the proof stands in it as a gap: the pictures, and whether it is dark.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from newsletter.model import Element, Markup, read_style

Gap = Mapping[str, int | str]
"""What is filled in when the mail is shown: ``{"picture": 3}``, ``{"when": "dark"}``, ``{"scheme": "any"}``."""
Part = str | Gap

# fmt: off
_INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd", "label", "mark", "q", "s",
    "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var",
})
"""What stands in a line, and is no passage of its own."""
# fmt: on
_OUTSIDE = frozenset({"html", "head", "title", "style", "script", "template"})
_VISIBLE = re.compile(r"[^\s\u00a0\u00ad\u034f\u2000-\u200f\u2028-\u202f\u2060-\u206f\u3000\ufeff]")
_TAG = re.compile(r"""<[a-zA-Z][^\s/>]*(?:[^"'>]|"[^"]*"|'[^']*')*>""")
_SCHEME = re.compile(r"\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)", re.IGNORECASE)
_LEADING = frozenset({"action", "formaction", "ping", "target"})
_FETCHING = frozenset({"src", "srcset", "lowsrc", "loading"})
_SPACER = 2
"""Pictures of so many pixels are no pictures."""
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
"""What a mail may do in its frame (Content Security Policy 3): show itself."""
NO_PICTURE = "data:,"


class Passage(NamedTuple):
    """A paragraph, a heading or a picture of a mail: what can be spoken of by its number."""

    number: int
    kind: str
    """``subject``, ``preheader``, ``text``, ``heading`` or ``picture``."""
    words: str
    """What it says; a picture's alt text."""
    element: int = -1
    """Index of its element; -1 for what stands at the mail's head."""


class Specimen(NamedTuple):
    """A mail, ready to be shown."""

    parts: tuple[Part, ...]
    passages: tuple[Passage, ...]


def make_specimen(markup: Markup, html: str, subject: str, preheader: str, picture_of: Callable[[str], int | None]) -> Specimen:
    """Return a mail with its passages numbered and its pictures taken out.

    Takes what *picture_of* gives for the file name of a picture: its number, or None where there is none of that name. The numbers
    follow the document, subject and preheader first, and are the same for the same mail.
    """
    head = (Passage(1, "subject", subject), Passage(2, "preheader", preheader))
    passages = (*head, *(Passage(number, *found) for number, found in enumerate(_passages(markup), len(head) + 1)))
    return Specimen(tuple(_parts(markup, html, {passage.element: passage.number for passage in passages}, picture_of)), passages)


def find_headlines(markup: Markup, passages: Sequence[Passage], slugs: frozenset[str]) -> dict[str, int]:
    """Return the number of each story's headline in a mail, by slug: the heading with a link to the story (``…#slug``)."""
    places = [passage.element for passage in passages]
    headings = {heading.element for heading in markup.headings}
    found: dict[str, int] = {}
    for link in markup.links:
        slug = unquote(link.target.partition("#")[2])
        heading = next((place for place in markup.path(link.element) if place in headings), None)
        if slug in slugs and heading is not None and slug not in found:
            at = bisect_left(places, heading)
            found[slug] = passages[min(at, len(passages) - 1)].number
    return found


def _passages(markup: Markup) -> Iterator[tuple[str, str, int]]:
    """Yield kind, words and element of everything that a reader sees as one thing, in document order."""
    hidden = _hidden(markup.elements)
    words: dict[int, list[str]] = {}
    for run in markup.runs:
        place = _block(markup.elements, run.element)
        if place >= 0 and not hidden[place]:
            words.setdefault(place, []).append(run.text)
    broken = {_block(markup.elements, element.parent) for element in markup.elements if element.name == "br"}
    headings = {heading.element for heading in markup.headings}
    for place, element in enumerate(markup.elements):
        if hidden[place]:
            continue
        said = " ".join((" " if place in broken else "").join(words.get(place, ())).split())
        if _VISIBLE.search(said):
            yield "heading" if headings.intersection(markup.path(place)) else "text", said, place
        elif element.name == "img" and not _is_spacer(element):
            yield "picture", " ".join(element.attributes.get("alt", "").split()), place


def _block(elements: Sequence[Element], place: int) -> int:
    """Return the index of the nearest element round a place that is more than a stretch of a line; -1 where there is none."""
    while place >= 0 and elements[place].name in _INLINE:
        place = elements[place].parent
    return place


def _hidden(elements: Sequence[Element]) -> list[bool]:
    """Say of each element whether readers never see it: a preheader, what is in the head."""
    hidden: list[bool] = []
    for element in elements:
        style = read_style(element.attributes.get("style", ""))
        own = style.get("display", "").startswith("none") or style.get("visibility", "").startswith("hidden")
        own = own or "hidden" in element.attributes or element.name in _OUTSIDE - {"html"}
        hidden.append(own or (element.parent >= 0 and hidden[element.parent]))
    return hidden


def _is_spacer(element: Element) -> bool:
    sides = (element.attributes.get(side, "") for side in ("width", "height"))
    return any(side.isdigit() and int(side) <= _SPACER for side in sides)


class _Edit(NamedTuple):
    """What takes the place of a stretch of the HTML."""

    start: int
    end: int
    parts: tuple[Part, ...]


def _parts(markup: Markup, html: str, numbers: Mapping[int, int], picture_of: Callable[[str], int | None]) -> Iterator[Part]:
    """Yield the HTML from gap to gap."""
    whole: list[str] = []
    done = 0
    for edit in sorted(_edits(markup, html, numbers, picture_of), key=lambda edit: edit[:2]):
        if edit.start < done:
            continue
        whole.append(html[done : edit.start])
        done = edit.end
        for part in edit.parts:
            if isinstance(part, str):
                whole.append(part)
            else:
                yield "".join(whole)
                yield part
                whole = []
    yield "".join(whole) + html[done:]


def _edits(markup: Markup, html: str, numbers: Mapping[int, int], picture_of: Callable[[str], int | None]) -> Iterator[_Edit]:
    yield _head(markup, html)
    for place, element in enumerate(markup.elements):
        number = numbers.get(place)
        mark = f' data-proof="{number}"' if number else ""
        tag = _TAG.match(html, element.offset)
        if tag is None:
            continue
        if element.name == "img":
            yield _Edit(tag.start(), tag.end(), (*_picture(element, mark, picture_of),))
        elif element.name == "style":
            end = html.find("</", tag.end())
            yield from (
                _Edit(found.start(), found.end(), ({"when": found[1].lower()},)) for found in _SCHEME.finditer(html, tag.start(), max(end, 0))
            )
        elif element.name in {"a", "area"}:
            yield _Edit(tag.start(), tag.end(), (_rewritten(element, f'{mark} tabindex="-1"', _LEADING | {"tabindex"}),))
        elif element.name in {"base", "meta"} and (element.name == "base" or element.attributes.get("http-equiv", "").lower() == "refresh"):
            yield _Edit(tag.start(), tag.end(), ())
        elif element.name in {"button", "form", "input"}:
            yield _Edit(tag.start(), tag.end(), (_rewritten(element, f"{mark} disabled", _LEADING | _FETCHING),))
        elif mark:
            after = element.offset + 1 + len(element.name)
            yield _Edit(after, after, (mark,))


def _head(markup: Markup, html: str) -> _Edit:
    """Return what stands first in the frame: its policy, links that open nothing, and the ground that was chosen."""
    found = (_TAG.match(html, element.offset) for element in markup.elements[:9] if element.name == "head")
    place = next((tag.end() for tag in found if tag), len(html))
    policy = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}"><base target="_blank">'
    return _Edit(place, place, (policy + "<style>:root{color-scheme:", {"scheme": "any"}, "!important}</style>"))


def _picture(element: Element, mark: str, picture_of: Callable[[str], int | None]) -> Iterator[Part]:
    number = picture_of(_file_name(element.attributes.get("src", "")))
    yield _rewritten(element, mark, _FETCHING).removesuffix(">") + ' src="'
    yield NO_PICTURE if number is None else {"picture": number}
    yield '">'


def _file_name(address: str) -> str:
    try:
        return unquote(urlsplit(address).path).rpartition("/")[2]
    except ValueError:
        return ""


def _rewritten(element: Element, added: str, dropped: frozenset[str]) -> str:
    """Return an element's tag without some attributes, and with others."""
    kept = (f' {name}="{escape(value)}"' for name, value in element.attributes.items() if name not in dropped)
    return f"<{element.name}{added}{''.join(reversed([*kept]))}>"
