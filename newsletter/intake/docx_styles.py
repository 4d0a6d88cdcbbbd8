"""What the styles and the numbering of a Word file say of a paragraph or a run (ECMA-376, part 1, 17.7 and 17.9)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple
from xml.etree.ElementTree import Element

from newsletter.intake.docx_package import W

ROLES = {
    "title": "headline",
    "subtitle": "standfirst",
    "standfirst": "standfirst",
    "abstract": "standfirst",
    "author": "byline",
    "byline": "byline",
    "date": "date",
    "quote": "quote",
    "intensequote": "quote",
    "quotations": "quote",
    "blocktext": "quote",
    "blockquote": "quote",
    "caption": "caption",
    "imagecaption": "caption",
    "tablecaption": "caption",
    "illustration": "caption",
    "figure": "caption",
    "tocheading": "contents",
}
"""Names of paragraph styles, in small letters and without spaces: those of Word (the same in all its languages), LibreOffice
and Pandoc."""
_OFF = frozenset({"0", "false", "off", "none"})
_DEEPEST = 9
_LONGEST = 12
"""Styles that one may be based on, one after the other; Word allows eleven."""
_MOST = 100_000


class Role(NamedTuple):
    """What a paragraph is, by its style."""

    name: str = ""
    level: int = 0
    """Of a heading."""


class Declared(NamedTuple):
    """The languages a run is declared to be in: one for each kind of script, as Word keeps them (17.3.2.20)."""

    plain: str = ""
    complex: str = ""
    east_asian: str = ""


class Entry(NamedTuple):
    """A paragraph's place in a list."""

    level: int
    order: int
    """Its number; 0: a bullet."""
    form: str


def value_of(element: Element | None, name: str, attribute: str = "val") -> str:
    """Return an attribute of a child of *element*; an empty string where there is none."""
    child = element.find(f"{W}{name}") if element is not None else None
    return child.get(f"{W}{attribute}", "") if child is not None else ""


def flag_of(element: Element | None, name: str) -> bool | None:
    """Return a property that is on or off (17.17.4); None where nothing is said."""
    child = element.find(f"{W}{name}") if element is not None else None
    return None if child is None else child.get(f"{W}val", "1") not in _OFF


