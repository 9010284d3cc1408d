"""Short records, their plans, and follow-ups made by hand; `finding` tells what is in a plan.

Every interview is on Monday 2 November 2026, 14:00 to 15:00 in New York, unless a test says
otherwise, so that day 4 is a Friday. What else stands on that calendar: Sunday 1 November, end of
summer time; Wednesday 11, Veterans Day; Thursday 26, Thanksgiving; Friday 25 December, Christmas.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from followup_ics import FollowUp, JobSearch, Plan, loads, plan
from followup_ics.working_time import Span

NEW_YORK = "America/New_York"

# Candidates

JORDAN = "timezone: America/New_York, country: US"
ANYWHERE = "timezone: America/New_York"  # no country, so no holiday and no quiet day
BRITISH = "timezone: Europe/London, country: GB"
CHINESE = "timezone: Asia/Shanghai, country: CN"
GERMAN = "timezone: Europe/Berlin, country: DE"
ISRAELI = "timezone: Asia/Jerusalem, country: IL"

# People: a hiring manager, human resources, a voter, somebody without a vote, a recruiter, and the
# hiring manager of another company.

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
OLGA = "{name: Olga, title: Office Manager, vote: false, email: olga@acme.example}"
RITA = "{name: Rita, part: recruiter, email: rita@agency.example, phone: +1 212 555 0109}"
BO = (
    "{name: Bo, part: hiring_manager, email: bo@best.example, phone: +1 212 555 0104, "
    "topics: [search at scale]}"
)
BOTH = f"{DANA}, {HANA}"


def having(person: str, *fields: str) -> str:
    """Return a person with more fields: having(DANA, "country: GB")."""
    return f"{person.removesuffix('}')}, {', '.join(fields)}}}"


def lacking(person: str, field: str) -> str:
    """Return a person without one field that is a text."""
    left, count = re.subn(rf", {field}: [^,}}]*", "", person)
    assert count == 1, f"{person} has no {field}"
    return left


def interview(people: str = DANA, **fields: str) -> str:
    """Return one interview as YAML; `people` are those of its list."""
    given = {"id": "first", "company": "Acme", "role": "Engineer", "start": "2026-11-02 14:00"}
    fields = given | fields
    return (
        "{"
        + ", ".join(f"{name}: {value}" for name, value in fields.items())
        + (f", people: [{people}]}}")
    )


BEST = interview(BO, id="best", company="Best")


def offered(
    received: str = "2026-11-12 11:00",
    answer_by: str = "",
    company: str = "Globex",
    role: str = "Operations",
) -> str:
    """Return one offer as YAML, of a company without an interview unless said otherwise."""
    due = f", answer_by: {answer_by}" if answer_by else ""
    return f"{{company: {company}, role: {role}, received: {received}{due}}}"


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
    *interviews: str,
    candidate: str = JORDAN,
    offers: str = "",
    activities: str = "",
    busy: Iterable[Span] = (),
) -> Plan:
    """Plan a job search as `search` loads it, around busy time."""
    job_search = search(*interviews, candidate=candidate, offers=offers, activities=activities)
    return plan(job_search, busy=busy)


def first_choice(*offers: str, candidate: str = JORDAN, people: str = DANA, **fields: str) -> Plan:
    """Plan the usual interview, as the first choice, with offers from elsewhere."""
    wanted = interview(people, first_choice="true", **fields)
    return planned(wanted, candidate=candidate, offers=", ".join(offers))


def follow_up(uid: str = "one@followup-ics", day: int = 24, **fields: Any) -> FollowUp:
    """Return a follow-up made by hand: a call at eight in Denver, in November 2026."""
    start = datetime(2026, 11, day, 15, tzinfo=UTC)
    return replace(_CALL, uid=uid, start=start, end=start + timedelta(minutes=15), **fields)


_CALL = FollowUp(
    uid="",
    tactic="phone_call",
    company="Northwind",
    role="Engineer",
    person="Dana Lee",
    channel="phone",
    start=datetime(2026, 11, 24, 15, tzinfo=UTC),
    end=datetime(2026, 11, 24, 15, 15, tzinfo=UTC),
    timezone="America/Denver",
    earliest=None,
    latest=None,
    status="planned",
    late=False,
    summary="Call Dana Lee",
    description="Why now",
    reasons=(),
    interview="first",
    phone="+1 312 555 0142",
    email="dana@northwind.example",
)
