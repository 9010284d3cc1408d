"""What scripts call: planning with the default playbook at hand."""

from __future__ import annotations

from followup_ics import planning
from followup_ics.planning.results import Plan
from followup_ics.reading import loading
from followup_ics.records.job_search import JobSearch
from followup_ics.records.playbook import Playbook


def plan(job_search: JobSearch, playbook: Playbook | None = None) -> Plan:
    """Return the plan for a job search: a pure function of the records and the playbook.

    Without a playbook, the one that the records name is followed: OI Partners' advice, unless
    they say otherwise.
    """
    return planning.plan(job_search, playbook or loading.built_in(job_search.playbook))
