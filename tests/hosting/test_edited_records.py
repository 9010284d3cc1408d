"""Records edited below an address of their own, over HTTP, in a file and in the store."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from html import unescape
from pathlib import Path

import pytest

import databases
from editing import NOW, RECORDS, Place, ask, editable, hidden
from followup_ics.hosting.lookups import token_hash
from followup_ics.hosting.once import key_of, sent
from followup_ics.hosting.signing import new_form
from followup_ics.hosting.versions import Version

GLOBEX = {"interview": "globex-1"}
ACME = {"interview": "acme-robotics-engineer-1 2026-11-20 10:00"}


@pytest.fixture(params=["file", "store"])
def place(request: pytest.FixtureRequest, database: str, tmp_path: Path) -> Iterator[Place]:
    """Serve records in a file, and in a store, on each kind of database."""
    with editable(database, tmp_path, request.param) as place:
        yield place


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Place]:
    """Serve records in a file, where it does not matter which."""
    with editable(databases.sqlite(tmp_path), tmp_path, "file") as place:
        yield place


def lines_added(place: Place, before: str = RECORDS) -> list[str]:
    """Return the lines of the records that were not there before."""
    return [line.strip() for line in place.text.splitlines() if line not in before.splitlines()]


# Something more


@pytest.mark.parametrize(
    ("page", "fields", "written", "said"),
    [
        pytest.param(
            "add/person",
            {**GLOBEX, "name": "Cy Dent", "part": "recruiter", "email": "cy@globex.example"},
            ["- name: Cy Dent", "part: recruiter", "email: cy@globex.example"],
            "Cy Dent, in Globex, Analyst, Mon 23 Nov 2026",
            id="person",
        ),
        pytest.param(
            "add/person",
            {**ACME, "name": "Cy Dent", "part": "interviewer", "topics": "kites\n\n sailing "},
            ["- name: Cy Dent", "topics: [kites, sailing]"],
            "topic: sailing",
            id="person with topics",
        ),
        pytest.param(
            "add/topic",
            {"person": "globex-1 / 0 / Bo Ray", "topic": "sailing"},
            ["topics: [sailing]"],
            "Bo Ray, in Globex, Analyst, Mon 23 Nov 2026",
            id="topic",
        ),
        pytest.param(
            "add/log",
            {**GLOBEX, "did": "called", "to": "Bo", "heard": "in May"},
            ["log:", "- {on: 2026-11-24 10:30, did: called, to: Bo, heard: in May}"],
            "on: Tuesday 24 November 2026, 10:30 America/New_York",
            id="contact now, by the interview's clock",
        ),
        pytest.param(
            "add/log",
            {**GLOBEX, "did": "wrote", "on": "yesterday", "at": "5pm"},
            ["log:", "- {on: 2026-11-23 17:00, did: wrote}"],
            "on: Monday 23 November 2026, 17:00 America/New_York",
            id="contact as people say it",
        ),
        pytest.param(
            "add/away",
            {"first": "2026-12-24", "last": "2027-01-02"},
            [
                "candidate: {name: Jordan Rivera, timezone: Europe/Berlin, "
                "away: [2026-12-24/2027-01-02]}"
            ],
            "away Thursday 24 December 2026 to Saturday 2 January 2027",
            id="days away",
        ),
        pytest.param(
            "add/offer",
            {"company": "globex", "answer_by": "fri 5pm"},
            [
                "offers:",
                "- {company: globex, role: Analyst, received: 2026-11-24 16:30, "
                "answer_by: 2026-11-27 17:00}",
            ],
            "answer by: Friday 27 November 2026, 17:00 Europe/Berlin",
            id="offer, by the candidate's clock",
        ),
        pytest.param(
            "add/activity",
            {"what": "passed the CKA exam", "on": "2026-11-22", "relates_to": "clusters"},
            [
                "activities:",
                "- {what: passed the CKA exam, on: 2026-11-22, relates_to: clusters}",
            ],
            "passed the CKA exam",
            id="activity",
        ),
    ],
)
def test_what_is_added_is_in_the_records_and_said(
    place: Place, page: str, fields: dict[str, str], written: list[str], said: str
) -> None:
    shown = place.follow(place.post(page, fields))
    assert lines_added(place) == written
    assert said in shown
    assert "In your plan" in shown
    assert "You can take this back until" in shown


def test_a_change_is_a_version_of_the_store_by_this_address(tmp_path: Path) -> None:
    with editable(databases.sqlite(tmp_path), tmp_path, "store") as place:
        place.follow(place.post("add/away", {"first": "2026-12-24"}))
        feed = place.store.named("jordan")
        newest: Version = place.store.versions(feed.id, int(NOW.timestamp()))[0]
    assert newest.by == "the address to edit"


def test_the_next_poll_has_it(place: Place) -> None:
    place.follow(place.post("add/person", {**GLOBEX, "name": "Cy Dent"}))
    poll = ask("GET", f"{place.base}/{place.reading}/jordan.ics")
    assert "Cy Dent" in poll.text


def test_the_same_again_changes_nothing(here: Place) -> None:
    first = here.hidden("add/person")
    fields = {**first, **GLOBEX, "name": "Cy Dent"}
    once, twice = here.send("add/person", fields), here.send("add/person", fields)
    assert once.headers["location"] == twice.headers["location"]
    assert here.text.count("Cy Dent") == 1


def test_forms_that_come_at_once_are_all_written_each_once(place: Place) -> None:
    names = [f"Person {letter}" for letter in "ABCDEF"]
    forms = [{**place.hidden("add/person"), **GLOBEX, "name": name} for name in names]
    with ThreadPoolExecutor(8) as executor:
        answers = list(executor.map(lambda form: place.send("add/person", form), forms * 3))
    assert {each.status for each in answers} == {303}
    assert [place.text.count(f"- name: {name}\n") for name in names] == [1] * len(names)


def test_of_two_whole_texts_at_once_one_is_saved_and_the_other_asked(place: Place) -> None:
    form = place.hidden("records")
    texts = [RECORDS.replace("Analyst", name) for name in ("Clerk", "Cook")]
    forms = [{**form, "form": place.hidden("records")["form"], "records": each} for each in texts]
    with ThreadPoolExecutor(2) as executor:
        answers = list(executor.map(lambda form: place.send("records", form), forms))
    assert sorted(each.status for each in answers) == [303, 409]
    assert place.text == texts[[each.status for each in answers].index(303)]


def test_an_undo_takes_it_back_for_ten_minutes(place: Place) -> None:
    shown = place.follow(place.post("add/person", {**GLOBEX, "name": "Cy Dent"}))
    undo = hidden(shown)
    back = place.follow(place.send("add/person", undo))
    assert place.text == RECORDS
    assert "It is out of your records again" in back
    assert 'name="undo"' not in back


def test_after_ten_minutes_it_stays_and_the_lines_to_take_out_are_shown(here: Place) -> None:
    shown = here.follow(here.post("add/person", {**GLOBEX, "name": "Cy Dent"}))
    here.now[0] = NOW + timedelta(minutes=10)
    late = here.send("add/person", hidden(shown))
    assert late.status == 409
    assert "- name: Cy Dent" in late.text
    assert "Cy Dent" in here.text


@pytest.mark.parametrize(
    ("page", "fields", "fault"),
    [
        pytest.param("add/person", {"name": "Cy"}, "Choose the interview.", id="no interview"),
        pytest.param(
            "add/person",
            {"interview": "gone", "name": "Cy"},
            "is not in the records any",
            id="gone",
        ),
        pytest.param("add/person", {**GLOBEX, "name": " "}, "Write the name.", id="no name"),
        pytest.param(
            "add/person", {**GLOBEX, "name": "bo ray"}, "is in this interview already", id="twice"
        ),
        pytest.param(
            "add/person", {**GLOBEX, "name": "Cy", "email": "cy"}, "found &#39;cy&#39;", id="mail"
        ),
        pytest.param("add/topic", {"topic": "x"}, "Choose the person.", id="no person"),
        pytest.param("add/log", {**GLOBEX, "did": ""}, "Write what you did.", id="no deed"),
        pytest.param(
            "add/log",
            {**GLOBEX, "did": "called", "on": "2026-11-25"},
            "is still to come",
            id="late",
        ),
        pytest.param(
            "add/log",
            {**GLOBEX, "did": "called", "on": "2026-01-02"},
            "at most 14 days",
            id="early",
        ),
        pytest.param("add/away", {}, "Write the date.", id="no date"),
        pytest.param("add/away", {"first": "soonish"}, "found &#39;soonish&#39;", id="no day"),
        pytest.param(
            "add/away", {"first": "2026-12-24", "last": "2026-12-20"}, "lies before", id="backwards"
        ),
        pytest.param("add/offer", {"company": "Nobody"}, "Write the job: the file", id="no job"),
        pytest.param(
            "add/offer",
            {"company": "Globex", "answer_by": "2026-11-20"},
            "when the offer came",
            id="due before",
        ),
        pytest.param("add/activity", {"what": "x" * 5000}, "what", id="too long"),
    ],
)
def test_what_cannot_be_meant_comes_back_as_it_was_filled_in(
    here: Place, page: str, fields: dict[str, str], fault: str
) -> None:
    again = here.post(page, fields)
    assert again.status in (409, 422)
    assert "Not saved yet" in again.text
    assert fault in again.text
    for name, value in fields.items():
        if name not in ("interview", "person"):
            assert re.search(rf'name="{name}"[^>]*value="{re.escape(value.strip())}', again.text)
    assert here.text == RECORDS


def test_a_refused_form_can_be_sent_again_as_mended(here: Place) -> None:
    again = here.post("add/person", {**GLOBEX, "name": ""})
    fields = {**hidden(again.text), **GLOBEX, "name": "Cy Dent"}
    here.follow(here.send("add/person", fields))
    assert "Cy Dent" in here.text


def test_an_interview_that_moved_meanwhile_is_not_taken_for_another(here: Place) -> None:
    form = here.hidden("add/person")
    first = "  - {company: Acme Robotics, role: Engineer, start: 2026-11-18 09:00}\n"
    assert here.path
    here.path.write_text(RECORDS.replace("interviews:\n", f"interviews:\n{first}"))
    again = here.send("add/person", {**form, **ACME, "name": "Cy Dent"})
    assert again.status == 422
    assert "Cy Dent" not in here.text
    assert 'value="Cy Dent"' in again.text


def test_a_file_without_a_safe_place_shows_the_lines_to_add(tmp_path: Path) -> None:
    odd = RECORDS.replace(
        "    people:\n      - name: Bo Ray\n", "    people: &who\n      - name: Bo\n"
    )
    with editable(databases.sqlite(tmp_path), tmp_path, "file", odd) as place:
        again = place.post("add/person", {**GLOBEX, "name": "Cy Dent"})
        assert place.text == odd
    assert again.status == 409
    assert "Cy Dent" in again.text


def test_records_with_faults_take_nothing_and_lose_nothing(here: Place) -> None:
    assert here.path
    here.path.write_text(RECORDS.replace("role: Engineer", "rool: Engineer"))
    before = here.text
    again = here.post("add/person", {**GLOBEX, "name": "Cy Dent"})
    assert (again.status, here.text) == (409, before)
    assert "unknown field; did you mean role?" in again.text
    assert 'value="Cy Dent"' in again.text


# The text itself


def test_the_text_is_saved_whole_and_can_be_taken_back(place: Place) -> None:
    text = RECORDS.replace("role: Analyst", "role: Senior Analyst  # \t<&>")
    shown = place.follow(place.post("records", {"records": text}))
    assert place.text == text
    place.follow(place.send("records", hidden(shown)))
    assert place.text == RECORDS


def test_each_fault_stands_beside_its_line_and_nothing_is_saved(place: Place) -> None:
    typed = RECORDS.replace("role: Analyst", "rool: Analyst").replace("14:00", "25:00")
    again = place.post("records", {"records": typed})
    assert (again.status, place.text) == (422, RECORDS)
    wrong = re.findall(
        r'<li id="line-(\d+)">\n<a[^>]*>Line \d+</a>\n<pre[^>]*><code>(.*?)</code></pre>\n'
        r'<p class="fault"><bdi>(.*?)</bdi>',
        again.text,
    )
    assert [(number, text.strip()) for number, text, _ in wrong] == [
        ("9", "- id: globex-1"),
        ("11", "rool: Analyst"),
        ("12", "start: 2026-11-23 25:00"),
    ]
    assert "did you mean role?" in wrong[1][2]
    assert typed.replace("'", "&#39;") in again.text


def test_text_that_was_changed_meanwhile_is_never_replaced_unseen(place: Place) -> None:
    form = place.hidden("records")
    place.follow(place.post("add/person", {**GLOBEX, "name": "Cy Dent"}))
    there = place.text
    typed = RECORDS.replace("role: Analyst", "role: Chief Analyst")
    again = place.send("records", {**form, "records": typed})
    assert (again.status, place.text) == (409, there)
    assert "- name: Cy Dent</code>" in again.text
    assert typed in again.text
    place.follow(place.send("records", {**hidden(again.text), "records": typed}))
    assert place.text == typed


def test_the_same_text_sent_again_is_written_once(here: Place) -> None:
    fields = {**here.hidden("records"), "records": RECORDS.replace("Analyst", "Clerk")}
    here.follow(here.send("records", fields))
    assert here.path
    here.path.write_text(RECORDS)
    here.follow(here.send("records", fields))
    assert here.text == RECORDS


@pytest.mark.parametrize(
    "kept",
    [
        pytest.param(RECORDS.replace("\n", "\r\n"), id="CRLF"),
        pytest.param("\ufeff" + RECORDS, id="byte order mark"),
        pytest.param(RECORDS.removesuffix("\n"), id="no line break at the end"),
        pytest.param("\n\n" + RECORDS, id="empty lines first"),
        pytest.param(RECORDS + "#\tµ <b>&amp;</b> \u202e \U0001f600\n", id="all that YAML holds"),
    ],
)
def test_a_text_that_nobody_changed_is_the_same_to_the_byte(tmp_path: Path, kept: str) -> None:
    with editable(databases.sqlite(tmp_path), tmp_path, "file", kept) as place:
        page = place.get("records").text
        typed = as_typed(page)
        shown = place.follow(place.send("records", {**hidden(page), "records": typed}))
        assert place.text == kept
    assert "nothing was changed" in shown


def as_typed(page: str) -> str:
    """Return what a browser sends of the text area of a page that nobody typed into."""
    found = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)
    assert found
    return unescape(found[1])


def test_broken_records_are_shown_with_their_faults_and_can_be_mended(here: Place) -> None:
    assert here.path
    here.path.write_text(RECORDS.replace("role: Engineer", "rool: Engineer"))
    plan, page = here.get().text, here.get("records").text
    assert "Mend them here" in plan
    assert "did you mean role?" in page
    here.follow(here.post("records", {"records": RECORDS}))
    assert here.text == RECORDS


def test_what_is_no_text_is_not_edited_here(here: Place) -> None:
    assert here.path
    here.path.write_bytes(b"candidate: \xff\n")
    assert here.get("records").status == 409
    assert here.get().status == 200


# Who may


@pytest.mark.parametrize("page", ["", "records", "add/person", "add/invitation", "add/away"])
def test_an_address_that_is_unknown_or_withdrawn_says_so(here: Place, page: str) -> None:
    unknown = ask("GET", f"{here.base}/e/{'0' * 64}/{page}")
    old = here.token
    here.store.rotate("jordan", 1, edits=True)
    rotated = ask("GET", f"{here.base}/e/{old}/{page}")
    assert (unknown.status, rotated.status) == (404, 410)
    assert "withdrawn" in rotated.text


@pytest.mark.parametrize("state", ["unknown", "revoked"])
def test_who_has_no_address_writes_nothing(here: Place, state: str) -> None:
    fields = {**here.hidden("add/person"), **GLOBEX, "name": "Cy Dent"}
    if state == "unknown":
        here.token = "0" * 64
    else:
        here.store.revoke("jordan", 1, edits=True)
    answer = here.send("add/person", fields)
    assert answer.status == {"unknown": 404, "revoked": 410}[state]
    assert here.text == RECORDS


def test_neither_address_is_good_for_the_other(here: Place) -> None:
    assert ask("GET", f"{here.base}/e/{here.reading}/").status == 404
    assert ask("GET", f"{here.base}/{here.token}/").status == 404
    assert ask("GET", f"{here.base}/{here.token}/jordan.ics").status == 404


def test_withdrawing_one_address_leaves_the_other(here: Place) -> None:
    here.store.revoke("jordan", 1)
    assert here.get().status == 200
    here.store.revoke("jordan", 1, edits=True)
    here.store.rotate("jordan", 2)
    assert here.get().status == 410


def test_the_page_for_reading_offers_nothing_and_takes_nothing(here: Place) -> None:
    url = f"{here.base}/{here.reading}/"
    page = ask("GET", url)
    assert "<form" not in page.text
    assert "Add to the records" not in page.text
    assert "/e/" not in page.text
    assert ask("POST", url, b"name=x").status == 405
    assert ask("POST", here.url, b"name=x").status == 405


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({"Origin": "https://evil.example"}, id="origin"),
        pytest.param({"Origin": "null"}, id="no origin"),
        pytest.param({"Sec-Fetch-Site": "cross-site"}, id="cross-site"),
        pytest.param({"Sec-Fetch-Site": "same-site"}, id="same-site"),
    ],
)
@pytest.mark.parametrize("page", ["add/person", "records", "add/invitation"])
def test_a_form_of_another_site_is_refused(here: Place, page: str, headers: dict[str, str]) -> None:
    fields = {**here.hidden(page), **GLOBEX, "name": "Cy Dent", "records": RECORDS + "#\n"}
    assert here.send(page, fields, headers=headers).status == 403
    assert here.text == RECORDS


@pytest.mark.parametrize("page", ["add/person", "records"])
@pytest.mark.parametrize("form", ["", "x", "of another page", "of another feed", "cut short"])
def test_a_form_that_is_none_of_this_page_writes_nothing_and_comes_back_filled(
    here: Place, page: str, form: str
) -> None:
    own = here.hidden(page)
    texts = {"of another page": here.hidden("add/away")["form"], "cut short": own["form"][:-3]}
    texts["of another feed"] = new_form(b"another", page)
    mine = {**own, "form": texts.get(form, form), **GLOBEX, "name": "Cy Dent"}
    again = here.send(page, {**mine, "records": RECORDS + "# typed\n"})
    assert (again.status, here.text) == (400, RECORDS)
    assert ("# typed" if page == "records" else 'value="Cy Dent"') in again.text
    assert hidden(again.text)["form"] != mine["form"]


@pytest.mark.parametrize(
    ("page", "media_type", "body", "status"),
    [
        pytest.param("add/away", "text/plain", b"first=x", 415, id="no form"),
        pytest.param(
            "add/away", "application/x-www-form-urlencoded", b"%%%=\xff&", 400, id="bytes"
        ),
        pytest.param(
            "add/away", "application/x-www-form-urlencoded", b"a=" + b"x" * 70_000, 413, id="large"
        ),
        pytest.param("records", "multipart/form-data", b"--XX", 400, id="no boundary"),
        pytest.param("records", "multipart/form-data; boundary=XX", b"\xff\r\n", 400, id="garbage"),
        pytest.param(
            "records",
            "multipart/form-data; boundary=XX",
            b"--XX\r\n\r\nx\r\n--XX--",
            400,
            id="name",
        ),
        pytest.param(
            "records", "multipart/form-data; boundary=XX", b"x" * 9_000_000, 413, id="large parts"
        ),
        pytest.param(
            "add/invitation",
            "multipart/form-data; boundary=XX",
            b"--XX\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n" * 5_000,
            400,
            id="many parts",
        ),
    ],
)
def test_what_is_no_form_is_refused(
    here: Place, page: str, media_type: str, body: bytes, status: int
) -> None:
    answer = ask("POST", here.url + page, body, {"Content-Type": media_type})
    assert answer.status == status
    assert here.text == RECORDS


def test_no_token_is_in_a_log_or_leaves_with_a_link(
    here: Place, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    for page in ("", "records", "add/person", "add/invitation", "add/nothing"):
        answer = here.get(page)
        policy = answer.headers["referrer-policy"]
        assert policy in ("strict-origin", "no-referrer")
        assert here.token not in answer.text
    here.follow(here.post("add/person", {**GLOBEX, "name": "Cy Dent"}))
    here.send("add/person", {"form": "x"})
    own = [each.getMessage() for each in caplog.records if each.name.startswith("followup_ics")]
    assert "POST edit 303" in own
    assert here.token not in "".join(own)


def test_every_page_is_held_to_its_policy(here: Place) -> None:
    for page in ("", "records", "add/person", "add/invitation"):
        policy = here.get(page).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert f"form-action '{'self' if page else 'none'}'" in policy


def test_without_an_interview_the_forms_for_one_say_what_to_do(tmp_path: Path) -> None:
    none = "candidate: {timezone: Europe/Berlin}\n"
    with editable(databases.sqlite(tmp_path), tmp_path, "file", none) as place:
        assert "add one by its invitation" in place.get("add/person").text
        assert "Add to the records" in place.get().text


def test_what_a_crash_left_begun_is_there_once_whether_it_was_written_or_not(here: Place) -> None:
    fields = {**here.hidden("add/person"), **GLOBEX, "name": "Cy Dent"}
    here.follow(here.send("add/person", fields))
    key = key_of(token_hash(here.token), "add/person", sent(fields))
    assert key
    receipt = here.store.receipts.find(key)
    assert receipt
    begun = replace(receipt, state="begun")
    assert here.store.receipts.keep(begun, instead_of=["done"])
    here.follow(here.send("add/person", fields))
    assert here.text.count("Cy Dent") == 1
    assert here.store.receipts.keep(begun, instead_of=["done"])
    assert here.path
    here.path.write_text(RECORDS)
    here.follow(here.send("add/person", fields))
    assert here.text.count("Cy Dent") == 1


def test_something_else_in_the_same_form_after_going_back_is_written_too(here: Place) -> None:
    first = {**here.hidden("add/person"), **GLOBEX, "name": "Cy Dent"}
    for name in ("Cy Dent", "Di Ross", "Cy Dent"):
        here.follow(here.send("add/person", {**first, "name": name}))
    assert (here.text.count("Cy Dent"), here.text.count("Di Ross")) == (1, 1)


def test_a_file_that_is_gone_is_said_without_its_folder_and_not_made_anew(here: Place) -> None:
    fields = {**here.hidden("add/person"), **GLOBEX, "name": "Cy Dent"}
    assert here.path
    here.path.unlink()
    answer = here.send("add/person", fields)
    assert answer.status == 409
    assert here.path.name in answer.text
    assert str(here.path.parent) not in answer.text
    assert "Cy Dent" in answer.text
    assert not here.path.exists()
