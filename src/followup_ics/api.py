"""What scripts call: planning with the default playbook at hand."""

from __future__ import annotations

from collections.abc import Iterable

from followup_ics import planning
from followup_ics.planning.results import Plan
from followup_ics.reading import loading
from followup_ics.records.job_search import JobSearch
from followup_ics.records.playbook import Playbook
from followup_ics.working_time import Span


def plan(
    job_search: JobSearch, playbook: Playbook | None = None, *, busy: Iterable[Span] = ()
) -> Plan:
    """Return the plan for a job search: a pure function of the records, playbook and busy time.

    Without a playbook, the one that the records name is followed: OI Partners' advice, unless
    they say otherwise. `busy` is when the candidate's own calendars keep them busy, as pairs of
    aware datetimes, the ends exclusive; the calendars that the records name are not read here.
    Raises ValueError where such a time has no zone, or ends before it starts.
    """
    return planning.plan(job_search, playbook or loading.built_in(job_search.playbook), busy)
