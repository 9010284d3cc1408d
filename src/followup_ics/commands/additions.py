"""The work of `add`: what to take, what to ask, and the edit of the records that comes of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import reduce
from pathlib import Path

import click

from followup_ics.calendar.invitations import Invitation
from followup_ics.calendar.invitations.calling import cleaned_name
from followup_ics.calendar.invitations.entering import enter, new_file
from followup_ics.calendar.invitations.meeting import Oneself
from followup_ics.calendar.invitations.oneself import everybody, own_addresses
from followup_ics.calendar.invitations.picking import picked
from followup_ics.calendar.invitations.proposals import Guess, NewInterview, Proposal
from followup_ics.calendar.invitations.proposing import (
    Work,
    oneself,
    propose,
    sorted_out,
    with_company,
)
from followup_ics.calendar.invitations.saying import all_told, unsure
from followup_ics.calendar.invitations.times import span_of
from followup_ics.commands import settling
from followup_ics.commands.clock import system_zone
from followup_ics.commands.inboxes import invitations_in
from followup_ics.reading import loading
from followup_ics.records.fields import likely_zone, unknown_zone
from followup_ics.records.job_search import JobSearch
from followup_ics.records.names import mailbox
from followup_ics.working_time import add_days, is_zone, local_date, spoken, wall_time

MOST_TAKEN = 10  # events of one file that are all taken for interviews
MOST_LIKELY = 300  # interviews that are picked at once
MOST_DAYS_PAST = 70  # of those picked from many, where no --since says otherwise


@dataclass(slots=True)
class Found:
    """What was read: invitations that are meant as they are, and events to pick from."""

    meant: list[Invitation] = field(default_factory=list)
    many: list[Invitation] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def invitations(self) -> list[Invitation]:
        """Return all that was read."""
        return self.meant + self.many


def read_all(paths: Sequence[str]) -> Found:
    """Read files, mails, mailboxes, folders and standard input. Raises FollowUpError."""
    found = Found()
    for path in paths:
        inbox = invitations_in([path])
        is_meant = not Path(path).is_dir() and _is_invitation(inbox.invitations)
        (found.meant if is_meant else found.many).extend(inbox.invitations)
        found.warnings += map(str, inbox.passed)
    return found


def _is_invitation(events: Sequence[Invitation]) -> bool:
    """Say whether a file is an invitation, and not the export of a calendar."""
    are_sent = all(each.method in ("REQUEST", "CANCEL") for each in events)
    return len(events) == 1 or (are_sent and len(events) <= MOST_TAKEN)


@dataclass(slots=True)
class Additions:
    """What is asked and settled, one interview after the other; `file` is that of the records."""

    file: str
    asks: bool
    yes: bool
    now: datetime
    me: Oneself | None = None
    settled: list[Proposal] = field(default_factory=list)
    start: bytes = b""
    text: bytes = b""

    # A new file

    def started(self, invitations: Sequence[Invitation]) -> bytes:
        """Return the text of new records: who the candidate is, and where."""
        zone, name = _zone(invitations), _name(invitations)
        if self.asks:
            click.echo("There are no records yet. Two questions about you:")
            name = settling.ask_guess("Your name", name)
            while not is_zone(zone.value) or not zone.sure:
                zone = settling.ask_guess("Your time zone, such as America/New_York", zone)
                if not is_zone(zone.value):
                    click.echo(f"  {unknown_zone(zone.value)}")
                    zone = Guess(likely_zone(zone.value) or "", sure=False, why="")
        elif not self.yes:
            raise click.UsageError(
                "the records are not there, and nobody is here to ask about you; add --yes to take "
                "what can be told, or run 'followup-ics init' first"
            )
        if not zone.value:
            raise click.UsageError(
                "neither this computer nor the invitation says what your time zone is; run "
                "'followup-ics init' first and write it there, or set TZ=America/New_York or so"
            )
        return new_file(name, zone).encode()

    # Which

    def chosen(
        self, found: Found, text: bytes, since: date | None, until: date | None
    ) -> list[Work]:
        """Return the work that what was found makes, of many only what looks like interviews.

        `text` is that of the records, which everything is settled by.
        """
        self.start = self.text = text
        job_search = loading.loads(text, self.file)
        zone, name = job_search.candidate.clock, job_search.candidate.name
        invitations = found.invitations
        self.me = oneself(invitations, name)
        if self.asks and not self.me.addresses and len(invitations) == 1:
            self.me = Oneself(name, settling.ask_who(invitations))
        taken = [each for each in found.meant if _is_within(each, zone, since, until)]
        many = [each for each in found.many if _is_within(each, zone, since, until)]
        if many:
            first = since or add_days(local_date(zone, self.now), -MOST_DAYS_PAST)
            recent = [each for each in many if _is_within(each, zone, first, None)]
            taken += self._picked(recent, len(many), job_search)
        if not taken and not many:
            click.echo("No event begins in that time.")
        return sorted_out(taken, job_search, self.me)

    def _picked(
        self, events: Sequence[Invitation], count: int, job_search: JobSearch
    ) -> list[Invitation]:
        """Return which of many events to take; what the records know is among it, unasked."""
        assert self.me
        zone = job_search.candidate.clock
        familiar, new = picked(events, job_search, self.me)
        likely = [each for each in new if each.is_likely]
        if len(likely) > MOST_LIKELY:
            raise click.UsageError(
                f"{len(likely):,} of {count:,} events look like interviews; narrow them with "
                "--since and --until"
            )
        if not likely and self.asks and new:
            click.echo(f"None of {count} events looks like an interview:")
            likely = new
        elif likely or not familiar:
            looks = "looks like an interview" if len(likely) == 1 else "look like interviews"
            ends = ":" if likely else "."
            click.echo(f"Of {count} events, {len(likely)} {looks}{ends}")
        lines = [f"{_spoken_start(e.event, zone)}  {e.event.summary}  {e.company}" for e in likely]
        if self.asks and likely:
            likely = [likely[at] for at in settling.ask_which(lines)]
        else:
            for line in lines:
                click.echo(f"  {line.strip()}")
        return familiar + [each.event for each in likely]

    # What

    def settle(self, work: Work) -> None:
        """Settle what to do with the invitations of one interview, by what was settled before."""
        assert self.me
        job_search = loading.loads(self.text, self.file)
        proposal = propose(work, job_search, self.me, now=self.now)
        if isinstance(proposal, NewInterview):
            proposal = self._settled(proposal, work, job_search)
        elif self.asks:
            proposal = settling.settled_change(proposal)
        self.text = enter(self.text, proposal, source=self.file)
        self.settled.append(proposal)

    def _settled(self, new: NewInterview, work: Work, job_search: JobSearch) -> NewInterview:
        assert self.me
        open_ones = unsure(new)
        if not open_ones or self.yes:
            return new
        if not self.asks:
            listed = ", ".join(dict.fromkeys(n for n, e in open_ones if e.value or n != "kind"))
            if not listed:
                return new
            raise click.UsageError(
                f"'{new.title}' leaves open: {listed}; nobody is here to ask, so add --yes to take "
                "what is proposed"
            )
        company = settling.ask_company(new)
        if company.value != new.company.value:
            new = with_company(new, company.value, work, job_search, self.me)
        return settling.ask_rest(replace(new, company=company))

    def told(self) -> list[str]:
        """Return the lines that say what was settled."""
        return list(all_told(self.settled))

    def edit(self, text: bytes) -> bytes:
        """Return a text of the records with what was settled."""
        if text == self.start:
            return self.text
        return reduce(lambda t, each: enter(t, each, source=self.file), self.settled, text)


def _is_within(event: Invitation, zone: str, since: date | None, until: date | None) -> bool:
    on = local_date(zone, span_of(event, zone)[0])
    return (since is None or on >= since) and (until is None or on <= until)


def _spoken_start(event: Invitation, zone: str) -> str:
    start = span_of(event, zone)[0]
    local = wall_time(zone, start)
    clock = f", {local:%H:%M}" if isinstance(event.start, datetime) else ""
    return f"{spoken(local.date())} {local.year}{clock}"


# Who is new here


def _zone(invitations: Sequence[Invitation]) -> Guess:
    own = system_zone()
    if own:
        return Guess(own, sure=False, why="the time zone of this computer")
    counts = Counter(each.zone for each in invitations if is_zone(each.zone))
    if counts:
        zone, _ = counts.most_common(1)[0]
        return Guess(zone, sure=False, why="the time zone of the invitation")
    return Guess("", sure=False, why="")


def _name(invitations: Sequence[Invitation]) -> Guess:
    mine = own_addresses(invitations, None)
    people = (each for one in invitations for each in everybody(one) if each.email)
    for each in people:
        if mailbox(each.email) in mine:
            name, _ = cleaned_name(each)
            return Guess(name.value, sure=False, why=f"as {each.email} is called")
    return Guess("", sure=False, why="")
