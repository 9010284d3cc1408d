"""What to look for in a plan, and how to say it.

Local times are worked out by `zoneinfo`, which the code under test does not use.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from building import NEW_YORK
from followup_ics import FollowUp, Plan


def at(wall: str, zone: str = NEW_YORK) -> datetime:
    """Return the instant at which clocks in `zone` show a time that they show once."""
    return datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def local(moment: datetime, zone: str) -> str:
    """Return what clocks in `zone` show: "2026-11-02 14:00"."""
    return f"{moment.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}"


def every(found: Plan, *tactics: str, **wanted: object) -> list[FollowUp]:
    """Return the follow-ups of some tactics (all, if none is named) whose fields are as wanted."""
    return [
        each
        for each in found.follow_ups
        if (not tactics or each.tactic in tactics)
        and all(getattr(each, name) == value for name, value in wanted.items())
    ]


def contacts(found: Plan, since: str = "", **wanted: object) -> list[FollowUp]:
    """Return what goes to somebody, at or after a time in New York, planned if not said otherwise.

    One's own tasks are not among it.
    """
    chosen = every(found, **{"status": "planned", **wanted})
    to_others = [each for each in chosen if each.channel != "self"]
    return [each for each in to_others if not since or each.start >= at(since)]


def one(found: Plan, tactic: str, **wanted: object) -> FollowUp:
    """Return the only follow-up of a tactic whose fields are as wanted."""
    matching = every(found, tactic, **wanted)
    assert len(matching) == 1, f"{tactic} {wanted}: {said(matching)}"
    return matching[0]


def said(follow_ups: Sequence[FollowUp]) -> list[str]:
    """Return follow-ups as "Dana phone 2026-11-06 10:00", in the person's time, with what is odd.

    A "-" stands for nobody named; "late", "done" and "cancelled" come last.
    """
    return [_said(each) for each in follow_ups]


def _said(each: FollowUp) -> str:
    odd = ["late"] if each.late else []
    odd += [each.status] if each.status != "planned" else []
    return " ".join([each.person or "-", each.channel, begins(each), *odd])


def of(found: Plan, *tactics: str, **wanted: object) -> list[str]:
    """Return what `said` makes of every follow-up of some tactics."""
    return said(every(found, *tactics, **wanted))


def open_days(each: FollowUp) -> tuple[str, str]:
    """Return the first and the last date of a window, in the person's time."""
    assert each.earliest
    assert each.latest
    return local(each.earliest, each.timezone)[:10], local(each.latest, each.timezone)[:10]


def begins(each: FollowUp) -> str:
    """Return when a follow-up begins, in the person's time."""
    return local(each.start, each.timezone)


def day(each: FollowUp) -> str:
    """Return the date of a follow-up, in the person's time."""
    return begins(each)[:10]


def minutes(each: FollowUp) -> float:
    """Return how long a follow-up lasts."""
    return (each.end - each.start).total_seconds() / 60


def cycle(found: Plan, **wanted: object) -> list[FollowUp]:
    """Return the slots of the rotating cycle, whatever rides on them."""
    return every(found, "touch_base", "still_in_running", "activity_update", **wanted)


def notes(found: Plan, *words: str) -> list[str]:
    """Return the notes that have all of some words, whatever their case."""
    texts = (f"{note.about}: {note.text}" for note in found.notes)
    return [text for text in texts if all(word.lower() in text.lower() for word in words)]
