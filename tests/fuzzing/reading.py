"""Texts of people: records, playbooks, edits of records, and dates as they say them."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime
from unicodedata import bidirectional, category

from hypothesis import HealthCheck, given, settings
from icalendar import Calendar

import strategies
from building import search
from followup_ics import JobSearch, PlaybookError, RecordsError, loads, plan, to_ics
from followup_ics.calendar.content_lines import clean
from followup_ics.errors import (
    EditError,
    FaultyFileError,
    NotADateError,
    UnknownInterviewError,
)
from followup_ics.page.page import render_page
from followup_ics.planning.results import Plan
from followup_ics.reading import editing
from followup_ics.reading.loading import loads_playbook
from followup_ics.records.moments import in_full, moment, moments
from followup_ics.records.names import interview_ids
from strategies import Tree

NOW = datetime(2026, 11, 23, 14, 7, 30, tzinfo=UTC)
LATER = datetime(2026, 11, 30, 9, tzinfo=UTC)
SEARCH = search()


def records(text: bytes) -> None:
    """Read records; those that are taken are planned, written and shown."""
    try:
        found = loads(text)
    except RecordsError as error:
        can_be_read(error)
    else:
        can_be_used(found, plan(found))


def drawn_records(choices: bytes) -> None:
    """Plan, write and show records of the kind that the properties of plans are tried with."""
    _drawn.hypothesis.fuzz_one_input(choices)  # type: ignore[attr-defined]


@settings(database=None, deadline=None, suppress_health_check=list(HealthCheck))
@given(strategies.records())
def _drawn(tree: Tree) -> None:
    found = JobSearch.model_validate(tree)
    can_be_used(found, plan(found))


def playbook(text: bytes) -> None:
    """Read a playbook; one that is taken can be followed."""
    try:
        found = loads_playbook(text)
    except PlaybookError as error:
        can_be_read(error)
    else:
        can_be_used(SEARCH, plan(SEARCH, found))


def can_be_read(error: FaultyFileError) -> None:
    """Hold an error to saying of each fault what it is, on one line, and where."""
    assert error.faults
    for each in error.faults:
        is_said(each.message)
        assert each.line >= 0, each
        assert each.column >= 0, each


def is_a_line(text: str) -> None:
    """Hold a text to being one line, with nothing in it that works on a terminal."""
    found = {category(each) for each in text} & {"Cc", "Cs", "Zl", "Zp"}
    turning = {bidirectional(each) for each in text} & _TURNING
    assert not found | turning, text


def is_said(message: str) -> None:
    """Hold the message of an error to a line of words, none of them of Python's own errors."""
    is_a_line(message)
    own = _QUOTED.sub("", message)
    assert not any(words in own for words in _JARGON), message


_QUOTED = re.compile(r"'.*'")
_JARGON = ("Error", "argument", "codec can", "empty seq", "invalid literal", "NoneType", "object")
_TURNING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def can_be_used(found: JobSearch, planned: Plan) -> None:
    """Hold a plan to being written, read back, kept while it is the same, and shown."""
    written = to_ics(planned, now=NOW)
    events = Calendar.from_ical(written).walk("VEVENT")
    live = [each for each in planned.follow_ups if each.status != "cancelled"]
    summaries = {each.uid: clean(each.summary) for each in live}
    assert {str(each["UID"]): str(each["SUMMARY"]) for each in events} == summaries
    assert len(events) == len(live)
    assert to_ics(planned, now=LATER, previous=written) == written
    assert render_page(found, planned, now=NOW)


# Edits

