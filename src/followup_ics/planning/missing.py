"""What to add to the records: each gap once, as a note, with the place to mend.

It looks at what was placed, since a gap matters only where a follow-up suffers from it.
"""

from __future__ import annotations

from collections.abc import Sequence

from followup_ics.planning.applications import Contact, Round
from followup_ics.planning.deciding import decision_by
from followup_ics.planning.diary import Placed
from followup_ics.planning.situation import Situation
from followup_ics.records.playbook import Playbook

_CALLS_THEM = ("hiring_manager_and_human_resources", "people_who_matter")


def note_missing(situation: Situation, playbook: Playbook, placed: Sequence[Placed]) -> None:
    """Note what is missing in the records for a playbook, and every follow-up that is late."""
    needs_human_resources = any(tactic.audience in _CALLS_THEM for tactic in playbook.tactics)
    asking = {_application(each) for each in placed if _asks(each)}
    for application in situation.applications:
        if application.closed is None:
            _people(situation, application.rounds[-1], needs_human_resources)
            _decision(situation, application.rounds[-1], application.key in asking)
    for each in situation.rounds:
        if each.closed is None and each.ends_visit:
            for contact in each.met:
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


def _application(placed: Placed) -> str:
    return placed.draft.application.key if placed.draft.application else ""


def _asks(placed: Placed) -> bool:
    words = placed.draft.approach or placed.draft.tactic
    return placed.status == "planned" and "{ask_decision}" in "".join(words.do)


def _where(anchor: Round) -> str:
    return f"{anchor.application.company} ({anchor.application.role})"


def _people(situation: Situation, anchor: Round, needs_human_resources: bool) -> None:
    people, where = f"{anchor.path}.people", _where(anchor)
    if not anchor.known:
        situation.note(
            people,
            f"Nobody is recorded for {where}; the plan speaks of the hiring manager. Add a name.",
            warning=True,
        )
    else:
        if not anchor.one("hiring_manager"):
            situation.note(people, f"Find out who the hiring manager is for {where}, and add them.")
        if needs_human_resources and not anchor.one("human_resources"):
            situation.note(people, f"Find somebody in human resources for {where}, and add them.")


def _decision(situation: Situation, anchor: Round, is_asked: bool) -> None:
    if decision_by(anchor) is None:
        how = "The next call asks" if is_asked else "Ask when you next speak"
        situation.note(
            f"{anchor.path}.next_step.decision_by",
            f"It is not known when {_where(anchor)} will decide. {how}; record the answer.",
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
