"""Whatever stands where a file should be is refused at once, by every command that reads one."""

from __future__ import annotations

import os
import pty
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from io import FileIO
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from followup_ics.commands.cli import main
from followup_ics.errors import UnreadableFileError
from followup_ics.files import read_if_there, read_start, reading
from terminal import NOW

LONGEST = 20  # seconds that a busy machine may take; nothing here waits at all
RECORDS = """\
candidate: {timezone: Europe/Berlin}
interviews:
- {company: Acme, role: Baker, start: 2026-11-20 10:00, people: [{name: Ann Lee}]}
"""
INVITATION = b"""\
BEGIN:VCALENDAR
METHOD:REQUEST
BEGIN:VEVENT
UID:1@globex.example
DTSTART:20261201T130000Z
DTEND:20261201T140000Z
SUMMARY:Interview: Analyst at Globex
ORGANIZER;CN=Bo Ray:mailto:bo@globex.example
END:VEVENT
END:VCALENDAR
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Be in a folder with records, and end what waits."""

    def end(_signal: int, _frame: object) -> None:
        raise TimeoutError("it waits")

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(NOW))
    monkeypatch.setenv("TZ", "Europe/Berlin")
    (tmp_path / "jobs.yaml").write_text(RECORDS)
    before = signal.signal(signal.SIGALRM, end)
    signal.alarm(LONGEST)
    yield tmp_path
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)


def run(words: str) -> Result:
    return CliRunner().invoke(main, words.split())


# What may stand where a file should


def pipe(path: Path) -> None:
    os.mkfifo(path)


def terminal(path: Path) -> None:
    """Lead to a terminal on which nobody types."""
    _, other = pty.openpty()
    path.symlink_to(os.ttyname(other))


def a_socket(path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path.name)  # a socket's path is a short one


