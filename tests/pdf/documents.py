"""The documents that are held against the checks: the golden publication in three scripts; with the heavy tests, fifteen editions."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache, cached_property

import pytest
from extraction import print_document
from layout import paragraphs_of
from screens import LANGUAGES, SAMPLES, SCRIPTS, Screens, golden, sample
from setting import Setting, read_setting

from newsletter.model import Edition


@dataclass(frozen=True)
class Document:
    """A screen PDF, how it is set, and what it was made from."""

    screens: Screens
    tag: str

    @property
    def data(self) -> bytes:
        return self.screens.pdfs[self.tag]

    @property
    def edition(self) -> Edition:
        return self.screens.desk.editions[self.tag]

    @cached_property
    def html(self) -> str:
        return print_document(self.screens.desk, self.tag, "screen")

    @cached_property
    def paragraphs(self) -> list[str]:
        return paragraphs_of(self.html)

    @cached_property
    def setting(self) -> Setting:
        return read_setting(io.BytesIO(self.data))


@cache
def document_of(name: str, tag: str) -> Document:
    """Return an edition of ``golden``, or of a sample issue."""
    return Document(golden() if name == "golden" else sample(name), tag)


EDITIONS = [
    *(pytest.param(("golden", tag), id=f"golden-{tag}") for tag in SCRIPTS),
    *(pytest.param((name, tag), id=f"{name}-{tag}", marks=pytest.mark.heavy) for name in SAMPLES for tag in LANGUAGES),
]
