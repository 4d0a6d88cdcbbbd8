"""One run of the press: what has changed is rendered, the rest is taken over, all is checked and told in report.json."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Mapping
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, as_completed
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from newsletter.clients import load_accepted
from newsletter.desk import Desk, make_materials
from newsletter.digests import digest_bytes, digest_file, digest_folder
from newsletter.editions import make_matrix
from newsletter.errors import ContentError, NewsletterError
from newsletter.jobs import FILES, ON_DEMAND, Outcome, PieceName, Progress, Request
from newsletter.model import EditionProof, Mail, Page, Pdf, Problem, Proof
from newsletter.outputs import take_over
from newsletter.places import newsroom_of
from newsletter.preflight.checking import check_proof
from newsletter.render.making import ENGINES, Made, digest_pieces, font_packages, make_piece
from newsletter.render.material import Material
from newsletter.render.picture_shelf import Shelf, fill_shelf
from newsletter.report import (
    FORMAT,
    INDEX,
    SHEET,
    count_problems,
    describe_edition,
    describe_file,
    describe_problem,
    describe_stories,
    is_intact,
    is_same,
    read_report,
    recall_problem,
    write_report,
)
from newsletter.unchanged import describe_inputs

_TOLD = ("weasyprint", "mjml-python", "jinja2", "babel")
"""The engines that the proof names."""


class Clock:
    """Says how long each step of a run took; silent where the same input has to give the same bytes (SOURCE_DATE_EPOCH)."""

    def __init__(self) -> None:
        """Start."""
        self.started = self.last = time.perf_counter()
        self.is_silent = "SOURCE_DATE_EPOCH" in os.environ
        self.steps: dict[str, float] = {}

    def note(self, step: str) -> None:
        """Note that *step* is done."""
        now = time.perf_counter()
        self.steps[step], self.last = round(now - self.last, 3), now

    def told(self) -> dict[str, Any]:
        """Return the seconds of the whole run and of its steps, or None for both."""
        return {"seconds": None if self.is_silent else round(self.last - self.started, 2), "steps": None if self.is_silent else self.steps}


@dataclass(frozen=True, slots=True)
class Run:
    """One build on its way."""

    request: Request
    desk: Desk
    clock: Clock
    shelf: Shelf
    materials: Mapping[str, Material]
    earlier: Mapping[str, Any]
    """The report of the earlier build; empty where there is none."""
    digests: Mapping[tuple[str, PieceName], str]
    """Of the pieces that are asked for."""
    inputs: Mapping[str, Any]
    made: dict[tuple[str, PieceName], Made] = field(default_factory=dict)

    @property
    def whole(self) -> str:
        """The digest of everything that the folder depends on, the proof page and the checks included."""
        issue = repr((sorted(self.digests.items()), self.desk.issue, self.desk.problems, self.desk.states, os.environ.get("SOURCE_DATE_EPOCH", "")))
        texts = [path for slug in sorted(self.desk.choice.slugs) for path in sorted((self.roots[-1] / slug).glob("*.[my]*"))]
        quoted = [digest_file(path) for path in (self.request.manifest, *texts)]
        return digest_bytes(f"{issue}\0{quoted}\0{digest_folder(*(folder / 'proof' for folder in self.desk.templates))}".encode())

    @property
    def roots(self) -> tuple[Path, Path]:
        """The folders that the proof may quote from: the publication's, at which the paths of problems begin, and the newsroom."""
        return self.request.publication, self.request.newsroom or newsroom_of(self.request.publication)


class Rehearsal(NamedTuple):
    """An issue whose mails and pages were rendered in memory, to be looked at."""

    materials: Mapping[str, Material]
    proofs: tuple[EditionProof, ...]
    problems: tuple[Problem, ...]


def prepare_run(request: Request, desk: Desk, scratch: Path, inputs: str, clock: Clock) -> Run:
    """Return a run with its pictures made ready in *scratch* and the digests of all that it was asked for.

    Raises ContentError for pictures that cannot be used.
    """
    shelf = fill_shelf(desk.pictures, scratch, desk.publication.profile)
    clock.note("pictures")
    if any(problem.severity == "error" for problem in shelf.problems):
        raise ContentError((*desk.problems, *shelf.problems))
    materials = make_materials(desk, shelf.pictures, shelf.folder)
    wanted = {tag: material for tag, material in materials.items() if tag in (request.languages or materials)}
    roots = [folder for folder in (request.newsroom, request.publication) if folder]
    digests = digest_pieces(wanted, request.pieces, shelf.digests, roots)
    packages = {
        *(package for piece in ENGINES.values() for package in piece),
        *(name for material in materials.values() for name in font_packages(material)),
    }
    pictures = {f"{slug}/{picture.file.name}": shelf.digests[f"{slug}/{picture.id}"] for slug, picture, _ in desk.pictures}
    earlier = read_report(request.target)
    return Run(request, desk, clock, shelf, materials, earlier, digests, describe_inputs(inputs, pictures, packages))


