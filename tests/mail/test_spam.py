"""What a spam filter that half the world's mail servers use thinks of each edition, by its rules alone, without network."""

from __future__ import annotations

import re
import shutil
import subprocess

import pytest
from mailroom import ALL, posted

from newsletter.render.message import compose_message

pytestmark = pytest.mark.heavy
MOST = 3.0
"""Points; the filter's own limit is 5."""


def judged(message: bytes) -> tuple[float, list[str]]:
    """Return SpamAssassin's points for a message, and the rules behind them."""
    program = shutil.which("spamassassin")
    assert program, "SpamAssassin is not there: `make test-full` installs it"
    done = subprocess.run([program, "--local", "--test-mode"], input=message, capture_output=True, check=True)
    status = re.sub(r"\s*\n\s+", " ", done.stdout.decode("utf-8", "replace"))
    found = re.search(r"^X-Spam-Status: \w+, score=(-?[\d.]+) .*?tests=(.*?) autolearn", status, re.MULTILINE)
    assert found, status[:2000]
    return float(found[1]), sorted(re.split(r",\s*", found[2]))


@pytest.mark.parametrize(("name", "tag"), ALL)
def test_an_edition_is_no_spam(name: str, tag: str, capsys: pytest.CaptureFixture[str]) -> None:
    points, rules = judged(compose_message(posted(name, tag).mail, posted(name, tag).material))
    with capsys.disabled():
        print(f"\n{name} {tag}: {points:.1f} points: {', '.join(rules)}", end="")  # noqa: T201  the points are what one runs it for
    assert points < MOST


def test_the_filter_is_awake() -> None:
    spam = b"From: x@example.org\r\nSubject: hello\r\n\r\nXJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X\r\n"
    assert judged(spam)[0] > 100
