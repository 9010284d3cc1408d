"""`feed history`, `undo` and `remove`, as people and scripts use them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from feeding import feed, where

from terminal import talking

RECORDS = """\
candidate: {timezone: Europe/Berlin}
interviews:
- {company: Acme, role: Engineer, start: 2026-11-20 10:00, people: [{name: Ann Lee}]}
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a folder with jobs.yaml and best.yaml, and a store with a feed, ann, of the first."""
    (tmp_path / "jobs.yaml").write_text(RECORDS, encoding="utf-8")
    (tmp_path / "best.yaml").write_text(RECORDS.replace("Acme", "Best"), encoding="utf-8")
    feed(tmp_path, "put", "ann", "jobs.yaml")
    return tmp_path


def test_history_lists_when_who_and_what_the_newest_first(home: Path) -> None:
    feed(home, "put", "ann", "best.yaml")
    feed(home, "undo", "ann")
    last, second, first = feed(home, "history", "ann").stdout.splitlines()
    assert first == "1  2026-11-23 10:00 UTC  feed put   new"
    assert second.startswith("2  2026-11-23 10:00 UTC  feed put   13 new, ")
    assert last.startswith("3  2026-11-23 10:00 UTC  feed undo  back to version 1: 13 new, ")


def test_history_as_json_has_the_same(home: Path) -> None:
    assert json.loads(feed(home, "history", "ann", "--json").stdout) == [
        {"number": 1, "at": "2026-11-23T10:00:00Z", "what": "new", "by": "feed put"}
    ]


def test_history_of_a_file_says_whose_it_is(home: Path) -> None:
    feed(home, "add", "jobs.yaml")
    done = feed(home, "history", "jobs")
    assert (done.returncode, done.stdout) == (0, "")
    assert f"jobs follows {home}/jobs.yaml; no versions of files are kept" in done.stderr
    assert feed(home, "history", "jobs", "--json").stdout == "[]\n"


def test_undo_says_what_it_changed_and_how_to_take_it_back(home: Path) -> None:
    feed(home, "put", "ann", "best.yaml")
    done = feed(home, "undo", "ann")
    assert done.stdout.startswith("ann: back to version 1: 13 new, ")
    assert done.stdout.endswith("13 cancelled: Best no longer in the records.\n")
    assert done.stderr == "'followup-ics feed undo ann' takes this back.\n"
    assert feed(home, "undo", "ann", "3").stdout == (
        "ann: the records are the same; nothing changed.\n"
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(("undo", "ann"), "no version before its last change", id="undo, none before"),
        pytest.param(
            ("undo", "ann", "9"), "; 'followup-ics feed history ann' lists", id="undo, no such"
        ),
        pytest.param(("undo", "nobody"), "no feed is called 'nobody'", id="undo, no feed"),
        pytest.param(("history", "nobody"), "no feed is called 'nobody'", id="history, no feed"),
        pytest.param(("remove", "nobody", "--yes"), "no feed is called 'nobody'", id="remove"),
        pytest.param(("remove", "ann"), "give --yes to erase it", id="remove, nobody to ask"),
    ],
)
def test_what_cannot_be_done_is_said_and_changes_nothing(
    home: Path, words: tuple[str, ...], said: str
) -> None:
    before = feed(home, "history", "ann").stdout
    done = feed(home, *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert said in done.stderr
    assert feed(home, "history", "ann").stdout == before


def test_remove_erases_the_feed_and_nothing_else(home: Path) -> None:
    feed(home, "add", "best.yaml")
    done = feed(home, "remove", "ann", "--yes")
    assert (done.returncode, done.stdout) == (0, "ann is erased.\n")
    assert feed(home, "list").stdout.startswith("best  open")
    kept = [each.read_bytes() for each in (home / "data").rglob("*") if each.is_file()]
    assert not any(b"Acme" in each for each in kept)
    assert (home / "jobs.yaml").read_text(encoding="utf-8") == RECORDS


@pytest.mark.parametrize(("answer", "left"), [("y", ""), ("n", "ann"), ("", "ann")])
def test_at_a_terminal_remove_asks(home: Path, answer: str, left: str) -> None:
    with talking("feed", "remove", "ann", at=home, **where(home)) as talk:
        talk.answer("Erase ann for good (its records are kept nowhere else here)? [y/N]: ", answer)
        assert (talk.end() == 0) == (answer == "y")
    assert feed(home, "list").stdout.startswith(left)
    assert bool(feed(home, "list").stdout) == bool(left)
