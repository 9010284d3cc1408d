"""Gifts to people who can only be called: told in the next call to them."""

from __future__ import annotations

from collections.abc import Iterable

from followup_ics.planning.diary import Placed
from followup_ics.planning.drafts import Draft, has_no_email
from followup_ics.planning.situation import Situation
from followup_ics.working_time import spoken


def to_fold(drafts: Iterable[Draft]) -> tuple[list[Draft], list[Draft]]:
    """Return drafts that stand for themselves, and gifts that have no e-mail address to go to."""
    standing: list[Draft] = []
    folded: list[Draft] = []
    for draft in drafts:
        gift = draft.gives and not draft.done and not draft.cancelled_because
        (folded if gift and has_no_email(draft.contact) else standing).append(draft)
    return standing, folded


def fold(situation: Situation, folded: Iterable[Draft], placed: Iterable[Placed]) -> None:
    """Add gifts to the text of the next call to their people, and note what to add."""
    calls = sorted(
        (each for each in placed if each.draft.channel == "phone" and each.status == "planned"),
        key=lambda each: (each.start, each.draft.uid),
    )
    for draft in (each for each in folded if not each.skipped):
        assert draft.contact
        assert draft.application
        company = draft.application.company_key
        call = next((each for each in calls if _takes(each, draft, company)), None)
        name = draft.contact.name
        if call:
            call.draft.also.append(draft.tactic.summary)
            day = spoken(call.day)
            said = f"{draft.tactic.name} to {name} is told in the call of {day}"
        else:
            said = f"Left out: {draft.tactic.name} to {name}: no call to them is left to tell it in"
        situation.note(
            f"{draft.contact.path}.email",
            f"{said}. Add the e-mail of {name}, and it is sent.",
            warning=call is None,
        )


def _takes(call: Placed, draft: Draft, company: str) -> bool:
    application = call.draft.application
    return (
        call.draft.identity == draft.identity
        and application is not None
        and application.company_key == company
        and call.start >= draft.earliest
    )
