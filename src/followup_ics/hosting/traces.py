"""Where an error came from, for logs: never what it says, which may quote the records."""

from __future__ import annotations

import traceback


def traced(error: BaseException) -> str:
    """Return the kind of an error and where it was raised, after those of what led to it."""
    cause = error.__cause__ or error.__context__
    before = [*_placed(cause), "which led to"] if cause else []
    return "\n".join([*before, *_placed(error)])


def _placed(error: BaseException) -> list[str]:
    frames = traceback.format_tb(error.__traceback__)
    return [type(error).__qualname__, *(each.rstrip("\n") for each in frames)]
