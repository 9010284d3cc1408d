"""Polls that wait together: one look-up for all, and never what was true before one asked."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from threading import Event

import pytest
import uvloop

import databases
from followup_ics.hosting.lookups import Found, token_hash
from followup_ics.hosting.rendering import content_of
from followup_ics.hosting.store import Store
from followup_ics.hosting.together import Together, Turn

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
CONTENT = content_of(b"candidate: {timezone: Europe/Berlin}\ninterviews: []\n", "jobs.yaml", NOW)


class Held:
    """Looks up at once, and hands the first answer over only when it is let go."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.asked: list[int] = []
        self.looked, self.let_go = Event(), Event()

    def __call__(self, hashes: Sequence[bytes]) -> dict[bytes, Found]:
        found = self._store.find_all(hashes)
        self.asked.append(len(hashes))
        self.looked.set()
        self.let_go.wait()
        return found


def test_a_poll_after_a_change_never_gets_the_look_up_from_before_it() -> None:
    async def poll(store: Store, hashed: bytes, other: bytes) -> tuple[list[str], list[int]]:
        ask = Held(store)
        together = Together(ask)
        first = asyncio.create_task(together.find(hashed))
        await asyncio.to_thread(ask.looked.wait)
        assert store.save(store.named("ann"), replace(CONTENT, etag="new"))
        later = [asyncio.create_task(together.find(each)) for each in (hashed, hashed, other)]
        await asyncio.sleep(0)
        ask.let_go.set()
        found = await asyncio.gather(first, *later)
        return [each.etag if each else "" for each in found], ask.asked

    with databases.postgresql() as url, Store(url) as writer, Store(url) as reader:
        hashed = token_hash(writer.add("ann", CONTENT))
        etags, asked = asyncio.run(poll(reader, hashed, token_hash("nobody")))
    assert etags == [CONTENT.etag, "new", "new", ""]
    assert asked == [1, 2]


def test_all_who_wait_are_told_of_a_failure_and_the_next_is_asked_anew() -> None:
    answers: Iterator[OSError | dict[bytes, Found]] = iter([OSError("away"), {}])

    def ask(_: Sequence[bytes]) -> dict[bytes, Found]:
        answer = next(answers)
        if isinstance(answer, OSError):
            raise answer
        return answer

    async def poll() -> None:
        together = Together(ask)
        failed = await asyncio.gather(together.find(b"1"), together.find(b"2"),
                                      return_exceptions=True)  # fmt: skip
        assert [str(each) for each in failed] == ["away", "away"]
        assert await together.find(b"1") is None

    asyncio.run(poll())


def test_a_poll_that_goes_away_takes_no_answer_from_another() -> None:
    async def poll() -> None:
        together = Together(lambda _: {})
        gone = asyncio.create_task(together.find(b"1"))
        stays = asyncio.create_task(together.find(b"1"))
        await asyncio.sleep(0)
        gone.cancel()
        assert await stays is None
        with pytest.raises(asyncio.CancelledError):
            await gone

    asyncio.run(poll())


class Counted:
    """A number that rises with every question, as last seen by one that asked in its turn."""

    def __init__(self) -> None:
        self.turn, self.number, self.seen = Turn(), 0, 0
        self.late: list[int] = []
        self.shared = 0

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while said := await reader.readline():
            if self.turn.is_new():
                self.seen = self.number
            else:
                self.shared += 1
            if self.seen < int(said):
                self.late.append(int(said))
            writer.write(b"answered\n")
        writer.close()

    async def ask(self, port: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for _ in range(50):
            self.number += 1
            writer.write(b"%d\n" % self.number)
            await reader.readline()
        writer.close()


@pytest.mark.parametrize(
    "loop", [asyncio.new_event_loop, uvloop.new_event_loop], ids=["asyncio", "uvloop"]
)
def test_who_comes_after_the_one_that_asked_is_of_a_later_turn(
    loop: Callable[[], asyncio.AbstractEventLoop],
) -> None:
    counted = Counted()

    async def serve() -> None:
        async with await asyncio.start_server(counted.answer, "127.0.0.1", 0) as server:
            port = server.sockets[0].getsockname()[1]
            await asyncio.gather(*(counted.ask(port) for _ in range(50)))

    with asyncio.Runner(loop_factory=loop) as runner:
        runner.run(serve())
    assert not counted.late
    assert counted.shared
