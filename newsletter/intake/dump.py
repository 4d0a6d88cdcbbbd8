"""Raw dumps cut into stories by a catalogue of facts.

A dump is plain text: one article after another, mark-up, pictures and addresses lost. The catalogue (see
:mod:`newsletter.intake.catalogue`) says where each story stands and what its lines are. Stories that stand in several dumps are
merged; everything lost, restored or left out becomes a problem with file and line. What is written is ordinary newsroom
material: ``<into>/<slug>/article.yaml`` and one ``<language>.md`` per language.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from newsletter.intake.catalogue import RULE, Catalogue, Copy, Entry, read_catalogue
from newsletter.intake.dump_blocks import make_part
from newsletter.intake.dump_lines import Cut, RawLine, fold, letters, read_lines
from newsletter.intake.filing import State, file_story, seal
from newsletter.intake.losses import tell
from newsletter.intake.merging import choose_copy, compare_copies, tell_passages
from newsletter.intake.writing import write_article, write_value
from newsletter.model import Problem, Source
from newsletter.sources import read_text


@dataclass(frozen=True, slots=True)
class Imported:
    """A story that was imported."""

    slug: str
    folder: Path
    languages: tuple[str, ...]
    state: State
    source: Source
    """Where the copy that was used begins."""


@dataclass(frozen=True, slots=True)
class _Dump:
    path: str
    lines: tuple[RawLine, ...]


def intake_dump(files: Sequence[Path], catalogue: Path, into: Path, problems: list[Problem]) -> tuple[Imported, ...]:
    """Cut *files* into the stories that the *catalogue* describes, and write each into a folder of its own under *into*.

    Return what was imported, in the catalogue's order. Stories none of whose copies are in *files* are passed over. Everything
    an editor should look at is added to *problems*; a story with an error is not written. Running it again changes nothing.
    """
    facts = read_catalogue(catalogue, problems)
    if facts is None:
        return ()
    dumps = _recognise(files, facts, problems)
    _tell_uncut(dumps, facts, problems)
    imported, used = [], []
    for entry in facts.stories:
        cuts = [cut for copy in entry.copies if copy.file in dumps and (cut := _cut(entry, copy, dumps, problems))]
        if not cuts:
            continue
        best = choose_copy(cuts)
        for other in cuts:
            if other is not best:
                compare_copies(best, other, problems)
        used.append((entry.slug, best))
        texts = _write_story(entry, best, facts.files[best.copy.file].name, problems)
        state = file_story(into / entry.slug, texts, problems)
        if state:
            languages = tuple(sorted(name.removesuffix(".md") for name in texts if name.endswith(".md")))
            imported.append(Imported(entry.slug, into / entry.slug, languages, state, Source(best.path, best.copy.lines[0])))
    tell_passages(used, problems)
    return tuple(imported)


def _recognise(files: Sequence[Path], facts: Catalogue, problems: list[Problem]) -> dict[str, _Dump]:
    """Return the dumps by the catalogue's names for them; they are known by their content, not by their file names."""
    by_digest = {file.sha256: key for key, file in facts.files.items()}
    dumps: dict[str, _Dump] = {}
    for path in files:
        text = read_text(path, problems)
        if text is None:
            continue
        key = by_digest.get(hashlib.sha256(path.read_bytes()).hexdigest())
        if key is not None:
            dumps.setdefault(key, _Dump(str(path), read_lines(text)))
        elif path.name in {file.name for file in facts.files.values()}:
            message = "has changed since the catalogue was made; its line numbers no longer fit"
            problems.append(Problem(Source(str(path)), RULE, message, "Take the original file, or make the catalogue anew."))
        else:
            known = ", ".join(file.name for file in facts.files.values())
            problems.append(Problem(Source(str(path)), RULE, "is not in the catalogue", f"The catalogue knows: {known}."))
    return dumps


def _tell_uncut(dumps: Mapping[str, _Dump], facts: Catalogue, problems: list[Problem]) -> None:
    """Tell text that no story takes."""
    ranges: dict[str, list[tuple[int, int]]] = {}
    for entry in facts.stories:
        for copy in entry.copies:
            ranges.setdefault(copy.file, []).append(copy.lines)
    for key, dump in dumps.items():
        taken = {number for first, last in ranges.get(key, []) for number in range(first, last + 1)}
        left = [line.number for line in dump.lines if line.text and line.number not in taken]
        starts = [number for number in left if number - 1 not in left]
        message = "no story of the catalogue takes the text that begins here"
        problems.extend(Problem(Source(dump.path, number), "uncut", message, "Add it to the catalogue.", "warning") for number in starts)


