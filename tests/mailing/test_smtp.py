"""Proofs by SMTP: to a few colleagues, encrypted, and nothing else ever."""

from __future__ import annotations

import ast
import socket
from pathlib import Path

import pytest
from postoffice import LOGIN, Certificate, a_certificate, a_post_office

from newsletter.errors import NewsletterError, ServiceError
from newsletter.mailing import smtp
from newsletter.mailing.smtp import PASSWORD, USER, Server, check_addresses, read_server, send_proofs

PACKAGE = Path(__file__).parents[2] / "newsletter"
SENDER = "desk@crossings.example.org"
ME, YOU = "me@example.org", "you@example.org"
PROOF = b"From: desk@crossings.example.org\r\nTo: me@example.org\r\nX-Newsletter-Proof: 2022-07 en\r\n\r\nHello.\r\n.\r\n"
SENDING = {"smtplib", "imaplib", "poplib", "socket", "socketserver", "ftplib", "telnetlib", "http", "requests", "httpx", "urllib3", "aiosmtpd"}


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return a_certificate(tmp_path_factory.mktemp("certificate"))


@pytest.fixture
def trusted(certificate: Certificate, monkeypatch: pytest.MonkeyPatch) -> Certificate:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.chain))
    return certificate


def refusal(proofs: dict[str, bytes], server: Server, sender: str = SENDER) -> ServiceError:
    with pytest.raises(ServiceError) as caught:
        send_proofs(proofs, sender, server)
    return caught.value


def imports() -> list[tuple[str, str]]:
    """Return every module of the package with each name that it imports."""
    found = []
    for path in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            found += [(str(path.relative_to(PACKAGE)), name) for name in names]
    return found


def test_one_module_alone_can_send_anything() -> None:
    sending = {(path, name) for path, name in imports() if name.partition(".")[0] in SENDING or name.startswith("urllib.request")}
    assert sending == {("mailing/smtp.py", "smtplib")}


def test_the_command_alone_asks_for_it_to_be_sent() -> None:
    asking = {path for path, name in imports() if name.startswith("newsletter.mailing")}
    assert asking == {"cli/test_mail.py"}


def test_a_message_without_the_mark_of_a_proof_is_never_sent() -> None:
    with a_post_office() as office:
        for message in (PROOF.replace(b"X-Newsletter-Proof", b"X-Other"), PROOF.replace(b"X-News", b"\r\nX-News")):
            with pytest.raises(NewsletterError, match="not marked"):
                send_proofs({ME: message}, SENDER, Server("127.0.0.1", office.port))
        assert office.visits == 0


def test_a_sixth_address_is_refused_before_anybody_is_asked() -> None:
    six = {f"reader{number}@example.org": PROOF for number in range(6)}
    with a_post_office() as office:
        with pytest.raises(NewsletterError, match=r"one to 5 addresses, not to 6.*never from this program"):
            send_proofs(six, SENDER, Server("127.0.0.1", office.port))
        assert (office.visits, office.letters) == (0, [])


@pytest.mark.parametrize(
    "address",
    ["", "me", "me@example", "a@b.org,c@d.org", "me@example.org\r\nRCPT TO:<x@y.org>", "<me@example.org>", "ü@example.org", "me@exämple.org"],
)
def test_what_is_no_plain_address_is_refused(address: str) -> None:
    with pytest.raises(NewsletterError):
        check_addresses((address,))


def test_only_those_get_it_whom_the_caller_names() -> None:
    copied = PROOF.replace(b"To: me@example.org", b"To: readers@example.org\r\nCc: all@example.org\r\nBcc: more@example.org")
    with a_post_office() as office:
        send_proofs({ME: copied, YOU: PROOF}, SENDER, Server("127.0.0.1", office.port))
    assert [(letter.sender, letter.recipients) for letter in office.letters] == [(SENDER, (ME,)), (SENDER, (YOU,))]
    assert [letter.content for letter in office.letters] == [copied, PROOF]
    assert office.visits == 1


def test_it_goes_encrypted_and_logged_in(trusted: Certificate) -> None:
    with a_post_office(trusted) as office:
        send_proofs({ME: PROOF}, SENDER, Server("localhost", office.port, user=LOGIN[0], password=LOGIN[1]))
    (letter,) = office.letters
    assert (letter.is_encrypted, letter.user, letter.content) == (True, "desk", PROOF)


def test_a_server_may_begin_with_encryption(trusted: Certificate, monkeypatch: pytest.MonkeyPatch) -> None:
    with a_post_office(trusted, is_implicit=True) as office:
        monkeypatch.setattr(smtp, "_IMPLICIT", office.port)
        send_proofs({ME: PROOF}, SENDER, Server("127.0.0.1", office.port, user=LOGIN[0], password=LOGIN[1]))
    assert [(letter.is_encrypted, letter.user) for letter in office.letters] == [(True, "desk")]


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(certificate: Certificate) -> None:
    with a_post_office(certificate) as office:
        error = refusal({ME: PROOF}, Server("127.0.0.1", office.port))
        assert "cannot be trusted: self-signed certificate" in str(error)
        assert office.letters == []


