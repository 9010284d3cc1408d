"""From records to a plan: a pure function, with no clock, no state and no I/O.

Data takes one way: `situation` resolves the records, `drafts` says what is due and when, `diary`
places it, `cycle` adds the rotating contacts, `wording` says it.
"""

from __future__ import annotations

from followup_ics.planning.cycle import cycles
from followup_ics.planning.diary import Diary, Placed
from followup_ics.planning.drafts import Draft
from followup_ics.planning.due import due, unplanned
from followup_ics.planning.gaps import gaps
from followup_ics.planning.offers import deadlines_of
from followup_ics.planning.situation import Situation
from followup_ics.planning.wording import worded
from followup_ics.playbook import Playbook
from followup_ics.records import JobSearch
from followup_ics.results import Plan

__all__ = ["plan"]


def plan(job_search: JobSearch, playbook: Playbook) -> Plan:
    """Return every follow-up that a playbook calls for, placed and worded, with notes.

    The same records and playbook give the same plan, to the byte. Nothing is dropped in silence:
    what could not be placed, or only late, is in the notes.
    """
    situation = Situation(job_search, playbook.horizon_weeks)
    placed = _placed(situation, playbook)
    gaps(situation, placed)
    follow_ups = worded(situation, playbook, placed)
    return Plan(
        tuple(sorted(follow_ups, key=lambda each: (each.start, each.uid))),
        tuple(sorted(set(situation.notes))),
    )


def _placed(situation: Situation, playbook: Playbook) -> list[Placed]:
    """Place the least movable first, the cycle after what it counts from, own tasks last."""
    diary = Diary(situation.availability, situation.rounds)
    drafts = due(situation, playbook)
    rotating = cycles(situation, playbook, diary)
    placed = [each for cycle in rotating for each in cycle.done()]
    drafts += unplanned(situation, playbook)
    contacts = sorted((each for each in drafts if each.done or each.to_company), key=_turn)
    placed += _settled(situation, diary, contacts)
    deadlines = list(deadlines_of(situation, playbook, placed))
    placed += [each for cycle in rotating for each in cycle.to_come()]
    tasks = [each for each in drafts if not (each.done or each.to_company)]
    return placed + _settled(situation, diary, [*deadlines, *tasks])


def _turn(draft: Draft) -> tuple[int, bool]:
    """Return whose turn it is to be placed: the past, agreed days, offers, tight windows, calls."""
    tight = {"offer": 2, "accepted": 4}.get(draft.tactic.when.on, 3 if draft.by_clock else 5)
    first = 0 if draft.done else 1 if draft.agreed_at else tight
    return first, draft.channel != "phone"


def _settled(situation: Situation, diary: Diary, drafts: list[Draft]) -> list[Placed]:
    """Return drafts placed, and note those for which there is no time at all."""
    placed = []
    for draft in drafts:
        found = diary.settle(draft)
        if found:
            placed.append(found)
        else:
            situation.note(*_left_out(draft, diary), warning=True)
    return placed


def _left_out(draft: Draft, diary: Diary) -> tuple[str, str]:
    whom = f" to {draft.contact.name}" if draft.contact else ""
    about = draft.about.path if draft.about else "candidate"
    return about, f"Left out: {draft.tactic.name}{whom}: {diary.why_late(draft)}."
