"""Makes seeds/catalogue.yaml from a hand-labelled catalogue of the raw dumps (truth.yaml, kept outside the repository).

    python seeds/make_catalogue.py ../shared/seeds/truth.yaml

Run it again whenever the labels change: the same labels give the same bytes. Only facts are taken over: numbers of lines,
titles, names, places, months. The tables below add what the labels do not say: a day within the estimated month (order of
publication kept, newest first in every file), why that date (in our words), topics, where labels end, what is lost near a line.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml
from babel import Locale

# Story -> day. Within a batch the days keep the order of the archive page; only 001-05 and 000-08 carry a date of their own.
DAYS = {
    "000-01": "2022-07-29", "000-02": "2022-07-28", "000-03": "2022-07-27", "000-04": "2022-07-26", "000-05": "2022-07-25",
    "000-06": "2022-05-16", "000-07": "2022-05-13", "000-08": "2022-05-12", "000-09": "2022-05-11",
    "001-01": "2023-04-14", "001-02": "2023-04-13", "001-03": "2023-04-12", "001-04": "2023-04-11", "001-05": "2023-04-04",
    "001-06": "2023-03-31", "001-07": "2022-12-19", "001-08": "2022-12-16", "001-09": "2022-12-14", "001-10": "2022-12-13",
    "003-06": "2022-12-15", "003-09": "2022-12-12", "003-10": "2022-12-09", "004-07": "2022-11-30", "004-08": "2022-09-14",
    "004-09": "2022-09-13", "004-10": "2022-09-12",
}  # fmt: skip
EXACT = {"001-05"}
NOTES = {
    "000-01": "Newest of its file; a visit planned for September 2022 lies ahead of it, deaths in Texas in late June behind it.",
    "000-02": "A meeting of April and a report of May 2022 are past; it stands between two posts of July.",
    "000-03": "World Refugee Day 2022 is past; it stands between posts of July.",
    "000-04": "The signing of 9 June 2022 is past; it stands between posts of July.",
    "000-05": "July 2022 is named as past, and nothing later.",
    "000-06": "Companion of the five lessons, with links both ways.",
    "000-07": "The review forum of May 2022 is taking place that month.",
    "000-08": "The statement is of 22 March 2022; the post is an older neighbour of the five lessons.",
    "000-09": "Oldest of its file, and of the same set as the five lessons.",
    "001-01": "A webinar of February 2023 is past; it stands above a post of April 2023.",
    "001-02": "It stands between posts of April 2023; its last paragraph was added at publication.",
    "001-03": "Its title names the month.",
    "001-04": "It stands directly above the statement of 4 April 2023.",
    "001-05": "The date stands in the text.",
    "001-06": "A project of autumn 2022 is past; it stands between posts of December 2022 and April 2023.",
    "001-07": "A workshop of November 2022 is past, the year 2023 lies ahead.",
    "001-08": "A workshop of late November 2022 is past; it is older than the ten-year review.",
    "001-09": "A training of October 2022 is past, January 2023 lies ahead; it is older than the workshop post.",
    "001-10": "The course ended in mid-October 2022; it stands just below the regional update.",
    "003-06": "It stands between the workshop post and the regional update.",
    "003-09": "An event of August 2022 is past, the next is planned for 2023.",
    "003-10": "A meeting of August 2022, posted after the letter on the new research.",
    "004-07": "A launch of September 2022 is past; the director's letter opens a batch.",
    "004-08": "Only the order dates it: after the post on the review forum, before the director's letter.",
    "004-09": "It invites to an event of 21 September 2022.",
    "004-10": "It stands directly below the post on the review forum.",
}
TOPICS = {
    "000-01": "legislation", "000-02": "alternatives case-management lived-experience", "000-03": "alternatives children",
    "000-04": "alternatives children government", "000-05": "borders lived-experience", "000-06": "children participation",
    "000-07": "children participation", "000-08": "children participation", "000-09": "children participation",
    "001-01": "alternatives children", "001-02": "courts", "001-03": "lived-experience borders", "001-04": "lived-experience",
    "001-05": "alternatives legislation", "001-06": "children participation", "001-07": "children alternatives",
    "001-08": "children alternatives", "001-09": "borders training", "001-10": "children training", "003-06": "civil-society",
    "003-09": "children legislation", "003-10": "alternatives lived-experience", "004-07": "alternatives",
    "004-08": "technology alternatives", "004-09": "alternatives children", "004-10": "children legislation",
}  # fmt: skip
KINDS = {"programme-update": "update", "director-letter": "letter"}
REGIONS = {"asia-pacific": "Asia Pacific", "mena": "Middle East and North Africa", "americas": "Americas", "europe": "Europe", "global": "Global"}
# Names that the house writes otherwise than CLDR.
NAMES = {("th", "TH"): "ประเทศไทย"}
# A headline of our own for the Thai half of 000-08, which came without one; it says what the English title says.
HEADLINES = {"000-08": {"th": "แถลงการณ์ของเด็กและเยาวชนที่ได้รับผลกระทบจากการย้ายถิ่นในประเทศไทย"}}
# Copy -> line -> words that are the place, date that the rest gives.
DATELINES = {"000-08": {251: (2, "2022-03-22"), 276: (2, "2022-03-22")}, "001-05": {109: (4, "2023-04-04")}, "003-02": {8: (4, "2023-04-04")}}
# Copy -> line of a list item -> words that are its label.
LABELS = {"000-08": {261: 4, 262: 3, 266: 3, 267: 8, 286: 1, 290: 1, 297: 1, 301: 2}}
CONTINUES = {"000-08": [288, 292, 299, 303]}
BYLINE_WORDS = {"004-08": {144: 14}}
LANGUAGES = {("000-06", 161): "en", ("000-06", 172): "th", ("000-09", 316): "en", ("000-09", 323): "th", ("000-09", 330): "th", ("000-09", 340): "en"}
VERBS = {"DOWNLOAD": "download", "VIEW": "video", "REGISTER": "action"}
BETTER = {"003-06": {240: {"file": "004", "line": 17}}}
# Cells that end with a border sign on a line of its own.
BORDERS = {"004-04": {64: 65, 69: 70}}
# Copy -> line -> what is lost there. Captions, hidden addresses, buttons and links to translations tell themselves.
LOST = {
    "000-01": {41: "item"}, "000-02": {50: "link", 76: "link"}, "000-03": {84: "link", 88: "link"},
    "000-06": {153: "separator", 159: "picture", 170: "picture"}, "000-07": {238: "address"}, "000-08": {273: "quote"},
    "000-09": {309: "link", 311: "video", 315: "picture", 322: "picture", 329: "picture", 337: "picture"},
    "001-04": {104: "link"}, "001-06": {170: "list"}, "001-09": {325: "link"}, "003-01": {3: "link"}, "003-03": {69: "list"},
    "003-07": {247: "link"}, "004-03": {21: "picture"}, "004-06": {97: "picture", 100: "picture", 102: "picture"},
    "004-08": {128: "list", 132: "quote"}, "004-09": {147: "picture"},
}  # fmt: skip
ISSUES = {
    "2022-05": "Four posts that link to each other, in the month of the review forum.",
    "2022-07": "Five neighbours; July 2022 is past, September 2022 lies ahead.",
    "2022-09": "Posts before the launch of the research, which is announced for 21 September 2022.",
    "2022-12": "October and November 2022 are past, January 2023 lies ahead; the director's letter may have been an issue of its own.",
    "2023-04": "A title names the month, and a statement is dated 4 April 2023.",
}
TITLES = {
    "2022-05": "May 2022",
    "2022-07": "July-August 2022",
    "2022-09": "September 2022",
    "2022-12": "November-December 2022",
    "2023-04": "April 2023",
}
HEAD = """\
# Facts about four raw dumps of a newsletter's archive, for `newsletter intake dump`. Made by seeds/make_catalogue.py.
# Line numbers, titles, names, places and months only; the dumps themselves are not in this repository.
# Days within a month are ours: they keep the order of publication (every dump lists its posts newest first).
"""


def make_catalogue(labels: dict[str, Any], folder: Path) -> dict[str, Any]:
    """Return the catalogue that *labels* and the tables of this module give; the dumps in *folder* are only fingerprinted."""
    copies: dict[str, list[dict[str, Any]]] = {}
    first: dict[str, dict[str, Any]] = {}
    files = {}
    for file in labels["files"]:
        key = file["file"][:3]
        files[key] = {"name": file["file"], "sha256": hashlib.sha256((folder / file["file"]).read_bytes()).hexdigest()}
        for article in file["articles"]:
            copies.setdefault(article["canonical"], []).append(make_copy(article, key))
            first.setdefault(article["canonical"], article)
    stories = [make_story(article, copies[id_]) for id_, article in first.items()]
    issues = [
        {
            "id": issue["id"],
            "title": TITLES[issue["id"]],
            "stories": [first[id_]["slug"] for id_ in issue["articles"]],
            "confidence": issue["confidence"],
            "note": ISSUES[issue["id"]],
        }
        for issue in labels["issues"]
    ]
    return {"files": files, "stories": stories, "issues": issues}


def make_story(article: dict[str, Any], copies: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the facts of one story."""
    id_ = article["id"]
    kind = article["kind_secondary"] if article["kind"] == "guest" else article["kind"]
    countries = article["countries"]
    name = {"slug": article["slug"], "title": article["title"], "language": article["languages"][0], "headlines": HEADLINES.get(id_)}
    dating = {"date-range": article["published_range"], "confidence": article["confidence"]} if id_ not in EXACT else {}
    rest = {
        "note": NOTES[id_],
        "kicker": {tag: kicker(tag, countries, article["regions"]) for tag in article["languages"]},
        "regions": article["regions"],
        "countries": countries,
        "topics": TOPICS[id_].split(),
        "kind": KINDS.get(kind, kind),
        "people": [{"name": person["name"], "role": person["affiliation"]} for person in article["authors"]],
        "copies": copies,
    }
    return prune({**name, "date": DAYS[id_], **dating, **rest})


