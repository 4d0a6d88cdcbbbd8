"""Output folders are there whole or not at all: after an error, after kill -9, on a full disk, and with two builds at once."""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from values import write_files

from newsletter import outputs
from newsletter.errors import NewsletterError
from newsletter.outputs import hold_folder, replace_folder, take_over, write_whole

ROOT = Path(__file__).parents[1]


def build(target: Path, **files: str) -> None:
    """Put *files* into the place of *target*, as a build does."""
    with hold_folder(target), replace_folder(target) as staging:
        write_files(staging, files)


def contents(folder: Path) -> dict[str, str]:
    """Return the files below a folder."""
    return {str(path.relative_to(folder)): path.read_text("utf-8") for path in sorted(folder.rglob("*")) if path.is_file()}


def remains(target: Path) -> list[str]:
    """Return what else lies beside *target*, the lock apart."""
    return sorted(path.name for path in target.parent.iterdir() if path.name not in {target.name, f".{target.name}.lock"})


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """Return an output folder with an earlier build in it."""
    folder = tmp_path / "out" / "2022-07"
    build(folder, page="old", **{"en/mail": "old"})
    return folder


def test_a_build_appears_with_all_its_folders(tmp_path: Path) -> None:
    build(tmp_path / "deep/out/2022-07", page="new")
    assert contents(tmp_path / "deep/out/2022-07") == {"page": "new"}
    assert (tmp_path / "deep/out/2022-07").stat().st_mode & 0o777 == 0o755


def test_a_build_takes_the_place_of_the_earlier_one_with_nothing_of_it_left(target: Path) -> None:
    build(target, page="new")
    assert contents(target) == {"page": "new"}
    assert remains(target) == []


def test_a_file_system_that_cannot_exchange_two_names_does_no_harm(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outputs, "_exchange", lambda *_: False)
    build(target, page="new")
    assert contents(target) == {"page": "new"}
    assert remains(target) == []


def test_a_build_killed_between_two_renames_is_put_back(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outputs, "_exchange", lambda *_: False)
    rename = Path.rename

    def die_after_first(self: Path, other: Path) -> Path:
        if self.name.startswith(".2022-07.new-"):
            raise KeyboardInterrupt
        return rename(self, other)

    monkeypatch.setattr(Path, "rename", die_after_first)
    with pytest.raises(KeyboardInterrupt):
        build(target, page="new")
    monkeypatch.setattr(Path, "rename", rename)
    with hold_folder(target):
        assert contents(target) == {"page": "old", "en/mail": "old"}
    assert remains(target) == []


@pytest.mark.parametrize("error", [ValueError("ours"), KeyboardInterrupt(), NewsletterError("wrong")])
def test_an_error_leaves_the_earlier_build(target: Path, error: BaseException) -> None:
    def fail(staging: Path) -> None:
        write_files(staging, {"page": "half"})
        raise error

    with pytest.raises(type(error)), hold_folder(target), replace_folder(target) as staging:
        fail(staging)
    assert contents(target) == {"page": "old", "en/mail": "old"}
    assert remains(target) == []


KILLED = """
import sys, time
from pathlib import Path
from newsletter.outputs import hold_folder, replace_folder
with hold_folder(Path(sys.argv[1])), replace_folder(Path(sys.argv[1])) as staging:
    (staging / "page").write_text("half")
    (staging / "en").mkdir()
    print("writing", flush=True)
    time.sleep(60)
"""


