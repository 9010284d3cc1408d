"""The command line, run in a process of its own, as a terminal would."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

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
        env={**os.environ, "SOURCE_DATE_EPOCH": str(NOW), **env},
    )
