"""Feeds of several people: a folder of files added, and what is due in each told."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from feeding import feed, where

from terminal import run, talking

RECORDS = """\
candidate: {timezone: Europe/Berlin}
interviews:
- {company: Acme, role: Engineer, start: 2026-11-20 10:00, people: [{name: Ann Lee}]}
"""
NO_MORE = RECORDS.replace("people:", "outcome: {result: rejected, on: 2026-11-21 10:00}, people:")
TOKYO = RECORDS.replace("Europe/Berlin", "Asia/Tokyo")
SEARCHING = "  0 overdue    1 this week  next Mon 30 Nov 09:00 (Europe/Berlin): Keep searching"
FAULTY = RECORDS.replace("role:", "rool:")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a folder with a folder of files, people: one has faults, one nothing to do."""
    people = tmp_path / "people"
    people.mkdir()
    texts = {"ann": RECORDS, "bad": FAULTY, "cleo": TOKYO, "dan": NO_MORE}
    for name, text in texts.items():
        (people / f"{name}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


# A folder


def test_each_file_of_a_folder_becomes_a_feed_whatever_is_wrong_with_others(home: Path) -> None:
    done = feed(home, "add", "people")
    assert done.returncode == 1
    assert re.findall(r"/(\w+)\.ics$", done.stdout, re.MULTILINE) == ["ann", "cleo", "dan"]
    assert "bad.yaml:3:19: interviews[0].rool: unknown field" in done.stderr
    assert done.stderr.count("shown this once") == 1
    listed = feed(home, "list").stdout
    assert re.findall(r"^\w+", listed, re.MULTILINE) == ["ann", "cleo", "dan"]
    assert not any(token in listed for token in re.findall(r"[0-9a-f]{64}", done.stdout))


def test_hidden_files_of_editors_and_computers_become_no_feeds(home: Path) -> None:
    (home / "people" / "bad.yaml").unlink()
    (home / "people" / "._ann.yaml").write_text(RECORDS, encoding="utf-8")
    (home / "people" / ".#cleo.yaml").symlink_to("me@host.1:2")
    done = feed(home, "add", "people")
    assert (done.returncode, done.stdout.count("\n")) == (0, 3)
    assert "people/ann.yaml" in feed(home, "list").stdout


def test_files_that_are_followed_already_are_left_and_said(home: Path) -> None:
    (home / "people" / "bad.yaml").unlink()
    feed(home, "add", "people/ann.yaml", "--name", "anna")
    first, again = feed(home, "add", "people"), feed(home, "add", "people")
    assert first.stderr.endswith("Followed already, and left as they are: anna.\n")
    assert first.stdout.count("\n") == 2
    assert (again.returncode, again.stdout) == (0, "")
    assert again.stderr == "Followed already, and left as they are: anna, cleo, dan.\n"


def test_as_json_there_is_an_object_a_file_and_each_address_once(home: Path) -> None:
    feed(home, "add", "people/dan.yaml")
    done = feed(home, "add", "people", "--json")
    found = {each["name"]: each for each in map(json.loads, done.stdout.splitlines())}
    assert list(found) == ["ann", "bad", "cleo", "dan"]
    assert found["ann"]["file"] == str(home / "people" / "ann.yaml")
    assert re.fullmatch(r"http://127\.0\.0\.1:8000/[0-9a-f]{64}/ann\.ics", found["ann"]["url"])
    assert found["dan"]["url"] is None
    assert "did you mean role?" in found["bad"]["fault"]
    one = json.loads(feed(home, "add", "people/ann.yaml", "--name", "x", "--json").stdout)
    assert one["url"].endswith("/x.ics")


def test_a_name_that_another_file_took_is_told_and_the_rest_added(home: Path) -> None:
    (home / "people" / "bad.yaml").unlink()
    (home / "people" / "ann.json").write_text(
        '{"candidate": {"timezone": "Europe/Berlin"}, "interviews": []}', encoding="utf-8"
    )
    done = feed(home, "add", "people")
    assert done.returncode == 1
    assert "a feed cannot be called 'ann': another feed has that name" in done.stderr
    assert done.stdout.count("\n") == 3


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(("--name", "x"), "--name is that of one FILE", id="a name"),
        pytest.param(("--playbook", "-"), "not by '-'", id="a playbook on standard input"),
        pytest.param(("--playbook", "none"), "none: cannot be read", id="no playbook"),
    ],
)
def test_what_a_folder_cannot_have_is_said_before_anything_is_made(
    home: Path, words: tuple[str, ...], said: str
) -> None:
    done = feed(home, "add", "people", *words)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.count(said) == 1
    assert feed(home, "list").stdout == ""


