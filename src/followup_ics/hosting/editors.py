"""From an address to edit to the feed that it edits, and that feed's plan as it is now."""

from __future__ import annotations

from dataclasses import dataclass

from followup_ics.errors import FollowUpError, UnknownFeedError
from followup_ics.hosting.calendars import OwnCalendars
from followup_ics.hosting.changing import records_of, source_of
from followup_ics.hosting.linked import LinkError, UnknownLinkError, read_and_planned
from followup_ics.hosting.lookups import token_hash
from followup_ics.hosting.store import Feed, Store
from followup_ics.planning.results import Plan
from followup_ics.records.job_search import Candidate, JobSearch
from followup_ics.records.playbook import Playbook

BY = "the address to edit"


@dataclass(frozen=True, slots=True)
class Editor:
    """An address to edit that works; its forms are signed by the `key`."""

    feed: Feed
    key: bytes

    @property
    def source(self) -> str:
        """What faults call the records, without the folders that they are in."""
        return source_of(self.feed).rpartition("/")[2]


def editor_of(store: Store, token: str) -> Editor:
    """Return what a token edits. Raises LinkError, and SQLAlchemyError where the store fails."""
    key = token_hash(token)
    found = store.editor(key)
    if found is None:
        raise _unknown()
    feed_id, is_revoked = found
    if is_revoked:
        raise LinkError(
            "This address was withdrawn",
            "The records that it was for can no longer be changed here. Ask for the new address.",
        )
    try:
        return Editor(store.feed(feed_id), key)
    except UnknownFeedError:
        raise _unknown() from None


def _unknown() -> LinkError:
    return UnknownLinkError(
        "There is nothing here",
        "The address is not complete, or the records that it was for were removed.",
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """How records stand: `faults` are those of newer ones, where the plan is of the last without.

    Where there are none without, the job search is empty.
    """

    search: JobSearch
    plan: Plan
    playbook: Playbook | None
    faults: tuple[str, ...] = ()


def standing(editor: Editor, own: OwnCalendars) -> Standing:
    """Return the records of a feed and their plan, as they are now where they have no faults."""
    content = editor.feed.content
    try:
        return _standing(editor, records_of(editor.feed), own)
    except FollowUpError as error:
        faults = tuple(str(error).splitlines())
    try:
        found = _standing(editor, content.records, own)
        return Standing(found.search, found.plan, found.playbook, faults)
    except FollowUpError:  # an earlier version of the program took them
        return Standing(JobSearch(candidate=Candidate(timezone="UTC")), Plan((), ()), None, faults)


def _standing(editor: Editor, text: bytes, own: OwnCalendars) -> Standing:
    return Standing(*read_and_planned(editor.feed, text, editor.source, own))
