"""Columns laid out in about half the time, to the same bytes: what the engine works out again and again is kept.

To balance columns WeasyPrint lays each line out three to five times; the lines are the same each time, only their place on
the page differs. Here functions of the engine are wrapped, none is written anew: on a miss they are called, on a hit a copy of
what they returned is given back.

1. A line is broken once a page (:func:`_kept_breaks`).
2. A font's description and the height of a line are worked out once a style (:func:`_kept_by_style`), margins and the like
   once a style and width (:func:`_kept_percentages`).
3. Justified text makes its layout when it is drawn, not once before that (:class:`_LaterLayout`).
4. CPython 3.11 and 3.12 map and unmap memory at unlucky depths of the stack (python/cpython#142183); one frame that asks for
   much of it, below the render, gives them enough for good (:func:`_with_room`).

All is bound to one version of the engine, and to the very source of the functions that are wrapped or relied on. With any
other nothing is done, the log says so once, and documents are laid out at the engine's own pace.
"""

from __future__ import annotations

import copy
import functools
import hashlib
import inspect
import logging
import os
import threading
from collections.abc import Callable
from types import FunctionType
from typing import Any, TypeVar

import weasyprint
from weasyprint.formatting_structure import boxes
from weasyprint.layout import LayoutContext, block, column, inline, percent, preferred
from weasyprint.text import fonts, line_break
from weasyprint.text.ffi import TO_UNITS

Result = TypeVar("Result")

VERSION = "70.0"
SOURCE = "2f0b7bded733c36dd76e2143ccbd48069fd8a008fa6ae08ca02862800c814c1b"
"""SHA-256 of the source of everything in :data:`_RELIED_ON`."""

SWITCH = "NEWSLETTER_PLAIN_COLUMNS"
"""Set in the environment, it turns all of this off."""

_RELIED_ON = (
    line_break.split_first_line,
    line_break.first_line_metrics,
    line_break.create_layout,
    line_break.Layout,
    line_break.strut,
    fonts.get_font_description,
    inline.split_text_box,
    inline.add_word_spacing,
    column.columns_layout,
    percent.resolve_percentages,
    percent.adjust_box_sizing,
    LayoutContext.__init__,
)
_SIDES = ("top", "right", "bottom", "left")
_RESOLVED = (
    *(f"{what}_{side}" for what in ("margin", "padding") for side in _SIDES),
    *(f"border_{side}_width" for side in _SIDES),
    *("width", "height", "min_width", "min_height", "max_width", "max_height"),
)
"""What ``resolve_percentages`` sets."""
_WIDEST = 2**20
"""Pixels; beyond this the engine gives Pango no width at all."""
_ROOM = 1 << 17
"""Values that the deep frame asks for; it makes the interpreter take twice that, and the render has the other half."""

_ONE_AT_A_TIME = threading.Lock()
"""The engine's functions are wrapped for the whole process."""

_LOGGER = logging.getLogger("newsletter.pdf")


def render_fast(render: Callable[[], Result]) -> Result:
    """Return what *render* returns, a function that lays a document out with WeasyPrint; it takes less time in columns."""
    if os.environ.get(SWITCH) or not _is_known():
        return render()
    with _ONE_AT_A_TIME:
        engine = _Engine()
        engine.wrap()
        try:
            return _with_room(render)
        finally:
            engine.unwrap()


@functools.cache
def _is_known() -> bool:
    """Whether the engine is the one that this is for; says so once where it is not."""
    if weasyprint.__version__ == VERSION and source_digest() == SOURCE:
        return True
    _LOGGER.warning("WeasyPrint is not the one that fast columns are for: PDFs take longer")
    return False


def source_digest() -> str:
    """Return the SHA-256 of the engine's functions that are wrapped or relied on."""
    return hashlib.sha256("".join(inspect.getsource(thing) for thing in _RELIED_ON).encode()).hexdigest()


class _Engine:
    """The engine's functions while a document is rendered, and as they were."""

    def __init__(self) -> None:
        lines = _Breaks()
        percentages = _kept_percentages(percent.resolve_percentages)
        self.places: tuple[tuple[Any, str, Callable[..., Any]], ...] = (
            *((module, "split_first_line", _kept_breaks(line_break.split_first_line, lines)) for module in (inline, preferred)),
            (inline, "strut", _kept_by_style(inline.strut)),
            (inline, "create_layout", _LaterLayout),
            (line_break, "get_font_description", _kept_by_style(line_break.get_font_description)),
            *((module, "resolve_percentages", percentages) for module in (block, inline)),
        )
        self.before = [getattr(module, name) for module, name, _ in self.places]

    def wrap(self) -> None:
        """Put the wrapped functions in place."""
        for module, name, wrapped in self.places:
            setattr(module, name, wrapped)

    def unwrap(self) -> None:
        """Put the engine's own functions back."""
        for (module, name, _), original in zip(self.places, self.before, strict=True):
            setattr(module, name, original)


