"""Figures, films, sounds and what a page takes from other websites."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

from newsletter.intake.html_inlines import Page, clean_words
from newsletter.intake.html_tree import Element
from newsletter.intake.runs import is_web, write_target
from newsletter.intake.writing import Node, escape, write_value

Flow = Callable[[Page, Element, int], list[Node]]
_FILM_HOSTS = re.compile(
    r"(?:.+\.)?(?:youtube(?:-nocookie)?\.com|youtu\.be|vimeo\.com|dailymotion\.com|dai\.ly|ted\.com|wordpress\.tv|videopress\.com|facebook\.com/watch)"
)
_FILM_FILES = re.compile(r"\.(mp4|m4v|webm|ogv|mov)\Z", re.IGNORECASE)


def is_film(address: str) -> bool:
    """Whether an address leads to a film, by its host or its ending."""
    parts = urlsplit(address)
    return bool(_FILM_HOSTS.fullmatch(parts.hostname or "") or _FILM_FILES.search(parts.path))


def show_media(page: Page, element: Element) -> Node | None:
    """Return the block for a film, sound or embedded page; None where it has no address."""
    inner = element if element.name != "object" else element.find("embed") or element
    names = ("src", "data", "href")
    address = next((inner.attributes[name] for name in names if inner.attributes.get(name)), "")
    if not address and (source := element.find("source", "a")):
        address = source.attributes.get("src", "") or source.attributes.get("href", "")
    return show_address(page, address, element.line, title=clean_words(element.attributes.get("title", "")), sound=element.name == "audio")


def show_address(page: Page, address: str, line: int, *, title: str = "", caption: str = "", sound: bool = False) -> Node | None:
    """Return the block for something that plays or is shown under *address*: a film, else a link to it."""
    target = _watchable(page.surroundings.find_link(address)) if address else ""
    if not is_web(target):
        page.doubts.tell(line, "lost-link", address or "a film or a sound")
        return None
    shown = re.sub(r"\Ahttps?://(www\.)?", "", target)
    if sound or not is_film(target):
        page.doubts.tell(line, "lost-sound" if sound else "embed", target)
        return Node("paragraph", f"[{escape(title or caption or shown)}]({write_target(target)})")
    if not title and caption:
        title, caption = caption, ""
    if not title:
        page.doubts.tell(line, "address-as-title", shown)
    fields = [("url", write_value(target)), ("title", write_value(escape(title or shown)))]
    fields += [("caption", write_value(escape(caption)))] if caption else []
    return Node("fence", "video", fields=tuple(fields))


def _watchable(address: str) -> str:
    """Return the page of a film that an address shows inside other pages."""
    parts = urlsplit(address)
    host = parts.hostname or ""
    if match := re.fullmatch(r"/(?:embed|v)/([\w-]{6,20})", parts.path):
        if re.fullmatch(r"(?:www\.)?youtube(?:-nocookie)?\.com", host):
            return f"https://www.youtube.com/watch?v={match[1]}"
    elif host == "player.vimeo.com" and (match := re.fullmatch(r"/video/(\d+)", parts.path)):
        return f"https://vimeo.com/{match[1]}"
    elif host in {"www.youtube.com", "youtube.com"} and parts.path == "/watch" and (film := parse_qs(parts.query).get("v")):
        return f"https://www.youtube.com/watch?v={film[0]}" if re.fullmatch(r"[\w-]{6,20}", film[0]) else address
    return address


def read_figure(page: Page, element: Element, nested: int, flow: Flow) -> list[Node]:
    """Return the blocks of a figure; its caption goes to the one picture, table or film in it, else stays as words."""
    note = next((child for child in element.children if isinstance(child, Element) and child.name == "figcaption"), None)
    kept = [child for child in element.children if child is not note]
    if note is None and element.has_class("wp-caption"):
        shown = [child for child in kept if isinstance(child, Element) and not child.plain()]
        note = Element("figcaption", element.line, {}, [child for child in kept if not any(child is other for other in shown)])
        kept = list(shown)
    rest = Element("div", element.line, {}, kept)
    caption = clean_words(note.plain()) if note else ""
    wrapper = next((part for part in element.walk() if part.has_class("wp-block-embed__wrapper")), None)
    if wrapper is not None and (address := wrapper.plain()) and not address.count(" "):
        node = show_address(page, address, element.line, caption=caption)
        return [node] if node else []
    before = len(page.lifted)
    nodes = flow(page, rest, nested)
    if note is None or not caption:
        return nodes
    placed = [node for node in (*nodes, *page.lifted[before:]) if node.kind in {"picture", "fence", "table"}]
    for link in note.walk():
        if link.name == "a" and link.attributes.get("href"):
            page.doubts.tell(link.line, "caption-link", link.attributes["href"])
    if len(placed) == 1 and placed[0].kind == "picture" and page.pictures[placed[0].text].setdefault("caption", caption) == caption:
        return nodes
    if len(placed) == 1 and (placed[0].kind == "table" or placed[0].text == "video") and not any(name == "caption" for name, _ in placed[0].fields):
        worded = Node(placed[0].kind, placed[0].text, 0, (*placed[0].fields, ("caption", write_value(escape(caption)))), placed[0].children)
        page.lifted = [worded if node is placed[0] else node for node in page.lifted]
        return [worded if node is placed[0] else node for node in nodes]
    return [*nodes, Node("caption", escape(caption))]


def read_download(page: Page, element: Element) -> list[Node]:
    """Return the block of a file that the page offers."""
    link = next((part for part in element.walk() if part.name == "a" and part.attributes.get("href")), None)
    if link is None:
        return []
    address = link.attributes["href"]
    target = page.surroundings.find_link(address)
    if not is_web(target):
        page.doubts.tell(element.line, "lost-link", address)
        return []
    ending = re.search(r"\.([A-Za-z0-9]{2,5})\Z", urlsplit(target).path)
    title = clean_words(link.plain()) or target
    if not ending:
        return [Node("paragraph", f"[{escape(title)}]({write_target(target)})")]
    page.doubts.tell(element.line, "download-language", title, page.language)
    fields = (
        ("title", write_value(escape(title))),
        ("url", write_value(target)),
        ("language", page.language),
        ("format", write_value(ending[1].upper())),
    )
    return [Node("fence", "download", fields=fields)]
