"""The feeds and their pages over HTTP, as an ASGI application to run or to mount.

The secret is the token in the path: it reaches no log, and a wrong one is answered like none.
Whatever fails inside, a calendar that was served before is served again.
"""

from __future__ import annotations

import gzip
import logging
import re
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor
from datetime import UTC, datetime
from typing import Any

from anyio.to_thread import run_sync
from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ExceptionHandler, Lifespan, Receive, Scope, Send

from followup_ics.hosting.addresses import checked_base, feed_url
from followup_ics.hosting.answer_routes import METHODS as ANSWER_METHODS
from followup_ics.hosting.answer_routes import Answers
from followup_ics.hosting.calendars import OwnCalendars
from followup_ics.hosting.conditional import conditions_of
from followup_ics.hosting.current import Current
from followup_ics.hosting.edit_routes import METHODS as EDIT_METHODS
from followup_ics.hosting.edit_routes import Edits
from followup_ics.hosting.feed_page import feed_page
from followup_ics.hosting.logs import log_failure
from followup_ics.hosting.lookups import token_hash
from followup_ics.hosting.polls import METHODS, PRIVATE, Poll, access, answer, poll_of
from followup_ics.hosting.store import Store
from followup_ics.page.assets import ASSETS
from followup_ics.page.page import POLICY
from followup_ics.page.subscribing import GoogleScheme

_log = logging.getLogger(__name__)
PAGE_POLICY = f"{POLICY}; frame-ancestors 'none'"
_METHODS = list(METHODS)


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
    feeds anew, best in processes; without one, threads do. Events lead to the `base_url` of the
    server of a store that began last. Raises ValueError where `base_url` is none, and
    SQLAlchemyError where the store fails.
    """
    others, base = own or OwnCalendars(), checked_base(base_url)
    if store.lead_to(base):
        _log.info("events lead to %s from now on, and to no other address", base)
    current = Current(store, clock, others, executor)
    feeds = _Pages(store, base, google_scheme, clock, others, current)
    answers = Answers(store, base, clock, others)
    edits = Edits(store, base, clock, others)
    app = _Application(
        current,
        routes=[
            Route("/{token}/{name}.ics", _calendar, methods=_METHODS),
            Route("/a/{token}", answers.answer, methods=list(ANSWER_METHODS)),
            Route("/e/{token}", _with_slash, methods=_METHODS),
            Route("/e/{token}/", edits.plan, methods=_METHODS),
            Route("/e/{token}/records", edits.records, methods=list(EDIT_METHODS)),
            Route("/e/{token}/add/{what}", edits.add, methods=list(EDIT_METHODS)),
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


class _Application(Starlette):
    """Answers polls itself, unless something was put around all answers, and routes the rest."""

    def __init__(
        self,
        current: Current,
        *,
        routes: Sequence[BaseRoute],
        exception_handlers: Mapping[Any, ExceptionHandler],
        lifespan: Lifespan[Starlette] | None,
    ) -> None:
        super().__init__(routes=routes, exception_handlers=exception_handlers, lifespan=lifespan)
        self.state.current = current

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, as ASGI has it; what fails ends here, since a server would log what it says."""
        poll = None if self.user_middleware else poll_of(scope)
        if poll is None:
            await self._routed(scope, receive, send)
            return
        try:
            start, body = await answer(self.state.current, poll, scope)
        except HTTPException as error:
            await _refusal(scope["method"], error)(scope, receive, send)
        except Exception as error:
            log_failure("a request failed", error)
            await _failure()(scope, receive, send)
        else:
            await send(start)
            await send(body)

    async def _routed(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        except Exception as error:
            if scope["type"] != "http":
                raise
            log_failure("a request failed", error)


async def _calendar(request: Request) -> Response:
    """Answer a poll whose answer something was put around."""
    poll = Poll(**request.path_params)
    start, body = await answer(request.app.state.current, poll, request.scope)
    response = Response(body["body"], start["status"])
    response.raw_headers = start["headers"]
    return response


class _Pages:
    """The page of a feed, and whether all is well."""

    def __init__(
        self,
        store: Store,
        base: str,
        google: GoogleScheme,
        clock: Callable[[], datetime],
        own: OwnCalendars,
        current: Current,
    ) -> None:
        self._store, self._base, self._google, self._clock = store, base, google, clock
        self._own, self._current = own, current

    async def page(self, request: Request) -> Response:
        """Answer with the page of a feed."""
        token = request.path_params["token"]
        found = await self._current.found(token_hash(token), name=None)
        if found is None:
            raise HTTPException(404)
        if found.revoked:
            raise HTTPException(410)
        url = feed_url(self._base, token, found.name)
        html = await run_sync(
            feed_page, self._store, found.feed_id, url, self._google, self._clock(), self._own
        )
        access.info("%s %s page 200", request.method, found.name)
        headers = {**PRIVATE, "Content-Security-Policy": PAGE_POLICY, "Vary": "Accept-Encoding"}
        content = html.encode()
        if conditions_of(request.scope["headers"]).gzip:
            headers["Content-Encoding"] = "gzip"
            content = gzip.compress(content)
        return Response(content, headers=headers, media_type="text/html")

    async def health(self, _: Request) -> Response:
        """Say whether feeds can be read."""
        try:
            await run_sync(self._store.is_empty)
        except SQLAlchemyError as error:
            log_failure("the store cannot be read", error)
            return PlainTextResponse("the store cannot be read\n", 503, headers=PRIVATE)
        return PlainTextResponse("ok\n", headers=PRIVATE)


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
    405: "That is not understood here.",
    410: "This address was withdrawn. Ask for the new one.",
    503: "Please try again in a minute.",
}


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    return _refusal(request.method, error)


def _refusal(method: str, error: HTTPException) -> Response:
    method = method if method in _METHODS else "another method"
    access.info("%s refused %s", method, error.status_code)
    words = _WORDS.get(error.status_code, error.detail)
    headers = {**PRIVATE, **(error.headers or {})}
    return PlainTextResponse(f"{words}\n", error.status_code, headers=headers)


async def _failed(_: Request, __: Exception) -> Response:
    return _failure()


def _failure() -> Response:
    return PlainTextResponse(f"{_WORDS[503]}\n", 503, headers={**PRIVATE, "Retry-After": "60"})
