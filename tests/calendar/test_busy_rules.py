"""Rules from strangers: none takes longer than it may, and none that people use is refused."""

from __future__ import annotations

import cProfile
import pstats
import random
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from followup_ics.calendar.busy import rules
from followup_ics.calendar.busy.events import UnclearEventError
from followup_ics.calendar.busy.reading import MAX_COST, BusyTimes, busy_times
from followup_ics.errors import BusyCalendarError

WITHIN = datetime(2026, 10, 1, tzinfo=UTC), datetime(2027, 2, 1, tzinfo=UTC)
FIRST, LAST = date(2015, 1, 5), date(2027, 2, 1)

# What the dialogs of Google, Outlook and Apple, and of Exchange's own programs, write.
USUAL = [
    "FREQ=DAILY",
    "FREQ=DAILY;INTERVAL=3;COUNT=10",
    "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR",
    "FREQ=WEEKLY;WKST=SU;UNTIL=20270101T045959Z;BYDAY=MO,WE",
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;WKST=MO",
    "FREQ=MONTHLY;BYMONTHDAY=15",
    "FREQ=MONTHLY;BYMONTHDAY=31",
    "FREQ=MONTHLY;BYMONTHDAY=-1",
    "FREQ=MONTHLY;BYDAY=2TU",
    "FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
    "FREQ=MONTHLY;BYSETPOS=1;BYDAY=TH;INTERVAL=1",
    "FREQ=YEARLY",
    "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH",
    "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29",
    "FREQ=YEARLY;INTERVAL=1;BYMONTHDAY=24;BYMONTH=12",
    "FREQ=HOURLY;INTERVAL=4;COUNT=30",
]

# Rules that fit no day of any year, or for every second do.
HOSTILE = [
    "FREQ=SECONDLY",
    "FREQ=SECONDLY;COUNT=999999999",
    "FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=MINUTELY;UNTIL=99991231T235959Z",
    "FREQ=HOURLY;BYDAY=MO",
    "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30;COUNT=1",
    "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=DAILY;BYYEARDAY=1;BYMONTH=2",
    "FREQ=DAILY;BYHOUR=" + ",".join(map(str, range(24))) + ";BYMINUTE=" + ",".join("012345"),
    "FREQ=WEEKLY;BYMONTH=2;BYMONTHDAY=30",
    "FREQ=DAILY;BYSETPOS=9;BYDAY=MO",
    "FREQ=DAILY;INTERVAL=0",
    "FREQ=DAILY;INTERVAL=-1",
    "FREQ=DAILY;INTERVAL=" + "9" * 40,
    "FREQ=DAILY;BYDAY=" + ",".join(["MO"] * 400),
    "FREQ=FORTNIGHTLY",
    "",
]


