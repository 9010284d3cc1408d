"""Where feeds are published as files: a folder of this machine, or an address that fsspec knows.

Paths are relative to the target, with `/` between their parts. The target is listed once for each
run, not for each feed. Whatever fails, an output is there whole or not at all.
"""

from __future__ import annotations

import logging
import os
import re
import secrets
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from followup_ics.errors import OutputError, UnreadableFileError
from followup_ics.files import is_same_file, read_if_there, write

TOKEN_BYTES = 32
PAGE = "index.html"
_TOKEN = re.compile(r"[0-9a-f]{64}")
_PASSWORD = re.compile(r"(//[^/@:]*):[^/@]*@")
_LOCAL = ("file://", "local://")

# What puts a file there in one step; elsewhere it is written beside, then renamed.
_AT_ONCE = ("s3", "s3a", "gs", "gcs", "abfs", "abfss", "az", "memory")
_TYPES = {
    ".ics": "text/calendar; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
}
_CACHING = "private, no-cache"

# Below WARNING these tell paths, which hold the secret folders, and some of them whole requests.
_TALKATIVE = ("fsspec", "s3fs", "botocore", "aiobotocore", "gcsfs", "adlfs", "azure", "paramiko")


@dataclass(frozen=True, slots=True)
class Place:
    """The folder in which a feed stands, with the bytes of its files; None for one not there."""

    folder: str
    calendar: int | None = None
    page: int | None = None


class Target(Protocol):
    """What hands out the published files, or is copied to where they are handed out."""

    def folders(self) -> Iterator[tuple[str, dict[str, int]]]:
        """Yield the folder of each feed, with the size of each of its files in bytes."""

    def read(self, path: str) -> bytes | None:
        """Return a file, None where none is there. Raises UnreadableFileError."""

    def write(self, path: str, content: bytes) -> None:
        """Replace a file, or make it, with its folder. Raises OutputError."""

    def remove(self, folder: str, name: str) -> None:
        """Remove the files of a feed from its folder, and that where nothing else is in it.

        Its calendar goes last, by which it is found until then. Raises OutputError.
        """

    def refuse(self, path: str, sources: Iterable[Path]) -> None:
        """Raise OutputError where a file is one of the records."""

    def said(self, path: str) -> str:
        """Return how messages call a file."""


def target_at(where: str) -> Target:
    """Return the target at a path or an address. Raises OutputError where it cannot be opened."""
    for scheme in _LOCAL:
        where = where.removeprefix(scheme)
    return AddressTarget(where) if "://" in where else FolderTarget(Path(where))


def identity(where: str) -> str:
    """Return what a target is the same by, from wherever it is named."""
    for scheme in _LOCAL:
        where = where.removeprefix(scheme)
    return where.rstrip("/") if "://" in where else os.path.realpath(where)


def places(target: Target) -> dict[str, list[Place]]:
    """Return where each feed stands, by its name; more than once is one too many."""
    found = defaultdict(list)
    for folder, sizes in target.folders():
        for file, size in sizes.items():
            if file.endswith(".ics"):
                place = Place(folder, size, sizes.get(PAGE))
                found[file.removesuffix(".ics")].append(place)
    return dict(found)


def new_place() -> Place:
    """Return a folder whose name nobody can guess."""
    return Place(secrets.token_hex(TOKEN_BYTES))


def _files_of(name: str, inside: Iterable[str]) -> list[str]:
    """Return what a feed put into a folder, what a kill left half-written too."""
    calendar = f"{name}.ics"
    begun = (f".{calendar}.", f".{PAGE}.")
    left = [each for each in inside if each.startswith(begun) and each.endswith(".tmp")]
    return [*left, PAGE, calendar]