def recall_run(run: Run) -> Outcome | None:
    """Return what the earlier build came to, where this one would come to the same; None where there is work."""
    target = run.request.target
    if run.request.force or run.earlier.get("digest") != run.whole or not is_intact(target, run.earlier):
        return None
    return Outcome(run.earlier, tuple(recall_problem(problem) for problem in run.earlier["problems"]), target)


def render_pieces(run: Run, staging: Path, make_executor: Callable[[], Executor], progress: Progress) -> None:
    """Render into *staging* what has changed, in the executor, and take over the rest; everything wrong with the content is told at once."""
    kept = {(tag, piece) for tag in run.materials for piece in FILES if _keep(run, staging, tag, piece)}
    wanted = [(tag, piece) for piece in run.request.pieces for tag in run.materials if (tag, piece) in run.digests and (tag, piece) not in kept]
    if wanted:
        with make_executor() as executor:
            futures = {executor.submit(make_piece, run.materials[tag], piece): (tag, piece) for tag, piece in wanted}
            try:
                _collect(run, staging, futures, progress)
            except (BrokenExecutor, CancelledError) as error:
                raise NewsletterError("a worker was stopped from outside, perhaps for want of memory. Try fewer at once, with --jobs 1.") from error
            except BaseException:
                executor.shutdown(cancel_futures=True)
                raise
    run.clock.note("render")
    wrong = [problem for made in run.made.values() for problem in made.problems if problem.severity == "error"]
    if wrong:
        raise ContentError({*run.desk.problems, *run.shelf.problems, *wrong})


def _collect(run: Run, staging: Path, futures: Mapping[Future[Made], tuple[str, PieceName]], progress: Progress) -> None:
    for done, future in enumerate(as_completed(futures), 1):
        tag, piece = futures[future]
        run.made[tag, piece] = made = future.result()
        folder = staging / tag
        folder.mkdir(exist_ok=True)
        for name, data in made.files.items():
            (folder / name).write_bytes(data)
        progress(f"{tag}/{piece}", done, len(futures))


def _keep(run: Run, staging: Path, tag: str, piece: PieceName) -> bool:
    """Take a piece over from the earlier build where nothing that goes into it has changed, or where it is not asked for."""
    if run.request.force and (tag, piece) in run.digests:
        return False
    edition = run.earlier.get("editions", {}).get(tag, {})
    known = edition.get("pieces", {}).get(piece)
    if not known or known["digest"] != run.digests.get((tag, piece), known["digest"]):
        return False
    before = run.request.target / tag
    names = (*FILES[piece], *(name for name in ON_DEMAND.get(piece, ()) if name in edition["files"]))
    if not all(is_same(before / name, edition["files"][name]) for name in names):
        return False
    for name in names:
        take_over(before / name, staging / tag / name)
    return True


def finish_run(run: Run, staging: Path) -> Outcome:
    """Check what lies in *staging*, and write the report and the proof page."""
    desk = run.desk
    editions = {tag: entry for tag in run.materials if (entry := _describe_pieces(run, staging, tag))["pieces"]}
    proofs = []
    for tag, entry in editions.items():
        files = {name: (staging / tag / name).read_bytes() for name in entry["files"]}
        told = tuple(recall_problem(problem) for piece in entry["pieces"].values() for problem in piece["problems"])
        proofs.append(_edition_proof(desk, run.shelf, tag, files, {"pages": entry["pages"], "problems": told}))
        run.shelf.deliver(run.materials[tag].edition, staging / tag / "pictures")
        for path in sorted((staging / tag / "pictures").glob("*")):
            entry["files"][f"pictures/{path.name}"] = describe_file(path)
    problems = tuple(sorted({*run.shelf.problems, *check_proof(_proof(desk, proofs))}))
    run.clock.note("check")
    made_with = {name: run.inputs["versions"][name] for name in _TOLD}
    report = {**describe_desk(desk, problems), "editions": editions, "made_with": made_with, **run.clock.told()}
    report |= _write_pages(run, staging, report)
    report |= {"format": FORMAT, "digest": run.whole, "inputs": run.inputs}
    write_report(report, staging)
    return Outcome(report, problems, run.request.target, tuple(f"{tag}/{piece}" for tag, piece in sorted(run.made)))


