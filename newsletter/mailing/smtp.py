"""Sends marked proofs through the editors' own mail server (RFC 5321, RFC 6409), and nothing else.

No other module of the package knows SMTP. What is sent must bear the mark of a proof, the addresses come from the caller alone,
and there are five of them at most.
"""

from __future__ import annotations

import contextlib
import ipaddress
import re
import smtplib
import ssl
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from newsletter.errors import NewsletterError, ServiceError
from newsletter.letterhead import is_plain_address

AT_MOST = 5
MARK = b"\r\nX-Newsletter-Proof: "
USER, PASSWORD = "NEWSLETTER_SMTP_USER", "NEWSLETTER_SMTP_PASSWORD"
_SECONDS = 30
_SUBMISSION, _IMPLICIT = 587, 465
_OWN_NAME = "[127.0.0.1]"
"""What the server is greeted with (RFC 5321, 4.1.3): the name of the editor's computer is nobody's business."""
_SERVER = re.compile(r"(?P<host>\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::(?P<port>[0-9]{1,5}))?")


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server, and who the editor is there."""

    host: str
    port: int = _SUBMISSION
    is_open: bool = False
    """Whether the connection may go without encryption."""
    user: str = ""
    password: str = field(default="", repr=False)

    def __str__(self) -> str:
        """Return host and port, and nothing secret."""
        return f"{self.host}:{self.port}"


def read_server(address: str, environment: Mapping[str, str], *, is_open: bool = False) -> Server:
    """Return the server at ``host:port`` (587 where no port is given) with the login that the environment has.

    Raises NewsletterError for an address that is none, and for half a login.
    """
    match = _SERVER.fullmatch(address)
    port = int(match["port"] or _SUBMISSION) if match else 0
    if match is None or not 0 < port < 65536:
        raise NewsletterError(f"{address!r} is no mail server. Write its name and port, such as --smtp mail.example.org:587.")
    user, password = environment.get(USER, ""), environment.get(PASSWORD, "")
    if bool(user) != bool(password):
        raise NewsletterError(f"of the login only {USER if user else PASSWORD} is set. Set {PASSWORD if user else USER} as well, or neither.")
    if not (user + password).isascii():
        raise NewsletterError(f"{USER} and {PASSWORD} may only have letters, digits and signs of ASCII. Ask for another password.")
    return Server(match["host"].strip("[]"), port, is_open, user, password)


def check_addresses(addresses: tuple[str, ...]) -> None:
    """Raise NewsletterError where a proof must not go to these addresses: too many, none, or no addresses at all."""
    if not 0 < len(addresses) <= AT_MOST:
        reason = "A proof is for colleagues; readers get an issue from your mailing service, never from this program."
        raise NewsletterError(f"a proof goes to one to {AT_MOST} addresses, not to {len(addresses)}. {reason}")
    for address in addresses:
        if not is_plain_address(address):
            raise NewsletterError(f"{address!r} is no e-mail address in plain letters, such as me@example.org.")


def send_proofs(proofs: Mapping[str, bytes], sender: str, server: Server) -> None:
    """Send to each address its own proof, one after another over one connection; nothing is ever tried twice.

    Raises NewsletterError for a message that is not marked as a proof and for what :func:`check_addresses` refuses, and
    ServiceError, in the server's own words, for what it refuses; by then some may have had their proof, which it says.
    """
    check_addresses((*proofs,))
    if not is_plain_address(sender) or any(MARK not in message.partition(b"\r\n\r\n")[0] for message in proofs.values()):
        raise NewsletterError("only proofs are sent, and this message is not marked as one.")
    done: list[str] = []
    with _connect(server) as connection:
        for address, message in proofs.items():
            _deliver(connection, server, sender, address, message, done)
            done.append(address)


@contextlib.contextmanager
def _connect(server: Server) -> Iterator[smtplib.SMTP]:
    """Give a connection, encrypted and logged in as it should be; it is closed politely whatever happens."""
    context = ssl.create_default_context()
    with _told(server, "it cannot be reached", "Look at the name and port given with --smtp, and whether you are online."):
        if server.port == _IMPLICIT:
            connection: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, _OWN_NAME, timeout=_SECONDS, context=context)
        else:
            connection = smtplib.SMTP(server.host, server.port, _OWN_NAME, timeout=_SECONDS)
    try:
        _encrypt(connection, server, context)
        if server.user:
            _log_in(connection, server)
        yield connection
    finally:
        with contextlib.suppress(smtplib.SMTPException, OSError):
            connection.quit()
        connection.close()


def _encrypt(connection: smtplib.SMTP, server: Server, context: ssl.SSLContext) -> None:
    """Encrypt the connection; only on this computer, or where the editor says so, may it go on in clear."""
    with _told(server, "it does not answer as a mail server should", "Look at the port given with --smtp: it is 587 or 465 as a rule."):
        connection.ehlo_or_helo_if_needed()
    if isinstance(connection, smtplib.SMTP_SSL) or server.is_open:
        return
    if connection.has_extn("starttls"):
        with _told(server, "it cannot be trusted", "Look at the name given with --smtp: its certificate must be for that name."):
            connection.starttls(context=context)
            connection.ehlo()
    elif not _is_here(connection):
        raise ServiceError(_name(server), 0, "it offers no encryption (STARTTLS). Use port 587 or 465; --no-tls goes without, for all to read.")


def _is_here(connection: smtplib.SMTP) -> bool:
    """Whether the server runs on this very computer."""
    return connection.sock is not None and ipaddress.ip_address(str(connection.sock.getpeername()[0]).partition("%")[0]).is_loopback


def _log_in(connection: smtplib.SMTP, server: Server) -> None:
    if not isinstance(connection.sock, ssl.SSLSocket):
        raise ServiceError(_name(server), 0, f"the connection is not encrypted, and no password goes over it. Unset {USER} and {PASSWORD}.")
    with _told(server, "it refuses the login", f"Look at {USER} and {PASSWORD}; many services want a password made for one program."):
        connection.login(server.user, server.password)


def _deliver(connection: smtplib.SMTP, server: Server, sender: str, address: str, message: bytes, done: list[str]) -> None:
    had = f" Sent before that, and not to be sent again: {', '.join(done)}." if done else ""
    nothing = f"Nothing was sent to {address}.{had}"
    mend = f"Use an address of yours in newsletter.yaml: `mail: {{sender: {{address: …}}}}`. {nothing}"
    with _told(server, f"it refuses {sender} as the sender", mend, nothing):
        _expect(connection.mail(sender), 250)
    with _told(server, f"it refuses {address}", f"Look at the address. {nothing}", nothing):
        _expect(connection.rcpt(address), 250, 251)
    unsure = f"Look whether the proof for {address} has arrived before you try again.{had}"
    with _told(server, f"it does not take the message for {address}", nothing, unsure):
        _expect(connection.data(message), 250)


def _expect(reply: tuple[int, bytes], *wanted: int) -> None:
    if reply[0] not in wanted:
        raise smtplib.SMTPResponseException(*reply)


@contextlib.contextmanager
def _told(server: Server, what: str, hint: str, after_break: str = "Try again later, or ask whoever runs it.") -> Iterator[None]:
    """Turn whatever goes wrong with the server into an error that says it in the server's own words, and what to do."""
    try:
        yield
    except smtplib.SMTPResponseException as error:
        words = error.smtp_error.decode("utf-8", "replace") if isinstance(error.smtp_error, bytes) else str(error.smtp_error)
        raise ServiceError(_name(server), error.smtp_code, f"{what}: {_clean(words, server)}. {hint}") from None
    except smtplib.SMTPServerDisconnected as error:
        raise ServiceError(_name(server), 0, f"the connection broke: {_clean(str(error), server)}. {after_break}") from None
    except ssl.SSLCertVerificationError as error:
        raise ServiceError(_name(server), 0, f"{what}: {error.verify_message}. {hint}") from None
    except (smtplib.SMTPException, OSError) as error:
        raise ServiceError(_name(server), 0, f"{what}: {_clean(str(error), server)}. {hint}") from None


def _name(server: Server) -> str:
    return f"the mail server {server}"


def _clean(words: str, server: Server) -> str:
    """Return a server's words without what would disturb a terminal, and without the password should it repeat that."""
    shown = "".join(character if character.isprintable() else " " for character in words)
    shown = shown.replace(server.password, "…") if server.password else shown
    return " ".join(shown.split())[:300].rstrip(".")
