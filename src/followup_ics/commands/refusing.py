"""What `log` says of an answer that cannot be meant: the same, with the option that mends it."""

from __future__ import annotations

from followup_ics.errors import AnswerError, Unmeant

_HERE: dict[Unmeant, str] = {
    "ends_only": "'{summary}' has no log: say how it ended, with --outcome accepted or withdrawn",
    "whole_search": "'{summary}' is for the whole search, which has no log; with --activity, write "
    "what companies should hear of",
    "too_early": "{on} lies before the interview that '{summary}' follows, {start}; numbers change "
    "with each entry, so look at 'followup-ics today' again",
    "ends_and_goes_on": "--outcome {outcome} and --next-interview exclude each other",
    "kind_of_nothing": "--kind {next_kind} is of the next interview; add --next-interview",
}


def refusal(error: AnswerError) -> str:
    """Return what is wrong with an answer, in the words of the command line."""
    own = _HERE.get(error.kind)
    return own.format(**error.data) if own else str(error)
