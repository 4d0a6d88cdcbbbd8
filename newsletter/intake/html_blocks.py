"""A tree of HTML turned into the blocks of an article.

What a newsletter has no form for becomes the nearest thing that it has, and is told; nothing disappears in silence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from newsletter.intake.html_inlines import MEDIA, Page, foreign_language, gather, is_unseen, read_inline, read_words
from newsletter.intake.html_media import is_film, read_download, read_figure, show_address, show_media
from newsletter.intake.html_notes import find_notes, take_notes
from newsletter.intake.html_tables import read_table
from newsletter.intake.html_tree import BLOCKS, Element, Words
from newsletter.intake.runs import Run, is_web, plain, split_paragraphs, tidy, write_runs
from newsletter.intake.writing import Node, escape, write_value

MAX_NESTED = 5
"""How deep lists and quotations may stand in each other; the reader of articles allows eight, a table takes three."""
_ALONE = frozenset({"picture", "fence", "table"})
_BEHIND = re.compile(r"background(?:-image)?\s*:[^;]{0,80}url\(\s*[\"']?([^)\"']{1,500})")
_ADDRESS_ALONE = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class Part:
    """What became of a page."""

    nodes: tuple[Node, ...]
    pictures: dict[str, dict[str, str]]
    """Alt text and caption by the picture's name."""


def make_blocks(tree: Element, page: Page, headline: str = "", notes: dict[str, Element] | None = None) -> Part:
    """Return the blocks of an article that *tree* holds; a heading that repeats the *headline* at its start is left out.

    *notes* are footnotes that stand elsewhere, by the id that their marks have. Losses are told to the page's doubts.
    """
    page.show_media = show_media
    elsewhere = notes or {}
    inside = find_notes(tree)
    for reference in (*elsewhere, *inside):
        page.notes.setdefault(reference, len(page.notes) + 1)
    _drop_repeat(tree, page, headline)
    levels = sorted({int(part.name[1]) for part in tree.walk() if re.fullmatch("h[1-6]", part.name) and part.plain()})
    page.levels = tuple(levels)
    if len(levels) > 2:
        page.doubts.tell(tree.line, "crosshead-levels", str(len(levels)))
    note_elements = {page.notes[reference]: element for reference, element in (elsewhere | inside).items()}
    take_notes(tree, inside)
    page.actions = sum(part.has_class("wp-block-button") for part in tree.walk())
    nodes = _join_passages(flow(page, tree, 0))
    written = _write_notes(page, note_elements)
    return Part((*nodes, *written), page.pictures)


def _drop_repeat(tree: Element, page: Page, headline: str) -> None:
    first = next((part for part in tree.walk() if re.fullmatch("h[1-6]", part.name) and part.plain()), None)
    if first is not None and headline and _letters(first.plain()) == _letters(headline):
        page.doubts.tell(first.line, "headline-repeat")
        first.name, first.children = "div", []


def _letters(text: str) -> str:
    return "".join(character for character in text.casefold() if character.isalnum())


def flow(page: Page, element: Element, nested: int) -> list[Node]:
    """Return the blocks of all that is in *element*; *nested* counts the lists, quotations and cells round it."""
    nodes: list[Node] = []
    runs: list[Run] = []
    for child in element.children:
        if isinstance(child, Words):
            runs += read_words(page, child, Run("").look, after_break=bool(runs) and runs[-1].text == "\v")
        elif child.name in BLOCKS or child.has_blocks():
            nodes += _paragraphs(page, runs, nested, child.line)
            runs = []
            nodes += _place(page, _block(page, child, nested), nested, child.line)
        else:
            runs += read_inline(page, child, Run("").look)
    return nodes + _paragraphs(page, runs, nested, element.line)


def _place(page: Page, nodes: list[Node], nested: int, line: int) -> list[Node]:
    """Keep blocks where they may stand; inside others, pictures, tables and fenced blocks wait until they may."""
    if not nested:
        return [*nodes, *page.take_lifted()]
    for node in nodes:
        if node.kind in _ALONE:
            page.doubts.tell(line, "lifted", node.text if node.kind == "fence" else node.kind)
            page.lifted.append(node)
    return [node for node in nodes if node.kind not in _ALONE and node.kind != "separator"]


