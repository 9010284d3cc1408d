"""Zones, clock changes, working days and hours.

Conventions, here and everywhere else: an *instant* is an aware `datetime` in UTC; a *span* is a
pair of instants, its start inclusive and its end exclusive; a *zone* is an IANA name, or that of
a clock that moves with somebody (`moving`). The zone of the system is never consulted. This is
the only room that knows pytz, dateutil and holidays.

`dates` count without a zone, `clocks` turn local times into instants and back, `said` reads dates
as people say them, `days_off` has the calendars of countries, `places` the working days and hours
there, `availability` the candidate's.
"""

from followup_ics.working_time.availability import Availability, Hours
from followup_ics.working_time.clocks import (
    Span,
    at_time,
    day_end,
    day_start,
    instant,
    is_zone,
    local_date,
    moving,
    spoken_time,
    spoken_zone,
    wall_time,
    zone_at,
    zone_data,
    zone_on,
    zones,
    zones_of,
)
from followup_ics.working_time.dates import (
    DAY,
    WEEKDAYS,
    Days,
    add_days,
    add_weeks,
    every_date,
    mondays,
    spoken,
    spoken_in_full,
)
from followup_ics.working_time.days_off import (
    countries,
    country_named,
    country_of,
    day_off,
    plainly,
    quiet_day,
    region_named,
    region_names,
    regions,
)
from followup_ics.working_time.places import (
    CLOSES,
    OPENS,
    RESTS,
    WAKES,
    Place,
    daytime,
    is_quiet,
    is_working_day,
    last_working_day,
    working_day_after,
    working_hours,
)

__all__ = [
    "CLOSES",
    "DAY",
    "OPENS",
    "RESTS",
    "WAKES",
    "WEEKDAYS",
    "Availability",
    "Days",
    "Hours",
    "Place",
    "Span",
    "add_days",
    "add_weeks",
    "at_time",
    "countries",
    "country_named",
    "country_of",
    "day_end",
    "day_off",
    "day_start",
    "daytime",
    "every_date",
    "instant",
    "is_quiet",
    "is_working_day",
    "is_zone",
    "last_working_day",
    "local_date",
    "mondays",
    "moving",
    "plainly",
    "quiet_day",
    "region_named",
    "region_names",
    "regions",
    "spoken",
    "spoken_in_full",
    "spoken_time",
    "spoken_zone",
    "wall_time",
    "working_day_after",
    "working_hours",
    "zone_at",
    "zone_data",
    "zone_on",
    "zones",
    "zones_of",
]