def leads_to(target: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(target)


ODD = {
    "pipe": (pipe, "pipe"),
    "link to zeros": (leads_to("/dev/zero"), "device"),
    "terminal": (terminal, "device"),
    "socket": (a_socket, "socket"),
    "folder": (Path.mkdir, "director"),
    "link that leads nowhere": (leads_to("gone"), "No such file|not exist|open database file"),
    "link to itself": (
        leads_to("odd"),
        "symbolic links|exists already|not exist|open database file",
    ),
}
DATABASE = "--database sqlite:///feeds.sqlite3"
READERS = {
    "records": "check odd",
    "playbook": "show jobs.yaml --playbook odd",
    "last output to compare": "show jobs.yaml --diff odd",
    "invitation": "add odd --to jobs.yaml --yes",
    "records to add to": "add invite.ics --to odd --yes --dry-run",
    "records to log in": "log odd 1 --done",
    "records to be away in": "away odd 2026-12-24",
    "records of today": "today odd",
    "feed of a file": f"feed add odd --name jobs {DATABASE}",
    "feed in the store": f"feed put jobs odd {DATABASE}",
    "playbook of a feed": f"feed add jobs.yaml --playbook odd {DATABASE}",
    "database": "feed list --database sqlite:///odd",
    "published file": "publish odd --to out",
    "manifest": "publish jobs.yaml --to out --manifest odd",
}
# What a folder, or nothing, stands for by itself: many files, an event each, a file to be made.
MEANT = {
    ("last output to compare", "folder"),
    ("invitation", "folder"),
    ("records to add to", "link that leads nowhere"),
    ("records to add to", "link to itself"),
    ("feed of a file", "folder"),
    ("published file", "folder"),
    ("database", "link that leads nowhere"),
    ("manifest", "link that leads nowhere"),
}


@pytest.mark.parametrize("kind", ODD)
@pytest.mark.parametrize("reader", READERS)
def test_it_is_refused_in_a_line_and_nobody_waits(home: Path, reader: str, kind: str) -> None:
    make, said = ODD[kind]
    make(home / "odd")
    (home / "invite.ics").write_bytes(INVITATION)
    done = run(READERS[reader])
    assert not done.exception or isinstance(done.exception, SystemExit), done.exception
    if (reader, kind) in MEANT:
        return
    assert done.exit_code in (1, 2)
    assert any(each in done.stderr for each in [*said.split("|"), "needs a file"]), done.stderr
    names = ("odd", os.path.realpath("odd"), "needs a file")
    assert any(each in done.stderr for each in names)


@pytest.mark.parametrize("kind", ODD)
def test_a_calendar_of_ones_own_that_is_no_file_is_a_note_and_all_else_goes_on(
    home: Path, kind: str
) -> None:
    ODD[kind][0](home / "odd")
    done = run("build jobs.yaml -o out.ics --busy odd")
    if kind == "folder":
        assert "is a directory" in done.stderr
        return
    assert done.exit_code == 0
    assert "odd cannot be read, so nothing keeps clear of it" in done.stderr
    assert (home / "out.ics").exists()


@pytest.mark.parametrize("name", ["mail.eml", "cur/mail"])
def test_of_a_folder_of_mails_what_is_no_file_is_passed_over(home: Path, name: str) -> None:
    (home / "mails" / "cur").mkdir(parents=True)
    os.mkfifo(home / "mails" / name)
    (home / "mails" / "invite.ics").write_bytes(INVITATION)
    assert run("add mails --to jobs.yaml --yes").exit_code == 0
    assert "Globex" in (home / "jobs.yaml").read_text()


@pytest.mark.parametrize("kind", [each for each in ODD if each != "link to itself"])
def test_beside_the_events_of_a_folder_it_is_left_alone(home: Path, kind: str) -> None:
    (home / "events").mkdir()
    ODD[kind][0](home / "odd")
    (home / "events" / "odd.ics").symlink_to("../odd")
    done = run("build jobs.yaml --vdir events")
    assert done.exit_code == 0, done.output
    assert (home / "events" / "odd.ics").is_symlink()


def test_in_a_folder_that_is_published_it_is_told_and_the_others_go_on(home: Path) -> None:
    (home / "all").mkdir()
    (home / "all" / "a.yaml").write_text(RECORDS)
    os.mkfifo(home / "all" / "b.yaml")
    (home / "all" / "c.yaml").mkdir()
    done = run("publish all --to out --jobs 1")
    assert done.exit_code == 1
    assert "b.yaml: cannot be read: it is a pipe that nobody writes to" in done.stderr
    assert "c.yaml: cannot be read: it is a directory" in done.stderr
    assert len([*(home / "out").glob("*/a.ics")]) == 1


def test_a_pipe_that_comes_in_the_last_moment_is_not_waited_for(home: Path) -> None:
    """Whoever asks what it is, and opens it then, would wait for ever."""
    (home / "jobs.yaml").unlink()
    (home / "jobs.yaml").symlink_to("one")
    (home / "one").write_text(RECORDS)
    os.mkfifo(home / "two")
    swapper = "import os\nwhile True:\n for to in ('two', 'one'):\n"
    swapper += "  os.symlink(to, 'next'); os.replace('next', 'jobs.yaml')"
    with subprocess.Popen([sys.executable, "-c", swapper]) as process:
        try:
            seen = {_read(home / "jobs.yaml") for _ in range(2000)}
        finally:
            process.kill()
    assert RECORDS.encode() in seen
    assert all(each == RECORDS.encode() or b"pipe" in each for each in seen)


def _read(path: Path, size: int = 1000) -> bytes:
    try:
        return read_start(path, size)
    except UnreadableFileError as error:
        return error.reason.encode()


# A file that changes while it is read


def then(change: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let something happen after each reading, before that is looked at: no process is so exact."""
    read = reading.all_of

    def read_and_change(file: FileIO, size: int) -> bytes:
        found = read(file, size)
        change()
        return found

    monkeypatch.setattr(reading, "all_of", read_and_change)


def grow() -> None:
    with Path("jobs.yaml").open("a") as file:
        file.write("# more\n")


def shrink() -> None:
    os.truncate("jobs.yaml", max(0, os.stat("jobs.yaml").st_size - 10))


@pytest.mark.parametrize("change", [grow, shrink])
@pytest.mark.parametrize("words", ["check jobs.yaml", "build jobs.yaml", "log jobs.yaml 1 --done"])
def test_a_file_that_changes_all_the_time_is_refused(
    home: Path, monkeypatch: pytest.MonkeyPatch, change: Callable[[], None], words: str
) -> None:
    then(change, monkeypatch)
    done = run(words)
    reason = "another program writes into it all the time; try again"
    assert (done.exit_code, done.stderr) == (2, f"jobs.yaml: cannot be read: {reason}\n")
    assert os.listdir(home) == ["jobs.yaml"]


@pytest.mark.parametrize("read", [lambda path: read_start(path, 2**23), read_if_there])
def test_a_file_that_changes_once_while_it_is_read_is_read_anew(
    home: Path, monkeypatch: pytest.MonkeyPatch, read: Callable[[Path], bytes]
) -> None:
    changes = iter([grow])
    then(lambda: next(changes, bool)(), monkeypatch)
    assert read(home / "jobs.yaml") == f"{RECORDS}# more\n".encode()


def test_what_another_process_appends_to_without_an_end_is_read_or_refused_at_once(
    home: Path,
) -> None:
    forever = "while True:\n open('jobs.yaml', 'a').write('# more\\n' * 1000)"
    with subprocess.Popen([sys.executable, "-c", forever]) as process:
        try:
            found = [_read(home / "jobs.yaml", 2**23) for _ in range(20)]
        finally:
            process.kill()
    text = RECORDS.encode()
    assert all(each.startswith(text) or b"all the time" in each for each in found)
