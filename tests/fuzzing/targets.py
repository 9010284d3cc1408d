"""What can be tried, by name: the function, what to begin from, and the words to try."""

from __future__ import annotations

from ast import literal_eval
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from random import Random

from fuzzing import calendars, reading, requests
from paths import FAULTS, GOLDEN, INVITATIONS, PLAYBOOK, SAMPLE, STARTER

HERE = Path(__file__).parent
SEEDS, FOUND = HERE / "seeds", HERE / "found"
RECORDS, CALENDARS, DATES, REQUESTS = (
    HERE / "words" / f"{each}.dict" for each in ("records", "calendars", "dates", "requests")
)


@dataclass(frozen=True)
class Target:
    """A function that takes any bytes, and where to begin.

    The dictionary has words that are worth trying anywhere, each on a line as libFuzzer reads it.
    """

    name: str
    call: Callable[[bytes], None]
    dictionary: Path | None
    begin: Callable[[], Iterable[bytes]] = tuple

    def words(self) -> list[bytes]:
        """Return the words that are worth trying anywhere."""
        lines = self.dictionary.read_text().splitlines() if self.dictionary else []
        return [literal_eval(f"b{each}") for each in lines]

    def seeds(self) -> dict[str, bytes]:
        """Return what to begin from, by a name."""
        return {f"{n}": each for n, each in enumerate(self.begin())}

    def found(self) -> dict[str, bytes]:
        """Return every input that ever broke this target, by a name."""
        return _read(FOUND / self.name)


def _read(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in sorted(folder.glob("*"))}


def _files(folder: Path, *endings: str) -> Callable[[], Iterable[bytes]]:
    found = (each for each in sorted(folder.iterdir()) if each.suffix in endings)
    paths = [each for each in found if not each.name.endswith(".record.yaml")]
    return lambda: (each.read_bytes() for each in paths)


def _lines(name: str) -> Callable[[], Iterable[bytes]]:
    return lambda: (SEEDS / f"{name}.txt").read_bytes().splitlines()


def _drawn() -> Iterable[bytes]:
    """Yield what choices are drawn from: any bytes will do, if there are enough."""
    return (Random(n).randbytes(3_000) for n in range(20))


def _records() -> Iterable[bytes]:
    yield from _files(GOLDEN, ".yaml")()
    yield from _files(FAULTS, ".yaml", ".json")()
    yield from (SAMPLE.read_bytes(), STARTER.read_bytes())


def _playbooks() -> Iterable[bytes]:
    yield from _files(FAULTS / "playbooks", ".yaml")()
    yield from _files(PLAYBOOK.parent, ".yaml")()


def _mails() -> Iterable[bytes]:
    for folder in (INVITATIONS, SEEDS / "mails"):
        yield from _files(folder, ".eml", ".mbox", ".emlx")()


def _busy() -> Iterable[bytes]:
    yield from _files(GOLDEN / "calendars", ".ics")()
    yield from _files(SEEDS / "busy", ".ics")()


def _edits() -> Iterable[bytes]:
    """Yield each edit of a few texts, among them one of the kind that people write."""
    for text in (reading.LAID_OUT, *_files(GOLDEN, ".yaml")()):
        for name in reading.EDITS:
            yield f"{name} 0 25m\n".encode() + text


TARGETS = {
    each.name: each
    for each in (
        Target("records", reading.records, RECORDS, _records),
        Target("drawn_records", reading.drawn_records, None, _drawn),
        Target("playbook", reading.playbook, RECORDS, _playbooks),
        Target("edits", reading.edits, RECORDS, _edits),
        Target("dates", reading.dates, DATES, _lines("dates")),
        Target("previous", calendars.previous, CALENDARS, lambda: [calendars.HELD]),
        Target("invitations", calendars.invitations, CALENDARS, _files(INVITATIONS, ".ics")),
        Target("mails", calendars.mails, CALENDARS, _mails),
        Target("busy", calendars.busy, CALENDARS, _busy),
        Target("texts", calendars.texts, DATES, _files(SEEDS / "texts", ".txt")),
        Target("requests", requests.requests, REQUESTS, _files(SEEDS / "requests", ".txt")),
        Target("conditions", requests.conditions, REQUESTS, _files(SEEDS / "conditions", ".txt")),
    )
}
