"""What can go wrong, as data.

Every error that a caller is expected to meet derives from `FollowUpError`, carries what it is
about as attributes, and writes its own message, which ends with how to mend it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

MAX_SHOWN = 60
MAX_NAMED = 20


def shown(value: object) -> str:
    """Return a value as a message quotes it: short, on one line, with no character at work."""
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "fields"
    if isinstance(value, list | tuple | set):
        return "a list"
    if not isinstance(value, str | int | float | date | timedelta):
        return f"a {type(value).__name__}"
    text = str(value)
    if len(text) > MAX_SHOWN:
        text = f"{text[: MAX_SHOWN - 3]}..."
    return f"'{text if text.isprintable() else _printable(text)}'"


def first_of(words: list[str], most: int, others: str) -> list[str]:
    """Return what is told of many things: each of the first ones, then how many others there are.

    One more is told itself, as it is no longer than its count. `others` has a place for that.
    """
    more = len(words) - most
    return words if more <= 1 else [*words[:most], others.format(more)]


def _printable(text: str) -> str:
    return "".join(each if each.isprintable() else f"\\u{ord(each):04x}" for each in text)


class FollowUpError(Exception):
    """The base of every error that this package raises on purpose."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a file: line and column count from 1, 0 where there is no place."""

    source: str
    line: int
    column: int
    path: str
    message: str

    def __str__(self) -> str:
        place = f"{self.source}:{self.line}:{self.column}" if self.line else self.source
        return f"{place}: {self.path}: {self.message}" if self.path else f"{place}: {self.message}"


class FaultyFileError(FollowUpError):
    """A file of records or a playbook that cannot be used.

    `faults` holds everything found, in the file's order; where that is too much to show, the
    first ones, and `more` is a lower bound of how many others there are.
    """

    def __init__(self, faults: Iterable[Fault], more: int = 0) -> None:
        self.faults, self.more = tuple(faults), more
        lines = [str(fault) for fault in self.faults]
        if more:
            lines.append(f"{self.faults[0].source}: at least {more:,} more; mend these first")
        super().__init__("\n".join(lines))


class RecordsError(FaultyFileError):
    """Interview records with faults; nothing is planned from them."""


class EditError(FollowUpError):
    """An edit of a file that would not be safe, or would bring a fault; nothing was changed.

    `fault` says where and why; `paste` is what to put there by hand, "" where that would not do.
    """

    def __init__(self, fault: Fault, paste: str = "") -> None:
        self.fault, self.paste = fault, paste
        inside = "\n".join(f"  {line}" for line in paste.splitlines())
        by_hand = f", or put this there yourself:\n{inside}" if paste else ""
        super().__init__(f"{fault}{by_hand}")


class UnknownInterviewError(FollowUpError):
    """An id or an index that no interview of a file has."""

    def __init__(self, which: str | int, known: Iterable[str]) -> None:
        self.which, self.known = which, tuple(known)
        first = ", ".join(self.known[:MAX_NAMED])
        more = ", ..." if len(self.known) > MAX_NAMED else ""
        there = f"there are {first}{more}" if self.known else "there is none yet"
        super().__init__(f"no interview is called {shown(which)}; {there}")


class NotADateError(FollowUpError):
    """A text that means no date, or two; `reason` says what it is instead, and what to write."""

    def __init__(self, text: str, reason: str) -> None:
        self.text, self.reason = text, reason
        super().__init__(reason)


Unmeant = Literal[
    "skipped_already",
    "no_interview",
    "offer_alone",
    "no_job",
    "not_to_skip",
    "ends_only",
    "whole_search",
    "too_early",
    "ends_and_goes_on",
    "rejected_and_offered",
    "kind_of_nothing",
    "to_come",
    "before_heard",
]
_UNMEANT: dict[Unmeant, str] = {
    "skipped_already": "'{summary}' is skipped in the log; take that entry out of it first",
    "no_interview": "no interview of '{summary}' is in the file, which could take that",
    "offer_alone": "no interview of '{summary}' is in the file, which could take that; once an "
    "offer is answered, take it out of 'offers'",
    "no_job": "'{summary}' is of no one job, so no offer can be written; say for which job it is",
    "not_to_skip": "'{summary}' has no log, in which it could be skipped: leave it as it is",
    "ends_only": "'{summary}' has no log: say how it ended, accepted or withdrawn",
    "whole_search": "'{summary}' is for the whole search, which has no log; write what companies "
    "should hear of",
    "too_early": "{on} lies before the interview that '{summary}' follows, {start}",
    "ends_and_goes_on": "'{outcome}' ends the application, so it has no next interview; leave one "
    "of the two out",
    "rejected_and_offered": "a rejection and an offer exclude each other; leave one of them out",
    "kind_of_nothing": "'{next_kind}' is how you talk in the next interview; say when that is",
    "to_come": "{on} is still to come; say when it was",
    "before_heard": "{when} lies before {on}, when you heard of it",
}


class AnswerError(FollowUpError):
    """What became of a follow-up, told so that it cannot be meant, or so that no record takes it.

    `kind` says why, and `data` has what the message names, each as written in the records. The
    message names no option and no command: whoever asks says which of theirs would mend it.
    """

    def __init__(self, kind: Unmeant, **data: str) -> None:
        self.kind, self.data = kind, data
        super().__init__(_UNMEANT[kind].format(**data))


