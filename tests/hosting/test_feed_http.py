"""What a calendar, and whoever tries an address, gets from a hosted feed, over real HTTP."""

from __future__ import annotations

import gzip
import hashlib
import logging
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from threading import Barrier
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import pytest
from icalendar import Calendar

import servers
from followup_ics import loads, plan, to_ics
from followup_ics.hosting.app import create_app
from followup_ics.hosting.rendering import answer_urls, content_at, content_of
from followup_ics.hosting.store import Store
from followup_ics.page.page import POLICY
from paths import SAMPLE

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
ADDED = NOW - timedelta(hours=1)
RECORDS = """\
candidate: {timezone: Europe/Berlin}
interviews:
- {company: Acme, role: Engineer, start: 2026-11-20 10:00, people: [{name: Ann Lee}]}
"""
EDITED = RECORDS.replace("Ann Lee", "Ann Lee-Jones")
FAULTY = RECORDS.replace("role:", "rool:")
UNKNOWN = "0" * 64
PRIVATE = {
    "cache-control": "private, no-cache",
    "x-robots-tag": "noindex",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}


@dataclass(frozen=True)
class Answer:
    """An answer, the names of its headers in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def lasting(self) -> dict[str, str]:
        """Return the headers that are the same whenever one asks."""
        return {name: value for name, value in self.headers.items() if name != "date"}


def ask(url: str, method: str = "GET", headers: Mapping[str, str] | None = None) -> Answer:
    """Ask for a URL, with no headers but those given, and Host."""
    headers = headers or {}
    parts = urlsplit(url)
    assert parts.hostname
    with closing(HTTPConnection(parts.hostname, parts.port, timeout=60)) as connection:
        target = url.partition(parts.netloc)[2]
        connection.putrequest(
            method, target, skip_host="Host" in headers, skip_accept_encoding=True
        )
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        response = connection.getresponse()
        names = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, names, response.read())


@dataclass
class Clock:
    """A clock that stands still until it is set."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Site:
    """A server of this test, with a feed that follows a file and one that does not."""

    base_url: str
    folder: Path
    store: Store
    clock: Clock
    token: str
    kept: str = field(repr=False)

    @property
    def records(self) -> Path:
        return self.folder / "jobs.yaml"

    @property
    def database(self) -> Path:
        return self.folder / "store" / "feeds.sqlite3"

    @property
    def page(self) -> str:
        return f"{self.base_url}/{self.token}/"

    @property
    def feed(self) -> str:
        return f"{self.page}jobs.ics"

    def ics(self, text: bytes, previous: bytes) -> bytes:
        """Return what records are as a calendar, each event of which leads here."""
        leads = answer_urls(self.store.named("jobs"))
        return to_ics(plan(loads(text)), now=NOW, feed=True, previous=previous, answer_url=leads)

    def url(self, path: str) -> str:
        """Return a URL here; `TOKEN` in it stands for that of the feed."""
        return f"{self.base_url}{path.replace('TOKEN', self.token)}"

    def version(self) -> int:
        return self.store.named("jobs").version