def test_at_a_terminal_a_bar_shows_how_many_are_done(home: Path) -> None:
    with talking("feed", "add", "people", at=home, **where(home), TERM="xterm") as talk:
        assert talk.end() == 1
    assert "4/4" in talk.said


def test_a_link_to_a_file_beside_it_is_no_other_feed(home: Path) -> None:
    (home / "people" / "a-link.yaml").symlink_to("ann.yaml")
    feed(home, "add", "people")
    assert "a-link" not in feed(home, "list").stdout
    run("publish", "people", "--to", "out", at=home)
    assert len([*(home / "out").glob("*/ann.ics")]) == 1
    assert not [*(home / "out").glob("*/a-link.ics")]


# What is due


@pytest.fixture
def followed(home: Path) -> Path:
    feed(home, "add", "people")
    return home


def test_due_tells_of_each_what_is_overdue_what_comes_and_what_is_next(followed: Path) -> None:
    ann, cleo, dan = feed(followed, "list", "--due").stdout.splitlines()
    assert ann.startswith("ann     1 overdue    4 this week  next Wed 25 Nov 10:00 (Europe/Berlin)")
    assert ann.endswith(": Call Ann Lee (Acme)")
    assert "(Asia/Tokyo): Call Ann Lee (Acme)" in cleo
    assert dan == f"dan   {SEARCHING}"


def test_due_marks_a_feed_whose_address_was_withdrawn(followed: Path) -> None:
    feed(followed, "revoke", "ann")
    ann, cleo, _ = feed(followed, "list", "--due").stdout.splitlines()
    assert ann.startswith("ann     1 overdue    4 this week  revoked  next")
    assert "revoked" not in cleo
    found = json.loads(feed(followed, "list", "--due", "--json").stdout)
    assert [each["open"] for each in found] == [False, True, True]


def test_due_as_json_has_an_object_a_feed_and_no_address(followed: Path) -> None:
    ann, _, _ = json.loads(feed(followed, "list", "--due", "--json").stdout)
    assert ann == {
        "name": "ann",
        "open": True,
        "timezone": "Europe/Berlin",
        "overdue": 1,
        "this_week": 4,
        "next": {
            "summary": "Call Ann Lee (Acme)",
            "start": "2026-11-25T09:00:00Z",
            "local": "Wed 25 Nov 10:00",
        },
        "faults": [],
    }


def test_when_nothing_comes_any_more_nothing_is_next(followed: Path) -> None:
    late = where(followed) | {"SOURCE_DATE_EPOCH": "1900000000"}
    done = run("feed", "list", "--due", "--json", at=followed, **late)
    assert [(each["this_week"], each["next"]) for each in json.loads(done.stdout)] == [
        (0, None)
    ] * 3


def test_due_reads_a_file_as_it_is_now_and_without_it_what_was_good_last(followed: Path) -> None:
    file = followed / "people" / "ann.yaml"
    before = feed(followed, "list", "--due").stdout.splitlines()
    file.write_text(NO_MORE, encoding="utf-8")
    assert feed(followed, "list", "--due").stdout.splitlines()[0] == (f"ann   {SEARCHING}")
    file.write_text(FAULTY, encoding="utf-8")
    first, fault, *rest = feed(followed, "list", "--due").stdout.splitlines()
    assert first == before[0]
    assert "interviews[0].role: missing" in fault
    assert rest[1:] == before[1:]


@pytest.mark.parametrize("option", ["--json", "--fetch"])
def test_what_goes_with_due_is_refused_without_it(home: Path, option: str) -> None:
    done = feed(home, "list", option)
    assert (done.returncode, done.stdout) == (2, "")
    assert "--json and --fetch go with --due" in done.stderr


def test_due_of_no_feeds_is_an_empty_list(home: Path) -> None:
    assert feed(home, "list", "--due", "--json").stdout == "[]\n"
