"""The proof to send round: one file with every edition's mail in it, for colleagues who have no account and no program.

They open it from a disk, see each edition as a phone and a desktop show it, and answer by number: “ar 14: wrong word”. It asks the
network for nothing, and its policy sees to that; what it is made from lies in the output folder: the mails, their pictures, the
report.
"""

from __future__ import annotations

import base64
import datetime as dt
import email
import hashlib
import json
import quopri
from collections import Counter
from collections.abc import Mapping, Sequence
from email import policy
from pathlib import Path
from typing import Any, NamedTuple

import jinja2

from newsletter.clients import data_date, table
from newsletter.digests import digest_bytes
from newsletter.errors import TemplateError
from newsletter.features import read_features
from newsletter.languages import format_date
from newsletter.languages.words import words as load_words
from newsletter.model import Language, Markup
from newsletter.render.environment import compiled_templates, render_template
from newsletter.render.material import Material
from newsletter.render.proof_clients import Grid, make_grid
from newsletter.render.proof_findings import number_problems
from newsletter.render.proof_mails import POLICY, Passage, Specimen, find_headlines, make_specimen

LIMITS = {"html": 90_000, "encoded": 102_400, "styles": 16_384}
"""Bytes after which Gmail cuts a mail off (its HTML with a reserve), and those after which it drops a style block."""
_KINDS = {"png": "image/png", "jpg": "image/jpeg"}
_SCRIPTS = ("proof/proof.js", "proof/notes.js")
_MEASURES = ("html", "encoded", "styles", "text", "message", "pictures")


class Sheet(NamedTuple):
    """An edition on the proof."""

    language: Language
    sender: str
    subject: str
    preheader: str
    text: str
    markup: Markup
    specimen: Specimen
    sizes: Mapping[str, int | None]
    """Bytes by measure; None for what was not made."""

    @property
    def passages(self) -> tuple[Passage, ...]:
        """What has a number."""
        return self.specimen.passages


class _Pictures:
    """The pictures of all editions, each once."""

    def __init__(self) -> None:
        self.addresses: list[str] = []
        self._numbers: dict[str, int] = {}

    def number(self, path: Path) -> int | None:
        """Return a picture's number; None where it is no picture of ours."""
        kind = _KINDS.get(path.suffix.removeprefix("."))
        if kind is None or not path.is_file():
            return None
        data = path.read_bytes()
        digest = digest_bytes(data)
        if digest not in self._numbers:
            self._numbers[digest] = len(self.addresses)
            self.addresses.append(f"data:{kind};base64,{base64.b64encode(data).decode()}")
        return self._numbers[digest]


def render_sheet(report: Mapping[str, Any], folder: Path, materials: Mapping[str, Material], roots: Sequence[Path]) -> str | None:
    """Return ``proof.html`` of an issue from what lies in its output folder; None where no mail was made.

    Takes the report; the material of every edition, for the words; and the folders that problems may quote from, the one that their
    paths begin at first. Raises TemplateError with the template and line that went wrong.
    """
    pictures = _Pictures()
    sheets = {tag: _read_sheet(folder / tag, materials[tag], pictures) for tag in materials if (folder / tag / "mail.json").is_file()}
    if not sheets:
        return None
    first = next(iter(materials.values()))
    slugs = frozenset(str(story["slug"]) for story in report["stories"])
    headlines = {tag: find_headlines(sheet.markup, sheet.passages, slugs) for tag, sheet in sheets.items()}
    environment = _environment(first)
    words = {tag: _words(environment, materials[tag], tuple(sheets)) for tag in sheets}
    findings = number_problems(report, headlines, roots)
    data = _data(report, sheets, words, pictures.addresses)
    scripts = [_read_script(environment, name) for name in _SCRIPTS]
    return render_template(
        environment,
        "proof/proof.html",
        report=report,
        look=first.look,
        version=data["version"],
        sheets=sheets,
        settings={tag: first.look["scripts"].get(sheet.language.script, first.look["scripts"]["default"]) for tag, sheet in sheets.items()},
        words=words,
        word=next(iter(words.values())),
        accents=list(first.look["regions"].values()) or [first.look["colours"]["signature"]],
        findings=findings,
        drawn={tag: [(finding, place.passage) for finding in findings for place in finding.places if place.edition == tag] for tag in sheets},
        measures=_MEASURES,
        limits=LIMITS,
        grid=_grid(sheets),
        data=embed_json(data),
        scripts=scripts,
        policy=make_policy(scripts),
    )


