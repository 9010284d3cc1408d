"""An answer, from the fields of a form to the feed's records: once, however often it is sent."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from followup_ics.answering.answers import Answer, Asked, Offered, check, skipped_on
from followup_ics.answering.recording import is_written, written
from followup_ics.answering.telling import told
from followup_ics.calendar.changes import Change, changes, in_words, planned_events
from followup_ics.errors import AnswerError, NotADateError
from followup_ics.hosting.calendars import OwnCalendars
from followup_ics.hosting.changing import change, source_of
from followup_ics.hosting.linked import Link, LinkError, asked_of, planned
from followup_ics.hosting.patches import Patch
from followup_ics.hosting.receipts import Receipt
from followup_ics.hosting.signing import receipt_key
from followup_ics.hosting.store import Store
from followup_ics.planning.results import Plan
from followup_ics.reading.loading import loads
from followup_ics.records.job_search import KINDS, Kind
from followup_ics.records.moments import moment
from followup_ics.working_time import local_date, spoken_time, wall_time

UNDONE_FOR = timedelta(minutes=10)
MOST_HEARD = 2_000  # characters
CONTACTS = ("done", "not_reached", "call_back", "skip")
_MOST_TOLD = 6  # changes of the plan, one by one
_MOST_OF_A_DATE = 100  # characters
_BY = "the link in an event"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_DIGEST = re.compile("[0-9a-f]{64}")


class FieldsError(Exception):
    """A form that cannot be meant: what is wrong by field, "answer" for the whole."""

    def __init__(self, **faults: str) -> None:
        self.faults = faults
        super().__init__("; ".join(faults.values()))


# Which answers there are


def offered(about: Asked) -> frozenset[str]:
    """Return the answers that a follow-up can have as it is."""
    return frozenset(_offered(about))


def _offered(about: Asked) -> Iterator[str]:
    follow_up = about.follow_up
    if follow_up.status == "cancelled" and not follow_up.is_skipped:
        return
    if follow_up.status == "planned" and about.has_log:
        yield "done"
        yield "skip"
        if follow_up.channel == "phone":
            yield "not_reached"
        if follow_up.channel != "self":
            yield "call_back"
    if about.interview and follow_up.company:
        yield from ("next_interview", "rejected")
    if follow_up.company and follow_up.role:
        yield "offer"


def answer_of(about: Asked, fields: Mapping[str, str], now: datetime) -> Answer:
    """Return what a form says became of a follow-up. Raises FieldsError."""
    said = fields.get("answer", "")
    if said not in offered(about):
        raise FieldsError(answer=_not_offered(about))
    answer = _read(about, fields, now)
    try:
        check(about, answer, local_date(about.zone, now))
    except AnswerError as error:
        raise FieldsError(**{_FIELD_OF.get(said, "answer"): f"{error}."}) from None
    return answer


def _read(about: Asked, fields: Mapping[str, str], now: datetime) -> Answer:
    reader = _Fields(about.zone, fields, now)
    answer = _READ[fields["answer"]](about, reader)  # which the receipt's key holds too
    if len(answer.heard) > MOST_HEARD:
        reader.faults["heard"] = f"Write at most {MOST_HEARD:,} characters."
    elif _CONTROL.search(answer.heard):
        reader.faults["heard"] = "Leave out the characters that nobody sees."
    if reader.faults:
        raise FieldsError(**reader.faults)
    return answer


def _not_offered(about: Asked) -> str:
    words = {"done": "is done already", "cancelled": "is cancelled", "planned": "cannot be that"}
    return f"'{about.follow_up.summary}' {words[about.follow_up.status]}; nothing was written."


_FIELD_OF = {"done": "on", "call_back": "call_back", "next_interview": "next", "offer": "answer_by"}


@dataclass
class _Fields:
    """The fields of a form, read one by one; `faults` gathers what cannot be read."""

    zone: str
    fields: Mapping[str, str]
    now: datetime
    faults: dict[str, str] = field(default_factory=dict)

    def text(self, name: str) -> str:
        return self.fields.get(name, "").strip()

    @property
    def clock(self) -> datetime:
        """Now, to the minute, as clocks there show it."""
        return wall_time(self.zone, self.now).replace(second=0, microsecond=0)

    def on(self) -> date | datetime:
        """Return when it was: now, unless another date is given than today's."""
        found = self.moment("on", ahead=False)
        is_today = found is None or found == self.clock.date()
        return self.clock if is_today or found is None else found

    def moment(self, name: str, time: str = "", *, ahead: bool = True) -> date | datetime | None:
        """Return a date, at a time of day if that is given."""
        day, at = self.text(name), self.text(time) if time else ""
        if not day:
            if at:
                self.faults[name] = "Write the date too."
            return None
        if len(day) + len(at) > _MOST_OF_A_DATE:
            self.faults[name] = "Write a date, such as 2026-12-03."
            return None
        try:
            return moment(f"{day} {at}".strip(), self.zone, self.now, ahead=ahead)
        except NotADateError as error:
            self.faults[name] = f"{error}."
            return None

    def kind(self) -> Kind | Literal[""]:
        """Return how one talks in the next interview."""
        said = self.text("next_kind")
        found: Kind | Literal[""] = next((each for each in KINDS if each == said), "")
        if said and not found:
            self.faults["next_kind"] = f"Choose one of {', '.join(KINDS)}."
        return found

    def needed(self, name: str, time: str) -> date | datetime:
        found = self.moment(name, time)
        if found is None:
            self.faults.setdefault(name, "Write the date.")
        return found or self.clock


