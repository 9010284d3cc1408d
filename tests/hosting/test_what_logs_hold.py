"""A log of everything, whoever writes into it: nothing in it is somebody's."""

from __future__ import annotations

import logging
import re
import resource
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import fsspec
import pytest
import sqlalchemy as sa
from click.testing import CliRunner

import tapping
from editing import hidden, parts
from followup_ics.commands.cli import main
from followup_ics.hosting import remaking
from followup_ics.hosting.calendars import OwnCalendars
from followup_ics.hosting.logs import log_failure
from followup_ics.hosting.program import program
from followup_ics.hosting.rendering import content_of, refresh
from followup_ics.hosting.schema import METADATA
from followup_ics.hosting.store import Store
from followup_ics.hosting.traces import traced
from tapping import FORM, Answer, Tapped, ask, tapped

# Whatever is somebody's is one of these words, which nothing else holds.
RECORDS = """\
candidate: {name: Quirina Zeppelin, timezone: Europe/Berlin}
busy: [zeppelin-own.ics, 'https://quirina.example/secret-yodel.ics']
interviews:
  - company: Vexillum
    role: Flagmaker
    id: umbra-1
    kind: phone
    start: 2026-11-17 14:00
    people:
      - name: Yorick Umbra
        part: hiring_manager
        email: yorick@vexillum.example
        phone: +44 20 7946 0817
        topics: [the Marigold affair]
    log:
      - {on: 2026-11-17 18:00, did: thank_you, to: Yorick Umbra, heard: Heliotrope}
offers:
  - {company: Globulus, role: Helmsman, received: 2026-11-20}
"""
WORDS = re.split(
    ", ",
    "quirina, zeppelin, vexillum, flagmaker, umbra, yorick, 7946 0817, 2079460817, marigold, "
    "heliotrope, globulus, helmsman, yodel, pomegranate",
)
TYPED = "Pomegranate"
FAULTY = RECORDS.replace("role: Flagmaker", "rool: Flagmaker").replace("+44 20", "Yorick's")
CALL = "Call Yorick Umbra (Vexillum)"
INVITATION = f"""\
BEGIN:VCALENDAR
VERSION:2.0
METHOD:REQUEST
BEGIN:VEVENT
UID:{TYPED}@vexillum.example
DTSTART:20261201T140000Z
DTEND:20261201T150000Z
SUMMARY:Interview at Vexillum with Yorick Umbra
ORGANIZER;CN=Yorick Umbra:mailto:yorick@vexillum.example
DESCRIPTION:{TYPED * 200_000}
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n").encode()


@dataclass
class Heard:
    """All that was logged, and what is nobody else's besides `WORDS`."""

    log: pytest.LogCaptureFixture
    secrets: list[str] = field(default_factory=list)

    @property
    def texts(self) -> list[str]:
        # That of whoever runs the application is their own matter; `serve` switches it off.
        return [_all_of(each) for each in self.log.records if each.name != "uvicorn.access"]

    @property
    def leaks(self) -> list[str]:
        """Return each line that holds what it should not, after what that is."""
        wanted = [*WORDS, *(each.casefold() for each in self.secrets)]
        wanted += [quote(each, safe="") for each in wanted]
        found = ((each, line) for line in self.texts for each in wanted if each in line.casefold())
        return [f"{each}: {line}" for each, line in found]


def _all_of(record: logging.LogRecord) -> str:
    """Return a record as it is written, with all that a handler could write of it besides."""
    error = record.exc_info[1] if record.exc_info else None
    trace = "".join(traceback.format_exception(error)) if error else ""
    return f"{record.name}: {logging.Formatter().format(record)} {vars(record)!r} {trace}"


@pytest.fixture
def heard(caplog: pytest.LogCaptureFixture) -> Heard:
    for name in (None, "sqlalchemy"):  # which says no more than warnings of its own accord
        caplog.set_level(logging.DEBUG, name)
    return Heard(caplog)


