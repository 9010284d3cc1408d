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
MOST = 4


def is_place(zone: str) -> bool:
    """Say whether an IANA zone follows a place's clocks: EST, CET or Etc/GMT+5 do not."""
    return zone not in _vague()


@lru_cache(maxsize=1)
def _vague() -> frozenset[str]:
    zones = working_time.zones()
    offsets = {each for each in zones if each.startswith("Etc/GMT") and each[-1] != "T"}
    american = {"EST5EDT", "CST6CDT", "MST7MDT", "PST8PDT"}
    return frozenset(offsets | american | {each for each in _BY_ABBREVIATION if each in zones})


def meant(text: str) -> tuple[str, ...]:
    """Return the IANA zones that a text can mean, the likeliest first; () where none is known."""
    short = text.strip().upper().rstrip(".")
    if short in _BY_ABBREVIATION:
        return _BY_ABBREVIATION[short][:MOST]
    if re.fullmatch(r"[A-Z]{3}[5-8][A-Z]{3}", short):
        return _BY_ABBREVIATION[short[:3]][:1]
    if offset := _ANY_OFFSET.fullmatch(text.strip()):
        sign, hours, minutes = offset.groups()
        ahead = int(hours) * 60 + int(minutes or 0)
        behind = (sign == "-") != text.strip().lower().startswith("etc/")
        return _at_offset(-ahead if behind else ahead)
    city = text.partition(",")[0].strip().casefold()
    return _BY_CITY.get(city) or _of_windows(text)


def _of_windows(text: str) -> tuple[str, ...]:
    """Return the zone of a name that Windows and Outlook use, with or without "Standard"."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    names = {name.casefold(): zone for name, zone in WINDOWS_TO_OLSON.items()}
    stem = _KINDS_OF_TIME.sub("", text.strip()).casefold()
    wanted = (text.strip().casefold(), f"{stem} standard time")
    zones = (_MORE_LIKELY.get(name) or names.get(name) for name in wanted)
    return tuple(zone for zone in zones if zone)[:1]


_MORE_LIKELY = {"central european standard time": "Europe/Berlin"}


@lru_cache(maxsize=64)
def _at_offset(minutes: int) -> tuple[str, ...]:
    """Return zones whose clocks are that far ahead of UTC, in January first, then in July."""
    common = [*(zone for zones in _BY_ABBREVIATION.values() for zone in zones), *_CITIES]
    found = (
        zone
        for month in (1, 7)
        for zone in common
        if _ahead(zone, datetime(2026, month, 1)) == minutes
    )
    return tuple(dict.fromkeys(found))[:MOST]


def _ahead(zone: str, wall: datetime) -> int:
    utc = working_time.instant(zone, wall).replace(tzinfo=None)
    return round((wall - utc).total_seconds() / 60)


def listed(zones: Iterable[str]) -> str:
    """Return zones as a sentence has them: "A, B or C"."""
    *others, last = zones
    return f"{', '.join(others)} or {last}" if others else last