@contextmanager
def served(folder: Path, text: str) -> Iterator[Site]:
    (folder / "jobs.yaml").write_text(text, encoding="utf-8")
    clock = Clock()
    with Store(f"sqlite:///{folder / 'store' / 'feeds.sqlite3'}") as store:
        token = store.add("jobs", content_at(folder / "jobs.yaml", ADDED))
        kept = store.add("kept", content_of(text.encode(), "kept.yaml", ADDED))
        with servers.in_thread(lambda own: create_app(store, base_url=own, clock=clock)) as own:
            site = Site(own, folder, store, clock, token, kept)
            ask(site.feed)  # from then on its events lead here
            yield site


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Return a site that no test changes."""
    with served(tmp_path_factory.mktemp("shared"), SAMPLE.read_text(encoding="utf-8")) as site:
        yield site


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """Return a site that a test may change."""
    with served(tmp_path, RECORDS) as site:
        yield site


# The feed


def test_a_feed_is_the_plan_as_a_calendar(shared: Site) -> None:
    answer = ask(shared.feed)
    assert answer.status == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    before = to_ics(plan(loads(SAMPLE.read_bytes())), now=ADDED, feed=True)
    assert answer.body == shared.ics(SAMPLE.read_bytes(), before)
    assert int(answer.headers["content-length"]) == len(answer.body)


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("/TOKEN/jobs.ics", id="feed"),
        pytest.param("/TOKEN/jobs.ics?download", id="download"),
        pytest.param("/TOKEN/", id="page"),
        pytest.param("/TOKEN", id="without slash"),
        pytest.param("/TOKEN/jabs.ics", id="nothing there"),
        pytest.param("/assets/page.css", id="asset"),
        pytest.param("/healthz", id="health"),
    ],
)
def test_head_says_what_get_says_without_a_body(shared: Site, path: str) -> None:
    got, head = ask(shared.url(path)), ask(shared.url(path), "HEAD")
    assert (head.status, head.lasting) == (got.status, got.lasting)
    assert head.body == b""


@pytest.mark.parametrize(
    "accept", ["text/html", "application/json", "text/calendar;q=0", "image/*", "*/*", "garbage"]
)
def test_what_is_accepted_makes_no_difference(shared: Site, accept: str) -> None:
    plain, accepted = ask(shared.feed), ask(shared.feed, headers={"Accept": accept})
    assert (accepted.lasting, accepted.body) == (plain.lasting, plain.body)


@pytest.mark.parametrize(
    ("query", "disposition"),
    [
        pytest.param("", None, id="feed"),
        pytest.param("?", None, id="empty query"),
        pytest.param("?utm_source=x", None, id="another query"),
        pytest.param("?download", 'attachment; filename="jobs.ics"', id="download"),
        pytest.param("?download=1", 'attachment; filename="jobs.ics"', id="download with value"),
    ],
)
def test_only_the_download_is_an_attachment(
    shared: Site, query: str, disposition: str | None
) -> None:
    answer = ask(f"{shared.feed}{query}")
    assert answer.headers.get("content-disposition") == disposition
    assert answer.body == ask(shared.feed).body


# Only what is new


def test_the_etag_is_strong_and_the_hash_of_the_bytes(shared: Site) -> None:
    answer = ask(shared.feed)
    assert answer.headers["etag"] == f'"{hashlib.sha256(answer.body).hexdigest()}"'


def test_last_modified_is_when_the_bytes_last_changed(site: Site) -> None:
    first = ask(site.feed)
    site.clock.now += timedelta(days=2)
    unchanged = ask(site.feed)
    site.clock.now += timedelta(hours=1)
    site.records.write_text(EDITED)
    edited = ask(site.feed)
    assert first.headers["last-modified"] == "Mon, 23 Nov 2026 10:00:00 GMT"
    assert unchanged.headers["last-modified"] == first.headers["last-modified"]
    assert edited.headers["last-modified"] == "Wed, 25 Nov 2026 11:00:00 GMT"


@pytest.mark.parametrize(
    ("tags", "status"),
    [
        pytest.param("{}", 304, id="same"),
        pytest.param("W/{}", 304, id="weak form"),
        pytest.param('"other", W/"more" , {}', 304, id="list"),
        pytest.param('"other",{},', 304, id="list without spaces"),
        pytest.param('"a,b", {}', 304, id="comma in a tag"),
        pytest.param("*", 304, id="any"),
        pytest.param(" * ", 304, id="any with spaces"),
        pytest.param("{gzip}", 304, id="gzip form"),
        pytest.param('"other"', 200, id="other"),
        pytest.param('"*"', 200, id="a star in quotes"),
        pytest.param('"-gzip"', 200, id="gzip form of nothing"),
        pytest.param("", 200, id="empty"),
        pytest.param('"""', 200, id="garbage"),
        pytest.param("{bare}", 200, id="without quotes"),
        pytest.param('"{bare}', 200, id="without the last quote"),
        pytest.param('"x{bare}"', 200, id="only its end"),
    ],
)
def test_a_known_etag_is_answered_with_304(shared: Site, tags: str, status: int) -> None:
    etag = ask(shared.feed).headers["etag"]
    bare = etag.strip('"')
    asked = tags.replace("{}", etag).replace("{gzip}", f'"{bare}-gzip"').replace("{bare}", bare)
    assert ask(shared.feed, headers={"If-None-Match": asked}).status == status


