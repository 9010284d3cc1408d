"""From an invitation to a subscribed calendar, to a tap on a phone, and back into the calendar."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from anyio.to_thread import run_sync
from icalendar import Calendar, Component
from playwright.sync_api import Browser, Page, expect
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

import browsing
import servers
import syncing
import tapping
from browsing import OPEN_ALL, axe, barriers

CALL, CALL_BACK = "Call Dana Lee (Acme)", "Call Dana Lee back (Acme)"
INVITATION = """\
BEGIN:VCALENDAR
METHOD:REQUEST
BEGIN:VEVENT
UID:one@acme.example
SEQUENCE:0
DTSTAMP:{sent:%Y%m%dT%H%M%SZ}
DTSTART:{start:%Y%m%dT%H%M%SZ}
DURATION:PT45M
SUMMARY:Interview with Acme for Data Engineer
LOCATION:By telephone
DESCRIPTION:Dana Lee\\, Head of Data\\, +49 30 901820
ORGANIZER;CN=Dana Lee:mailto:dana.lee@acme.example
ATTENDEE;CN=Dana Lee;PARTSTAT=ACCEPTED:mailto:dana.lee@acme.example
ATTENDEE;CN=Jordan Rivera:mailto:jordan.rivera@mail.example
END:VEVENT
END:VCALENDAR
"""
UNCHECKED = "document.querySelectorAll('form').forEach((each) => { each.noValidate = true; })"
METHODS = ["GET", "HEAD", "POST"]


@dataclass
class Proxy:
    """One address for several servers: what leads to a page goes to the last, polls to the first.

    `posted` are the headers that came with each post.
    """

    servers: list[str] = field(default_factory=list)
    posted: list[dict[str, str]] = field(default_factory=list)

    def application(self, _: str) -> Starlette:
        return Starlette(routes=[Route("/{path:path}", self.answer, methods=METHODS)])

    async def answer(self, request: Request) -> Response:
        if request.method == "POST":
            self.posted.append(dict(request.headers))
        body = await request.body()
        return await run_sync(self.passed_on, request, body)

    def passed_on(self, request: Request, body: bytes) -> Response:
        at = self.servers[0 if request.url.path.endswith(".ics") else -1]
        connection = HTTPConnection(urlsplit(at).netloc, timeout=30)
        path = str(request.url).removeprefix(str(request.base_url).rstrip("/"))
        connection.request(request.method, path, body, dict(request.headers))
        answer = connection.getresponse()
        response = Response(answer.read(), answer.status)
        response.raw_headers = [
            (name.lower().encode(), value.encode()) for name, value in answer.getheaders()
        ]
        connection.close()
        return response


@dataclass(frozen=True)
class Search:
    """A job search whose feed is subscribed to, by way of a proxy before two servers."""

    folder: Path
    proxy: Proxy
    base: str

    @property
    def records(self) -> str:
        return (self.folder / "jobs.yaml").read_text(encoding="utf-8")

    def synchronised(self) -> dict[str, Component]:
        """Return the events of the copy after the next poll, by what they are called."""
        syncing.run(self.folder, "sync")
        texts = [text for _, text in syncing.files(self.folder).values()]
        found = [each for text in texts for each in Calendar.from_ical(text).walk("VEVENT")]
        return {str(each["SUMMARY"]): each for each in found}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with browsing.chromium() as browser:
        yield browser


@pytest.fixture
def visitor(browser: Browser) -> Iterator[browsing.Visitor]:
    with browsing.without_complaints(browsing.Visitor(browser)) as visitor:
        yield visitor


@pytest.fixture
def search(database: str, tmp_path: Path) -> Iterator[Search]:
    """An invitation that is added to new records, whose feed is subscribed to."""
    now, proxy = datetime.now(UTC), Proxy()
    sent, start = now - timedelta(days=5), now - timedelta(days=2)
    (tmp_path / "invite.ics").write_text(INVITATION.format(sent=sent, start=start))
    followup_ics(tmp_path, "add", "invite.ics", "--to", "jobs.yaml", "--yes")
    with ExitStack() as stack:
        base = stack.enter_context(servers.in_thread(proxy.application))
        kept = ("--database", database, "--base-url", base)
        said = followup_ics(tmp_path, "feed", "add", "jobs.yaml", *kept)
        for _ in range(2):
            running = stack.enter_context(servers.process(database, "--base-url", base))
            proxy.servers.append(running.base_url)
        (url,) = re.findall(r"http\S+\.ics", said)
        syncing.subscribe(tmp_path, url)
        yield Search(tmp_path, proxy, base)


def followup_ics(folder: Path, *words: str) -> str:
    """Run a command as its user does, and return what it prints."""
    done = subprocess.run(
        [sys.executable, "-m", "followup_ics", *words],
        cwd=folder,
        env=os.environ | {"TZ": "Europe/Berlin"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def a_day_to_call() -> date:
    """Return a Thursday more than a week away."""
    soon = datetime.now(UTC).date() + timedelta(days=8)
    return soon + timedelta(days=(3 - soon.weekday()) % 7)


def test_a_tap_on_a_phone_moves_the_event_of_an_invitation_in_the_next_poll(
    search: Search, visitor: browsing.Visitor
) -> None:
    event, day = search.synchronised()[CALL], a_day_to_call()
    link = str(event["DESCRIPTION"]).split()[-1]
    assert link.startswith(f"{search.base}/a/")
    page = visitor.visit(link, size="phone", java_script_enabled=False, has_touch=True)
    page.locator("summary", has_text="They want a call on another day").tap()
    page.get_by_label("Call them on").fill(f"{day}")
    page.get_by_role("button", name="Save the day to call").tap()
    expect(page.get_by_role("heading", name="Saved")).to_be_visible()
    assert f"call_back: {day}}}" in search.records
    moved = search.synchronised()
    assert str(moved[f"Done: {CALL}"]["DESCRIPTION"]).split()[-1] == link
    assert moved[CALL_BACK].decoded("DTSTART").date() == day
    taken_back(page, search)
    assert CALL_BACK not in search.synchronised()
    for headers in search.proxy.posted:
        assert (headers["origin"], headers["sec-fetch-site"]) == (search.base, "same-origin")
        assert link not in headers.get("referer", "")
    assert len(search.proxy.posted) == 2
    assert {each for each in visitor.requests if not each.startswith(search.base)} == set()


def taken_back(page: Page, search: Search) -> None:
    """Go back, send the same again, and take it back."""
    after, saved = search.records, page.url
    page.reload()
    assert search.records == after
    page.get_by_role("button", name="Undo").tap()
    expect(page.get_by_role("heading", name="Taken back")).to_be_visible()
    assert "call_back" not in search.records
    assert page.url == saved


def audited(
    visitor: browsing.Visitor, url: str, tap: Callable[[Page], object]
) -> list[tuple[str, object, str]]:
    """Return what axe-core finds in a page, and in the one that a tap there leads to."""
    page = visitor.visit(url, axe(), size="phone", has_touch=True)
    page.evaluate(OPEN_ALL)
    found = barriers(page)
    with page.expect_navigation():
        tap(page)
    return [*found, *barriers(page)]


def test_axe_finds_nothing_serious_in_what_is_served(
    visitor: browsing.Visitor, tmp_path: Path
) -> None:
    database = f"sqlite:///{tmp_path / 'feeds.sqlite3'}"
    with tapping.tapped(database, tmp_path) as site:
        link = site.link("Call Dana (Acme)")

        def refused(page: Page) -> None:
            page.evaluate(UNCHECKED)
            page.get_by_label("Call them on").fill("2026-11-01")
            page.get_by_role("button", name="Save the day to call").tap()

        def done(page: Page) -> None:
            page.get_by_role("button", name="Done").tap()

        assert audited(visitor, link, refused) == []
        assert audited(visitor, link, done) == []
        site.store.revoke("jobs", 1)
        assert audited(visitor, link, lambda page: page.reload()) == []
    visitor.complaints[:] = [each for each in visitor.complaints if "status of 4" not in each]
