"""The shelf of prepared pictures: renditions are made once per picture file and kept in the user's cache."""

from __future__ import annotations

import contextlib
import json
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path

from newsletter.digests import digest_bytes, digest_file
from newsletter.model import Edition, Picture, Problem
from newsletter.outputs import take_over
from newsletter.profiles import PressProfile
from newsletter.render import inks as inking
from newsletter.render import pictures as maker
from newsletter.render.font_files import cache_home
from newsletter.render.inks import load_inks, read_profile
from newsletter.render.material import Prepared, Rendition

_FORMAT = "2"
_MEDIA = ("mail", "web", "print")


@dataclass(frozen=True, slots=True)
class Shelf:
    """All pictures of an issue, ready in one folder."""

    folder: Path
    pictures: Mapping[str, Prepared]
    """By ``slug/id``."""
    digests: Mapping[str, str]
    """SHA-256 of each picture's file, by ``slug/id``."""
    problems: tuple[Problem, ...]

    def deliver(self, edition: Edition, folder: Path) -> None:
        """Put the renditions that readers of *edition* fetch into *folder*."""
        slugs = {slot.article.slug for slot in edition.slots}
        for name, prepared in self.pictures.items():
            if name.partition("/")[0] in slugs:
                for rendition in (prepared.mail, prepared.web):
                    take_over(self.folder / rendition.file, folder / rendition.file)


def fill_shelf(pictures: Iterable[tuple[str, Picture, str]], folder: Path, profile: PressProfile | None = None) -> Shelf:
    """Return the shelf of *pictures* (slug, picture, declaring file), made in *folder*; photographs for the press by *profile*."""
    recipe = f"{_FORMAT}-{version('pillow')}-{_digest_recipe(read_profile(profile))[:24]}"
    prepared: dict[str, Prepared] = {}
    digests: dict[str, str] = {}
    problems: list[Problem] = []
    for slug, picture, shown in pictures:
        name = f"{slug}/{picture.id}"
        digests[name] = digest_file(picture.file)
        kept = cache_home() / "pictures" / f"{recipe}-{digests[name][:32]}-{picture.form}"
        entry = _recall(slug, picture, kept, folder)
        if entry is None:
            entry, found = maker.prepare_picture(slug, picture, folder, shown, load_inks(profile))
            problems.extend(found)
            if entry is not None and digest_file(picture.file) == digests[name]:
                _keep(entry, folder, kept)
        if entry is not None:
            prepared[name] = entry
    return Shelf(folder, prepared, digests, tuple(problems))


def _digest_recipe(profile: bytes) -> str:
    """Return the digest of all that a rendition depends on beside its picture: our code and the profile."""
    code = (digest_file(Path(str(module.__file__))) for module in (maker, inking))
    return digest_bytes("".join((digest_bytes(profile), *code)).encode())


def _renditions(prepared: Prepared) -> tuple[Rendition, ...]:
    return prepared.mail, prepared.web, prepared.print


def _recall(slug: str, picture: Picture, kept: Path, folder: Path) -> Prepared | None:
    """Copy renditions out of the cache; None where there are none, or where they are not what was put there.

    They are copied, not linked: whoever edits an output file must not change the cache with it.
    """
    try:
        facts = json.loads((kept / "facts.json").read_bytes())
        renditions = []
        for medium in _MEDIA:
            file = str(facts[medium]["file"])
            name = f"{slug}-{picture.id}-{medium}{Path(file).suffix}"
            data = (kept / file).read_bytes()
            if digest_bytes(data) != facts[medium]["sha256"]:
                return None
            (folder / name).write_bytes(data)
            renditions.append(Rendition(name, int(facts[medium]["width"]), int(facts[medium]["height"])))
        return Prepared(renditions[0], renditions[1], renditions[2], (int(facts["original"][0]), int(facts["original"][1])))
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def _keep(prepared: Prepared, folder: Path, kept: Path) -> None:
    """Put renditions into the cache, whole or not at all; a cache that cannot be written is no reason to stop."""
    facts = {medium: asdict(rendition) for medium, rendition in zip(_MEDIA, _renditions(prepared), strict=True)}
    with contextlib.suppress(OSError):
        kept.parent.mkdir(parents=True, exist_ok=True)
        making = Path(tempfile.mkdtemp(prefix=".making-", dir=kept.parent))
        try:
            for medium, rendition in zip(_MEDIA, _renditions(prepared), strict=True):
                name = f"{medium}{Path(rendition.file).suffix}"
                shutil.copyfile(folder / rendition.file, making / name)
                facts[medium] |= {"file": name, "sha256": digest_file(making / name)}
            (making / "facts.json").write_text(json.dumps({**facts, "original": prepared.original}), "utf-8")
            shutil.rmtree(kept, ignore_errors=True)
            making.replace(kept)
        finally:
            shutil.rmtree(making, ignore_errors=True)
