"""The clock of the command line."""

from __future__ import annotations

import os
from datetime import UTC, datetime

import click

from followup_ics.errors import shown

# The last second of 2058: a calendar stamped later than early in 2059 is refused as a last output,
# since its SEQUENCE, in seconds since 2025, would leave too few numbers for the changes to come.
LATEST = int(datetime(2058, 12, 31, 23, 59, 59, tzinfo=UTC).timestamp())


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
            f"from 0 to {LATEST} (the end of 2058), or unset it"
        )
    return datetime.fromtimestamp(seconds, UTC)
