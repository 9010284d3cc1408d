"""An answer, as an edit of the user's file: text to text, and made anew where that was changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from followup_ics.answering import facts
from followup_ics.answering.answers import Answer, Asked, Offered, application_of, asked
from followup_ics.api import plan
from followup_ics.errors import EditError, Fault
from followup_ics.planning.results import FollowUp
from followup_ics.reading import editing, loading
from followup_ics.reading.quoting import Value, item_lines
from followup_ics.reading.rewriting import rewrite
from followup_ics.records.job_search import Interview
from followup_ics.records.log import LogEntry
from followup_ics.records.playbook import Playbook
from followup_ics.records.time_fields import clock, said
from followup_ics.working_time import instant, wall_time

# What an interview has in common with the one before it.
_SAME = ("company", "company_id", "role", "timezone", "country", "region")


def record(
    file: str, about: Asked, answer: Answer, *, seen: bytes, playbook: Playbook | None
) -> bytes:
    """Write an answer into a file; return what it holds then. `seen` is what it held when asked.

    Raises EditError with what to paste, where the file has no safe place for it, or the follow-up
    is another one there by now, or logged already; and as `rewrite` does.
    """

    def edit(text: bytes) -> bytes:
        if text != seen:
            check_still_asked(text, about, answer, playbook, source=file)
        return written(text, about, answer, source=file)

    return rewrite(file, edit)


def written(text: bytes, about: Asked, answer: Answer, *, source: str) -> bytes:
    """Return a text with an answer in it. Raises as the edits of `reading.editing` do."""
    if answer.is_logged and about.has_log:
        text = editing.add_log_entry(text, about.id, _entry(about, answer), source=source)
    if answer.activity:
        day = clock(answer.on).date()
        text = facts.with_activity(text, answer.activity, day, source=source)
    if answer.decision_by:
        decision = said(answer.decision_by)[:10]
        text = editing.set_next_step(text, about.id, "decision_by", decision, source=source)
    if answer.next_interview and about.interview:
        start, kind = answer.next_interview, answer.next_kind
        text = _with_interview(text, about.interview, start, kind, source=source)
    if answer.offer:
        text = _with_offer(text, about, answer.on, answer.offer, source)
    if answer.outcome:
        text = editing.set_outcome(text, about.id, answer.outcome, said(answer.on), source=source)
    return text


def is_written(about: Asked, answer: Answer) -> bool:
    """Say whether the records have what an answer adds that must not be there twice."""
    if about.interview is None:
        return False
    if answer.is_logged and about.has_log:
        return LogEntry.model_validate(_entry(about, answer)) in about.interview.log
    outcome = about.interview.outcome
    return bool(answer.outcome and outcome and outcome.result == answer.outcome)


def _entry(about: Asked, answer: Answer) -> Mapping[str, Value]:
    found = {
        "on": said(answer.on),
        "did": about.follow_up.tactic,
        "to": about.follow_up.person or "",
        "reached": "false" if answer.done is False else "",
        "heard": answer.heard,
        "call_back": said(answer.call_back) if answer.call_back else "",
        "skipped": "true" if answer.skipped else "",
    }
    return {name: value for name, value in found.items() if value}


def _with_interview(
    text: bytes, before: Interview, start: date | datetime, kind: str, *, source: str
) -> bytes:
    """Return a text with the next interview for a role; one of that day stays, but for its kind."""
    for index, each in enumerate(loading.loads(text, source).interviews):
        is_that_day = clock(each.start).date() == clock(start).date()
        if is_that_day and application_of(each) == application_of(before):
            if kind in ("", each.kind):
                return text
            return editing.set_field(text, index, "kind", kind, source=source)
    same = {name: getattr(before, name) for name in _SAME} | {"kind": kind}
    fields = {name: str(value) for name, value in same.items() if value}
    return editing.add_interview(text, fields | {"start": said(start)}, source=source)


def _with_offer(
    text: bytes, about: Asked, on: date | datetime, offer: Offered, source: str
) -> bytes:
    """Return a text with the offer for a follow-up's job; one that is there came when it says."""
    job_search = loading.loads(text, source)
    job, zone = _job(about), job_search.candidate.clock
    came = facts.received(job_search, job) or _elsewhere(on, about.zone, zone)
    due = _elsewhere(offer.answer_by, about.zone, zone) if offer.answer_by else None
    return facts.with_offer(text, job, came, due, source=source)


def _job(about: Asked) -> facts.Job:
    known = about.interview
    if known:
        return facts.Job(known.company, known.role, known.company_id or "")
    return facts.Job(about.follow_up.company or "", about.follow_up.role or "")


def _elsewhere(moment: date | datetime, zone: str, other: str) -> date | datetime:
    """Return what clocks in another zone show at a local time; a date alone stays as it is."""
    if not isinstance(moment, datetime):
        return moment
    return wall_time(other, instant(zone, moment))


def check_still_asked(
    text: bytes, about: Asked, answer: Answer, playbook: Playbook | None, *, source: str
) -> None:
    """Raise EditError where a text that was changed does not ask for this answer any more."""
    job_search = loading.loads(text, source)
    uid, now = about.follow_up.uid, None
    for each in plan(job_search, playbook).follow_ups:
        if each.uid == uid:
            now = asked(job_search, each)
    if now is None or not _is_same(now.interview, about.interview):
        why = "it has no such follow-up any more"
    elif answer.is_logged and _is_in_log(now.follow_up):
        why = "that is in the log now"
    else:
        return
    paste = "\n".join(item_lines("log", _entry(about, answer), 2)) if about.has_log else ""
    fault = Fault(source, 0, 0, "", f"the file was changed meanwhile, and {why}; look at it again")
    raise EditError(fault, paste)


def _is_in_log(follow_up: FollowUp) -> bool:
    return follow_up.status == "done" or follow_up.is_skipped


def _is_same(one: Interview | None, other: Interview | None) -> bool:
    """Say whether two are one interview; a made-up id says so only beside the same start."""
    if one is None or other is None:
        return one is other
    names = ("id", "company", "role", *(() if one.id else ("start",)))
    return all(getattr(one, name) == getattr(other, name) for name in names)