def embed_json(data: object) -> str:
    """Return data for a script element: no ``<`` in it, so that nothing can end the element or open a comment (HTML, 4.12.1.3)."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def make_policy(scripts: Sequence[str]) -> str:
    """Return what the page may do (Content Security Policy 3): run these scripts and show what stands in it, and nothing else."""
    digests = " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in scripts)
    return f"{POLICY}; script-src {digests}"


def _read_sheet(folder: Path, material: Material, pictures: _Pictures) -> Sheet:
    html, envelope = (folder / "mail.html").read_text("utf-8"), json.loads((folder / "mail.json").read_bytes())
    text = (folder / "mail.txt").read_text("utf-8")
    message = (folder / "mail.eml").read_bytes() if (folder / "mail.eml").is_file() else b""
    markup = Markup.of(html)
    shown: dict[str, int] = {}

    def picture_of(name: str) -> int | None:
        path = folder / "pictures" / name
        number = pictures.number(path) if name not in {"", ".", ".."} and "/" not in name else None
        if number is not None:
            shown[name] = path.stat().st_size
        return number

    specimen = make_specimen(markup, html, envelope["subject"], envelope["preheader"], picture_of)
    sizes = {
        "html": len(html.encode()),
        "encoded": len(quopri.encodestring(html.encode())),
        "styles": max((len(sheet.encode()) for sheet in markup.sheets), default=0),
        "text": len(text.encode()),
        "message": len(message) or None,
        "pictures": sum(shown.values()),
    }
    name = material.text(material.publication.name)
    sender = _sender(message) or (name.text if name else "")
    return Sheet(material.edition.language, sender, envelope["subject"], envelope["preheader"], text, markup, specimen, sizes)


def _sender(message: bytes) -> str:
    """Return whom an inbox shows a message to be from; empty where it does not say."""
    field = email.message_from_bytes(message.partition(b"\r\n\r\n")[0], policy=policy.default)["From"]
    addresses = getattr(field, "addresses", ())
    return str(addresses[0].display_name or addresses[0].addr_spec) if addresses else ""


def _environment(material: Material) -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader([str(folder) for folder in material.templates]),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        extensions=["jinja2.ext.i18n"],
        bytecode_cache=compiled_templates(),
    )


def _read_script(environment: jinja2.Environment, name: str) -> str:
    """Return a script as it stands in the templates, a publication's own first; raises TemplateError where there is none."""
    try:
        return environment.loader.get_source(environment, name)[0] if environment.loader else ""
    except jinja2.TemplateNotFound:
        raise TemplateError(name, 0, "is missing") from None


def _words(environment: jinja2.Environment, material: Material, tags: Sequence[str]) -> dict[str, str]:
    """Return the words of the page in an edition's language, by their names."""
    language = material.edition.language
    furniture = load_words(language.tag, material.chain, material.language_folders)
    dates = {"date": material.edition.date, "tests": dt.date.fromisoformat(data_date())}
    values = {name: format_date(date, language) for name, date in dates.items()}
    module = environment.get_template("proof/words.txt").make_module({"gettext": furniture, "example": f"{tags[0]} 14", **values})
    name = material.text(material.publication.name)
    return {**module.words, "name": name.text if name else ""}  # type: ignore[attr-defined]  # what the template sets


def _data(report: Mapping[str, Any], sheets: Mapping[str, Sheet], words: Mapping[str, Mapping[str, str]], pictures: list[str]) -> dict[str, Any]:
    """Return what the script works with."""
    editions = {
        tag: {"parts": sheet.specimen.parts, "passages": {passage.number: passage.words for passage in sheet.passages}}
        for tag, sheet in sheets.items()
    }
    version = digest_bytes(json.dumps([editions, pictures], sort_keys=True).encode())[:8]
    return {
        "issue": report["issue"],
        "version": version,
        "languages": {tag: {"direction": sheet.language.direction, "words": words[tag]} for tag, sheet in sheets.items()},
        "editions": editions,
        "pictures": pictures,
    }


def _grid(sheets: Mapping[str, Sheet]) -> Grid:
    used: Counter[str] = Counter()
    for sheet in sheets.values():
        used.update(read_features(sheet.markup))
    return make_grid(table(used))
