"""When a calendar keeps somebody busy: what calendar programs write, and what becomes of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from followup_ics.calendar.busy.clocks import Clock
from followup_ics.calendar.busy.reading import BusyTimes, busy_times
from followup_ics.calendar.invitations.lines import unfolded
from followup_ics.calendar.invitations.repairing import calendars
from followup_ics.calendar.invitations.zones import Zones
from followup_ics.errors import BusyCalendarError
from followup_ics.working_time import Span, moving

NEW_YORK = "America/New_York"
WITHIN = datetime(2026, 10, 1, tzinfo=UTC), datetime(2027, 2, 1, tzinfo=UTC)

# One's own zone, under a name that says nothing.
CUSTOM = """
BEGIN:VTIMEZONE
TZID:Customized Time Zone
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
"""


def calendar(*events: str, head: str = "", prodid: str = "-//work//EN") -> bytes:
    """Return a calendar of events, each given as its lines; a UID is added where it has none."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{prodid}", *head.split("\n")]
    for number, event in enumerate(events):
        own = [each.strip() for each in event.split("\n") if each.strip()]
        if not any(each.startswith("UID") for each in own):
            own.append(f"UID:{number}@work.example")
        lines += ["BEGIN:VEVENT", *own, "SUMMARY:Dentist", "END:VEVENT"]
    return "\r\n".join([*filter(None, lines), "END:VCALENDAR", ""]).encode()


def read(*events: str, head: str = "", zone: str = NEW_YORK, within: Span = WITHIN) -> BusyTimes:
    return busy_times(calendar(*events, head=head), within, zone)


def said(found: BusyTimes) -> list[str]:
    """Return spans in UTC, in order: "11-03 14:00/15:00", with the date of the end if another."""
    return [_said(*span) for span in sorted(found.spans)]


def _said(start: datetime, end: datetime) -> str:
    last = f"{end:%H:%M}" if end.date() == start.date() else f"{end:%m-%d %H:%M}"
    return f"{start:%m-%d %H:%M}/{last}"


AT_TWO = "DTSTART:20261103T140000Z\nDTEND:20261103T150000Z"
TIMES = [
    pytest.param(AT_TWO, "11-03 14:00/15:00", id="in UTC"),
    pytest.param(
        "DTSTART;TZID=Europe/Berlin:20261103T140000\nDTEND;TZID=Europe/Berlin:20261103T150000",
        "11-03 13:00/14:00",
        id="in a zone",
    ),
    pytest.param(
        'DTSTART;TZID="W. Europe Standard Time":20261103T140000\n'
        'DTEND;TZID="W. Europe Standard Time":20261103T150000',
        "11-03 13:00/14:00",
        id="in a zone of Windows",
    ),
    pytest.param(
        "DTSTART;TZID=/freeassociation.sourceforge.net/Europe/Berlin:20261103T140000\n"
        "DURATION:PT1H",
        "11-03 13:00/14:00",
        id="in a zone at the end of a path",
    ),
    pytest.param(
        "DTSTART:20261103T140000\nDTEND:20261103T150000", "11-03 19:00/20:00", id="floating"
    ),
    pytest.param("DTSTART:20261103T140000Z\nDURATION:PT90M", "11-03 14:00/15:30", id="a duration"),
    pytest.param(
        "DTSTART;TZID=America/New_York:20261031T120000\nDURATION:P1D",
        "10-31 16:00/11-01 17:00",
        id="a day over a clock change",
    ),
    pytest.param(
        "DTSTART;TZID=America/New_York:20261031T120000\nDURATION:PT24H",
        "10-31 16:00/11-01 16:00",
        id="24 hours over a clock change",
    ),
    pytest.param("DTSTART:20261103T140000Z\nDURATION:P2W", "11-03 14:00/11-17 14:00", id="weeks"),
    pytest.param(
        "DTSTART:20261103T140000Z\nDURATION:P1DT2H3M60S", "11-03 14:00/11-04 16:04", id="all units"
    ),
    pytest.param(
        "DTSTART:20261103T140000Z\nDURATION:+pt1h", "11-03 14:00/15:00", id="a plus, in small"
    ),
    pytest.param(
        "DTSTART:20261103T140000Z\nDTEND:20261103T150000Z\nDURATION:PT3H",
        "11-03 14:00/15:00",
        id="an end beside a duration",
    ),
    pytest.param(
        "DTSTART:19000101T000000Z\nDTEND:21991231T000000Z",
        "01-01 00:00/12-31 00:00",
        id="three centuries",
    ),
    pytest.param("DTSTART:20261103T140000Z", "", id="no end is no time"),
    pytest.param("DTSTART:20261103T140000Z\nDTEND:20261103T130000Z", "", id="an end before"),
    pytest.param("DTSTART:20250103T140000Z\nDTEND:20250103T150000Z", "", id="long over"),
    pytest.param("DTSTART:20281103T140000Z\nDTEND:20281103T150000Z", "", id="past the plan"),
    pytest.param(
        "DTSTART:20260901T140000Z\nDTEND:20270301T150000Z",
        "09-01 14:00/03-01 15:00",
        id="longer than the plan",
    ),
]


