"""The fields of a form, read one by one: what cannot be meant is gathered, to stand beside each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from followup_ics.errors import NotADateError
from followup_ics.records.moments import moment
from followup_ics.working_time import wall_time

_MOST_OF_A_DATE = 100  # characters


class FieldsError(Exception):
    """A form that cannot be meant: what is wrong by field; of the whole, by a name of no field."""

    def __init__(self, **faults: str) -> None:
        self.faults = faults
        super().__init__("; ".join(faults.values()))


@dataclass
class Fields:
    """The fields of a form; `faults` gathers what cannot be read. Dates are those of `zone`."""

    zone: str
    fields: Mapping[str, str]
    now: datetime
    faults: dict[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """Return what was typed, "" for nothing."""
        return self.fields.get(name, "").strip()

    def line(self, name: str, *, needed: str = "") -> str:
        """Return what was typed as one line; `needed` is what to say where that is nothing."""
        found = " ".join(self.text(name).split())
        if needed and not found:
            self.faults[name] = needed
        return found

    @property
    def clock(self) -> datetime:
        """Now, to the minute, as clocks there show it."""
        return wall_time(self.zone, self.now).replace(second=0, microsecond=0)

    def on(self) -> date | datetime:
        """Return when it was: now, unless another date is given than today's."""
        found = self.moment("on", ahead=False)
        is_today = found is None or found == self.clock.date()
        return self.clock if is_today or found is None else found

    def moment(self, name: str, time: str = "", *, ahead: bool = True) -> date | datetime | None:
        """Return a date, at a time of day if that is given."""
        day, at = self.text(name), self.text(time) if time else ""
        if not day:
            if at:
                self.faults[name] = "Write the date too."
            return None
        if len(day) + len(at) > _MOST_OF_A_DATE:
            self.faults[name] = "Write a date, such as 2026-12-03."
            return None
        try:
            return moment(f"{day} {at}".strip(), self.zone, self.now, ahead=ahead)
        except NotADateError as error:
            self.faults[name] = f"{error}."
            return None

    def needed(self, name: str, time: str = "", *, ahead: bool = True) -> date | datetime:
        """Return a date as `moment` does; without one, that is a fault."""
        found = self.moment(name, time, ahead=ahead)
        if found is None:
            self.faults.setdefault(name, "Write the date.")
        return found or self.clock

    def check(self) -> None:
        """Raise FieldsError where there are faults."""
        if self.faults:
            raise FieldsError(**self.faults)
