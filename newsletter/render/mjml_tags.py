"""MJML cut into tags and the text between them: what the compiler and the checker both read."""

from __future__ import annotations

import functools
import re
from typing import Final, NamedTuple

TAG: Final = re.compile(
    r"<(?:"
    r"(/?)([A-Za-z][\w:.-]*+)([^<>\"'/]*+(?:(?:\"[^\"]*+\"|'[^']*+'|/(?!>))[^<>\"'/]*+)*)(/?)>"
    r"|!--\[if[^\]]*\]>(?:<!-->)?|!\[endif\]-->|!--<!\[endif\]-->"
    r"|(!--.*?-->))",
    re.DOTALL,
)
"""A tag: closing slash, name, attributes, slash of an empty element; or a comment.

The tags inside Outlook's conditional comments are tokens too, since the engine reads them as elements.
"""

# fmt: off
VOID: Final = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
})
# fmt: on
"""HTML elements that are never closed (HTML Standard, 13.1.2)."""

# fmt: off
ENDING: Final = frozenset({
    "mj-accordion-text", "mj-accordion-title", "mj-button", "mj-html-attribute", "mj-navbar-link", "mj-preview",
    "mj-raw", "mj-social-element", "mj-style", "mj-table", "mj-text", "mj-title",
})
# fmt: on
"""MJML elements that hold HTML."""

DEEPEST: Final = 200
"""Elements inside each other, at most; a mail that readers' programs can show has a tenth of that."""

BARE: Final = "<"
"""What stands in place of a tag where a ``<`` opens none."""

_FIRST_ANGLE = re.compile(r"(<[^>]*>)")


class Tag(NamedTuple):
    """What a tag says; a comment has no name and opens nothing."""

    name: str = ""
    depth: int = 0
    """How many elements more are open after it: one, none, or one less."""
    attributes: str = ""
    """As they are written."""
    is_comment: bool = False
    """Whether it is a comment that no reader's program opens."""


def cut(source: str) -> list[str]:
    """Return a source as text, tag, text, …, tag, text; joined again they are the source.

    Nearly always every tag ends with the first ``>``; only a source in which one does not is cut by the whole grammar.
    """
    parts = _FIRST_ANGLE.split(source)
    if BARE not in parts[-1] and None not in map(read_tag, parts[1::2]):
        return parts
    parts, start = [], 0
    while (at := source.find("<", start)) >= 0:
        token = TAG.match(source, at)
        parts += source[start:at], token[0] if token else BARE
        start = at + len(parts[-1])
    return [*parts, source[start:]]


@functools.lru_cache(maxsize=4096)
def read_tag(tag: str) -> Tag | None:
    """Return what a piece of source says that looks like a tag, None where it is none; kept, since a mail repeats itself."""
    token = TAG.fullmatch(tag)
    if not token:
        return None
    closing, name, attributes, empty, comment = token.groups()
    if not name:
        return Tag(is_comment=bool(comment))
    return Tag(name, -1 if closing else int(not empty and name not in VOID), attributes)
