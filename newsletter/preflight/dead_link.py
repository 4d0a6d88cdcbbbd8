"""A link inside the issue leads nowhere.

Why: the reader clicks, and nothing happens.
What to do: mend the template, or the story that the link names.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from newsletter.model import Problem, Proof

ID = "dead-link"
HINT = "Mend the template, or the story that the link names."


def check(proof: Proof) -> Iterator[Problem]:
    """Yield a problem for every link to an anchor that its page, or the web page behind the mail, does not have."""
    for entry in proof.editions:
        edition = entry.edition
        tag = edition.language.tag
        page = entry.page.markup if entry.page else None
        if page:
            for link in page.links:
                if link.target.startswith("#") and unquote(link.target[1:]) not in page.anchors:
                    yield Problem(
                        edition.source, ID, f"the {tag} page links to {link.target}, which is not on it ({link.text[:40]!r})", HINT, "error", tag
                    )
        if page and entry.mail:
            for link in entry.mail.markup.links:
                address, _, anchor = link.target.partition("#")
                if anchor and address.endswith(f"/{edition.name}/{tag}/page.html") and unquote(anchor) not in page.anchors:
                    yield Problem(edition.source, ID, f"the {tag} mail links to #{anchor}, which is not on the page", HINT, "error", tag)
