"""A hostile file costs little: under a second and little memory, with a clear error.

Each is checked by the command itself, in a process of its own whose time is measured, and which
gets so much memory and no more, and is ended when it has run for far too long.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from followup_ics.reading.decoding import MAX_BYTES
from followup_ics.reading.loading import MAX_FAULTS
from followup_ics.reading.yaml_tree import MAX_ALIASES, MAX_FIELDS, MAX_ITEMS, MAX_VALUES
from paths import SAMPLE

SECONDS = 2
MEMORY = 192 * 1024 * 1024

ME = "candidate: {timezone: Europe/Berlin}\n"
GOOD = "company: A, role: B, start: 2026-11-10"


class Done(NamedTuple):
    """How a command ended, what it said, and its processor time."""

    code: int
    told: list[str]
    seconds: float


COMMAND = f"""
import resource
resource.setrlimit(resource.RLIMIT_AS, ({MEMORY}, {MEMORY}))
resource.setrlimit(resource.RLIMIT_CPU, (5, 5))
from followup_ics.__main__ import run
run()
"""


def check(at: Path, *words: str | Path) -> Done:
    with (at / "told").open("w+") as told, (at / "said").open("w") as said:
        command = [sys.executable, "-c", COMMAND, "check", *map(str, words)]
        process = subprocess.Popen(command, stderr=told, stdout=said)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        told.seek(0)
        lines = told.read().splitlines()
    return Done(process.returncode, lines, used.ru_utime + used.ru_stime)


def is_cheap(done: Done, told: str) -> None:
    assert done.code == 1
    assert told in "\n".join(done.told)
    assert len(done.told) <= MAX_FAULTS + 1
    assert max(map(len, done.told)) < 2_000
    assert done.seconds < SECONDS


def filled(unit: str, size: int = MAX_BYTES - 1_000) -> str:
    """Repeat a text until there are so many bytes of it."""
    return unit * (size // len(unit.encode()))


def bomb(leaf: str) -> str:
    rows = [f"a0: &a0 [{', '.join([leaf] * 9)}]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 15)]
    return "\n".join(rows)


def wide_bomb() -> str:
    """Few aliases, each of much text: what they stand for would be two gigabytes."""
    topics = ", ".join(['"' + "é " * 900 + '"'] * 100)
    people = "\n".join(f"  - {{{GOOD}, people: [{{name: A, topics: *t}}]}}" for _ in range(900))
    return (
        f"{ME}interviews:\n  - {{{GOOD}, people: [{{name: A, topics: &t [{topics}]}}]}}\n{people}"
    )


def many_interviews(last: str) -> str:
    """As many values as may be, all in order but for the last one."""
    people = "{name: Dana Lee, part: hiring_manager, email: a@b.example, topics: [a b, c d, e]}"
    row = f"- {{id: %d, {GOOD}, duration: 45m, people: [{people}]}}\n"
    count = min(MAX_ITEMS - 1, MAX_VALUES // 15 - 1)
    return ME + "interviews:\n" + "".join(row % n for n in range(count)) + last


def full_interview(fault: str) -> str:
    people = "".join(f"    - {{name: N{n}, {fault}}}\n" for n in range(100))
    return "".join(
        f"- company: A{n}\n  role: B\n  start: 2026-11-10\n  people:\n{people}" for n in range(60)
    )


def moves(count: int, zone: str) -> str:
    rows = f"  - {{from: 2027-01-15, zone: {zone}, country: Germany}}\n" * count
    return f"candidate:\n  timezone:\n  - Europe/Berlin\n{rows}"


def unknown(name: str, count: int) -> str:
    return ", ".join(f"{name}{n}: 1" for n in range(count))


def texts(text: str) -> str:
    """Fill the file with texts that are as long as may be."""
    people = "".join(
        f'    - {{name: A, title: "{text}"}}\n' for _ in range(MAX_BYTES // len(text.encode()) - 99)
    )
    rows = people.splitlines(keepends=True)
    parts = ["".join(rows[n : n + 90]) for n in range(0, len(rows), 90)]
    return (
        ME
        + "interviews:\n"
        + "".join(f"- company: A\n  role: B\n  people:\n{part}" for part in parts)
    )


HOSTILE: dict[str, tuple[Callable[[], str], str]] = {
    "a bomb of aliases": (lambda: bomb("x"), "too many repetitions by aliases"),
    "a bomb of nothing": (lambda: bomb("[]"), "too many repetitions by aliases"),
    "a bomb of long texts": (wide_bomb, "too many repetitions by aliases"),
    "a billion aliases": (
        lambda: f"{ME}x: &a [1]\ny: [" + filled("*a,"),
        "too many repetitions by aliases",
    ),
    "aliases up to the limit": (
        lambda: (
            f"{ME}interviews:\n- &a {{company: 1, people: [{'{},' * 100}]}}\n"
            + "- *a\n" * MAX_ALIASES
        ),
        "interviews[0].people[0].name: missing",
    ),
    "deep lists in brackets": (lambda: filled("["), "nested deeper"),
    "deep fields in braces": (lambda: filled('{"a":'), "nested deeper"),
    "deep fields": (lambda: "".join(f"{' ' * n}a:\n" for n in range(4_000)), "nested deeper"),
    "deep names": (lambda: filled("? "), "name must be a text"),
    "a million items": (lambda: "interviews: [" + "1," * 1_000_000, "items in one list"),
    "a million fields": (
        lambda: "".join(f"{n:x}:\n" for n in range(1_000_000)),
        "fields in one place",
    ),
    "a million repeated fields": (lambda: filled("a: 1\n"), "fields in one place"),
    "lists of lists": (lambda: f"{ME}interviews: [" + filled("[[],[]],"), "items in one list"),
    "repeated fields everywhere": (
        lambda: f"{ME}interviews:\n" + f"- {{{'a: 1, ' * (MAX_FIELDS - 1)}}}\n" * 5_000,
        "too many repeated fields",
    ),
    "nothing but faults": (lambda: f"{ME}interviews: [" + "{}," * 9_999 + "]", "at least 2 more"),
    "unknown fields everywhere": (
        lambda: f"{ME}interviews:\n" + f"- {{{unknown('tpic', 190)}}}\n" * 700,
        "unknown field",
    ),
    "unknown fields in one interview": (
        lambda: f"{ME}interviews:\n- log:\n" + f"  - {{{unknown('x' * 300, 190)}}}\n" * 104,
        "at least 19,871 more",
    ),
    "too much in one interview": (
        lambda: f"{ME}interviews:\n- people:\n" + "  - {name: A, topics: [a, b, c]}\n" * 9_000,
        "interviews[0]: found more than 20,000 values",
    ),
    "long unknown fields": (
        lambda: (
            f"{ME}interviews:\n"
            + "".join(f"- {{{'interview' * 100}{n}: 1, {GOOD}}}\n" for n in range(8_000))
        ),
        "unknown field",
    ),
    "misspelt zones": (
        lambda: ME + "interviews:\n" + full_interview("timezone: Amercia/Nwe_Yrok"),
        "did you mean America/New_York?",
    ),
    "misspelt zones of moves": (
        lambda: moves(100, "Amercia/Nwe_Yrok"),
        "did you mean America/New_York?",
    ),
    "moves": (lambda: moves(4_000, "Amercia/Nwe_Yrok"), "found more than 100 moves; write fewer"),
    "misspelt regions": (
        lambda: ME + "interviews:\n" + full_interview("country: US, region: NYC, timezone: x/y"),
        "write one of US's",
    ),
    "misspelt choices": (
        lambda: ME + "interviews:\n" + full_interview("part: hiring manger, vote: perhaps"),
        "did you mean hiring_manager?",
    ),
    "repeated ids": (
        lambda: f"{ME}interviews:\n" + f"- {{id: same, {GOOD}}}\n" * 9_999,
        "at least 9,898 more",
    ),
    "all in order but the last": (
        lambda: many_interviews("- {company: A, role: B}\n"),
        "start: missing",
    ),
    "all in order but too much": (lambda: many_interviews("- [" + "1," * 9_000), "values"),
    "one quoted text": (lambda: ME + 'a: "' + filled("x ") + '"', "write at most 2,000"),
    "one text of escapes": (lambda: '"' + filled("\\a") + '"', "write at most 2,000"),
    "one block of lines": (lambda: f"{ME}a: |\n" + filled(" x\n"), "write at most 2,000"),
    "one block of odd lines": (lambda: f"{ME}a: |\n" + filled(" \u2028"), "unknown field"),
    "one name": (lambda: filled("x") + ": 1", "cannot stand here"),
    "one long name": (lambda: f"? {filled('x')}\n: {{b: 1}}", "candidate: missing"),
    "one name of an alias": (lambda: "*" + filled("x"), "names nothing above"),
    "long texts": (lambda: texts("x y " * 499), "start: missing"),
    "long texts with odd spaces": (lambda: texts("\u3000x" * 499), "start: missing"),
    "long texts of escapes": (lambda: texts("\\a" * 1_990), "empty text"),
    "overlong texts": (lambda: texts("x" * 2_001), "too many repeated fields or overlong texts"),
    "words": (lambda: "[" + filled("a "), "the '[' in line 1 is not closed"),
    "comments": (lambda: filled("#\n"), "the file is empty"),
    "faults after empty lines": (
        lambda: filled("\n", MAX_BYTES - 20_000) + "a: {}\n" * 199,
        "there twice, first in line 83",
    ),
    "tag directives": (
        lambda: "".join(f"%TAG !a{n}! b\n" for n in range(300_000)) + "--- a",
        "the directive %TAG",
    ),
    "tag directives later": (
        lambda: f"{ME}...\n" + "".join(f"%TAG !a{n}! b\n" for n in range(300_000)) + "--- a",
        "the directive %TAG",
    ),
    "backslashes": (lambda: '{"a": "' + filled("\\"), "never closed"),
    "JSON escapes": (lambda: '{"a": "' + filled("\\ud83d\\ude00") + '"}', "half a character"),
    "half JSON escapes": (lambda: '{"a": "' + filled("\\ud83d") + '"}', "half a character"),
}


@pytest.mark.parametrize(("text", "told"), HOSTILE.values(), ids=HOSTILE)
def test_records(text: Callable[[], str], told: str, tmp_path: Path) -> None:
    path = tmp_path / "hostile.yaml"
    path.write_text(text(), encoding="utf-8", newline="")
    is_cheap(check(tmp_path, path), told)


def approaches(each: str) -> str:
    when = "{on: cycle, earliest: 7, latest: 12, preferred: 9}"
    head = f"tactics:\n- name: a\n  when: {when}\n  approaches:\n"
    return head + f"  - {each}\n" * 4_900


PLAYBOOKS: dict[str, tuple[Callable[[], str], str]] = {
    "empty approaches": (lambda: approaches("{}"), "approaches[0].name: missing"),
    "wrong approaches": (
        lambda: approaches("{name: x, channel: post, summary: '{persn}'}"),
        "found {persn}",
    ),
    "tactics": (lambda: "tactics:\n" + "- {}\n" * 9_999, "tactics[0].name: missing"),
}


@pytest.mark.parametrize(("text", "told"), PLAYBOOKS.values(), ids=PLAYBOOKS)
def test_playbooks(text: Callable[[], str], told: str, tmp_path: Path) -> None:
    path = tmp_path / "hostile.yaml"
    path.write_text(text(), encoding="utf-8")
    is_cheap(check(tmp_path, SAMPLE, "--playbook", path), told)


def test_a_file_of_50_megabytes(tmp_path: Path) -> None:
    path = tmp_path / "hostile.yaml"
    path.write_text(filled(f"- {{{GOOD}}}\n", 50_000_000))
    is_cheap(check(tmp_path, path), "larger than 8 MiB; split the file up")


def test_a_file_of_a_gigabyte(tmp_path: Path) -> None:
    huge = tmp_path / "huge.yaml"
    with huge.open("wb") as file:
        file.truncate(1 << 30)
    is_cheap(check(tmp_path, str(huge)), "larger than 8 MiB; split the file up")
