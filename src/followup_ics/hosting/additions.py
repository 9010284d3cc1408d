"""What can be added to records of one's own accord: the fields of each form, and what they mean.

Dates are local ones: an interview's in its own zone, all others in the candidate's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from pydantic import ValidationError

from followup_ics.answering import facts
from followup_ics.answering.facts import Job
from followup_ics.errors import WhichRoleError
from followup_ics.hosting.choosing import (
    CHANGED,
    CHOOSE,
    Known,
    interview_control,
    interview_of,
    people_of,
)
from followup_ics.hosting.fields import Fields
from followup_ics.page.edit_page import Control, Option
from followup_ics.page.texts import dated, titled
from followup_ics.reading import editing
from followup_ics.reading.quoting import Value
from followup_ics.records.job_search import Interview, Offer, Person
from followup_ics.records.moments import in_full
from followup_ics.records.names import person_name
from followup_ics.records.time_fields import clock, is_before, said

NO_INTERVIEW = "The records hold no interview yet: add one by its invitation."
PARTS = (
    Option("interviewer", "Interviewer"),
    Option("hiring_manager", "Hiring manager"),
    Option("human_resources", "Human resources"),
    Option("recruiter", "Recruiter"),
)
_MOST_SUGGESTED = 200


@dataclass(frozen=True, slots=True)
class Added:
    """What a form says: the edit of a text, called `source` in faults, and the lines about it."""

    edit: Callable[..., bytes]
    told: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Addition:
    """A form: what it adds, its title and fields, and what reads them and gathers their faults."""

    label: str
    title: str
    words: str
    button: str
    controls: Callable[[Known], tuple[Control, ...]]
    read: Callable[[Known, Mapping[str, str]], tuple[Fields, Added | None]]
    needs_interview: bool = False


def _fields(known: Known, posted: Mapping[str, str]) -> Fields:
    return Fields(known.zone, posted, known.now)


def _suggested(names: Iterator[str]) -> tuple[Option, ...]:
    return tuple(Option(each, each) for each in list(dict.fromkeys(names))[:_MOST_SUGGESTED])


# A person


def _person_controls(known: Known) -> tuple[Control, ...]:
    return (
        interview_control(known),
        Control("name", "Name", required=True),
        Control("title", "Job title (optional)"),
        Control("part", "Their part", "choice", "interviewer", options=PARTS),
        Control("email", "E-mail (optional)", "email"),
        Control(
            "phone", "Telephone (optional)", "tel", hint="Without one, a call becomes an e-mail."
        ),
        Control("topics", "What you talked about (optional)", "text", hint="A topic on each line."),
    )


def _person(known: Known, posted: Mapping[str, str]) -> tuple[Fields, Added | None]:
    fields = _fields(known, posted)
    chosen, name = interview_of(known, fields), fields.line("name", needed="Write the name.")
    if chosen and name and _is_there(chosen.interview, name):
        fields.faults["name"] = f"{name} is in this interview already."
    person: dict[str, Value] = {"name": name, "part": fields.text("part")}
    person |= {each: fields.line(each) for each in ("title", "email", "phone")}
    topics = [line for each in fields.text("topics").splitlines() if (line := each.strip())]
    person |= {"topics": topics}
    if person["part"] == "interviewer":
        person["part"] = ""
    record = {each: value for each, value in person.items() if value}
    if name:
        _check_person(record, fields)
    if chosen is None:
        return fields, None
    told = [f"{name}, in {chosen.label}", *(f"topic: {each}" for each in topics)]
    return fields, Added(partial(editing.add_person, which=chosen.id, person=record), tuple(told))


def _is_there(interview: Interview, name: str) -> bool:
    return person_name(name) in {person_name(each.name) for each in interview.people}


def _check_person(record: Mapping[str, Value], fields: Fields) -> None:
    try:
        Person.model_validate(record)
    except ValidationError as invalid:
        for each in invalid.errors():
            fields.faults.setdefault(str(each["loc"][0]), f"{each['msg']}.")


# A topic


def _topic_controls(known: Known) -> tuple[Control, ...]:
    options = (CHOOSE, *(option for option, _, _ in people_of(known)))
    return (
        Control("person", "Who, in which interview", "choice", options=options, required=True),
        Control("topic", "What this very person talked about", required=True),
    )


def _topic(known: Known, posted: Mapping[str, str]) -> tuple[Fields, Added | None]:
    fields = _fields(known, posted)
    topic = fields.line("topic", needed="Write the topic.")
    wanted = fields.text("person")
    found = next((each for each in people_of(known) if each[0].value == wanted), None)
    if found is None:
        fields.faults["person"] = CHANGED if wanted else "Choose the person."
        return fields, None
    option, chosen, at = found
    edit = partial(editing.add_topic, which=chosen.id, person=at, topic=topic)
    return fields, Added(edit, (f"{option.label}, in {chosen.label}", f"topic: {topic}"))


# A contact


def _log_controls(known: Known) -> tuple[Control, ...]:
    names = (person.name for each in known.search.interviews for person in each.people)
    tactics = known.playbook.tactics if known.playbook else ()
    words = {each.name: titled(each.name) for each in tactics}
    return (
        interview_control(known),
        Control(
            "did",
            "What you did",
            options=tuple(Option(name, label) for name, label in words.items()),
            required=True,
            hint="In your words, such as called or wrote.",
        ),
        Control("to", "To whom (optional)", options=_suggested(iter(names))),
        Control("on", "The day", "date", hint="Left empty, it is today, now."),
        Control("at", "The time (optional)", "time"),
        Control("heard", "What they said (optional)", "text"),
    )


def _log(known: Known, posted: Mapping[str, str]) -> tuple[Fields, Added | None]:
    fields = _fields(known, posted)
    chosen, did = interview_of(known, fields), fields.line("did", needed="Write what you did.")
    on = fields.moment("on", "at", ahead=False) or fields.clock
    on = fields.clock if on == fields.clock.date() else on
    if is_before(fields.clock.date(), on):
        fields.faults["on"] = f"{in_full(on, fields.zone)} is still to come; say when it was."
    entry = {"on": said(on), "did": did, "to": fields.line("to"), "heard": fields.text("heard")}
    record: dict[str, Value] = {name: value for name, value in entry.items() if value}
    if chosen is None:
        return fields, None
    told = [f"{did}: {chosen.label}", f"on: {in_full(on, fields.zone)}"]
    told += [f"{name}: {entry[name]}" for name in ("to", "heard") if entry[name]]
    return fields, Added(partial(editing.add_log_entry, which=chosen.id, entry=record), tuple(told))


# Days away


def _away_controls(_: Known) -> tuple[Control, ...]:
    return (
        Control("first", "The first day", "date", required=True),
        Control("last", "The last day (optional)", "date", hint="That day included."),
    )


def _away(known: Known, posted: Mapping[str, str]) -> tuple[Fields, Added | None]:
    fields = _fields(known, posted)
    first = clock(fields.needed("first")).date()
    last = fields.moment("last")
    ends = clock(last).date() if last else None
    if ends and ends < first:
        fields.faults["last"] = f"{dated(ends)} lies before {dated(first)}."
    until = f" to {in_full(ends, known.zone)}" if ends else ""
    told = f"away {in_full(first, known.zone)}{until}"
    return fields, Added(partial(facts.with_away, first=first, last=ends), (told,))


# An offer


def _offer_controls(known: Known) -> tuple[Control, ...]:
    records: list[Interview | Offer] = [*known.search.interviews, *known.search.offers]
    return (
        Control(
            "company",
            "Company",
            options=_suggested(each.company for each in records),
            required=True,
        ),
        Control(
            "role",
            "Job",
            options=_suggested(each.role for each in records),
            hint="Not needed where the records have only one with them.",
        ),
        Control("received", "When it came", "date", hint="Left empty, it is today, now."),
        Control("received_at", "At (optional)", "time"),
        Control("answer_by", "They want an answer by (optional)", "date"),
        Control("answer_by_at", "At (optional)", "time"),
    )


def _offer(known: Known, posted: Mapping[str, str]) -> tuple[Fields, Added | None]:
    fields = _fields(known, posted)
    company = fields.line("company", needed="Write the company.")
    role = fields.line("role")
    if company and not role:
        role = _only_role(known, company, fields)
    job = Job(company, role)
    came = fields.moment("received", "received_at", ahead=False)
    came = came or facts.received(known.search, job) or fields.clock
    due = fields.moment("answer_by", "answer_by_at")
    if is_before(fields.clock.date(), came):
        fields.faults["received"] = f"{in_full(came, known.zone)} is still to come."
    if due and is_before(due, came):
        fields.faults["answer_by"] = f"{said(due)} lies before {said(came)}, when the offer came."
    told = [f"an offer from {company} ({role})", f"received: {in_full(came, known.zone)}"]
    told += [f"answer by: {in_full(due, known.zone)}"] if due else []
    return fields, Added(partial(facts.with_offer, job=job, came=came, answer_by=due), tuple(told))


def _only_role(known: Known, company: str, fields: Fields) -> str:
    try:
        return facts.only_role(known.search, company)
    except WhichRoleError as error:
        fields.faults["role"] = f"Write the job: {error.why}."
        return ""


# An activity


def _activity_controls(_: Known) -> tuple[Control, ...]:
    return (
        Control("what", "What you did", required=True, hint="As you would tell it."),
        Control("on", "The day", "date", hint="Left empty, it is today."),
        Control("relates_to", "What it has to do with the job (optional)"),
    )


def _activity(known: Known, posted: Mapping[str, str]) -> tuple[Fields, Added | None]:
    fields = _fields(known, posted)
    what = fields.line("what", needed="Write what you did.")
    day = clock(fields.moment("on", ahead=False) or fields.clock).date()
    relates_to = fields.line("relates_to")
    edit = partial(facts.with_activity, what=what, on=day, relates_to=relates_to)
    return fields, Added(edit, (what, f"on: {in_full(day, known.zone)}"))


ADDITIONS: Mapping[str, Addition] = {
    "person": Addition(
        "A person",
        "Add a person",
        "Somebody whom you met in an interview, or who was named there.",
        "Save the person",
        _person_controls,
        _person,
        needs_interview=True,
    ),
    "topic": Addition(
        "A topic",
        "Add a topic",
        "What somebody talked about: your thank-you and your next contact come back to it.",
        "Save the topic",
        _topic_controls,
        _topic,
        needs_interview=True,
    ),
    "log": Addition(
        "A contact",
        "Log a contact",
        "Something that you did of your own accord. The plan goes on from it.",
        "Save the contact",
        _log_controls,
        _log,
        needs_interview=True,
    ),
    "away": Addition(
        "Days away",
        "Add days away",
        "Nothing is planned on these days.",
        "Save the days",
        _away_controls,
        _away,
    ),
    "offer": Addition(
        "An offer",
        "Add an offer",
        "Congratulations. The same offer again changes its dates.",
        "Save the offer",
        _offer_controls,
        _offer,
    ),
    "activity": Addition(
        "An activity",
        "Add an activity",
        "Something that companies should hear of at their next contact.",
        "Save the activity",
        _activity_controls,
        _activity,
    ),
}