def _done(_: Asked, fields: _Fields) -> Answer:
    return Answer(fields.on(), done=True, heard=fields.text("heard"))


def _not_reached(_: Asked, fields: _Fields) -> Answer:
    return Answer(fields.on(), done=False)


def _call_back(_: Asked, fields: _Fields) -> Answer:
    when, heard = fields.needed("call_back", "call_back_at"), fields.text("heard")
    return Answer(fields.on(), done=True, heard=heard, call_back=when)


def _next_interview(_: Asked, fields: _Fields) -> Answer:
    return Answer(
        fields.clock, next_interview=fields.needed("next", "next_at"), next_kind=fields.kind()
    )


def _offer(_: Asked, fields: _Fields) -> Answer:
    return Answer(fields.clock, offer=Offered(fields.moment("answer_by")))


def _rejected(_: Asked, fields: _Fields) -> Answer:
    return Answer(fields.clock, outcome="rejected")


def _skip(about: Asked, _: _Fields) -> Answer:
    return Answer(skipped_on(about), skipped=True)


_READ: Mapping[str, Callable[[Asked, _Fields], Answer]] = {
    "done": _done,
    "not_reached": _not_reached,
    "call_back": _call_back,
    "next_interview": _next_interview,
    "offer": _offer,
    "rejected": _rejected,
    "skip": _skip,
}


# Writing it


@dataclass
class _Reply:
    """One form, on its way into the records; `kept` is its receipt once it has one."""

    store: Store
    link: Link
    key: str
    fields: Mapping[str, str]
    now: datetime
    own: OwnCalendars
    kept: Receipt | None = None
    before: Plan | None = None

    def edit(self, text: bytes) -> bytes:
        """Return a text with the answer, as it is where it was written before."""
        self.before, self.kept = None, self.store.receipts.find(self.key)
        known = self.kept
        if known and (known.state != "begun" or known.patch.is_in(text)):
            return text
        at = datetime.fromtimestamp(known.at, UTC) if known else self.now
        plan, by_uid = planned(self.link.feed, text, self.own)
        about = asked_of(self.link, by_uid, at)
        if known and is_written(about, _read(about, self.fields, at)):
            return text
        answer = answer_of(about, self.fields, at)
        after = written(text, about, answer, source=source_of(self.link.feed))
        lines = tuple(each.strip() for each in told(about, answer))[1:]
        patch, feed_id = Patch.between(text, after), self.link.feed.id
        receipt = Receipt(self.key, feed_id, int(at.timestamp()), "begun", patch, lines)
        if not self.store.receipts.begin(receipt):
            return self.edit(text)
        self.before, self.kept = plan, receipt
        return after

    def end(self, after: bytes) -> None:
        """Keep that it is done, and what became of the plan if it was done here."""
        if self.kept is None or (self.before is None and self.kept.state != "begun"):
            return
        plan: Sequence[str] = self.kept.plan
        if self.before:
            plan = became(self.before, planned(self.link.feed, after, self.own)[0])
        done = replace(self.kept, state="done", plan=tuple(plan))
        self.store.receipts.keep(done, instead_of=["begun", "done"] if self.before else ["begun"])


