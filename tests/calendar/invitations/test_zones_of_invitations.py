"""Times of invitations: the right instant on both sides of a clock change, whoever names the zone.

The wall times stand around the changes of 2026: in America on 8 March and 1 November, in Europe on
29 March and 25 October, in Sydney on 5 April and 4 October, in Asuncion and Kolkata none.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import pytz
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from followup_ics.calendar.invitations import Invitation, read_invitations
from followup_ics.working_time import is_zone


def invited(tzid: str, wall: str, rules: str = "", head: str = "") -> Invitation:
    """Return an invitation to a wall time in a zone: wall is "2026-03-08 10:00"."""
    time = datetime.fromisoformat(wall).strftime("%Y%m%dT%H%M%S")
    name = f";TZID={tzid}" if tzid else ""
    text = (
        f"BEGIN:VCALENDAR\n{head}{rules}BEGIN:VEVENT\nUID:1\nDTSTART{name}:{time}\n"
        "END:VEVENT\nEND:VCALENDAR\n"
    )
    (found,) = read_invitations(text.encode(), "invite.ics")
    return found


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def part(kind: str, first: str, offsets: str, *lines: str) -> str:
    """Return STANDARD or DAYLIGHT: part("STANDARD", "16010101T020000", "-0400 -0500", "RRULE:")."""
    before, after = offsets.split()
    return "\n".join(
        [
            f"BEGIN:{kind}",
            f"DTSTART:{first}",
            f"TZOFFSETFROM:{before}",
            f"TZOFFSETTO:{after}",
            *lines,
            f"END:{kind}\n",
        ]
    )


def zone(tzid: str, *parts: str) -> str:
    return f"BEGIN:VTIMEZONE\nTZID:{tzid}\n{''.join(parts)}END:VTIMEZONE\n"


EXCHANGE_EASTERN = (
    part("STANDARD", "16010101T020000", "-0400 -0500", "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11"),
    part("DAYLIGHT", "16010101T020000", "-0500 -0400", "RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3"),
)
SINCE_2007 = (
    part("STANDARD", "20071104T020000", "-0400 -0500", "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU"),
    part("DAYLIGHT", "20070311T020000", "-0500 -0400", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=2SU"),
    part(
        "STANDARD",
        "19671029T020000",
        "-0400 -0500",
        "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU;UNTIL=20061029T060000Z",
    ),
    part(
        "DAYLIGHT",
        "19870405T020000",
        "-0500 -0400",
        "RRULE:FREQ=YEARLY;BYMONTH=4;BYDAY=1SU;UNTIL=20060402T070000Z",
    ),
)
BY_DAYS_OF_MONTH = (
    part(
        "DAYLIGHT",
        "19700308T020000",
        "-0500 -0400",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=8,9,10,11,12,13,14;BYDAY=SU",
    ),
    part(
        "STANDARD",
        "19701101T020000",
        "-0400 -0500",
        "RRULE:FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=1,2,3,4,5,6,7;BYDAY=SU",
    ),
)
BY_POSITION = (
    part(
        "STANDARD",
        "19701101T020000",
        "-0400 -0500",
        "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=SU;BYSETPOS=1;BYHOUR=2;BYMINUTE=0;",
    ),
    part(
        "DAYLIGHT",
        "19700308T020000",
        "-0500 -0400",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=SU;BYSETPOS=2",
    ),
)
BY_DATES = (
    part("STANDARD", "20251102T020000", "-0400 -0500", "RDATE:20261101T020000,20271107T020000"),
    part("DAYLIGHT", "20250309T020000", "-0500 -0400", "RDATE:20260308T020000,20270314T020000"),
)
EASTERN = [
    pytest.param(EXCHANGE_EASTERN, id="Exchange, from 1601"),
    pytest.param(EXCHANGE_EASTERN[::-1], id="daylight first"),
    pytest.param(SINCE_2007, id="with rules that are over"),
    pytest.param(BY_DAYS_OF_MONTH, id="days of the month"),
    pytest.param(BY_POSITION, id="BYSETPOS, BYHOUR and a final semicolon"),
    pytest.param(BY_DATES, id="single dates"),
]
AMERICAN_CHANGES = [
    ("2026-03-08 01:59", "2026-03-08 06:59"),
    ("2026-03-08 02:30", "2026-03-08 07:00"),  # does not exist: the first instant after the gap
    ("2026-03-08 03:00", "2026-03-08 07:00"),
    ("2026-07-01 12:00", "2026-07-01 16:00"),
    ("2026-10-28 12:00", "2026-10-28 16:00"),  # by the rules until 2006, winter
    ("2026-11-01 00:59", "2026-11-01 04:59"),
    ("2026-11-01 01:30", "2026-11-01 05:30"),  # twice: the first
    ("2026-11-01 02:00", "2026-11-01 07:00"),
    ("2026-12-31 23:59", "2027-01-01 04:59"),
]


@pytest.mark.parametrize(("wall", "instant"), AMERICAN_CHANGES)
@pytest.mark.parametrize("parts", EASTERN)
def test_rules_of_the_file_decide_where_the_name_says_nothing(
    parts: tuple[str, ...], wall: str, instant: str
) -> None:
    for name in ("Customized Time Zone", "tzone://Microsoft/Custom"):
        found = invited(name, wall, zone(name, *parts))
        assert found.start == utc(instant)
        assert found.repairs == ()


def test_a_rule_ends_when_it_says() -> None:
    found = invited("Ours", "2007-10-30 12:00", zone("Ours", *SINCE_2007))
    assert found.start == utc("2007-10-30 16:00")


OTHER_RULES = [
    pytest.param(
        (
            part(
                "STANDARD",
                "16010101T030000",
                "+1100 +1000",
                "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=4",
            ),
            part(
                "DAYLIGHT",
                "16010101T020000",
                "+1000 +1100",
                "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=10",
            ),
        ),
        [
            ("2026-04-05 01:59", "2026-04-04 14:59"),
            ("2026-04-05 03:00", "2026-04-04 17:00"),
            ("2026-10-04 01:59", "2026-10-03 15:59"),
            ("2026-10-04 03:00", "2026-10-03 16:00"),
        ],
        id="south of the equator",
    ),
    pytest.param(
        (
            part(
                "STANDARD",
                "16010101T020000",
                "+0100 +0000",
                "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
            ),
            part(
                "DAYLIGHT",
                "16010101T010000",
                "+0000 +0100",
                "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
            ),
        ),
        [
            ("2026-03-29 00:59", "2026-03-29 00:59"),
            ("2026-03-29 02:00", "2026-03-29 01:00"),
            ("2026-10-25 00:59", "2026-10-24 23:59"),
            ("2026-10-25 02:00", "2026-10-25 02:00"),
        ],
        id="London",
    ),
    pytest.param(
        (part("STANDARD", "19700101T000000", "+0530 +0530"),),
        [("2026-01-01 12:00", "2026-01-01 06:30"), ("2026-07-01 12:00", "2026-07-01 06:30")],
        id="no change",
    ),
    pytest.param(
        (
            part("STANDARD", "16010101T000000", "+0300 +0300"),
            part("DAYLIGHT", "16010101T000000", "+0300 +0300"),
        ),
        [("2026-07-01 12:00", "2026-07-01 09:00")],
        id="no change, said twice",
    ),
    pytest.param(
        (
            part("STANDARD", "20300101T000000", "+0200 +0300"),
            part("DAYLIGHT", "20400101T000000", "+0300 +0400"),
        ),
        [("2026-07-01 12:00", "2026-07-01 10:00")],
        id="before all changes",
    ),
    pytest.param(
        (
            part(
                "STANDARD",
                "19961027T030000",
                "+0400 +0300",
                "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU;UNTIL=20101030T230000Z",
            ),
            part(
                "DAYLIGHT",
                "19930328T020000",
                "+0300 +0400",
                "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;UNTIL=20100327T230000Z",
            ),
        ),
        [("2026-01-01 12:00", "2026-01-01 09:00"), ("2026-07-01 12:00", "2026-07-01 09:00")],
        id="after all changes",
    ),
]


@pytest.mark.parametrize(("parts", "times"), OTHER_RULES)
def test_other_rules_hold_too(parts: tuple[str, ...], times: list[tuple[str, str]]) -> None:
    for wall, instant in times:
        assert invited("Elsewhere", wall, zone("Elsewhere", *parts)).start == utc(instant), wall


WINDOWS = [
    ("Eastern Standard Time", "America/New_York", "2026-03-08 01:00", "2026-03-08 06:00"),
    ("Eastern Standard Time", "America/New_York", "2026-03-08 04:00", "2026-03-08 08:00"),
    ("Central Standard Time", "America/Chicago", "2026-11-01 00:30", "2026-11-01 05:30"),
    ("Central Standard Time", "America/Chicago", "2026-11-01 03:00", "2026-11-01 09:00"),
    ("Mountain Standard Time", "America/Denver", "2026-06-01 09:00", "2026-06-01 15:00"),
    ("US Mountain Standard Time", "America/Phoenix", "2026-06-01 09:00", "2026-06-01 16:00"),
    ("Pacific Standard Time", "America/Los_Angeles", "2026-10-31 09:00", "2026-10-31 16:00"),
    ("Pacific Standard Time", "America/Los_Angeles", "2026-11-02 09:00", "2026-11-02 17:00"),
    ("GMT Standard Time", "Europe/London", "2026-10-24 09:00", "2026-10-24 08:00"),
    ("GMT Standard Time", "Europe/London", "2026-10-26 09:00", "2026-10-26 09:00"),
    ("W. Europe Standard Time", "Europe/Berlin", "2026-03-28 09:00", "2026-03-28 08:00"),
    ("W. Europe Standard Time", "Europe/Berlin", "2026-03-30 09:00", "2026-03-30 07:00"),
    ("India Standard Time", "Asia/Kolkata", "2026-07-01 09:00", "2026-07-01 03:30"),
    ("AUS Eastern Standard Time", "Australia/Sydney", "2026-04-04 09:00", "2026-04-03 22:00"),
    ("AUS Eastern Standard Time", "Australia/Sydney", "2026-04-06 09:00", "2026-04-05 23:00"),
    ("Mountain Standard Time (Mexico)", "America/Mazatlan", "2026-07-01 09:00", "2026-07-01 16:00"),
]


@pytest.mark.parametrize(("name", "iana", "wall", "instant"), WINDOWS)
def test_a_name_of_windows_is_known_with_rules_and_without(
    name: str, iana: str, wall: str, instant: str
) -> None:
    for tzid in (name, f'"{name}"'):
        found = invited(tzid, wall)
        assert (found.start, found.zone, found.repairs) == (utc(instant), iana, ())


def changes_of_2026(iana: str) -> list[datetime]:
    """Return wall times a day before and a day after each clock change of a zone in 2026."""
    there, day = pytz.timezone(iana), timedelta(days=1)
    noons = [datetime(2026, 1, 1, 12) + each * day for each in range(365)]
    offsets = [there.localize(noon).utcoffset() for noon in noons]
    after = [each for each in range(1, 365) if offsets[each] != offsets[each - 1]]
    return [noons[0], *(noons[each - side] for each in after for side in (1, 0))]


@pytest.mark.parametrize("name", sorted(WINDOWS_TO_OLSON))
def test_every_name_of_windows_gives_the_instants_of_its_zone(name: str) -> None:
    there = WINDOWS_TO_OLSON[name]
    for wall in changes_of_2026(there):
        found = invited(f'"{name}"', wall.isoformat())
        assert found.start == pytz.timezone(there).localize(wall)
        assert found.repairs == ()
        assert is_zone(found.zone) or not found.zone


NAMES = [
    ("Europe/Berlin", "2026-07-01 10:00", "Europe/Berlin"),
    ('"Europe/Berlin"', "2026-07-01 10:00", "Europe/Berlin"),
    ("EUROPE/BERLIN", "2026-07-01 10:00", "Europe/Berlin"),
    ("America/New York", "2026-07-01 16:00", "America/New_York"),
    ("/Europe/Vienna", "2026-07-01 10:00", "Europe/Vienna"),
    (
        "/freeassociation.sourceforge.net/Tzfile/Europe/Ljubljana",
        "2026-07-01 10:00",
        "Europe/Ljubljana",
    ),
    ("/citadel.org/20211207_1/America/Toronto", "2026-07-01 16:00", "America/Toronto"),
    (
        "/softwarestudio.org/Olson_20011030_5/America/Argentina/Buenos_Aires",
        "2026-07-01 15:00",
        "America/Argentina/Buenos_Aires",
    ),
    ("UTC", "2026-07-01 12:00", ""),
    ("Etc/UTC", "2026-07-01 12:00", ""),
    ("tzone://Microsoft/Utc", "2026-07-01 12:00", ""),
    ("GMT", "2026-07-01 12:00", ""),
    ('"GMT+05:00"', "2026-07-01 07:00", ""),
    ("GMT+0530", "2026-07-01 06:30", ""),
    ("UTC-3", "2026-07-01 15:00", ""),
    ("Etc/GMT-5", "2026-07-01 07:00", ""),
]


@pytest.mark.parametrize(("tzid", "instant", "iana"), NAMES)
def test_a_name_that_says_which_zone_is_taken_at_its_word(
    tzid: str, instant: str, iana: str
) -> None:
    found = invited(tzid, "2026-07-01 12:00")
    assert (found.start, found.zone, found.repairs) == (utc(instant), iana, ())


GUESSES = [
    ("EST", "2026-07-01 16:00", "America/New_York"),
    ("CET", "2026-07-01 10:00", "Europe/Berlin"),
    ("Eastern Standard Time 1", "2026-07-01 16:00", "America/New_York"),
    ('"(UTC+00:00) Dublin, Edinburgh, Lisbon, London"', "2026-07-01 11:00", "Europe/Dublin"),
    ('"(UTC-05:00) Eastern Time (US & Canada)"', "2026-07-01 16:00", "America/New_York"),
    ("(UTC+01:00) Amsterdam, Berlin, Bern, Rome", "2026-07-01 10:00", "Europe/Amsterdam"),
    ("(UTC-03:00) Nowhere", "2026-07-01 15:00", ""),
]


@pytest.mark.parametrize(("tzid", "instant", "iana"), GUESSES)
def test_what_a_name_may_mean_is_taken_and_said(tzid: str, instant: str, iana: str) -> None:
    found = invited(tzid, "2026-07-01 12:00")
    assert (found.start, found.zone) == (utc(instant), iana)
    (word,) = found.repairs
    assert word.startswith("the zone '")
    assert iana in word


@pytest.mark.parametrize("tzid", ["", "Head office", "tzone://Microsoft/Custom", "GMT+99"])
def test_a_time_without_a_zone_is_local_and_says_so(tzid: str) -> None:
    found = invited(tzid, "2026-07-01 12:00")
    assert found.start == datetime(2026, 7, 1, 12)
    assert "local to you" in found.repairs[0]


def test_a_calendar_s_zone_is_for_floating_times_alone() -> None:
    head = "X-WR-TIMEZONE:Asia/Tokyo\n"
    assert invited("", "2026-07-01 12:00", head=head).start == utc("2026-07-01 03:00")
    assert invited("UTC", "2026-07-01 12:00", head=head).start == utc("2026-07-01 12:00")
    assert invited("Europe/Paris", "2026-07-01 12:00", head=head).zone == "Europe/Paris"


def test_a_place_wins_over_rules_that_say_otherwise_and_it_is_said() -> None:
    old = zone("Europe/Berlin", part("STANDARD", "19700101T000000", "+0300 +0300"))
    found = invited("Europe/Berlin", "2026-07-01 12:00", old)
    assert found.start == utc("2026-07-01 10:00")
    (word,) = found.repairs
    assert "09:00 UTC" in word
    assert "10:00 UTC" in word


def test_an_abbreviation_means_what_the_rules_beside_it_say() -> None:
    found = invited(
        "EST", "2026-07-01 12:00", zone("EST", part("STANDARD", "19700101T000000", "-0500 -0500"))
    )
    assert found.start == utc("2026-07-01 17:00")


def test_rules_under_another_name_are_taken_where_they_are_the_only_ones() -> None:
    found = invited("Ours", "2026-07-01 12:00", zone("Theirs", *EXCHANGE_EASTERN))
    assert found.start == utc("2026-07-01 16:00")
    assert found.repairs == ("the zone 'Ours' is taken for 'Theirs', the only one there",)


def test_rules_of_one_file_say_nothing_about_the_next() -> None:
    # The package icalendar would keep those of the first file for the second.
    name = "Customized Time Zone"
    first = zone(name, part("STANDARD", "19700101T000000", "+0100 +0100"))
    second = zone(name, part("STANDARD", "19700101T000000", "-0800 -0800"))
    assert invited(name, "2026-07-01 12:00", first).start == utc("2026-07-01 11:00")
    assert invited(name, "2026-07-01 12:00", second).start == utc("2026-07-01 20:00")
    assert invited(name, "2026-07-01 12:00").start == datetime(2026, 7, 1, 12)


UNCLEAR = [
    pytest.param("BEGIN:STANDARD\nEND:STANDARD\n", id="empty"),
    pytest.param("", id="none"),
    pytest.param(part("STANDARD", "19700101T000000", "-0500 east"), id="no offset"),
    pytest.param(part("STANDARD", "19700101T000000", "-0500 +9900"), id="four days ahead"),
    pytest.param(part("STANDARD", "soon", "-0500 -0500"), id="no time"),
    pytest.param(part("STANDARD", "00010101T000000", "-0500 -0500"), id="the year 1"),
    pytest.param(
        part("STANDARD", "19700101T000000", "-0500 -0500", "RRULE:FREQ=SECONDLY"), id="secondly"
    ),
    pytest.param(
        part("STANDARD", "19700101T000000", "-0500 -0500", "RRULE:FREQ=YEARLY;BYMONTH=13"),
        id="month 13",
    ),
    pytest.param(
        part("STANDARD", "19700101T000000", "-0500 -0500", "RRULE:FREQ=YEARLY;BYDAY=MO,TU"),
        id="two days",
    ),
    pytest.param(
        part("STANDARD", "19700101T000000", "-0500 -0500", "RRULE:FREQ=YEARLY;BYEASTER=1"),
        id="unknown",
    ),
]


@pytest.mark.parametrize("parts", UNCLEAR)
def test_rules_that_cannot_be_followed_are_as_none(parts: str) -> None:
    found = invited("Ours", "2026-07-01 12:00", zone("Ours", parts))
    assert found.start == datetime(2026, 7, 1, 12)
    assert "local to you" in found.repairs[0]
