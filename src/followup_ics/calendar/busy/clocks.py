"""The clocks that somebody's events go by, and what each of them shows at an instant."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from followup_ics.calendar.invitations.zones import Zones
from followup_ics.working_time import DAY, instant, wall_time


@dataclass(frozen=True, slots=True)
class Clock:
    """The clock of an IANA zone, or one whose rules a calendar file brings along."""

    zone: str
    name: str = ""
    rules: Zones | None = None

    def instant(self, wall: datetime) -> datetime:
        """Return the instant at which the clock shows a naive time."""
        if self.rules is None:
            return instant(self.zone, wall)
        return self.rules.moment(wall, self.name).at

    def wall(self, at: datetime) -> datetime:
        """Return the naive time that the clock shows at an instant.

        By a file's rules it is found by trying: it is ahead of UTC by as much as the day before or
        the day after. What is shown a second time, as clocks go back, is the lesser of the two.
        """
        if self.rules is None:
            return wall_time(self.zone, at)
        utc = at.replace(tzinfo=None)
        ahead = {day - self.instant(day).replace(tzinfo=None) for day in (utc - DAY, utc + DAY)}
        found = [utc + each for each in ahead if self.instant(utc + each) == at]
        return max(found, default=utc + min(ahead))


UTC_CLOCK = Clock("UTC")


@dataclass(slots=True)
class Clocks:
    """The clocks of one calendar file; `home` is the candidate's zone, for times without one.

    `words` gets what was guessed about a zone.
    """

    zones: Zones
    home: str
    words: dict[str, None] = field(default_factory=dict)
    _known: dict[str, Clock] = field(default_factory=dict)

    def of(self, tzid: str, wall: datetime) -> Clock:
        """Return the clock of a time by the name of its zone, "" where it has none."""
        if tzid not in self._known:
            self._known[tzid] = self._found(tzid, wall)
        return self._known[tzid]

    def _found(self, tzid: str, wall: datetime) -> Clock:
        found = self.zones.moment(wall, tzid) if tzid else self.zones.floating(wall)
        if found.word and tzid:
            self.words[found.word] = None
        if found.at.tzinfo is None:
            return Clock(self.home)
        if found.zone:
            return Clock(found.zone)
        return Clock("", tzid, self.zones)
