"""The command line, run in a process of its own: its output on a pipe, or at a real terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import PIPE

import pexpect

Process = subprocess.Popen[str]

PATIENCE = 60
NOW = 1795428000  # 2026-11-23 10:00 UTC


def run(
    *words: str | Path, at: Path, text: str = "", **env: str
) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder, its output on a pipe; its clock stands still."""
    return subprocess.run(
        [sys.executable, "-m", "followup_ics", *map(str, words)],
        cwd=at,
        input=text,
        capture_output=True,
        text=True,
        check=False,
        env=environment(**env),
    )


def started(*words: str, at: Path) -> Process:
    """Start Python in a folder, and go on while it runs."""
    return subprocess.Popen(
        [sys.executable, *words],
        cwd=at,
        text=True,
        env=environment(),
        stdin=PIPE,
        stdout=PIPE,
        stderr=PIPE,
    )


def environment(**env: str) -> dict[str, str]:
    """Return the environment of a command whose clock stands still."""
    return {**os.environ, "SOURCE_DATE_EPOCH": str(NOW), **env}


class Talk:
    """Somebody at a pseudo-terminal, who answers questions; `said` is all that was shown."""

    def __init__(self, child: pexpect.spawn[str]) -> None:
        self._child, self.said = child, ""

    def answer(self, question: str, answer: str) -> None:
        """Wait for a question, and type a line."""
        self._wait(question)
        self._child.sendline(answer)

    def answer_next(self, answer: str) -> None:
        """Wait for whatever is asked, and type a line; "" is Enter."""
        self._child.expect(r"(: |\) |\? )$")
        self.said += str(self._child.before) + str(self._child.after)
        self._child.sendline(answer)

    def press(self, question: str, control: str) -> None:
        """Wait for a question, and press a letter together with the control key."""
        self._wait(question)
        # A signal between what is shown and the reading of the answer would wait for that.
        while not self._reads():
            assert self._child.isalive()
        self._child.sendcontrol(control)

    def _reads(self) -> bool:
        """Say whether the command waits for what is typed, where the system tells."""
        status = Path(f"/proc/{self._child.pid}/stat")
        return not status.exists() or status.read_text().rpartition(")")[2].split()[0] == "S"

    def end(self) -> int:
        """Wait for the end of the command, and return its exit code."""
        self._wait(pexpect.EOF)
        self._child.close()
        assert self._child.exitstatus is not None, "ended by a signal"
        return self._child.exitstatus

    def _wait(self, wanted: str | type[pexpect.EOF]) -> None:
        self._child.expect_exact(wanted)
        self.said += str(self._child.before) + (wanted if isinstance(wanted, str) else "")
        self.said = self.said.replace("\r\n", "\n")


@contextmanager
def talking(*words: str | Path, at: Path, **env: str) -> Iterator[Talk]:
    """Run a command in a folder, at a pseudo-terminal of its own."""
    child = pexpect.spawn(
        sys.executable,
        ["-m", "followup_ics", *map(str, words)],
        cwd=str(at),
        env=environment(**{"TERM": "dumb", **env}),
        encoding="utf-8",
        dimensions=(50, 200),
        timeout=PATIENCE,
    )
    child.delaybeforesend = None
    try:
        yield Talk(child)
    finally:
        child.close(force=True)
