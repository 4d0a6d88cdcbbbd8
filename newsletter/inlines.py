"""Runs inside a paragraph: from Markdown tokens to :class:`~newsletter.model.Inline` values."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from newsletter.model import Direction, Inline, Problem, Source

_TARGET = re.compile(r"(?i:https?)://[^\s/?#:@]+.*|(?i:mailto):[^\s@]+@[^\s@]+|(?i:tel):\+?[0-9].*|story:[a-z0-9-]+", re.DOTALL)
NEEDS_LANGUAGE = "a passage in brackets needs its language, and nothing else"
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
"""Scripts that put no space between words: a line break in the source must not become one (CSS Text 3, 4.1.3)."""


def is_target(target: str) -> bool:
    """Say whether a link may lead to *target*: the web, an e-mail address, a telephone or a story."""
    return bool(_TARGET.fullmatch(target))


@dataclass(slots=True)
class Reading:
    """What is known and collected while one article is read."""

    path: str
    language: str
    direction_of: Callable[[str], Direction]
    problems: list[Problem]
    notes: dict[str, int] = field(default_factory=dict)
    """Footnote labels in order of first mention, with their numbers."""

    def problem(self, line: int, rule: str, message: str, hint: str = "") -> None:
        """Note a problem in the article on *line*; said twice in a row, it is noted once."""
        problem = Problem(Source(self.path, line), rule, message, hint)
        if self.problems[-1:] != [problem]:
            self.problems.append(problem)


def read_inlines(tokens: Sequence[Token] | None, reading: Reading, line: int) -> tuple[Inline, ...]:
    """Return the runs that inline *tokens* stand for, telling what may not stand in running text."""
    return tuple(_Runs(list(tokens or ()), reading, line).read())


class _Runs:
    def __init__(self, tokens: list[Token], reading: Reading, line: int) -> None:
        self.tokens, self.reading, self.line = tokens, reading, line
        self.index = 0
        self.last = ""

    def read(self, closing: str = "") -> Iterator[Inline]:
        while self.index < len(self.tokens):
            token = self.tokens[self.index]
            self.index += 1
            if token.type == closing:
                return
            yield from self.run(token)

    def run(self, token: Token) -> Iterator[Inline]:
        match token.type:
            case "text" | "text_special":
                yield from self.text(token)
            case "softbreak":
                self.line += 1
                yield from self.soft_break()
            case "hardbreak":
                self.line += 1
                yield Inline("break")
            case "strong_open" | "em_open":
                kind = "strong" if token.type == "strong_open" else "emphasis"
                children = tuple(self.read(token.type.replace("open", "close")))
                yield Inline("strong" if kind == "strong" else "emphasis", children=children)
            case "link_open":
                yield from self.link(str(token.attrGet("href") or ""))
            case "span_open":
                yield from self.foreign(token)
            case "footnote_ref":
                label = str(token.meta["label"])
                number = self.reading.notes.setdefault(label, len(self.reading.notes) + 1)
                yield Inline("footnote", target=str(number))
            case _:
                self.complain(token)

    def text(self, first: Token) -> Iterator[Inline]:
        tokens = [first]
        while self.index < len(self.tokens) and self.tokens[self.index].type in {"text", "text_special"}:
            tokens.append(self.tokens[self.index])
            self.index += 1
        content = "".join(token.content for token in tokens)
        if content:
            self.last = content[-1]
            self.check("".join(token.content if token.type == "text" else "\0" for token in tokens))
            if "\ufffd" in content:
                self.reading.problem(self.line, "encoding", "holds a character that cannot be shown", "Delete it and type the word again.")
            yield Inline("text", text=content)

    def check(self, written: str) -> None:
        """Tell of marks that meant something to the writer and nothing to Markdown; escaped ones stand as NUL in *written*."""
        if match := re.search(r"\[\^([^\]\s]{1,40})\]", written):
            hint = f"Add a line `[^{match[1]}]: …` at the end of the article."
            self.reading.problem(self.line, "footnote", f"the footnote [^{match[1]}] has no text", hint)
        if match := re.search(r"\]\((https?|mailto|tel|story):", written):
            message = f"the address in [words]({match[1]}:…) ends too early"
            self.reading.problem(self.line, "link", message, "An address has no spaces: write tel:+21671123456.")
        if re.search(r"\]\{\s*[.#\w][^{}]{0,80}\}", written):
            self.reading.problem(self.line, "foreign", NEEDS_LANGUAGE, "Write it as [Colectivo]{lang=es}.")

    def soft_break(self) -> Iterator[Inline]:
        following = next((self.tokens[ahead].content for ahead in range(self.index, len(self.tokens)) if self.tokens[ahead].content), "")
        if not (_UNSPACED.match(self.last) and _UNSPACED.match(following[:1])):
            yield Inline("text", text=" ")

    def link(self, target: str) -> Iterator[Inline]:
        children = tuple(self.read("link_close"))
        line = self.line
        if not is_target(target):
            hint = "Write the whole address, beginning with https://, mailto:, tel: or story:."
            self.reading.problem(line, "link", f"the link to {target[:60]!r} leads nowhere", hint)
            yield from children
        elif not "".join(child.plain() for child in children).strip():
            self.reading.problem(
                line, "link", f"the link to {target[:60]!r} has no words", "Write what the reader will find there: [the report](https://…)."
            )
        else:
            yield Inline("link", target=target, children=children)

    def foreign(self, token: Token) -> Iterator[Inline]:
        children = tuple(self.read("span_close"))
        language = str(token.attrGet("lang") or "")
        others = set(token.attrs) - {"lang"}
        if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", language) or others:
            self.reading.problem(self.line, "foreign", NEEDS_LANGUAGE, "Write it as [Colectivo]{lang=es}.")
            yield from children
        else:
            yield Inline("foreign", language=language, direction=self.reading.direction_of(language), children=children)

    def complain(self, token: Token) -> None:
        said = {
            "html_inline": ("HTML is not taken over", "Use Markdown: **bold**, *emphasis*, [words](https://…)."),
            "code_inline": ("text between ` marks has no place in a newsletter", "Delete the ` marks."),
            "image": ("a picture may not stand inside a line of text", "Give it a paragraph of its own: ![](name)."),
        }
        message, hint = said.get(token.type, (f"{token.type} is not used here", ""))
        self.reading.problem(self.line, "markdown", message, hint)


def strip_label(runs: tuple[Inline, ...]) -> tuple[tuple[Inline, ...], tuple[Inline, ...]] | None:
    """Split ``**Label:** words`` into the label's runs and the rest; None where the text does not begin with a label.

    A label is a bold beginning that ends in a colon (inside or just after the bold).
    """
    if not runs or runs[0].kind != "strong":
        return None
    label, rest = runs[0].children, runs[1:]
    if runs[0].plain().rstrip().endswith((":", "\uff1a")):
        return label, _lstrip(rest)
    if rest and rest[0].kind == "text" and re.match(r"[\s\u202f]*[:\uff1a]", rest[0].text):
        match = re.match(r"([\s\u202f]*[:\uff1a])\s*", rest[0].text)
        colon = match[1] if match else ":"
        return (*label, Inline("text", text=colon)), _lstrip((Inline("text", text=rest[0].text[len(match[0]) if match else 1 :]), *rest[1:]))
    return None


def without_colon(runs: tuple[Inline, ...]) -> tuple[Inline, ...]:
    """Return a label without the colon that ends it."""
    if runs and runs[-1].kind == "text":
        text = re.sub(r"[\s\u202f]*[:\uff1a]\s*\Z", "", runs[-1].text)
        return (*runs[:-1], Inline("text", text=text)) if text else runs[:-1]
    return runs


def take_number(runs: tuple[Inline, ...]) -> tuple[str | None, tuple[Inline, ...]]:
    """Split a leading "3. " (in any decimal digits) off a crosshead; the number is returned in ASCII digits."""
    if runs and runs[0].kind == "text" and (match := re.match(r"(\d{1,3})[.)]\s+", runs[0].text)):
        number = "".join(str(unicodedata.digit(character)) for character in match[1])
        return number, (Inline("text", text=runs[0].text[match.end() :]), *runs[1:])
    return None, runs


def _lstrip(runs: tuple[Inline, ...]) -> tuple[Inline, ...]:
    if runs and runs[0].kind == "text":
        text = runs[0].text.lstrip()
        return (Inline("text", text=text), *runs[1:]) if text else runs[1:]
    return runs
