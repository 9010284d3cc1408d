"""Interviews and people of the records, to be chosen from in a form.

What was chosen is looked for in the records as they are when the form is written: what is not there
any more is told, and never taken for another.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from followup_ics.hosting.fields import Fields
from followup_ics.page.edit_page import Control, Option
from followup_ics.page.texts import dated
from followup_ics.records.job_search import Interview, JobSearch
from followup_ics.records.names import interview_ids
from followup_ics.records.playbook import Playbook
from followup_ics.records.time_fields import clock, said

CHANGED = "Choose one: what you chose is not in the records any more."
CHOOSE = Option("", "Choose one")


@dataclass(frozen=True, slots=True)
class Known:
    """What forms choose from: the records, the playbook where that is known, and the time."""

    search: JobSearch
    playbook: Playbook | None
    now: datetime

    @property
    def zone(self) -> str:
        """The clock of the candidate."""
        return self.search.candidate.clock


@dataclass(frozen=True, slots=True)
class Chosen:
    """An interview of the records, with the id that it has or is given."""

    id: str
    interview: Interview

    @property
    def label(self) -> str:
        """How it is called: the company, the role, the date."""
        one = self.interview
        return f"{one.company}, {one.role}, {dated(clock(one.start).date())}"

    @property
    def value(self) -> str:
        """What tells it from all others, also once the records have changed."""
        return self.interview.id or f"{self.id} {said(self.interview.start)}"


def interviews_of(search: JobSearch) -> list[Chosen]:
    """Return the interviews, the latest first."""
    ids = interview_ids(search.interviews)
    found = [Chosen(*each) for each in zip(ids, search.interviews, strict=True)]
    return sorted(found, key=lambda each: clock(each.interview.start), reverse=True)


def interview_control(known: Known) -> Control:
    """Return the field in which an interview is chosen."""
    options = [Option(each.value, each.label) for each in interviews_of(known.search)]
    return Control("interview", "Interview", "choice", options=(CHOOSE, *options), required=True)


def interview_of(known: Known, fields: Fields) -> Chosen | None:
    """Return the interview that was chosen; times are read by its clock from then on."""
    wanted = fields.text("interview")
    found = next((each for each in interviews_of(known.search) if each.value == wanted), None)
    if found is None:
        fields.faults["interview"] = CHANGED if wanted else "Choose the interview."
    elif found.interview.timezone:
        fields.zone = found.interview.timezone
    return found


def people_of(known: Known) -> Iterator[tuple[Option, Chosen, int]]:
    """Yield the people of each interview, and the index that they have there."""
    for chosen in interviews_of(known.search):
        for at, person in enumerate(chosen.interview.people):
            value = f"{chosen.value} / {at} / {person.name}"
            yield Option(value, person.name, chosen.label), chosen, at
