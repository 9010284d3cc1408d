"""What to add to the records: each gap once, as a note, with the place to mend."""

from __future__ import annotations

from collections.abc import Iterable

from followup_ics.planning.cases import Contact, Round
from followup_ics.planning.diary import Placed
from followup_ics.planning.rides import decision_by
from followup_ics.planning.situation import Situation


def gaps(situation: Situation, placed: Iterable[Placed]) -> None:
    """Note what is missing in the records, and every follow-up that is late."""
    for application in situation.applications:
        if application.closed is None:
            _application(situation, application.rounds[-1])
    for each in situation.rounds:
        if each.application.closed is None:
            for contact in each.people:
                _contact(situation, contact)
    for one in placed:
        if one.late:
            situation.note(one.draft.uid, f"{_named(one)} is {one.reasons[-1]}.", warning=True)
        elif one.status == "planned" and one.draft.channel_because:
            situation.note(one.draft.uid, f"{_named(one)} goes {one.draft.channel_because}.")


def _named(placed: Placed) -> str:
    draft = placed.draft
    words = draft.tactic.name.replace("_", " ").capitalize()
    person = draft.contact.name if draft.contact else None
    company = draft.application.company if draft.application else None
    about = ", ".join(filter(None, (person, company)))
    return f"{words} ({about})" if about else words


def _application(situation: Situation, anchor: Round) -> None:
    application = anchor.application
    people = f"{anchor.path}.people"
    where = f"{application.company} ({application.role})"
    if not anchor.known:
        situation.note(
            people,
            f"Nobody is recorded for {where}; the plan speaks of the hiring manager. Add a name.",
            warning=True,
        )
    else:
        if not anchor.one("hiring_manager"):
            situation.note(people, f"Find out who the hiring manager is for {where}, and add them.")
        if not anchor.one("human_resources"):
            situation.note(people, f"Find somebody in human resources for {where}, and add them.")
    if decision_by(anchor) is None:
        situation.note(
            f"{anchor.path}.next_step.decision_by",
            f"It is not known when {where} will decide. The next call asks; record the answer.",
        )


def _contact(situation: Situation, contact: Contact) -> None:
    if not contact.topics:
        situation.note(
            f"{contact.path}.topics", f"Add what {contact.name} talked about, to be personal."
        )
    if not contact.email:
        situation.note(f"{contact.path}.email", f"Add the e-mail of {contact.name}.")
    if not contact.phone and contact.part in ("hiring_manager", "human_resources"):
        situation.note(f"{contact.path}.phone", f"Add the telephone number of {contact.name}.")
