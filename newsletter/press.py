"""The press: load, select, edit, render, check, write. It knows the order, and does nothing else."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, Future, as_completed
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from newsletter.desk import Desk, Request, load_desk, make_materials
from newsletter.editions import make_matrix
from newsletter.errors import ContentError
from newsletter.model import EditionProof, Mail, Page, Pdf, Problem, Proof
from newsletter.outputs import replace_folder, take_over
from newsletter.preflight.checking import check_proof
from newsletter.render.making import FILES, Made, PieceName, digest_piece, make_piece, versions
from newsletter.render.material import Material
from newsletter.render.picture_shelf import Shelf, fill_shelf
from newsletter.report import (
    count_problems,
    describe_edition,
    describe_problem,
    describe_stories,
    read_report,
    recall_problem,
    write_report,
)

Progress = Callable[[str, int, int], None]
"""Told what has just been done, and how many of how many steps that makes."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a build or a check came to."""

    report: Mapping[str, Any]
    problems: tuple[Problem, ...]
    folder: Path
    made: tuple[str, ...] = ()
    """The pieces made now, as ``ar/mail``; those that were unchanged are not among them."""

    @property
    def has_errors(self) -> bool:
        """Whether a problem of severity error was found."""
        return any(problem.severity == "error" for problem in self.problems)


@dataclass(slots=True)
class _Run:
    """One build on its way."""

    request: Request
    desk: Desk
    shelf: Shelf
    staging: Path
    earlier: Mapping[str, Any]
    materials: Mapping[str, Material]
    digests: dict[tuple[str, PieceName], str] = field(default_factory=dict)
    made: dict[tuple[str, PieceName], Made] = field(default_factory=dict)

    @property
    def target(self) -> Path:
        return self.request.out / self.desk.issue.name


def build(request: Request, make_executor: Callable[[], Executor], progress: Progress = lambda *_: None) -> Outcome:
    """Build an issue into ``out/<issue>``, making again only what has changed.

    *make_executor* gives the executor that renders (a process pool, or Dask's); it is asked for only when there is work.
    Raises ContentError (with every problem) for content that cannot be rendered and TemplateError for templates; the earlier
    output is then as it was.
    """
    started = time.perf_counter()
    desk = load_desk(request)
    target = request.out / desk.issue.name
    with contextlib.ExitStack() as stack:
        shelf = fill_shelf(desk.pictures, stack)
        if any(problem.severity == "error" for problem in shelf.problems):
            raise ContentError((*desk.problems, *shelf.problems))
        materials = make_materials(desk, shelf.pictures, shelf.folder)
        earlier = {} if request.force else read_report(target)
        digests = _digest(request, materials, shelf)
        whole = _digest_whole(desk, digests)
        if earlier.get("digest") == whole and _is_intact(target, earlier):
            problems = tuple(recall_problem(problem) for problem in earlier["problems"])
            return Outcome(earlier, problems, target)
        staging = stack.enter_context(replace_folder(target))
        run = _Run(request, desk, shelf, staging, earlier, materials, digests)
        _make_pieces(run, make_executor, progress)
        outcome = _finish(run, whole, started)
    return outcome


def check(request: Request) -> Outcome:
    """Check an issue without writing anything: mail and page are rendered in memory, PDFs are not."""
    desk = load_desk(request)
    with contextlib.ExitStack() as stack:
        shelf = fill_shelf(desk.pictures, stack)
        materials = make_materials(desk, shelf.pictures, shelf.folder)
        proofs = []
        for tag, material in materials.items():
            made = {piece: make_piece(material, piece) for piece in ("mail", "web")}
            problems = tuple(problem for piece in made.values() for problem in piece.problems)
            files = {name: data for piece in made.values() for name, data in piece.files.items()}
            proofs.append(_edition_proof(desk, tag, files, {}, problems, shelf))
    problems = (*shelf.problems, *check_proof(_proof(desk, proofs)))
    return Outcome(_describe(desk, problems), tuple(sorted(problems)), request.out / desk.issue.name)


