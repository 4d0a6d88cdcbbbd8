"""Running text of an HTML tree, as runs; what is known of the page while it is read."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from newsletter.intake.doubts import Doubts
from newsletter.intake.html_tree import Element, Words
from newsletter.intake.runs import Look, Run
from newsletter.intake.writing import Node
from newsletter.languages.direction import direction_of

_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|[0-9]{3}))?(?:[-_.@].*)?")
_BOLD = re.compile(r"font-weight\s*:\s*(bold|bolder|[6-9]00)\b")
_ITALIC = re.compile(r"font-style\s*:\s*(italic|oblique)\b")
_UNSEEN = re.compile(r"(display\s*:\s*none|visibility\s*:\s*hidden)\b")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_BREAK = "\v"
MEDIA = frozenset({"iframe", "video", "audio", "embed", "object"})


class Found(NamedTuple):
    """A picture of the story: its name in article.yaml, and the alt text that is known of it elsewhere."""

    name: str
    alt: str = ""


class Surroundings(Protocol):
    """What the place that the HTML came from knows of its pictures and addresses."""

    def find_picture(self, image: Element) -> Found | None:
        """Return the picture that *image* shows, or None after telling that it is not here."""

    def find_link(self, address: str) -> str:
        """Return where a link should lead (``https:``, ``mailto:``, ``tel:``, ``story:slug``); empty where that cannot be said."""


@dataclass(slots=True)
class Page:
    """What is known and collected while one page is read."""

    language: str
    doubts: Doubts
    surroundings: Surroundings
    by_lines: bool = False
    """Whether line ends in the text count: one is a line break, two end a paragraph, as WordPress's classic editor has it."""
    pictures: dict[str, dict[str, str]] = field(default_factory=dict)
    """Alt text and caption by the picture's name, in order of appearance."""
    lifted: list[Node] = field(default_factory=list)
    """Blocks that cannot stand where they stood."""
    notes: dict[str, int] = field(default_factory=dict)
    """Numbers of the footnotes by the id that their marks point to."""
    mentioned: set[int] = field(default_factory=set)
    """Which of them a mark points to."""
    levels: tuple[int, ...] = ()
    """The levels of headings on the page."""
    actions: int = 0
    """How many buttons the page has."""
    show_media: Callable[[Page, Element], Node | None] = lambda _page, _element: None
    """Turns a film, a sound or an embedded page into a block."""

    def mark(self, reference: str) -> Run:
        """Return the mark of the footnote *reference*."""
        self.mentioned.add(self.notes[reference])
        return Run("", note=self.notes[reference])

    def take_lifted(self) -> list[Node]:
        """Return the blocks that wait for their place, and forget them."""
        lifted, self.lifted = self.lifted, []
        return lifted


def language_tag(value: str) -> str:
    """Return a language as its tag is written here (``pt_br`` becomes ``pt-BR``; BCP 47, 2.1.1); empty where it is none."""
    match = _TAG.fullmatch(value.strip())
    if not match or match[1].lower() in {"und", "mul", "zxx"}:
        return ""
    script, region = match[2], match[3]
    return match[1].lower() + (f"-{script.title()}" if script else "") + (f"-{region.upper()}" if region else "")


def foreign_language(page: Page, element: Element) -> str:
    """Return the element's language where it says that it is another than the text round it; tell a direction without language."""
    tag = language_tag(element.attributes.get("lang", ""))
    if tag:
        return "" if tag.split("-")[0] == page.language.split("-")[0] else tag
    direction = element.attributes.get("dir", "").lower()
    if direction in {"ltr", "rtl"} and direction != direction_of(page.language) and element.plain():
        page.doubts.tell(element.line, "direction")
    return ""


def is_unseen(element: Element) -> bool:
    """Whether readers of the page do not see the element."""
    style = element.attributes.get("style", "").lower()
    return "hidden" in element.attributes or bool(_UNSEEN.search(style)) or element.has_class("screen-reader-text", "sr-only", "visually-hidden")


def gather(page: Page, element: Element, look: Look = Look()) -> list[Run]:  # noqa: B008  a look is a value
    """Return the runs of all that is in *element*."""
    runs: list[Run] = []
    for child in element.children:
        if isinstance(child, Words):
            runs += read_words(page, child, look, after_break=bool(runs) and runs[-1].text == _BREAK)
        else:
            runs += read_inline(page, child, look)
    return [run._replace(text="\n") if run.text == _BREAK else run for run in runs]


