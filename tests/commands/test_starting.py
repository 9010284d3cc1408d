"""`init` at a terminal, where it asks three questions, and on a pipe, where it asks nothing."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from followup_ics import load
from followup_ics.commands.clock import system_zone
from paths import STARTER
from terminal import environment, run, talking


def test_three_questions_fill_in_the_file(tmp_path: Path) -> None:
    with talking("init", at=tmp_path, TZ="Europe/Berlin") as talk:
        talk.answer("Your name", "Robin: Park")
        talk.answer("Your time zone [Europe/Berlin]", "America/Chicago")
        talk.answer("leaves it out [US]", "")
        assert talk.end() == 0
    candidate = load(tmp_path / "interviews.yaml").candidate
    assert (candidate.name, candidate.timezone, candidate.country) == (
        "Robin: Park",
        "America/Chicago",
        "US",
    )
    changed = set((tmp_path / "interviews.yaml").read_text().splitlines())
    new = sorted(changed - set(STARTER.read_text().splitlines()))
    assert [line[:14] for line in new if line[0] != "#"] == ["  name: 'Robin", "  timezone: Am"]


def test_the_example_is_a_comment_for_somebody_who_answered(tmp_path: Path) -> None:
    with talking("init", at=tmp_path, TZ="Europe/Berlin") as talk:
        for question in ("Your name", "Your time zone", "Your country"):
            talk.answer(question, "")
        talk.end()
    assert "followup-ics add INVITE --to interviews.yaml" in talk.said
    assert load(tmp_path / "interviews.yaml").interviews == ()
    assert "# interviews:\n#   - id: example-first" in (tmp_path / "interviews.yaml").read_text()


def test_the_machines_zone_and_its_country_are_proposed(tmp_path: Path) -> None:
    with talking("init", "mine.yaml", at=tmp_path, TZ="Europe/Berlin") as talk:
        talk.answer("Your name", "")
        talk.answer("Your time zone [Europe/Berlin]", "")
        talk.answer("leaves it out [DE]", "")
        assert talk.end() == 0
    candidate = load(tmp_path / "mine.yaml").candidate
    assert (candidate.name, candidate.timezone, candidate.country) == (None, "Europe/Berlin", "DE")


def test_what_is_no_zone_or_country_is_asked_again_with_what_may_be_meant(tmp_path: Path) -> None:
    with talking("init", at=tmp_path, TZ="Europe/Berlin") as talk:
        talk.answer("Your name", "Robin")
        talk.answer("Your time zone", "Boston")
        talk.answer("Your time zone [America/New_York]", "")
        talk.answer("leaves it out [US]", "Germny")
        talk.answer("leaves it out [US]", "germany")
        talk.end()
    assert "write the zone of the place, such as America/New_York" in talk.said
    assert "found 'Germny'; write an ISO 3166-1 code" in talk.said
    candidate = load(tmp_path / "interviews.yaml").candidate
    assert (candidate.timezone, candidate.country) == ("America/New_York", "DE")


SLIPS = [
    pytest.param("Chicago", "America/Chicago", id="a city with a zone of its own"),
    pytest.param("Europe/Viena", "Europe/Vienna", id="a slip"),
    pytest.param("PST", "America/Los_Angeles", id="an abbreviation"),
]


@pytest.mark.parametrize(("written", "meant"), SLIPS)
def test_the_zone_that_is_meant_is_proposed_next(tmp_path: Path, written: str, meant: str) -> None:
    """Enter must not take the machine's, after somebody said that it is another one."""
    with talking("init", at=tmp_path, TZ="Europe/Berlin") as talk:
        talk.answer("Your name", "")
        talk.answer("Your time zone", written)
        talk.answer("Your time zone", "")
        talk.answer("Your country", "")
        talk.end()
    assert load(tmp_path / "interviews.yaml").candidate.timezone == meant


def test_a_machine_set_to_no_place_proposes_none_and_the_country_may_be_left_out(
    tmp_path: Path,
) -> None:
    with talking("init", at=tmp_path, TZ="UTC") as talk:
        talk.answer("Your name", "")
        talk.answer("Your time zone", "")
        talk.answer("Your time zone", "Europe/Vienna")
        talk.answer("leaves it out [AT]", "none")
        talk.end()
    assert load(tmp_path / "interviews.yaml").candidate.country is None


QUIET = [
    pytest.param(["init", "interviews.yaml"], True, id="on a pipe"),
    pytest.param(["init", "interviews.yaml", "--yes"], False, id="told to ask nothing"),
]


@pytest.mark.parametrize(("words", "on_a_pipe"), QUIET)
def test_without_questions_the_file_is_the_commented_one_whatever_the_machines_zone(
    words: list[str], on_a_pipe: bool, tmp_path: Path
) -> None:
    if on_a_pipe:
        assert run(*words, at=tmp_path, TZ="Asia/Tokyo").returncode == 0
    else:
        with talking(*words, at=tmp_path, TZ="Asia/Tokyo") as talk:
            assert talk.end() == 0
    assert (tmp_path / "interviews.yaml").read_bytes() == STARTER.read_bytes()


def test_nothing_is_asked_for_a_file_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "interviews.yaml").write_text("mine")
    with talking("init", at=tmp_path) as talk:
        assert talk.end() == 1
    assert "it exists already" in talk.said
    assert "name" not in talk.said.replace("name another file", "")


def test_who_leaves_in_the_middle_gets_no_file(tmp_path: Path) -> None:
    with talking("init", at=tmp_path) as talk:
        talk.answer("Your name", "Robin")
        talk.press("Your time zone", "c")
        assert talk.end() == 1
    assert os.listdir(tmp_path) == []


def test_a_full_disk_leaves_no_part_of_the_file(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "followup_ics", "init"],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (512, 512)),
    )
    assert done.returncode == 1
    assert "interviews.yaml: cannot be written: File too large; nothing was written" in done.stderr
    assert os.listdir(tmp_path) == []


# The machine's zone


ZONES = [
    ("America/New_York", "America/New_York"),
    (":Europe/Paris", "Europe/Paris"),
    ("/usr/share/zoneinfo/Asia/Tokyo", "Asia/Tokyo"),
]


@pytest.mark.parametrize(("setting", "zone"), ZONES)
def test_the_zone_of_the_machine_is_that_of_its_setting(
    setting: str, zone: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", setting)
    assert system_zone() == zone
