"""A file has limits, each told where it is passed; a script that makes records itself has none."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from followup_ics import (
    Candidate,
    Interview,
    JobSearch,
    LogEntry,
    Person,
    RecordsError,
    loads,
    plan,
)

MANY = 100_000
HERE = Candidate(timezone="America/New_York", country="US")
A_DAY = 20


def interviews(count: int) -> tuple[Interview, ...]:
    """Return interviews at as many companies, twenty on a date."""
    one = Interview(company="Acme", role="SRE", start=date(2026, 11, 10))
    days = (date(2026, 11, 10) + timedelta(days=index // A_DAY) for index in range(count))
    return tuple(
        one.model_copy(update={"company": f"Company {index}", "start": day})
        for index, day in enumerate(days)
    )


def listed(name: str, item: str, count: int) -> str:
    return f"{name}: [{', '.join([item] * count)}]"


INTERVIEW = "interviews:\n- {company: Acme, role: SRE, start: 2026-11-10, "
MOST = {
    "away": ("candidate: {", "away", "2026-12-24", 1_000, "}", "candidate.away"),
    "people": (INTERVIEW, "people", "{name: Dana}", 100, "}", "interviews[0].people"),
    "topics": (
        f"{INTERVIEW}people: [{{name: Dana, ",
        *("topics", "Kafka", 100, "}]}", "interviews[0].people[0].topics"),
    ),
    "busy": ("", "busy", "work.ics", 10, "", "busy"),
    "offers": ("", "offers", "{company: A, role: B, received: 2026-11-19}", 1_000, "", "offers"),
    "activities": ("", "activities", "{what: a course, on: 2026-11-19}", 1_000, "", "activities"),
}


@pytest.mark.parametrize(
    ("before", "name", "item", "most", "after", "path"), MOST.values(), ids=MOST
)
def test_a_list_of_a_file_that_is_too_long_is_told_where_it_is(
    before: str, name: str, item: str, most: int, after: str, path: str
) -> None:
    start = "" if name == "away" else "candidate: {timezone: America/New_York}\n"
    before = before.replace("candidate: {", "candidate: {timezone: America/New_York, ")
    loads(f"{start}{before}{listed(name, item, most)}{after}")
    with pytest.raises(RecordsError) as raised:
        loads(f"{start}{before}{listed(name, item, most + 1)}{after}")
    (fault,) = raised.value.faults
    line = (start + before).count("\n") + 1
    column = len((start + before).rpartition("\n")[2]) + len(f"{name}: ") + 1
    assert (fault.line, fault.column, fault.path) == (line, column, path)
    assert fault.message == f"found more than {most:,} items; write fewer"


def test_a_script_may_give_a_hundred_thousand_interviews() -> None:
    taken = JobSearch(candidate=HERE, interviews=interviews(MANY))
    assert len(taken.interviews) == MANY


def test_a_script_may_give_longer_lists_than_a_file() -> None:
    people = tuple(Person(name=f"Person {n}", topics=("a",) * 101) for n in range(101))
    log = tuple(
        LogEntry(on=date(2026, 11, 10) + timedelta(days=n), did="a walk") for n in range(1_001)
    )
    one = Interview(company="Acme", role="SRE", start=date(2026, 11, 10), people=people, log=log)
    assert (len(one.people), len(one.log)) == (101, 1_001)


def test_what_a_script_gives_is_planned_however_much_it_is() -> None:
    search = JobSearch(candidate=HERE, interviews=interviews(300))
    assert len({each.company for each in plan(search).follow_ups} - {None}) == 300
