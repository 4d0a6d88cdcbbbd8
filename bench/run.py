"""``make bench``: ratios of things measured side by side in one run, and whether they hold. Absolute times are this machine's alone."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))

from builds import build, measure_builds, measure_edit
from mails import measure_mails
from measures import Measure, show_table
from pdfs import measure_pdfs
from publications import copy_publication, run
from stories import time_selection, write_newsroom


def main() -> int:
    """Measure, print a table; return 1 where something does not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--quick", action="store_true", help="without PDFs and without 10,000 stories")
    parser.add_argument("--without", action="append", default=[], choices=["mail", "pdf", "builds", "stories", "start"], help="leave something out")
    parser.add_argument("--rounds", type=int, default=3, help="how often the long builds are repeated (default: 3)")
    options = parser.parse_args()
    load, processors = os.getloadavg()[0], os.cpu_count() or 1
    if load > processors / 4:
        print(
            f"bench: {load:.1f} of {processors} processors are busy with something else; the build on two cores will look slower than it is",
            file=sys.stderr,
        )
    with tempfile.TemporaryDirectory(prefix="newsletter-bench-") as folder:
        measures = []
        for measure in _measures(Path(folder), options):
            print(f"bench: {measure.name}: {measure.ratio:.3g}", file=sys.stderr)
            measures.append(measure)
    print(json.dumps([measure.described() for measure in measures], indent=1) if options.json else show_table(measures))
    return int(not all(measure.holds for measure in measures))


def _measures(folder: Path, options: argparse.Namespace) -> Iterator[Measure]:
    if "start" not in options.without:
        yield measure_start()
    if "stories" not in options.without:
        yield measure_stories(folder, (100, 1000) if options.quick else (100, 1000, 10_000))
    publication = copy_publication(folder / "publication")
    if "mail" not in options.without:
        yield from measure_mails(publication, 7)
    if "pdf" not in options.without:
        yield from measure_pdfs(copy_publication(folder / "pdfs"), options.rounds, quick=options.quick)
    if "builds" not in options.without:
        only = ("mail", "web") if options.quick else ()
        if options.quick:
            build(publication, *only)
        else:
            yield from measure_builds(publication, options.rounds)
        yield measure_edit(publication, *only)


def measure_start() -> Measure:
    """Return what ``newsletter --help`` costs against an interpreter that does nothing."""
    bare, whole = [], []
    run(["-m", "newsletter", "--help"])
    for _ in range(21):
        bare.append(run(["-c", "pass"])[0])
        whole.append(run(["-m", "newsletter", "--help"])[0])
    detail = f"{median(whole) * 1000:.0f} ms / bare interpreter {median(bare) * 1000:.0f} ms"
    return Measure("newsletter --help", median(whole) / median(bare), 8, detail)


def measure_stories(folder: Path, counts: tuple[int, ...]) -> Measure:
    """Return the highest cost of loading and choosing per story against the lowest, over newsrooms of several sizes."""
    newsrooms = {count: write_newsroom(folder / str(count), count) for count in counts}
    costs: dict[int, list[float]] = {count: [] for count in counts}
    time_selection(newsrooms[counts[0]])
    for _ in range(5):
        for count, newsroom in newsrooms.items():
            costs[count].append(median(time_selection(newsroom) for _ in range(max(1, 1000 // count))) / count * 1e6)
    medians = {count: median(found) for count, found in costs.items()}
    detail = ", ".join(f"{count:,} stories {cost:.0f} µs" for count, cost in medians.items()) + " each"
    return Measure("load and select, per story", max(medians.values()) / min(medians.values()), 1.25, detail)


if __name__ == "__main__":
    sys.exit(main())
