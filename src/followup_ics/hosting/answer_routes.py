"""The pages of a link in an event, over HTTP: the question, what was answered, and refusals.

A tap is one POST, which writes one record and leads to a page of its own, so that neither going
back nor loading again sends it twice. No token reaches a log.
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

from followup_ics.answering.answers import Asked
from followup_ics.errors import EditError, FollowUpError
from followup_ics.hosting import answer_views, replying
from followup_ics.hosting.calendars import OwnCalendars
from followup_ics.hosting.changing import records_of, without_folder
from followup_ics.hosting.fields import FieldsError
from followup_ics.hosting.forms import FORM_HEADERS, check_same_site, form_of
from followup_ics.hosting.linked import Link, LinkError, asked_of, opened, planned
from followup_ics.hosting.logs import log_failure
from followup_ics.hosting.once import UndoError, sent, undo
from followup_ics.hosting.replying import form_of as sent_form
from followup_ics.hosting.store import Store
from followup_ics.page.answer_page import (
    Refusal,
    question_page,
    refusal_page,
    said_page,
)

METHODS = ("GET", "HEAD", "POST")
_access = logging.getLogger("followup_ics.hosting.access")


class Answers:
    """What the links of a store's feeds lead to."""

    def __init__(
        self, store: Store, base: str, clock: Callable[[], datetime], own: OwnCalendars
    ) -> None:
        self._store, self._base, self._clock, self._own = store, base, clock, own

    async def answer(self, request: Request) -> Response:
        """Answer a request for a link's page."""
        response = await self._answered(request)
        _access.info("%s answer %s", request.method, response.status_code)
        return response

    async def _answered(self, request: Request) -> Response:
        token = request.path_params["token"]
        try:
            if request.method != "POST":
                return await run_sync(self._shown, token, request.query_params.get("said"))
            check_same_site(request, self._base)
            return await run_sync(self._posted, token, await form_of(request))
        except ClientDisconnect:
            return _page(_REFUSED[400], 400)  # which nobody reads
        except HTTPException as error:
            return _page(_REFUSED[error.status_code], error.status_code)

    # Pages

    def _shown(self, token: str, form: str | None) -> Response:
        return self._guarded(token, lambda link: self._page_of(link, form))

    def _page_of(self, link: Link, form: str | None) -> Response:
        if form is not None:
            return self._receipt(link, form)
        by_uid = _askable(link, self._own)
        about, now = asked_of(link, by_uid, self._clock()), self._clock()
        return _html(question_page(answer_views.question(link, about, now)))

    def _receipt(self, link: Link, form: str) -> Response:
        receipt = self._store.receipts.find(sent_form(link, form, self._clock()).key)
        if receipt is None or receipt.state == "begun":
            return RedirectResponse(link.token, 303, headers=FORM_HEADERS)
        by_uid = _askable(link, self._own)
        about = by_uid.get(link.uid)
        zone = about.zone if about else "UTC"
        summary = about.follow_up.summary if about else "What you told"
        shown = answer_views.said(summary, receipt, form, zone, self._clock(), back=link.token)
        return _html(said_page(shown))

    # Answers

    def _posted(self, token: str, fields: Mapping[str, str]) -> Response:
        return self._guarded(token, lambda link: self._written(link, fields))

    def _written(self, link: Link, fields: Mapping[str, str]) -> Response:
        form = fields["undo"] if "undo" in fields else sent(fields)
        try:
            if "undo" in fields:
                undo(self._store, sent_form(link, form, self._clock()))
            else:
                replying.reply(self._store, link, fields, self._clock(), self._own)
        except FieldsError as error:
            return self._asked_again(link, fields, error)
        except UndoError as error:
            refusal = _refusal("It cannot be taken back here", error.words, paste=error.lines)
            return _page(refusal, 409)
        except EditError as error:
            return _page(_unwritten(link, str(error.fault.message), error.paste), 409)
        except FollowUpError as error:
            return _page(_unwritten(link, str(error), self._lines(link, fields)), 409)
        return RedirectResponse(f"{link.token}?said={form}", 303, headers=FORM_HEADERS)

    def _asked_again(self, link: Link, fields: Mapping[str, str], error: FieldsError) -> Response:
        by_uid = _askable(link, self._own)
        about, now = asked_of(link, by_uid, self._clock()), self._clock()
        again = answer_views.question(link, about, now, fields, error.faults)
        return _html(question_page(again), 422)

    def _lines(self, link: Link, fields: Mapping[str, str]) -> str:
        """Return the lines that an answer would add to the last records without faults."""
        try:
            return replying.lines_to_add(link, fields, self._clock(), self._own)
        except (FieldsError, LinkError, FollowUpError):
            return ""

    def _guarded(self, token: str, work: Callable[[Link], Response]) -> Response:
        try:
            return work(opened(self._store, token))
        except LinkError as error:
            return _page(_refusal(error.title, *error.words), error.status)
        except (FollowUpError, SQLAlchemyError) as error:
            log_failure("a link could not be answered", error)
            return _page(_REFUSED[503], 503)


def _askable(link: Link, own: OwnCalendars) -> dict[str, Asked]:
    """Return what can be asked of a feed's plan, of the last one where its records have faults."""
    try:
        return planned(link.feed, records_of(link.feed), own)[1]
    except FollowUpError:
        return planned(link.feed, link.feed.content.records, own)[1]


# Answers in HTML


def _html(content: str, status: int = 200) -> Response:
    return Response(content, status, headers=FORM_HEADERS, media_type="text/html")


def _page(refusal: Refusal, status: int) -> Response:
    return _html(refusal_page(refusal), status)


def _refusal(title: str, *words: str, paste: str = "", back: str = "") -> Refusal:
    return Refusal(title, words, paste, answer_views.ASSETS, back)


def _unwritten(link: Link, why: str, paste: str) -> Refusal:
    why = without_folder(link.feed, why)
    words = [f"{why}.".replace("..", ".")]
    if paste:
        words.append("Add these lines to the records by hand, so that nothing is lost:")
    return _refusal("It could not be written", *words, paste=paste, back=link.token)


_REFUSED = {
    400: _refusal("This form cannot be read", "Nothing was written. Open the link again."),
    403: _refusal(
        "Another site sent this",
        "Nothing was written. Open the link in your calendar, and answer on the page that it "
        "leads to.",
    ),
    413: _refusal("That is too much", "Nothing was written. Write less."),
    415: _refusal("This form cannot be read", "Nothing was written. Open the link again."),
    503: _refusal("The records cannot be reached", "Nothing was written. Try again in a minute."),
}
