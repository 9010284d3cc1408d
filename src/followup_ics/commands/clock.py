"""The clock of the command line."""

from __future__ import annotations

import os
from datetime import UTC, datetime

import click

from followup_ics.calendar import events
from followup_ics.errors import shown

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
