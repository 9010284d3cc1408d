"""Job searches of every shape, as hypothesis strategies.

`records()` draws what a file holds after it was read: nested mappings with every value as text.
`job_searches()` are the same as models. Names, topics and other texts are unique and plain, so
that a test can find them again in a plan; odd text is the business of the calendar's own tests.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytz
from hypothesis import strategies as st

from followup_ics import JobSearch
from followup_ics.working_time import countries, regions

Tree = dict[str, Any]

_USUAL_ZONES = (
    "America/New_York",
    "Europe/Berlin",
    "Australia/Lord_Howe",
    "Pacific/Apia",
    "Asia/Kathmandu",
    "Pacific/Kiritimati",
    "America/St_Johns",
    "Africa/Casablanca",
)
_ZONES = tuple(sorted(pytz.all_timezones))
_USUAL_COUNTRIES = ("US", "DE", "IL", "CN", "JP", "GB")
_COUNTRIES = tuple(sorted(countries()))
_PARTS = ("interviewer", "hiring_manager", "human_resources", "recruiter")
_TACTICS = (
    "thank_you",
    "phone_call",
    "share_article",
    "continued_interest",
    "touch_base",
    "activity_update",
    "still_in_running",
    "agreed_next_step",
    "call_back",
    "counter_offer",
    "stand_out",
    "lunch",
)
# A candidate and somebody 9 to 14 hours apart, whose days hardly meet.
_FAR = (
    ("America/New_York", "US", "Asia/Taipei", "TW"),
    ("America/New_York", "US", "Asia/Kuala_Lumpur", "MY"),
    ("America/Chicago", "US", "Asia/Manila", "PH"),
    ("America/New_York", "US", "Asia/Tokyo", "JP"),
    ("America/New_York", "US", "Asia/Kolkata", "IN"),
    ("Europe/London", "GB", "Pacific/Auckland", "NZ"),
    ("Europe/Berlin", "DE", "Pacific/Auckland", "NZ"),
    ("Europe/London", "GB", "Australia/Lord_Howe", "AU"),
    ("Asia/Taipei", "TW", "America/New_York", "US"),
    ("America/Los_Angeles", "US", "Europe/Berlin", "DE"),
)
_ANCHORS = (
    date(2026, 11, 10),
    date(2026, 10, 30),  # clocks go back in America
    date(2026, 3, 6),  # and forward
    date(2026, 3, 27),  # Europe forward
    date(2027, 3, 8),  # America forward, some days later
    date(2026, 10, 20),  # Europe back, then America
    date(2026, 4, 1),  # New Zealand back
    date(2026, 9, 23),  # and forward
    date(2026, 11, 23),  # Thanksgiving
    date(2026, 12, 22),
    date(2011, 12, 28),  # Apia had no 30 December
    date(2026, 4, 2),
    date(2024, 2, 27),
    date(2036, 12, 20),
    date(2000, 1, 9),
)
_BASES = st.sampled_from(_ANCHORS) | st.dates(date(2001, 1, 1), date(2035, 12, 31))
_LAST = date(2036, 12, 31)
_FIRST = date(2000, 1, 9)

zones = st.sampled_from(_USUAL_ZONES) | st.sampled_from(_ZONES)


def rarely(draw: st.DrawFn, one_in: int = 4) -> bool:
    """Say yes once in so many times; the simplest answer is no."""
    return draw(st.integers(0, one_in - 1)) == one_in - 1


def _within(day: date) -> date:
    return min(max(day, _FIRST), _LAST)


def _day(draw: st.DrawFn, base: date, first: int, last: int) -> date:
    return _within(base + timedelta(days=draw(st.integers(first, last))))


_CLOCKS = st.sampled_from(
    ("14:00", "10:00", "09:00", "16:30", "17:00", "01:30", "02:30", "00:00", "23:30", "12:07")
)


def _moment(draw: st.DrawFn, base: date, first: int, last: int, *, bare: int = 4) -> str:
    day = _day(draw, base, first, last).isoformat()
    return day if rarely(draw, bare) else f"{day} {draw(_CLOCKS)}"


def _place(draw: st.DrawFn, zone: int = 2, country: int = 2) -> Tree:
    found: Tree = {}
    if rarely(draw, zone):
        found["timezone"] = draw(zones)
    if rarely(draw, country):
        codes = _USUAL_COUNTRIES if rarely(draw, 2) else _COUNTRIES
        found["country"] = draw(st.sampled_from(codes))
        known = regions(found["country"])
        if known and rarely(draw, 2):
            found["region"] = draw(st.sampled_from(known))
    return found


def _available(draw: st.DrawFn) -> str:
    usual = ("07:00-21:00", "09:00-17:00", "00:00-24:00", "18:00-21:00", "12:00-13:00")
    if rarely(draw, 6):
        return draw(st.sampled_from(["22:00-06:00", "07:00-08:30, 12:00-13:00, 18:00-21:00"]))
    if not rarely(draw, 3):
        return draw(st.sampled_from(usual))
    opens = draw(st.integers(0, 23 * 60))
    closes = draw(st.integers(opens + 60, 24 * 60))
    return f"{opens // 60:02}:{opens % 60:02}-{closes // 60:02}:{closes % 60:02}"


def _away(draw: st.DrawFn, base: date) -> list[str]:
    found = []
    for _ in range(draw(st.integers(0, 3)) if rarely(draw, 2) else 0):
        first = _day(draw, base, -5, 80)
        last = _within(first + timedelta(days=draw(st.sampled_from((0, 1, 3, 7, 20, 40, 120)))))
        found.append(f"{first}/{last}" if last > first else f"{first}")
    return found


def candidates(draw: st.DrawFn, base: date) -> Tree:
    """Draw a candidate, with days away around a date."""
    found: Tree = {"timezone": "America/New_York"} | _place(draw)
    if rarely(draw, 2):
        found["available"] = _available(draw)
    away = _away(draw, base)
    if away:
        found["away"] = away
    return found


def _moves(draw: st.DrawFn, base: date, home: str) -> list[str | Tree]:
    """Draw a list of the zone at home and one or two moves, some days apart or many."""
    found: list[str | Tree] = [home]
    day = base
    for _ in range(draw(st.integers(1, 2))):
        later = day + timedelta(days=draw(st.integers(1, 40)))
        if later > _LAST:
            break
        place = _place(draw)
        day, zone = later, place.pop("timezone", None) or draw(zones)
        found.append({"from": day.isoformat(), "zone": zone, **place})
    return found


def _far_apart(draw: st.DrawFn, candidate: Tree, interviews: list[Tree]) -> None:
    """Set a candidate and most interviews in two zones that are far apart."""
    home, country, there, abroad = draw(st.sampled_from(_FAR))
    candidate["timezone"] = home
    if not rarely(draw):
        candidate |= {"country": country}
        candidate.pop("region", None)
    for each in interviews:
        if not rarely(draw):
            each["timezone"] = there
            each.pop("region", None)
            each |= {"country": abroad}


def _person(draw: st.DrawFn, name: str, company: int) -> Tree:
    found: Tree = {"name": name, **_place(draw, 4, 6)}
    part = draw(st.sampled_from(_PARTS))
    if part != "interviewer":
        found["part"] = part
    if rarely(draw, 5):
        found["vote"] = "false"
    if not rarely(draw, 4):
        found["email"] = f"{name.lower()}@c{company}.example"
    if not rarely(draw, 4):
        found["phone"] = f"+1 312 555 0{company}{ord(name[0]) % 10}{len(name)}"
    if rarely(draw, 3):
        found["title"] = f"Title of {name}"
    topics = draw(st.integers(0, 3))
    if topics:
        found["topics"] = [f"{name} c{company} subject {'abc'[each]}" for each in range(topics)]
    return found


_NAMES = ("Ada", "Bela", "Cleo", "Dora", "Enzo")


def _pool(draw: st.DrawFn, company: int, recruiter: Tree | None) -> list[Tree]:
    count = draw(st.integers(0, 4))
    people = [_person(draw, name, company) for name in _NAMES[:count]]
    if recruiter and rarely(draw, 2):
        people.append(recruiter)
    return people


def _met(draw: st.DrawFn, pool: list[Tree]) -> list[Tree]:
    """Draw who was there, in any order, now and then with less on record than elsewhere."""
    if not pool:
        return []
    chosen = draw(st.lists(st.sampled_from(range(len(pool))), unique=True, max_size=len(pool)))
    found = []
    for index in chosen:
        person = dict(pool[index])
        if rarely(draw, 8):
            person.pop(draw(st.sampled_from(("email", "phone", "topics", "part"))), None)
        if "topics" in person and rarely(draw, 3):
            more = f"{person['name']} {person['topics'][0].split()[1]} matter"
            person["topics"] = [f"{more} {'xyz'[each]}" for each in range(draw(st.integers(1, 3)))]
        found.append(person)
    return found


def _next_step(draw: st.DrawFn, day: date, names: list[str]) -> Tree:
    found: Tree = {}
    if rarely(draw, 2):
        found["what"] = "a panel interview"
    if rarely(draw, 2):
        found["decision_by"] = _day(draw, day, *_soon_or_late(draw, -2, 45)).isoformat()
    if rarely(draw, 2):
        found["follow_up_on"] = _moment(draw, day, *_soon_or_late(draw, 0, 40))
    if rarely(draw, 3):
        found["by"] = draw(st.sampled_from(("phone", "email")))
    if names and rarely(draw, 2):
        found["with"] = draw(st.sampled_from(names))
    return found


def _soon_or_late(draw: st.DrawFn, first: int, last: int) -> tuple[int, int]:
    return (58, 85) if rarely(draw, 8) else (first, last)


def _log(draw: st.DrawFn, day: date, names: list[str]) -> list[Tree]:
    """Draw what was done two days after an interview or later, and thank-yous of its own day.

    Now and then the year is wrong.
    """
    found: list[Tree] = []
    for _ in range(draw(st.integers(0, 4))):
        entry: Tree = {"on": day.isoformat(), "did": "thank_you"}
        if day + timedelta(days=2) <= _LAST and not rarely(draw, 6):
            span = (360, 380) if rarely(draw, 20) else (2, 30)
            entry["on"] = _moment(draw, day, *span)
            entry["did"] = draw(st.sampled_from(_TACTICS))
        if names and not rarely(draw, 4):
            entry["to"] = draw(st.sampled_from(names))
        on = date.fromisoformat(entry["on"][:10])
        if on < min(_LAST, day + timedelta(days=60)) and rarely(draw, 4):
            entry["heard"] = "still interviewing"
            entry["call_back"] = _moment(draw, on, 1, 25)
        if "call_back" not in entry and rarely(draw, 5):
            entry["skipped"] = "true"
        if not any(_is_same(entry, other) for other in found):
            found.append(entry)
    return found


def _is_same(entry: Tree, other: Tree) -> bool:
    """Say whether two entries cannot stand in one log: equal, or one of them is skipped."""
    same = all(entry.get(name) == other.get(name) for name in ("on", "did", "to"))
    return entry == other or (same and ("skipped" in entry) != ("skipped" in other))


def _interview(draw: st.DrawFn, base: date, pool: list[Tree], span: int) -> Tree:
    day = _day(draw, base, 0, span)
    found = _times(draw, day) | _place(draw, 3, 4)
    people = _met(draw, pool)
    if people:
        found["people"] = people
    return found | _sequel(draw, day, [person["name"] for person in people])


def _times(draw: st.DrawFn, day: date) -> Tree:
    found: Tree = {"start": f"{day} {draw(_CLOCKS)}"}
    if rarely(draw, 6):
        found["start"] = day.isoformat()
    elif rarely(draw, 3):
        found["duration"] = draw(st.sampled_from(("45m", "1m", "3h", "8h", "12h")))
    elif rarely(draw, 6):
        start = datetime.fromisoformat(found["start"])
        end = start + timedelta(minutes=draw(st.sampled_from((30, 90, 600))))
        if end.date() <= _LAST:
            found["end"] = end.isoformat(" ", "minutes")
    return found


def _sequel(draw: st.DrawFn, day: date, names: list[str]) -> Tree:
    """Draw what came of an interview."""
    found: Tree = {}
    if rarely(draw, 3):
        found["next_step"] = _next_step(draw, day, names)
    if rarely(draw, 3):
        found["log"] = _log(draw, day, names)
    if rarely(draw, 8):
        found["follow_up_from"] = _day(draw, day, 0, 25).isoformat()
    if rarely(draw, 7):
        found["outcome"] = {
            "result": draw(st.sampled_from(("rejected", "withdrawn", "offer", "accepted"))),
            "on": _moment(draw, day, 1, 60),
        }
    if rarely(draw, 4):
        found["first_choice"] = "true"
    return found


@st.composite
def _records(
    draw: st.DrawFn, companies: int, rounds: int, span: int, bases: st.SearchStrategy[date] = _BASES
) -> Tree:
    base = draw(bases)
    recruiter: Tree | None = None
    if companies > 1 and rarely(draw, 2):
        recruiter = _person(draw, "Rita", 9) | {"part": "recruiter", "email": "rita@agency.example"}
    interviews = []
    for company in range(draw(st.integers(1, companies))):
        pool = _pool(draw, company, recruiter)
        for each in range(draw(st.integers(1, rounds))):
            role = "SRE" if not rarely(draw, 3) else "Analyst"
            found = _interview(draw, base, pool, span)
            head: Tree = {"id": f"i{company}{each}", "company": f"Company {'ABCD'[company]}"}
            if each:
                head["invitation"] = [
                    {"uid": f"{company}{each}@example", "sent": "2026-10-01T08:00:00Z"}
                ]
            interviews.append(head | {"role": role} | found)
    candidate = candidates(draw, base)
    if rarely(draw, 3):
        _far_apart(draw, candidate, interviews)
    if rarely(draw, 5):
        candidate["timezone"] = _moves(draw, base, candidate["timezone"])
    if companies > 1 and rarely(draw, 6):
        interviews += _days_on_site(draw, base)
    tree: Tree = {"candidate": candidate, "interviews": interviews}
    offers = [_offer(draw, base, companies) for _ in range(3) if rarely(draw, 3)]
    if offers:
        tree["offers"] = offers
    activities = [
        {"what": f"activity {'xy'[each]}", "on": _day(draw, base, -5, 70).isoformat()}
        | ({"relates_to": "the job itself"} if rarely(draw, 2) else {})
        for each in range(2)
        if rarely(draw, 3)
    ]
    if activities:
        tree["activities"] = activities
    return tree


def _days_on_site(draw: st.DrawFn, base: date) -> list[Tree]:
    """Draw interviews elsewhere that fill some days in a row."""
    first = _day(draw, base, 0, 6)
    days = [first + timedelta(days=each) for each in range(draw(st.integers(2, 5)))]
    return [
        {
            "id": f"o{number}",
            "company": "On Site",
            "role": "SRE",
            "start": f"{day} {draw(st.sampled_from(('08:00', '09:00', '07:00')))}",
            "duration": draw(st.sampled_from(("8h", "10h", "14h"))),
        }
        for number, day in enumerate(days)
        if day <= _LAST
    ]


def _offer(draw: st.DrawFn, base: date, companies: int) -> Tree:
    inside = f"Company {'ABCD'[draw(st.integers(0, companies - 1))]}"
    if rarely(draw, 4):
        inside = inside.upper()
    company = draw(st.sampled_from(("Globex", "Initech", inside)))
    role = "SRE" if not rarely(draw, 4) else "Lead"
    found = {"company": company, "role": role, "received": _moment(draw, base, 0, 40)}
    received = date.fromisoformat(found["received"][:10])
    if not rarely(draw, 3) and received < _LAST:
        found["answer_by"] = _answer_by(draw, received, found["received"][11:])
    return found


def _answer_by(draw: st.DrawFn, received: date, clock: str) -> str:
    """Draw when to answer: the same day, the next one, over a weekend, within ten days or later."""
    monday = received + timedelta(days=7 - received.weekday())
    day = draw(
        st.sampled_from((received, received + timedelta(days=1), monday))
        | st.integers(1, 25).map(lambda days: received + timedelta(days=days))
    )
    if day == received and clock:
        later = [each for each in ("12:00", "16:30", "23:45") if each > clock]
        return f"{day} {later[0]}" if later else f"{day}"
    return _moment(draw, _within(day), 0, 0)


def records() -> st.SearchStrategy[Tree]:
    """Return job searches as trees of text: sparse, dense, and in between."""
    return (
        _records(companies=1, rounds=1, span=3)
        | _records(companies=3, rounds=3, span=50)
        | _records(companies=2, rounds=4, span=4)
        | _records(companies=2, rounds=3, span=12)
    )


def records_from(*days: date) -> st.SearchStrategy[Tree]:
    """Return small job searches of interviews on one of some days, or in the twelve after it."""
    return _records(companies=2, rounds=2, span=12, bases=st.sampled_from(days))


def lone_records() -> st.SearchStrategy[Tree]:
    """Return job searches with one interview, undated but for its start."""
    return _records(companies=1, rounds=1, span=3).map(_undated)


def _undated(tree: Tree) -> Tree:
    drop = ("next_step", "log", "outcome", "follow_up_from", "end")
    interview = {key: each for key, each in tree["interviews"][0].items() if key not in drop}
    candidate = {key: each for key, each in tree["candidate"].items() if key != "away"}
    return {"candidate": candidate, "interviews": [interview]}


def job_searches() -> st.SearchStrategy[JobSearch]:
    """Return job searches as models."""
    return records().map(JobSearch.model_validate)


@st.composite
def busy_times(draw: st.DrawFn, tree: Tree) -> list[tuple[datetime, datetime]]:
    """Draw when a candidate's own calendar keeps them busy, around the interviews of a tree.

    Meetings, days from morning to evening, whole days and weeks of the candidate's home zone,
    the same hours of many days; in any order, and now and then over each other.
    """
    days = [date.fromisoformat(str(each["start"])[:10]) for each in tree["interviews"]]
    first = tree["candidate"]["timezone"]
    home = pytz.timezone(first if isinstance(first, str) else first[0])
    found = []
    for _ in range(draw(st.integers(1, 12))):
        day = _day(draw, draw(st.sampled_from(days)), -3, 80)
        clock, length = draw(_BUSY)
        if rarely(draw, 2):
            clock, length = draw(st.integers(0, 24 * 60 - 1)), draw(st.integers(1, 6 * 60))
        repeated = draw(st.sampled_from((1, 1, 1, 5, 20)))
        for n in range(repeated):
            start = datetime.combine(day, time()) + timedelta(days=n, minutes=clock)
            end = start + timedelta(minutes=length)
            first_in, last_in = (home.localize(each).astimezone(UTC) for each in (start, end))
            found.append((first_in, max(first_in, last_in)))
    return found


# Minutes after midnight, and how long.
_BUSY = st.sampled_from(
    (
        (0, 24 * 60),
        (0, 5 * 24 * 60),
        (0, 12 * 60),
        (8 * 60, 10 * 60),
        (9 * 60, 60),
        (9 * 60 + 30, 30),
        (10 * 60, 15),
        (14 * 60, 120),
        (12 * 60, 3 * 24 * 60),
    )
)


def moved(tree: Tree, days: int) -> Tree:
    """Return a tree with its first interview so many days later."""
    first, *rest = tree["interviews"]
    start = str(first["start"])
    day = date.fromisoformat(start[:10]) + timedelta(days=days)
    return tree | {"interviews": [first | {"start": f"{day}{start[10:]}"}, *rest]}


__all__ = [
    "Tree",
    "busy_times",
    "job_searches",
    "lone_records",
    "moved",
    "rarely",
    "records",
    "records_from",
    "zones",
]
