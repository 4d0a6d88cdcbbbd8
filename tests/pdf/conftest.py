"""The documents that tests of PDFs are given."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest
from documents import EDITIONS, Document, document_of


@pytest.fixture(params=EDITIONS)
def document(request: pytest.FixtureRequest) -> Document:
    """Return each edition in turn."""
    return document_of(*request.param)


@pytest.fixture
def english() -> Document:
    """Return the edition that controls are made of."""
    return document_of("golden", "en")


@pytest.fixture
def pdf(document: Document) -> Iterator[Any]:
    """Open each edition in turn."""
    with pikepdf.open(io.BytesIO(document.data)) as opened:
        yield opened
