"""A release: refused where it is not ready, whole in its files, and the same bytes every time."""

from __future__ import annotations

import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

from paths import ROOT, SOURCE
from test_lock import project

sys.path.insert(0, str(ROOT))

from release import build, built_twice, pythons, refusals, version_of

CHANGES = "# Changelog\n\n## [Unreleased]\n\n## [1.2.0] - 2026-12-01\n"


def git(checkout: Path, *words: str, **environment: str) -> None:
    mine = ("git", "-c", "user.name=Jordan Rivera", "-c", "user.email=jordan@rivera.example")
    env = os.environ | environment
    subprocess.run([*mine, *words], cwd=checkout, check=True, capture_output=True, env=env)


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a checkout that is ready to be released as 1.2.0."""
    (tmp_path / "CHANGELOG.md").write_text(CHANGES)
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "1.2.0"\n')
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--quiet", "--message", "Ready")
    return tmp_path


def edited(checkout: Path) -> None:
    (checkout / "CHANGELOG.md").write_text(f"{CHANGES}\n- more\n")


def with_a_new_file(checkout: Path) -> None:
    (checkout / "notes.txt").write_text("mine\n")


def unnamed(checkout: Path) -> None:
    (checkout / "CHANGELOG.md").write_text(
        "# Changelog\n\n## [1.1.0] - 2026-11-01\n\n- like 1.2.0\n"
    )
    git(checkout, "commit", "--quiet", "--all", "--message", "Unnamed")


def undated(checkout: Path) -> None:
    (checkout / "CHANGELOG.md").write_text("# Changelog\n\n## [1.2.0]\n")
    git(checkout, "commit", "--quiet", "--all", "--message", "Undated")


def not_moved(checkout: Path) -> None:
    changes = CHANGES.replace("## [1", "### Added\n\n- more\n\n## [1")
    (checkout / "CHANGELOG.md").write_text(changes)
    git(checkout, "commit", "--quiet", "--all", "--message", "Not moved")


def tagged(checkout: Path) -> None:
    git(checkout, "tag", "v1.2.0")


def test_what_is_committed_and_named_in_the_change_log_may_be_released(checkout: Path) -> None:
    assert version_of(checkout) == "1.2.0"
    assert refusals(checkout, "1.2.0") == []


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        (edited, "CHANGELOG.md"),
        (with_a_new_file, "notes.txt"),
        (unnamed, "write '## [1.2.0] - YYYY-MM-DD'"),
        (undated, "write '## [1.2.0] - YYYY-MM-DD'"),
        (not_moved, "move it below the version"),
        (tagged, "v1.2.0 is tagged already"),
    ],
    ids=lambda each: getattr(each, "__name__", None),
)
def test_what_is_not_ready_is_refused_with_how_to_mend_it(
    checkout: Path, spoil: Callable[[Path], None], why: str
) -> None:
    spoil(checkout)
    (said,) = refusals(checkout, "1.2.0")
    assert why in said


def test_a_release_that_is_refused_leaves_none_in_dist(checkout: Path) -> None:
    shutil.copy(ROOT / "release.py", checkout)
    (checkout / "dist").mkdir()
    (checkout / "dist" / "followup_ics-1.1.0.tar.gz").touch()
    done = subprocess.run(
        [sys.executable, "release.py"], cwd=checkout, capture_output=True, text=True
    )
    assert done.returncode == 1
    assert done.stderr.startswith("No release is made:\n- not all is committed;")
    assert not (checkout / "dist").exists()


def test_it_is_tried_on_each_python_that_it_says_it_is_for() -> None:
    listed = project()["project"]
    oldest, *_ = tried = pythons(ROOT)
    assert listed["requires-python"] == f">={oldest}"
    assert [f"Programming Language :: Python :: {each}" for each in tried] == [
        each for each in listed["classifiers"] if re.search(r":: 3\.\d+$", each)
    ]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("release") / "dist"
    build(ROOT, folder)
    return folder


def test_the_wheel_holds_every_file_of_the_package(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    held = {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}
    files = (each for each in SOURCE.rglob("*") if each.is_file())
    assert held == {
        str(each.relative_to(SOURCE.parent)) for each in files if "__pycache__" not in each.parts
    }


def test_the_source_distribution_holds_the_tests_the_docs_and_the_locks(built: Path) -> None:
    (packed,) = built.glob("*.tar.gz")
    with tarfile.open(packed) as files:
        held = {name.split("/", 1)[1] for name in files.getnames()}
    for folder in ("tests", "docs", "requirements"):
        there = (each for each in (ROOT / folder).rglob("*") if each.is_file())
        names = {str(each.relative_to(ROOT)) for each in there if each.suffix != ".pyc"}
        assert names <= held
    assert {"CHANGELOG.md", "LICENSE", "Makefile", "SECURITY.md", "release.py"} <= held


def test_the_same_commit_gives_the_same_bytes_from_another_folder(tmp_path: Path) -> None:
    copy = tmp_path / "checkout"
    for name in ("src", "pyproject.toml", "README.md", "LICENSE", ".gitignore"):
        _copied(ROOT / name, copy / name)
    git(copy, "init", "--quiet")
    git(copy, "add", ".")
    git(copy, "commit", "--quiet", "--message", "Ready", GIT_COMMITTER_DATE="1793534400 +0000")
    built_twice(copy, tmp_path / "dist")
    with tarfile.open(next((tmp_path / "dist").glob("*.tar.gz"))) as files:
        assert {each.mtime for each in files.getmembers()} == {1793534400}
    assert len(os.listdir(tmp_path / "dist")) == 2


def _copied(source: Path, target: Path) -> None:
    for each in source.rglob("*") if source.is_dir() else (source,):
        if each.is_file() and "__pycache__" not in each.parts:
            there = target / each.relative_to(source) if source.is_dir() else target
            there.parent.mkdir(parents=True, exist_ok=True)
            there.write_bytes(each.read_bytes())


def metadata(built: Path) -> tuple[list[str], str]:
    """Return what the wheel says of itself, as lines, and its description."""
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as files:
        (name,) = (each for each in files.namelist() if each.endswith("/METADATA"))
        head, description = files.read(name).decode().split("\n\n", 1)
    return head.splitlines(), description


def test_an_index_is_told_the_licence_and_the_pythons_in_a_form_that_it_knows(built: Path) -> None:
    head, _ = metadata(built)
    assert head[0] == "Metadata-Version: 2.4"
    assert {"License-Expression: MIT", "License-File: LICENSE", "Requires-Python: >=3.11"} < set(
        head
    )
    assert "Description-Content-Type: text/markdown" in head


def test_on_an_index_the_readme_leads_nowhere_that_is_not_there(built: Path) -> None:
    _, page = metadata(built)
    assert re.findall(r"\]\((?!https?://)[^)]*\)", page) == []
    assert "checkout" not in page
    assert "pip install followup-ics" in page
    for path in re.findall(r"\((docs/[^)]*|LICENSE)\)", page):
        assert (ROOT / path).is_file(), path


def test_the_oldest_versions_that_are_tried_are_those_that_are_named() -> None:
    if os.environ.get("FOLLOWUP_RESOLUTION") != "lowest-direct":
        pytest.skip("for 'make test-lowest'")
    listed = project()["project"]
    extras = listed["optional-dependencies"].values()
    named, tried = {}, {}
    for text in (*listed["dependencies"], *(each for extra in extras for each in extra)):
        wanted = Requirement(text)
        if wanted.name != "followup-ics":
            (bound,) = (each.version for each in wanted.specifier if each.operator == ">=")
            named[wanted.name] = Version(bound)
            tried[wanted.name] = Version(importlib.metadata.version(wanted.name))
    assert tried == named
