"""What cannot be meant is refused before anything is written, whoever asked."""

from __future__ import annotations

from datetime import date, datetime
from functools import cache
from typing import get_args

import pytest

from building import interview, offered, search
from finding import one
from followup_ics import plan
from followup_ics.answering.answers import Answer, Asked, Offered, asked, check, is_too_early
from followup_ics.errors import AnswerError, Unmeant

TODAY = date(2026, 11, 10)
DONE = datetime(2026, 11, 10, 9)
SKIPPED = "[{on: 2026-11-05 10:00, did: share_article, to: Dana, skipped: true}]"


@cache
def of(tactic: str) -> Asked:
    """Return the follow-up of a tactic in a plan whose article was skipped, with an offer."""
    job_search = search(interview(log=SKIPPED), offers=offered(answer_by="2026-11-19"))
    found = [each for each in plan(job_search).follow_ups if each.tactic == tactic]
    return asked(job_search, found[0])


UNMEANT: list[tuple[Unmeant, str, Answer, str]] = [
    (
        "skipped_already",
        "share_article",
        Answer(DONE, done=True),
        "'Cancelled: Send Dana an article (Acme)' is skipped in the log; take that entry out of it "
        "first",
    ),
    (
        "no_interview",
        "keep_searching",
        Answer(DONE, outcome="rejected"),
        "no interview of 'Keep searching' is in the file, which could take that",
    ),
    (
        "offer_alone",
        "answer_offer",
        Answer(DONE, outcome="accepted"),
        "no interview of 'Answer Globex: their offer ends Thu 19 Nov 17:00' is in the file, which "
        "could take that; once an offer is answered, take it out of 'offers'",
    ),
    (
        "no_job",
        "keep_searching",
        Answer(DONE, offer=Offered()),
        "'Keep searching' is of no one job, so no offer can be written; say for which job it is",
    ),
    (
        "not_to_skip",
        "keep_searching",
        Answer(DONE, skipped=True),
        "'Keep searching' has no log, in which it could be skipped: leave it as it is",
    ),
    (
        "ends_only",
        "answer_offer",
        Answer(DONE, done=True),
        "'Answer Globex: their offer ends Thu 19 Nov 17:00' has no log: say how it ended, "
        "accepted or withdrawn",
    ),
    (
        "whole_search",
        "keep_searching",
        Answer(DONE, done=True),
        "'Keep searching' is for the whole search, which has no log; write what companies should "
        "hear of",
    ),
    (
        "too_early",
        "phone_call",
        Answer(date(2026, 11, 1), done=True),
        "2026-11-01 lies before the interview that 'Call Dana (Acme)' follows, 2026-11-02 14:00",
    ),
    (
        "ends_and_goes_on",
        "phone_call",
        Answer(DONE, outcome="rejected", next_interview=date(2026, 12, 1)),
        "'rejected' ends the application, so it has no next interview; leave one of the two out",
    ),
    (
        "rejected_and_offered",
        "phone_call",
        Answer(DONE, outcome="rejected", offer=Offered()),
        "a rejection and an offer exclude each other; leave one of them out",
    ),
    (
        "kind_of_nothing",
        "phone_call",
        Answer(DONE, next_kind="video"),
        "'video' is how you talk in the next interview; say when that is",
    ),
    (
        "to_come",
        "phone_call",
        Answer(date(2026, 11, 11), done=True),
        "2026-11-11 is still to come; say when it was",
    ),
    (
        "before_heard",
        "phone_call",
        Answer(DONE, done=True, call_back=date(2026, 11, 9)),
        "2026-11-09 lies before 2026-11-10 09:00, when you heard of it",
    ),
]


@pytest.mark.parametrize(
    ("kind", "tactic", "answer", "why"), UNMEANT, ids=[each[0] for each in UNMEANT]
)
def test_what_cannot_be_meant_is_refused_in_words_that_fit_anywhere(
    kind: str, tactic: str, answer: Answer, why: str
) -> None:
    with pytest.raises(AnswerError) as refused:
        check(of(tactic), answer, TODAY)
    assert (refused.value.kind, str(refused.value)) == (kind, why)
    assert "--" not in why
    assert "followup-ics" not in why


def test_every_reason_to_refuse_is_tried() -> None:
    assert {each[0] for each in UNMEANT} == set(get_args(Unmeant))


MEANT = [
    pytest.param(Answer(DONE, done=True), id="done"),
    pytest.param(Answer(DONE, done=False), id="nobody answered"),
    pytest.param(Answer(datetime(2026, 12, 1), skipped=True), id="skipped though still to come"),
    pytest.param(Answer(DONE, done=True, call_back=date(2026, 11, 12)), id="call back"),
    pytest.param(
        Answer(DONE, done=True, next_interview=date(2026, 11, 12), next_kind="video"), id="next"
    ),
    pytest.param(Answer(DONE, offer=Offered(date(2026, 11, 12))), id="an offer"),
    pytest.param(Answer(DONE, outcome="accepted", offer=Offered()), id="an offer taken at once"),
    pytest.param(Answer(DONE, outcome="rejected"), id="rejected"),
]


@pytest.mark.parametrize("answer", MEANT)
def test_what_can_be_meant_is_let_through(answer: Answer) -> None:
    check(of("phone_call"), answer, TODAY)


@pytest.mark.parametrize(
    ("offer", "kind"),
    [
        pytest.param(Answer(date(2026, 11, 11), offer=Offered()), "to_come", id="still to come"),
        pytest.param(
            Answer(DONE, offer=Offered(date(2026, 11, 9))), "before_heard", id="due before it came"
        ),
        pytest.param(
            Answer(date(2026, 11, 11), skipped=True, offer=Offered()), "to_come", id="and skipped"
        ),
    ],
)
def test_an_offer_has_come_and_is_due_later(offer: Answer, kind: str) -> None:
    with pytest.raises(AnswerError) as refused:
        check(of("phone_call"), offer, TODAY)
    assert refused.value.kind == kind


def test_a_name_with_braces_is_told_as_it_is() -> None:
    assert "'{on} {0}'" in str(AnswerError("not_to_skip", summary="{on} {0}"))


def test_what_prepares_an_interview_can_be_done_before_it() -> None:
    before = date(2026, 10, 30)
    assert not is_too_early(of("prepare"), before)
    assert is_too_early(of("thank_you"), before)


def test_the_answer_to_an_offer_goes_into_the_latest_interview_for_that_job() -> None:
    offer = offered(company="ACME Inc.", role="engineer", answer_by="2026-11-19")
    later = interview(id="second", start="2026-11-09 10:00")
    job_search = search(interview(), later, offers=offer)
    about = asked(job_search, one(plan(job_search), "answer_offer"))
    assert about.id == "second"
    assert not about.has_log
