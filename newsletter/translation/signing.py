"""Signing a translation: a person says that it says what the source says today."""

from __future__ import annotations

import re
from pathlib import Path

from newsletter.errors import NewsletterError
from newsletter.model import Story
from newsletter.outputs import write_whole
from newsletter.sources import split_front_matter

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
    written = path.read_bytes().decode("utf-8-sig")
    parts = split_front_matter(written.replace("\r\n", "\n"))
    if parts is None:
        raise NewsletterError(f"{path} has changed while it was being signed. Try again.")
    matter, body, _ = parts
    after = f"---\n{_KEY.sub('', matter)}translated-from: {source.fingerprint}\n---\n{body}"
    if "\r\n" in written:
        after = after.replace("\n", "\r\n")
    if after == written:
        return False
    write_whole(path, after.encode())
    return True
