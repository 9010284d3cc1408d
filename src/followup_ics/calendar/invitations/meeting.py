"""Whom the invitations of one interview bring together, but for the candidate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from followup_ics.calendar.invitations.companies import what_is_said
from followup_ics.calendar.invitations.invitation import Invitation
from followup_ics.calendar.invitations.known import Known, Round
from followup_ics.calendar.invitations.people import people_of
from followup_ics.calendar.invitations.proposals import Somebody
from followup_ics.records.names import mailbox, person_name


@dataclass(frozen=True, slots=True)
class Oneself:
    """Who the candidate is, as far as it can be told: addresses as `mailbox` has them."""

    name: str | None
    addresses: frozenset[str]


def everybody_met(
    work: Sequence[Invitation], company: str, known: Known, me: Oneself
) -> tuple[tuple[Somebody, ...], tuple[str, ...]]:
    """Return the people of invitations, and notes on who was left out."""
    found: dict[str, Somebody] = {}
    notes: list[str] = []
    here = known.by_name(company) if company else None
    for each in work:
        said = what_is_said(each, me.addresses, me.name)
        people, more = people_of(each, said, here, me.name)
        for one in people:
            found.setdefault(person_name(one.name.value), one)
        notes += more
    return tuple(found.values()), tuple(dict.fromkeys(notes))


def newcomers(
    work: Sequence[Invitation], each: Round, known: Known, me: Oneself
) -> tuple[tuple[Somebody, ...], tuple[str, ...]]:
    """Return the people of invitations whom an interview of the records does not have."""
    met = {person_name(person.name) for person in each.record.people}
    mails = {mailbox(person.email) for person in each.record.people if person.email}
    found, notes = everybody_met(work, each.record.company, known, me)
    new = (
        one
        for one in found
        if person_name(one.name.value) not in met
        and not (one.fields.get("email") and mailbox(one.fields["email"]) in mails)
    )
    return tuple(new), notes
