"""What is due, by number."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from searching import written

from paths import SAMPLE
from terminal import run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(tmp_path)


def test_today_lists_what_is_overdue_and_what_comes_up_to_tomorrow(folder: Path) -> None:
    listed = run("today", "mine.yaml", at=folder)
    overdue, coming = listed.stdout.split("Today, Mon 23 Nov")
    assert overdue.splitlines()[:2] == [
        "Overdue",
        "  1  Thu 19 Nov 07:00  Send Dana an article (Acme): dana@acme.example",
    ]
    assert "Keep searching" in coming
    assert "followup-ics log mine.yaml NUMBER --done" in listed.stderr
    assert listed.returncode == 0


def test_today_says_what_to_say_and_where_in_the_days_to_come(folder: Path) -> None:
    that_day = str(int(datetime.fromisoformat("2026-11-19T08:00+00:00").timestamp()))
    listed = run("today", "mine.yaml", at=folder, SOURCE_DATE_EPOCH=that_day).stdout
    assert "  1  07:00  Send Dana an article (Acme): dana@acme.example\n     - " in listed


def test_where_nothing_is_due_it_says_so(folder: Path) -> None:
    early = str(int(datetime.fromisoformat("2026-11-01T08:00+00:00").timestamp()))
    listed = run("today", "mine.yaml", at=folder, SOURCE_DATE_EPOCH=early)
    assert listed.stdout == "Nothing is due up to tomorrow.\n"


def test_the_sample_can_be_read_from_standard_input() -> None:
    listed = run("today", "-", at=SAMPLE.parent, text=SAMPLE.read_text())
    assert listed.stdout.startswith("Overdue\n")
    assert listed.stderr == ""
