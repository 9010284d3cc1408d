"""What the Tab key offers: by the protocol of click and the shells, and once by bash itself."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from followup_ics import load, plan
from needing import need
from searching import RECORDS, written
from terminal import environment, run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return written(tmp_path)


def offered(folder: Path, *words: str, **env: str) -> dict[str, str]:
    """Return what is offered for the last of some words, each with its help."""
    asked = {"COMP_WORDS": " ".join(("followup-ics", *words)), "COMP_CWORD": str(len(words))}
    asked["_FOLLOWUP_ICS_COMPLETE"] = "zsh_complete"
    done = run(at=folder, **asked, **env)
    assert done.stderr == ""
    lines = done.stdout.rstrip("\n").splitlines()
    kinds, values, helps = lines[::3], lines[1::3], lines[2::3]
    return {
        value or kind: "" if text == "_" else text
        for kind, value, text in zip(kinds, values, helps, strict=True)
    }


def test_log_offers_the_numbers_of_what_is_due_and_says_what_each_is(folder: Path) -> None:
    assert offered(folder, "log", "mine.yaml", "") == {
        "1": "Send Dana an article (Acme)",
        "2": "Call Dana (Acme)",
        "3": "Keep searching",
    }


def test_log_offers_uids_by_their_beginnings(folder: Path) -> None:
    call = next(e for e in plan(load(folder / "mine.yaml")).follow_ups if e.tactic == "phone_call")
    assert offered(folder, "log", "mine.yaml", call.uid[:4]) == {call.uid[:12]: call.summary}
    assert run("log", "mine.yaml", call.uid[:12], "--done", at=folder).returncode == 0


def test_a_company_is_offered_by_name(folder: Path) -> None:
    file = folder / "mine.yaml"
    file.write_text(f"{RECORDS}  - {{company: Best & Co, role: SRE, start: 2026-11-19}}\n")
    assert offered(folder, "show", "mine.yaml", "--company", "") == {"Acme": "", "Best & Co": ""}
    assert offered(folder, "show", "mine.yaml", "--company", "be") == {"Best & Co": ""}


def test_playbooks_are_offered_by_name_and_else_files(folder: Path) -> None:
    assert offered(folder, "show", "mine.yaml", "--playbook", "m") == {"measured": ""}
    assert offered(folder, "show", "mine.yaml", "--playbook", "own") == {"own": ""}
    assert offered(folder, "build", "my") == {"my": ""}


@pytest.mark.parametrize("text", ["candidate: {", "", "interviews: 3"])
def test_of_a_file_with_faults_nothing_is_offered_and_nothing_said(text: str, folder: Path) -> None:
    (folder / "mine.yaml").write_text(text)
    assert offered(folder, "log", "mine.yaml", "") == {}
    assert offered(folder, "show", "mine.yaml", "--company", "") == {}


@pytest.mark.parametrize("name", ["nowhere.yaml", "-"])
def test_of_a_file_that_cannot_be_read_nothing_is_offered(name: str, folder: Path) -> None:
    assert offered(folder, "log", name, "") == {}


def test_feeds_are_offered_by_name(folder: Path) -> None:
    home = {"XDG_DATA_HOME": str(folder / "data")}
    run("feed", "add", "mine.yaml", "--name", "jobs", at=folder, **home)
    for command in ("rotate", "revoke", "put", "history", "undo", "remove"):
        assert offered(folder, "feed", command, "", **home) == {"jobs": str(folder / "mine.yaml")}


def test_to_look_for_feeds_makes_no_store(folder: Path) -> None:
    assert offered(folder, "feed", "rotate", "", XDG_DATA_HOME=str(folder / "data")) == {}
    assert os.listdir(folder) == ["mine.yaml"]


BASH = """
eval "$(_FOLLOWUP_ICS_COMPLETE=bash_source followup-ics)"
COMP_WORDS=({words}) COMP_CWORD={last}
_followup_ics_completion followup-ics
printf '%s\\n' "${{COMPREPLY[@]}}"
"""


def by_bash(folder: Path, *words: str) -> list[str]:
    """Return what bash would put in place of the last of some words, as it stands there."""
    bash = need(shutil.which("bash"), "bash")
    quoted = " ".join("'" + each.replace("'", r"'\''") + "'" for each in ("followup-ics", *words))
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [bash, "-c", BASH.format(words=quoted, last=len(words))],
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
        env=environment(PATH=path),
    )
    return done.stdout.splitlines()


def test_bash_is_given_a_company_so_that_it_stays_one_word(folder: Path) -> None:
    file = folder / "mine.yaml"
    file.write_text(f'{RECORDS}  - {{company: "Best & Co", role: SRE, start: 2026-11-19}}\n')
    assert by_bash(folder, "show", "mine.yaml", "--company", "B") == [r"Best\ \&\ Co"]
    assert by_bash(folder, "show", "mine.yaml", "--company", '"B') == ["Best & Co"]


def test_bash_is_given_the_numbers_of_what_is_due(folder: Path) -> None:
    assert by_bash(folder, "log", "mine.yaml", "") == ["1", "2", "3"]
