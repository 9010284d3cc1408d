"""Make a release in `dist/`, tried as those who install it will have it, and upload nothing.

`make release` runs this. It goes by what is committed, stops at the first thing that is wrong,
and ends with what is left for a person to do.
"""

from __future__ import annotations

import filecmp
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent
DIST = ROOT / "dist"
LEFT = """\
Left for you, in this order:
  git tag --annotate v{version} --message {version} {commit} && git push origin v{version}
  {twine} upload dist/*.tar.gz dist/*.whl
and keep dist/*.cdx.json and dist/SHA256SUMS beside them where the release is announced.
A commit then opens [Unreleased] in CHANGELOG.md and the next version in pyproject.toml."""


def main() -> None:
    """Make the release, or exit with why there is none; `dist/` is there only after the first."""
    shutil.rmtree(DIST, ignore_errors=True)
    version, commit = version_of(ROOT), git(ROOT, "log", "-1", "--format=%h")
    if found := refusals(ROOT, version):
        sys.exit("\n".join(["No release is made:", *(f"- {each}" for each in found)]))
    with tempfile.TemporaryDirectory() as temporary:
        files = Path(temporary) / "dist"
        done = [*looked_at(files, version), *tested(files)]
        shutil.copytree(files, DIST)
    sums = "".join(f"{digest(each)}  {each.name}\n" for each in sorted(DIST.iterdir()))
    (DIST / "SHA256SUMS").write_text(sums)
    print(f"\ndist/ holds {version}, of {commit}, and nothing has been uploaded.\n\n{sums}\nDone:")
    print("\n".join(f"- {each}" for each in done), end="\n\n")
    print(LEFT.format(version=version, commit=commit, twine=program("twine")))


def looked_at(files: Path, version: str) -> list[str]:
    """Build into a folder, look at what is there before the long tests, and say what was done."""
    built_twice(ROOT, files)
    run(program("twine"), "check", "--strict", *map(str, files.iterdir()))
    installed_alone(next(files.glob("*.whl")))
    parts_listed(files / f"followup_ics-{version}.cdx.json")
    return [
        "what is committed gave the same bytes from two folders",
        "an index takes the description as it is (twine check)",
        "the wheel, alone in an empty environment, builds, shows, hosts and publishes the sample",
        "what a server is made of is listed (CycloneDX)",
    ]


def tested(files: Path) -> list[str]:
    """Run the tests on the checkout, then on those files installed, and say what was done."""
    named = pythons(ROOT)
    there = [each for each in named if answers(f"python{each}")]
    if not there:
        sys.exit(f"No release is made: no Python of {', '.join(named)} is on this machine.")
    run("make", "test")
    for target, each in [("test-lowest", there[0]), *(("test-newest", each) for each in there)]:
        run("make", target, f"PYTHON=python{each}", f"FILES={files}")
    done = [
        "the checks and the tests pass on the checkout, with the versions of requirements/",
        f"the tests pass on these very files: with the oldest versions on Python {there[0]}, "
        f"with the newest on Python {', '.join(there)}",
    ]
    if missing := [each for each in named if each not in there]:
        done.append(f"NOT tried, since it is not on this machine: Python {', '.join(missing)}")
    return done


def version_of(root: Path) -> str:
    """Return the version that a checkout says it is."""
    text = (root / "pyproject.toml").read_text(encoding="utf-8")
    return str(tomllib.loads(text)["project"]["version"])


def pythons(root: Path) -> list[str]:
    """Return the Pythons that a checkout says it is for, as `3.11`, the oldest first."""
    text = (root / "pyproject.toml").read_text(encoding="utf-8")
    return re.findall(r'"Programming Language :: Python :: (3\.\d+)"', text)


def refusals(root: Path, version: str) -> list[str]:
    """Return why a checkout is no release of that version, each with how to mend it."""
    found = []
    if changed := git(root, "status", "--porcelain"):
        found.append(f"not all is committed; commit it or put it away:\n{changed}")
    changes = (root / "CHANGELOG.md").read_text(encoding="utf-8")
    if not re.search(rf"^## \[{re.escape(version)}\] - \d{{4}}-\d\d-\d\d$", changes, re.MULTILINE):
        found.append(f"CHANGELOG.md does not name it; write '## [{version}] - YYYY-MM-DD'")
    if re.search(r"^## \[Unreleased\]\n+(?!## )\S", changes, re.MULTILINE):
        found.append("CHANGELOG.md still has some under [Unreleased]; move it below the version")
    if git(root, "tag", "--list", f"v{version}"):
        found.append(f"v{version} is tagged already; write the next version into pyproject.toml")
    return found


