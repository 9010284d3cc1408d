"""Why a follow-up does not stand where it was wished for: the rule that says so, by name."""

from __future__ import annotations

from datetime import date, datetime

from followup_ics.planning.diary import Diary
from followup_ics.planning.drafts import SECOND, Draft
from followup_ics.planning.engagements import BUSY_THAT_DAY
from followup_ics.planning.weighing import wished_on
from followup_ics.working_time import (
    day_end,
    day_off,
    day_start,
    daytime,
    every_date,
    local_date,
    quiet_day,
    spoken,
    spoken_time,
    working_hours,
)

OUTSIDE_THEIR_HOURS = "it is outside their working hours"
OUTSIDE_YOUR_HOURS = "it is outside your available hours"


def why_moved(diary: Diary, draft: Draft, start: datetime) -> str | None:
    """Return from when a follow-up was moved and why, None where it stands as preferred."""
    zone = draft.place.zone
    day, wished = local_date(zone, start), local_date(zone, draft.preferred)
    if day != wished:
        cause = _early(draft, wished) or _obstacle(diary, draft, wished, day)
        cause = cause or why_not_at(diary, draft, draft.preferred)
        return f"moved from {spoken(wished)}: {cause}"
    if start != draft.preferred:
        cause = why_not_at(diary, draft, draft.preferred)
        return f"moved from {spoken_time(zone, draft.preferred)}: {cause}"
    return None


def _early(draft: Draft, wished: date) -> str | None:
    begins = local_date(draft.place.zone, max(draft.earliest, draft.not_before or draft.earliest))
    return f"it could not be before {spoken(begins)}" if wished < begins else None


def why_late(diary: Diary, draft: Draft) -> str:
    """Return what stood against every date of a draft's window, in words."""
    begins = max(draft.earliest, draft.not_before or draft.earliest)
    if draft.closed_because and begins > draft.latest - draft.length:
        return draft.closed_because
    zone = draft.place.zone
    causes: dict[str, list[str]] = {}
    for day in every_date(local_date(zone, draft.earliest), local_date(zone, draft.latest)):
        cause = (
            _shut(diary, draft, day)
            or taken_by_contacts(diary, draft, day)
            or _too_soon(diary, draft, day)
        )
        cause = cause or why_not_at(diary, draft, max(_tried_on(diary, draft, day), begins))
        causes.setdefault(cause, []).append(spoken(day))
    found = "; ".join(f"{', '.join(days)}: {cause}" for cause, days in causes.items())
    return f"no time in its window ({found})"


def _tried_on(diary: Diary, draft: Draft, day: date) -> datetime:
    """Return when a date would have been used: what is due at once, as soon as it can be."""
    wished = wished_on(draft, day)
    if not draft.by_clock:
        return wished
    opens = diary.availability.within(wished, day_end(draft.place.zone, day) + SECOND)
    return opens[0][0] if opens else wished


def _obstacle(diary: Diary, draft: Draft, day: date, stands_on: date) -> str | None:
    """Return the rule that stands against a date; None where none does.

    What the calendar says comes before what other contacts do: where all that one interview
    brings is weighed together, another may have moved to a date that this one could not have.
    """
    return (
        _shut(diary, draft, day)
        or _ill_suited(draft, day)
        or taken_by_contacts(diary, draft, day)
        or _too_near(diary, draft, day, stands_on)
    )


def _shut(diary: Diary, draft: Draft, day: date) -> str | None:
    """Return why one of the two has no time at all on a date."""
    zone, place = draft.place.zone, draft.place
    if draft.channel == "phone" and working_hours(place, day) is None:
        return f"it is {day_off(place.country, place.region, day) or 'no working day'}"
    both = diary.open_on(draft, day)
    if any(end - start >= draft.length for start, end in both):
        return diary.engagements.all_day(both, draft.length)
    whole_day = day_start(zone, day), day_end(zone, day) + SECOND
    if not diary.availability.within(*whole_day):
        return _away(diary, *whole_day)
    if draft.channel == "phone":
        return "their working hours are outside your available hours"
    return OUTSIDE_YOUR_HOURS


def _ill_suited(draft: Draft, day: date) -> str | None:
    """Return why the person's calendar makes a date a poor one."""
    if draft.by_clock:
        return None
    place = draft.place.on(day)
    off = day_off(place.country, place.region, day)
    if off:
        return f"it is {off}"
    if draft.channel == "phone":
        quiet = quiet_day(place.country, place.region, day)
        return f"few are at their desks that day, as {quiet}" if quiet else None
    return None


def taken_by_contacts(diary: Diary, draft: Draft, day: date) -> str | None:
    """Return which other contacts leave a date no room."""
    if not draft.to_company:
        return None
    if diary.is_in_touch(draft, day):
        return f"you are in touch with {_name(draft)} that day already"
    if diary.room(draft, day) < 1:
        return "two contacts with the company that day already"
    return None


def _too_near(diary: Diary, draft: Draft, day: date, stands_on: date) -> str | None:
    """Return which other contacts are near; the draft itself stands in the diary already."""
    if draft.by_clock or not draft.to_company or draft.tactic.urgent:
        return None
    itself = abs((day - stands_on).days) <= 1
    if diary.near_contacts(draft, day) > itself:
        return f"two days should lie between contacts with {_name(draft)}"
    return "the other one is called that day" if draft.tactic.different_days else None


def _too_soon(diary: Diary, draft: Draft, day: date) -> str | None:
    if draft.apart and diary.is_in_touch_before(draft, day):
        return f"two days must lie after a contact with {_name(draft)}"
    return None


def why_not_at(diary: Diary, draft: Draft, at: datetime) -> str:
    """Return why a follow-up cannot stand at an instant, on a day that would do."""
    zone, end = draft.place.zone, at + draft.length
    day = local_date(zone, at)
    if draft.channel == "phone":
        hours = working_hours(draft.place, day)
        if hours is None or at < hours[0] or end > hours[1]:
            return OUTSIDE_THEIR_HOURS
    if (at, end) not in diary.availability.within(at, end):
        away = diary.availability.is_away(local_date(diary.availability.zone, at))
        return _away(diary, at, end) if away else OUTSIDE_YOUR_HOURS
    engaged = diary.engagements.during(at, end)
    if engaged:
        return engaged
    if draft.to_company and draft.channel == "email":
        wakes, rests = daytime(zone, day)
        if at < wakes or end > rests:
            return "it is outside their 07:00 to 21:00"
    return "another follow-up stands there"


def _away(diary: Diary, start: datetime, end: datetime) -> str:
    """Return what takes up the candidate's dates of a span: days away, or their own calendar."""
    zone = diary.availability.zone
    days = every_date(local_date(zone, start), local_date(zone, end - SECOND))
    return BUSY_THAT_DAY if any(map(diary.engagements.is_busy_on, days)) else "you are away"


def _name(draft: Draft) -> str:
    return (draft.contact.name if draft.contact else None) or "the hiring manager"
