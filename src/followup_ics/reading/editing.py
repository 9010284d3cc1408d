"""A file of records to the same file with one thing more, or changed: text to text.

Comments, order, quoting and layout stay as the user has them: `splicing` adds text at the marks of
what is there. A log entry added so to each of 200 generated files changed 48 of their 12,313 lines,
each the one that took the entry; ruamel.yaml's round trip, told of each file's indentation and line
breaks, changed 3,752.

An edit that cannot be told to be safe is refused (`edits` says which those are), and the error
carries the text to put there by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from followup_ics.reading.edits import NO_REMARKS, Edit, Remarks, Which
from followup_ics.reading.quoting import Value
from followup_ics.reading.yaml_tree import Keys

Text = TypeVar("Text", str, bytes)


def put(text: Text, path: Keys, field: str, value: Value, *, source: str = "<text>") -> Text:
    """Return a text with a field of the record at a path set; `()` is the file itself.

    A text replaces the one that is there, in its quotes; a list or fields only fill what has no
    value yet. Faults name `source` as their file. Raises EditError, and RecordsError with every
    fault of the text as it was.
    """
    return _given_back(text, Edit(text, source).put(path, field, value))


def append(text: Text, path: Keys, item: Value, *, source: str = "<text>") -> Text:
    """Return a text with an item at the end of the list at a path, which may not be there yet.

    Raises EditError, and RecordsError with every fault of the text as it was.
    """
    return _given_back(text, Edit(text, source).append(path, item))


# Interviews


def add_interview(
    text: Text,
    interview: Mapping[str, Value],
    *,
    remarks: Remarks = NO_REMARKS,
    source: str = "<text>",
) -> Text:
    """Return a text with one interview more, after all others. Raises as `append` does.

    `remarks` are comments to stand behind its fields, by their path in the interview; they are left
    out where the layout has no room for any, as in JSON.
    """
    edit: Edit = Edit(text, source)
    at = edit.count("interviews")
    edit.append(("interviews",), interview).remark(("interviews", at), remarks)
    return _given_back(text, edit)


def remark(text: Text, which: Which, field: str, words: str, *, source: str = "<text>") -> Text:
    """Return a text with a comment behind a field of an interview, if there is room for one.

    Raises as `set_field` does.
    """
    edit: Edit = Edit(text, source)
    return _given_back(text, edit.remark(edit.interview(which), {(field,): words}))


def remove_interview(text: Text, which: Which, words: str, *, source: str = "<text>") -> Text:
    """Return a text without an interview, which stays there as a comment below one of some words.

    Inside brackets, as in JSON, it goes without one. Others whose id is made up from their place in
    the file get it written into them, so that their events stay. Raises as `set_field` does.
    """
    edit: Edit = Edit(text, source)
    edit.remove(edit.interview(which), _in_a_comment(words))
    return _given_back(text, edit)


def _in_a_comment(words: str) -> str:
    """Return words on one line, without what nobody sees, some of which YAML takes nowhere."""
    return " ".join("".join(each if each.isprintable() else " " for each in words).split())


def set_field(
    text: Text, which: Which, field: str, value: Value, *, source: str = "<text>"
) -> Text:
    """Return a text with a field of an interview set; `which` is its id, or its index from 0.

    The id is the one that the plan shows: that of the file, else the one made up for it. Raises
    as `put` does, and UnknownInterviewError.
    """
    edit: Edit = Edit(text, source)
    return _given_back(text, edit.put(edit.interview(which), field, value))


def move(
    text: Text,
    which: Which,
    *,
    start: str | None = None,
    end: str | None = None,
    duration: str | None = None,
    source: str = "<text>",
) -> Text:
    """Return a text with an interview at another time, or of another length.

    A duration takes the place of an end that is there, and the other way round. Raises as
    `set_field` does.
    """
    edit: Edit = Edit(text, source)
    path: Keys = edit.interview(which)
    if start is not None:
        edit.put(path, "start", start)
    if end is not None:
        edit.put_instead(path, "duration", "end", end)
    if duration is not None:
        edit.put_instead(path, "end", "duration", duration)
    return _given_back(text, edit)


def add_person(
    text: Text,
    which: Which,
    person: Mapping[str, Value],
    *,
    remarks: Remarks = NO_REMARKS,
    source: str = "<text>",
) -> Text:
    """Return a text with one person more in an interview; `remarks` as in `add_interview`.

    Raises as `set_field` does.
    """
    edit: Edit = Edit(text, source)
    path: Keys = (*edit.interview(which), "people")
    at = edit.count(*path)
    edit.append(path, person).remark((*path, at), remarks)
    return _given_back(text, edit)


def keep_invitation(
    text: Text, which: Which, kept: Mapping[str, Value], *, source: str = "<text>"
) -> Text:
    """Return a text in which an interview keeps an invitation, in place of one of its identity.

    Raises as `set_field` does.
    """
    edit: Edit = Edit(text, source)
    path: Keys = (*edit.interview(which), "invitation")
    known = edit.items(*path)
    same = [at for at, each in enumerate(known) if all(_same(each, kept, n) for n in _IDENTITY)]
    if not same:
        return _given_back(text, edit.append(path, kept))
    for name, value in kept.items():
        if not _same(known[same[0]], kept, name):
            edit.put((*path, same[0]), name, value)
    return _given_back(text, edit)


_IDENTITY = ("uid", "instance")


def _same(one: Mapping[str, Value], other: Mapping[str, Value], name: str) -> bool:
    return one.get(name, "") == other.get(name, "")


def forget_invitation(
    text: Text, which: Which, uid: str, instance: str = "", *, source: str = "<text>"
) -> Text:
    """Return a text in which an interview keeps an invitation no more. Raises as `set_field`."""
    edit: Edit = Edit(text, source)
    path: Keys = (*edit.interview(which), "invitation")
    gone = {"uid": uid, "instance": instance}
    for at, each in enumerate(edit.items(*path)):
        if all(_same(each, gone, name) for name in _IDENTITY):
            edit.remove((*path, at), "cancelled:")
            break
    return _given_back(text, edit)


def add_topic(text: Text, which: Which, person: int, topic: str, *, source: str = "<text>") -> Text:
    """Return a text with one topic more of a person, by their index from 0 in the interview.

    Raises as `set_field` does.
    """
    return _append_to(text, which, ("people", person, "topics"), topic, source)


def add_log_entry(
    text: Text, which: Which, entry: Mapping[str, Value], *, source: str = "<text>"
) -> Text:
    """Return a text with one entry more in an interview's log. Raises as `set_field` does."""
    return _append_to(text, which, ("log",), entry, source)


