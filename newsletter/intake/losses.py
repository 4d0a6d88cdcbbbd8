"""What is told of a raw file: the words for everything that it lost, and for everything that was restored or left out."""

from __future__ import annotations

from newsletter.intake.dump_lines import Cut
from newsletter.model import Problem, Severity, Source

_LOOK = "Look at the published page, and add it to the article by hand."

_COMPARE = "Compare with the published page."

_WORDS: dict[str, tuple[Severity, str, str]] = {
    "byline": (
        "info",
        "the byline says more than names and roles, and that was left out: {}",
        "Add it to a role in the catalogue if it matters.",
    ),
    "estimated-date": ("info", "the date {} is an estimate ({})", "Correct it in the catalogue when the day of publication is known."),
    "hidden-address": (
        "warning",
        "an e-mail address was hidden from robots and is not in the file; the words that stand for it were kept",
        "Replace them in the article with the address.",
    ),
    "lost-address": ("warning", "an address or a way to reach somebody is announced here, and missing", _LOOK),
    "lost-caption": (
        "warning",
        "a picture is lost here; its caption was kept as a paragraph in emphasis",
        "Add the picture to the story's folder and to article.yaml, or delete its caption.",
    ),
    "lost-item": ("warning", "the list has fewer items than the text announces", _LOOK),
    "lost-link": ("warning", "the address of a link is not in the file; its words were kept as text", "Add the link to the article."),
    "lost-button": (
        "warning",
        "the address of the button {} is not in the file; the text beside it was kept",
        "Add its url to the catalogue, or the link to the article.",
    ),
    "lost-list": ("info", "the marks of a list are lost here", _COMPARE),
    "lost-note": ("warning", "the mark [{}] points to a footnote that is not there", _LOOK),
    "lost-picture": ("warning", "a picture is lost here", "Add it to the story's folder and to article.yaml."),
    "lost-quote": ("info", "the marks of a quotation are lost here", _COMPARE),
    "lost-reference": ("warning", "nothing in the text points to this footnote", "Put its mark where it belongs, or delete the note."),
    "lost-section": ("warning", "nothing has survived under this crosshead; it was left out", _LOOK),
    "lost-separator": ("warning", "two names or links ran together here", "Put the missing space or comma in."),
    "lost-table": ("info", "the marks of a table are lost here", _COMPARE),
    "lost-translation": ("warning", "a part of the translation is missing here", "Ask a translator for it."),
    "lost-video": ("warning", "a film is lost here", "Add it to the article as a `::: video` block."),
    "missing-headline": ("warning", "the {} part came without a headline; {} stands in its place", "Let a reader of the language check it."),
    "missing-translation": (
        "warning",
        "a version in another language ({}) was linked here and is not in the files",
        "Ask for the text, and add it as {}.md.",
    ),
    "pointer": ("info", "a line that only points to the translation was left out", ""),
    "repeat": ("info", "the title is printed a second time here; the line was left out", ""),
    "restored-label": ("info", "the label of this list item was set off again: {}", "Check where the label ends."),
    "restored-list": ("info", "this line was made a list item again", _COMPARE),
    "restored-table": ("info", "the table was put together again from loose lines", _COMPARE),
}


def tell(problems: list[Problem], cut: Cut, line: int, rule: str, *details: str) -> None:
    """Add the problem *rule* at *line* of the cut's file, in the words that belong to it and with its *details*."""
    severity, message, hint = _WORDS[rule]
    problems.append(Problem(Source(cut.path, line), rule, message.format(*details), hint.format(*details), severity))
