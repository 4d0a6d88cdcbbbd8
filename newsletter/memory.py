"""Memory: when not to look for what could be thrown away."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def keeping_everything() -> Iterator[None]:
    """Pause the search for circular rubbish while many values are made that all stay.

    The search goes through all that was made so far, again and again: of 10,000 stories, each cost a quarter more than of 100.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
