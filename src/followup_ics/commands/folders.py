"""Folders of events, read and written: a vdir, as khal and vdirsyncer have them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from followup_ics.calendar.ics import title_of
from followup_ics.calendar.vdir import ENDING, FolderRendering, render_folder
from followup_ics.errors import OutputError, PreviousCalendarError, UnreadableFileError
from followup_ics.files import read_if_there, write_whole
from followup_ics.planning.results import Plan
from followup_ics.records.settings import CalendarSettings

MOST_NAMED = 5
_COLOR = b"#4682B4"  # steel blue, as the one file has it by name
_METADATA = ("color", "displayname", "description", "order")


def files_of(folder: Path) -> tuple[dict[str, bytes], list[str]]:
    """Return the files of events in a folder, by name, and the names of what else is there.

    Left out is what no reader of such a folder looks at: hidden files, unfinished ones, metadata.
    Raises UnreadableFileError.
    """
    found: dict[str, bytes] = {}
    others = []
    try:
        inside = sorted(folder.iterdir()) if folder.exists() else []
    except OSError as error:
        raise UnreadableFileError(str(folder), error.strerror or str(error)) from None
    for each in inside:
        if each.name.startswith(".") or each.suffix == ".tmp" or each.name in _METADATA:
            continue
        content = read_if_there(each) if each.suffix == ENDING else None
        if content is None:
            others.append(f"{each.name}/" if each.is_dir() else each.name)
        else:
            found[each.name] = content
    return found, others


def bring_up_to_date(
    folder: Path, plan: Plan, now: datetime, settings: CalendarSettings
) -> FolderRendering:
    """Write, file by file, what changed in a folder; where it fails, the rest is as it was.

    Raises UnreadableFileError and OutputError.
    """
    files, others = files_of(folder)
    try:
        rendered = render_folder(plan, files, now=now, alarm=settings.alarm)
    except PreviousCalendarError as error:
        raise OutputError(str(folder), str(error)) from None
    _make(folder)
    for file, content in rendered.written.items():
        write_whole(folder / file, content)
    for file in rendered.removed:
        _remove(folder / file)
    _describe(folder, settings)
    _tell_of_others(folder, sorted([*rendered.foreign, *others]))
    return rendered


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(str(folder), error.strerror or str(error)) from None


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise OutputError(str(path), error.strerror or str(error)) from None


def _describe(folder: Path, settings: CalendarSettings) -> None:
    """Say what calendars call it, and its colour; those that a program set are kept."""
    path, title = folder / "displayname", title_of(settings.title).encode()
    if not path.exists() or (settings.name and read_if_there(path) != title):
        write_whole(path, title)
    if not (folder / "color").exists():
        write_whole(folder / "color", _COLOR)


def _tell_of_others(folder: Path, names: list[str]) -> None:
    if names:
        first = ", ".join(names[:MOST_NAMED]) + (", ..." if len(names) > MOST_NAMED else "")
        which = "a file that is" if len(names) == 1 else f"{len(names)} files that are"
        click.echo(f"{folder}: {which} not of followup-ics, left alone: {first}", err=True)
