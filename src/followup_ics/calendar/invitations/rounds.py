"""Which invitations are one interview, and which of several versions is the newest.

Invitations of one company that follow each other without a gap of 90 minutes or more are one
interview with several people; others are an interview each.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from followup_ics.calendar.invitations.companies import Said, company_guess, same_company
from followup_ics.calendar.invitations.invitation import Invitation
from followup_ics.calendar.invitations.known import Known
from followup_ics.calendar.invitations.proposals import Guess
from followup_ics.calendar.invitations.times import LONGEST, Span, is_timed, span_of
from followup_ics.calendar.invitations.versions import identity, version

GAP = timedelta(minutes=90)


def newest(invitations: Iterable[Invitation]) -> list[Invitation]:
    """Return the newest version of each event, in the order in which they were first given."""
    found: dict[object, Invitation] = {}
    for number, each in enumerate(invitations):
        key: object = identity(each) if each.uid else number
        known = found.get(key)
        if known is None or _is_newer(each, known):
            found[key] = each
    return list(found.values())


def _is_newer(one: Invitation, other: Invitation) -> bool:
    return (version(one), one.cancelled) > (version(other), other.cancelled)


@dataclass(frozen=True, slots=True)
class Group:
    """Invitations that are one interview, in order of time."""

    invitations: tuple[Invitation, ...]
    saids: tuple[Said, ...]
    company: Guess
    span: Span


def grouped(invitations: Sequence[Invitation], saids: Sequence[Said], known: Known) -> list[Group]:
    """Return invitations in order of time, those that are one interview together."""
    alone = [
        Group((each,), (said,), company_guess(said, known), span_of(each, known.zone))
        for each, said in zip(invitations, saids, strict=True)
    ]
    found: list[Group] = []
    for each in sorted(alone, key=lambda group: group.span):
        if found and _follows(found[-1], each):
            found[-1] = _joined(found[-1], each)
        else:
            found.append(each)
    return found


def _follows(one: Group, other: Group) -> bool:
    if not all(is_timed(each) for each in (*one.invitations, *other.invitations)):
        return False
    is_near = other.span[0] - one.span[1] < GAP
    is_short = max(one.span[1], other.span[1]) - one.span[0] <= LONGEST
    return is_near and is_short and same_company(one.company, other.company)


def _joined(one: Group, other: Group) -> Group:
    company = one.company if one.company.sure or not other.company.sure else other.company
    return Group(
        (*one.invitations, *other.invitations),
        (*one.saids, *other.saids),
        company,
        (one.span[0], max(one.span[1], other.span[1])),
    )