@pytest.mark.parametrize(("event", "span"), TIMES)
def test_an_event_is_when_it_says(event: str, span: str) -> None:
    assert said(read(event)) == list(filter(None, [span]))


BUSY = [
    pytest.param("", True, id="nothing said"),
    pytest.param("TRANSP:OPAQUE", True, id="opaque"),
    pytest.param("TRANSP:TRANSPARENT", False, id="transparent"),
    pytest.param("transp:transparent", False, id="in small letters"),
    pytest.param("STATUS:CONFIRMED", True, id="confirmed"),
    pytest.param("STATUS:TENTATIVE", True, id="tentative"),
    pytest.param("STATUS:CANCELLED", False, id="cancelled"),
    pytest.param("X-MICROSOFT-CDO-BUSYSTATUS:FREE", False, id="free, to Exchange"),
    pytest.param("X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE", False, id="at home, to Exchange"),
    pytest.param("X-MICROSOFT-CDO-BUSYSTATUS:OOF", True, id="out of office, to Exchange"),
    pytest.param(
        "X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE\nTRANSP:TRANSPARENT", True, id="Exchange outranks"
    ),
]


@pytest.mark.parametrize(("lines", "busy"), BUSY)
def test_what_is_free_or_cancelled_is_left_out(lines: str, busy: bool) -> None:
    assert bool(read(f"{AT_TWO}\n{lines}").spans) == busy


WHOLE_DAYS = [
    pytest.param("TRANSP:OPAQUE", "11-03 05:00/11-04 05:00", id="a vacation"),
    pytest.param("X-MICROSOFT-CDO-BUSYSTATUS:OOF", "11-03 05:00/11-04 05:00", id="out of office"),
    pytest.param("", "", id="a birthday or holiday of a list that says nothing"),
    pytest.param("TRANSP:TRANSPARENT", "", id="a birthday"),
    pytest.param(
        "DTEND;VALUE=DATE:20261107\nTRANSP:OPAQUE", "11-03 05:00/11-07 05:00", id="several days"
    ),
    pytest.param("DURATION:P2D\nTRANSP:OPAQUE", "11-03 05:00/11-05 05:00", id="a duration"),
    pytest.param(
        "DTEND;VALUE=DATE:20261103\nTRANSP:OPAQUE", "11-03 05:00/11-04 05:00", id="ends that day"
    ),
]


@pytest.mark.parametrize(("lines", "span"), WHOLE_DAYS)
def test_of_all_day_events_only_those_count_that_say_so(lines: str, span: str) -> None:
    assert said(read(f"DTSTART;VALUE=DATE:20261103\n{lines}")) == list(filter(None, [span]))


def test_whole_days_and_floating_times_go_along_with_a_candidate_who_moves() -> None:
    clock = moving(NEW_YORK, [(datetime(2026, 11, 10).date(), "Europe/Berlin")])
    events = (
        "DTSTART;VALUE=DATE:20261109\nTRANSP:OPAQUE",
        "DTSTART:20261112T090000\nDTEND:20261112T100000",
    )
    assert said(read(*events, zone=clock)) == ["11-09 05:00/11-10 05:00", "11-12 08:00/09:00"]


def test_our_own_feed_is_left_out_whatever_became_of_it() -> None:
    own = f"UID:{'0123456789abcdef' * 2}@followup-ics\nTRANSP:OPAQUE\n{AT_TWO}"
    assert read(own).spans == []
    ours = calendar(AT_TWO, prodid="-//followup-ics//followup-ics//EN")
    assert busy_times(ours, WITHIN, NEW_YORK).spans == []


# What repeats


