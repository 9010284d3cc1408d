"""What changed from one calendar to the next, event by event, and in one sentence."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from followup_ics.calendar.events import DONE, OF_NO_COMPANY, Event, event_of, without_status
from followup_ics.errors import first_of
from followup_ics.planning.results import Plan

Kind = Literal["moved", "new", "done", "reworded", "reminder", "cancelled"]
COUNTED: dict[Kind, str] = {
    "moved": "moved",
    "new": "new",
    "done": "done",
    "reworded": "reworded",
    "reminder": "with another reminder",
    "cancelled": "cancelled",
}
MOST_REASONS = 3
NOT_PLANNED = "it is no longer planned"
NOT_RECORDED = "it is no longer in the records"

# What a plan says of one follow-up, as it is said of all that one thing cancelled.
_COMPANIES = "{companies}"
_OF_ALL = {
    "the next round takes its place": f"next round at {_COMPANIES}",
    "what was agreed in the next round takes its place": f"next round at {_COMPANIES}",
    "they rejected the application": f"rejected by {_COMPANIES}",
    "you withdrew": f"withdrawn from {_COMPANIES}",
    "they made you an offer": f"offer of {_COMPANIES}",
    NOT_RECORDED: f"{_COMPANIES} no longer in the records",
}
_ACCEPTED, _ACCEPTED_ELSEWHERE = "you accepted their offer", "you accepted the offer of "


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one event.

    `before` is None for one that is new, or comes back; `after` for one that is gone, or
    cancelled. `why` says why it is cancelled, or what is other than before, "" where the times
    say it.
    """

    kind: Kind
    before: Event | None
    after: Event | None
    why: str

    @property
    def event(self) -> Event:
        """The event as it is now, or was last."""
        found = self.after or self.before
        assert found
        return found

    @property
    def company(self) -> str | None:
        """Whom it is about, None where it is for the whole search."""
        return None if self.event.category == OF_NO_COMPANY else self.event.category

    @property
    def title(self) -> str:
        """What it is called, without what its kind says already."""
        return without_status(self.event.summary)


def planned_events(plan: Plan) -> dict[str, Event]:
    """Return the follow-ups of a plan as events, by uid."""
    return {event.uid: event for event in map(event_of, plan.follow_ups)}


def changes(
    before: Mapping[str, Event],
    after: Mapping[str, Event],
    plan: Plan,
    other_alarm: Container[str] = (),
) -> tuple[Change, ...]:
    """Return what changed, in the order of time; `plan`, from which `after` is, says why.

    `other_alarm` has the uids of events that ring at another time than before.
    """
    because = {each.uid: each.cancelled_because for each in plan.follow_ups}
    companies = {each.company or OF_NO_COMPANY for each in plan.follow_ups}
    found = []
    for uid in before.keys() | after.keys():
        old, new = _live(before.get(uid)), _live(after.get(uid))
        kind = _kind(old, new) or ("reminder" if new and uid in other_alarm else None)
        if kind == "cancelled" and old:
            gone = NOT_PLANNED if old.category in companies else NOT_RECORDED
            found.append(Change(kind, old, None, because.get(uid) or gone))
        elif kind:
            found.append(Change(kind, old, new, _differs(old, new)))
    return tuple(sorted(found, key=lambda each: (each.event.start, each.event.uid)))


def _live(event: Event | None) -> Event | None:
    return None if event is None or event.is_off else event


def _kind(old: Event | None, new: Event | None) -> Kind | None:
    if new is None:
        return "cancelled" if old else None
    if new.is_done and not (old and old.is_done):
        return "done"
    if old is None:
        return "new"
    if (old.start, old.end) != (new.start, new.end):
        return "moved"
    return "reworded" if old != new else None


def _differs(old: Event | None, new: Event | None) -> str:
    """Return what is other than before, where it is more than the time or the text."""
    if old is None or new is None:
        return ""
    if old.summary.removeprefix(DONE) != new.summary.removeprefix(DONE):
        return f"was: {old.summary}"
    if (old.location, old.url) != (new.location, new.url):
        return "other number or address"
    return ""


def in_words(found: Iterable[Change]) -> str:
    """Return all changes in one sentence, with what cancelled most; "" where there are none."""
    found = list(found)
    counts = Counter(each.kind for each in found)
    counted = ", ".join(f"{counts[kind]} {said}" for kind, said in COUNTED.items() if counts[kind])
    reasons = _reasons([each for each in found if each.kind == "cancelled"])
    told = first_of(reasons, MOST_REASONS, "{} more reasons")
    because = f": {'; '.join(told)}" if told else ""
    return f"{counted}{because}." if counted else ""


def _reasons(cancelled: Iterable[Change]) -> list[str]:
    """Return why events are cancelled, what cancelled most first."""
    counts: Counter[str] = Counter()
    companies: dict[str, set[str]] = defaultdict(set)
    for each in cancelled:
        if each.why != NOT_PLANNED and each.company:
            said = _said_of_all(each.why, each.company)
            counts[said] += 1
            companies[said].add(each.company)
    ordered = sorted(counts, key=lambda said: (-counts[said], said))
    return [said.replace(_COMPANIES, " and ".join(sorted(companies[said]))) for said in ordered]


def _said_of_all(why: str, company: str) -> str:
    """Return what cancelled one event, as it is said of all that it cancelled."""
    if why == _ACCEPTED:
        return f"offer of {company} accepted"
    if why.startswith(_ACCEPTED_ELSEWHERE):
        return f"offer of {why.removeprefix(_ACCEPTED_ELSEWHERE)} accepted"
    return _OF_ALL.get(why, f"{why} ({_COMPANIES})")
