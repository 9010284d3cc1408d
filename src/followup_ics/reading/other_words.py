"""What people call fields and choices that have another name here, to be proposed instead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

# Each line has a name of ours, and what others call that. A word may stand in several: what it is
# taken for is the one that is known where it was written.
_OTHERS: Mapping[str, str] = {
    "people": "contacts contact interviewers interviewer panel attendees participants team who",
    "name": "person full_name contact called",
    "part": "role hiring_manager function relation is",
    "title": "position job_title job",
    "email": "mail address contact",
    "phone": "mobile cell number tel",
    "topics": "notes discussed themes subjects talked_about",
    "start": "date datetime time when on at begins day scheduled",
    "duration": "length minutes hours lasts takes",
    "kind": "type format channel medium how mode",
    "role": "position title job opening vacancy",
    "company": "employer organisation organization firm client",
    "timezone": "tz zone clock location city",
    "away": "vacation vacations holiday holidays absent absences leave travel off",
    "available": "hours working_hours free times calls",
    "next_step": "next after then process",
    "decision_by": "decision deadline answer_by feedback_by hear_by",
    "call_back": "callback call_again again_on",
    "answer_by": "deadline expires respond_by reply_by until decision_by valid_until",
    "received": "date on at when made offered",
    "result": "status outcome state decision",
    "outcome": "status result state decision",
    "did": "what action tactic type kind done",
    "to": "with who person name contact",
    "heard": "answer answered reply replied said response",
    "on": "date at when day start",
    "what": "title name text news description activity next then",
    "log": "history done contacted sent follow_ups followups",
    "activities": "news achievements updates",
    "calendar": "settings options ics",
    "in_person": "onsite on_site on-site face-to-face f2f office visit personal in_office",
    "video": "zoom teams meet online virtual remote webex skype web",
}


def other_word(word: str, names: Iterable[str]) -> str | None:
    """Return which of some names is meant by a word that is none of them, None where none is."""
    folded = "_".join(word.casefold().split())
    return next((each for each in names if folded in _OTHERS.get(each, "").split()), None)
