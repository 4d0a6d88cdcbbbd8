"""GNU Mailman 3, started in a folder of its own: what it is handed goes to the members of a list, by way of a post office of ours."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import smtplib
import socket
import subprocess
import sys
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from postoffice import PostOffice

HOME = Path(sys.prefix) / "mailman"
"""Its own environment, beside ours: `make test-full` makes it from tools/mailman.lock."""
CONFIGURATION = """\
[mailman]
site_owner: owner@example.org
layout: here

[paths.here]
var_dir: {folder}/var

[webservice]
port: {web}
admin_user: desk
admin_pass: desk

[mta]
incoming: mailman.mta.null.NullMTA
smtp_host: 127.0.0.1
smtp_port: {smtp}
lmtp_host: 127.0.0.1
lmtp_port: {lmtp}

[runner.archive]
start: no

[runner.bounces]
start: no

[runner.digest]
start: no

[runner.task]
start: no
"""
PATIENCE = 120


@dataclass(frozen=True, slots=True)
class Mailman:
    """A running list server."""

    web: int
    lmtp: int

    def ask(self, path: str, method: str = "GET", **data: Any) -> Any:
        """Ask for something by its programming interface."""
        body = urllib.parse.urlencode(data).encode() if data else None
        request = urllib.request.Request(f"http://127.0.0.1:{self.web}/3.1/{path}", body, method=method)
        request.add_header("Authorization", "Basic " + base64.b64encode(b"desk:desk").decode())
        with urllib.request.urlopen(request, timeout=30) as reply:
            text = reply.read()
        return json.loads(text) if text else None

    def make_list(self, address: str, members: Sequence[str]) -> None:
        """Make a list for announcements, with members who have been asked already."""
        name = address.replace("@", ".")
        self.ask("lists", "POST", fqdn_listname=address)
        self.ask(f"lists/{name}/config", "PATCH", default_nonmember_action="accept", include_rfc2369_headers=False, send_welcome_message=False)
        for member in members:
            self.ask("members", "POST", list_id=name, subscriber=member, pre_verified=True, pre_confirmed=True, pre_approved=True)

    def post(self, sender: str, address: str, message: bytes) -> None:
        """Hand a message over, as a mail server does for a list (LMTP, RFC 2033)."""
        with smtplib.LMTP("127.0.0.1", self.lmtp, "localhost") as connection:
            assert connection.sendmail(sender, [address], message) == {}


@contextlib.contextmanager
def a_mailman(folder: Path, office: PostOffice) -> Iterator[Mailman]:
    """Give a Mailman that sends through *office*."""
    assert (HOME / "bin/mailman").is_file(), f"{HOME} is not there: `make test-full` sets it up"
    server = Mailman(_free_port(), _free_port())
    configuration = folder / "mailman.cfg"
    configuration.write_text(CONFIGURATION.format(folder=folder, web=server.web, lmtp=server.lmtp, smtp=office.port))
    environment = {**os.environ, "PATH": f"{HOME / 'bin'}:{os.environ['PATH']}"}

    with (folder / "said.log").open("wb") as log:
        master = subprocess.Popen([HOME / "bin/master", "-C", configuration], cwd=folder, env=environment, stdout=log, stderr=log)
    try:
        _wait_for(server, master)
        yield server
    finally:
        master.terminate()
        master.wait(60)


def _wait_for(server: Mailman, master: subprocess.Popen[bytes]) -> None:
    for port in (server.web, server.lmtp):
        until = time.monotonic() + PATIENCE
        while True:
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            assert master.poll() is None, "Mailman has given up"
            assert time.monotonic() < until, "Mailman does not answer"
            time.sleep(0.2)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])
