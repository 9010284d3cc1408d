"""Which follow-up is which, by the names that it is known by and never by its uid.

A tactic that comes once for an interview and a person is one follow-up, whatever becomes of its
time, its text, its channel, the other people and the order of the file.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, timedelta
from functools import lru_cache

from followup_ics import FollowUp, Plan, RecordsError, loads, plan
from oracle import World
from oracle.changes import log_entries_are_done_when_they_were

Name = tuple[str, ...]
# The days on and after which the interviews of a history are.
STARTS = (date(2026, 11, 10), date(2026, 10, 20), date(2026, 12, 22), date(2026, 3, 6))
_PROMISES = frozenset(["call_back", "agreed_next_step"])
LATE_WITHIN = timedelta(days=60)
CYCLE = frozenset(["touch_base", "activity_update"])
# Tactics of which one interview has one a person; the others are counted, or are of a cycle.
_ONCE = frozenset(
    ["prepare", "thank_you", "share_article", "phone_call", "continued_interest", "review"]
)
_FORM = re.compile(r",? (inc|ltd|gmbh)\.?$")


@lru_cache(maxsize=256)
def planned(text: bytes) -> Plan:
    """Return the plan of some records."""
    return plan(loads(text))


def is_faulty(text: bytes) -> bool:
    """Say whether nothing is planned from some records."""
    try:
        loads(text)
    except RecordsError:
        return True
    return False


def company(name: str | None) -> str:
    """Return what the spellings of a company's name share that histories write."""
    return _FORM.sub("", " ".join((name or "").casefold().split()))


def name_of(each: FollowUp) -> Name:
    """Return the names of a follow-up that never change as long as it is the same one."""
    if each.tactic in CYCLE:
        return "the cycle", company(each.company)
    if each.tactic in (*_ONCE, *_PROMISES):
        return each.tactic, company(each.company), each.interview or "", each.person or ""
    return (each.tactic, company(each.company))


class Identities:
    """The follow-ups of a whole history."""

    def __init__(self) -> None:
        self._named: dict[str, Name] = {}
        self._uids: dict[Name, str] = {}

    def see(self, found: Plan) -> None:
        """Check the next plan: no uid is of another follow-up, no follow-up has another uid."""
        for each in found.follow_ups:
            name = self._named.setdefault(each.uid, name_of(each))
            assert name == name_of(each), f"{each.uid} was {name}, and is {name_of(each)}"
        for name, uid in _once(found).items():
            before = self._uids.setdefault(name, uid)
            assert before == uid, f"{name} was {before}, and is {uid}"
        assert not _again(found)


def _again(found: Plan) -> list[FollowUp]:
    """Return what is done, and to do all the same; long after its window it is something else."""
    done = {name_of(each): each.start for each in found.follow_ups if each.status == "done"}
    to_do = [each for each in found.follow_ups if each.status == "planned" and each.latest]
    return [
        each
        for each in to_do
        if each.tactic in _ONCE and each.latest and name_of(each) in done
        if done[name_of(each)] <= each.latest + LATE_WITHIN
    ]


def _once(found: Plan) -> dict[Name, str]:
    """Return the uids of what is planned or cancelled and comes once, by its name.

    What was done beside it, and not planned, is a contact of its own.
    """
    named = [
        (name_of(each), each.uid)
        for each in found.follow_ups
        if each.tactic in (*_ONCE, *_PROMISES) and each.status != "done"
    ]
    counts = Counter(name for name, _ in named)
    return {name: uid for name, uid in named if counts[name] == 1}


def check_log(text: bytes, found: Plan) -> None:
    """Check that whatever the log of some records says was done is done in their plan, then."""
    assert list(log_entries_are_done_when_they_were(World(loads(text), found))) == []
