"""Stories from a WordPress export (WXR), as drafts: languages joined, blocks and shortcodes read, pictures from a local folder.

Nothing is fetched and nothing invented. The export is hostile until read: see :mod:`newsletter.intake.wordpress_export` for its
XML, :mod:`newsletter.intake.html_tree` for the HTML in it, :mod:`newsletter.intake.uploads` for its pictures.
"""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, NamedTuple

from newsletter.intake.doubts import Doubts, write_report
from newsletter.intake.filing import State, file_story, seal
from newsletter.intake.html_blocks import Part, make_blocks
from newsletter.intake.html_inlines import Found, Page
from newsletter.intake.html_tree import Element, read_html
from newsletter.intake.runs import write_target
from newsletter.intake.uploads import Album, Uploads
from newsletter.intake.wordpress_export import MAX_ITEM, RULE, Attachment, Entry, Export, read_export
from newsletter.intake.wordpress_facts import is_told, tell_terms, write_facts
from newsletter.intake.wordpress_records import CONTENT, Record, Term
from newsletter.intake.wordpress_stories import Addresses, Plan, Wanted, plan_stories
from newsletter.intake.wordpress_text import prepare_text, read_notes
from newsletter.intake.writing import write_article
from newsletter.model import Problem, Source

REPORT = "doubts-wordpress.txt"
_UPLOADS = ("/wp-content/uploads/", "/files/")


class Imported(NamedTuple):
    """A story that was imported."""

    slug: str
    folder: Path
    languages: tuple[str, ...]
    state: State


@dataclass(slots=True)
class _Desk:
    """What stays the same while one export is worked through."""

    export: Export
    wanted: Wanted
    uploads: Uploads
    addresses: Addresses
    doubts: Doubts
    by_address: dict[str, Attachment] = field(default_factory=dict)
    children: dict[int, list[Attachment]] = field(default_factory=dict)
    terms: dict[tuple[str, str], list[Term]] = field(default_factory=dict)

    def attachment(self, number: str) -> Attachment | None:
        """Return the attachment that has a number, as texts write it; None where there is none."""
        return self.export.attachments.get(int(number)) if number.isascii() and number.isdigit() and len(number) < 16 else None


def intake_wordpress(path: Path, into: Path, uploads: Path | None, wanted: Wanted, problems: list[Problem]) -> tuple[Imported, ...]:
    """Write the posts of the export *path* as drafts, each story into a folder of its own under *into*.

    *uploads* is a local copy of the site's ``wp-content/uploads``. Everything an editor should look at is added to *problems*,
    with its line in the export. From an export that is broken nothing is written. Running it again changes nothing.
    The report of doubts lies beside the drafts.
    """
    doubts = Doubts(str(path), problems)
    export = read_export(path, doubts)
    imported = _work_through(export, into, uploads, wanted, doubts) if export else ()
    write_report(into / REPORT, problems)
    return imported


def _work_through(export: Export, into: Path, uploads: Path | None, wanted: Wanted, doubts: Doubts) -> tuple[Imported, ...]:
    plans = plan_stories(export, wanted, doubts)
    if not plans:
        doubts.add(
            Problem(Source(doubts.path), RULE, "holds no post that could be taken", "Look whether it is the export of all content.", "warning")
        )
    desk = _Desk(export, wanted, Uploads(uploads), Addresses(export, plans), doubts)
    for attachment in export.attachments.values():
        desk.by_address.setdefault(_file_path(attachment.address), attachment)
        desk.children.setdefault(attachment.parent, []).append(attachment)
    imported = []
    with export.path.open("rb") as file:
        for plan in plans:
            files = _write_story(plan, desk, file)
            state = file_story(into / plan.slug, files, doubts.problems) if files else None
            if state:
                imported.append(Imported(plan.slug, into / plan.slug, tuple(tag for tag, _ in plan.entries), state))
    tell_terms(desk.terms, wanted, doubts)
    if export.comments:
        doubts.add(Problem(Source(doubts.path), RULE, f"readers' comments were left out: {export.comments}", "", "info"))
    return tuple(imported)


