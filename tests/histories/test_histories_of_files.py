"""Any history of a calendar as files: edits, answers, invitations, builds, losses, wrong clocks.

The commands run as somebody types them; what they wrote is held against what its readers have.
The same histories are tried on every run. FOLLOWUP_EXAMPLES=5000 tries 500 other ones.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from click.testing import CliRunner, Result
from hand_edits import edited, laid_out_anew, text_of, tree_of
from hypothesis import note, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)
from identity import CYCLE, STARTS, Identities, check_log, is_faulty, planned
from outputs import BEGIN, Output, Shown, read

from followup_ics import FollowUp, Plan
from followup_ics.commands.cli import main
from strategies import Tree, records_from
from trying import EXAMPLES, for_every_job_search

THEN = st.sampled_from(("file", "file", "folder", "file and folder", "nothing"))
WORDS = st.sampled_from(("--done", "--done", "--skip", "--not-reached"))
HISTORIES = settings(
    for_every_job_search, max_examples=max(1, EXAMPLES // 10), stateful_step_count=25
)
INVITATION = """\
BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//Google Inc//Google Calendar 70.9054//EN\r
METHOD:{method}\r
BEGIN:VEVENT\r
UID:{uid}@mail.example\r
DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}\r
SEQUENCE:{sequence}\r
DTSTART:{start:%Y%m%dT%H%M%SZ}\r
DTEND:{end:%Y%m%dT%H%M%SZ}\r
ORGANIZER;CN=Olga Moss:mailto:olga.moss@northwind.example\r
ATTENDEE;CN=Dana Lee:mailto:dana.lee@northwind.example\r
STATUS:{status}\r
SUMMARY:Interview: Platform Engineer at Northwind\r
END:VEVENT\r
END:VCALENDAR\r
"""


class Histories(RuleBasedStateMachine):
    """One search: its records, its calendar as a file and as a folder, and who reads them."""

    def __init__(self) -> None:
        super().__init__()
        self._temporary = TemporaryDirectory()
        self.folder = Path(self._temporary.name)
        self.records = self.folder / "mine.yaml"
        self.ics, self.vdir = self.folder / "mine.ics", self.folder / "events"
        self.file, self.events = Output(is_feed=False), Output(is_feed=False)
        self.identities = Identities()
        self.invited: dict[str, tuple[int, datetime]] = {}

    def teardown(self) -> None:
        try:
            if self.records.exists():
                self.build()
                self.build_a_folder()
                self.import_now_and_then()
        finally:
            self._temporary.cleanup()

    @initialize(
        tree=records_from(*STARTS),
        days=st.integers(-4, 12),
        hour=st.integers(0, 23),
    )
    def begin(self, tree: Tree, days: int, hour: int) -> None:
        first = min(date.fromisoformat(each["start"][:10]) for each in tree["interviews"])
        self.now = self.latest = datetime(first.year, first.month, first.day, hour, tzinfo=UTC)
        self.now += timedelta(days=days)
        self.records.write_bytes(text_of(tree))

    # The records

    @rule(data=st.data(), then=THEN)
    def edit(self, data: st.DataObject, then: str) -> None:
        """Change the records by hand; what is faulty builds nothing, and is put right."""
        before = self.records.read_bytes()
        self.records.write_bytes(data.draw(edited(before)))
        if is_faulty(self.records.read_bytes()):
            built = self.ics.read_bytes() if self.ics.exists() else None
            assert self.run("build", self.records, "-o", self.ics).exit_code == 1
            assert (self.ics.read_bytes() if self.ics.exists() else None) == built
            self.records.write_bytes(before)
        self.go_on(then)

    @rule(seed=st.integers(0, 1000))
    def save_in_another_order(self, seed: int) -> None:
        before = self.plan
        self.records.write_bytes(laid_out_anew(self.records.read_bytes(), seed))
        assert self.plan.follow_ups == before.follow_ups

    @rule(data=st.data(), word=WORDS, then=THEN)
    def log(self, data: st.DataObject, word: str, then: str) -> None:
        """Say what became of something that was due, or is next."""
        planned = [e for e in self.plan.follow_ups if e.status == "planned" and e.interview]
        due = [each for each in planned if each.start <= self.now][-6:]
        chosen = due + [each for each in planned if each.start > self.now][:2]
        if not chosen:
            return
        each = data.draw(st.sampled_from(chosen))
        before = self.records.read_bytes()
        done = self.run("log", self.records, each.uid, word)
        note(f"log {word} {each.summary}: {done.output}")
        if done.exit_code:
            assert self.records.read_bytes() == before
            return
        after = next((e for e in self.plan.follow_ups if e.uid == each.uid), None)
        self.check_logged(each, after, word)
        again = self.records.read_bytes()
        self.run("log", self.records, each.uid, word)
        if each.tactic not in CYCLE and word != "--not-reached":
            assert self.records.read_bytes() == again, "logged twice"
        self.go_on(then)

    def check_logged(self, before: FollowUp, after: FollowUp | None, word: str) -> None:
        """What is once for a person is done, or skipped; of a cycle it is the contact itself."""
        minute = self.now.replace(second=0, microsecond=0)
        if word == "--done":
            done = [e for e in self.plan.follow_ups if (e.status, e.start) == ("done", minute)]
            assert [e for e in done if (e.tactic, e.person) == (before.tactic, before.person)]
        status = {"--done": "done", "--skip": "cancelled"}.get(word)
        if before.tactic not in CYCLE and status:
            assert after
            assert after.status == status, f"{word} left it as it was: {before} -> {after}"

    # Invitations

    @rule(days=st.integers(1, 15), hour=st.integers(13, 20))
    def invite(self, days: int, hour: int) -> None:
        start = (self.now + timedelta(days=days)).replace(hour=hour, minute=0, second=0)
        self.add(f"invitation{len(self.invited)}", 0, start)

    @rule(data=st.data(), days=st.integers(-2, 9))
    def invite_at_another_time(self, data: st.DataObject, days: int) -> None:
        if self.invited:
            uid = data.draw(st.sampled_from(sorted(self.invited)))
            sequence, start = self.invited[uid]
            ids = self.ids_of(uid)
            self.add(uid, sequence + 1, start + timedelta(days=days))
            assert not ids or self.ids_of(uid) == ids

    @rule(data=st.data())
    def call_an_interview_off(self, data: st.DataObject) -> None:
        if self.invited:
            uid = data.draw(st.sampled_from(sorted(self.invited)))
            sequence, start = self.invited[uid]
            self.add(uid, sequence + 1, start, is_off=True)

    def ids_of(self, uid: str) -> list[str]:
        """Return the interviews that an invitation stands in."""
        return [
            each["id"]
            for each in tree_of(self.records.read_bytes())["interviews"]
            if any(kept["uid"].startswith(uid) for kept in each.get("invitation", ()))
        ]

    def add(self, uid: str, sequence: int, start: datetime, *, is_off: bool = False) -> None:
        words = {"method": "CANCEL", "status": "CANCELLED"} if is_off else {}
        words = {"method": "REQUEST", "status": "CONFIRMED"} | words
        end = start + timedelta(minutes=45)
        text = INVITATION.format(
            uid=uid, sequence=sequence, stamp=self.now, start=start, end=end, **words
        )
        invite = self.folder / "invite.ics"
        invite.write_bytes(text.encode())
        before = self.records.read_bytes()
        done = self.run("add", invite, "--to", self.records, "--yes")
        note(f"add {words} {start}: {done.output}")
        if done.exit_code:
            assert self.records.read_bytes() == before
            return
        self.invited[uid] = sequence, start
        again = self.records.read_bytes()
        assert self.run("add", invite, "--to", self.records, "--yes").exit_code == 0
        assert self.records.read_bytes() == again

    # Outputs

    def go_on(self, then: str) -> None:
        """Write the calendar after a step, as most people do."""
        if "file" in then:
            self.build()
        if "folder" in then:
            self.build_a_folder()

    @rule()
    def build(self) -> None:
        if self.ics.exists():
            self.file.stands(read(self.ics.read_bytes()))
        done = self.run("build", self.records, "-o", self.ics)
        assert done.exit_code == 0, done.output
        self.comes(self.file, read(self.ics.read_bytes()))

    def build_a_folder(self) -> None:
        self.events.stands(self.in_folder())
        done = self.run("build", self.records, "--vdir", self.vdir)
        assert done.exit_code == 0, done.output
        self.comes(self.events, self.in_folder())

    def in_folder(self) -> dict[str, Shown]:
        found = self.vdir.glob("*.ics")
        return {uid: each for file in found for uid, each in read(file.read_bytes()).items()}

    def comes(self, output: Output, events: dict[str, Shown]) -> None:
        """Check what came out, and that another time nothing does."""
        found = self.plan
        self.identities.see(found)
        check_log(self.records.read_bytes(), found)
        output.comes(events, found, self.now)

    @precondition(lambda self: self.ics.exists())
    @rule()
    def import_now_and_then(self) -> None:
        self.file.is_imported_now_and_then()

    # Mishaps

    @precondition(lambda self: self.ics.exists())
    @rule(
        how=st.sampled_from(("deleted", "cut off", "folder", "a file of it")), at=st.integers(0, 99)
    )
    def lose_an_output(self, how: str, at: int) -> None:
        files = sorted(self.vdir.glob("*.ics"))
        if how == "a file of it":
            lost = files[at % len(files) :][:1] if files else []
        else:
            lost = files if how == "folder" else [self.ics] if self.ics.exists() else []
        if how == "cut off" and lost:
            whole = self.ics.read_bytes()
            self.ics.write_bytes(whole[: at * len(whole) // 100])
            half = self.ics.read_bytes()
            assert self.run("build", self.records, "-o", self.ics).exit_code == 1
            assert self.ics.read_bytes() == half, "an output that cannot be read is kept"
        for each in lost:
            each.unlink()
        if lost == [self.ics]:
            self.file.stands({})

    @precondition(lambda self: self.ics.exists())
    @rule(at=st.integers(0, 99), what=st.sampled_from(("title", "status", "alarm", "all of it")))
    def change_an_event_elsewhere(self, at: int, what: str) -> None:
        """Save the calendar in a program that changed one event, and gave it a new number."""
        if not self.ics.exists() or BEGIN not in self.ics.read_bytes():
            return
        head, *pieces = self.ics.read_bytes().split(BEGIN)
        last, end, tail = pieces.pop().rpartition(b"END:VCALENDAR")
        pieces.append(last)
        at %= len(pieces)
        pieces[at : at + 1] = self.changed(pieces[at], what)
        self.ics.write_bytes(BEGIN.join([head, *pieces]) + end + tail)

    def changed(self, piece: bytes, what: str) -> list[bytes]:
        if what == "all of it":
            return []
        stamp = f"{self.now:%Y%m%dT%H%M%SZ}".encode()
        piece = re.sub(rb"(DTSTAMP|LAST-MODIFIED):\w+", rb"\1:" + stamp, piece)
        piece = re.sub(rb"(?<=SEQUENCE:)\d+", lambda n: b"%d" % (int(n[0]) + 1), piece)
        return [re.sub(*_CHANGES[what], piece, flags=re.DOTALL)]

    # Time

    @rule(by=st.sampled_from((0, 1, 90, 3600, 86_400, 3 * 86_400, 8 * 86_400, 31 * 86_400)))
    def time_passes(self, by: int) -> None:
        self.now += timedelta(seconds=by)
        self.latest = max(self.latest, self.now)
        self.build()

    @rule(days=st.integers(0, 20), then=THEN)
    def set_the_clock_back(self, days: int, then: str) -> None:
        self.now = max(self.now - timedelta(days=days, minutes=7), self.latest - timedelta(days=20))
        self.go_on(then)

    # What all need

    @property
    def plan(self) -> Plan:
        return planned(self.records.read_bytes())

    def run(self, *words: str | Path) -> Result:
        """Run a command now; whatever it refuses, it says so."""
        env = {"SOURCE_DATE_EPOCH": str(int(self.now.timestamp()))}
        done = CliRunner(env=env).invoke(main, list(map(str, words)))
        if done.exception and not isinstance(done.exception, SystemExit):
            raise done.exception
        assert done.exit_code in (0, 1, 2)
        assert done.exit_code == 0 or done.stderr
        return done


_CHANGES = {
    "title": (rb"\r\nSUMMARY:.*?\r\nDESCRIPTION:", b"\r\nSUMMARY:Mine\r\nDESCRIPTION:"),
    "status": (rb"STATUS:CONFIRMED", b"STATUS:CANCELLED"),
    "alarm": (rb"BEGIN:VALARM.*?END:VALARM\r\n", b""),
}


def test_no_history_of_files_leaves_a_reader_with_anything_but_the_plan() -> None:
    run_state_machine_as_test(Histories, settings=HISTORIES)
