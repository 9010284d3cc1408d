"""`log`: what became of a follow-up, given in words or asked for, and written into the file."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import click

from followup_ics.answering.answers import OUTCOMES, Answer, Asked, asked, check, skipped_on
from followup_ics.answering.recording import record
from followup_ics.answering.telling import told
from followup_ics.commands.asking import CutShortError, EndedError, ask, at_terminal
from followup_ics.commands.clock import current_time
from followup_ics.commands.completing import complete_follow_ups
from followup_ics.commands.differences import difference
from followup_ics.commands.due import named, pending
from followup_ics.commands.given import (
    BUSY,
    PLAYBOOK,
    check_writable,
    moment,
    plan_of,
    playbook_of,
    records_in,
    warn_of_calendars,
)
from followup_ics.commands.refusing import refusal
from followup_ics.errors import AnswerError, EditError
from followup_ics.planning.results import Plan
from followup_ics.reading import loading
from followup_ics.records.job_search import KINDS, JobSearch
from followup_ics.records.playbook import Playbook
from followup_ics.records.time_fields import clock
from followup_ics.working_time import local_date

_CONTACT = ("heard", "call_back")
_SAID = ("outcome", "activity", "next_interview", "kind", "decision_by")


@click.command()
@click.argument("file", type=click.Path(dir_okay=False))
@click.argument("which", metavar="[NUMBER|UID]", required=False, shell_complete=complete_follow_ups)
@PLAYBOOK
@BUSY
@click.option("--done", is_flag=True, help="You did it.")
@click.option("--not-reached", is_flag=True, help="You called, and nobody answered.")
@click.option("--skip", is_flag=True, help="You leave it out; it counts as no contact.")
@click.option(
    "--on",
    metavar="DATE",
    show_default="now; with --skip, as planned",
    help="When: 2026-11-23 14:00, 'yesterday', 'tue 10am'.",
)
@click.option("--heard", metavar="TEXT", help="What they said.")
@click.option(
    "--call-back", metavar="DATE", help="When they asked to be called: 'fri 2pm', 'in 2 weeks'."
)
@click.option("--decision-by", metavar="DATE", help="When they mean to decide.")
@click.option(
    "--next-interview", metavar="DATE", help="When the next interview is: 'Dec 1 2pm'. It is added."
)
@click.option("--kind", type=click.Choice(KINDS), help="How you talk in the next interview.")
@click.option(
    "--activity", metavar="TEXT", help="What you did that companies should hear of. It is added."
)
@click.option("--outcome", type=click.Choice(OUTCOMES), help="How the application ended.")
def log(
    file: str,
    which: str | None,
    playbook_file: str | None,
    busy: tuple[str, ...],
    **given: Any,
) -> None:
    """Write into FILE what became of a follow-up, by its number in 'followup-ics today'.

    At a terminal, FILE alone asks about all that was due and is not in the log, the newest first,
    and FILE with a number about that one. Each answer is written at once.

    All else in FILE stays as it is written, comments and layout too. A follow-up that is not in
    today's list is named by its uid, as 'show --json' has it, or the beginning of that.
    """
    check_writable(file, "what became of a follow-up")
    is_said = _is_said(given)
    playbook = playbook_of(playbook_file)
    if which is None:
        if is_said or not at_terminal():
            raise click.UsageError(
                "say which: its number in 'followup-ics today', or its uid, and what became of "
                "it, as in 'log FILE 3 --done'; at a terminal, 'log FILE' asks"
            )
        _ask_all(file, playbook, busy)
        return
    state = _State.of(file, playbook, busy)
    warn_of_calendars(state.plan)
    about = state.asked(which)
    if is_said:
        state.write(about, _answer(given, about, state.now))
    else:
        _ask_one(state, about)


def _is_said(given: dict[str, Any]) -> bool:
    """Say whether options tell what became of it. Raises UsageError where they contradict."""
    contact = given["done"] + given["not_reached"]
    if contact + given["skip"] > 1:
        raise click.UsageError("--done, --not-reached and --skip exclude each other")
    if not contact and any(given[each] for each in _CONTACT):
        raise click.UsageError("--heard and --call-back are of a contact; add --done")
    return bool(contact or given["skip"]) or any(given[each] for each in _SAID)


def _answer(given: dict[str, Any], about: Asked, now: datetime) -> Answer:
    def later(name: str) -> Any:
        return given[name] and moment(given[name], about.zone, now, ahead=True)

    decision = later("decision_by")
    answer = Answer(
        _when(given, about, now),
        done=given["done"] if given["done"] or given["not_reached"] else None,
        heard=given["heard"] or "",
        call_back=later("call_back"),
        next_interview=later("next_interview"),
        next_kind=given["kind"] or "",
        decision_by=clock(decision).date() if decision else None,
        activity=given["activity"] or "",
        outcome=given["outcome"] or "",
        skipped=given["skip"],
    )
    _check(about, answer, now)
    return answer


def _check(about: Asked, answer: Answer, now: datetime) -> None:
    """Raise UsageError where an answer cannot be meant, with the option that would mend it."""
    try:
        check(about, answer, local_date(about.zone, now))
    except AnswerError as error:
        raise click.UsageError(refusal(error)) from None


def _when(given: dict[str, Any], about: Asked, now: datetime) -> date | datetime:
    if given["skip"] and not given["on"]:
        return skipped_on(about)
    return moment(given["on"] or "now", about.zone, now)


# With a file


@dataclass(frozen=True, slots=True)
class _State:
    """A file as it is now, and the plan of it."""

    file: str
    playbook: Playbook | None
    busy: tuple[str, ...]
    content: bytes
    job_search: JobSearch
    plan: Plan
    now: datetime

    @classmethod
    def of(cls, file: str, playbook: Playbook | None, busy: tuple[str, ...]) -> _State:
        content = records_in(file)
        job_search = loading.loads(content, file)
        found = plan_of(job_search, file, playbook, busy)
        return cls(file, playbook, busy, content, job_search, found, current_time())

    @property
    def zone(self) -> str:
        return self.job_search.candidate.clock

    def asked(self, which: str) -> Asked:
        return asked(self.job_search, named(self.plan, which, self.zone, self.now))

    def open(self) -> list[Asked]:
        """Return what was due and is not in the log, the newest first.

        What is of the whole search has no place in the file.
        """
        due = [each for each in pending(self.plan, self.zone, self.now) if each.start <= self.now]
        found = (asked(self.job_search, each) for each in reversed(due))
        return [each for each in found if each.interview]

    def write(self, about: Asked, answer: Answer) -> None:
        content = record(self.file, about, answer, seen=self.content, playbook=self.playbook)
        job_search = loading.loads(content, self.file)
        after = plan_of(job_search, self.file, self.playbook, self.busy)
        lines = [*told(about, answer), *difference(self.plan, after)]
        click.echo(f"{self.file}: " + "\n".join(lines))


# At a terminal


def _ask_one(state: _State, about: Asked) -> None:
    if not at_terminal():
        raise click.UsageError(
            "say what became of it: --done, --not-reached, --skip, --outcome, or what else "
            "--help lists"
        )
    if about.interview is None:
        _check(about, Answer(state.now, done=True), state.now)
    with suppress(EndedError):
        _ask(state, about, _State.write)


def _ask_all(file: str, playbook: Playbook | None, busy: tuple[str, ...]) -> None:
    """Ask about one follow-up after the other, each once; an answer changes what is left to ask."""
    state, seen, tries = _State.of(file, playbook, busy), set[str](), list[bool]()

    def write(asked_of: _State, about: Asked, answer: Answer) -> None:
        tries.append(_is_written(asked_of, about, answer))

    warn_of_calendars(state.plan)
    _say_how(len(state.open()))
    try:
        while about := next((e for e in state.open() if e.follow_up.uid not in seen), None):
            seen.add(about.follow_up.uid)
            _ask(state, about, write)
            state = _State.of(file, playbook, busy)
    except EndedError:
        pass
    finally:
        if seen:
            click.echo(f"\n{sum(tries)} written into {file}.")
    if not all(tries):
        raise click.exceptions.Exit(1)


def _say_how(count: int) -> None:
    if count == 0:
        click.echo("Nothing that was due is left to log.")
        return
    were = "1 follow-up was due and is" if count == 1 else f"{count} follow-ups were due and are"
    click.echo(
        f"{were} not in the log; the newest comes first.\n"
        "Enter leaves a question open, q or Ctrl-C ends; each answer is written at once."
    )


def _ask(state: _State, about: Asked, write: Callable[[_State, Asked, Answer], None]) -> None:
    """Ask, and write what was answered, also where somebody leaves in the middle of it."""
    try:
        answer = ask(about, state.now)
    except CutShortError as cut:
        click.echo()
        write(state, about, cut.answer)
        raise click.Abort from None
    if answer:
        write(state, about, answer)


def _is_written(state: _State, about: Asked, answer: Answer) -> bool:
    """Write an answer; where the file leaves no place for it, say so, and let the next one come."""
    try:
        state.write(about, answer)
    except EditError as error:
        click.echo(error, err=True)
        return False
    return True
