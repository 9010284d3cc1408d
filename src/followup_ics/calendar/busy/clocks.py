"""The clocks that somebody's events go by, and what each of them shows at an instant."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from followup_ics.calendar.invitations.zones import Zones
from followup_ics.working_time import instant, wall_time


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

        By a file's rules it is found by trying: what is shown there is nearly always the offset of
        the time in UTC ahead, and near a clock change that of one or two steps on.
        """
        if self.rules is None:
            return wall_time(self.zone, at)
        wall = at.replace(tzinfo=None)
        for _ in range(3):
            off = at - self.instant(wall)
            if not off:
                break
            wall += off
        return wall


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