def _write_pages(run: Run, staging: Path, report: Mapping[str, Any]) -> dict[str, Any]:
    """Write the proof to send round, where there are mails for it, and the one that leads to everything; return what is told of them."""
    from newsletter.render.proof_page import render_index  # noqa: PLC0415  Jinja is not needed where nothing has changed
    from newsletter.render.proof_sheet import render_sheet  # noqa: PLC0415

    sheet = render_sheet(report, staging, run.materials, run.roots)
    if sheet is not None:
        (staging / SHEET).write_text(sheet, "utf-8")
    told = {"proof": describe_file(staging / SHEET) if sheet is not None else None}
    (staging / INDEX).write_text(render_index({**report, **told}, run.desk.templates, run.desk.look), "utf-8")
    return {"index": describe_file(staging / INDEX), **told}


def _describe_pieces(run: Run, staging: Path, tag: str) -> dict[str, Any]:
    """Return an edition's entry in the report: pieces made now, and those taken over with what was told of them."""
    entry = describe_edition(run.materials[tag].edition)
    before = run.earlier.get("editions", {}).get(tag, {})
    for piece, names in FILES.items():
        if not all((staging / tag / name).is_file() for name in names):
            continue
        made = run.made.get((tag, piece))
        if made is None:
            facts, pages = dict(before["pieces"][piece]), before["pages"].get(piece, 0)
        else:
            facts = {"digest": run.digests[tag, piece], "seconds": made.seconds, "memory": made.memory}
            facts["problems"], pages = [describe_problem(problem) for problem in made.problems], made.pages
        if run.clock.is_silent:
            facts = {key: value for key, value in facts.items() if key not in {"seconds", "memory"}}
        entry["pieces"][piece] = facts
        entry["pages"] |= {piece: pages} if pages else {}
        there = (*names, *(name for name in ON_DEMAND.get(piece, ()) if (staging / tag / name).is_file()))
        entry["files"] |= {name: describe_file(staging / tag / name) for name in there}
    entry["seconds"] = {piece: facts["seconds"] for piece, facts in entry["pieces"].items() if "seconds" in facts} or None
    return entry


def rehearse(desk: Desk, scratch: Path) -> Rehearsal:
    """Render the mails and pages of an issue in memory and check them; pictures are made ready in *scratch*."""
    shelf = fill_shelf(desk.pictures, scratch, desk.publication.profile)
    materials = make_materials(desk, shelf.pictures, shelf.folder)
    proofs = []
    for tag, material in materials.items():
        pieces: tuple[PieceName, ...] = ("mail", "web")
        made = [make_piece(material, piece) for piece in pieces]
        files = {name: data for piece in made for name, data in piece.files.items()}
        told = tuple(problem for piece in made for problem in piece.problems)
        proofs.append(_edition_proof(desk, shelf, tag, files, {"pages": {}, "problems": told}))
    return Rehearsal(materials, tuple(proofs), tuple(sorted({*shelf.problems, *check_proof(_proof(desk, proofs))})))


def describe_desk(desk: Desk, problems: tuple[Problem, ...]) -> dict[str, Any]:
    """Return the report of an issue before anything is made of it."""
    name = desk.publication.name
    return {
        "issue": desk.issue.name,
        "date": desk.issue.date.isoformat(),
        "name": next(iter(name.values()), ""),
        "languages": [
            {"tag": edition.language.tag, "name": edition.language.name, "direction": edition.language.direction}
            for edition in desk.editions.values()
        ],
        "stories": describe_stories(desk.choice, desk.stories, desk.issue, desk.publication, desk.states),
        "editions": {},
        "problems": [describe_problem(problem) for problem in sorted(problems)],
        "counts": count_problems(problems),
    }


def _proof(desk: Desk, proofs: list[EditionProof]) -> Proof:
    found = list(desk.problems)
    accepted = load_accepted(desk.templates, found)
    return Proof(desk.issue, tuple(proofs), make_matrix(desk.choice, desk.editions.values()), tuple(found), accepted)


def _edition_proof(desk: Desk, shelf: Shelf, tag: str, files: Mapping[str, bytes], told: Mapping[str, Any]) -> EditionProof:
    """Return what was made of an edition; *told* holds its pages by PDF, and its problems."""
    mail = page = None
    if "mail.html" in files:
        facts = json.loads(files["mail.json"])
        mail = Mail(html=files["mail.html"].decode(), text=files["mail.txt"].decode(), message=files["mail.eml"], **facts)
    if "page.html" in files:
        page = Page(files["page.html"].decode())
    pdfs = tuple(Pdf(kind, files[f"{kind}.pdf"], told["pages"].get(kind, 0)) for kind in ("screen", "print") if f"{kind}.pdf" in files)
    sizes = {name: prepared.original for name, prepared in shelf.pictures.items()}
    return EditionProof(desk.editions[tag], mail, page, pdfs, pictures=sizes, problems=told["problems"])
