"""What libical finds in a file."""

from __future__ import annotations

import ctypes
from pathlib import Path
from typing import Any


class _Time(ctypes.Structure):
    """`struct icaltimetype` of libical 3."""

    _fields_ = [
        *((name, ctypes.c_int) for name in ("year", "month", "day", "hour", "minute", "second")),
        ("is_date", ctypes.c_int),
        ("is_daylight", ctypes.c_int),
        ("zone", ctypes.c_void_p),
    ]


def events(library: str, path: Path) -> list[list[object]]:
    """Return uid, start, end, summary, status and sequence of each event, times in Unix seconds."""
    ical = _declared(ctypes.CDLL(library))
    kind = ical.icalcomponent_string_to_kind(b"VEVENT")
    calendar = ical.icalparser_parse_string(path.read_bytes())
    assert calendar, f"libical reads no calendar in {path}"
    found = []
    event = ical.icalcomponent_get_first_component(calendar, kind)
    while event:
        found.append(_values(ical, event))
        event = ical.icalcomponent_get_next_component(calendar, kind)
    ical.icalcomponent_free(calendar)
    return found


def _values(ical: Any, event: int) -> list[object]:
    status = ical.icalproperty_status_to_string(ical.icalcomponent_get_status(event))
    return [
        ical.icalcomponent_get_uid(event).decode(),
        ical.icaltime_as_timet(ical.icalcomponent_get_dtstart(event)),
        ical.icaltime_as_timet(ical.icalcomponent_get_dtend(event)),
        ical.icalcomponent_get_summary(event).decode(),
        status.decode(),
        ical.icalcomponent_get_sequence(event),
    ]


def _declared(ical: Any) -> Any:
    """Return the library with the types of what is called: ctypes takes all for int."""
    pointer, text, number = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int
    for name, takes, gives in (
        ("icalcomponent_string_to_kind", [text], number),
        ("icalparser_parse_string", [text], pointer),
        ("icalcomponent_get_first_component", [pointer, number], pointer),
        ("icalcomponent_get_next_component", [pointer, number], pointer),
        ("icalcomponent_free", [pointer], None),
        ("icalcomponent_get_uid", [pointer], text),
        ("icalcomponent_get_summary", [pointer], text),
        ("icalcomponent_get_dtstart", [pointer], _Time),
        ("icalcomponent_get_dtend", [pointer], _Time),
        ("icalcomponent_get_status", [pointer], number),
        ("icalcomponent_get_sequence", [pointer], number),
        ("icalproperty_status_to_string", [number], text),
        ("icaltime_as_timet", [_Time], ctypes.c_longlong),
    ):
        function = getattr(ical, name)
        function.argtypes, function.restype = takes, gives
    return ical