def _file_path(address: str) -> str:
    """Return the part of an address that names the file in the uploads, without the scheme and the host that may have changed."""
    for mark in _UPLOADS:
        if mark in address:
            return address.partition(mark)[2]
    return address.partition("://")[2]


def _write_story(plan: Plan, desk: _Desk, file: BinaryIO) -> dict[str, str | bytes | Path]:
    """Return the files of a story; nothing where its source text cannot be read."""
    records = [record for _, entry in plan.entries if (record := _read(entry, desk, file))]
    if len(records) < len(plan.entries):
        return {}
    album = Album()
    origin = f"{desk.export.path.name}, line {plan.entries[0][1].line}"
    texts: dict[str, str] = {}
    _lead(plan.entries[0][1], records[0], album, desk)
    for (tag, entry), record in zip(plan.entries, records, strict=True):
        written = _write_text(tag, entry, record, album, desk)
        if written is None:
            return {}
        texts[f"{tag}.md"] = seal(written, origin)
        for term in filter(is_told, record.terms):
            desk.terms.setdefault((term.domain, term.slug), []).append(term)
    facts = seal(write_facts(plan, records, desk.export, desk.wanted, album, desk.doubts), origin)
    for name, line in album.places.items():
        desk.doubts.tell(line, "picture-credit", name)
    return {"article.yaml": facts, **texts, **album.files()}


def _read(entry: Entry, desk: _Desk, file: BinaryIO) -> Record | None:
    """Return a post with its lines counted from the beginning of the file; None after telling that it is too large."""
    record = desk.export.read(entry, file) if entry.length <= MAX_ITEM else None
    if record is None or record.too_large:
        name = record.too_large if record else "item"
        message = f"the post “{entry.slug[:80]}” is too large to be read ({name}); its story was left out"
        desk.doubts.add(Problem(Source(desk.doubts.path, entry.line), RULE, message, "Split the post, or copy its text by hand."))
        return None
    shift = entry.line - record.line
    record.lines = {name: line + shift for name, line in record.lines.items()}
    record.terms = [term._replace(line=term.line + shift) for term in record.terms]
    record.line = entry.line
    return record


def _lead(entry: Entry, record: Record, album: Album, desk: _Desk) -> None:
    """Take the picture that WordPress shows over the post as the one that opens the story."""
    number = record.meta.get("_thumbnail_id", "").strip()
    attachment = desk.attachment(number)
    if attachment is None:
        if number:
            desk.doubts.tell(entry.line, "lost-picture", f"the one over the post, which has the number {number[:20]} and is not in the export")
        return
    stored = desk.uploads.find(_file_path(attachment.address))
    if isinstance(stored, str):
        desk.doubts.tell(entry.line, "lost-picture", f"{attachment.address}, the one over the post ({stored})")
    else:
        album.add(stored, entry.line, "lead")


def _write_text(tag: str, entry: Entry, record: Record, album: Album, desk: _Desk) -> str | None:
    doubts = desk.doubts
    headline = _words(record.fields.get("title", ""), record.lines.get("title", entry.line), doubts)
    if not headline:
        headline = entry.slug[:80] or f"{entry.kind} {entry.number}"
        message = f"the {entry.kind} “{headline}” has no title; its name in the address stands in its place"
        doubts.add(Problem(Source(doubts.path, entry.line), RULE, message, "Write a headline.", "warning"))
    line = record.lines.get(CONTENT, entry.line)
    part = _write_body(tag, entry, record, headline, album, desk)
    if part is None:
        return None
    if not part.nodes:
        doubts.add(
            Problem(Source(doubts.path, line), RULE, f"the {entry.kind} “{headline[:80]}” has no text", "Write it, or delete the story.", "warning")
        )
    standfirst = _words(record.fields.get("excerpt:encoded", ""), record.lines.get("excerpt:encoded", entry.line), doubts)
    pictures = dict(part.pictures)
    if "lead" in album.stored and "lead" not in pictures:
        attachment = desk.attachment(record.meta.get("_thumbnail_id", "").strip())
        alt, caption = (attachment.alt, _words(attachment.caption, attachment.line, doubts)) if attachment else ("", "")
        words = {key: value for key, value in (("alt", alt), ("caption", caption)) if value}
        pictures = {"lead": words, **pictures}
    for name in pictures:
        if "alt" not in pictures[name]:
            message = f"the picture {name} has no alt text in {tag}"
            doubts.add(Problem(Source(doubts.path, album.places.get(name, line)), RULE, message, "Write what is to be seen in it.", "warning"))
    nodes = [node for node in part.nodes if (node.kind, node.text) != ("picture", "lead")]  # it opens the story by itself
    return write_article(headline, "", standfirst, nodes, pictures)


