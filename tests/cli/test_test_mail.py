"""``newsletter test-mail``: one marked proof for each colleague, or none."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from postoffice import LOGIN, a_certificate, a_post_office
from values import NEWSLETTER, a_publication, write_files

from newsletter.__main__ import main

ME, YOU = "me@example.org", "you@example.org"


@pytest.fixture
def issue(tmp_path: Path) -> str:
    a_publication(tmp_path)
    return str(tmp_path / "issues/2022-07.yaml")


@pytest.mark.parametrize(("tag", "subject"), [("en", "[Proof] The July issue"), ("ar", "[تجربة] عدد تموز")])
def test_a_colleague_gets_a_marked_proof_in_the_language_asked_for(issue: str, tag: str, subject: str, capsys: pytest.CaptureFixture[str]) -> None:
    with a_post_office() as office:
        assert main(["test-mail", issue, "--language", tag, "--to", ME, "--to", YOU, "--to", ME, "--smtp", f"127.0.0.1:{office.port}"]) == 0
    assert [letter.recipients for letter in office.letters] == [(ME,), (YOU,)]
    for letter in office.letters:
        assert letter.sender == "newsletter@crossings.example.org"
        assert letter.message["Subject"] == subject
        assert str(letter.message["To"]) == letter.recipients[0]
        assert letter.message["X-Newsletter-Proof"] == f"2022-07 {tag}"
        assert letter.message["Content-Language"] == tag
    assert len({letter.message["Message-ID"] for letter in office.letters}) == 2
    assert capsys.readouterr().out.startswith(f"sent: {subject}\n  from newsletter@crossings.example.org to {ME} by 127.0.0.1:")


def test_the_sender_of_newsletter_yaml_stands_outside_and_inside(tmp_path: Path) -> None:
    a_publication(tmp_path)
    write_files(tmp_path, {"newsletter.yaml": NEWSLETTER + "mail: {sender: {name: The desk, address: desk@example.net}}\n"})
    with a_post_office() as office:
        words = ["test-mail", str(tmp_path / "issues/2022-07.yaml"), "-l", "en", "--to", ME, "--smtp", f"127.0.0.1:{office.port}", "--quiet"]
        assert main(words) == 0
    (letter,) = office.letters
    assert (letter.sender, str(letter.message["From"])) == ("desk@example.net", "The desk <desk@example.net>")


def test_the_login_comes_from_the_environment_and_is_nowhere_printed(
    issue: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    certificate = a_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate.chain))
    monkeypatch.setenv("NEWSLETTER_SMTP_USER", LOGIN[0])
    with a_post_office(certificate) as office:
        words = ["test-mail", issue, "-l", "en", "--to", ME, "--smtp", f"localhost:{office.port}"]
        for password, code in (("s3cret-guess", 2), (LOGIN[1], 0)):
            monkeypatch.setenv("NEWSLETTER_SMTP_PASSWORD", password)
            assert main(words) == code
    assert [(letter.user, letter.is_encrypted) for letter in office.letters] == [(LOGIN[0], True)]
    told = capsys.readouterr()
    assert "535: it refuses the login" in told.err
    assert not [secret for secret in ("s3cret-guess", LOGIN[1]) if secret in told.out + told.err]


def test_a_rehearsal_sends_nothing_and_needs_no_server(issue: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["test-mail", issue, "-l", "en", "--to", ME, "--dry-run"]) == 0
    assert capsys.readouterr().out.startswith(f"would send: [Proof] The July issue\n  from newsletter@crossings.example.org to {ME}: ")
    with a_post_office() as office:
        assert main(["test-mail", issue, "-l", "en", "--to", ME, "--smtp", f"127.0.0.1:{office.port}", "--dry-run"]) == 0
        assert (office.visits, office.letters) == (0, [])


def test_programs_are_told_in_json(issue: str, capsys: pytest.CaptureFixture[str]) -> None:
    with a_post_office() as office:
        assert main(["test-mail", issue, "-l", "en", "--to", ME, "--smtp", f"127.0.0.1:{office.port}", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    size = len(office.letters[0].content)
    assert (told["state"], told["subject"], told["to"]) == ("sent", "[Proof] The July issue", {ME: size})
    assert told["counts"]["error"] == 0


def test_errors_hold_it_back_unless_it_is_to_go_anyway(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    a_publication(tmp_path)
    manifest = tmp_path / "issues/2022-07.yaml"
    manifest.write_text(manifest.read_text("utf-8").replace("subject: {en: The July issue, ar: عدد تموز}", "subject: {ar: عدد تموز}"), "utf-8")
    with a_post_office() as office:
        words = ["test-mail", str(manifest), "-l", "en", "--to", ME, "--smtp", f"127.0.0.1:{office.port}"]
        assert main(words) == 1
        assert office.letters == []
        told = capsys.readouterr()
        assert "(missing-text)" in told.err
        assert "nothing was sent, for there are errors" in told.err
        assert told.out == ""
        assert main([*words, "--json"]) == 1
        assert json.loads(capsys.readouterr().out)["state"] == "held"
        assert main([*words, "--anyway"]) == 0
    assert len(office.letters) == 1


def test_readers_are_not_written_to(issue: str, capsys: pytest.CaptureFixture[str]) -> None:
    six = [word for number in range(6) for word in ("--to", f"reader{number}@example.org")]
    with a_post_office() as office:
        assert main(["test-mail", issue, "-l", "en", *six, "--smtp", f"127.0.0.1:{office.port}"]) == 2
        assert office.visits == 0
    assert "readers get an issue from your mailing service, never from this program" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (["-l", "en", "--to", ME], 2, "Say which mail server"),
        (["-l", "fr", "--to", ME, "--dry-run"], 1, "this issue has no fr edition"),
        (["-l", "en", "--to", "me", "--dry-run"], 2, "'me' is no e-mail address"),
        (["-l", "en", "--to", ME, "--smtp", "a b"], 2, "is no mail server"),
        (["--to", ME, "--dry-run"], 2, "--language"),
        (["-l", "en", "--dry-run"], 2, "--to"),
    ],
)
def test_what_cannot_be_done_is_told(issue: str, options: list[str], code: int, said: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["test-mail", issue, *options]) == code
    assert said in capsys.readouterr().err


def test_nothing_is_written(issue: str, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))
    assert main(["test-mail", issue, "-l", "en", "--to", ME, "--dry-run", "-q"]) == 0
    assert sorted(tmp_path.rglob("*")) == before
