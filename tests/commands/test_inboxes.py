"""Invitations out of files, mailboxes, folders and standard input."""

from __future__ import annotations

import io
import os
import shutil
import sys
from pathlib import Path

import pytest

from followup_ics.commands.inboxes import invitations_in
from followup_ics.errors import InvitationError, NoInvitationError, UnreadableFileError
from paths import INVITATIONS

ZOOM = INVITATIONS / "zoom-file.ics"
GOOGLE = INVITATIONS / "google-mail.eml"
LETTER = b"From: a@b.example\nSubject: Good luck\nMIME-Version: 1.0\n\nHello\n"


def uids(*paths: Path | str) -> list[str]:
    return [each.uid for each in invitations_in(map(str, paths)).invitations]


def test_files_are_read_in_the_order_given() -> None:
    assert uids(ZOOM, GOOGLE) == [*uids(ZOOM), *uids(GOOGLE)]
    assert uids(GOOGLE, ZOOM) == [*uids(GOOGLE), *uids(ZOOM)]


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    piped = io.TextIOWrapper(io.BytesIO(GOOGLE.read_bytes()))
    monkeypatch.setattr(sys, "stdin", piped)
    (found,) = invitations_in(["-"]).invitations
    assert found.source == "<stdin>, invite.ics"


def test_a_maildir_gives_the_invitations_of_its_mails(tmp_path: Path) -> None:
    for folder in ("cur", "new", "tmp"):
        (tmp_path / folder).mkdir()
    shutil.copy(GOOGLE, tmp_path / "cur" / "1795.M1.host:2,S")
    shutil.copy(INVITATIONS / "zoom-mail.eml", tmp_path / "new" / "1796.M2.host")
    (tmp_path / "cur" / "1797.M3.host:2,").write_bytes(LETTER)
    (tmp_path / "tmp" / "1798.M4.host").write_bytes(b"half a ma")
    inbox = invitations_in([str(tmp_path)])
    assert [each.uid for each in inbox.invitations] == [*uids(GOOGLE), *uids(ZOOM)]
    assert inbox.passed == []


def test_a_folder_gives_its_files_and_those_of_the_folders_in_it(tmp_path: Path) -> None:
    (tmp_path / "second").mkdir()
    shutil.copy(GOOGLE, tmp_path / "first.eml")
    shutil.copy(ZOOM, tmp_path / "second" / "INVITE.ICS")
    (tmp_path / "notes.txt").write_text("BEGIN:VCALENDAR")
    (tmp_path / "again.ics").symlink_to(tmp_path)
    assert uids(tmp_path) == [*uids(GOOGLE), *uids(ZOOM)]


def test_a_damaged_file_of_a_folder_costs_no_other_one_and_is_told(tmp_path: Path) -> None:
    shutil.copy(ZOOM, tmp_path / "good.ics")
    (tmp_path / "bad.ics").write_bytes(b"<html>")
    (tmp_path / "letter.eml").write_bytes(LETTER)
    inbox = invitations_in([str(tmp_path)])
    assert len(inbox.invitations) == 1
    (told,) = inbox.passed
    assert str(told).startswith(f"{tmp_path / 'bad.ics'}: it is a web page")


def test_a_folder_without_an_invitation_says_what_it_lacks(tmp_path: Path) -> None:
    with pytest.raises(NoInvitationError, match=r"this folder has no \.ics or \.eml file"):
        invitations_in([str(tmp_path)])
    (tmp_path / "letter.eml").write_bytes(LETTER)
    with pytest.raises(NoInvitationError, match="no file in this folder has an invitation"):
        invitations_in([str(tmp_path)])
    (tmp_path / "bad.ics").write_bytes(b"PK\x03\x04")
    with pytest.raises(InvitationError, match="it is a ZIP archive"):
        invitations_in([str(tmp_path)])


def test_a_file_that_is_named_has_to_have_an_invitation(tmp_path: Path) -> None:
    letter = tmp_path / "letter.eml"
    letter.write_bytes(LETTER)
    with pytest.raises(NoInvitationError, match="this mail has no invitation"):
        invitations_in([str(ZOOM), str(letter)])
    with pytest.raises(UnreadableFileError, match="No such file"):
        invitations_in([os.fspath(tmp_path / "missing.ics")])
