"""How the calendar is to be written, where it is not as always."""

from __future__ import annotations

from pydantic import Field

from followup_ics.records.fields import Line, Record
from followup_ics.records.span_fields import Alarm

DEFAULT_NAME = "Interview follow-ups"


class CalendarSettings(Record):
    """What calendars call the follow-ups, and when they remind you of them."""

    name: Line | None = Field(
        None,
        description=f"what calendars call it; {DEFAULT_NAME}, if nothing is given",
        examples=["Follow-ups"],
    )
    alarm: Alarm | None = Field(
        None,
        description="how long before each follow-up a reminder comes, up to 24h, or none; if "
        "nothing is given, 10m in a file and none in a feed",
    )

    @property
    def title(self) -> str:
        """What calendars call it."""
        return DEFAULT_NAME if self.name is None else self.name
