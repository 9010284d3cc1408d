"""The feeds inside another project: Starlette's, FastAPI's or Django's, over real HTTP."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode, urljoin
from urllib.request import urlopen

import pytest
from django.conf import settings  # type: ignore[import-untyped]
from django.core.asgi import get_asgi_application  # type: ignore[import-untyped]
from django.http import HttpRequest, HttpResponse  # type: ignore[import-untyped]
from django.urls import path  # type: ignore[import-untyped]
from fastapi import FastAPI
from icalendar import Calendar, Component
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

import servers
from followup_ics import loads, plan, to_ics
from followup_ics.hosting.app import create_app
from followup_ics.hosting.rendering import content_of
from followup_ics.hosting.store import Store

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
RECORDS = b"""\
candidate: {timezone: Europe/Berlin}
interviews:
- {company: Acme, role: Engineer, start: 2026-11-20 10:00, people: [{name: Ann Lee}]}
"""
UNKNOWN = "0" * 64


# Projects with a route of their own, /hello


def in_starlette(feeds: ASGIApp) -> ASGIApp:
    async def hello(_: Request) -> PlainTextResponse:
        return PlainTextResponse("hello from Starlette")

    return Starlette(routes=[Route("/hello", hello), Mount("/cal", feeds)])


def two_levels_deep(feeds: ASGIApp) -> ASGIApp:
    async def hello(_: Request) -> PlainTextResponse:
        return PlainTextResponse("hello from Starlette")

    inner = Starlette(routes=[Mount("/feeds", feeds)])
    return Starlette(routes=[Route("/hello", hello), Mount("/my", inner)])


def in_fastapi(feeds: ASGIApp) -> ASGIApp:
    app = FastAPI()

    @app.get("/hello")
    def hello() -> str:
        return "hello from FastAPI"

    app.mount("/cal", feeds)
    return app


def in_django(feeds: ASGIApp) -> ASGIApp:
    return Starlette(routes=[Mount("/cal", feeds), Mount("/", django_project())])


def django_project() -> ASGIApp:
    if not settings.configured:  # once in a process is all that Django allows
        hosts = ["127.0.0.1"]
        settings.configure(ROOT_URLCONF=URLS, ALLOWED_HOSTS=hosts, LOGGING_CONFIG=None)
    app: ASGIApp = get_asgi_application()
    return app


def django_hello(_: HttpRequest) -> HttpResponse:
    return HttpResponse("hello from Django")


URLS = (path("hello", django_hello),)


@dataclass(frozen=True)
class Project:
    """How a project mounts the feeds, below which path, and what its own route says."""

    mounting: Callable[[ASGIApp], ASGIApp]
    prefix: str
    says: str


PROJECTS = {
    "Starlette": Project(in_starlette, "/cal", "hello from Starlette"),
    "Starlette, two levels deep": Project(two_levels_deep, "/my/feeds", "hello from Starlette"),
    "FastAPI": Project(in_fastapi, "/cal", '"hello from FastAPI"'),
    "Django": Project(in_django, "/cal", "hello from Django"),
}


@dataclass(frozen=True)
class Site:
    """A project at work: where it is, where the feeds are in it, and the token of one."""

    project: Project
    own: str
    base_url: str
    token: str

    @property
    def page(self) -> str:
        return f"{self.base_url}/{self.token}/"

    @property
    def feed(self) -> str:
        return f"{self.page}jobs.ics"


@pytest.fixture(scope="module", params=PROJECTS)
def site(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    project = PROJECTS[request.param]
    folder = tmp_path_factory.mktemp("mounted")
    with Store(f"sqlite:///{folder / 'feeds.sqlite3'}") as store:
        token = store.add("jobs", content_of(RECORDS, "jobs.yaml", NOW))

        def make(own: str) -> ASGIApp:
            base_url = f"{own}{project.prefix}"
            return project.mounting(create_app(store, base_url=base_url, clock=lambda: NOW))

        with servers.in_thread(make) as own:
            yield Site(project, own, f"{own}{project.prefix}", token)


def get(url: str) -> tuple[int, str, bytes]:
    """Return the status, type and body that a URL leads to."""
    try:
        with urlopen(url, timeout=60) as answer:
            return answer.status, answer.headers["Content-Type"], answer.read()
    except HTTPError as error:
        with error:
            return error.code, error.headers["Content-Type"], error.read()


def test_the_feed_is_served(site: Site) -> None:
    status, kind, body = get(site.feed)
    assert (status, kind) == (200, "text/calendar; charset=utf-8")
    planned = Calendar.from_ical(to_ics(plan(loads(RECORDS)), now=NOW, feed=True))
    assert uids(Calendar.from_ical(body)) == uids(planned)


def uids(calendar: Component) -> list[str]:
    return [str(event["UID"]) for event in calendar.walk("VEVENT")]


def test_an_event_leads_below_the_prefix_and_its_answer_is_written(site: Site) -> None:
    event = Calendar.from_ical(get(site.feed)[2]).walk("VEVENT")[0]
    link = str(event["DESCRIPTION"]).rpartition("\n")[2]
    assert link.startswith(f"{site.base_url}/a/")
    status, kind, body = get(link)
    assert (status, kind) == (200, "text/html; charset=utf-8")
    [style] = re.findall('href="([^"]+[.]css)"', body.decode())
    assert get(urljoin(link, style))[:2] == (200, "text/css; charset=utf-8")
    form = re.findall('name="form" value="([^"]+)"', body.decode())[0]
    with urlopen(link, urlencode({"form": form, "answer": "skip"}).encode()) as said:
        assert said.url.startswith(f"{link}?said=")
        assert b"skipped" in said.read()


def test_the_page_names_the_feed_under_the_prefix(site: Site) -> None:
    status, kind, body = get(site.page)
    assert (status, kind) == (200, "text/html; charset=utf-8")
    assert f'value="{site.feed}"' in body.decode()


def test_every_link_of_the_page_leads_somewhere(site: Site) -> None:
    page = get(site.page)[2].decode()
    links = set(re.findall(r'(?:href|src)="([^"#:]+)"', page))
    found = {urljoin(site.page, each): get(urljoin(site.page, each))[:2] for each in links}
    assert found == {
        f"{site.base_url}/assets/page.css": (200, "text/css; charset=utf-8"),
        f"{site.base_url}/assets/page.js": (200, "text/javascript; charset=utf-8"),
        f"{site.feed}?download": (200, "text/calendar; charset=utf-8"),
    }


def test_without_the_slash_one_is_led_to_the_page(site: Site) -> None:
    with urlopen(site.page.rstrip("/"), timeout=60) as answer:
        assert answer.url == site.page
        assert answer.status == 200


def test_an_unknown_token_is_refused_in_the_words_of_the_feeds(site: Site) -> None:
    refused = (404, "text/plain; charset=utf-8", b"There is nothing here.\n")
    assert get(f"{site.base_url}/{UNKNOWN}/jobs.ics") == refused
    assert get(f"{site.base_url}/{site.token}/jabs.ics") == refused


def test_health_is_told_under_the_prefix(site: Site) -> None:
    assert get(f"{site.base_url}/healthz") == (200, "text/plain; charset=utf-8", b"ok\n")


def test_the_project_answers_as_before(site: Site) -> None:
    status, _, body = get(f"{site.own}/hello")
    assert (status, body.decode()) == (200, site.project.says)
    status, _, body = get(f"{site.own}/{site.token}/jobs.ics")
    assert status == 404
    assert body != b"There is nothing here.\n"


class Marked:
    """A middleware that adds a header to each answer."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def marking(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], (b"x-marked", b"yes")]
            await send(message)

        await self._app(scope, receive, marking)


def test_what_is_put_around_the_feeds_is_around_polls_too(tmp_path: Path) -> None:
    with Store(f"sqlite:///{tmp_path / 'feeds.sqlite3'}") as store:
        token = store.add("jobs", content_of(RECORDS, "jobs.yaml", NOW))
        answers = []
        for middleware in ((), (Marked,)):

            def make(_: str, around: Iterable[type[Marked]] = middleware) -> ASGIApp:
                app = create_app(store, base_url="http://feeds.example", clock=lambda: NOW)
                for each in around:
                    app.add_middleware(each)
                return app

            with servers.in_thread(make) as own, urlopen(f"{own}/{token}/jobs.ics") as answer:
                headers = dict(answer.headers.items())
                headers.pop("date")
                answers.append((headers, answer.read()))
    (plain, body), (marked, same) = answers
    assert marked == plain | {"x-marked": "yes"}
    assert same == body
