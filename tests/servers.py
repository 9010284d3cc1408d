"""Servers for tests: an application in a thread, `followup-ics serve` or Radicale as a process."""

from __future__ import annotations

import asyncio
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from threading import Event, Thread
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from followup_ics.hosting.app import create_app
from followup_ics.hosting.store import Store
from needing import need


@contextmanager
def in_thread(
    make: Callable[[str], ASGIApp], http: type[asyncio.Protocol] | None = None
) -> Iterator[str]:
    """Serve the application that is made for a base URL, and yield that.

    `http` is what reads requests, uvicorn's own where it is None.
    """
    with socket.create_server(("127.0.0.1", 0)) as listening:
        base_url = f"http://127.0.0.1:{listening.getsockname()[1]}"
        config = uvicorn.Config(
            make(base_url), http=http or "auto", log_config=None, lifespan="off", ws="none"
        )
        server = uvicorn.Server(config)
        thread = Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield base_url
        finally:
            server.should_exit = True
            thread.join()


@dataclass
class Running:
    """`followup-ics serve` at work: where, and what it has printed so far, its log included."""

    base_url: str
    process: subprocess.Popen[str]
    printed: list[str] = field(default_factory=list)
    ready: Event = field(default_factory=Event)

    @property
    def urls(self) -> list[str]:
        """Return the addresses to subscribe to that it printed."""
        return re.findall(r"http\S+\.ics", "".join(self.printed))

    def read(self) -> None:
        """Read what it prints until it ends."""
        assert self.process.stdout
        for line in self.process.stdout:
            self.printed.append(line)
            if "Uvicorn running on" in line:
                self.ready.set()
        self.ready.set()

    def kill(self) -> None:
        """End it as a power failure would."""
        self.process.kill()
        self.process.wait()


STACKS = {"httptools and uvloop": (), "h11 and asyncio": ("httptools", "uvloop")}
"""What reads requests, and the packages without which it does."""
_WITHOUT = (
    "import sys; sys.modules.update(dict.fromkeys(filter(None, sys.argv.pop(1).split(',')))); "
)
_RUN = "from followup_ics.__main__ import run; run()"


def needs_stack(name: str) -> tuple[str, ...]:
    """Return what to be without for a stack of `STACKS`; skip where it is not installed."""
    if not STACKS[name]:
        for package in name.split(" and "):
            need(find_spec(package), package)
    return STACKS[name]


@contextmanager
def process(
    database: str,
    *arguments: object,
    without: Sequence[str] = (),
    before: Sequence[str] = (),
    **env: str,
) -> Iterator[Running]:
    """Run `followup-ics serve` with arguments; yield once it takes requests, end it after.

    `without` names packages that it does as without, `before` is put before the command, and `env`
    is what its environment has besides.
    """
    port = free_port()
    command = [*before, sys.executable, "-c", _WITHOUT + _RUN, ",".join(without), "serve"]
    command += [*map(str, arguments), "--port", str(port), "--database", database]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        bufsize=1,
        env={**os.environ, **env},
    ) as popen:
        running = Running(f"http://127.0.0.1:{port}", popen)
        reader = Thread(target=running.read)
        reader.start()
        try:
            running.ready.wait()
            _await_connection(popen, port)
            assert popen.poll() is None, "".join(running.printed)
            yield running
        finally:
            popen.terminate()
            reader.join()


class Killable:
    """A server of a store as a process that is there at once, and can be killed at any time.

    It is forked from one that has imported all that a server needs, so that dozens take no longer
    than one that begins from nothing. Each listens at the same address.
    """

    def __init__(self, database: str) -> None:
        self._database, self._port = database, free_port()
        self._context = get_context("forkserver")
        self._context.set_forkserver_preload(["servers", "followup_ics.hosting.serving"])
        self._process: Any = None

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    def start(self) -> None:
        """Begin, and return once it takes requests."""
        given = (self._database, self.base_url, self._port)
        self._process = self._context.Process(target=_serve, args=given)
        self._process.start()
        while self._process.is_alive():
            try:
                socket.create_connection(("127.0.0.1", self._port)).close()
                return
            except ConnectionRefusedError:
                pass
        raise AssertionError("the server ended")

    def kill(self) -> None:
        """End it as a power failure would."""
        self._process.kill()
        self._process.join()


def _serve(database: str, base_url: str, port: int) -> None:
    app = create_app(Store(database), base_url=base_url)
    uvicorn.run(app, port=port, log_config=None, lifespan="off", ws="none")


@contextmanager
def caldav(folder: Path) -> Iterator[str]:
    """Run Radicale, a CalDAV server that takes every name, and yield its URL; `folder` is its."""
    port = free_port()
    command = [sys.executable, "-m", "radicale", "--config", "", "--auth-type", "none"]
    command += ["--server-hosts", f"127.0.0.1:{port}", "--storage-filesystem-folder", str(folder)]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as popen:
        try:
            _await_connection(popen, port)
            assert popen.poll() is None
            yield f"http://127.0.0.1:{port}/"
        finally:
            popen.terminate()


def _await_connection(popen: subprocess.Popen[Any], port: int) -> None:
    """Wait for a worker: several do not listen yet when the line is printed."""
    while popen.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except ConnectionRefusedError:
            pass


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port
