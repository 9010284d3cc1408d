"""Short records, and what to look for in their plan.

Every interview is on Monday 2 November 2026, 14:00 to 15:00 in New York, unless a test says
otherwise, so that day 4 is a Friday. What else stands on that calendar: Sunday 1 November, end of
summer time; Wednesday 11, Veterans Day; Thursday 26, Thanksgiving; Friday 25 December, Christmas.
Local times are worked out by `zoneinfo`, which the code under test does not use.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from followup_ics import FollowUp, JobSearch, Plan, loads, plan

NEW_YORK = "America/New_York"
JORDAN = "timezone: America/New_York, country: US"

DANA = (
    "{name: Dana, part: hiring_manager, email: dana@acme.example, phone: +1 212 555 0101, "
    "topics: [the Kafka migration]}"
)
HANA = (
    "{name: Hana, part: human_resources, vote: false, email: hana@acme.example, "
    "phone: +1 212 555 0102, topics: [relocation]}"
)
IVAN = (
    "{name: Ivan, email: ivan@acme.example, phone: +1 212 555 0103, topics: [property-based tests]}"
)
BO = (
    "{name: Bo, part: hiring_manager, email: bo@best.example, phone: +1 212 555 0104, "
    "topics: [search at scale]}"
)


def interview(people: str = DANA, **fields: str) -> str:
    """Return one interview as YAML; `people` are those of its list."""
    given = {"id": "first", "company": "Acme", "role": "Engineer", "start": "2026-11-02 14:00"}
    fields = given | fields
    return (
        "{"
        + ", ".join(f"{name}: {value}" for name, value in fields.items())
        + (f", people: [{people}]}}")
    )


def search(
    *interviews: str, candidate: str = JORDAN, offers: str = "", activities: str = ""
) -> JobSearch:
    """Load a job search from short YAML; without an interview, the usual one."""
    listed = "\n".join(f"  - {each}" for each in interviews or (interview(),))
    return loads(
        f"candidate: {{{candidate}}}\n"
        f"interviews:\n{listed}\n"
        f"offers: [{offers}]\n"
        f"activities: [{activities}]\n"
    )


def planned(
    *interviews: str, candidate: str = JORDAN, offers: str = "", activities: str = ""
) -> Plan:
    """Plan a job search as `search` loads it."""
    return plan(search(*interviews, candidate=candidate, offers=offers, activities=activities))


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
    return " ".join([each.person or "-", each.channel, local(each.start, each.timezone), *odd])


def of(found: Plan, *tactics: str, **wanted: object) -> list[str]:
    """Return what `said` makes of every follow-up of some tactics."""
    return said(every(found, *tactics, **wanted))


def open_days(each: FollowUp) -> tuple[str, str]:
    """Return the first and the last date of a window, in the person's time."""
    assert each.earliest
    assert each.latest
    return local(each.earliest, each.timezone)[:10], local(each.latest, each.timezone)[:10]


def day(each: FollowUp) -> str:
    """Return the date of a follow-up, in the person's time."""
    return local(each.start, each.timezone)[:10]


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
