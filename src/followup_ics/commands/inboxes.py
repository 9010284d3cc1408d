"""Invitations out of files, mailboxes, folders of mail, and standard input."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from followup_ics.calendar.invitations import MAX_BYTES, Invitation, read_invitations
from followup_ics.commands.given import STDIO
from followup_ics.errors import FollowUpError, InvitationError, NoInvitationError
from followup_ics.reading import loading

MAX_FILES = 20_000  # of one folder

_ENDINGS = (".ics", ".ical", ".eml", ".emlx", ".mbox")
_MAILDIR = ("cur", "new")  # whose files have no ending; what is in tmp is not there yet


@dataclass
class Inbox:
    """What was found; `passed` says which files of a folder could not be read, and why."""

    invitations: list[Invitation] = field(default_factory=list)
    passed: list[FollowUpError] = field(default_factory=list)


def invitations_in(paths: Iterable[str]) -> Inbox:
    """Return the invitations of files and folders, in order; `-` is standard input.

    A folder is a Maildir, or one with .ics, .eml, .emlx or .mbox files, and so are the folders in
    it. In a folder, mails without an invitation are passed over; a file that is named has to have
    one. Raises FollowUpError.
    """
    inbox = Inbox()
    for path in paths:
        if path != STDIO and os.path.isdir(path):
            _read_folder(inbox, path)
        else:
            inbox.invitations += _read(path)
    return inbox


def _read(path: str) -> tuple[Invitation, ...]:
    source = "<stdin>" if path == STDIO else path
    return read_invitations(loading.read(path, MAX_BYTES), source)


def _read_folder(inbox: Inbox, folder: str) -> None:
    before = len(inbox.invitations)
    number = 0
    for number, path in enumerate(_files(folder), 1):
        if number > MAX_FILES:
            reason = (
                f"it has more than {MAX_FILES:,} files; name the folder of one month or company"
            )
            raise InvitationError(folder, reason)
        try:
            inbox.invitations += _read(path)
        except NoInvitationError:
            continue
        except FollowUpError as error:
            inbox.passed.append(error)
    if len(inbox.invitations) == before:
        raise _nothing_in(folder, number, inbox.passed)


def _nothing_in(folder: str, number: int, passed: list[FollowUpError]) -> FollowUpError:
    if not number:
        reason = (
            "this folder has no .ics or .eml file, and is no Maildir; name the files themselves"
        )
    elif passed:
        return passed[0]
    else:
        reason = "no file in this folder has an invitation; name the one that you mean"
    return NoInvitationError(folder, reason)


def _files(folder: str) -> Iterator[str]:
    """Yield the files to be read in a folder and below it, in the order of names; no links."""
    for here, folders, names in os.walk(folder):
        folders[:] = sorted(each for each in folders if each != "tmp")
        is_maildir = Path(here).name in _MAILDIR
        for name in sorted(names):
            path = os.path.join(here, name)
            if (is_maildir or name.lower().endswith(_ENDINGS)) and os.path.isfile(path):
                yield path
