"""Many taps at once, to several servers over one store, while the records are edited by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from threading import Barrier, Semaphore

import pytest

import servers
import tapping
from followup_ics import loads
from followup_ics.files import held
from followup_ics.hosting.changing import change
from followup_ics.hosting.store import Store
from tapping import Kept

FOLLOW_UPS, FORMS, TAPS, TAPS_PER_NOTE = 20, 5, 200, 10
SEED = 20261123


def records(now: datetime) -> str:
    """Return records of interviews with as many people as there are follow-ups to answer."""
    day = f"{now - timedelta(days=1):%Y-%m-%d}"
    text = "# Notes\ncandidate: {timezone: UTC}\ninterviews:\n"
    for number in range(FOLLOW_UPS):
        if number % 5 == 0:
            text += f"  - {{company: Company {number}, role: Engineer, start: {day}, people: [\n"
        text += f"    {{name: Ann {number}, email: ann{number}@acme.example}},\n"
        text += "    ]}\n" if number % 5 == 4 else ""
    return text


@dataclass
class Hand:
    """Somebody who adds lines elsewhere in the records, and sees that they load each time."""

    store: Store
    file: Path | None
    turns: Semaphore = field(default_factory=lambda: Semaphore(0))
    notes: list[str] = field(default_factory=list)

    def edit(self) -> None:
        """Add a note for every few taps that were answered."""
        for number in range(TAPS // TAPS_PER_NOTE):
            for _ in range(TAPS_PER_NOTE):
                self.turns.acquire()
            note = f"# note {number}."
            self.save(note)
            self.notes.append(note)

    def save(self, note: str) -> None:
        """Save once, as a program for it does, or an editor that asks before it loses anything."""

        def edited(text: bytes) -> bytes:
            return text.replace(b"# Notes\n", f"# Notes\n{note}\n".encode())

        if self.file is None:
            feed = self.store.named("jobs")
            change(self.store, feed.id, edited, datetime.now(UTC), "by hand")
            loads(self.store.named("jobs").content.records)
            return
        while True:
            seen = self.file.read_bytes()
            loads(seen)
            with held(self.file):
                if self.file.read_bytes() == seen:
                    self.file.write_bytes(edited(seen))
                    return


@dataclass(frozen=True)
class Tap:
    """One post of a form; what is heard names the form."""

    link: str
    fields: Mapping[str, str]

    @property
    def heard(self) -> str:
        return self.fields["heard"]


def taps(links: Mapping[str, str]) -> list[Tap]:
    """Return the taps in any order: forms of their own for each follow-up, each sent twice."""
    found = [
        Tap(link, {"form": tapping.ask(link).form, "answer": "done", "heard": f"{name} {form}."})
        for name, link in sorted(links.items())
        if name.startswith("Thank Ann")
        for form in range(FORMS)
    ]
    found *= TAPS // len(found)
    Random(SEED).shuffle(found)
    return found


def sent(all_taps: list[Tap], hand: Hand) -> list[tuple[Tap, tapping.Answer]]:
    """Send all at the same moment, and give the hand its turns."""
    barrier = Barrier(len(all_taps))

    def wait_and_send(tap: Tap) -> tapping.Answer:
        barrier.wait()
        try:
            return tapping.post(tap.link, tap.fields)
        finally:
            hand.turns.release()

    with ThreadPoolExecutor(len(all_taps) + 1) as pool:
        editing = pool.submit(hand.edit)
        found = list(zip(all_taps, pool.map(wait_and_send, all_taps), strict=True))
        editing.result()
        return found


@pytest.mark.parametrize(
    ("database", "kept"), [("sqlite", "file"), ("postgresql", "store")], indirect=["database"]
)
def test_of_many_taps_at_once_none_is_lost_and_none_is_written_twice(
    database: str, kept: Kept, tmp_path: Path
) -> None:
    now = datetime.now(UTC)
    file = tmp_path / "jobs.yaml" if kept == "file" else None
    with Store(database) as store:
        token = store.add("jobs", tapping.content(records(now), file, now))
        with servers.process(database, "--workers", "2") as running:
            all_taps = taps(tapping.links(f"{running.base_url}/{token}/jobs.ics"))
            hand = Hand(store, file)
            answers = sent(all_taps, hand)
            polled = tapping.links(f"{running.base_url}/{token}/jobs.ics")
        text = file.read_bytes() if file else store.named("jobs").content.records
    assert len(answers) == TAPS
    assert {answer.status for _, answer in answers} <= {303, 422}
    confirmed = {tap.heard for tap, answer in answers if answer.status == 303}
    refused = {tap.heard for tap, answer in answers if answer.status != 303}
    heard = Counter(entry.heard for each in loads(text).interviews for entry in each.log)
    assert heard == Counter(confirmed)
    assert refused & confirmed == set()
    assert len(confirmed) == FOLLOW_UPS
    assert {name for name in polled if name.startswith("Done: Thank Ann")} == {
        f"Done: {each.rpartition(' ')[0]}" for each in confirmed
    }
    assert {note: text.decode().count(note) for note in hand.notes} == dict.fromkeys(hand.notes, 1)
    assert len(hand.notes) == TAPS // TAPS_PER_NOTE
