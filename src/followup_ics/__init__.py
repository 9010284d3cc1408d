"""Interview records in, a follow-up calendar out.

>>> from datetime import UTC, datetime
>>> from followup_ics import load, plan, to_ics
>>> ics = to_ics(plan(load("interviews.yaml")), now=datetime.now(UTC))  # doctest: +SKIP
"""

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