class FolderTarget:
    """A folder of this machine, there or not."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def folders(self) -> Iterator[tuple[str, dict[str, int]]]:
        with suppress(FileNotFoundError):
            for name in _listed(self._root):
                if _TOKEN.fullmatch(name) and (self._root / name).is_dir():
                    yield name, _sizes(self._root / name)

    def read(self, path: str) -> bytes | None:
        return read_if_there(self._root / path)

    def write(self, path: str, content: bytes) -> None:
        file = self._root / path
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise OutputError(str(file), error.strerror or str(error)) from None
        write(file, content)

    def remove(self, folder: str, name: str) -> None:
        place = self._root / folder
        try:
            for file in _files_of(name, os.listdir(place)):
                (place / file).unlink(missing_ok=True)
        except OSError as error:
            raise OutputError(str(place), error.strerror or str(error)) from None
        with suppress(OSError):  # something of somebody else's is in it
            place.rmdir()

    def refuse(self, path: str, sources: Iterable[Path]) -> None:
        output = self._root / path
        if not output.exists():
            return
        for source in sources:
            if is_same_file(output, source):
                raise OutputError(
                    str(output), f"{source} is the same file; move the records out of the folder"
                )

    def said(self, path: str) -> str:
        return str(self._root / path)


def _listed(folder: Path) -> list[str]:
    try:
        return sorted(os.listdir(folder))
    except FileNotFoundError:
        raise
    except OSError as error:
        raise UnreadableFileError(str(folder), error.strerror or str(error)) from None


def _sizes(folder: Path) -> dict[str, int]:
    sizes = {}
    with os.scandir(folder) as entries:
        for entry in entries:
            with suppress(OSError):  # a link that leads nowhere is written through
                sizes[entry.name] = entry.stat().st_size
    return sizes


class AddressTarget:
    """Whatever fsspec opens by an address, such as s3://bucket/feeds or sftp://host/srv/feeds."""

    def __init__(self, url: str) -> None:
        self._url = _PASSWORD.sub(r"\1@", url).rstrip("/")
        self._files, root = _opened(url, self._url)
        self._root = root.rstrip("/")
        kinds = self._files.protocol
        self._kinds = (kinds,) if isinstance(kinds, str) else tuple(kinds)

    def folders(self) -> Iterator[tuple[str, dict[str, int]]]:
        found: dict[str, dict[str, int]] = defaultdict(dict)
        for path, size in self._listed():
            folder, _, file = path.rpartition("/")
            token = folder.removeprefix(f"{self._root}/")
            if _TOKEN.fullmatch(token):
                found[token][file] = size
        yield from sorted(found.items())

    def _listed(self) -> Iterator[tuple[str, int]]:
        self._files.invalidate_cache()
        try:
            for path, about in self._files.find(self._root, detail=True).items():
                yield path, int(about["size"] or 0)
        except FileNotFoundError:
            return
        except Exception as error:  # each system behind fsspec has errors of its own
            raise UnreadableFileError(self._url, _reason(error)) from error

    def read(self, path: str) -> bytes | None:
        try:
            content: bytes = self._files.cat_file(f"{self._root}/{path}")
        except FileNotFoundError:
            return None
        except Exception as error:  # as above
            raise UnreadableFileError(self.said(path), _reason(error)) from error
        return content

    def write(self, path: str, content: bytes) -> None:
        try:
            if any(kind in _AT_ONCE for kind in self._kinds):
                self._files.pipe_file(f"{self._root}/{path}", content, **self._told(path))
            else:
                self._write_beside(f"{self._root}/{path}", content)
        except Exception as error:  # as above
            raise OutputError(self.said(path), _reason(error)) from error

    def _write_beside(self, path: str, content: bytes) -> None:
        folder, _, name = path.rpartition("/")
        beside = f"{folder}/.{name}.{secrets.token_hex(4)}.tmp"
        self._files.makedirs(folder, exist_ok=True)
        try:
            self._files.pipe_file(beside, content)
            self._files.mv(beside, path)
        except BaseException:
            with suppress(Exception):  # what went wrong first is what is told
                self._files.rm_file(beside)
            raise

    def remove(self, folder: str, name: str) -> None:
        place = f"{self._root}/{folder}"
        try:
            listed = self._files.ls(place, detail=False)
            inside = {str(each).rstrip("/").rpartition("/")[2] for each in listed}
            for file in _files_of(name, inside):
                if file in inside:
                    self._files.rm_file(f"{place}/{file}")
        except Exception as error:  # as above
            raise OutputError(self.said(folder), _reason(error)) from error
        with suppress(Exception):  # a store has no folders, and what else is in one stays
            self._files.rmdir(place)

    def _told(self, path: str) -> dict[str, Any]:
        """Return what a store answers with a file, in the words of that store."""
        media = _TYPES[Path(path).suffix]
        if "s3" in self._kinds:
            return {"ContentType": media, "CacheControl": _CACHING}
        if "gs" in self._kinds:
            return {"content_type": media, "fixed_key_metadata": {"cache_control": _CACHING}}
        return {}

    def refuse(self, path: str, sources: Iterable[Path]) -> None:
        """Refuse nothing: records are files of this machine."""

    def said(self, path: str) -> str:
        return f"{self._url}/{path}"


def _opened(url: str, said: str) -> tuple[Any, str]:
    try:
        from fsspec.core import url_to_fs
    except ImportError:
        reason = "addresses need fsspec; install it with pip install 'followup-ics[publish]'"
        raise OutputError(said, reason) from None
    _hush()
    try:
        files, root = url_to_fs(url)
    except Exception as error:  # an unknown scheme, a package that is missing, a host that is
        raise OutputError(said, _reason(error)) from error
    return files, str(root)


def _hush() -> None:
    for name in _TALKATIVE:
        logger = logging.getLogger(name)
        logger.setLevel(max(logger.level, logging.WARNING))


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
