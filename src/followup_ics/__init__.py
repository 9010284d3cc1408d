"""Interview records in, a follow-up calendar out.

>>> from datetime import UTC, datetime
>>> from followup_ics import load, plan, to_ics
>>> ics = to_ics(plan(load("interviews.yaml")), now=datetime.now(UTC))  # doctest: +SKIP

A name is imported when it is first asked for: the command line asks for none, so that
`followup-ics --help` need not wait for them.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from followup_ics.api import plan
    from followup_ics.calendar.busy.around import CalendarAccess, plan_around
    from followup_ics.calendar.ics import to_calendar, to_ics
    from followup_ics.errors import (
        BusyCalendarError,
        Fault,
        FaultyFileError,
        FollowUpError,
        OutputError,
        PlaybookError,
        PreviousCalendarError,
        RecordsError,
        UnreadableFileError,
    )
    from followup_ics.planning.results import FollowUp, Note, Plan
    from followup_ics.reading.loading import load, load_playbook, loads, oi_partners
    from followup_ics.records.invitation import KeptInvitation
    from followup_ics.records.job_search import (
        Activity,
        CalendarSettings,
        Candidate,
        Interview,
        JobSearch,
        LogEntry,
        Move,
        NextStep,
        Offer,
        Outcome,
        Person,
    )
    from followup_ics.records.playbook import Playbook, Tactic

__all__ = [
    "Activity",
    "BusyCalendarError",
    "CalendarAccess",
    "CalendarSettings",
    "Candidate",
    "Fault",
    "FaultyFileError",
    "FollowUp",
    "FollowUpError",
    "Interview",
    "JobSearch",
    "KeptInvitation",
    "LogEntry",
    "Move",
    "NextStep",
    "Note",
    "Offer",
    "Outcome",
    "OutputError",
    "Person",
    "Plan",
    "Playbook",
    "PlaybookError",
    "PreviousCalendarError",
    "RecordsError",
    "Tactic",
    "UnreadableFileError",
    "load",
    "load_playbook",
    "loads",
    "oi_partners",
    "plan",
    "plan_around",
    "to_calendar",
    "to_ics",
]

# Where the names above are, from the ground up: what an early one has needs none of the later.
_HOMES = (
    "errors",
    "records.invitation",
    "records.job_search",
    "records.playbook",
    "planning.results",
    "reading.loading",
    "calendar.busy.around",
    "calendar.ics",
    "api",
)

if not TYPE_CHECKING:  # to a type checker, any name would be here

    def __getattr__(name):
        """Import a public name; from then on it is here."""
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        homes = (vars(import_module(f"{__name__}.{each}")) for each in _HOMES)
        globals()[name] = found = next(home[name] for home in homes if name in home)
        return found

    def __dir__():
        return sorted({*globals(), *__all__})