# Rules that fit again and again from any day on, and those that may fit none for ever, each beside
# the nearest of the other kind.
FOR_SURE = [
    *USUAL,
    "FREQ=HOURLY",
    "FREQ=DAILY;BYHOUR=9,12",
    "FREQ=DAILY;INTERVAL=7",
    "FREQ=DAILY;INTERVAL=6;BYDAY=MO",
    "FREQ=DAILY;BYMONTHDAY=1",
    "FREQ=DAILY;BYMONTH=2,12",
    "FREQ=MONTHLY;BYMONTH=3",
    "FREQ=MONTHLY;BYDAY=1TU,-4WE",
    "FREQ=MONTHLY;BYDAY=4TU",
    "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=4",
    "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=-4,1",
    "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=28",
    "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=-28",
    "FREQ=YEARLY;BYDAY=MO;BYSETPOS=-1",
    "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=30",
    "FREQ=YEARLY;BYMONTH=2,3;BYMONTHDAY=31",
    "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=1,31",
    "FREQ=YEARLY;INTERVAL=2;BYMONTH=3",
]
PERHAPS_NEVER = [
    pytest.param("FREQ=HOURLY;BYHOUR=9", id="an hour of hours"),
    pytest.param("FREQ=DAILY;INTERVAL=7;BYDAY=MO", id="a weekday every 7 days"),
    pytest.param("FREQ=DAILY;INTERVAL=14;BYDAY=MO", id="every 14"),
    pytest.param("FREQ=DAILY;BYDAY=MO;BYSETPOS=1", id="the first of one day"),
    pytest.param("FREQ=DAILY;INTERVAL=2;BYMONTHDAY=1", id="a day of the month every 2 days"),
    pytest.param("FREQ=DAILY;INTERVAL=2;BYMONTH=3", id="a month every 2 days"),
    pytest.param("FREQ=DAILY;BYMONTHDAY=13;BYDAY=FR", id="a Friday the 13th"),
    pytest.param("FREQ=DAILY;BYYEARDAY=366", id="a day of the year"),
    pytest.param("FREQ=WEEKLY;BYDAY=2TU", id="the second Tuesday of a week"),
    pytest.param("FREQ=WEEKLY;BYMONTHDAY=1", id="a day of the month every week"),
    pytest.param("FREQ=MONTHLY;BYDAY=5TU", id="the fifth Tuesday"),
    pytest.param("FREQ=MONTHLY;BYDAY=0TU", id="the zeroth"),
    pytest.param("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=5", id="the fifth of Mondays"),
    pytest.param("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=0", id="the zeroth of them"),
    pytest.param("FREQ=MONTHLY;BYSETPOS=1", id="the first of nothing"),
    pytest.param("FREQ=MONTHLY;BYDAY=2TU;BYSETPOS=2", id="the second of one"),
    pytest.param("FREQ=MONTHLY;INTERVAL=2;BYMONTH=3", id="a month every 2 months"),
    pytest.param("FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=29", id="the 29th every 2 months"),
    pytest.param("FREQ=MONTHLY;BYMONTHDAY=32", id="the 32nd"),
    pytest.param("FREQ=MONTHLY;BYMONTHDAY=0", id="the 0th"),
    pytest.param("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", id="30 February"),
    pytest.param("FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=31", id="31 June"),
    pytest.param("FREQ=YEARLY;BYMONTH=4,6,9,11;BYMONTHDAY=31", id="the 31st of short months"),
]


