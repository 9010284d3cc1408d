"""The feeds and their pages over HTTP, as an ASGI application to run or to mount.

The secret is the token in the path: it reaches no log, and a wrong one is answered like none.
Whatever fails inside, a calendar that was served before is served again.
"""

from __future__ import annotations

import asyncio
import gzip
import logging
import re
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor
from datetime import UTC, datetime
from functools import lru_cache

from anyio.to_thread import run_sync
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import Lifespan

from followup_ics.hosting.addresses import checked_base, feed_url
from followup_ics.hosting.calendars import OwnCalendars
from followup_ics.hosting.conditional import entity_tag, http_date, is_not_modified, wants_gzip
from followup_ics.hosting.feed_page import feed_page
from followup_ics.hosting.recent import Calendar, Recent
from followup_ics.hosting.renderers import refresh_at
from followup_ics.hosting.rendering import is_stale, refresh
from followup_ics.hosting.store import Found, Store, in_a_line, token_hash
from followup_ics.hosting.together import Together
from followup_ics.page.assets import ASSETS
from followup_ics.page.page import POLICY
from followup_ics.page.subscribing import GoogleScheme

PRIVATE = {
    "Cache-Control": "private, no-cache",
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
PAGE_POLICY = f"{POLICY}; frame-ancestors 'none'"
_METHODS = ["GET", "HEAD"]
_ENDED = "the process that made it anew was ended from outside, perhaps for lack of memory"
_log = logging.getLogger(__name__)
_access = logging.getLogger("followup_ics.hosting.access")


def utc_now() -> datetime:
    """Return the current time."""
    return datetime.now(UTC)


def create_app(
    store: Store,
    *,
    base_url: str,
    google_scheme: GoogleScheme = "webcal",
    clock: Callable[[], datetime] = utc_now,
    lifespan: Lifespan[Starlette] | None = None,
    own: OwnCalendars | None = None,
    executor: Executor | None = None,
) -> Starlette:
    """Return an ASGI application that serves a store's feeds.

    `base_url` is where the world finds it, with the path below which it is mounted, if any;
    `google_scheme` is that of the address handed to Google Calendar; `lifespan` is Starlette's,
    for what its owner opens and closes with it; `own` says which calendars feeds are planned around
    besides those files that records in files name. `executor`, which its owner shuts down, makes
    feeds anew, best in processes; without one, threads do. Raises ValueError where `base_url` is
    none.
    """
    others = own or OwnCalendars()
    feeds = _Feeds(store, checked_base(base_url), google_scheme, clock, others, executor)
    app = Starlette(
        routes=[
            Route("/{token}/{name}.ics", feeds.calendar, methods=_METHODS),
            Route("/healthz", feeds.health, methods=_METHODS),
            Route("/assets/{name}", _asset, methods=_METHODS),
            Route("/robots.txt", _robots, methods=_METHODS),
            Route("/{token}", _with_slash, methods=_METHODS),
            Route("/{token}/", feeds.page, methods=_METHODS),
        ],
        exception_handlers={HTTPException: _refused, Exception: _failed},
        lifespan=lifespan,
    )
    app.router.redirect_slashes = False  # its answers hold a host that the client made up
    return app


class _Feeds:
    """Answers for the feeds of one store."""

    def __init__(
        self,
        store: Store,
        base: str,
        google: GoogleScheme,
        clock: Callable[[], datetime],
        own: OwnCalendars,
        executor: Executor | None,
    ) -> None:
        self._store, self._base, self._google, self._clock = store, base, google, clock
        self._own, self._executor = own, executor
        self._recent = Recent()
        self._together = Together(store.find_all)
        self._refreshing: dict[int, asyncio.Task[None]] = {}

    async def calendar(self, request: Request) -> Response:
        """Answer a poll."""
        token, name = request.path_params["token"], request.path_params["name"]
        served = await self._served(token_hash(token), name)
        response = _calendar_response(request, served)
        _access.info("%s %s.ics %s", request.method, name, response.status_code)
        return response

    async def page(self, request: Request) -> Response:
        """Answer with the page of a feed."""
        token = request.path_params["token"]
        found = await self._found(token_hash(token), name=None)
        if found is None:
            raise HTTPException(404)
        if found.revoked:
            raise HTTPException(410)
        url = feed_url(self._base, token, found.name)
        html = await run_sync(
            feed_page, self._store, found.feed_id, url, self._google, self._clock(), self._own
        )
        _access.info("%s %s page 200", request.method, found.name)
        headers = {**PRIVATE, "Content-Security-Policy": PAGE_POLICY, "Vary": "Accept-Encoding"}
        content = html.encode()
        if wants_gzip(request.headers):
            headers["Content-Encoding"] = "gzip"
            content = gzip.compress(content)
        return Response(content, headers=headers, media_type="text/html")

    async def health(self, _: Request) -> Response:
        """Say whether feeds can be read."""
        try:
            await run_sync(self._store.is_empty)
        except SQLAlchemyError as error:
            _log_failure("the store cannot be read", error)
            return PlainTextResponse("the store cannot be read\n", 503, headers=PRIVATE)
        return PlainTextResponse("ok\n", headers=PRIVATE)

    # What a token gives access to

    async def _served(self, hashed: bytes, name: str) -> Calendar:
        """Return the calendar to serve; where the store fails, the one served last."""
        held = self._recent.get(hashed)
        try:
            found = await self._found(hashed, name, held.etag if held else "")
        except Exception as error:
            _log_failure("a look-up failed", error)
            if held and held.name == name:
                return held
            raise HTTPException(503, headers={"Retry-After": "60"}) from None
        if found is None:
            raise HTTPException(404)
        if found.revoked:
            self._recent.drop(hashed)
            raise HTTPException(410)
        if found.body is None or found.zipped is None:
            assert held
            return held
        calendar = Calendar(name, found.etag, found.changed, found.body, found.zipped)
        self._recent.hold(hashed, calendar)
        return calendar

    async def _found(self, hashed: bytes, name: str | None, etag: str = "") -> Found | None:
        """Look a token up, and again where its feed had to be brought up to date.

        Twice at most: a rendering that others wait for may have begun before the last change.
        """
        found = await self._look_up(hashed, name, etag)
        for _ in range(2):
            if found is None or found.revoked or not is_stale(found, self._clock()):
                break
            await self._refresh(found.feed_id)
            found = await self._look_up(hashed, name, etag)
        return found

    async def _look_up(self, hashed: bytes, name: str | None, etag: str) -> Found | None:
        if self._store.is_local:
            return self._store.find(hashed, name, etag)
        found = await self._together.find(hashed)
        if found is None or (name is not None and found.name != name):
            return None
        if found.etag == etag:
            return found
        return await run_sync(self._store.find, hashed, name, etag)

    async def _refresh(self, feed_id: int) -> None:
        """Render a feed anew, once for all the polls that wait for it."""
        task = self._refreshing.get(feed_id)
        if task is None:
            task = self._refreshing[feed_id] = asyncio.create_task(self._render(feed_id))
            task.add_done_callback(lambda _: self._refreshing.pop(feed_id))
        try:
            await asyncio.shield(task)
        except BrokenExecutor:
            _log.error("a feed stays as it was: %s", _ENDED)
        except Exception as error:
            _log_failure("a feed stays as it was", error)

    async def _render(self, feed_id: int) -> None:
        now, own = self._clock(), self._own
        if self._executor is None:
            await run_sync(refresh, self._store, feed_id, now, own)
        else:
            loop, url = asyncio.get_running_loop(), self._store.url
            await loop.run_in_executor(self._executor, refresh_at, url, feed_id, now, own)


def _log_failure(what: str, error: Exception) -> None:
    """Log a database that fails in a line, since each poll finds it so; else with a traceback."""
    _log.error("%s: %s", what, in_a_line(error), exc_info=not isinstance(error, SQLAlchemyError))


def _calendar_response(request: Request, served: Calendar) -> Response:
    zipped = wants_gzip(request.headers)
    if is_not_modified(request.headers, served.etag, served.changed):
        response = Response(status_code=304)
    else:
        content = served.zipped if zipped else served.body
        response = Response(content, media_type="text/calendar")
        if zipped:
            response.headers["Content-Encoding"] = "gzip"
        if "download" in request.query_params:
            named = f'attachment; filename="{served.name}.ics"'
            response.headers["Content-Disposition"] = named
    response.raw_headers += _lasting(served.etag, served.changed, zipped)
    return response


@lru_cache(maxsize=4096)
def _lasting(etag: str, changed: int, zipped: bool) -> list[tuple[bytes, bytes]]:
    """Return the headers that a calendar has whether its bytes are sent or not."""
    headers = {
        **PRIVATE,
        "ETag": entity_tag(etag, zipped=zipped),
        "Last-Modified": http_date(changed),
        "Vary": "Accept-Encoding",
    }
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]


