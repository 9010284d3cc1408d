"""Invitations into the records by the command line: `add` from end to end."""

from __future__ import annotations

import mailbox
from collections.abc import Iterator
from difflib import ndiff
from email.message import EmailMessage
from pathlib import Path
from shutil import copy

import pytest

from followup_ics import load
from paths import INVITATIONS
from terminal import run, talking

GOOGLE = INVITATIONS / "google-request.ics"
RECORDS = """\
# My search
candidate: {name: Jordan Rivera, timezone: America/New_York}
interviews:
  # Acme, by the park
  - company: Acme
    role: Engineer
    start: 2026-11-03 10:00
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy(GOOGLE, tmp_path / "invite.ics")
    (tmp_path / "mine.yaml").write_text(RECORDS)
    return tmp_path


def added(folder: Path, name: str = "mine.yaml") -> list[str]:
    """Return the lines that a file has more or less than at first."""
    lines = ndiff(RECORDS.splitlines(), (folder / name).read_text().splitlines())
    return [line for line in lines if line[0] in "+-"]


def changed_copy(folder: Path, name: str, *changes: tuple[str, str]) -> str:
    """Write the invitation with other words in it; return the name of the file."""
    text = (folder / "invite.ics").read_bytes().decode()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (folder / name).write_bytes(text.encode())
    return name


MOVED = (
    ("SEQUENCE:0", "SEQUENCE:1"),
    ("DTSTART:20261110", "DTSTART:20261124"),
    ("DTEND:20261110", "DTEND:20261124"),
)


def test_an_invitation_becomes_an_interview_and_all_else_stays(folder: Path) -> None:
    done = run("add", "invite.ics", "--to", "mine.yaml", "--yes", at=folder)
    assert done.returncode == 0
    assert done.stdout == (
        "New: Northwind Robotics, Platform Engineer\n"
        "  Tue 10 Nov 2026, 14:00 for 45m, video\n"
        "  with Hana Ortiz, hana.ortiz@northwind.example; "
        "Dana Lee, VP Engineering, dana.lee@northwind.example\n"
        "The plan: 15 new, 11 reworded.\n"
    )
    assert added(folder)[:5] == [
        "+   - id: northwind-robotics-1",
        "+     company: Northwind Robotics",
        "+     role: Platform Engineer",
        "+     kind: video",
        "+     start: 2026-11-10 14:00",
    ]
    assert all(line.startswith("+") for line in added(folder))
    assert run("build", "mine.yaml", at=folder).returncode == 0


def test_what_is_sure_needs_nobody_to_ask(folder: Path) -> None:
    assert run("add", "invite.ics", "--to", "mine.yaml", at=folder).returncode == 0


def test_what_is_not_sure_is_refused_where_nobody_can_be_asked(folder: Path) -> None:
    vague = changed_copy(folder, "vague.ics", ("Platform Engineer at Northwind Robotics", ""))
    refused = run("add", vague, "--to", "mine.yaml", at=folder)
    assert (refused.returncode, added(folder)) == (2, [])
    assert "leaves open: company" in refused.stderr
    assert "add --yes" in refused.stderr


def test_the_same_invitation_twice_changes_nothing(folder: Path) -> None:
    run("add", "invite.ics", "--to", "mine.yaml", at=folder)
    once = (folder / "mine.yaml").read_bytes()
    told = run("add", "invite.ics", "--to", "mine.yaml", at=folder)
    assert (folder / "mine.yaml").read_bytes() == once
    assert told.stdout == (
        "Nothing to do for 'Interview: Platform Engineer at Northwind Robotics': it is in the "
        "records already.\n"
    )
    assert told.returncode == 0


def test_a_newer_version_moves_the_interview_and_a_cancellation_takes_it_out(folder: Path) -> None:
    run("add", "invite.ics", "--to", "mine.yaml", at=folder)
    moved = run("add", changed_copy(folder, "b.ics", *MOVED), "--to", "mine.yaml", at=folder)
    assert moved.stdout == (
        "Moved: northwind-robotics-1, from Tue 10 Nov 14:00 for 45m to Tue 24 Nov 14:00 for 45m\n"
        "The plan: 14 moved, 2 new, 4 reworded.\n"
    )
    assert "+     start: 2026-11-24 14:00" in added(folder)
    gone = changed_copy(folder, "c.ics", ("SEQUENCE:0", "SEQUENCE:2"), ("REQUEST", "CANCEL"))
    told = run("add", gone, "--to", "mine.yaml", at=folder)
    assert told.stdout == (
        "Taken out: northwind-robotics-1, cancelled by Hana Ortiz: Northwind Robotics, "
        "Tue 24 Nov 14:00 for 45m\n"
        "  It stays in the file as a comment.\n"
        "The plan: 8 reworded, 17 cancelled: Northwind Robotics no longer in the records.\n"
    )
    assert [each.company for each in load(folder / "mine.yaml").interviews] == ["Acme"]
    assert all(line.startswith("+   #") for line in added(folder))


def test_a_cancelled_interview_that_is_over_stays(folder: Path) -> None:
    run("add", "invite.ics", "--to", "mine.yaml", at=folder)
    gone = changed_copy(folder, "c.ics", ("SEQUENCE:0", "SEQUENCE:2"), ("REQUEST", "CANCEL"))
    told = run("add", gone, "--to", "mine.yaml", at=folder).stdout
    assert told.startswith("Cancelled, but kept: northwind-robotics-1, as it is over.\n")
    assert len(load(folder / "mine.yaml").interviews) == 2


def test_a_dry_run_shows_the_difference_and_writes_nothing(folder: Path) -> None:
    told = run("add", "invite.ics", "--to", "mine.yaml", "--dry-run", at=folder).stdout
    assert told.startswith("--- mine.yaml\n+++ mine.yaml\n@@ -5,3 +5,")
    assert "\n+    company: Northwind Robotics\n" in told
    assert "Nothing was written; this is what it would be:\nNew: Northwind" in told
    assert added(folder) == []


def test_a_mail_program_can_pipe(folder: Path) -> None:
    mail = (INVITATIONS / "google-mail.eml").read_text()
    done = run("add", "-", "--to", "mine.yaml", at=folder, text=mail)
    assert done.returncode == 0
    assert "+     company: Northwind Robotics" in added(folder)


# Without records


def test_records_are_made_where_there_are_none(folder: Path) -> None:
    done = run("add", "invite.ics", "--to", "new.yaml", "--yes", at=folder, TZ="Europe/Madrid")
    assert done.stdout.startswith("new.yaml: made; it says '# check' where you should look.\n")
    lines = (folder / "new.yaml").read_text().splitlines()
    assert "  name: Jordan Rivera  # check: as jordan.rivera@mail.example is called" in lines
    assert "  timezone: Europe/Madrid  # check: the time zone of this computer" in lines
    (found,) = load(folder / "new.yaml").interviews
    assert f"{found.start:%H:%M}" == "20:00"
    assert run("build", "new.yaml", at=folder).returncode == 0


def test_without_a_word_on_the_candidate_nothing_is_made(folder: Path) -> None:
    refused = run("add", "invite.ics", "--to", "new.yaml", at=folder)
    assert refused.returncode == 2
    assert "add --yes" in refused.stderr
    assert not (folder / "new.yaml").exists()


def test_nothing_is_made_where_there_is_nothing_to_add(folder: Path) -> None:
    gone = changed_copy(folder, "c.ics", ("REQUEST", "CANCEL"))
    told = run("add", gone, "--to", "new.yaml", "--yes", at=folder, TZ="Europe/Madrid")
    assert told.stdout.startswith("new.yaml: not made, as there is nothing to add.\n")
    assert not (folder / "new.yaml").exists()


# Many


def as_mail(content: bytes) -> EmailMessage:
    mail = EmailMessage()
    mail["From"], mail["Subject"] = "Dana <dana@northwind.example>", "Invitation"
    mail.set_content("See the invitation.")
    mail.add_attachment(content, maintype="text", subtype="calendar", filename="invite.ics")
    return mail


@pytest.fixture
def maildir(folder: Path) -> Iterator[Path]:
    box = mailbox.Maildir(folder / "mail", create=True)
    box.add(as_mail((folder / "invite.ics").read_bytes()))
    lunch = changed_copy(
        folder,
        "lunch.ics",
        ("4k2v7m0s8d1b3q9xnorthwind", "lunch"),
        ("Interview: Platform Engineer at Northwind Robotics", "Team lunch"),
        ("northwind.example", "elsewhere.example"),
        ("interview", "lunch"),
        ("Platform Engineer", "pasta"),
    )
    box.add(as_mail((folder / lunch).read_bytes()))
    plain = EmailMessage()
    plain["From"], plain["Subject"] = "Dana <dana@northwind.example>", "Thank you"
    plain.set_content("It was good to talk to you.")
    box.add(plain)
    yield folder / "mail"
    box.close()


def test_of_a_mailbox_what_looks_like_an_interview_is_taken(folder: Path, maildir: Path) -> None:
    done = run("add", maildir, "--to", "mine.yaml", "--yes", at=folder)
    assert done.stdout.startswith(
        "Of 2 events, 1 looks like an interview:\n"
        "  Tue 10 Nov 2026, 14:00  Interview: Platform Engineer at Northwind Robotics"
        "  Northwind Robotics\n"
        "New: Northwind Robotics"
    )
    assert done.stderr == ""
    again = run("add", maildir, "--to", "mine.yaml", "--yes", at=folder).stdout
    assert again.startswith("Nothing to do for")


def test_a_folder_of_files_is_read_and_what_cannot_be_read_is_told(folder: Path) -> None:
    (folder / "broken.ics").write_text("PK\x03\x04")
    (folder / "notes.txt").write_text("no invitation")
    done = run("add", ".", "--to", "mine.yaml", at=folder)
    assert "New: Northwind Robotics" in done.stdout
    assert "broken.ics: " in done.stderr


def export(folder: Path, count: int) -> None:
    """Write a calendar with one interview a week, and a meeting every day."""
    events = []
    for number in range(count):
        day = f"2026{10 + number // 28:02}{number % 28 + 1:02}"
        title = "Interview at Globex" if number % 7 == 0 else "Stand-up"
        by = "globex" if number % 7 == 0 else "employer"
        events.append(
            f"BEGIN:VEVENT\nUID:{number}@calendar\nDTSTAMP:20261001T000000Z\n"
            f"DTSTART:{day}T140000Z\nDTEND:{day}T150000Z\nSUMMARY:{title}\n"
            f"ORGANIZER;CN=Bo Chen:mailto:bo@{by}.example\nEND:VEVENT\n"
        )
    text = f"BEGIN:VCALENDAR\nMETHOD:PUBLISH\n{''.join(events)}END:VCALENDAR\n"
    (folder / "export.ics").write_text(text)


def starts(folder: Path) -> list[str]:
    return [f"{each.start:%m-%d}" for each in load(folder / "mine.yaml").interviews[1:]]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ([], ["10-01", "10-08", "10-15", "10-22", "11-01", "11-08"]),
        (["--since", "2026-10-15"], ["10-15", "10-22", "11-01", "11-08"]),
        (["--since", "2026-10-10", "--until", "2026-10-22"], ["10-15", "10-22"]),
    ],
    ids=["all", "since", "between"],
)
def test_of_an_export_interviews_are_picked(
    words: list[str], found: list[str], folder: Path
) -> None:
    export(folder, 42)
    done = run("add", "export.ics", "--to", "mine.yaml", "--yes", *words, at=folder)
    assert done.returncode == 0
    assert starts(folder) == found


def test_too_many_at_once_are_to_be_narrowed(folder: Path) -> None:
    export(folder, 42)
    one = (folder / "export.ics").read_text()
    (folder / "export.ics").write_text(
        "".join(one.replace("@calendar", f"@{number}") for number in range(51))
    )
    refused = run("add", "export.ics", "--to", "mine.yaml", "--yes", at=folder)
    assert (refused.returncode, added(folder)) == (2, [])
    assert "306 of 2,142 events look like interviews; narrow them with --since" in refused.stderr


# At a terminal


def test_only_what_is_not_sure_is_asked(folder: Path) -> None:
    vague = changed_copy(folder, "vague.ics", ("Platform Engineer at Northwind Robotics", ""))
    with talking("add", vague, "--to", "mine.yaml", at=folder) as talk:
        talk.answer("Company [Northwind]: ", "")
        assert talk.end() == 0
    assert "+     company: Northwind" in added(folder)
    assert not any("check" in line for line in added(folder))


def test_an_answer_outweighs_the_proposal(folder: Path) -> None:
    vague = changed_copy(
        folder,
        "vague.ics",
        ("Platform Engineer at Northwind Robotics", ""),
        ("Platform Engineer", "open"),
    )
    with talking("add", vague, "--to", "mine.yaml", at=folder) as talk:
        talk.answer("Company [Northwind]: ", "Acme")
        assert talk.end() == 0
    assert "the one open application" not in talk.said
    assert [each.role for each in load(folder / "mine.yaml").interviews] == ["Engineer"] * 2


def test_one_of_several_is_chosen_by_its_number(folder: Path) -> None:
    (folder / "mine.yaml").write_text(
        RECORDS
        + "  - {company: Northwind Robotics, role: Writer, start: 2026-11-02}\n"
        + "  - {company: Northwind Robotics, role: Editor, start: 2026-11-01}\n"
    )
    vague = changed_copy(
        folder,
        "vague.ics",
        ("Platform Engineer at Northwind Robotics", ""),
        ("Platform Engineer", "open"),
    )
    with talking("add", vague, "--to", "mine.yaml", at=folder) as talk:
        talk.answer("Role [Writer]: ", "2")
        assert talk.end() == 0
    assert "1: Writer\n  2: Editor\n" in talk.said
    assert load(folder / "mine.yaml").interviews[-1].role == "Editor"


def test_a_role_that_nobody_knows_yet_is_left_open(folder: Path) -> None:
    with talking("add", INVITATIONS / "calendly-file.ics", "--to", "mine.yaml", at=folder) as talk:
        talk.answer("Role; Enter if you do not know it yet: ", "")
        assert talk.end() == 0
    assert "check: role: the invitation names no role" in talk.said
    text = (folder / "mine.yaml").read_text()
    assert "role: Unknown role  # check: the invitation names no role" in text


def test_the_role_of_an_application_that_is_over_is_offered_by_its_number(folder: Path) -> None:
    over = "{result: rejected, on: 2026-11-05}"
    (folder / "mine.yaml").write_text(
        RECORDS + f"  - {{company: Umbrella, role: Chemist, start: 2026-11-02, outcome: {over}}}\n"
    )
    with talking("add", INVITATIONS / "calendly-file.ics", "--to", "mine.yaml", at=folder) as talk:
        talk.answer("1: Chemist", "1")
        assert talk.end() == 0
    assert load(folder / "mine.yaml").interviews[-1].role == "Chemist"


def test_who_has_no_records_is_asked_who_they_are(folder: Path) -> None:
    with talking("add", "invite.ics", "--to", "new.yaml", at=folder, TZ="Europe/Madrid") as talk:
        talk.answer("Your name [Jordan Rivera]: ", "")
        talk.answer("Your time zone, such as America/New_York [Europe/Madrid]: ", "Mars")
        talk.answer("Your time zone, such as America/New_York: ", "Chicago")
        talk.answer("Your time zone, such as America/New_York [America/Chicago]: ", "")
        assert talk.end() == 0
    candidate = load(folder / "new.yaml").candidate
    assert (candidate.name, candidate.timezone) == ("Jordan Rivera", "America/Chicago")
    assert "check" not in (folder / "new.yaml").read_text().replace("followup-ics check", "")


def test_of_many_some_are_chosen(folder: Path) -> None:
    export(folder, 42)
    with talking("add", "export.ics", "--to", "mine.yaml", at=folder) as talk:
        talk.answer("Add which?", "7")
        talk.answer("Add which?", "1,5-6")
        talk.answer("Role; Enter if you do not know it yet: ", "Editor")
        for _ in range(3):
            talk.answer("How (video, phone, in_person, unknown) [unknown]: ", "phone")
        assert talk.end() == 0
    assert starts(folder) == ["10-01", "11-01", "11-08"]


def test_what_was_answered_before_ctrl_c_is_written(folder: Path) -> None:
    words = ("add", INVITATIONS / "calendly-file.ics", INVITATIONS / "cal-com.ics")
    question = "Role; Enter if you do not know it yet: "
    with talking(*words, "--to", "mine.yaml", at=folder) as talk:
        talk.answer(question, "Chemist")
        talk.press(question, "c")
        assert talk.end() == 1
    assert "1 left: add the same again" in talk.said
    assert [e.company for e in load(folder / "mine.yaml").interviews] == ["Acme", "Umbrella"]
    with talking(*words, "--to", "mine.yaml", at=folder) as talk:
        talk.answer(question, "Builder")
        assert talk.end() == 0
    assert [e.role for e in load(folder / "mine.yaml").interviews[1:]] == ["Chemist", "Builder"]


def test_nothing_is_written_where_ctrl_c_comes_first(folder: Path) -> None:
    with talking("add", INVITATIONS / "cal-com.ics", "--to", "mine.yaml", at=folder) as talk:
        talk.press("Role; Enter if you do not know it yet: ", "c")
        assert talk.end() == 1
    assert added(folder) == []


def test_people_of_whom_it_is_not_sure_are_asked_about_together(folder: Path) -> None:
    loop = INVITATIONS / "greenhouse-file.ics"
    with talking("add", loop, "--to", "mine.yaml", at=folder) as talk:
        talk.answer("Company [Massive Dynamic]: ", "")
        talk.answer("Role; Enter if you do not know it yet: ", "Editor")
        talk.answer("How (video, phone, in_person, unknown) [unknown]: ", "")
        talk.answer("Do you meet Nina Sharp, Walter Reed, Olivia Lam? [Y/n]: ", "n")
        talk.answer("Nina Sharp? [Y/n]: ", "")
        talk.answer("Walter Reed? [Y/n]: ", "n")
        talk.answer("Olivia Lam? [Y/n]: ", "")
        assert talk.end() == 0
    people = load(folder / "mine.yaml").interviews[-1].people
    assert [each.name for each in people] == ["Nina Sharp", "Olivia Lam"]


def test_leaving_in_the_middle_writes_nothing(folder: Path) -> None:
    vague = changed_copy(folder, "vague.ics", ("Platform Engineer at Northwind Robotics", ""))
    with talking("add", vague, "--to", "mine.yaml", at=folder) as talk:
        talk.press("Company [Northwind]: ", "d")
        assert talk.end() == 1
    assert added(folder) == []


# Refusals


REFUSED = [
    pytest.param(["no.ics", "--to", "mine.yaml"], 2, "no.ics: cannot be read", id="no invitation"),
    pytest.param(["mine.yaml", "--to", "mine.yaml"], 1, "no calendar", id="no calendar"),
    pytest.param(["invite.ics"], 2, "--to", id="no records named"),
    pytest.param(["invite.ics", "--to", "-"], 2, "--to needs a file", id="standard output"),
    pytest.param(["invite.ics", "--to", "/dev/null"], 2, "--to needs a file", id="a device"),
    pytest.param(["invite.ics", "--to", "bad.yaml"], 1, "bad.yaml:1:1: candidate", id="faults"),
    pytest.param(["empty", "--to", "mine.yaml"], 1, "no .ics or .eml file", id="an empty folder"),
    pytest.param(
        ["invite.ics", "--to", "mine.yaml", "--since", "tomorrow"], 2, "no date", id="no date"
    ),
    pytest.param(
        ["invite.ics", "--to", "mine.yaml", "--since", "2026-11-02", "--until", "2026-11-01"],
        2,
        "swap them",
        id="the wrong way round",
    ),
]


@pytest.mark.parametrize(("words", "code", "told"), REFUSED)
def test_what_cannot_be_done_is_told_and_nothing_is_written(
    words: list[str], code: int, told: str, folder: Path
) -> None:
    (folder / "bad.yaml").write_text("interviews: []\n")
    (folder / "empty").mkdir()
    refused = run("add", *words, "--yes", at=folder)
    assert (refused.returncode, added(folder)) == (code, [])
    assert told in refused.stderr
    assert "Traceback" not in refused.stderr


def test_a_layout_that_leaves_no_room_is_refused_with_what_to_paste(folder: Path) -> None:
    anchored = RECORDS.replace("interviews:", "interviews: &all")
    (folder / "mine.yaml").write_text(anchored)
    refused = run("add", "invite.ics", "--to", "mine.yaml", at=folder)
    assert refused.returncode == 1
    assert "company: Northwind Robotics" in refused.stderr
    assert (folder / "mine.yaml").read_text() == anchored