def _cut(entry: Entry, copy: Copy, dumps: Mapping[str, _Dump], problems: list[Problem]) -> Cut | None:
    """Return a copy's lines, or None after telling which facts do not fit the file."""
    dump = dumps[copy.file]
    first, last = copy.lines
    found = []
    if last > len(dump.lines):
        found.append((first, f"{copy.id} ends at line {last}, but the file has {len(dump.lines)}"))
    elif dump.lines[first - 1].whole != fold(entry.title):
        found.append((first, f"{copy.id} should begin here with its title, but another line stands here"))
    else:
        empty = [number for number in copy.named_lines() if not dump.lines[number - 1].text]
        found += [(number, f"{copy.id} names this line, which is empty") for number in empty]
    problems.extend(Problem(Source(dump.path, line), RULE, message, "Count the lines again in the raw file.") for line, message in found)
    if found:
        return None
    lines = tuple(_best_line(line, copy, dumps, problems) for line in dump.lines[first - 1 : last])
    return Cut(copy, dump.path, lines)


def _best_line(line: RawLine, copy: Copy, dumps: Mapping[str, _Dump], problems: list[Problem]) -> RawLine:
    """Return a line, with the text of another copy where the catalogue says that it is in better shape there."""
    better = copy.better.get(line.number)
    dump = dumps.get(better.file) if better else None
    if better is None or dump is None or better.line > len(dump.lines):
        return line
    source = Source(dumps[copy.file].path, line.number)
    problems.append(Problem(source, "copies", f"the text of this line was taken from {dump.path}:{better.line}, where it is whole", "", "info"))
    return replace(line, text=dump.lines[better.line - 1].text)


def _write_story(entry: Entry, cut: Cut, name: str, problems: list[Problem]) -> dict[str, str]:
    """Return the files of a story: the facts, and one article per language."""
    first, last = cut.copy.lines
    origin = f"{name}, lines {first}-{last}"
    apart = {number for start, end in cut.copy.sections.values() for number in range(start, end + 1)}
    groups = {entry.language: [line for line in cut.lines if line.number not in apart]}
    groups |= {tag: [line for line in cut.lines if start <= line.number <= end] for tag, (start, end) in cut.copy.sections.items()}
    files = {"article.yaml": seal(_write_facts(entry, cut, problems), origin)}
    for tag, lines in groups.items():
        part = make_part(cut, lines, problems)
        text = write_article(_headline(entry, cut, tag, problems), entry.kicker.get(tag, ""), part.standfirst, part.nodes)
        files[f"{tag}.md"] = seal(text, origin)
    return files


def _headline(entry: Entry, cut: Cut, tag: str, problems: list[Problem]) -> str:
    if tag == entry.language:
        return fold(entry.title)
    ours = entry.headlines.get(tag)
    tell(problems, cut, cut.copy.sections[tag][0], "missing-headline", tag, "the catalogue's own" if ours else f"the {entry.language} one")
    return ours or fold(entry.title)


def _write_facts(entry: Entry, cut: Cut, problems: list[Problem]) -> str:
    if entry.date_range:
        range_ = f"{entry.date_range}, confidence {entry.confidence or 'unknown'}"
        tell(problems, cut, cut.copy.lines[0], "estimated-date", entry.date.isoformat(), range_)
    _tell_byline(entry, cut, problems)
    lines = [f"# The date is an estimate ({entry.date_range}): {entry.note}"] if entry.date_range and entry.note else []
    lines += [f"date: {entry.date.isoformat()}", f"regions: {write_value(entry.regions)}"]
    lines += [f"countries: {write_value(entry.countries)}"] if entry.countries else []
    lines += [f"topics: {write_value(entry.topics)}"] if entry.topics else []
    lines += [f"kind: {entry.kind}", f"source-language: {entry.language}"]
    lines += ["people:"] if entry.people else []
    for person in entry.people:
        lines.append(f"  - name: {write_value(person.name)}")
        role = {entry.language if tag == "*" else tag: words for tag, words in (person.role or {}).items()}
        lines += [f"    role: {write_value(role)}"] if role else []
        lines.append(f"    credit: {write_value(person.credit)}")
    return "\n".join([*lines, ""])


_BYLINE_WORDS = frozenset({"written", "by", "and", "guest", "blog", "text", "words"})


def _tell_byline(entry: Entry, cut: Cut, problems: list[Problem]) -> None:
    """Tell the words of a byline that are neither names nor roles."""
    known = " ".join(f"{person.name} {' '.join((person.role or {}).values())}" for person in entry.people)
    kept = _BYLINE_WORDS | {letters(word) for word in known.split(" ")}
    for number in cut.copy.byline:
        text = cut.line(number).words(cut.copy.byline_words.get(number, len(cut.line(number).text)))[0]
        if any(letters(word) and letters(word) not in kept for word in text.split(" ")):
            tell(problems, cut, number, "byline", text)