def test_a_certificate_for_another_name_is_not_trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = a_certificate(tmp_path, "mail.example.org")
    monkeypatch.setenv("SSL_CERT_FILE", str(other.chain))
    with a_post_office(other) as office:
        assert "certificate is not valid for" in str(refusal({ME: PROOF}, Server("127.0.0.1", office.port)))
        assert office.letters == []


def test_a_wrong_password_is_told_and_not_shown(trusted: Certificate) -> None:
    with a_post_office(trusted) as office:
        error = refusal({ME: PROOF}, Server("localhost", office.port, user="desk", password="s3cret-guess"))
        assert (error.status, office.letters) == (535, [])
        assert "refuses the login" in str(error)
        assert USER in str(error)
        assert "s3cret-guess" not in f"{error!r} {error}"


def test_a_server_that_repeats_the_password_does_not_get_it_printed() -> None:
    with a_post_office(refused=(ME,), words="550 s3cret-guess is nice\x1b[31m, thank you.") as office:
        server = Server("127.0.0.1", office.port, password="s3cret-guess")
        assert ": … is nice [31m, thank you. Look" in str(refusal({ME: PROOF}, server))
        assert "s3cret" not in repr(server)


def test_no_password_goes_over_an_open_connection() -> None:
    with a_post_office() as office:
        error = refusal({ME: PROOF}, Server("127.0.0.1", office.port, user=LOGIN[0], password=LOGIN[1]))
        assert f"no password goes over it. Unset {USER} and {PASSWORD}." in str(error)
        assert office.letters == []


def test_a_server_elsewhere_must_encrypt_unless_the_editor_says_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp, "_is_here", lambda _connection: False)
    with a_post_office() as office:
        assert "offers no encryption (STARTTLS)" in str(refusal({ME: PROOF}, Server("127.0.0.1", office.port)))
        assert office.letters == []
        send_proofs({ME: PROOF}, SENDER, Server("127.0.0.1", office.port, is_open=True))
        assert len(office.letters) == 1


def test_a_recipient_who_is_refused_is_told_in_the_servers_words_with_who_had_it_before() -> None:
    with a_post_office(refused=(YOU,)) as office:
        error = refusal({ME: PROOF, YOU: PROOF, "they@example.org": PROOF}, Server("127.0.0.1", office.port))
    assert [letter.recipients for letter in office.letters] == [(ME,)]
    assert error.status == 550
    assert str(error) == (
        f"the mail server 127.0.0.1:{office.port}: 550: it refuses you@example.org: 5.1.1 No such user here. "
        "Look at the address. Nothing was sent to you@example.org. Sent before that, and not to be sent again: me@example.org."
    )


def test_a_connection_that_is_cut_in_the_message_is_not_tried_again() -> None:
    with a_post_office(hangs_up=True) as office:
        error = refusal({ME: PROOF}, Server("127.0.0.1", office.port))
    assert "Look whether the proof for me@example.org has arrived before you try again" in str(error)
    assert (office.visits, error.status) == (1, 0)


def test_a_server_that_says_nothing_is_not_waited_for_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(smtp, "_SECONDS", 0.2)
    with a_post_office(sleeps=2) as office:
        said = str(refusal({ME: PROOF}, Server("127.0.0.1", office.port)))
    assert said.endswith("the connection broke: Connection unexpectedly closed: timed out. Nothing was sent to me@example.org.")


def test_a_server_that_is_not_there_is_told() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    assert "cannot be reached" in str(refusal({ME: PROOF}, Server("127.0.0.1", port)))


def test_the_address_of_a_server_and_the_login_are_read() -> None:
    assert read_server("mail.example.org", {}) == Server("mail.example.org", 587)
    assert read_server("[::1]:25", {}, is_open=True) == Server("::1", 25, is_open=True)
    assert read_server("mail.example.org:465", {USER: "desk", PASSWORD: "word"}) == Server("mail.example.org", 465, user="desk", password="word")


@pytest.mark.parametrize("address", ["", "mail.example.org:0", "mail.example.org:99999", "https://mail.example.org", "a b:25", "mail:25\r\nQUIT"])
def test_what_is_no_server_is_told(address: str) -> None:
    with pytest.raises(NewsletterError, match="is no mail server"):
        read_server(address, {})


@pytest.mark.parametrize("login", [{USER: "desk"}, {PASSWORD: "word"}, {USER: "desk", PASSWORD: "pässword"}])
def test_half_a_login_is_told_without_telling_it(login: dict[str, str]) -> None:
    with pytest.raises(NewsletterError, match=USER) as caught:
        read_server("mail.example.org", login)
    assert not any(secret in str(caught.value).split() for secret in login.values())
