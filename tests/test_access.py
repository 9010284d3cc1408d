"""Who can read what is written, while it is written and afterwards."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from followup_ics.files import make_private_folder, write_whole
from needing import need

OTHER = 65_534  # the number of somebody who owns nothing


@pytest.fixture(params=[0o000, 0o022, 0o077], ids=oct, autouse=True)
def umask(request: pytest.FixtureRequest) -> Iterator[int]:
    """Set what new files of this process lack of permissions."""
    mask: int = request.param
    before = os.umask(mask)
    try:
        yield mask
    finally:
        os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("before", [0o600, 0o640, 0o644, 0o666])
def test_a_file_that_is_replaced_keeps_its_mode_and_until_then_only_its_owner_reads_the_new(
    tmp_path: Path, before: int
) -> None:
    path, seen = tmp_path / "jobs.yaml", list[int]()
    path.write_bytes(b"old")
    path.chmod(before)

    def look() -> bool:
        (beside,) = (each for each in tmp_path.iterdir() if each != path)
        assert beside.read_bytes() == b"new"
        seen.append(mode(beside) & ~before)
        return True

    assert write_whole(path, b"new", if_so=look)
    assert (mode(path), path.read_bytes(), seen) == (before, b"new", [0])


def test_a_file_that_is_new_has_the_permissions_of_ones_new_files(
    tmp_path: Path, umask: int
) -> None:
    write_whole(tmp_path / "jobs.ics", b"new")
    assert mode(tmp_path / "jobs.ics") == 0o666 & ~umask


def as_root() -> None:
    need(True if hasattr(os, "geteuid") and os.geteuid() == 0 else None, "to be root")


def test_a_file_that_root_replaces_stays_its_owners(tmp_path: Path) -> None:
    as_root()
    path = tmp_path / "jobs.yaml"
    path.write_bytes(b"old")
    os.chown(path, OTHER, OTHER)
    path.chmod(0o640)
    write_whole(path, b"new")
    found = path.stat()
    assert (found.st_uid, found.st_gid, mode(path)) == (OTHER, OTHER, 0o640)


@contextmanager
def as_somebody() -> Iterator[None]:
    """Be somebody else for a while, and of no group of root's."""
    groups = os.getgroups()
    os.setgroups([])
    os.setegid(OTHER)
    os.seteuid(OTHER)
    try:
        yield
    finally:
        os.seteuid(0)
        os.setegid(0)
        os.setgroups(groups)


@pytest.mark.parametrize(
    ("before", "after"), [(0o640, 0o600), (0o664, 0o644), (0o666, 0o666), (0o600, 0o600)]
)
def test_a_group_that_cannot_stay_gives_no_other_group_more_than_everybody_has(
    before: int, after: int
) -> None:
    as_root()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "jobs.yaml"
        path.write_bytes(b"old")
        path.chmod(before)
        for each in (path.parent, path):
            os.chown(each, OTHER, 0)
        with as_somebody():
            write_whole(path, b"new")
        assert (path.stat().st_gid, mode(path), path.read_bytes()) == (OTHER, after, b"new")


def test_folders_that_are_made_are_their_owners_alone_and_others_stay(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir(mode=0o755)
    before = mode(tmp_path / "home")
    make_private_folder(tmp_path / "home" / ".local" / "share" / "followup-ics")
    made = [each for each in tmp_path.rglob("*") if each.name != "home"]
    assert {mode(each) for each in made} == {0o700}
    assert (len(made), mode(tmp_path / "home")) == (3, before)
