"""How long a build takes as a whole, and how many follow-ups a second are planned and written."""

from __future__ import annotations

import gc
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

from followup_ics import Candidate, Interview, JobSearch, Person, plan, to_ics

SAMPLE = Path(__file__).parent.parent / "sample_interviews.yaml"
ROUNDS = 15
SIZES = (100, 1_000, 10_000)
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def whole_process() -> None:
    """Compare a build of the sample with importing what it cannot do without."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out.ics"
        build = [sys.executable, "-m", "followup_ics", "build", str(SAMPLE), "-o", str(out)]
        imports = [sys.executable, "-c", "import yaml, pydantic, click"]
        first, again, base = [], [], []
        for _ in range(ROUNDS):
            out.unlink(missing_ok=True)
            base.append(_seconds(imports))
            first.append(_seconds(build))
            again.append(_seconds(build))
    least = median(base)
    print(f"import yaml, pydantic, click: {least * 1e3:.0f} ms (median of {ROUNDS})")
    for name, times in (("first build", first), ("build again", again)):
        print(f"{name} of the sample: {median(times) * 1e3:.0f} ms, {median(times) / least:.2f} x")


def _seconds(command: Sequence[str]) -> float:
    start = perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return perf_counter() - start


def throughput(*, collecting: bool) -> None:
    """Plan and write job searches of growing size, on one core."""
    print(f"garbage collection {'on, as in a script' if collecting else 'off, as in the command'}:")
    (gc.enable if collecting else gc.disable)()
    plan(search(10))
    for size in SIZES:
        job_search = search(size)
        gc.collect()
        start = process_time()
        planned = plan(job_search)
        middle = process_time()
        to_ics(planned, now=NOW)
        end = process_time()
        count = len(planned.follow_ups)
        print(
            f"{size:6} interviews: {count:7} follow-ups, {count / (end - start):7.0f} a second "
            f"(planned {count / (middle - start):.0f}, written {count / (end - middle):.0f})"
        )


def search(size: int) -> JobSearch:
    """Return a job search: two interviews to a company, three people each, about 25 a week."""
    return JobSearch(
        candidate=Candidate(timezone="America/New_York", country="US", region="NY"),
        interviews=tuple(_interview(number) for number in range(size)),
    )


def _interview(number: int) -> Interview:
    zone, country = (("America/Chicago", "US"), ("Europe/Berlin", "DE"))[number % 2]
    day = timedelta(days=number * 7 // 25, hours=number % 6)
    parts = ("hiring_manager", "human_resources", "interviewer")
    return Interview(
        id=f"interview-{number}",
        company=f"Company {number // 2}",
        role="Engineer",
        start=datetime(2024, 1, 8, 10) + day,
        duration=timedelta(minutes=45),
        timezone=zone,
        country=country,
        people=tuple(
            Person(
                name=f"Person {number}-{part}",
                part=part,
                email=f"{part}.{number}@example.com",
                phone="+1 212 555 0100",
                topics=("the migration", "hiring", "incident reviews"),
            )
            for part in parts
        ),
    )


if __name__ == "__main__":
    whole_process()
    throughput(collecting=False)
    throughput(collecting=True)
