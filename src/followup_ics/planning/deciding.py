"""When they mean to decide, and when to ask, once, whether one is still in the running."""

from __future__ import annotations

from datetime import date

from followup_ics.planning.applications import Round
from followup_ics.planning.drafts import SEARCHED
from followup_ics.records import when as kind
from followup_ics.working_time import Place, add_days, local_date, spoken, working_day_after


def decision_by(about: Round) -> date | None:
    """Return when they mean to decide, as last said and not before the interview itself."""
    day = about.ended_on
    said = [
        each.record.next_step.decision_by
        for each in about.application.rounds
        if each.end <= about.end and each.record.next_step and each.record.next_step.decision_by
    ]
    return said[-1] if said and said[-1] >= day else None


def question_days(about: Round, place: Place, when: kind.Decision) -> tuple[date, date]:
    """Return the first and the last date, both inclusive, on which to ask somebody at a place."""
    by = decision_by(about)
    first, last = (1, when.working_days) if by else when.without_date
    since = by or local_date(place.zone, about.end)
    if by or when.unit == "working_days":
        span = (working_day_after(place, since, count, SEARCHED) for count in (first, last))
    else:
        span = (add_days(since, count) for count in (first, last))
    earliest, latest = span
    return earliest, latest


def decision_texts(about: Round) -> dict[str, str]:
    """Return what the question's words can name."""
    by = decision_by(about)
    return {"decision_by": spoken(by)} if by else {}
