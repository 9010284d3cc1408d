"""What is kept where, as the page about it says: files and their modes, tables, headers."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

import pytest

import servers
import tapping
import tracing
from followup_ics.hosting.manifest import Manifest
from followup_ics.hosting.store import Store
from paths import ROOT, SAMPLE
from terminal import NOW

PAGE = (ROOT / "docs" / "explanation" / "what-is-kept-where.md").read_text(encoding="utf-8")
_CODE = re.compile(r"`([^`]+)`")


def rows(heading: str) -> list[list[str]]:
    """Return the cells of the table below a heading of the page."""
    _, _, after = PAGE.partition(f"\n## {heading}\n")
    lines = re.findall(r"^\| (.*) \|$", after.partition("\n## ")[0], re.MULTILINE)
    return [re.split(r" \| ", each) for each in lines[2:]]


class Row(NamedTuple):
    """What the table says of files that look like a pattern."""

    pattern: str
    mode: str


def table() -> list[Row]:
    return [Row(each, row[1]) for row in rows("Files") for each in _CODE.findall(row[0])]


# Every command


RECORDS = """\
candidate: {name: Jordan Rivera, timezone: Europe/Berlin}
interviews:
  - company: Acme
    role: Engineer
    id: acme
    start: 2026-11-17 14:00
    people:
      - {name: Dana, part: hiring_manager, phone: +44 20 7946 0817}
