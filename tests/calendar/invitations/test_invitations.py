"""Each `invitations/NAME.ics`, or mail, gives the values that `NAME.yaml` beside it says.

The files are written as senders document theirs; docs/explanation/what-invitations-hold.md has the
sources. A value that is not said is the one for "nothing".
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from followup_ics.calendar.invitations import Invitation, read_invitations
from paths import INVITATIONS

FILES = sorted(path for path in INVITATIONS.iterdir() if path.suffix != ".yaml")


def said(value: Any) -> Any:
    """Return a value as the YAML beside a file writes it: all texts, and nothing left out."""
    if is_dataclass(value):
        pairs = ((each.name, said(getattr(value, each.name))) for each in fields(value))
        return {name: found for name, found in pairs if found not in ("", [], "individual")}
    if isinstance(value, tuple):
        return [said(each) for each in value]
    if isinstance(value, date):
        return value.isoformat().replace("+00:00", "Z")
    return "" if value in (None, 0) else str(value).lower() if value is True else str(value)


def read(path: Path) -> tuple[Invitation, ...]:
    return read_invitations(path.read_bytes(), path.name)


def expected(path: Path) -> Any:
    text = path.with_suffix(".yaml").read_text()
    return yaml.load(text, yaml.BaseLoader)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_gives_the_values_beside_it(path: Path) -> None:
    found = [said(each) for each in read(path)]
    assert found == expected(path)
