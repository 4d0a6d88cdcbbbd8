"""The main text of a saved web page: trafilatura says which words belong to the article, the page's own tree keeps their form.

trafilatura knows boilerplate, but gives plain text back: languages, directions, captions and lines are lost on the way. So its
answer serves to find the part of the tree that holds the article, and what in there is none of it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import trafilatura

from newsletter.intake.doubts import Doubts
from newsletter.intake.html_notes import find_notes
from newsletter.intake.html_tree import BLOCKS, Element, Words

_DATES = {"extensive_search": False, "original_date": True, "max_date": "2199-12-31"}
_AROUND = re.compile(
    r"(?:^|[-_\s])(?:share|sharing|social|related|comments?|nav|navigation|menu|breadcrumbs?|newsletter|subscribe|cookies?|tags|advert|ads?|sidebar|"
    r"pagination|toolbar|print)(?:$|[-_\s])",
    re.IGNORECASE,
)
_OUTSIDE = frozenset({"nav", "aside", "footer", "form"})
_SHORT = 12
ENOUGH = 0.9
"""How much of the article's text the part of the page must hold that is taken for it."""


class Extract(NamedTuple):
    """What trafilatura says of a page; empty where it says nothing."""

    text: str
    title: str
    author: str
    date: str
    address: str


def extract(text: str) -> Extract | None:
    """Return the main text of an HTML page and what it states of itself; None where no main text can be told from the rest."""
    found = trafilatura.bare_extraction(text, with_metadata=True, include_comments=False, include_tables=True, date_extraction_params=_DATES)
    if found is None:
        return None
    made = {name: str(getattr(found, name, None) or "") for name in ("text", "title", "author", "date", "url")}
    return Extract(made["text"], made["title"], made["author"], made["date"], made["url"]) if made["text"].strip() else None


def letters(text: str) -> str:
    """Return the letters and digits of a text, to compare it by."""
    return "".join(character for character in text.casefold() if character.isalnum())


def find_main(tree: Element, extracted: Extract, doubts: Doubts) -> Element | None:
    """Return the part of the page that holds the extracted text, without what stands in it and is no part of the article.

    What is left out inside that part is told; None where the page's tree does not hold the text.
    """
    lines = {letters(line) for line in extracted.text.split("\n")} - {""}
    whole = letters(extracted.text)
    leaves = [element for element in tree.walk() if _is_leaf(element)]
    taken = {id(leaf) for leaf in leaves if _is_taken(leaf, lines, whole)}
    sizes = _sizes(tree, taken)
    if not sizes.get(id(tree)):
        return None
    main = tree
    while inner := next((child for child in _elements(main) if sizes.get(id(child), 0) >= ENOUGH * sizes[id(tree)]), None):
        if _is_leaf(inner):
            break
        main = inner
    _prune(main, taken, extracted, doubts)
    return main


def _elements(element: Element) -> list[Element]:
    return [child for child in element.children if isinstance(child, Element)]


def _is_leaf(element: Element) -> bool:
    """Whether an element has words of its own, and no blocks in it."""
    return element.name in BLOCKS and not element.has_blocks() and bool(element.plain())


def _is_taken(leaf: Element, lines: set[str], whole: str) -> bool:
    words = letters(leaf.plain())
    return words in lines or (len(words) >= _SHORT and words in whole)


def _sizes(tree: Element, taken: set[int]) -> dict[int, int]:
    """Return how many of the article's letters stand in each element."""
    sizes: dict[int, int] = {}
    for element in [*reversed(list(tree.walk())), tree]:
        own = len(letters(element.plain())) if id(element) in taken else 0
        sizes[id(element)] = own + sum(sizes.get(id(child), 0) for child in _elements(element))
    return sizes


def _prune(main: Element, taken: set[int], extracted: Extract, doubts: Doubts) -> None:
    """Leave out what stands before and after the article's words, and in parts that go round a text on every page of a site."""
    order = [element for element in main.walk() if id(element) in taken or element.name in {"figure", "img"} or _is_leaf(element)]
    places = [place for place, element in enumerate(order) if id(element) in taken]
    notes = {id(part) for note in find_notes(main).values() for part in (note, *note.walk())}
    captions = {id(part) for figure in main.walk() if figure.name in {"figure", "table"} for part in figure.walk()}
    kept = taken | notes
    dropped: set[int] = set()
    for place, element in enumerate(order):
        if id(element) in kept or element.name in {"figure", "img"}:
            continue
        if (place < places[0] or place > places[-1]) and id(element) not in captions:
            dropped.add(id(element))
    for element in main.walk():
        is_around = element.name in _OUTSIDE or any(_AROUND.search(element.attributes.get(name, "")) for name in ("class", "id"))
        if is_around and not any(id(part) in kept for part in (element, *element.walk())):
            dropped.add(id(element))
    for element in (main, *main.walk()):
        for child in _elements(element):
            if id(child) in dropped and (words := child.plain()) and letters(words) != letters(extracted.title):
                doubts.tell(child.line, "page-part", words)
        element.children = [child for child in element.children if isinstance(child, Words) or id(child) not in dropped]
