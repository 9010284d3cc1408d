"""Each file of `invitations/` gives the records in `NAME.record.yaml`, with nobody to ask.

The candidate is known: Jordan Rivera, in New York. Whatever looks like an interview or not is
taken; which of many to take is the business of the command.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from followup_ics import loads
from followup_ics.calendar.invitations import read_invitations
from inviting import RECORDS, entered
from paths import INVITATIONS

FILES = sorted(path for path in INVITATIONS.iterdir() if path.suffix != ".yaml")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_gives_the_records_beside_it(path: Path, *, rewrite: bool) -> None:
    found = entered(*read_invitations(path.read_bytes(), path.name))
    beside = path.with_name(f"{path.name}.record.yaml")
    if rewrite:
        beside.write_text(found, encoding="utf-8")
    assert found == beside.read_text(encoding="utf-8")
    loads(found)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_same_file_again_changes_nothing(path: Path) -> None:
    invitations = read_invitations(path.read_bytes(), path.name)
    once = entered(*invitations)
    assert entered(*invitations, records=once) == once


def test_every_record_has_its_file() -> None:
    records = {path.name.removesuffix(".record.yaml") for path in INVITATIONS.glob("*.record.yaml")}
    assert records == {path.name for path in FILES}
    assert RECORDS in (INVITATIONS / "google-request.ics.record.yaml").read_text()
