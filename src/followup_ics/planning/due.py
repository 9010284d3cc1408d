"""What is due: every follow-up of the playbook for these records, the cycle's aside.

`kinds` turns each tactic into drafts; here the log, late records, other roles and agreed dates
change them. What comes out has a window each and no time yet: that is `placing`'s.
"""

from __future__ import annotations

from datetime import timedelta

from followup_ics.planning.agreeing import agreed_first, one_for_roles
from followup_ics.planning.applications import Round
from followup_ics.planning.drafts import Draft, with_log
from followup_ics.planning.kinds import MAKERS, question
from followup_ics.planning.situation import Situation
from followup_ics.records import when as kind
from followup_ics.records.playbook import Playbook
from followup_ics.working_time import local_date, spoken


def due(situation: Situation, playbook: Playbook) -> list[Draft]:
    """Return every follow-up that is due, with what the log says was done.

    The cycle's slots, what tells of an offer, and what comes after another tactic are aside: they
    depend on where others are placed.
    """
    calls = [
        tactic.name
        for tactic in playbook.tactics
        if tactic.channel == "phone" and isinstance(tactic.when, kind.AfterInterview)
    ]
    makers = dict(MAKERS)
    if not any(isinstance(tactic.when, kind.Cycle) for tactic in playbook.tactics):
        makers["decision"] = question
    made = (
        with_log(draft, calls)
        for tactic in playbook.tactics
        if tactic.when.on in makers
        for draft in makers[tactic.when.on](situation, tactic, tactic.when)
    )
    looked_up = [
        with_log(draft, calls, later=True) if draft.agreed_at and not draft.done else draft
        for draft in list(made)
    ]
    drafts = [draft for draft in looked_up if _may_still(situation, draft)]
    return agreed_first(one_for_roles(drafts))


def _may_still(situation: Situation, draft: Draft) -> bool:
    """Leave out what was done elsewhere already, and what a late record comes too late for."""
    if draft.done or draft.about is None:
        return True
    return not _done_elsewhere(situation, draft) and not _too_late(situation, draft, draft.about)


def _done_elsewhere(situation: Situation, draft: Draft) -> bool:
    if draft.tactic.once == "application" and draft.application:
        return (draft.tactic.name, draft.application.key) in situation.done
    return False


def _too_late(situation: Situation, draft: Draft, about: Round) -> bool:
    start = about.plan_from
    if start is None or draft.latest + timedelta(days=draft.tactic.late_days) >= start:
        return False
    whom = f" to {draft.contact.name}" if draft.contact else ""
    situation.note(
        f"{about.path}.follow_up_from",
        f"Left out, because its time had passed by {spoken(local_date(situation.zone, start))}: "
        f"{draft.tactic.name}{whom}.",
        warning=True,
    )
    return True