@dataclass
class Site:
    """A feed with an address to edit, and all that is asked of a server."""

    tapped: Tapped
    editing: str
    heard: Heard
    statuses: list[int] = field(default_factory=list)

    def ask(
        self, path: str, method: str = "GET", body: bytes | None = None, **headers: str
    ) -> Answer:
        url = path if path.startswith("http") else f"{self.tapped.base}{path}"
        answer = ask(url, method, {k.replace("_", "-"): v for k, v in headers.items()}, body)
        self.statuses.append(answer.status)
        return answer

    def post(self, url: str, fields: Mapping[str, str], file: bytes | None = None) -> Answer:
        """Open a page, and send its form, with a file if there is one; follow where it leads."""
        page = self.ask(url)
        fields = {**hidden(page.body.decode()), **fields}
        self.heard.secrets += [each for each in hidden(page.body.decode()).values() if each]
        if file is None:
            answer = tapping.post(page.url, fields)
        else:
            kind, body = parts(fields, file)
            answer = self.ask(page.url, "POST", body, Content_Type=kind)
        self.statuses.append(answer.status)
        return self.ask(answer.leads_to) if answer.status == 303 else answer

    def everything(self, link: str) -> None:
        """Ask for every route, in every way that it answers."""
        feed = f"/{self.tapped.token}/jobs.ics"
        tag = self.ask(feed).headers.get("etag", "")
        self.ask(feed, "HEAD")
        self.ask(f"{feed}?download={TYPED}", If_None_Match=tag, Accept_Encoding="gzip")
        self.ask(feed.replace("jobs", TYPED), Referer=self.tapped.feed, User_Agent=TYPED)
        for path in ("/healthz", "/robots.txt", "/assets/page.css", f"/assets/{TYPED}"):
            self.ask(path)
        for path in (f"/{self.tapped.token}", f"/{self.tapped.token}/", f"/{TYPED}/", "/a/x"):
            self.ask(path)
        self.ask(feed, "DELETE")
        self.taps(link)
        self.edits()

    def taps(self, link: str) -> None:
        self.ask(link)
        self.ask(link, "POST", TYPED.encode(), Content_Type="text/plain")
        self.ask(link, "POST", TYPED.encode(), Content_Type=FORM, Origin="https://yodel.example")
        self.ask(link, "POST", f"{TYPED}=%zz".encode(), Content_Type=FORM)
        self.post(link, {"answer": "call_back", "call_back": TYPED, "heard": TYPED})
        said = self.post(link, {"answer": "done", "heard": TYPED})
        if said.status == 200 and 'name="undo"' in said.body.decode():
            undo = {"undo": said.undo}
            self.heard.secrets.append(said.undo)
            self.statuses.append(tapping.post(link, undo).status)

    def edits(self) -> None:
        at = f"{self.tapped.base}/e/{self.editing}/"
        for path in ("", "records", "add/person", "add/invitation", f"add/{TYPED}"):
            self.ask(at + path)
        self.post(f"{at}records", {"text": FAULTY + f"\n{TYPED}: [", "records": FAULTY}, b"")
        self.post(f"{at}add/person", {"name": TYPED, "phone": TYPED, "email": TYPED})
        self.post(f"{at}add/person", {"interview": "umbra-1", "name": f"{TYPED} Umbra"})
        self.post(f"{at}add/activity", {"what": TYPED, "on": "2026-11-20"})
        self.post(f"{at}add/invitation", {}, INVITATION)
        self.post(f"{at}add/invitation", {}, f"{TYPED} is no invitation".encode())


@pytest.fixture(params=["file", "store"])
def site(
    request: pytest.FixtureRequest, database: str, tmp_path: Path, heard: Heard
) -> Iterator[Site]:
    folder = tmp_path / "zeppelin"
    folder.mkdir()
    with tapped(database, folder, request.param, RECORDS) as served:
        served.clock.now = tapping.NOW
        editing = served.store.rotate("jobs", int(tapping.NOW.timestamp()), edits=True)
        heard.secrets += [served.token, editing]
        yield Site(served, editing, heard)


def link_of(site: Site) -> str:
    link = site.tapped.link(CALL)
    site.heard.secrets += [link, *link.rpartition("/")[2].split(".")[1:]]
    return link


def test_no_answer_to_any_request_logs_what_is_somebodys(site: Site) -> None:
    site.everything(link_of(site))
    assert {200, 303, 304, 308, 400, 403, 404, 405, 415, 422} <= set(site.statuses)
    assert not [each for each in site.statuses if each >= 500]
    assert site.heard.leaks == []
    written = "\n".join(site.heard.texts)
    assert "GET jobs.ics 200" in written
    assert "POST edit 303" in written


# What fails


def with_faults(site: Site) -> None:
    site.tapped.clock.now = tapping.NOW.replace(hour=20)
    if site.tapped.file:
        site.tapped.file.write_text(FAULTY)
    feed = site.tapped.store.named("jobs")
    site.tapped.store.save(feed, replace(feed.content, records=FAULTY.encode(), tried=0))


def without_tables(site: Site) -> None:
    engine = sa.create_engine(site.tapped.store.url)
    METADATA.drop_all(engine)
    engine.dispose()


def without_its_file(site: Site) -> None:
    if site.tapped.file:
        site.tapped.file.unlink()


@pytest.mark.parametrize("spoil", [with_faults, without_tables, without_its_file])
def test_what_fails_is_logged_without_what_is_somebodys(
    site: Site, spoil: Callable[[Site], None]
) -> None:
    link = link_of(site)
    spoil(site)
    site.everything(link)
    assert site.heard.leaks == []


