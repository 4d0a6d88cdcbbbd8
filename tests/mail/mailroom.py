"""Every mail that is proved here: the sample issues', the real ones' where the dumps are, and two that are meant to hurt."""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from newsletter.desk import load_desk, make_materials
from newsletter.intake.dump import intake_dump
from newsletter.jobs import Request
from newsletter.model import EditionProof, Mail, Proof
from newsletter.render.environment import make_environment
from newsletter.render.mail import render_mail
from newsletter.render.material import Material
from newsletter.render.picture_shelf import fill_shelf

ROOT = Path(__file__).parents[2]
SAMPLES = ("2021-06", "2022-07", "2023-04")
REAL = ("real-2022-07", "real-2023-04")
TAGS = ("en", "ar", "th", "es", "fr")
DUMPS = tuple(sorted((ROOT.parent / "shared" / "seeds").glob("0*.txt")))
ALL = tuple((name, tag) for name in (*SAMPLES, *(REAL if len(DUMPS) >= 4 else ())) for tag in TAGS)
"""Issue and language of every edition."""


@dataclass(frozen=True, slots=True)
class Posted:
    """A mail, and all that it was made of."""

    material: Material
    mail: Mail
    mjml: str

    @property
    def proof(self) -> Proof:
        """What the rules read."""
        return self.proof_of(self.mail)

    def proof_of(self, mail: Mail) -> Proof:
        """Return the proof of this edition with another mail."""
        from values import an_issue

        return Proof(an_issue(), (EditionProof(self.material.edition, mail),))

    def picture(self, address: str) -> bytes:
        """Return the picture that a mail shows from an address of the publication."""
        return (self.material.picture_folder / address.rpartition("/")[2]).read_bytes()


@functools.cache
def scratch() -> Path:
    """Return a folder that lives as long as the tests."""
    return Path(tempfile.mkdtemp(prefix="newsletter-mails-"))


@functools.cache
def materials(name: str) -> Mapping[str, Material]:
    """Return the material of every edition of an issue in the repository."""
    request = Request(ROOT / "issues" / f"{name}.yaml", ROOT, scratch(), real_newsroom() if name in REAL else None)
    return materials_of(request)


def materials_of(request: Request) -> Mapping[str, Material]:
    """Return the material of every edition of any issue."""
    desk = load_desk(request)
    folder = Path(tempfile.mkdtemp(dir=scratch()))
    return make_materials(desk, fill_shelf(desk.pictures, folder).pictures, folder)


def post(material: Material) -> Posted:
    """Render one mail."""
    return Posted(material, *render_mail(material.edition, make_environment(material, "mail"), make_environment(material, "text")))


@functools.cache
def posted(name: str, tag: str) -> Posted:
    """Return an edition's mail of an issue in the repository."""
    return post(materials(name)[tag])


@functools.cache
def real_newsroom() -> Path:
    """Return the stories that are cut out of the dumps."""
    folder = scratch() / "newsroom"
    intake_dump(DUMPS, ROOT / "seeds" / "catalogue.yaml", folder, [])
    return folder


def every_mail() -> Iterator[Posted]:
    """Yield every mail."""
    return (posted(name, tag) for name, tag in ALL)
