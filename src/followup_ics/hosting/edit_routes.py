"""The pages below an address to edit, over HTTP: the plan, the forms, and what was written.

A form is one POST, which writes one record and leads to a page of its own, so that neither going
back nor loading again sends it twice. No token reaches a log, nor another site.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from datetime import datetime

from anyio.to_thread import run_sync
from sqlalchemy.exc import SQLAlchemyError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response

from followup_ics.calendar.invitations.reading import MAX_CALENDAR_BYTES
from followup_ics.errors import FollowUpError
from followup_ics.hosting import edit_views
from followup_ics.hosting.additions import ADDITIONS
from followup_ics.hosting.calendars import OwnCalendars
from followup_ics.hosting.editing_pages import AdditionForm, InvitationForm
from followup_ics.hosting.editors import editor_of, standing
from followup_ics.hosting.fields import FieldsError
from followup_ics.hosting.forms import FORM_HEADERS, MOST_BYTES, Sent, check_same_site, sent_in
from followup_ics.hosting.invited import FILE
from followup_ics.hosting.linked import LinkError
from followup_ics.hosting.logs import log_failure
from followup_ics.hosting.once import UndoError, key_of, sent, undo
from followup_ics.hosting.polls import PRIVATE
from followup_ics.hosting.store import Store
from followup_ics.hosting.visits import Refused, Shown, Visit
from followup_ics.hosting.whole_text import RecordsForm
from followup_ics.page.answer_page import refusal_page, said_page
from followup_ics.page.page import POLICY as PLAN_POLICY
from followup_ics.page.page import Edited, render_page
from followup_ics.reading.decoding import MAX_BYTES

METHODS = ("GET", "HEAD", "POST")
_AROUND = 64 * 1024  # bytes of a form beside the text or the file that it holds
_access = logging.getLogger("followup_ics.hosting.access")
_TOO_OLD = "This page was open for too long, or is not one of ours. Look at it, and send it again."


class Edits:
    """What the addresses to edit a store's feeds lead to."""

    def __init__(
        self, store: Store, base: str, clock: Callable[[], datetime], own: OwnCalendars
    ) -> None:
        self._store, self._base, self._clock, self._own = store, base, clock, own

    async def plan(self, request: Request) -> Response:
        """Answer with the plan's page, and links to what can be added."""
        return await self._answered(request, "", None)

    async def records(self, request: Request) -> Response:
        """Answer a request for the page with the text of the records."""
        return await self._answered(request, "records", RecordsForm())

    async def add(self, request: Request) -> Response:
        """Answer a request for a page on which something is added."""
        name = request.path_params["what"]
        form = _FORMS.get(name)
        if form is None:
            raise HTTPException(404)
        return await self._answered(request, f"add/{name}", form)

    async def _answered(self, request: Request, page: str, form: _Form | None) -> Response:
        response = await self._guarded(request, page, form)
        _access.info("%s edit %s", request.method, response.status_code)
        return response

    async def _guarded(self, request: Request, page: str, form: _Form | None) -> Response:
        token = request.path_params["token"]
        try:
            # Before a body is read, which may be large: only who has the address may send one.
            visit = await run_sync(self._visit, token, page)
            if request.method != "POST":
                return await run_sync(self._shown, visit, form, request.query_params.get("said"))
            assert form
            check_same_site(request, self._base)
            posted = await sent_in(request, _most(form))
            return await run_sync(self._posted, visit, form, posted)
        except ClientDisconnect:
            return _refused(400, page, *_WORDS[400])  # which nobody reads
        except LinkError as error:
            return _refused(error.status, page, error.title, *error.words)
        except HTTPException as error:
            return _refused(error.status_code, page, *_WORDS[error.status_code])
        except SQLAlchemyError as error:
            log_failure("an address to edit could not be answered", error)
            return _refused(503, page, *_WORDS[503])

    def _visit(self, token: str, page: str) -> Visit:
        return Visit(self._store, editor_of(self._store, token), page, self._clock(), self._own)

    # Pages

    def _shown(self, visit: Visit, form: _Form | None, said: str | None) -> Response:
        if form is None:
            return _plan_page(visit)
        if said is not None:
            return self._receipt(visit, form, said)
        try:
            return _html(form.shown(visit))
        except FieldsError as error:
            return _refused(409, visit.page, "It cannot be edited here", *error.faults.values())
        except FollowUpError as error:
            return _refused(409, visit.page, "It cannot be edited here", visit.why_not(error)[0])

    def _receipt(self, visit: Visit, form: _Form, said: str) -> Response:
        key = key_of(visit.editor.key, visit.page, said)
        receipt = self._store.receipts.find(key) if key else None
        if receipt is None or receipt.state == "begun":
            return _led_to(visit.page)
        zone = standing(visit.editor, self._own).search.candidate.clock
        shown = edit_views.said(visit.page, form.title, receipt, said, zone, visit.now)
        return _html(Shown(said_page(shown)))

    # Forms

    def _posted(self, visit: Visit, form: _Form, posted: Sent) -> Response:
        name = posted.fields["undo"] if "undo" in posted.fields else sent(posted.fields)
        key = key_of(visit.editor.key, visit.page, name)
        if key is None:
            return _html(form.again(visit, posted, Refused({"form": _TOO_OLD}, 400)))
        if "undo" in posted.fields:
            return self._taken_back(visit, key, name)
        try:
            instead = form.write(visit, posted, key)
        except FieldsError as error:
            return _html(form.again(visit, posted, Refused(error.faults, 422)))
        except FollowUpError as error:
            words, paste = visit.why_not(error)
            return _html(form.again(visit, posted, Refused({"form": words}, 409, paste)))
        return _html(instead) if instead else _led_to(visit.page, name)

    def _taken_back(self, visit: Visit, key: str, text: str) -> Response:
        title = "It cannot be taken back here"
        try:
            undo(self._store, visit.form(key))
        except UndoError as error:
            return _refused(409, visit.page, title, error.words, paste=error.lines)
        except FollowUpError as error:
            return _refused(409, visit.page, title, visit.why_not(error)[0])
        return _led_to(visit.page, text)


