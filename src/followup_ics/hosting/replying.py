"""An answer, from the fields of a form to the feed's records: once, however often it is sent."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Literal

from followup_ics.answering.answers import Answer, Asked, Offered, check, skipped_on
from followup_ics.answering.recording import is_written, written
from followup_ics.answering.telling import told
from followup_ics.errors import AnswerError
from followup_ics.hosting.calendars import OwnCalendars
from followup_ics.hosting.changing import source_of
from followup_ics.hosting.fields import Fields, FieldsError
from followup_ics.hosting.linked import Link, LinkError, asked_of, identity_of, planned
from followup_ics.hosting.once import Form, Made, key_of, sent, write_once
from followup_ics.hosting.patches import Patch
from followup_ics.hosting.receipts import Receipt
from followup_ics.hosting.signing import asked_about, hashed
from followup_ics.hosting.store import Store
from followup_ics.records.job_search import KINDS, Kind
from followup_ics.working_time import local_date

MOST_HEARD = 2_000  # characters
CONTACTS = ("done", "not_reached", "call_back", "skip")
_BY = "the link in an event"
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


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
    reader.check()
    return answer


def _not_offered(about: Asked) -> str:
    words = {"done": "is done already", "cancelled": "is cancelled", "planned": "cannot be that"}
    return f"'{about.follow_up.summary}' {words[about.follow_up.status]}; nothing was written."


_FIELD_OF = {"done": "on", "call_back": "call_back", "next_interview": "next", "offer": "answer_by"}


class _Fields(Fields):
    """Those of an answer."""

    def kind(self) -> Kind | Literal[""]:
        """Return how one talks in the next interview."""
        said = self.text("next_kind")
        found: Kind | Literal[""] = next((each for each in KINDS if each == said), "")
        if said and not found:
            self.faults["next_kind"] = f"Choose one of {', '.join(KINDS)}."
        return found


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


def reply(
    store: Store, link: Link, fields: Mapping[str, str], now: datetime, own: OwnCalendars
) -> None:
    """Write what a form of a link's page says, unless it was written before.

    Raises FieldsError, LinkError, and as `change` and the edits of `reading.editing` do.
    """

    def make(text: bytes, at: datetime) -> Made:
        before, by_uid = planned(link.feed, text, own)
        about = _asked_still(link, asked_of(link, by_uid, at), fields)
        answer = answer_of(about, fields, at)
        after = written(text, about, answer, source=source_of(link.feed))
        return Made(after, tuple(each.strip() for each in told(about, answer))[1:], before)

    def is_there(begun: Receipt, text: bytes) -> bool:
        if begun.patch.is_in(text):
            return True
        at = datetime.fromtimestamp(begun.at, UTC)
        about = asked_of(link, planned(link.feed, text, own)[1], at)
        return is_written(about, _read(about, fields, at))

    write_once(store, form_of(link, sent(fields), now), make, own, is_there)


def _asked_still(link: Link, about: Asked, fields: Mapping[str, str]) -> Asked:
    """Return the follow-up that a form was shown for. Raises LinkError where it is another now."""
    if asked_about(link.key, fields["form"]) == hashed(identity_of(about)):
        return about
    words = (
        "Nothing was written: the records were changed since this page was opened, and its "
        f"follow-up is '{about.follow_up.summary}' now. Open the link again."
    )
    raise FormError("This is about something else by now", words)


def form_of(link: Link, name: str, now: datetime) -> Form:
    """Return a form of a link's page that was sent. Raises LinkError where it is none of ours."""
    key = key_of(link.key, link.token, name)
    if key is None:
        words = "Nothing was written. Open the link in the calendar again, and answer there."
        raise FormError("This page is too old, or not one of ours", words)
    return Form(key, link.feed, now, _BY)


class FormError(LinkError):
    """A form that this page never held, one from long ago, or of what changed meanwhile."""

    status = 400


def lines_to_add(link: Link, fields: Mapping[str, str], now: datetime, own: OwnCalendars) -> str:
    """Return what an answer adds to the last records without faults, to be added by hand.

    Raises FieldsError, LinkError, and as the edits of `reading.editing` do.
    """
    text = link.feed.content.records
    about = asked_of(link, planned(link.feed, text, own)[1], now)
    answer = answer_of(about, fields, now)
    after = written(text, about, answer, source=source_of(link.feed))
    return Patch.between(text, after).lines
