"""Content lines to components, each of them closed, whatever was left open, cut off or broken up.

The package icalendar refuses a file whole where one END is missing. Here what can be told is kept,
and each repair is said in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from followup_ics.calendar.invitations.lines import Line

MAX_DEPTH = 20

CUT_OFF = "it is cut off: its end is missing, and what comes before is taken"
LEFT_OPEN = "a part of it has no end; it ends where the next one begins"
OPEN_ALARM = "an alarm has no end; what stands in it is sorted"
NO_CALENDAR = "it has no BEGIN:VCALENDAR"
BROKEN_LINES = "lines are broken up; they are joined again"
STRAY_LINES = "lines that say nothing are left out"

# Where each component belongs: how many others are around it (RFC 5545, 3.6).
_LEVELS = {"VCALENDAR": 0, "VALARM": 2, "STANDARD": 2, "DAYLIGHT": 2} | dict.fromkeys(
    ("VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VTIMEZONE", "VAVAILABILITY"), 1
)
# What can run over several lines in files whose sender forgot to escape the breaks.
_TEXTS = frozenset(["DESCRIPTION", "SUMMARY", "LOCATION", "COMMENT", "CONTACT", "X-ALT-DESC"])
_KNOWN = """
BEGIN END VERSION PRODID METHOD CALSCALE NAME SOURCE COLOR IMAGE CONFERENCE REFRESH-INTERVAL
UID DTSTAMP DTSTART DTEND DUE DURATION CREATED LAST-MODIFIED SEQUENCE RECURRENCE-ID RRULE RDATE
EXDATE EXRULE ORGANIZER ATTENDEE CLASS CATEGORIES PRIORITY STATUS TRANSP URL GEO RESOURCES ATTACH
RELATED-TO REQUEST-STATUS COMPLETED PERCENT-COMPLETE FREEBUSY ACTION TRIGGER REPEAT ACKNOWLEDGED
PROXIMITY TZID TZNAME TZOFFSETFROM TZOFFSETTO TZURL TZUNTIL STYLED-DESCRIPTION
"""
_NAMES = _TEXTS | frozenset(_KNOWN.split())
# What an alarm has of its own; all else that stands in one without an end is its event's.
_ALARM = "ACTION TRIGGER REPEAT DURATION ATTACH ACKNOWLEDGED UID SUMMARY DESCRIPTION"
_OF_ALARMS = frozenset(_ALARM.split())
_NAME = re.compile(r"([A-Za-z][A-Za-z0-9-]{0,62})[ \t]*[;:]")


class TooDeepError(ValueError):
    """Components inside each other that nobody writes in earnest."""


@dataclass(slots=True)
class Component:
    """What stands between a BEGIN and its END; `name` in capitals."""

    name: str
    lines: list[str] = field(default_factory=list)
    inner: list[Component] = field(default_factory=list)

    def named(self, name: str) -> list[Component]:
        """Return the components of a name that stand directly in this one."""
        return [each for each in self.inner if each.name == name]


def calendars(lines: Sequence[Line], words: list[str]) -> list[Component]:
    """Return the calendars of a file; `words` gets what was repaired.

    Raises TooDeepError.
    """
    repairing = _Repairing(words)
    for line in _joined(lines, words):
        repairing.take(line)
    repairing.end_of_file(is_ended=not lines or lines[-1].is_ended)
    return repairing.calendars


def name_of(line: str) -> str:
    """Return the name of a line's property in capitals, "" where the line has none."""
    found = _NAME.match(line)
    return found[1].upper() if found else ""


def _joined(lines: Iterable[Line], words: list[str]) -> list[str]:
    """Return lines that have a name each; one without goes on with the line before it."""
    found: list[list[str]] = []
    before, is_full = "", False
    for line in lines:
        if _is_property(line.text, before):
            found.append([line.text])
            before = name_of(line.text)
        elif found and (is_full or before in _TEXTS):
            found[-1].append(line.text if is_full else f"\\n{line.text}")
            _say(words, BROKEN_LINES)
        elif found:
            _say(words, STRAY_LINES)
        is_full = line.is_full
    return ["".join(each) for each in found]


def _is_property(line: str, before: str) -> bool:
    """Say whether a line begins a property, or goes on with a text that was broken into lines.

    Names are written in capitals or all small; "Location: third floor" is a sentence.
    """
    found = _NAME.match(line)
    if not found or not (found[1].isupper() or found[1].islower()):
        return False
    name, is_spaced = found[1].upper(), line[found.end() :].startswith(" ")
    if name in _NAMES or name.startswith("X-"):
        return True
    return found[1].isupper() and not (is_spaced and before in _TEXTS)


def _say(words: list[str], word: str) -> None:
    if word not in words:
        words.append(word)


class _Repairing:
    """The components that are open while lines are taken, the outermost first."""

    def __init__(self, words: list[str]) -> None:
        self.words = words
        self.calendars: list[Component] = []
        self.open: list[Component] = []

    def take(self, line: str) -> None:
        name = name_of(line)
        if name in ("BEGIN", "END"):
            what = line.partition(":")[2].strip().upper()
            (self._begin if name == "BEGIN" else self._end)(what)
        elif self.open:
            self.open[-1].lines.append(line)

    def end_of_file(self, *, is_ended: bool) -> None:
        """Close what is open; a last line without an end, unless it is a text, says nothing."""
        if not self.open:
            return
        _say(self.words, CUT_OFF)
        lines = self.open[-1].lines
        if lines and not is_ended and name_of(lines[-1]) not in _TEXTS:
            lines.pop()
        self._close_left_open(0)

    def _begin(self, name: str) -> None:
        level = _LEVELS.get(name, len(self.open))
        if level >= MAX_DEPTH:
            raise TooDeepError
        self._close_left_open(level, LEFT_OPEN)
        if level and not self.open:
            _say(self.words, NO_CALENDAR)
            self._open("VCALENDAR")
        self._open(name)

    def _open(self, name: str) -> None:
        component = Component(name)
        (self.open[-1].inner if self.open else self.calendars).append(component)
        self.open.append(component)

    def _end(self, name: str) -> None:
        """Close a component and all that is open in it; an END that closes none says nothing."""
        for at in range(len(self.open) - 1, -1, -1):
            if self.open[at].name == name:
                self._close_left_open(at + 1, LEFT_OPEN)
                self.open.pop()
                return

    def _close_left_open(self, level: int, word: str = "") -> None:
        while len(self.open) > level:
            closed = self.open.pop()
            is_alarm = closed.name == "VALARM" and bool(self.open)
            if is_alarm:
                own = [line for line in closed.lines if name_of(line) not in _OF_ALARMS]
                self.open[-1].lines += own
            if word or is_alarm:
                _say(self.words, OPEN_ALARM if is_alarm else word)
