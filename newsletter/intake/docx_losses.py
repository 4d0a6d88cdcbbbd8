"""What is told of a Word file: the words for everything that was lost, left out or is in doubt."""

from __future__ import annotations

from dataclasses import dataclass

from newsletter.model import Problem, Severity, Source

_LOOK = "Look at the file in Word."
_WRITE = "Write it into the article by hand."

_WORDS: dict[str, tuple[Severity, str, str]] = {
    "alt-doubt": ("warning", "the alt text of {} was made by a program: {}", "Say what is to be seen, in the article under pictures."),
    "anchor": ("info", "a link to another place in the file was left out; its words were kept: {}", ""),
    "byline": ("info", "the name was taken as the author: {}", "Check people in article.yaml."),
    "comment": ("info", "a comment was left out: {}", "See that nothing in it is still open."),
    "contents": ("info", "a table of contents was left out", ""),
    "crosshead-level": ("info", "a heading of level {} became a lower crosshead; an article knows two levels", ""),
    "deletion": ("info", "a tracked deletion was carried out: {}", "Check that it was meant."),
    "emphasis": ("info", "bold or italic letters could not be kept in this paragraph", _LOOK),
    "furniture": ("info", "the {} was left out: {}", "Put it into the article if it says something of the story."),
    "headline": ("warning", "no paragraph has the style Title or Heading 1; {} stands as the headline: {}", "Give the article its headline."),
    "headline-note": ("warning", "a note in the headline or standfirst was left out: {}", _WRITE),
    "hidden-text": ("info", "hidden text was left out: {}", ""),
    "insertion": ("info", "a tracked insertion was taken: {}", "Check that it was meant."),
    "languages": ("warning", "a good part of the file is in another language ({})", "If it is a translation, move it to {0}.md beside the article."),
    "like-heading": ("info", "this paragraph is all bold; it was not made a crosshead", "Put ## before it if it is one, and take the ** away."),
    "list-form": ("info", "the list is counted with {}; the article counts with numbers", "Check that no sentence names an item by its letter."),
    "lost-alt": ("warning", "{} has no alt text", "Say what is to be seen, in the article under pictures."),
    "lost-caption": ("warning", "this caption stands by no picture and no table; it was kept as a paragraph in emphasis", _LOOK),
    "lost-credit": ("warning", "the file does not say who made {} and who may use it", "Fill in credit and licence in article.yaml."),
    "lost-date": ("warning", "the file does not state the story's date{}", "Fill it in in article.yaml; what is known stands above it."),
    "lost-regions": ("warning", "the file does not state the story's regions", "Fill them in in article.yaml."),
    "lost-drawing": (
        "warning",
        "a drawing or chart cannot be taken over and was left out{}",
        "Save it as a picture and add it to the story.",
    ),
    "lost-formula": ("warning", "a formula was left out: {}", _WRITE),
    "lost-link": ("warning", "a link that leads nowhere for a reader was left out; its words were kept: {}", "Add the right address."),
    "lost-note": ("warning", "the mark of a note has no note in the file", _LOOK),
    "lost-part": ("warning", "another file that stands inside this one was left out", "Import it by itself."),
    "lost-picture": ("warning", "a picture was left out: {}", "Save it as PNG or JPEG and add it to the story."),
    "lost-reference": ("warning", "nothing in the text points to this note; it was left out: {}", _WRITE),
    "lost-symbol": ("warning", "a sign of a special font was left out", _LOOK),
    "macros": ("info", "the macros of the file were left out", ""),
    "merged-cells": ("info", "cells of the table were joined; the words stand in the first of them", _LOOK),
    "moved-picture": ("info", "{} stood inside a {}; it stands after it now", ""),
    "nested-table": ("info", "a table inside a table became paragraphs of its cell", _LOOK),
    "note-paragraphs": ("info", "a note of several paragraphs became one", ""),
    "raised": ("info", "raised or lowered letters became ordinary ones: {}", _LOOK),
    "restored-list": ("info", "a paragraph that begins with a bullet was made a list item", _LOOK),
    "struck": ("warning", "struck-through words were kept as ordinary ones: {}", "Delete them if they were meant to go."),
    "table-headings": ("info", "the table names no headings; its first row was taken for them", "Write header-rows: 0 if it has none."),
    "table-unwrapped": ("info", "a table of one cell was taken as a frame; its words stand in the text", ""),
    "text-box": ("info", "this paragraph stood in a text box beside the text", "See that it stands in the right place."),
    "uneven-table": ("info", "rows of the table had too few cells; empty ones were added", _LOOK),
}


def shorten(text: str) -> str:
    """Return the opening of a text in quotation marks, as messages quote it."""
    line = " ".join(text.split())
    return f"\u201c{line}\u201d" if len(line) <= 80 else f"\u201c{line[:77].rstrip()}\u2026\u201d"


@dataclass(frozen=True, slots=True)
class Doubts:
    """Where the doubts about one Word file go; a place is the number of a paragraph, 0 is the whole file."""

    path: str
    problems: list[Problem]

    def tell(self, place: int, rule: str, *details: str) -> None:
        """Add the problem *rule* at the paragraph *place*, in the words that belong to it; once for each paragraph."""
        severity, message, hint = _WORDS[rule]
        problem = Problem(Source(self.path, place), rule, message.format(*details), hint.format(*details), severity)
        if problem not in self.problems[-40:]:
            self.problems.append(problem)
