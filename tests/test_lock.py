"""The lock: what `make` installs is the same on every machine, and what the bounds allow."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from paths import ROOT

LOCKS = {"sample": [], "serve": ["serve"], "test": ["serve", "dev"], "release": ["release"]}
_PIN = re.compile(r"^([\w.-]+)(?:\[[\w,]+\])?==([^\s;]+)(?: ; [^\\]+)? \\$")


def project() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def lines(name: str) -> list[str]:
    return (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8").splitlines()


def pins(name: str) -> dict[str, list[Version]]:
    """Return the versions of each package; one may have several, for several Pythons."""
    found: dict[str, list[Version]] = {}
    for line in lines(name):
        if line and not line.startswith((" ", "#")):
            matched = _PIN.match(line)
            assert matched, f"{line}: not pinned to one version with hashes"
            package, version = matched.groups()
            found.setdefault(canonicalize_name(package), []).append(Version(version))
    return found


@pytest.mark.parametrize(("name", "extras"), LOCKS.items(), ids=LOCKS)
def test_a_lock_holds_every_dependency_in_a_version_that_the_bounds_allow(
    name: str, extras: list[str]
) -> None:
    listed = project()
    wanted = [*listed["project"]["dependencies"], *listed["dependency-groups"]["build"]]
    for extra in extras:
        groups = listed["project"]["optional-dependencies"] | listed["dependency-groups"]
        wanted += groups[extra]
    locked = pins(name)
    for requirement in map(Requirement, wanted):
        package = canonicalize_name(requirement.name)
        if package == "followup-ics":
            continue
        assert package in locked, f"{package} is missing: run 'make lock'"
        assert all(requirement.specifier.contains(version) for version in locked[package])


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_has_a_hash_for_each_version_and_names_no_registry(name: str) -> None:
    text = "\n".join(lines(name))
    assert len(re.findall(r"^\S+==", text, re.MULTILINE)) == len(
        re.findall(r"^\S+==.*\\\n    --hash=sha256:[0-9a-f]{64}", text, re.MULTILINE)
    )
    assert not re.search(r"https?://|--(?:extra-)?index-url|--find-links", text)


@pytest.mark.parametrize("name", ["sample", "serve", "release"])
def test_what_two_locks_share_they_have_in_one_version(name: str) -> None:
    everything, found = pins("test"), pins(name)
    assert {package: everything.get(package, found[package]) for package in found} == found


def test_every_dependency_has_a_lower_bound() -> None:
    listed = project()
    groups = listed["project"]["optional-dependencies"].values()
    for text in [*listed["project"]["dependencies"], *(each for group in groups for each in group)]:
        requirement = Requirement(text)
        if requirement.name != "followup-ics":
            assert any(each.operator == ">=" for each in requirement.specifier), text
