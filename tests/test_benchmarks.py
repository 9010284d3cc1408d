"""The benchmarks run, say what is missing, and write what they are asked to."""

from __future__ import annotations

import subprocess
import sys

from paths import ROOT

sys.path.insert(0, str(ROOT))

from benchmarks.rows import Row, Side
from benchmarks.table import BEGIN, END, table, with_block


def test_a_row_is_measured_and_printed_with_what_stands_beside_it() -> None:
    command = [sys.executable, "-m", "benchmarks", "--quick", "revising"]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "one edit of a calendar" in done.stdout
    assert "limit: a fresh writing of it" in done.stdout


def test_a_library_that_is_missing_is_said_and_not_left_out() -> None:
    lacking = Side("another", missing="not installed: pip install another")
    row = Row("writing", "events/s", Side("followup-ics", (2.0, 1.0)), (lacking,))
    assert "| another" in table([row])
    assert "not installed: pip install another" in table([row])


def test_twice_the_rate_is_twice_as_fast_and_twice_the_time_twice_as_long() -> None:
    sides = Side("followup-ics", (2.0, 4.0)), (Side("another", (1.0, 2.0)),)
    assert "2.0 times as fast" in table([Row("writing", "events/s", *sides)])
    assert "2.0 times as long" in table([Row("starting", "ms", *sides)])


def test_the_page_has_a_place_for_the_table() -> None:
    page = (ROOT / "docs" / "explanation" / "how-fast-it-is.md").read_text(encoding="utf-8")
    renewed = with_block(page, "new\n")
    assert f"{BEGIN}\nnew\n\n{END}" in renewed
    assert renewed.startswith(page.partition(BEGIN)[0])
    assert renewed.endswith(page.partition(END)[2])