def read_words(page: Page, words: Words, look: Look, *, after_break: bool) -> list[Run]:
    """Return characters as a run; line ends are spaces, or breaks where the page is written by lines."""
    text = words.text
    if not page.by_lines:
        text = text.replace("\n", " ")
    elif after_break:
        text = re.sub(r"\A[ \t]*\n", "", text)
    return [Run(text, look)] if text else []


def read_inline(page: Page, element: Element, look: Look) -> list[Run]:  # noqa: C901, PLR0911, PLR0912  one line a name
    """Return the runs of one element of running text."""
    if is_unseen(element):
        if words := element.plain():
            page.doubts.tell(element.line, "hidden", words)
        return []
    style = element.attributes.get("style", "").lower()
    if not look.language and (tag := foreign_language(page, element)):
        look = look._replace(language=tag)
    if _BOLD.search(style):
        look = look._replace(strong=True)
    if _ITALIC.search(style):
        look = look._replace(emphasis=True)
    match element.name:
        case "br":
            return [Run(_BREAK, look)]
        case "img":
            return _image(page, element)
        case "a":
            return _link(page, element, look)
        case "b" | "strong":
            return gather(page, element, look._replace(strong=True))
        case "i" | "em" | "cite" | "dfn" | "var":
            return gather(page, element, look._replace(emphasis=True))
        case "q":
            return [Run('"', look), *gather(page, element, look), Run('"', look)]
        case "s" | "strike" | "del":
            if words := element.plain():
                page.doubts.tell(element.line, "struck", words)
            return []
        case "sup" | "sub":
            return _raised(page, element, look)
        case "svg":
            page.doubts.tell(element.line, "lost-picture", "a drawing inside the page")
            return []
        case "button" | "input" | "select":
            page.doubts.tell(element.line, "form", element.plain() or element.name)
            return []
        case name if name in MEDIA:
            node = page.show_media(page, element)
            return [Run("", node=node)] if node else []
        case _:
            return gather(page, element, look)


def _image(page: Page, element: Element) -> list[Run]:
    alt = " ".join(element.attributes.get("alt", "").split())
    if element.has_class("wp-smiley", "emoji"):
        return [Run(alt)]
    sizes = [element.attributes.get(name, "") for name in ("width", "height")]
    if any(size.strip() in {"0", "1", "2"} for size in sizes):
        return []
    if node := place_picture(page, element):
        return [Run("", node=node)]
    return []


def place_picture(page: Page, image: Element) -> Node | None:
    """Return the block of a picture, its alt text noted; None where the picture is not here."""
    found = page.surroundings.find_picture(image)
    if found is None:
        return None
    words = page.pictures.setdefault(found.name, {})
    alt = " ".join(image.attributes.get("alt", "").split()) or found.alt
    if alt:
        words.setdefault("alt", clean_words(alt))
    return Node("picture", found.name)


def clean_words(text: str) -> str:
    """Return words for a field of one line."""
    return " ".join(text.split())


def _link(page: Page, element: Element, look: Look) -> list[Run]:
    address = element.attributes.get("href", "").strip()
    fragment = address.partition("#")[2]
    if fragment in page.notes and (address.startswith("#") or len(element.plain()) < 8):
        return [page.mark(fragment)]
    runs = gather(page, element, look)
    words = "".join(run.text for run in runs).strip()
    if not address or look.target:
        return runs
    if not words:
        if any(run.node for run in runs):
            _tell_picture_link(page, element, address)
        return runs
    target = "" if address.startswith("#") else page.surroundings.find_link(address)
    if not target:
        page.doubts.tell(element.line, "lost-link", address)
        return runs
    return [run._replace(look=run.look._replace(target=target)) for run in runs]


def _tell_picture_link(page: Page, element: Element, address: str) -> None:
    if not re.search(r"\.(jpe?g|png|gif|webp|avif)\Z|[?&]attachment_id=", address, re.IGNORECASE):
        page.doubts.tell(element.line, "picture-link", address)


def _raised(page: Page, element: Element, look: Look) -> list[Run]:
    reference = element.attributes.get("data-fn", "")
    if reference in page.notes and reference:
        return [page.mark(reference)]
    if element.attributes.get("data-fn"):
        page.doubts.tell(element.line, "footnote", element.plain())
        return []
    runs = gather(page, element, look)
    digits = _RAISED if element.name == "sup" else _LOWERED
    is_number = "".join(run.text for run in runs).strip().isascii() and "".join(run.text for run in runs).strip().isdigit()
    return [run._replace(text=run.text.translate(digits)) for run in runs] if is_number else runs
