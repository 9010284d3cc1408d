"""What is read and written may be anything: the other file, somebody's file, a pipe, a device."""

from __future__ import annotations

import os
import pty
import re
import resource
import select
import socket
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

import pytest

from followup_ics import OutputError
from followup_ics.files import read_if_there
from needing import need
from paths import PLAYBOOK, SAMPLE
from terminal import NOW

PATIENCE = 60
RECORDS = """\
candidate: {timezone: America/New_York}
interviews:
- {company: Acme, role: Baker, start: 2026-11-20 10:00, people: [{name: Ann Lee}]}
"""
CALENDAR = b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//me//EN\r\nEND:VCALENDAR\r\n"

Done = subprocess.CompletedProcess[bytes]


def command(*words: str | Path) -> list[str]:
    return [sys.executable, "-m", "followup_ics", *map(str, words)]


def environment(**env: str) -> dict[str, str]:
    return {**os.environ, "SOURCE_DATE_EPOCH": str(NOW), **env}


def run(*words: str | Path, at: Path, env: dict[str, str] | None = None, **more: Any) -> Done:
    """Run the command in a process of its own, which must end by itself."""
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    if "input" not in more:
        streams["stdin"] = subprocess.DEVNULL
    return subprocess.run(
        command(*words),
        cwd=at,
        check=False,
        timeout=PATIENCE,
        env=environment(**(env or {})),
        **{**streams, **more},
    )


