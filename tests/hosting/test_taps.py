"""What a tap in a calendar writes into the records, over real HTTP: once, and nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from icalendar import Calendar
from itsdangerous import TimestampSigner

import databases
import servers
import tapping
from followup_ics import loads
from followup_ics.calendar.busy.around import CalendarAccess
from followup_ics.hosting.app import create_app
from followup_ics.hosting.calendars import OwnCalendars
from followup_ics.hosting.linked import opened
from followup_ics.hosting.rendering import content_of
from followup_ics.hosting.replying import form_of
from followup_ics.hosting.store import Store
from tapping import NOW, RECORDS, Tapped, ask, followed, post

CALL = "Call Dana (Acme)"
BACK = "      - {on: 2026-11-23 15:07, did: phone_call, to: Dana, call_back: 2026-12-03}"
DONE = "      - {on: 2026-11-23 15:07, did: phone_call, to: Dana}"


@pytest.fixture(
    scope="module", params=["sqlite file", "sqlite store", "postgresql file", "postgresql store"]
)
def shared(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Tapped]:
    """Return a feed for each place where records and what is kept of them can be."""
    folder, (kind, kept) = tmp_path_factory.mktemp("answers"), request.param.split()
    with ExitStack() as stack:
        is_file = kind == "sqlite"
        url = databases.sqlite(folder) if is_file else stack.enter_context(databases.postgresql())
        yield stack.enter_context(tapping.tapped(url, folder, kept))


@pytest.fixture
def anywhere(shared: Tapped) -> Tapped:
    """Return a feed whose records are as they were at first, wherever those are kept."""
    shared.clock.now = NOW
    if shared.records != RECORDS.encode():
        shared.rewrite(RECORDS.encode())
    return shared


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Tapped]:
    """Return a feed that follows a file."""
    with tapping.tapped(databases.sqlite(tmp_path), tmp_path) as site:
        yield site


def polled(site: Tapped) -> set[str]:
    """Return the events that a calendar has after its next poll, with when they begin, in UTC."""
    with urlopen(site.feed, timeout=60) as answer:
        events = Calendar.from_ical(answer.read()).walk("VEVENT")
    return {f"{each['SUMMARY']} {each.decoded('DTSTART'):%m-%d %H:%M}" for each in events}


# Each answer

ANSWERS: dict[str, tuple[dict[str, str], list[str], list[str], str]] = {
    "done": (
        {"answer": "done"},
        [DONE],
        ["done: Monday 23 November 2026, 15:07 Europe/Berlin"],
        "Done: Call Dana (Acme) 11-23 14:07",
    ),
    "done another day, and heard": (
        {"answer": "done", "on": "2026-11-20", "heard": "soon"},
        ["      - {on: 2026-11-20, did: phone_call, to: Dana, heard: soon}"],
        ["done: Friday 20 November 2026", "heard: soon"],
        "Done: Call Dana (Acme) 11-20 11:00",
    ),
    "heard in lines, with all that YAML has": (
        {
            "answer": "done",
            "on": "2026-11-23",
            "heard": "- they: 'no', \"but\"\r\n{x: #1} \U0001f600",
        },
        [
            "      - {on: 2026-11-23 15:07, did: phone_call, to: Dana, heard: "
            '"- they: \'no\', \\"but\\"\\n{x: #1} \U0001f600"}'
        ],
        ["heard: - they: 'no', \"but\"", "{x: #1} \U0001f600"],
        "Done: Call Dana (Acme) 11-23 14:07",
    ),
    "heard what is nothing in YAML": (
        {"answer": "done", "heard": "null"},
        ["      - {on: 2026-11-23 15:07, did: phone_call, to: Dana, heard: 'null'}"],
        ["heard: null"],
        "Done: Call Dana (Acme) 11-23 14:07",
    ),
    "no answer": (
        {"answer": "not_reached"},
        ["      - {on: 2026-11-23 15:07, did: phone_call, to: Dana, reached: false}"],
        ["not reached: Monday 23 November 2026, 15:07 Europe/Berlin"],
        "Call Dana (Acme) 11-27 09:00",
    ),
    "call back": (
        {"answer": "call_back", "call_back": "2026-12-03"},
        [BACK],
        ["call back: Thursday 3 December 2026", "Call Dana back (Acme): Thu 3 Dec 10:00"],
        "Call Dana back (Acme) 12-03 09:00",
    ),
    "call back at a time": (
        {"answer": "call_back", "call_back": "2026-12-03", "call_back_at": "15:30"},
        [BACK.replace("12-03", "12-03 15:30")],
        ["call back: Thursday 3 December 2026, 15:30 Europe/Berlin"],
        "Call Dana back (Acme) 12-03 14:30",
    ),
    "next interview": (
        {
            "answer": "next_interview",
            "next": "2026-12-03",
            "next_at": "10:00",
            "next_kind": "video",
        },
        [
            "  - company: Acme",
            "    role: Engineer",
            "    kind: video",
            "    start: 2026-12-03 10:00",
        ],
        ["next interview: Thursday 3 December 2026, 10:00 Europe/Berlin, video"],
        "Prepare for Acme: settle the next step 12-02 16:00",
    ),
    "offer": (
        {"answer": "offer"},
        ["  - {company: Acme, role: Engineer, received: 2026-11-23 15:07}"],
        ["an offer: Monday 23 November 2026, 15:07 Europe/Berlin"],
        "Cancelled: Do something that sets you apart (Acme) 12-01 09:00",
    ),
    "offer with a day": (
        {"answer": "offer", "answer_by": "2026-12-01"},
        ["  - {company: Acme, role: Engineer, received: 2026-11-23 15:07, answer_by: 2026-12-01}"],
        ["answer by: Tuesday 1 December 2026"],
        "Answer Acme: their offer ends Tue 1 Dec 17:00 11-30 08:00",
    ),
    "rejected": (
        {"answer": "rejected"},
        ["    outcome: {result: rejected, on: 2026-11-23 15:07}"],
        ["outcome: rejected, Monday 23 November 2026, 15:07 Europe/Berlin"],
        "Cancelled: Do something that sets you apart (Acme) 12-01 09:00",
    ),
    "skip": (
        {"answer": "skip"},
        ["      - {on: 2026-11-20 10:00, did: phone_call, to: Dana, skipped: true}"],
        ["skipped: Friday 20 November 2026, 10:00 Europe/Berlin"],
        "Cancelled: Call Dana (Acme) 11-20 09:00",
    ),
}


@pytest.mark.parametrize("which", ANSWERS)
def test_an_answer_adds_its_lines_is_told_and_is_in_the_next_poll(
    anywhere: Tapped, which: str
) -> None:
    fields, lines, said, event = ANSWERS[which]
    before, link = anywhere.records, anywhere.link(CALL)
    assert event not in polled(anywhere)
    page = anywhere.tap(link, **fields)
    assert anywhere.added(before) == lines
    assert page.text.startswith("Saved\n")
    assert [each for each in said if each not in page.text.split("\n")] == []
    assert event in polled(anywhere)
    assert followed(post(link, {"undo": page.undo})).status == 200
    assert anywhere.records == before
    assert event not in polled(anywhere)


FAULTS = {
    "a day that is past": (
        {"answer": "call_back", "call_back": "2026-11-01", "heard": "typed <b>"},
        "2026-11-01 lies before 2026-11-23 15:07, when you heard of it.",
    ),
    "no day": ({"answer": "call_back", "heard": "typed"}, "Write the date."),
    "a time alone": ({"answer": "next_interview", "next_at": "10:01"}, "Write the date too."),
    "a kind that is none": (
        {"answer": "next_interview", "next": "2026-12-03", "next_kind": "tea"},
        "Choose one of phone, video, in_person.",
    ),
    "done tomorrow": (
        {"answer": "done", "on": "2026-11-24"},
        "2026-11-24 is still to come; say when it was.",
    ),
    "done before the interview": (
        {"answer": "done", "on": "2026-11-16"},
        "2026-11-16 lies before the interview",
    ),
    "no date": ({"answer": "offer", "answer_by": "99999"}, "found '99999'; write one such as"),
    "far from any": ({"answer": "call_back", "call_back": "9999-12-31"}, "from 2000 to 2036"),
    "a text for a date": ({"answer": "done", "on": "1 " * 3000}, "Write a date, such as"),
    "too much": ({"answer": "done", "heard": "x" * 2001}, "Write at most 2,000 characters."),
    "what nobody sees": ({"answer": "done", "heard": "a\0b"}, "Leave out the characters"),
    "an answer that is none": ({"answer": "maybe", "heard": "typed"}, "nothing was written"),
    "no answer at all": ({"heard": "typed"}, "nothing was written"),
}


@pytest.mark.parametrize("which", FAULTS)
def test_what_cannot_be_meant_is_said_and_what_was_typed_stays(site: Tapped, which: str) -> None:
    fields, fault = FAULTS[which]
    link = site.link(CALL)
    page = site.tap(link, **fields)
    assert page.status == 422
    assert page.text.startswith("Not saved yet\n")
    assert fault in page.text
    if fields.get("answer") in ("call_back", "done") and "\0" not in fields.get("heard", ""):
        assert (
            fields.get("heard", "").replace("<", "&lt;").replace(">", "&gt;") in page.body.decode()
        )
    assert site.records == RECORDS.encode()
    assert post(link, {"form": page.form, "answer": "done"}).status == 303


# What has no answer any more


def over(site: Tapped, how: str) -> None:
    """Let something be over that a link leads to."""
    text = site.records.decode()
    entry = "      - {on: 2026-11-20 10:00, did: phone_call, to: Dana"
    ends = {
        "done": text.replace("\noffers:", f"\n{entry}}}\noffers:"),
        "skipped": text.replace("\noffers:", f"\n{entry}, skipped: true}}\noffers:"),
        "cancelled": text.replace(
            "\noffers:", "\n    outcome: {result: rejected, on: 2026-11-19}\noffers:"
        ),
        "not in the plan": text.replace("id: acme", "id: other"),
        "no interview": f"candidate: {{timezone: Europe/Berlin}}\n{text[text.index('offers:') :]}",
    }
    site.rewrite(ends[how].encode())


@pytest.mark.parametrize(
    ("how", "status", "said"),
    [
        ("done", 422, "'Done: Call Dana (Acme)' is done already; nothing was written."),
        ("skipped", 422, "is cancelled; nothing was written."),
        ("cancelled", 422, "is cancelled; nothing was written."),
        ("not in the plan", 410, "This is no longer in the plan"),
        ("no interview", 410, "This is no longer in the plan"),
    ],
)
def test_what_is_over_by_now_is_said_and_nothing_is_written(
    site: Tapped, how: str, status: int, said: str
) -> None:
    link = site.link(CALL)
    form = ask(link).form
    over(site, how)
    before = site.records
    answer = post(link, {"form": form, "answer": "done"})
    assert (answer.status, said in answer.text) == (status, True)
    assert ask(link).status == (410 if status == 410 else 200)
    assert site.records == before


def test_a_link_is_answered_until_thirty_days_after_its_follow_up(site: Tapped) -> None:
    link = site.link(CALL)
    form = ask(link).form
    site.clock.now = NOW.replace(day=20, hour=9, minute=15, second=0) + timedelta(days=30)
    for answer in (ask(link), post(link, {"form": form, "answer": "done"})):
        assert answer.status == 410
        assert answer.text.startswith("This link has expired\n'Call Dana (Acme)' was more than 30")
    assert site.records == RECORDS.encode()
    site.clock.now -= timedelta(seconds=1)
    assert post(link, {"form": form, "answer": "done"}).status == 303


@pytest.mark.parametrize("how", ["revoke", "rotate"])
def test_a_link_of_an_address_that_was_withdrawn_says_so(anywhere: Tapped, how: str) -> None:
    link = anywhere.link(CALL)
    form = ask(link).form
    getattr(anywhere.store, how)("jobs", 1)
    for answer in (ask(link), post(link, {"form": form, "answer": "done"})):
        assert answer.status == 410
        assert answer.text.startswith("This link was withdrawn\n")
    assert anywhere.records == RECORDS.encode()
    anywhere.token = anywhere.store.rotate("jobs", 2)
    assert anywhere.tap(anywhere.link(CALL), answer="done").status == 200
    assert anywhere.added(RECORDS.encode()) == [DONE]


def test_a_link_of_a_feed_that_was_removed_leads_to_nothing(site: Tapped) -> None:
    link = site.link(CALL)
    form = ask(link).form
    site.store.remove("jobs")
    for answer in (ask(link), post(link, {"form": form, "answer": "done"})):
        assert (answer.status, answer.text.split("\n")[0]) == (404, "There is nothing here")
    assert site.records == RECORDS.encode()


def test_neither_a_link_nor_a_form_of_one_feed_is_good_for_another(site: Tapped) -> None:
    other = site.store.add("other", content_of(RECORDS.encode(), "jobs.yaml", NOW))
    link = site.link(CALL)
    theirs = tapping.links(f"{site.base}/{other}/other.ics")[CALL]
    mixed = re.sub(r"/a/\d+\.", f"/a/{theirs.rpartition('/')[2].partition('.')[0]}.", link)
    assert mixed != link
    assert ask(mixed).status == 404
    for at, of in ((theirs, link), (link, theirs)):
        assert post(at, {"form": ask(of).form, "answer": "done"}).status == 400
    assert site.records == RECORDS.encode()
    assert site.store.named("other").content.records == RECORDS.encode()


# Sent again


def test_a_form_that_is_sent_again_changes_nothing_again(anywhere: Tapped) -> None:
    link = anywhere.link(CALL)
    fields = {"form": ask(link).form, "answer": "not_reached"}
    first = post(link, fields)
    after = anywhere.records
    anywhere.clock.now += timedelta(minutes=2)
    again = [post(link, fields) for _ in range(3)]
    assert {(each.status, each.leads_to) for each in again} == {(303, first.leads_to)}
    assert anywhere.records == after
    page = followed(again[0])
    assert "not reached: Monday 23 November 2026, 15:07" in page.text
    assert "In all: 8 moved" in page.text


def test_a_form_that_is_sent_again_after_it_was_taken_back_stays_taken_back(
    anywhere: Tapped,
) -> None:
    link = anywhere.link(CALL)
    fields = {"form": ask(link).form, "answer": "done"}
    page = followed(post(link, fields))
    for _ in range(2):
        assert "Taken back" in followed(post(link, {"undo": page.undo})).text
    assert "Taken back" in followed(post(link, fields)).text
    assert anywhere.records == RECORDS.encode()


def test_what_else_is_answered_after_going_back_is_written_too(site: Tapped) -> None:
    link = site.link(CALL)
    form = ask(link).form
    assert post(link, {"form": form, "answer": "done"}).status == 303
    page = followed(post(link, {"form": form, "answer": "offer"}))
    assert "an offer: Monday 23 November 2026" in page.text
    assert site.added(RECORDS.encode()) == [
        DONE,
        "  - {company: Acme, role: Engineer, received: 2026-11-23 15:07}",
    ]


def test_another_server_over_the_same_store_knows_what_was_answered(anywhere: Tapped) -> None:
    link = anywhere.link(CALL)
    later = tapping.Clock(NOW + timedelta(minutes=3))
    with (
        Store(anywhere.store.url) as store,
        servers.in_thread(lambda _: create_app(store, base_url=anywhere.base, clock=later)) as base,
    ):
        there, origin = link.replace(anywhere.base, base), {"Origin": anywhere.base}
        fields = {"form": ask(there).form, "answer": "not_reached"}
        first = post(link, fields)
        after = anywhere.records
        again = post(there, fields, origin)
        assert (first.status, again.status) == (303, 303)
        assert anywhere.records == after
        undo = post(there, {"undo": ask(again.leads_to).undo}, origin)
        assert "Taken back" in ask(undo.leads_to).text
        assert "Taken back" in ask(first.leads_to).text
    assert anywhere.records == RECORDS.encode()


@pytest.mark.parametrize(
    ("ahead", "status"),
    [
        (timedelta(hours=1), 303),
        (timedelta(0), 303),
        (timedelta(days=-29), 303),
        (timedelta(days=-31), 400),
    ],
    ids=["by a clock that is ahead", "now", "29 days ago", "31 days ago"],
)
def test_a_form_is_good_for_thirty_days(
    site: Tapped, monkeypatch: pytest.MonkeyPatch, ahead: timedelta, status: int
) -> None:
    link = site.link(CALL)
    now = TimestampSigner("-").get_timestamp() + int(ahead.total_seconds())
    with monkeypatch.context() as patched:
        patched.setattr(TimestampSigner, "get_timestamp", lambda _: now)
        form = ask(link).form
    answer = post(link, {"form": form, "answer": "done"})
    assert answer.status == status
    assert ("too old" in answer.text) == (status == 400)
    assert site.added(RECORDS.encode()) == ([DONE] if status == 303 else [])


# A server that was ended meanwhile


def begun(site: Tapped, page: tapping.Answer, link: str) -> None:
    """Leave a receipt as a server does that is killed before it says that all is done."""
    token = link.rpartition("/")[2]
    key = form_of(opened(site.store, token), page.undo, NOW).key
    receipt = site.store.receipts.find(key)
    assert receipt
    assert site.store.receipts.keep(replace(receipt, state="begun"), instead_of=["done"])


@pytest.mark.parametrize("answer", ["done", "not_reached", "rejected", "skip", "offer"])
@pytest.mark.parametrize("is_there", [True, False], ids=["written", "not written"])
def test_what_was_begun_is_there_once_after_it_is_sent_again(
    anywhere: Tapped, answer: str, is_there: bool
) -> None:
    """Also where the lines beside it were changed meanwhile, and minutes have gone by."""
    link = anywhere.link(CALL)
    fields = {"form": ask(link).form, "answer": answer}
    page = followed(post(link, fields))
    after = anywhere.records
    begun(anywhere, page, link)
    text = after if is_there else RECORDS.encode()
    for old, new in {b"\noffers:": b"\n# mine\noffers:", b"18:00, did": b"18:10, did"}.items():
        text, after = text.replace(old, new), after.replace(old, new)
    anywhere.rewrite(text)
    anywhere.clock.now += timedelta(minutes=5)
    assert ask(page.url).status == 303
    again = post(link, fields)
    assert (again.status, anywhere.records.decode()) == (303, after.decode())
    assert "Saved" in followed(again).text


def test_a_line_that_is_the_same_elsewhere_is_not_taken_for_the_one_that_was_begun(
    tmp_path: Path,
) -> None:
    """Somebody who recruits for two jobs, called about both in one minute."""
    job = "  - company: {0}\n    role: Engineer\n    start: 2026-11-17 14:00\n    people:\n" + (
        "      - {{name: Rita, part: hiring_manager, phone: +49 30 901820}}\n    log:\n"
        "      - {{on: 2026-11-17 18:00, did: thank_you, to: Rita}}\n"
    )
    text = (
        f"candidate: {{timezone: Europe/Berlin}}\ninterviews:\n{job.format('A')}{job.format('B')}"
    )
    with tapping.tapped(databases.sqlite(tmp_path), tmp_path, text=text) as site:
        one, other = site.link("Call Rita (A)"), site.link("Call Rita (B)")
        fields = {"form": ask(one).form, "answer": "done"}
        page = followed(post(one, fields))
        begun(site, page, one)
        site.rewrite(text.encode())
        assert site.tap(other, answer="done").status == 200
        assert post(one, fields).status == 303
        line = "      - {on: 2026-11-23 15:07, did: phone_call, to: Rita}"
        assert site.added(text.encode()) == [line, line]


# Taking it back


def test_it_can_be_taken_back_for_ten_minutes(anywhere: Tapped) -> None:
    link = anywhere.link(CALL)
    page = anywhere.tap(link, answer="done")
    after = anywhere.records
    assert "You can take this back until 15:17." in page.text
    anywhere.clock.now = NOW.replace(second=30) + timedelta(minutes=10)
    late = post(link, {"undo": page.undo})
    assert (late.status, DONE in late.body.decode()) == (409, True)
    assert "more than 10 minutes ago" in late.text
    assert 'name="undo"' not in ask(page.url).body.decode()
    assert anywhere.records == after
    anywhere.clock.now -= timedelta(seconds=1)
    assert followed(post(link, {"undo": page.undo})).status == 200
    assert anywhere.records == RECORDS.encode()


@pytest.mark.parametrize(
    ("old", "new", "status"),
    [
        ("# My search\n", "# My search\n# mine\n", 303),
        ("received: 2026-11-20}\n", "received: 2026-11-20}\n# mine\n", 303),
        (f"{DONE}\n", f"{DONE}\n      # mine\n", 409),
        ("15:07, did", "15:17, did", 409),
        ("to: Dana}\noffers", "to: Dana, heard: yes}\noffers", 409),
        (f"{DONE}\n", f"{DONE}\n{DONE.replace('phone_call', 'thank_you')}\n", 409),
        (f"{DONE}\n", "", 303),
        ("candidate:", "candidates:", 409),
    ],
    ids=[
        "above",
        "below",
        "just below",
        "when",
        "heard",
        "a line after it",
        "taken out by hand",
        "a fault",
    ],
)
def test_others_may_change_the_records_before_it_is_taken_back(
    site: Tapped, old: str, new: str, status: int
) -> None:
    link = site.link(CALL)
    page = site.tap(link, answer="done")
    text = site.records.decode()
    assert old in text
    site.rewrite(text.replace(old, new).encode())
    before = site.records
    answer = post(link, {"undo": page.undo})
    assert answer.status == status
    if status == 409:
        assert site.records == before
        assert "taken back here" in answer.text or "could not be written" in answer.text
        assert "Taken back" not in ask(page.url).text
    else:
        assert site.records.decode() == text.replace(old, new).replace(f"{DONE}\n", "")


def test_a_last_line_that_was_changed_is_not_taken_for_one_that_is_gone(tmp_path: Path) -> None:
    text = RECORDS.partition("offers:")[0]
    with tapping.tapped(databases.sqlite(tmp_path), tmp_path, text=text) as site:
        link = site.link(CALL)
        page = site.tap(link, answer="done")
        site.rewrite(site.records.replace(b"to: Dana}\n", b"to: Dana, heard: yes}\n"))
        before = site.records
        assert post(link, {"undo": page.undo}).status == 409
        assert site.records == before


def test_what_was_never_sent_cannot_be_taken_back(site: Tapped) -> None:
    link = site.link(CALL)
    answer = post(link, {"undo": f"{ask(link).form}~{'0' * 64}"})
    assert (answer.status, "Nothing was written" in answer.text) == (409, True)
    assert ask(f"{link}?said={ask(link).form}~{'0' * 64}").status == 303
    assert site.records == RECORDS.encode()


# A file that is not as it was


def test_records_with_faults_meanwhile_are_left_and_the_lines_to_add_are_shown(
    site: Tapped,
) -> None:
    link = site.link(CALL)
    form = ask(link).form
    site.rewrite(RECORDS.replace("role:", "rool:").encode())
    before = site.records
    assert ask(link).status == 200
    answer = post(link, {"form": form, "answer": "call_back", "call_back": "2026-12-03"})
    assert answer.status == 409
    assert answer.text.startswith("It could not be written\n")
    assert "rool: unknown field; did you mean role?" in answer.text
    assert BACK in answer.body.decode()
    assert site.file
    assert str(site.file.parent) not in answer.text
    assert site.records == before


def test_a_file_that_cannot_be_written_is_left_and_the_lines_to_add_are_shown(
    tmp_path: Path,
) -> None:
    """Its name leaves no room for that of a file beside it; so whoever runs this cannot write."""
    with tapping.tapped(databases.sqlite(tmp_path), tmp_path) as site:
        long = tmp_path / f"{'a' * 248}.yaml"
        long.write_bytes(RECORDS.encode())
        token = site.store.add("long", tapping.content(RECORDS, long, NOW))
        link = tapping.links(f"{site.base}/{token}/long.ics")[CALL]
        answer = site.tap(link, answer="done")
        assert (answer.status, DONE in answer.body.decode()) == (409, True)
        assert "File name too long; what was there is unchanged" in answer.text
        assert str(tmp_path) not in answer.text
        assert long.read_bytes() == RECORDS.encode()


def test_a_file_that_is_gone_is_not_made_anew(site: Tapped) -> None:
    link, file = site.link(CALL), site.file
    assert file
    form = ask(link).form
    file.unlink()
    answer = post(link, {"form": form, "answer": "done"})
    assert (answer.status, DONE in answer.body.decode()) == (409, True)
    assert str(file.parent) not in answer.text
    assert not file.exists()


@dataclass(frozen=True)
class Meddling(OwnCalendars):
    """Lets the file be saved by hand just when an answer was planned on what it held."""

    saves: list[tuple[Path, bytes]] = field(default_factory=list)

    def access(self, path: str | None) -> CalendarAccess:
        while self.saves:
            file, text = self.saves.pop()
            file.write_bytes(text)
        return super().access(path)


@pytest.mark.parametrize(
    ("text", "status", "expected"),
    [
        pytest.param(RECORDS + "# mine\n", 303, [DONE, "# mine"], id="more"),
        pytest.param(RECORDS.replace("id: acme", "id: other"), 410, None, id="another id"),
        pytest.param(RECORDS.replace("role", "rool"), 409, None, id="a fault"),
    ],
)
def test_a_file_that_is_saved_during_the_tap_is_read_anew(
    tmp_path: Path, text: str, status: int, expected: list[str] | None
) -> None:
    own: Any = Meddling()
    with tapping.tapped(databases.sqlite(tmp_path), tmp_path, own=own) as site:
        link = site.link(CALL)
        form = ask(link).form
        assert site.file
        own.saves.append((site.file, text.encode()))
        assert post(link, {"form": form, "answer": "done"}).status == status
        if expected is None:
            assert site.records == text.encode()
        else:
            assert site.added(RECORDS.encode()) == expected


# However a file is written

ODD = 'D\'Arcy "Dee" O: \U0001f600 #1'
WRITTEN = {
    "Windows": RECORDS.replace("\n", "\r\n"),
    "with a byte order mark": f"\ufeff{RECORDS}",
    "both": "\ufeff" + RECORDS.replace("\n", "\r\n"),
    "no end of the last line": RECORDS.partition("offers:")[0].rstrip("\n"),
    "a log in brackets": RECORDS.replace(
        "log:\n      - {on: 2026-11-17 18:00, did: thank_you, to: Dana}",
        "log: [{on: 2026-11-17 18:00, did: thank_you, to: Dana}]",
    ),
    "JSON": (
        '{"candidate": {"timezone": "Europe/Berlin"}, "interviews": [{"company": "Acme", "role": '
        '"Engineer", "start": "2026-11-17 14:00", "people": [{"name": "Dana", "part": '
        '"hiring_manager", "phone": "+49 30 901820"}]}]}'
    ),
    "odd names": RECORDS.replace("Dana", "'" + ODD.replace("'", "''") + "'"),
}


@pytest.mark.parametrize("how", WRITTEN)
def test_a_file_keeps_its_ways_and_gets_them_back(tmp_path: Path, how: str) -> None:
    text, name = WRITTEN[how], ODD if how == "odd names" else "Dana"
    with tapping.tapped(databases.sqlite(tmp_path), tmp_path, text=text) as site:
        link = site.link(f"Call {name} (Acme)")
        page = site.tap(link, answer="done", heard=ODD)
        (*_, entry) = loads(site.records).interviews[0].log
        assert (entry.to, entry.heard) == (name, ODD)
        assert site.records.count(b"\n") - site.records.count(b"\r\n") in (
            0,
            site.records.count(b"\n"),
        )
        assert followed(post(link, {"undo": page.undo})).status == 200
        assert site.records == text.encode()


def test_a_link_to_a_file_stays_one(site: Tapped, tmp_path: Path) -> None:
    assert site.file
    kept = tmp_path / "elsewhere"
    kept.mkdir()
    site.file.rename(kept / "mine.yaml")
    site.file.symlink_to(kept / "mine.yaml")
    assert site.tap(site.link(CALL), answer="done").status == 200
    assert site.file.is_symlink()
    assert site.added(RECORDS.encode()) == [DONE]
    assert [each.name for each in kept.iterdir()] == ["mine.yaml"]


def test_an_interview_that_has_the_place_of_another_by_now_is_not_taken_for_it(
    tmp_path: Path,
) -> None:
    """Neither has an id, so each is called by its place among those of the company."""
    text = RECORDS.replace("    id: acme\n", "")
    other = text[text.index("  - company: Acme") : text.index("    log:")]
    earlier = other.replace("2026-11-17 14:00", "2026-11-16 14:00").replace(
        "kind: phone", "kind: video"
    )
    file = tmp_path / "jobs.yaml"
    file.write_text(text, encoding="utf-8")
    with tapping.tapped(databases.sqlite(tmp_path), tmp_path) as site:
        token = site.store.add("other", tapping.content(text, file, NOW))
        link = tapping.links(f"{site.base}/{token}/other.ics")[CALL]
        form = ask(link).form
        changed = text.replace("interviews:\n", f"interviews:\n{earlier}")
        file.write_text(changed, encoding="utf-8")
        answer = post(link, {"form": form, "answer": "done"})
        assert answer.status in (400, 410)
        assert "Nothing was written" in answer.text or "no longer in the plan" in answer.text
        assert file.read_text(encoding="utf-8") == changed