"""
INVITATION = ROOT / "tests" / "invitations" / "google-request.ics"
COMMANDS = [
    "init new.yaml --yes",
    "check jobs.yaml",
    "build jobs.yaml",
    "build jobs.yaml --vdir events",
    "show jobs.yaml --html page.html",
    "today jobs.yaml",
    "log jobs.yaml 1 --done",
    "activity jobs.yaml Talk",
    "add invitation.ics --to jobs.yaml",
    "add invitation.ics --to made.yaml --yes",
    "feed add jobs.yaml --editable",
    "feed put kept jobs.yaml",
    "feed put kept made.yaml",
    "feed undo kept",
    "feed history kept",
    "feed list",
    "feed put large sample.yaml",
    "feed rotate kept",
    "feed render --all",
    "feed revoke kept",
    "feed remove kept --yes",
    "publish jobs.yaml --to public",
    "publish records --to public --jobs 2",
    "publish records --to public --remove-gone 1",
]
WRITING = ("init", "build", "feed add", "publish records --to public --jobs")


def new_home(folder: Path) -> Path:
    """Return a folder that is home and working directory, with records and an empty TMPDIR."""
    work = folder / "home"
    for each in (work, work / "records", folder / "tmp"):
        each.mkdir()
    for name in ("jobs.yaml", "records/a.yaml", "records/b.yaml"):
        (work / name).write_text(RECORDS)
    shutil.copy(INVITATION, work / "invitation.ics")
    shutil.copy(SAMPLE, work / "sample.yaml")
    return work


def environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    return kept | {
        "HOME": str(home),
        "TMPDIR": str(home.parent / "tmp"),
        "SOURCE_DATE_EPOCH": str(NOW),
        "TZ": "Europe/Berlin",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def run_all(home: Path, umask: int, commands: Sequence[str], *before: str) -> None:
    command = [*before, sys.executable, "-m", "followup_ics"]
    for each in commands:
        if "--remove-gone" in each:
            (home / "records" / "b.yaml").unlink()
        done = subprocess.run(
            [*command, *each.split()],
            cwd=home,
            env=environment(home),
            umask=umask,
            capture_output=True,
            text=True,
            check=False,
            input="",
        )
        assert done.returncode == 0, (each, done.stdout, done.stderr)


def shown(path: Path, home: Path) -> str:
    """Return a path as the page has it."""
    text = str(path)
    for place, name in ((home / ".local", "~/.local"), (home.parent / "tmp", "$TMPDIR")):
        text = re.sub(rf"^{re.escape(str(place))}", name, text)
    text = text.removeprefix(f"{home}/")
    return re.sub(r"/[0-9a-f]{64}(?=/|$)", "/TOKEN", text)


def row_of(path: str, *, is_folder: bool) -> Row | None:
    """Return the row of a path: the closest one, a name without a folder in any folder."""
    if is_folder:
        return next((each for each in table() if each.pattern == f"{path}/"), None)
    fitting = (each for each in table() if _fits(path, each.pattern))
    return max(fitting, key=lambda each: len(each.pattern), default=None)


def _fits(path: str, pattern: str) -> bool:
    if "/" not in pattern:
        return fnmatchcase(path.rpartition("/")[2], pattern)
    return fnmatchcase(path, pattern) and path.count("/") == pattern.count("/")


def wrong(found: Mapping[str, tuple[int, bool]], umask: int) -> list[str]:
    """Return what is not on the page, or has another mode there; `found` also says of a folder."""
    faults = []
    for path, (mode, is_folder) in sorted(found.items()):
        row = row_of(path, is_folder=is_folder)
        said = {"yours": (0o777 if is_folder else 0o666) & ~umask, "600": 0o600, "700": 0o700}
        if row is None or said[row.mode] != mode:
            faults.append(f"{path} {mode:o}: {row}")
    return faults


def there(home: Path, before: set[Path]) -> dict[str, tuple[int, bool]]:
    """Return what is there that was not before, with its mode and whether it is a folder."""
    found = set(home.parent.rglob("*")) - before
    return {shown(each, home): (stat.S_IMODE(each.stat().st_mode), each.is_dir()) for each in found}


def test_every_file_that_a_command_leaves_is_on_the_page_with_its_mode(tmp_path: Path) -> None:
    home, umask = new_home(tmp_path), 0o022
    before = set(tmp_path.rglob("*"))
    run_all(home, umask, [each for each in COMMANDS if each.startswith(WRITING)])
    assert wrong(there(home, before), umask) == []


class Traced(NamedTuple):
    """What all commands left, and what they made for a moment, where the umask takes nothing."""

    left: dict[str, tuple[int, bool]]
    passing: dict[str, tuple[int, bool]]


@pytest.fixture(scope="module")
def traced(tmp_path_factory: pytest.TempPathFactory) -> Traced:
    folder = tmp_path_factory.mktemp("traced")
    home, log = new_home(folder), folder / "log"
    before = set(folder.rglob("*"))
    run_all(home, 0, COMMANDS, *tracing.command(log))
    return Traced(there(home, {*before, *folder.glob("log*")}), passing(home, log, before))


def test_nothing_of_ours_is_opened_wider_by_an_umask_that_takes_nothing(traced: Traced) -> None:
    assert wrong(traced.left, 0) == []


def test_what_is_there_for_a_moment_is_on_the_page_with_its_mode(traced: Traced) -> None:
    assert wrong(traced.passing, 0) == []


def test_no_row_of_the_page_is_about_a_file_that_is_never_there(traced: Traced) -> None:
    found = {**traced.passing, **traced.left}
    fitting = {row_of(path, is_folder=folder) for path, (_, folder) in found.items()}
    assert {each.pattern for each in set(table()) - fitting} == set()


def passing(home: Path, log: Path, before: set[Path]) -> dict[str, tuple[int, bool]]:
    """Return what was made and is gone, or was there before: by the mode that was asked for."""
    found = {}
    for each in tracing.made(log, home):
        if each.path.exists() or each.path in before or str(each.path) == "/dev/null":
            continue
        found[shown(each.path, home)] = (each.mode, each.is_folder)
    assert any(each.endswith(".tmp") for each in found)
    return found


def test_what_a_server_makes_is_on_the_page_with_its_mode(tmp_path: Path) -> None:
    home = new_home(tmp_path)
    log, before = home.parent / "log", set(home.parent.rglob("*"))
    database = f"sqlite:///{home}/.local/share/followup-ics/feeds.sqlite3"
    was = os.umask(0)
    try:
        with servers.process(
            database, home / "jobs.yaml", before=tracing.command(log), **environment(home)
        ) as running:
            with Store(database) as store:
                editing = store.rotate("jobs", NOW, edits=True)
            ask_all(running.urls[0], f"{running.base_url}/e/{editing}/")
            assert wrong(there(home, {*before, *log.parent.glob("log*")}), 0) == []
    finally:
        os.umask(was)
    found = passing(home, log, before)
    assert wrong(found, 0) == []


def ask_all(feed: str, editing: str) -> None:
    """Tap, edit and upload, so that all that a server writes is written."""
    link = next(iter(tapping.links(feed).values()))
    fields = {"form": tapping.ask(link).form, "answer": "skip"}
    assert tapping.post(link, fields).status in (303, 422)
    large = INVITATION.read_bytes().replace(b"DESCRIPTION:", b"DESCRIPTION:" + b"x" * 3_000_000, 1)
    page = tapping.ask(f"{editing}add/invitation").body.decode()
    fields = dict(re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', page))
    body = b"".join(_part(*each) for each in fields.items()) + _part("invitation", "", large)
    headers = {"Content-Type": "multipart/form-data; boundary=XX"}
    answer = tapping.ask(f"{editing}add/invitation", "POST", headers, body + b"--XX--\r\n")
    assert answer.status == 200


def _part(name: str, value: str, file: bytes | None = None) -> bytes:
    named = '; filename="i.ics"' if file is not None else ""
    head = f'--XX\r\nContent-Disposition: form-data; name="{name}"{named}\r\n\r\n'
    return head.encode() + (value.encode() if file is None else file) + b"\r\n"


# Every column, and every header


def columns(path: Path) -> set[str]:
    """Return every column of every table of an SQLite file."""
    database = sqlite3.connect(path)
    try:
        tables = [row[0] for row in database.execute("SELECT name FROM sqlite_schema")]
        return {
            f"{table}.{row[1]}"
            for table in tables
            for row in database.execute(f"SELECT * FROM pragma_table_info('{table}')")
            if not table.startswith(("sqlite_", "ix_", "feeds_by"))
        }
    finally:
        database.close()


def said(heading: str) -> set[str]:
    return {each for row in rows(heading) for each in _CODE.findall(row[0])}


def test_every_column_of_the_store_is_on_the_page(tmp_path: Path) -> None:
    Store(f"sqlite:///{tmp_path / 'feeds.sqlite3'}").close()
    assert said("The store") == columns(tmp_path / "feeds.sqlite3")


def test_every_column_of_the_manifest_is_on_the_page(tmp_path: Path) -> None:
    with Manifest(tmp_path / "manifest"):
        pass
    assert said("The manifest") == columns(tmp_path / "manifest")


@pytest.fixture
def site(tmp_path: Path) -> Iterator[tapping.Tapped]:
    with tapping.tapped(f"sqlite:///{tmp_path / 'feeds.sqlite3'}", tmp_path) as served:
        yield served


def test_only_the_headers_of_the_page_hold_what_is_secret_and_none_sets_a_cookie(
    site: tapping.Tapped,
) -> None:
    editing = site.store.rotate("jobs", NOW, edits=True)
    link = site.link("Call Dana (Acme)")
    posted = tapping.post(link, {"form": tapping.ask(link).form, "answer": "done"})
    paths = [f"/{site.token}", f"/{site.token}/", f"/{site.token}/jobs.ics", f"/e/{editing}"]
    paths += [f"/{site.token}/jobs.ics?download", f"/e/{editing}/", f"/e/{editing}/records"]
    paths += [f"/e/{editing}/add/person", "/healthz", "/robots.txt", "/assets/page.css", "/x/"]
    answers = [posted, tapping.ask(link), *(tapping.ask(site.base + each) for each in paths)]
    secrets = [site.token, editing, link.rpartition("/")[2], "jobs"]
    telling = {
        name
        for answer in answers
        for name, value in answer.headers.items()
        if any(each in value for each in secrets)
    }
    there = {name for answer in answers for name in answer.headers}
    assert telling == {each.lower() for each in said("Over HTTP, and in a browser")}
    assert not {"set-cookie", "clear-site-data", "refresh"} & there


def test_no_page_stores_anything_in_a_browser() -> None:
    scripts = [*(ROOT / "src").rglob("*.js"), *(ROOT / "src").rglob("*.j2")]
    text = "".join(each.read_text(encoding="utf-8") for each in scripts)
    assert not re.search(r"Storage|indexedDB|cookie|caches\.|serviceWorker", text)
