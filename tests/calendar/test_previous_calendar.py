"""A last output that somebody, or something, has changed: refused with what is wrong, and kept."""

from __future__ import annotations

import cProfile
import pstats
import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from building import ANYWHERE, follow_up, planned
from followup_ics import Plan, PreviousCalendarError, load, plan, to_ics
from followup_ics.calendar.events import LATEST, PRODID, UID, event_of
from followup_ics.calendar.previous import read_events, read_last
from followup_ics.commands.cli import main
from paths import SAMPLE

NOW = datetime(2026, 11, 3, tzinfo=UTC)
LATER = datetime(2026, 11, 4, tzinfo=UTC)
PLAN = planned()
OURS = to_ics(PLAN, now=NOW)
JARGON = ["Error", "invalid literal", "None", "object", "codec", "expected", "'vDDD", "("]


def changed(pattern: str, to: str) -> bytes:
    """Return our output with the first match of a pattern written otherwise."""
    found, count = re.subn(pattern.encode(), to.encode("utf-8", "surrogateescape"), OURS, count=1)
    assert count == 1
    return found


def without(name: str) -> bytes:
    return changed(rf"\r\n{name}:[^\r]*\r\n", "\r\n")


def stamp(at: datetime) -> bytes:
    return f"{at:%Y%m%dT%H%M%SZ}".encode()


