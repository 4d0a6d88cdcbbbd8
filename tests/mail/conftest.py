"""What the proofs of the mail share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browser import Window, open_window


@pytest.fixture(scope="module")
def window() -> Iterator[Window]:
    """Give a browser's window; closed with the module, since Playwright's loop would be in the way of other tests' loops."""
    with open_window() as opened:
        yield opened
