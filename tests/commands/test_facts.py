"""An offer, a first choice, an activity, days away: each written into the file by one command."""

from __future__ import annotations

from pathlib import Path

import pytest

from followup_ics import load
from searching import added, written
from terminal import NOW, run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(tmp_path)


WRITTEN = [
    pytest.param(
        ("offer", "mine.yaml", "Globex", "--role", "SRE", "--answer-by", "fri 5pm"),
        [
            "+ offers:",
            "+   - {company: Globex, role: SRE, received: 2026-11-23 05:00, "
            "answer_by: 2026-11-27 17:00}",
        ],
        "mine.yaml: an offer from Globex (SRE)\n"
        "  received: Monday 23 November 2026, 05:00 America/New_York\n"
        "  answer by: Friday 27 November 2026, 17:00 America/New_York\n",
        id="an offer from elsewhere",
    ),
    pytest.param(
        ("offer", "mine.yaml", "ACME, Inc.", "--received", "yesterday"),
        ["+ offers:", "+   - {company: 'ACME, Inc.', role: Engineer, received: 2026-11-22}"],
        "mine.yaml: an offer from ACME, Inc. (Engineer)\n  received: Sunday 22 November 2026\n",
        id="an offer for the one role of a company in the file",
    ),
    pytest.param(
        ("prefer", "mine.yaml", "acme"),
        ["+     first_choice: true"],
        "mine.yaml: acme (Engineer) is your first choice\n",
        id="the job that one wants most",
    ),
    pytest.param(
        ("activity", "mine.yaml", "passed the CKA exam", "--relates-to", "running Kubernetes"),
        [
            "+ activities:",
            "+   - {what: passed the CKA exam, on: 2026-11-23, relates_to: running Kubernetes}",
        ],
        "mine.yaml: passed the CKA exam\n  on: Monday 23 November 2026\n",
        id="an activity",
    ),
    pytest.param(
        ("away", "mine.yaml", "Dec 24", "Jan 1"),
        [
            "- candidate: {timezone: America/New_York, country: US}",
            "+ candidate: {timezone: America/New_York, country: US, away: [2026-12-24/2027-01-01]}",
        ],
        "mine.yaml: away Thursday 24 December 2026 to Friday 1 January 2027\n",
        id="days away",
    ),
    pytest.param(
        ("away", "mine.yaml", "fri"),
        [
            "- candidate: {timezone: America/New_York, country: US}",
            "+ candidate: {timezone: America/New_York, country: US, away: [2026-11-27]}",
        ],
        "mine.yaml: away Friday 27 November 2026\n",
        id="a day away",
    ),
]


@pytest.mark.parametrize(("words", "lines", "said"), WRITTEN)
def test_each_is_one_record_more_and_told_in_full(
    folder: Path, words: tuple[str, ...], lines: list[str], said: str
) -> None:
    done = run(*words, at=folder)
    assert (done.stderr, done.stdout.partition("The plan: ")[0]) == ("", said)
    assert [line for line in added(folder) if line.strip("+ ")] == lines
    load(folder / "mine.yaml")


REFUSED = [
    pytest.param(("offer", "mine.yaml", "Globex"), "which job it is, with --role", id="no role"),
    pytest.param(
        ("offer", "mine.yaml", "Globex", "--role", "SRE", "--answer-by", "2026-11-01"),
        "2026-11-01 lies before 2026-11-23 05:00, when the offer came",
        id="due before it came",
    ),
    pytest.param(
        ("offer", "mine.yaml", "Globex", "--role", "SRE", "--answer-by", "03/04"),
        "write the month as a word",
        id="an ambiguous date",
    ),
    pytest.param(
        ("prefer", "mine.yaml", "Acme", "--role", "Cook"),
        "no interview with Acme for Cook is in mine.yaml",
        id="no such job",
    ),
    pytest.param(
        ("prefer", "mine.yaml", "Acmee"), "the file has no Acmee; did you mean Acme?", id="a slip"
    ),
    pytest.param(("activity", "mine.yaml", " "), "write what you did", id="no activity"),
    pytest.param(("away", "mine.yaml", "Dec 24", "Dec 20"), "lies before", id="last before first"),
    pytest.param(
        ("away", "mine.yaml", "someday"),
        "found 'someday'; write one such as 2026-11-10 14:00, or a date alone, or say it as in "
        "'tue 10am' or 'in 2 weeks'",
        id="no date",
    ),
    pytest.param(("activity", "-", "x"), "name a file", id="standard input"),
]


@pytest.mark.parametrize(("words", "why"), REFUSED)
def test_what_cannot_be_meant_is_refused_and_the_file_stays(
    folder: Path, words: tuple[str, ...], why: str
) -> None:
    done = run(*words, at=folder)
    assert done.returncode == 2
    assert why in " ".join(done.stderr.split())
    assert added(folder) == []


def test_only_one_job_is_the_first_choice(folder: Path) -> None:
    other = "  - {company: Globex, role: SRE, start: 2026-11-10 10:00}\n"
    with (folder / "mine.yaml").open("a") as file:
        file.write(other)
    for company in ("Acme", "Globex"):
        run("prefer", "mine.yaml", company, at=folder)
    found = {each.company: each.first_choice for each in load(folder / "mine.yaml").interviews}
    assert found == {"Acme": False, "Globex": True}


@pytest.mark.parametrize("words", [each.values[0] for each in WRITTEN])
def test_the_same_again_changes_nothing_and_says_so(folder: Path, words: tuple[str, ...]) -> None:
    run(*words, at=folder)
    once = (folder / "mine.yaml").read_bytes()
    again = run(*words, at=folder, SOURCE_DATE_EPOCH=str(NOW + 3600))
    assert (folder / "mine.yaml").read_bytes() == once
    assert again.stdout.endswith("The file says so already; nothing is changed.\n")


def test_an_offer_with_more_time_keeps_when_it_came(folder: Path) -> None:
    offer = ("offer", "mine.yaml", "Globex", "--role", "SRE")
    run(*offer, "--received", "fri 3pm", "--answer-by", "wed 5pm", at=folder)
    longer = run("offer", "mine.yaml", "globex", "--answer-by", "Dec 1 noon", at=folder)
    assert "answer by: Tuesday 1 December 2026, 12:00" in longer.stdout
    assert [line for line in added(folder) if line.strip("+ ")] == [
        "+ offers:",
        "+   - {company: Globex, role: SRE, received: 2026-11-20 15:00, "
        "answer_by: 2026-12-01 12:00}",
    ]
