"""The text of a WordPress post made plain HTML: its block comments read, its shortcodes replaced by what they stand for.

Lines are kept: what replaces something has as many line ends.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable, Mapping, Sequence

from newsletter.intake.doubts import Doubts

_BLOCK = re.compile(r"<!--\s{1,9}(/)?wp:([a-z][a-z0-9_-]{0,60}(?:/[a-z0-9_-]{1,60})?)\s")
_STATIC = frozenset(
    """audio button buttons code column columns cover details embed file footnotes freeform gallery group heading html image list list-item
    media-text more nextpage paragraph preformatted pullquote quote separator shortcode spacer subhead table text-columns verse video""".split()  # noqa: SIM905  a line a name would fill a page
)
"""Blocks whose words stand in the post."""
_SHORTCODE = re.compile(r"\[(\[?)(/?)([a-zA-Z][a-zA-Z0-9_-]{0,40})((?:\s[^\[\]<>]{0,2000})?)(/?)\](\]?)")
_OPTION = re.compile(r"""([\w-]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'\]]+))""")
_LIKE_WORDS = re.compile(r"\A(sic|\.\.\.|x|ed|edit|update|note|photo|video|audio|editor)\Z", re.IGNORECASE)
_MEDIA_FILES = ("src", "mp4", "m4v", "webm", "ogv", "flv", "mp3", "m4a", "ogg", "wav", "url")
MAX_SHORTCODES = 5000

Gallery = Callable[[Sequence[int], Mapping[str, str]], str]


def prepare_text(text: str, line: int, gallery: Gallery, doubts: Doubts) -> tuple[str, bool]:
    """Return a post's *text*, which begins on *line* of the export, as HTML, and whether its line ends make paragraphs.

    *gallery* gives the HTML of the pictures that a ``[gallery]`` shows. Blocks and shortcodes that are not known are told.
    """
    has_blocks = "<!-- wp:" in text
    if has_blocks:
        _tell_blocks(text, line, doubts)
    text = re.sub(r"<!--more[^\n>]{0,80}-->|<!--nextpage-->", lambda match: "\n" * match[0].count("\n"), text)
    return _replace_shortcodes(text, line, gallery, doubts), not has_blocks


def _tell_blocks(text: str, line: int, doubts: Doubts) -> None:
    """Tell the blocks that are not known, and those whose words the website puts together itself."""
    position = 0
    while (match := _BLOCK.search(text, position)) and (end := text.find("-->", match.end())) >= 0:
        line += text.count("\n", position, match.start())
        first, position = line, end
        line += text.count("\n", match.start(), end)
        name = match[2].removeprefix("core/").removeprefix("core-embed/")
        is_known = name in _STATIC or match[2].startswith("core-embed/")
        if match[1] or is_known:
            continue
        is_empty = text[match.end() - 1 : end].rstrip().endswith("/")
        doubts.tell(first, "dynamic-block" if is_empty else "block", name)


def read_notes(meta: str) -> dict[str, str]:
    """Return the footnotes that the block editor keeps beside a post (a JSON list), by their ids."""
    try:
        listed = json.loads(meta) if meta and len(meta) <= 500_000 else []
    except (ValueError, RecursionError):
        return {}
    notes = {}
    for entry in listed if isinstance(listed, list) else []:
        if isinstance(entry, dict) and isinstance(entry.get("id"), str) and isinstance(entry.get("content"), str):
            notes[entry["id"]] = entry["content"]
    return notes


def _replace_shortcodes(text: str, line: int, gallery: Gallery, doubts: Doubts) -> str:
    parts: list[str] = []
    position = count = 0
    closers = {match[3].lower() for match in _SHORTCODE.finditer(text) if match[2]}
    open_captions: list[str] = []
    for match in _SHORTCODE.finditer(text):
        line += text.count("\n", position, match.start())
        parts.append(text[position : match.start()])
        position, count = match.end(), count + 1
        written = match[0] if count > MAX_SHORTCODES else _replace(match, line, closers, open_captions, gallery, doubts)
        parts.append(written + "\n" * max(0, match[0].count("\n") - written.count("\n")))
        line += match[0].count("\n")
    return "".join([*parts, text[position:]])


def _replace(match: re.Match[str], line: int, closers: set[str], captions: list[str], gallery: Gallery, doubts: Doubts) -> str:
    if match[1] and match[6]:
        return match[0][1:-1]  # [[gallery]] is how a post writes about a shortcode
    name, is_end = match[3].lower(), bool(match[2])
    options = {option[1].lower(): next(filter(None, option.groups()[1:]), "") for option in _OPTION.finditer(match[4])}
    bare = re.search(r"(?:\A|\s)(https?://\S+)", match[4])
    options |= {"": bare[1]} if bare else {}
    outside = match[1], match[6]
    match name:
        case "caption" | "wp_caption":
            made = _caption(options, captions, is_end=is_end)
        case "gallery":
            made = (
                ""
                if is_end
                else gallery([int(part) for part in re.findall(r"\b\d{1,15}\b", options.get("ids", options.get("include", "")))], options)
            )
        case "audio" | "video" | "embed":
            made = _media(name, options, is_end=is_end, is_paired=name in closers)
        case _ if _is_shortcode(match, name, options, closers):
            if not is_end:
                doubts.tell(line, "shortcode", name)
            made = ""
        case _:
            return match[0]
    return outside[0] + made + outside[1]


def _caption(options: Mapping[str, str], captions: list[str], *, is_end: bool) -> str:
    """Write a caption as a figure; its words stand behind the picture, or in older posts in an option."""
    if not is_end:
        captions.append(options.get("caption", ""))
        return '<figure class="wp-caption">'
    words = captions.pop() if captions else ""
    return f"<figcaption>{html.escape(words)}</figcaption></figure>" if words else "</figure>"


def _media(name: str, options: Mapping[str, str], *, is_end: bool, is_paired: bool) -> str:
    if name == "embed":
        if is_paired:
            return "</div></figure>" if is_end else '<figure><div class="wp-block-embed__wrapper">'
        return f'<iframe src="{html.escape(options.get("src", options.get("url", "")))}"></iframe>'
    address = next((options[key] for key in ("", *_MEDIA_FILES) if options.get(key)), "")
    return "" if is_end else f'<{name} src="{html.escape(address)}"></{name}>'


def _is_shortcode(match: re.Match[str], name: str, options: Mapping[str, str], closers: set[str]) -> bool:
    """Whether a word in brackets is a shortcode: it has options, or an end, or a name that nobody writes in a text."""
    if _LIKE_WORDS.match(name) and not options:
        return False
    return bool(
        options or match[5] or match[2] or name in closers or "_" in name or ("-" in name and name == match[3]) or any(map(str.isdigit, name))
    )