def _kept_breaks(original: Callable[..., Any], kept: _Breaks) -> Callable[..., Any]:
    """Wrap ``split_first_line``: what was found for the same words, style and width on this page is given again.

    A layout is changed by those who get it, and so is copied.
    """

    def split(
        text: str, style: Any, context: Any, max_width: float | None, justification_spacing: float, *line: bool, **more: bool
    ) -> tuple[Any, ...]:
        kept.turn_to(context)
        key = (text, id(style), _in_units(max_width, style), justification_spacing, line, *more.items())
        found = kept.breaks.get(key)
        if found is None:
            layout, *rest = original(text, style, context, max_width, justification_spacing, *line, **more)
            kept.breaks[key] = style, copy.copy(layout), rest  # the style is kept too, so that its id stays its own
            return layout, *rest
        return copy.copy(found[1]), *found[2]

    return split


class _Breaks:
    """The lines that were broken on one page."""

    def __init__(self) -> None:
        self.page: tuple[Any, Any] = (None, None)
        self.breaks: dict[Any, tuple[Any, Any, list[Any]]] = {}

    def turn_to(self, context: Any) -> None:
        """Forget all where another page has begun: what is kept longer slows the writing of the document."""
        page = (context, context.current_page if context else None)
        if page != self.page:
            self.page, self.breaks = page, {}


def _in_units(width: float | None, style: Any) -> float | None:
    """Return a width as Pango counts it, in 1024ths of a pixel: it breaks alike at all widths that are the same in them.

    Letter-spacing and a hyphenation zone are compared with the exact width.
    """
    if width is None or width > _WIDEST or style["letter_spacing"] != "normal" or style["hyphenate_limit_zone"].value:
        return width
    return -int(max(0, width) * TO_UNITS) - 1  # never the same as an exact one


def _kept_by_style(original: Callable[[Any], Result]) -> Callable[[Any], Result]:
    """Wrap a function of a style: it is asked once for each."""
    kept: dict[int, tuple[Any, Result]] = {}

    def ask(style: Any) -> Result:
        found = kept.get(id(style))
        if found is None:
            found = kept[id(style)] = style, original(style)
        return found[1]

    return ask


def _kept_percentages(original: Callable[..., None]) -> Callable[..., None]:
    """Wrap ``resolve_percentages``: boxes of the same style in a block of the same size get the same margins, widths and heights.

    Where borders collapse they are the table's and not the style's: such boxes are left to the engine.
    """
    kept: dict[Any, tuple[Any, dict[str, Any]]] = {}

    def resolve(box: Any, containing_block: Any) -> None:
        style = box.style
        size = (containing_block.width, containing_block.height) if isinstance(containing_block, boxes.Box) else tuple(containing_block)
        if isinstance(box, boxes.PageBox) or style["border_collapse"] == "collapse":
            original(box, containing_block)
            return
        found = kept.get((id(style), size))
        if found is None:
            original(box, containing_block)
            kept[id(style), size] = style, {name: getattr(box, name) for name in _RESOLVED}
        else:
            box.__dict__.update(found[1])

    return resolve


class _LaterLayout(line_break.Layout):  # type: ignore[misc]  # the engine has no types
    """Stands for ``create_layout`` where a line is justified: words and spacing are kept, Pango is asked when they are drawn.

    The engine makes a layout there and throws it away; drawing makes it again from the same words and spacing.
    """

    def __init__(self, text: str, _style: Any, _context: Any, max_width: float | None, justification_spacing: float) -> None:
        self.text, self.max_width, self.justification_spacing = text, max_width, justification_spacing
        self.first_line_direction = 0

    def deactivate(self) -> None:
        """Let go of Pango's layout, where there is one."""
        if "layout" in self.__dict__:
            super().deactivate()


def _with_room(function: Callable[[], Result]) -> Result:
    """Call a function under a frame that asks for so much stack that all frames above it lie in one piece of memory."""

    def call(inner: Callable[[], Result]) -> Result:
        return inner()

    deep = FunctionType(call.__code__.replace(co_stacksize=_ROOM), {})
    result: Result = deep(function)
    return result