def weekly(
    rule: str, *more: str, start: str = "20261026T090000", zone: str = "Europe/Berlin"
) -> str:
    """Return an hour that repeats, in Berlin, where summer time ends the day before."""
    end = start.replace("T09", "T10")
    lines = [f"DTSTART;TZID={zone}:{start}", f"DTEND;TZID={zone}:{end}", f"RRULE:{rule}", *more]
    return "\n".join([*lines, "UID:series@work.example"])


def instance(of: str, lines: str) -> str:
    return f"RECURRENCE-ID{of}\n{lines}\nUID:series@work.example"


IN_BERLIN = "DTSTART;TZID=Europe/Berlin"
REPEATING = [
    pytest.param(
        [weekly("FREQ=WEEKLY;COUNT=3", start="20261012T090000")],
        ["10-12 07:00/08:00", "10-19 07:00/08:00", "10-26 08:00/09:00"],
        id="by the clock of its zone, over a change",
    ),
    pytest.param(
        [weekly("FREQ=WEEKLY;UNTIL=20261109T080000Z")],
        ["10-26 08:00/09:00", "11-02 08:00/09:00", "11-09 08:00/09:00"],
        id="until an instant, inclusive",
    ),
    pytest.param(
        [weekly("FREQ=WEEKLY;UNTIL=20261108")],
        ["10-26 08:00/09:00", "11-02 08:00/09:00"],
        id="until a date",
    ),
    pytest.param(
        [weekly("FREQ=WEEKLY;COUNT=2;")],
        ["10-26 08:00/09:00", "11-02 08:00/09:00"],
        id="a semicolon too much",
    ),
    pytest.param(
        [weekly("FREQ=WEEKLY;COUNT=3", "EXDATE;TZID=Europe/Berlin:20261102T090000")],
        ["10-26 08:00/09:00", "11-09 08:00/09:00"],
        id="but once",
    ),
    pytest.param(
        [weekly("FREQ=WEEKLY;COUNT=3", "EXDATE:20261102T080000Z,20261109T080000Z")],
        ["10-26 08:00/09:00"],
        id="but twice, in UTC",
    ),
    pytest.param(
        [weekly("FREQ=WEEKLY;COUNT=1", "RDATE;TZID=Europe/Berlin:20261103T120000")],
        ["10-26 08:00/09:00", "11-03 11:00/12:00"],
        id="and once more",
    ),
    pytest.param(
        [weekly("FREQ=WEEKLY;COUNT=1", "RDATE;VALUE=PERIOD:20261103T120000Z/PT2H")],
        ["10-26 08:00/09:00", "11-03 12:00/14:00"],
        id="and once more, for longer",
    ),
    pytest.param(
        [weekly("FREQ=WEEKLY;COUNT=1", "RDATE:20261103T110000Z")],
        ["10-26 08:00/09:00", "11-03 11:00/12:00"],
        id="and once more, in UTC",
    ),
    pytest.param(
        [weekly("FREQ=WEEKLY;COUNT=1", "RDATE;VALUE=PERIOD:20261103T120000Z/20261103T143000Z")],
        ["10-26 08:00/09:00", "11-03 12:00/14:30"],
        id="and once more, until then",
    ),
    pytest.param(
        [weekly("COUNT=1;FREQ=WEEKLY;UNTIL=20261102T080000Z")],
        ["10-26 08:00/09:00", "11-02 08:00/09:00"],
        id="an end outranks a number before",
    ),
    pytest.param(
        [weekly("FREQ=WEEKLY;UNTIL=20261102T080000Z;COUNT=1")],
        ["10-26 08:00/09:00", "11-02 08:00/09:00"],
        id="an end outranks a number behind",
    ),
    pytest.param(
        [weekly("FREQ=WEEKLY;UNTIL=20261102T090000")],
        ["10-26 08:00/09:00", "11-02 08:00/09:00"],
        id="until a time of its own clock",
    ),
    pytest.param(
        [
            weekly("FREQ=WEEKLY;COUNT=3"),
            instance(
                ";TZID=Europe/Berlin:20261102T090000",
                f"{IN_BERLIN}:20261103T150000\nDURATION:PT30M",
            ),
        ],
        ["10-26 08:00/09:00", "11-03 14:00/14:30", "11-09 08:00/09:00"],
        id="one of them moved",
    ),
    pytest.param(
        [
            weekly("FREQ=WEEKLY;COUNT=2"),
            instance(":20261102T080000Z", "SEQUENCE:2\nDTSTART:20261103T120000Z\nDURATION:PT1H"),
            instance(":20261102T080000Z", "SEQUENCE:1\nDTSTART:20261104T120000Z\nDURATION:PT1H"),
        ],
        ["10-26 08:00/09:00", "11-03 12:00/13:00"],
        id="one of them moved twice, the later time first",
    ),
    pytest.param(
        [
            weekly("FREQ=WEEKLY;COUNT=2"),
            instance(":20261102T080000Z", "SEQUENCE:1\nDTSTART:20261104T120000Z\nDURATION:PT1H"),
            instance(":20261102T080000Z", "SEQUENCE:2\nDTSTART:20261103T120000Z\nDURATION:PT1H"),
        ],
        ["10-26 08:00/09:00", "11-03 12:00/13:00"],
        id="one of them moved twice",
    ),
    pytest.param(
        [
            weekly("FREQ=WEEKLY;COUNT=2"),
            instance(":20261102T080000Z", "DTSTART:20261102T080000Z\nSTATUS:CANCELLED"),
        ],
        ["10-26 08:00/09:00"],
        id="one of them cancelled",
    ),
    pytest.param(
        [
            weekly("FREQ=WEEKLY;COUNT=2"),
            instance(
                ":20261102T080000Z",
                "DTSTART:20261102T080000Z\nDURATION:PT1H\nTRANSP:TRANSPARENT",
            ),
        ],
        ["10-26 08:00/09:00"],
        id="one of them free",
    ),
    pytest.param(
        [
            weekly("FREQ=WEEKLY;COUNT=2", "TRANSP:TRANSPARENT"),
            instance(":20261102T080000Z", "DTSTART:20261102T080000Z\nDURATION:PT1H"),
        ],
        ["11-02 08:00/09:00"],
        id="only one of them busy",
    ),
    pytest.param(
        [
            weekly("FREQ=WEEKLY;COUNT=3"),
            instance(
                ";RANGE=THISANDFUTURE:20261102T080000Z",
                "DTSTART:20261102T100000Z\nDURATION:PT30M",
            ),
        ],
        ["10-26 08:00/09:00", "11-02 10:00/10:30", "11-09 10:00/10:30"],
        id="moved from one on",
    ),
    pytest.param(
        [instance(":20261102T080000Z", "DTSTART:20261102T120000Z\nDURATION:PT1H")],
        ["11-02 12:00/13:00"],
        id="one without its series",
    ),
    pytest.param(
        ["DTSTART;VALUE=DATE:20261102\nTRANSP:OPAQUE\nRRULE:FREQ=DAILY;COUNT=2"],
        ["11-02 05:00/11-03 05:00", "11-03 05:00/11-04 05:00"],
        id="whole days",
    ),
    pytest.param(
        ["DTSTART;VALUE=DATE:20261102\nTRANSP:OPAQUE\nRRULE:FREQ=DAILY;UNTIL=20261103T000000Z"],
        ["11-02 05:00/11-03 05:00", "11-03 05:00/11-04 05:00"],
        id="whole days until an instant",
    ),
    pytest.param(
        ["DTSTART:20200101T233000\nDURATION:PT1H\nRRULE:FREQ=YEARLY"],
        ["01-02 04:30/05:30"],
        id="every year, floating",
    ),
    pytest.param(
        ["DTSTART:20201015T090000Z\nDURATION:PT1H\nRRULE:FREQ=MONTHLY;BYDAY=-1FR"],
        ["10-30 09:00/10:00", "11-27 09:00/10:00", "12-25 09:00/10:00", "01-29 09:00/10:00"],
        id="the last Friday of each month, for years",
    ),
    pytest.param(
        [weekly("FREQ=WEEKLY;UNTIL=20260930T000000Z", start="20250106T090000")], [], id="over"
    ),
]


