"""Why nobody works on a day, or few do: weekends, public holidays, and what lies between."""

from __future__ import annotations

import re
import sys
import warnings
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec, module_from_spec
from threading import Lock
from typing import Protocol
from unicodedata import combining, normalize

import pytz

from followup_ics.working_time.dates import CACHED, DAY, WEEKDAYS

_REGION_CODE = re.compile("[a-z0-9]{1,3}")


class _Holidays(Protocol):
    def is_working_day(self, key: date) -> bool: ...

    def get(self, key: date) -> str | None: ...


@lru_cache(maxsize=512)
def _holidays(country: str, region: str | None) -> _Holidays:
    """Return a calendar; a region that has no days of its own has the country's."""
    own = region if region and region in regions(country) else None
    calendar: _Holidays = _calendar_class(country)(subdiv=own, language="en_US")
    return calendar


_IMPORTING = Lock()


@lru_cache(maxsize=512)
def _calendar_class(country: str) -> Callable[..., _Holidays]:
    """Return a country's class from `holidays`, importing that country alone.

    The package `holidays.countries` imports all 250 countries, which takes longer than all else
    that a build does. An empty stand-in for it, gone again at once, lets one module be imported.
    """
    from holidays.registry import COUNTRIES

    module, name = next(
        (each, codes[0]) for each, codes in COUNTRIES.items() if codes[1] == country
    )
    package = "holidays.countries"
    with _IMPORTING:
        stand_in = package not in sys.modules
        if stand_in and (spec := find_spec(package)):
            sys.modules[package] = module_from_spec(spec)
        try:
            found: Callable[..., _Holidays] = getattr(import_module(f"{package}.{module}"), name)
        finally:
            if stand_in:
                sys.modules.pop(package, None)
    return found


@lru_cache(maxsize=1)
def countries() -> frozenset[str]:
    """Return the ISO 3166-1 alpha-2 codes whose public holidays are known."""
    from holidays.registry import COUNTRIES

    return frozenset(codes[1] for codes in COUNTRIES.values())


@lru_cache(maxsize=1)
def _codes_by_name() -> dict[str, str]:
    from holidays.registry import COUNTRIES

    names = {plainly(name): code for code, name in pytz.country_names.items()}
    return names | {
        code.casefold(): short for _, short, *codes in COUNTRIES.values() for code in codes
    }


def country_named(written: str) -> str | None:
    """Return the code of a country by its English name or its code of three letters, else None."""
    found = _codes_by_name().get(plainly(written))
    return found if found in countries() else None


@lru_cache(maxsize=1)
def _countries_by_zone() -> dict[str, str]:
    found = pytz.country_timezones.items()
    return {zone: country for country, zones in found for zone in zones if country in countries()}


def country_of(zone: str) -> str | None:
    """Return the country that a zone is in; None where the zone is no one country's."""
    return _countries_by_zone().get(zone)


@lru_cache(maxsize=512)
def regions(country: str) -> tuple[str, ...]:
    """Return the subdivision codes that change the public holidays of a known country."""
    return tuple(getattr(_holidays(country, None), "subdivisions", ()))


def region_names(country: str) -> dict[str, str]:
    """Return the names by which `holidays` knows the regions of a country, with their codes."""
    names: dict[str, str] = getattr(_holidays(country, None), "subdivisions_aliases", {})
    return dict(names)


def region_named(country: str, written: str) -> str | None:
    """Return the code of a region of a known country, else None.

    Taken are the code, the ISO 3166-2 form ("DE-BY") and the names that `holidays` knows, with or
    without accents, in any case. Where a country has one calendar, any code of up to three
    letters or digits is taken: it changes no day off.
    """
    text = plainly(written).removeprefix(f"{country.casefold()}-")
    if not regions(country):
        return text.upper() if _REGION_CODE.fullmatch(text) else None
    return _regions_as_written(country).get(text)


@lru_cache(maxsize=512)
def _regions_as_written(country: str) -> dict[str, str]:
    named = {plainly(name): code for name, code in region_names(country).items()}
    return named | {plainly(code): code for code in regions(country)}


def plainly(text: str) -> str:
    """Return a text folded as names are compared: no case, no accents."""
    apart = normalize("NFKD", text.casefold())
    return "".join(each for each in apart if not combining(each))


@lru_cache(maxsize=CACHED)
def day_off(country: str | None, region: str | None, day: date) -> str | None:
    """Return why nobody there works on `day` ("Thanksgiving Day", "a Saturday"), else None.

    The country's own weekend, public holidays and substituted working days count, as the package
    `holidays` has them; with no country, Saturday and Sunday are free.
    """
    weekday = f"a {WEEKDAYS[day.weekday()]}"
    if country is None:
        return weekday if day.weekday() >= 5 else None
    calendar = _holidays(country, region)
    with warnings.catch_warnings():
        # A country may know its movable holidays for some years only; those that it knows count.
        warnings.simplefilter("ignore")
        return None if calendar.is_working_day(day) else calendar.get(day) or weekday


@lru_cache(maxsize=CACHED)
def quiet_day(country: str | None, region: str | None, day: date) -> str | None:
    """Return why few people are at their desks on a working day there, else None.

    The calendar alone decides: a working day that stands alone between days off; 24 to 31
    December where the 25th is a public holiday; and, where no region is given, a day on which
    half of the country's regions or more do not work.
    """
    if country is None or day_off(country, region, day):
        return None
    if all(day_off(country, region, day + side) for side in (-DAY, DAY)):
        return "it stands alone between days off"
    if day.month == 12 and day.day >= 24 and _is_holiday(country, region, day.replace(day=25)):
        return "it is between Christmas and New Year"
    if region is None and _half_is_off(country, day):
        return "half of the country has the day off"
    return None


def _is_holiday(country: str, region: str | None, day: date) -> bool:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _holidays(country, region).get(day) is not None


def _half_is_off(country: str, day: date) -> bool:
    """Count the regions that work, until they are more than half."""
    known, working = regions(country), 0
    for region in known:
        working += not day_off(country, region, day)
        if 2 * working > len(known):
            return False
    return bool(known)
