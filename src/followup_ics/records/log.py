"""The log of an interview: what was done since, and entries that cannot be meant as they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from pydantic import Field, TypeAdapter, ValidationInfo, field_validator

from followup_ics.records.candidate import or_none
from followup_ics.records.fields import Flag, Line, Record, Text, fault
from followup_ics.records.time_fields import (
    Moment,
    are_alike,
    clock,
    has_offset,
    is_before,
    said,
)

LOGGED_BEFORE = timedelta(days=14)
Path = tuple[str | int, ...]


class LogEntry(Record):
    """Something the candidate did, and what came back."""

    on: Moment = Field(description="when you did it; a date alone means noon")
    did: Line = Field(
        description="the name of the tactic, such as phone_call", examples=["thank_you"]
    )
    to: Line | None = Field(
        None, description="to whom: a name, a part of one, or an e-mail; 'all' for everybody met"
    )
    reached: Flag = Field(
        True,
        description="false where nobody answered: the call is made again after two working days, "
        "twice at most",
    )
    heard: Text | None = Field(
        None, description="what they said; the next follow-up reminds you of it"
    )
    call_back: Moment | None = Field(None, description="when they asked to be called")
    skipped: Flag = Field(
        False,
        description="true where you left that follow-up out: it is over, and counts as no contact",
    )

    @field_validator("call_back")
    @classmethod
    def _is_later(cls, call_back: date | None, info: ValidationInfo) -> date | None:
        on = info.data.get("on")
        if call_back and on and are_alike(on, call_back) and not is_before(on, call_back):
            raise fault(
                "call_back",
                f"found '{said(call_back)}'; write one later than the entry itself, {said(on)}",
            )
        return call_back

    @field_validator("skipped")
    @classmethod
    def _is_no_contact(cls, skipped: bool, info: ValidationInfo) -> bool:
        said = [name for name in ("heard", "call_back") if info.data.get(name)]
        said += ["reached"] if info.data.get("reached") is False else []
        if skipped and said:
            raise fault(
                "skipped",
                f"found true beside {' and '.join(said)}; what was skipped brought no contact, so "
                f"leave {'it' if len(said) == 1 else 'them'} out, or leave skipped out",
            )
        return skipped


def odd_entries(
    start: date | None, entries: Sequence[LogEntry | None]
) -> Iterator[tuple[Path, str]]:
    """Yield the path in a log and the message for each entry that cannot be meant as it is."""
    first: dict[tuple[object, ...], int] = {}
    contact: dict[tuple[object, ...], int] = {}
    for index, entry in enumerate(entries):
        if entry is None:
            continue
        if start and _is_long_before(entry.on, start):
            yield (
                (index, "on"),
                f"found '{said(entry.on)}'; write one at most {LOGGED_BEFORE.days} days before "
                f"the interview, {said(start)}",
            )
        same = first.setdefault(tuple(getattr(entry, name) for name in _ENTRY_FIELDS), index)
        if same != index:
            yield (index,), f"found the same as in log[{same}]; keep one"
        other = contact.setdefault((entry.on, entry.did, entry.to), index)
        if (entries[other] or entry).skipped != entry.skipped:
            yield (index,), f"one of this and log[{other}] is skipped, the other done; keep one"


def _is_long_before(on: date, start: date) -> bool:
    if has_offset(on) or has_offset(start):
        return False  # their dates are known once they are local
    return clock(start).date() - clock(on).date() > LOGGED_BEFORE


def odd_log_as_written(tree: Mapping[str, object]) -> Iterator[tuple[Path, str]]:
    """Yield what is odd in the log of an interview that may have faults elsewhere."""
    log = tree.get("log")
    entries = [or_none(_ENTRY, each) for each in log] if isinstance(log, list) else []
    for keys, message in odd_entries(or_none(_MOMENT, tree.get("start")), entries):
        yield ("log", *keys), message


_ENTRY_FIELDS = tuple(LogEntry.model_fields)
_ENTRY: TypeAdapter[LogEntry] = TypeAdapter(LogEntry)
_MOMENT: TypeAdapter[date] = TypeAdapter(Moment)
