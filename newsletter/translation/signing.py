"""Signing a translation: a person says that it says what the source says today."""

from __future__ import annotations

import re
from pathlib import Path

from newsletter.errors import NewsletterError
from newsletter.model import Story
from newsletter.outputs import write_whole

_KEY = re.compile(r"^translated-from:.*\n", re.MULTILINE)


def sign_article(folder: Path, story: Story, language: str) -> bool:
    """Write the fingerprint of the story's source text into ``<language>.md``; return whether the file changed.

    Raises NewsletterError where there is nothing to sign.
    """
    article = story.articles.get(language)
    source = story.articles.get(story.source_language)
    if article is None or source is None:
        raise NewsletterError(f"{story.slug} has no {language if article is None else story.source_language}.md that can be read.")
    if language == story.source_language:
        raise NewsletterError(f"{story.slug} was written in {language}: there is no translation to sign.")
    path = folder / f"{language}.md"
    before = path.read_text("utf-8")
    start, matter, rest = before.split("---\n", 2) if before.count("---\n") > 1 else ("", "", "")
    matter = _KEY.sub("", matter) + f"translated-from: {source.fingerprint}\n"
    after = f"{start}---\n{matter}---\n{rest}"
    if not rest or after == before:
        return False
    write_whole(path, after.encode())
    return True
