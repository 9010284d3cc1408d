"""Which version of the program this is: what it makes is made again where that changed."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import metadata
from pathlib import Path

from followup_ics.errors import HostingError

# Other packages whose data decide what a plan says and how it is written.
_DECIDING = ("holidays", "icalendar", "jinja2", "phonenumbers", "pytz", "recurring-ical-events")


@cache
def program() -> str:
    """Return what changes with this program and with the data of others that it goes by."""
    root = Path(__file__).parents[1]
    found = hashlib.sha256()
    for path in sorted(each for each in root.rglob("*") if each.suffix not in (".pyc", "")):
        found.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    for package in _DECIDING:
        found.update(f"{package} {metadata.version(package)}\n".encode())
    return found.hexdigest()


def check_program(wanted: str) -> None:
    """Raise HostingError where this is not the version that asks a worker for its work."""
    if wanted != program():
        raise HostingError(
            "a worker has another version of followup-ics, or of a package it needs, than the "
            "command that asks it; install the same on all"
        )