def calendar(*written: str, start: str = "20150105T090000Z") -> bytes:
    events = "".join(
        f"BEGIN:VEVENT\r\nUID:{n}\r\nDTSTART:{start}\r\nDURATION:PT1S\r\nRRULE:{rule}\r\n"
        "END:VEVENT\r\n"
        for n, rule in enumerate(written)
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n".encode()


def calls(content: bytes) -> int:
    """Count the calls of functions that reading takes: what time is, without the noise."""
    profile = cProfile.Profile()
    profile.runcall(busy_times, content, WITHIN, "UTC")
    return pstats.Stats(profile).total_calls  # type: ignore[attr-defined, no-any-return]


@pytest.mark.parametrize("rule", USUAL)
def test_what_calendar_programs_write_costs_little(rule: str) -> None:
    assert rules.cost(rule, FIRST, LAST, 120) < MAX_COST / 50
    assert busy_times(calendar(rule), WITHIN, "UTC").words == []


def is_gone_through(rule: str) -> bool:
    """Say whether no more is looked at than up to the last day, a week after the first."""
    return rules.cost(rule, FIRST, FIRST + timedelta(days=7), 7) < 10_000


@pytest.mark.parametrize("rule", FOR_SURE)
def test_a_rule_that_fits_for_sure_is_gone_through_up_to_the_last_day_only(rule: str) -> None:
    assert is_gone_through(rule)
    unlimited = ";".join(part for part in rule.split(";") if part[:5] not in ("COUNT", "UNTIL"))
    for day in range(0, 366, 73):
        start = datetime(2015, 1, 5) + timedelta(days=day)
        again = rrulestr(unlimited, dtstart=start).after(start)
        assert again
        assert again < start + timedelta(days=9 * 366)


@pytest.mark.parametrize("rule", PERHAPS_NEVER)
def test_of_a_rule_that_may_never_fit_the_worst_is_taken(rule: str) -> None:
    assert not is_gone_through(rule)


@pytest.mark.parametrize("rule", HOSTILE)
def test_a_hostile_rule_is_left_out_and_takes_no_time(rule: str) -> None:
    found: list[BusyTimes] = []
    profile = cProfile.Profile()
    profile.runcall(lambda: found.append(busy_times(calendar(rule), WITHIN, "UTC")))
    assert pstats.Stats(profile).total_calls < 20_000  # type: ignore[attr-defined]
    assert found[0].spans == []
    assert "cannot be followed" in found[0].words[0]


DEARER = [
    pytest.param("FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=2", id="every second"),
    pytest.param("FREQ=DAILY", "FREQ=DAILY;COUNT=10", id="a number"),
    pytest.param("FREQ=DAILY", "FREQ=WEEKLY", id="days and weeks"),
    pytest.param("FREQ=WEEKLY", "FREQ=MONTHLY", id="weeks and months"),
    pytest.param("FREQ=MONTHLY", "FREQ=YEARLY", id="months and years"),
    pytest.param("FREQ=HOURLY", "FREQ=DAILY;BYHOUR=9", id="hours and days"),
    pytest.param("FREQ=MINUTELY", "FREQ=HOURLY", id="minutes and hours"),
    pytest.param("FREQ=SECONDLY", "FREQ=MINUTELY", id="seconds and minutes"),
    pytest.param("FREQ=WEEKLY;BYDAY=MO,TU", "FREQ=WEEKLY;BYDAY=MO", id="weekdays"),
    pytest.param("FREQ=MONTHLY;BYDAY=1MO,2MO", "FREQ=MONTHLY;BYDAY=1MO", id="numbered ones"),
    pytest.param("FREQ=MONTHLY;BYDAY=MO", "FREQ=MONTHLY;BYDAY=1MO", id="each and the first"),
    pytest.param("FREQ=YEARLY;BYDAY=MO", "FREQ=YEARLY;BYDAY=1MO", id="the same in a year"),
    pytest.param("FREQ=MONTHLY;BYMONTHDAY=1,2", "FREQ=MONTHLY;BYMONTHDAY=1", id="days of a month"),
    pytest.param("FREQ=DAILY;BYHOUR=9,12", "FREQ=DAILY;BYHOUR=9", id="hours"),
    pytest.param("FREQ=DAILY;BYMINUTE=0,30", "FREQ=DAILY;BYMINUTE=0", id="minutes"),
    pytest.param("FREQ=DAILY;BYSECOND=0,30", "FREQ=DAILY;BYSECOND=0", id="seconds"),
]


@pytest.mark.parametrize(("more", "less"), DEARER)
def test_what_brings_more_times_costs_more(more: str, less: str) -> None:
    assert rules.cost(more, FIRST, LAST, 120) > rules.cost(less, FIRST, LAST, 120) > 0
    assert rules.cost(more, FIRST, LAST, 240) >= rules.cost(more, FIRST, LAST, 120)


def test_many_rules_that_fit_no_day_cost_no_more_than_a_few() -> None:
    """The cheapest are followed as long as the whole file has not cost too much."""
    never = "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"
    busy_times(calendar(never), WITHIN, "UTC")
    assert calls(calendar(*[never] * 60)) < 5 * calls(calendar(never))
    found = busy_times(calendar(*[never] * 60, "FREQ=WEEKLY;COUNT=700"), WITHIN, "UTC")
    assert len(found.spans) == 17
    assert "57 events have" in found.words[0]


def test_calendars_of_one_file_share_what_may_be_spent() -> None:
    never = calendar("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")
    found = busy_times(never * 20, WITHIN, "UTC")
    assert "17 events have" in found.words[0]


@pytest.mark.parametrize(("times", "is_followed"), [(100, True), (101, False)])
def test_a_series_that_is_moved_again_and_again_is_left_out(
    times: int, *, is_followed: bool
) -> None:
    """For each of its times the package looks through all changes of those to come."""
    changes = "".join(
        f"BEGIN:VEVENT\r\nUID:0\r\nDTSTART:20261003T{n // 60:02}{n % 60:02}00Z\r\n"
        f"RECURRENCE-ID;RANGE=THISANDFUTURE:20261003T{n // 60:02}{n % 60:02}00Z\r\n"
        "DURATION:PT1S\r\nEND:VEVENT\r\n"
        for n in range(times)
    )
    whole = calendar("FREQ=DAILY").replace(b"END:VCALENDAR", changes.encode() + b"END:VCALENDAR")
    found = busy_times(whole, WITHIN, "UTC")
    assert (bool(found.spans), len(found.words)) == (is_followed, 0 if is_followed else 1)


def test_what_repeats_for_years_costs_by_the_years_not_by_the_spans() -> None:
    assert rules.cost("FREQ=DAILY", date(1900, 1, 1), LAST, 120) < MAX_COST / 5


_PARTS = {
    "INTERVAL": st.integers(-1, 60).map(str),
    "COUNT": st.sampled_from(["0", "1", "5", "100000000"]),
    "UNTIL": st.sampled_from(["20270101", "20270101T000000Z", "99991231T000000Z", "x"]),
    "WKST": st.sampled_from(["MO", "SU", "X"]),
    "BYDAY": st.lists(st.sampled_from(["MO", "TU", "5FR", "-1SU", "53MO"]), max_size=4).map(
        ",".join
    ),
    "BYMONTHDAY": st.lists(st.integers(-32, 32).map(str), max_size=4).map(",".join),
    "BYMONTH": st.lists(st.integers(0, 13).map(str), max_size=3).map(",".join),
    "BYSETPOS": st.lists(st.integers(-5, 5).map(str), max_size=2).map(",".join),
    "BYYEARDAY": st.just("366"),
    "BYWEEKNO": st.just("53"),
    "BYEASTER": st.just("0"),
    "BYHOUR": st.lists(st.integers(0, 24).map(str), max_size=3).map(",".join),
    "BYSECOND": st.just("0,60"),
    "RSCALE": st.just("HEBREW"),
}
_RULES = st.tuples(
    st.sampled_from(list(rules._PERIODS)), st.fixed_dictionaries({}, optional=_PARTS)
).map(lambda found: ";".join([f"FREQ={found[0]}", *(f"{k}={v}" for k, v in found[1].items())]))


@settings(max_examples=12, deadline=None, derandomize=True)
@given(st.lists(_RULES, min_size=1, max_size=8))
def test_no_rule_takes_longer_than_it_may(written: list[str]) -> None:
    """Four million calls are about two seconds; no file of rules gets near."""
    assert calls(calendar(*written)) < 4_000_000


@settings(max_examples=150, deadline=None, derandomize=True)
@given(_RULES)
def test_what_a_rule_costs_is_a_number_or_it_is_refused(rule: str) -> None:
    with suppress(UnclearEventError):
        assert rules.cost(rule, FIRST, LAST, 120) >= 0


_BYTES = calendar(*USUAL)


@settings(max_examples=100, deadline=None, derandomize=True)
@given(st.integers(0, 2**32), st.integers(1, 30))
def test_damaged_calendars_are_read_or_refused(seed: int, changes: int) -> None:
    drawn, content = random.Random(seed), bytearray(_BYTES)
    for _ in range(changes):
        at = drawn.randrange(len(content))
        match drawn.randrange(4):
            case 0:
                content[at] = drawn.randrange(256)
            case 1:
                del content[at : at + drawn.randrange(200)]
            case 2:
                content[at:at] = content[at // 2 : at // 2 + drawn.randrange(100)]
            case _:
                content[at:at] = bytes(drawn.choices(b"BEGIN:END;=,\r\n 0123456789TZ\xff\x00", k=9))
    try:
        found = busy_times(bytes(content), WITHIN, "America/New_York")
    except BusyCalendarError:
        return
    assert all(start < end and start.tzinfo is UTC for start, end in found.spans)
