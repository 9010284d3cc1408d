"""`publish` by the workers of a Dask cluster, and into a store that speaks as S3."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
import s3fs
from distributed import Client

import clusters
from followup_ics.errors import HostingError
from followup_ics.hosting.many import FEW, attempt
from followup_ics.hosting.publishing import Job, Terms
from followup_ics.hosting.targets import Place
from terminal import environment, run

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
KEY = "key-of-the-store"
LOGGING_ALL = """
import logging
logging.basicConfig(level=1)
logging.debug("the log is written")
from followup_ics.__main__ import run
run()
"""

RECORDS = """\
candidate: {timezone: Europe/Berlin}
interviews:
- {company: Acme, role: Engineer, start: 2026-11-20 10:00, people: [{name: Ann Lee}]}
"""
NAMES = [f"n{number:02}" for number in range(FEW + 8)]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a folder with a folder of records, so many that others plan them."""
    (tmp_path / "jobs").mkdir()
    for name in NAMES:
        (tmp_path / "jobs" / f"{name}.yaml").write_text(RECORDS.replace("Acme", name))
    return tmp_path


@pytest.fixture
def s3() -> Iterator[dict[str, str]]:
    with clusters.s3() as environment:
        yield environment


def files(environment: dict[str, str]) -> s3fs.S3FileSystem:
    return s3fs.S3FileSystem(
        endpoint_url=environment["AWS_ENDPOINT_URL"],
        key=environment["AWS_ACCESS_KEY_ID"],
        secret=environment["AWS_SECRET_ACCESS_KEY"],
        use_listings_cache=False,
        skip_instance_cache=True,
    )


def test_a_dask_cluster_publishes_what_processes_do_and_tells_what_is_wrong(home: Path) -> None:
    (home / "jobs" / "n03.yaml").write_text(RECORDS.replace("role:", "rool:"))
    with clusters.dask_cluster() as address:
        done = run("publish", "jobs", "--to", "out", "--dask", address, at=home)
        again = run("publish", "jobs", "--to", "out", "--dask", address, at=home)
    assert "jobs/n03.yaml:3:19: interviews[0].rool: unknown field; did you mean" in done.stderr
    assert (done.returncode, done.stdout.count("ics: written.")) == (1, len(NAMES) - 1)
    assert (again.returncode, again.stdout.count("ics: nothing changed.")) == (1, len(NAMES) - 1)
    run("publish", "jobs", "--to", "here", "--jobs", "1", at=home)
    assert contents(home / "out") == contents(home / "here")


def contents(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in folder.glob("*/*.ics")}


def test_no_scheduler_is_said(home: Path) -> None:
    done = run("publish", "jobs", "--to", "out", "--dask", "tcp://127.0.0.1:9", at=home)
    assert done.returncode == 2
    assert "no Dask scheduler answers at tcp://127.0.0.1:9" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_a_bucket_holds_what_a_folder_does_and_says_what_it_is(
    home: Path, s3: dict[str, str], jobs: str
) -> None:
    name = f"feeds-{jobs}-example"  # the server keeps buckets from one test to the next
    words = ["publish", "jobs", "--to", f"s3://{name}/public", "--jobs", jobs]
    nowhere = run(*words, at=home, **s3)
    assert (nowhere.returncode, name in nowhere.stderr) == (1, True)
    bucket = files(s3)
    bucket.mkdir(name)
    first = run(*words, at=home, **s3)
    assert (first.returncode, first.stderr) == (0, "")
    assert first.stdout.count("ics: written.") == len(NAMES)
    (home / "jobs" / "n05.yaml").write_text(RECORDS.replace("Acme", "Brie"))
    again = run(*words, at=home, **s3)
    assert (again.returncode, again.stderr) == (0, "")
    assert again.stdout.count("ics: nothing changed.") == len(NAMES) - 1
    (calendar,) = bucket.glob(f"{name}/public/*/n05.ics")
    head = bucket.call_s3("head_object", Bucket=name, Key=calendar.removeprefix(f"{name}/"))
    assert head["ContentType"] == "text/calendar; charset=utf-8"
    assert head["CacheControl"] == "private, no-cache"
    bucket.get(f"{name}/public", str(home / "copy"), recursive=True)
    run("publish", "jobs", "--to", "here", at=home)
    found, expected = contents(home / "copy"), contents(home / "here")
    assert b"Brie" in found.pop("n05.ics")
    assert b"Brie" in expected.pop("n05.ics")
    assert found == expected
    (home / "jobs" / "n05.yaml").unlink()
    gone = run(*words, "--remove-gone", "1", at=home, **s3)
    assert (gone.returncode, gone.stderr, "n05.ics: removed" in gone.stdout) == (0, "", True)
    assert bucket.find(f"{name}/public/{calendar.split('/')[2]}") == []


def test_a_log_of_everything_holds_no_address_and_nothing_of_a_plan(
    home: Path, s3: dict[str, str]
) -> None:
    bucket = files(s3)
    bucket.mkdir("logged-example")
    (home / "publish.py").write_text(LOGGING_ALL)
    words = ["publish.py", "publish", "jobs", "--to", "s3://logged-example", "--jobs", "1"]
    done = subprocess.run(
        [sys.executable, *words],
        cwd=home,
        env=environment(**{**s3, "AWS_SECRET_ACCESS_KEY": KEY}),
        capture_output=True,
        text=True,
        check=True,
    )
    folders = [each.split("/")[1] for each in bucket.find("logged-example") if ".ics" in each]
    assert len(folders) == len(NAMES)
    assert "the log is written" in done.stderr
    assert [each for each in [*folders, "Ann Lee", "n07", KEY] if each in done.stderr] == []


@pytest.mark.filterwarnings("ignore")
def test_a_worker_of_dask_that_fails_logs_no_address_and_no_path(
    home: Path, caplog: pytest.LogCaptureFixture
) -> None:
    terms = Terms("sftp://ann:hidden@h/x", None, "webcal", None, NOW, "another version")
    place = Place("f" * 64)
    with Client(processes=False, dashboard_address=None) as client:
        executor = client.get_executor(pure=False)
        job = Job(home / "jobs" / "n00.yaml", "n00", place)
        failed = executor.submit(partial(attempt, terms=terms), job).exception()
    assert isinstance(failed, HostingError)
    assert "Compute Failed" in caplog.text
    for secret in (place.folder, "hidden", str(home)):
        assert secret not in caplog.text