@pytest.mark.parametrize(("events", "spans"), REPEATING)
def test_an_event_repeats_as_it_says(events: list[str], spans: list[str]) -> None:
    found = read(*events)
    assert said(found) == spans
    assert found.words == []


def test_a_zone_that_only_the_file_explains_is_followed_over_its_clock_changes() -> None:
    events = [weekly("FREQ=WEEKLY;COUNT=3", start="20261012T090000", zone="Customized Time Zone")]
    events += ["DTSTART;TZID=Customized Time Zone:20261020T090000\nDURATION:PT1H"]
    found = read(*events, head=CUSTOM.strip())
    assert said(found) == [
        "10-12 07:00/08:00",
        "10-19 07:00/08:00",
        "10-20 07:00/08:00",
        "10-26 08:00/09:00",
    ]


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(datetime(2026, 10, 25, 1, tzinfo=UTC), id="back"),
        pytest.param(datetime(2027, 3, 28, 1, tzinfo=UTC), id="ahead"),
    ],
)
def test_the_clock_of_such_a_zone_shows_what_that_of_the_place_does(change: datetime) -> None:
    (file,) = calendars(unfolded(CUSTOM.encode())[0], [])
    name = "Customized Time Zone"
    own, there = Clock("", name, Zones(file.named("VTIMEZONE"))), Clock("Europe/Berlin")
    for minutes in range(-240, 240, 15):
        at = change + timedelta(minutes=minutes)
        assert own.wall(at) == there.wall(at)


