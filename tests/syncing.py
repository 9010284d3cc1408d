"""vdirsyncer for tests: a program that subscribes to a feed, and keeps a copy of it as files."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

_VDIRSYNCER = Path(sys.executable).parent / "vdirsyncer"
_CONFIG = """\
[general]
status_path = "{folder}/status"

[pair interviews]
a = "feed"
b = "files"
collections = null

[storage feed]
type = "http"
url = "{url}"

[storage files]
type = "filesystem"
path = "{folder}/calendar"
fileext = ".ics"
"""


def subscribe(folder: Path, url: str) -> None:
    """Let a copy of a feed be kept in a folder; it is there after `run(folder, "sync")`."""
    (folder / "calendar").mkdir()
    (folder / "config").write_text(_CONFIG.format(folder=folder, url=url), encoding="utf-8")
    run(folder, "discover")


def run(folder: Path, *words: str) -> str:
    """Run vdirsyncer with what was set up in a folder, and return what it says."""
    done = subprocess.run(
        [str(_VDIRSYNCER), "--config", str(folder / "config"), *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def files(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Return when each file of the copy was written, and what it holds."""
    found = (folder / "calendar").iterdir()
    return {each.name: (each.stat().st_mtime_ns, each.read_bytes()) for each in found}