@pytest.mark.parametrize(
    ("since", "status"),
    [
        pytest.param("Mon, 23 Nov 2026 10:00:00 GMT", 304, id="same"),
        pytest.param("Mon, 23 Nov 2026 10:00:01 GMT", 304, id="later"),
        pytest.param("Monday, 23-Nov-26 10:00:00 GMT", 304, id="form of RFC 850"),
        pytest.param("Mon Nov 23 10:00:00 2026", 304, id="form of asctime"),
        pytest.param("Mon, 23 Nov 2026 09:59:59 GMT", 200, id="earlier"),
        pytest.param("yesterday", 200, id="garbage"),
        pytest.param("", 200, id="empty"),
        pytest.param("Mon, 99 Nov 2026 10:00:00 GMT", 200, id="no such day"),
        pytest.param("Mon, 23 Nov 99999999999999999999 10:00:00 GMT", 200, id="no such year"),
        pytest.param("Mon, 01 Jan 0001 00:00:00 +2359", 200, id="before time"),
    ],
)
def test_what_is_no_newer_is_answered_with_304(shared: Site, since: str, status: int) -> None:
    assert ask(shared.feed, headers={"If-Modified-Since": since}).status == status


@pytest.mark.parametrize(
    ("tags", "since", "status"),
    [
        pytest.param('"other"', "Mon, 23 Nov 2026 10:00:00 GMT", 200, id="other tag, same date"),
        pytest.param("garbage", "Mon, 23 Nov 2026 10:00:00 GMT", 200, id="garbage, same date"),
        pytest.param("", "Mon, 23 Nov 2026 10:00:00 GMT", 200, id="no tag, same date"),
        pytest.param("*", "Mon, 23 Nov 2026 09:00:00 GMT", 304, id="same tag, earlier date"),
        pytest.param("*", "garbage", 304, id="same tag, no date"),
    ],
)
def test_etags_outrank_dates(shared: Site, tags: str, since: str, status: int) -> None:
    headers = {"If-None-Match": tags, "If-Modified-Since": since}
    assert ask(shared.feed, headers=headers).status == status


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("encoding", ["identity", "gzip"])
def test_304_keeps_what_a_cache_needs_and_has_no_body(
    shared: Site, method: str, encoding: str
) -> None:
    known = ask(shared.feed, headers={"Accept-Encoding": encoding}).headers
    conditional = {"Accept-Encoding": encoding, "If-None-Match": known["etag"]}
    answer = ask(shared.feed, method, conditional)
    assert answer.status == 304
    assert answer.body == b""
    for name in ("etag", "cache-control", "vary", "last-modified"):
        assert answer.headers[name] == known[name]
    assert answer.headers.keys().isdisjoint({"content-type", "content-encoding"})


# Compressed


@pytest.mark.parametrize(
    ("asked", "encoding"),
    [
        pytest.param(None, None, id="nothing"),
        pytest.param("", None, id="empty"),
        pytest.param("gzip", "gzip", id="gzip"),
        pytest.param("x-gzip", "gzip", id="old name"),
        pytest.param("GZip", "gzip", id="any case"),
        pytest.param("br, gzip;q=0.5, *;q=0", "gzip", id="among others"),
        pytest.param("deflate,gzip", "gzip", id="list without spaces"),
        pytest.param("gzip;q=1.000", "gzip", id="full weight"),
        pytest.param("gzip;q=0", None, id="refused"),
        pytest.param("gzip; q=0.000", None, id="refused at length"),
        pytest.param("GZIP;Q=0", None, id="refused in capitals"),
        pytest.param("*", None, id="any"),
        pytest.param("*, gzip;q=0", None, id="any but gzip"),
        pytest.param("br", None, id="br"),
        pytest.param("identity", None, id="identity"),
        pytest.param("gzipped", None, id="garbage"),
    ],
)
def test_the_feed_is_compressed_only_where_gzip_is_asked_for(
    shared: Site, asked: str | None, encoding: str | None
) -> None:
    plain = ask(shared.feed)
    answer = ask(shared.feed, headers={} if asked is None else {"Accept-Encoding": asked})
    assert answer.headers.get("content-encoding") == encoding
    assert answer.headers["vary"] == "Accept-Encoding"
    body = gzip.decompress(answer.body) if encoding else answer.body
    assert body == plain.body
    assert (answer.headers["etag"] == plain.headers["etag"]) == (encoding is None)