def reply(
    store: Store, link: Link, fields: Mapping[str, str], now: datetime, own: OwnCalendars
) -> None:
    """Write what a form of a link's page says, unless it was written before.

    Raises FieldsError, LinkError, and as `change` and the edits of `reading.editing` do.
    """
    key = form_key(link, sent(fields))
    known = store.receipts.find(key)
    if known and known.state != "begun":
        return
    replying = _Reply(store, link, key, fields, now, own)
    replying.end(change(store, link.feed.id, replying.edit, now, _BY))


def lines_to_add(link: Link, fields: Mapping[str, str], now: datetime, own: OwnCalendars) -> str:
    """Return what an answer adds to the last records without faults, to be added by hand.

    Raises FieldsError, LinkError, and as the edits of `reading.editing` do.
    """
    text = link.feed.content.records
    about = asked_of(link, planned(link.feed, text, own)[1], now)
    answer = answer_of(about, fields, now)
    after = written(text, about, answer, source=source_of(link.feed))
    return Patch.between(text, after).lines


def sent(fields: Mapping[str, str]) -> str:
    """Return what names a form with what was filled in.

    Whoever goes back to a page may answer something else in the same form: that is another tap.
    """
    filled = sorted((name, value) for name, value in fields.items() if name != "form" and value)
    digest = hashlib.sha256(json.dumps(filled).encode()).hexdigest()
    return f"{fields.get('form', '')}~{digest}"


def form_key(link: Link, name: str) -> str:
    """Return what a form that was sent is known by. Raises LinkError where it is none of ours."""
    form, _, digest = name.partition("~")
    key = receipt_key(link.key, link.token, form)
    if key is None or not _DIGEST.fullmatch(digest):
        words = "Nothing was written. Open the link in the calendar again, and answer there."
        raise FormError("This page is too old, or not one of ours", words)
    return f"{key}~{digest}"


class FormError(LinkError):
    """A form that this page never held, or one from long ago."""

    status = 400


def became(before: Plan, after: Plan) -> list[str]:
    """Return what became of a plan: what moved and what is new one by one, then all in words."""
    found = changes(planned_events(before), planned_events(after), after)
    zones = {each.uid: each.timezone for each in after.follow_ups}
    shown = [_became(each, zones) for each in found if each.kind in ("moved", "new")]
    words = in_words(found)
    return [*shown[:_MOST_TOLD], f"In all: {words}" if words else "The plan stays as it was."]


def _became(each: Change, zones: Mapping[str, str]) -> str:
    zone = zones[each.event.uid]
    was = f", was {spoken_time(zone, each.before.start)}" if each.before else ""
    return f"{each.title}: {spoken_time(zone, each.event.start)}{was}"


# Taking it back


class UndoError(Exception):
    """A change that cannot be taken back here; `lines` are what to take out by hand."""

    def __init__(self, words: str, lines: str = "") -> None:
        self.words, self.lines = words, lines
        super().__init__(words)


def can_undo(receipt: Receipt, now: datetime) -> bool:
    """Say whether a change can still be taken back by its page."""
    return receipt.state == "done" and now.timestamp() < receipt.at + UNDONE_FOR.total_seconds()


def undo(store: Store, link: Link, receipt: Receipt, now: datetime) -> None:
    """Take a change back, unless it was already.

    Raises UndoError where it is too late, or where others changed those lines since, and as
    `change` does.
    """
    if receipt.state == "undone":
        return
    if not can_undo(receipt, now):
        minutes = int(UNDONE_FOR.total_seconds() // 60)
        words = f"It was more than {minutes} minutes ago; change the records themselves."
        raise UndoError(words, receipt.patch.lines)

    def edit(text: bytes) -> bytes:
        before = receipt.patch.taken_from(text)
        if before is None:
            if receipt.patch.is_out_of(text):
                return text
            words = "These lines of the records were changed since; take them out by hand."
            raise UndoError(words, receipt.patch.lines)
        loads(before, source_of(link.feed))
        return before

    change(store, link.feed.id, edit, now, f"{_BY}, taken back")
    undone = replace(receipt, state="undone", plan=())
    store.receipts.keep(undone, instead_of=["done"])