@contextmanager
def started(words: list[str], **more: Any) -> Iterator[subprocess.Popen[bytes]]:
    """Start a process that is ended if it waits for ever."""
    with subprocess.Popen(words, env=environment(), **more) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a folder with records and a playbook."""
    (tmp_path / "jobs.yaml").write_text(RECORDS)
    (tmp_path / "own.yaml").write_bytes(PLAYBOOK.read_bytes())
    return tmp_path


def files(folder: Path) -> dict[str, bytes]:
    found = [each for each in folder.rglob("*") if each.is_file()]
    return {str(each.relative_to(folder)): each.read_bytes() for each in found}


# An output that is an input


def link(home: Path) -> None:
    (home / "plan.html").symlink_to("jobs.yaml")


def hard_link(home: Path) -> None:
    (home / "plan.html").hardlink_to(home / "jobs.yaml")


def linked_folder(home: Path) -> None:
    (home / "again").symlink_to(".")


def faults(home: Path) -> None:
    (home / "jobs.yaml").write_text("candidate: {timezone: Mars/Base}\n")


def named_as_output(home: Path) -> None:
    (home / "jobs.yaml").rename(home / "jobs.ics")


def nothing(_home: Path) -> None:
    pass


ONTO_INPUT = [
    pytest.param(nothing, "show jobs.yaml --html jobs.yaml", id="page onto records"),
    pytest.param(link, "show jobs.yaml --html plan.html", id="page onto a link to them"),
    pytest.param(link, "show plan.html --html jobs.yaml", id="records by a link"),
    pytest.param(hard_link, "show jobs.yaml --html plan.html", id="page onto a hard link"),
    pytest.param(
        linked_folder, "show jobs.yaml --html again/jobs.yaml", id="page through a linked folder"
    ),
    pytest.param(
        nothing, "show jobs.yaml --playbook own.yaml --html own.yaml", id="page onto playbook"
    ),
    pytest.param(faults, "show jobs.yaml --html ./jobs.yaml", id="page onto faulty records"),
    pytest.param(nothing, "show - --html jobs.yaml", id="page onto standard input"),
    pytest.param(nothing, "build jobs.yaml -o jobs.yaml", id="calendar onto records"),
    pytest.param(hard_link, "build plan.html -o jobs.yaml", id="calendar onto a hard link"),
    pytest.param(
        nothing, "build jobs.yaml --playbook own.yaml -o own.yaml", id="calendar onto playbook"
    ),
    pytest.param(named_as_output, "build jobs.ics", id="records with the ending of a calendar"),
    pytest.param(nothing, "build - -o jobs.yaml", id="calendar onto standard input"),
]


@pytest.mark.parametrize(("prepare", "words"), ONTO_INPUT)
def test_an_output_that_is_an_input_is_wrong_usage_and_the_input_stays(
    home: Path, prepare: Callable[[Path], None], words: str
) -> None:
    prepare(home)
    before = files(home)
    given = (home / "jobs.ics") if (home / "jobs.ics").exists() else (home / "jobs.yaml")
    with given.open("rb") as stdin:
        done = run(*words.split(), at=home, stdin=stdin)
    assert files(home) == before
    assert done.returncode == 2
    assert b"is also the input" in done.stderr
    assert b"Traceback" not in done.stderr


def test_standard_output_that_appends_to_the_records_is_wrong_usage(home: Path) -> None:
    before = files(home)
    with (home / "jobs.yaml").open("ab") as stdout:
        done = run("build", "jobs.yaml", "-o", "-", at=home, stdout=stdout)
    assert files(home) == before
    assert done.returncode == 2


def test_a_built_in_playbook_is_no_file_of_that_name(home: Path) -> None:
    done = run("build", "jobs.yaml", "--playbook", "measured", "-o", "measured", at=home)
    assert done.returncode == 0
    assert (home / "measured").read_bytes().startswith(b"BEGIN:VCALENDAR")


# A page where something is


PAGE_BY_HAND = b"<!doctype html>\n<html lang=en>\n<title>My shop</title>\n"
THEIRS = [
    pytest.param("private.ics", CALENDAR, id="a calendar"),
    pytest.param("letter.txt", b"Dear Ann", id="a text"),
    pytest.param("index.html", PAGE_BY_HAND, id="a page of theirs"),
    pytest.param("photo.jpg", b"\xff\xd8\xff\x00", id="a picture"),
    pytest.param("other.yaml", RECORDS.encode(), id="other records"),
]


@pytest.mark.parametrize(("name", "content"), THEIRS)
def test_what_is_no_page_of_ours_is_never_replaced_by_one(
    home: Path, name: str, content: bytes
) -> None:
    (home / name).write_bytes(content)
    done = run("show", "jobs.yaml", "--html", name, at=home)
    assert (home / name).read_bytes() == content
    assert done.returncode == 1
    assert f"{name}: cannot be written: the file that is there is not a page that".encode() in (
        done.stderr
    )
    assert len(done.stderr.splitlines()) == 1


def test_our_own_calendar_is_no_page(home: Path) -> None:
    run("build", "jobs.yaml", at=home)
    before = files(home)
    assert run("show", "jobs.yaml", "--html", "jobs.ics", at=home).returncode == 1
    assert files(home) == before


def of_today(home: Path) -> None:
    run("show", SAMPLE, "--html", "plan.html", at=home)
    assert b"Northwind" in (home / "plan.html").read_bytes()


def of_the_first_version(home: Path) -> None:
    (home / "plan.html").write_text(
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n"
        '<meta name="referrer" content="no-referrer">\n<title>Northwind</title>\n'
    )


def of_a_static_host(home: Path) -> None:
    run("publish", SAMPLE, "--to", "out", at=home)
    (page,) = (home / "out").glob("*/index.html")
    page.rename(home / "plan.html")


def empty(home: Path) -> None:
    (home / "plan.html").touch()


@pytest.mark.parametrize(
    "prepare", [nothing, empty, of_today, of_the_first_version, of_a_static_host]
)
def test_a_page_of_ours_is_brought_up_to_date(home: Path, prepare: Callable[[Path], None]) -> None:
    prepare(home)
    done = run("show", "jobs.yaml", "--html", "plan.html", at=home)
    assert (done.returncode, done.stderr) == (0, b"")
    page = (home / "plan.html").read_bytes()
    assert b"Acme" in page
    assert b"Northwind" not in page


def theirs_in_the_folder(_home: Path, folder: Path) -> None:
    (folder / "index.html").write_bytes(PAGE_BY_HAND)


def page_is_the_records(home: Path, folder: Path) -> None:
    (folder / "index.html").unlink()
    (folder / "index.html").symlink_to(home / "jobs.yaml")


def asset_is_the_records(home: Path, folder: Path) -> None:
    (folder.parent / "assets" / "page.css").unlink()
    (folder.parent / "assets" / "page.css").hardlink_to(home / "jobs.yaml")


@pytest.mark.parametrize(
    "prepare", [theirs_in_the_folder, page_is_the_records, asset_is_the_records]
)
def test_publishing_replaces_neither_its_records_nor_a_page_of_theirs(
    home: Path, prepare: Callable[[Path, Path], None]
) -> None:
    run("publish", "jobs.yaml", "--to", "out", at=home)
    (folder,) = (each.parent for each in (home / "out").glob("*/jobs.ics"))
    prepare(home, folder)
    before = files(home)
    done = run("publish", "jobs.yaml", "--to", "out", at=home)
    assert files(home) == before
    assert done.returncode == 1
    assert b"cannot be written" in done.stderr


# What is no file, as an input


def pipe(home: Path) -> Path:
    os.mkfifo(home / "odd")
    return home / "odd"


def link_to_a_pipe(home: Path) -> Path:
    os.mkfifo(home / "pipe")
    (home / "odd").symlink_to("pipe")
    return home / "odd"


def zeros(_home: Path) -> Path:
    return Path("/dev/zero")


def link_to_a_device(home: Path) -> Path:
    (home / "odd").symlink_to("/dev/zero")
    return home / "odd"


def terminal(_home: Path) -> Path:
    """Return a terminal on which nobody types."""
    _, other = pty.openpty()
    return Path(os.ttyname(other))


def a_socket(home: Path) -> Path:
    here = os.getcwd()
    os.chdir(home)  # a socket's path is a short one
    try:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind("odd")
    finally:
        os.chdir(here)
    return home / "odd"


ODD = [
    pytest.param(pipe, "it is a pipe that nobody writes to", id="pipe"),
    pytest.param(link_to_a_pipe, "it is a pipe that nobody writes to", id="link to a pipe"),
    pytest.param(zeros, "it is a device", id="device"),
    pytest.param(link_to_a_device, "it is a device", id="link to a device"),
    pytest.param(terminal, "it is a device", id="terminal"),
    pytest.param(a_socket, "it is a socket", id="socket"),
]
READERS = [
    "check ODD",
    "build ODD -o out.ics",
    "show jobs.yaml --playbook ODD",
    "feed add ODD --name jobs --database sqlite:///feeds.sqlite3",
    "feed put jobs ODD --database sqlite:///feeds.sqlite3",
]


@pytest.mark.parametrize("words", READERS)
@pytest.mark.parametrize(("make", "said"), ODD)
def test_what_is_no_file_is_refused_and_never_waited_for(
    home: Path, make: Callable[[Path], Path], said: str, words: str
) -> None:
    odd = str(make(home))
    done = run(*words.replace("ODD", odd).split(), at=home)
    assert f"cannot be read: {said}" in done.stderr.decode()
    assert done.returncode == 2
    assert not (home / "out.ics").exists()


def test_of_a_pipe_no_feed_is_published(home: Path) -> None:
    os.mkfifo(home / "odd.yaml")
    done = run("publish", "odd.yaml", "--to", "out", at=home)
    assert b"it is a pipe that nobody writes to" in done.stderr
    assert done.returncode == 1


STREAMS = ["-", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"]


@pytest.mark.parametrize("name", STREAMS)
def test_standard_input_is_read_whatever_it_is_called(home: Path, name: str) -> None:
    piped = run("check", name, at=home, input=RECORDS.encode())
    with (home / "jobs.yaml").open("rb") as file:
        redirected = run("check", name, at=home, stdin=file)
    near, far = socket.socketpair()
    with near, far:
        far.sendall(RECORDS.encode())
        far.shutdown(socket.SHUT_WR)
        connected = run("check", name, at=home, stdin=near)
    for done in (piped, redirected, connected):
        assert b": no faults; 1 interview." in done.stdout
        assert done.returncode == 0


@pytest.mark.parametrize("name", STREAMS)
def test_standard_input_without_an_end_is_not_read_to_it(home: Path, name: str) -> None:
    with open("/dev/zero", "rb") as zeros:
        done = run("check", name, at=home, stdin=zeros)
    assert b"larger than 8 MiB; split the file up" in done.stderr
    assert done.returncode == 1


def test_a_calendar_of_standard_input_goes_to_standard_output(home: Path) -> None:
    by_dash = run("build", "-", at=home, input=RECORDS.encode())
    by_name = run("build", "/dev/stdin", at=home, input=RECORDS.encode())
    assert by_name.stdout == by_dash.stdout
    assert by_name.stdout.startswith(b"BEGIN:VCALENDAR")


@pytest.mark.parametrize("name", ["/dev/fd/{}", "/proc/self/fd/{}"])
def test_what_a_shell_substitutes_is_read(home: Path, name: str) -> None:
    reader, writer = os.pipe()
    with os.fdopen(writer, "wb") as file:
        file.write(RECORDS.encode())
    done = run("check", name.format(reader), at=home, pass_fds=[reader])
    os.close(reader)
    assert b": no faults; 1 interview." in done.stdout


@pytest.mark.parametrize("name", ["/dev/fd/999", "/dev/fd/999999999", "/dev/fd/99999999999999"])
def test_what_nobody_has_opened_cannot_be_read(home: Path, name: str) -> None:
    done = run("check", name, at=home)
    assert done.returncode == 2
    assert f"{name}: cannot be read: ".encode() in done.stderr


@contextmanager
def both_ends(path: Path) -> Iterator[tuple[int, IO[bytes]]]:
    """Make a pipe that has a reader and a writer, so that nobody waits."""
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    try:
        with open(path, "wb", buffering=0) as writer:
            yield reader, writer
    finally:
        os.close(reader)


@pytest.mark.parametrize("first", [0, 40], ids=["nothing yet", "a part"])
def test_a_pipe_that_somebody_writes_to_is_read_to_its_end(home: Path, first: int) -> None:
    text = RECORDS.encode()
    with both_ends(home / "pipe") as (_, writer):
        writer.write(text[:first])
        with started(command("check", "pipe"), cwd=home, stdout=subprocess.PIPE) as process:
            writer.write(text[first:])
            writer.close()
            told, _ = process.communicate(timeout=PATIENCE)
    assert b"pipe: no faults; 1 interview." in told


def test_closed_standard_input_is_said(home: Path) -> None:
    done = run("check", "-", at=home, stdin=None, preexec_fn=lambda: os.close(0))
    assert (done.returncode, done.stderr) == (
        2,
        b"standard input: cannot be read: it is closed; name a file\n",
    )


# What is no file, as an output


WRITERS = ["build jobs.yaml -o", "show jobs.yaml --html"]
BEGINNINGS = {"build": b"BEGIN:VCALENDAR", "show": b"<!doctype html>"}


def beginning(words: str) -> bytes:
    return BEGINNINGS[words.split()[0]]


@pytest.mark.parametrize("words", WRITERS)
@pytest.mark.parametrize(
    ("make", "said"),
    [
        pytest.param(pipe, "it is a pipe that nobody reads", id="pipe"),
        pytest.param(link_to_a_pipe, "it is a pipe that nobody reads", id="link to a pipe"),
        pytest.param(a_socket, "it is a socket", id="socket"),
    ],
)
def test_an_output_that_takes_nothing_is_refused_and_stays(
    home: Path, make: Callable[[Path], Path], said: str, words: str
) -> None:
    odd = make(home)
    before = odd.lstat().st_ino, odd.lstat().st_mode
    done = run(*words.split(), odd, at=home)
    assert f"{odd}: cannot be written: {said}; name a file" in done.stderr.decode()
    assert done.returncode == 1
    assert (odd.lstat().st_ino, odd.lstat().st_mode) == before


@pytest.mark.parametrize("words", WRITERS)
def test_a_pipe_that_somebody_reads_is_written_to(home: Path, words: str) -> None:
    with both_ends(home / "pipe") as (reader, writer), (home / "got").open("wb") as got:
        os.set_blocking(reader, True)
        with started(["cat"], stdin=reader, stdout=got) as cat:
            done = run(*words.split(), "pipe", at=home)
            writer.close()
            cat.wait(timeout=PATIENCE)
    assert done.returncode == 0
    assert (home / "got").read_bytes().startswith(beginning(words))
    assert stat.S_ISFIFO((home / "pipe").lstat().st_mode)


@pytest.fixture
def device(home: Path) -> Path:
    """Return a device that takes everything, one of our own that may be lost."""
    path = home / "device"
    try:
        os.mknod(path, stat.S_IFCHR | 0o666, os.makedev(1, 3))
        path.write_bytes(b"")
    except PermissionError:
        need(None, "the right to make a device")
    return path


@pytest.mark.parametrize("words", WRITERS)
def test_a_device_is_written_to_and_stays(home: Path, device: Path, words: str) -> None:
    done = run(*words.split(), device.name, at=home)
    assert (done.returncode, done.stderr) == (0, b"")
    assert stat.S_ISCHR(device.lstat().st_mode)


@pytest.mark.parametrize("words", WRITERS)
def test_a_link_to_a_device_is_written_to_and_both_stay(
    home: Path, device: Path, words: str
) -> None:
    (home / "link").symlink_to(device)
    assert run(*words.split(), "link", at=home).returncode == 0
    assert (home / "link").is_symlink()
    assert stat.S_ISCHR(device.lstat().st_mode)


@pytest.mark.parametrize("words", WRITERS)
def test_a_terminal_shows_what_it_is_given(home: Path, words: str) -> None:
    reader, writer = pty.openpty()
    with started(
        command(*words.split(), os.ttyname(writer)),
        cwd=home,
        stdin=writer,  # it keeps the terminal open until it ends
        stdout=subprocess.DEVNULL,
    ) as process:
        os.close(writer)
        shown = b""
        with suppress(OSError), os.fdopen(reader, "rb", buffering=0) as screen:
            while select.select([screen], [], [], PATIENCE)[0]:
                shown += screen.read(65536)
        process.wait(timeout=PATIENCE)
    assert process.returncode == 0
    assert shown.startswith(beginning(words))


@pytest.mark.parametrize("words", WRITERS)
@pytest.mark.parametrize("name", ["/dev/fd/{}", "/proc/self/fd/{}"])
def test_a_file_that_is_open_is_written_to_where_it_stands(
    home: Path, name: str, words: str
) -> None:
    with (home / "log").open("w+b") as file:
        file.write(b"before\n")
        file.flush()
        done = run(*words.split(), name.format(file.fileno()), at=home, pass_fds=[file.fileno()])
    assert done.returncode == 0
    assert (home / "log").read_bytes().startswith(b"before\n" + beginning(words))


@pytest.mark.parametrize("words", WRITERS)
@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"])
def test_standard_output_is_the_same_whatever_it_is_called(
    home: Path, name: str, words: str
) -> None:
    expected = run(*words.split(), "-", at=home)
    piped = run(*words.split(), name, at=home)
    with (home / "log").open("ab") as file:
        run(*words.split(), name, at=home, stdout=file)
    assert (piped.returncode, piped.stdout) == (0, expected.stdout)
    assert (home / "log").read_bytes() == expected.stdout


# Standard output that fails


PRINTERS = [
    "--help",
    "--version",
    "build --help",
    "build jobs.yaml -o -",
    "build jobs.yaml -o out.ics",
    "show jobs.yaml",
    "show jobs.yaml --json",
    "show jobs.yaml --html -",
    "check jobs.yaml",
    "schema",
    "schema playbook",
    "init -",
    "feed list --database sqlite:///feeds.sqlite3",
    "publish jobs.yaml --to out",
]


@pytest.fixture
def with_feed(home: Path) -> Path:
    """Return the folder, with a store that holds a feed."""
    run("feed", "add", "jobs.yaml", "--database", "sqlite:///feeds.sqlite3", at=home)
    return home


@pytest.mark.parametrize("words", PRINTERS)
def test_a_full_device_is_one_line_and_1(with_feed: Path, words: str) -> None:
    with open("/dev/full", "wb") as full:
        done = run(*words.split(), at=with_feed, stdout=full)
    assert done.stderr == b"standard output: cannot be written: No space left on device\n"
    assert done.returncode == 1


@pytest.mark.parametrize("words", ["schema", "show jobs.yaml --html -", "--help"])
def test_a_file_that_may_grow_no_more_is_one_line_and_1(home: Path, words: str) -> None:
    with (home / "out").open("wb") as file:
        done = run(
            *words.split(),
            at=home,
            stdout=file,
            env={"PYTHONDONTWRITEBYTECODE": "1"},
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100)),
        )
    assert done.stderr == b"standard output: cannot be written: File too large\n"
    assert done.returncode == 1


@pytest.mark.parametrize("words", ["--version", "show jobs.yaml", "build jobs.yaml -o -"])
def test_closed_standard_output_is_one_line_and_1(home: Path, words: str) -> None:
    done = run(*words.split(), at=home, stdout=None, preexec_fn=lambda: os.close(1))
    assert done.stderr == b"standard output: cannot be written: it is closed\n"
    assert done.returncode == 1


@pytest.mark.parametrize("words", PRINTERS)
def test_a_pipe_that_is_closed_ends_it_without_a_word(with_feed: Path, words: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = run(*words.split(), at=with_feed, stdout=writer)
    os.close(writer)
    assert done.stderr == b""


@pytest.mark.parametrize("unbuffered", ["", "1"], ids=["buffered", "unbuffered"])
def test_standard_output_that_works_has_every_byte(home: Path, unbuffered: str) -> None:
    env = {"PYTHONUNBUFFERED": unbuffered}
    page = run("show", "jobs.yaml", "--html", "-", at=home, env=env)
    run("show", "jobs.yaml", "--html", "plan.html", at=home)
    assert page.stdout == (home / "plan.html").read_bytes()


@pytest.mark.parametrize("target", ["device", "link"])
def test_a_full_device_as_the_output_is_one_line_and_1(home: Path, target: str) -> None:
    try:
        os.mknod(home / "device", stat.S_IFCHR | 0o666, os.makedev(1, 7))
        os.close(os.open(home / "device", os.O_WRONLY))
    except PermissionError:
        need(None, "the right to make a device")
    (home / "link").symlink_to("device")
    # Bounded, since whoever reads what was there reads zeros without an end.
    done = run(
        *("show", "jobs.yaml", "--html", target),
        at=home,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (2**31, 2**31)),
    )
    assert done.stderr.decode() == f"{target}: cannot be written: No space left on device\n"
    assert done.returncode == 1
    assert stat.S_ISCHR((home / "device").lstat().st_mode)


# The clock


LATEST = int(datetime(2058, 12, 31, 23, 59, 59, tzinfo=UTC).timestamp())
WRONG_CLOCKS = [
    pytest.param("-1", id="before 1970"),
    pytest.param("-62135596800", id="the year 1"),
    pytest.param("253402300799", id="the year 9999"),
    pytest.param(str(2**31 + 1735689600), id="past all sequences"),
    pytest.param(str(LATEST + 1), id="2059"),
    pytest.param("9" * 5000, id="5,000 digits"),
    pytest.param("1.5", id="a fraction"),
]
CLOCKED = [
    "build jobs.yaml -o out.ics",
    "show jobs.yaml",
    "show jobs.yaml --html plan.html",
    "check jobs.yaml",
    "publish jobs.yaml --to out",
    "feed add jobs.yaml --database sqlite:///feeds.sqlite3",
]


@pytest.mark.parametrize("words", CLOCKED)
@pytest.mark.parametrize("epoch", WRONG_CLOCKS)
def test_a_clock_out_of_range_is_wrong_usage(home: Path, epoch: str, words: str) -> None:
    done = run(*words.split(), at=home, env={"SOURCE_DATE_EPOCH": epoch})
    assert done.returncode == 2
    assert f"from 0 to {LATEST} (the end of 2058)" in re.sub(r"\s+", " ", done.stderr.decode())
    assert not {"out.ics", "plan.html", "out"} & set(os.listdir(home))


@pytest.mark.parametrize("words", CLOCKED)
@pytest.mark.parametrize("epoch", ["0", str(LATEST)])
def test_a_clock_at_either_end_of_its_range_is_taken(home: Path, epoch: str, words: str) -> None:
    done = run(*words.split(), at=home, env={"SOURCE_DATE_EPOCH": epoch})
    assert done.returncode == 0
    if words.startswith(("build", "publish")):
        moved = (home / "jobs.yaml").read_text().replace("10:00", "14:00")
        (home / "jobs.yaml").write_text(moved)
        again = run(*words.split(), at=home, env={"SOURCE_DATE_EPOCH": epoch})
        assert again.returncode == 0
        assert words.startswith("publish") or b"nothing changed" not in again.stdout


# A last output that is too large


def test_a_last_output_has_a_limit_that_is_said(tmp_path: Path) -> None:
    path = tmp_path / "out.ics"
    path.write_bytes(b"x" * 1000)
    assert read_if_there(path, limit=1000) == b"x" * 1000
    with pytest.raises(OutputError, match="has 1,000 bytes, and an output at most 999") as raised:
        read_if_there(path, limit=999)
    assert "move that file away" in raised.value.reason


@pytest.mark.parametrize("words", [*(f"{each} huge" for each in WRITERS), "publish"])
def test_what_no_output_can_be_is_not_read_into_memory(home: Path, words: str) -> None:
    huge = home / "huge"
    if words == "publish":
        run("publish", "jobs.yaml", "--to", "out", at=home)
        (huge,) = (home / "out").glob("*/jobs.ics")
        words = "publish jobs.yaml --to out"
    with huge.open("wb") as file:
        file.truncate(2**40)
    done = run(
        *words.split(),
        at=home,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (2**31, 2**31)),
    )
    assert done.returncode == 1
    assert b"has 1,099,511,627,776 bytes, and an output at most 268,435,456" in done.stderr
    assert huge.stat().st_size == 2**40
