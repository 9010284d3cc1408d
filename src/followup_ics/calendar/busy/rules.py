"""What it costs at most to go through a rule by which an event repeats (RFC 5545, 3.3.10).

The package recurring-ical-events goes through a rule from its first time on, and one that fits no
day of any year is followed to the year 9999: if it is one for every second, for ever. So what a
rule costs is worked out before, and what would cost too much is not followed.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from math import gcd, prod

from followup_ics.calendar.busy.events import UnclearEventError, number

MAX_RULE = 500

# How many days a period lasts at least, and what it costs to look at one, a unit being about two
# microseconds. What it brings costs more.
_PERIODS = {
    "YEARLY": (365.0, 20),
    "MONTHLY": (28.0, 3),
    "WEEKLY": (7.0, 2),
    "DAILY": (1.0, 1),
    "HOURLY": (1 / 24, 2),
    "MINUTELY": (1 / 1440, 2),
    "SECONDLY": (1 / 86400, 2),
}
_OF_DAYS = ("YEARLY", "MONTHLY", "WEEKLY", "DAILY")
_EACH_TIME = 10
_MANY = {"WEEKLY": 1, "MONTHLY": 5, "YEARLY": 53}  # of a weekday
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_TIMES_OF_DAY = frozenset(["BYHOUR", "BYMINUTE", "BYSECOND"])
_PARTS = "FREQ INTERVAL COUNT UNTIL WKST BYDAY BYMONTHDAY BYMONTH BYSETPOS"
_FOLLOWED = _TIMES_OF_DAY | frozenset(_PARTS.split())
_LONGEST = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}
_IN_EVERY_MONTH = 4  # so many of each weekday


def cost(rule: str, first: date, last: date, within: int) -> int:
    """Return at most what it costs to follow a rule from its first date to the last.

    `within` is of how many days the times are wanted. Raises UnclearEventError for a rule that
    nobody can follow.
    """
    parts = _parts(rule)
    days, each = _PERIODS[parts["FREQ"]]
    interval = number(parts.get("INTERVAL", "1"))
    if interval < 1:
        raise UnclearEventError
    fits = _fits_for_sure(parts, interval)
    periods = 1 + max(0, ((last if fits else date.max) - first).days) / (days * interval)
    if fits and not any(name.startswith("BY") for name in parts) and "COUNT" in parts:
        periods = min(periods, number(parts["COUNT"]))
    brought = min(periods, 1 + within / (days * interval)) * _brought_by_each(parts)
    return int((periods * each + brought * _EACH_TIME) * _times_of_a_day(parts))


def _times_of_a_day(parts: Mapping[str, str]) -> int:
    return prod(1 + parts.get(name, "").count(",") for name in _TIMES_OF_DAY)


def _brought_by_each(parts: Mapping[str, str]) -> int:
    """Return on how many days of a period a rule can have a time."""
    if parts["FREQ"] not in _MANY:
        return 1
    listed = [parts[name].split(",") for name in ("BYDAY", "BYMONTHDAY") if name in parts]
    plain = any(each in _WEEKDAYS for each in parts.get("BYDAY", "").split(","))
    return max(1, sum(map(len, listed))) * (_MANY[parts["FREQ"]] if plain else 1)


def _parts(rule: str) -> dict[str, str]:
    if len(rule) > MAX_RULE:
        raise UnclearEventError
    pairs = (each.partition("=") for each in rule.upper().replace(" ", "").split(";"))
    parts = {key: value for key, _, value in pairs if value}
    if parts.get("FREQ") not in _PERIODS:
        raise UnclearEventError
    return parts


def _numbers(parts: Mapping[str, str], name: str) -> list[int]:
    try:
        return [int(each) for each in parts.get(name, "").split(",") if each]
    except ValueError:
        raise UnclearEventError from None


def _fits_for_sure(parts: Mapping[str, str], interval: int) -> bool:
    """Say whether a rule surely has a time within some periods of any other.

    This is told of what calendar programs write; of all else the worst is taken.
    """
    frequency = parts["FREQ"]
    by = {each for each in parts if each.startswith("BY")}
    if parts.keys() - _FOLLOWED or (by and frequency not in _OF_DAYS):
        return False
    by -= _TIMES_OF_DAY
    if "BYMONTH" in by and frequency != "YEARLY" and interval > 1:
        return False
    by -= {"BYMONTH"}
    if by <= {"BYDAY", "BYSETPOS"}:
        return not by or _has_weekdays(parts, interval)
    return by == {"BYMONTHDAY"} and _has_days(parts, interval)


def _has_weekdays(parts: Mapping[str, str], interval: int) -> bool:
    """Say whether there are such weekdays: "2TU", or the last of Monday to Friday."""
    frequency = parts["FREQ"]
    which = [each[:-2] for each in parts.get("BYDAY", "").split(",") if each[:-2]]
    positions = _numbers(parts, "BYSETPOS")
    if which or positions:
        if frequency not in ("YEARLY", "MONTHLY") or (which and positions):
            return False
        numbers = [number(each.lstrip("+-")) for each in which] + [abs(n) for n in positions]
        return "BYDAY" in parts and all(1 <= each <= _IN_EVERY_MONTH for each in numbers)
    return frequency != "DAILY" or gcd(interval, 7) == 1


def _has_days(parts: Mapping[str, str], interval: int) -> bool:
    """Say whether there are such days of a month: not in June, if it is the 31st."""
    if parts["FREQ"] == "WEEKLY" or (parts["FREQ"] == "DAILY" and interval > 1):
        return False
    months = _numbers(parts, "BYMONTH")
    longest = max((_LONGEST.get(each, 31) for each in months), default=31)
    days = [abs(each) for each in _numbers(parts, "BYMONTHDAY")]
    return any(1 <= each <= (longest if interval == 1 else 28) for each in days)
