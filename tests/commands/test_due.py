"""What is due, by number."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from paths import SAMPLE
from searching import numbers, written
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


def test_of_an_application_that_is_over_nothing_is_overdue(folder: Path) -> None:
    number = numbers(run("today", "mine.yaml", at=folder).stdout)["Send Dana an article (Acme)"]
    run("log", "mine.yaml", number, "--outcome", "rejected", at=folder)
    listed = run("today", "mine.yaml", at=folder).stdout
    assert "Overdue" not in listed
    assert "Dana" not in listed
    told = run("build", "mine.yaml", at=folder).stdout
    assert "not logged" not in told
    assert "Still open" not in told


def test_an_offer_is_to_be_answered_though_it_ended_the_application(folder: Path) -> None:
    offer = ("offer", "mine.yaml", "Acme", "--received", "fri 3pm", "--answer-by", "tomorrow 5pm")
    assert run(*offer, at=folder).returncode == 0
    assert "Answer Acme" in run("today", "mine.yaml", at=folder).stdout
