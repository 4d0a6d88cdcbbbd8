"""What is told of HTML that came from a website: the words for everything lost, changed or left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from newsletter.model import Problem, Severity, Source
from newsletter.outputs import write_whole

_LOOK = "Look at the published page, and add it to the article by hand."
_COMPARE = "Compare with the published page."

_WORDS: dict[str, tuple[Severity, str, str]] = {
    "address-as-title": ("warning", "the film has no title; its address stands in its place: {}", "Write the film's title in its place."),
    "block": ("warning", "a block “{}” is not known here; its words were kept as they come", _COMPARE),
    "caption-link": ("warning", "a caption cannot hold links; the address was left out: {}", "Put the link into the text if readers need it."),
    "code": ("info", "computer code is set as ordinary text", ""),
    "colspan": (
        "warning",
        "the table has cells that span several; empty cells stand in their place",
        "Look at the table; it may be clearer as a list.",
    ),
    "crosshead-levels": ("info", "the text has {} levels of headings; all below the first became lower crossheads", ""),
    "direction": (
        "warning",
        "a passage runs the other way, and its language is not stated",
        "Mark it: [words]{lang=…}, or a `::: passage` block.",
    ),
    "download-language": (
        "warning",
        "the language of the document {} is not stated; the article's ({}) was written down",
        "Open the document and correct `language` if it is another.",
    ),
    "form": ("warning", "a form or a button was left out: {}", "Say in words how readers reach you, or link to the page."),
    "dynamic-block": ("warning", "the block “{}” is put together by the website and has no text of its own; it was left out", _LOOK),
    "footnote": ("warning", "the mark {} points to a footnote that is not there", _LOOK),
    "headline-repeat": ("info", "the headline is printed a second time here; it was left out", ""),
    "hidden": ("info", "words that readers of the page do not see were left out: {}", ""),
    "lifted": ("info", "a {} stood inside a list, a quotation or a table; it stands below it now", ""),
    "lost-character": ("warning", "a character is broken here and was left out", "Type the word again."),
    "lost-link": ("warning", "the link to {} leads nowhere from here; its words were kept as text", "Add the whole address to the article."),
    "lost-picture": ("warning", "a picture is not here: {}", "Add the file to the story's folder and to article.yaml."),
    "lost-sound": ("warning", "a newsletter plays no sound; a link to it stands in its place: {}", "Say in words what is to be heard."),
    "nesting": ("info", "a list or quotation is nested too deeply; it was brought up", ""),
    "page-part": ("info", "was left out as no part of the article: {}", "Add it to the article if it belongs there."),
    "picture-credit": (
        "warning",
        "credit and licence of the picture {} are not stated",
        "Find out whose it is, and write credit and licence into article.yaml.",
    ),
    "picture-link": ("info", "the picture was a link to {}; the link was left out", ""),
    "script": ("info", "a {} was left out", ""),
    "several-actions": ("info", "an article has one action at most; the button {} became a link", ""),
    "shortcode": ("warning", "the shortcode [{}] is not known here and was left out; words inside it were kept", _LOOK),
    "struck": ("warning", "words were crossed out on the page; they were left out: {}", _COMPARE),
    "table-cells": ("warning", "the rows of the table have different numbers of cells; empty ones were added", _COMPARE),
    "table-heads": ("info", "the table has more than three rows of headings", ""),
    "too-deep": ("error", "is nested too deeply to be read", "Save the text anew from the program it was written in."),
    "too-large": ("error", "is too large: more than {}", "Split the text."),
    "embed": ("warning", "something from another website stood here; a link to it stands in its place: {}", _LOOK),
}


@dataclass(slots=True)
class Doubts:
    """Where problems of one source file are collected; each is told once a line."""

    path: str
    problems: list[Problem]
    _told: set[Problem] = field(default_factory=set)

    def tell(self, line: int, rule: str, *details: str) -> None:
        """Add the problem *rule* at *line*, in the words that belong to it and with its *details*."""
        severity, message, hint = _WORDS[rule]
        short = tuple(detail if len(detail) <= 120 else detail[:119] + "…" for detail in details)
        self.add(Problem(Source(self.path, line), rule, message.format(*short), hint, severity))

    def add(self, problem: Problem) -> None:
        """Add a problem that brings its own words."""
        if problem not in self._told:
            self._told.add(problem)
            self.problems.append(problem)


def write_report(path: Path, problems: Iterable[Problem]) -> None:
    """Write everything that was told into a text file beside the drafts; a file that says the same is left as it is."""
    lines = []
    for problem in sorted(problems):
        lines.append(f"{problem.source}: {problem.severity}: {problem.message} ({problem.rule})")
        lines += [f"    {problem.hint}"] if problem.hint else []
    data = ("\n".join(lines or ["Nothing is in doubt."]) + "\n").encode("utf-8", "backslashreplace")
    if not (path.is_file() and path.read_bytes() == data):
        write_whole(path, data)