@contextmanager
def full_disk() -> Iterator[None]:
    """Let no file of this process grow beyond a few bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_is_logged_without_what_is_somebodys(site: Site) -> None:
    link = link_of(site)
    with full_disk():
        site.everything(link)
    assert site.heard.leaks == []


BROKEN = [
    "followup_ics.hosting.app.feed_page",
    "followup_ics.hosting.polls._answered",
    "followup_ics.hosting.answer_views.question",
    "followup_ics.hosting.linked.plan_around",
    "followup_ics.hosting.editing_pages.Visit.new_form",
    "followup_ics.hosting.once.Patch.between",
    "followup_ics.hosting.rendering.plan_around",
]


@pytest.mark.parametrize("where", BROKEN)
def test_a_bug_is_logged_by_its_place_without_what_it_was_about(
    tmp_path: Path, heard: Heard, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    folder = tmp_path / "zeppelin"
    folder.mkdir()
    with tapped(f"sqlite:///{tmp_path}/feeds.sqlite3", folder, "file", RECORDS) as served:
        editing = served.store.rotate("jobs", int(tapping.NOW.timestamp()), edits=True)
        heard.secrets += [served.token, editing]
        site = Site(served, editing, heard)
        link = link_of(site)
        monkeypatch.setattr(where, _fails)
        served.clock.now = tapping.NOW.replace(day=25)  # so that it is made anew
        site.everything(link)
    assert heard.leaks == []
    assert "_fails" in "\n".join(heard.texts)


def _fails(*given: Any, **named: Any) -> Any:
    try:
        raise KeyError(RECORDS)
    except KeyError as error:
        raise ZeroDivisionError(RECORDS, given, named) from error


def test_what_makes_feeds_anew_logs_no_words_of_theirs(
    tmp_path: Path, heard: Heard, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path}/feeds.sqlite3"
    with Store(url) as store:
        heard.secrets.append(store.add("jobs", content_of(RECORDS.encode(), "jobs", tapping.NOW)))
        feed = store.named("jobs")
        monkeypatch.setattr("followup_ics.hosting.rendering.plan_around", _fails)
        refresh(store, feed.id, tapping.NOW)
        monkeypatch.setattr("followup_ics.hosting.remaking.remake", _fails)
        order = remaking.Order(url, tapping.NOW, OwnCalendars(), program(), False)
        remaking.remade((feed.id,), order)
    assert heard.leaks == []
    assert "\n".join(heard.texts).count("_fails") >= 2


def test_a_row_that_postgresql_refuses_is_not_quoted(database: str, heard: Heard) -> None:
    content = content_of(RECORDS.encode(), "jobs", tapping.NOW)
    with Store(database) as store:
        token = store.add("jobs", content)
        heard.secrets.append(token)
        feed = store.named("jobs")
        with pytest.raises(sa.exc.SQLAlchemyError) as refused:
            store.save(feed, replace(content, etag=None, faults=RECORDS))  # type: ignore[arg-type]
    log_failure("a feed cannot be saved", refused.value)
    assert heard.leaks == []
    assert "etag" in heard.texts[-1]


# The command line


COMMANDS = [
    ["check", "jobs.yaml"],
    ["build", "jobs.yaml", "-o", "jobs.ics"],
    ["build", "jobs.yaml", "--vdir", "events"],
    ["show", "jobs.yaml", "--html", "page.html"],
    ["today", "jobs.yaml"],
    ["log", "jobs.yaml", "1", "--done", "--heard", TYPED],
    ["activity", "jobs.yaml", TYPED],
    ["add", "invitation.ics", "--to", "jobs.yaml"],
    ["check", "faulty.yaml"],
    ["publish", "folder", "--to", "out", "--jobs", "1"],
    ["publish", "folder", "--to", "memory://feeds", "--jobs", "1"],
    ["publish", "folder", "--to", "out", "--jobs", "1", "--playbook", "measured"],
]


@pytest.mark.parametrize("is_broken", [False, True], ids=["as it is", "with a bug"])
def test_no_command_logs_what_is_somebodys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, heard: Heard, is_broken: bool
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "folder").mkdir()
    for name in ("jobs.yaml", "folder/jobs.yaml"):
        (tmp_path / name).write_text(RECORDS)
    for name in ("faulty.yaml", "folder/faulty.yaml"):
        (tmp_path / name).write_text(FAULTY)
    (tmp_path / "invitation.ics").write_bytes(INVITATION)
    if is_broken:
        monkeypatch.setattr("followup_ics.hosting.publishing.render_page", _fails)
    store = fsspec.filesystem("memory")
    try:
        for words in COMMANDS:
            CliRunner().invoke(main, words, env={"SOURCE_DATE_EPOCH": "1795428000"})
        published = [*map(str, tmp_path.glob("out/*/*")), *store.glob("/feeds/*/*")]
    finally:
        store.rm("/feeds", recursive=True)
    heard.secrets += [each.split("/")[-2] for each in published if "/assets/" not in each]
    assert is_broken or len(set(heard.secrets)) == 2
    assert heard.leaks == []
    assert ("_fails" in "\n".join(heard.texts)) == is_broken


def test_a_trace_says_where_and_of_what_kind_after_what_led_to_it() -> None:
    with pytest.raises(ZeroDivisionError) as raised:
        _fails()
    lines = traced(raised.value).splitlines()
    assert lines[0] == "KeyError"
    assert lines.index("which led to") < lines.index("ZeroDivisionError")
    assert any("in _fails" in each for each in lines)
    assert not any(each in traced(raised.value).casefold() for each in WORDS)
