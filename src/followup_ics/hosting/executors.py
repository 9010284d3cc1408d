"""Who does the work of many feeds: processes of this machine, or a cluster of Dask."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from itertools import islice
from multiprocessing.connection import wait
from queue import SimpleQueue
from threading import Thread
from typing import TypeVar

from followup_ics.errors import HostingError

AT_ONCE = 1_000  # jobs handed out and not answered yet
PATIENCE = "10s"

Job = TypeVar("Job")
Answer = TypeVar("Answer")


def answers(
    work: Callable[[Job], Answer], jobs: Iterable[Job], executor: Executor | None
) -> Iterator[tuple[Job, Answer | str]]:
    """Yield each job with what its work gave, as they are done; None does it here, in order.

    Jobs are taken as they are wanted. A job whose worker was lost has in words what was wrong.
    Raises HostingError where the work does, or where all workers are lost.
    """
    if executor is None:
        return ((job, work(job)) for job in jobs)
    return _handed_out(work, jobs, executor)


def _handed_out(
    work: Callable[[Job], Answer], jobs: Iterable[Job], executor: Executor
) -> Iterator[tuple[Job, Answer | str]]:
    """Keep an executor busy with a part of the work at a time, and yield what it answers."""
    due, waiting = iter(jobs), dict[Future[Answer], Job]()
    done: SimpleQueue[Future[Answer]] = SimpleQueue()
    try:
        while True:
            for job in islice(due, AT_ONCE - len(waiting)):
                future = executor.submit(work, job)
                waiting[future] = job
                future.add_done_callback(done.put)
            if not waiting:
                return
            future = done.get()
            answer = _answer(future)
            yield waiting.pop(future), answer
    except BrokenExecutor:
        raise HostingError(
            "a process that planned feeds was ended from outside, perhaps for lack of memory; "
            "what was done stays. Run it again, which goes on from here; fewer --jobs need "
            "less memory"
        ) from None
    finally:
        for future in waiting:
            future.cancel()


def _answer(future: Future[Answer]) -> Answer | str:
    try:
        return future.result()
    except (BrokenExecutor, HostingError):
        raise
    except Exception as error:  # a worker that was lost, with one job
        return f"a worker did not answer: {error}"


@contextmanager
def processes(jobs: int) -> Iterator[Executor]:
    """Give as many processes as are asked for; none is started before there is work for it.

    They end with this one, even where it is killed.
    """
    pool = spawning(jobs)
    try:
        yield pool
    finally:
        pool.shutdown(cancel_futures=True)


def spawning(jobs: int, begin: Callable[..., object] | None = None, *args: object) -> Executor:
    """Return what `processes` gives, to be shut down; each process calls `begin` with `args`."""
    # A process that is forked while threads run may hang, and clients of s3 and the like have some.
    context = multiprocessing.get_context("spawn")
    given = (begin, args)
    return ProcessPoolExecutor(jobs, context, initializer=_follow_parent, initargs=given)


def _follow_parent(begin: Callable[..., object] | None, args: tuple[object, ...]) -> None:
    """Leave Ctrl-C to the parent, and end when it does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if begin:
        begin(*args)
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
