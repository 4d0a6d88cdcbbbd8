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
def replace_folder(target: Path) -> Iterator[Path]:
    """Give an empty folder to fill; on leaving, it takes the place of *target* in one step.

    On any error the earlier *target* stays as it was and the new folder is removed. One build at a time works on a target: a
    second one waits. Remains of a killed build are cleared by the next. Raises NewsletterError where nothing can be written.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        lock = (target.parent / f".{target.name}.lock").open("w")
    except OSError as error:
        raise NewsletterError(f"{target.parent} cannot be written: {error.strerror}. Choose another folder with --out.") from None
    with lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _clear_remains(target)
        staging = Path(tempfile.mkdtemp(prefix=f".{target.name}.new-", dir=target.parent))
        try:
            yield staging
            staging.chmod(0o755)
            _sync(staging)
            _swap(staging, target)
        except OSError as error:
            if error.errno in {errno.ENOSPC, errno.EDQUOT}:
                raise NewsletterError(f"the disk is full; {target} is as it was. Make room and build again.") from None
            raise
        finally:
            shutil.rmtree(staging, ignore_errors=True)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all (POSIX rename)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
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


def take_over(source: Path, target: Path) -> None:
    """Let *target* be the same file as *source* (a second name for it where the disk allows, a copy where not)."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)


def _clear_remains(target: Path) -> None:
    for remains in target.parent.glob(f".{target.name}.new-*"):
        shutil.rmtree(remains, ignore_errors=True)


def _sync(folder: Path) -> None:
    """Have the folder's files on the disk before its name says that they are there."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _swap(staging: Path, target: Path) -> None:
    """Put *staging* in the place of *target*; what was there is then under the staging name."""
    if not target.exists():
        staging.rename(target)
        return
    if sys.platform == "linux" and _exchange(staging, target):
        return
    aside = staging.with_name(f"{staging.name}-old")
    target.rename(aside)
    staging.rename(target)
    shutil.rmtree(aside, ignore_errors=True)


def _exchange(first: Path, second: Path) -> bool:
    """Swap two names with renameat2; False where the kernel or the file system cannot."""
    try:
        renameat2 = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    return int(renameat2(_AT_FDCWD, os.fsencode(first), _AT_FDCWD, os.fsencode(second), _RENAME_EXCHANGE)) == 0
