"""A feed and its page as files for a static host: the folder's name is the secret.

The memory is what stands there: a feed keeps the folder that holds it, and its calendar is the
previous output of the next.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path

from followup_ics.calendar.busy.around import CalendarAccess, local_files, plan_around
from followup_ics.calendar.ics import to_ics
from followup_ics.errors import (
    OutputError,
    PreviousCalendarError,
    UnreadableFileError,
)
from followup_ics.files import read_start
from followup_ics.hosting.addresses import checked_base, feed_url
from followup_ics.hosting.manifest import Kept
from followup_ics.hosting.program import check_program, program
from followup_ics.hosting.targets import PAGE, Place, Target, new_place, places, target_at
from followup_ics.page.assets import PAGE_ASSETS
from followup_ics.page.page import Hosted, render_page
from followup_ics.page.page_files import page_content
from followup_ics.page.subscribing import (
    GoogleScheme,
    Subscription,
    subscription,
    unaddressed,
)
from followup_ics.planning.results import Plan
from followup_ics.reading.loading import loads, read
from followup_ics.records.job_search import JobSearch
from followup_ics.records.playbook import Playbook
from followup_ics.working_time import day_end, day_start, local_date

_ENDINGS = (".yaml", ".yml", ".json")
_LARGEST_BUSY = 16 * 1024 * 1024 + 1  # as much as is read of a calendar


@dataclass(frozen=True, slots=True)
class Published:
    """Where a feed is now: its URL, or its path in the folder; and whether its calendar is new."""

    address: str
    written: bool


@dataclass(frozen=True, slots=True)
class Terms:
    """How the feeds of one run are published: to which path or address, and from which program."""

    target: str
    base_url: str | None
    google_scheme: GoogleScheme
    playbook: Playbook | None
    now: datetime
    program: str

    def url(self, place: Place, name: str) -> str | None:
        """Return the address to subscribe to, where the base URL is known."""
        return feed_url(checked_base(self.base_url), place.folder, name) if self.base_url else None

    def address(self, place: Place, name: str) -> str:
        """Return how a feed is told to whoever publishes it."""
        return self.url(place, name) or f"{place.folder}/{name}.ics"


@dataclass(frozen=True, slots=True)
class Job:
    """One feed to be brought up to date, from a file to the place where it stands."""

    source: Path
    name: str
    place: Place


def sources(path: Path) -> list[Path]:
    """Return a file of records itself, or those of a folder, by name, but for hidden ones.

    A link to one of them is no other.     Raises UnreadableFileError where a folder holds none.
    """
    if not path.is_dir():
        return [path]
    inside = (each for each in path.iterdir() if not each.name.startswith("."))
    found = sorted(each for each in inside if each.suffix.lower() in _ENDINGS)
    if not found:
        raise UnreadableFileError(str(path), f"no file in it ends in {' or '.join(_ENDINGS)}")
    return _once(found)


def _once(paths: list[Path]) -> list[Path]:
    """Return files without the links that lead to another one of them."""
    by_place: dict[str, Path] = {}
    for each in sorted(paths, key=Path.is_symlink):
        by_place.setdefault(os.path.realpath(each), each)
    return sorted(by_place.values())


def publish(
    source: Path,
    target: str | Path,
    *,
    name: str,
    base_url: str | None,
    google_scheme: GoogleScheme = "webcal",
    playbook: Playbook | None = None,
    now: datetime,
) -> Published:
    """Bring the published feed of a file up to date, its page included.

    `target` is a folder, or an address that fsspec knows. Without a playbook, the one that the
    records name is followed. The files that they name under busy are read; no address is asked.
    Raises RecordsError where the file has faults, ValueError where `base_url` is none, and
    OutputError; what was published stays then.
    """
    terms = Terms(str(target), base_url, google_scheme, playbook, now, program())
    opened = target_at(terms.target)
    place = place_of(name, places(opened).get(name, []), opened)
    planned = _planned(Job(source, name, place), terms)
    furnish(opened, [source])
    return _written(planned, opened, terms)[0]


def place_of(name: str, found: list[Place], target: Target) -> Place:
    """Return where a feed stands, or a new place. Raises OutputError where it stands twice."""
    if len(found) > 1:
        folders = " and ".join(sorted(each.folder for each in found))
        reason = f"{name}.ics is there twice, in {folders}; remove one"
        raise OutputError(target.said("").rstrip("/"), reason)
    return found[0] if found else new_place()


def furnish(target: Target, records: Iterable[Path]) -> None:
    """Write what all pages share, and what keeps a host from listing the folders' names.

    A page of somebody's own at the top stays. Raises OutputError, also where a file is among the
    records.
    """
    for name, asset in PAGE_ASSETS.items():
        path = f"assets/{name}"
        if target.read(path) != asset.content:
            target.refuse(path, records)
            target.write(path, asset.content)
    if target.read(PAGE) is None:
        target.write(PAGE, b"")


def renew(job: Job, terms: Terms) -> tuple[Published, Kept]:
    """Bring a feed up to date wherever this runs; return what to remember of it.

    Raises as `publish` does, and HostingError where this is another version of the program.
    """
    check_program(terms.program)
    return _written(_planned(job, terms), target_at(terms.target), terms)


@dataclass(frozen=True, slots=True)
class _Planned:
    job: Job
    text: bytes
    job_search: JobSearch
    plan: Plan
    busy: tuple[str, ...]
    busy_hashes: tuple[str, ...]


def _planned(job: Job, terms: Terms) -> _Planned:
    text = read(job.source)
    search, access = loads(text, str(job.source)), CalendarAccess(job.source.parent)
    busy = tuple(str(each.absolute()) for each in local_files(search, access))
    hashes = _hashes(busy)  # before the plan, so that a change meanwhile is seen next time
    return _Planned(job, text, search, plan_around(search, access, terms.playbook), busy, hashes)


def _written(planned: _Planned, target: Target, terms: Terms) -> tuple[Published, Kept]:
    """Write what is new: the calendar first, by which the next run finds the folder."""
    job, zone = planned.job, planned.job_search.candidate.clock
    calendar, index = f"{job.place.folder}/{job.name}.ics", f"{job.place.folder}/{PAGE}"
    for path in (calendar, index):
        target.refuse(path, [job.source])
    previous = None if job.place.calendar is None else target.read(calendar)
    body = _body(planned, previous, target.said(calendar), terms)
    page = page_content(target.said(index), target.read(index), _page(planned, terms))
    if body != previous:
        target.write(calendar, body)
    if page.is_new:
        target.write(index, page.content)
    place = Place(job.place.folder, len(body), len(page.content))
    today = local_date(zone, terms.now)
    kept = Kept(
        job.name,
        seal(terms, place, planned.text, planned.busy_hashes),
        int(day_start(zone, today).timestamp()),
        int(day_end(zone, today).timestamp()),
        planned.busy,
    )
    return Published(terms.address(place, job.name), body != previous), kept


def _body(planned: _Planned, previous: bytes | None, said: str, terms: Terms) -> bytes:
    settings = planned.job_search.calendar
    try:
        return to_ics(
            planned.plan,
            now=terms.now,
            previous=previous,
            name=settings.title,
            alarm=settings.alarm,
            feed=True,
            feed_url=terms.url(planned.job.place, planned.job.name),
        )
    except PreviousCalendarError as error:
        raise OutputError(said, str(error)) from None


def _page(planned: _Planned, terms: Terms) -> str:
    hosted = Hosted(_subscription(planned, terms), published=True)
    return render_page(planned.job_search, planned.plan, now=terms.now, hosted=hosted)


def _subscription(planned: _Planned, terms: Terms) -> Subscription:
    name, title = planned.job.name, planned.job_search.calendar.title
    url = terms.url(planned.job.place, name)
    if url is None:
        return unaddressed(name=name)
    return subscription(url, name=name, title=title, google_scheme=terms.google_scheme)


def is_current(kept: Kept | None, job: Job, terms: Terms) -> bool:
    """Say whether a feed is as this run would make it, page included.

    It is, on the same day of the candidate's, with the same records, calendars, settings, program
    and place, while the files that stand there have the size that they were written with. Raises
    UnreadableFileError.
    """
    if kept is None or not kept.since <= terms.now.timestamp() < kept.until:
        return False
    return kept.seal == seal(terms, job.place, read(job.source), _hashes(kept.busy))


def seal(terms: Terms, place: Place, text: bytes, busy: tuple[str, ...]) -> str:
    """Return a hash over all that a feed is made from, and where it stands; it tells neither."""
    said = (_settings(terms), place, hashlib.sha256(text).hexdigest(), busy)
    return hashlib.sha256(repr(said).encode()).hexdigest()


@cache
def _settings(terms: Terms) -> tuple[str | None, ...]:
    playbook = terms.playbook.model_dump_json(warnings=False) if terms.playbook else None
    return (terms.program, terms.base_url, terms.google_scheme, playbook)


def _hashes(files: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(map(_hash, files))


def _hash(file: str) -> str:
    try:
        return hashlib.sha256(read_start(file, _LARGEST_BUSY)).hexdigest()
    except UnreadableFileError as error:
        return error.reason