def kicker(tag: str, countries: list[str], regions: list[str]) -> str:
    """Return the country's name in the article's language, or the region's where there are several countries or none."""
    if len(countries) != 1:
        return REGIONS[regions[0]]
    return NAMES.get((tag, countries[0])) or str(Locale(tag).territories[countries[0]])


def make_copy(article: dict[str, Any], key: str) -> dict[str, Any]:
    """Return the lines of one copy of a story, by what they are."""
    id_, blocks = article["id"], article["blocks"]
    subtitles = blocks.get("subtitle_lines", [])
    sections = {part["language"]: span(part) for part in article.get("language_sections", ())[1:]}
    pull_quotes = {quote["line"]: quote["attribution_line"] for quote in blocks["quotes"] if quote["attribution_line"]}
    return prune({
        "id": id_,
        "file": key,
        "lines": span(article),
        "sections": sections,
        "standfirst": lines(blocks.get("standfirst", ())) + lines(line for line in subtitles if line["role"] == "subtitle"),
        "repeats": lines(line for line in subtitles if line["role"] == "title_repeat"),
        "pointers": lines(blocks.get("translation_pointers", ())),
        "translations": {link["line"]: link["language"] for link in blocks.get("translation_links", ())},
        "byline": lines(article["byline"] or ()),
        "byline-words": BYLINE_WORDS.get(id_),
        "datelines": {line: {"words": words, "date": date} for line, (words, date) in DATELINES.get(id_, {}).items()},
        "crossheads": {heading["line"]: heading["level"] for heading in blocks["headings"]},
        "captions": lines(blocks["captions"]),
        "quotes": lines(quote for quote in blocks["quotes"] if not quote["attribution_line"]),
        "pull-quotes": pull_quotes,
        "items": [line for found in blocks["lists"] if found["type"] == "unmarked" for line in found["lines"]],
        "labels": LABELS.get(id_),
        "depths": {line: 1 for found in blocks["lists"] if found["type"] == "numbered-nested" for line in found["lines"]},
        "continues": CONTINUES.get(id_),
        "tables": [make_table(table, BORDERS.get(id_, {})) for table in blocks["tables"]],
        "buttons": {line["line"]: prune({"as": VERBS[line["verb"]], "language": LANGUAGES.get((id_, line["line"]))}) for line in blocks["cta_lines"]},
        "acknowledgements": lines(blocks.get("acknowledgements", ())),
        "lost": LOST.get(id_),
        "better": BETTER.get(id_),
    })  # fmt: skip


