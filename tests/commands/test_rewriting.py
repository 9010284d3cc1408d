"""Several writers of one file at once: nothing of any is lost, and nothing is left behind."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from subprocess import PIPE

import pytest
from searching import RECORDS, added, numbers, written

from followup_ics import OutputError, load, loads, plan
from followup_ics import files as package_files
from followup_ics.answering.answers import Answer, asked
from followup_ics.answering.recording import record
from followup_ics.reading.rewriting import rewrite
from followup_ics.errors import EditError
from followup_ics.files import held, write_new
from followup_ics.reading import editing
from terminal import environment, run

MANY = 25
WRITER = """
import sys
from followup_ics.reading.rewriting import rewrite
from followup_ics.reading import editing

for number in range(int(sys.argv[2])):
    activity = {"what": f"{sys.argv[1]} {number}", "on": "2026-11-23"}
    rewrite("mine.yaml", lambda text: editing.add_activity(text, activity))
"""
HOLDER = """
import sys
from followup_ics.files import held

with held("mine.yaml"):
    print("held", flush=True)
    sys.stdin.read()
"""

Process = subprocess.Popen[str]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(tmp_path)


def started(*words: str, at: Path) -> Process:
    return subprocess.Popen(
        [sys.executable, *words],
        cwd=at,
        text=True,
        env=environment(),
        stdin=PIPE,
        stdout=PIPE,
        stderr=PIPE,
    )


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


def test_two_that_write_at_once_lose_nothing_of_each_other(folder: Path) -> None:
    writers = [started("-c", WRITER, name, str(MANY), at=folder) for name in ("one", "two")]
    for each in writers:
        _, errors = each.communicate()
        assert (each.returncode, errors) == (0, "")
    done = [each.what for each in load(folder / "mine.yaml").activities]
    assert sorted(done) == sorted(f"{name} {n}" for name in ("one", "two") for n in range(MANY))
    assert os.listdir(folder) == ["mine.yaml"]


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


def test_who_is_killed_while_writing_keeps_nobody_away_and_leaves_nothing(folder: Path) -> None:
    process = started("-c", HOLDER, at=folder)
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    process.kill()
    process.communicate()
    assert run("log", "mine.yaml", "1", "--done", at=folder).returncode == 0
    assert os.listdir(folder) == ["mine.yaml"]


def test_who_keeps_others_away_for_too_long_is_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(package_files, "PATIENCE", 0.0)
    file = str(folder / "mine.yaml")
    with held(file), pytest.raises(OutputError, match="another program is writing there"):
        rewrite(file, lambda text: text + b"# more\n")
    assert added(folder) == []


def test_what_an_editor_saves_meanwhile_stays(folder: Path) -> None:
    file = folder / "mine.yaml"

    def edit(text: bytes) -> bytes:
        if b"saved" not in text:
            file.write_bytes(text + b"# saved in an editor\n")
        return editing.add_activity(text, {"what": "a course", "on": "2026-11-23"})

    rewrite(str(file), edit)
    assert added(folder) == [
        "+ # saved in an editor",
        "+ activities:",
        "+   - {what: a course, on: 2026-11-23}",
    ]


def test_a_file_that_never_stays_the_same_is_left_to_its_writer(folder: Path) -> None:
    file = folder / "mine.yaml"

    def edit(text: bytes) -> bytes:
        file.write_bytes(text + b"#\n")
        return text + b"# mine\n"

    with pytest.raises(OutputError, match="changes it all the time"):
        rewrite(str(file), edit)
    assert set(added(folder)) == {"+ #"}


def test_an_answer_never_goes_into_another_interview_that_has_the_id_by_now(folder: Path) -> None:
    """A made-up id counts interviews of a role: one more before it takes its place."""
    before = RECORDS.replace("    id: acme\n", "")
    earlier = "  - {company: Acme, role: Engineer, start: 2026-11-10, people: [{name: Dana}]}\n"
    after = before.replace("interviews:\n", f"interviews:\n{earlier}")
    file = folder / "mine.yaml"
    file.write_text(after)
    job_search = loads(before)
    call = next(each for each in plan(job_search).follow_ups if each.tactic == "phone_call")
    answer = Answer(on=call.start.date(), done=True)
    with pytest.raises(EditError, match="no such follow-up any more") as refused:
        record(str(file), asked(job_search, call), answer, seen=before.encode(), playbook=None)
    assert refused.value.paste == "- {on: 2026-11-20, did: phone_call, to: Dana}"
    assert file.read_text() == after


@pytest.mark.parametrize("there", ["a file", "a link"])
def test_a_new_file_replaces_nothing(there: str, tmp_path: Path) -> None:
    path = tmp_path / "new.yaml"
    if there == "a file":
        path.write_text("mine")
    else:
        path.symlink_to("nowhere")
    with pytest.raises(OutputError, match="exists already"):
        write_new(path, b"new")
    assert os.listdir(tmp_path) == ["new.yaml"]
