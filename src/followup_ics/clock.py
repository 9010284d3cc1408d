"""The clock of the command line."""

from __future__ import annotations

import os
from datetime import UTC, datetime

import click


def current_time() -> datetime:
    """Return the current time, or that of SOURCE_DATE_EPOCH, for builds that can be repeated."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if not epoch:
        return datetime.now(UTC)
    try:
        return datetime.fromtimestamp(int(epoch), UTC)
    except (ValueError, OverflowError, OSError):
        raise click.UsageError(
            f"SOURCE_DATE_EPOCH is '{epoch}'; set it to seconds since 1970, or unset it"
        ) from None
