"""Runs the application with uvicorn, in one process or several over one store."""

from __future__ import annotations

import gc
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast

import uvicorn
from starlette.applications import Starlette

from followup_ics.errors import AddressError
from followup_ics.hosting.app import create_app
from followup_ics.hosting.calendars import OwnCalendars
from followup_ics.hosting.logs import LOGGING, log_quickly
from followup_ics.hosting.protocols import MAX_HEAD, quickest
from followup_ics.hosting.renderers import Renderers, make_ready
from followup_ics.hosting.store import Store
from followup_ics.page.subscribing import GoogleScheme

_SETTINGS = (
    "FOLLOWUP_ICS_DATABASE",
    "FOLLOWUP_ICS_BASE_URL",
    "FOLLOWUP_ICS_GOOGLE_SCHEME",
    "FOLLOWUP_ICS_OWN_CALENDARS",
)

_MOST_OPEN = 65_536  # connections and files


def own_url(host: str, port: int) -> str:
    """Return where a browser on this machine finds the server."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def check_free(host: str, port: int) -> None:
    """Raise AddressError where a server could not listen."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        socket.create_server((host, port), family=family).close()
    except OSError as error:
        reason = (error.strerror or str(error)).partition(" (while")[0]
        raise AddressError(host, port, reason) from None


def run(
    database: str,
    base_url: str,
    google_scheme: GoogleScheme,
    own: OwnCalendars,
    host: str,
    port: int,
    workers: int,
) -> None:
    """Serve a store's feeds until interrupted."""
    gc.enable()
    settings = (database, base_url, google_scheme, own.as_text())
    os.environ.update(zip(_SETTINGS, settings, strict=True))
    uvicorn.run(
        "followup_ics.hosting.serving:application",
        factory=True,
        host=host,
        port=port,
        workers=workers,
        http=quickest(),
        h11_max_incomplete_event_size=MAX_HEAD,
        ws="none",
        proxy_headers=False,  # nothing here depends on them
        lifespan="on",
        access_log=False,  # uvicorn's holds the path, and the path the token
        server_header=False,
        log_config=LOGGING,
        timeout_graceful_shutdown=5,
    )


def application() -> Starlette:
    """Return the application of a worker, with the settings that `run` left for it."""
    log_quickly()
    _allow_connections()
    database, base_url, google_scheme, said = (os.environ[each] for each in _SETTINGS)
    store, own = Store(database), OwnCalendars.from_text(said)
    # What addresses said last is remembered in one place, and one that is slow keeps a thread busy.
    renderers = None if own.fetch else Renderers(LOGGING)

    @asynccontextmanager
    async def running(_: Starlette) -> AsyncIterator[None]:
        if renderers:
            renderers.submit(make_ready, database)
        yield
        if renderers:
            renderers.shutdown(cancel_futures=True)
        store.close()

    return create_app(
        store,
        base_url=base_url,
        google_scheme=cast("GoogleScheme", google_scheme),  # checked where it was given
        lifespan=running,
        own=own,
        executor=renderers,
    )


def _allow_connections() -> None:
    """Let as many clients connect at once as the system allows, and not as few as a shell does."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = _MOST_OPEN if hard == resource.RLIM_INFINITY else min(hard, _MOST_OPEN)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