def _paragraphs(page: Page, runs: list[Run], nested: int, line: int) -> list[Node]:
    """Return paragraphs; a block that stood in the lines of one comes before it where no words were before, else after it."""
    nodes: list[Node] = []
    for part in _cut([run._replace(text="\n") if run.text == "\v" else run for run in runs]):
        first = next((place for place, run in enumerate(part) if run.text.strip() or run.note), len(part))
        before = [run.node for run in part[:first] if run.node]
        after = [run.node for run in part[first:] if run.node]
        nodes += [*before, *(node for words in split_paragraphs(part) if (node := _paragraph(page, words, nested, line))), *after]
    return _place(page, nodes, nested, line)


def _cut(runs: Iterable[Run]) -> list[list[Run]]:
    """Cut runs where a line between them is empty, so that a block in one paragraph does not wait for the next."""
    parts: list[list[Run]] = [[]]
    is_open = False
    for run in runs:
        for piece in re.split(r"(\n)", run.text) if not (run.node or run.note) else [run.text]:
            if piece == "\n" and is_open:
                parts.append([])
            elif piece or run.node or run.note:
                parts[-1].append(run._replace(text=piece))
            is_open = piece == "\n" or (is_open and not piece.strip() and not run.note)
    return parts


def _paragraph(page: Page, words: list[Run], nested: int, line: int) -> Node | None:
    address = plain(words)
    if not nested and page.by_lines and _ADDRESS_ALONE.fullmatch(address) and is_film(address):
        return show_address(page, address, line)
    return Node("paragraph", write_runs(words))


def _block(page: Page, element: Element, nested: int) -> list[Node]:
    if is_unseen(element):
        if words := element.plain():
            page.doubts.tell(element.line, "hidden", words)
        return []
    if behind := _BEHIND.search(element.attributes.get("style", "")):
        page.doubts.tell(element.line, "lost-picture", f"{behind[1]}, which lay behind the words")
    tag = foreign_language(page, element)
    if not tag:
        return _named(page, element, nested)
    outer, page.language = page.language, tag
    nodes = _place(page, _named(page, element, max(nested, 1)), max(nested, 1), element.line)
    page.language = outer
    if nested:
        return nodes
    return [Node("fence", "passage", fields=(("language", tag),), children=tuple(nodes))] if nodes else []


def _named(page: Page, element: Element, nested: int) -> list[Node]:  # noqa: C901, PLR0911, PLR0912  one return a name
    match element.name:
        case "h1" | "h2" | "h3" | "h4" | "h5" | "h6":
            return _crosshead(page, element, nested)
        case "ul" | "ol":
            return _list(page, element, nested)
        case "dl":
            return _definitions(page, element, nested)
        case "blockquote":
            return _quote(page, element, nested)
        case "figure":
            quote = element.find("blockquote") if element.has_class("wp-block-pullquote") else None
            return _quote(page, quote, nested, lifted=True) if quote else read_figure(page, element, nested, flow)
        case "table":
            return read_table(page, element, nested, flow)
        case "hr":
            return [Node("separator")]
        case "pre":
            return _verse(page, element, nested)
        case "form":
            page.doubts.tell(element.line, "form", element.plain() or "a form")
            return []
        case _ if element.has_class("wp-block-file"):
            return read_download(page, element)
        case _ if element.has_class("wp-block-button"):
            return _button(page, element, nested)
        case _ if element.name in MEDIA:
            node = show_media(page, element)
            return [node] if node else []
        case _:
            return flow(page, element, nested)


def _crosshead(page: Page, element: Element, nested: int) -> list[Node]:
    runs = gather(page, element)
    bare = tidy(run._replace(look=run.look._replace(strong=False), text=run.text.replace("\n", " ")) for run in runs)
    pictures = [run.node for run in runs if run.node]
    if not any(run.text for run in bare):
        return pictures
    level = 2 if not page.levels or int(element.name[1]) == page.levels[0] else 3
    kind = Node("crosshead", write_runs(bare, breaks=False), level)
    return [kind if nested < MAX_NESTED else Node("paragraph", kind.text), *pictures]