@contextlib.contextmanager
def another_build(target: Path) -> Iterator[subprocess.Popen[str]]:
    """Give a process in the middle of a build."""
    child = subprocess.Popen([sys.executable, "-c", KILLED, str(target)], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert child.stdout is not None
        assert child.stdout.readline() == "writing\n"
        yield child
    finally:
        child.kill()
        child.communicate()


def test_kill_9_in_mid_write_leaves_the_earlier_build_and_the_next_clears_up(target: Path) -> None:
    with another_build(target) as child:
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
    assert contents(target) == {"page": "old", "en/mail": "old"}
    assert len(remains(target)) == 1
    build(target, page="new")
    assert contents(target) == {"page": "new"}
    assert remains(target) == []


def test_a_second_build_waits_for_the_first(target: Path) -> None:
    with another_build(target) as child:
        second = threading.Thread(target=build, args=(target,), kwargs={"page": "second"})
        second.start()
        second.join(0.3)
        assert second.is_alive()
        assert contents(target)["page"] == "old"
        child.kill()
        second.join(10)
    assert not second.is_alive()
    assert contents(target) == {"page": "second"}


def test_builds_of_different_issues_do_not_wait_for_each_other(target: Path) -> None:
    with hold_folder(target):
        build(target.with_name("2022-08"), page="new")
    assert contents(target.with_name("2022-08")) == {"page": "new"}


def test_many_builds_at_once_leave_one_whole_folder(target: Path) -> None:
    builders = [threading.Thread(target=build, args=(target,), kwargs={name: str(number) for name in "abcdef"}) for number in range(8)]
    for builder in builders:
        builder.start()
    for builder in builders:
        builder.join(20)
    assert len(set(contents(target).values())) == 1
    assert set(contents(target)) == set("abcdef")
    assert remains(target) == []


def full(*_: object, **__: object) -> int:
    """Stand for a write to a full disk."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_a_full_disk_is_told_and_leaves_the_earlier_build(target: Path) -> None:
    with pytest.raises(NewsletterError, match=r"the disk is full; .* is as it was"), hold_folder(target), replace_folder(target):
        full()
    assert contents(target) == {"page": "old", "en/mail": "old"}
    assert remains(target) == []


def test_a_disk_that_says_only_at_the_end_that_it_is_full_leaves_the_earlier_build(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NewsletterError, match="the disk is full"):
        build(target, page="new")
    monkeypatch.undo()
    assert contents(target) == {"page": "old", "en/mail": "old"}
    assert remains(target) == []


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Give a disk of 64 kB."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place)], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("a disk can be mounted by root only; the two tests above stand in")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_disk_that_is_really_full_leaves_the_earlier_build(small_disk: Path) -> None:
    target = small_disk / "2022-07"
    build(target, page="old")
    with pytest.raises(NewsletterError, match="the disk is full"):
        build(target, page="new", large="x" * 100_000)
    assert contents(target) == {"page": "old"}
    assert remains(target) == []
    with pytest.raises(NewsletterError, match=r"large\.md cannot be written: No space left"):
        write_whole(small_disk / "large.md", b"x" * 100_000)
    assert sorted(path.name for path in small_disk.iterdir() if not path.name.startswith(".2022-07")) == ["2022-07"]


@pytest.mark.parametrize("place", ["file/out", "/proc/nowhere", "/dev/null/out"])
def test_a_place_that_cannot_be_written_is_told(tmp_path: Path, place: str) -> None:
    write_files(tmp_path, {"file": "x"})
    with pytest.raises(NewsletterError, match="cannot be written"):
        build(tmp_path / place / "2022-07", page="new")


@pytest.mark.parametrize("kind", ["file", "link"])
def test_what_stood_in_the_folders_place_leaves_nothing_behind(tmp_path: Path, kind: str) -> None:
    target = tmp_path / "out/2022-07"
    write_files(tmp_path, {"out/x": "", "elsewhere/kept": "x"})
    if kind == "file":
        target.write_text("not a folder")
    else:
        target.symlink_to(tmp_path / "elsewhere")
    build(target, page="new")
    assert contents(target) == {"page": "new"}
    assert remains(target) == ["x"]
    assert contents(tmp_path / "elsewhere") == {"kept": "x"}


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "folder/a.md"
    write_whole(path, b"old")
    path.chmod(0o640)
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NewsletterError, match=r"a\.md cannot be written: No space left"):
        write_whole(path, b"new")
    monkeypatch.undo()
    assert path.read_bytes() == b"old"
    assert [entry.name for entry in path.parent.iterdir()] == ["a.md"]
    write_whole(path, b"new")
    assert (path.read_bytes(), path.stat().st_mode & 0o777) == (b"new", 0o640)


def test_a_file_taken_over_is_the_same_file_or_a_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_files(tmp_path, {"one": "x"})
    take_over(tmp_path / "one", tmp_path / "deep/two")
    assert (tmp_path / "deep/two").samefile(tmp_path / "one")
    monkeypatch.setattr(os, "link", full)
    take_over(tmp_path / "one", tmp_path / "three")
    assert (tmp_path / "three").read_text() == "x"
