#!/usr/bin/env python3
"""Writes newsletter/clients.json anew from caniemail.com's data: `python tools/clients.py [FILE]`, then look at the difference.

FILE is `caniemail.json` of the npm package `caniemail`; without it, the copy under tools/node is taken. Of each feature and client
the latest verdict is kept, with the notes that explain it. The same data give the same bytes, a feature a line.
"""

from __future__ import annotations

import html
import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
DATA = ROOT / "tools" / "node" / "node_modules" / "caniemail" / "data" / "caniemail.json"
TARGET = ROOT / "newsletter" / "clients.json"

# What to call each client that readers of newsletters have: its name in the data, the family, the part of it. The order is that of
# every table. Left out: Windows Mail, which is no more, and T-Online, 1&1, WP.pl and RainLoop, of which few tests or few readers are known.
CLIENTS = (
    ("outlook.windows", "Outlook", "classic on Windows"),
    ("outlook.outlook-com", "Outlook", "web"),
    ("outlook.macos", "Outlook", "Mac"),
    ("outlook.ios", "Outlook", "iOS"),
    ("outlook.android", "Outlook", "Android"),
    ("gmail.desktop-webmail", "Gmail", "web"),
    ("gmail.ios", "Gmail", "iOS"),
    ("gmail.android", "Gmail", "Android"),
    ("gmail.mobile-webmail", "Gmail", "web on a phone"),
    ("apple-mail.macos", "Apple Mail", "Mac"),
    ("apple-mail.ios", "Apple Mail", "iOS"),
    ("yahoo.desktop-webmail", "Yahoo", "web"),
    ("yahoo.ios", "Yahoo", "iOS"),
    ("yahoo.android", "Yahoo", "Android"),
    ("aol.desktop-webmail", "AOL", "web"),
    ("aol.ios", "AOL", "iOS"),
    ("aol.android", "AOL", "Android"),
    ("samsung-email.android", "Samsung Email", ""),
    ("orange.desktop-webmail", "Orange", "web"),
    ("orange.ios", "Orange", "iOS"),
    ("orange.android", "Orange", "Android"),
    ("gmx.desktop-webmail", "GMX", "web"),
    ("gmx.ios", "GMX", "iOS"),
    ("gmx.android", "GMX", "Android"),
    ("web-de.desktop-webmail", "WEB.DE", "web"),
    ("web-de.ios", "WEB.DE", "iOS"),
    ("web-de.android", "WEB.DE", "Android"),
    ("laposte.desktop-webmail", "La Poste", ""),
    ("sfr.desktop-webmail", "SFR", "web"),
    ("sfr.ios", "SFR", "iOS"),
    ("sfr.android", "SFR", "Android"),
    ("free-fr.desktop-webmail", "Free", ""),
    ("protonmail.desktop-webmail", "Proton Mail", "web"),
    ("protonmail.ios", "Proton Mail", "iOS"),
    ("protonmail.android", "Proton Mail", "Android"),
    ("thunderbird.macos", "Thunderbird", ""),
    ("fastmail.desktop-webmail", "Fastmail", ""),
    ("hey.desktop-webmail", "HEY", ""),
    ("mail-ru.desktop-webmail", "Mail.ru", ""),
)
ABOUT = {
    "about": "Which mail client knows which feature of HTML and CSS, by caniemail.com, trimmed. This project is not affiliated with caniemail.com.",
    "source": "https://www.caniemail.com/, through the npm package caniemail",
}
LICENCE = """\
MIT License

Copyright (c) 2019 Rémi Parmentier (HTeuMeuLeu)

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files \
(the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, \
publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do \
so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF \
MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE \
FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN \
CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE."""


def trim(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is kept of caniemail's *data*."""
    return {
        **ABOUT,
        "date": data["last_update_date"][:10],
        "licence": LICENCE.splitlines(),
        "clients": [list(client) for client in CLIENTS],
        "features": {entry["slug"]: trim_feature(entry) for entry in sorted(data["data"], key=lambda entry: entry["slug"])},
    }


def trim_feature(entry: Mapping[str, Any]) -> dict[str, Any]:
    """Return a feature's title, the day of its last test, a letter for each client (y, a, n, u), and the notes with whom they concern."""
    letters, concerned = [], {}
    for client, _, _ in CLIENTS:
        family, platform = client.split(".")
        versions = entry["stats"].get(family, {}).get(platform) or {"": "u"}
        letter, *numbers = [part.removeprefix("#") for part in list(versions.values())[-1].split()]
        letters.append(letter)
        if letter in "an" and numbers:
            concerned[client] = numbers
    used = {number for numbers in concerned.values() for number in numbers}
    notes = {number: plain(text) for number, text in (entry["notes_by_num"] or {}).items() if number in used}
    year, month, day = (int(part) for part in entry["last_test_date"].split("-"))
    trimmed = {"title": plain(entry["title"]), "tested": f"{year}-{month:02}-{day:02}", "verdicts": "".join(letters)}
    return trimmed | ({"notes": notes, "concerned": concerned} if notes else {})


def plain(text: str) -> str:
    """Return a note without links and entities, on one line."""
    return " ".join(html.unescape(re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)).split())


def write(trimmed: Mapping[str, Any]) -> str:
    """Return the file: JSON with a feature a line, so that a refresh reads as a difference."""

    def line(value: object) -> str:
        return json.dumps(value, ensure_ascii=False)

    features = ",\n".join(f"  {line(name)}: {line(feature)}" for name, feature in trimmed["features"].items())
    clients = ",\n".join(f"  {line(client)}" for client in trimmed["clients"])
    head = "".join(f"{line(key)}: {line(trimmed[key])},\n" for key in ("about", "source", "date", "licence"))
    return f'{{\n{head}"clients": [\n{clients}\n],\n"features": {{\n{features}\n}}\n}}\n'


def main() -> None:
    """Read the data, write the trimmed file."""
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else DATA
    if not path.is_file():
        sys.exit(f"{path} is not there: run `npm ci --prefix tools/node`, or give the path of caniemail.json")
    TARGET.write_text(write(trim(json.loads(path.read_text("utf-8")))), "utf-8")


if __name__ == "__main__":
    main()
