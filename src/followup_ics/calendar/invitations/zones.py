"""What the name of a zone in a calendar file means, and the instants of its local times."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from followup_ics import working_time
from followup_ics.calendar.invitations.clock_rules import ClockRules, UnclearRulesError
from followup_ics.calendar.invitations.repairing import Component
from followup_ics.errors import shown
from followup_ics.records.zone_names import is_place, meant, of_windows

MAX_ZONES = 100
MAX_NAME = 200
FURTHEST = timedelta(hours=15)

_ESCAPED = re.compile(r"\\([\\,;:])")
_OFFSET = re.compile(
    r"(?:(etc/gmt)|\(?(?:utc|gmt) ?)?([+-])([0-9]{1,2})(?::?([0-9]{2}))?(?:\)|$)|\(?gmt\)?$"
)
_PREFIX = re.compile(r"\((?:UTC|GMT)[^)]{0,9}\) *", re.I)
_REMARK = re.compile(r" *\([^)]*\)$")
_WINDOWS = re.compile(r"(?:standard|daylight) time(?: \(\w+\))?$|time zone [0-9]+$", re.I)
_NOWHERE = re.compile(r"Etc/|UTC|UCT|Zulu|Universal|GMT|Greenwich")
_UTC = frozenset(["utc", "uct", "zulu", "universal", "coordinated universal time"])
_NUMBER = re.compile(r"(.*\D) [0-9]{1,2}")


@dataclass(frozen=True, slots=True)
class Moment:
    """A time of an invitation: an instant in UTC, or a naive time where no zone is known.

    `zone` is the IANA zone in which it was written, "" where that is not known; `word` says what
    was guessed.
    """

    at: datetime
    zone: str = ""
    word: str = ""


class Zones:
    """The zones of one calendar file: their names, and the rules that it brings along."""

    def __init__(self, components: Iterable[Component], default: str = "") -> None:
        self.rules: dict[str, ClockRules] = {}
        for each in list(components)[:MAX_ZONES]:
            try:
                rules = ClockRules(each)
            except UnclearRulesError:
                continue
            self.rules.setdefault(_plain(rules.tzid), rules)
        self.default = _exact(default)

    def floating(self, wall: datetime) -> Moment:
        """Return a time without a zone: in that of the whole file (X-WR-TIMEZONE), else naive."""
        if not self.default:
            word = "it names no zone; its time is taken to be local to you"
            return Moment(wall, word=word)
        at = working_time.instant(self.default, wall)
        word = f"it names no zone; its time is taken in that of its calendar, {self.default}"
        return Moment(at, self.default, word)

    def moment(self, wall: datetime, tzid: str) -> Moment:
        """Return a time in a zone by its name; the rules of the file decide where it says nothing.

        A name that is that of a place wins over the rules beside it, which may be out of date.
        """
        name = tzid.strip().strip('"')[:MAX_NAME]
        rules = self.rules.get(_plain(name))
        if _is_universal(name):
            return Moment(wall.replace(tzinfo=UTC))
        if zone := _named(name):
            return _checked(Moment(working_time.instant(zone, wall), zone), wall, rules, name)
        if rules:
            return _by_rules(wall, rules, name)
        if len(self.rules) == 1 and not _guesses(name) and _ahead(name) is None:
            (only,) = self.rules.values()
            word = f"the zone {shown(name)} is taken for {shown(only.tzid)}, the only one there"
            return replace(_by_rules(wall, only, name), word=word)
        return _guessed(wall, name)


def _plain(name: str) -> str:
    """Return what two spellings of a zone's name share: quoted, escaped or neither."""
    return _ESCAPED.sub(r"\1", name[:MAX_NAME]).strip().strip('"').strip("/").casefold()


def _is_universal(name: str) -> bool:
    """Say whether a name means UTC: UTC, Etc/UTC or tzone://Microsoft/Utc."""
    return _plain(name).rpartition("/")[2] in _UTC


def _exact(name: str) -> str:
    """Return the IANA zone of a place that has this name, whatever its case; else ""."""
    return _places().get(name.strip().replace(" ", "_").casefold(), "")


