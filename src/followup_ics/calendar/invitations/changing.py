"""What invitations change in an interview that the records have: moved, cancelled, more people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from followup_ics.calendar.invitations.invitation import Invitation
from followup_ics.calendar.invitations.known import Known, Round
from followup_ics.calendar.invitations.meeting import Oneself, newcomers
from followup_ics.calendar.invitations.proposals import (
    CancelledInterview,
    ChangedInterview,
    Kept,
    KeptInterview,
    NothingToDo,
    Proposal,
    Somebody,
    When,
)
from followup_ics.calendar.invitations.times import (
    Span,
    can_be_written,
    in_zone,
    is_timed,
    span_of,
)
from followup_ics.calendar.invitations.versions import identity, is_news, kept, version
from followup_ics.records.invitation import KeptInvitation, instant_of
from followup_ics.working_time import instant, spoken_time

KNOWN = "it is in the records already"
Pair = tuple[Invitation, KeptInvitation]


def known_in(invitation: Invitation, known: Known) -> list[tuple[Round, KeptInvitation]]:
    """Return the interviews that keep an invitation; a cancelled series takes each instance."""
    uid, instance = identity(invitation)
    if not uid:
        return []
    found = known.of(uid, instance)
    return [pair for pair in found if invitation.cancelled or (pair[1].instance or "") == instance]


def about_known(
    work: Sequence[Invitation], there: Round, known: Known, me: Oneself, now: datetime
) -> Proposal:
    """Return what invitations change in an interview that keeps them, or parts of it."""
    pairs = [
        (each, one)
        for each in work
        for found, one in known_in(each, known)
        if found.id == there.id and is_news(each, one)
    ]
    pairs = [pair for pair in pairs if pair[0].cancelled or can_be_written(pair[0])]
    title = work[0].summary
    if not pairs:
        return NothingToDo(KNOWN, title, there.id)
    if any(each.cancelled for each, _ in pairs) and (reason := _what_came_of_it(there, now)):
        return _kept_all_the_same(pairs, there, known, reason)
    touched = [one for _, one in pairs]
    rest = [one for one in there.record.invitation if one not in touched]
    if not rest and all(each.cancelled for each, _ in pairs):
        words = f"cancelled by {_sender(work[0])}: {there.record.company}, {_spoken(there)}"
        return CancelledInterview(there.id, words, title)
    return _changed(pairs, rest, there, known, me)


# Cancelled


def _what_came_of_it(there: Round, now: datetime) -> str:
    if there.record.log:
        return "its log has entries"
    if there.record.outcome:
        return "it has an outcome"
    return "it is over" if there.end <= now else ""


def _kept_all_the_same(pairs: Sequence[Pair], there: Round, known: Known, reason: str) -> Proposal:
    title = pairs[0][0].summary
    if all(version(each) == one.version for each, one in pairs):
        return NothingToDo(f"cancelled, and kept as {reason}", title, there.id)
    remembered = [one for each, _ in pairs for one in kept(each, known.zone)]
    with_instance = [
        {**fields, "instance": one.instance} if one.instance else fields
        for fields, (_, one) in zip(remembered, pairs, strict=True)
    ]
    return KeptInterview(there.id, reason, tuple(with_instance), title)


def _sender(invitation: Invitation) -> str:
    organizer = invitation.organizer
    return (organizer.name or organizer.email if organizer else "") or "an invitation"


# Changed


def _changed(
    pairs: Sequence[Pair], rest: Sequence[KeptInvitation], there: Round, known: Known, me: Oneself
) -> Proposal:
    news = [each for each, _ in pairs if not each.cancelled]
    gone: tuple[Kept, ...] = tuple(
        {"uid": one.uid, "instance": one.instance or ""} for each, one in pairs if each.cancelled
    )
    several = len(news) + len(rest) > 1 or any(one.span for _, one in pairs)
    people, notes = newcomers(news, there, known, me)
    moved = _moved(news, rest, there, known)
    remembered = tuple(one for each in news for one in kept(each, known.zone, part=several))
    title = " + ".join(dict.fromkeys(each.summary for each, _ in pairs if each.summary))
    if gone:
        notes = (*notes, "its other parts stand; take out whoever was only in the cancelled one")
    elif not moved and not people:
        is_higher = any(version(each)[0] > one.sequence for each, one in pairs)
        return NothingToDo("nothing in it is new", title, there.id, remembered if is_higher else ())
    return _change(there, moved, people, remembered, gone, title, notes)


def _change(
    there: Round,
    moved: When | None,
    people: tuple[Somebody, ...],
    remembered: tuple[Kept, ...],
    gone: tuple[Kept, ...],
    title: str,
    notes: tuple[str, ...],
) -> ChangedInterview:
    before = _spoken(there)
    after = _spoken_when(moved, there) if moved else before
    return ChangedInterview(
        which=there.id,
        when=moved,
        before=before,
        after=after,
        people=people,
        kept=remembered,
        forgotten=gone,
        title=title,
        notes=notes,
    )


def _spoken_when(when: When, there: Round) -> str:
    """Return new times as `_spoken` says the old ones."""
    day, _, clock = when.start.partition(" ")
    if not clock:
        return day
    return _in_words(there, instant(there.zone, datetime.fromisoformat(when.start)), when.duration)


def _moved(
    news: Sequence[Invitation], rest: Iterable[KeptInvitation], there: Round, known: Known
) -> When | None:
    """Return the new times of an interview in its own zone, None where they are the same."""
    dates = [each for each in news if not is_timed(each)]
    if dates:
        day = dates[0].start.isoformat()
        return None if f"{there.record.start:%Y-%m-%d}" == day else When(day)
    open_end = bool(news) and all(each.end is None for each in news)
    spans = [span_of(each, known.zone) for each in news]
    spans += [
        (instant_of(start), instant_of(end))
        for each in rest
        if each.span
        for start, end in [each.span.split("/")]
    ]
    return _other_time(spans, there, open_end=open_end)


def _other_time(spans: Sequence[Span], there: Round, *, open_end: bool) -> When | None:
    if not spans:
        return None
    span = min(start for start, _ in spans), max(end for _, end in spans)
    is_same = span[0] == there.start and (open_end or span[1] == there.end)
    return None if there.is_timed and is_same else in_zone(span, there.zone)


def _spoken(there: Round) -> str:
    if not there.is_timed:
        return f"{there.record.start}"
    return _in_words(there, there.start, in_zone((there.start, there.end), there.zone).duration)


def _in_words(there: Round, start: datetime, length: str) -> str:
    """Return a time in the zone of an interview, which is named where it has one of its own."""
    place = f" ({there.record.timezone})" if there.record.timezone else ""
    return f"{spoken_time(there.zone, start)}{f' for {length}' if length else ''}{place}"


# Written down by hand, then invited


def joined(
    work: Sequence[Invitation], span: Span, there: Round, known: Known, me: Oneself
) -> Proposal:
    """Return an interview of the records at the same time, with what its invitations add to it.

    One that has an invitation already keeps its times: this is a second one, or a part of it.
    """
    people, notes = newcomers(work, there, known, me)
    several = len(work) > 1
    remembered = tuple(one for each in work for one in kept(each, known.zone, part=several))
    moved = None
    if not (there.record.invitation and there.is_timed) and all(map(is_timed, work)):
        moved = _other_time([span], there, open_end=work[-1].end is None)
    title = " + ".join(dict.fromkeys(each.summary for each in work if each.summary))
    if not (remembered or people or moved):
        return NothingToDo(KNOWN, title, there.id)
    return _change(there, moved, people, remembered, (), title, notes)
