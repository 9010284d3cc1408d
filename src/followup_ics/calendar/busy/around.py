"""Plans around the calendars that records name: each is read, and what cannot be is noted.

What reads them is imported where there is one, since most have none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from followup_ics import planning
from followup_ics.errors import BusyCalendarError, UnreadableFileError
from followup_ics.files import read_start
from followup_ics.planning.results import Note, Plan
from followup_ics.reading import loading
from followup_ics.records.fields import is_address
from followup_ics.records.job_search import JobSearch
from followup_ics.records.playbook import Playbook
from followup_ics.working_time import Span

if TYPE_CHECKING:
    from followup_ics.calendar.busy.reading import BusyTimes

OPTION = "--busy"


@dataclass(frozen=True, slots=True)
class CalendarAccess:
    """What may be read of the calendars that records name.

    `folder` is where their paths begin, None where no file is read, since the records are somebody
    else's; `more` are files besides. `fetch` is given an https or webcal address and the most bytes
    that count, and returns what is answered, or raises BusyCalendarError; None asks no address.
    """

    folder: Path | None
    more: tuple[str, ...] = ()
    fetch: Callable[[str, int], bytes] | None = None


def plan_around(
    job_search: JobSearch, access: CalendarAccess, playbook: Playbook | None = None
) -> Plan:
    """Return the plan for a job search, around the calendars that it names under busy.

    Without a playbook, the one that the records name is followed. What cannot be read, or not be
    understood, is a warning among the notes.
    """
    book = playbook or loading.built_in(job_search.playbook)
    sources = list(_sources(job_search, access))
    if not sources:
        return planning.plan(job_search, book)
    within, zone = planning.planned_span(job_search, book), job_search.candidate.clock
    spans: list[Span] = []
    notes: list[Note] = []
    for about, source in sources:
        found = _read(source, about, access, within, zone)
        spans += found.spans
        notes += [Note(about, "warning", word) for word in found.words]
    plan = planning.plan(job_search, book, spans)
    return Plan(plan.follow_ups, tuple(sorted({*plan.notes, *notes})))


def local_files(job_search: JobSearch, access: CalendarAccess) -> list[Path]:
    """Return the files that a plan is made around, there or not."""
    sources = (source for _, source in _sources(job_search, access) if not is_address(source))
    return [_path(each, access.folder) for each in sources if access.folder]


def asks_addresses(job_search: JobSearch, access: CalendarAccess) -> bool:
    """Say whether an address of the web is asked for a calendar."""
    return access.fetch is not None and any(map(is_address, job_search.busy))


def about_calendars(plan: Plan) -> list[Note]:
    """Return the notes that tell of calendars."""
    return [each for each in plan.notes if each.about.startswith(("busy[", OPTION))]


def _sources(job_search: JobSearch, access: CalendarAccess) -> Iterator[tuple[str, str]]:
    """Yield what a calendar is called in a note, and where it is."""
    yield from ((f"busy[{n}]", each) for n, each in enumerate(job_search.busy))
    yield from ((OPTION, str(Path(each).absolute())) for each in access.more)


def _read(source: str, about: str, access: CalendarAccess, within: Span, zone: str) -> BusyTimes:
    """Return when a calendar keeps the candidate busy, at no time where it cannot be read."""
    from followup_ics.calendar.busy.reading import BusyTimes, busy_times

    name = _named(source)
    try:
        content = _content(source, access)
        if content is None:
            return BusyTimes(words=[f"{name} {_not_asked(source)}"])
        found = busy_times(content, within, zone)
    except UnreadableFileError as error:
        mend = "mend its path" if about == OPTION else f"mend its path in {about}, or take it out"
        return BusyTimes(words=[f"{name} cannot be read, so nothing keeps clear of it: "
                                f"{error.reason}; {mend}."])  # fmt: skip
    except BusyCalendarError as error:
        return BusyTimes(
            words=[f"{name} cannot be read, so nothing keeps clear of it: {error.reason}."]
        )
    return BusyTimes(found.spans, [f"{name}: {word}." for word in found.words])


def _content(source: str, access: CalendarAccess) -> bytes | None:
    """Return the bytes of a calendar, None where it may not be read."""
    from followup_ics.calendar.busy.reading import MAX_BYTES

    if is_address(source):
        return access.fetch(source, MAX_BYTES) if access.fetch else None
    if access.folder is None:
        return None
    return read_start(_path(source, access.folder), MAX_BYTES + 1)


def _not_asked(source: str) -> str:
    if is_address(source):
        return (
            "is not asked for your calendar, so nothing keeps clear of it: only build and serve "
            "ask, with --fetch. A file is read by all commands."
        )
    return (
        "is not read, so nothing keeps clear of it: these records are kept in a store, and a file "
        "that they name may be somebody else's. Name an https address."
    )


def _named(source: str) -> str:
    """Return how a note calls a calendar: by its host alone, since the rest is a secret."""
    return urlsplit(source).hostname or source if is_address(source) else Path(source).name


def _path(source: str, folder: Path) -> Path:
    try:
        path = Path(source).expanduser()
    except RuntimeError:  # nobody has that name
        path = Path(source)
    return folder / path