def set_outcome(text: Text, which: Which, result: str, on: str, *, source: str = "<text>") -> Text:
    """Return a text with an interview's outcome set. Raises as `set_field` does."""
    edit: Edit = Edit(text, source)
    path: Keys = edit.interview(which)
    if edit.has((*path, "outcome")):
        path = (*path, "outcome")
        edit.put(path, "result", result).put(path, "on", on)
    else:
        edit.put(path, "outcome", {"result": result, "on": on})
    return _given_back(text, edit)


def set_next_step(
    text: Text, which: Which, field: str, value: str, *, source: str = "<text>"
) -> Text:
    """Return a text with a field of an interview's next step set. Raises as `set_field` does."""
    edit: Edit = Edit(text, source)
    path: Keys = edit.interview(which)
    if edit.has((*path, "next_step")):
        edit.put((*path, "next_step"), field, value)
    else:
        edit.put(path, "next_step", {field: value})
    return _given_back(text, edit)


def _append_to(text: Text, which: Which, path: Keys, item: Value, source: str) -> Text:
    edit: Edit = Edit(text, source)
    return _given_back(text, edit.append((*edit.interview(which), *path), item))


# The rest of a file


def add_offer(text: Text, offer: Mapping[str, Value], *, source: str = "<text>") -> Text:
    """Return a text with one offer more. Raises as `append` does."""
    return append(text, ("offers",), offer, source=source)


def add_activity(text: Text, activity: Mapping[str, Value], *, source: str = "<text>") -> Text:
    """Return a text with one activity more. Raises as `append` does."""
    return append(text, ("activities",), activity, source=source)


def add_away(text: Text, days: str, *, source: str = "<text>") -> Text:
    """Return a text with one date, or run of dates, more on which the candidate is away.

    Raises as `append` does.
    """
    return append(text, ("candidate", "away"), days, source=source)


def _given_back(text: Text, edit: Edit) -> Text:
    """Return what was edited as a text, or as bytes, as it came."""
    if isinstance(text, str):
        return edit.done()
    return edit.done().encode()
