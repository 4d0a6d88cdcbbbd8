"""A mail server on this computer that keeps what it is given, and can be as unfriendly as real ones."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any, NamedTuple

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

LOGIN = ("desk", "open-sesame-2022")


class Letter(NamedTuple):
    """What arrived."""

    sender: str
    recipients: tuple[str, ...]
    content: bytes
    is_encrypted: bool
    user: str

    @property
    def message(self) -> EmailMessage:
        """The letter as a reader's program sees it."""
        return read(self.content)


class Certificate(NamedTuple):
    """A certificate that nobody has vouched for."""

    chain: Path
    key: Path


@dataclass
class PostOffice:
    """The server, seen from behind the counter."""

    refused: tuple[str, ...] = ()
    """Recipients that it does not know."""
    hangs_up: bool = False
    """Whether it cuts the connection in the middle of a message."""
    sleeps: float = 0
    words: str = "550 5.1.1 No such user here"
    port: int = 0
    visits: int = 0
    letters: list[Letter] = field(default_factory=list)

    async def handle_EHLO(self, server: Any, session: Any, envelope: Any, hostname: str, responses: list[str]) -> list[str]:  # noqa: N802  the library calls it so
        self.visits += session.host_name is None
        session.host_name = hostname
        return responses

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: list[str]) -> str:  # noqa: N802  the library calls it so
        await asyncio.sleep(self.sleeps)
        if address in self.refused:
            return self.words
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  the library calls it so
        if self.hangs_up:
            server.transport.abort()
            return "451 never read"
        is_encrypted = server.transport.get_extra_info("ssl_object") is not None
        user = session.auth_data.decode() if session.auth_data else ""
        self.letters.append(Letter(envelope.mail_from, tuple(envelope.rcpt_tos), envelope.content, is_encrypted, user))
        return "250 2.0.0 taken"


class _Counter(Controller):
    def _trigger_server(self) -> None:
        assert self.server is not None
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextlib.contextmanager
def a_post_office(certificate: Certificate | None = None, *, is_implicit: bool = False, **manners: Any) -> Iterator[PostOffice]:
    """Give an open post office: with a certificate it offers STARTTLS (or begins with it) and a login."""
    office = PostOffice(**manners)
    options: dict[str, Any] = {}
    if certificate:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate.chain, certificate.key)
        options["ssl_context" if is_implicit else "tls_context"] = context
        options |= {"authenticator": _knows, "auth_require_tls": not is_implicit}
    counter = _Counter(office, hostname="127.0.0.1", port=0, **options)
    counter.start()
    office.port, office.visits = counter.port, 0
    try:
        yield office
    finally:
        counter.stop()


def _knows(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
    known = (data.login.decode(), data.password.decode()) == LOGIN
    return AuthResult(success=known, handled=False, auth_data=data.login if known else None)


def a_certificate(folder: Path, name: str = "localhost") -> Certificate:
    """Return a new certificate for a host of this computer, signed by itself."""
    chain, key = folder / "chain.pem", folder / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"]
    extension = f"subjectAltName=DNS:{name}" + (",IP:127.0.0.1" if name == "localhost" else "")
    subprocess.run([*command, "-subj", f"/CN={name}", "-addext", extension, "-keyout", str(key), "-out", str(chain)], check=True, capture_output=True)
    return Certificate(chain, key)


def read(content: bytes) -> EmailMessage:
    """Return a message as a reader's program reads it."""
    message = message_from_bytes(content, policy=default)
    assert isinstance(message, EmailMessage)
    return message


def words_of(part: Any) -> str:
    """Return the text of a part, with the line ends of this computer."""
    return part.get_payload(decode=True).decode("utf-8").replace("\r\n", "\n")
