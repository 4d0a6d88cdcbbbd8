"""Draw the pictures of the sample newsroom: `python seeds/pictures/draw.py [SLUG …]` (all stories when none is named)."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import charts
import scenes_africa
import scenes_asia
import scenes_europe
import scenes_global
import scenes_homes
import scenes_maps
import scenes_mena
from canvas import Canvas

ARTICLES = Path(__file__).resolve().parents[1] / "articles"

PICTURES: dict[str, dict[str, Callable[[], Canvas]]] = {
    "thailand-partnership-agreement": {"lead.png": scenes_maps.thailand, "chart.png": charts.four_steps},
    "statement-of-children": {"lead.png": scenes_asia.kites},
    "interview-with-a-caseworker-in-tunis": {"lead.png": scenes_mena.gulf, "desk.png": scenes_mena.desk},
    "five-lessons-from-young-leaders": {"lead.png": scenes_asia.stones},
    "study-circle-in-jakarta": {"lead.png": scenes_asia.chairs},
    "congress-members-visit-chiapas": {"lead.png": scenes_maps.chiapas},
    "five-years-of-a-european-network": {"lead.png": scenes_maps.europe, "network.png": scenes_europe.network},
    "phones-and-ankle-tags": {"lead.png": scenes_europe.telephone_ring, "reporting.png": scenes_europe.reporting},
    "letters-from-brussels": {"lead.png": scenes_europe.letters},
    "radio-for-people-on-the-road": {"lead.png": scenes_africa.radio},
    "host-families-in-lebanon": {"lead.png": scenes_homes.dusk, "door.png": scenes_homes.green_door},
    "school-places-in-zambia": {"lead.png": scenes_africa.bench},
    "community-guardians-in-east-africa": {"lead.png": scenes_maps.africa},
    "before-the-review-forum": {"lead.png": scenes_global.table},
    "mexico-court-ruling": {"lead.png": scenes_global.courthouse, "chart.png": charts.held},
    "ten-years-of-a-campaign": {
        "lead.png": scenes_global.lanterns,
        "poster.png": scenes_global.shut_door,
        "steps.png": charts.four_lanterns,
    },
    "amman-workshop": {"lead.png": scenes_maps.amman},
}


def main(slugs: list[str]) -> None:
    """Draw the pictures of the stories named, or of all."""
    unknown = sorted(set(slugs) - set(PICTURES))
    if unknown:
        sys.exit(f"no pictures for: {', '.join(unknown)}\nknown: {', '.join(PICTURES)}")
    for slug in slugs or PICTURES:
        for name, scene in PICTURES[slug].items():
            size = scene().save(ARTICLES / slug / name)
            sys.stdout.write(f"{size / 1000:7.1f} kB  {slug}/{name}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