def test_the_compressed_form_has_an_etag_of_its_own(shared: Site) -> None:
    plain = ask(shared.feed)
    zipped = ask(shared.feed, headers={"Accept-Encoding": "gzip"})
    assert zipped.headers["etag"] == f'"{hashlib.sha256(plain.body).hexdigest()}-gzip"'
    assert len(zipped.body) * 3 < len(plain.body)


# In private


@pytest.mark.parametrize(
    ("path", "method", "headers", "status"),
    [
        pytest.param("/TOKEN/jobs.ics", "GET", {}, 200, id="feed"),
        pytest.param("/TOKEN/jobs.ics?download", "GET", {}, 200, id="download"),
        pytest.param("/TOKEN/jobs.ics", "GET", {"If-None-Match": "*"}, 304, id="304"),
        pytest.param("/TOKEN/", "GET", {}, 200, id="page"),
        pytest.param("/TOKEN", "GET", {}, 308, id="redirect"),
        pytest.param("/TOKEN/jabs.ics", "GET", {}, 404, id="404"),
        pytest.param("/a/b/c/d", "GET", {}, 404, id="404 of no route"),
        pytest.param("/TOKEN/jobs.ics", "POST", {}, 405, id="405"),
        pytest.param("/healthz", "GET", {}, 200, id="health"),
        pytest.param("/robots.txt", "GET", {}, 200, id="robots"),
    ],
)
def test_every_answer_is_private(
    shared: Site, path: str, method: str, headers: dict[str, str], status: int
) -> None:
    answer = ask(shared.url(path), method, headers)
    assert answer.status == status
    assert PRIVATE.items() <= answer.headers.items()


def test_the_page_has_a_strict_policy(shared: Site) -> None:
    answer = ask(shared.page)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-security-policy"] == f"{POLICY}; frame-ancestors 'none'"
    assert "unsafe" not in answer.headers["content-security-policy"]
    assert answer.headers["content-security-policy"].startswith("default-src 'none';")


