"""The short way through a build: whether anything it depends on has changed since the last one, without reading what the files mean."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from typing import Any

from newsletter.digests import PACKAGE, digest_bytes, digest_file, digest_folder, digest_newsroom, versions
from newsletter.jobs import Outcome, Request
from newsletter.places import newsroom_of, template_folders
from newsletter.report import is_intact, read_report, recall_problem


def recall_outcome(request: Request) -> Outcome | None:
    """Return what the last build came to, where a new one would come to the same and its files lie there untouched; else None."""
    report = read_report(request.target)
    if not report or request.force:
        return None
    inputs = report["inputs"]
    newsroom = request.newsroom or newsroom_of(request.publication)
    if any(digest_file(newsroom / name) != digest for name, digest in inputs["pictures"].items()):
        return None
    if inputs["versions"] != versions(inputs["versions"]) or inputs["files"] != digest_inputs(request) or not is_intact(request.target, report):
        return None
    return Outcome(report, tuple(recall_problem(problem) for problem in report["problems"]), request.target)


def digest_inputs(request: Request) -> str:
    """Return the digest of what is asked for and of every text that may have a part in it: stories, manifest, templates, words, code.

    It is taken before the files are read, so that an edit during a build is seen by the next one.
    """
    publication, newsroom = request.publication, request.newsroom or newsroom_of(request.publication)
    asked = [request.languages, request.pieces, os.environ.get("SOURCE_DATE_EPOCH", "")]
    parts = [
        json.dumps(asked),
        *(os.path.relpath(path, publication) for path in (request.manifest, newsroom)),
        *map(digest_file, (publication / "newsletter.yaml", request.manifest, *sorted(publication.glob("*.ic[cm]")))),
        *map(digest_folder, (publication / "languages", PACKAGE)),
        digest_folder(*template_folders(publication)),
        digest_newsroom(newsroom),
    ]
    return digest_bytes("\0".join(parts).encode())


def describe_inputs(files: str, pictures: Mapping[str, str], packages: Iterable[str]) -> dict[str, Any]:
    """Return what :func:`recall_outcome` asks for: the digest of the files, those of the pictures shown, by path below the newsroom, and versions."""
    return {"files": files, "pictures": dict(sorted(pictures.items())), "versions": versions(sorted(set(packages)))}
