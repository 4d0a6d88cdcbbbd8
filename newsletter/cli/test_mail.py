"""``newsletter test-mail``."""

from __future__ import annotations

import datetime as dt
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from newsletter.cli.options import request_for

if TYPE_CHECKING:
    from newsletter.jobs import ProofMails
    from newsletter.mailing.smtp import Server


@click.command("test-mail")
@click.argument("manifest", metavar="MANIFEST", type=click.Path(path_type=Path))
@click.option("--language", "-l", required=True, help="The edition whose mail is sent.")
@click.option("--to", "addresses", multiple=True, required=True, metavar="ADDRESS", help="A colleague; may be given up to five times.")
@click.option("--smtp", metavar="HOST:PORT", help="Your mail server, such as mail.example.org:587 (or 465).")
@click.option("--no-tls", is_flag=True, help="Send without encryption, for all to read; never with a login.")
@click.option("--anyway", is_flag=True, help="Send in spite of errors.")
@click.option("--dry-run", is_flag=True, help="Say what would be sent, and send nothing.")
@click.option("--publication", type=click.Path(path_type=Path), help="Folder with newsletter.yaml (default: found from the manifest upwards).")
@click.option("--newsroom", type=click.Path(path_type=Path), help="Folder of the stories (default: seeds/articles).")
@click.option("--quiet", "-q", is_flag=True, help="Print nothing but errors.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object, for programs.")
def command(manifest: Path, language: str, addresses: tuple[str, ...], smtp: str | None, **options: Any) -> int:
    """Send the mail of one edition of MANIFEST to colleagues, through your mail server, with its subject marked as a proof.

    The login is taken from NEWSLETTER_SMTP_USER and NEWSLETTER_SMTP_PASSWORD, never from the command line. Readers get an
    issue from a mailing service: this program does not write to them.
    """
    from newsletter.cli.printing import print_problems  # noqa: PLC0415
    from newsletter.mailing.smtp import check_addresses, read_server, send_proofs  # noqa: PLC0415
    from newsletter.press import prove_mail  # noqa: PLC0415

    if not smtp and not options["dry_run"]:
        raise click.UsageError("Say which mail server is to send it, such as --smtp mail.example.org:587, or look first, with --dry-run.")
    colleagues = tuple(dict.fromkeys(addresses))
    check_addresses(colleagues)
    server = read_server(smtp, os.environ, is_open=options["no_tls"]) if smtp else None
    request = request_for(manifest, languages=(language,), publication=options["publication"], newsroom=options["newsroom"])
    proofs = prove_mail(request, colleagues, dt.datetime.now(dt.UTC))
    is_held = not proofs.messages or (proofs.outcome.has_errors and not options["anyway"])
    if not options["as_json"]:
        print_problems(proofs.outcome.problems, quiet=options["quiet"])
    if server and not is_held and not options["dry_run"]:
        send_proofs(proofs.messages, proofs.sender, server)
    _tell(proofs, server, is_held=is_held, **options)
    return int(is_held)


def _tell(proofs: ProofMails, server: Server | None, *, is_held: bool, **options: Any) -> None:
    """Print what was sent, or would be, or why nothing was."""
    what = "held" if is_held else "would-send" if options["dry_run"] else "sent"
    sizes = {address: len(message) for address, message in proofs.messages.items()}
    if options["as_json"]:
        report = proofs.outcome.report
        told = {"state": what, "server": str(server or ""), "from": proofs.sender, "subject": proofs.subject, "to": sizes}
        click.echo(json.dumps({**told, "problems": report["problems"], "counts": report["counts"]}, ensure_ascii=False, indent=1))
    elif is_held:
        way_out = ", or send it all the same with --anyway" if proofs.messages else ""
        click.echo(f"newsletter: nothing was sent, for there are errors. Mend them{way_out}.", err=True)
    elif not options["quiet"]:
        way = f" by {server}" if server else ""
        click.echo(f"{'would send' if options['dry_run'] else 'sent'}: {proofs.subject}")
        for address, size in sizes.items():
            click.echo(f"  from {proofs.sender} to {address}{way}: {size:,} bytes")
