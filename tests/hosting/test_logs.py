"""The log of a server: each line as `logging` writes it, all of them, in their order."""

from __future__ import annotations

import asyncio
import logging
import re
import subprocess
import sys
from io import StringIO
from threading import Thread

import pytest

from followup_ics.hosting.logs import Gathering, Plain

ENDED_AT_ONCE = """
import asyncio, logging.config
from followup_ics.hosting.logs import LOGGING

logging.config.dictConfig(LOGGING)

async def main():
    logging.getLogger("followup_ics").info("the last line")

asyncio.new_event_loop().run_until_complete(main())
"""


def lines_of(*records: logging.LogRecord) -> list[str]:
    plain = Plain()
    return [plain.format(each) for each in records]


def record_at(created: float) -> logging.LogRecord:
    record = logging.makeLogRecord({"msg": "GET %s.ics 304", "args": ("ann",), "levelname": "INFO"})
    record.created, record.msecs = created, int(created % 1 * 1000) + 0.0
    return record


@pytest.mark.parametrize(
    "seconds",
    [
        pytest.param([1_792_800_000.004, 1_792_800_000.9], id="two in a second"),
        pytest.param([1_792_800_000.9, 1_792_800_001.0], id="two seconds"),
        pytest.param([1_792_800_001.0, 1_792_800_000.0], id="a clock that went back"),
        pytest.param([1_792_889_999.5, 1_792_890_000.5], id="over a clock change"),
    ],
)
def test_a_line_is_the_one_that_logging_writes(
    monkeypatch: pytest.MonkeyPatch, seconds: list[float]
) -> None:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    usual = logging.Formatter("%(asctime)s %(levelname)s %(message)s")
    records = [record_at(each) for each in seconds]
    assert lines_of(*records) == [usual.format(each) for each in records]


def test_lines_of_a_turn_and_of_threads_are_all_written_once_and_in_order() -> None:
    handler = Gathering()
    handler.setStream(stream := StringIO())
    logger = logging.Logger("log", logging.INFO)
    logger.addHandler(handler)

    async def serve() -> str:
        for number in range(3):
            logger.info("%s", number)
        thread = Thread(target=logger.info, args=("a thread's",))
        thread.start()
        thread.join()
        await asyncio.sleep(0)
        return stream.getvalue()

    assert asyncio.run(serve()).split("\n") == ["0", "1", "2", "a thread's", ""]
    logger.info("outside of a loop")
    assert stream.getvalue().endswith("a thread's\noutside of a loop\n")


def test_a_server_that_ends_writes_what_it_still_had_to_say() -> None:
    done = subprocess.run(
        [sys.executable, "-c", ENDED_AT_ONCE], check=True, capture_output=True, text=True
    )
    assert re.fullmatch(r"\S+ \S+,\d{3} INFO the last line\n", done.stderr)
