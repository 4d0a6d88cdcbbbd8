"""Headings skip a level, there is not exactly one of level 1, or the mail's title is not its subject.

Why: screen readers let their users walk by headings (WCAG 2.2, 1.3.1); a skipped level is a missing step. They read the title
first (2.4.2), and programs that open the mail in a window of its own show it above.
What to do: use ## before ###; if the headings of a page are wrong though the articles are right, mend the template.
"""

from __future__ import annotations

from collections.abc import Iterator

from newsletter.model import Markup, Problem, Proof, Source

ID = "heading-order"
HINT = "Mend the headings of the template."


def check(proof: Proof) -> Iterator[Problem]:
    """Yield a problem for each skipped level, in articles (with the line) and in what was rendered."""
    for entry in proof.editions:
        edition = entry.edition
        tag = edition.language.tag
        for slot in edition.slots:
            level = 1
            for block in slot.article.blocks:
                if block.kind == "crosshead":
                    if block.level > level + 1:
                        yield Problem(
                            Source(slot.article.source.path, block.line),
                            ID,
                            "a lower crosshead (###) comes before any ##",
                            "Use ## here.",
                            "warning",
                            tag,
                        )
                    level = block.level
        for name, rendered in (("mail", entry.mail), ("page", entry.page)):
            if rendered:
                yield from (Problem(edition.source, ID, f"the {tag} {name} {said}", HINT, "error", tag) for said in _faults(rendered.markup))
        if entry.mail:
            title, subject = entry.mail.markup.title, _bare(entry.mail.subject)
            said = f"has the title {title[:40]!r} where its subject is {subject[:40]!r}" if title else "has no title"
            if title != subject:
                yield Problem(edition.source, ID, f"the {tag} mail {said}", "Give the template's title the words of the subject.", "error", tag)


def _faults(markup: Markup) -> Iterator[str]:
    levels = [heading.level for heading in markup.headings]
    if levels.count(1) != 1:
        yield f"has {levels.count(1)} headings of level 1"
    for before, heading in zip(levels, markup.headings[1:], strict=False):
        if heading.level > before + 1:
            yield f"skips from level {before} to {heading.level} at {heading.text[:40]!r}"


def _bare(subject: str) -> str:
    """Return a subject without the mark that gives it its direction."""
    return " ".join(subject.removeprefix("\u200e").removeprefix("\u200f").split())
