"""What tests need that not every machine has."""

from __future__ import annotations

import os
from typing import TypeVar

import pytest

T = TypeVar("T")


def need(found: T | None, what: str) -> T:
    """Return what was found; without it skip, or fail where FOLLOWUP_REQUIRE_ALL is 1."""
    if found is not None:
        return found
    if os.environ.get("FOLLOWUP_REQUIRE_ALL") == "1":
        pytest.fail(f"needs {what}")
    pytest.skip(f"needs {what}")