def test_the_page_is_compressed_only_where_gzip_is_asked_for(shared: Site) -> None:
    plain = ask(shared.page)
    zipped = ask(shared.page, headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert zipped.headers["content-encoding"] == "gzip"
    assert gzip.decompress(zipped.body) == plain.body
    assert plain.headers["vary"] == zipped.headers["vary"] == "Accept-Encoding"


def test_every_link_of_the_page_leads_somewhere(shared: Site) -> None:
    page = ask(shared.page).body.decode()
    assert f'value="{shared.feed}"' in page
    links = set(re.findall(r'(?:href|src)="([^"#:]+)"', page))
    assert links == {"../assets/page.css", "../assets/page.js", "jobs.ics?download"}
    assert {ask(urljoin(shared.page, each)).status for each in links} == {200}


@pytest.mark.parametrize(
    ("name", "kind"),
    [("page.css", "text/css; charset=utf-8"), ("page.js", "text/javascript; charset=utf-8")],
)
def test_an_asset_says_what_it_is(shared: Site, name: str, kind: str) -> None:
    answer = ask(shared.url(f"/assets/{name}"))
    assert (answer.status, answer.headers["content-type"]) == (200, kind)
    assert ask(shared.url(f"/assets/{name}.map")).status == 404


@pytest.mark.parametrize(
    "headers",
    [
        pytest.param({}, id="plain"),
        pytest.param({"Accept-Encoding": "gzip"}, id="compressed"),
        pytest.param({"If-None-Match": "*"}, id="conditional"),
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_known_token_with_a_wrong_name_looks_unknown(
    shared: Site, method: str, headers: dict[str, str]
) -> None:
    unknown = ask(shared.url(f"/{UNKNOWN}/jobs.ics"), method, headers)
    assert unknown.status == 404
    for path in ("TOKEN/jabs.ics", "TOKEN/kept.ics", "TOKEN/jobs.ICS", f"{UNKNOWN}/", "TOKEN/x"):
        answer = ask(shared.url(f"/{path}"), method, headers)
        assert (answer.status, answer.lasting, answer.body) == (
            unknown.status,
            unknown.lasting,
            unknown.body,
        )


@pytest.mark.parametrize("path", ["/TOKEN/jobs.ics", "/TOKEN/", "/TOKEN"])
@pytest.mark.parametrize(
    "method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND", "REPORT"]
)
def test_other_methods_are_told_which_there_are(shared: Site, method: str, path: str) -> None:
    answer = ask(shared.url(path), method)
    assert answer.status == 405
    assert sorted(answer.headers["allow"].split(", ")) == ["GET", "HEAD"]


def test_without_the_slash_one_is_led_to_the_page(shared: Site) -> None:
    answer = ask(shared.page.rstrip("/"), headers={"Host": "evil.example"})
    assert answer.status == 308
    assert "evil" not in answer.headers["location"]
    assert urljoin(shared.page.rstrip("/"), answer.headers["location"]) == shared.page


ASKED_OF_EVERY_HOST = ["/favicon.ico", "/apple-touch-icon.png", "/sitemap.xml", "/.well-known"]


@pytest.mark.parametrize("path", ASKED_OF_EVERY_HOST)
def test_what_every_host_is_asked_for_is_not_taken_for_a_feed(shared: Site, path: str) -> None:
    answer = ask(f"{shared.base_url}{path}")
    assert (answer.status, answer.body) == (404, b"There is nothing here.\n")


def test_crawlers_are_kept_away_from_everything(shared: Site) -> None:
    answer = ask(f"{shared.base_url}/robots.txt")
    assert (answer.status, answer.headers["content-type"]) == (200, "text/plain; charset=utf-8")
    robots = RobotFileParser()
    robots.parse(answer.body.decode().splitlines())
    assert not robots.can_fetch("AnyBot", shared.page)


@pytest.mark.parametrize("path", ["/TOKEN/jobs.ics/", "/healthz/", "/assets/page.css/", "/"])
def test_a_slash_too_many_leads_nowhere(shared: Site, path: str) -> None:
    answer = ask(shared.url(path), headers={"Host": "evil.example"})
    assert (answer.status, answer.body) == (404, b"There is nothing here.\n")


@pytest.mark.parametrize(
    "path",
    [
        "//evil.example",
        "/%2F%2Fevil.example",
        "/\\\\evil.example",
        "/%5C%5Cevil.example",
        "/https:evil.example",
        "/https:%2F%2Fevil.example",
        "/javascript:alert(1)",
        "/%0d%0aLocation:%20https:%2F%2Fevil.example",
        "/%2e%2e",
        "/?%2F%2Fevil.example",
    ],
)
def test_nobody_is_led_to_another_host(shared: Site, path: str) -> None:
    answer = ask(f"{shared.base_url}{path}")
    location = answer.headers.get("location", "")
    assert answer.status in (308, 404)
    assert "\\" not in location
    assert urljoin(f"{shared.base_url}/", location).startswith(f"{shared.base_url}/")


# Withdrawn


def test_a_revoked_feed_is_gone_with_its_page(site: Site) -> None:
    known = ask(site.feed).headers["etag"]
    site.store.revoke("jobs", int(NOW.timestamp()))
    for answer in (
        ask(site.feed),
        ask(site.page),
        ask(site.feed, headers={"If-None-Match": known}),
    ):
        assert answer.status == 410
        assert PRIVATE.items() <= answer.headers.items()
        assert answer.headers.keys().isdisjoint({"etag", "last-modified"})
    assert ask(f"{site.base_url}/{site.kept}/kept.ics").status == 200


def test_after_a_rotation_only_the_new_address_works(site: Site) -> None:
    before = ask(site.feed)
    new = site.store.rotate("jobs", int(NOW.timestamp()))
    assert (ask(site.feed).status, ask(site.page).status) == (410, 410)
    after = ask(f"{site.base_url}/{new}/jobs.ics")
    assert summaries(after.body) == summaries(before.body)
    assert set(links_in(after.body)).isdisjoint(links_in(before.body))
    assert ask(f"{site.base_url}/{new}/").status == 200


def summaries(body: bytes) -> list[str]:
    return [str(each["SUMMARY"]) for each in Calendar.from_ical(body).walk("VEVENT")]


def links_in(body: bytes) -> list[str]:
    """Return what the events lead to, as a calendar reads it."""
    events = Calendar.from_ical(body).walk("VEVENT")
    return [str(each["DESCRIPTION"]).rpartition("\n")[2] for each in events]


def test_each_event_ends_in_a_link_of_its_own_that_holds_no_token_and_stays(site: Site) -> None:
    body = ask(site.feed).body
    links = links_in(body)
    assert len(set(links)) == len(links) > 1
    for link in links:
        assert re.fullmatch(re.escape(site.base_url) + r"/a/[0-9]+\.[0-9a-f]{32}\.[\w-]{43}", link)
    assert site.token.encode() not in body
    site.clock.now += timedelta(days=2)
    site.records.write_text(EDITED)
    assert set(links_in(ask(site.feed).body)) & set(links)


def test_events_lead_to_the_server_that_began_last(site: Site) -> None:
    elsewhere = "https://feeds.example.org"
    create_app(site.store, base_url=elsewhere)
    assert all(each.startswith(f"{elsewhere}/a/") for each in links_in(ask(site.feed).body))


def test_a_feed_that_was_revoked_stays_gone_when_the_store_fails(site: Site) -> None:
    ask(site.feed)
    site.store.revoke("jobs", int(NOW.timestamp()))
    assert ask(site.feed).status == 410
    drop_tables(site)
    assert ask(site.feed).status == 503


def test_a_feed_that_was_removed_stays_gone_when_the_store_fails(site: Site) -> None:
    ask(site.feed)
    site.store.remove("jobs")
    assert ask(site.feed).status == 404
    drop_tables(site)
    assert ask(site.feed).status == 503


# Following the records


def write_faults(records: Path) -> None:
    records.write_text(FAULTY)


def write_no_text(records: Path) -> None:
    records.write_bytes(b"\x00\xff")


def make_folder(records: Path) -> None:
    records.unlink()
    records.mkdir()


def test_a_changed_file_shows_in_the_next_poll_and_on_the_page(site: Site) -> None:
    before = ask(site.feed)
    site.records.write_text(EDITED)
    after = ask(site.feed, headers={"If-None-Match": before.headers["etag"]})
    assert after.status == 200
    assert after.body == site.ics(EDITED.encode(), before.body)
    assert b"Ann Lee-Jones" in after.body
    assert b"Ann Lee-Jones" in ask(site.page).body
    assert ask(site.feed, headers={"If-None-Match": after.headers["etag"]}).status == 304


def test_a_poll_that_finds_nothing_new_writes_nothing(site: Site) -> None:
    before = site.version()
    for _ in range(3):
        ask(site.feed)
        ask(site.page)
    assert site.version() == before


@pytest.mark.parametrize("spoil", [write_faults, Path.unlink])
def test_records_that_cannot_be_used_are_read_once(
    site: Site, spoil: Callable[[Path], object]
) -> None:
    before = site.version()
    spoil(site.records)
    for _ in range(3):
        ask(site.feed)
    assert site.version() == before + 1


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        pytest.param(write_faults, b"rool: unknown field; did you mean role?", id="faults"),
        pytest.param(write_no_text, b"jobs.yaml", id="no text"),
        pytest.param(Path.unlink, b"jobs.yaml: cannot be read", id="removed"),
        pytest.param(make_folder, b"jobs.yaml: cannot be read", id="a folder"),
    ],
)
def test_records_that_cannot_be_used_leave_the_last_good_feed(
    site: Site, spoil: Callable[[Path], object], said: bytes
) -> None:
    before = ask(site.feed)
    site.clock.now += timedelta(hours=1)
    spoil(site.records)
    after = ask(site.feed)
    assert (after.status, after.lasting, after.body) == (200, before.lasting, before.body)
    page = ask(site.page).body
    assert b"Your records could not be used" in page
    assert said in page
    assert str(site.folder).encode() not in page
    assert b"Ann Lee" in page


