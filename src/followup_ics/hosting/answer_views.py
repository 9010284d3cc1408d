"""What the pages of a link show, from a follow-up, a receipt or a refusal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from followup_ics.answering.answers import Asked
from followup_ics.hosting.linked import Link, identity_of
from followup_ics.hosting.once import UNDONE_FOR, can_undo
from followup_ics.hosting.receipts import Receipt
from followup_ics.hosting.replying import offered
from followup_ics.hosting.signing import hashed, new_form
from followup_ics.page.answer_page import Question, Said, Way
from followup_ics.page.entries import contacts
from followup_ics.page.texts import dated, titled
from followup_ics.planning.results import FollowUp
from followup_ics.records.job_search import KINDS
from followup_ics.working_time import local_date, spoken_zone, wall_time

ASSETS = "../assets/"


def question(
    link: Link,
    about: Asked,
    now: datetime,
    fields: Mapping[str, str] | None = None,
    faults: Mapping[str, str] | None = None,
) -> Question:
    """Return the page of a follow-up; with `fields` and their faults it is a refused form's."""
    follow_up = about.follow_up
    return Question(
        summary=follow_up.summary,
        when=_when(follow_up, about.zone),
        standing=_standing(follow_up),
        ways=tuple(_ways(follow_up)),
        say=follow_up.description,
        offered=offered(about),
        kinds=(("", "Not known yet"), *((each, titled(each)) for each in KINDS)),
        today=local_date(about.zone, now),
        form=new_form(link.key, link.token, hashed(identity_of(about))),
        assets=ASSETS,
        filled=fields or {},
        faults=faults or {},
    )


def said(summary: str, receipt: Receipt, form: str, zone: str, now: datetime, *, back: str) -> Said:
    """Return the page after a form was written; `form` is what it was sent with."""
    is_open = can_undo(receipt, now)
    until = wall_time(zone, datetime.fromtimestamp(receipt.at, now.tzinfo) + UNDONE_FOR)
    return Said(
        summary=summary,
        lines=receipt.told,
        plan=receipt.plan,
        undo=form if is_open else "",
        until=f"until {until:%H:%M}" if is_open else "",
        taken_back=receipt.state == "undone",
        back=back,
        assets=ASSETS,
    )


def _when(follow_up: FollowUp, zone: str) -> str:
    start, end = (wall_time(zone, each) for each in (follow_up.start, follow_up.end))
    return f"{dated(start.date())}, {start:%H:%M} to {end:%H:%M} ({spoken_zone(zone)})"


def _standing(follow_up: FollowUp) -> str:
    if follow_up.is_skipped:
        return "You skipped it."
    if follow_up.status == "cancelled":
        return f"Cancelled: {follow_up.cancelled_because}."
    if follow_up.status == "done":
        return "It is done."
    if follow_up.is_moot:
        return "Nobody waits for it any more: the application is over."
    return ""


_VERBS = {"phone": "Call", "email": "Write to"}


def _ways(follow_up: FollowUp) -> Iterator[Way]:
    for each in contacts(follow_up):
        yield Way(f"{_VERBS[each.channel]} {each.text}", each.href or "")
