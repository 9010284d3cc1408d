"""One proposal of an invitation as fields of a form, and as those fields settle it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from pydantic import ValidationError

from followup_ics.calendar.invitations.proposals import (
    CancelledInterview,
    ChangedInterview,
    Guess,
    KeptInterview,
    NewInterview,
    NothingToDo,
    Proposal,
    Somebody,
    When,
)
from followup_ics.calendar.invitations.proposing import Work
from followup_ics.calendar.invitations.roles import UNKNOWN_ROLE
from followup_ics.hosting.additions import PARTS
from followup_ics.hosting.fields import Fields
from followup_ics.page.edit_page import Control, Group, Option
from followup_ics.page.texts import titled
from followup_ics.records.job_search import KINDS, Interview, Person
from followup_ics.records.time_fields import said

_KINDS = (
    Option("", "Not known"),
    *(Option(each, titled(each)) for each in KINDS),
)
_CHANGED = "The records were changed meanwhile, so this invitation means something else now: look."


def name_of(work: Work) -> str:
    """Return what tells the work of an interview from all others of a file."""
    first = work.invitations[0]
    signs = (first.uid, first.recurrence, first.summary, first.start.isoformat())
    return hashlib.sha256("\n".join(map(str, signs)).encode()).hexdigest()[:12]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked about one proposal; the names of its fields begin with `name`."""

    name: str
    proposal: Proposal
    several: bool

    def named(self, field: str) -> str:
        """Return the name of a field."""
        return f"{self.name}-{field}"

    # As fields

    def groups(self) -> Iterator[Group]:
        """Yield the fields of a proposal, those of each person by themselves."""
        take = [Control(self.named("take"), "Take this one", "switch", "yes")]
        controls = [*(take if self.several else ()), *self._controls()]
        title = self.proposal.title or "An invitation"
        yield Group(tuple(controls), title, (*_words(self.proposal), *self.proposal.notes))
        for at, each in enumerate(_people(self.proposal)):
            yield Group(tuple(self._person(f"person{at}", each)), each.name.value or "Somebody")

    def _controls(self) -> Iterator[Control]:
        new = self.proposal
        if not isinstance(new, NewInterview):
            return
        yield self._guess("company", "Company", new.company, required=True)
        yield self._guess("role", "Job", new.role, hint="Left empty if you do not know it yet.")
        yield replace(self._guess("kind", "How you talk", new.kind), look="choice", options=_KINDS)
        day, _, at = new.when.start.partition(" ")
        yield Control(
            self.named("day"), "The day", "date", day, check=new.when.check, required=True
        )
        yield Control(self.named("at"), "The time, if it is known", "time", at)
        yield Control(
            self.named("length"), "How long", value=new.when.duration, hint="Such as 45m or 1h30."
        )
        yield Control(
            self.named("zone"),
            "The time zone",
            value=new.when.timezone,
            hint="Such as America/New_York. Left empty, it is yours.",
        )

    def _guess(
        self, field: str, label: str, guess: Guess, *, hint: str = "", required: bool = False
    ) -> Control:
        return Control(
            self.named(field),
            label,
            value=guess.value,
            hint=hint,
            check="" if guess.sure else guess.why,
            options=tuple(Option(each, each) for each in guess.others),
            required=required,
        )

    def _person(self, who: str, each: Somebody) -> Iterator[Control]:
        name = self.named(who)
        yield Control(f"{name}-met", "You meet them", "switch", "yes")
        yield self._guess(f"{who}-name", "Name", each.name, required=True)
        yield Control(f"{name}-title", "Job title", value=each.fields.get("title", ""))
        part = each.fields.get("part", "interviewer")
        check = each.checks.get("part", "")
        yield Control(f"{name}-part", "Their part", "choice", part, check=check, options=PARTS)
        yield Control(f"{name}-email", "E-mail", "email", each.fields.get("email", ""))
        yield Control(f"{name}-phone", "Telephone", "tel", each.fields.get("phone", ""))

    # As settled

    def settled(self, fields: Fields) -> Proposal | None:
        """Return the proposal as fields have it, None where it is not taken; faults are theirs."""
        if self.several and not fields.text(self.named("take")):
            return None
        if fields.text(self.named("seen")) != type(self.proposal).__name__:
            fields.faults.setdefault("changed", _CHANGED)
            return None
        match self.proposal:
            case NewInterview():
                return self._new(self.proposal, fields)
            case ChangedInterview():
                return replace(self.proposal, people=self._met(self.proposal, fields))
        return self.proposal

    def _new(self, new: NewInterview, fields: Fields) -> NewInterview:
        company = fields.line(self.named("company"), needed="Write the company.")
        role, kind = (fields.line(self.named(each)) for each in ("role", "kind"))
        start = said(fields.needed(self.named("day"), self.named("at")))
        length, zone = (fields.line(self.named(each)) for each in ("length", "zone"))
        record = {"company": company, "role": role or UNKNOWN_ROLE, "kind": kind, "start": start}
        record |= {"duration": length, "timezone": zone}
        self._check(Interview, record, _FIELDS, fields)
        return replace(
            new,
            company=new.company.settled(company),
            role=new.role.settled(role) if role else replace(new.role, value="", sure=False),
            kind=new.kind.settled(kind),
            when=When(start, length, zone),
            people=self._met(new, fields),
        )

    def _met(self, proposal: Proposal, fields: Fields) -> tuple[Somebody, ...]:
        people = enumerate(_people(proposal))
        found = (self._somebody(f"person{at}", each, fields) for at, each in people)
        return tuple(each for each in found if each)

    def _somebody(self, who: str, each: Somebody, fields: Fields) -> Somebody | None:
        if not fields.text(self.named(f"{who}-met")):
            return None
        name = fields.line(self.named(f"{who}-name"), needed="Write the name.")
        rest = {
            field: value
            for field in ("title", "part", "email", "phone")
            if (value := fields.line(self.named(f"{who}-{field}")))
        }
        if "part" not in each.fields and rest.get("part") == "interviewer":
            del rest["part"]
        names = {field: f"{who}-{field}" for field in ("name", *rest)}
        self._check(Person, {"name": name, **rest}, names, fields)
        return Somebody(each.name.settled(name), {**_not_asked(each), **rest})

    def _check(
        self,
        model: type[Interview | Person],
        record: Mapping[str, str],
        names: Mapping[str, str],
        fields: Fields,
    ) -> None:
        """Gather what is wrong in a record, by the names of its fields in the form."""
        try:
            model.model_validate({name: value for name, value in record.items() if value})
        except ValidationError as invalid:
            for each in invalid.errors():
                field = names.get(str(each["loc"][0]), "changed") if each["loc"] else "changed"
                fields.faults.setdefault(self.named(field), f"{each['msg']}.")


_FIELDS = {"company": "company", "role": "role", "kind": "kind", "start": "day"}
_FIELDS |= {"duration": "length", "timezone": "zone"}


def _people(proposal: Proposal) -> tuple[Somebody, ...]:
    return proposal.people if isinstance(proposal, NewInterview | ChangedInterview) else ()


def _not_asked(each: Somebody) -> dict[str, str]:
    return {name: value for name, value in each.fields.items() if name == "vote"}


def _words(proposal: Proposal) -> Iterator[str]:
    match proposal:
        case NewInterview():
            yield "This is new. Look at what it says, and save it."
        case ChangedInterview() if proposal.when:
            yield f"It moves from {proposal.before} to {proposal.after}."
        case ChangedInterview() if proposal.forgotten:
            yield f"A part of it was cancelled: {proposal.before}."
        case ChangedInterview():
            yield f"It is in your records: {proposal.before}."
        case CancelledInterview():
            yield f"{proposal.which} is taken out of your records, and stays there as a comment:"
            yield f"{proposal.words}."
        case KeptInterview():
            yield f"It is cancelled, and {proposal.which} stays all the same, as {proposal.why}."
        case NothingToDo():
            yield f"There is nothing to do: {proposal.why}."