LAID_OUT = b"""\
# Mine
candidate:
    timezone: Europe/Berlin   # home
    away: [2026-12-24]
interviews:
-   company: 'Acme'
    role: "Engineer"
    start: 2026-11-02 14:00
    people:
    -   name: Dana   # the boss
        topics: []
    log: [ ]
    invitation:
    - {uid: one, sequence: 1}
-   {company: Best, role: SRE, start: 2026-11-04, outcome: {result: offer, on: 2026-11-09}}
offers: null
activities:
-   what: >
        read a
        book
    on: 2026-11-10
"""
ENTRY = "2031-01-01 10:00"
Make = Callable[[bytes, "str | int", str], bytes]
EDITS: dict[str, Make] = {
    "log": lambda text, which, words: editing.add_log_entry(
        text, which, {"on": ENTRY, "did": words}
    ),
    "person": lambda text, which, words: editing.add_person(
        text, which, {"name": words, "topics": [words, "b"]}, remarks={("name",): words}
    ),
    "topic": lambda text, which, words: editing.add_topic(text, which, 0, words),
    "interview": lambda text, _, words: editing.add_interview(
        text, {"company": words, "role": words, "start": ENTRY, "people": [{"name": words}]}
    ),
    "offer": lambda text, _, words: editing.add_offer(
        text, {"company": words, "role": "SRE", "received": "2030-01-01"}
    ),
    "activity": lambda text, _, words: editing.add_activity(text, {"what": words, "on": ENTRY}),
    "away": lambda text, _, words: editing.add_away(text, words),
    "remark": lambda text, which, words: editing.remark(text, which, "start", words),
    "kept": lambda text, which, words: editing.keep_invitation(
        text, which, {"uid": words, "sequence": "1"}
    ),
    "outcome": lambda text, which, words: editing.set_outcome(text, which, "rejected", words),
    "next_step": lambda text, which, words: editing.set_next_step(text, which, "what", words),
    "move": lambda text, which, words: editing.move(text, which, start=ENTRY, duration=words),
    "field": lambda text, which, words: editing.set_field(text, which, "company_id", words),
    "remove": lambda text, which, words: editing.remove_interview(text, which, words),
}
ONLY_ADD = list(EDITS)[: list(EDITS).index("kept")]
_GIVES_WAY = ("", "~", "null", "Null", "NULL")


def edits(content: bytes) -> None:
    """Edit records: the first line names the edit, which interview, and the words of it."""
    head, _, text = content.partition(b"\n")
    name, which, words = [*head.decode(errors="replace").split(" ", 2), "", ""][:3]
    with suppress(RecordsError):
        ids = interview_ids(loads(text).interviews)
        if name in EDITS:
            edited(text, name, int(which) if which.isdecimal() and which.isascii() else which, ids,
                   words)  # fmt: skip


def edited(text: bytes, name: str, which: str | int, ids: list[str], words: str) -> None:
    """Hold an edit to being taken, and to changing what it is to change."""
    try:
        after = EDITS[name](text, which, words)
    except EditError as error:
        is_said(error.fault.message)
        return
    except UnknownInterviewError:
        assert which not in ids
        return
    loads(after)
    if name in ONLY_ADD:
        assert lost(text, after).strip(b" \t\r\n[]").decode() in _GIVES_WAY, (text, after)


def lost(before: bytes, after: bytes) -> bytes:
    """Return the run of bytes of a text in whose place another one has others."""
    most = min(len(before), len(after))
    start = next((i for i in range(most) if before[i] != after[i]), most)
    end = next((i for i in range(most - start) if before[-1 - i] != after[-1 - i]), most - start)
    return before[start : len(before) - end]


# Dates

ZONES = ("America/New_York", "Pacific/Apia", "Asia/Kathmandu", "Africa/Casablanca", "UTC")
NOWS = (
    NOW,
    datetime(2026, 3, 29, 0, 59, 59, tzinfo=UTC),
    datetime(2028, 2, 29, 23, 30, tzinfo=UTC),
    datetime(2011, 12, 30, 11, tzinfo=UTC),
)


_HUNDREDS = re.compile(r"\d{3}")  # of a year, or of so many months


def dates(content: bytes) -> None:
    """Read a date as people say it; the first byte says where and when they are."""
    at, text = content[0] if content else 0, content[1:].decode(errors="surrogateescape")
    zone, now, ahead = ZONES[at % 5], NOWS[at // 5 % 4], bool(at & 0x80)
    try:
        found = moments(text, zone, now, ahead=ahead)
    except NotADateError as error:
        is_said(str(error))
        return
    assert len(found) in (1, 2)
    for each in found:
        assert isinstance(each, date)
        assert abs(each.year - now.year) <= 9 or _HUNDREDS.search(text), each
        assert in_full(each, zone).isprintable()
    if len(found) == 1:
        assert moment(text, zone, now, ahead=ahead) == found[0]
