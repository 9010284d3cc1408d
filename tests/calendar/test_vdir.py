"""A folder with a file for each event: written where it changed, whatever was made of it since."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from building import follow_up
from followup_ics import FollowUp, Plan, PreviousCalendarError, load, plan, to_ics
from followup_ics.calendar.events import LATEST, event_of
from followup_ics.calendar.vdir import FolderRendering, held_events, render_folder
from paths import SAMPLE

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
SECOND = timedelta(seconds=1)
ONE, TWO = "1" * 32 + "@followup-ics", "2" * 32 + "@followup-ics"
CALL = follow_up(ONE)
OTHER = follow_up(TWO, day=25)


def of(*follow_ups: FollowUp) -> Plan:
    return Plan(follow_ups, ())


def first(*follow_ups: FollowUp) -> dict[str, bytes]:
    """Return the files of a new folder."""
    return render_folder(of(*follow_ups), {}, now=NOW).written


def after(files: dict[str, bytes], done: FolderRendering) -> dict[str, bytes]:
    """Return the files of a folder once it was brought up to date."""
    return {name: files[name] for name in files.keys() - set(done.removed)} | done.written


def event(content: bytes) -> dict[str, str]:
    (found,) = Calendar.from_ical(content).walk("VEVENT")
    return {name: str(value) for name, value in found.items()}


def test_each_event_is_a_calendar_of_its_own_named_by_its_uid() -> None:
    sample = plan(load(SAMPLE))
    files = render_folder(sample, {}, now=NOW).written
    for name, content in files.items():
        calendar = Calendar.from_ical(content)
        (only,) = calendar.walk("VEVENT")
        assert name == f"{only['UID']}.ics"
        assert calendar["VERSION"] == "2.0"
        assert "METHOD" not in calendar
        assert content.isascii() or content.decode("utf-8")
    whole = Calendar.from_ical(to_ics(sample, now=NOW)).walk("VEVENT")
    alone = [Calendar.from_ical(each).walk("VEVENT")[0] for each in files.values()]
    assert {each.to_ical() for each in alone} == {each.to_ical() for each in whole}


def test_of_a_new_folder_all_events_are_new_and_no_change_is_told() -> None:
    off = follow_up("3" * 32 + "@followup-ics", status="cancelled")
    done = render_folder(of(CALL, OTHER, off), {}, now=NOW)
    assert sorted(done.written) == [f"{ONE}.ics", f"{TWO}.ics"]
    assert (done.removed, done.foreign, done.changed, done.changes) == ((), (), 2, ())


@pytest.mark.parametrize(
    ("alarm", "minutes"),
    [
        pytest.param(None, [10], id="by default"),
        pytest.param(timedelta(0), [], id="none"),
        pytest.param(timedelta(hours=1), [60], id="an hour"),
    ],
)
def test_an_event_of_a_folder_rings_when_it_is_asked_to(
    alarm: timedelta | None, minutes: list[int]
) -> None:
    (content,) = render_folder(of(CALL), {}, now=NOW, alarm=alarm).written.values()
    triggers = [each.decoded("TRIGGER") for each in Calendar.from_ical(content).walk("VALARM")]
    assert triggers == [-timedelta(minutes=each) for each in minutes]


def test_a_time_without_a_zone_and_an_alarm_that_is_none_are_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        render_folder(of(CALL), {}, now=datetime(2026, 11, 23))
    with pytest.raises(ValueError, match="whole minutes"):
        render_folder(of(CALL), {}, now=NOW, alarm=timedelta(seconds=90))


def test_where_nothing_changed_nothing_is_written() -> None:
    sample = plan(load(SAMPLE))
    files = render_folder(sample, {}, now=NOW).written
    again = render_folder(sample, files, now=NOW + timedelta(days=400))
    assert again == FolderRendering({}, (), (), 0, ())


def test_only_what_changed_is_written_and_its_sequence_rises() -> None:
    files = first(CALL, OTHER)
    done = render_folder(of(follow_up(ONE, day=26), OTHER), files, now=LATER)
    assert list(done.written) == [f"{ONE}.ics"]
    before, now = (event(each[f"{ONE}.ics"]) for each in (files, done.written))
    assert int(now["SEQUENCE"]) > int(before["SEQUENCE"])
    assert [each.kind for each in done.changes] == ["moved"]
    assert done.changed == 1


def test_what_left_the_plan_stays_cancelled_for_30_days_and_is_then_removed() -> None:
    files = first(CALL, OTHER)
    gone = after(files, render_folder(of(OTHER), files, now=LATER))
    assert event(gone[f"{ONE}.ics"])["STATUS"] == "CANCELLED"
    assert event(gone[f"{ONE}.ics"])["SUMMARY"] == "Cancelled: Call Dana Lee"
    over = LATER + timedelta(days=30)
    assert render_folder(of(OTHER), gone, now=over - SECOND).removed == ()
    assert render_folder(of(OTHER), gone, now=over).removed == (f"{ONE}.ics",)
    renamed = {"7d0c5e1c.ics": gone[f"{ONE}.ics"]}
    assert render_folder(of(OTHER), renamed, now=over).removed == ("7d0c5e1c.ics",)


def test_a_file_is_known_by_its_event_and_keeps_its_name() -> None:
    named = {"7d0c5e1c.ics": first(CALL)[f"{ONE}.ics"]}
    assert render_folder(of(CALL), named, now=LATER).written == {}
    moved = render_folder(of(follow_up(ONE, day=26)), named, now=LATER)
    assert list(moved.written) == ["7d0c5e1c.ics"]


EDITED = [
    pytest.param("DTSTART:20261124T150000Z", "DTSTART:20261124T160000Z", id="moved"),
    pytest.param("DTSTART:20261124T150000Z", "DTSTART;VALUE=DATE:20261124", id="all day"),
    pytest.param("DTSTART:20261124T150000Z", "DTSTART:20261124T150001", id="no zone"),
    pytest.param("DTEND:20261124T151500Z\r\n", "", id="no end"),
    pytest.param("SUMMARY:Call Dana Lee", "SUMMARY:Call", id="another title"),
    pytest.param("STATUS:CONFIRMED\r\n", "", id="no status"),
    pytest.param("TRIGGER:-PT10M", "TRIGGER:-PT30M", id="another alarm"),
    pytest.param("DTSTART:20261124T150000Z", "DTSTART:20261124T150001Z\r\nSEQUENCE:9", id="twice"),
]


@pytest.mark.parametrize(("ours", "theirs"), EDITED)
def test_what_was_changed_in_a_calendar_is_as_planned_again(ours: str, theirs: str) -> None:
    content = first(CALL)[f"{ONE}.ics"].decode()
    assert content.count(ours) == 1
    files = {f"{ONE}.ics": content.replace(ours, theirs).encode()}
    files = after(files, render_folder(of(CALL), files, now=LATER))
    assert ours in files[f"{ONE}.ics"].decode()
    assert render_folder(of(CALL), files, now=LATER).written == {}


SEQUENCES = [
    pytest.param(r"SEQUENCE:\d+", "SEQUENCE:999999999", 1_000_000_000, id="higher"),
    pytest.param(r"SEQUENCE:\d+\r\n", "", 0, id="none"),
    pytest.param(r"SEQUENCE:\d+", "SEQUENCE:-3", 0, id="below nought"),
    pytest.param(r"SEQUENCE:\d+", "SEQUENCE:2147483647", 2**31 - 1, id="the highest"),
    pytest.param(r"LAST-MODIFIED:\w+", "LAST-MODIFIED:99991231T235959Z", 0, id="far to come"),
    pytest.param(r"LAST-MODIFIED:\w+\r\n", "", 0, id="never changed"),
]


@pytest.mark.parametrize(("ours", "theirs", "least"), SEQUENCES)
def test_whatever_the_last_stamps_the_next_are_higher_where_they_can_be(
    ours: str, theirs: str, least: int
) -> None:
    content, count = re.subn(ours, theirs, first(CALL)[f"{ONE}.ics"].decode())
    assert count == 1
    files = {f"{ONE}.ics": content.encode()}
    done = render_folder(of(follow_up(ONE, day=26)), files, now=LATER)
    assert least <= int(event(done.written[f"{ONE}.ics"])["SEQUENCE"]) < 2**31


WRITTEN = [
    pytest.param("DTSTART;VALUE=DATE:20261123", "20261123T000000Z", id="a date"),
    pytest.param("DTSTART:20261123T093000", "20261123T093000Z", id="no zone"),
    pytest.param("DTSTART;TZID=Europe/Berlin:20261123T093000", "20261123T083000Z", id="a zone"),
]


@pytest.mark.usefixtures("tokyo")
@pytest.mark.parametrize(("start", "utc"), WRITTEN)
def test_what_is_cancelled_stays_where_somebody_moved_it(start: str, utc: str) -> None:
    content = first(CALL)[f"{ONE}.ics"].replace(b"DTSTART:20261124T150000Z", start.encode())
    done = render_folder(of(OTHER), {f"{ONE}.ics": content}, now=LATER)
    assert f"\r\nDTSTART:{utc}\r\n" in done.written[f"{ONE}.ics"].decode()


CHANGED = [
    pytest.param({"LAST-MODIFIED": "20270101T000000Z"}, "20270101T000001", id="to come"),
    pytest.param(
        {"LAST-MODIFIED": "", "DTSTAMP": "20270101T000000Z"}, "20270101T000001", id="a stamp alone"
    ),
    pytest.param(
        {"LAST-MODIFIED": "20261101T000000Z", "DTSTAMP": "20270101T000000Z"},
        f"{LATER:%Y%m%dT%H%M%S}",
        id="a stamp later than the change",
    ),
    pytest.param({"LAST-MODIFIED": "", "DTSTAMP": ""}, f"{LATER:%Y%m%dT%H%M%S}", id="no stamp"),
    pytest.param(
        {"LAST-MODIFIED": "99991231T235959Z"}, f"{LATEST + SECOND:%Y%m%dT%H%M%S}", id="far to come"
    ),
]


@pytest.mark.parametrize(("stamps", "next_one"), CHANGED)
def test_a_change_is_later_than_the_last_whatever_the_clock(
    stamps: dict[str, str], next_one: str
) -> None:
    content = first(CALL)[f"{ONE}.ics"].decode()
    for name, value in stamps.items():
        content = re.sub(rf"{name}:\w+\r\n", f"{name}:{value}\r\n" if value else "", content)
    done = render_folder(of(follow_up(ONE, day=26)), {f"{ONE}.ics": content.encode()}, now=LATER)
    assert f"\r\nLAST-MODIFIED:{next_one}Z\r\n" in done.written[f"{ONE}.ics"].decode()


KEPT = [
    pytest.param("PRODID:-//followup-ics//followup-ics//EN", "PRODID:-//x//EN", id="a product"),
    pytest.param("COLOR:darkorange\r\n", "", id="no colour"),
    pytest.param("CATEGORIES:Northwind\r\n", "", id="no category"),
    pytest.param("URL:tel:+13125550142\r\n", "", id="no link"),
    pytest.param("END:VALARM", "ACKNOWLEDGED:20261124T145500Z\r\nEND:VALARM", id="acknowledged"),
    pytest.param("END:VEVENT", "X-MOZ-LASTACK:20261124T145500Z\r\nEND:VEVENT", id="more"),
    pytest.param("LAST-MODIFIED:20261123", "LAST-MODIFIED:20261124", id="a later stamp"),
    pytest.param(
        "DTSTART:20261124T150000Z", "DTSTART;TZID=Europe/Berlin:20261124T160000", id="a zone"
    ),
    pytest.param("DTEND:20261124T151500Z", "DTEND:20261124T151500", id="no zone"),
]


@pytest.mark.parametrize(("ours", "theirs"), KEPT)
def test_what_programs_add_or_drop_for_themselves_is_no_change(ours: str, theirs: str) -> None:
    content = first(CALL)[f"{ONE}.ics"].decode()
    assert content.count(ours) == 1
    files = {f"{ONE}.ics": content.replace(ours, theirs).encode()}
    assert render_folder(of(CALL), files, now=LATER).written == {}


FOREIGN = [
    pytest.param(b"", id="empty"),
    pytest.param(b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", id="no event"),
    pytest.param(b"\xff\xfe\x00", id="binary"),
    pytest.param(f"UID:{ONE}\r\n".encode(), id="a uid and no calendar"),
    pytest.param(
        b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:lunch@home\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        id="somebody's event",
    ),
    pytest.param(
        f"BEGIN:VCALENDAR\r\nBEGIN:VTODO\r\nUID:{ONE}\r\nEND:VTODO\r\nEND:VCALENDAR\r\n".encode(),
        id="a task of such a uid",
    ),
    pytest.param(to_ics(of(CALL), now=NOW), id="a calendar of ours with one event"),
    pytest.param(to_ics(of(CALL, OTHER), now=NOW), id="a calendar of ours"),
]


@pytest.mark.parametrize("content", FOREIGN)
def test_files_of_others_are_left_alone_and_told(content: bytes) -> None:
    done = render_folder(of(CALL), {"lunch.ics": content}, now=NOW)
    assert done.foreign == ("lunch.ics",)
    assert list(done.written) == [f"{ONE}.ics"]


@pytest.mark.parametrize("content", FOREIGN)
def test_a_file_of_others_is_not_replaced_even_if_it_has_our_name(content: bytes) -> None:
    with pytest.raises(PreviousCalendarError) as raised:
        render_folder(of(CALL), {f"{ONE}.ics": content}, now=NOW)
    assert raised.value.reason == f"has a file '{ONE}.ics' that holds no event of followup-ics"


def test_the_events_that_a_folder_holds_are_known_by_uid() -> None:
    files = first(CALL, OTHER) | {"lunch.ics": b"", "whole.ics": to_ics(of(CALL), now=NOW)}
    assert held_events(files) == {ONE: event_of(CALL), TWO: event_of(OTHER)}


def test_two_files_of_one_event_are_not_both_ours() -> None:
    (content,) = first(CALL).values()
    done = render_folder(of(CALL), {"b.ics": content, "a.ics": content}, now=NOW)
    assert done.foreign == ("b.ics",)
    assert done.written == {}


def test_files_of_others_are_told_in_the_order_of_their_names() -> None:
    files = dict.fromkeys(("c.ics", "a.ics", "d.ics", "b.ics"), b"")
    assert render_folder(of(), files, now=NOW).foreign == ("a.ics", "b.ics", "c.ics", "d.ics")
