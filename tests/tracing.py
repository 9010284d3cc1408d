"""What a program makes on the disk, seen from the system: also what is gone again."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from needing import need

_CALLS = ("openat", "open", "creat", "mkdir", "mkdirat")
_MADE = re.compile(
    r'(?P<call>openat|open|creat|mkdirat|mkdir)\((?:[^"]*<(?P<at>[^>]*)>, )?"(?P<path>[^"]+)"'
    r"(?P<flags>[^)]*?)(?:, |\)| )(?P<mode>0[0-7]*)?\)\s+= (?P<result>-?\d+)"
)


class Made(NamedTuple):
    """A file or folder that was made, or might have been, and the mode that was asked for."""

    path: Path
    mode: int
    is_folder: bool


def command(log: Path) -> Sequence[str]:
    """Return what to put before a command, so that files which begin with `log` say what it makes.

    Each process has a file of its own, in which no line is broken by those of others.
    """
    strace = need(shutil.which("strace"), "strace")
    quietly = ("-qq", "-I2", "-e", "signal=none")
    return [strace, "-ff", *quietly, "-y", "-e", f"trace={','.join(_CALLS)}", "-o", str(log)]


def made(log: Path, at: Path) -> list[Made]:
    """Return what commands made that ran in a folder."""
    logs = sorted(log.parent.glob(f"{log.name}.*"))
    lines = (line for each in logs for line in each.read_text().splitlines())
    found = filter(None, map(_MADE.search, lines))
    return [_made(each, at) for each in found if int(each["result"]) >= 0 and _makes(each)]


def _made(match: re.Match[str], at: Path) -> Made:
    path = Path(os.path.normpath(Path(match["at"] or at) / match["path"]))
    return Made(path, int(match["mode"], 8), match["call"].startswith("mkdir"))


def _makes(match: re.Match[str]) -> bool:
    return match["call"].startswith(("mkdir", "creat")) or bool(
        re.search("O_CREAT|O_TMPFILE", match["flags"])
    )
