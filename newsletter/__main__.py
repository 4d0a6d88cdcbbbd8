"""``python -m newsletter``."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; return its exit code."""
    from newsletter.cli.main import run  # noqa: PLC0415  nothing is imported before it is needed

    return run(arguments)


if __name__ == "__main__":
    sys.exit(main())
