"""`publish` of a folder: what did not change is not planned, wherever it goes and whoever plans."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import fsspec
import pytest

from followup_ics.errors import HostingError, OutputError
from followup_ics.hosting.executors import processes
from followup_ics.hosting.manifest import PREFIX, Manifest
from followup_ics.hosting.many import FEW, Outcome, publish_all
from followup_ics.hosting.program import program
from followup_ics.hosting.publishing import Terms, publish
from followup_ics.hosting.targets import AddressTarget, Place, places
from terminal import NOW, environment, run, talking

DAY = 24 * 60 * 60
RECORDS = """\
candidate: {timezone: Europe/Berlin}
busy: [mine.ics]
interviews:
- {company: Acme, role: Engineer, start: 2026-11-20 10:00, people: [{name: Ann Lee}]}
"""
MARK = b"TODAY"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a folder with a folder of records, jobs/n00.yaml and n01.yaml."""
    return with_records(tmp_path, 2)


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """Return the same with so many files that other processes plan some."""
    return with_records(tmp_path, FEW + 1)


def with_records(home: Path, count: int) -> Path:
    (home / "jobs").mkdir()
    (home / "jobs" / "mine.ics").write_text("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n")
    for n in range(count):
        (home / "jobs" / f"n{n:02}.yaml").write_text(RECORDS.replace("Acme", f"Acme {n}"))
    return home


def published(
    home: Path, *words: str, at: int = NOW, to: str = "out"
) -> subprocess.CompletedProcess[str]:
    return run("publish", "jobs", "--to", to, *words, at=home, SOURCE_DATE_EPOCH=str(at))


def outcomes(
    home: Path, to: str, jobs: int | None = None, manifest: Path | None = None
) -> list[Outcome]:
    """Publish by the API, here or by processes; without a manifest, everything is planned."""
    records = {each.stem: each for each in sorted((home / "jobs").glob("*.yaml"))}
    terms = Terms(to, None, "webcal", None, datetime.fromtimestamp(NOW, UTC), program())
    with Manifest(manifest) as kept:
        if jobs is None:
            return list(publish_all(records, terms, kept))
        with processes(jobs) as executor:
            return list(publish_all(records, terms, kept, executor))


def files(out: Path) -> dict[str, bytes]:
    """Return what is published by path; in place of the secret stands the calendar's name."""
    found = {}
    for each in out.rglob("*"):
        if each.is_file():
            (name,) = [c.stem for c in each.parent.glob("*.ics")] or [""]
            found[f"{name}/{each.name}"] = each.read_bytes()
    return found


def page_of(home: Path, name: str = "n00") -> Path:
    (calendar,) = (home / "out").glob(f"*/{name}.ics")
    return calendar.with_name("index.html")


# What is planned again


def nothing(_home: Path) -> list[str]:
    return []


def time_of_files(home: Path) -> list[str]:
    os.utime(home / "jobs" / "n00.yaml", (NOW, NOW))
    return []


def records(home: Path) -> list[str]:
    with (home / "jobs" / "n00.yaml").open("a") as file:
        file.write("# a word\n")
    return []


def another_feed(home: Path) -> list[str]:
    (home / "jobs" / "n01.yaml").write_text(RECORDS.replace("Acme", "Brie"))
    return []


def busy(home: Path) -> list[str]:
    event = "BEGIN:VEVENT\r\nUID:1\r\nDTSTART:20261124T080000Z\r\nDTEND:20261124T160000Z\r\n"
    text = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{event}END:VEVENT\r\nEND:VCALENDAR\r\n"
    (home / "jobs" / "mine.ics").write_text(text)
    return []


def no_busy(home: Path) -> list[str]:
    (home / "jobs" / "mine.ics").unlink()
    return []


def playbook(_home: Path) -> list[str]:
    return ["--playbook", "measured"]


def base_url(_home: Path) -> list[str]:
    return ["--base-url", "https://feeds.example"]


def new_address(home: Path) -> list[str]:
    folder = page_of(home).parent
    folder.rename(folder.with_name("0" * 64))
    return []


def shorter(home: Path) -> list[str]:
    (calendar,) = (home / "out").glob("*/n00.ics")
    calendar.write_bytes(calendar.read_bytes().replace(b"END:VCALENDAR\r\n", b"END:VCALENDAR\n"))
    return []


def manifest_lost(home: Path) -> list[str]:
    manifest_of(home).unlink()
    return []


def manifest_of(home: Path) -> Path:
    (found,) = (home / "jobs").glob(f"{PREFIX}*.sqlite3")
    return found


def manifest_spoilt(home: Path) -> list[str]:
    manifest_of(home).write_bytes(b"SQLite format 3\0" + b"spoilt" * 2000)
    return []


def manifest_cut(home: Path) -> list[str]:
    found = manifest_of(home)
    found.write_bytes(found.read_bytes()[:5000])
    return []


def marked(home: Path) -> Path:
    """Change a page by as many bytes as there were, which only a new plan undoes."""
    page = page_of(home)
    content = page.read_bytes()
    page.write_bytes(MARK + content[len(MARK) :])
    return page


