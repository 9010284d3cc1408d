"""Feeds and pages as files for a static host: the folder's name is the secret.

The memory is what stands there: a feed keeps the folder that holds it, and its calendar is the
previous output of the next.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from followup_ics.calendar.busy.around import CalendarAccess, plan_around
from followup_ics.calendar.ics import to_ics
from followup_ics.errors import OutputError, PreviousCalendarError, UnreadableFileError
from followup_ics.files import is_same_file, read_if_there, write
from followup_ics.hosting.addresses import checked_base, feed_url
from followup_ics.page.assets import ASSETS
from followup_ics.page.page import Hosted, render_page
from followup_ics.page.page_files import write_page
from followup_ics.page.subscribing import (
    GoogleScheme,
    Subscription,
    subscription,
    unaddressed,
)
from followup_ics.reading.loading import load
from followup_ics.records.playbook import Playbook

TOKEN_BYTES = 32
_TOKEN = re.compile(r"[0-9a-f]{64}")
_ENDINGS = (".yaml", ".yml", ".json")


@dataclass(frozen=True, slots=True)
class Published:
    """Where a feed is now: its URL, or its path in the folder; and whether its calendar is new."""

    address: str
    written: bool


def sources(path: Path) -> list[Path]:
    """Return a file of records itself, or those of a folder, by name.

    Raises UnreadableFileError where a folder holds none.
    """
    if not path.is_dir():
        return [path]
    found = sorted(each for each in path.iterdir() if each.suffix.lower() in _ENDINGS)
    if not found:
        raise UnreadableFileError(str(path), f"no file in it ends in {' or '.join(_ENDINGS)}")
    return found


def publish(
    source: Path,
    target: Path,
    *,
    name: str,
    base_url: str | None,
    google_scheme: GoogleScheme = "webcal",
    playbook: Playbook | None = None,
    now: datetime,
) -> Published:
    """Bring the published feed of a file up to date, its page included.

    Without a playbook, the one that the records name is followed. The files that they name under
    busy are read; no address is asked. Raises RecordsError where the
    file has faults, ValueError where `base_url` is none, and OutputError; what was published stays
    then.
    """
    folder = _folder(target, name)
    calendar, index = folder / f"{name}.ics", folder / "index.html"
    _refuse_source(source, [calendar, index, *(target / "assets" / asset for asset in ASSETS)])
    job_search = load(source)
    planned = plan_around(job_search, CalendarAccess(source.parent), playbook)
    settings = job_search.calendar
    url = feed_url(checked_base(base_url), folder.name, name) if base_url else None
    previous = read_if_there(calendar)
    try:
        body = to_ics(
            planned,
            now=now,
            previous=previous,
            name=settings.title,
            alarm=settings.alarm,
            feed=True,
            feed_url=url,
        )
    except PreviousCalendarError as error:
        raise OutputError(str(calendar), str(error)) from None
    hosted = Hosted(_subscription(url, name, settings.title, google_scheme), published=True)
    page = render_page(job_search, planned, now=now, hosted=hosted)
    for asset, content in ASSETS.items():
        _write(target / "assets" / asset, content.content)
    if read_if_there(target / "index.html") is None:
        _write(target / "index.html", b"")  # or a host that lists folders tells their names
    _make_folder(index)
    write_page(index, page)
    _write(calendar, body)
    return Published(url or f"{folder.name}/{calendar.name}", body != previous)


def _subscription(
    url: str | None, name: str, title: str, google_scheme: GoogleScheme
) -> Subscription:
    if url is None:
        return unaddressed(name=name)
    return subscription(url, name=name, title=title, google_scheme=google_scheme)


def _folder(target: Path, name: str) -> Path:
    """Return the folder in which a feed stands, a new one with a name that nobody can guess."""
    found = sorted(each.parent for each in _published(target, name))
    if len(found) > 1:
        folders = " and ".join(each.name for each in found)
        raise OutputError(str(target), f"{name}.ics is there twice, in {folders}; remove one")
    return found[0] if found else target / secrets.token_hex(TOKEN_BYTES)


def _published(target: Path, name: str) -> Iterator[Path]:
    return (each for each in target.glob(f"*/{name}.ics") if _TOKEN.fullmatch(each.parent.name))


def _refuse_source(source: Path, outputs: list[Path]) -> None:
    for output in outputs:
        if is_same_file(output, source):
            raise OutputError(
                str(output), f"{source} is the same file; move the records out of the folder"
            )


def _write(path: Path, content: bytes) -> None:
    _make_folder(path)
    if read_if_there(path) != content:
        write(path, content)


def _make_folder(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(str(path), error.strerror or str(error)) from None