def _words(text: str, line: int, doubts: Doubts) -> str:
    """Return the words of a short HTML text."""
    if "<" not in text and "&" not in text:
        return " ".join(text.replace("\ufffd", "").split())
    tree = read_html(text, line, doubts)
    return tree.plain().replace("\ufffd", "") if tree else ""


def _write_body(tag: str, entry: Entry, record: Record, headline: str, album: Album, desk: _Desk) -> Part | None:
    line = record.lines.get(CONTENT, entry.line)

    def gallery(numbers: Sequence[int], _options: Mapping[str, str]) -> str:
        shown = [desk.export.attachments[number] for number in numbers if number in desk.export.attachments]
        missing = [number for number in numbers if number not in desk.export.attachments]
        if missing:
            desk.doubts.tell(line, "lost-picture", f"number {', '.join(map(str, missing))} of a gallery, not in the export")
        return "".join(map(_figure, shown if numbers else desk.children.get(entry.number, [])))

    prepared, by_lines = prepare_text(record.fields.get(CONTENT, ""), line, gallery, desk.doubts)
    tree = read_html(prepared, line, desk.doubts)
    if tree is None:
        return None
    page = Page(tag, desk.doubts, _Site(desk, album), by_lines)
    notes = {name: found for name, text in read_notes(record.meta.get("footnotes", "")).items() if (found := read_html(text, line, desk.doubts))}
    return make_blocks(tree, page, headline, notes)


def _figure(attachment: Attachment) -> str:
    caption = f"<figcaption>{html.escape(attachment.caption)}</figcaption>" if attachment.caption else ""
    image = f'<img class="wp-image-{attachment.number}" src="{html.escape(attachment.address)}" alt="{html.escape(attachment.alt)}">'
    return f"<figure>{image}{caption}</figure>".replace("\n", " ")


@dataclass(slots=True)
class _Site:
    """The website as one story's text sees it (:class:`newsletter.intake.html_inlines.Surroundings`)."""

    desk: _Desk
    album: Album

    def find_picture(self, image: Element) -> Found | None:
        """Return the picture under an ``<img>``: by its number among the attachments, else by its address."""
        address = image.attributes.get("data-orig-file") or image.attributes.get("data-src") or image.attributes.get("src", "")
        classes = image.attributes.get("class", "").split()
        number = next((name.removeprefix("wp-image-") for name in classes if name.startswith("wp-image-")), "")
        attachment = self.desk.attachment(number)
        attachment = attachment or self.desk.by_address.get(_file_path(address.partition("?")[0]))
        stored = self.desk.uploads.find(_file_path(attachment.address)) if attachment else "it has no address"
        if isinstance(stored, str) and address:
            stored = self.desk.uploads.find(_file_path(address.partition("?")[0]))
        if not isinstance(stored, str) and (name := self.album.add(stored, image.line)):
            return Found(name, attachment.alt if attachment else "")
        why = stored if isinstance(stored, str) else "the story has too many pictures"
        alt = " ".join(image.attributes.get("alt", "").split())
        said = f"{address or 'one without an address'} ({why}){f'; its alt text: {alt}' if alt else ''}"
        self.desk.doubts.tell(image.line, "lost-picture", said)
        return None

    def find_link(self, address: str) -> str:
        """Return ``story:slug`` for a post that was imported too, else the whole address."""
        return write_target(self.desk.addresses.find(address))