_Form = AdditionForm | InvitationForm | RecordsForm
_FORMS: Mapping[str, _Form] = {
    FILE: InvitationForm(),
    **{name: AdditionForm(each) for name, each in ADDITIONS.items()},
}
# A file comes once as it is, and once in Base64.
_MOST = {RecordsForm: MAX_BYTES + _AROUND, InvitationForm: MAX_CALENDAR_BYTES * 3 // 2 + _AROUND}


def _most(form: _Form) -> int:
    """Return how many bytes a form may have."""
    return _MOST.get(type(form), MOST_BYTES)


def _plan_page(visit: Visit) -> Response:
    found = standing(visit.editor, visit.own)
    hosted = Edited(edit_views.LINKS, found.faults)
    html = render_page(found.search, found.plan, now=visit.now, hosted=hosted)
    headers = {**PRIVATE, "Content-Security-Policy": f"{PLAN_POLICY}; frame-ancestors 'none'"}
    return Response(html, headers=headers, media_type="text/html")


# Answers in HTML


def _html(shown: Shown) -> Response:
    return Response(shown.html, shown.status, headers=FORM_HEADERS, media_type="text/html")


def _led_to(page: str, said: str = "") -> Response:
    """Lead to a page from its own address; with a form, to what became of that."""
    name = page.rpartition("/")[2]
    return RedirectResponse(f"{name}?said={said}" if said else name, 303, headers=FORM_HEADERS)


def _refused(status: int, page: str, title: str, *words: str, paste: str = "") -> Response:
    shows_back = "" if status in (404, 410) else page
    refusal = edit_views.refusal(title, *words, page=page, paste=paste, leads_back=bool(shows_back))
    return _html(Shown(refusal_page(refusal), status))


_WORDS = {
    400: ("This form cannot be read", "Nothing was written. Open the page again."),
    403: (
        "Another site sent this",
        "Nothing was written. Open the page by its own address, and send it from there.",
    ),
    413: ("That is too much", "Nothing was written. Go back, and send less."),
    415: ("This form cannot be read", "Nothing was written. Open the page again."),
    503: ("The records cannot be reached", "Nothing was written. Try again in a minute."),
}