def test_what_lasts_into_the_hour_after_such_a_clock_went_ahead_keeps_its_length() -> None:
    event = "DTSTART;TZID=Customized Time Zone:20270327T220000\nDURATION:PT4H15M"
    within = datetime(2027, 3, 1, tzinfo=UTC), datetime(2027, 4, 1, tzinfo=UTC)
    assert said(read(event, head=CUSTOM.strip(), within=within)) == ["03-27 21:00/03-28 01:15"]


def test_one_files_zone_of_that_name_is_not_anothers() -> None:
    event = "DTSTART;TZID=Customized Time Zone:20261103T090000\nDURATION:PT1H"
    there = CUSTOM.replace("+0200", "+0900").replace("+0100", "+0800").strip()
    assert said(read(event, head=CUSTOM.strip())) == ["11-03 08:00/09:00"]
    assert said(read(event, head=there)) == ["11-03 01:00/02:00"]


def test_the_zone_of_the_whole_file_is_that_of_its_floating_times() -> None:
    event = "DTSTART:20261103T140000\nDTEND:20261103T150000"
    assert said(read(event, head="X-WR-TIMEZONE:Europe/Berlin")) == ["11-03 13:00/14:00"]


# What is not understood


def test_a_zone_that_nobody_knows_is_taken_as_ones_own_and_told_once() -> None:
    event = "DTSTART;TZID=Narnia:20261103T140000\nDTEND;TZID=Narnia:20261103T150000"
    found = read(event, event)
    assert said(found) == ["11-03 19:00/20:00"] * 2
    assert found.words == ["the zone 'Narnia' is not known; its time is taken to be local to you"]


@pytest.mark.parametrize(("count", "told"), [(3, 3), (4, 4), (5, 4), (50, 4)])
def test_of_many_zones_that_nobody_knows_a_few_are_named(count: int, told: int) -> None:
    events = [f"DTSTART;TZID=Narnia {n}:20261103T140000\nDURATION:PT1H" for n in range(count)]
    found = read(*events)
    assert len(found.spans) == count
    assert len(found.words) == told
    assert all(f"'Narnia {n}'" in word for n, word in enumerate(found.words[:3]))
    assert found.words[3:] in (
        [],
        ["the zone 'Narnia 3' is not known; its time is taken to be local to you"],
        [f"{count - 3} more zones are not known"],
    )


@pytest.mark.parametrize(
    "event",
    [
        pytest.param("STATUS:CONFIRMED", id="no time"),
        pytest.param("DTSTART:tomorrow", id="no such time"),
        pytest.param("DTSTART:20261345T000000Z", id="no such date"),
        pytest.param("DTSTART:99991231T235959Z\nDURATION:P9D", id="the end of all time"),
        pytest.param("DTSTART:18991231T235959Z", id="before 1900"),
        pytest.param("DTSTART:22000101T000000Z", id="after 2199"),
        pytest.param("DTSTART:20261103T140000Z\nDURATION:soon", id="no such duration"),
        pytest.param("DTSTART:20261103T140000Z\nDURATION:-PT1H", id="a duration backwards"),
        pytest.param(f"{AT_TWO}\nRRULE:FREQ=SOMETIMES", id="no such rule"),
        pytest.param(f"{AT_TWO}\nRRULE:FREQ=DAILY;BYDAY=XX", id="no such weekday"),
        pytest.param(f"{AT_TWO}\nRRULE:FREQ=DAILY;INTERVAL=0", id="a rule that stands still"),
        pytest.param(f"{AT_TWO}\nRDATE:never", id="no such date more"),
    ],
)
def test_an_event_that_cannot_be_read_costs_no_other_and_is_told(event: str) -> None:
    found = read(event, AT_TWO)
    assert "11-03 14:00/15:00" in said(found)
    assert len(found.words) == 1
    since = ", first on Tue 3 Nov 2026" if "RRULE" in event else ""
    assert found.words == [
        f"1 event has a time, or a rule to repeat by, that cannot be followed{since}"
    ]


