"""Giving drafts their times: in the window by weighing, else late, else by the other channel.

Every search is bounded, and what no time was found for is told in a note.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime

from followup_ics.planning.agreeing import no_call_before
from followup_ics.planning.causes import why_late, why_moved
from followup_ics.planning.diary import Chosen, Diary, Placed
from followup_ics.planning.drafts import LATE_WITHIN, SECOND, Draft, ends
from followup_ics.planning.situation import Situation
from followup_ics.planning.thanking import given_up, thanks
from followup_ics.planning.weighing import Weighing
from followup_ics.working_time import (
    at_time,
    day_end,
    day_start,
    every_date,
    is_working_day,
    local_date,
    spoken_time,
    working_hours,
)

STALE_AFTER = 5
NEVER_MEET = "by e-mail: their working hours and your available hours never meet on those days"
NO_CALL = "by e-mail: no time was found for a call"


class Placing:
    """Settles drafts one interview after the other, in a diary."""

    def __init__(self, situation: Situation, diary: Diary) -> None:
        self.situation, self.diary = situation, diary
        self.hours_of_every_day = diary.availability._replace(away=())

    def settle(self, draft: Draft) -> Placed | None:
        """Give one draft its time; None, with a note, where there is none."""
        if draft.cancelled_because or draft.done or self._is_said(draft):
            return next(iter(self.together([draft])), None)
        draft = self._by_other_channel(draft)
        for each in _channels(draft):
            chosen = Weighing(self.diary, [each], ()).best()
            if chosen:
                return self._remembered([_planned(each, chosen[0].start)])[0]
        return next(iter(self._outside_window(draft)), None)

    def try_to(self, draft: Draft) -> Placed | None:
        """Give one draft its time; None, without a note, where there is none."""
        notes = len(self.situation.notes)
        placed = self.settle(draft)
        if placed is None:
            del self.situation.notes[notes:]
        return placed

    def has_time(self, draft: Draft) -> bool:
        """Say whether the window of a lone draft holds a time for it."""
        return Weighing(self.diary, [draft], ()).best() is not None

    def comes_by(self, draft: Draft, day: date) -> bool:
        """Say whether a lone draft would be given a time by a date, inclusive, of the person's."""
        draft = self._by_other_channel(draft)
        chosen = Weighing(self.diary, [draft], ()).best()
        start = chosen[0].start if chosen else self._late(draft)
        if start is None and draft.channel == "phone":
            return self.comes_by(replace(draft, channel="email"), day)
        return start is not None and local_date(draft.place.zone, start) <= day

    def together(self, drafts: Sequence[Draft]) -> list[Placed]:
        """Give the drafts of one interview their times, the soft rules weighed for all of them."""
        placed = [_cancelled(each, each.preferred) for each in drafts if each.cancelled_because]
        self._pass_roles_on(drafts)
        drafts = [each for each in drafts if not each.cancelled_because]
        said = [each for each in drafts if self._is_said(each)]
        placed += self._cancelled_anyway(said)
        still = [each for each in drafts if not self._was_said_before(each)]
        fixed = [_as_done(each) for each in still if each.done and _is_in_window(each)]
        weighed = [self._by_other_channel(each) for each in still if not each.done]
        chosen, left = self._weighed(weighed, fixed)
        needless = {each.uid for each in said}
        found = [self._done(each.draft) for each in fixed]
        found += [_planned(each.draft, each.start) for each in chosen]
        found = [each for each in found if each.draft.uid not in needless]
        placed += self._remembered(found)
        for draft in still:
            if draft.done and not _is_in_window(draft):
                placed += self._remembered([self._done(draft)])
        for draft in left:
            if draft.uid not in needless:
                placed += self._outside_window(draft)
        return placed

    def thank(self, drafts: Sequence[Draft]) -> list[Placed]:
        """Give the thank-yous of one interview their times, late where the window has none."""
        placed = [_cancelled(each, each.preferred) for each in drafts if each.cancelled_because]
        drafts = [each for each in drafts if not each.cancelled_because]
        drafts = [each if each.done else self._thanked_by(each) for each in drafts]
        in_time = thanks(self.diary, drafts)
        placed += self._remembered([self._done(each) for each in drafts if each.done])
        for draft, start in in_time:
            found = _planned(draft, start)
            if found.status == "planned":
                found.reasons += tuple(given_up(self.diary, draft, start))
                self.diary.remember(found)
            placed.append(found)
        thanked = [each.draft for each in in_time]
        for draft in drafts:
            if not draft.done and draft not in thanked:
                placed += self._thank_late(draft)
        return placed

    def _thanked_by(self, draft: Draft) -> Draft:
        """Let a thank-you that cannot be telephoned at all be written, before times are given."""
        draft = self._by_other_channel(draft)
        if draft.channel != "phone" or thanks(self.diary, [draft]):
            return draft
        no_call = self._why_no_call(draft, self._late(draft))
        return replace(draft, channel="email", channel_because=no_call) if no_call else draft

    def _thank_late(self, draft: Draft) -> list[Placed]:
        """Thank on the very day on which an interview was written down late, else as any other."""
        day = _written_on(draft)
        if day is None:
            return self._outside_window(draft)
        zone = draft.place.zone
        that_day = replace(
            draft,
            earliest=day_start(zone, day),
            latest=day_end(zone, day),
            preferred=at_time(zone, day, draft.tactic.at),
        )
        found = thanks(self.diary, [that_day])
        if not found or ends(draft, found[0].start):
            return self._outside_window(draft)
        return self._placed_late(draft, found[0].start)

    def _is_said(self, draft: Draft) -> bool:
        """Say whether a draft is something that a person is told once, and was told."""
        if draft.done or draft.tactic.once != "person":
            return False
        name = draft.tactic.name, draft.identity
        return name in self.situation.done_with or name in self.diary.said

    def _was_said_before(self, draft: Draft) -> bool:
        """Say whether it was said before its turn came.

        What was said later has its say in the days of others, as it had until then.
        """
        return self._is_said(draft) and (draft.tactic.name, draft.identity) in self.diary.said

    def _cancelled_anyway(self, drafts: Iterable[Draft]) -> list[Placed]:
        found = [_planned(each, each.preferred) for each in drafts]
        return [each for each in found if each.status == "cancelled"]

    def _pass_roles_on(self, drafts: Iterable[Draft]) -> None:
        """Let what was said to a person before speak for the roles that these would have named."""
        for each in drafts:
            by = self.diary.said.get((each.tactic.name, each.identity))
            if by and by.draft.application and by.status == "planned":
                own = by.draft.application.role, *by.draft.with_roles
                by.draft.with_roles += tuple(role for role in each.with_roles if role not in own)

    def _weighed(
        self, drafts: list[Draft], fixed: list[Chosen]
    ) -> tuple[list[Chosen], list[Draft]]:
        """Return the best assignment of days, and the drafts that have no time in their window.

        Where they have no time beside each other, gifts give way to calls, later ones to earlier.
        """
        chosen = self._best(drafts, fixed) if drafts else []
        if chosen is not None:
            return chosen, []
        kept: list[Draft] = []
        left: list[Draft] = []
        for draft in sorted(drafts, key=lambda each: each.gives):
            for each in _channels(draft):
                if self._best([*kept, each], fixed) is not None:
                    kept.append(each)
                    break
            else:
                left.append(draft)
        kept.sort(key=lambda each: [other.uid for other in drafts].index(each.uid))
        return self._best(kept, fixed) or [], left

    def _best(self, drafts: list[Draft], fixed: list[Chosen]) -> list[Chosen] | None:
        found = Weighing(self.diary, drafts, fixed).best()
        return None if found is None else list(found)

    def _remembered(self, found: list[Placed]) -> list[Placed]:
        """Take what stands into the diary, then say why it stands there."""
        for each in found:
            if each.status != "cancelled":
                self.diary.remember(each)
        for each in found:
            if each.status == "planned" and not each.late:
                moved = why_moved(self.diary, each.draft, each.start)
                each.reasons += (moved,) if moved else ()
        return found

    # Calls that cannot be

    def _by_other_channel(self, draft: Draft) -> Draft:
        """Turn a call into an e-mail where working hours and available hours never meet."""
        if draft.channel != "phone" or not self._never_meet(draft):
            return draft
        return replace(draft, channel="email", channel_because=NEVER_MEET)

    def _never_meet(self, draft: Draft) -> bool:
        zone, working = draft.place.zone, 0
        for day in every_date(local_date(zone, draft.earliest), local_date(zone, draft.latest)):
            span = working_hours(draft.place, day)
            if span:
                working += 1
                meeting = self.hours_of_every_day.within(*span)
                if any(end - start >= draft.length for start, end in meeting):
                    return False
        return working > 0

    # After the window

    def _outside_window(self, draft: Draft) -> list[Placed]:
        found = self._late(draft)
        if found is None and draft.channel == "phone" and draft.is_offer:
            return self.at_once_by_email(draft)
        no_call = self._why_no_call(draft, found)
        if no_call:
            draft = replace(draft, channel="email", channel_because=no_call)
            in_window = Weighing(self.diary, [draft], ()).best()
            if in_window:
                return self._remembered([_planned(draft, in_window[0].start)])
            found = self._late(draft)
        if found is None or self._is_stale(draft, found):
            self.situation.note(*_left_out(self.diary, draft), warning=True)
            return []
        because = ends(draft, found)
        if because:
            return [_cancelled(draft, found, because)]
        return self._placed_late(draft, found)

    def _why_no_call(self, draft: Draft, late: datetime | None) -> str:
        """Return why a call cannot be made late: there is no time, or a promise comes first."""
        if draft.channel != "phone":
            return ""
        if late is None:
            return NO_CALL
        for each in self.diary.agreed.get(draft.identity, ()) if not draft.agreed_at else ():
            made = each.draft.agreed_at
            if made and made <= late < each.start:
                return no_call_before(each.day)
        return ""

    def _done(self, draft: Draft) -> Placed:
        assert draft.done
        at = draft.done.at
        late = at > draft.latest
        reasons = ["done at the time in the log"]
        if late:
            closed = spoken_time(draft.place.zone, draft.latest)
            reasons.append(f"after its window, which closed {closed}")
        end = self.diary.end_of_done(draft, at)
        return Placed(draft, at, end, "done", late, (*draft.reasons, *reasons))

    def _placed_late(self, draft: Draft, start: datetime) -> list[Placed]:
        reasons = (*draft.reasons, f"late: {why_late(self.diary, draft)}")
        placed = Placed(draft, start, start + draft.length, "planned", True, reasons)
        return self._remembered([placed])

    def at_once_by_email(self, draft: Draft) -> list[Placed]:
        """Tell by e-mail, on any day, what cannot be told by telephone in time."""
        because = "by e-mail: no working hour is left for a call before your answer is due"
        latest = draft.deadline - SECOND if draft.deadline else draft.latest
        draft = replace(draft, channel="email", channel_because=because, latest=latest)
        chosen = Weighing(self.diary, [draft], ()).best()
        if chosen:
            return self._remembered([_planned(draft, chosen[0].start)])
        self.situation.note(*_left_out(self.diary, draft), warning=True)
        return []

    def _is_stale(self, draft: Draft, found: datetime) -> bool:
        zone = draft.place.zone
        closed = local_date(zone, draft.latest)
        return draft.gives and (local_date(zone, found) - closed).days > STALE_AFTER

    def _late(self, draft: Draft) -> datetime | None:
        """Return the first working day's time after a window, at the preferred hour.

        Two days from other contacts with the person, where there is such a time at all.
        """
        zone = draft.place.zone
        start = max(draft.latest + SECOND, draft.earliest, draft.not_before or draft.earliest)
        end = min(start + LATE_WITHIN, draft.deadline or start + LATE_WITHIN)
        for spaced, working in ((True, True), (False, True), (False, False)):
            if draft.tactic.when.on_slots and not working:
                break
            for day in every_date(local_date(zone, start), local_date(zone, end)):
                if working and not is_working_day(draft.place, day):
                    continue
                if spaced and self._is_near(draft, day):
                    continue
                found = self._late_on(draft, day, start)
                if found:
                    return found
        return None

    def _is_near(self, draft: Draft, day: date) -> bool:
        return (
            draft.to_company
            and not draft.tactic.urgent
            and self.diary.near_contacts(draft, day) > 0
        )

    def _late_on(self, draft: Draft, day: date, start: datetime) -> datetime | None:
        at_once = draft.by_clock and not draft.tactic.late_days
        wished = start if at_once else at_time(draft.place.zone, day, draft.tactic.at)
        by_day = draft.channel == "email" and self.diary.is_open_by_day(draft, day)
        if not self.diary.allows(draft, day):
            return None
        found = self.diary.free(draft, day, start, wished, by_day=by_day)
        return None if found and self.diary.is_second(draft, day, found) else found


