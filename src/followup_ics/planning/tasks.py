"""Own tasks that are one for the whole search, and what comes after another tactic."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta

from followup_ics.planning.diary import Placed
from followup_ics.planning.drafts import SECOND, Draft, Drafts, of_person, uid, with_log
from followup_ics.planning.placing import Placing
from followup_ics.planning.situation import Situation
from followup_ics.records import when as kind
from followup_ics.records.playbook import Playbook, Tactic
from followup_ics.working_time import add_days, at_time, day_end, day_start, local_date, spoken


def settle_tasks(placing: Placing, drafts: Iterable[Draft]) -> list[Placed]:
    """Return own tasks placed; one that is near another of its kind is served by that one."""
    found: list[Placed] = []
    alone: list[Placed] = []
    for draft in drafts:
        if not _ends_before_next(draft, found):
            continue
        served_by = next((each for each in alone if _serves(each, draft)), None)
        if served_by is None and alone and draft.tactic.once_in_days:
            served_by = _in_its_place(placing, draft, alone)
        if served_by is None:
            _keep_apart(draft, alone)
            placed = placing.settle(draft)
            if placed:
                found.append(placed)
                stands = draft.tactic.once_in_days and placed.status != "cancelled"
                alone += [placed] if stands else []
            continue
        _note_served(placing, draft, served_by)
        if draft.application and draft.about and draft.about.end <= served_by.start:
            _name_too(served_by, draft)
    return found


def _ends_before_next(draft: Draft, others: Sequence[Placed]) -> bool:
    """End a weekly task's window days enough before the next one; say whether any of it is left."""
    when = draft.tactic.when
    following = [each for each in others if each.draft.tactic is draft.tactic]
    if not isinstance(when, kind.EveryMonday) or not following:
        return True
    last = add_days(following[-1].day, -when.apart - 1)
    draft.latest = min(draft.latest, day_end(draft.place.zone, last))
    draft.deadline = draft.latest
    return draft.earliest <= draft.latest


def _serves(placed: Placed, draft: Draft) -> bool:
    within = timedelta(days=draft.tactic.once_in_days)
    if draft.done or placed.draft.tactic is not draft.tactic:
        return False
    first, last = draft.earliest, max(draft.earliest, draft.latest)
    inside = first <= placed.start <= last
    return inside or abs(placed.start - draft.preferred) < within


def _in_its_place(placing: Placing, draft: Draft, others: Iterable[Placed]) -> Placed | None:
    """Return one after a task's window, if the window has no time for the task itself."""
    if draft.done or placing.has_time(draft):
        return None
    later = (each for each in others if each.draft.tactic is draft.tactic)
    return next((each for each in later if each.start > draft.latest), None)


def _keep_apart(draft: Draft, others: Iterable[Placed]) -> None:
    """Let a task wait until days enough have gone by since the one before it."""
    zone = draft.place.zone
    for each in others:
        if each.draft.tactic is draft.tactic and each.start < draft.preferred:
            day = add_days(local_date(zone, each.start), draft.tactic.once_in_days)
            opens = day_start(zone, day)
            draft.not_before = max(draft.not_before or opens, opens)


def _note_served(placing: Placing, draft: Draft, served_by: Placed) -> None:
    situation, application = placing.situation, served_by.draft.application
    about = draft.about.path if draft.about else "candidate"
    day = spoken(local_date(situation.zone, served_by.start))
    situation.note(
        about,
        f"No {draft.tactic.name} of its own: one in {draft.tactic.once_in_days} days is enough, "
        f"and that of {day} for {application.company if application else 'the search'} serves.",
    )


def _name_too(placed: Placed, draft: Draft) -> None:
    assert draft.application
    other = f"{draft.application.company} ({draft.application.role})"
    named = placed.draft.texts.get("serves_too", "")
    texts = placed.draft.texts | {"serves_too": f"{named}, {other}" if named else other}
    placed.draft.texts = texts


def after_others(situation: Situation, playbook: Playbook, placed: Sequence[Placed]) -> Drafts:
    """Yield, for each contact that another tactic follows, that next contact with the person."""
    for tactic in playbook.tactics:
        when = tactic.when
        if not isinstance(when, kind.AfterTactic):
            continue
        first = [each for each in placed if each.draft.tactic.name == when.tactic]
        _note_without_first(situation, tactic, when.tactic, first)
        for each in first:
            before = each.draft
            if before.about is None:
                continue
            zone, day = before.place.zone, each.day
            draft = of_person(
                tactic,
                before.about,
                before.contact,
                "phone" if tactic.channel == "phone" else "email",
                uid=uid(before.uid, tactic.name),
                earliest=day_start(zone, add_days(day, when.earliest)),
                latest=day_end(zone, add_days(day, when.latest)),
                preferred=at_time(zone, add_days(day, when.preferred), tactic.at),
                deadline=day_end(situation.zone, before.about.horizon) + SECOND,
            )
            if each.status == "cancelled":
                draft.cancelled_because = _why(each)
            yield with_log(draft)


def _note_without_first(
    situation: Situation, tactic: Tactic, first: str, placed: Iterable[Placed]
) -> None:
    """Note what is lost with a contact that found no time: that which comes after it."""
    kept = [each.draft.application for each in placed]
    for application in situation.applications:
        if application.closed is None and application not in kept:
            situation.note(
                application.rounds[-1].path, f"Left out: {tactic.name}, as it comes after {first}."
            )


def _why(placed: Placed) -> str:
    return placed.reasons[-1].removeprefix("cancelled: ")
