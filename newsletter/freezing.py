"""Freezing: today's choice written into the manifest, so that later stories change it no more. Comments are kept."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from newsletter.editions import Choice
from newsletter.errors import NewsletterError
from newsletter.outputs import write_whole


def freeze_issue(path: Path, choice: Choice) -> bool:
    """Write *choice* into the manifest at *path*; return whether anything changed.

    Sections that were queries get their stories by name; empty ones keep asking. Everything else, comments and order included,
    stays as it was written. Raises NewsletterError for a file that changed into something else meanwhile.
    """
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 10_000
    before = path.read_text("utf-8")
    yaml.indent(mapping=2, sequence=4, offset=2)
    manifest: Any = yaml.load(before)
    sections = manifest.get("sections") if isinstance(manifest, CommentedMap) else None
    if not isinstance(sections, CommentedSeq) or len(sections) != len(choice.sections):
        raise NewsletterError(f"{path.name} has changed while it was being frozen. Try again.")
    for section, slugs in zip(sections, choice.sections, strict=True):
        if slugs and list(section.get("stories") or ()) != list(slugs):
            _put_stories(section, slugs)
    buffer = io.StringIO()
    yaml.dump(manifest, buffer)
    after = buffer.getvalue()
    if yaml.load(before) == manifest:
        return False
    write_whole(path, after.encode())
    return True


def _put_stories(section: CommentedMap, slugs: tuple[str, ...]) -> None:
    stories = CommentedSeq(slugs)
    stories.fa.set_flow_style()
    if "stories" in section:
        section["stories"] = stories
        return
    heading = next((index for index, key in enumerate(section) if key in {"region", "title"}), -1)
    # A comment that follows the heading's line is the heading's: it moves to the new last line only where the heading was last.
    is_last = heading == len(section) - 1
    section.insert(heading + 1, "stories", stories)
    key = list(section)[heading] if heading >= 0 else None
    if is_last and key in section.ca.items and section.ca.items[key][2] is not None and section.ca.items[key][2].value.startswith("\n"):
        section.ca.items["stories"] = section.ca.items.pop(key)
