"""What is said of an invitation: what is proposed, and what was done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from followup_ics.calendar.invitations.proposals import (
    CancelledInterview,
    ChangedInterview,
    Guess,
    KeptInterview,
    NewInterview,
    NothingToDo,
    Proposal,
    Somebody,
    When,
)
from followup_ics.records.time_fields import day_as_written
from followup_ics.working_time import spoken

MOST_TOLD = 3  # invitations with which there is nothing to do


def told(proposal: Proposal) -> list[str]:
    """Return the lines that say what was done, or why nothing was."""
    match proposal:
        case NewInterview():
            first = f"New: {_who(proposal)}"
            return [first, *_details(proposal), *_checks(proposal), *_notes(proposal.notes)]
        case ChangedInterview():
            return [*_changed(proposal), *_notes(proposal.notes)]
        case CancelledInterview():
            words = f"Taken out: {proposal.which}, {proposal.words}"
            return [words, "  It stays in the file as a comment."]
        case KeptInterview():
            words = f"Cancelled, but kept: {proposal.which}, as {proposal.why}."
            return [words, "  If its application is over, give it an outcome."]
        case NothingToDo():
            title = f"'{proposal.title}'" if proposal.title else "an invitation"
            return [f"Nothing to do for {title}: {proposal.why}."]


def all_told(proposals: Sequence[Proposal]) -> Iterator[str]:
    """Yield what `told` says of each; where many bring nothing, how many."""
    nothing = [each for each in proposals if isinstance(each, NothingToDo)]
    for each in proposals:
        if len(nothing) <= MOST_TOLD or not isinstance(each, NothingToDo):
            yield from told(each)
    if len(nothing) > MOST_TOLD:
        yield f"Nothing to do for {len(nothing)} invitations that are known or cancelled."


def _who(new: NewInterview) -> str:
    company, role = new.company.value or "unknown company", new.role.value or "unknown role"
    return f"{company}, {role}"


def _details(new: NewInterview) -> Iterator[str]:
    kind = f", {new.kind.value.replace('_', ' ')}" if new.kind.value else ""
    yield f"  {spoken_when(new.when)}{kind}"
    if new.people:
        yield f"  with {names(new.people)}"


def names(people: Sequence[Somebody]) -> str:
    """Return people in words: name, then title and address where they are known."""
    return "; ".join(map(_named, people))


def _named(each: Somebody) -> str:
    known = [each.fields.get(name, "") for name in ("title", "email", "phone")]
    return ", ".join([each.name.value, *filter(None, known)])


def spoken_when(when: When) -> str:
    """Return times in words: Tue 17 Nov 2026, 14:00 for 45m (America/Chicago)."""
    day, _, clock = when.start.partition(" ")
    date = day_as_written(day)
    at = f", {clock}" if clock else ""
    length = f" for {when.duration}" if when.duration else ""
    zone = f" ({when.timezone})" if when.timezone else ""
    return f"{spoken(date)} {date.year}{at}{length}{zone}"


def unsure(new: NewInterview) -> list[tuple[str, Guess]]:
    """Return the fields of a new interview that are guesses, by what they are called."""
    fields = [("company", new.company), ("role", new.role), ("kind", new.kind)]
    found = [(name, each) for name, each in fields if not each.sure]
    if new.when.check:
        found.append(("start", Guess(new.when.start, sure=False, why=new.when.check)))
    for each in new.people:
        found += unsure_of(each)
    return found


def unsure_of(each: Somebody) -> list[tuple[str, Guess]]:
    """Return the fields of a person that are guesses."""
    found = [] if each.name.sure else [("name", each.name)]
    for name, why in each.checks.items():
        said = f"{each.fields[name]} of {each.name.value}"
        found.append((name, Guess(said, sure=False, why=why)))
    return found


def _checks(new: NewInterview) -> Iterator[str]:
    for name, guess in unsure(new):
        value = f" {guess.value}" if guess.value else ""
        if name == "kind" and not value:
            continue  # the records do without
        yield f"  check: {name}{value}: {guess.why}"


def _changed(change: ChangedInterview) -> Iterator[str]:
    if change.when:
        yield f"Moved: {change.which}, from {change.before} to {change.after}"
    elif change.forgotten:
        yield f"A part of {change.which} was cancelled."
    elif change.people:
        yield f"More people: {change.which}, {change.before}"
    else:
        yield f"Known: {change.which}, {change.before}; its invitation is remembered."
    if change.people:
        yield f"  with {names(change.people)}"
    for each in change.people:
        for name, guess in unsure_of(each):
            yield f"  check: {name} {guess.value}: {guess.why}"


def _notes(notes: Sequence[str]) -> Iterator[str]:
    return (f"  note: {each}" for each in notes)
