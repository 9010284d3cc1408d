"""Content lines as the package icalendar takes them, whatever was quoted wrongly in them.

What it would give a meaning of its own is kept from it: it looks zones up in a table that holds
those of every file read before, so a TZID goes by as X-TZID.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime

MAX_VALUE = 64 * 1024
MAX_PARAMETER = 1024

TIMES = frozenset(["DTSTART", "DTEND", "RECURRENCE-ID", "DTSTAMP", "LAST-MODIFIED"])
PEOPLE = frozenset(["ORGANIZER", "ATTENDEE"])
_KEPT = frozenset(["CN", "CUTYPE", "PARTSTAT", "ROLE", "EMAIL"])

_PARTS = re.compile(r"([A-Za-z0-9-]+)[ \t]*([;:])(.*)", re.S)
_HEAD = re.compile(r'((?:"[^"]*"|[^":])*+):')
_PARAMETERS = re.compile(r";(?=[ \t]*[A-Za-z0-9-]+[ \t]*=)")
_MAILTO = re.compile(r":[ \t]*(?=mailto:)", re.I)
_ESCAPED = re.compile(r'\\([\\",;])')
_TIME = re.compile(
    r"[0-9]{4}-?[0-9]{2}-?[0-9]{2}"
    r"(?:[T ][0-9]{2}:?[0-9]{2}(?::?[0-9]{2})?(?:\.[0-9]{1,9})?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?$",
    re.I,
)


def straightened(line: str) -> str:
    """Return a line with its parameters quoted, and a time in the one form that RFC 5545 has."""
    name, parameters, value = split(line)
    if name in TIMES:
        value = _written(value)
        parameters = {"X-TZID": parameters["TZID"]} if "TZID" in parameters else {}
    if name.startswith("X-"):
        parameters = {"VALUE": "TEXT"}  # else its escapes stay as they are
    quoted = (f';{key}="{_quotable(each)}"' for key, each in parameters.items() if each)
    return f"{name}{''.join(quoted)}:{value[:MAX_VALUE]}"


def split(line: str) -> tuple[str, dict[str, str], str]:
    """Return the name in capitals, the parameters that are read, and the value of a line.

    The value of a time is what looks like one at the end, that of a person the mailto: address,
    since unquoted parameters of theirs hold colons.
    """
    found = _PARTS.match(line)
    if not found:
        return "", {}, line
    name, sign, rest = found[1].upper(), found[2], found[3].strip()
    if sign == ":":
        return name, {}, rest
    head, value = _halves(name, rest)
    pairs = (each.partition("=") for each in _PARAMETERS.split(f";{head}")[1:])
    wanted = _KEPT if name in PEOPLE else {"TZID"}
    parameters = {key.strip().upper(): _unquoted(each) for key, _, each in pairs}
    return name, {key: each for key, each in parameters.items() if key in wanted}, value


def _halves(name: str, rest: str) -> tuple[str, str]:
    if name in TIMES and (time := _TIME.search(rest)) and rest[: time.start()].endswith(":"):
        return rest[: time.start() - 1], time[0]
    if name in PEOPLE and (mail := list(_MAILTO.finditer(rest))):
        return rest[: mail[-1].start()], rest[mail[-1].end() :]
    if head := _HEAD.match(rest):
        return head[1], rest[head.end() :].strip()
    before, _, after = rest.partition(":")
    return before, after.strip()


def _unquoted(value: str) -> str:
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] == '"':
        value = value[1:-1]
    return _ESCAPED.sub(r"\1", value)


def _quotable(value: str) -> str:
    """Return a parameter's value as it can stand between quotes (RFC 6868)."""
    return value[:MAX_PARAMETER].replace('"', "^'").rstrip("\\")


def time_of(value: str) -> datetime | date | None:
    """Return the time that a value is: a date, a naive time or one in UTC, else None.

    ISO 8601 with dashes, colons and offsets, as some senders write, is read too.
    """
    value = value.strip().upper()
    if not _TIME.fullmatch(value):
        return None
    try:
        found = datetime.fromisoformat(value).replace(microsecond=0)
        found = found.astimezone(UTC) if found.tzinfo else found
    except (ValueError, OverflowError):
        return None
    return found.date() if len(value) <= len("2026-11-10") else found


def _written(value: str) -> str:
    """Return a time in the form that RFC 5545 has (3.3.4, 3.3.5); what is none, as it is."""
    found = time_of(value)
    if not isinstance(found, datetime):
        return f"{found:%Y%m%d}" if found else value
    return f"{found:%Y%m%dT%H%M%S}{'Z' if found.tzinfo else ''}"


def as_event(lines: Iterable[str]) -> str:
    """Return an event's lines as a calendar file that holds it alone."""
    return "\r\n".join(["BEGIN:VEVENT", *lines, "END:VEVENT", ""])
