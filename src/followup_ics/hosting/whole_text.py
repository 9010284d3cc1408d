"""The form with the whole text of the records: saved whole, or not at all."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from followup_ics.errors import FaultyFileError, FollowUpError, RecordsError
from followup_ics.hosting import edit_views
from followup_ics.hosting.changing import records_of
from followup_ics.hosting.fields import FieldsError
from followup_ics.hosting.forms import Sent
from followup_ics.hosting.once import Made, write_once
from followup_ics.hosting.visits import SAME, Refused, Shown, Visit
from followup_ics.page.edit_page import LineFault, RecordsPage, records_page
from followup_ics.planning.results import Plan
from followup_ics.reading.loading import loads

_BOM = "\ufeff"


class _ChangedError(Exception):
    """Records that are others by now than those that somebody began from."""

    def __init__(self, there: bytes) -> None:
        self.there = there
        super().__init__("the records were changed meanwhile")


@dataclass(frozen=True, slots=True)
class RecordsForm:
    """The page with the text of the records.

    A form carries the hash of the text that it began from, so that it replaces no other unseen.
    """

    title: str = "The records"

    def shown(self, visit: Visit) -> Shown:
        """Return the page with the text as it is, and with its faults."""
        text = records_of(visit.editor.feed)
        try:
            text.decode()
        except UnicodeDecodeError as error:
            reason = "it is not text in UTF-8; save it as that with an editor"
            raise FieldsError(records=f"{visit.editor.source}: {reason}.") from error
        return self._page(visit, text, _readable(text), _faults(visit, text), "", 200)

    def again(self, visit: Visit, sent: Sent, refused: Refused) -> Shown:
        """Return the page with the text as it was typed, and with what is wrong."""
        typed = _typed(sent)
        words, base = " ".join(refused.faults.values()), sent.fields.get("base", "")
        wrong = _faults(visit, typed.encode(errors="replace"))
        return self._page(visit, base, typed, wrong, words, refused.status)

    def write(self, visit: Visit, sent: Sent, key: str) -> Shown | None:
        """Save a text whole, where it has no faults and nobody else changed what was there.

        Raises as `change` does.
        """
        typed = _typed(sent)
        base = sent.fields.get("base", "")

        def make(text: bytes, _: datetime) -> Made:
            wanted = _as_kept(typed, text)
            after = visit.plan_of(wanted)
            if wanted != text and _hash(text) != base:
                raise _ChangedError(text)
            told = ("The whole text was saved.",) if wanted != text else (SAME,)
            return Made(wanted, told, _plan_before(visit, text) or after)

        form = visit.form(key)
        try:
            write_once(
                visit.store, form, make, visit.own, lambda _, text: _as_kept(typed, text) == text
            )
        except FaultyFileError as error:
            words = "Nothing was saved: mend what is wrong in these lines."
            return self._page(visit, base, typed, edit_views.line_faults(error.faults), words, 422)
        except _ChangedError as error:
            words = "The records were changed by somebody else meanwhile. Nothing was saved."
            return self._page(visit, error.there, typed, (), words, 409, error.there)
        return None

    def _page(
        self,
        visit: Visit,
        base: bytes | str,
        text: str,
        faults: tuple[LineFault, ...],
        refused: str,
        status: int,
        there: bytes | None = None,
    ) -> Shown:
        """Return the page; `base` is the text that was begun from, or its hash."""
        assets, back = edit_views.places(visit.page)
        began = base if isinstance(base, str) else _hash(base)
        differing = () if there is None else edit_views.difference(text, _readable(there))
        page = RecordsPage(
            name=visit.editor.feed.name,
            text=text,
            hidden={"form": visit.new_form(), "base": began},
            assets=assets,
            back=back,
            faults=faults,
            difference=differing,
            refused=refused,
        )
        return Shown(records_page(page), status)


def _typed(sent: Sent) -> str:
    return sent.fields.get("records", "").replace("\r", "\n")


def _readable(text: bytes) -> str:
    """Return a text as a browser takes it, and gives it back."""
    found = text.decode(errors="replace").removeprefix(_BOM)
    return found.replace("\r\n", "\n").replace("\r", "\n")


def _as_kept(typed: str, before: bytes) -> bytes:
    """Return a typed text with the line breaks of the one before, and its mark at the beginning.

    A browser gives back neither.
    """
    if before.startswith(_BOM.encode()):
        typed = _BOM + typed
    if b"\r\n" in before:
        typed = typed.replace("\n", "\r\n")
    return typed.encode(errors="replace")


def _plan_before(visit: Visit, text: bytes) -> Plan | None:
    try:
        return visit.plan_of(text)
    except FollowUpError:
        return None


def _faults(visit: Visit, text: bytes) -> tuple[LineFault, ...]:
    try:
        loads(text, visit.editor.source)
    except RecordsError as error:
        return edit_views.line_faults(error.faults)
    return ()


def _hash(text: bytes) -> str:
    return hashlib.sha256(text).hexdigest()
