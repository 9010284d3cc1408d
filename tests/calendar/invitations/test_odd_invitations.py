"""Files that are no invitations, or damaged ones: told apart, and never more is lost than must be.

Nothing that a stranger writes costs much, crashes, or works on a terminal.
"""

from __future__ import annotations

import re
import time
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from followup_ics.calendar.invitations import MAX_BYTES, Invitation, read_invitations
from followup_ics.calendar.invitations.reading import MAX_CALENDAR_BYTES, MAX_EVENTS, OLDER
from followup_ics.errors import InvitationError, NoInvitationError
from paths import INVITATIONS
from trying import EXAMPLES, REPEATABLE

SECONDS = 20  # a third of it, or less, where these were measured

FILES = {path.name: path.read_bytes() for path in sorted(INVITATIONS.iterdir())}
CONTENTS = [content for name, content in FILES.items() if not name.endswith(".yaml")]
EVENT = b"BEGIN:VEVENT\nUID:1\nDTSTART:20261110T140000Z\nEND:VEVENT\n"


def calendar(*parts: bytes, head: bytes = b"") -> bytes:
    return b"BEGIN:VCALENDAR\n" + head + b"".join(parts) + b"END:VCALENDAR\n"


def event(*lines: str, uid: str = "1") -> bytes:
    """Return an event on 10 November 2026, unless a line says otherwise."""
    start = (
        [] if any(each.startswith("DTSTART") for each in lines) else ["DTSTART:20261110T140000Z"]
    )
    return "\n".join(["BEGIN:VEVENT", f"UID:{uid}", *start, *lines, "END:VEVENT", ""]).encode()


def read(*lines: str) -> Invitation:
    """Return the one invitation of an event with these lines."""
    (found,) = read_invitations(calendar(event(*lines)), "invite.ics")
    return found


# What is no invitation

MAIL = b"From: a@b.example\nSubject: x\nMIME-Version: 1.0\n"
NONE = [
    pytest.param(b"", "it is empty", id="nothing"),
    pytest.param(b" \r\n\0\0", "it is empty", id="blank"),
    pytest.param(b"PK\x03\x04...", "it is a ZIP archive; unpack it", id="a ZIP archive"),
    pytest.param(b"\xd0\xcf\x11\xe0...", "it is Outlook's own .msg; save it as .ics", id="a .msg"),
    pytest.param(b"<!DOCTYPE html>", "it is a web page", id="a web page"),
    pytest.param(b"%PDF-1.7", "it is a PDF", id="a PDF"),
    pytest.param(b"Dear Jordan", "it holds no calendar; give an .ics file", id="a letter"),
    pytest.param(calendar(), "this calendar has no event", id="an empty calendar"),
    pytest.param(
        calendar(b"BEGIN:VTODO\nUID:1\nEND:VTODO\n"), "this calendar has no event", id="a task"
    ),
    pytest.param(
        calendar(EVENT, head=b"METHOD:REPLY\n"), "it is somebody's answer", id="an answer"
    ),
    pytest.param(MAIL + b"\nHello", "this mail has no invitation", id="a mail"),
    pytest.param(
        MAIL + b"Content-Type: application/ms-tnef; name=winmail.dat\n\nx",
        "its invitation is packed into winmail.dat",
        id="winmail.dat",
    ),
    pytest.param(
        b"From a@b.example Tue Nov  3 16:20:12 2026\n" + MAIL + b"\nOne\n\n"
        b"From a@b.example Tue Nov  3 16:20:13 2026\n" + MAIL + b"\nTwo\n",
        "none of its 2 mails has an invitation",
        id="a mailbox",
    ),
    pytest.param(calendar(b"BEGIN:X\n" * 30), "nested too deep", id="deep"),
    pytest.param(
        MAIL + b"Content-Type: message/rfc822\n\n" * 300, "nested too deep", id="a deep mail"
    ),
    pytest.param(
        calendar(EVENT, b"X" * MAX_CALENDAR_BYTES), "it is larger than 8 MiB", id="too large"
    ),
    pytest.param(MAIL + b"\n" + b"x" * MAX_BYTES, "it is larger than 32 MiB", id="a large mail"),
    pytest.param(calendar(EVENT, b"X\n" * 400_000), "more than 400,000 lines", id="lines"),
    pytest.param(
        calendar(EVENT * (MAX_EVENTS + 1)), "more than 10,000 events", id="too many events"
    ),
    pytest.param(
        calendar(b"BEGIN:VEVENT\nSUMMARY:Interview\nEND:VEVENT\n"),
        "the event 'Interview' cannot be read: it has no start; ask for the invitation again",
        id="no start",
    ),
    pytest.param(
        calendar(event("DTSTART:20261399T140000Z")), "'20261399T140000Z', is no time", id="month 13"
    ),
    pytest.param(
        calendar(event("DTSTART:16041110")), "it starts in the year 1604", id="the year 1604"
    ),
]


