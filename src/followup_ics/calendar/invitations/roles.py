"""Which job an invitation is about: what it says, and which applications there are already."""

from __future__ import annotations

import re
from collections.abc import Sequence

from followup_ics.calendar.invitations.companies import Said
from followup_ics.calendar.invitations.known import Application, Known
from followup_ics.calendar.invitations.proposals import Guess
from followup_ics.calendar.invitations.titles import is_role, role_in
from followup_ics.records.names import fold, mailbox

UNKNOWN_ROLE = "Unknown role"  # what the records say until somebody knows
NO_ROLE = "the invitation names no role"
_ALIKE = 0.6  # of the words of both
_RANKS = frozenset(
    ["senior", "sr", "junior", "jr", "the", "a", "ii", "iii", "i", "m", "w", "d", "f"]
)


def role_guess(said: Said, company: str, known: Known) -> Guess:
    """Return the role: that of the open application at the company which this is a round of.

    Where several fit, the likeliest is proposed: whose people are invited, then the latest one.
    """
    here = known.by_name(company) if company else None
    applications = here.applications if here else []
    open_ones = [each for each in applications if each.is_open]
    named, where = _named(said)
    if not open_ones:
        closed = tuple(each.role for each in applications)
        if not named:
            return Guess("", sure=False, why=NO_ROLE, others=closed)
        return Guess(named, sure=where != "the text" or is_role(named), why=f"{where} says so")
    if named:
        return _among(named, where, open_ones)
    first, *others = _likeliest_first(open_ones, said)
    if not others:
        is_named = first.role != UNKNOWN_ROLE
        why = "it is the one open application there" if is_named else f"{NO_ROLE}, as before"
        return Guess(first.role, sure=is_named, why=why)
    roles = tuple(each.role for each in others)
    return Guess(first.role, sure=False, why=f"{NO_ROLE}, and several are open", others=roles)


def _named(said: Said) -> tuple[str, str]:
    if said.parts.role:
        return said.parts.role, "the title"
    if said.parts.company and said.parts.rest:
        return said.parts.rest[0], "the title"  # "Rockstar at Acme"
    return role_in(said.text), "the text"


def _among(named: str, where: str, applications: Sequence[Application]) -> Guess:
    same = [each.role for each in applications if fold(each.role) == fold(named)]
    alike = [each.role for each in applications if likeness(each.role, named) >= _ALIKE]
    roles = tuple(each.role for each in applications)
    if same:
        return Guess(same[0], sure=True, why=f"{where} names it")
    if len(alike) == 1:
        return Guess(alike[0], sure=True, why=f"{where} says {named}")
    if alike:
        rest = tuple(dict.fromkeys([*alike[1:], named]))
        return Guess(alike[0], sure=False, why=f"{where} says {named}", others=rest)
    why = f"{where} says so, but the open application is for {' or '.join(roles)}"
    return Guess(named, sure=False, why=why, others=roles)


def likeness(one: str, other: str) -> float:
    """Return how much of their words two roles share, 1 where one holds all of the other."""
    first, second = (
        {word for word in re.findall(r"\w+", fold(each)) if word not in _RANKS}
        for each in (one, other)
    )
    if not first or not second:
        return 0
    return 1.0 if first <= second or second <= first else len(first & second) / len(first | second)


def _likeliest_first(applications: Sequence[Application], said: Said) -> list[Application]:
    invited = {mailbox(each.email) for each in said.others if each.email}

    def acquaintances(each: Application) -> int:
        met = (person for one in each.rounds for person in one.record.people)
        return len({mailbox(person.email) for person in met if person.email} & invited)

    return sorted(applications, key=acquaintances, reverse=True)
