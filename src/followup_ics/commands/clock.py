"""The clock of the command line, and the zone that this machine is set to."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import click

from followup_ics.calendar import events
from followup_ics.errors import shown
from followup_ics.working_time import is_zone

# The last second of the year before the one in which a calendar is stamped too late to be a last
# output: the rest leaves room for changes within one second, each of which is stamped a second on.
_YEAR = events.LATEST.year - 1
LATEST = int(datetime(_YEAR, 12, 31, 23, 59, 59, tzinfo=UTC).timestamp())


def current_time() -> datetime:
    """Return the current time, or that of SOURCE_DATE_EPOCH, for builds that can be repeated.

    Raises click.UsageError where that is not a number of seconds from 0, in 1970, to `LATEST`.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return datetime.now(UTC)
    try:
        seconds = int(epoch)
    except ValueError:
        seconds = -1
    if not 0 <= seconds <= LATEST:
        raise click.UsageError(
            f"SOURCE_DATE_EPOCH is {shown(epoch)}; set it to seconds since 1970, "
            f"from 0 to {LATEST} (the end of {_YEAR}), or unset it"
        )
    return datetime.fromtimestamp(seconds, UTC)


def system_zone() -> str | None:
    """Return the IANA zone that this machine is set to, None where it names no place.

    It is proposed to somebody who is there to say no, and never used in silence. As libc does, this
    asks TZ first, then /etc/localtime; where that is a copy, /etc/timezone has its name.
    """
    found = [os.environ.get("TZ", "")]
    with suppress(OSError):
        found.append(os.readlink("/etc/localtime"))
    with suppress(OSError, UnicodeDecodeError):
        found.append(Path("/etc/timezone").read_text(encoding="ascii").strip())
    names = (each.removeprefix(":").rpartition("zoneinfo/")[2] for each in found)
    return next((e for e in names if is_zone(e) and "/" in e and not e.startswith("Etc/")), None)
