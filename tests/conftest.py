"""What holds for all tests: they find ``values``, and property tests are the same on every run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

pytest.register_assert_rewrite("extraction")  # its expectations say what they found
settings.register_profile("house", deadline=None, max_examples=80, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--update-golden``: write the golden files anew, to be reviewed as a diff."""
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


@pytest.fixture
def expect_golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Give a function that compares a text with the golden file of a name."""

    def expect(name: str, text: str) -> None:
        path = Path(__file__).parent / "golden" / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
        assert path.is_file(), f"{path} is missing: run pytest --update-golden, and look at what it writes"
        assert text == path.read_text("utf-8"), f"{path} differs: look at the difference; if it is meant, run pytest --update-golden"

    return expect