def _list(page: Page, element: Element, nested: int) -> list[Node]:
    start = 0
    if element.name == "ol":
        stated = element.attributes.get("start", "1").strip()
        start = int(stated) if re.fullmatch(r"[0-9]{1,9}", stated) and int(stated) else 1
    items: list[Node] = []
    loose: list[Node] = []
    for child in element.children:
        if isinstance(child, Words):
            loose += [Node("paragraph", escape(text))] if (text := " ".join(child.text.split())) else []
        elif child.name == "li":
            body = flow(page, child, nested + 1)
            items += [Node("item", children=tuple(body))] if body else []
        else:
            body = _place(page, _block(page, child, nested + 1), nested + 1, child.line)
            if items and body:
                items[-1] = replace(items[-1], children=(*items[-1].children, *body))
            else:
                loose += body
    return [*loose, *_as_list(page, items, start, nested, element.line)]


def _as_list(page: Page, items: list[Node], start: int, nested: int, line: int) -> list[Node]:
    """Return a list, or its items' blocks where it would stand too deep."""
    if not items:
        return []
    if nested >= MAX_NESTED:
        page.doubts.tell(line, "nesting")
        return [node for item in items for node in item.children]
    return [Node("list", number=start, children=tuple(items))]


def _definitions(page: Page, element: Element, nested: int) -> list[Node]:
    """Return a list of terms: each item a term as its label, or where it has none, the words alone."""
    items: list[Node] = []
    for part in element.walk():
        if part.name == "dt" and (label := tidy(gather(page, part))):
            items.append(Node("paragraph", f"**{escape(plain(label)).rstrip(':')}:**"))
        elif part.name == "dd" and (body := flow(page, part, nested + 1)):
            term = items.pop() if items and items[-1].kind == "paragraph" else None
            if term and body[0].kind == "paragraph":
                body = [replace(body[0], text=f"{term.text} {body[0].text}"), *body[1:]]
            elif term:
                body = [term, *body]
            items.append(Node("item", children=tuple(body)))
    return _as_list(page, [Node("item", children=(item,)) if item.kind == "paragraph" else item for item in items], 0, nested, element.line)


def _quote(page: Page, element: Element, nested: int, *, lifted: bool = False) -> list[Node]:
    """Return a quotation; whose words they are (``cite``) stands under them, or in the field of a pull quote."""
    cited = next((child for child in element.children if isinstance(child, Element) and child.name in {"cite", "footer"}), None)
    by = " ".join(cited.plain().split()) if cited else ""
    rest = [child for child in element.children if child is not cited]
    body = flow(page, Element("div", element.line, {}, rest), nested + 1)
    if not body:
        return []
    if nested >= MAX_NESTED:
        page.doubts.tell(element.line, "nesting")
        return body
    if lifted and not nested:
        fields = (("by", write_value(escape(by))),) if by else ()
        return [Node("fence", "pull-quote", fields=fields, children=tuple(body))]
    return [Node("quote", children=(*body, *([Node("paragraph", escape(by))] if by else ())))]


def _verse(page: Page, element: Element, nested: int) -> list[Node]:
    if not element.has_class("wp-block-verse"):
        page.doubts.tell(element.line, "code")
    outer, page.by_lines = page.by_lines, True
    nodes = flow(page, replace(element, name="div"), nested)
    page.by_lines = outer
    return nodes


def _button(page: Page, element: Element, nested: int) -> list[Node]:
    link = next((part for part in element.walk() if part.name == "a" and part.attributes.get("href")), None)
    label = " ".join(element.plain().split())
    target = page.surroundings.find_link(link.attributes["href"]) if link else ""
    if page.actions > 1 and label:
        page.doubts.tell(element.line, "several-actions", label)
    if not label or not is_web(target) or nested or page.actions > 1:
        return flow(page, replace(element, attributes={}), nested)
    return [Node("fence", "action", fields=(("label", write_value(escape(label))), ("url", write_value(target))))]


def _join_passages(nodes: Iterable[Node]) -> list[Node]:
    """Make one passage of neighbours in the same language."""
    joined: list[Node] = []
    for node in nodes:
        last = joined[-1] if joined else None
        if last and node.kind == last.kind == "fence" and node.text == last.text == "passage" and node.fields == last.fields:
            joined[-1] = replace(last, children=(*last.children, *node.children))
        else:
            joined.append(node)
    return joined


def _write_notes(page: Page, elements: dict[int, Element]) -> list[Node]:
    """Return the footnotes; one that no mark points to stays as a paragraph."""
    notes = []
    for number, element in sorted(elements.items()):
        words = tidy(gather(page, element))
        if not any(run.text for run in words):
            continue
        text = write_runs(words, breaks=False)
        notes.append(Node("note", text, number) if number in page.mentioned else Node("paragraph", text))
    return notes