def survey(request: Request) -> Outcome:
    """Tell what readers of each edition get, without rendering anything."""
    desk = load_desk(request)
    return Outcome(_describe(desk, desk.problems), tuple(sorted(desk.problems)), request.out / desk.issue.name)


def _digest(request: Request, materials: Mapping[str, Material], shelf: Shelf) -> dict[tuple[str, PieceName], str]:
    wanted = request.languages or tuple(materials)
    return {(tag, piece): digest_piece(materials[tag], piece, shelf.digests) for piece in request.pieces for tag in materials if tag in wanted}


def _digest_whole(desk: Desk, digests: Mapping[tuple[str, PieceName], str]) -> str:
    """Return the digest of everything that a build's folder depends on, the proof page and the checks included."""
    told = repr((sorted(digests.items()), desk.issue, desk.problems, desk.states, os.environ.get("SOURCE_DATE_EPOCH", "")))
    return hashlib.sha256(told.encode()).hexdigest()


def _is_intact(target: Path, report: Mapping[str, Any]) -> bool:
    """Say whether the files of an earlier build are all there, unchanged."""
    for tag, edition in report["editions"].items():
        for name, facts in edition["files"].items():
            if not _is_same(target / tag / name, facts):
                return False
    return (target / "index.html").is_file()


def _is_same(path: Path, facts: Mapping[str, Any]) -> bool:
    try:
        return bool(path.stat().st_size == facts["bytes"] and hashlib.sha256(path.read_bytes()).hexdigest() == facts["sha256"])
    except OSError:
        return False


def _kept(run: _Run, key: tuple[str, PieceName]) -> bool:
    """Take a piece over from the earlier build where nothing that goes into it has changed."""
    tag, piece = key
    edition = run.earlier.get("editions", {}).get(tag, {})
    known = edition.get("pieces", {}).get(piece)
    if not known or (key in run.digests and known.get("digest") != run.digests[key]):
        return False
    if any(name not in edition["files"] or not _is_same(run.target / tag / name, edition["files"][name]) for name in FILES[piece]):
        return False
    for name in FILES[piece]:
        take_over(run.target / tag / name, run.staging / tag / name)
    return True


def _make_pieces(run: _Run, make_executor: Callable[[], Executor], progress: Progress) -> None:
    """Render what has changed, in the executor; everything wrong with the content is told at once."""
    wanted = [key for key in run.digests if not _kept(run, key)]
    for tag in run.materials:
        for piece in FILES:
            if (tag, piece) not in run.digests:
                _kept(run, (tag, piece))
    if not wanted:
        return
    with make_executor() as executor:
        futures: dict[Future[Made], tuple[str, PieceName]] = {executor.submit(make_piece, run.materials[tag], piece): (tag, piece) for tag, piece in wanted}
        try:
            for done, future in enumerate(as_completed(futures), 1):
                tag, piece = futures[future]
                run.made[tag, piece] = made = future.result()
                folder = run.staging / tag
                folder.mkdir(exist_ok=True)
                for name, data in made.files.items():
                    (folder / name).write_bytes(data)
                progress(f"{tag}/{piece}", done, len(wanted))
        except BaseException:
            executor.shutdown(wait=False, cancel_futures=True)
            raise
    wrong = [problem for made in run.made.values() for problem in made.problems if problem.severity == "error"]
    if wrong:
        raise ContentError({*run.desk.problems, *run.shelf.problems, *wrong})


