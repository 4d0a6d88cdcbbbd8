"""The press: load, select, edit, render, check, write. It knows the order, and does nothing else."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from pathlib import Path

from newsletter.jobs import Outcome, Progress, ProofMails, Request
from newsletter.unchanged import digest_inputs, recall_outcome


def build(request: Request, make_executor: Callable[[], Executor], progress: Progress = lambda *_: None) -> Outcome:
    """Build an issue into ``out/<issue>``, making again only what has changed.

    *make_executor* gives the executor that renders (a process pool, or Dask's); it is asked for only when there is work.
    Raises ContentError (with every problem) for content that cannot be rendered and TemplateError for templates; the earlier
    output is then as it was.
    """
    if outcome := recall_outcome(request):
        return outcome
    from newsletter import outputs, presswork  # noqa: PLC0415  dear to import, and not needed where nothing has changed
    from newsletter.desk import load_desk  # noqa: PLC0415

    with outputs.hold_folder(request.target), outputs.scratch_folder(request.target) as scratch:
        clock = presswork.Clock()
        inputs = digest_inputs(request)
        desk = load_desk(request)
        clock.note("load")
        run = presswork.prepare_run(request, desk, scratch, inputs, clock)
        if outcome := presswork.recall_run(run):
            return outcome
        with outputs.replace_folder(request.target) as staging:
            presswork.render_pieces(run, staging, make_executor, progress)
            return presswork.finish_run(run, staging)


def check(request: Request) -> Outcome:
    """Check an issue without writing anything: mail and page are rendered in memory, PDFs are not."""
    from newsletter.desk import load_desk  # noqa: PLC0415
    from newsletter.presswork import describe_desk, rehearse  # noqa: PLC0415

    desk = load_desk(request).only(request.languages)
    with tempfile.TemporaryDirectory(prefix="newsletter-") as scratch:
        problems = rehearse(desk, Path(scratch)).problems
    return Outcome(describe_desk(desk, problems), problems, request.target)


def prove_mail(request: Request, addresses: Iterable[str], moment: dt.datetime) -> ProofMails:
    """Check the edition of the request's one language as :func:`check` does, and compose its mail as a marked proof for each address.

    *moment* is when the proofs are sent, with its time zone. Nothing is sent here.
    """
    from newsletter.desk import load_desk  # noqa: PLC0415
    from newsletter.languages import words  # noqa: PLC0415
    from newsletter.presswork import describe_desk, rehearse  # noqa: PLC0415
    from newsletter.render.message import ProofMark, compose_message  # noqa: PLC0415

    desk = load_desk(request).only(request.languages)
    (tag,) = request.languages
    word = words(tag, desk.publication.chain(tag), desk.language_folders).gettext("Proof")
    with tempfile.TemporaryDirectory(prefix="newsletter-") as scratch:
        rehearsal = rehearse(desk, Path(scratch))
        mail, material = rehearsal.proofs[0].mail, rehearsal.materials[tag]
        messages = {address: compose_message(mail, material, ProofMark(word, address, moment)) for address in addresses} if mail else {}
    outcome = Outcome(describe_desk(desk, rehearsal.problems), rehearsal.problems, request.target)
    return ProofMails(outcome, desk.publication.letterhead.address, f"[{word}] {mail.subject}" if mail else "", messages)


def survey(request: Request) -> Outcome:
    """Tell what readers of each edition get, without rendering anything."""
    from newsletter.desk import load_desk  # noqa: PLC0415
    from newsletter.presswork import describe_desk  # noqa: PLC0415

    desk = load_desk(request).only(request.languages)
    return Outcome(describe_desk(desk, desk.problems), tuple(sorted(desk.problems)), request.target)
