"""The commands `feed`, with a store in a folder of the test."""

from __future__ import annotations

from pathlib import Path
from subprocess import CompletedProcess

from terminal import run


def where(home: Path) -> dict[str, str]:
    """Return the environment in which the store is in a folder."""
    return {"XDG_DATA_HOME": str(home / "data")}


def feed(home: Path, *words: str) -> CompletedProcess[str]:
    """Run a command of `feed` in a folder that has the store."""
    return run("feed", *words, at=home, **where(home))