def test_records_that_were_mended_are_served_and_the_page_stops_complaining(site: Site) -> None:
    site.records.write_text(FAULTY)
    ask(site.feed)
    site.records.write_text(EDITED)
    assert b"Ann Lee-Jones" in ask(site.feed).body
    assert b"could not be used" not in ask(site.page).body


def test_after_a_day_old_events_go(site: Site) -> None:
    ends = max(each.end for each in plan(loads(RECORDS)).follow_ups)
    first = min(each.end for each in plan(loads(RECORDS)).follow_ups)
    site.clock.now = first + timedelta(days=90, hours=-12)
    before = ask(site.feed).body
    site.clock.now += timedelta(hours=23, minutes=59)
    same = ask(site.feed).body
    site.clock.now += timedelta(minutes=1)
    after = ask(site.feed).body
    site.clock.now = ends + timedelta(days=91)
    last = ask(site.feed)
    assert same == before
    assert after.count(b"BEGIN:VEVENT") == before.count(b"BEGIN:VEVENT") - 1
    assert last.status == 200
    assert last.body.count(b"BEGIN:VEVENT") == 0
    assert last.body.endswith(b"END:VCALENDAR\r\n")


# When the store fails


def make_garbage(site: Site) -> None:
    site.store.close()
    site.database.write_bytes(b"no database " * 1000)