@pytest.mark.parametrize(("content", "told"), NONE)
def test_what_is_no_invitation_is_told_with_what_to_do(content: bytes, told: str) -> None:
    with pytest.raises(InvitationError) as raised:
        read_invitations(content, "invite.ics")
    assert told in str(raised.value)
    assert str(raised.value).startswith("invite.ics")
    assert len(str(raised.value)) < 200


PASSED_OVER = {"an answer", "a mail", "winmail.dat", "a mailbox", "an empty calendar", "a task"}


@pytest.mark.parametrize(("content", "told"), NONE)
def test_mails_without_an_invitation_are_known_from_damaged_ones(
    content: bytes, told: str, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(InvitationError) as raised:
        read_invitations(content, told)
    name = request.node.callspec.id
    assert isinstance(raised.value, NoInvitationError) == (name in PASSED_OVER)


# What is damaged in part


def test_an_event_that_cannot_be_read_costs_no_other_one_and_is_told() -> None:
    bad = event("DTSTART:tomorrow", "SUMMARY:Lunch", uid="2")
    (found,) = read_invitations(calendar(bad, EVENT), "invite.ics")
    assert found.uid == "1"
    assert found.repairs == ("the event 'Lunch' cannot be read: its start, 'tomorrow', is no time",)


def test_of_many_events_that_cannot_be_read_some_are_told_and_all_are_counted() -> None:
    bad = b"".join(event("DTSTART:x", f"SUMMARY:Lunch {each}") for each in range(100))
    (found,) = read_invitations(calendar(bad, EVENT), "invite.ics")
    assert len(found.repairs) == 6
    assert found.repairs[-1] == "95 more events cannot be read"


def test_a_damaged_part_of_a_mail_costs_no_other_one_and_is_told() -> None:
    part = b"--b\nContent-Type: text/calendar; name=%s\n\n%s\n"
    mail = (
        MAIL
        + b"Content-Type: multipart/mixed; boundary=b\n\n"
        + part % (b"one.ics", calendar(event("DTSTART:x", "SUMMARY:One")))
        + part % (b"two.ics", calendar(EVENT))
        + b"--b--\n"
    )
    (found,) = read_invitations(mail, "mail.eml")
    assert found.source == "mail.eml, two.ics"
    (word,) = found.repairs
    assert word.startswith("mail.eml, one.ics: the event 'One' cannot be read")


def test_a_damaged_mail_of_a_mailbox_costs_no_other_one_and_is_told() -> None:
    line = b"From a@b.example Tue Nov  3 16:20:12 2026\n"
    deep = MAIL + b"Content-Type: message/rfc822; name=x.ics\n\n" * 300
    good = MAIL + b"Content-Type: text/calendar\n\n" + calendar(EVENT)
    (found,) = read_invitations(line + deep + b"\n\n" + line + good, "box")
    assert found.source == "box, mail 2"
    assert found.repairs[0].startswith("box, mail 1: this mail is nested too deep")


def test_the_last_line_of_a_file_that_is_cut_off_is_not_taken_for_whole() -> None:
    whole = calendar(event("SUMMARY:Interview", "DTEND:20261110T150000Z"))
    at_its_date = whole.index(b"T150000Z")
    (found,) = read_invitations(whole[:at_its_date], "invite.ics")
    assert (found.summary, found.end) == ("Interview", None)
    assert len(found.repairs) == 1
    assert "cut off" in found.repairs[0]


def test_blank_lines_before_a_mail_are_nothing() -> None:
    head = b"Content-Type: text/calendar\nContent-Transfer-Encoding: base64\n\n"
    mail = MAIL + head + b64encode(calendar(EVENT))
    assert read_invitations(b"\n \r\n" + mail, "x") == read_invitations(mail, "x")


def test_the_same_version_twice_is_one_and_an_older_one_is_told() -> None:
    odd = event("DTEND:20261110T130000Z")
    (once,) = read_invitations(calendar(odd), "x")
    assert once.repairs
    assert read_invitations(calendar(odd, odd), "x") == (once,)
    (newer,) = read_invitations(calendar(odd, event("SEQUENCE:1")), "x")
    assert newer.repairs == (OLDER,)


def test_a_calendar_part_goes_before_an_attached_file() -> None:
    parts = (
        b"--b\nContent-Type: application/octet-stream; name=map.ics\n\n%s\n"
        b"--b\nContent-Type: text/calendar\n\n%s\n--b--\n"
    ) % (calendar(event(uid="attached")), calendar(event(uid="invited")))
    mail = MAIL + b"Content-Type: multipart/mixed; boundary=b\n\n" + parts
    assert [each.uid for each in read_invitations(mail, "mail.eml")] == ["invited"]


def test_a_mailbox_file_says_from_as_the_mail_did() -> None:
    text = b"BEGIN:VEVENT\nUID:1\nDTSTART:20261110\nDESCRIPTION:Hi\n>From here on\nEND:VEVENT\n"
    mail = MAIL + b"Content-Type: text/calendar\n\n" + calendar(text)
    (found,) = read_invitations(b"From a@b.example Tue Nov  3 16:20:12 2026\n" + mail, "box")
    assert found.text == "Hi\nFrom here on"


ENDS = [
    ("DTEND:20261110T150000Z", datetime(2026, 11, 10, 15, tzinfo=UTC), 0),
    ("DURATION:PT90M", datetime(2026, 11, 10, 15, 30, tzinfo=UTC), 0),
    ("DURATION:P1D", datetime(2026, 11, 11, 14, tzinfo=UTC), 0),
    ("DTEND:20261110T140000Z", None, 0),
    ("SUMMARY:No end at all", None, 0),
    ("DTEND:20261110T130000Z", None, 1),
    ("DTEND;VALUE=DATE:20261111", None, 1),
    ("DTEND:20301110T150000Z", None, 1),
    ("DURATION:-PT1H", None, 1),
    ("DURATION:P99999999999D", None, 0),
    ("DTEND:later", None, 0),
]


@pytest.mark.parametrize(("line", "end", "words"), ENDS)
def test_an_end_is_kept_where_it_makes_sense(line: str, end: date | None, words: int) -> None:
    found = read(line)
    assert found.end == end
    assert len(found.repairs) == words


def test_an_end_without_a_zone_is_in_that_of_the_start() -> None:
    found = read("DTSTART;TZID=Asia/Tokyo:20261110T100000", "DTEND:20261110T110000")
    assert (found.start, found.end) == (
        datetime(2026, 11, 10, 1, tzinfo=UTC),
        datetime(2026, 11, 10, 2, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    "end", ["", "DTEND;VALUE=DATE:20261110", "DURATION:PT1H", "DTEND:20261101"]
)
def test_a_day_without_an_end_of_sense_is_one_day(end: str) -> None:
    found = read("DTSTART;VALUE=DATE:20261110", *([end] if end else []))
    assert (found.start, found.end) == (date(2026, 11, 10), date(2026, 11, 11))


TEXTS = [
    (r"DESCRIPTION:C:\\new\, a\; b\Nc", "C:\\new, a; b\nc"),
    (r"DESCRIPTION:<p>R&amp;D</p><p>Room&nbsp;5</p>", "R&D\n\nRoom 5"),
    (r"DESCRIPTION:Fish &amp; chips", "Fish & chips"),
    (r"DESCRIPTION:3 < 4\, and <you> decide", "3 < 4, and <you> decide"),
    ("DESCRIPTION:Join<https://zoom.example/j/1>", "Join<https://zoom.example/j/1>"),
    (
        'DESCRIPTION:<a href="https://a.example">a.example</a>, <a href="javascript:x">b</a>',
        "a.example <https://a.example>, b",
    ),
    ('DESCRIPTION:<a href="https://a.example">Join</a> us', "Join <https://a.example> us"),
    ("DESCRIPTION:<style>p {}</style><!-- x --><b>Hi</b><script>x()</script>", "Hi"),
    ("DESCRIPTION:<html><head><title>No<body>Hi", "Hi"),
    (r"X-ALT-DESC;FMTTYPE=text/html:<p>One\nline</p>", "One\nline"),
    ("DESCRIPTION: \nX-ALT-DESC:Second", "Second"),
    (r"DESCRIPTION:a\n\n\n\nb\tc   d  ", "a\n\nb\\tc d"),
]


@pytest.mark.parametrize(("line", "text"), TEXTS)
def test_a_text_is_plain(line: str, text: str) -> None:
    assert read(*line.split("\n")).text == text


LINKS = [
    (["URL:https://a.example"], "https://a.example"),
    (["URL:https://a.example", "X-GOOGLE-CONFERENCE:https://b.example"], "https://b.example"),
    (["CONFERENCE;VALUE=URI;FEATURE=VIDEO:https://c.example/?a=1,2"], "https://c.example/?a=1,2"),
    (["URL:file:///etc/passwd"], ""),
    (["URL:javascript:alert(1)", "X-GOOGLE-HANGOUT:https://d.example"], "https://d.example"),
]


@pytest.mark.parametrize(("lines", "link"), LINKS)
def test_the_link_is_that_of_the_conference_and_never_a_program_s(
    lines: list[str], link: str
) -> None:
    assert read(*lines).url == link


def test_who_has_neither_name_nor_address_is_nobody() -> None:
    found = read("ORGANIZER;CN=", "ATTENDEE;CN=;RSVP=TRUE:mailto", "ATTENDEE;CN=Ann:mailto:")
    assert found.organizer is None
    assert [each.name for each in found.attendees] == ["Ann"]


def test_a_cancellation_that_says_no_time_stands_for_its_instance() -> None:
    text = b"BEGIN:VEVENT\nUID:1\nRECURRENCE-ID:20261110T140000Z\nEND:VEVENT\n"
    (found,) = read_invitations(calendar(text, head=b"METHOD:CANCEL\n"), "cancel.ics")
    assert (found.cancelled, found.recurrence) == (True, "2026-11-10T14:00:00Z")


def test_the_mail_says_the_method_where_the_calendar_does_not() -> None:
    mail = MAIL + b"Content-Type: text/calendar; method=CANCEL\n\n" + calendar(EVENT)
    (found,) = read_invitations(mail, "mail.eml")
    assert (found.method, found.cancelled) == ("CANCEL", True)


# What hostile files cost


def filled(unit: bytes, size: int = MAX_CALENDAR_BYTES - 2_000) -> bytes:
    return unit * (size // len(unit))


def zone(*lines: bytes) -> bytes:
    parts = b"BEGIN:STANDARD\nTZOFFSETFROM:+0000\nTZOFFSETTO:+0100\n%s\nEND:STANDARD\n"
    inside = b"".join(parts % line for line in lines)
    return b"BEGIN:VTIMEZONE\nTZID:X\n" + inside + b"END:VTIMEZONE\n"


def each_year(number: int) -> bytes:
    start = b"DTSTART;TZID=X:%d1110T140000" % (1900 + number % 299)
    return EVENT.replace(b"DTSTART:20261110T140000Z", start).replace(b"UID:1", b"UID:%d" % number)


YEARLY = b"DTSTART:16010101T020000\nRRULE:FREQ=YEARLY;BYMONTH=%d;BYDAY=1SU"
HOSTILE: dict[str, Callable[[], bytes]] = {
    "events": lambda: calendar(*(EVENT.replace(b":1", b":%d" % n, 1) for n in range(MAX_EVENTS))),
    "line breaks": lambda: calendar(EVENT, b"DESCRIPTION:a\n", filled(b"\n")),
    "carriage returns": lambda: calendar(EVENT, b"DESCRIPTION:a\n", filled(b"\r")),
    "folds": lambda: calendar(event("DESCRIPTION:a" + filled(b"\n a").decode())),
    "tags": lambda: calendar(event("DESCRIPTION:" + "<a href='x" * 6_000) * 40),
    "styles": lambda: calendar(event("DESCRIPTION:" + "<style>" * 9_000) * 40),
    "names in brackets": lambda: calendar(event("ATTENDEE;CN=" + "<(" * 30_000 + ":x") * 120),
    "attendees": lambda: calendar(event(filled(b"ATTENDEE;CN=a:mailto:a@b.example\n").decode())),
    "parameters": lambda: calendar(event("ATTENDEE" + filled(b";CN=a").decode() + ":x")),
    "quotes": lambda: calendar(event("ATTENDEE;CN=" + filled(b'"').decode() + ":x")),
    "addresses": lambda: calendar(event("ATTENDEE;CN=" + filled(b":mailto:").decode())),
    "what begins": lambda: calendar(filled(b"BEGIN:VALARM\n")),
    "what ends": lambda: calendar(EVENT, filled(b"END:X\n")),
    "lines of nothing": lambda: calendar(EVENT[:-12], filled(b":\n")),
    "zones": lambda: calendar(*[zone(YEARLY % 1)] * 30_000, EVENT),
    "rules": lambda: calendar(
        zone(*(YEARLY % (n % 12 + 1) for n in range(50))), *map(each_year, range(3_000))
    ),
    "a change every second": lambda: calendar(
        zone(b"DTSTART:20260101T000000\nRRULE:FREQ=SECONDLY"), each_year(0)
    ),
    "changes": lambda: calendar(
        zone(b"DTSTART:20260101T000000\nRDATE:" + filled(b"20261110T140000,")), each_year(0)
    ),
    "a zone's name": lambda: calendar(
        event("DTSTART;TZID=" + filled(b"A/").decode() + ":20261110")
    ),
    "an event every second": lambda: calendar(event("RRULE:FREQ=SECONDLY;COUNT=999999999")),
    "mails": lambda: filled(b"From a Mon 10:00 2026\n", MAX_BYTES - 100),
    "boundaries": lambda: (
        MAIL
        + b"".join(
            b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(199)
        )
        + filled(b"--x\n")
    ),
    "a header": lambda: MAIL + b"Content-Type: text/calendar; " + filled(b"a*0*=b; ") + b"\n\nx",
    "parts": lambda: MAIL + b"Content-Type: multipart/mixed; boundary=b\n\n" + filled(b"--b\n"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_costs_little(name: str) -> None:
    content = HOSTILE[name]()
    before = time.process_time()
    with suppress(InvitationError):
        for each in read_invitations(content, "invite.ics"):
            assert sum(map(len, each.repairs)) < 2_000
    assert time.process_time() - before < SECONDS


# What nobody sees


@pytest.mark.parametrize(
    "unseen",
    [
        pytest.param("\x1b", id="escape"),
        pytest.param("\x9b", id="a control of one byte"),
        pytest.param("\xad", id="soft hyphen"),
        pytest.param("\u061c", id="Arabic letter mark"),
        pytest.param("\u180e", id="Mongolian separator"),
        pytest.param("\u200b", id="zero width space"),
        pytest.param("\u200f", id="right to left"),
        pytest.param("\u202e", id="override"),
        pytest.param("\u2066", id="isolate"),
        pytest.param("\u206a", id="symmetric swapping"),
        pytest.param("\ufeff", id="byte order mark"),
        pytest.param("\ufff9", id="annotation"),
        pytest.param("\U000e0041", id="a letter of a tag"),
    ],
)
def test_what_nobody_sees_tells_no_name_from_another(unseen: str) -> None:
    found = read(f"SUMMARY:Ac{unseen}me", f"DESCRIPTION:Dial{unseen} in", f"LOCATION:{unseen}Here")
    assert (found.summary, found.text, found.location) == ("Acme", "Dial in", "Here")


@pytest.mark.parametrize("joining", ["\u200c", "\u200d"])
def test_what_joins_letters_stays(joining: str) -> None:
    assert read(f"SUMMARY:Ac{joining}me").summary == f"Ac{joining}me"


# What hypothesis finds

AT_WORK = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)

for_any_bytes = settings(max_examples=3 * EXAMPLES, deadline=None, derandomize=REPEATABLE)


def texts_of(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from texts_of(each)
    elif is_dataclass(value):
        for field in fields(value):
            yield from texts_of(getattr(value, field.name))


def holds(content: bytes) -> None:
    """See that bytes give a clear error, or invitations with values that make sense."""
    found: tuple[Invitation, ...] = ()
    told = ""
    try:
        found = read_invitations(content, "invite.ics")
    except InvitationError as error:
        told = str(error)
    assert bool(found) != bool(told)
    assert told.isprintable()
    for each in found:
        assert not any(AT_WORK.search(text) for text in texts_of(each))
        assert "\n" not in each.uid + each.summary + each.location + each.url
        if each.end:
            assert type(each.end) is type(each.start)
            assert each.end > each.start
        if isinstance(each.start, datetime) and each.start.tzinfo:
            assert each.start.tzinfo is UTC
    assert len({(each.uid, each.recurrence) for each in found if each.uid}) == sum(
        bool(each.uid) for each in found
    )


contents = st.sampled_from(CONTENTS)
places = st.integers(0, max(map(len, CONTENTS)))
alien = st.one_of(
    st.binary(max_size=20),
    st.text(max_size=10).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.sampled_from(sorted({line for content in CONTENTS for line in content.splitlines(True)})),
    st.sampled_from(
        [
            b"BEGIN:VEVENT\r\n",
            b"END:VEVENT\r\n",
            b"BEGIN:VALARM\r\n",
            b"END:VCALENDAR\r\n",
            b"\r\n ",
            b"\x1b[31m",
            b'"',
            b"\\",
            b":",
            b";",
            b"^n",
            b"\xc2\x9b",
            b"\xe2\x80\xae",
            b"00010101",
            b"99991231T235959Z",
            b"<style>",
            b"&#155;",
        ]
    ),
)


@given(contents, places)
@for_any_bytes
def test_a_file_cut_off_anywhere_gives_values_or_a_clear_error(content: bytes, end: int) -> None:
    holds(content[: end % len(content)])


@given(contents, places, places, alien)
@for_any_bytes
def test_whatever_stands_in_a_file_it_gives_values_or_a_clear_error(
    content: bytes, at: int, length: int, new: bytes
) -> None:
    at %= len(content)
    holds(content[:at] + new + content[at + length % 60 :])


@given(contents, st.randoms(use_true_random=False))
@for_any_bytes
def test_lines_in_any_order_give_values_or_a_clear_error(content: bytes, random: Any) -> None:
    lines = content.splitlines(keepends=True)
    random.shuffle(lines)
    holds(b"".join(lines))


@given(contents, st.integers(1, 90), st.sampled_from([b"\r\n ", b"\n\t", b"\n ", b"\r\r\n "]))
@for_any_bytes
def test_however_it_is_folded_a_calendar_says_the_same(
    content: bytes, width: int, fold: bytes
) -> None:
    if not content.startswith(b"BEGIN:VCALENDAR\r\n") or b"\r\n " not in content:
        return
    lines = content.replace(b"\r\n ", b"").split(b"\r\n")
    again = [fold.join(line[n : n + width] for n in range(0, len(line), width)) for line in lines]
    expected = read_invitations(content, "invite.ics")
    assert read_invitations(b"\r\n".join(again), "invite.ics") == expected
