"""`publish` by the workers of a Dask cluster, and into a store that speaks as S3."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import s3fs

import clusters
from followup_ics.hosting.many import FEW
from terminal import run

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