@lru_cache(maxsize=1)
def _places() -> dict[str, str]:
    zones = (each for each in working_time.zones() if is_place(each))
    return {each.casefold(): each for each in zones if not _NOWHERE.match(each)}


@lru_cache(maxsize=1)
def _cities() -> dict[str, str]:
    zones = [each for each in reversed(_places().values()) if "/" in each]
    return {each.rpartition("/")[2].replace("_", " ").casefold(): each for each in zones}


@lru_cache(maxsize=256)
def _named(name: str) -> str:
    """Return the zone of a name that says a place: IANA's, at the end of a path, or Windows'."""
    parts = name.strip("/").split("/")
    tails = ("/".join(parts[at:]) for at in range(len(parts)))
    if zone := next(filter(None, map(_exact, tails)), ""):
        return zone
    return next(iter(of_windows(name)), "") if _WINDOWS.search(name) else ""


def _checked(moment: Moment, wall: datetime, rules: ClockRules | None, name: str) -> Moment:
    if not rules or rules.instant(wall) == moment.at:
        return moment
    theirs = rules.instant(wall)
    word = (
        f"its own clock rules for {shown(name)} say {theirs:%H:%M} UTC; those of {moment.zone}, "
        f"{moment.at:%H:%M} UTC, are taken"
    )
    return Moment(moment.at, moment.zone, word)


def _by_rules(wall: datetime, rules: ClockRules, name: str) -> Moment:
    """Return a time by the rules of a file, and the zone of a place that has the same ones."""
    at = rules.instant(wall)
    zone = _alike(rules, name, wall.year)
    return Moment(at, zone if zone and working_time.instant(zone, wall) == at else "")


@lru_cache(maxsize=1024)
def _alike(rules: ClockRules, name: str, year: int) -> str:
    """Return a zone that the rules may be of and that agrees in winter and summer; else ""."""
    days = [datetime(year, month, 15, 12) for month in (1, 7)]
    by_names = (zone for each in rules.names for zone in meant(each))
    for zone in map(_exact, (rules.location, *_guesses(name), *by_names)):
        if zone and all(working_time.instant(zone, day) == rules.instant(day) for day in days):
            return zone
    return ""


def _guessed(wall: datetime, name: str) -> Moment:
    """Return a time by what a name may mean: a city in it, an abbreviation, an offset."""
    if zone := next(iter(_guesses(name)), ""):
        word = f"the zone {shown(name)} is taken for {zone}"
        return Moment(working_time.instant(zone, wall), zone, word)
    ahead = _ahead(name)
    if ahead is None:
        word = f"the zone {shown(name)} is not known; its time is taken to be local to you"
        return Moment(wall, word=word)
    is_all = _OFFSET.fullmatch(_plain(name))
    word = (
        "" if is_all else f"the zone {shown(name)} is taken as it says; summer time may be missing"
    )
    return Moment((wall - ahead).replace(tzinfo=UTC), word=word)


@lru_cache(maxsize=256)
def _guesses(name: str) -> tuple[str, ...]:
    """Return zones that a name may mean, such as "(UTC+01:00) Amsterdam, Berlin, Bern"."""
    return tuple(dict.fromkeys(_all_guesses(_plain(name))))


def _all_guesses(name: str) -> Iterator[str]:
    bare = _PREFIX.sub("", name)
    for city in bare.split(","):
        if zone := _cities().get(city.strip()):
            yield zone
    short = _REMARK.sub("", bare)
    numbered = _NUMBER.fullmatch(short)
    for each in (short, numbered[1] if numbered else ""):
        if each.endswith(" time"):
            yield from of_windows(each)
    if _ahead(bare) is None:
        yield from meant(bare)


def _ahead(name: str) -> timedelta | None:
    """Return how far clocks are ahead of UTC by a name such as GMT+05:00, else None.

    Etc/GMT-5 says the same; POSIX counts the other way.
    """
    found = _OFFSET.match(_plain(name))
    if not found:
        return None
    posix, sign, hours, minutes = found.groups()
    ahead = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
    if ahead > FURTHEST:
        return None
    return -ahead if (sign == "-") != bool(posix) else ahead
