"""What a form changes in the records: written once, however often it is sent, and taken back."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from followup_ics.calendar.changes import Change, changes, in_words, planned_events
from followup_ics.errors import FollowUpError
from followup_ics.hosting.calendars import OwnCalendars
from followup_ics.hosting.changing import change, source_of
from followup_ics.hosting.linked import planned
from followup_ics.hosting.patches import Patch
from followup_ics.hosting.receipts import Receipt
from followup_ics.hosting.signing import receipt_key
from followup_ics.hosting.store import Feed, Store
from followup_ics.planning.results import Plan
from followup_ics.reading.loading import loads
from followup_ics.working_time import spoken_time

UNDONE_FOR = timedelta(minutes=10)
_MOST_TOLD = 6  # changes of the plan, one by one
_DIGEST = re.compile("[0-9a-f]{64}")


# Which form it was


def sent(fields: Mapping[str, str]) -> str:
    """Return what names a form with what was filled in.

    Whoever goes back to a page may fill in something else in the same form: that is another one.
    """
    filled = sorted((name, value) for name, value in fields.items() if name != "form" and value)
    digest = hashlib.sha256(json.dumps(filled).encode()).hexdigest()
    return f"{fields.get('form', '')}~{digest}"


def key_of(signed_by: bytes, page: str, name: str) -> str | None:
    """Return what a form that was sent is known by, None where it is none of this page."""
    form, _, digest = name.partition("~")
    key = receipt_key(signed_by, page, form)
    return f"{key}~{digest}" if key and _DIGEST.fullmatch(digest) else None


@dataclass(frozen=True, slots=True)
class Form:
    """A form that was sent: by its key, as `key_of` has it, on whose page, and when.

    `by` is the address that it came to, as the feed's history has it.
    """

    key: str
    feed: Feed
    now: datetime
    by: str


# Writing it


class Made(NamedTuple):
    """What a form makes of the records: the text, what is told of it, and the plan before.

    That is None where the text before had faults.
    """

    text: bytes
    told: tuple[str, ...]
    before: Plan | None


Make = Callable[[bytes, datetime], Made]
IsThere = Callable[[Receipt, bytes], bool]


def _is_in(receipt: Receipt, text: bytes) -> bool:
    return receipt.patch.is_in(text)


@dataclass
class _Writing:
    """One form, on its way into the records; `kept` is its receipt once it has one."""

    store: Store
    form: Form
    make: Make
    is_there: IsThere
    kept: Receipt | None = None
    made: Made | None = None

    def edit(self, text: bytes) -> bytes:
        """Return a text with what the form says, as it is where it was written before."""
        form = self.form
        self.made, self.kept = None, self.store.receipts.find(form.key)
        known = self.kept
        if known and (known.state != "begun" or self.is_there(known, text)):
            return text
        at = datetime.fromtimestamp(known.at, UTC) if known else form.now
        made = self.make(text, at)
        patch, second = Patch.between(text, made.text), int(at.timestamp())
        receipt = Receipt(form.key, form.feed.id, second, "begun", patch, made.told)
        if not self.store.receipts.begin(receipt):
            return self.edit(text)
        self.made, self.kept = made, receipt
        return made.text

    def end(self, after: bytes, own: OwnCalendars) -> None:
        """Keep that it is done, and what became of the plan if it was done here."""
        if self.kept is None or (self.made is None and self.kept.state != "begun"):
            return
        plan: Sequence[str] = self.kept.plan
        if self.made and self.made.before:
            plan = became(self.made.before, planned(self.form.feed, after, own)[0])
        done = replace(self.kept, state="done", plan=tuple(plan))
        self.store.receipts.keep(done, instead_of=["begun", "done"] if self.made else ["begun"])


def write_once(
    store: Store, form: Form, make: Make, own: OwnCalendars, is_there: IsThere = _is_in
) -> None:
    """Write what `make` makes of the records, unless the form was written before.

    It is made as of the time at which it was begun, which a server that was ended in between may
    have done; `is_there` says whether a text holds what was begun so. Raises what `make` does, and
    as `change` does.
    """
    known = store.receipts.find(form.key)
    if known and known.state != "begun":
        return
    writing = _Writing(store, form, make, is_there)
    writing.end(change(store, form.feed.id, writing.edit, form.now, form.by), own)


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


def undo(store: Store, form: Form) -> None:
    """Take back what a form changed, unless that was done already.

    Raises UndoError where nothing was written, where it is too late, or where others changed those
    lines since, and as `change` does.
    """
    receipt = store.receipts.find(form.key)
    if receipt is None or receipt.state == "begun":
        raise UndoError("Nothing was written that could be taken back.")
    if receipt.state == "undone":
        return
    if not can_undo(receipt, form.now):
        minutes = int(UNDONE_FOR.total_seconds() // 60)
        words = f"It was more than {minutes} minutes ago; change the records themselves."
        raise UndoError(words, receipt.patch.lines)
    edit = _without(receipt.patch, source_of(form.feed))
    change(store, form.feed.id, edit, form.now, f"{form.by}, taken back")
    store.receipts.keep(replace(receipt, state="undone", plan=()), instead_of=["done"])


def _without(patch: Patch, source: str) -> Callable[[bytes], bytes]:
    """Return the edit that takes a patch out of a text; where it is out already, it stays."""

    def edit(text: bytes) -> bytes:
        before = patch.taken_from(text)
        if before is None:
            if patch.is_out_of(text):
                return text
            words = "These lines of the records were changed since; take them out by hand."
            raise UndoError(words, patch.lines)
        try:
            loads(before, source)
        except FollowUpError:
            words = "The records had faults before, or would have some without these lines."
            raise UndoError(words, patch.lines) from None
        return before

    return edit
