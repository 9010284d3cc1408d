"""Forks a process for each line that it reads, whose work fails or is killed where that says so.

It runs with `injecting.c` loaded before the C library, and has everything imported, so that a
process takes no longer than its work.
"""

from __future__ import annotations

import ctypes
import json
import os
import re
import signal
import sys
import traceback
from collections.abc import Callable
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import IO, Any

import followup_ics
import servers
import tapping
from followup_ics.__main__ import run
from followup_ics.hosting.app import create_app
from followup_ics.hosting.program import program
from followup_ics.hosting.store import Store
from terminal import NOW

BASE = "http://jobs.example"  # what the events lead to, whichever port this is
LONGEST = 60  # seconds
_library = ctypes.CDLL(None)


def command(arm: Callable[[], None], words: list[str]) -> None:
    """Run a command line."""
    sys.argv = ["followup-ics", *words]
    arm()
    run()


def post(arm: Callable[[], None], database: str, page: str, fields: dict[str, str]) -> None:
    """Open a page of a server, send the form that it holds, and print the status and the answer."""
    now = datetime.fromtimestamp(NOW, UTC)
    with Store(database) as store, served(store, now) as base:
        shown = tapping.ask(base + page).body.decode()
        hidden = dict(re.findall(r'<input type="hidden" name="([^"]*)" value="([^"]*)">', shown))
        arm()
        try:
            answer = tapping.post(base + page, hidden | fields, {"Origin": BASE})
        finally:
            _library.disarm()
    print(answer.status)
    print(answer.text, file=sys.stderr)
    sys.exit(0 if answer.status == 303 else 1)


@contextmanager
def served(store: Store, now: datetime) -> Any:
    """Serve a store on a port of its own, under the address that its events lead to."""
    with servers.in_thread(lambda _: create_app(store, base_url=BASE, clock=lambda: now)) as base:
        yield base


WORKS: dict[str, Callable[..., None]] = {"command": command, "post": post}


def worked(job: dict[str, Any], out: int, err: int, steps: int) -> None:
    """Do a job in this process, which ends with it."""
    signal.alarm(LONGEST)
    os.dup2(out, 1)
    os.dup2(err, 2)
    os.chdir(job["at"])
    os.environ.update(job["env"])
    code: object = 0
    try:
        WORKS[job["work"]](lambda: _library.arm(*job["fault"], steps), *job["given"])
    except SystemExit as end:
        code = end.code
    except BaseException:
        traceback.print_exc()
        code = 70
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code if isinstance(code, int) else 0)


def forked(job: dict[str, Any]) -> dict[str, Any]:
    """Do a job in a process of its own; return how it ended, and what it wrote."""
    pipes = [os.pipe() for _ in range(3)]
    child = os.fork()
    if child == 0:
        worked(job, *(writer for _, writer in pipes))
    for _, writer in pipes:
        os.close(writer)
    out, err, steps = (_read(reader) for reader, _ in pipes)
    _, status = os.waitpid(child, 0)
    return {"code": os.waitstatus_to_exitcode(status), "out": out, "err": err, "steps": steps}


def _read(reader: int) -> str:
    """Read a pipe to its end; none of those here fills, so that nobody waits for another one."""
    with os.fdopen(reader, "rb") as file:
        return file.read().decode()


def main(told: IO[str]) -> None:
    """Import everything, then fork for each line."""
    for module in walk_packages(followup_ics.__path__, "followup_ics."):
        if ".migrations" not in module.name and not module.name.endswith("__main__"):
            import_module(module.name)
    program()
    sys.stdout = open(1, "w", closefd=False)  # noqa: SIM115 - the answers go elsewhere
    for line in sys.stdin:
        print(json.dumps(forked(json.loads(line))), file=told, flush=True)


if __name__ == "__main__":
    with Path(os.devnull).open("wb") as nothing:
        answers = os.dup(1)
        os.dup2(nothing.fileno(), 1)
    with os.fdopen(answers, "w") as told:
        main(told)
