"""The web edition: one page that needs nothing but its pictures.

The page holds its own style and no script, so that it can be read from a disk, an intranet or an archive; nothing on it makes
the reader's browser call anybody else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from newsletter.model import Page
from newsletter.render.environment import make_environment, render_template
from newsletter.render.material import Material


def render_web(material: Material) -> Page:
    """Return the page of an edition; raises TemplateError with the template and line that went wrong."""
    environment = make_environment(material, "web")
    environment.globals["mentions"] = _mentions()
    return Page(render_template(environment, "web/page.html"))


def _mentions() -> Callable[[str, int], int]:
    """Return a counter of the references to each note: where a text points to one twice, each needs an id of its own."""
    seen: Counter[tuple[str, int]] = Counter()

    def mention(slug: str, number: int) -> int:
        seen[slug, number] += 1
        return seen[slug, number]

    return mention
