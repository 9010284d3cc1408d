"""Whom an invitation names as people to be met, and what it says of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from followup_ics.calendar.invitations.calling import cleaned_name, is_somebody
from followup_ics.calendar.invitations.companies import Said
from followup_ics.calendar.invitations.invitation import Invitation, Invited
from followup_ics.calendar.invitations.known import Company
from followup_ics.calendar.invitations.mentions import Mention, mentioned, mentions_of, titled
from followup_ics.calendar.invitations.proposals import Guess, Somebody
from followup_ics.records.names import mailbox, person_name

MOST = 50  # people of one interview; more is a mailing list


def people_of(
    invitation: Invitation, said: Said, company: Company | None, candidate: str | None
) -> tuple[list[Somebody], list[str]]:
    """Return the people to be met, the one who leads it first, and notes on who was left out.

    Left out are the candidate, rooms, groups, shared and scheduling mailboxes, note takers, and
    whoever declined. Names in the text count where nobody is invited.
    """
    present, notes = _present(invitation, said)
    mentions = mentions_of(said.text, candidate)
    found = [_somebody(each, company, mentions) for each in present]
    if not found:
        found = [_from_text(each, company) for each in mentions if each.is_interviewer]
        if not found and (host := mentioned(said.text, candidate)):
            found = [_from_text(host, company)]
    elif invitation.organizer in present and len(found) > 1:
        found = _with_organizer(invitation, found, present, mentions)
    return _with_manager(said.title, _distinct(found)[:MOST]), notes


def _with_manager(title: str, people: list[Somebody]) -> list[Somebody]:
    """Take the only one of whom no part is known for the one whom the title speaks of."""
    unknown = [at for at, each in enumerate(people) if "part" not in each.fields]
    if len(unknown) == 1 and re.search(r"\bhiring manager\b", title, re.IGNORECASE):
        each = people[unknown[0]]
        fields = {**each.fields, "part": "hiring_manager"}
        why = "the title speaks of the hiring manager"
        people[unknown[0]] = Somebody(each.name, fields, {"part": why})
    return people


def _present(invitation: Invitation, said: Said) -> tuple[list[Invited], list[str]]:
    """Return who is a person and will be there; whoever leads it first, who only sent it last."""
    notes = []
    found = []
    for each in said.others:
        if not is_somebody(each):
            continue
        if each.declined:
            notes.append(f"{each.name or each.email} declined, and is left out")
        else:
            found.append(each)
    places = {mailbox(each.email): at for at, each in enumerate(invitation.attendees) if each.email}
    found.sort(key=lambda each: (not each.chair, places.get(mailbox(each.email), len(places))))
    return found, notes


def _with_organizer(
    invitation: Invitation,
    found: list[Somebody],
    present: Sequence[Invited],
    mentions: Sequence[Mention],
) -> list[Somebody]:
    """Say of an organizer who is not among those invited that they may not be in the room."""
    organizer = invitation.organizer
    assert organizer
    repeated = any(
        mailbox(each.email) == mailbox(organizer.email)
        for each in invitation.attendees
        if each.email and organizer.email
    )
    at = list(present).index(organizer)
    name = found[at].name
    is_named = any(e.is_interviewer and _is_it(e, name.value, organizer.email) for e in mentions)
    if repeated or organizer.chair or is_named:
        return found
    why = "sent the invitation, and may not be there"
    found[at] = Somebody(Guess(name.value, sure=False, why=why), found[at].fields)
    return found


def _somebody(each: Invited, company: Company | None, mentions: Sequence[Mention]) -> Somebody:
    name, title = cleaned_name(each)
    mention = next((one for one in mentions if _is_it(one, name.value, each.email)), None)
    if mention and not name.sure:
        name = Guess(mention.name, sure=True, why="the text has the name")
    if met := _met(each, name.value, company):
        return Somebody(Guess(met, sure=True, why="known"), _fields(each.email, "", mention))
    return Somebody(name, _fields(each.email, title, mention))


def _is_it(mention: Mention, name: str, email: str) -> bool:
    if mention.email and email and mailbox(mention.email) == mailbox(email):
        return True
    if person_name(mention.name) == person_name(name):
        return True
    words = person_name(mention.name).split()
    local = re.sub(r"[\d._+-]", "", email.partition("@")[0].casefold())
    return len(words) > 1 and local in ("".join(words), f"{words[0][0]}{words[-1]}")


def _fields(email: str, title: str, mention: Mention | None) -> dict[str, str]:
    title = title or (mention.title if mention else "")
    found = titled(title)
    if mention and mention.is_manager:
        found.setdefault("part", "hiring_manager")
    phone = mention.phone if mention else ""
    return found | {name: value for name, value in (("email", email), ("phone", phone)) if value}


def _met(each: Invited, name: str, company: Company | None) -> str:
    """Return how the records call somebody, "" where they do not know them."""
    for person in company.people if company else ():
        if person.email and each.email and mailbox(person.email) == mailbox(each.email):
            return person.name
    for person in company.people if company else ():
        if name and person_name(person.name) == person_name(name):
            return person.name
    return ""


def _from_text(mention: Mention, company: Company | None) -> Somebody:
    nobody = Invited(mention.name, mention.email)
    fields = _fields(mention.email, "", mention)
    if met := _met(nobody, mention.name, company):
        return Somebody(Guess(met, sure=True, why="known"), fields)
    why = "named in the text only"
    return Somebody(Guess(mention.name, sure=mention.is_told, why=why), fields)


def _distinct(found: Sequence[Somebody]) -> list[Somebody]:
    seen: set[str] = set()
    return [
        each
        for each in found
        if (key := each.fields.get("email") or person_name(each.name.value)) not in seen
        and not seen.add(key)  # type: ignore[func-returns-value]
    ]
