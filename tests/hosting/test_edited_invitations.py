"""Invitations that are sent to a form, confirmed there, and entered into the records."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest

import databases
from editing import RECORDS, Place, editable, hidden
from paths import ROOT

INVITATIONS = ROOT / "tests" / "invitations"
PAGE = "add/invitation"
INVITE = """\
BEGIN:VCALENDAR
METHOD:REQUEST
BEGIN:VEVENT
UID:one@initech.example
SEQUENCE:{sequence}
DTSTAMP:20261124T100000Z
DTSTART:{start}
DTEND:20261202T150000Z
SUMMARY:Interview with Initech
ORGANIZER;CN=Dee Fox:mailto:dee@initech.example
ATTENDEE;CN=Dee Fox;PARTSTAT=ACCEPTED:mailto:dee@initech.example
ATTENDEE;CN=Jordan Rivera:mailto:jordan@mail.example
END:VEVENT
END:VCALENDAR
"""
FIRST = INVITE.format(sequence=0, start="20261202T140000Z").encode()
MOVED = INVITE.format(sequence=1, start="20261202T143000Z").encode()
CANCELLED = MOVED.replace(b"METHOD:REQUEST", b"METHOD:CANCEL").replace(b"E:1", b"E:2")


@pytest.fixture(params=["file", "store"])
def place(request: pytest.FixtureRequest, database: str, tmp_path: Path) -> Iterator[Place]:
    with editable(database, tmp_path, request.param) as place:
        yield place


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Place]:
    with editable(databases.sqlite(tmp_path), tmp_path, "file") as place:
        yield place


def shown(place: Place, file: bytes) -> str:
    """Send a file, and return the page on which it is confirmed."""
    answer = place.send(PAGE, place.hidden(PAGE), file=file)
    assert answer.status == 200, answer.text
    return answer.text


def as_filled(page: str) -> dict[str, str]:
    """Return what a browser sends of a form that nobody changed."""
    fields = hidden(page)
    for name, kind, value, rest in re.findall(
        r'<input id="([^"]+)" name="[^"]+" type="(\w+)" value="([^"]*)"([^>]*)>', page
    ):
        if kind != "checkbox" or "checked" in rest:
            fields[name] = unescape(value)
    for name, inner in re.findall(r'<select id="([^"]+)"(.*?)</select>', page, re.DOTALL):
        found = re.search(r'value="([^"]*)" selected', inner)
        fields[name] = unescape(found[1]) if found else ""
    return fields


def field(fields: dict[str, str], ending: str) -> str:
    """Return the one name that ends so."""
    (found,) = (name for name in fields if name.endswith(f"-{ending}"))
    return found


def add(place: Place, file: bytes, **changed: str) -> str:
    """Send a file, change fields by the end of their names, confirm it; return what is said."""
    fields = as_filled(shown(place, file))
    for ending, value in changed.items():
        fields[field(fields, ending.replace("_", "-"))] = value
    return place.follow(place.send(PAGE, fields))


def test_an_invitation_is_proposed_confirmed_and_entered(place: Place) -> None:
    before = place.text
    page = shown(place, FIRST)
    assert place.text == before
    assert "Interview with Initech" in page
    said = place.follow(place.send(PAGE, as_filled(page)))
    added = place.text.removeprefix(before)
    assert "company: Initech" in added
    assert "start: 2026-12-02 15:00" in added
    assert "- name: Dee Fox" in added
    assert "uid: one@initech.example" in added
    assert re.findall("check: .*", added) == ["check: the invitation names no role"]
    assert "New: Initech" in said


def test_each_guess_is_marked_and_can_be_changed(here: Place) -> None:
    page = shown(here, FIRST)
    assert "<strong>Check:</strong>" in page
    add(
        here,
        FIRST,
        company="Initech GmbH",
        role="Tester",
        kind="phone",
        day="2026-12-03",
        at="09:15",
        length="30m",
        zone="Europe/London",
        person0_name="Dee A. Fox",
        person0_part="hiring_manager",
        person0_phone="+44 1632 960123",
    )
    added = here.text.removeprefix(RECORDS)
    for line in (
        "company: Initech GmbH",
        "role: Tester",
        "kind: phone",
        "start: 2026-12-03 09:15",
        "duration: 30m",
        "timezone: Europe/London",
        "- name: Dee A. Fox",
        "part: hiring_manager",
        "phone: +44 1632 960123",
    ):
        assert line in added
    assert "# check" not in added


def test_who_is_not_met_is_left_out(here: Place) -> None:
    fields = as_filled(shown(here, FIRST))
    del fields[field(fields, "person0-met")]
    here.follow(here.send(PAGE, fields))
    assert "company: Initech" in here.text
    assert "Dee Fox" not in here.text


def test_a_newer_one_moves_it_and_a_cancellation_takes_it_out(place: Place) -> None:
    add(place, FIRST, role="Tester")
    page = shown(place, MOVED)
    assert "It moves from" in page
    place.follow(place.send(PAGE, as_filled(page)))
    assert "start: 2026-12-02 15:30" in place.text
    page = shown(place, CANCELLED)
    assert "is taken out of your records" in page
    place.follow(place.send(PAGE, as_filled(page)))
    assert "#   company: Initech" in place.text or "# company: Initech" in place.text


def test_the_same_one_again_has_nothing_to_save(here: Place) -> None:
    add(here, FIRST, role="Tester")
    page = shown(here, FIRST)
    assert "There is nothing to do" in page
    assert "<button" not in page


def test_a_confirmation_sent_twice_enters_it_once_and_an_undo_takes_it_out(place: Place) -> None:
    before, fields = place.text, as_filled(shown(place, FIRST))
    place.follow(place.send(PAGE, fields))
    said = place.follow(place.send(PAGE, fields))
    assert place.text.count("company: Initech") == 1
    place.follow(place.send(PAGE, hidden(said)))
    assert place.text == before


def test_what_became_another_thing_meanwhile_is_shown_again(here: Place) -> None:
    fields = as_filled(shown(here, MOVED))
    add(here, FIRST, role="Tester")
    before = here.text
    again = here.send(PAGE, fields)
    assert (again.status, here.text) == (422, before)
    assert "means something else now" in again.text


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        pytest.param({"company": ""}, "Write the company.", id="company"),
        pytest.param({"day": ""}, "Write the date too.", id="day"),
        pytest.param({"day": "someday"}, "found &#39;someday 15:00&#39;", id="no day"),
        pytest.param({"length": "long"}, "found &#39;long&#39;", id="length"),
        pytest.param({"zone": "Nowhere"}, "found &#39;Nowhere&#39;", id="zone"),
        pytest.param({"person0_email": "dee"}, "found &#39;dee&#39;", id="e-mail"),
        pytest.param({"person0_name": ""}, "Write the name.", id="name"),
    ],
)
def test_what_cannot_be_meant_comes_back_with_the_rest_as_it_was_filled_in(
    here: Place, changed: dict[str, str], fault: str
) -> None:
    fields = as_filled(shown(here, FIRST))
    fields[field(fields, "role")] = "Tester"
    for ending, value in changed.items():
        fields[field(fields, ending.replace("_", "-"))] = value
    again = here.send(PAGE, fields)
    assert (again.status, here.text) == (422, RECORDS)
    assert fault in again.text
    assert 'value="Tester"' in again.text


@pytest.mark.parametrize(
    ("file", "fault"),
    [
        pytest.param(b"", "Choose the file of an invitation.", id="none"),
        pytest.param(b"hello", "It holds no calendar", id="text"),
        pytest.param(b"PK\x03\x04", "It is a ZIP archive", id="zip"),
        pytest.param(b"BEGIN:VCALENDAR\nEND:VCALENDAR\n", "no event", id="no event"),
        pytest.param(b"x" * (8 * 1024 * 1024 + 1), "It is larger than 8 MiB", id="large"),
    ],
)
def test_a_file_that_is_none_says_what_to_do(here: Place, file: bytes, fault: str) -> None:
    answer = here.send(PAGE, here.hidden(PAGE), file=file)
    assert answer.status == 422
    assert fault in answer.text


@pytest.mark.parametrize(
    "file",
    [
        pytest.param("", id="none"),
        pytest.param("not Base64", id="garbage"),
        pytest.param("eJw=", id="cut"),
        pytest.param("bomb", id="bomb"),
    ],
)
def test_a_carried_file_that_is_none_of_ours_writes_nothing(here: Place, file: str) -> None:
    if file == "bomb":
        from followup_ics.hosting.invited import packed

        file = packed(b"x" * 50_000_000)
    fields = as_filled(shown(here, FIRST)) | {"file": file}
    assert here.send(PAGE, fields).status == 422
    assert here.text == RECORDS


def test_more_than_a_page_can_ask_is_not_taken(here: Place) -> None:
    event = FIRST.decode().partition("BEGIN:VEVENT")[2].partition("END:VEVENT")[0]
    events = (
        f"BEGIN:VEVENT{event}END:VEVENT\n".replace("one@", f"{n}@").replace("1202T", f"12{n:02}T")
        for n in range(3, 17)
    )
    file = f"BEGIN:VCALENDAR\nMETHOD:REQUEST\n{''.join(events)}END:VCALENDAR\n".encode()
    answer = here.send(PAGE, here.hidden(PAGE), file=file)
    assert answer.status == 422
    assert "more than 10 interviews" in answer.text


@pytest.mark.parametrize(
    "path", sorted(INVITATIONS.glob("*google*.ics")), ids=lambda path: str(path.name)
)
def test_what_senders_write_is_entered_as_it_is_proposed(here: Place, path: Path) -> None:
    answer = here.send(PAGE, here.hidden(PAGE), file=path.read_bytes())
    assert answer.status == 200
    if "<button" in answer.text:
        here.follow(here.send(PAGE, as_filled(answer.text)))
        assert here.text != RECORDS
