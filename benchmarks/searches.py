"""What is planned: the sample, copies of it, and searches of any size."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from followup_ics import JobSearch, load

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "sample_interviews.yaml"
NOW = datetime(2026, 1, 1, tzinfo=UTC)
PLACES = ("America/Chicago", "US"), ("Europe/Berlin", "DE")
PARTS = ("hiring_manager", "human_resources", "interviewer")


def search(size: int) -> JobSearch:
    """Return a job search: two interviews to a company, three people each, about 25 a week."""
    return JobSearch.model_validate(_fields(size))


def text(size: int) -> str:
    """Return the same search as YAML."""
    return yaml.safe_dump(_fields(size), sort_keys=False)


def copies(count: int) -> list[JobSearch]:
    """Return the search of the sample so many times, each of another candidate."""
    sample = load(SAMPLE)
    names = (f"{sample.candidate.name} {number}" for number in range(count))
    candidates = (sample.candidate.model_copy(update={"name": name}) for name in names)
    return [sample.model_copy(update={"candidate": each}) for each in candidates]


def _fields(size: int) -> dict[str, Any]:
    candidate = {"timezone": "America/New_York", "country": "US", "region": "NY"}
    return {"candidate": candidate, "interviews": [_interview(number) for number in range(size)]}


def _interview(number: int) -> dict[str, Any]:
    zone, country = PLACES[number % 2]
    start = datetime(2024, 1, 8, 10) + timedelta(days=number * 7 // 25, hours=number % 6)
    return {
        "id": f"interview-{number}",
        "company": f"Company {number // 2}",
        "role": "Engineer",
        "start": f"{start:%Y-%m-%d %H:%M}",
        "duration": "45m",
        "timezone": zone,
        "country": country,
        "people": [_person(number, part) for part in PARTS],
    }


def _person(number: int, part: str) -> dict[str, Any]:
    return {
        "name": f"Person {number}-{part}",
        "part": part,
        "email": f"{part}.{number}@company.example",
        "phone": "+1 212 555 0100",
        "topics": ["the migration", "hiring", "incident reviews"],
    }
