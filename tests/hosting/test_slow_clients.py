"""Whoever is slow, or says nothing, is cut off in the end and holds up nobody else."""

from __future__ import annotations

import asyncio
import resource
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from time import monotonic
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from starlette.types import Receive, Scope, Send

import servers
from followup_ics.hosting.protocols import Patient, Portable
from followup_ics.hosting.quick_protocol import Quick
from followup_ics.hosting.rendering import content_of
from followup_ics.hosting.store import Store
from needing import need

RECORDS = b"candidate: {timezone: Europe/Berlin}\ninterviews: []\n"
HEAD = b"GET / HTTP/1.1\r\nHost: a\r\n"
POST = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9"
IDLE, SLOW, POLLS = 2_000, 500, 40
IN_TIME = 5.0  # seconds


class HastyQuick(Quick):
    patience = 0.2


class HastyPortable(Portable):
    patience = 0.2


HASTY = [pytest.param(HastyQuick, id="httptools"), pytest.param(HastyPortable, id="h11")]


class Held:
    """An application that answers once it is let go."""

    def __init__(self) -> None:
        self.asked, self.let_go = Event(), asyncio.Event()
        self.loop: asyncio.AbstractEventLoop | None = None

    async def __call__(self, _: Scope, __: Receive, send: Send) -> None:
        self.loop = asyncio.get_running_loop()
        self.asked.set()
        await self.let_go.wait()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"answered"})


@contextmanager
def connected(base_url: str, sent: bytes = b"") -> Iterator[socket.socket]:
    parts = urlsplit(base_url)
    with socket.create_connection(
        (str(parts.hostname), parts.port or 80), timeout=20
    ) as connection:
        connection.sendall(sent)
        yield connection


def ending(connection: socket.socket) -> bytes:
    """Return all that comes until the server hangs up."""
    found = b""
    while part := connection.recv(65_536):
        found += part
    return found


@pytest.mark.parametrize("http", HASTY)
@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"G", id="a letter"),
        pytest.param(HEAD, id="a head without an end"),
        pytest.param(
            b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nhalf", id="half a body"
        ),
        pytest.param(HEAD + b"\r\n" + HEAD, id="a request, and half of another"),
    ],
)
def test_what_does_not_come_whole_in_time_is_hung_up_on(
    http: type[asyncio.Protocol], sent: bytes
) -> None:
    async def answer(_: Scope, __: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    with servers.in_thread(lambda _: answer, http) as own, connected(own, sent) as connection:
        assert ending(connection).count(b"HTTP/1.1 204") == sent.count(b"\r\n\r\n")


@pytest.mark.parametrize("http", HASTY)
def test_an_answer_may_take_longer_than_its_request(http: type[Patient]) -> None:
    held = Held()
    with (
        servers.in_thread(lambda _: held, http) as own,  # type: ignore[arg-type]
        connected(own, HEAD + b"Connection: close\r\n\r\n") as asking,
    ):
        assert held.asked.wait(20)
        with connected(own) as silent:
            assert ending(silent) == b""  # by then its time would be over too
        assert held.loop
        held.loop.call_soon_threadsafe(held.let_go.set)
        assert ending(asking).endswith(b"answered\r\n0\r\n\r\n")


@pytest.fixture
def many_files() -> Iterator[None]:
    """Let this process have as many connections as it asks for."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    need(before[1] >= 2 * (IDLE + SLOW), "a system that allows 5,000 open files")
    resource.setrlimit(resource.RLIMIT_NOFILE, (before[1], before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


@pytest.mark.usefixtures("many_files")
@pytest.mark.parametrize("missing", servers.STACKS)
def test_others_are_answered_in_time_beside_thousands_that_are_slow(
    tmp_path: Path, missing: str
) -> None:
    """Each of 500 sends another byte of a head that never ends, again and again."""
    database = f"sqlite:///{tmp_path / 'feeds.sqlite3'}"
    with Store(database) as store:
        token = store.add("jobs", content_of(RECORDS, "jobs.yaml", datetime.now(UTC)))
    stack = servers.needs_stack(missing)
    with servers.process(database, without=stack) as running, ExitStack() as stays:
        feed = f"{running.base_url}/{token}/jobs.ics"
        good = body_of(feed)
        for _ in range(IDLE):
            stays.enter_context(connected(running.base_url))
        slow = [stays.enter_context(connected(running.base_url, HEAD)) for _ in range(SLOW)]
        taken = []
        for _ in range(POLLS):
            for each in slow:
                each.send(b"a")
            begun = monotonic()
            assert body_of(feed) == good
            taken.append(monotonic() - begun)
    assert max(taken) < IN_TIME
    assert "Traceback" not in "".join(running.printed)


def body_of(url: str) -> bytes:
    with urlopen(url, timeout=60) as answer:
        body: bytes = answer.read()
        return body