class Styles:
    """The styles of a file; each is looked up together with those that it is based on."""

    def __init__(self, root: Element | None) -> None:
        self.styles = {style.get(f"{W}styleId", ""): style for style in (root.findall(f"{W}style") if root is not None else ())}
        self.normal = next(
            (key for key, style in self.styles.items() if style.get(f"{W}default") == "1" and style.get(f"{W}type") == "paragraph"), ""
        )
        normal = self.styles[self.normal].find(f"{W}rPr") if self.normal else None
        defaults = (normal, root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr") if root is not None else None)
        kinds = ("val", "bidi", "eastAsia")
        self.assumed = Declared(*(next((tag for source in defaults if (tag := value_of(source, "lang", kind))), "") for kind in kinds))

    def chain(self, key: str) -> Iterator[Element]:
        """Yield a style and those that it is based on, the nearest first."""
        for _ in range(_LONGEST):
            if key not in self.styles:
                return
            yield self.styles[key]
            key = value_of(self.styles[key], "basedOn")

    def role(self, properties: Element | None) -> Role:
        """Say what a paragraph with these properties is."""
        key = value_of(properties, "pStyle")
        own = value_of(properties, "outlineLvl")
        if own.isdecimal() and int(own) < _DEEPEST:
            return Role("heading", int(own) + 1)
        for name in [key, *(value_of(style, "name") for style in self.chain(key))]:
            plain = re.sub(r"[\s_-]+", "", name).lower()
            if plain in ROLES:
                return Role(ROLES[plain])
            if match := re.fullmatch(r"heading([1-9])", plain):
                return Role("heading", int(match[1]))
            if re.fullmatch(r"(toc|contents)[1-9]", plain):
                return Role("contents")
        for style in self.chain(key):
            level = value_of(style.find(f"{W}pPr"), "outlineLvl")
            if level.isdecimal() and int(level) < _DEEPEST:
                return Role("heading", int(level) + 1)
        return Role()

    def declared(self, run: Element | None, paragraph: Element | None) -> Declared:
        """Return the languages of a run: its own before those of its style and its paragraph's.

        What Word was set to (:attr:`assumed`) counts only for letters that themselves say something of their language.
        """
        sources = [run, *self.properties(run, "rStyle"), *self.properties(paragraph, "pStyle")]
        found = [next((tag for source in sources if (tag := value_of(source, "lang", kind))), "") for kind in ("val", "bidi", "eastAsia")]
        return Declared(found[0], found[1] or self.assumed.complex, found[2] or self.assumed.east_asian)

    def flag(self, run: Element | None, name: str) -> bool:
        """Say whether a run has a property, by itself or through its own style."""
        return next((flag for source in (run, *self.properties(run, "rStyle")) if (flag := flag_of(source, name)) is not None), False)

    def properties(self, properties: Element | None, kind: str) -> Iterator[Element]:
        """Yield the run properties of a named style and its ancestors, but for the one that all begin with."""
        for style in self.chain(value_of(properties, kind)):
            found = style.find(f"{W}rPr")
            if found is not None and style.get(f"{W}styleId") != self.normal:
                yield found

    def list_of(self, properties: Element | None) -> tuple[str, int, int] | None:
        """Return the number of the list that a paragraph is in, its level there and how deep it looks; None for other paragraphs."""
        sources = [properties, *(style.find(f"{W}pPr") for style in self.chain(value_of(properties, "pStyle")))]
        number, level = "", ""
        for source in sources:
            numbering = source.find(f"{W}numPr") if source is not None else None
            number = number or value_of(numbering, "numId")
            level = level or value_of(numbering, "ilvl")
        if not number or number == "0":
            return None
        depth = int(level) if level.isdecimal() and len(level) < 3 else 0
        names = [value_of(style, "name") for style in self.chain(value_of(properties, "pStyle"))]
        named = next((int(match[1]) - 1 for name in names if (match := re.fullmatch(r"list (?:bullet|number) ([2-5])", name.lower()))), 0)
        return number, min(depth, _DEEPEST - 1), min(depth or named, _DEEPEST - 1)


class Numbering:
    """Counts the paragraphs of all lists, as Word does when it shows them."""

    def __init__(self, root: Element | None) -> None:
        elements = list(root) if root is not None else []
        self.lists = {element.get(f"{W}numId", ""): element for element in elements if element.tag == f"{W}num"}
        self.abstract = {element.get(f"{W}abstractNumId", ""): element for element in elements if element.tag == f"{W}abstractNum"}
        self.by_style = {style: element for element in self.abstract.values() if (style := value_of(element, "styleLink"))}
        self.counts: dict[str, Counter[int]] = {}
        self.begun: set[tuple[str, int]] = set()
        self.known: dict[tuple[str, int], tuple[str, str, str]] = {}

    def count(self, number: str, level: int, depth: int) -> Entry:
        """Count one more paragraph of a list, and return its place; a list that nothing is known of has bullets."""
        if number not in self.lists:
            return Entry(depth, 0, "bullet")
        key = value_of(self.lists[number], "abstractNumId")
        form, start, override = self.define(number, key, level)
        if form in {"bullet", "none"}:
            return Entry(depth, 0, form)
        counts = self.counts.setdefault(key, Counter())
        if level not in counts or (override and (number, level) not in self.begun):
            counts[level] = _whole(override or start, 1)
        else:
            counts[level] += 1
        self.begun.add((number, level))
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        return Entry(depth, max(1, min(counts[level], _MOST)), form)

    def define(self, number: str, abstract: str, level: int) -> tuple[str, str, str]:
        """Return the form of a list's numbers, where they start, and where this list starts over; looked up once."""
        if (number, level) not in self.known:
            element = self.abstract.get(abstract)
            element = self.by_style.get(value_of(element, "numStyleLink"), element)
            definition, own = _level(element, level), _level(self.lists[number], level)
            form = value_of(own, "numFmt") or value_of(definition, "numFmt") or "bullet"
            override = value_of(_override(self.lists[number], level), "startOverride")
            self.known[number, level] = (form, value_of(own, "start") or value_of(definition, "start"), override)
        return self.known[number, level]


def _override(number: Element, level: int) -> Element | None:
    return next((element for element in number.findall(f"{W}lvlOverride") if element.get(f"{W}ilvl") == str(level)), None)


def _level(element: Element | None, level: int) -> Element | None:
    inner = element.iter(f"{W}lvl") if element is not None else ()
    return next((entry for entry in inner if entry.get(f"{W}ilvl") == str(level)), None)


def _whole(text: str, default: int) -> int:
    return int(text) if re.fullmatch(r"\d{1,5}", text) else default
