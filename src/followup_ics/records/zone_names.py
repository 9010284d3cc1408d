"""What people write for a time zone, and the IANA zones that they can mean.

Nothing here is taken for a zone: an abbreviation, an offset or a name of Windows' is answered with
the zones to choose from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache

from followup_ics import working_time

# What an abbreviation can mean, the most common first; summer and winter share their zones.
_ABBREVIATIONS = {
    "ACST ACDT": "Australia/Adelaide Australia/Darwin",
    "AEST AEDT AET": "Australia/Sydney Australia/Brisbane",
    "AKST AKDT AKT": "America/Anchorage",
    "AST ADT AT": "America/Halifax Asia/Riyadh America/Puerto_Rico",
    "AWST": "Australia/Perth",
    "BRT": "America/Sao_Paulo",
    "BST": "Europe/London Asia/Dhaka",
    "CAT": "Africa/Harare Africa/Maputo",
    "CET CEST MET MEST MEZ MESZ": "Europe/Berlin Europe/Paris Europe/Madrid Europe/Rome",
    "CST CDT CT": "America/Chicago America/Winnipeg Asia/Shanghai America/Havana",
    "EAT": "Africa/Nairobi",
    "EET EEST OEZ OESZ": "Europe/Athens Europe/Helsinki Europe/Kyiv Africa/Cairo",
    "EST EDT ET": "America/New_York America/Toronto",
    "GST": "Asia/Dubai",
    "HKT": "Asia/Hong_Kong",
    "HST HDT": "Pacific/Honolulu",
    "ICT": "Asia/Bangkok Asia/Ho_Chi_Minh",
    "IST IDT": "Asia/Kolkata Europe/Dublin Asia/Jerusalem",
    "JST": "Asia/Tokyo",
    "KST": "Asia/Seoul",
    "MSK": "Europe/Moscow",
    "MST MDT MT": "America/Denver America/Phoenix America/Edmonton",
    "MYT": "Asia/Kuala_Lumpur",
    "NST NDT NT": "America/St_Johns",
    "NZST NZDT NZT": "Pacific/Auckland",
    "PHT": "Asia/Manila",
    "PKT": "Asia/Karachi",
    "PST PDT PT": "America/Los_Angeles America/Vancouver America/Tijuana Asia/Manila",
    "SAST": "Africa/Johannesburg",
    "SGT": "Asia/Singapore",
    "SST": "Asia/Singapore Pacific/Pago_Pago",
    "TRT": "Europe/Istanbul",
    "UAE": "Asia/Dubai",
    "WAT": "Africa/Lagos",
    "WET WEST": "Europe/Lisbon Atlantic/Canary",
    "WIB": "Asia/Jakarta",
}
_BY_ABBREVIATION = {
    short: tuple(zones.split())
    for shorts, zones in _ABBREVIATIONS.items()
    for short in shorts.split()
}

# Large cities that have no zone of their own, by the zone that they are in.
_CITIES = {
    "America/Chicago": "Austin, Dallas, Fort Worth, Houston, Kansas City, Memphis, Milwaukee, "
    "Minneapolis, Nashville, New Orleans, Oklahoma City, San Antonio, St. Louis",
    "America/Denver": "Albuquerque, Colorado Springs, Salt Lake City",
    "America/Edmonton": "Calgary",
    "America/Los_Angeles": "Bay Area, Las Vegas, Mountain View, Oakland, Palo Alto, Portland, "
    "Sacramento, San Diego, San Francisco, San Jose, Seattle, Silicon Valley",
    "America/Mexico_City": "Guadalajara, Puebla",
    "America/New_York": "Atlanta, Baltimore, Boston, Charlotte, Cincinnati, Cleveland, Columbus, "
    "Miami, New York City, NYC, Orlando, Philadelphia, Pittsburgh, Raleigh, Tampa, Washington, "
    "Washington DC",
    "America/Phoenix": "Tucson",
    "America/Sao_Paulo": "Brasilia, Curitiba, Rio, Rio de Janeiro",
    "America/Toronto": "Montreal, Ottawa, Quebec",
    "Africa/Johannesburg": "Cape Town, Durban, Pretoria",
    "Africa/Lagos": "Abuja",
    "Asia/Dubai": "Abu Dhabi",
    "Asia/Ho_Chi_Minh": "Hanoi, Saigon",
    "Asia/Jerusalem": "Haifa, Tel Aviv",
    "Asia/Karachi": "Islamabad, Lahore",
    "Asia/Kolkata": "Ahmedabad, Bangalore, Bengaluru, Bombay, Chennai, Delhi, Gurgaon, Hyderabad, "
    "Mumbai, New Delhi, Noida, Pune",
    "Asia/Riyadh": "Jeddah",
    "Asia/Shanghai": "Beijing, Chengdu, Guangzhou, Hangzhou, Shenzhen",
    "Asia/Tokyo": "Kyoto, Osaka, Yokohama",
    "Australia/Sydney": "Canberra",
    "Europe/Amsterdam": "Eindhoven, Rotterdam, The Hague, Utrecht",
    "Europe/Berlin": "Cologne, Düsseldorf, Dusseldorf, Frankfurt, Hamburg, Köln, Leipzig, "
    "Munich, München, Stuttgart",
    "Europe/Brussels": "Antwerp, Ghent",
    "Europe/Dublin": "Cork, Galway",
    "Europe/Kyiv": "Lviv",
    "Europe/London": "Belfast, Birmingham, Bristol, Cambridge, Cardiff, Edinburgh, Glasgow, "
    "Leeds, Liverpool, Manchester, Oxford",
    "Europe/Madrid": "Barcelona, Seville, Valencia",
    "Europe/Moscow": "Saint Petersburg, St. Petersburg",
    "Europe/Paris": "Lille, Lyon, Marseille, Nice, Toulouse",
    "Europe/Rome": "Florence, Milan, Naples, Turin",
    "Europe/Stockholm": "Gothenburg, Malmö",
    "Europe/Warsaw": "Gdansk, Krakow, Kraków, Wroclaw, Wrocław",
    "Europe/Zurich": "Basel, Bern, Geneva, Lausanne",
    "Pacific/Auckland": "Christchurch, Wellington",
}
_BY_CITY = {
    city.casefold(): (zone,) for zone, cities in _CITIES.items() for city in cities.split(", ")
}
_ANY_OFFSET = re.compile(r"(?:UTC|GMT|Etc/GMT)? ?([+-]) ?([0-9]{1,2})(?::?([0-9]{2}))?", re.I)
_KINDS_OF_TIME = re.compile(r"(?: (?:standard|daylight|summer))?(?: time)?$", re.I)
_AMERICAN = {"EST5EDT", "CST6CDT", "MST7MDT", "PST8PDT"}
MOST = 4


def is_place(zone: str) -> bool:
    """Say whether an IANA zone follows a place's clocks: EST, CET or Etc/GMT+5 do not."""
    is_offset = zone.startswith("Etc/GMT") and zone[-1] != "T"
    return not (is_offset or zone in _AMERICAN or zone in _BY_ABBREVIATION)


