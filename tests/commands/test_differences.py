"""What changed, as `build` ends with it and `show --diff` lists it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from building import BEST, DANA, interview
from followup_ics.commands.cli import main
from terminal import NOW

FIRST = interview()
SECOND = interview(id="second", start="2026-11-12 14:00")
LATER = NOW + 60


def records(*interviews: str) -> str:
    listed = "".join(f"  - {each}\n" for each in interviews)
    return f"candidate: {{timezone: America/New_York, country: US}}\ninterviews:\n{listed}"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with records and the calendar of them."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path, FIRST)
    run("build", "mine.yaml", now=NOW)
    return tmp_path


def write(home: Path, *interviews: str) -> None:
    (home / "mine.yaml").write_text(records(*interviews))


def run(*words: str, now: int = LATER, text: bytes = b"") -> Result:
    """Run a command in this process; whatever it raises but an exit is a failure."""
    done = CliRunner().invoke(main, words, input=text, env={"SOURCE_DATE_EPOCH": str(now)})
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done


# The last line of build


def test_a_first_build_has_nothing_to_compare_with(tmp_path: Path) -> None:
    write(tmp_path, FIRST)
    told = run("build", str(tmp_path / "mine.yaml")).stdout.splitlines()
    assert told[-1].startswith("Next: ")


def test_a_next_round_is_told_in_the_last_line(home: Path) -> None:
    write(home, FIRST, SECOND)
    told = run("build", "mine.yaml").stdout.splitlines()
    assert told[-1] == "1 moved, 12 new, 1 reworded, 7 cancelled: next round at Acme."


@pytest.mark.usefixtures("home")
def test_where_nothing_changed_no_line_is_added() -> None:
    before = run("build", "mine.yaml")
    assert "nothing changed" in before.stdout
    assert before.stdout.splitlines()[-1].startswith("Next: ")


# show --diff


def listed(*words: str) -> list[list[str]]:
    """Return the columns of each event that `show --diff` lists; the last line is no event."""
    lines = run("show", "mine.yaml", "--diff", *words).stdout.splitlines()
    return [line.split("\t") for line in lines[:-1]]


def test_each_event_has_a_line_with_before_and_after_in_the_candidates_zone(home: Path) -> None:
    write(home, interview(start="2026-11-03 14:00", people=f"{DANA}"))
    moved = [each for each in listed("mine.ics") if each[0] == "moved"]
    assert ["moved", "2026-11-02 17:00", "2026-11-03 17:00", "Thank Dana (Acme)", ""] in moved


def test_what_is_cancelled_says_why(home: Path) -> None:
    write(home, FIRST, SECOND)
    off = [each for each in listed("mine.ics") if each[0] == "cancelled"]
    assert len(off) == 7
    assert {(each[2], each[4]) for each in off} == {("-", "the next round takes its place")}


def test_the_last_line_counts_and_names_the_zone(home: Path) -> None:
    write(home, FIRST, SECOND)
    told = run("show", "mine.yaml", "--diff", "mine.ics").stdout.splitlines()[-1]
    assert told == (
        "Since mine.ics: 1 moved, 12 new, 1 reworded, 7 cancelled: next round at Acme; "
        "times of America/New_York."
    )


@pytest.mark.usefixtures("home")
def test_nothing_changed_is_said() -> None:
    told = run("show", "mine.yaml", "--diff", "mine.ics").stdout
    assert told == "Since mine.ics: nothing changed; times of America/New_York.\n"


def test_as_json_it_is_for_scripts(home: Path) -> None:
    write(home, interview(start="2026-11-03 14:00"))
    found = json.loads(run("show", "mine.yaml", "--diff", "mine.ics", "--json").stdout)
    thanks = next(each for each in found["changes"] if "Thank" in each["after"]["summary"])
    assert thanks.pop("uid").endswith("@followup-ics")
    assert thanks == {
        "kind": "moved",
        "company": "Acme",
        "before": {
            "summary": "Thank Dana (Acme)",
            "start": "2026-11-02T22:00:00Z",
            "end": "2026-11-02T22:15:00Z",
        },
        "after": {
            "summary": "Thank Dana (Acme)",
            "start": "2026-11-03T22:00:00Z",
            "end": "2026-11-03T22:15:00Z",
        },
        "why": "",
    }


def test_a_company_narrows_it(home: Path) -> None:
    write(home, interview(start="2026-11-03 14:00"), BEST)
    titles = {each[3] for each in listed("mine.ics", "--company", "best")}
    assert titles
    assert all("(Best)" in each or "Best:" in each for each in titles)


def test_dates_narrow_it_to_what_was_there_or_is(home: Path) -> None:
    write(home, interview(start="2026-11-03 14:00"))
    thanks = ["moved", "2026-11-02 17:00", "2026-11-03 17:00", "Thank Dana (Acme)", ""]
    for day in ("2026-11-02", "2026-11-03"):
        found = listed("mine.ics", "--from", day, "--to", day)
        assert thanks in found
        assert all(day in (before[:10], after[:10]) for _, before, after, _, _ in found)


def test_the_old_output_may_come_by_standard_input_or_be_a_folder(home: Path) -> None:
    run("build", "mine.yaml", "--vdir", "calendar", now=NOW)
    write(home, FIRST, SECOND)
    by_file = run("show", "mine.yaml", "--diff", "mine.ics").stdout
    by_folder = run("show", "mine.yaml", "--diff", "calendar").stdout
    assert by_folder == by_file.replace("mine.ics", "calendar")


REFUSED = [
    pytest.param(["--diff", "none.ics"], "none.ics: cannot be read: No such file", id="not there"),
    pytest.param(["--diff", "mine.yaml"], "it was not written by followup-ics", id="no calendar"),
    pytest.param(
        ["--diff", "empty"], "no file in it holds an event of followup-ics", id="a folder"
    ),
    pytest.param(["--diff", "mine.ics", "--html", "x.html"], "--diff goes with neither", id="html"),
    pytest.param(["--diff", "mine.ics", "--details"], "--diff goes with neither", id="details"),
    pytest.param(
        ["--diff", "mine.ics", "--from", "2026-12-02", "--to", "2026-12-01"], "swap", id="swapped"
    ),
    pytest.param(["--diff", "mine.ics", "--company", "Nobody"], "which have: Acme", id="company"),
]


def test_records_and_old_output_do_not_both_come_by_standard_input() -> None:
    done = run("show", "-", "--diff", "-")
    assert done.exit_code == 2
    assert "standard input is one of the two" in done.stderr


@pytest.mark.parametrize(("words", "told"), REFUSED)
def test_what_cannot_be_compared_is_refused(home: Path, words: list[str], told: str) -> None:
    (home / "empty").mkdir()
    done = run("show", "mine.yaml", *words)
    assert told in " ".join(done.stderr.split())
    assert done.exit_code == 2
