"""Commands as whole processes: the processor time that they take, and their peak of memory."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from typing import NamedTuple

# A small process asks for its only child: a peak begins with that of the process that forks.
_ASK = """
import json, resource, subprocess, sys
done = subprocess.run(sys.argv[1:], stdin=subprocess.DEVNULL, capture_output=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
said = done.stderr.decode(errors="replace")
print(json.dumps([used.ru_utime + used.ru_stime, used.ru_maxrss, done.returncode, said]))
"""
IMPORTS = "import yaml, pydantic, click"


class Taken(NamedTuple):
    """What a process took: seconds of the processor, user and system; and bytes at its peak."""

    seconds: float
    peak: int


def taken(command: Sequence[str], env: Mapping[str, str] | None = None) -> Taken:
    """Run a command and return what it took; raises RuntimeError with what it said if it failed."""
    asking = [sys.executable, "-I", "-S", "-c", _ASK, *command]
    done = subprocess.run(asking, check=True, capture_output=True, text=True, env=env)
    seconds, peak, code, said = json.loads(done.stdout)
    if code:
        raise RuntimeError(f"{' '.join(command)} ended with {code}: {said}")
    return Taken(seconds, peak * (1 if sys.platform == "darwin" else 1024))


def ours(*words: object) -> list[str]:
    """Return the command line of this project."""
    return [sys.executable, "-m", "followup_ics", *map(str, words)]


def python(code: str, *words: object) -> list[str]:
    """Return a command that runs code of Python."""
    return [sys.executable, "-c", code, *map(str, words)]
