"""Questions at a terminal: what became of a follow-up, answered by Enter where there is nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

import click

from followup_ics.answering.answers import OUTCOMES, Answer, Asked, is_too_early, skipped_on
from followup_ics.commands.due import with_address
from followup_ics.errors import NotADateError
from followup_ics.records.moments import in_full, moments
from followup_ics.records.time_fields import clock, is_before
from followup_ics.working_time import wall_time

_DONE, _NOT_REACHED, _SKIPPED, _OVER, _QUIT = "done", "not reached", "skipped", "over", "quit"

Problem = Callable[[date | datetime], str]


class EndedError(Exception):
    """The user wants no more questions."""


class CutShortError(Exception):
    """The user left in the middle of an answer; `answer` is what they said before."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        super().__init__("an answer was cut short")


def at_terminal() -> bool:
    """Say whether somebody is there to be asked."""
    return all(each is not None and each.isatty() for each in (sys.stdin, sys.stdout))


def ask(about: Asked, now: datetime) -> Answer | None:
    """Ask what became of a follow-up; None where nothing is answered.

    Raises EndedError, CutShortError, and click.Abort at Ctrl-C or the end of the input.
    """
    follow_up = about.follow_up
    due = wall_time(about.zone, follow_up.start)
    click.echo(f"\n{with_address(follow_up)}\n  planned for {in_full(due, about.zone)}")
    if not about.has_log:
        return _ending(about, now) if about.interview else None
    did = _choice("Done?", _choices(about))
    if did == _OVER:
        return _ending(about, now)
    if did == _SKIPPED:
        return Answer(skipped_on(about), skipped=True)
    if not did:
        return None
    found: dict[str, Any] = {"on": _when(about, now), "done": did == _DONE}
    try:
        _ask_more(about, found, now)
    except click.Abort:
        raise CutShortError(Answer(**found)) from None
    return Answer(**found)


def _choices(about: Asked) -> Sequence[str]:
    is_call = about.follow_up.channel == "phone"
    is_own = about.follow_up.channel == "self"
    tried = (_NOT_REACHED,) if is_call else ()
    return (_DONE, *tried, _SKIPPED, *(() if is_own else (_OVER,)), _QUIT)


def _when(about: Asked, now: datetime) -> date | datetime:
    """Ask when it was: as planned, unless that is still to come."""
    is_past = about.follow_up.start <= now
    question = f"When? (Enter: {'as planned' if is_past else 'now'})"
    default = wall_time(about.zone, about.follow_up.start if is_past else now.replace(second=0))
    is_to_come = _past(about, now)

    def problem(each: date | datetime) -> str:
        early = "That was before the interview." if is_too_early(about, each) else ""
        return is_to_come(each) or early

    return _date(question, about, now, problem) or default


def _past(about: Asked, now: datetime) -> Problem:
    today = wall_time(about.zone, now).date()
    return lambda each: "That is still to come." if is_before(today, each) else ""


def _ask_more(about: Asked, found: dict[str, Any], now: datetime) -> None:
    """Add what else is answered; after an e-mail that brought no answer, nothing is asked."""
    follow_up, on = about.follow_up, found["on"]
    if follow_up.tactic == "stand_out":
        found["activity"] = text("What did you do, for companies to hear of?")
    if follow_up.channel == "self" or not found["done"]:
        return
    found["heard"] = text("What did they say?")
    if not found["heard"] and follow_up.channel == "email":
        return

    def later(each: date | datetime) -> str:
        return "" if is_before(on, each) else f"Write one later than {in_full(on, about.zone)}."

    def date_of(question: str) -> date | datetime | None:
        return _date(question, about, now, later, ahead=True)

    if not _knows_decision(about) and (decision := date_of("When do they decide?")):
        found["decision_by"] = clock(decision).date()
    found["call_back"] = date_of("When to call back?")
    found["next_interview"] = date_of("When is the next interview?")
    if not found["call_back"] and not found["next_interview"]:
        found["outcome"] = _choice("How did it end?", OUTCOMES)


def _knows_decision(about: Asked) -> bool:
    step = about.interview.next_step if about.interview else None
    return step is not None and step.decision_by is not None


def _ending(about: Asked, now: datetime) -> Answer | None:
    outcome = _choice("How did it end?", OUTCOMES)
    if not outcome:
        return None
    on = _date("When did you hear? (Enter: today)", about, now, _past(about, now))
    return Answer(on or wall_time(about.zone, now).date(), outcome=outcome)


# Single questions


def text(question: str) -> str:
    """Ask for a line of text, "" for none. Raises click.Abort."""
    suffix = " " if question.endswith(("?", ")")) else ": "
    return str(click.prompt(question, "", show_default=False, prompt_suffix=suffix)).strip()


def _choice(question: str, choices: Sequence[str]) -> str:
    """Ask for one of several words, by its beginning; "" for none of them."""
    listed = ", ".join(f"[{each[0]}]{each[1:]}" for each in choices)
    while said := text(f"{question} ({listed})").casefold():
        found = next((each for each in choices if each.startswith(said)), None)
        if found == _QUIT:
            raise EndedError
        if found:
            return found
        click.echo("  Write one of these words, its first letter, or nothing.")
    return ""


def _date(
    question: str, about: Asked, now: datetime, problem: Problem, *, ahead: bool = False
) -> date | datetime | None:
    """Ask for a date or time until it has one meaning, and tell that in full; None for none."""
    while said := text(question):
        try:
            found = moments(said, about.zone, now, ahead=ahead)
        except NotADateError as error:
            click.echo(f"  {error}")
            continue
        meant = found[0] if len(found) == 1 else _one_of(found, about.zone)
        if meant is None:
            continue
        click.echo(f"  {in_full(meant, about.zone)}")
        if told := problem(meant):
            click.echo(f"  {told}")
            continue
        return meant
    return None


def _one_of(found: Sequence[date | datetime], zone: str) -> date | datetime | None:
    for nth, each in enumerate(found, 1):
        click.echo(f"  {nth}: {in_full(each, zone)}")
    number = text("  Which of these?")
    return found[int(number) - 1] if number in map(str, range(1, len(found) + 1)) else None