@pytest.mark.parametrize("change", [nothing, time_of_files, another_feed])
def test_what_did_not_change_is_not_planned(
    home: Path, change: Callable[[Path], list[str]]
) -> None:
    published(home)
    words = change(home)
    page = marked(home)
    done = published(home, *words, at=NOW + 3600)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("/n00.ics: nothing changed.\n") == 1
    assert page.read_bytes().startswith(MARK)


@pytest.mark.parametrize(
    "change",
    [
        records,
        busy,
        no_busy,
        playbook,
        base_url,
        new_address,
        shorter,
        manifest_lost,
        manifest_spoilt,
        manifest_cut,
    ],
)
def test_what_changed_is_planned(home: Path, change: Callable[[Path], list[str]]) -> None:
    published(home)
    content = page_of(home).read_bytes()
    page_of(home).write_bytes(b"<!doctype html>" + content[15:].replace(b"Acme", b"Brie"))
    words = change(home)
    done = published(home, *words, at=NOW + 3600)
    assert (done.returncode, done.stderr) == (0, "")
    assert b"Acme 0" in page_of(home).read_bytes()


@pytest.mark.parametrize(("seconds", "is_new"), [(12 * 3600, False), (13 * 3600, True)])
def test_a_page_is_new_when_a_day_begins_where_the_candidate_is(
    home: Path, seconds: int, is_new: bool
) -> None:
    published(home)  # 11:00 in Berlin
    before = page_of(home).read_bytes()
    published(home, at=NOW + seconds)
    assert (page_of(home).read_bytes() != before) == is_new


# The manifest


def test_the_manifest_is_private_beside_the_records_and_knows_no_address(home: Path) -> None:
    published(home)
    manifest = manifest_of(home)
    assert manifest.stat().st_mode & 0o777 == 0o600
    content = manifest.read_bytes()
    assert b"n00" in content
    assert not any(each.parent.name.encode() in content for each in (home / "out").glob("*/*.ics"))
    assert not [each for each in (home / "out").rglob("*") if each.name.startswith(".")]


def test_a_feed_whose_records_are_gone_is_told_and_stays_as_it_was(home: Path) -> None:
    published(home)
    before = files(home / "out")
    (home / "jobs" / "n00.yaml").unlink()
    told = published(home)
    assert "1 calendar stands in out whose records are gone from jobs: n00." in told.stderr
    assert remembered(manifest_of(home)) == {"n00", "n01"}
    assert files(home / "out") == before


def remembered(path: Path) -> set[str]:
    database = sqlite3.connect(path)
    try:
        return {str(row[0]) for row in database.execute("SELECT name FROM published_feeds")}
    finally:
        database.close()


def test_a_file_of_somebody_elses_is_no_manifest(home: Path) -> None:
    (home / "notes.txt").write_text("my notes, which are long enough to be a header" * 100)
    before = (home / "notes.txt").read_bytes()
    done = published(home, "--manifest", "notes.txt")
    assert done.returncode == 1
    assert "it is no manifest of 'publish'; name another file" in done.stderr
    assert (home / "notes.txt").read_bytes() == before


def test_where_no_manifest_can_stand_all_is_published_with_a_warning(home: Path) -> None:
    published(home)
    before, manifest = files(home / "out"), manifest_of(home)
    manifest.unlink()
    manifest.mkdir()
    done = published(home)
    assert done.returncode == 0
    assert "so all is planned again. Name a --manifest" in done.stderr
    assert files(home / "out") == before


def test_two_runs_at_once_do_not_give_one_feed_two_addresses(home: Path) -> None:
    path = home / "manifest"
    with Manifest(path), pytest.raises(HostingError, match="another 'publish' of these records"):
        Manifest(path)
    with Manifest(path):
        pass


# Who plans, and where it goes


def test_processes_publish_the_same_as_one(many: Path) -> None:
    outcomes(many, str(many / "one"))
    outcomes(many, str(many / "out"), jobs=2)
    assert files(many / "out") == files(many / "one")


def test_any_executor_will_do(many: Path) -> None:
    paths = {each.stem: each for each in (many / "jobs").glob("*.yaml")}
    now = datetime.fromtimestamp(NOW, UTC)
    terms = Terms(str(many / "out"), None, "webcal", None, now, program())
    with ThreadPoolExecutor(2) as executor, Manifest(None) as manifest:
        assert all(each.published for each in publish_all(paths, terms, manifest, executor))


def test_a_worker_with_another_version_writes_nothing(many: Path) -> None:
    paths = {each.stem: each for each in (many / "jobs").glob("*.yaml")}
    now = datetime.fromtimestamp(NOW, UTC)
    terms = Terms(str(many / "out"), None, "webcal", None, now, "another")
    told = pytest.raises(HostingError, match="the same on all")
    with processes(2) as executor, Manifest(None) as manifest, told:
        list(publish_all(paths, terms, manifest, executor))
    assert not list((many / "out").glob("*/*.ics"))