class WhichRoleError(FollowUpError):
    """A company of which the records have no role, or several: `roles`; `why` says so."""

    def __init__(self, company: str, roles: Iterable[str], likely: str = "") -> None:
        self.company, self.roles = company, tuple(roles)
        named = ", ".join(self.roles)
        has = f"{named} with {company}" if named else f"no {company}{likely}"
        self.why = f"the file has {has}"
        super().__init__(f"say which job it is: {self.why}")


class NoSuchJobError(FollowUpError):
    """A company and a role with which no interview is in a file."""

    def __init__(self, company: str, role: str, source: str) -> None:
        self.company, self.role, self.source = company, role, source
        super().__init__(f"no interview with {company} for {role} is in {source}")


class PlaybookError(FaultyFileError):
    """A playbook with faults; nothing is planned with it."""


class UnreadableFileError(FollowUpError):
    """A file that the system does not let us read."""

    def __init__(self, source: str, reason: str) -> None:
        self.source, self.reason = source, reason
        super().__init__(f"{source}: cannot be read: {reason}")


class PreviousCalendarError(FollowUpError):
    """An earlier output that is not a calendar written by this package.

    Raised rather than overwriting it: the file may be somebody's own calendar.
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(
            f"the calendar that is there {reason}. "
            "Choose another name for the output, or move that file away first"
        )


class InvitationError(FollowUpError):
    """Bytes of which no invitation can be made; `reason` says why, and what to do."""

    def __init__(self, source: str, reason: str) -> None:
        self.source, self.reason = source, reason
        super().__init__(f"{source}: {reason}")


class NoInvitationError(InvitationError):
    """A mail, a mailbox or a calendar in which nobody is invited: nothing is wrong with it."""


class BusyCalendarError(FollowUpError):
    """A calendar of the candidate's own that tells nothing of when they are busy."""

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(f"the calendar cannot be read: {reason}")


class OutputError(FollowUpError):
    """An output that could not be written; what stood there before still stands."""

    def __init__(self, target: str, reason: str) -> None:
        self.target, self.reason = target, reason
        super().__init__(f"{target}: cannot be written: {reason}")


class HostingError(FollowUpError):
    """A feed, or the store of feeds, that cannot be had as asked for; nothing was changed."""


class UnknownFeedError(HostingError):
    """A name that no feed has; `listing` is the command that names them."""

    def __init__(self, name: str, listing: str = "followup-ics feed list") -> None:
        self.name, self.listing = name, listing
        super().__init__(f"no feed is called {shown(name)}; '{listing}' names them")


class FollowedError(HostingError):
    """A file that a feed follows already; `again` is the command that gives it a new address."""

    def __init__(self, file: str, name: str, again: str) -> None:
        self.file, self.name, self.again = file, name, again
        super().__init__(
            f"{file} is followed already, by the feed {name}, whose address was shown when it was "
            f"made; '{again}' makes a new one"
        )


class FeedNameError(HostingError):
    """A name that a feed cannot have, or that another one has."""

    def __init__(self, name: str, reason: str) -> None:
        self.name, self.reason = name, reason
        super().__init__(f"a feed cannot be called {shown(name)}: {reason}")


class NoVersionError(HostingError):
    """A version of a feed's records that is not kept; nothing was changed."""

    def __init__(self, name: str, reason: str) -> None:
        self.name, self.reason = name, reason
        super().__init__(f"{name}: nothing can be undone: {reason}")


class UnknownVersionError(NoVersionError):
    """A number that no version has which is kept; `listing` is the command that names them."""

    def __init__(self, name: str, number: int, listing: str = "") -> None:
        self.number, self.listing = number, listing or f"followup-ics feed history {name}"
        super().__init__(
            name, f"version {number} is not kept; '{self.listing}' lists those that are"
        )


class NotErasedError(HostingError):
    """A feed that is removed, but whose traces may still stand in the files of the database."""

    def __init__(self, name: str, reason: str) -> None:
        self.name, self.reason = name, reason
        super().__init__(
            f"{name} is removed, but what it held may still stand in the files of the database: "
            f"{reason}; it is gone once every server over this database was stopped"
        )


class StoreError(HostingError):
    """A store that cannot be opened, or fails."""

    def __init__(self, url: str, reason: str) -> None:
        self.url, self.reason = url, reason
        super().__init__(f"the store {url} cannot be used: {reason}")


class NotRemadeError(FollowUpError):
    """A feed that could not be made anew, and stays as it was; `reason` may have several lines."""

    def __init__(self, name: str, reason: str) -> None:
        self.name, self.reason = name, reason
        super().__init__("\n".join(f"{name}: {line}" for line in reason.splitlines()))


class AddressError(HostingError):
    """An address that a server cannot listen on."""

    def __init__(self, host: str, port: int, reason: str) -> None:
        self.host, self.port, self.reason = host, port, reason
        super().__init__(
            f"cannot listen on {host}, port {port}: {reason}; choose another with --port or --host"
        )
