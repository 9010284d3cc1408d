"""Calm: what is planned stays where it is, unless a record gives it a reason to move."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, assume, given, note, settings
from hypothesis import strategies as st

from followup_ics import FollowUp, JobSearch, Plan, plan
from oracle import World
from oracle.world import Met, Span, day_of, instant, local
from strategies import Tree, busy_times, records
from trying import for_every_job_search, written

# A job search that leaves nothing to change is no example.
for_every_change = settings(
    for_every_job_search,
    suppress_health_check=[
        *for_every_job_search.suppress_health_check,
        HealthCheck.filter_too_much,
    ],
)

NEAR = ("America/New_York", "America/Chicago", "Europe/London", "Europe/Berlin")
LAST_YEAR = 2036
A_YEAR_OF_WEEKS = timedelta(days=364)


def planned(tree: Tree, busy: Iterable[Span] = ()) -> Plan:
    return plan(JobSearch.model_validate(tree), busy=busy)


def world(tree: Tree, busy: Iterable[Span] = ()) -> World:
    return World(JobSearch.model_validate(tree), planned(tree, busy))


def said(each: FollowUp) -> str:
    at = local(each.timezone, each.start)
    whom = f"{each.tactic} to {each.person} of {each.company}/{each.role}"
    return f"{whom} by {each.channel} [{each.status}] at {at:%a %Y-%m-%d %H:%M} {each.timezone}"


def roomy(tree: Tree) -> Tree:
    """Return a tree with time enough: all day, and everybody within some hours of each other."""
    tree = copy.deepcopy(tree)
    tree["candidate"] |= {"timezone": "America/New_York", "available": "07:00-21:00"}
    elsewhere = [each for each in tree["interviews"] if each["company"] != "On Site"]
    tree["interviews"] = elsewhere or tree["interviews"]
    for number, each in enumerate(tree["interviews"]):
        if "timezone" in each:
            each["timezone"] = NEAR[number % len(NEAR)]
        for person in each.get("people", ()):
            if "timezone" in person:
                person["timezone"] = NEAR[len(person["name"] + each["id"]) % len(NEAR)]
    return tree


def without(tree: Tree, *names: str) -> Tree:
    """Return a tree without some fields of its interviews."""
    interviews = [
        {name: value for name, value in each.items() if name not in names}
        for each in tree["interviews"]
    ]
    return tree | {"interviews": interviews}


# Logging what was planned


def entry_of(each: FollowUp, about: Met) -> Tree | None:
    """Return the log entry that says: done exactly as planned. None where no time says it."""
    wall = local(about.clock, each.start)
    if wall.second or wall.year > LAST_YEAR or instant(about.clock, wall) != each.start:
        return None
    entry: Tree = {"on": f"{wall:%Y-%m-%d %H:%M}", "did": each.tactic}
    return entry | ({"to": each.person} if each.person else {})


def logged(tree: Tree, contacts: list[FollowUp], before: World) -> tuple[Tree, list[FollowUp]]:
    """Return a tree with contacts in its logs, up to the first that no log can tell of."""
    tree = copy.deepcopy(tree)
    done = []
    for each in contacts:
        about = before.by_id.get(str(each.interview))
        entry = entry_of(each, about) if about else None
        if about is None or entry is None:
            break
        interview = next(one for one in tree["interviews"] if one["id"] == about.id)
        interview.setdefault("log", []).append(entry)
        done.append(each)
    return tree, done


def moved_by_logging(before: Plan, after: Plan, done: list[FollowUp]) -> Iterator[str]:
    """Yield what differs though it was not logged, and what was logged but is not done.

    What was cancelled stands nowhere, before or after.
    """
    old, new = (
        {each.uid: each for each in found.follow_ups if each.status != "cancelled"}
        for found in (before, after)
    )
    became = {each.uid: new.pop(each.uid, None) for each in done if old.pop(each.uid)}
    for uid in sorted(old.keys() | new.keys()):
        one, other = old.get(uid), new.get(uid)
        if one is None or other is None:
            yield f"only {'after' if other else 'before'}: {said(other or one or done[0])}"
        elif _where(one) != _where(other):
            yield f"{said(one)} -> {said(other)}"
    for each in done:
        found = became[each.uid]
        if found is None or (found.status, found.start) != ("done", each.start):
            yield f"{said(each)} was done -> {said(found) if found else 'nothing'}"


def _where(each: FollowUp) -> tuple[object, ...]:
    return each.start, each.end, each.channel, each.person, each.status, each.tactic


def to_log(before: World) -> list[FollowUp]:
    """Return the contacts to come, in order of time."""
    return [each for each in before.planned if each.channel != "self"]


@for_every_change
@given(records(), st.data())
def test_logging_what_was_done_as_planned_moves_nothing(tree: Tree, data: st.DataObject) -> None:
    tree = without(tree, "log")
    tree["candidate"] = tree["candidate"] | {"available": "07:00-21:00"}
    before = world(tree)
    contacts = to_log(before)
    assume(contacts)
    count = data.draw(st.integers(1, len(contacts)))
    other, done = logged(tree, contacts[:count], before)
    assume(done)
    note(written(other))
    assert not list(moved_by_logging(before.plan, planned(other), done))


# A new application


@for_every_change
@given(records(), st.data())
def test_logging_around_a_busy_calendar_moves_nothing_either(
    tree: Tree, data: st.DataObject
) -> None:
    tree = without(tree, "log")
    tree["candidate"] = tree["candidate"] | {"available": "07:00-21:00"}
    busy = data.draw(busy_times(tree))
    before = world(tree, busy)
    contacts = to_log(before)
    assume(contacts)
    count = data.draw(st.integers(1, len(contacts)))
    other, done = logged(tree, contacts[:count], before)
    assume(done)
    note(written(other))
    assert list(moved_by_logging(before.plan, planned(other, busy), done)) == []


@for_every_change
@given(records(), st.integers(-3, 60), st.sampled_from(("09:30", "13:00", "16:15")))
def test_a_new_application_moves_no_old_contact_to_another_day(
    tree: Tree, days: int, clock: str
) -> None:
    tree = roomy(tree)
    before = planned(tree)
    first = date.fromisoformat(min(each["start"] for each in tree["interviews"])[:10])
    day = first + timedelta(days=days)
    assume(date(2000, 1, 9) < day < date(2036, 12, 31))
    other = tree | {"interviews": [*tree["interviews"], _newcomer(f"{day} {clock}")]}
    note(written(other))
    assert not list(moved_to_another_day(before, planned(other), "Newcomer"))


def _newcomer(start: str) -> Tree:
    people = [
        {
            "name": name,
            "part": part,
            "email": f"{name.lower()}@newcomer.example",
            "phone": f"+1 212 555 010{number}",
            "topics": [f"{name} topic"],
        }
        for number, (name, part) in enumerate(
            (("Nora", "hiring_manager"), ("Nils", "human_resources"), ("Nell", "interviewer"))
        )
    ]
    head = {"id": "new", "company": "Newcomer", "role": "Lead", "duration": "15m"}
    return head | {"start": start, "people": people}


def moved_to_another_day(before: Plan, after: Plan, company: str) -> Iterator[str]:
    """Yield the contacts with any other company that are on another day."""
    new = {each.uid: each for each in after.follow_ups}
    for each in before.follow_ups:
        if each.channel == "self" or each.status != "planned" or each.company == company:
            continue
        other = new.get(each.uid)
        if other is None:
            yield f"{said(each)} is lost"
        elif (day_of(each), each.status, each.person) != (
            day_of(other),
            other.status,
            other.person,
        ):
            yield f"{said(each)} -> {said(other)}"


# A change at one company


@for_every_change
@given(records(), st.data())
def test_a_change_at_one_company_moves_no_contact_of_another_to_another_day(
    tree: Tree, data: st.DataObject
) -> None:
    tree = _apart(roomy(tree))
    companies = sorted({each["company"] for each in tree["interviews"]})
    assume(len(companies) > 1)
    assume(all(int(each["start"][:4]) < LAST_YEAR for each in tree["interviews"]))
    company = data.draw(st.sampled_from(companies))
    last = [each for each in tree["interviews"] if each["company"] == company][-1]
    others = [each for each in tree["interviews"] if each is not last]
    changed = data.draw(changes(last))
    other = tree | {"interviews": [*others, *changed]}
    note(written(tree))
    note(f"changed: {changed}")
    assert not list(moved_to_another_day(planned(tree), planned(other), company))


def _apart(tree: Tree) -> Tree:
    """Return a tree whose companies share nothing: no person, no offer, no acceptance."""
    tree = without(tree, "first_choice", "outcome")
    for each in tree["interviews"]:
        people = each.get("people", ())
        each |= {"people": [one for one in people if one["name"] != "Rita"]} if people else {}
    return {name: value for name, value in tree.items() if name != "offers"}


def _day_after(interview: Tree, days: int) -> str:
    return (date.fromisoformat(interview["start"][:10]) + timedelta(days=days)).isoformat()


def changes(interview: Tree) -> st.SearchStrategy[list[Tree]]:
    """Return what may become of an interview: itself with one more record, or a second round."""
    did = st.sampled_from(("share_article", "phone_call", "touch_base", "lunch"))
    log = st.builds(lambda days, did: _with_log(interview, days, did), st.integers(2, 25), did)
    ended = st.integers(1, 40).map(
        lambda days: [
            interview | {"outcome": {"result": "rejected", "on": _day_after(interview, days)}}
        ]
    )
    agreed = st.integers(2, 30).map(
        lambda days: [
            interview | {"next_step": {"follow_up_on": _day_after(interview, days), "by": "phone"}}
        ]
    )
    again = st.integers(1, 30).map(lambda days: [interview, _second_round(interview, days)])
    return st.one_of(log, ended, agreed, again, st.just([_with_other_topics(interview)]))


def _with_log(interview: Tree, days: int, did: str) -> list[Tree]:
    entry = {"on": f"{_day_after(interview, days)} 11:05", "did": did}
    log = [each for each in interview.get("log", ()) if each != entry]
    return [interview | {"log": [*log, entry]}]


def _with_other_topics(interview: Tree) -> Tree:
    people = [
        each | {"topics": [f"{each['name']} other topic {letter}" for letter in "pq"]}
        for each in interview.get("people", ())
    ]
    return interview | ({"people": people} if people else {})


def _second_round(interview: Tree, days: int) -> Tree:
    same = ("company", "role", "timezone", "country", "region", "people")
    again = {name: value for name, value in interview.items() if name in same}
    return again | {
        "id": "again",
        "start": f"{_day_after(interview, days)} 10:15",
        "duration": "15m",
    }


# All of it, some weeks later

_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_FIXED = ("Etc/GMT+5", "Etc/GMT", "Etc/GMT-1", "Etc/GMT-8", "Etc/GMT-12", "Etc/GMT+8")


def _later(value: object, by: timedelta) -> object:
    if isinstance(value, dict):
        return {name: _later(each, by) for name, each in value.items()}
    if isinstance(value, list):
        return [_later(each, by) for each in value]
    return _DATE.sub(lambda found: f"{date.fromisoformat(found[0]) + by}", str(value))


def _nowhere(value: object, zone: str = "", depth: int = 0) -> object:
    """Return a tree without countries, every zone a fixed one."""
    if isinstance(value, dict):
        names = [name for name in value if name not in ("country", "region")]
        return {name: _nowhere(value[name], name, depth + 1) for name in names}
    if isinstance(value, list):
        return [_nowhere(each, zone, depth + 1) for each in value]
    return _FIXED[len(str(value)) % len(_FIXED)] if zone in ("timezone", "zone") else value


@for_every_change
@given(records())
def test_shifting_everything_by_weeks_shifts_the_plan_where_nobody_has_a_holiday(
    tree: Tree,
) -> None:
    one = _nowhere(tree)
    assert isinstance(one, dict)
    dates = [date.fromisoformat(found) for found in _DATE.findall(written(one))]
    by = A_YEAR_OF_WEEKS if max(dates).year < LAST_YEAR else -A_YEAR_OF_WEEKS
    other = _later(one, by)
    assert isinstance(other, dict)
    assume(min(date.fromisoformat(found) for found in _DATE.findall(written(other))).year >= 2000)
    note(written(one))
    shifted = [(each.uid, *_shown(each, by)) for each in planned(one).follow_ups]
    assert shifted == [(each.uid, *_shown(each)) for each in planned(other).follow_ups]


def _shown(each: FollowUp, by: timedelta = timedelta()) -> tuple[object, ...]:
    ends = [moment + by if moment else None for moment in (each.earliest, each.latest)]
    times = [f"{moment + by:%a %Y-%m-%d %H:%M}" for moment in (each.start, each.end)]
    return (each.tactic, each.person, each.channel, each.status, each.late, *times, *ends)


# Four applications, told in full


def _person(name: str, company: str, part: str) -> Tree:
    return {
        "name": name,
        "part": part,
        "email": f"{name.lower()}@{company.lower()}.example",
        "phone": f"+1 212 555 0{len(name)}{len(company)}{len(part) % 10}",
        "topics": [f"{name} on {each}" for each in ("plans", "people")],
    }


def _four() -> Tree:
    def interview(company: str, start: str, *names: str, **rest: object) -> Tree:
        parts = ("hiring_manager", "human_resources", "interviewer", "interviewer")
        people = [_person(*each) for each in zip(names, [company] * 4, parts, strict=False)]
        head = {"id": company.lower(), "company": company, "role": "Engineer", "start": start}
        return head | {"people": people} | rest

    return {
        "candidate": {"timezone": "America/New_York", "country": "US"},
        "interviews": [
            interview("Acme", "2026-11-03 14:00", "Dana", "Hana", "Ivan", "Iris"),
            interview(
                "Best",
                "2026-11-05 10:00",
                "Bo",
                "Hilda",
                timezone="America/Los_Angeles",
                next_step={"decision_by": "2026-11-20"},
            ),
            interview("Corp", "2026-11-06 16:00", "Cora", country="GB", timezone="Europe/London"),
            interview(
                "Deli",
                "2026-11-10 09:00",
                "Dirk",
                "Hugo",
                "Ines",
                next_step={"follow_up_on": "2026-11-24 11:00", "by": "phone", "with": "Hugo"},
            ),
        ],
        "activities": [{"what": "passed an exam", "on": "2026-11-17"}],
    }


def test_logging_each_contact_of_four_applications_in_turn_moves_nothing() -> None:
    tree = _four()
    before = world(tree)
    contacts = to_log(before)
    assert len(contacts) > 40
    for count in range(1, len(contacts) + 1):
        other, done = logged(tree, contacts[:count], before)
        assert len(done) == count
        assert not list(moved_by_logging(before.plan, planned(other), done)), said(done[-1])


@pytest.mark.parametrize("start", ["2026-10-28 15:00", "2026-11-09 11:00", "2026-12-01 10:00"])
def test_a_fifth_application_moves_no_contact_of_the_four_to_another_day(start: str) -> None:
    tree = _four()
    other = tree | {"interviews": [*tree["interviews"], _newcomer(start)]}
    assert not list(moved_to_another_day(planned(tree), planned(other), "Newcomer"))


def test_what_happens_at_one_of_four_moves_no_contact_of_the_others() -> None:
    before = planned(_four())
    for number, company in enumerate(("Acme", "Best", "Corp", "Deli")):
        tree = _four()
        tree["interviews"][number]["outcome"] = {"result": "rejected", "on": "2026-11-16"}
        assert not list(moved_to_another_day(before, planned(tree), company))


def test_a_plan_without_holidays_is_the_same_52_weeks_later() -> None:
    tree = _nowhere(_four())
    other = _later(tree, A_YEAR_OF_WEEKS)
    assert isinstance(tree, dict)
    assert isinstance(other, dict)
    assert datetime.fromisoformat(other["interviews"][0]["start"]) == datetime(2027, 11, 2, 14)
    shifted = [_shown(each, A_YEAR_OF_WEEKS) for each in planned(tree).follow_ups]
    assert shifted == [_shown(each) for each in planned(other).follow_ups]
