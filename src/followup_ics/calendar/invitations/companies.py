"""Which company an invitation is from: by who is known there, by addresses, by its title."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from followup_ics.calendar.invitations.calling import is_somebody
from followup_ics.calendar.invitations.invitation import Invitation, Invited
from followup_ics.calendar.invitations.known import Company, Known, agrees
from followup_ics.calendar.invitations.mail_domains import company_domain, owner
from followup_ics.calendar.invitations.oneself import everybody, is_called
from followup_ics.calendar.invitations.proposals import Guess
from followup_ics.calendar.invitations.titles import (
    Parts,
    company_in,
    company_of_mailbox,
    parts_of,
)
from followup_ics.records.names import company_name, fold, mailbox

NO_COMPANY = "the invitation names no company"
# In the domain of somebody who recruits for others.
_AGENCY = re.compile(r"recruit|talent|staff|agency|personnel|headhunt|hire|hiring|consult|jobs")
_READ = 20_000  # characters of a text


class Said(NamedTuple):
    """What an invitation says of company and role: its title, its text, its addresses."""

    parts: Parts
    text: str
    title: str
    others: tuple[Invited, ...]
    """Everybody but the candidate."""

    @property
    def domains(self) -> list[str]:
        """The mail domains that tell of a company, the organizer's first."""
        found = (company_domain(each.email) for each in self.others)
        return list(dict.fromkeys(domain for domain in found if domain))


def what_is_said(invitation: Invitation, mine: frozenset[str], name: str | None) -> Said:
    """Return what an invitation says, without the candidate in it."""
    others = tuple(
        each
        for each in everybody(invitation)
        if not (each.email and mailbox(each.email) in mine) and not (name and is_called(each, name))
    )
    names = [name or "", *(each.name for each in everybody(invitation) if is_somebody(each))]
    parts = parts_of(invitation.summary[:300], names)
    return Said(parts, invitation.text[:_READ], invitation.summary, others)


def company_guess(said: Said, known: Known) -> Guess:
    """Return the company, one of the records where that can be told."""
    return _known_company(said, known) or _new_company(said)


def _known_company(said: Said, known: Known) -> Guess | None:
    named = _named_in(said.title, known.companies.values())
    here = known.by_domain(said.domains)
    there = known.by_address(mailbox(each.email) for each in said.others if each.email)
    for found, why in (
        (named, "the title names it"),
        (here, f"people there have addresses at {', '.join(said.domains[:2])}"),
        (there, "somebody invited is known there"),
        (_by_label(said, known), f"its name is that of {', '.join(said.domains[:2])}"),
        (
            [] if said.domains else _named_in(said.text, known.companies.values()),
            "the text names it",
        ),
    ):
        if len(found) == 1:
            return Guess(found[0].name, sure=True, why=why)
        if found:
            first, *others = _latest_first(found)
            names = tuple(each.name for each in others)
            return Guess(first.name, sure=False, why=f"{why}, as of {names[0]}", others=names)
    return None


def _latest_first(companies: Iterable[Company]) -> list[Company]:
    return sorted(companies, key=lambda e: max(r.start for r in e.rounds), reverse=True)


def _by_label(said: Said, known: Known) -> list[Company]:
    labels = [owner(domain) for domain in said.domains]
    return [e for e in known.companies.values() if any(agrees(label, e.name) for label in labels)]


def _named_in(text: str, companies: Iterable[Company]) -> list[Company]:
    folded = fold(text)
    return [
        each
        for each in companies
        if re.search(rf"(?<!\w){re.escape(company_name(each.name))}(?!\w)", folded)
    ]


def _new_company(said: Said) -> Guess:
    labels = [owner(domain) for domain in said.domains]
    named = [(name, where) for name, where in _names(said) if name and company_name(name)]
    for name, where in named:
        for label, domain in zip(labels, said.domains, strict=True):
            if agrees(label, name):
                return Guess(name, sure=True, why=f"{where} names it, and its addresses {domain}")
    by_domain = [_spelt(label) for label in labels if not _AGENCY.search(label)] or [
        _spelt(label) for label in labels
    ]
    is_agency = bool(labels) and all(_AGENCY.search(label) for label in labels)
    others = tuple(dict.fromkeys([*(name for name, _ in named), *by_domain]))
    if said.parts.company or (named and (is_agency or not by_domain)):
        name, where = named[0]
        rest = tuple(each for each in others if each != name)
        return Guess(name, sure=False, why=f"{where} may name it", others=rest)
    if by_domain:
        rest = tuple(each for each in others if each != by_domain[0])
        return Guess(by_domain[0], sure=False, why=f"from {said.domains[0]}", others=rest)
    return Guess("", sure=False, why=NO_COMPANY)


def _names(said: Said) -> Iterable[tuple[str, str]]:
    """Yield what may be the company's name, with where it stands, the best first."""
    yield said.parts.company, "the title"
    for rest in reversed(said.parts.rest):
        yield rest, "the title"
    for each in said.others:
        if not is_somebody(each):
            yield company_of_mailbox(each.name), "the sender"
    yield company_in(said.text), "the text"


def _spelt(label: str) -> str:
    """Return a label as a name: northwind-robotics, Northwind Robotics."""
    return " ".join(word.capitalize() for word in re.split(r"[-_]+", label) if word)


def same_company(one: Guess, other: Guess) -> bool:
    """Say whether two guesses are one company."""
    return bool(one.value) and company_name(one.value) == company_name(other.value)