def _finish(run: _Run, whole: str, started: float) -> Outcome:
    """Check what was made, and write the report and the proof page."""
    desk = run.desk
    editions: dict[str, Any] = {}
    proofs = []
    for tag in run.materials:
        entry = _describe_pieces(run, tag)
        if not entry["pieces"]:
            continue
        run.shelf.deliver(run.materials[tag].edition, run.staging / tag / "pictures")
        editions[tag] = entry
        files = {name: (run.staging / tag / name).read_bytes() for name in entry["files"]}
        told = tuple(recall_problem(problem) for piece in entry["pieces"].values() for problem in piece["problems"])
        proofs.append(_edition_proof(desk, tag, files, entry["pages"], told, run.shelf))
        for path in sorted((run.staging / tag / "pictures").glob("*")):
            entry["files"][f"pictures/{path.name}"] = _facts(path.read_bytes())
    problems = tuple(sorted({*run.shelf.problems, *check_proof(_proof(desk, proofs))}))
    is_reproducible = "SOURCE_DATE_EPOCH" in os.environ
    report = {**_describe(desk, problems), "editions": editions, "digest": whole}
    report["made_with"] = dict(line.rpartition(" ")[::2] for line in versions("newsletter", "weasyprint", "mjml-python", "jinja2", "babel"))
    report["seconds"] = None if is_reproducible else round(time.perf_counter() - started, 2)
    write_report(report, run.staging)
    from newsletter.render.proof_page import render_index  # noqa: PLC0415  Jinja is not needed where nothing has changed

    index = render_index(report, desk.templates, desk.look)
    (run.staging / "index.html").write_text(index, "utf-8")
    return Outcome(report, problems, run.target, tuple(f"{tag}/{piece}" for tag, piece in run.made))


def _describe_pieces(run: _Run, tag: str) -> dict[str, Any]:
    """Return an edition's entry in the report: pieces made now, and those taken over with what was told of them."""
    entry = describe_edition(run.materials[tag].edition)
    before = run.earlier.get("editions", {}).get(tag, {})
    is_reproducible = "SOURCE_DATE_EPOCH" in os.environ
    for piece, names in FILES.items():
        if not all((run.staging / tag / name).is_file() for name in names):
            continue
        made = run.made.get((tag, piece))
        if made is None:
            entry["pieces"][piece] = before["pieces"][piece]
            if piece in before["pages"]:
                entry["pages"][piece] = before["pages"][piece]
        else:
            measured = {} if is_reproducible else {"seconds": made.seconds, "memory": made.memory}
            told = [describe_problem(problem) for problem in made.problems]
            entry["pieces"][piece] = {"digest": run.digests[tag, piece], **measured, "problems": told}
            if made.pages:
                entry["pages"][piece] = made.pages
        for name in names:
            entry["files"][name] = _facts((run.staging / tag / name).read_bytes())
    entry["seconds"] = {piece: facts["seconds"] for piece, facts in entry["pieces"].items() if "seconds" in facts} or None
    return entry


def _facts(data: bytes) -> dict[str, Any]:
    return {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def _describe(desk: Desk, problems: tuple[Problem, ...]) -> dict[str, Any]:
    name = desk.publication.name
    return {
        "issue": desk.issue.name,
        "date": desk.issue.date.isoformat(),
        "name": next(iter(name.values()), ""),
        "languages": [{"tag": edition.language.tag, "name": edition.language.name, "direction": edition.language.direction} for edition in desk.editions.values()],
        "stories": describe_stories(desk.choice, desk.stories, desk.issue, desk.publication, desk.states),
        "editions": {},
        "problems": [describe_problem(problem) for problem in sorted(problems)],
        "counts": count_problems(problems),
    }


def _proof(desk: Desk, proofs: list[EditionProof]) -> Proof:
    return Proof(desk.issue, tuple(proofs), make_matrix(desk.choice, desk.editions.values()), tuple(desk.problems))


def _edition_proof(desk: Desk, tag: str, files: Mapping[str, bytes], pages: Mapping[str, int], problems: tuple[Problem, ...], shelf: Shelf) -> EditionProof:
    edition = desk.editions[tag]
    mail = page = None
    if "mail.html" in files:
        envelope = json.loads(files["mail.json"])
        mail = Mail(html=files["mail.html"].decode(), text=files["mail.txt"].decode(), **envelope)
    if "page.html" in files:
        page = Page(files["page.html"].decode())
    pdfs = tuple(Pdf(kind, files[f"{kind}.pdf"], pages.get(kind, 0)) for kind in ("screen", "print") if f"{kind}.pdf" in files)
    sizes = {name: prepared.original for name, prepared in shelf.pictures.items()}
    return EditionProof(edition, mail, page, pdfs, pictures=sizes, problems=problems)

