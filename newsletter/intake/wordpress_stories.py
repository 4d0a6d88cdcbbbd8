"""Which posts of a WordPress export become which stories: translations joined, names found, addresses kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

from newsletter.intake.doubts import Doubts
from newsletter.intake.html_inlines import language_tag
from newsletter.intake.uploads import slug_of
from newsletter.intake.wordpress_export import RULE, Entry, Export
from newsletter.model import Problem, Severity, Source

PUBLISHED = "publish"
STATUSES = ("draft", "pending", "private", "future")
"""What an editor may ask for besides what is published."""
_INTERNAL = frozenset(
    """attachment nav_menu_item revision custom_css customize_changeset oembed_cache user_request wp_block wp_template wp_template_part
    wp_global_styles wp_navigation wp_font_family wp_font_face""".split()  # noqa: SIM905  a line a name would fill a page
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an editor asked for."""

    kinds: tuple[str, ...] = ("post",)
    statuses: tuple[str, ...] = ()
    """Besides what is published."""
    language: str = ""
    """Of posts that do not say theirs; the site's own where empty."""
    region: str = ""
    """Of stories for which nothing else says one."""
    regions: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """The publication's, with their names per language."""
    languages: tuple[str, ...] = ()
    """The publication's."""
    region_of: Mapping[str, str] = field(default_factory=dict)
    """A category's or tag's slug, and the region it stands for."""
    topic_of: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """A story to be written: its posts by language, the source first."""

    slug: str
    entries: tuple[tuple[str, Entry], ...]


def plan_stories(export: Export, wanted: Wanted, doubts: Doubts) -> tuple[Plan, ...]:
    """Return the stories of an export, in the order of the file; what is passed over is told."""
    entries = [entry for entry in export.entries if _is_wanted(entry, wanted, doubts)]
    _tell_kinds(export.entries, wanted, doubts)
    groups: dict[str, list[tuple[str, Entry]]] = {}
    for entry in entries:
        tag = _language(entry, export, wanted, doubts)
        if not tag:
            message = "was left out: neither it nor the site says a language"
            doubts.add(_say(doubts, entry, message, "Say it: `--language TAG`.", "error"))
            continue
        key = _group(entry)
        taken = groups.setdefault(key, [])
        if any(tag == other for other, _ in taken):
            before = next(known for other, known in taken if other == tag)
            message = f"is a second {tag} text of the story that begins on line {before.line}; it became a story of its own"
            doubts.add(_say(doubts, entry, message, "Keep one of the two.", "warning"))
            taken = groups.setdefault(f"post {entry.line}", [])
        taken.append((tag, entry))
    used: set[str] = set()
    return tuple(_plan(group, export, wanted, used) for group in groups.values())


def _is_wanted(entry: Entry, wanted: Wanted, doubts: Doubts) -> bool:
    if entry.kind not in wanted.kinds or entry.status in {"trash", "auto-draft", "inherit"}:
        return False
    if entry.status not in {PUBLISHED, *wanted.statuses}:
        doubts.add(_say(doubts, entry, f"is not published ({entry.status}) and was left out", f"Take it with `--also {entry.status}`.", "info"))
        return False
    if entry.is_protected and "private" not in wanted.statuses:
        doubts.add(_say(doubts, entry, "asks its readers for a password and was left out", "Take it with `--also private`.", "info"))
        return False
    return True


def _tell_kinds(entries: Iterable[Entry], wanted: Wanted, doubts: Doubts) -> None:
    counts = Counter(entry.kind for entry in entries if entry.kind not in {*_INTERNAL, *wanted.kinds})
    for kind, count in sorted(counts.items()):
        said = f"holds {count} of the kind {kind[:60]!r}, which were left out"
        doubts.add(Problem(Source(doubts.path), RULE, said, f"Take them with `--type {kind[:60]}`.", "info"))


def _language(entry: Entry, export: Export, wanted: Wanted, doubts: Doubts) -> str:
    """Return the language that a post says it has, else what was asked for, else the site's."""
    stated = _known(language_tag(entry.language), wanted)
    if stated:
        return stated
    if entry.language:
        doubts.add(_say(doubts, entry, f"its language {entry.language[:40]!r} is none", "Correct the name of the file.", "warning"))
    return wanted.language or _known(language_tag(export.site.get("language", "")), wanted)


def _known(tag: str, wanted: Wanted) -> str:
    """Return a tag as the publication has it: without its country where only the bare language is known there."""
    base = tag.split("-", maxsplit=1)[0]
    return base if tag not in wanted.languages and (base in wanted.languages or not wanted.languages) else tag


def _group(entry: Entry) -> str:
    """Return what a post shares with its translations; WPML joins a copy to the number of its original."""
    return entry.group if entry.group and not entry.group.startswith("copy ") else f"post {entry.group.removeprefix('copy ') or entry.number}"


def _plan(group: list[tuple[str, Entry]], export: Export, wanted: Wanted, used: set[str]) -> Plan:
    stated = {_known(language_tag(entry.source_language), wanted) for _, entry in group} - {""}
    site = _known(language_tag(export.site.get("language", "")), wanted)
    ordered = sorted(group, key=lambda pair: (pair[0] not in stated, pair[0] != site, pair[1].date, pair[1].number))
    words = [slug_of(unquote(entry.slug)) for _, entry in ordered if entry.slug]
    readable = next((slug for (_, entry), slug in zip(ordered, words, strict=False) if slug and unquote(entry.slug).isascii()), "")
    slug = readable[:80].strip("-") or f"post-{ordered[0][1].number}"
    chosen = next(name for name in (slug, f"{slug}-{ordered[0][1].number}", f"{slug}-line-{ordered[0][1].line}") if name not in used)
    used.add(chosen)
    return Plan(chosen, tuple(ordered))


class Addresses:
    """Where the links of an export lead: to other stories of it, or out."""

    def __init__(self, export: Export, plans: Iterable[Plan]) -> None:
        """Note the addresses of all posts that become stories."""
        self.base = export.site.get("link", "") or export.site.get("wp:base_blog_url", "")
        self.hosts = {urlsplit(address).hostname for address in (self.base, export.site.get("wp:base_blog_url", "")) if address}
        self.by_path: dict[str, str] = {}
        self.by_number: dict[str, str] = {}
        for plan in plans:
            for _, entry in plan.entries:
                self.by_number[str(entry.number)] = plan.slug
                path = _path(entry.link)
                if path:
                    self.by_path.setdefault(path, plan.slug)

    def find(self, address: str) -> str:
        """Return ``story:slug`` for a post that became a story, else the whole address; empty where it is none."""
        try:
            whole = urljoin(self.base, address)
            parts = urlsplit(whole)
            if parts.hostname in self.hosts:
                query = parse_qs(parts.query)
                number = next((query[key][0] for key in ("p", "page_id") if key in query), "")
                slug = self.by_number.get(number) if number else self.by_path.get(_path(whole))
                if slug:
                    return f"story:{slug}"
        except ValueError:
            return ""
        return whole


def _path(address: str) -> str:
    """Return an address without scheme, query and the slash at its end; empty where it names no post."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    path = unquote(parts.path).rstrip("/")
    return f"{parts.hostname}{path}" if parts.hostname and path and not parts.query else ""


def _say(doubts: Doubts, entry: Entry, message: str, hint: str, severity: Severity) -> Problem:
    name = unquote(entry.slug)[:80] or entry.number
    return Problem(Source(doubts.path, entry.line), RULE, f"the {entry.kind} “{name}” {message}", hint, severity)
