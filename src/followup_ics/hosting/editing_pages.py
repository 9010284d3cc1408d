"""What the forms below an address to edit do: each is read, written once, and said back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from followup_ics.calendar.invitations.saying import all_told
from followup_ics.errors import FollowUpError
from followup_ics.hosting import edit_views, invited
from followup_ics.hosting.additions import Addition
from followup_ics.hosting.changing import records_of
from followup_ics.hosting.fields import Fields, FieldsError
from followup_ics.hosting.forms import File, Sent
from followup_ics.hosting.once import Made, write_once
from followup_ics.hosting.visits import SAME, Refused, Shown, Visit
from followup_ics.page.edit_page import form_page

_NONE = "You took nothing of it; nothing was changed."


# Something more in the records


@dataclass(frozen=True, slots=True)
class AdditionForm:
    """The page with the form of one addition."""

    addition: Addition

    @property
    def title(self) -> str:
        """What is added."""
        return self.addition.label

    def shown(self, visit: Visit) -> Shown:
        """Return the page, with an empty form."""
        page = edit_views.addition_page(visit.page, self.addition, visit.known(), visit.new_form())
        return Shown(form_page(page))

    def again(self, visit: Visit, sent: Sent, refused: Refused) -> Shown:
        """Return the page as it was filled in, with a new form, and with what is wrong."""
        known, form = visit.known(), visit.new_form()
        page = edit_views.addition_page(
            visit.page,
            self.addition,
            known,
            form,
            sent.fields,
            refused.faults,
            refused.paste,
        )
        return Shown(form_page(page), refused.status)

    def made(self, visit: Visit, sent: Sent, text: bytes) -> Made:
        """Return what a form makes of a text. Raises FieldsError, and as edits do."""
        fields, added = self.addition.read(visit.known_in(text), sent.fields)
        fields.check()
        assert added
        before = visit.plan_of(text)
        after = added.edit(text, source=visit.editor.source)
        return Made(after, added.told if after != text else (*added.told, SAME), before)

    def write(self, visit: Visit, sent: Sent, key: str) -> Shown | None:
        """Write what a form says; return a page where there is one to be shown instead.

        Raises FieldsError, and as edits do.
        """
        form = visit.form(key)
        write_once(visit.store, form, lambda text, _: self.made(visit, sent, text), visit.own)
        return None


# An invitation


@dataclass(frozen=True, slots=True)
class InvitationForm:
    """The page on which a file is chosen, and then the one on which what it says is confirmed."""

    title: str = "An invitation"

    def shown(self, visit: Visit) -> Shown:
        """Return the page on which a file is chosen."""
        return self._choosing(visit, Refused({}, 200))

    def again(self, visit: Visit, sent: Sent, refused: Refused) -> Shown:
        """Return the page as it was filled in; the file itself has to be chosen again."""
        try:
            is_first = invited.FILE in sent.files
            return self._confirming(visit, None if is_first else sent, _file(sent), refused)
        except FieldsError as error:
            # A browser gives no file back; where there was one, its fault is that of the rest.
            faults = {**error.faults, **refused.faults}
            return self._choosing(visit, Refused(faults, refused.status, refused.paste))
        except FollowUpError:
            return self._choosing(visit, refused)

    def write(self, visit: Visit, sent: Sent, key: str) -> Shown | None:
        """Show what a file says, to be confirmed; or write what was confirmed.

        Raises FieldsError, and as edits do.
        """
        file = _file(sent)
        if invited.FILE in sent.files:
            return self._confirming(visit, None, file, Refused({}, 200))
        invitations = invited.read(file)

        def make(text: bytes, _: datetime) -> Made:
            zone = visit.known_in(text).zone
            fields = Fields(zone, sent.fields, visit.now)
            source = visit.editor.source
            found = invited.proposed(invitations, text, visit.now, fields, source=source)
            fields.check()
            told = tuple(each.strip() for each in all_told(found.settled)) or (_NONE,)
            return Made(found.text, told, visit.plan_of(text))

        write_once(visit.store, visit.form(key), make, visit.own)
        return None

    def _choosing(self, visit: Visit, refused: Refused) -> Shown:
        form, faults = visit.new_form(), refused.faults
        page = edit_views.choosing_page(visit.page, form, faults, refused.paste)
        return Shown(form_page(page), refused.status)

    def _confirming(self, visit: Visit, sent: Sent | None, file: File, refused: Refused) -> Shown:
        """Return the page on which what a file says is confirmed. Raises as `write` does."""
        invitations, source = invited.read(file), visit.editor.source
        text = records_of(visit.editor.feed)
        fields = Fields(visit.known_in(text).zone, sent.fields, visit.now) if sent else None
        found = invited.proposed(invitations, text, visit.now, fields, source=source)
        page = edit_views.confirming_page(
            visit.page,
            found,
            {"form": visit.new_form(), "file": invited.packed(file.content), "called": file.name},
            sent.fields if sent else None,
            refused.faults,
            refused.paste,
            is_needed=sent is not None or found.text != text,
        )
        return Shown(form_page(page), refused.status)


def _file(sent: Sent) -> File:
    """Return the file that was sent, or that a form carries. Raises FieldsError."""
    if file := sent.files.get(invited.FILE):
        return file
    content = invited.unpacked(sent.fields.get("file", ""))
    return File(sent.fields.get("called", ""), content)