def meant(text: str, country: str | None = None) -> tuple[str, ...]:
    """Return the IANA zones that a text can mean, the likeliest first; () where none is known.

    Those of a country, by its ISO 3166-1 code, come before all others.
    """
    own = working_time.zones_of(country) if country else ()
    offset = _ANY_OFFSET.fullmatch(text.strip())
    if offset:
        ahead = _minutes_ahead(offset, is_posix=text.strip().lower().startswith("etc/"))
        zones, alike = _at_offset(ahead, _common()), _at_offset(ahead, own)
    else:
        zones = _named(text)
        alike = _in_step(zones, own)
    there = tuple(each for each in zones if each in own) or alike
    return tuple(dict.fromkeys(there + zones))[:MOST]


def few_zones(country: str | None) -> tuple[str, ...]:
    """Return the zones of a country that has no more than can be listed, else ()."""
    own = working_time.zones_of(country) if country else ()
    return own if len(own) <= MOST else ()


def _named(text: str) -> tuple[str, ...]:
    """Return the zones of an abbreviation, a city or one of Windows' names."""
    short = text.strip().upper().rstrip(".")
    if re.fullmatch(r"[A-Z]{3}[5-8][A-Z]{3}", short):
        short = short[:3]
    city = text.partition(",")[0].strip().casefold()
    return _BY_ABBREVIATION.get(short) or _BY_CITY.get(city) or of_windows(text)


def _minutes_ahead(offset: re.Match[str], *, is_posix: bool) -> int:
    """Return how far an offset is ahead of UTC; POSIX, as in Etc/GMT+5, counts the other way."""
    sign, hours, minutes = offset.groups()
    ahead = int(hours) * 60 + int(minutes or 0)
    return -ahead if (sign == "-") != is_posix else ahead


def _in_step(zones: Iterable[str], own: Iterable[str]) -> tuple[str, ...]:
    """Return those of a country's zones whose clocks show the standard time of other zones."""
    standard = {_ahead(each, _JANUARY) for each in zones}
    return tuple(each for each in own if standard and _ahead(each, _JANUARY) in standard)


def of_windows(text: str) -> tuple[str, ...]:
    """Return the zone of a name that Windows and Outlook use, with or without "Standard"."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    names = {name.casefold(): zone for name, zone in WINDOWS_TO_OLSON.items()}
    stem = _KINDS_OF_TIME.sub("", text.strip()).casefold()
    wanted = (text.strip().casefold(), f"{stem} standard time")
    zones = (_MORE_LIKELY.get(name) or names.get(name) for name in wanted)
    return tuple(_RENAMED.get(zone, zone) for zone in zones if zone)[:1]


_MORE_LIKELY = {"central european standard time": "Europe/Berlin"}
_RENAMED = {
    "America/Buenos_Aires": "America/Argentina/Buenos_Aires",
    "America/Godthab": "America/Nuuk",
    "America/Indianapolis": "America/Indiana/Indianapolis",
    "Asia/Calcutta": "Asia/Kolkata",
    "Asia/Katmandu": "Asia/Kathmandu",
    "Asia/Rangoon": "Asia/Yangon",
    "Europe/Kiev": "Europe/Kyiv",
}
_JANUARY, _JULY = datetime(2026, 1, 1), datetime(2026, 7, 1)


@lru_cache(maxsize=1)
def _common() -> tuple[str, ...]:
    return (*(zone for zones in _BY_ABBREVIATION.values() for zone in zones), *_CITIES)


@lru_cache(maxsize=64)
def _at_offset(minutes: int, zones: tuple[str, ...]) -> tuple[str, ...]:
    """Return zones whose clocks are that far ahead of UTC, in January first, then in July."""
    days = (_JANUARY, _JULY)
    found = (zone for day in days for zone in zones if _ahead(zone, day) == minutes)
    return tuple(dict.fromkeys(found))


def _ahead(zone: str, wall: datetime) -> int:
    utc = working_time.instant(zone, wall).replace(tzinfo=None)
    return round((wall - utc).total_seconds() / 60)


def listed(zones: Iterable[str]) -> str:
    """Return zones as a sentence has them: "A, B or C"."""
    *others, last = zones
    return f"{', '.join(others)} or {last}" if others else last
