"""Where pieces are rendered: a pool of processes (threads are slower: measured), or a Dask cluster's workers."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from typing import Any

from newsletter.errors import NewsletterError

EPOCH = "SOURCE_DATE_EPOCH"
"""The moment that a build says it is made at, so that the same input gives the same bytes."""


def executor_for(name: str, jobs: int | None) -> Callable[[], Executor]:
    """Return what makes the executor: a pool of *jobs* processes, or Dask's for ``dask=ADDRESS``; raises NewsletterError."""
    if not name:
        return lambda: make_pool(jobs)
    kind, _, address = name.partition("=")
    if kind != "dask" or not address:
        raise NewsletterError(f"--executor {name} is not known. Write it as dask=tcp://host:8786.")
    return lambda: join_dask(address)


def make_pool(jobs: int | None = None) -> Executor:
    """Return a pool of worker processes, one a processor where *jobs* is None."""
    number = jobs or (len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
    return _Pool(number, mp_context=multiprocessing.get_context("spawn"), initializer=_begin)


class _Pool(ProcessPoolExecutor):
    """A pool that can be left in mid-work."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002  the signature of Executor
        """End the pool: when all is done, or (*cancel_futures*) at once, with the workers stopped where they are."""
        for process in list((self._processes or {}).values()) if cancel_futures else ():
            process.terminate()
        super().shutdown(wait)


def _begin() -> None:
    """Leave Ctrl-C to the build that started this worker, and go with that build, however it ends.

    Without this, workers of a build that was killed wait for work for ever (they hold both ends of its pipe).
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def _call(epoch: str | None, function: Callable[..., Any], *args: Any) -> Any:
    """Call a function in a worker that was not started by this build, with this build's moment."""
    os.environ.pop(EPOCH, None)
    if epoch is not None:
        os.environ[EPOCH] = epoch
    return function(*args)


def join_dask(address: str) -> Executor:
    """Return an executor on the workers of the Dask scheduler at *address*; raises NewsletterError where none answers.

    The workers need the same version of this program, one thread each, and see the same files under the same names.
    """
    try:
        import distributed  # noqa: PLC0415  an extra
        from distributed.cfexecutor import ClientExecutor  # noqa: PLC0415
    except ImportError:
        raise NewsletterError("Dask is not installed. Install it with `pip install newsletter[dask]`.") from None
    dask: Any = distributed  # untyped
    try:
        client = dask.Client(address, timeout=10, set_as_default=False)
    except (OSError, ValueError) as error:
        raise NewsletterError(f"no Dask scheduler answers at {address}: {error}") from None
    executor: Any = ClientExecutor
    return _ClosingExecutor(executor(client, pure=False), client.close)


class _ClosingExecutor(Executor):
    """Another executor, with a connection to be closed at its end."""

    def __init__(self, executor: Executor, close: Callable[[], None]) -> None:
        self._executor, self._close = executor, close

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        return self._executor.submit(_call, os.environ.get(EPOCH), fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: FBT001, FBT002  the signature of Executor
        self._executor.shutdown(wait and not cancel_futures)
        self._close()
