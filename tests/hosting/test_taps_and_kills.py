"""A server that is killed while taps come in: what it confirmed is there, the rest once or not."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPException
from pathlib import Path
from random import Random
from threading import Timer

import pytest

import servers
import tapping
from followup_ics import loads
from followup_ics.hosting.store import Store
from tapping import Kept

KILLS, FOLLOW_UPS, NEW_EACH_TIME = 25, 20, 2
LONGEST = 0.8  # seconds until a kill: a tap takes less, so that many are done by then
SEED = 20261123


def records(now: datetime) -> str:
    """Return records of interviews with as many people as there are follow-ups to answer."""
    day = f"{now - timedelta(days=1):%Y-%m-%d}"
    people = [f"{{name: Ann {at}, email: ann{at}@acme.example}}" for at in range(FOLLOW_UPS)]
    jobs = [
        f"  - {{company: C{at}, role: Engineer, start: {day}, people: [{', '.join(each)}]}}\n"
        for at, each in enumerate(zip(*[iter(people)] * 4, strict=True))
    ]
    return f"candidate: {{timezone: UTC}}\ninterviews:\n{''.join(jobs)}"


@dataclass(frozen=True)
class Tap:
    """One post of a form; what is heard names the form."""

    link: str
    form: str
    heard: str

    def send(self) -> bool:
        """Say whether it was confirmed; it was not where the server went away."""
        fields = {"form": self.form, "answer": "done", "heard": self.heard}
        try:
            answer = tapping.post(self.link, fields)
        except (OSError, HTTPException):
            return False
        assert answer.status == 303, answer.text
        return True


@dataclass
class Sender:
    """Sends taps, and sends again what was not confirmed."""

    server: servers.Killable
    pool: ThreadPoolExecutor
    waiting: list[Tap]
    confirmed: list[Tap] = field(default_factory=list)
    unsure: list[Tap] = field(default_factory=list)

    def send(self, count: int) -> None:
        """Send some more, after those of which nothing was heard."""
        batch = [*self.unsure, *(self.waiting.pop() for _ in range(min(count, len(self.waiting))))]
        done = list(self.pool.map(Tap.send, batch))
        self.confirmed += [tap for tap, is_done in zip(batch, done, strict=True) if is_done]
        self.unsure = [tap for tap, is_done in zip(batch, done, strict=True) if not is_done]

    def send_until_killed(self, seconds: float) -> None:
        self.server.start()
        timer = Timer(seconds, self.server.kill)
        timer.start()
        self.send(NEW_EACH_TIME)
        timer.join()


def heard(text: bytes) -> Counter[str | None]:
    """Return what was heard in a text, which loads, and how often."""
    return Counter(entry.heard for each in loads(text).interviews for entry in each.log)


@pytest.mark.parametrize(
    ("database", "kept"), [("sqlite", "store"), ("postgresql", "file")], indirect=["database"]
)
def test_whatever_is_killed_each_tap_is_in_the_records_once(
    database: str, kept: Kept, tmp_path: Path
) -> None:
    now, random = datetime.now(UTC), Random(SEED)
    file = tmp_path / "jobs.yaml" if kept == "file" else None
    unsure, confirmed = 0, 0
    with Store(database) as store, ThreadPoolExecutor(8) as pool:
        token = store.add("jobs", tapping.content(records(now), file, now))
        server = servers.Killable(database)
        server.start()
        sender = Sender(server, pool, taps(f"{server.base_url}/{token}/jobs.ics"))
        server.kill()

        def kept_now() -> Counter[str | None]:
            return heard(file.read_bytes() if file else store.named("jobs").content.records)

        for _ in range(KILLS):
            sender.send_until_killed(random.random() * LONGEST)
            found = kept_now()
            assert {tap.heard: found[tap.heard] for tap in sender.confirmed} == {
                tap.heard: 1 for tap in sender.confirmed
            }
            assert [tap for tap in sender.unsure if found[tap.heard] > 1] == []
            unsure += len(sender.unsure)
        confirmed = len(sender.confirmed)
        server.start()
        sender.send(FOLLOW_UPS)
        again = [tap.send() for tap in sender.confirmed]
        server.kill()
        assert (sender.unsure, sender.waiting, all(again)) == ([], [], True)
        assert kept_now() == {f"word {at}": 1 for at in range(FOLLOW_UPS)}
    assert unsure > 0
    assert confirmed > 0


def taps(feed: str) -> list[Tap]:
    """Return a tap for each follow-up to answer."""
    links = {name: link for name, link in tapping.links(feed).items() if name.startswith("Thank")}
    assert len(links) == FOLLOW_UPS
    return [
        Tap(link, tapping.ask(link).form, f"word {at}") for at, link in enumerate(links.values())
    ]
