"""Whole builds in processes of their own, PDFs included: same bytes, kill -9, two at once, Ctrl-C, and Dask in the pool's place."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pressroom import NAME, ROOT, WHOLE, a_pressroom, built, change, files_of, finish, names_beside, start

from newsletter.errors import ContentError
from newsletter.report import is_intact, read_report

EPOCH = {"SOURCE_DATE_EPOCH": "1659052800"}
_CLUSTER = """
import sys
from distributed import LocalCluster
if __name__ == "__main__":
    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1", dashboard_address=None) as cluster:
        print(cluster.scheduler_address, flush=True)
        sys.stdin.read()
"""


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a publication that was built once, by the command line, with a pool of two processes."""
    folder = a_pressroom(tmp_path_factory.mktemp("builds") / "crossings")
    finish(start(folder, "--quiet", environment=EPOCH))
    return folder


def children_of(process: int) -> list[int]:
    """Return the processes that a process has started."""
    told = Path(f"/proc/{process}/task/{process}/children")
    return [int(number) for number in told.read_text().split()] if told.is_file() else []


def is_alive(process: int) -> bool:
    """Say whether a process is still there, and no zombie."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def wait_for(happens: Callable[[], object], seconds: float = 60) -> None:
    """Wait until something is true."""
    end = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.02)


def is_under_way(folder: Path) -> bool:
    """Say whether a build has put a first PDF beside the finished output."""
    return any((folder / "out").glob(f".{NAME}.new-*/*/*.pdf"))


def test_a_whole_build_has_exactly_these_files(room: Path) -> None:
    names = ["mail.eml", "mail.html", "mail.json", "mail.txt", "page.html", "print.pdf", "screen.pdf"]
    names += ["pictures/a-bridge-lead-mail.png", "pictures/a-bridge-lead-web.png"]
    assert sorted(files_of(room / "out" / NAME)) == sorted(
        ["index.html", "proof.html", "report.json", *(f"{tag}/{name}" for tag in ("ar", "en") for name in names)]
    )
    assert names_beside(room / "out") == [NAME]


def test_the_report_has_the_pages_of_each_pdf_and_the_peak_memory_of_its_worker(room: Path, tmp_path: Path) -> None:
    finish(start(room, "--quiet", "--language", "en", "--out", str(tmp_path)))
    edition = read_report(tmp_path / NAME)["editions"]["en"]
    assert edition["pages"]["screen"] > 0
    assert edition["pages"]["print"] > 0
    peaks = [piece["memory"] for piece in edition["pieces"].values()]
    assert all(30_000_000 < peak < 1_000_000_000 for peak in peaks)


def test_the_same_input_gives_the_same_bytes_in_another_folder_and_other_processes(room: Path, tmp_path: Path) -> None:
    other = a_pressroom(tmp_path / "a place with spaces")
    for path in (room / "seeds").rglob("*.png"):
        (other / path.relative_to(room)).write_bytes(path.read_bytes())
    finish(start(other, "--quiet", environment={**EPOCH, "PYTHONHASHSEED": "7", "TZ": "Asia/Bangkok", "LC_ALL": "C"}))
    assert files_of(other / "out" / NAME) == files_of(room / "out" / NAME)


def test_a_second_build_makes_nothing_and_says_so(room: Path) -> None:
    out, _ = finish(start(room, environment=EPOCH))
    assert "nothing had changed" in out
    out, _ = finish(start(room, "--json", environment=EPOCH))
    assert json.loads(out)[0]["made"] == []


def test_a_changed_print_template_makes_only_the_pdf_again(tmp_path: Path) -> None:
    folder = a_pressroom(tmp_path / "crossings")
    options = ("--json", "--language", "en", "--only", "print", "--only", "web", "--only", "mail")
    finish(start(folder, *options))
    (folder / "templates/print").mkdir(parents=True)
    style = (ROOT / "templates/print/style.css").read_text("utf-8")
    (folder / "templates/print/style.css").write_text(style + "\n/* changed */\n", "utf-8")
    out, _ = finish(start(folder, *options))
    assert json.loads(out)[0]["made"] == ["en/print"]


def test_kill_9_in_mid_build_leaves_the_earlier_output_and_no_worker_and_the_next_build_clears_up(room: Path) -> None:
    before = files_of(room / "out" / NAME)
    process = start(room, "--quiet", "--force", environment=EPOCH)
    wait_for(lambda: is_under_way(room))
    workers = children_of(process.pid)
    process.kill()
    process.communicate(timeout=60)
    assert files_of(room / "out" / NAME) == before
    assert len(names_beside(room / "out")) > 1, "nothing was half made: the test came too late"
    wait_for(lambda: not any(map(is_alive, workers)))
    finish(start(room, "--quiet", "--only", "web", "--force", environment=EPOCH))
    assert names_beside(room / "out") == [NAME]
    finish(start(room, "--quiet", environment=EPOCH))
    assert files_of(room / "out" / NAME) == before


@pytest.mark.parametrize("who", ["the terminal", "a program"])
def test_ctrl_c_ends_at_once_with_one_line_and_leaves_the_earlier_output(room: Path, who: str) -> None:
    before = files_of(room / "out" / NAME)
    process = start(room, "--quiet", "--force", environment=EPOCH)
    wait_for(lambda: is_under_way(room))
    workers = children_of(process.pid)
    for number in (*(workers if who == "the terminal" else ()), process.pid):
        os.kill(number, signal.SIGINT)
    _, err = finish(process, code=2)
    assert err.strip() == "newsletter: stopped; earlier output is as it was"  # below the terminal's ^C
    wait_for(lambda: not any(map(is_alive, workers)), 2)
    assert files_of(room / "out" / NAME) == before
    assert names_beside(room / "out") == [NAME]


def test_two_builds_at_once_end_with_a_whole_folder(room: Path) -> None:
    before = files_of(room / "out" / NAME)
    processes = [start(room, "--quiet", "--force", "--only", piece, environment=EPOCH) for piece in ("web", "mail", "web")]
    for process in processes:
        finish(process)
    assert is_intact(room / "out" / NAME, read_report(room / "out" / NAME))
    assert names_beside(room / "out") == [NAME]
    finish(start(room, "--quiet", environment=EPOCH))
    assert files_of(room / "out" / NAME) == before


def test_a_letter_without_a_font_stops_the_build_and_names_story_line_and_code_point(tmp_path: Path) -> None:
    folder = a_pressroom(tmp_path / "crossings")
    change(folder / "seeds/articles/only-english/en.md", "They began", "They \N{LINEAR B SYLLABLE B008 A} began")
    with pytest.raises(ContentError) as raised:
        built(folder, "screen", languages=("en",))
    problem = next(problem for problem in raised.value.problems if problem.rule == "missing-glyph")
    assert (problem.source.path, problem.source.line) == ("seeds/articles/only-english/en.md", 5)
    assert "U+10000" in problem.message
    assert not (folder / "out" / NAME).exists()


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """Start a Dask scheduler with two workers on the loopback; return its address."""
    pytest.importorskip("distributed", reason="Dask is an extra: pip install 'newsletter[dask]'")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", _CLUSTER]
    with subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as cluster:
        assert cluster.stdout
        yield cluster.stdout.readline().strip()
        cluster.communicate(timeout=60)


def test_dask_gives_the_same_bytes_as_the_pool(room: Path, scheduler: str, tmp_path: Path) -> None:
    finish(start(room, "--quiet", "--executor", f"dask={scheduler}", "--out", str(tmp_path), environment=EPOCH))
    assert files_of(tmp_path / NAME) == files_of(room / "out" / NAME)


def test_a_broken_template_is_told_the_same_way_by_dask_and_by_the_pool(scheduler: str, tmp_path: Path) -> None:
    folder = a_pressroom(tmp_path / "crossings")
    (folder / "templates/web").mkdir(parents=True)
    (folder / "templates/web/page.html").write_text("<!doctype html>\n{{ nothing.like.this }}\n", "utf-8")
    said = [finish(start(folder, "--only", "web", *options), code=2)[1] for options in ((), ("--executor", f"dask={scheduler}"))]
    assert said[0] == said[1]
    assert said[0].startswith("newsletter: templates/web/page.html:2: ")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("dask=tcp://127.0.0.1:9", "no Dask scheduler answers at tcp://127.0.0.1:9"),
        ("ray=here", "--executor ray=here is not known"),
        ("dask", "--executor dask is not known"),
    ],
)
def test_an_executor_that_is_not_there_is_said_in_words(tmp_path: Path, name: str, said: str) -> None:
    folder = a_pressroom(tmp_path / "crossings")
    if "tcp" in name:
        pytest.importorskip("distributed", reason="Dask is an extra: pip install 'newsletter[dask]'")
    _, err = finish(start(folder, "--only", "web", "--executor", name), code=2)
    assert said in err
    assert "Traceback" not in err


def test_a_build_in_this_process_gives_the_same_pdfs_as_the_pool(room: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", EPOCH["SOURCE_DATE_EPOCH"])
    outcome = built(room, *WHOLE, out=tmp_path)
    assert files_of(outcome.folder) == files_of(room / "out" / NAME)