@pytest.mark.parametrize(
    ("days", "told"),
    [
        pytest.param([2, 1], "2 events have", id="two"),
        pytest.param([3, 2, 1], "3 events have", id="three"),
        pytest.param([1, 2, 3, 4], "4 events have", id="four"),
        pytest.param([3, 3, 2, 1], "4 events have", id="two on one day"),
    ],
)
def test_events_that_cannot_be_followed_are_told_by_their_dates_never_by_their_titles(
    days: list[int], told: str
) -> None:
    events = [f"DTSTART:202611{day:02}T140000Z\nRRULE:FREQ=SECONDLY" for day in days]
    first = ["Sun 1 Nov 2026", "Mon 2 Nov 2026", "Tue 3 Nov 2026", "..."][: len(set(days))]
    assert read(*events).words == [
        f"{told} a time, or a rule to repeat by, that cannot be followed, first on "
        f"{', '.join(first)}"
    ]


def test_a_file_that_is_cut_off_is_read_as_far_as_it_goes() -> None:
    whole = calendar(AT_TWO, "DTSTART:20261104T140000Z\nDTEND:20261104T150000Z")
    cut = whole[: whole.index(b"SUMMARY", whole.index(b"20261104"))]
    found = busy_times(cut, WITHIN, NEW_YORK)
    assert said(found) == ["11-03 14:00/15:00", "11-04 14:00/15:00"]
    assert found.words == ["it is cut off; export it once more"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        pytest.param(b"", "it is no calendar", id="nothing"),
        pytest.param(b"<!doctype html><title>Log in</title>", "it is no calendar", id="a page"),
        pytest.param(b"PK\x03\x04work.ics", "it is a ZIP archive; unpack it", id="an archive"),
        pytest.param(b"\x00" * 100, "it is no calendar", id="no text"),
        pytest.param(b"X" * (16 * 1024 * 1024 + 1), "larger than 16 MiB", id="too large"),
        pytest.param(b"BEGIN:X\r\n" * 100, "nested deeper", id="too deep"),
        pytest.param(b"A:\r\n" * 400_001, "larger, or nested deeper", id="too many lines"),
        pytest.param(
            calendar() + b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\nEND:VEVENT\r\n" * 20_001,
            "more than 20,000 events; export fewer",
            id="too many events",
        ),
        pytest.param(
            calendar(*[AT_TWO] * 19_990, f"{AT_TWO}\nRRULE:FREQ=DAILY;COUNT=11"),
            "more than 20,000 events in the time of the plan",
            id="too busy",
        ),
    ],
)
def test_what_is_no_calendar_of_ones_own_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(BusyCalendarError, match=reason):
        busy_times(content, WITHIN, NEW_YORK)


def test_a_calendar_without_events_keeps_nobody_busy() -> None:
    assert busy_times(calendar(), WITHIN, NEW_YORK) == BusyTimes()


def test_what_only_touches_the_time_of_the_plan_is_left_out() -> None:
    nine, ten = datetime(2026, 11, 3, 9, tzinfo=UTC), datetime(2026, 11, 3, 10, tzinfo=UTC)
    found = read(
        "DTSTART:20261103T080000Z\nDTEND:20261103T090000Z",
        "DTSTART:20261103T080000Z\nDTEND:20261103T090001Z",
        "DTSTART:20261103T100000Z\nDTEND:20261103T110000Z",
        "DTSTART:20261103T095959Z\nDTEND:20261103T110000Z",
        within=(nine, ten),
    )
    assert said(found) == ["11-03 08:00/09:00", "11-03 09:59/11:00"]
    assert read(AT_TWO, within=(ten, ten)) == BusyTimes()


def test_times_outside_the_plan_are_left_out() -> None:
    found = read(
        "DTSTART:20200101T090000Z\nDURATION:PT1H\nRRULE:FREQ=DAILY",
        within=(datetime(2026, 11, 2, 9, 30, tzinfo=UTC), datetime(2026, 11, 4, 9, tzinfo=UTC)),
    )
    assert said(found) == ["11-02 09:00/10:00", "11-03 09:00/10:00"]
