"""A list server that many publications use delivers each edition to the readers of its language, and to nobody else."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from mailman import PATIENCE, Mailman, a_mailman
from mailroom import SAMPLES, TAGS, posted
from postoffice import Letter, PostOffice, a_post_office, words_of

from newsletter.render.message import compose_message

pytestmark = pytest.mark.heavy
HOST, SENDER = "crossings.example.org", "desk@crossings.example.org"


def members(tag: str) -> tuple[str, str]:
    """Return the readers of a language."""
    return f"first-{tag}@readers.example.net", f"second-{tag}@readers.example.net"


@pytest.fixture(scope="module")
def office() -> Iterator[PostOffice]:
    with a_post_office() as opened:
        yield opened


@pytest.fixture(scope="module")
def mailman(office: PostOffice, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mailman]:
    with a_mailman(tmp_path_factory.mktemp("mailman"), office) as server:
        server.ask("domains", "POST", mail_host=HOST)
        for tag in TAGS:
            server.make_list(f"{tag}@{HOST}", members(tag))
        yield server


def collected(office: PostOffice, readers: int) -> list[Letter]:
    """Wait until as many readers have had a letter, and a moment longer for those who should not have had one."""
    until = time.monotonic() + PATIENCE
    while sum(len(letter.recipients) for letter in office.letters) < readers:
        assert time.monotonic() < until, "Mailman has not delivered"
        time.sleep(0.1)
    time.sleep(1)
    letters, office.letters[:] = list(office.letters), []
    return letters


@pytest.mark.parametrize("name", SAMPLES)
def test_each_edition_reaches_the_readers_of_its_language_and_no_others(name: str, mailman: Mailman, office: PostOffice) -> None:
    for tag in TAGS:
        edition = posted(name, tag)
        mailman.post(SENDER, f"{tag}@{HOST}", compose_message(edition.mail, edition.material))
    letters = collected(office, 2 * len(TAGS))
    had: dict[str, list[str]] = {tag: [] for tag in TAGS}
    for letter in letters:
        message, tag = letter.message, letter.message["Content-Language"]
        had[tag] += letter.recipients
        edition = posted(name, tag)
        text, html = (next(part for part in message.walk() if part.get_content_type() == f"text/{kind}") for kind in ("plain", "html"))
        assert (words_of(text), words_of(html)) == (edition.mail.text, edition.mail.html)
        assert message["List-Id"].strip() == f"<{tag}.{HOST}>"
        assert message["List-Unsubscribe"].startswith(f"<https://{HOST}/unsubscribe>")
        assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert edition.mail.subject in message["Subject"]
    assert {tag: sorted(readers) for tag, readers in had.items()} == {tag: list(members(tag)) for tag in TAGS}
