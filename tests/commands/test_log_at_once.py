"""Several answers at once about one file: none is lost, and none is written twice."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from followup_ics.files import held
from searching import added, numbers, written
from terminal import Process, run, started


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(tmp_path)


def at_once(folder: Path, *commands: Sequence[str]) -> list[Process]:
    """Let commands read the file, and write only once all have."""
    with held(folder / "mine.yaml"):
        processes = [started("-m", "followup_ics", *words, at=folder) for words in commands]
        while not all(waits(each, folder) for each in processes):
            assert all(each.poll() is None for each in processes), "one did not wait"
    return processes


def waits(process: Process, folder: Path) -> bool:
    """Say whether a process has opened the folder to lock it, and so has read the file."""
    handles = Path(f"/proc/{process.pid}/fd")
    try:
        return any(os.path.samefile(each, folder) for each in handles.iterdir())
    except OSError:
        return False


needs_proc = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="has no /proc")


@needs_proc
def test_of_two_answers_at_once_the_later_is_added_to_the_file_as_it_is_then(folder: Path) -> None:
    listed = numbers(run("today", "mine.yaml", at=folder).stdout)
    which = [listed["Send Dana an article (Acme)"], listed["Call Dana (Acme)"]]
    commands = [("log", "mine.yaml", number, "--done", "--on", "fri 4pm") for number in which]
    for each in at_once(folder, *commands):
        assert (each.communicate()[1], each.returncode) == ("", 0)
    assert sorted(added(folder)) == [
        "+       - {on: 2026-11-20 16:00, did: phone_call, to: Dana}",
        "+       - {on: 2026-11-20 16:00, did: share_article, to: Dana}",
    ]


@needs_proc
def test_of_two_answers_about_one_follow_up_the_later_is_refused_with_its_line(
    folder: Path,
) -> None:
    commands = [("log", "mine.yaml", "1", "--done", "--on", on) for on in ("fri 4pm", "thu 9am")]
    processes = at_once(folder, *commands)
    (refusal,) = filter(None, [each.communicate()[1] for each in processes])
    assert sorted(each.returncode for each in processes) == [0, 1]
    (kept,) = added(folder)
    assert "changed meanwhile, and that is in the log now" in refusal
    assert "- {on: 2026-11-" in refusal
    assert kept.removeprefix("+       ") not in refusal