async def _robots(_: Request) -> Response:
    """Keep crawlers away (RFC 9309); a page that they find all the same is `noindex`."""
    return PlainTextResponse("User-agent: *\nDisallow: /\n", headers=PRIVATE)


_TOKEN = re.compile(r"[A-Za-z0-9_-]+")


async def _with_slash(request: Request) -> Response:
    """Lead to the page, whose own links need the slash, wherever this is mounted.

    Not from what browsers and crawlers ask every host for, such as /favicon.ico.
    """
    token = str(request.path_params["token"])
    if not _TOKEN.fullmatch(token):
        raise HTTPException(404)
    return RedirectResponse(f"{token}/", status_code=308, headers=PRIVATE)


async def _asset(request: Request) -> Response:
    """Answer with a style sheet or script of the page."""
    asset = ASSETS.get(request.path_params["name"])
    if asset is None:
        raise HTTPException(404)
    headers = {**PRIVATE, "Cache-Control": "no-cache"}
    return Response(asset.content, headers=headers, media_type=asset.media_type)


_WORDS = {
    404: "There is nothing here.",
    405: "Only GET and HEAD are understood here.",
    410: "This address was withdrawn. Ask for the new one.",
    503: "Please try again in a minute.",
}


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    method = request.method if request.method in _METHODS else "another method"
    _access.info("%s refused %s", method, error.status_code)
    words = _WORDS.get(error.status_code, error.detail)
    headers = {**PRIVATE, **(error.headers or {})}
    return PlainTextResponse(f"{words}\n", error.status_code, headers=headers)


async def _failed(_: Request, __: Exception) -> Response:
    return PlainTextResponse(f"{_WORDS[503]}\n", 503, headers={**PRIVATE, "Retry-After": "60"})
