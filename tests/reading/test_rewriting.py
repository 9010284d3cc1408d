"""Several writers of one file at once: nothing of any is lost, and nothing is left behind."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from followup_ics import OutputError, load
from followup_ics.files import held, locking, write_new
from followup_ics.reading import editing
from followup_ics.reading.rewriting import rewrite
from searching import added, written
from terminal import started

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


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(tmp_path)


def test_two_that_write_at_once_lose_nothing_of_each_other(folder: Path) -> None:
    writers = [started("-c", WRITER, name, str(MANY), at=folder) for name in ("one", "two")]
    for each in writers:
        _, errors = each.communicate()
        assert (each.returncode, errors) == (0, "")
    done = [each.what for each in load(folder / "mine.yaml").activities]
    assert sorted(done) == sorted(f"{name} {n}" for name in ("one", "two") for n in range(MANY))
    assert os.listdir(folder) == ["mine.yaml"]


def test_who_is_killed_while_writing_keeps_nobody_away_and_leaves_nothing(folder: Path) -> None:
    process = started("-c", HOLDER, at=folder)
    assert process.stdout
    assert process.stdout.readline() == "held\n"
    process.kill()
    process.communicate()
    rewrite(str(folder / "mine.yaml"), lambda text: text + b"# more\n")
    assert added(folder) == ["+ # more"]
    assert os.listdir(folder) == ["mine.yaml"]


def test_who_keeps_others_away_for_too_long_is_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locking, "PATIENCE", 0.0)
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
