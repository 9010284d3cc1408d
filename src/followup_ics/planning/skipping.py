"""What was skipped: cancelled once all is placed, so that leaving it out moves nothing else.

It keeps its place and its turn until then, and is no contact: no text names it, no topic counts as
used. An entry that skips nothing is told in a note.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from followup_ics.planning.applications import Logged, Round, may_be_same
from followup_ics.planning.diary import Placed
from followup_ics.planning.drafts import Draft
from followup_ics.planning.situation import Situation
from followup_ics.records import when as kind
from followup_ics.working_time import local_date, spoken


def skip(situation: Situation, placed: Placed) -> Placed:
    """Return what was placed, cancelled if it was skipped; what it had to say is noted."""
    if placed.draft.skipped is None or placed.status != "planned":
        return placed
    _note_unsaid(situation, placed.draft)
    return replace(
        placed, status="cancelled", late=False, reasons=(f"cancelled: {_why(placed.draft)}",)
    )


def _why(draft: Draft) -> str:
    assert draft.skipped
    zone = draft.about.clock if draft.about else draft.place.zone
    day = spoken(local_date(zone, draft.skipped.at))
    verb = "you skipped telling them" if isinstance(draft.tactic.when, kind.OfferDeadline) else ""
    return f"{verb or 'you skipped it'} on {day}"


def _note_unsaid(situation: Situation, draft: Draft) -> None:
    """Note the question and the news that no other contact brings of itself."""
    about, when = draft.about, draft.tactic.when
    if about is None or about.closed:
        return
    company = about.application.company
    if isinstance(when, kind.Decision):
        text = (
            f"You skipped the question whether you are still in the running with {company}: it is "
            "not planned again before a next round, so ask it in another contact."
        )
        situation.note(about.path, text)
    elif isinstance(when, kind.ActivityDone) and "activity" in draft.texts:
        text = f"You skipped telling {company} of it: mention it in another contact."
        for activity in situation.job_search.activities:
            if activity.what in draft.texts["activity"]:
                situation.note(f"activities[{activity.what}]", text)


def can_mean(logged: Logged, about: Round, draft: Draft) -> bool:
    """Say whether an entry in the log of a round can mean a slot of the cycle."""
    same = logged.did == draft.tactic.name and may_be_same(logged.contact, draft.contact)
    return same and draft.about in about.visit


def skip_slots(skips: Iterable[tuple[Logged, Round]], slots: Sequence[Placed]) -> None:
    """Let each entry skip the slot that it can mean and that is nearest to it in time."""
    for logged, about in skips:
        meant = [
            each
            for each in slots
            if not each.draft.skipped
            and not each.draft.done
            and can_mean(logged, about, each.draft)
        ]
        if meant:
            nearest = min(meant, key=lambda each: abs(each.start - logged.at))
            nearest.draft.skipped = logged
        else:
            about.spare_log.append(logged)


def note_needless(situation: Situation) -> None:
    """Note each entry that skips nothing; one for everybody need not be for each of them."""
    for about in situation.rounds:
        left = Counter(each.path for each in about.spare_log if each.skipped and not each.beyond)
        for path, count in left.items():
            if count == situation.skips[path]:
                situation.note(path, "Nothing that is planned is skipped by this entry.")