def remove_folder(site: Site) -> None:
    site.store.close()
    shutil.rmtree(site.database.parent)


def drop_tables(site: Site) -> None:
    with closing(sqlite3.connect(site.database)) as connection:
        connection.execute("DROP TABLE tokens")


def refuse_writes(site: Site) -> None:
    with closing(sqlite3.connect(site.database)) as connection:
        refusal = "BEGIN SELECT RAISE(ABORT, 'the disk is full'); END"
        connection.execute(f"CREATE TRIGGER full BEFORE UPDATE ON feeds {refusal}")


@pytest.mark.parametrize("fail", [make_garbage, remove_folder, drop_tables])
def test_a_feed_that_was_served_is_served_again_when_the_store_fails(
    site: Site, fail: Callable[[Site], None]
) -> None:
    before = ask(site.feed)
    fail(site)
    site.records.write_text(EDITED)
    after = ask(site.feed)
    assert (after.status, after.lasting, after.body) == (200, before.lasting, before.body)
    conditional = ask(site.feed, headers={"If-None-Match": before.headers["etag"]})
    assert conditional.status == 304


@pytest.mark.parametrize("fail", [make_garbage, remove_folder, drop_tables])
@pytest.mark.parametrize("path", ["/KEPT/kept.ics", "/KEPT/", "/TOKEN/jabs.ics"])
def test_what_was_never_served_is_to_be_asked_for_later_when_the_store_fails(
    site: Site, fail: Callable[[Site], None], path: str
) -> None:
    ask(site.feed)
    fail(site)
    answer = ask(site.url(path.replace("KEPT", site.kept)))
    assert (answer.status, answer.headers["retry-after"]) == (503, "60")
    assert PRIVATE.items() <= answer.headers.items()
    assert answer.body == b"Please try again in a minute.\n"


@pytest.mark.parametrize("fail", [make_garbage, remove_folder])
def test_health_is_that_of_the_store(site: Site, fail: Callable[[Site], None]) -> None:
    assert (ask(site.url("/healthz")).status, ask(site.url("/healthz")).body) == (200, b"ok\n")
    fail(site)
    answer = ask(site.url("/healthz"))
    assert (answer.status, answer.body) == (503, b"the store cannot be read\n")
    assert PRIVATE.items() <= answer.headers.items()


def test_a_store_that_comes_back_is_used_again(site: Site) -> None:
    ask(site.feed)
    site.store.close()
    content = site.database.read_bytes()
    make_garbage(site)
    ask(site.feed)
    site.database.write_bytes(content)
    site.records.write_text(EDITED)
    assert b"Ann Lee-Jones" in ask(site.feed).body
    assert ask(site.url("/healthz")).status == 200
    assert ask(f"{site.base_url}/{site.kept}/kept.ics").status == 200


def test_a_store_that_takes_no_writes_leaves_the_last_good_feed(site: Site) -> None:
    before = ask(site.feed)
    refuse_writes(site)
    site.records.write_text(EDITED)
    after = ask(site.feed)
    assert (after.status, after.lasting, after.body) == (200, before.lasting, before.body)


# Without a trace


