"""What is written: bytes that every reader understands, changed only where the plan changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event

from building import follow_up
from followup_ics import PreviousCalendarError, load, plan, to_calendar, to_ics
from followup_ics.calendar.content_lines import clean, folded
from followup_ics.calendar.ics import render
from followup_ics.planning.results import FollowUp, Plan
from paths import SAMPLE

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
SECOND, SILENT = timedelta(seconds=1), timedelta(0)
ANY_TEXT = st.text(st.characters(exclude_categories=[]), max_size=200)


def a_plan(*follow_ups: FollowUp) -> Plan:
    return Plan(follow_ups, ())


def events(ics: bytes) -> list[Event]:
    found = Calendar.from_ical(ics).walk("VEVENT")
    return [each for each in found if isinstance(each, Event)]


def only(ics: bytes) -> Event:
    (event,) = events(ics)
    return event


def uids(ics: bytes) -> list[str]:
    return [str(each["UID"]) for each in events(ics)]


def text(event: Event, name: str) -> str:
    return str(event.get(name, ""))


def categories(event: Event) -> list[str]:
    return [str(each) for each in event.categories]


def lines(ics: bytes) -> list[bytes]:
    assert ics.endswith(b"\r\n")
    return ics[:-2].split(b"\r\n")


# Any text


HOSTILE = [
    pytest.param("BEGIN:VEVENT\r\nUID:x", id="a content line"),
    pytest.param("a\nEND:VEVENT\nEND:VCALENDAR", id="an end"),
    pytest.param("C:\\New\\network", id="backslash and n"),
    pytest.param("\\\\n \\; \\, ;,", id="what escaping looks like"),
    pytest.param("one\u2028two\u2029three\x85four\x0bfive\x0csix\rseven", id="every line break"),
    pytest.param("nul\x00 bell\x07 tab\t del\x7f", id="controls"),
    pytest.param("\ud83d alone", id="a lone surrogate"),
    pytest.param("\ufeffbom", id="a byte order mark"),
    pytest.param(" leading and trailing ", id="spaces at the ends"),
    pytest.param("é" * 100, id="two octets each"),
    pytest.param("👩‍👩‍👧‍👦" * 30, id="emoji families"),
    *(pytest.param("x" * n + "🎉" * 40, id=f"emoji after {n}") for n in range(60, 75)),
]


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_text_is_read_back_as_it_was_cleaned(hostile: str) -> None:
    event = only(to_ics(a_plan(follow_up(summary=hostile, description=hostile)), now=NOW))
    assert event["SUMMARY"] == clean(hostile)
    assert text(event, "DESCRIPTION").startswith(clean(hostile))


@given(ANY_TEXT, ANY_TEXT, ANY_TEXT, ANY_TEXT)
@settings(max_examples=300, deadline=None)
def test_whatever_a_text_holds_icalendar_reads_it_back(
    summary: str, description: str, company: str, phone: str
) -> None:
    one = follow_up(summary=summary, description=description, company=company, phone=phone)
    ics = to_ics(a_plan(one, follow_up("two@test")), now=NOW, name=summary)
    first, second = events(ics)
    assert first["SUMMARY"] == clean(summary)
    assert text(first, "DESCRIPTION").startswith(clean(description))
    assert categories(first) == [clean(company or "Job search")]
    assert first.get("LOCATION", "") == clean(phone)
    assert second["SUMMARY"] == "Call Dana Lee"


@given(ANY_TEXT)
@settings(max_examples=300, deadline=None)
def test_no_line_is_longer_than_75_octets_and_none_splits_a_character(any_text: str) -> None:
    for line in lines(to_ics(a_plan(follow_up(summary=any_text, description=any_text)), now=NOW)):
        assert len(line) <= 75
        line.decode("utf-8")


@pytest.mark.parametrize(
    "letter", ["x", "\u00e9", "\u20ac", "\U0001f389"], ids=["1", "2", "3", "4"]
)
def test_a_line_is_folded_as_late_as_it_can_be(letter: str) -> None:
    for length in range(600):
        line = f"{'SUMMARY:'[: length % 4]}{letter * (length // 4)}"
        first, *more = folded(line).removesuffix("\r\n").split("\r\n ")
        assert "".join([first, *more]) == line
        sizes = [len(first.encode()), *(1 + len(each.encode()) for each in more)]
        assert all(more)
        assert max(sizes) <= 75
        assert all(size + len(letter.encode()) > 75 for size in sizes[:-1])


def test_clean_keeps_line_breaks_and_drops_other_controls() -> None:
    assert clean("a\r\nb\rc\x85d\u2028e\x00\x1b\tf") == "a\nb\nc\nd\nef"


# What clients need


def test_times_are_utc_and_nothing_else_is_there() -> None:
    ics = to_ics(plan(load(SAMPLE)), now=NOW)
    assert b"VTIMEZONE" not in ics
    assert b"RRULE" not in ics
    assert b"METHOD" not in ics
    assert b"\r\nCLASS" not in ics
    assert b"VTODO" not in ics
    assert not ics.startswith(b"\xef\xbb\xbf")
    for event in events(ics):
        for name in ("DTSTART", "DTEND", "DTSTAMP", "LAST-MODIFIED"):
            assert event.decoded(name).utcoffset() == timedelta(0)


def test_the_calendar_names_itself_to_every_client() -> None:
    head = lines(to_ics(a_plan(), now=NOW, name="My search, really"))
    assert b"X-WR-CALNAME:My search\\, really" in head
    assert b"NAME:My search\\, really" in head
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT4H" in head
    assert b"X-PUBLISHED-TTL:PT4H" in head
    assert b"NAME:Mine and yours" in lines(to_ics(a_plan(), now=NOW, name="Mine\r\nand yours"))
    assert head[0] == b"BEGIN:VCALENDAR"
    assert head[1] == b"VERSION:2.0"


def test_an_event_blocks_no_time_and_can_be_tapped() -> None:
    event = only(to_ics(a_plan(follow_up()), now=NOW))
    assert event["TRANSP"] == "TRANSPARENT"
    assert event["X-MICROSOFT-CDO-BUSYSTATUS"] == "FREE"
    assert event["LOCATION"] == "+1 312 555 0142"
    assert event["URL"] == "tel:+13125550142"
    assert "tel:+13125550142" in text(event, "DESCRIPTION")


@pytest.mark.parametrize(
    ("email", "link"),
    [
        pytest.param("dana@northwind.example", "mailto:dana@northwind.example", id="plain"),
        pytest.param("o'hara+jobs@x.example", "mailto:o%27hara+jobs@x.example", id="quote"),
        pytest.param("a?subject=x@y.example", "mailto:a%3Fsubject%3Dx@y.example", id="query"),
        pytest.param("é@y.example", "mailto:%C3%A9@y.example", id="not ascii"),
        pytest.param("Ana@Y.example", "mailto:Ana@Y.example", id="capitals"),
        pytest.param("é@straße.de", "mailto:%C3%A9@xn--strae-oqa.de", id="a domain not in ascii"),
        pytest.param("a@y\uff0eexample", "mailto:a@y.example", id="a full-width dot"),
        pytest.param("a@y\u3002example", "mailto:a@y.example", id="an ideographic full stop"),
        pytest.param("a\ud83d@y.example", "mailto:a@y.example", id="half a character"),
        pytest.param("a@na\u200dme.de", "mailto:a@na%E2%80%8Dme.de", id="a domain that is none"),
    ],
)
def test_an_email_opens_with_the_address_filled_in(email: str, link: str) -> None:
    event = only(to_ics(a_plan(follow_up(channel="email", email=email)), now=NOW))
    assert event["URL"] == link
    assert "LOCATION" not in event


def test_a_call_that_cannot_be_dialled_has_no_link() -> None:
    event = only(to_ics(a_plan(follow_up(phone="ask at the desk")), now=NOW))
    assert event["LOCATION"] == "ask at the desk"
    assert event["DESCRIPTION"] == "Why now"
    assert "URL" not in event


def test_an_event_that_is_not_cancelled_ends_in_the_address_to_answer_it() -> None:
    url = "https://host.example/a/{}".format
    asked = to_ics(a_plan(follow_up(), follow_up("two@test")), now=NOW, answer_url=url)
    plain = to_ics(a_plan(follow_up(), follow_up("two@test")), now=NOW)
    for event, without in zip(events(asked), events(plain), strict=True):
        assert text(event, "DESCRIPTION") == (
            f"{without['DESCRIPTION']}\n\nDone, nobody there, another date? Say so here:\n"
            f"https://host.example/a/{event['UID']}"
        )
    off = a_plan(follow_up(status="cancelled"))
    first = to_ics(a_plan(follow_up()), now=NOW)
    gone = only(to_ics(off, now=NOW, previous=first, answer_url=url))
    assert gone["DESCRIPTION"] == only(first)["DESCRIPTION"]


def test_a_file_has_one_alarm_before_each_planned_event_and_a_feed_none() -> None:
    one = a_plan(follow_up())
    (alarm,) = only(to_ics(one, now=NOW)).walk("VALARM")
    assert alarm["ACTION"] == "DISPLAY"
    assert alarm.decoded("TRIGGER") < timedelta(0)
    assert b"VALARM" not in to_ics(one, now=NOW, feed_url="https://host.example/x/name.ics")


def test_what_is_done_says_so_and_rings_no_more() -> None:
    ics = to_ics(plan(load(SAMPLE)), now=NOW)
    done = [each for each in events(ics) if text(each, "SUMMARY").startswith("Done: ")]
    assert done
    assert not any(each.walk("VALARM") for each in done)
    assert {each["STATUS"] for each in done} == {"CONFIRMED"}


# Revision


def stamps(event: Event) -> tuple[datetime, datetime, int]:
    return event.decoded("DTSTAMP"), event.decoded("LAST-MODIFIED"), event.decoded("SEQUENCE")


def test_an_unchanged_plan_gives_the_same_bytes_whatever_the_time() -> None:
    sample = plan(load(SAMPLE))
    first = to_ics(sample, now=NOW)
    later = to_ics(sample, now=NOW + timedelta(days=200, seconds=7), previous=first)
    assert later == first


CHANGES = [
    pytest.param({"summary": "Call Dana Lee again"}, id="summary"),
    pytest.param({"description": "Why not"}, id="description"),
    pytest.param({"day": 25}, id="time"),
    pytest.param({"phone": "+1 312 555 0143"}, id="location"),
    pytest.param({"status": "cancelled"}, id="status"),
    pytest.param({"channel": "email"}, id="channel"),
    pytest.param({"company": "Southwind"}, id="company"),
]


@pytest.mark.parametrize("change", CHANGES)
def test_only_what_changed_is_stamped_anew_and_its_sequence_rises(change: dict[str, Any]) -> None:
    untouched = follow_up("two@test", day=26)
    first = to_ics(a_plan(follow_up(), untouched), now=NOW)
    changed = a_plan(follow_up(**change), untouched)
    later = NOW + timedelta(hours=1)
    before = {str(each["UID"]): stamps(each) for each in events(first)}
    after = {
        str(each["UID"]): stamps(each)
        for each in events(to_ics(changed, now=later, previous=first))
    }
    assert after["two@test"] == before["two@test"]
    assert after["one@followup-ics"][:2] == (later, later)
    assert after["one@followup-ics"][2] > before["one@followup-ics"][2]


def test_what_is_new_is_added_to_what_did_not_change() -> None:
    first = to_ics(a_plan(follow_up()), now=NOW)
    both = to_ics(a_plan(follow_up(), follow_up("two@test")), now=NOW, previous=first)
    assert [str(each["UID"]) for each in events(both)] == ["one@followup-ics", "two@test"]
    empty = to_ics(a_plan(), now=NOW)
    assert len(events(to_ics(a_plan(follow_up()), now=NOW, previous=empty))) == 1


@pytest.mark.parametrize(
    ("then", "events", "changed"),
    [
        pytest.param([follow_up(), follow_up("two@test")], 2, 0, id="nothing"),
        pytest.param([follow_up(day=25), follow_up("two@test")], 2, 1, id="one moved"),
        pytest.param([follow_up()], 2, 1, id="one gone"),
        pytest.param([follow_up(), follow_up("two@test"), follow_up("3@test")], 3, 1, id="one new"),
    ],
)
def test_what_was_written_and_what_changed_is_counted(
    then: list[FollowUp], events: int, changed: int
) -> None:
    first = render(a_plan(follow_up(), follow_up("two@test")), now=NOW)
    assert (first.events, first.changed) == (2, 2)
    second = render(a_plan(*then), now=NOW + SECOND, previous=first.ics)
    assert (second.events, second.changed, len(second.changes)) == (events, changed, changed)


def test_sequence_is_the_seconds_from_2025_to_the_last_change() -> None:
    event = only(to_ics(a_plan(follow_up()), now=NOW))
    assert event.decoded("SEQUENCE") == (NOW - datetime(2025, 1, 1, tzinfo=UTC)).total_seconds()


def test_sequence_rises_even_when_the_clock_went_back_or_stood_still() -> None:
    ics = to_ics(a_plan(follow_up()), now=NOW)
    seen = [only(ics).decoded("SEQUENCE")]
    for number, shift in enumerate([0, -3600, -86400 * 900]):
        changed = a_plan(follow_up(summary=f"change {number}"))
        ics = to_ics(changed, now=NOW + timedelta(seconds=shift), previous=ics)
        seen.append(only(ics).decoded("SEQUENCE"))
        modified = only(ics).decoded("LAST-MODIFIED")
        assert modified == NOW + SECOND * (number + 1)
        assert seen[-1] == (modified - datetime(2025, 1, 1, tzinfo=UTC)).total_seconds()
    assert seen == sorted(set(seen))


def test_sequence_counts_from_nought_where_the_clock_is_before_2025() -> None:
    long_ago = datetime(2020, 1, 1, tzinfo=UTC)
    first = to_ics(a_plan(follow_up()), now=long_ago)
    second = to_ics(a_plan(follow_up(day=25)), now=long_ago, previous=first)
    assert [only(each).decoded("SEQUENCE") for each in (first, second)] == [0, 1]


def test_events_stand_in_the_order_of_time_then_of_uid() -> None:
    later, two, one = follow_up("a@test", day=25), follow_up("c@test"), follow_up("b@test")
    assert uids(to_ics(a_plan(later, two, one), now=NOW)) == ["b@test", "c@test", "a@test"]


@pytest.mark.parametrize(
    "gone", [pytest.param(a_plan(), id="gone"), pytest.param(None, id="cancelled in the plan")]
)
def test_what_is_cancelled_stays_for_30_days_and_then_goes(gone: Plan | None) -> None:
    cancelled = gone or a_plan(follow_up(status="cancelled", summary="Cancelled: Call Dana Lee"))
    ics = to_ics(a_plan(follow_up()), now=NOW)
    ics = to_ics(cancelled, now=NOW, previous=ics)
    event = only(ics)
    assert event["STATUS"] == "CANCELLED"
    assert event["SUMMARY"] == "Cancelled: Call Dana Lee"
    over = event.decoded("LAST-MODIFIED") + timedelta(days=30)
    same = to_ics(cancelled, now=over - SECOND, previous=ics)
    assert same == ics
    assert events(to_ics(cancelled, now=over, previous=same)) == []


def test_what_was_done_and_is_gone_is_cancelled_and_done_no_more() -> None:
    first = to_ics(a_plan(follow_up(status="done", summary="Done: Call Dana Lee")), now=NOW)
    assert only(to_ics(a_plan(), now=NOW, previous=first))["SUMMARY"] == "Cancelled: Call Dana Lee"


def test_a_cancelled_follow_up_that_was_never_written_is_not_written() -> None:
    assert events(to_ics(a_plan(follow_up(status="cancelled")), now=NOW)) == []


def test_what_comes_back_is_confirmed_again_with_a_higher_sequence() -> None:
    first = to_ics(a_plan(follow_up()), now=NOW)
    gone = to_ics(a_plan(), now=NOW + timedelta(days=1), previous=first)
    back = to_ics(a_plan(follow_up()), now=NOW + timedelta(days=2), previous=gone)
    assert only(back)["STATUS"] == "CONFIRMED"
    assert only(back)["SUMMARY"] == "Call Dana Lee"
    sequences = [only(each).decoded("SEQUENCE") for each in (first, gone, back)]
    assert sequences == sorted(set(sequences))


def test_an_output_saved_again_by_another_program_is_still_the_memory() -> None:
    sample = plan(load(SAMPLE))
    first = to_ics(sample, now=NOW)
    saved = Calendar.from_ical(first).to_ical()
    later = events(to_ics(sample, now=NOW + timedelta(days=1), previous=saved))
    assert {str(each["UID"]): stamps(each) for each in later} == {
        str(each["UID"]): stamps(each) for each in events(first)
    }


NOT_OURS = [
    pytest.param(b"not a calendar", id="text"),
    pytest.param(b"\xff\xfe\x00", id="binary"),
    pytest.param(
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//me\r\nEND:VCALENDAR\r\n", id="theirs"
    ),
    pytest.param(to_ics(Plan((follow_up(),), ()), now=NOW)[:-200], id="cut off"),
]


@pytest.mark.parametrize("previous", NOT_OURS)
def test_a_previous_output_that_is_not_ours_is_refused(previous: bytes) -> None:
    with pytest.raises(PreviousCalendarError, match="Choose another name"):
        to_ics(a_plan(follow_up()), now=NOW, previous=previous)


@pytest.mark.usefixtures("tokyo")
def test_now_needs_a_zone_and_any_zone_will_do() -> None:
    with pytest.raises(ValueError, match=r"^now has no .* datetime such as datetime.now\(UTC\)$"):
        to_ics(a_plan(), now=datetime(2026, 1, 1))
    west = NOW.astimezone(timezone(-timedelta(hours=9)))
    assert to_ics(a_plan(follow_up()), now=west) == to_ics(a_plan(follow_up()), now=NOW)
    assert b"LAST-MODIFIED:20261123T120000Z" in lines(to_ics(a_plan(follow_up()), now=west))


# Feeds


def many(count: int, day: datetime) -> Iterable[FollowUp]:
    for number in range(count):
        start = day + timedelta(minutes=number)
        yield replace(follow_up(f"{number:05}@test"), start=start, end=start + timedelta(minutes=5))


@pytest.mark.parametrize(
    ("url", "written"),
    [
        pytest.param("https://host.example/x/name.ics", "", id="plain"),
        pytest.param("https://u:p@[::1]:8080/x/~a?b=c&d=%20#e", "", id="all that a URL has"),
        pytest.param(
            'https://host.example/\u00e9 "\ud83d.ics',
            "https://host.example/%C3%A9%20%22.ics",
            id="all that it has not",
        ),
    ],
)
def test_a_feed_names_its_source(url: str, written: str) -> None:
    source = f"SOURCE;VALUE=URI:{written or url}".encode()
    assert source in lines(to_ics(a_plan(), now=NOW, feed_url=url))


def test_a_feed_leaves_out_what_is_90_days_past_and_a_file_keeps_it() -> None:
    one = a_plan(follow_up())
    over = follow_up().end + timedelta(days=90)
    assert len(events(to_ics(one, now=over - SECOND, feed=True))) == 1
    assert len(events(to_ics(one, now=over, feed=True))) == 0
    assert len(events(to_ics(one, now=over))) == 1


def test_a_feed_stays_below_the_limits_of_google() -> None:
    crowd = list(many(1_001, NOW))
    held = uids(to_ics(a_plan(*reversed(crowd)), now=NOW, feed=True))
    assert held == [each.uid for each in crowd[:1_000]]


def of_size(octets: int) -> Plan:
    """Return a plan whose calendar, without alarms, has exactly so many octets."""
    wordy = [replace(each, description="w" * 9_000) for each in many(102, NOW)]
    missing = octets - len(to_ics(a_plan(*wordy), now=NOW, alarm=SILENT))
    more = ["w" * min(50, max(0, missing - 50 * number)) for number in range(102)]
    named = (replace(each, summary=each.summary + w) for each, w in zip(wordy, more, strict=True))
    return a_plan(*named)


def test_a_feed_holds_what_fits_into_1_mb_and_no_octet_more() -> None:
    full, more = of_size(1_000_000), of_size(1_000_001)
    assert len(to_ics(full, now=NOW, feed=True)) == 1_000_000
    assert len(to_ics(more, now=NOW, alarm=SILENT)) == 1_000_001
    held = uids(to_ics(more, now=NOW, feed=True))
    assert held == [each.uid for each in more.follow_ups[:-1]]


# Objects


ASKED = [
    pytest.param({}, id="nothing"),
    pytest.param({"previous": to_ics(a_plan(follow_up("old@test")), now=NOW)}, id="a last output"),
    pytest.param({"name": "Mine"}, id="a name"),
    pytest.param({"alarm": timedelta(hours=1)}, id="an alarm"),
    pytest.param({"feed": True}, id="a feed"),
    pytest.param({"feed_url": "https://host.example/x/name.ics"}, id="the address of a feed"),
    pytest.param({"answer_url": "https://host.example/a/{}".format}, id="an address for answers"),
]


@pytest.mark.parametrize("asked", ASKED)
def test_to_calendar_gives_the_same_as_objects(asked: dict[str, Any]) -> None:
    one = a_plan(follow_up())
    written = to_ics(one, now=NOW, **asked)
    assert to_calendar(one, now=NOW, **asked) == Calendar.from_ical(written)
    assert bool(asked) == (written != to_ics(one, now=NOW))


@pytest.mark.parametrize(
    "now",
    [
        pytest.param(datetime(2026, 11, 1, tzinfo=UTC), id="before the interview"),
        pytest.param(datetime(2026, 11, 20, tzinfo=UTC), id="amid the plan"),
        pytest.param(datetime(2028, 1, 1, tzinfo=UTC), id="after all of it"),
    ],
)
def test_nothing_rings_that_was_over_at_the_first_import(now: datetime) -> None:
    sample = plan(load(SAMPLE))
    calendar = Calendar.from_ical(to_ics(sample, now=now))
    for event in calendar.walk("VEVENT"):
        past = event.decoded("DTEND") <= now
        rings = bool(event.walk("VALARM"))
        done = str(event["SUMMARY"]).startswith("Done: ")
        assert rings == (not past and not done and event["STATUS"] == "CONFIRMED")


def test_an_alarm_stays_as_it_was_once_its_time_is_past() -> None:
    sample = plan(load(SAMPLE))
    first = to_ics(sample, now=datetime(2026, 11, 1, tzinfo=UTC))
    assert to_ics(sample, now=datetime(2027, 11, 1, tzinfo=UTC), previous=first) == first


# Alarms as they are set


def alarms(ics: bytes) -> dict[str, list[timedelta]]:
    """Return how long before its start each event rings, by uid."""
    return {
        str(each["UID"]): [-alarm.decoded("TRIGGER") for alarm in each.walk("VALARM")]
        for each in events(ics)
    }


@pytest.mark.parametrize(
    ("alarm", "feed", "rings"),
    [
        pytest.param(None, False, [10], id="a file by default"),
        pytest.param(None, True, [], id="a feed by default"),
        pytest.param(timedelta(0), False, [], id="none"),
        pytest.param(timedelta(hours=1), False, [60], id="an hour in a file"),
        pytest.param(timedelta(hours=1), True, [60], id="an hour in a feed"),
        pytest.param(timedelta(days=1), False, [1440], id="a day"),
    ],
)
def test_an_event_rings_when_it_is_asked_to(
    alarm: timedelta | None, feed: bool, rings: list[int]
) -> None:
    ics = to_ics(a_plan(follow_up()), now=NOW, alarm=alarm, feed=feed)
    assert alarms(ics) == {"one@followup-ics": [timedelta(minutes=each) for each in rings]}


@pytest.mark.parametrize(
    "alarm", [timedelta(seconds=90), timedelta(minutes=-1), timedelta(days=1, minutes=1)], ids=str
)
def test_what_no_alarm_can_be_is_refused(alarm: timedelta) -> None:
    with pytest.raises(ValueError, match=r"^alarm is not in whole minutes from 0, .* to a day$"):
        to_ics(a_plan(follow_up()), now=NOW, alarm=alarm)


def test_an_event_can_ring_until_it_is_over() -> None:
    one, over = a_plan(follow_up()), follow_up().end
    ringing = to_ics(one, now=over - SECOND)
    assert ringing.count(b"BEGIN:VALARM") == 1
    assert to_ics(one, now=over).count(b"BEGIN:VALARM") == 0
    assert to_ics(one, now=over, previous=ringing, alarm=SILENT) == ringing
    silenced = to_ics(one, now=over - SECOND, previous=ringing, alarm=SILENT)
    assert silenced.count(b"BEGIN:VALARM") == 0


TO_COME, PAST = follow_up(), follow_up("past@test", day=22)
EARLY = datetime(2026, 11, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("first", "then"),
    [
        pytest.param(10, 30, id="earlier"),
        pytest.param(10, 0, id="taken away"),
        pytest.param(0, 10, id="added"),
    ],
)
def test_another_alarm_revises_what_is_to_come_and_leaves_the_past_alone(
    first: int, then: int
) -> None:
    both = a_plan(TO_COME, PAST)
    before = to_ics(both, now=EARLY, alarm=timedelta(minutes=first))
    after = to_ics(both, now=NOW, previous=before, alarm=timedelta(minutes=then))
    old, new = ({str(e["UID"]): stamps(e) for e in events(ics)} for ics in (before, after))
    assert new["past@test"] == old["past@test"]
    assert alarms(after)["past@test"] == alarms(before)["past@test"]
    assert new["one@followup-ics"][1] == NOW
    assert new["one@followup-ics"][2] > old["one@followup-ics"][2]
    assert alarms(after)["one@followup-ics"] == [timedelta(minutes=then)] * bool(then)
    later = NOW + timedelta(days=9)
    assert to_ics(both, now=later, previous=after, alarm=timedelta(minutes=then)) == after


def test_an_alarm_that_a_program_took_out_is_put_back_as_a_revision() -> None:
    first = to_ics(a_plan(TO_COME), now=EARLY)
    start, end = first.index(b"BEGIN:VALARM"), first.index(b"END:VEVENT")
    silent = first[:start] + first[end:]
    again = to_ics(a_plan(TO_COME), now=NOW, previous=silent)
    assert alarms(again) == alarms(first)
    assert only(again).decoded("LAST-MODIFIED") == NOW


@pytest.mark.parametrize(
    ("action", "trigger"),
    [
        pytest.param(b"NONE", b";VALUE=DATE-TIME:19760401T005545Z", id="Apple's for none"),
        pytest.param(b"AUDIO", b":-PT5M", id="a sound"),
        pytest.param(b"DISPLAY", b":PT0S", id="at the start"),
        pytest.param(b"DISPLAY", b":PT5M", id="after it"),
    ],
)
def test_an_alarm_that_a_program_added_for_itself_is_none_of_ours(
    action: bytes, trigger: bytes
) -> None:
    first = to_ics(a_plan(TO_COME), now=EARLY)
    own = b"BEGIN:VALARM\r\nACTION:%b\r\nTRIGGER%b\r\nEND:VALARM\r\n" % (action, trigger)
    odd = first.replace(b"BEGIN:VALARM", own + b"BEGIN:VALARM", 1)
    again = to_ics(a_plan(TO_COME), now=NOW, previous=odd)
    assert only(again).decoded("LAST-MODIFIED") == EARLY
