"""A request below an address to edit, and what is shown for it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from followup_ics.errors import EditError, FollowUpError
from followup_ics.hosting.calendars import OwnCalendars
from followup_ics.hosting.changing import without_folder
from followup_ics.hosting.choosing import Known
from followup_ics.hosting.editors import BY, Editor, standing
from followup_ics.hosting.linked import read_and_planned
from followup_ics.hosting.once import Form
from followup_ics.hosting.signing import new_form
from followup_ics.hosting.store import Store
from followup_ics.planning.results import Plan
from followup_ics.reading.loading import loads

SAME = "The records say so already; nothing was changed."


@dataclass(frozen=True, slots=True)
class Shown:
    """A page in HTML with its status."""

    html: str
    status: int = 200


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a form was not written: faults by field, and what to add by hand, "" for nothing."""

    faults: Mapping[str, str]
    status: int
    paste: str = ""


@dataclass(frozen=True, slots=True)
class Visit:
    """A request for a page, by its path below the address to edit, at a time."""

    store: Store
    editor: Editor
    page: str
    now: datetime
    own: OwnCalendars

    def new_form(self) -> str:
        """Return the signed text that a form of this page carries."""
        return new_form(self.editor.key, self.page)

    def form(self, key: str) -> Form:
        """Return a form that was sent, by its key."""
        return Form(key, self.editor.feed, self.now, BY)

    def plan_of(self, text: bytes) -> Plan:
        """Return the plan of a text of the records. Raises RecordsError and PlaybookError."""
        return read_and_planned(self.editor.feed, text, self.editor.source, self.own).plan

    def known(self) -> Known:
        """Return what forms choose from: the records as they stand."""
        found = standing(self.editor, self.own)
        return Known(found.search, found.playbook, self.now)

    def known_in(self, text: bytes) -> Known:
        """Return what can be chosen in a text. Raises RecordsError."""
        return Known(loads(text, self.editor.source), None, self.now)

    def why_not(self, error: FollowUpError) -> tuple[str, str]:
        """Return why a form could not be written, and what to add by hand, "" for nothing."""
        if isinstance(error, EditError):
            fault = error.fault
            words = f"{fault.path}: {fault.message}" if fault.path else fault.message
            return f"{words}.", error.paste
        return without_folder(self.editor.feed, f"{error}.".replace("..", ".")), ""
