"""Questions about what is not sure, with the proposal as the answer that Enter gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import click

from followup_ics.calendar.invitations.invitation import Invitation
from followup_ics.calendar.invitations.kinds import KINDS
from followup_ics.calendar.invitations.oneself import everybody
from followup_ics.calendar.invitations.proposals import (
    ChangedInterview,
    Guess,
    NewInterview,
    Proposal,
    Somebody,
    When,
)
from followup_ics.calendar.invitations.saying import spoken_when
from followup_ics.records.names import mailbox

LEAVE_OUT = "-"


def ask_text(question: str, proposed: str = "") -> str:
    """Ask for a line that is not empty."""
    return " ".join(str(click.prompt(question, default=proposed or None)).split())


def ask_guess(question: str, guess: Guess) -> Guess:
    """Ask about a value: Enter takes the proposal, a number another one that is listed."""
    options = _listed(guess)
    return _settled(guess, ask_text(f"  {question}", guess.value), options)


def _listed(guess: Guess) -> list[str]:
    """Show where a value comes from, and number it and others where there is a choice."""
    if guess.why:
        click.echo(f"  ({guess.why})")
    options = [each for each in (guess.value, *guess.others) if each] if guess.others else []
    for number, each in enumerate(options, 1):
        click.echo(f"  {number}: {each}")
    return options


def _settled(guess: Guess, said: str, options: Sequence[str]) -> Guess:
    is_number = said.isdecimal() and 0 < int(said) <= len(options)
    return guess.settled(options[int(said) - 1] if is_number else said)


def ask_company(proposal: NewInterview) -> Guess:
    """Ask for the company, after saying what the invitation is about."""
    click.echo(f"\n{proposal.title or 'An invitation'}: {spoken_when(proposal.when)}")
    if proposal.company.sure:
        click.echo(f"  {proposal.company.value}: {proposal.company.why}")
        return proposal.company
    return ask_guess("Company", proposal.company)


def ask_rest(proposal: NewInterview) -> NewInterview:
    """Ask for what else of a new interview is a guess."""
    role = proposal.role if proposal.role.sure else _ask_role(proposal.role)
    kind = proposal.kind if proposal.kind.sure else _ask_kind(proposal.kind)
    when = _ask_when(proposal.when) if proposal.when.check else proposal.when
    people = ask_people(proposal.people)
    return replace(proposal, role=role, kind=kind, when=when, people=people)


def _ask_role(guess: Guess) -> Guess:
    """Ask for the role; where none is proposed, Enter leaves it open: who invites may not say."""
    if guess.value:
        return ask_guess("Role", guess)
    options = _listed(guess)
    said = str(click.prompt("  Role; Enter if you do not know it yet", "", show_default=False))
    said = " ".join(said.split())
    return _settled(guess, said, options) if said else guess


def _ask_kind(guess: Guess) -> Guess:
    click.echo(f"  ({guess.why})")
    choice = click.Choice([*KINDS, "unknown"])
    said = click.prompt("  How", type=choice, default=guess.value or "unknown")
    return guess.settled("" if said == "unknown" else said)


def _ask_when(when: When) -> When:
    click.echo(f"  ({when.check})")
    if click.confirm(f"  Is it {spoken_when(when)}?", default=True):
        return replace(when, check="")
    return when


def ask_people(people: Sequence[Somebody]) -> tuple[Somebody, ...]:
    """Ask who of the people that are guesses is met, and for a name that is made of an address."""
    doubtful = [each for each in people if not each.name.sure and not _is_of_address(each)]
    met = _ask_met(doubtful)
    named = (_named(each) for each in people if each not in doubtful or each in met)
    return tuple(_ask_part(each) for each in named if each)


def _is_of_address(each: Somebody) -> bool:
    return each.name.why.endswith(each.fields.get("email", "@"))


def _ask_met(people: Sequence[Somebody]) -> Sequence[Somebody]:
    """Ask about people together, and one by one where that is not all of them."""
    if not people:
        return ()
    click.echo(f"  ({people[0].name.why})")
    listed = ", ".join(each.name.value for each in people)
    if click.confirm(f"  Do you meet {listed}?", default=True):
        return people
    if len(people) == 1:
        return ()
    return [e for e in people if click.confirm(f"  {e.name.value}?", default=True)]


def _named(each: Somebody) -> Somebody | None:
    """Return somebody whose name is settled: asked for where it is made of the address."""
    if each.name.sure or not _is_of_address(each):
        return replace(each, name=each.name.settled(each.name.value))
    click.echo(f"  ({each.name.why}; {LEAVE_OUT} leaves them out)")
    said = ask_text("  Name", each.name.value)
    return None if said == LEAVE_OUT else replace(each, name=each.name.settled(said))


def _ask_part(each: Somebody) -> Somebody:
    if "part" not in each.checks:
        return each
    part = each.fields["part"].replace("_", " ")
    if click.confirm(f"  Is {each.name.value} the {part}?", default=True):
        return replace(each, checks={})
    others = {name: value for name, value in each.fields.items() if name != "part"}
    return replace(each, fields=others, checks={})


def settled_change(proposal: Proposal) -> Proposal:
    """Ask for the names of those whom a change adds."""
    if isinstance(proposal, ChangedInterview) and proposal.people:
        return replace(proposal, people=ask_people(proposal.people))
    return proposal


def ask_who(invitations: Sequence[Invitation]) -> frozenset[str]:
    """Ask which of those invited is the candidate; nobody, where that is the answer."""
    people = {mailbox(e.email): e for one in invitations for e in everybody(one) if e.email}
    listed = list(people.values())[:20]
    if not listed:
        return frozenset()
    for number, each in enumerate(listed, 1):
        click.echo(f"  {number}: {each.name or each.email} <{each.email}>")
    said = click.prompt("Which of these is you? (0: none)", type=click.IntRange(0, len(listed)))
    return frozenset([mailbox(listed[said - 1].email)]) if said else frozenset()


def ask_which(listed: Sequence[str]) -> list[int]:
    """Ask for several of a list; return their indices."""
    for number, each in enumerate(listed, 1):
        click.echo(f"  {number:3}  {each}")
    while True:
        said = str(click.prompt("Add which? (such as 1,3-5, all or none)", default="all"))
        found = _numbers(said, len(listed))
        if found is not None:
            return found
        click.echo("  Write numbers of the list, all or none.")


def _numbers(said: str, count: int) -> list[int] | None:
    words = said.replace(" ", "").casefold()
    if words in ("all", "none"):
        return list(range(count)) if words == "all" else []
    found: set[int] = set()
    for part in words.split(","):
        first, dash, last = part.partition("-")
        ends = (first, last if dash else first)
        if not all(each.isdecimal() and 0 < int(each) <= count for each in ends):
            return None
        found |= set(range(int(ends[0]), int(ends[1]) + 1))
    return sorted(each - 1 for each in found)