def test_one_bad_file_stops_no_other_and_is_told_at_the_end(many: Path) -> None:
    (many / "jobs" / "n03.yaml").write_text(RECORDS.replace("role:", "rool:"))
    (many / "jobs" / "n04.yaml").write_bytes(b"\xff\xfe\x00")
    done = published(many, "--jobs", "2")
    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == FEW - 1
    assert "jobs/n03.yaml:4:19: interviews[0].rool: unknown field; did you mean" in done.stderr
    assert "jobs/n04.yaml" in done.stderr
    again = published(many, "--jobs", "2")
    assert (again.returncode, again.stderr) == (1, done.stderr)


@pytest.mark.parametrize("where", ["memory://many", "memory://many/deeper/"])
def test_an_address_holds_what_a_folder_does(home: Path, where: str) -> None:
    outcomes(home, str(home / "out"))
    store = fsspec.filesystem("memory")
    try:
        outcomes(home, where)
        again = outcomes(home, where)
        store.get(where.rstrip("/"), str(home / "copy"), recursive=True)
    finally:
        store.rm("/many", recursive=True)
    assert files(home / "copy") == files(home / "out")
    assert not any(each.published.written for each in again if each.published)


def test_where_a_system_can_rename_a_file_is_never_half_there(home: Path) -> None:
    token = "a" * 64
    target = AddressTarget(f"file://{home}/out")
    target.write(f"{token}/jobs.ics", b"first")
    target.write(f"{token}/index.html", b"a page")
    target.write(f"{token}/jobs.ics", b"second")
    (home / "out" / ("b" * 64)).write_text("in the way")
    with pytest.raises(OutputError):
        target.write(f"{'b' * 64}/jobs.ics", b"third")
    assert target.read(f"{token}/jobs.ics") == b"second"
    assert places(target)["jobs"] == [Place(token, 6, 6)]
    assert not list((home / "out").rglob("*.tmp"))


def test_one_file_goes_to_an_address_too(home: Path) -> None:
    store = fsspec.filesystem("memory")
    now = datetime.fromtimestamp(NOW, UTC)
    try:
        done = publish(home / "jobs" / "n00.yaml", "memory://one", name="n", base_url=None, now=now)
        assert b"Acme 0" in store.cat_file(f"/one/{done.address}")
    finally:
        store.rm("/one", recursive=True)


MISSING = {
    "fsspec": ("memory://x", [], "pip install 'followup-ics[publish]'"),
    "distributed": ("out", ["--dask", "tcp://127.0.0.1:1"], "pip install 'followup-ics[dask]'"),
}


@pytest.mark.parametrize("package", MISSING)
def test_a_package_that_is_missing_is_named_with_how_to_get_it(home: Path, package: str) -> None:
    where, words, said = MISSING[package]
    (home / "without").mkdir()
    (home / "without" / f"{package}.py").write_text("raise ImportError")
    path = os.pathsep.join([str(home / "without"), os.environ.get("PYTHONPATH", "")])
    done = run("publish", "jobs", "--to", where, *words, at=home, PYTHONPATH=path)
    assert done.returncode in (1, 2)
    assert said in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("where", "words", "said"),
    [
        pytest.param("nowhere://x", [], "nowhere", id="unknown scheme"),
        pytest.param("sftp://ann:hidden@127.0.0.1:1/x", [], "sftp://ann@127", id="password"),
        pytest.param("out", ["--jobs", "2", "--dask", "tcp://127.0.0.1:1"], "exclude", id="both"),
    ],
)
def test_a_target_that_cannot_be_is_said(
    home: Path, where: str, words: list[str], said: str
) -> None:
    done = published(home, *words, to=where)
    assert done.returncode in (1, 2)
    assert said in done.stderr
    assert "hidden" not in done.stderr
    assert "Traceback" not in done.stderr


# A kill, and what the user sees


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_run_that_is_killed_is_gone_on_with(tmp_path: Path, jobs: str) -> None:
    home = with_records(tmp_path, 60)
    words = [sys.executable, "-u", "-m", "followup_ics", "publish", "jobs", "--jobs", jobs]
    running = subprocess.Popen(
        [*words, "--to", "out"], cwd=home, stdout=subprocess.PIPE, text=True, env=environment()
    )
    assert running.stdout
    told = [running.stdout.readline() for _ in range(10)]
    os.kill(running.pid, signal.SIGKILL)
    running.stdout.read()  # to its end, which comes when no worker holds it open any more
    running.wait()
    running.stdout.close()
    before = {each: each.read_bytes() for each in (home / "out").glob("*/*.ics")}
    assert 10 <= len(before) < 60
    done = published(home, "--jobs", jobs)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(list((home / "out").glob("*/*.ics"))) == 60
    assert all(each.read_bytes() == content for each, content in before.items())
    assert all(line.replace("written", "nothing changed") in done.stdout for line in told)
    outcomes(home, str(home / "whole"))
    found = {k: v for k, v in files(home / "out").items() if not k.endswith(".tmp")}
    assert found == files(home / "whole")


def test_a_bar_shows_how_many_are_done_at_a_terminal(many: Path) -> None:
    with talking("publish", "jobs", "--to", "out", at=many, TERM="xterm") as shown:
        assert shown.end() == 0
    assert f"{FEW + 1}/{FEW + 1}" in shown.said
    assert shown.said.count("written.") == FEW + 1
