"""Output folders that appear whole or not at all, also when the program is killed, the disk is full, or two builds run at once."""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from newsletter.errors import NewsletterError

_RENAME_EXCHANGE = 2
"""renameat2(2): swap the two names in one step."""
_AT_FDCWD = -100


@contextmanager
def hold_folder(target: Path) -> Iterator[None]:
    """Be the only build that works on *target*; a second one waits. Remains of a killed build are cleared.

    Raises NewsletterError where nothing can be written beside *target*, and in place of the OSError of a full disk.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        lock = (target.parent / f".{target.name}.lock").open("w")
    except OSError as error:
        raise _unwritable(target, error) from None
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        try:
            _clear_remains(target)
            yield
        except OSError as error:
            if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EROFS}:
                raise _unwritable(target, error) from None
            raise


def _unwritable(target: Path, error: OSError) -> NewsletterError:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return NewsletterError(f"the disk is full; {target} is as it was. Make room and build again.")
    return NewsletterError(f"{error.filename or target.parent} cannot be written: {error.strerror}. Choose another folder with --out.")


@contextmanager
def scratch_folder(target: Path) -> Iterator[Path]:
    """Give an empty folder beside *target* (which is held), on the same disk; it goes on leaving, or with the next build."""
    folder = Path(tempfile.mkdtemp(prefix=f".{target.name}.new-", dir=target.parent))
    try:
        yield folder
    finally:
        _remove(folder)


@contextmanager
def replace_folder(target: Path) -> Iterator[Path]:
    """Give an empty folder to fill; on leaving, it takes the place of *target* (which is held) in one step.

    On any error the earlier *target* stays as it was and the new folder is removed.
    """
    with scratch_folder(target) as staging:
        yield staging
        staging.chmod(0o755)
        _sync(staging)
        _swap(staging, target)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all (POSIX rename); raises NewsletterError where it cannot be written."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:60]}.", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            mode = path.stat().st_mode & 0o777 if path.exists() else 0o644
            Path(name).chmod(mode)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise NewsletterError(f"{path} cannot be written: {error.strerror}.") from None


def take_over(source: Path, target: Path) -> None:
    """Let *target* be the same file as *source* (a second name for it where the disk allows, a copy where not)."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _aside(target: Path) -> Path:
    """Return the name of the earlier folder for the moment between two renames."""
    return target.with_name(f".{target.name}.earlier")


def _clear_remains(target: Path) -> None:
    """Put back an earlier folder that a killed build had moved aside, and remove what such a build left."""
    if _aside(target).exists() and not target.exists():
        _aside(target).rename(target)
    for remains in (_aside(target), *target.parent.glob(f".{target.name}.new-*")):
        _remove(remains)


def _remove(path: Path) -> None:
    """Remove a folder, or the file or link that somebody had put in its place."""
    if path.is_symlink() or path.is_file():
        path.unlink(missing_ok=True)
    else:
        shutil.rmtree(path, ignore_errors=True)


def _sync(folder: Path) -> None:
    """Have the folder's files on the disk before its name says that they are there; a disk that is full says so here at last."""
    for place, _, names in os.walk(folder):
        for name in (*names, ""):
            descriptor = os.open(os.path.join(place, name), os.O_RDONLY)  # noqa: PTH118  os.walk's words
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def _swap(staging: Path, target: Path) -> None:
    """Put *staging* in the place of *target*; what was there goes with the staging name."""
    if not target.exists():
        staging.rename(target)
        return
    if sys.platform == "linux" and _exchange(staging, target):
        return
    target.rename(_aside(target))
    staging.rename(target)
    _remove(_aside(target))


def _exchange(first: Path, second: Path) -> bool:
    """Swap two names with renameat2; False where the kernel or the file system cannot."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    return int(renameat2(_AT_FDCWD, os.fsencode(first), _AT_FDCWD, os.fsencode(second), _RENAME_EXCHANGE)) == 0
