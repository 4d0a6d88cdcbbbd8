"""A picture is too small for print.

Why: below 250 pixels per inch a picture looks soft on paper; a landscape picture is 171 mm wide at most, a portrait 80 mm.
What to do: ask for the original, at least 1,700 pixels wide (portraits 800).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from newsletter.model import Problem, Proof, Source

ID = "picture-size"

SMALLEST = {"landscape": 1650, "portrait": 790}


def check(proof: Proof) -> Iterator[Problem]:
    """Yield a problem for every picture with fewer pixels across than its place needs."""
    told = set()
    for entry in proof.editions:
        for slot in entry.edition.slots:
            for picture in slot.article.pictures.values():
                name = f"{slot.article.slug}/{picture.id}"
                width, height = entry.pictures.get(name, (0, 0))
                if name not in told and 0 < width < SMALLEST[picture.form]:
                    told.add(name)
                    source = Source(str(PurePath(slot.article.source.path).with_name("article.yaml")), picture.line)
                    message = f"the picture {picture.id!r} has {width} by {height} pixels, too few for print"
                    yield Problem(source, ID, message, f"Ask for one at least {SMALLEST[picture.form]:,} pixels wide.", "warning")
