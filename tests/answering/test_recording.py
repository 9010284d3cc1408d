"""An answer, as lines more in the user's own file; refused where that was changed meanwhile."""

from __future__ import annotations

from datetime import date, datetime
from difflib import ndiff
from pathlib import Path

import pytest

from followup_ics import RecordsError, loads, plan
from followup_ics.answering.answers import Answer, Asked, Offered, asked
from followup_ics.answering.recording import check_still_asked, record, written
from followup_ics.errors import EditError
from searching import RECORDS

ON = datetime(2026, 11, 20, 16)


def call(text: str) -> Asked:
    """Return the call that a file asks for, with its interview in Berlin."""
    job_search = loads(text)
    found = plan(job_search).follow_ups
    return asked(job_search, next(each for each in found if each.tactic == "phone_call"))


def after(text: str, answer: Answer) -> list[str]:
    """Return the lines that an answer about the call changes: "+ " before what is new."""
    now = written(text.encode(), call(text), answer, source="mine.yaml").decode()
    return [e for e in ndiff(text.splitlines(), now.splitlines()) if e[0] in "+-"]


NEXT = datetime(2026, 12, 10, 14)
ADDED = [
    pytest.param(
        Answer(ON, done=True, next_interview=NEXT, next_kind="video"),
        [
            "+       - {on: 2026-11-20 16:00, did: phone_call, to: Dana}",
            "+   - company: Acme",
            "+     role: Engineer",
            "+     timezone: Europe/Berlin",
            "+     kind: video",
            "+     start: 2026-12-10 14:00",
        ],
        id="a next interview, and how one talks there",
    ),
    pytest.param(
        Answer(ON, done=True, offer=Offered(datetime(2026, 11, 27, 17))),
        [
            "+       - {on: 2026-11-20 16:00, did: phone_call, to: Dana}",
            "+ offers:",
            "+   - {company: Acme, role: Engineer, received: 2026-11-20 10:00, "
            "answer_by: 2026-11-27 11:00}",
        ],
        id="an offer, at the times of the candidate's zone",
    ),
    pytest.param(
        Answer(date(2026, 11, 20), offer=Offered()),
        ["+ offers:", "+   - {company: Acme, role: Engineer, received: 2026-11-20}"],
        id="an offer alone, on a day",
    ),
]


@pytest.mark.parametrize(("answer", "lines"), ADDED)
def test_an_answer_is_some_lines_more(answer: Answer, lines: list[str]) -> None:
    assert after(RECORDS, answer) == lines


def test_an_offer_that_is_there_keeps_when_it_came_and_takes_when_it_is_due() -> None:
    known = f"{RECORDS}offers:\n  - {{company: Acme Inc, role: engineer, received: 2026-11-19}}\n"
    assert after(known, Answer(ON, offer=Offered())) == []
    assert after(known, Answer(ON, offer=Offered(date(2026, 11, 27)))) == [
        "-   - {company: Acme Inc, role: engineer, received: 2026-11-19}",
        "+   - {company: Acme Inc, role: engineer, received: 2026-11-19, answer_by: 2026-11-27}",
    ]


def test_an_offer_is_of_the_company_that_the_interview_says_by_its_id() -> None:
    known = RECORDS.replace("    role: Engineer\n", "    role: Engineer\n    company_id: acme-2\n")
    offer = Answer(date(2026, 11, 20), offer=Offered())
    text = written(known.encode(), call(known), offer, source="mine.yaml")
    assert loads(text).offers[0].company_id == "acme-2"
    assert written(text, call(known), offer, source="mine.yaml") == text


def test_an_offer_ends_what_was_asked_of_that_company() -> None:
    offer = Answer(ON, done=True, offer=Offered(datetime(2026, 11, 27, 17)))
    now = plan(loads(written(RECORDS.encode(), call(RECORDS), offer, source="mine.yaml")))
    assert [e.status for e in now.follow_ups if e.tactic == "phone_call"] == ["done"]
    assert {e.status for e in now.follow_ups if e.tactic == "touch_base"} == {"cancelled"}
    assert [e.status for e in now.follow_ups if e.tactic == "answer_offer"] == ["planned"]


def test_a_next_interview_that_is_there_takes_only_its_kind() -> None:
    once = written(RECORDS.encode(), call(RECORDS), Answer(ON, next_interview=NEXT), source="")
    again = Answer(ON, next_interview=NEXT, next_kind="phone")
    text = written(once, call(RECORDS), again, source="mine.yaml")
    assert [(e.kind, e.start) for e in loads(text).interviews[1:]] == [("phone", NEXT)]
    assert written(text, call(RECORDS), Answer(ON, next_interview=NEXT), source="") == text


def test_an_activity_that_is_there_is_not_added_again() -> None:
    answer = Answer(ON, activity="a course")
    once = written(RECORDS.encode(), call(RECORDS), answer, source="mine.yaml")
    assert len(loads(once).activities) == 1
    assert written(once, call(RECORDS), answer, source="mine.yaml") == once


# A file that was changed meanwhile


def test_an_answer_never_goes_into_another_interview_that_has_the_id_by_now(tmp_path: Path) -> None:
    """A made-up id counts interviews of a role: one more before it takes its place."""
    before = RECORDS.replace("    id: acme\n", "")
    earlier = "  - {company: Acme, role: Engineer, start: 2026-11-10, people: [{name: Dana}]}\n"
    after = before.replace("interviews:\n", f"interviews:\n{earlier}")
    file = tmp_path / "mine.yaml"
    file.write_text(after)
    answer = Answer(on=date(2026, 11, 20), done=True)
    with pytest.raises(EditError, match="no such follow-up any more") as refused:
        record(str(file), call(before), answer, seen=before.encode(), playbook=None)
    assert refused.value.paste == "- {on: 2026-11-20, did: phone_call, to: Dana}"
    assert file.read_text() == after


def test_what_somebody_else_logged_meanwhile_is_not_asked_any_more() -> None:
    answer = Answer(ON, done=True)
    about = call(RECORDS)
    text = written(RECORDS.encode(), about, answer, source="mine.yaml")
    check_still_asked(RECORDS.encode(), about, answer, None, source="mine.yaml")
    with pytest.raises(EditError, match="changed meanwhile, and that is in the log now"):
        check_still_asked(text, about, answer, None, source="mine.yaml")
    check_still_asked(text, about, Answer(ON, outcome="rejected"), None, source="mine.yaml")


def test_a_file_with_faults_takes_no_answer_and_is_named() -> None:
    with pytest.raises(RecordsError, match=r"mine\.yaml:"):
        written(b"interviews: 3", call(RECORDS), Answer(ON, offer=Offered()), source="mine.yaml")
