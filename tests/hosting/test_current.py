"""What is true when a poll asks is what it gets, whoever made it so and however many ask."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from urllib.request import urlopen

import servers
from followup_ics.hosting.app import create_app
from followup_ics.hosting.rendering import content_of, put
from followup_ics.hosting.store import Store

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
RECORDS = """\
candidate: {timezone: Europe/Berlin}
interviews:
- {company: Acme, role: Engineer, start: 2026-11-20 10:00, people: [{name: Ann Lee}]}
"""
CHANGES, AT_ONCE = 5, 16


def test_servers_over_one_store_serve_each_change_from_the_moment_that_it_is_made(
    database: str,
) -> None:
    with Store(database) as writer, Store(database) as first, Store(database) as second:
        token = writer.add("jobs", content_of(RECORDS.encode(), "jobs.yaml", NOW))
        with (
            servers.in_thread(
                lambda own: create_app(first, base_url=own, clock=lambda: NOW)
            ) as one,
            servers.in_thread(
                lambda own: create_app(second, base_url=own, clock=lambda: NOW)
            ) as two,
            ThreadPoolExecutor(AT_ONCE) as threads,
        ):
            urls = [f"{base}/{token}/jobs.ics" for base in (one, two) * (AT_ONCE // 2)]
            for number in range(CHANGES):
                text = RECORDS.replace("Ann Lee", f"Ann Lee{'x' * number}")
                put(writer, "jobs", text.encode(), "jobs.yaml", NOW)
                expected = writer.named("jobs").content.body
                assert set(threads.map(body_of, urls)) == {expected}


def body_of(url: str) -> bytes:
    with urlopen(url, timeout=60) as answer:
        body: bytes = answer.read()
        return body