TRIED = [
    ("GET", "/TOKEN/jobs.ics"),
    ("HEAD", "/TOKEN/jobs.ics"),
    ("GET", "/TOKEN/jobs.ics?download"),
    ("GET", "/TOKEN/jobs.ics?token=TOKEN"),
    ("GET", "/TOKEN/TOKEN.ics"),
    ("GET", "/TOKEN/jabs.ics"),
    ("GET", "/TOKEN/"),
    ("GET", "/TOKEN"),
    ("GET", "/TOKEN/nothing/here"),
    ("GET", "/assets/TOKEN"),
    ("GET", "/TOKEN/jobs.ics/"),
    ("GET", "/TOKEN/%00.ics"),
    ("POST", "/TOKEN/jobs.ics"),
    ("PROPFIND", "/TOKEN/"),
]


WRITTEN = ["GET jobs.ics 200", "GET refused 404", "refused 405", "no such table"]


def try_everything(url: Callable[[str], str], token: str) -> None:
    """Ask for a feed in every way that a log might tell of."""
    for method, path in TRIED:
        headers = {"Referer": url("/TOKEN/"), "If-None-Match": f'"{token}"', "X-Token": token}
        ask(url(path), method, headers)


def test_no_token_reaches_a_log(caplog: pytest.LogCaptureFixture, tmp_path: Path) -> None:
    caplog.set_level(logging.DEBUG)
    with served(tmp_path, RECORDS) as site:
        try_everything(site.url, site.token)
        site.records.write_text(FAULTY)
        try_everything(site.url, site.token)
        drop_tables(site)
        try_everything(site.url, site.token)
    # That of whoever runs the application is their own matter; `serve` switches it off.
    own = [each for each in caplog.records if each.name != "uvicorn.access"]
    lines = [caplog.handler.format(each) for each in own]
    assert [each for each in lines if site.token in each] == []
    written = "\n".join(lines)
    for line in (*WRITTEN, "HEAD jobs.ics 200", "GET jobs page 200", "refused 503"):
        assert line in written


def test_no_token_is_printed_by_a_server(tmp_path: Path) -> None:
    records, database = tmp_path / "jobs.yaml", tmp_path / "feeds.sqlite3"
    records.write_text(RECORDS, encoding="utf-8")
    with Store(f"sqlite:///{database}") as store:
        token = store.add("jobs", content_at(records, NOW))
    with servers.process(f"sqlite:///{database}", records) as running:

        def url(path: str) -> str:
            return f"{running.base_url}{path.replace('TOKEN', token)}"

        try_everything(url, token)
        records.write_text(FAULTY)
        try_everything(url, token)
        with closing(sqlite3.connect(database)) as connection:
            connection.execute("DROP TABLE tokens")
        try_everything(url, token)
    printed = "".join(running.printed)
    assert token not in printed
    for line in WRITTEN:
        assert line in printed


# Many at once


def at_once(urls: list[str]) -> list[Answer]:
    """Ask for all URLs at the same moment."""
    barrier = Barrier(len(urls))

    def wait_and_ask(url: str) -> Answer:
        barrier.wait()
        return ask(url)

    with ThreadPoolExecutor(len(urls)) as pool:
        return list(pool.map(wait_and_ask, urls))


def test_many_polls_after_an_edit_render_once_and_all_get_the_new_bytes(tmp_path: Path) -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    with served(tmp_path, text) as site:
        before, version = ask(site.feed), site.version()
        site.records.write_text(text.replace("Priya Raman", "Priya Raman-Lee"))
        answers = at_once([site.feed] * 24)
        assert {each.status for each in answers} == {200}
        assert len({each.body for each in answers}) == 1
        assert b"Priya Raman-Lee" in answers[0].body
        assert b"Priya Raman-Lee" not in before.body
        assert site.version() == version + 1


def test_two_servers_over_one_store_serve_the_same_new_bytes(site: Site) -> None:
    before = ask(site.feed)
    clock = Clock(NOW + timedelta(seconds=5))
    with (
        Store(site.store.url) as store,
        servers.in_thread(
            lambda _: create_app(store, base_url=site.base_url, clock=clock)
        ) as other,
    ):
        feeds = [site.feed, site.feed.replace(site.base_url, other)]
        assert ask(feeds[1]).body == before.body
        site.records.write_text(EDITED)
        at_once(feeds * 4)
        first, second = map(ask, feeds)
    assert b"Ann Lee-Jones" in first.body
    assert (first.lasting, first.body) == (second.lasting, second.body)
