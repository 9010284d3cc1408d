"""A short search in mine.yaml, and what a command changed in it."""

from __future__ import annotations

import re
from difflib import ndiff
from pathlib import Path

RECORDS = """\
# My search
candidate: {timezone: America/New_York, country: US}
interviews:
  - company: Acme   # by the park
    role: Engineer
    id: acme
    start: 2026-11-17 14:00
    timezone: Europe/Berlin
    people:
      - {name: Dana, part: hiring_manager, email: dana@acme.example, phone: +49 30 901820}
    log:
      - {on: 2026-11-17 18:00, did: thank_you, to: Dana}
"""


def written(folder: Path) -> Path:
    """Write the records into a folder, and return that."""
    (folder / "mine.yaml").write_text(RECORDS)
    return folder


def added(folder: Path) -> list[str]:
    """Return what differs from the file as it was: "+ " before what is new, "- " what went."""
    now = (folder / "mine.yaml").read_text()
    lines = ndiff(RECORDS.splitlines(), now.splitlines())
    return [line for line in lines if line[0] in "+-"]


def numbers(listed: str) -> dict[str, str]:
    """Return the number of each follow-up that `today` lists, by its summary."""
    found = re.findall(r"^ +(\d+)  .*?\d\d:\d\d  ([^:\n]+)", listed, re.MULTILINE)
    return {summary: number for number, summary in found}
