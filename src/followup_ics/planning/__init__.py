"""From records to a plan: a pure function, with no clock, no state and no I/O.

In come a job search and a playbook, out go follow-ups and notes. Data takes one way.

Who and what there is: `applications` is what planning speaks of, `identities` and `people` join who
is one person, `places` notes where somebody may not be, `deeds` tells what a log entry means,
`endings` what is over, and `situation` resolves all of it.

What is due: `deciding` knows when they decide, `drafts` is a follow-up without a time, `kinds`
makes drafts of each tactic, `agreeing` lets promises and other roles change them, and `due` has the
whole; `improvised` adds what was done beyond it, `folding` takes what cannot be sent.

When: `engagements` are what the candidate cannot move, the `diary` holds all that is taken and
knows the hard rules of one date, `weighing` the soft ones of many, `causes` why another date did
not do, `thanking` the hours after an interview, and `placing` gives each draft its time with them;
`offers` and `tasks` place what depends on others. A company's `slots` come one after the other:
`rotation` says whose turn it is, `takeovers` what comes instead, and `cycle` fills them. At the
end `skipping` cancels what was left out, which kept its place until then.

What it says: `missing` notes what to add to the records, `wording` writes each follow-up, and
`results` is what scripts get.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from followup_ics.planning.cycle import cycles
from followup_ics.planning.diary import Diary, Placed
from followup_ics.planning.drafts import Draft
from followup_ics.planning.due import due
from followup_ics.planning.engagements import Engagements
from followup_ics.planning.folding import fold, to_fold
from followup_ics.planning.improvised import unplanned
from followup_ics.planning.missing import note_missing
from followup_ics.planning.offers import Telling
from followup_ics.planning.placing import Placing
from followup_ics.planning.results import Plan
from followup_ics.planning.situation import Situation
from followup_ics.planning.skipping import note_needless, skip
from followup_ics.planning.tasks import after_others, settle_tasks
from followup_ics.planning.wording import worded
from followup_ics.records import when as kind
from followup_ics.records.job_search import JobSearch
from followup_ics.records.playbook import Playbook
from followup_ics.working_time import Span

__all__ = ["plan", "planned_span"]


def plan(job_search: JobSearch, playbook: Playbook, busy: Iterable[Span] = ()) -> Plan:
    """Return every follow-up that a playbook calls for, placed and worded, with notes.

    `busy` is when the candidate's own calendars keep them busy, whatever its order: aware
    datetimes, the ends exclusive. The same records, playbook and busy time give the same plan, to
    the byte. Nothing is dropped in silence: what could not be placed, or only late, is in the
    notes. Raises ValueError for busy time without a zone, or that ends before it starts.
    """
    situation = Situation(job_search, playbook, tuple(busy))
    placed = _placed(situation, playbook)
    note_missing(situation, playbook, placed)
    follow_ups = worded(situation, playbook, placed)
    return Plan(tuple(follow_ups), tuple(sorted(set(situation.notes))))


def planned_span(job_search: JobSearch, playbook: Playbook) -> Span:
    """Return from when until when anything can be planned: busy time elsewhere changes nothing."""
    return Situation(job_search, playbook).span


def _placed(situation: Situation, playbook: Playbook) -> list[Placed]:
    """Place the least movable first, the cycle after what it counts from, own tasks last.

    The order does not depend on what was done already: only so does it move nothing to log a
    follow-up at the time at which it was planned.
    """
    drafts, folded = to_fold(due(situation, playbook))
    engagements = Engagements(situation.rounds, situation.busy)
    diary = Diary(situation.availability, engagements)
    telling = Telling(situation, playbook)
    diary.expect_logs(situation.rounds, playbook.tactics)
    placing = Placing(situation, diary)
    rotating = cycles(situation, playbook, placing)
    later = {
        tactic.name
        for tactic in playbook.tactics
        if isinstance(tactic.when, kind.OfferDeadline | kind.AfterTactic)
    }
    placed = _each(placing, unplanned(situation, playbook, but=later))
    placed += _each(placing, [each for each in drafts if each.agreed_at])
    placed += telling.settle(placing)
    telling.hold_back(drafts)
    contacts = [each for each in drafts if each.to_company and not each.agreed_at]
    placed += _by_interview(placing, contacts)
    next_ones, folded_too = to_fold(after_others(situation, playbook, placed))
    placed += _each(placing, next_ones)
    deadlines = telling.deadlines(placing)
    placed += deadlines + _each(placing, unplanned(situation, playbook))
    placed += [each for cycle in rotating for each in cycle.settled()]
    placed += settle_tasks(placing, [each for each in drafts if not each.to_company])
    placed = [skip(situation, each) for each in placed]
    note_needless(situation)
    fold(situation, folded + folded_too, placed)
    return placed


def _each(placing: Placing, drafts: list[Draft]) -> list[Placed]:
    return [placed for draft in drafts for placed in placing.together([draft])]


def _by_interview(placing: Placing, drafts: list[Draft]) -> list[Placed]:
    """Place thank-yous first, then what each interview brings, together, then withdrawals."""
    thanks = [each for each in drafts if each.by_clock]
    withdrawals = [each for each in drafts if _withdraws(each) and not each.by_clock]
    others = [each for each in drafts if not each.by_clock and not _withdraws(each)]
    placed = [found for group in _grouped(thanks) for found in placing.thank(group)]
    placed += [found for group in _grouped(others) for found in placing.together(group)]
    return placed + _each(placing, withdrawals)


def _withdraws(draft: Draft) -> bool:
    return isinstance(draft.tactic.when, kind.JobAccepted)


def _grouped(drafts: list[Draft]) -> list[list[Draft]]:
    """Return drafts by interview, in the order of time; those of a person beside each other."""

    def key(draft: Draft) -> tuple[object, ...]:
        assert draft.about
        return draft.about.start, draft.about.id

    return [_by_person(list(group)) for _, group in groupby(sorted(drafts, key=key), key)]


def _by_person(drafts: list[Draft]) -> list[Draft]:
    people = list(dict.fromkeys(each.identity for each in drafts))
    return sorted(drafts, key=lambda each: people.index(each.identity))
