"""A picture says nothing to those who do not see it.

Why: readers with a screen reader, or with pictures off, get the alt text instead (WCAG 2.2, 1.1.1).
What to do: write `alt:` for the picture at the top of the article, or mark it `decorative: true` in article.yaml.
"""

from __future__ import annotations

from collections.abc import Iterator

from newsletter.model import Problem, Proof

ID = "alt-text"


def check(proof: Proof) -> Iterator[Problem]:
    """Yield a problem for every picture without alt text in the article that shows it."""
    for entry in proof.editions:
        for slot in entry.edition.slots:
            for picture in slot.article.pictures.values():
                if not picture.alt and not picture.decorative:
                    message = f"the picture {picture.id!r} has no alt text"
                    hint = f"Add `pictures: {{{picture.id}: {{alt: …}}}}` at the top: what is to be seen, in a sentence."
                    yield Problem(slot.article.source, ID, message, hint, "error", entry.edition.language.tag)
