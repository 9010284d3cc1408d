"""The group `feed` with all of its commands, each of which joins it when it is imported."""

from __future__ import annotations

from followup_ics.commands import following, histories, listing, remaking
from followup_ics.commands.feeds import feed

__all__ = ["feed", "following", "histories", "listing", "remaking"]