def make_table(table: dict[str, Any], borders: dict[int, int]) -> dict[str, Any]:
    """Return a table of two columns: number and title of a part, and what it holds."""
    rows = []
    for row in table["rows_detail"]:
        head = [row["label"], row["title"]]
        rows.append([head + [borders[line] for line in head if line in borders], row["cells"]])
    return {"header-column": True, "rows": rows}


def span(part: dict[str, Any]) -> str:
    """Return the range of lines of an article or section."""
    return f"{part['start_line']}-{part['end_line']}"


def lines(found: Iterable[dict[str, Any]]) -> list[int]:
    """Return the line numbers of labelled things."""
    return [thing["line"] for thing in found]


def prune(group: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is empty."""
    return {key: value for key, value in group.items() if value not in (None, [], {}, "")}


class _Dumper(yaml.SafeDumper):
    """Writes short lists and groups on one line, and no aliases."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002  the name is the base class's
        """Write everything out: the toolkit's reader refuses aliases."""
        return True


def _represent_list(dumper: _Dumper, data: list[Any]) -> yaml.Node:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=not any(isinstance(item, dict) for item in data))


def _represent_group(dumper: _Dumper, data: dict[Any, Any]) -> yaml.Node:
    is_flat = not any(isinstance(value, (dict, list)) for value in data.values())
    return dumper.represent_mapping("tag:yaml.org,2002:map", data.items(), flow_style=is_flat and len(data) <= 3 and "name" not in data)


def _represent_text(dumper: _Dumper, data: str) -> yaml.Node:
    style = "'" if data.isdecimal() else None
    is_date = len(data) == 10 and data[4:5] == data[7:8] == "-"
    return dumper.represent_scalar("tag:yaml.org,2002:timestamp" if is_date else "tag:yaml.org,2002:str", data, style=style)


_Dumper.add_representer(list, _represent_list)
_Dumper.add_representer(dict, _represent_group)
_Dumper.add_representer(str, _represent_text)


def main(source: Path, target: Path) -> None:
    """Read the labels in *source* and write the catalogue to *target*."""
    labels = yaml.safe_load(source.read_text(encoding="utf-8"))
    catalogue = make_catalogue(labels, source.parent)
    text = yaml.dump(catalogue, Dumper=_Dumper, allow_unicode=True, width=1_000_000, sort_keys=False)
    target.write_text(HEAD + text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(__file__).parent / "catalogue.yaml")