STAMP = stamp(NOW)
FOREIGN = (
    "BEGIN:VEVENT\r\nUID:lunch@home\r\nDTSTAMP:20261101T000000Z\r\n"
    "DTSTART:20261105T120000Z\r\nDTEND:20261105T130000Z\r\nSUMMARY:Lunch\r\nEND:VEVENT\r\n"
)
DISGUISED = re.sub(
    "DTSTART", "LAST-MODIFIED:20261101T000000Z\r\nSEQUENCE:1\r\nDTSTART", FOREIGN, count=1
).replace("SUMMARY", "COLOR:teal\r\nSTATUS:CONFIRMED\r\nSUMMARY")
ONE_TIME = "not a single time in UTC"
NO_CALENDAR = "is damaged: it is no longer a calendar"
BROKEN = [
    pytest.param(b"", "is blank", id="empty"),
    pytest.param(b" \r\n\n", "is blank", id="white space"),
    pytest.param(OURS[: len(OURS) // 2], "is cut off", id="half of it"),
    pytest.param(OURS[:-20], "is cut off", id="its last line"),
    pytest.param(OURS[:300], "is cut off", id="its head alone"),
    pytest.param(b"groceries: milk", "was not written by followup-ics", id="a list"),
    pytest.param(
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//me//EN\r\nEND:VCALENDAR\r\n",
        "was not written by followup-ics",
        id="somebody's calendar",
    ),
    pytest.param(
        changed("END:VCALENDAR", f"{FOREIGN}END:VCALENDAR"),
        "has an event, 'Lunch', that followup-ics did not write",
        id="somebody's event",
    ),
    pytest.param(
        changed("END:VCALENDAR", f"{DISGUISED}END:VCALENDAR"),
        "has an event, 'Lunch', that followup-ics did not write: it has a UID, 'lunch@home'",
        id="somebody's event with all that is read of ours",
    ),
    pytest.param(
        re.sub(rb"\r\n(UID|COLOR):[^\r]*", b"", OURS),
        "it has a UID, '', that no follow-up has",
        id="nothing by which to know ours",
    ),
    pytest.param(changed(r"UID:\w", "UID:\udcff"), "not UTF-8", id="a uid in no UTF-8"),
    pytest.param(changed(r"SUMMARY:\w", "SUMMARY:\udcff"), "not UTF-8", id="a title in Latin-1"),
    pytest.param(changed(r"SEQUENCE:\d+", f"SEQUENCE:{'9' * 5000}"), "", id="5,000 digits"),
    pytest.param(changed(r"SEQUENCE:\d+", f"SEQUENCE:{2**31}"), "SEQUENCE", id="33 bits"),
    pytest.param(changed(r"SEQUENCE:\d+", "SEQUENCE:-1"), "SEQUENCE", id="below nought"),
    pytest.param(changed(r"SEQUENCE:\d+", "SEQUENCE:one"), "", id="a word"),
    pytest.param(without("SEQUENCE"), "SEQUENCE", id="no sequence"),
    pytest.param(OURS.replace(STAMP, b"20269999T999999Z"), "", id="impossible stamps"),
    pytest.param(OURS.replace(STAMP, b"99991231T235959Z"), "the year 9999", id="9999"),
    pytest.param(
        OURS.replace(STAMP, stamp(LATEST + timedelta(seconds=1))), "the year 2059", id="2059"
    ),
    pytest.param(
        changed(r"LAST-MODIFIED:\d+T\d+Z", "LAST-MODIFIED:99991231T235959Z"),
        "the year 9999",
        id="changed in 9999",
    ),
    pytest.param(without("LAST-MODIFIED"), ONE_TIME, id="never changed"),
    pytest.param(
        changed(r"DTSTART:\d+T\d+Z", "DTSTART;VALUE=DATE:20261104"), ONE_TIME, id="a date"
    ),
    pytest.param(changed(r"DTSTART:\d+T\d+Z", "DTSTART:20261104T100000"), ONE_TIME, id="naive"),
    pytest.param(changed(r"(DTSTART:\d+T\d+Z\r\n)", r"\1\1"), ONE_TIME, id="twice"),
    pytest.param(changed(r"DTSTART:\d+T\d+Z", "DTSTART:soon"), "", id="no time"),
    pytest.param(without("DTEND"), ONE_TIME, id="no end"),
    pytest.param(
        changed(r"DTSTART:\d+T\d+Z", "DTSTART;TZID=America/New_York:99991231T235959"),
        "has a DTSTART at the end of all time",
        id="the end of all time",
    ),
]


@pytest.mark.parametrize(("previous", "told"), BROKEN)
def test_what_is_wrong_with_the_last_output_is_told(previous: bytes, told: str) -> None:
    # A plan that changed, so that its events are compared one by one.
    for each in (PLAN, planned(candidate=ANYWHERE)):
        with pytest.raises(PreviousCalendarError) as raised:
            to_ics(each, now=LATER, previous=previous)
        assert told in raised.value.reason
        assert "move that file away" in str(raised.value)
        assert not [each for each in JARGON if each in raised.value.reason]


@pytest.mark.usefixtures("tokyo")
def test_a_time_in_any_zone_is_the_same_instant() -> None:
    local = changed(r"DTSTART:\d+T\d+Z", "DTSTART;TZID=Europe/Berlin:20261104T093000")
    gone = to_ics(Plan((), ()), now=LATER, previous=local)
    assert b"\r\nDTSTART:20261104T083000Z\r\n" in gone


REASONS = [
    pytest.param(b"", "is blank", id="empty"),
    pytest.param(changed(r"UID:\w", "UID:\udcff"), "is damaged: it is not UTF-8", id="bytes"),
    pytest.param(b"groceries", "was not written by followup-ics", id="a list"),
    pytest.param(
        changed("DESCRIPTION:", f"DESCRIPTION:PRODID:{PRODID}").replace(
            PRODID.encode(), b"-//me", 1
        ),
        "was not written by followup-ics",
        id="somebody's calendar that speaks of ours",
    ),
    pytest.param(
        changed("END:VCALENDAR", FOREIGN.replace("SUMMARY:Lunch\r\n", "") + "END:VCALENDAR"),
        "has an event, '', that followup-ics did not write: it has a UID, 'lunch@home', that no "
        "follow-up has",
        id="somebody's event without a title",
    ),
    pytest.param(
        changed(PRODID, f"{PRODID}, or not"), "was not written by followup-ics", id="a name like it"
    ),
    pytest.param(OURS[:-20], "is cut off: it does not end with END:VCALENDAR", id="cut off"),
    pytest.param(changed("END:VALARM\r\n", ""), NO_CALENDAR, id="an alarm without an end"),
]


@pytest.mark.parametrize(("previous", "reason"), REASONS)
def test_what_is_wrong_is_said_in_these_words(previous: bytes, reason: str) -> None:
    with pytest.raises(PreviousCalendarError) as raised:
        to_ics(planned(candidate=ANYWHERE), now=LATER, previous=previous)
    assert raised.value.reason == reason


def test_a_head_that_a_program_folded_elsewhere_is_ours() -> None:
    folded = changed("PRODID:-//followup", "PRODID:-//foll\r\n owup")
    assert to_ics(PLAN, now=LATER, previous=folded) == OURS


@pytest.mark.parametrize("previous", [OURS[:-20], b"", changed(r"UID:\w", "UID:\udcff")])
def test_build_leaves_such_a_file_as_it_is(tmp_path: Path, previous: bytes) -> None:
    target = tmp_path / "out.ics"
    target.write_bytes(previous)
    done = CliRunner().invoke(main, ["build", str(SAMPLE), "-o", str(target)])
    assert done.exit_code == 1
    assert done.stderr.startswith(f"{target}: cannot be written: the calendar that is there ")
    assert len(done.stderr.splitlines()) == 1
    assert target.read_bytes() == previous


@pytest.mark.parametrize("name", ["URL", "COLOR", "SUMMARY", "LOCATION"])
def test_a_line_that_somebody_hid_in_a_value_is_written_as_none(name: str) -> None:
    hidden = rf"{name}:teal\\nATTACH:https://elsewhere.example/" + "\x07"
    held = changed(rf"{name}:[^\r]*\r\n", rf"{hidden}\r\n")
    written = to_ics(Plan((), ()), now=LATER, previous=held)
    assert not re.search(rb"[^\r]\n|\nATTACH|\x07", written)
    assert to_ics(Plan((), ()), now=LATER, previous=written) == written


def test_every_uid_of_a_plan_has_the_form_by_which_its_event_is_known() -> None:
    sample = plan(load(SAMPLE))
    assert all(UID.fullmatch(each.uid) for each in (*PLAN.follow_ups, *sample.follow_ups))


def test_an_event_of_ours_from_which_a_program_took_its_marks_is_still_ours() -> None:
    bare = re.sub(rb"(COLOR|TRANSP|X-MICROSOFT-CDO-BUSYSTATUS):[^\r]*\r\n", b"", OURS)
    assert to_ics(PLAN, now=LATER, previous=bare)


def test_an_event_with_a_uid_of_a_script_is_kept_and_cancelled_as_any_other() -> None:
    first, *rest = PLAN.follow_ups
    named = Plan((replace(first, uid="my own, 1"), *rest), ())
    held = to_ics(named, now=NOW)
    assert to_ics(named, now=LATER, previous=held) == held
    gone = Calendar.from_ical(to_ics(Plan(tuple(rest), ()), now=LATER, previous=held))
    states = {str(each["UID"]): str(each["STATUS"]) for each in gone.walk("VEVENT")}
    assert states["my own, 1"] == "CANCELLED"


PLACES = st.integers(0, len(OURS))


@given(PLACES, PLACES, st.one_of(st.binary(max_size=12), st.sampled_from(OURS.splitlines(True))))
def test_whatever_the_bytes_no_other_error_is_raised(one: int, other: int, new: bytes) -> None:
    first, last = sorted((one, min(other, one + 60)))
    previous = OURS[:first] + new + OURS[last:]
    with suppress(PreviousCalendarError):
        assert to_ics(PLAN, now=LATER, previous=previous)


HEAD = OURS[: OURS.index(b"BEGIN:VEVENT")]
PLANNED = {each.uid: event_of(each) for each in PLAN.follow_ups}
HIGHEST = 2**31 - 1
EXTREMES = [
    pytest.param(changed(r"SEQUENCE:\d+", "SEQUENCE:0"), id="nought"),
    pytest.param(changed(r"SEQUENCE:\d+", f"SEQUENCE:{HIGHEST}"), id="the highest"),
    pytest.param(OURS.replace(STAMP, stamp(LATEST)), id="as late as leaves numbers"),
]


@pytest.mark.parametrize("previous", EXTREMES)
def test_the_least_and_the_greatest_stamps_are_the_memory_still(previous: bytes) -> None:
    assert read_last(previous, PLANNED, HEAD).events == read_events(previous)


def test_what_is_written_after_the_highest_sequence_can_be_read_again() -> None:
    high = re.sub(rb"SEQUENCE:\d+", f"SEQUENCE:{HIGHEST - 1}".encode(), OURS)
    once = to_ics(Plan((), ()), now=LATER, previous=high)
    twice = to_ics(PLAN, now=LATER, previous=once)
    assert {each.sequence for each in read_events(once).values()} == {HIGHEST}
    assert {each.sequence for each in read_events(twice).values()} == {HIGHEST}
    assert all(each.modified > LATER for each in read_events(twice).values())


TOUCHES = st.lists(
    st.tuples(
        st.sampled_from(["take", "double", "move", "write", "end", "lf"]),
        st.integers(0, 999),
        st.integers(0, 999),
        st.integers(1, 40),
    ),
    max_size=4,
)


def touched(previous: bytes, touches: list[tuple[str, int, int, int]]) -> bytes:
    """Return an output in which somebody took, doubled, moved or changed some lines."""
    lines = previous.split(b"\r\n")
    for what, first, second, count in touches:
        at, other = first % len(lines), second % len(lines)
        match what:
            case "take":
                lines[at : at + 1 + count % 3] = [b"X-GONE:"]
            case "double":
                lines[at:at] = lines[other : other + count]
            case "move":
                lines[at], lines[other] = lines[other], lines[at]
            case "write":
                lines[at] += [b"x", b" ", b"BEGIN:VEVENT", b"END:VEVENT"][count % 4]
            case "end":
                lines[at:at] = [b"END:VEVENT", b"BEGIN:VEVENT"]
            case "lf":
                lines[at] += b"\n"
    return b"\r\n".join(lines)


Read = TypeVar("Read")


def told(read: Callable[[], Read]) -> Read | str:
    try:
        return read()
    except PreviousCalendarError as error:
        return str(error)


@settings(deadline=None)
@given(TOUCHES, st.booleans())
def test_what_is_compared_and_not_parsed_is_what_parsing_would_give(
    touches: list[tuple[str, int, int, int]], is_shared: bool
) -> None:
    ours = OURS.replace(b"END:VCALENDAR", FOREIGN.encode() + b"END:VCALENDAR")
    previous = touched(ours if is_shared else OURS, touches)
    whole = told(lambda: read_events(previous))
    assert told(lambda: read_last(previous, PLANNED, HEAD).events) == whole


PAIR = Plan((follow_up("0" * 32 + "@followup-ics"), follow_up("1" * 32 + "@followup-ics")), ())
TWO = to_ics(PAIR, now=NOW)
AROUND = [b"END:VEVENT", b"BEGIN:VEVENT", b"END:VCALENDAR", b"BEGIN:VCALENDAR", b"END:VALARM"]


@pytest.mark.parametrize("at", range(len(TWO.splitlines())))
def test_wherever_a_line_is_lost_or_too_much_parsing_would_give_the_same(at: int) -> None:
    lines = TWO.splitlines(keepends=True)
    head = TWO[: TWO.index(b"BEGIN:VEVENT")]
    planned = {each.uid: event_of(each) for each in PAIR.follow_ups}
    for new in [b"", lines[at] * 2, *(lines[at] + each + b"\r\n" for each in AROUND)]:
        previous = b"".join([*lines[:at], new, *lines[at + 1 :]])
        last = told(partial(read_last, previous, planned, head))
        assert (last if isinstance(last, str) else last.events) == told(
            partial(read_events, previous)
        )


def calls(work: Callable[[], object]) -> int:
    """Count the calls of functions that something takes: what time is, without the noise."""
    profile = cProfile.Profile()
    profile.runcall(work)
    return pstats.Stats(profile).total_calls  # type: ignore[attr-defined, no-any-return]


def test_to_build_again_takes_a_fraction_of_what_parsing_takes() -> None:
    assert read_events(OURS)
    again = calls(lambda: to_ics(PLAN, now=LATER, previous=OURS))
    assert 3 * again < calls(lambda: read_events(OURS))


def test_only_an_event_that_differs_is_parsed() -> None:
    events = dict(PLANNED)
    event = events[PLAN.follow_ups[5].uid]
    events[event.uid] = event._replace(start=event.start - timedelta(hours=1))
    last = read_last(OURS, events, HEAD)
    parsed = [uid for uid, each in last.events.items() if last.lines_of(each) is None]
    assert (len(last.events), parsed) == (OURS.count(b"BEGIN:VEVENT"), [event.uid])
