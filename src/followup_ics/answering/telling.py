"""What is written, in lines: each date in full, so that nobody has to guess what was understood."""

from __future__ import annotations

from collections.abc import Iterator

from followup_ics.answering.answers import Answer, Asked
from followup_ics.records.moments import in_full
from followup_ics.records.time_fields import clock
from followup_ics.working_time import spoken_in_full


def told(about: Asked, answer: Answer) -> Iterator[str]:
    """Yield the lines that say what is written: which follow-up, then each thing, indented."""
    on = in_full(answer.on, about.zone)
    yield about.follow_up.summary
    if answer.is_logged and about.has_log:
        word = "skipped" if answer.skipped else "done" if answer.done else "not reached"
        yield f"  {word}: {on}"
    if answer.heard:
        yield f"  heard: {answer.heard}"
    yield from _dates(about, answer)
    if answer.activity:
        yield f"  activity: {answer.activity}, {spoken_in_full(clock(answer.on).date())}"
    if answer.outcome:
        yield f"  outcome: {answer.outcome}, {on}"
    if answer.offer:
        yield f"  an offer: {on}"
    if answer.offer and answer.offer.answer_by:
        yield f"  answer by: {in_full(answer.offer.answer_by, about.zone)}"


def _dates(about: Asked, answer: Answer) -> Iterator[str]:
    how = f", {answer.next_kind.replace('_', ' ')}" if answer.next_kind else ""
    for name, when, more in (
        ("call back", answer.call_back, ""),
        ("they decide by", answer.decision_by, ""),
        ("next interview", answer.next_interview, how),
    ):
        if when:
            yield f"  {name}: {in_full(when, about.zone)}{more}"
