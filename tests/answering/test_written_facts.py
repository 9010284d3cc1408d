"""An offer, a first choice, an activity, days away: each once in a text, and found by its job."""

from __future__ import annotations

from datetime import date, datetime
from functools import partial
from typing import Protocol

import pytest

from followup_ics import loads
from followup_ics.answering.facts import (
    Job,
    only_role,
    received,
    with_activity,
    with_away,
    with_first_choice,
    with_offer,
)
from followup_ics.errors import NoSuchJobError, WhichRoleError
from searching import RECORDS

TEXT = RECORDS.encode()
OTHER = f"{RECORDS}  - {{company: Acme, role: Cook, start: 2026-11-10 10:00}}\n"
CAME = datetime(2026, 11, 20, 15)
SRE = Job("Globex", "SRE")


class Edit(Protocol):
    def __call__(self, text: bytes, *, source: str) -> bytes: ...


EDITS = [
    pytest.param(partial(with_offer, job=SRE, came=CAME), id="an offer"),
    pytest.param(partial(with_first_choice, job=Job("ACME Inc.", "engineer")), id="first choice"),
    pytest.param(partial(with_activity, what="a course", on=date(2026, 11, 20)), id="an activity"),
    pytest.param(partial(with_away, first=date(2026, 12, 24)), id="a day away"),
    pytest.param(
        partial(with_away, first=date(2026, 12, 24), last=date(2027, 1, 1)), id="days away"
    ),
]


@pytest.mark.parametrize("edit", EDITS)
def test_the_same_again_changes_nothing(edit: Edit) -> None:
    once = edit(TEXT, source="mine.yaml")
    assert loads(once) != loads(TEXT)
    assert edit(once, source="mine.yaml") == once


def test_an_offer_is_found_by_any_spelling_of_its_job() -> None:
    text = with_offer(TEXT, SRE, CAME, source="mine.yaml")
    assert received(loads(text), Job("globex, inc.", "sre")) == CAME
    assert received(loads(text), Job("Globex", "Cook")) is None
    assert received(loads(text), Job("Globex", "SRE", "globex-berlin")) is None


def test_days_away_that_are_there_already_hold_the_days_within() -> None:
    text = with_away(TEXT, date(2026, 12, 24), date(2027, 1, 1), source="mine.yaml")
    assert with_away(text, date(2026, 12, 28), source="mine.yaml") == text
    assert with_away(text, date(2026, 12, 28), date(2027, 1, 2), source="mine.yaml") != text


def test_the_first_choice_is_a_job_that_has_an_interview() -> None:
    with pytest.raises(NoSuchJobError, match=r"Acme for Cook is in mine\.yaml"):
        with_first_choice(TEXT, Job("Acme", "Cook"), source="mine.yaml")


ROLES = [
    pytest.param(OTHER, "Acme", ("Engineer", "Cook"), "Engineer, Cook with Acme", id="several"),
    pytest.param(RECORDS, "Acmee", (), "the file has no Acmee; did you mean Acme?", id="a slip"),
    pytest.param(RECORDS, "Initech", (), "the file has no Initech", id="none"),
]


@pytest.mark.parametrize(("text", "company", "roles", "why"), ROLES)
def test_a_company_without_one_role_is_refused_with_what_is_there(
    text: str, company: str, roles: tuple[str, ...], why: str
) -> None:
    with pytest.raises(WhichRoleError) as refused:
        only_role(loads(text), company)
    assert refused.value.roles == roles
    assert str(refused.value).startswith("say which job it is: ")
    assert why in str(refused.value)
    assert "--" not in str(refused.value)


def test_the_one_role_of_a_company_need_not_be_said() -> None:
    assert only_role(loads(RECORDS), "ACME, Inc.") == "Engineer"
