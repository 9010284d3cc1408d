"""Many feeds published in one run: those that changed are planned, by any executor.

Each feed stands for itself: what is wrong with one keeps no other from being published, and a run
that is killed is gone on with by the next.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from followup_ics.errors import FollowUpError, HostingError
from followup_ics.hosting.executors import answers
from followup_ics.hosting.manifest import Kept, Manifest
from followup_ics.hosting.publishing import (
    Job,
    Published,
    Terms,
    furnish,
    is_current,
    place_of,
    renew,
)
from followup_ics.hosting.targets import Place, Target, places, target_at
from followup_ics.hosting.traces import traced

FEW = 16  # fewer feeds are planned sooner here than another process starts
_log = logging.getLogger(__name__)

Answer = tuple[Published, Kept] | str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one feed: where it is now, or `fault`, in words, where it stays as it was."""

    name: str
    published: Published | None
    fault: str = ""


def publish_all(
    records: Mapping[str, Path],
    terms: Terms,
    manifest: Manifest,
    executor: Executor | None = None,
) -> Iterator[Outcome]:
    """Bring the feeds of files, by their names, up to date; yield what became of each.

    Those that did not change come first, the others as they are done. Without an executor, and for
    a few feeds, this process does the work. Raises OutputError where nothing can be written to the
    target, and HostingError where the executor breaks or runs another version of the program; what
    was published until then stays.
    """
    target = target_at(terms.target)
    standing = places(target)
    furnish(target, records.values())
    due: list[Job] = []
    for name, source in records.items():
        found = _looked_at(name, source, standing.pop(name, []), target, terms, manifest)
        if isinstance(found, Job):
            due.append(found)
        else:
            yield found
    work = partial(attempt, terms=terms)
    for job, answer in answers(work, due, executor if len(due) >= FEW else None):
        if isinstance(answer, str):
            yield Outcome(job.name, None, answer)
        else:
            published, kept = answer
            manifest.put(kept)
            yield Outcome(job.name, published)


def _looked_at(
    name: str, source: Path, found: list[Place], target: Target, terms: Terms, manifest: Manifest
) -> Outcome | Job:
    """Return what to do for a feed, or where it is, where nothing is to be done."""
    try:
        job = Job(source, name, place_of(name, found, target))
        if not is_current(manifest.get(name), job, terms):
            return job
    except FollowUpError as error:
        return Outcome(name, None, str(error))
    return Outcome(name, Published(terms.address(job.place, name), written=False))


def attempt(job: Job, terms: Terms) -> Answer:
    """Bring one feed up to date; return what to remember of it, or in words what was wrong.

    Raises HostingError where this is another version of the program.
    """
    try:
        return renew(job, terms)
    except HostingError:  # no feed's fault, but the worker's
        raise
    except FollowUpError as error:
        return str(error)
    except Exception as error:  # one feed must not stop the others; its log has where it was
        _log.error("%s cannot be published: %s", job.name, traced(error))
        return (
            f"{job.source}: an error of followup-ics itself kept it from being published: {error!r}"
        )
