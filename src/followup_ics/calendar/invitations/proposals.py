"""What could be done with an invitation: proposals, each value with how sure it is, and why.

Nothing in here decides or writes. A command, or a page, asks about what is not sure, puts the
answers in its place, and hands it to `entering`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Guess:
    """A value for a field; "" where there is none to propose."""

    value: str
    sure: bool
    """Whether nobody need look at it."""

    why: str
    """Where it comes from, in words that go behind "check:"."""

    others: tuple[str, ...] = ()
    """What else it may be, the likeliest first."""

    def settled(self, value: str) -> Guess:
        """Return the value that somebody gave, which is sure."""
        return Guess(value, sure=True, why="as you said")


_PERSON = ("name", "title", "part", "vote", "email", "phone")


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person to be met."""

    name: Guess
    fields: Mapping[str, str] = field(default_factory=dict)
    """Further fields of the person as the records have them: title, part, vote, email, phone."""

    checks: Mapping[str, str] = field(default_factory=dict)
    """Why a further field is a guess, by its name."""

    def as_record(self) -> dict[str, str]:
        """Return the person as the records have one."""
        found = {"name": self.name.value, **self.fields}
        return {name: found[name] for name in _PERSON if name in found}


@dataclass(frozen=True, slots=True)
class When:
    """The times of an interview as the records have them; `check` is what to say about them."""

    start: str
    duration: str = ""
    timezone: str = ""
    check: str = ""

    def as_record(self) -> dict[str, str]:
        """Return the fields that have a value."""
        found = {"start": self.start, "duration": self.duration, "timezone": self.timezone}
        return {name: value for name, value in found.items() if value}


Kept = Mapping[str, str]  # a record of an invitation: uid, instance, sequence, sent, span


@dataclass(frozen=True, slots=True)
class NewInterview:
    """An interview that the records do not have."""

    company: Guess
    role: Guess
    kind: Guess
    when: When
    people: tuple[Somebody, ...]
    kept: tuple[Kept, ...]
    title: str
    """What the invitation calls itself."""

    notes: tuple[str, ...] = ()
    """What else to know: what was left out, or mended."""


@dataclass(frozen=True, slots=True)
class ChangedInterview:
    """An interview of the records that a newer invitation moves, or adds somebody to."""

    which: str
    """The id of the interview."""

    when: When | None
    """Its new times, in the zone that the record has; None where they stay."""

    before: str
    """Its times so far, in words."""

    after: str
    """Its times from now on, in words."""

    people: tuple[Somebody, ...]
    """Who is new."""

    kept: tuple[Kept, ...]
    forgotten: tuple[Kept, ...] = ()
    """Parts of the interview that were cancelled, while others stand."""

    title: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CancelledInterview:
    """An interview of the records that an invitation takes out."""

    which: str
    words: str
    """What the comment in its place says."""

    title: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class KeptInterview:
    """A cancelled interview that stays all the same, since something came of it."""

    which: str
    why: str
    kept: tuple[Kept, ...]
    title: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NothingToDo:
    """An invitation that changes nothing, and why."""

    why: str
    title: str = ""
    which: str = ""
    kept: tuple[Kept, ...] = ()
    """A newer version to remember, where nothing that the records hold differs."""

    notes: tuple[str, ...] = ()


Proposal = NewInterview | ChangedInterview | CancelledInterview | KeptInterview | NothingToDo
