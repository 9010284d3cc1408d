"""`feed` and `serve`, as people and scripts use them; what is served is tested elsewhere."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import click
import pytest
from click.testing import CliRunner

import servers
from followup_ics.commands.feed_names import name_of, told
from followup_ics.commands.feeds import DATABASE

RECORDS = """\
candidate: {timezone: Europe/Berlin}
interviews:
- {company: Acme, role: Engineer, start: 2026-11-20 10:00, people: [{name: Ann Lee}]}
"""
FAULTY = RECORDS.replace("role:", "rool:")
URL = re.compile(r"http://127\.0\.0\.1:8000/([0-9a-f]{64})/jobs\.ics\n")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a folder with records, jobs.yaml, in which the store is kept too."""
    (tmp_path / "jobs.yaml").write_text(RECORDS, encoding="utf-8")
    return tmp_path


def run(home: Path, *words: str, text: str = "", **env: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own, with a store in `home`."""
    kept = {name: value for name, value in os.environ.items() if "FOLLOWUP" not in name}
    return subprocess.run(
        [sys.executable, "-m", "followup_ics", *words],
        cwd=home,
        input=text,
        capture_output=True,
        text=True,
        check=False,
        env={**kept, "XDG_DATA_HOME": str(home / "data"), **env},
    )


def database(home: Path) -> str:
    return f"sqlite:///{home / 'data' / 'followup-ics' / 'feeds.sqlite3'}"


# Adding


def test_a_new_feed_prints_its_url_alone_and_only_then(home: Path) -> None:
    added = run(home, "feed", "add", "jobs.yaml")
    printed = URL.fullmatch(added.stdout)
    assert printed
    assert "shown this once" in added.stderr
    kept = (home / "data").rglob("*")
    assert not any(printed[1].encode() in each.read_bytes() for each in kept if each.is_file())
    assert printed[1] not in run(home, "feed", "list").stdout


def test_a_feed_has_the_name_and_the_address_that_are_asked_for(home: Path) -> None:
    words = ["--name", "autumn", "--base-url", "https://feeds.example.org/cal/"]
    added = run(home, "feed", "add", "jobs.yaml", *words)
    assert re.fullmatch(r"https://feeds\.example\.org/cal/[0-9a-f]{64}/autumn\.ics\n", added.stdout)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(["feed", "add", "none.yaml"], "none.yaml: ", id="no file"),
        pytest.param(
            ["feed", "add", "jobs.yaml", "--name", "a b"],
            "a feed cannot be called 'a b': use letters, digits",
            id="name",
        ),
        pytest.param(["feed", "rotate", "nobody"], "no feed is called 'nobody'", id="rotate"),
        pytest.param(["feed", "revoke", "nobody"], "no feed is called 'nobody'", id="revoke"),
        pytest.param(
            ["feed", "add", "jobs.yaml", "--base-url", "feeds.example.org"],
            "'feeds.example.org' is no base URL; write one such as https://feeds.example.org",
            id="base URL",
        ),
        pytest.param(
            ["feed", "list", "--database", "sqlite:///jobs.yaml"],
            "the store sqlite:///jobs.yaml cannot be used: file is not a database",
            id="no store",
        ),
        pytest.param(["serve"], "there are no feeds to serve; name a FILE", id="nothing to serve"),
        pytest.param(["serve", "none.yaml"], "none.yaml: ", id="nothing there"),
    ],
)
def test_what_cannot_be_done_is_wrong_usage_and_says_why(
    home: Path, words: list[str], said: str
) -> None:
    done = run(home, *words)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


EDITS = re.compile(r"http://127\.0\.0\.1:8000/e/([0-9a-f]{64})/\n")


def test_an_address_to_edit_is_printed_second_and_said_to_be_one(home: Path) -> None:
    added = run(home, "feed", "add", "jobs.yaml", "--editable")
    reading, editing = added.stdout.splitlines(keepends=True)
    first, second = URL.fullmatch(reading), EDITS.fullmatch(editing)
    assert first
    assert second
    assert first[1] != second[1]
    assert (
        "The second, to edit, too: whoever has it can read and change the records." in added.stderr
    )
    kept = (home / "data").rglob("*")
    assert not any(second[1].encode() in each.read_bytes() for each in kept if each.is_file())
    listed = run(home, "feed", "list").stdout
    assert listed.endswith("jobs.yaml, with an address to edit\n")
    assert second[1] not in listed


def test_each_file_of_a_folder_is_given_one_and_json_names_it(home: Path) -> None:
    people = home / "people"
    people.mkdir()
    (people / "ann.yaml").write_text(RECORDS, encoding="utf-8")
    (people / "bob.yaml").write_text(RECORDS, encoding="utf-8")
    added = run(home, "feed", "add", "people", "--editable", "--json")
    found = [json.loads(line) for line in added.stdout.splitlines()]
    assert [each["name"] for each in found] == ["ann", "bob"]
    edits = [each["edit_url"] for each in found]
    assert all(EDITS.fullmatch(f"{each}\n") for each in edits)
    assert len({*edits}) == 2
    assert "edit_url" not in run(home, "feed", "add", "people", "--json").stdout


def test_the_address_to_edit_is_rotated_and_revoked_on_its_own(home: Path) -> None:
    run(home, "feed", "add", "jobs.yaml")
    given = run(home, "feed", "rotate", "jobs", "--editable")
    again = run(home, "feed", "rotate", "jobs", "--editable")
    first, second = (EDITS.fullmatch(each.stdout) for each in (given, again))
    assert first
    assert second
    assert first[1] != second[1]
    assert "read and change the records" in again.stderr
    assert "read the plan" not in again.stderr
    revoked = run(home, "feed", "revoke", "jobs", "--editable")
    assert revoked.stdout == (
        "jobs: its address to edit is withdrawn; 'followup-ics feed rotate jobs --editable' makes "
        "a new one.\n"
    )
    listed = run(home, "feed", "list").stdout
    assert "open" in listed
    assert "to edit" not in listed
    twice = run(home, "feed", "revoke", "jobs", "--editable").stdout
    assert "was withdrawn before, or never made" in twice


def test_a_name_is_not_given_twice(home: Path) -> None:
    run(home, "feed", "add", "jobs.yaml")
    (home / "jobs.json").write_text((home / "jobs.yaml").read_text(encoding="utf-8"))
    again = run(home, "feed", "add", "jobs.yaml", "--name", "jobs")
    assert again.returncode == 2
    assert "another feed has that name; choose one: followup-ics feed add" in again.stderr


def test_a_file_that_a_feed_follows_already_is_told_with_the_way_to_a_new_address(
    home: Path,
) -> None:
    run(home, "feed", "add", "jobs.yaml", "--name", "ann")
    (home / "link.yaml").symlink_to("jobs.yaml")
    for name in ("jobs.yaml", "link.yaml"):
        again = run(home, "feed", "add", name)
        assert again.returncode == 2
        assert again.stderr == (
            "jobs.yaml is followed already, by the feed ann, whose address was shown when it was "
            "made; 'followup-ics feed rotate ann' makes a new one\n"
        )
    assert run(home, "feed", "add", "jobs.yaml", "--name", "bo").returncode == 0


@pytest.mark.parametrize("name", ["-", "/dev/stdin", "/dev/fd/63"])
def test_a_feed_follows_no_standard_input(home: Path, name: str) -> None:
    added = run(home, "feed", "add", name)
    assert added.returncode == 2
    assert "a feed follows a FILE; to keep what is read here: followup-ics feed put" in added.stderr


DATABASES = {
    "sqlite:///my feeds.sqlite3": "--database 'sqlite:///my feeds.sqlite3'",
    "postgresql+psycopg://jo:secret@db.example/x": "--database URL",
}


@pytest.mark.parametrize("url", DATABASES)
def test_a_message_names_the_database_that_the_command_was_given(url: str) -> None:
    @click.command()
    @DATABASE
    def some(**_options: str | None) -> None:
        click.echo(told("feed list"))

    given = CliRunner().invoke(some, ["--database", url]).output
    assert given == f"followup-ics feed list {DATABASES[url]}\n"
    by_environment = CliRunner().invoke(some, env={"FOLLOWUP_ICS_DATABASE": url}).output
    assert by_environment == "followup-ics feed list\n"


def test_an_unknown_feed_is_told_with_the_command_that_lists_those_of_the_database(
    home: Path,
) -> None:
    asked = run(home, "feed", "rotate", "jobs", "--database", "sqlite:///other.sqlite3")
    assert "'followup-ics feed list --database sqlite:///other.sqlite3' names them" in asked.stderr


NAMES = {
    "jobs.yaml": "jobs",
    "My jobs (2).yaml": "My-jobs-2",
    "caf\u00e9.yaml": "cafe",
    "cafe\u0301.yaml": "cafe",
    "M\u00fcller.yaml": "Muller",
    "\u5c71\u7530.yaml": "interviews-5f34cd",
    "\u9234\u6728.yaml": "interviews-3f8b3e",
    "jobs \u5c71.yaml": "jobs-228967",
    "-.yaml": "interviews",
}


@pytest.mark.parametrize("file", NAMES)
def test_a_feed_is_called_after_its_file_and_other_letters_leave_a_mark(file: str) -> None:
    assert name_of(Path(file)) == NAMES[file]
    assert len(name_of(Path("x" * 90 + file))) <= 64


def test_records_with_faults_make_no_feed(home: Path) -> None:
    (home / "jobs.yaml").write_text(FAULTY, encoding="utf-8")
    added = run(home, "feed", "add", "jobs.yaml")
    assert added.returncode == 1
    assert "jobs.yaml:3:19: interviews[0].rool: unknown field; did you mean role?" in added.stderr
    assert run(home, "feed", "list").stdout == ""


def test_without_the_packages_for_hosting_it_says_how_to_get_them(home: Path) -> None:
    (home / "sitecustomize.py").write_text(
        "import importlib.util, sys\n"
        "found = importlib.util.find_spec\n"
        "importlib.util.find_spec = lambda name, *a: None if name == 'uvicorn' else found(name, *a)"
    )
    done = run(home, "serve", "jobs.yaml", PYTHONPATH=str(home))
    assert done.returncode == 2
    assert "pip install 'followup-ics[serve]'" in done.stderr


# Keeping


def test_the_list_tells_name_state_and_source(home: Path) -> None:
    run(home, "feed", "add", "jobs.yaml")
    run(home, "feed", "put", "kept", "-", text=RECORDS)
    run(home, "feed", "revoke", "kept")
    first, second = run(home, "feed", "list").stdout.splitlines()
    assert re.fullmatch(rf"jobs  open     changed [-\d]+ [\d:]+ UTC  {home}/jobs.yaml", first)
    assert re.fullmatch(r"kept  revoked  changed [-\d]+ [\d:]+ UTC  kept in the store", second)


def test_an_empty_list_says_how_to_begin(home: Path) -> None:
    listed = run(home, "feed", "list")
    assert (listed.returncode, listed.stdout) == (0, "")
    assert "feed add" in listed.stderr


def test_put_makes_a_feed_once_and_then_replaces_its_records(home: Path) -> None:
    made = run(home, "feed", "put", "jobs", "-", text=RECORDS)
    again = run(home, "feed", "put", "jobs", "jobs.yaml")
    assert URL.fullmatch(made.stdout)
    assert (again.returncode, again.stdout) == (0, "")


def test_put_with_faults_changes_nothing(home: Path) -> None:
    run(home, "feed", "put", "jobs", "jobs.yaml")
    before = run(home, "feed", "list").stdout
    done = run(home, "feed", "put", "jobs", "-", text=FAULTY)
    assert done.returncode == 1
    assert "did you mean role?" in done.stderr
    assert run(home, "feed", "list").stdout == before


def test_a_rotated_feed_has_another_url(home: Path) -> None:
    before = URL.fullmatch(run(home, "feed", "add", "jobs.yaml").stdout)
    after = URL.fullmatch(run(home, "feed", "rotate", "jobs").stdout)
    assert before
    assert after
    assert before[1] != after[1]


# A playbook of its own


def test_a_feed_that_is_added_with_a_playbook_keeps_it_and_the_list_names_it(home: Path) -> None:
    run(home, "feed", "add", "jobs.yaml", "--playbook", "measured")
    run(home, "feed", "put", "kept", "jobs.yaml", "--playbook", "oi-partners")
    run(home, "feed", "put", "kept", "jobs.yaml")
    kept, jobs = sorted(run(home, "feed", "list").stdout.splitlines(), reverse=True)
    assert jobs.endswith("/jobs.yaml, playbook measured")
    assert kept.endswith("kept in the store, playbook oi-partners")
    run(home, "feed", "put", "kept", "jobs.yaml", "--playbook", "")
    assert run(home, "feed", "list").stdout.splitlines()[1].endswith("kept in the store")


def test_a_playbook_of_ones_own_is_kept_with_the_feed(home: Path) -> None:
    run(home, "init", "--playbook", "mine.yaml")
    text = (home / "mine.yaml").read_text(encoding="utf-8")
    run(home, "feed", "add", "jobs.yaml", "--playbook", "mine.yaml")
    run(home, "feed", "put", "kept", "jobs.yaml", "--playbook", "-", text=text)
    jobs, kept = run(home, "feed", "list").stdout.splitlines()
    assert jobs.endswith(f"/jobs.yaml, playbook {home / 'mine.yaml'}")
    assert kept.endswith("kept in the store, playbook kept in the store")


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["feed", "add", "jobs.yaml"], id="add"),
        pytest.param(["feed", "put", "jobs", "jobs.yaml"], id="put"),
        pytest.param(["serve", "jobs.yaml"], id="serve"),
        pytest.param(["publish", "jobs.yaml", "--to", "out"], id="publish"),
    ],
)
def test_a_playbook_that_is_not_there_is_said_with_those_that_are(
    home: Path, words: list[str]
) -> None:
    done = run(home, *words, "--playbook", "mesured")
    assert done.returncode == 2
    assert "mesured: cannot be read: No such file" in done.stderr
    assert "did you mean measured?" in done.stderr
    assert run(home, "feed", "list").stdout == ""
    assert not (home / "out").exists()


# Serving


def test_serve_prints_a_url_that_opens(home: Path) -> None:
    with servers.process(database(home), home / "jobs.yaml") as running:
        (url,) = running.urls
        page = url.removesuffix("jobs.ics")
        assert f"or look at:   {page}\n" in running.printed
        with urlopen(url) as calendar, urlopen(page) as shown:
            assert calendar.read().startswith(b"BEGIN:VCALENDAR\r\n")
            assert b"Ann Lee" in shown.read()


def test_serve_again_keeps_the_url_and_does_not_print_it(home: Path) -> None:
    with servers.process(database(home), home / "jobs.yaml") as running:
        path = running.urls[0].removeprefix(running.base_url)
    with servers.process(database(home), home / "jobs.yaml") as again:
        assert again.urls == []
        assert "rotate jobs" in "".join(again.printed)
        with urlopen(f"{again.base_url}{path}") as calendar:
            assert calendar.status == 200


def test_serve_tells_at_once_what_is_wrong_with_a_file(home: Path) -> None:
    with servers.process(database(home), home / "jobs.yaml"):
        pass
    (home / "jobs.yaml").write_text(FAULTY, encoding="utf-8")
    with servers.process(database(home), home / "jobs.yaml") as again:
        assert "did you mean role?" in "".join(again.printed)
    assert "did you mean role?" in run(home, "feed", "list").stdout


def test_what_is_left_when_it_ends_is_one_file(home: Path) -> None:
    with servers.process(database(home), home / "jobs.yaml") as running, urlopen(running.urls[0]):
        pass
    assert [each.name for each in (home / "data" / "followup-ics").iterdir()] == ["feeds.sqlite3"]


def test_serve_takes_a_playbook_and_keeps_it(home: Path) -> None:
    words = (home / "jobs.yaml", "--playbook", "measured")
    with servers.process(database(home), home / "jobs.yaml") as running:
        path = running.urls[0].removeprefix(running.base_url)
    bodies = []
    for given in (words, words[:1], (*words[:2], "")):
        with (
            servers.process(database(home), *given) as again,
            urlopen(f"{again.base_url}{path}") as calendar,
        ):
            bodies.append(calendar.read().count(b"STATUS:CONFIRMED"))
    assert bodies[0] == bodies[1] < bodies[2]


def test_a_playbook_for_no_file_is_wrong_usage(home: Path) -> None:
    done = run(home, "serve", "--playbook", "measured")
    assert done.returncode == 2
    assert "--playbook is that of a FILE; name one" in done.stderr


def test_several_workers_serve_one_store(home: Path) -> None:
    with servers.process(database(home), home / "jobs.yaml", "--workers", 2) as running:
        bodies = set()
        for _ in range(8):
            with urlopen(running.urls[0]) as calendar:
                bodies.add(calendar.read())
        assert len(bodies) == 1


def test_a_taken_port_is_said_before_anything_is_made(home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        done = run(home, "serve", "jobs.yaml", "--port", port)
    assert done.returncode == 2
    assert f"cannot listen on 127.0.0.1, port {port}: Address already in use" in done.stderr
    assert done.stdout == ""
    assert run(home, "feed", "list").stdout == ""
