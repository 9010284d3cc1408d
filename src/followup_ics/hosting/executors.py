"""Who does the work of many feeds: processes of this machine, or a cluster of Dask."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing.connection import wait
from threading import Thread

from followup_ics.errors import HostingError

PATIENCE = "10s"


@contextmanager
def processes(jobs: int) -> Iterator[Executor]:
    """Give as many processes as are asked for; none is started before there is work for it.

    They end with this one, even where it is killed.
    """
    # A process that is forked while threads run may hang, and clients of s3 and the like have some.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=_follow_parent)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def _follow_parent() -> None:
    """Leave Ctrl-C to the parent, and end when it does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        Thread(target=_end_after, args=(parent.sentinel,), daemon=True).start()


def _end_after(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)


@contextmanager
def dask(address: str) -> Iterator[Executor]:
    """Give the workers of a Dask scheduler, such as tcp://host:8786.

    They need this version of followup-ics, and the records at the same paths. Raises HostingError
    where `distributed` is missing, or nobody answers.
    """
    try:
        from distributed import Client
    except ImportError:
        raise HostingError(
            "a Dask cluster needs the package distributed; install it with "
            "pip install 'followup-ics[dask]'"
        ) from None
    try:
        client = Client(address, timeout=PATIENCE)
    except (OSError, ValueError) as error:
        raise HostingError(f"no Dask scheduler answers at {address}: {error}") from None
    with client:
        # Not pure: each task writes files, so none stands for another.
        yield client.get_executor(pure=False)