def _channels(draft: Draft) -> Iterator[Draft]:
    """Yield a draft, then as the e-mail that it may become."""
    yield draft
    if draft.or_email and draft.channel == "phone":
        yield replace(draft, channel="email", channel_because=NO_CALL)


def _written_on(draft: Draft) -> date | None:
    """Return when an interview was written down, if a thank-you is late for that reason alone."""
    start = draft.not_before
    if start is None or start <= draft.latest or not draft.tactic.late_days:
        return None
    return local_date(draft.place.zone, start)


def _is_in_window(draft: Draft) -> bool:
    assert draft.done
    at = draft.done.at
    return draft.earliest <= at and at + draft.length <= draft.latest + SECOND


def _as_done(draft: Draft) -> Chosen:
    assert draft.done
    return Chosen(draft, local_date(draft.place.zone, draft.done.at), draft.done.at)


def _planned(draft: Draft, start: datetime) -> Placed:
    because = ends(draft, start)
    if because:
        return _cancelled(draft, start, because)
    return Placed(draft, start, start + draft.length, "planned", False, draft.reasons)


def _cancelled(draft: Draft, start: datetime, because: str = "") -> Placed:
    why = f"cancelled: {because or draft.cancelled_because}"
    return Placed(draft, start, start + draft.length, "cancelled", False, (why,))


def _left_out(diary: Diary, draft: Draft) -> tuple[str, str]:
    whom = f" to {draft.contact.name}" if draft.contact else ""
    about = draft.about.path if draft.about else "candidate"
    return about, f"Left out: {draft.tactic.name}{whom}: {why_late(diary, draft)}."
