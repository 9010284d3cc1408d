"""Proposals to the text of the records: each is an edit of what stands there, text to text.

What is a guess gets a comment behind it that begins with "check:", where the layout has room.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from pydantic import ValidationError

from followup_ics.calendar.invitations.proposals import (
    CancelledInterview,
    ChangedInterview,
    Guess,
    Kept,
    KeptInterview,
    NewInterview,
    NothingToDo,
    Proposal,
    Somebody,
    When,
)
from followup_ics.calendar.invitations.roles import UNKNOWN_ROLE
from followup_ics.reading import editing
from followup_ics.reading.edits import Remarks
from followup_ics.reading.loading import loads
from followup_ics.reading.quoting import Value, scalar
from followup_ics.records.job_search import Person
from followup_ics.records.names import company_name, interview_ids

UNKNOWN_COMPANY = "Unknown company"
_LONGEST = 100  # characters of a name that is made of a title
_Draft = dict[tuple[str | int, ...], str]

_HEAD = """\
# Your job search, for followup-ics: interviews from invitations, and what came of them.
# All times are local. followup-ics build THIS-FILE makes the calendar, and followup-ics check
# THIS-FILE says what could be added.

candidate:
"""
_COUNTRY = "  # country: US  # set yours: its public holidays are not working days\n"


def new_file(name: Guess, zone: Guess) -> str:
    """Return the text of records without an interview, of a candidate in a zone."""
    lines = [("name", name), ("timezone", zone)]
    return (
        _HEAD
        + "".join(_line(field, guess) for field, guess in lines if guess.value)
        + _COUNTRY
        + "\ninterviews:\n"
    )


def _line(field: str, guess: Guess) -> str:
    check = "" if guess.sure else f"  # {_checked(guess.why)}"
    return f"  {field}: {scalar(guess.value, flow=False)}{check}\n"


def enter(text: bytes, proposal: Proposal, *, source: str = "<text>") -> bytes:
    """Return the records with what a proposal says; without a change where it changes nothing.

    Raises EditError where an edit would not be safe, and RecordsError for records with faults.
    """
    match proposal:
        case NewInterview():
            return _added(text, proposal, source)
        case ChangedInterview():
            return _changed(text, proposal, source)
        case CancelledInterview():
            return editing.remove_interview(text, proposal.which, proposal.words, source=source)
        case KeptInterview():
            words = f"cancelled, and kept as {proposal.why}"
            text = _remembered(text, proposal.which, proposal.kept, source)
            return editing.remark(text, proposal.which, "start", words, source=source)
        case NothingToDo():
            return _remembered(text, proposal.which, proposal.kept, source)


def _remembered(text: bytes, which: str, kept: Iterable[Kept], source: str) -> bytes:
    for each in kept:
        text = editing.keep_invitation(text, which, each, source=source)
    return text


# A new interview


def _added(text: bytes, new: NewInterview, source: str) -> bytes:
    job_search = loads(text, source)
    company = new.company.value or new.title[:_LONGEST].strip() or UNKNOWN_COMPANY
    role = new.role.value or UNKNOWN_ROLE
    fields: dict[str, Value] = {
        "id": free_id(company, interview_ids(job_search.interviews)),
        "company": company,
        "role": role,
        "kind": new.kind.value,
        **new.when.as_record(),
    }
    people = [(each, record) for each in new.people if (record := sound(each))]
    fields |= {"people": [record for _, record in people], "invitation": list(new.kept)}
    given = {name: value for name, value in fields.items() if value}
    remarks = _remarks(new, [each for each, _ in people])
    return editing.add_interview(text, given, remarks=remarks, source=source)


def _remarks(new: NewInterview, people: Sequence[Somebody]) -> Remarks:
    found: _Draft = {}
    for name, guess in (("company", new.company), ("role", new.role), ("kind", new.kind)):
        if not guess.sure:
            found[name,] = _checked(_with_others(guess))
    if new.when.check:
        found["start",] = _checked(new.when.check)
    for at, each in enumerate(people):
        for name, why in _person_checks(each):
            found["people", at, name] = why
    return found


def _person_checks(each: Somebody) -> Iterable[tuple[str, str]]:
    if not each.name.sure:
        yield "name", _checked(each.name.why)
    for name, why in each.checks.items():
        yield name, _checked(why)


def _with_others(guess: Guess) -> str:
    others = " or ".join(guess.others[:3])
    return f"{guess.why}; or is it {others}?" if others and guess.value else guess.why


def _checked(why: str) -> str:
    words = " ".join("".join(each if each.isprintable() else " " for each in why).split())
    return f"check: {words}"


def free_id(company: str, taken: Sequence[str]) -> str:
    """Return an id for an interview that no other has: that of the company, with a number."""
    stem = "-".join(re.findall(r"\w+", company_name(company))[:4]) or "interview"
    number = 1
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"


def sound(somebody: Somebody) -> Mapping[str, str] | None:
    """Return somebody without the fields that the records refuse; None where there is no name."""
    record = somebody.as_record()
    try:
        Person.model_validate(record)
    except ValidationError as invalid:
        wrong = {each["loc"][0] for each in invalid.errors()}
        return None if "name" in wrong else {n: v for n, v in record.items() if n not in wrong}
    return record


# One that is there


def _changed(text: bytes, change: ChangedInterview, source: str) -> bytes:
    which = change.which
    if change.when:
        text = _moved(text, which, change.when, source)
    for each in change.people:
        if record := sound(each):
            remarks: _Draft = {(name,): why for name, why in _person_checks(each)}
            text = editing.add_person(text, which, record, remarks=remarks, source=source)
    text = _remembered(text, which, change.kept, source)
    for gone in change.forgotten:
        instance = gone.get("instance", "")
        text = editing.forget_invitation(text, which, gone["uid"], instance, source=source)
    return text


def _moved(text: bytes, which: str, to: When, source: str) -> bytes:
    """Move an interview; an end that would stand before its new start becomes a duration."""
    job_search = loads(text, source)
    at = interview_ids(job_search.interviews).index(which)
    record = job_search.interviews[at]
    duration = to.duration or ("1h" if record.end else None)
    return editing.move(text, which, start=to.start, duration=duration, source=source)