def built_twice(root: Path, folder: Path) -> None:
    """Build what is committed from two places, and exit if a byte differs."""
    when = git(root, "log", "-1", "--format=%ct")
    with tempfile.TemporaryDirectory() as temporary:
        copies = [Path(temporary) / name for name in ("one", "another/folder")]
        for copy, mask in zip(copies, (0o022, 0o077), strict=True):
            old = os.umask(mask)
            committed(root, copy)
            build(copy, copy / "dist", SOURCE_DATE_EPOCH=when)
            os.umask(old)
        first, second = (copy / "dist" for copy in copies)
        names = sorted(each.name for each in first.iterdir())
        if filecmp.cmpfiles(first, second, names, shallow=False)[0] != names:
            sys.exit("No release is made: the same commit gave other bytes from another folder.")
        shutil.copytree(first, folder)


def committed(root: Path, folder: Path) -> None:
    """Write the files of the last commit into a folder that is not there yet."""
    folder.mkdir(parents=True)
    packed = folder.with_suffix(".tar")
    git(root, "archive", "--output", str(packed), "HEAD")
    with tarfile.open(packed) as files:
        files.extractall(folder, filter="data")


def build(root: Path, folder: Path, **environment: str) -> None:
    """Build the source distribution, and the wheel from what is in that."""
    hatchling = (sys.executable, "-m", "hatchling", "build", "-d", str(folder), "-t")
    run(*hatchling, "sdist", at=root, **environment)
    packed = next(folder.glob("*.tar.gz"))
    unpacked = folder.with_name(f"{folder.name}-unpacked")
    with tarfile.open(packed) as files:
        files.extractall(unpacked, filter="data")
    inside = unpacked / packed.name.removesuffix(".tar.gz")
    run(*hatchling, "wheel", at=inside, **environment)


def installed_alone(wheel: Path) -> None:
    """Install a wheel and only what it asks for, as others will, and use what that brings."""
    with tempfile.TemporaryDirectory() as temporary:
        home = Path(temporary)
        run(sys.executable, "-m", "venv", str(home))
        pip = (str(home / "bin" / "pip"), "--disable-pip-version-check")
        mine, sample = str(home / "bin" / "followup-ics"), str(ROOT / "sample_interviews.yaml")
        run(*pip, "install", "--quiet", str(wheel))
        for words in (("build", sample, "--output", "s.ics"), ("init", "--yes")):
            run(mine, *words, at=home)
        run(mine, "show", sample, "--html", "plan.html", at=home)
        run(*pip, "install", "--quiet", f"{wheel}[serve]")
        run(*pip, "check")
        run(mine, "feed", "add", sample, "--database", "sqlite:///feeds.sqlite3", at=home)
        run(mine, "publish", sample, "--to", "site", at=home)


def parts_listed(file: Path) -> None:
    """Write what a server of feeds is made of, as the lock has it, as CycloneDX."""
    listing = (program("cyclonedx-py"), "requirements", "--output-reproducible")
    lock = str(ROOT / "requirements" / "serve.txt")
    run(*listing, "--pyproject", str(ROOT / "pyproject.toml"), "--output-file", str(file), lock)


def digest(file: Path) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(file.read_bytes()).hexdigest()


def program(name: str) -> str:
    """Return the path of a program that stands beside this Python."""
    return str(Path(sys.executable).with_name(name))


def answers(python: str) -> bool:
    """Say whether a Python can be started; a shim of pyenv may be there without one."""
    if not shutil.which(python):
        return False
    return subprocess.run([python, "-c", ""], check=False, capture_output=True).returncode == 0


def git(root: Path, *words: str) -> str:
    """Return what git prints in a checkout, without the spaces around it."""
    done = subprocess.run(["git", *words], cwd=root, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def run(*words: str, at: Path = ROOT, **environment: str) -> None:
    """Show a command and run it; exit with it where it fails."""
    print("$", *words, flush=True)
    if subprocess.run(words, cwd=at, env=os.environ | environment, check=False).returncode:
        sys.exit(f"No release is made: this failed, in {at}:\n  {' '.join(words)}")


if __name__ == "__main__":
    main()
