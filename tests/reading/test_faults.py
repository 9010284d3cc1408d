"""What a faulty file is told: each file in `faults` has its message, to the letter, beside it.

`pytest --rewrite` writes the messages anew; read them then as somebody would who is about to miss
an interview.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from followup_ics.commands.cli import main
from paths import FAULTS, SAMPLE

PLAYBOOKS = FAULTS / "playbooks"

JARGON = (
    "Input should",
    "pydantic",
    "tuple",
    "dict",
    "datetime",
    "NoneType",
    "Traceback",
    "validation",
    "mapping",
    "scalar",
    "not YAML: ",
)


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix in (".yaml", ".json"))


def is_told(words: list[str], expected: Path, request: pytest.FixtureRequest) -> None:
    """Run the command beside the file, so that its name alone is shown."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(expected.parent)
        done = CliRunner().invoke(main, words)
    assert done.exit_code == 1, done.output
    assert done.stdout == ""
    if request.config.getoption("--rewrite"):
        expected.write_text(done.stderr, encoding="utf-8")
    assert done.stderr == expected.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", files(FAULTS), ids=lambda path: path.name)
def test_records(path: Path, request: pytest.FixtureRequest) -> None:
    is_told(["check", path.name], path.with_suffix(".txt"), request)


@pytest.mark.parametrize("path", files(PLAYBOOKS), ids=lambda path: path.name)
def test_playbook(path: Path, request: pytest.FixtureRequest) -> None:
    words = ["check", str(SAMPLE), "--playbook", path.name]
    is_told(words, path.with_suffix(".txt"), request)


MESSAGES = sorted(FAULTS.rglob("*.txt"))


@pytest.mark.parametrize("path", MESSAGES, ids=lambda path: path.name)
def test_a_message_names_the_file_and_the_place_and_speaks_no_jargon(path: Path) -> None:
    faulty = next(each for each in files(path.parent) if each.stem == path.stem)
    lines = faulty.read_bytes().splitlines() or [b""]
    for message in path.read_text(encoding="utf-8").splitlines():
        name, line, column, said = message.split(":", 3) if "at least" not in message else ("",) * 4
        assert name in (faulty.name, "")
        assert said.isprintable()
        assert not any(word in said for word in JARGON), said
        if line:
            assert 1 <= int(line) <= len(lines) + 1
            assert 1 <= int(column) <= len(lines[min(int(line), len(lines)) - 1]) + 1


def test_every_message_has_its_file() -> None:
    faulty = [*files(FAULTS), *files(PLAYBOOKS)]
    assert {path.with_suffix("") for path in MESSAGES} == {path.with_suffix("") for path in faulty}
    assert len(MESSAGES) == len(faulty)
