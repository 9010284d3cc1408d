"""Which of those invited is the candidate: an invitation names them like everybody else."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from followup_ics.calendar.invitations.invitation import Invitation, Invited
from followup_ics.calendar.invitations.known import agrees
from followup_ics.calendar.invitations.mail_domains import (
    company_domain,
    domain_of,
    is_free_mail,
    is_scheduler,
    owner,
)
from followup_ics.calendar.invitations.titles import parts_of
from followup_ics.records.names import mailbox, person_name


def everybody(invitation: Invitation) -> list[Invited]:
    """Return the organizer and those invited, nobody twice where they have an address."""
    found = [invitation.organizer] if invitation.organizer else []
    known = {mailbox(each.email) for each in found if each.email}
    others = (e for e in invitation.attendees if not e.email or mailbox(e.email) not in known)
    return [*found, *others]


def own_addresses(invitations: Sequence[Invitation], name: str | None) -> frozenset[str]:
    """Return the candidate's own addresses, as `mailbox` has them, as far as they can be told.

    By the candidate's name; else by being the only one on every invitation, from two companies at
    least; else, in one invitation, by free mail, or by the only domain that is not the sender's.
    """
    invited = [each for one in invitations for each in everybody(one) if each.email]
    named = {mailbox(each.email) for each in invited if name and is_called(each, name)}
    if named:
        return frozenset(named)
    common = _on_every_one(invitations)
    found = {common} if common else {found for one in invitations for found in _only_one(one)}
    return frozenset(found)


def is_called(each: Invited, name: str) -> bool:
    """Say whether somebody has a name, as CN has it or as their address spells it."""
    words = _words(name)
    if not words:
        return False
    theirs = _words(each.name)
    if theirs and (theirs == words or (len(words) > 1 and {words[0], words[-1]} <= set(theirs))):
        return True
    local = re.sub(r"\d+", "", each.email.partition("@")[0].casefold())
    joined = {"".join(words), "".join(reversed(words)), f"{words[0][:1]}{words[-1]}"}
    return len(words) > 1 and re.sub(r"[._+-]", "", local.partition("+")[0]) in joined


def _words(name: str) -> list[str]:
    return re.findall(r"[^\W\d_]+", person_name(name))


def _on_every_one(invitations: Sequence[Invitation]) -> str:
    """Return the one address that all invitations have, where two companies or more sent them."""
    senders = {domain_of(one.organizer.email) for one in invitations if one.organizer}
    if len(senders - {""}) < 2:
        return ""
    counts = Counter(
        address for one in invitations for address in {mailbox(e.email) for e in _people(one)}
    )
    common = [address for address, count in counts.items() if count == len(invitations)]
    return common[0] if len(common) == 1 else ""


def _only_one(invitation: Invitation) -> Iterable[str]:
    sender = invitation.organizer.email if invitation.organizer else ""
    guests = [each for each in _people(invitation) if mailbox(each.email) != mailbox(sender)]
    free = [each for each in guests if is_free_mail(each.email)]
    if len(free) == 1:
        return [mailbox(free[0].email)]
    home = company_domain(sender) or _named_in_title(invitation, guests)
    others = [each for each in guests if company_domain(each.email) != home]
    if home and len(others) == 1:
        return [mailbox(others[0].email)]
    alone = len(guests) == 1 and invitation.organizer is not None and bool(others or not home)
    return [mailbox(each.email) for each in guests] if alone else []


def _named_in_title(invitation: Invitation, guests: Sequence[Invited]) -> str:
    """Return the domain of guests whose company the title names, where a shared calendar sends."""
    parts = parts_of(invitation.summary[:300], [each.name for each in guests])
    names = [parts.company, *parts.rest]
    domains = {domain for each in guests if (domain := company_domain(each.email))}
    found = [each for each in domains if any(agrees(owner(each), name) for name in names)]
    return found[0] if len(found) == 1 else ""


def _people(invitation: Invitation) -> list[Invited]:
    return [
        each
        for each in everybody(invitation)
        if each.email and each.kind in ("individual", "unknown") and not is_scheduler(each.email)
    ]
