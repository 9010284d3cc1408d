"""Whatever becomes of an invitation on its way, `add` takes it, or says why not."""

from __future__ import annotations

import re
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from followup_ics import load
from followup_ics.commands.cli import main
from paths import INVITATIONS
from trying import EXAMPLES, REPEATABLE

FILES = sorted(path for path in INVITATIONS.iterdir() if path.suffix != ".yaml")
RECORDS = b"""\
candidate: {name: Jordan Rivera, timezone: America/New_York}
interviews:
  - {company: Northwind Robotics, role: Platform Engineer, start: 2026-11-02 10:00}
"""
HOSTILE = (
    b"\x00",
    b"\x1b[2J",
    b"\xff\xfe",
    b": {",
    b"# check",
    b"\n  - ",
    b'"',
    b"\\n",
    b"<b>",
    b"&a *a",
)


def cut(content: bytes, chance: Random) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def shuffled(content: bytes, chance: Random) -> bytes:
    lines = content.splitlines(keepends=True)
    first, last = sorted(chance.sample(range(len(lines) + 1), 2))
    middle = lines[first:last]
    chance.shuffle(middle)
    return b"".join(lines[:first] + middle + lines[last:])


def without_a_line(content: bytes, chance: Random) -> bytes:
    lines = content.splitlines(keepends=True)
    del lines[chance.randrange(len(lines))]
    return b"".join(lines)


def with_odd_bytes(content: bytes, chance: Random) -> bytes:
    at = chance.randrange(len(content) + 1)
    return content[:at] + chance.choice(HOSTILE) * chance.choice((1, 1, 50)) + content[at:]


def doubled(content: bytes, chance: Random) -> bytes:
    lines = content.splitlines(keepends=True)
    first, last = sorted(chance.sample(range(len(lines) + 1), 2))
    return b"".join(lines[:last] + lines[first:])


def with_other_digits(content: bytes, chance: Random) -> bytes:
    digits = [at for at, each in enumerate(content) if chr(each).isdigit()]
    changed = bytearray(content)
    for at in chance.sample(digits, min(3, len(digits))):
        changed[at] = ord(chance.choice("0123456789"))
    return bytes(changed)


CHANGES = (cut, shuffled, without_a_line, with_odd_bytes, doubled, with_other_digits)


def add(content: bytes, folder: Path, suffix: str) -> Result:
    """Add an invitation twice to records that hold another one; return what came of it first."""
    (folder / f"invite{suffix}").write_bytes(content)
    words = ["add", str(folder / f"invite{suffix}"), "--to", str(folder / "mine.yaml"), "--yes"]
    runner = CliRunner(env={"SOURCE_DATE_EPOCH": "1795428000"})
    found = runner.invoke(main, words)
    once = (folder / "mine.yaml").read_bytes()
    runner.invoke(main, words)
    assert (folder / "mine.yaml").read_bytes() == once
    return found


@settings(
    max_examples=EXAMPLES * 2,
    deadline=None,
    derandomize=REPEATABLE,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(st.sampled_from(FILES), st.integers(0, 1_000_000), st.integers(1, 3))
def test_whatever_an_invitation_holds_the_records_stay_records(
    path: Path, seed: int, times: int
) -> None:
    chance, content = Random(seed), path.read_bytes()
    for _ in range(times):
        content = chance.choice(CHANGES)(content, chance) or b" "
    with TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "mine.yaml").write_bytes(RECORDS)
        found = add(content, folder, path.suffix)
        assert found.exception is None or isinstance(found.exception, SystemExit), found.exception
        assert found.exit_code in (0, 1), found.output
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", found.output)
        assert len(load(folder / "mine.yaml").interviews) >= 1


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_invitation_is_taken_by_the_command_line(path: Path, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_bytes(RECORDS)
    assert add(path.read_bytes(), tmp_path, path.suffix).exit_code == 0
