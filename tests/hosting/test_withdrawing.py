"""`publish` of a folder whose records are gone: what becomes of what was published of them."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.error import HTTPError
from urllib.request import urlopen

import fsspec
import pytest

from followup_ics.hosting.manifest import PREFIX, Kept, Manifest
from followup_ics.hosting.targets import Target, places, target_at
from followup_ics.hosting.withdrawing import gone, withdraw
from terminal import run

RECORDS = """\
candidate: {timezone: Europe/Berlin}
interviews:
- {company: Acme, role: Engineer, start: 2026-11-20 10:00, people: [{name: Ann Lee}]}
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return a folder with records/ann.yaml, ben.yaml and cy.yaml, published to `public`."""
    (tmp_path / "records").mkdir()
    for name in ("ann", "ben", "cy"):
        (tmp_path / "records" / f"{name}.yaml").write_text(RECORDS)
    assert published(tmp_path).returncode == 0
    return tmp_path


def published(
    home: Path, *words: str, of: str = "records", to: str = "public"
) -> subprocess.CompletedProcess[str]:
    return run("publish", of, "--to", to, "--jobs", "1", *words, at=home)


def lose(home: Path, *names: str) -> None:
    for name in names:
        (home / "records" / f"{name}.yaml").unlink()


def standing(home: Path) -> set[str]:
    return {each.stem for each in home.glob("public/*/*.ics")}


class Quiet(SimpleHTTPRequestHandler):
    """A host that hands out files, and tells nobody."""

    def log_message(self, *_: object) -> None: ...


@contextmanager
def hosted(folder: Path) -> Iterator[Callable[[str], int]]:
    """Hand out a folder over HTTP; give what says which status a path is answered with."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()

        def status(path: str) -> int:
            try:
                with urlopen(f"http://127.0.0.1:{server.server_port}/{path}", timeout=30) as answer:
                    return int(answer.status)
            except HTTPError as error:
                with error:
                    return error.code

        try:
            yield status
        finally:
            server.shutdown()
            thread.join()


def test_the_address_of_a_calendar_whose_records_are_gone_ends_when_it_is_told_to(
    home: Path,
) -> None:
    (ann,) = home.glob("public/*/ann.ics")
    feed = f"{ann.parent.name}/ann.ics"
    (ann.parent / ".ann.ics.killed01.tmp").write_text("what a kill left half-written")
    lose(home, "ann")
    with hosted(home / "public") as status:
        told = published(home)
        assert (told.returncode, status(feed), status(f"{ann.parent.name}/")) == (0, 200, 200)
        assert told.stderr == (
            "1 calendar stands in public whose records are gone from records: ann. "
            "'--remove-gone 1' removes it, and its address ends.\n"
        )
        done = published(home, "--remove-gone", "1")
        assert (done.returncode, done.stderr) == (0, "")
        assert "ann.ics: removed, as its records are gone.\n" in done.stdout
        gone_now = [feed, f"{ann.parent.name}/index.html", f"{ann.parent.name}/"]
        assert [status(each) for each in gone_now] == [404] * 3
    assert not ann.parent.exists()
    assert standing(home) == {"ben", "cy"}


def test_nothing_of_it_is_left_in_the_manifest_either(home: Path) -> None:
    lose(home, "ann")
    published(home, "--remove-gone", "1")
    kept = b"".join(
        each.read_bytes() for each in (home / "records").iterdir() if PREFIX in str(each)
    )
    assert b"ben" in kept
    assert b"ann" not in kept


def test_more_than_were_said_are_never_removed_and_none_of_them_is(home: Path) -> None:
    lose(home, "ann", "cy")  # as where a part of a drive is not mounted
    done = published(home, "--remove-gone", "1")
    assert done.returncode == 1
    assert done.stderr == (
        "2 calendars stand in public whose records are gone from records: ann, cy. That is more "
        "than --remove-gone 1, so none is removed. '--remove-gone 2' removes them, and their "
        "addresses end.\n"
    )
    assert standing(home) == {"ann", "ben", "cy"}


def test_records_that_come_back_have_the_address_that_they_had(home: Path) -> None:
    before = {each.parent.name for each in home.glob("public/*/ann.ics")}
    lose(home, "ann")
    published(home)
    (home / "records" / "ann.yaml").write_text(RECORDS)
    done = published(home)
    assert (done.returncode, done.stderr) == (0, "")
    assert {each.parent.name for each in home.glob("public/*/ann.ics")} == before


def test_an_empty_folder_of_records_withdraws_nothing(home: Path) -> None:
    lose(home, "ann", "ben", "cy")
    done = published(home, "--remove-gone", "3")
    assert done.returncode == 2
    assert "no file in it ends in .yaml" in done.stderr
    assert standing(home) == {"ann", "ben", "cy"}


def test_what_another_folder_published_there_is_not_gone(home: Path) -> None:
    (home / "others").mkdir()
    (home / "others" / "dan.yaml").write_text(RECORDS)
    first = published(home, of="others")
    again = published(home, "--remove-gone", "9", of="others")
    assert (first.returncode, first.stderr, again.returncode, again.stderr) == (0, "", 0, "")
    assert published(home, "--remove-gone", "9").stderr == ""
    assert standing(home) == {"ann", "ben", "cy", "dan"}


def test_what_its_owner_deleted_by_hand_is_told_no_more(home: Path) -> None:
    (ann,) = home.glob("public/*/ann.ics")
    lose(home, "ann")
    for each in ann.parent.iterdir():
        each.unlink()
    assert published(home).stderr == ""


def test_what_somebody_put_beside_it_stays(home: Path) -> None:
    (ann,) = home.glob("public/*/ann.ics")
    (ann.parent / "notes.txt").write_text("mine")
    lose(home, "ann")
    published(home, "--remove-gone", "1")
    assert [each.name for each in ann.parent.iterdir()] == ["notes.txt"]


def test_one_file_has_no_others_that_could_be_gone(home: Path) -> None:
    done = published(home, "--remove-gone", "1", of="records/ann.yaml")
    assert done.returncode == 2
    assert "--remove-gone is for a folder of records" in done.stderr


# Wherever it stands


@pytest.fixture(params=["folder", "memory", "file"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Target]:
    where = {"memory": "memory://gone", "file": f"file://{tmp_path}/out"}
    yield target_at(where.get(request.param, str(tmp_path / "out")))
    if request.param == "memory":
        fsspec.filesystem("memory").store.clear()


def test_a_feed_is_removed_wherever_it_stands_and_no_other(target: Target, tmp_path: Path) -> None:
    ann, ben = "a" * 64, "b" * 64
    for folder, name in ((ann, "ann"), (ben, "ben")):
        target.write(f"{folder}/{name}.ics", b"calendar")
        target.write(f"{folder}/index.html", b"page")
    with Manifest(tmp_path / "manifest") as manifest:
        for name in ("ann", "ben", "lost"):
            manifest.put(Kept(name, "seal", 0, 1, ()))
        found = gone(["ben"], target, manifest)
        assert list(found) == ["ann"]
        withdraw("ann", found["ann"], target, manifest)
        assert manifest.others([]) == ["ben"]
        assert gone(["ben"], target, manifest) == {}
    assert list(places(target)) == ["ben"]
    assert [target.read(f"{ann}/{each}") for each in ("ann.ics", "index.html")] == [None, None]
    assert target.read(f"{ben}/index.html") == b"page"
