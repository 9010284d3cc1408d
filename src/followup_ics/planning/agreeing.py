"""What promises and other roles do to what is due: promises first, and nothing said twice.

An agreed date replaces the pending asks to the same person, whether it was kept already or not;
until it, nobody telephones them. Interviews for several roles of a company in one week bring one
article and one call a person.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta

from followup_ics.planning.applications import Application, Identity, Round
from followup_ics.planning.drafts import Draft, ends
from followup_ics.working_time import local_date, spoken

ONE_WEEK = timedelta(days=7)
CALLS = ("phone_call", "call_back", "agreed_next_step")
NEXT_ROUND = "what was agreed in the next round takes its place"


def agreed_first(drafts: list[Draft]) -> list[Draft]:
    """Let agreed dates replace, or turn into e-mails, what would come before them."""
    drafts = [_kept_by_next_round(draft, drafts) for draft in drafts]
    agreed: dict[Identity, list[Draft]] = {}
    for draft in drafts:
        if draft.agreed_at and not ends(draft, draft.earliest):
            agreed.setdefault(draft.identity, []).append(draft)
    return [replaced(draft, agreed.get(draft.identity, ())) for draft in drafts]


def _kept_by_next_round(draft: Draft, drafts: Iterable[Draft]) -> Draft:
    """Cancel an agreed date that a later round has replaced: by a date of its own, or a call."""
    about = draft.about
    if draft.done or not draft.agreed_at or about is None or about.superseded is None:
        return draft
    if draft.preferred < about.superseded:
        return draft
    rounds = about.application.rounds
    later = rounds[rounds.index(about) + 1 :]
    own_date = any(
        other.agreed_at and other.about in later and other.identity == draft.identity
        for other in drafts
    )
    if own_date or any(_called(each, draft.identity) for each in later):
        return replace(draft, cancelled_because=NEXT_ROUND)
    return draft


def _called(each: Round, identity: Identity) -> bool:
    return any(
        logged.did in CALLS and logged.contact and logged.contact.identity == identity
        for logged in each.log
    )


def replaced(draft: Draft, agreed: Iterable[Draft]) -> Draft:
    """Return a draft as the dates agreed with its person leave it."""
    if draft.done or draft.agreed_at or draft.cancelled_because:
        return draft
    for other in agreed:
        known_from = other.agreed_at or other.earliest
        day = local_date(other.place.zone, other.preferred)
        if not draft.tactic.asks or draft.tactic.urgent:
            if (
                draft.channel == "phone"
                and known_from <= draft.latest
                and (draft.earliest < other.earliest)
            ):
                draft = replace(draft, channel="email", channel_because=no_call_before(day))
        elif draft.latest < known_from:
            draft.deadline = known_from
        elif draft.earliest <= other.latest:
            return replace(
                draft, cancelled_because=f"what was agreed for {spoken(day)} takes its place"
            )
    return draft


def no_call_before(day: date) -> str:
    """Return why somebody is written to, and not telephoned, before the date agreed with them."""
    return f"by e-mail: no call before {spoken(day)}, the date agreed with them"


def one_for_roles(drafts: list[Draft]) -> list[Draft]:
    """Let one contact serve all roles of a person whose interviews are less than a week apart.

    The roles may be of several companies, where an agency's recruiter has several clients. It
    comes after the last of them and names each role; those of the others are cancelled.
    """
    groups: dict[tuple[str, Identity], list[Draft]] = {}
    for draft in drafts:
        if draft.tactic.one_for_roles and draft.application:
            key = draft.tactic.name, draft.identity
            groups.setdefault(key, []).append(draft)
    for group in groups.values():
        for served, by in _served(group):
            if by.done or not served.done:
                _serve(by, served)
    return drafts


def _served(group: list[Draft]) -> Iterable[tuple[Draft, Draft]]:
    """Yield each draft that another serves, with that one: the latest within a week of it."""
    group = sorted((each for each in group if not _may_end(each)), key=_order)
    while group:
        last = group.pop()
        near = [
            each
            for each in group
            if _start(last) - _start(each) < ONE_WEEK and each.application is not last.application
        ]
        done = [each for each in (last, *near) if each.done]
        by = done[0] if done else last
        for each in (last, *near):
            if each is not by:
                yield each, by
        group = [each for each in group if each not in near]


def _order(draft: Draft) -> tuple[datetime, str]:
    assert draft.about
    return draft.about.end, draft.about.id


def _start(draft: Draft) -> datetime:
    assert draft.about
    return draft.about.start


def _may_end(draft: Draft) -> bool:
    """Say whether a next round or an end comes before a draft's window is over."""
    about = draft.about
    ends_at = (about.closed, about.superseded) if about else ()
    return any(at and at <= draft.latest for at in ends_at)


def _serve(by: Draft, served: Draft) -> None:
    assert by.application
    assert served.application
    if served.done:
        return
    role, other = _role(by.application, served), _role(served.application, by)
    served.cancelled_because = f"one is enough for both roles: the one about {role} serves"
    if not by.done:
        by.with_roles = (*by.with_roles, other)


def _role(application: Application, beside: Draft) -> str:
    """Return an application's role, with its company beside that of another one."""
    assert beside.application
    if application.company_key == beside.application.company_key:
        return application.role
    return f"{application.role} at {application.company}"
